"""forecast(scenario): from a crisis file to statements about the world.

Two uncertainties are kept apart. Across draws: what is not known about the crisis; a mean and a
90% interval. Within a draw: what the crisis itself leaves open, to private types, to chance moves
and to choices that err.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.metadata import version
from typing import Any

import numpy as np

from standoff.errors import UsageError
from standoff.forecast.answers import Answers
from standoff.forecast.assemble import Assembly, Space, all_numbers
from standoff.forecast.attribution import Attributed, attribute
from standoff.forecast.bands import band, even_draws, mean_of
from standoff.forecast.basis import basis_data, by_then
from standoff.forecast.branches import (
    ANALYSTS,
    REPORTED,
    Branches,
    branch_data,
    branch_variance,
    search_branches,
)
from standoff.forecast.chunks import MOST_DRAWS, Chunk, Ground, chunks_of, largest_first
from standoff.forecast.crew import Crew, Keeper, run_here
from standoff.forecast.ensemble import join
from standoff.forecast.inside import beliefs_data, causes_data, variables_data, within_data
from standoff.forecast.job import Job
from standoff.forecast.likelihood import likelihood as words_for
from standoff.forecast.likely import Likelihoods
from standoff.forecast.observed import observed_data
from standoff.forecast.packing import Part, pack, unpack
from standoff.forecast.perceived import Perceived, perception_data, theories_data
from standoff.forecast.plan import Latent, Plan, latent, plan_at, plan_draws
from standoff.forecast.posterior import (
    MENDS,
    Posterior,
    is_poor,
    require_possible,
    resample,
    weigh,
)
from standoff.forecast.questions import FirstTurn, Questions
from standoff.forecast.spread import split_spread
from standoff.forecast.winset import win_sets
from standoff.game import NONE, Budget, Game, Layout, Numbers, layout_of
from standoff.scenario.model import Scenario
from standoff.solve import Solution, Status

Array = np.ndarray[Any, Any]
Progress = Callable[[str, int, int], None]

NOT_CONTROLLED = (
    "the structure of the crisis as written: parties, moves, their order and dates",
    "the choice of one equilibrium: the principal branch of logit AQRE, from lambda = 0",
    "lambda is one number for all parties and turns of a draw, and is not portable across crises",
    "priors marked `assumed` rest on judgement, not on a source",
)
"""What a run does not vary; part of every forecast."""

BLUFF_TEXT = (
    "probability that {party} would not carry out its threat ({threat}) if the others refused to "
    "the end, given all that has been seen so far; a property of {party}'s private type and its "
    "best play, never inferred from a gap between word and deed. It depends on lambda: choices "
    "that err make every type carry out, or not, with some probability"
)


@dataclass(frozen=True)
class Forecast:
    """The forecast of one crisis with everything that it rests on.

    Attributes:
        scenario: the resolved scenario.
        game: its compiled game.
        parameters: parameter draws (H, B).
        numbers: the game's numbers at the draws.
        solution: equilibria with certificate.
        answers: per draw, over the draws that were solved.
        seed: of the draws.
        on: whether each theory is on, theories in the order of the file by draws.
        view: id of the view that stood in for the analyst's, or None.
        perceived: who chose by which view, or None where nobody did.
        branches: the equilibria of some draws, or None where no others were searched for.
        attributed: shares of causes in events, where they were asked for.
        parts: where theories change who knows what, one forecast for each structure; else empty.
        posterior: how the draws stand for what was observed; None where nothing was.
        before: where draws were moved, the forecast over draws of the prior, weighted.
        moved: the uniform numbers behind the draws then.
    """

    scenario: Scenario
    game: Game
    parameters: Array
    numbers: Numbers
    solution: Solution
    answers: Answers
    seed: int
    on: Array = field(default_factory=lambda: np.ones((0, 0), dtype=bool))
    view: str | None = None
    perceived: Perceived | None = None
    branches: Branches | None = None
    parts: tuple[Forecast, ...] = ()
    attributed: tuple[Attributed, ...] = ()
    posterior: Posterior | None = None
    before: Forecast | None = None
    moved: Latent | None = None

    @property
    def weights(self) -> Array | None:
        """Weights of the solved draws, adding up to 1 (B); None for equal ones."""
        return None if self.posterior is None else self.posterior.weights

    def share(self, marked: Array) -> float:
        """Return the share of the draws that are marked, of all draws (B); by weight if any."""
        if self.weights is None:
            return float(marked.mean())
        return float(self.weights @ marked[self.solution.solved])

    @property
    def branch_variance(self) -> Array | None:
        """Variance between equilibria within a draw, mean over draws (K); None if not searched."""
        if self.branches is None or not len(self.branches.searched):
            return None
        return branch_variance(self.branches)

    @property
    def draws(self) -> int:
        """Number of draws, failed ones included."""
        return self.numbers.n_draws

    @property
    def layout(self) -> Layout:
        """What the nodes of the game mean."""
        return layout_of(self.game)

    def to_json(self) -> dict[str, Any]:
        """Return the forecast as plain data: the content of `forecast.json`."""
        return _Statement(self).build()

    def tables(self) -> dict[str, Any]:
        """Return Arrow tables `draws` and `equilibria`, see `standoff.forecast.tables`."""
        from standoff.forecast.tables import draw_table, equilibrium_table

        return {"draws": draw_table(self), "equilibria": equilibrium_table(self)}


def forecast(  # noqa: PLR0913 (one argument for each choice of the user)
    scenario: Scenario,
    *,
    draws: int = 500,
    seed: int = 1,
    threads: int | None = None,
    device: str = "cpu",
    budget: Budget | None = None,
    branches: int = 0,
    progress: Progress | None = None,
    view: str | None = None,
    level: int | None = None,
    theories: Mapping[str, bool] | None = None,
    attribution: bool = False,
    crew: Crew | None = None,
    keeper: Keeper | None = None,
    mend: str = "auto",
) -> Forecast:
    """Return the forecast of a crisis over draws of its parameters, given what was observed.

    Args:
        scenario: a resolved scenario.
        draws: number of parameter draws, at least 1.
        seed: of the draws; same scenario, seed and draws give the same numbers.
        threads: worker threads of the solver; all cores by default. Does not change the numbers.
        device: `cpu`, or `gpu` to climb the ladder on all CUDA devices, see `standoff.solve.solve`.
            Searches and subsets of causes stay on the processor.
        budget: what the game may need.
        branches: number of draws, the first ones, in which other equilibria are searched as well.
            A draw takes far longer to search than to solve. Where parties hold views of their
            own, the equilibria are those of the analyst's crisis.
        progress: called as progress(stage, done, total).
        view: id of a view to take for the analyst's own; everybody then plays that crisis.
        level: level of perception, 0 to 2; the file's by default.
        theories: theories to force on or off, by id; the others are drawn as the file says.
        attribution: also solve every subset of causes of the file's `attribution`, on at most
            `standoff.forecast.attribution.MAX_DRAWS` draws.
        crew: other processes that solve the draws, such as `Workers`; by default the threads of
            this one. Does not change the numbers. Equilibria are searched, and subsets of causes
            solved, by the threads of this process in any case.
        keeper: keeps what has been solved, such as `ChunkFolder`; what it has from an earlier call
            with the same arguments is not solved again, and large arrays of the forecast are files
            in its folder.
        mend: what to do where the observations leave too few draws that count, see
            `standoff.forecast.posterior`: `resample`, `temper`, `none`, or `auto`, which resamples
            in this process and leaves the weights as they are with a crew or a keeper.

    Raises:
        GameTooLargeError: the game is over the budget; nothing was built.
        UsageError: a number of the scenario is impossible in some draw, or there is no such view,
            level or theory; with a crew, the scenario was changed after it was loaded, or `device`
            was given.
        LostWorkerError: a chunk lost its worker too often.
    """
    if device != "cpu" and crew is not None:
        raise UsageError(
            "other processes solve on the processor", help="leave out `device`, or `crew`"
        )
    _require_mend(mend, alone=crew is None and keeper is None)
    tell = progress or _silent
    tell("draws", 0, 1)
    chosen: dict[str, Any] = {"view": view, "level": level, "theories": theories}
    plan = plan_draws(scenario, draws, seed, **chosen)
    tell("draws", 1, 1)
    options: dict[str, Any] = {**chosen, "budget": budget}
    space = Space(None if keeper is None else keeper.space)
    most = draws if keeper is None else min(draws, MOST_DRAWS)
    grounds = _grounds(scenario, plan, budget, most, tell)
    for ground in grounds:
        ground.known = all_numbers(ground, space)
    others = None if crew is None else (crew, Job.of(scenario, draws=draws, seed=seed, **options))
    made = _solve_all(
        grounds, branches, others, keeper, space, threads=threads, device=device, tell=tell
    )
    search = partial(search_branches, most=branches, seed=seed, threads=threads, progress=progress)
    tell("forecast", 0, 1)
    record = _joined(made, plan, seed, search if branches else None, space)
    tell("forecast", 1, 1)
    if scenario.observed:
        alone = crew is None and keeper is None
        how = mend if alone or mend != "auto" else "none"
        record = _conditioned(scenario, record, grounds, chosen, how, threads, tell)
    if not attribution:
        return record
    options |= {"threads": threads, "progress": progress}
    return replace(record, attributed=attribute(scenario, draws=draws, seed=seed, **options))


def _require_mend(mend: str, *, alone: bool) -> None:
    if mend not in MENDS:
        raise UsageError(
            f"`{mend[:40]}` is no way to mend weights", help=f"write one of {', '.join(MENDS)}"
        )
    if mend == "resample" and not alone:
        raise UsageError(
            "draws are resampled in this process alone",
            help="leave out the other processes, or write `temper` or `none`",
        )


def _grounds(
    scenario: Scenario, plan: Plan, budget: Budget | None, most: int, tell: Progress
) -> list[Ground]:
    """Return what the draws of each structure have in common; at most so many at once."""
    grounds = []
    for k, structure in enumerate(plan.structures):
        tell("compile", k, len(plan.structures))
        grounds.append(Ground(scenario, plan, k, budget, min(most, len(structure.draws))))
    tell("compile", len(grounds), len(grounds))
    return grounds


def _joined(
    made: list[Assembly],
    plan: Plan,
    seed: int,
    search: Callable[[Questions, Numbers, Solution, Array], Branches] | None,
    space: Space,
) -> Forecast:
    """Return one forecast from the results of all structures."""
    parts = [_one_structure(one, seed, search) for one in made]
    if len(parts) == 1:
        return parts[0]
    return join(parts, [structure.draws for structure in plan.structures], plan.on, space)


def _conditioned(
    scenario: Scenario,
    record: Forecast,
    grounds: list[Ground],
    chosen: Mapping[str, Any],
    mend: str,
    threads: int | None,
    tell: Progress,
) -> Forecast:
    """Return the forecast given what was observed: weighted, or over draws of the posterior."""
    likelihood = record.answers.seen.likelihood[-1]
    require_possible(likelihood)
    if mend in ("none", "temper") or (mend == "auto" and not is_poor(likelihood)):
        return replace(record, posterior=weigh(likelihood, mend))
    known = np.zeros(record.draws)
    known[record.solution.solved] = likelihood
    of = Likelihoods(scenario, grounds, chosen, threads)
    first = latent(scenario, record.draws, record.seed)
    moved, posterior = resample(first, known, of, record.seed, tell)
    plan = plan_at(scenario, moved, **chosen)
    fresh = of.grounds(plan)
    for ground in fresh:
        ground.known = all_numbers(ground, Space())
    made = _solve_all(fresh, 0, None, None, Space(), threads=threads, device="cpu", tell=tell)
    after = _joined(made, plan, record.seed, None, Space())
    count = int(after.solution.solved.sum())
    posterior = replace(posterior, weights=np.full(count, 1 / max(1, count)))
    before = replace(record, posterior=weigh(likelihood))
    return replace(after, posterior=posterior, before=before, moved=moved, branches=record.branches)


def _solve_all(
    grounds: list[Ground],
    branches: int,
    others: tuple[Crew, Job] | None,
    keeper: Keeper | None,
    space: Space,
    *,
    threads: int | None,
    device: str,
    tell: Progress,
) -> list[Assembly]:
    """Return the results of all structures, put together."""
    chunks = [chunk for ground in grounds for chunk in chunks_of(ground, branches, device)]
    made = [Assembly(ground, space) for ground in grounds]
    todo = largest_first([c for c in chunks if keeper is None or not keeper.has(c)])
    total = sum(chunk.draws for chunk in chunks)
    done = total - sum(chunk.draws for chunk in todo)
    tell("solve", done, total)

    def keep(chunk: Chunk, part: Part) -> None:
        if keeper is None:
            made[chunk.structure].add(chunk, part)
        else:
            keeper.put(chunk, pack(part))

    def take(chunk: Chunk, result: bytes) -> None:
        nonlocal done
        if keeper is None:
            made[chunk.structure].add(chunk, unpack(result))
        else:
            keeper.put(chunk, result)
        done += chunk.draws
        tell("solve", done, total)

    if others is None:

        def told(_: str, now: int, __: int) -> None:
            tell("solve", done + now, total)

        run_here(grounds, todo, keep, threads, told, device)
    elif todo:
        crew, job = others
        crew.run(job, todo, take, lambda: tell("solve", done, total))
    if keeper is not None:
        tell("gather", 0, 1)
        for chunk in chunks:
            made[chunk.structure].add(chunk, keeper.get(chunk))
        tell("gather", 1, 1)
    return made


def _one_structure(
    made: Assembly,
    seed: int,
    search: Callable[[Questions, Numbers, Solution, Array], Branches] | None,
) -> Forecast:
    """Return the forecast over the draws that share one game."""
    ground = made.ground
    numbers = ground.known
    assert numbers is not None
    which = ground.draws
    return Forecast(
        ground.scenario,
        ground.game,
        ground.parameters(0, len(which)),
        numbers,
        made.solution(),
        made.answers(numbers),
        seed,
        on=ground.plan.on[:, which],
        view=None if ground.view is None else ground.view.id,
        perceived=made.perceived(),
        branches=None
        if search is None
        else search(ground.questions, numbers, made.analyst(), which),
    )


def _silent(stage: str, done: int, total: int) -> None:
    """Report nothing."""


class _Statement:
    """Builds the plain data of one forecast."""

    def __init__(self, record: Forecast) -> None:
        self.record = record
        self.scenario = record.scenario
        self.layout = record.layout
        self.answers = record.answers
        self.questions = Questions(record.scenario, record.game)
        self.solved = np.flatnonzero(record.solution.solved)
        self.weights = record.weights

    def band(self, values: Array) -> dict[str, float | None]:
        """Return mean and 90% interval over the solved draws, by weight if any."""
        return band(values, self.weights)

    def build(self) -> dict[str, Any]:
        scenario, answers = self.scenario, self.answers
        days = [cut.day for cut in self.questions.cuts]
        size = self.layout.size
        return {
            "format": 1,
            "version": version("standoff"),
            "scenario": scenario.name,
            "title": scenario.title,
            "summary": scenario.summary,
            "hash": scenario.hash,
            "seed": self.record.seed,
            "draws": self.record.draws,
            "as_of": scenario.as_of.isoformat() if scenario.as_of else None,
            "parties": {party.id: party.name for party in scenario.parties},
            "lambda": band(self.record.numbers.lam)
            if self.weights is None
            else self.band(self.record.numbers.lam[self.solved]),
            "outcomes": self._outcomes(),
            "base_rates": self._base_rates(),
            "benchmarks": self._benchmarks(),
            "observed": observed_data(self.record, self.questions),
            "when": self._when(),
            "bluff": self._bluff(),
            "bluff_definition": self._bluff_definition(),
            "next_moves": {
                scenario.parties[first.party].id: self._next_moves(k, first)
                for k, first in enumerate(self.questions.first_turns)
            },
            "types": self._types(),
            "ladders": self._ladders(),
            "causes": causes_data(scenario, answers, self.band),
            "within": within_data(scenario, answers, self.weights),
            "variables": variables_data(scenario, answers, days, self.band),
            "beliefs": beliefs_data(scenario, answers, days, self.band),
            "attribution": {one.attribution.id: one.to_json() for one in self.record.attributed},
            "win_sets": win_sets(scenario, self.layout, self.record.parameters),
            "certificate": self._certificate(),
            "equilibria": self._equilibria(),
            "size": {
                "public_states": size.public_states,
                "nodes": size.nodes,
                "infosets": size.infosets,
                "entries": size.entries,
            },
            "spread": self._spread(),
            "view": self.record.view,
            "perception": perception_data(self.record),
            "theories": theories_data(self.record),
            "left_out": list(scenario.left_out),
            "not_controlled": list(NOT_CONTROLLED),
            "basis": basis_data(scenario),
            "sources": {
                source.key: {
                    "title": source.title,
                    "author": source.author,
                    "outlet": source.outlet,
                    "written": source.written.isoformat() if source.written else None,
                    "published": source.published.isoformat() if source.published else None,
                    "language": source.language,
                    "stance": source.stance,
                }
                for source in scenario.sources
            },
            "warnings": [str(getattr(w, "message", w)) for w in scenario.warnings],
        }

    def _outcomes(self) -> dict[str, Any]:
        out = {}
        for k, outcome in enumerate(self.scenario.outcomes):
            p = self.answers.outcomes[k]
            summary = self.band(p)
            mean = summary["mean"]
            term = words_for(mean) if mean is not None else None
            out[outcome.id] = {
                "title": outcome.title,
                **summary,
                "chance_within": _root_mean(p * (1 - p), self.weights),
                "between_draws": _deviation(p, self.weights),
                "force": outcome.force,
                "words": term.words if term else None,
                "range": [term.low, term.high] if term else None,
            }
        return out

    def _spread(self) -> dict[str, Any]:
        on = (
            self.record.on[:, self.solved]
            if len(self.record.on)
            else np.ones((0, len(self.solved)))
        )
        alike = even_draws(self.weights, len(self.solved))
        spread = split_spread(
            self.answers.outcomes[:, alike], on.astype(bool)[:, alike], self.record.branch_variance
        )
        shares = spread.shares()
        return {
            "estimator": spread.estimator,
            "combinations": spread.combinations,
            "branches_searched": self.record.branch_variance is not None,
            "outcomes": {
                outcome.id: {
                    "chance": _number(spread.chance[k]),
                    "across": _number(spread.across[k]),
                    "parameters": _number(spread.parameters[k]),
                    "switches": _number(spread.switches[k]),
                    "branches": _number(spread.branches[k]),
                    "shares": {name: _number(values[k]) for name, values in shares.items()},
                }
                for k, outcome in enumerate(self.scenario.outcomes)
            },
        }

    def _base_rates(self) -> list[dict[str, Any]]:
        return [
            {
                "outcomes": [self.scenario.outcomes[k].id for k in rate.outcomes],
                "rate": rate.rate,
                "cases": rate.cases,
                "source": rate.source,
                "means": rate.means,
                "model": self.band(self.answers.outcomes[list(rate.outcomes)].sum(axis=0)),
            }
            for rate in self.scenario.base_rates
        ]

    def _when(self) -> dict[str, Any]:
        dates = self.layout.dates
        on_day = self.answers.endings.sum(axis=1)
        by_day = np.cumsum(on_day, axis=0)
        ended = {day: self.band(by_day[k]) for k, day in enumerate(dates)}
        likely = [day for day in dates if (ended[day]["mean"] or 0.0) >= 0.5]
        endings = self.answers.endings
        means = mean_of(endings, self.weights) if len(self.solved) else endings
        return {
            "ended_by": ended,
            "ends_on": {day: self.band(on_day[k]) for k, day in enumerate(dates)},
            "so_far": by_then(self.scenario, dates, endings, self.weights),
            "by_outcome": {
                day: {
                    outcome.id: float(means[k, o]) if len(self.solved) else None
                    for o, outcome in enumerate(self.scenario.outcomes)
                }
                for k, day in enumerate(dates)
            },
            "median": likely[0] if likely else None,
        }

    def _bluff(self) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for t, threat in enumerate(self.questions.threats):
            days: dict[str, Any] = {}
            for d, cut in enumerate(self.questions.cuts):
                if (cut.states == NONE).all():
                    continue  # on the horizon nothing is left to be carried out
                days[cut.day] = {
                    **self.band(self.answers.bluff[t][d]),
                    "if_pressed": self.band(self.answers.pressed[t][d]),
                    "open": self.band(self.answers.open_at[d])["mean"],
                }
            out[self.scenario.parties[threat.bluff.party].id] = days
        return out

    def _bluff_definition(self) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for t, threat in enumerate(self.questions.threats):
            party = self.scenario.parties[threat.bluff.party]
            labels = self.layout.profiles.type_labels[threat.bluff.party]
            out[party.id] = {
                "threat": threat.bluff.threat,
                "text": BLUFF_TEXT.format(party=party.name, threat=threat.bluff.threat),
                "by_type": {
                    label or party.id: self.band(self.answers.would_not[t][k])
                    for k, label in enumerate(labels)
                },
            }
        return out

    def _next_moves(self, number: int, first: FirstTurn) -> dict[str, Any]:
        turn = self.scenario.turns[first.turn]
        reach = self.answers.infoset_reach
        weight = (
            reach[first.entry_infoset]
            * self.record.solution.strategy[first.entries][:, self.solved]
        )
        labels = self.layout.profiles.type_labels[first.party]
        moves: dict[str, Any] = {}
        by_type: dict[str, dict[str, float | None]] = {}
        for k, move in enumerate(turn.moves):
            mine = first.entry_move == k
            if not mine.any():
                continue
            moves[move.id] = {
                "title": move.title,
                **self.band(self.answers.first_moves[number][k]),
            }
            for t, threat in enumerate(self.questions.threats):
                if threat.bluff.party == first.party:
                    moves[move.id]["bluff_after"] = self.band(self.answers.after_move[t][k])
        for kind, label in enumerate(labels):
            of_type = first.entry_type == kind
            if not of_type.any():
                continue
            sets = first.entry_infoset[of_type]
            _, begin = np.unique(sets, return_index=True)
            seen = reach[sets[begin]].sum(axis=0)
            by_type[label or self.scenario.parties[first.party].id] = {
                turn.moves[k].id: self.band(
                    _ratio(weight[of_type & (first.entry_move == k)].sum(axis=0), seen)
                )["mean"]
                for k in sorted(set(first.entry_move[of_type].tolist()))
            }
        return {
            "turn": turn.id,
            "title": turn.title,
            "date": turn.date.isoformat() if turn.date else None,
            "reached": self.band(self.answers.first_reach[number])["mean"],
            "moves": moves,
            "by_type": by_type,
        }

    def _types(self) -> dict[str, Any]:
        profiles = self.layout.profiles
        observed = bool(self.scenario.observed)
        prior = self.answers.deal if observed else self.layout.rows.deal(self.record.parameters)
        out: dict[str, Any] = {}
        for party, record in enumerate(self.scenario.parties):
            first = profiles.first_types(party)
            if len(first) < 2:
                continue
            dealt = profiles.party_type[: profiles.dealt, party]
            out[record.id] = {
                profiles.type_labels[party][kind]: self._type_band(prior[dealt == kind].sum(axis=0))
                for kind in first.tolist()
            }
        return out

    def _type_band(self, chances: Array) -> dict[str, float | None]:
        """Return the band of a type's chance; without observations over all draws."""
        return self.band(chances) if self.scenario.observed else band(chances)

    def _benchmarks(self) -> dict[str, Any]:
        """Return what follows without any reasoning: everybody chooses at random."""
        return {
            "coin_toss": {
                outcome.id: self.band(self.answers.coin_toss[k])
                for k, outcome in enumerate(self.scenario.outcomes)
            }
        }

    def _ladders(self) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for table, ladder in zip(self.answers.ladders, self.scenario.ladders, strict=True):
            out[ladder.id] = {
                "climber": self.scenario.parties[ladder.climber].id,
                "rungs": list(ladder.rungs),
                "dates": {
                    cut.day: {
                        rung: self.band(table[d, r])["mean"] for r, rung in enumerate(ladder.rungs)
                    }
                    for d, cut in enumerate(self.questions.cuts)
                },
            }
        return out

    def _equilibria(self) -> dict[str, Any] | None:
        if self.record.branches is None:
            return None
        names = tuple(outcome.id for outcome in self.scenario.outcomes)
        held = self.record.perceived is not None
        return branch_data(self.record.branches, names, ANALYSTS if held else REPORTED)

    def _certificate(self) -> dict[str, Any]:
        solution = self.record.solution
        status: dict[str, int] = {}
        for code in solution.status.tolist():
            sentence = Status(code).sentence
            status[sentence] = status.get(sentence, 0) + 1
        good = self.solved
        certificate = solution.certificate
        return {
            "residual_max": _largest(certificate.residual[good]),
            "gain_max": _largest(certificate.gain[:, good]),
            "belief_error_max": _largest(certificate.belief_error[good]),
            "solved": len(good),
            "failed": self.record.draws - len(good),
            "solved_share": len(good) / self.record.draws,
            "status": status,
            "turned": int((solution.turned > 0).sum()),
            "crossed": int((solution.crossed > 0).sum()),
            "branch_checked": int(solution.checked.sum()),
            "branch_agreed": int(solution.agreed.sum()),
        }


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _largest(values: Array) -> float | None:
    return float(values.max()) if values.size else None


def _ratio(part: Array, whole: Array) -> Array:
    with np.errstate(all="ignore"):
        return np.where(whole > 0, part / whole, np.nan)


def _root_mean(values: Array, weights: Array | None) -> float | None:
    """Return the root of the mean; a certain outcome may leave a rounding error below zero."""
    return float(np.sqrt(max(0.0, float(mean_of(values, weights))))) if len(values) else None


def _deviation(values: Array, weights: Array | None) -> float | None:
    if not len(values):
        return None
    if weights is None:
        return float(np.std(values))
    return _root_mean((values - mean_of(values, weights)) ** 2, weights)
