"""Write docs/reference/python.md from the docstrings of the public names.

Run from the root of the repository; `page()` returns the text.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from importlib import import_module
from pathlib import Path

import standoff

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "python.md"

HEAD = """# Python

<!-- Made by `python scripts/python_page.py`; do not edit by hand. -->

Every verb of the command line is a function of the same name: `standoff forecast x --draws 4` is
`standoff.forecast("x", draws=4)`. A verb takes a scenario, a path or a shipped name. It returns a
record whose `to_json()` is what `--json` prints, or those plain data themselves. Nothing is
printed, and nothing written unless a path is given. A user's mistake raises `standoff.UsageError`
or `standoff.ScenarioError`, whose `help` and `diagnostics` say what to write.

Where a stage and its verb have one name (`standoff.forecast`, `standoff.solve`), the package can be
called; for a type checker, import the function from `standoff.verbs`.

The examples on this page are run in the tests.

```python
>>> import standoff

```
"""

VERBS = (
    "check", "describe", "evidence", "solve", "tree", "forecast", "compare", "explain", "without",
    "why", "theories", "observe", "whatif", "advise", "settle", "voi", "matters", "would", "report",
    "memory", "export", "library",
)  # fmt: skip
OTHERS = (
    "load", "load_game", "load_scenario", "compile_game", "central_numbers", "draw_numbers",
    "tree_view", "read_efg", "write_efg",
)  # fmt: skip
RECORDS = ("Scenario", "Game", "Numbers", "Solution", "Forecast", "Report", "TreeView")
ERRORS = (
    "StandoffError", "UsageError", "ScenarioError", "GameTooLargeError", "SolveError",
    "DisagreementError", "MissingExtraError", "LostWorkerError", "ExitCode",
)  # fmt: skip


def page() -> str:
    """Return the page as Markdown."""
    parts = [HEAD, "## Verbs\n"]
    parts += [_entry(name) for name in VERBS]
    parts += [
        "Texts of sources (`standoff source ...`) are in `standoff.evidence.sources.Store`.\n",
        "## From a file to a game\n",
        *(_entry(name) for name in OTHERS),
        "## Records\n",
        *(_line(name) for name in RECORDS),
        "\n## Errors\n",
        *(_line(name) for name in ERRORS),
    ]
    return "\n".join(parts)


def found(name: str) -> object:
    """Return what a public name stands for; of a stage that can be called, its function."""
    return getattr(import_module(standoff._FUNCTIONS.get(name, "standoff")), name)  # noqa: SLF001


def _entry(name: str) -> str:
    one = found(name)
    text = inspect.getdoc(one) or ""
    text, _, example = text.partition("\nExample:\n")
    signature = re.sub(r"'([^']*)'", r"\1", str(inspect.signature(one)))  # type: ignore[arg-type]
    parts = [f"### {name}\n", f"    standoff.{name}{signature}\n", _markdown(text)]
    if example:
        parts.append(f"```python\n{textwrap.dedent(example).rstrip()}\n\n```\n")
    return "\n".join(parts)


def _markdown(text: str) -> str:
    """Return a docstring with its sections as lists."""
    out: list[str] = []
    section = False
    for line in text.splitlines():
        if line in ("Args:", "Returns:", "Raises:"):
            out.append(f"*{line.rstrip(':')}*\n")
            section = True
        elif section and line.startswith("    ") and not line.startswith("     "):
            name, colon, rest = line.strip().partition(": ")
            out.append(f"- `{name}`: {rest}" if colon else f"- {name}")
        elif section and line.startswith("        "):
            out.append(f"  {line.strip()}")
        else:
            out.append(line)
    return "\n".join(out) + "\n"


def _line(name: str) -> str:
    text = inspect.getdoc(found(name)) or ""
    return f"- `standoff.{name}`: {text.splitlines()[0]}"


def main() -> None:
    """Write the page if it is not current."""
    text = page()
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
