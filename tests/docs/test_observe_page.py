"""The page on observations shows what the command prints; its events are right."""

from __future__ import annotations

import re

from tests.support.pages import follow, here, read

from standoff import library
from standoff.scenario import load_scenario
from standoff.scenario.events import event_data, events_of, with_events

PAGE = read("how-to/enter-what-was-seen.md")


def test_the_page_shows_what_the_program_prints(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "88")
    (command,) = follow(PAGE, tmp_path, "unused.yaml", given="", runner=here)
    assert command.startswith("standoff observe skarn-narrows")


def test_every_shape_on_the_page_is_one():
    shapes = re.findall(r"^\| `([^`]+)` \|", PAGE, re.MULTILINE)
    assert len(shapes) == 6
    kinds = [next(k for k in event_data(shape) if k not in ("date", "through")) for shape in shapes]
    assert kinds == ["made", "made", "not_made", "excluded", "report", "report"]


def test_the_shipped_events_fit_their_crisis():
    path = library.path("nato-2022")
    events = path.with_name("observed-2022-01-15.yaml")
    entries = events_of(events.read_bytes(), events.name)
    scenario = load_scenario(path, text=with_events(path.read_bytes(), entries, path.name))
    assert [one.kind for one in scenario.observed] == ["excluded", "not_made", "report"]
    assert all(one.evidence for one in scenario.observed)
    assert all(one.now == 0 for one in scenario.observed)


def test_events_keep_the_text_and_its_comments():
    text = "a: 1  # kept\nobserved:\n  # first\n  - {made: {turn: x, move: y}}\n"
    made = with_events(text, [event_data("no war by 2030-01-01")], "x")
    assert made.startswith("a: 1  # kept\nobserved:\n  # first\n")
    assert [next(iter(one)) for one in events_of(made, "x")] == ["date", "made"]
