"""Charts, from plain data made by hand."""

from __future__ import annotations

import itertools

import pytest
from tests.support.example_forecast import OUTCOMES, example_forecast

from standoff.report.figures import all_charts, outcomes_chart, spread_apart, write_charts
from standoff.report.style import palette

PNG = b"\x89PNG\r\n\x1a\n"


def texts(part):
    """Yield every text in the data of a chart and its parts."""
    if isinstance(part, dict):
        for key, value in part.items():
            if isinstance(value, str):
                yield value
            elif key != "config":
                yield from texts(value)
    elif isinstance(part, list):
        for item in part:
            yield item if isinstance(item, str) else ""
            yield from texts(item) if not isinstance(item, str) else ()


def test_every_chart_is_written_as_png_and_svg(tmp_path):
    said = []
    files = write_charts(example_forecast(), tmp_path / "charts", lambda *args: said.append(args))
    names = [path.name for path in files]
    stems = ["outcomes", "when", "bluff", "next_moves", "ladder_pressure", "variables", "beliefs"]
    assert names == [f"{stem}.{kind}" for stem in stems for kind in ("png", "svg")]
    for path in files:
        start = path.read_bytes()[:8]
        assert start == PNG if path.suffix == ".png" else start.startswith(b"<svg")
    assert said[-1] == ("charts", 7, 7)


def test_the_same_forecast_gives_the_same_svg(tmp_path):
    first = write_charts(example_forecast(), tmp_path / "a")
    second = write_charts(example_forecast(), tmp_path / "b")
    for one, two in zip(first, second, strict=True):
        if one.suffix == ".svg":
            assert one.read_bytes() == two.read_bytes()


def test_charts_fetch_nothing(tmp_path):
    for path in write_charts(example_forecast(), tmp_path):
        if path.suffix == ".svg":
            text = path.read_text(encoding="utf-8").replace("http://www.w3.org/", "")
            assert "http" not in text


def test_bars_stand_in_file_order_with_numbers_and_base_rates():
    spec = outcomes_chart(example_forecast()).to_dict()
    found = " ".join(texts(spec)).replace("\n", " ")
    order = [label.replace("\n", " ") for label in spec["layer"][0]["encoding"]["y"]["sort"]]
    assert [label.removesuffix(" *") for label in order[:-1]] == [v[0] for v in OUTCOMES.values()]
    assert order[-1] == "Use of force or Accident at high pressure"
    assert "33% (14–52%)" in found
    assert "19% (5–33%), past 20%" in found


def test_titles_say_in_words_what_is_shown():
    for name, chart in all_charts(example_forecast()).items():
        title = chart.to_dict()["title"]
        assert len(title["text"].split()) > 3, name
        assert "500 draws, seed 1." in " ".join(title["subtitle"])


def test_charts_without_data_are_left_out():
    data = example_forecast()
    data.update(bluff={}, ladders={}, next_moves={}, variables={}, beliefs={})
    data["when"] = {"ended_by": {}, "ends_on": {}, "by_outcome": {}, "median": None}
    assert list(all_charts(data)) == ["outcomes"]


def test_a_bluff_without_dates_has_no_chart():
    data = example_forecast()
    assert "bluff" in all_charts(data)
    without = data | {"bluff": {party: {} for party in data["bluff"]}}
    assert "bluff" not in all_charts(without)


def test_turns_instead_of_dates_can_be_drawn(tmp_path):
    data = example_forecast()
    days = list(data["when"]["ended_by"])
    turns = dict(zip(days, (f"turn {k}" for k in range(len(days))), strict=True))
    for part in ("ended_by", "ends_on", "by_outcome"):
        data["when"][part] = {turns[day]: v for day, v in data["when"][part].items()}
    data["bluff"]["russia"] = {turns[day]: v for day, v in data["bluff"]["russia"].items()}
    ladder = data["ladders"]["pressure"]
    ladder["dates"] = {turns[day]: v for day, v in ladder["dates"].items()}
    for part in ("variables", "beliefs"):
        for entry in data[part].values():
            for key in {"dates", "told"} & set(entry):
                entry[key] = {turns[day]: v for day, v in entry[key].items()}
    assert len(write_charts(data, tmp_path)) == 14


def test_uses_of_force_get_their_own_colours():
    colours = palette(["a", "b", "c", "d"], frozenset({"c", "d"}))
    assert len(set(colours.values())) == 4
    assert colours["c"] == "#D55E00"


@pytest.mark.parametrize("places", [[0.0, 0.0, 0.0], [0.99, 1.0, 1.0], [0.1, 0.5, 0.9]])
def test_names_beside_a_bar_do_not_overlap(places):
    moved = spread_apart(places, [0.06, 0.06, 0.06])
    gaps = [b - a for a, b in itertools.pairwise(moved)]
    assert min(gaps) >= 0.06 - 1e-12
    assert min(moved) >= -1e-12
    assert max(moved) <= 1
