"""The reference page of the command, made from the verbs' own help.

`python -m standoff.cli.reference` prints it; a test compares it with docs/reference/cli.md.
"""

from __future__ import annotations

import inspect
import sys
from typing import Any

import typer

from standoff.cli.main import app
from standoff.errors import ExitCode

HEAD = """# The command line

<!-- Made by `python -m standoff.cli.reference`; do not edit by hand. -->

`standoff VERB FILE [OPTIONS]`. FILE is a scenario file, or the name of a shipped one as
`standoff library` lists them. Data go to stdout and messages to stderr, so that a pipe gets data
only. A pipe gets plain text, and so does a terminal when `NO_COLOR` is set. With `--json` a verb
prints JSON on stdout; after a mistake that is an object with `ok`, `exit_code` and `diagnostics`.
"""


def reference() -> str:
    """Return the page as Markdown."""
    group: Any = typer.main.get_command(app)
    pages = [HEAD, _exit_codes()]
    for name, verb in group.commands.items():
        if not hasattr(verb, "commands"):
            pages.append(_verb(name, verb))
            continue
        pages.append(f"## {name}\n\n{inspect.cleandoc(verb.help or '')}\n")
        for inner, one in verb.commands.items():
            pages.append(_verb(f"{name} {inner}", one, level=3))
    return "\n".join(pages)


def _exit_codes() -> str:
    # The meanings stand in the docstring of the enumeration, one indented entry for each member.
    text = inspect.cleandoc(ExitCode.__doc__ or "").partition("Attributes:")[2]
    entries: dict[str, str] = {}
    name = ""
    for line in text.splitlines():
        head, colon, rest = line.strip().partition(": ")
        if colon and head in ExitCode.__members__:
            name, entries[head] = head, rest
        elif name and line.strip():
            entries[name] += f" {line.strip()}"
    rows = [f"| {int(code)} | {entries[code.name]} |" for code in ExitCode]
    return "\n".join(["## Exit codes", "", "| code | meaning |", "| --- | --- |", *rows, ""])


def _verb(name: str, verb: Any, level: int = 2) -> str:
    arguments = [item for item in verb.params if item.param_type_name == "argument"]
    options = [item for item in verb.params if item.param_type_name != "argument"]
    usage = " ".join(["standoff", name, *(item.name.upper() for item in arguments), "[OPTIONS]"])
    lines = [f"{'#' * level} {name}", "", f"`{usage}`", "", inspect.cleandoc(verb.help or ""), ""]
    lines += ["| argument or option | meaning |", "| --- | --- |"]
    lines += [f"| `{item.name.upper()}` | {item.help} |" for item in arguments]
    lines += [f"| `{_written(item)}` | {item.help}{_default(item)} |" for item in options]
    return "\n".join([*lines, ""])


def _written(item: Any) -> str:
    name = max(item.opts, key=len)
    if getattr(item, "is_flag", False):
        return str(name)
    return f"{name} {item.metavar or item.name.upper()}"


def _default(item: Any) -> str:
    if item.required:
        return " Required."
    if getattr(item, "is_flag", False) or item.default is None:
        return ""
    return f" Default: {item.default}."


if __name__ == "__main__":
    sys.stdout.write(reference())
