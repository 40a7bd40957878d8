"""What advice, offers and values of information say in words, in sections and in charts."""

from __future__ import annotations

from pathlib import Path

import pytest

from standoff.forecast import advise, settle, voi
from standoff.report.blocks import Figure, Table
from standoff.report.figures_values import advice_chart
from standoff.report.sections import advice as advice_section
from standoff.report.sections import settle as settle_section
from standoff.report.sections import voi as voi_section
from standoff.report.terminal_advise import findings as advice_findings
from standoff.report.terminal_settle import findings as settle_findings
from standoff.report.terminal_voi import findings as voi_findings
from standoff.scenario import load_scenario

STRAIT = load_scenario(Path(__file__).resolve().parents[2] / "support" / "strait.yaml")
FEW = {"draws": 8, "seed": 1, "threads": 1}


@pytest.fixture(scope="module")
def advised():
    return advise(STRAIT, **FEW).to_json()


@pytest.fixture(scope="module")
def offered():
    return settle(STRAIT, party="astoria", reach=0.3, **FEW).to_json()


@pytest.fixture(scope="module")
def valued():
    return voi(STRAIT, party="borea", reveal=True, **FEW).to_json()


def figures(sections):
    return [block for one in sections for block in one.blocks if isinstance(block, Figure)]


def test_sections_have_a_chart_with_its_table_for_each_study(advised, offered, valued):
    made = [
        figures(advice_section.sections(advised)),
        figures(settle_section.sections(offered)),
        figures(voi_section.sections(valued)),
    ]
    assert [len(some) for some in made] == [2, 1, 1]
    for figure in (one for some in made for one in some):
        assert figure.chart.to_dict()["$schema"]
        assert figure.caption.endswith(".")
        assert figure.table.rows
        assert all(len(row) == len(figure.table.columns) for row in figure.table.rows)


def test_advice_in_words_follows_the_numbers(advised):
    group = advised["advice"]["borea"]["groups"][0]
    best = next(move for move in group["moves"] if move["move"] == group["best"])
    said = advice_findings(advised, "borea")[0]
    assert said.startswith(f"Borea: `{best['title']}` is worth most")
    # another move is made the best by far: the sentence turns
    other = next(move for move in group["moves"] if move is not best)
    group["best"] = other["move"]
    assert f"`{other['title']}` is worth most" in advice_findings(advised, "borea")[0]
    assert len(advice_chart(advised, "borea").to_dict()["vconcat"]) == 3


def test_offers_in_words_follow_the_numbers(offered):
    found = offered["offers"][offered["cheapest"]]
    assert found["probability"]["mean"] >= 0.3
    assert found["title"] in settle_findings(offered)[0]
    none = {**offered, "cheapest": None, "reach": 1.0}
    assert settle_findings(none)[0].startswith("No offer on this table reaches 100%; the best is")


def test_values_in_words_follow_their_sign(valued):
    first = {**valued, "values": [dict(valued["values"][0])]}
    first["values"][0]["value"] = {"mean": 1.5, "standard_error": 0.1}
    assert "worth 1.50 points to Borea" in voi_findings(first)[0]
    first["values"][0]["value"] = {"mean": -1.5, "standard_error": 0.1}
    assert "costs Borea 1.50 points" in voi_findings(first)[0]
    first["values"][0]["value"] = {"mean": 0.1, "standard_error": 0.1}
    assert "changes nothing that so many draws can tell" in voi_findings(first)[0]
    assert "sees everything" in voi_findings({**valued, "values": []})[0]


def test_tables_of_parameters_are_part_of_the_section(advised):
    data = voi(STRAIT, party="astoria", ways=("private",), draws=30, threads=1).to_json()
    (section,) = voi_section.sections(data)
    tables = [block for block in section.blocks if isinstance(block, Table)]
    assert [len(one.rows) for one in tables] == [3]
