"""Named patches change one entry of a file and leave the rest of its text as it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from standoff.errors import ScenarioError
from standoff.game.numbers import draw_parameters
from standoff.scenario import load_scenario
from standoff.scenario.edit import edited_text
from standoff.scenario.patch import PatchError, patch_scenario
from standoff.scenario.text import read_document

TEXT = (Path(__file__).parents[2] / "support" / "strait.yaml").read_text(encoding="utf-8")


def _patched(*patches):
    return patch_scenario("strait.yaml", patches, text=TEXT)


def _lines(text):
    """Return the lines that a patch took away and those that it added."""
    before, after = TEXT.splitlines(), text.decode().splitlines()
    return [x for x in before if x not in after], [x for x in after if x not in before]


def _draws(scenario, name):
    k = [parameter.name for parameter in scenario.parameters].index(name)
    return draw_parameters(scenario, 50, 1)[k]


SMALL = {
    "number": ("precision=x2", ["    value: 16"]),
    "prior": (
        "p_resolved={beta: {mean: 0.7, sd: 0.1}}",
        ["    prior: {beta: {mean: 0.7, sd: 0.1}}"],
    ),
    "value for prior": ("parameters.war_cost=30", ["    value: 30"]),
    "scaled draws": ("war_cost=+20%", ["    times: 1.2"]),
    "shifted draws": ("war_cost=-5", ["    plus: -5"]),
    "negative value": ("war_cost==-5", ["    value: -5"]),
    "cost": ("pressure.standing_cost.borea=+20%", ["    standing_cost: {borea: 3.6, astoria: 4}"]),
    "formula": (
        "outcomes.home.payoff.borea=+5",
        ['    payoff: {borea: "(-10 - 5 * pressure) + 5", astoria: 10}'],
    ),
    "date": ("turns.week.date=2030-03-17", ["    date: 2030-03-17"]),
}


@pytest.mark.parametrize(("patch", "added"), SMALL.values(), ids=SMALL)
def test_one_line_changes_and_comments_stay(patch, added):
    made = _patched(patch)
    _, new = _lines(made.scenario.text)
    assert [line.replace('"', "") for line in new] == [line.replace('"', "") for line in added]
    assert made.scenario.text.decode().splitlines()[0] == TEXT.splitlines()[0]  # a comment
    assert made.scenario.hash != load_scenario("strait.yaml", text=TEXT).hash
    again = load_scenario("strait.yaml", text=made.scenario.text)
    assert again.hash == made.scenario.hash


def test_draws_are_paired():
    before = load_scenario("strait.yaml", text=TEXT)
    plain = _draws(before, "war_cost")
    np.testing.assert_allclose(_draws(_patched("war_cost=+20%").scenario, "war_cost"), 1.2 * plain)
    np.testing.assert_allclose(_draws(_patched("war_cost=-5").scenario, "war_cost"), plain - 5)
    both = _patched("war_cost=+5", "war_cost=x2").scenario
    np.testing.assert_allclose(_draws(both, "war_cost"), 2 * (plain + 5))
    for name in ("p_resolved", "accident_top"):
        np.testing.assert_array_equal(_draws(both, name), _draws(before, name))
    chance = _draws(_patched("p_resolved=x2").scenario, "p_resolved")
    np.testing.assert_allclose(chance, np.minimum(2 * _draws(before, "p_resolved"), 1))


WRONG = {
    "warcost=3": "write `war_cost`",
    "parameters.war_cots=3": "write `parameters.war_cost`",
    "pressure.borea.cost=+20%": "`ladders.pressure.standing_cost.borea`",
    "borea=3": "",
    "title=+5": "write `=`",
    "war_cost=half": "write a number",
    "payoff.borea=+5": "write one of",
    "war_cost": "write `PATH=VALUE`",
    "war_cost={a: [}": "replaces",
    "outcomes=x2": "write one of",
}


@pytest.mark.parametrize(("patch", "advice"), WRONG.items())
def test_a_wrong_patch_says_what_to_write(patch, advice):
    with pytest.raises(PatchError) as caught:
        _patched(patch)
    assert advice in (caught.value.help or "")


def test_all_mistakes_at_once():
    with pytest.raises(PatchError) as caught:
        _patched("warcost=3", "title=+5", "war_cost=+5")
    assert "warcost" in str(caught.value)
    assert "title" in str(caught.value)
    assert "2 patches" in str(caught.value)


def test_what_the_loader_refuses_is_shown_in_the_patched_file():
    with pytest.raises(ScenarioError) as caught:
        _patched("turns.decide.moves.fight.allowed=pressuer > 0")
    (found,) = [one for one in caught.value.diagnostics if one.is_error]
    assert found.help == "write `pressure`"
    assert "as patched" in found.file


@pytest.mark.parametrize(
    "text",
    [
        "a: 1  # one\n# two\nb:\n  c: [1, 2]  # three\n\n  # four\n  d: x\n",
        "a: 1\nb: {c: [1, 2], d: 'x: y'}\n",
        "b:\n  c:\n  - 1\n  - 2\n  d: >\n    long\n    text\na: 1\n",
    ],
)
@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(a="p * (q + 1)"),
        lambda d: d["b"].update(c=[5]),
        lambda d: d["b"]["c"].__setitem__(1, 7.5),
        lambda d: d["b"].update(d={"k": "yes", "m": [True, None]}),
        lambda d: d["b"].update(new='say: "hm", {so}'),
        lambda d: d["b"].pop("d"),
        lambda d: d.update(a={"deep": {"er": -1e-7}}),
    ],
)
def test_the_text_reads_back_as_what_was_wanted(text, change):
    import copy

    document = read_document(text, "x")
    wanted = copy.deepcopy(document.data)
    change(wanted)
    made = edited_text(document, wanted)
    again = read_document(made, "x")
    assert not again.findings
    assert again.data == wanted
    if "d" in wanted["b"]:
        assert made.count("#") >= text.count("#") - 1
