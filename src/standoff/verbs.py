"""The verbs of the command line as functions: `standoff forecast x` is `standoff.forecast("x")`.

A verb takes a scenario, the path of a file or a shipped name, and returns a record with `to_json()`
or, where the command prints plain data, those. Options are keywords of the same name. Nothing is
printed and nothing is written, unless a path to write is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from standoff.errors import ScenarioError, UsageError

if TYPE_CHECKING:
    from standoff.diagnostics import Diagnostic
    from standoff.forecast import Comparison, Contributions, Explained, Forecast, Without
    from standoff.forecast.memory import MemoryComparison
    from standoff.game import Game, Numbers
    from standoff.report.treeview import TreeView
    from standoff.scenario import Scenario
    from standoff.solve import Solution

    Source = str | Path | Scenario
    """A scenario, the path of its file, or the name of a shipped one."""

Data = dict[str, Any]


def load(what: Source, *, as_of: date | None = None, without: Sequence[str] = ()) -> Scenario:
    """Return a scenario from a file or from the library.

    Args:
        what: path of a scenario file, or a shipped name; a scenario is returned as it is.
        as_of: leave out every source that was written after this day.
        without: keys of sources to leave out.

    Raises:
        UsageError: there is no such file or name, or it is a game tree.
        ScenarioError: the file is wrong; its `diagnostics` say where, and what to write.

    Example:
        >>> standoff.load("skarn-narrows").title
        'The Skarn Narrows, a closed herring ground and a promised convoy'
    """
    if not isinstance(what, str | Path):
        return what
    path = _find(what)
    if path.suffix == ".efg":
        raise UsageError(f"`{what}` is a game tree, not a scenario", help="use `load_game`")
    from standoff.scenario import load_scenario

    return load_scenario(path, as_of=as_of, without=without)


def load_game(what: Source) -> tuple[Game, Numbers]:
    """Return a game and its numbers at the median of every parameter; of a tree, as in its file.

    Args:
        what: scenario, path of a scenario or .efg file, or shipped name.

    Raises:
        UsageError: there is no such file or name.
        ScenarioError: the file is wrong.
        GameTooLargeError: the game does not fit; nothing was built.

    Example:
        >>> game, numbers = standoff.load_game("selten-1975-horse")
        >>> game.players, game.n_infosets
        (('Player 1', 'Player 2', 'Player 3'), 3)
    """
    if isinstance(what, str | Path) and _find(what).suffix == ".efg":
        from standoff.interop.efg import read_efg

        return read_efg(_find(what))
    from standoff.game import central_numbers, compile_game

    scenario = load(what)
    game = compile_game(scenario, draws=1)
    return game, central_numbers(scenario, game)


def check(file: str | Path) -> tuple[Diagnostic, ...]:
    """Return every finding about a scenario file, in file order; none where it is right.

    Args:
        file: path of a scenario file, or shipped name.

    Raises:
        UsageError: there is no such file or name.

    Example:
        >>> standoff.check("signorino-1999-crisis")
        ()
    """
    try:
        return tuple(load(file).warnings)
    except ScenarioError as error:
        return error.diagnostics


def describe(what: Source, *, draws: int = 500) -> Data:
    """Return what was understood of a scenario, and how large its game is, before it is solved.

    Args:
        what: scenario, path or shipped name.
        draws: number of draws to plan the memory for.

    Example:
        >>> standoff.describe("signorino-1999-crisis")["size"]["nodes"]
        7
    """
    from standoff.game import Budget, predict_size
    from standoff.report.understood import understood

    scenario, budget = load(what), Budget()
    return understood(scenario, predict_size(scenario, draws, budget), budget.memory_bytes)


def evidence(what: Source, parameter: str | None = None) -> Data:
    """Return how the claims of sources were weighed and pooled into the priors.

    Args:
        what: scenario, path or shipped name.
        parameter: one parameter; every pooled one by default.

    Raises:
        UsageError: there is no such parameter.

    Example:
        >>> len(standoff.evidence("skarn-narrows")["sources"])
        3
    """
    from standoff.diagnostics.suggest import advice
    from standoff.report.evidence import evidence_data

    scenario = load(what)
    names = [one.name for one in scenario.parameters]
    if parameter is not None and parameter not in names:
        raise UsageError(
            f"`{scenario.name}` has no parameter `{parameter[:80]}`",
            help=advice(parameter, names, "it has no parameters"),
        )
    return evidence_data(scenario, [parameter] if parameter else [])


def solve(game: Game, numbers: Numbers, **options: Any) -> Solution:
    """Return the equilibrium of every draw of a game, with its certificate.

    Args:
        game: from `load_game` or `compile_game`.
        numbers: its numbers for B draws.
        options: those of `standoff.solve.solve`: `method`, `tol`, `threads`, `device` and others.

    Example:
        >>> game, numbers = standoff.load_game("selten-1975-horse")
        >>> solution = standoff.solve(game, numbers.with_lam(1.0), threads=1)
        >>> solution.strategy[:2, 0].round(2).tolist()
        [0.58, 0.42]
        >>> bool(solution.certificate.passed[0])
        True
    """
    from standoff.solve import solve as solve_game

    return solve_game(game, numbers, **options)


def tree(what: Source, **options: Any) -> TreeView:
    """Return the part of a solved game that play is likely to come to; a notebook draws it.

    Args:
        what: scenario, path of a scenario or .efg file, or shipped name.
        options: those of `standoff.report.draw_tree.draw_scenario`, or of `draw_file`: `least`,
            `most`, `depth`, `lam`, `draw`, `draws`, `seed`, `turn` and others.

    Raises:
        UsageError: an option cannot be.
        SolveError: no draw was solved.

    Example:
        >>> view = standoff.tree("cho-kreps-1987-beer-quiche", threads=1)
        >>> [round(node.belief, 2) for node in view.nodes if node.label == "Choice"]
        [0.1, 0.9]
        >>> view.svg().startswith("<svg ")
        True
    """
    from standoff.errors import SolveError
    from standoff.report.draw_tree import draw_file, draw_scenario

    if isinstance(what, str | Path) and _find(what).suffix == ".efg":
        view = draw_file(*load_game(what), path=_find(what), **options)
    else:
        view = draw_scenario(load(what), **options)
    if view is None:
        raise SolveError(1, 1)
    return view


def forecast(what: Source, **options: Any) -> Forecast:
    """Return a forecast: outcomes, dates, bluff, next moves, with bands over the draws.

    Args:
        what: scenario, path or shipped name.
        options: those of `standoff.forecast.forecast`: `draws`, `seed`, `threads` and others.

    Example:
        >>> made = standoff.forecast("signorino-1999-crisis", draws=4, threads=1)
        >>> data = made.to_json()
        >>> round(data["outcomes"]["war"]["mean"], 2)
        0.23
    """
    from standoff.forecast import forecast as make

    return make(load(what), **options)


def compare(what: Source, views: Sequence[str] = (), **options: Any) -> Comparison:
    """Return the forecasts of the analyst and of the views of a scenario, on the same draws.

    Args:
        what: scenario, path or shipped name.
        views: ids of views; all of them by default.
        options: `draws`, `seed`, `threads` and others of `standoff.forecast.compare`.

    Example:
        >>> made = standoff.compare("skarn-narrows", draws=2, threads=1)
        >>> sorted(made.to_json()["forecasts"])
        ['analyst', 'chamber', 'harbour', 'played']
    """
    from standoff.forecast import compare as make

    return make(load(what), views, **options)


def explain(what: Source, views: Sequence[str], **options: Any) -> Explained:
    """Return which disagreements of two views make how much of their difference.

    Args:
        what: scenario, path or shipped name.
        views: two ids of views; one may be `analyst`.
        options: `draws`, `seed`, `permutations` and others of `standoff.forecast.explain`.

    Example:
        >>> views = ["chamber", "harbour"]
        >>> made = standoff.explain("skarn-narrows", views, draws=2, permutations=2, threads=1)
        >>> made.to_json()["views"]
        ['chamber', 'harbour']
    """
    from standoff.forecast import explain as make

    return make(load(what), views, **options)


def without(source: str, what: str | Path, **options: Any) -> Without:
    """Return the endings with a source and without it, on the same draws.

    Args:
        source: key of a source; several with commas between.
        what: path or shipped name.
        options: `draws`, `seed`, `swap_draws` and others of `standoff.forecast.without`.

    Raises:
        UsageError: the file has no such source.

    Example:
        >>> made = standoff.without("gazette", "skarn-narrows", draws=2, swap_draws=0, threads=1)
        >>> made.to_json()["without"]["gazette"]["title"]
        'No harbour without herring'
    """
    from standoff.forecast import without as make

    keys = [key for key in dict.fromkeys(one.strip() for one in source.split(",")) if key]
    if not keys:
        raise UsageError("no source is named", help="write the key of a source of the file")
    return make(load(what), load(what, without=keys), **options)


def why(
    run: str | Path, number: str | None = None, *, store: str | Path | None = None, top: int = 3
) -> Data:
    """Return what a number of a run rests on: parameters, claims, paragraphs.

    Args:
        run: folder that `standoff forecast --out` wrote.
        number: an outcome or a parameter; every outcome by default.
        store: folder with the texts of the sources.
        top: how many parameters to list.

    Raises:
        UsageError: the folder is no run, or nothing has that name.
    """
    from standoff.report.store import find_store, read_texts
    from standoff.report.why import Run
    from standoff.report.why import why as look

    folder = Path(run)
    made = Run(folder)
    found = find_store(None if store is None else Path(store), folder, Path())
    texts = read_texts(found, (source.key for source in made.scenario.sources))
    return look(made, number, texts, top)


def theories(what: Source, **options: Any) -> Contributions:
    """Return what each theory of a scenario contributes: endings with it on and off.

    Args:
        what: scenario, path or shipped name.
        options: `draws`, `seed`, `threads` and others of `standoff.forecast.contributions`.

    Example:
        >>> made = standoff.theories("nato-2022-core", draws=2, threads=1)
        >>> len(made.to_json()["theories"]) > 1
        True
    """
    from standoff.forecast import contributions

    return contributions(load(what), **options)


def memory(what: Source, **options: Any) -> MemoryComparison:
    """Return what merging pasts changes: the same crisis with merged and unmerged pasts.

    Args:
        what: scenario, path or shipped name.
        options: `draws`, `seed`, `threads` and others.

    Example:
        >>> made = standoff.memory("signorino-1999-crisis", draws=2, threads=1)
        >>> made.to_json()["solved"]["merged"]
        2
    """
    from standoff.forecast.memory import compare_memory

    return compare_memory(load(what), **options)


def export(what: Source, to: str | Path | None = None, *, overwrite: bool = False) -> str:
    """Return the game at central values as the text of an .efg file, and write it if asked to.

    Args:
        what: scenario, path of a scenario or .efg file, or shipped name.
        to: file to write, ending in .efg.
        overwrite: replace what stands there.

    Raises:
        UsageError: the file stands there already, or cannot be written.

    Example:
        >>> standoff.export("signorino-1999-crisis").splitlines()[0][:35]
        'EFG 2 R "Strategic interaction in a'
    """
    from standoff.interop.efg import write_efg

    text = write_efg(*load_game(what))
    if to is not None:
        target = Path(to)
        if target.suffix != ".efg":
            raise UsageError(f"`{target}` does not end in .efg", help="write, e.g., `game.efg`")
        if target.exists() and not overwrite:
            raise UsageError(f"`{target}` exists already", help="write `overwrite=True`")
        try:
            target.write_text(text, encoding="utf-8")
        except OSError as error:
            raise UsageError(f"`{target}` cannot be written: {error.strerror}") from error
    return text


def library() -> tuple[str, ...]:
    """Return the names of all shipped games, as `standoff.library.names`.

    Example:
        >>> standoff.library()[:3]
        ('nato-2022', 'nato-2022-core', 'skarn-narrows')
    """
    from standoff.library import names

    return names()


def _find(what: str | Path) -> Path:
    """Return the file that a path or a shipped name stands for."""
    from standoff import library as shipped
    from standoff.diagnostics.suggest import advice

    path = Path(what)
    if path.is_file():
        return path
    if isinstance(what, str) and what in shipped.names():
        return shipped.path(what)
    raise UsageError(
        f"there is no file and no shipped scenario called `{what}`",
        help=advice(str(what), shipped.names()),
    )
