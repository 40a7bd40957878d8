"""`standoff source add`: read a file, or fetch a page, into the store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from standoff.cli import source_options as options
from standoff.cli.messages import print_json, say, write
from standoff.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from standoff.evidence.sources import Added, Given, Page


def add(
    file: Annotated[str, typer.Argument(help="Text, HTML or PDF file, or the address of a page.")],
    key: Annotated[
        str, typer.Option(help="Its name in the store and in scenarios; made from the title.")
    ] = "",
    store: options.Folder = None,
    scenario: options.Beside = None,
    title: Annotated[str, typer.Option(help="Title, over what was read.")] = "",
    author: Annotated[str, typer.Option(help="Author, over what was read.")] = "",
    outlet: Annotated[str, typer.Option(help="Outlet, over what was read.")] = "",
    language: Annotated[str, typer.Option(help="Two letters, over what was found.")] = "",
    event: Annotated[str, typer.Option(help="Day of the event, such as 2022-01-10.")] = "",
    written: Annotated[str, typer.Option(help="Day of writing, over what was read.")] = "",
    published: Annotated[str, typer.Option(help="Day of this copy, over what was read.")] = "",
    link: Annotated[
        list[str] | None,
        typer.Option(help="Link of the chain, from the origin on; repeat it.", metavar="ROLE=WHO"),
    ] = None,
    grade: Annotated[
        list[str] | None,
        typer.Option(help="Admiralty letter of a link; repeat it.", metavar="WHO=LETTER"),
    ] = None,
    role: Annotated[
        list[str] | None,
        typer.Option(help="Role of a paragraph, over the rules; repeat it.", metavar="NUMBER=ROLE"),
    ] = None,
    group: Annotated[str, typer.Option(help="Dependence group to put it in.")] = "",
    encoding: Annotated[str, typer.Option(help="Encoding of the text, over what is found.")] = "",
    join: Annotated[
        bool, typer.Option("--join", help="Wrapped text: lines up to a blank one are a paragraph.")
    ] = False,
    fetch: Annotated[
        bool, typer.Option("--fetch", help="Fetch this one page; nothing is fetched without it.")
    ] = False,
    fetch_local: Annotated[
        bool, typer.Option("--fetch-local", help="Fetch it from your own network, too.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace the source of that key.")
    ] = False,
    json: options.Json = False,
) -> int:
    """Read a source: paragraphs with their roles, dates, origin and chain.

    What was read is kept beside the scenario with its bytes and hashes. Prints the lines to paste
    under `sources:`; what the reader noted goes to stderr.
    """
    from standoff.evidence.sources import document_from, with_given
    from standoff.evidence.sources.clean import line_of

    kept = options.store_of(store, scenario)
    given = _given(title, author, outlet, language, (event, written, published), link, grade)
    roles = _roles(role)
    page = _page(file, wanted=fetch or fetch_local, local=fetch_local)
    document = document_from(
        page.content,
        page.address or file,
        address=page.address,
        charset=page.charset,
        encoding=encoding,
        join=join,
        roles=roles,
    )
    added = kept.add(
        page.content,
        with_given(document, given),
        key=key,
        group=line_of(group)[:100],
        replace=replace,
    )
    if json:
        from standoff.report.sources import entry_data

        print_json({"how": added.how} | entry_data(added.entry))
    else:
        _tell(added)
    return ExitCode.OK


def _page(word: str, *, wanted: bool, local: bool) -> Page:
    from standoff.evidence.sources import Page, fetch, is_address, read_bytes
    from standoff.evidence.sources.fetch import check_address
    from standoff.evidence.sources.limits import printable

    if not is_address(word):
        return Page(read_bytes(word), "")
    check_address(word)
    if not wanted:
        raise UsageError(
            f"`{printable(word)}` is elsewhere, and nothing is fetched without your word",
            help="add `--fetch` to ask that machine for this one page, or save it and add the file",
        )
    return fetch(word.strip(), local=local)


def _given(
    title: str,
    author: str,
    outlet: str,
    language: str,
    days: tuple[str, str, str],
    link: list[str] | None,
    grade: list[str] | None,
) -> Given:
    from standoff.evidence.sources import Given

    event, written, published = days
    return Given(
        title=title,
        author=author,
        outlet=outlet,
        language=language,
        event=options.day_of(event, "--event"),
        written=options.day_of(written, "--written"),
        published=options.day_of(published, "--published"),
        chain=tuple(_pair(one, "--link", "origin=Harbour Post") for one in link or ()),
        grades=dict(_pair(one, "--grade", "origin=C") for one in grade or ()),
    )


def _pair(word: str, option: str, example: str) -> tuple[str, str]:
    from standoff.evidence.sources.limits import printable

    # The last sign: who stands at a link may be an address with a sign of its own.
    cut = str.partition if option == "--link" else str.rpartition
    first, sign, second = cut(word, "=")
    if not sign or not first.strip() or not second.strip():
        raise UsageError(
            f"`{option} {printable(word)}` is not two words around `=`",
            help=f'write, for example, `{option} "{example}"`',
        )
    return first.strip(), second.strip()


def _roles(words: list[str] | None) -> Mapping[int, str]:
    from standoff.evidence.sources.limits import printable

    roles = {}
    for word in words or ():
        number, role = _pair(word, "--role", "12=caption")
        if not number.isdecimal() or len(number) > 6:
            raise UsageError(
                f"`--role {printable(word)}` does not begin with the number of a paragraph",
                help="write, for example, `--role 12=caption`",
            )
        roles[int(number)] = role
    return roles


def _tell(added: Added) -> None:
    from standoff.evidence.sources import scenario_block
    from standoff.evidence.sources.limits import printable

    entry = added.entry
    how = {"unchanged": "is in the store already, unchanged"}.get(added.how, f"was {added.how}")
    count = len(entry.document.paragraphs)
    say(f"`{entry.key}` {how}: {count} paragraphs, in {printable(entry.folder)}")
    for line in (*entry.document.about, *entry.document.notes):
        say(f"  - {line}")
    if entry.document.written is None:
        say("  - no day of writing was found, which forecasts as of a day need: give `--written`")
    write(scenario_block(entry))
