"""What-ifs with closed forms, and what holds for any change of any crisis."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import brentq
from tests.support.hypergames import soft

from standoff.errors import UsageError
from standoff.forecast import forecast
from standoff.forecast.standpoint import standpoint, standpoint_of_run
from standoff.forecast.whatif import whatif
from standoff.forecast.whatif_data import weighted_difference
from standoff.game import layout_of
from standoff.scenario import load_scenario
from standoff.scenario.patch import patch_scenario
from standoff.solve.playing import reach_probabilities

EXACT = 1e-9
"""Answers in closed form; the solver stops at 1e-12."""
SOLVER = 1e-8

ENTRY = """
standoff: 1
title: Entry
payoffs: points
precision: lam
parameters:
  lam: {prior: {uniform: [1, 3]}, unit: per point, means: precision, evidence: assumed}
  grit: {prior: {uniform: [-1, 1]}, unit: points, means: worth of a fight, evidence: assumed}
parties: {entrant: {name: Entrant}, incumbent: {name: Incumbent}}
clock: {at_end: apart}
turns:
  - {id: enter, mover: entrant, moves: {in: {}, out: {outcome: apart}}}
  - {id: answer, mover: incumbent, moves: {fight: {outcome: war}, share: {outcome: shared}}}
outcomes:
  apart: {payoff: {incumbent: 2}}
  shared: {payoff: {entrant: 1, incumbent: 1}}
  war: {payoff: {entrant: -1, incumbent: grit}}
"""

BOAST = """
standoff: 1
title: A boast
payoffs: points
precision: 2
parameters:
  p_strong: {prior: {beta: {mean: 0.4, sd: 0.2}}, unit: share, means: chance, evidence: assumed}
parties:
  sender:
    name: Sender
    private: {kind: {values: {weak: {prob: rest}, strong: {prob: p_strong}}}}
  receiver: {name: Receiver}
clock: {at_end: calm}
turns:
  - {id: speak, mover: sender, moves: {boast: {}, hush: {outcome: calm}}}
  - {id: answer, mover: receiver, moves: {resist: {outcome: clash}, yield: {outcome: won}}}
outcomes:
  calm: {}
  won: {payoff: {sender: 1, receiver: -0.5}}
  clash:
    payoff:
      sender: "if sender.kind == strong then 0.5 else -1"
      receiver: "if sender.kind == strong then -1 else 1"
"""
LAM = 2.0


def _base(text, draws=7, **more):
    scenario = load_scenario("x.yaml", text=text)
    return standpoint(forecast(scenario, draws=draws, threads=1, **more), scenario)


def _rows(record):
    ids = [outcome.id for outcome in record.scenario.outcomes]
    return dict(zip(ids, record.after.outcomes, strict=True))


def test_entry_with_a_surprise_and_with_an_announcement():
    """The incumbent gains 0.8 from fighting, and the entrant hears of it or does not.

    The incumbent decides last: it fights with q(g) = s(lam (g - 1)), s the logistic function. The
    entrant expects 1 - 2 q from entering and 0 from staying out: it enters with p(q) = s(lam (1 -
    2 q)). With g + 0.8 for g the incumbent fights with q' = q(g + 0.8) in both kinds. Announced,
    the entrant enters with p(q'); surprised, with p(q) as before. So the two kinds differ in the
    chance of war by q' (p(q') - p(q)), and the entrant loses more by the surprise where it would
    have stayed out.
    """
    base = _base(ENTRY)
    patched = patch_scenario("x.yaml", ["grit=+0.8"], text=ENTRY).scenario
    lam, grit = base.parts[0].numbers.lam, forecast(base.scenario, draws=7, threads=1).parameters[1]
    q, q_new = soft(lam * (grit - 1)), soft(lam * (grit - 0.2))
    p, p_new = soft(lam * (1 - 2 * q)), soft(lam * (1 - 2 * q_new))
    told = _rows(whatif(base, patched, kind="announced", threads=1))
    caught = whatif(base, patched, kind="surprise", knows=["incumbent"], threads=1)
    hit = _rows(caught)
    np.testing.assert_allclose(told["war"], p_new * q_new, atol=EXACT)
    np.testing.assert_allclose(hit["war"], p * q_new, atol=EXACT)
    np.testing.assert_allclose(told["war"] - hit["war"], q_new * (p_new - p), atol=EXACT)
    assert np.abs(told["war"] - hit["war"]).min() > 1e-3
    np.testing.assert_allclose(caught.after.payoffs[0], p * (1 - 2 * q_new), atol=EXACT)
    # the entrant alone knows: nothing that it cares about has changed
    blind = whatif(base, patched, kind="surprise", knows=["entrant"], threads=1)
    np.testing.assert_allclose(_rows(blind)["war"], p * q, atol=EXACT)


def test_a_forced_boast_is_believed_only_as_a_surprise():
    """The sender boasts whatever its type; the receiver knows that, or goes on reading boasts.

    Announced, a boast says nothing: the receiver believes in strength with the prior pi and
    resists with s(lam ((1 - 2 pi) + 0.5)). As a surprise it reads the boast as in the base, whose
    resistance r solves r = s(lam ((1 - 2 mu) + 0.5)) with mu = pi a / (pi a + (1 - pi) b), a =
    s(lam (0.5 r + 1 - r)) and b = s(lam (-r + 1 - r)), the chances that the two types boast.
    """
    base = _base(BOAST)
    pi = base.parts[0].numbers.prob[1]
    for share, draw in zip(pi, range(len(pi)), strict=True):

        def gap(r, share=share):
            a, b = soft(LAM * (1 - 0.5 * r)), soft(LAM * (1 - 2 * r))
            mu = share * a / (share * a + (1 - share) * b)
            return soft(LAM * (1.5 - 2 * mu)) - r

        r = brentq(gap, 0, 1, xtol=1e-14)
        told = _rows(whatif(base, kind="announced", force=["speak=boast"], threads=1))
        hit = _rows(whatif(base, kind="surprise", force=["speak=boast"], threads=1))
        assert told["clash"][draw] == pytest.approx(soft(LAM * (1.5 - 2 * share)), abs=EXACT)
        assert hit["clash"][draw] == pytest.approx(r, abs=EXACT)
        assert hit["clash"][draw] < told["clash"][draw] - 1e-3


@pytest.mark.parametrize("kind", ["announced", "surprise"])
def test_a_patch_that_does_nothing_moves_nothing(kind):
    base = _base(BOAST)
    patched = patch_scenario("x.yaml", ["p_strong=+0%", "title=Another"], text=BOAST).scenario
    knows = {"knows": ["sender"]} if kind == "surprise" else {}
    record = whatif(base, patched, kind=kind, threads=1, **knows)
    assert not record.input_changed.any()
    for name in ("outcomes", "bluff", "payoffs", "ended_by"):
        np.testing.assert_array_equal(getattr(record.after, name), getattr(record.before, name))
    assert record.to_json()["distance"] == 0.0


PATCHES = (
    ["war_cost=+20%"],
    ["p_resolved=+0.1", "accident_top=x2"],
    ["outcomes.home.payoff.borea=-5", "pressure.standing_cost.borea=+50%"],
    ["turns.decide.moves.fight.allowed=false"],
    ["turns.decide.moves.bribe={title: Bribe, outcome: deal}"],
)


@pytest.fixture(scope="module")
def strait():
    text = (Path(__file__).parents[2] / "support" / "strait.yaml").read_text(encoding="utf-8")
    return text, _base(text, draws=6)


@pytest.mark.parametrize("patches", PATCHES)
def test_announced_is_the_forecast_of_the_patched_file(strait, patches):
    text, base = strait
    patched = patch_scenario("x.yaml", patches, text=text).scenario
    record = whatif(base, patched, kind="announced", threads=1)
    alone = forecast(patched, draws=6, threads=1)
    np.testing.assert_allclose(record.after.outcomes, alone.answers.outcomes, atol=SOLVER)
    np.testing.assert_allclose(record.after.bluff[0], alone.answers.bluff[0][0], atol=SOLVER)
    assert record.input_changed.all()


@pytest.mark.parametrize("patches", PATCHES[:3])
def test_a_surprise_that_everybody_knows_of_is_announced(strait, patches):
    text, base = strait
    patched = patch_scenario("x.yaml", patches, text=text).scenario
    told = whatif(base, patched, kind="announced", threads=1)
    known = whatif(base, patched, kind="surprise", knows=["borea", "astoria"], threads=1)
    np.testing.assert_allclose(known.after.outcomes, told.after.outcomes, atol=SOLVER)


def test_a_removed_move_is_a_guard_that_is_never_true(strait):
    text, base = strait
    patched = patch_scenario("x.yaml", PATCHES[3], text=text).scenario
    removed = whatif(base, kind="announced", remove=["decide=fight"], threads=1)
    guarded = whatif(base, patched, kind="announced", threads=1)
    np.testing.assert_allclose(removed.after.outcomes, guarded.after.outcomes, atol=SOLVER)
    np.testing.assert_array_equal(removed.after.outcomes[2], 0.0)
    anywhere = whatif(base, kind="announced", remove=["fight"], threads=1)
    np.testing.assert_array_equal(anywhere.after.outcomes, removed.after.outcomes)


def test_nobody_knows_so_all_else_is_played_as_before(strait):
    _, base = strait
    part = base.parts[0]
    record = whatif(base, kind="surprise", force=["threat=rush"], knows=[], threads=1)
    first = layout_of(part.game).infoset_turn[part.questions.entry_infoset] == 0
    rush = layout_of(part.game).entry_move == 1
    by_hand = np.where(first[:, None], rush[:, None] * 1.0, part.strategy)
    reach = reach_probabilities(part.game, part.numbers, by_hand)
    np.testing.assert_allclose(
        record.after.outcomes, part.questions.to_outcomes @ reach, atol=1e-14
    )
    (chance,) = record.chances
    assert 0 < chance < 1
    assert record.knows == ()
    mover = whatif(base, kind="surprise", force=["threat=rush"], threads=1)
    assert mover.knows == ("borea",)


def test_a_surprise_must_keep_the_structure(strait):
    text, base = strait
    patched = patch_scenario("x.yaml", PATCHES[4], text=text).scenario
    with pytest.raises(UsageError, match="who can do what"):
        whatif(base, patched, kind="surprise", knows=["borea"], threads=1)


def test_mistakes_say_what_to_write(strait):
    _, base = strait
    for options, part in (
        ({}, "nothing is changed"),
        ({"force": ["threat=rsh"]}, "no move `rsh`"),
        ({"force": ["rush"]}, "does not say at which turn"),
        ({"remove": ["week=calm"]}, "nature"),
        ({"theories": {"x": False}}, "no theory `x`"),
        ({"force": ["threat=rush"], "knows": ["borea"]}, "known to everybody"),
        ({"remove": ["decide=wait", "stop", "fight", "settle"]}, "nothing is left to do"),
    ):
        with pytest.raises(UsageError, match=part):
            whatif(base, kind="announced", threads=1, **options)
    with pytest.raises(UsageError, match="no what-if of the kind"):
        whatif(base, kind="both", force=["threat=rush"])


def test_equilibria_that_were_stored_are_a_base(strait):
    text, base = strait
    part = base.parts[0]
    scenario = load_scenario("x.yaml", text=text)
    stored = standpoint_of_run(scenario, part.strategy, part.solved, base.seed)
    assert stored is not None
    np.testing.assert_allclose(stored.parts[0].logits, part.logits, atol=1e-6)
    first = whatif(base, kind="surprise", force=["threat=rush"], threads=1)
    second = whatif(stored, kind="surprise", force=["threat=rush"], threads=1)
    np.testing.assert_allclose(second.after.outcomes, first.after.outcomes, atol=SOLVER)


def test_theories_that_open_what_is_hidden_get_a_game_of_their_own(strait):
    text, _ = strait
    theories = "theories:\n  hidden: {title: Hidden, on: 0.5, off: {reveals: [borea.resolve]}}\n"
    base = _base(text + theories, draws=12)
    assert len(base.parts) == 2
    off = whatif(base, kind="announced", theories={"hidden": False}, threads=1)
    alone = forecast(base.scenario, draws=12, threads=1, theories={"hidden": False})
    np.testing.assert_allclose(off.after.outcomes, alone.answers.outcomes, atol=SOLVER)
    was_off = ~np.isin(np.arange(12), base.parts[0].structure.draws)
    assert 0 < off.input_changed.sum() <= 12
    assert was_off.any()
    with pytest.raises(UsageError, match="who knows what"):
        whatif(base, kind="surprise", theories={"hidden": False}, knows=["borea"], threads=1)


def test_a_chance_that_leaves_its_range_is_kept_and_told():
    base = _base(BOAST)
    patched = patch_scenario("x.yaml", ["p_strong=x3"], text=BOAST).scenario
    record = whatif(base, patched, kind="announced", threads=1)
    assert 0 < record.kept["p_strong"] < 1
    assert record.base.parts[0].numbers.prob.max() <= 1


def test_weights_count_in_means_and_errors():
    rng = np.random.default_rng(3)
    first, second = rng.random((2, 4, 9))
    even = np.full(9, 1 / 9)
    for mine, usual in zip(
        weighted_difference(first, second, even), weighted_difference(first, second), strict=True
    ):
        np.testing.assert_allclose(mine, usual, atol=1e-14)
    some = np.where(np.arange(9) < 5, 1 / 5, 0.0)
    mean, _, pairs = weighted_difference(first, second, some)
    assert pairs == 5
    np.testing.assert_allclose(mean, (first - second)[:, :5].mean(axis=1))
