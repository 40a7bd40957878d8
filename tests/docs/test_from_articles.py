"""The tutorial from articles to a forecast says what the program does with the shipped crisis."""

from __future__ import annotations

import re
import shutil

from tests.support.pages import BLOCK, STEP, follow, here, pieces_of, read

from standoff import library

PAGE = read("tutorial/from-articles-to-forecast.md")
FILE = library.path("skarn-narrows")
SHIPPED = FILE.read_text(encoding="utf-8")


def test_the_page_shows_what_the_program_prints(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "88")
    monkeypatch.setenv("NO_COLOR", "1")
    shutil.copytree(FILE.parent / "articles", tmp_path / "articles")
    commands = follow(PAGE, tmp_path, "scenario.yaml", given=SHIPPED, runner=here)
    verbs = [command.split()[1] for command in commands]
    read = {"source", "check", "evidence", "describe"}
    assert set(verbs) == read | {"forecast", "compare", "why", "without"}
    assert verbs.count("compare") == 4


def test_the_pieces_of_the_page_are_in_the_shipped_file():
    pieces = pieces_of(PAGE)
    assert len(pieces) == 4
    assert [piece for piece in pieces if piece not in SHIPPED] == []


def test_figures_in_the_text_are_in_the_output():
    outputs = " ".join(m["console"] for m in STEP.finditer(PAGE) if m["console"])
    told = BLOCK.sub("", PAGE)
    told = re.sub(r"[Cc]hange\s+`[^`]+`\s+to\s+`[^`]+`", "", told[: told.index("## Exercises")])
    wanted = set(re.findall(r"\d+(?=%)|\b0\.\d{2,3}", told))
    assert {"9", "40", "35", "31", "0.395", "0.73"} <= wanted
    assert wanted - set(re.findall(r"\d+(?=[%–])|\b0\.\d{2,3}", outputs)) == set()


def test_the_table_of_articles_names_what_is_shipped():
    named = re.findall(r"^\| `(\S+)` \|.*\| (\d+) \|$", PAGE, re.MULTILINE)
    assert {name for name, _ in named} == {file.name for file in FILE.parent.glob("articles/*")}
    counts = {
        name: len([line for line in text.splitlines() if line.strip()])
        for name, text in (
            (file.name, file.read_text(encoding="utf-8"))
            for file in FILE.parent.glob("articles/*.txt")
        )
    }
    assert counts == {name: int(n) for name, n in named if name.endswith(".txt")}
