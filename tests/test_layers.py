"""Imports go one way along the stages, and each foreign library is touched in one place."""

from __future__ import annotations

import ast
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parent.parent / "src" / "standoff"

BASE = {"errors", "axes", "diagnostics"}
UP_TO_GAME = BASE | {"evidence", "scenario", "game"}
UP_TO_FORECAST = UP_TO_GAME | {"solve", "forecast"}
UP_TO_REPORT = UP_TO_FORECAST | {"estimate", "backtest", "report"}

MAY_IMPORT = {
    "__init__": {"errors"},  # the rest is loaded when it is first used
    "errors": set(),
    "axes": {"errors"},
    "diagnostics": {"errors", "axes"},
    "evidence": BASE,
    "scenario": BASE | {"evidence"},
    "game": UP_TO_GAME - {"game"},
    "solve": UP_TO_GAME,
    "estimate": UP_TO_GAME | {"solve"},
    "forecast": UP_TO_GAME | {"solve"},
    "backtest": UP_TO_FORECAST | {"estimate"},
    "report": UP_TO_REPORT - {"report"},
    "library": BASE | {"evidence", "scenario"},
    "interop": UP_TO_GAME | {"solve"},
    "cli": UP_TO_REPORT | {"library", "interop"},
    "verbs_asked": UP_TO_REPORT | {"library", "interop", "verbs"},
    "verbs": UP_TO_REPORT | {"library", "interop"},
    "web": UP_TO_REPORT | {"library", "interop"},
}
"""For each stage, the other stages that it may import. The package itself (its version) is free."""

ONLY_IN = {
    "ruamel": ["scenario/text.py"],
    "typer": ["cli/*"],
    "click": ["cli/*"],
    "rich": ["cli/*", "report/terminal*.py"],
    "numba": ["game/*", "solve/*", "solve/gpu/*"],
    "dask": ["forecast/cluster.py"],
    "distributed": ["forecast/cluster.py"],
    "pygambit": ["interop/*"],
    "pyspiel": ["interop/openspiel/*"],
    "pettingzoo": ["interop/pettingzoo/*"],
    "gymnasium": ["interop/pettingzoo/*"],
    "altair": ["report/*"],
    "vl_convert": ["report/*"],
    "jinja2": ["report/html.py"],
    "markupsafe": ["report/html.py"],
    "typst": ["report/typst.py"],
    "trafilatura": ["evidence/sources/html.py"],
    "lxml": ["evidence/sources/html.py"],
    "pypdf": ["evidence/sources/pdf.py"],
    "datasketch": ["evidence/sources/near.py"],
    "charset_normalizer": ["evidence/sources/clean.py"],
    "SALib": ["forecast/sobol.py"],
    "nicegui": ["web/*"],
    "fastapi": ["web/*"],
}
"""Foreign libraries, and the modules that may import them."""


def imports(source: str, module: str, *, is_package: bool = False) -> list[tuple[str, str]]:
    """Return (module, name) for all imports in a source, those inside functions too."""
    found = []
    package = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            target = ".".join([*base, *([node.module] if node.module else [])])
            found += [(target, alias.name) for alias in node.names]
    return found


def complaints(source: str, path: str) -> list[str]:
    """Return what is wrong with the imports of the module at a path below src/standoff."""
    where = PurePosixPath(path)
    is_package = where.name == "__init__.py"
    inside = where.parent if is_package else where.with_suffix("")
    module = ".".join(["standoff", *inside.parts])
    stage = where.parts[0].removesuffix(".py")
    wrong = []
    for target, name in imports(source, module, is_package=is_package):
        top, *rest = target.split(".")
        if top == "standoff":
            # `from standoff import game` names a stage too
            to = rest[0] if rest else (name if name in MAY_IMPORT else "")
            if to and to != stage and to not in MAY_IMPORT[stage]:
                wrong.append(f"{path}: `{stage}` may not import `{to}`")
            # `__version__` is public, and so is what a module keeps to itself within its own file
            private = [p for p in [*rest, name] if p.startswith("_") and not p.endswith("__")]
            if private:
                wrong.append(f"{path}: `{private[-1]}` is private to {target}")
        elif top in ONLY_IN and not any(where.match(place) for place in ONLY_IN[top]):
            wrong.append(f"{path}: `{top}` may be imported in {', '.join(ONLY_IN[top])} only")
    return wrong


MODULES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES)
def test_imports_follow_the_stages(path):
    assert complaints((ROOT / path).read_text(encoding="utf-8"), path) == []


def test_the_certificate_shares_no_code_with_the_methods():
    source = (ROOT / "solve" / "certify.py").read_text(encoding="utf-8")
    targets = {target for target, _ in imports(source, "standoff.solve.certify")}
    assert {t for t in targets if t.startswith("standoff.solve")} <= {"standoff.solve.solution"}
    assert "numba" not in targets


def test_the_sequential_test_shares_no_code_with_the_methods():
    own = {"assessment", "consistency", "sequential"}
    for name in own:
        source = (ROOT / "solve" / f"{name}.py").read_text(encoding="utf-8")
        targets = {target for target, _ in imports(source, f"standoff.solve.{name}")}
        solvers = {t for t in targets if t.startswith("standoff.solve")}
        assert solvers <= {f"standoff.solve.{other}" for other in own}
        assert "numba" not in targets


def test_every_stage_has_its_rule():
    stages = {PurePosixPath(path).parts[0].removesuffix(".py") for path in MODULES}
    assert stages <= set(MAY_IMPORT)


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("game/tree.py", "from standoff.solve import solve", "`game` may not import `solve`"),
        ("game/tree.py", "def f():\n    import standoff.forecast.x", "may not import `forecast`"),
        ("game/tree.py", "from standoff import solve", "`game` may not import `solve`"),
        ("game/tree.py", "from ..solve import solve", "`game` may not import `solve`"),
        ("game/tree.py", "from .. import solve", "`game` may not import `solve`"),
        ("game/__init__.py", "from ..solve.api import solve", "`game` may not import `solve`"),
        ("forecast/x.py", "from standoff.estimate import fit", "may not import `estimate`"),
        ("forecast/x.py", "from standoff import library", "may not import `library`"),
        ("errors.py", "import standoff.axes", "`errors` may not import `axes`"),
        ("scenario/load.py", "from ruamel.yaml import YAML", "`ruamel` may be imported in"),
        ("report/x.py", "import rich.table", "`rich` may be imported in cli/*, report/t"),
        ("forecast/x.py", "from numba import njit", "`numba` may be imported in"),
        (
            "scenario/expr.py",
            "import numba",
            "may be imported in game/*, solve/*, solve/gpu/* only",
        ),
        ("solve/api.py", "from standoff.game.tree import _grow", "`_grow` is private"),
        ("solve/api.py", "from standoff.game._tree import grow", "`_tree` is private"),
    ],
)
def test_wrong_arrows_are_found(path, source, expected):
    (complaint,) = complaints(source, path)
    assert expected in complaint


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (
            "game/tree.py",
            "from standoff.scenario import Scenario\nfrom .types import x\nimport numpy",
        ),
        ("solve/kernels.py", "import numba as nb\nfrom standoff.game.game import Game"),
        ("forecast/x.py", "from standoff import __version__\nfrom standoff.solve import solve"),
        ("cli/main.py", "import typer\nfrom standoff.library import names"),
        ("scenario/text.py", "from ruamel.yaml import YAML"),
    ],
)
def test_right_arrows_pass(path, source):
    assert complaints(source, path) == []
