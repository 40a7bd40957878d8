"""Factions, drift, ratification and win-sets: against closed forms, and with the right signs."""

from __future__ import annotations

import pytest
from tests.support.solved import chance, soft, solved

from standoff.scenario import NATURE, load_scenario

EXACT = 1e-9
"""Logit choice without feedback: the solver and the closed form differ by rounding only."""

LAMBDA = 3.0
TEXT = """
standoff: 1
title: Hawks and doves
payoffs: points
precision: 3
parameters:
  p_hawks: {value: HAWKS, unit: share, means: chance that the hawks rule, evidence: assumed}
parties:
  east: {}
  west:
    kind: bloc
    factions:
      hawks: {prob: p_hawks, payoff: {deal: -3, quiet: SPOIL}}
      doves: {prob: rest}
    DRIFT
  congress: {kind: public, of: west}
RATIFICATION
clock: {at_end: quiet}
turns:
  - id: news
    mover: nature
    moves: {nothing: {prob: 1}}
  - id: answer
    mover: west
    moves:
      sign: {outcome: deal}
      refuse: {outcome: quiet}
outcomes:
  quiet: {}
  deal: {payoff: {east: 1, west: 1, congress: GAIN}}
"""
RATIFIED = "ratification: {west: {by: congress, agreement: [deal], reversion: quiet}}"


def text(hawks=0.4, spoil=0.5, drift=None, ratify=False, gain=0.5, more=""):
    rule = f"faction_drift: {{prob: {drift}, after: [news]{more}}}" if drift is not None else ""
    lines = TEXT.replace("HAWKS", str(hawks)).replace("SPOIL", str(spoil)).replace("DRIFT", rule)
    return lines.replace("RATIFICATION", RATIFIED if ratify else "").replace("GAIN", str(gain))


@pytest.mark.parametrize(
    ("more", "later"),
    [
        ("", 0.4 * 0.8 + 0.6 * 0.2),
        (", to: hawks", 0.4 + 0.6 * 0.2),
        (", to: doves", 0.4 * 0.8),
        (", seen_by_all: true", 0.4 * 0.8 + 0.6 * 0.2),
    ],
)
def test_a_faction_that_may_lose_its_rule_by_closed_form(more, later):
    hawks, doves = soft(LAMBDA * (-2 - 0.5)), soft(LAMBDA * 1)
    expected = later * hawks + (1 - later) * doves
    found = chance(text(drift=0.2, more=more), "deal")
    assert found == pytest.approx(expected, abs=EXACT)


def test_ratification_by_closed_form():
    yes = soft(LAMBDA * 0.5)
    hawks = soft(LAMBDA * (yes * -2 + (1 - yes) * 0.5 - 0.5))
    doves = soft(LAMBDA * yes)
    expected = (0.4 * hawks + 0.6 * doves) * yes
    assert chance(text(ratify=True), "deal") == pytest.approx(expected, abs=EXACT)


def test_a_vote_may_be_a_chance():
    free = text(ratify=True).replace("reversion: quiet", "reversion: quiet, pass: 0.25")
    hawks, doves = soft(LAMBDA * 0.25 * -2.5), soft(LAMBDA * 0.25)
    expected = (0.4 * hawks + 0.6 * doves) * 0.25
    assert chance(free, "deal") == pytest.approx(expected, abs=EXACT)
    assert load_scenario("x.yaml", text=free).turns[-1].mover == NATURE


def test_two_ratifiers_must_both_agree():
    again = text(ratify=True).replace(
        "reversion: quiet}}",
        "reversion: quiet, pass: 0.5}, east: {by: east, agreement: [deal], reversion: quiet, "
        "pass: 0.5}}",
    )
    hawks, doves = soft(LAMBDA * 0.25 * -2.5), soft(LAMBDA * 0.25)
    expected = (0.4 * hawks + 0.6 * doves) * 0.25
    assert chance(again, "deal") == pytest.approx(expected, abs=EXACT)


def test_a_stronger_war_party_makes_an_agreement_less_likely():
    """Putnam (1988): the pivotal faction's win-set decides whether agreement is possible."""
    assert chance(text(hawks=0.6), "deal") < chance(text(hawks=0.3), "deal")


def test_a_prize_for_failure_makes_an_agreement_less_likely():
    """Stedman (1997): spoilers gain where talks fail."""
    assert chance(text(spoil=1.5), "deal") < chance(text(spoil=0.0), "deal")


def test_drift_away_from_the_hawks_makes_an_agreement_more_likely():
    few, many = (chance(text(drift=d, more=", to: doves"), "deal") for d in (0.1, 0.6))
    assert few < many


def test_a_smaller_win_set_at_home_makes_an_agreement_less_likely():
    """Putnam (1988): what the second level would reject is signed less often and holds less."""
    wide, narrow = (chance(text(ratify=True, gain=g), "deal") for g in (1.0, -0.5))
    assert narrow < wide < chance(text(), "deal")


TABLED = """
standoff: 1
title: Win-sets
payoffs: points
precision: 3
parameters:
  fear: {prior: {choice: {'1': 0.25, '3': 0.75}}, unit: points, means: a fear, evidence: assumed}
parties:
  east: {}
  west:
    factions:
      hawks: {prob: 0.5, payoff: {deal: -2}}
      doves: {prob: rest}
  congress: {kind: public, of: west}
ratification:
  west: {by: congress, agreement: [deal], reversion: quiet}
table:
  demanded_by: east
  of: west
  items:
    arms: {value: {east: 2, west: -1, congress: -1}}
    troops: {value: {east: 2, west: -2, congress: -fear}}
  replies:
    full: {accept: rest}
    some: {accept: [arms], refuse: rest}
    refusal: {refuse: rest}
clock: {at_end: quiet}
turns:
  - {id: reply_due, mover: west, replies: true}
  - id: sign
    mover: east
    moves: {sign: {outcome: deal}, walk_out: {outcome: quiet}}
outcomes:
  quiet: {}
  deal: {payoff: {east: items.east, west: 2.5 + items.west, congress: 2.5 + items.congress}}
"""


def test_win_sets():
    rows = solved(TABLED, draws=400)["win_sets"]["rows"]
    found = {(row["party"], row["faction"]): row for row in rows}
    assert set(found) == {("congress", None), ("west", "hawks"), ("west", "doves")}
    hawks, doves = found["west", "hawks"], found["west", "doves"]
    assert hawks["replies"] == {"full": 0, "some": 0, "refusal": 1}
    assert doves["replies"] == {"full": 0, "some": 1, "refusal": 1}
    assert hawks["items"] == {"arms": 0, "troops": 0}
    assert doves["items"] == {"arms": 1, "troops": 1}
    congress = found["congress", None]
    # A fear of 1 leaves 2.5 - 1 - 1 > 0; a fear of 3 does not. 400 draws: 5 sd is 0.11.
    assert congress["replies"]["full"] == pytest.approx(0.25, abs=0.11)
    assert congress["items"]["troops"] == congress["replies"]["full"]
    assert congress["items"]["arms"] == congress["as_it_stands"] == 1


def test_win_sets_of_a_party_with_factions_but_no_second_level():
    line = next(row for row in TABLED.splitlines() if "by: congress" in row)
    plain = TABLED.replace(f"ratification:\n{line}\n", "")
    rows = solved(plain)["win_sets"]["rows"]
    assert [(r["party"], r["faction"], r["agreement"], r["reversion"]) for r in rows] == [
        ("west", "hawks", "deal", "quiet"),
        ("west", "doves", "deal", "quiet"),
    ]


def test_drift_comes_after_each_repetition():
    many = text(drift=0.1).replace(
        "  - id: news\n    mover: nature\n    moves: {nothing: {prob: 1}}\n",
        "  - repeat: 2\n    turns:\n"
        "      - {id: news, mover: nature, moves: {nothing: {prob: 1}}}\n",
    )
    ids = [turn.id for turn in load_scenario("x.yaml", text=many).turns]
    assert ids == ["news_1", "news_1_drift_west", "news_2", "news_2_drift_west", "answer"]


def test_three_factions_pass_the_rule_round():
    three = text(drift=0.3).replace(
        "doves: {prob: rest}", "doves: {prob: rest}\n      owls: {prob: 0}"
    )
    later = {"hawks": 0.4 * 0.7 + 0.6 * 0.15}
    hawks, others = soft(LAMBDA * (-2 - 0.5)), soft(LAMBDA * 1)
    expected = later["hawks"] * hawks + (1 - later["hawks"]) * others
    assert chance(three, "deal") == pytest.approx(expected, abs=EXACT)


BET = """
standoff: 1
title: Who rules now
payoffs: points
precision: 2
parties:
  east: {}
  west:
    factions: {hawks: {prob: 0.9}, doves: {prob: rest}}
    faction_drift: {prob: 0.3, after: [news], seen_by_all: SEEN}
clock: {at_end: quiet}
turns:
  - id: news
    mover: nature
    moves: {nothing: {prob: 1}}
  - id: guess
    mover: east
    moves: {bet_on_hawks: {outcome: bet}, bet_on_doves: {outcome: other_bet}}
outcomes:
  quiet: {}
  bet: {payoff: {east: "if west.faction == hawks then 1 else -1"}}
  other_bet: {payoff: {east: "if west.faction == hawks then -1 else 1"}}
"""


def test_others_see_who_rules_only_where_the_file_says_so():
    hawks = 0.9 * 0.7 + 0.1 * 0.3
    right = soft(2 * 2)
    blind = soft(2 * 2 * (2 * hawks - 1))
    assert chance(BET.replace("SEEN", "false"), "bet") == pytest.approx(blind, abs=EXACT)
    knows = hawks * right + (1 - hawks) * (1 - right)
    assert chance(BET.replace("SEEN", "true"), "bet") == pytest.approx(knows, abs=EXACT)
