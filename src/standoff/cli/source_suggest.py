"""`standoff source suggest`: what in a source may deserve a claim, and a person who decides."""

from __future__ import annotations

import json as json_
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from standoff.cli import source_options as options
from standoff.cli.messages import print_json, say, write
from standoff.cli.source_review import ask_about
from standoff.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from standoff.evidence.document import Document
    from standoff.evidence.reading import Proposal

KEY_VARIABLE = "STANDOFF_MODEL_KEY"
DECISIONS = "decisions.jsonl"
MAX_SECONDS = 3600.0


def suggest(
    source: Annotated[str, typer.Argument(help="Name of a stored source, or a file.")],
    store: options.Folder = None,
    scenario: options.Beside = None,
    kind: Annotated[
        list[str] | None, typer.Option(help="Only this kind; repeat it.", metavar="KIND")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show what the rules are less sure of, too.")
    ] = False,
    written: Annotated[
        str, typer.Option(help="Day from which `yesterday` counts, over what was read.")
    ] = "",
    review: Annotated[
        bool, typer.Option("--review", help="Ask about each: a accept, r reject, e edit, q stop.")
    ] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="Accept all that are shown and not yet decided.")
    ] = False,
    claims: Annotated[
        bool, typer.Option("--claims", help="Print what was accepted as claims to paste.")
    ] = False,
    decisions: Annotated[
        Path | None,
        typer.Option(help="File of the decisions; in the source's folder by default."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write the proposals there, a JSON object a line.")
    ] = None,
    model: Annotated[
        str, typer.Option(help="Ask this model too: address of an OpenAI-compatible server.")
    ] = "",
    model_name: Annotated[str, typer.Option(help="Name of the model.")] = "default",
    model_seconds: Annotated[float, typer.Option(help="Longest wait for an answer.")] = 60.0,
    json: options.Json = False,
) -> int:
    """Propose dates, actors, venues, demands, threats, hedges, quotations and text traps.

    Rules and word lists propose, and you decide: nothing enters a scenario by itself. With
    `--model` the text is sent to that address, and of its answer only spans are kept that stand
    in the text letter by letter; a key is read from STANDOFF_MODEL_KEY.
    """
    chosen = _chosen(source, store, scenario, decisions)
    day = options.day_of(written, "--written")
    if day is not None:
        chosen = replace(chosen, document=replace(chosen.document, written=day))
    found = _proposals(chosen.document, kind or [], everything=everything)
    if model:
        found = _with_model(found, chosen.document, model, model_name, model_seconds, kind or [])
    if out is not None:
        _write_lines(out, found)
    if accept or review:
        _decide(chosen, found, review=review)
    if claims:
        from standoff.evidence.reading import accepted, claim_stubs, read_decisions

        kept = accepted(read_decisions(chosen.decisions))
        text = claim_stubs(chosen.key, kept)
        write(text or "# nothing that makes a claim has been accepted\n")
    elif not review:
        _show(found, json=json)
    return ExitCode.OK


@dataclass(frozen=True)
class _Chosen:
    """The source that was named, and the file of what was decided about it."""

    key: str
    document: Document
    decisions: Path


def _chosen(word: str, store: Path | None, scenario: str | None, decisions: Path | None) -> _Chosen:
    """Return a stored source, or a file that is only read."""
    kept = options.store_of(store, scenario)
    if word in set(kept.keys()):
        entry = kept.get(word)
        return _Chosen(word, entry.document, decisions or entry.folder / DECISIONS)
    path = Path(word)
    try:
        there = path.is_file()
    except (OSError, ValueError):
        there = False
    if there:
        from standoff.evidence.sources import read_source

        file = decisions or path.with_name(path.name + "." + DECISIONS)
        return _Chosen(path.stem, read_source(path), file)
    entry = options.existing(kept).get(word)  # says what there is instead
    return _Chosen(word, entry.document, decisions or entry.folder / DECISIONS)


def _proposals(document: Document, kinds: list[str], *, everything: bool) -> list[Proposal]:
    from standoff.diagnostics.suggest import advice
    from standoff.evidence.reading import KINDS
    from standoff.evidence.reading import suggest as by_rules

    for kind in kinds:
        if kind not in KINDS:
            raise UsageError(f"there is no kind `{kind[:40]}`", help=advice(kind, KINDS))
    found = by_rules(document, at_least=0.0) if everything else by_rules(document)
    return [one for one in found if not kinds or one.kind in kinds]


def _with_model(
    found: list[Proposal],
    document: Document,
    url: str,
    name: str,
    seconds: float,
    kinds: list[str],
) -> list[Proposal]:
    """Add what a model proposes and the text bears out; say what was dropped."""
    from standoff.evidence.reading import Endpoint, ask_model, in_order

    if not 0 < seconds <= MAX_SECONDS:
        raise UsageError(
            f"`--model-seconds {seconds:g}` is not a number above 0 and at most {MAX_SECONDS:g}",
            help="write, for example, `--model-seconds 60`",
        )
    endpoint = Endpoint(url, name, os.environ.get(KEY_VARIABLE, ""), seconds)
    answer = ask_model(document, endpoint)
    for why, count in answer.dropped.items():
        say(f"model: {count} left out: {why}")
    for failure in answer.failures:
        say(f"model: nothing from {failure}")
    kept = [one for one in answer.proposals if not kinds or one.kind in kinds]
    return list(in_order([*found, *kept]))


def _write_lines(path: Path, found: list[Proposal]) -> None:
    """Write the proposals whole or not at all."""
    from standoff.report.reading import proposals_data

    lines = [json_.dumps(one, ensure_ascii=False) + "\n" for one in proposals_data(found)]
    draft = path.with_name(f".{path.name}.standoff-{os.getpid()}")
    try:
        draft.write_text("".join(lines), encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise UsageError(
            f"`{path}` cannot be written: {error.strerror}", help="write another `--out`"
        ) from error


def _show(found: list[Proposal], *, json: bool) -> None:
    from standoff.report.reading import proposals_data

    data = proposals_data(found)
    if json:
        print_json(data)
        return
    from standoff.cli.console import print_report
    from standoff.report.terminal_reading import print_proposals

    print_report(lambda console: print_proposals(console, data))


def _decide(chosen: _Chosen, found: list[Proposal], *, review: bool) -> None:
    from standoff.evidence.reading import Decision, add_decisions, read_decisions, undecided

    left = undecided(found, read_decisions(chosen.decisions))
    if not review:
        add_decisions(chosen.decisions, [Decision(one, "accept") for one in left])
        say(f"{len(left)} accepted, {len(found) - len(left)} decided before: {chosen.decisions}")
        return
    if not sys.stdin.isatty():
        raise UsageError(
            "`--review` asks questions, and there is no terminal to answer in",
            help="write `--accept`, or edit the lines of `--out` and go on from there",
        )
    count = 0
    for decision in ask_about(left, chosen.document, read_line=input):
        add_decisions(chosen.decisions, [decision])
        count += 1
    say(f"{count} decided, {len(left) - count} left: {chosen.decisions}")
