"""The captions of what matters follow the numbers; the sections have tables behind every chart."""

from __future__ import annotations

from copy import deepcopy

import pytest
from tests.support.chances import chance

from standoff.forecast import matters, would
from standoff.report import words_matters
from standoff.report.blocks import Figure
from standoff.report.sections import matters as matters_sections
from standoff.report.sections import would as would_sections

FEW = {"draws": 30, "seed": 3, "threads": 1}


@pytest.fixture(scope="module")
def found():
    return matters(chance("0.1 + 0.5 * x + 0.3 * y"), solves=400, **FEW).to_json()


def test_the_captions_name_what_the_numbers_say(found):
    loud = found["outcomes"]["loud"]
    assert words_matters.sobol_finding(loud).startswith("`x` matters most for `Loud`")
    said = words_matters.tornado_finding(loud, found["factors"])
    assert said == "`Loud` goes up most, by 45.0 points, when `x` goes from 0.05 to 0.95."
    quiet = words_matters.tornado_finding(found["outcomes"]["quiet"], found["factors"])
    assert quiet.startswith("`Quiet` goes down most")


def test_another_number_and_no_number_are_said_too(found):
    other = deepcopy(found["outcomes"]["loud"])
    other["sobol"] = [
        {"factors": ["y"], "first": 0.2, "first_half": 0.05, "total": 0.5, "total_half": 0.05},
        {"factors": ["x"], "first": 0.2, "first_half": 0.05, "total": 0.45, "total_half": 0.05},
        {"factors": ["p", "q"], "first": 0, "first_half": 0, "total": 0.1, "total_half": 0.05},
    ]
    said = words_matters.sobol_finding(other)
    assert said.startswith("`y` matters most")
    assert "Whether `x` matters less is within the error." in said
    assert "The other 2 numbers explain 10% between them." in said
    assert "About 60% is due to numbers acting together." in said
    other["sobol"], other["tornado"] = None, []
    assert "does not vary enough" in words_matters.sobol_finding(other)
    assert "No number alone" in words_matters.tornado_finding(other, found["factors"])


def test_a_box_is_said_with_density_and_coverage():
    side = {"name": "cost", "kind": "parameter", "low": 22.0, "high": None}
    side |= {"low_quantile": 0.6, "high_quantile": None}
    switch = {"name": "doubt", "kind": "theory", "low": None, "high": 0.0}
    box = {"density": 0.78, "coverage": 0.61, "sides": [side, switch]}
    scene = {"below": False, "level": 0.5, "asked": 0.5, "share": 0.3, "boxes": [box]}
    (said,) = words_matters.scene_sentences("War", scene)
    assert said == (
        "`War` is above 50% mostly when `cost` is at least 22 (the highest 40% of its prior) and "
        "`doubt` is off: in 78% of such draws, against 30% of all; they hold 61% of the draws in "
        "which it is."
    )
    box["density"] = 0.4
    assert "more often when" in words_matters.box_sentence("War", scene, box)
    none = words_matters.scene_sentences("War", scene | {"boxes": [], "level": 0.2})
    assert "the level is 20.0%" in none[0]
    assert none[1].startswith("No few numbers")


def test_force_is_shown_even_where_it_varies_little():
    names = {"a": 0.5, "b": 0.4, "c": 0.3, "war": 0.01}
    data = {"outcomes": {n: {"variance": v, "force": n == "war"} for n, v in names.items()}}
    assert words_matters.shown(data) == ["a", "b", "war"]


def test_every_figure_has_its_caption_and_its_table(found):
    (section,) = matters_sections.sections(found)
    figures = [block for block in section.blocks if isinstance(block, Figure)]
    assert {f.id for f in figures} >= {"matters_sobol_loud", "matters_tornado_loud"}
    for figure in figures:
        assert all(len(row) == len(figure.table.columns) for row in figure.table.rows)
        assert figure.caption.split(":")[0] in str(figure.chart.to_dict()["title"]["subtitle"])


@pytest.mark.parametrize(
    ("level", "said"),
    [
        (0.3, "which is above 30% already"),
        (0.55, "it would be above 55% if `x` were around"),
        (0.8, "no number alone brings it above 80%"),
        (0.95, "nothing that was tried brings it above 95%"),
    ],
)
def test_would_says_what_was_found(level, said):
    formula = "0.1 + 0.5 * x + 0.3 * y"
    data = would(chance(formula), ["loud"], level=level, solves=600, **FEW).to_json()
    assert said in words_matters.would_finding(data)
    (section,) = would_sections.sections(data)
    figures = [block for block in section.blocks if isinstance(block, Figure)]
    assert len(figures) == (level != 0.3)
    assert all(figure.table.rows for figure in figures)
