"""The command `standoff`: its verbs, and what the shell is told when one ends.

Data go to stdout, messages to stderr. Exit codes are those of `standoff.errors.ExitCode`.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from standoff import __version__
from standoff.cli.advise import advise
from standoff.cli.check import check
from standoff.cli.compare import compare
from standoff.cli.describe import describe
from standoff.cli.evidence import evidence
from standoff.cli.export import export
from standoff.cli.forecast import forecast
from standoff.cli.library import library
from standoff.cli.matters import matters
from standoff.cli.memory import memory
from standoff.cli.messages import print_error, say, say_usage
from standoff.cli.observe import observe
from standoff.cli.report import report
from standoff.cli.settle import settle
from standoff.cli.solve import solve
from standoff.cli.source import app as source
from standoff.cli.theories import theories
from standoff.cli.tree import tree
from standoff.cli.voi import voi
from standoff.cli.whatif import whatif
from standoff.cli.why import why
from standoff.cli.without import without
from standoff.cli.would import would
from standoff.errors import ExitCode, StandoffError, UsageError

app = typer.Typer(
    name="standoff",
    help="Turn a written-down crisis into a game, solve it, and forecast where it leads.",
    epilog="FILE is a scenario file, or the name of a shipped one: see `standoff library`.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

for verb in (
    check,
    describe,
    evidence,
    solve,
    tree,
    forecast,
    observe,
    compare,
    without,
    matters,
    would,
    advise,
    settle,
    voi,
    whatif,
    why,
    report,
    theories,
    memory,
    export,
    library,
):
    app.command()(verb)
app.add_typer(source)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"standoff {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version"),
    ] = False,
) -> None:
    del version


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; no traceback for a user's mistake.

    Args:
        arguments: words after `standoff`; those of the process by default.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in given
    try:
        code = app(given, prog_name="standoff", standalone_mode=False)
    except StandoffError as error:
        print_error(error, as_json=as_json, short="--short" in given)
        return int(error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        say("stopped; nothing was written")
        return int(ExitCode.INTERRUPTED)
    except MemoryError:
        print_error(StandoffError("the memory of this machine ran out"), as_json=as_json)
        return int(ExitCode.NOT_SOLVED)
    except Exception as error:  # noqa: BLE001 (the last line of defence)
        return _unforeseen(error, as_json=as_json)
    if code == ExitCode.INTERRUPTED and not isinstance(code, ExitCode):
        # Ctrl-C outside of a verb that says so itself
        say("stopped; nothing was written")
    return int(code or 0)


def _unforeseen(error: Exception, *, as_json: bool) -> int:
    """Tell a wrong call, which the parser of options reports, from a mistake of ours."""
    message = getattr(error, "format_message", None)
    if callable(message):
        return _wrong_call(error, str(message()), as_json=as_json)
    traceback.print_exc()
    say("this is a mistake in standoff, not in your file; please report it with the lines above")
    return int(ExitCode.FAILED)


def _wrong_call(error: Any, message: str, *, as_json: bool) -> int:
    context = getattr(error, "ctx", None)
    command = getattr(context, "command_path", None) or "standoff"
    if type(error).__name__ == "NoArgsIsHelpError":  # `standoff` alone; its message is the help
        say(message)
        return int(ExitCode.USER_MISTAKE)
    help_text = f"`{command} --help` lists what can be written"
    if context is not None and not as_json:
        say_usage(context.get_usage())
    print_error(UsageError(message.rstrip("."), help=help_text), as_json=as_json)
    return int(ExitCode.USER_MISTAKE)


if __name__ == "__main__":
    sys.exit(main())
