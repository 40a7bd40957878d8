"""Several tables: worth, linkage, closed doors and simultaneous talks."""

from __future__ import annotations

import itertools

import pytest
from tests.support.corpus import VALID
from tests.support.solved import chance, soft

from standoff.game import compile_game
from standoff.scenario import load_scenario
from standoff.scenario.expr import Env, evaluate

EXACT = 1e-9
FILE = next(path for path in VALID if path.stem == "venues")


@pytest.fixture(scope="module")
def tables():
    return load_scenario(FILE)


def index(records, name):
    return next(k for k, record in enumerate(records) if record.id == name)


def move(scenario, turn, name):
    moves = scenario.turns[index(scenario.turns, turn)].moves
    return moves[index(moves, name)]


def slow_worth(reply, geneva, council):
    """Return what russia and west get, counted item by item with plain rules."""
    share = 0.25
    at_table = {"open": (0, 0), "full": (1, 1), "refusal": (0, 0)}[reply]
    in_geneva = {"open": 0, "deal": 1, "talk": share, "nothing": 0, "stall": 0}[geneva]
    in_council = {"open": 0, "some": share, "none_of_it": 0}[council]
    missiles = max(at_table[0], in_geneva, in_council)
    levels = {"deal": 1, "talk": 0.5}.get(geneva, 0), {"some": 0.5}.get(council, 0)
    link = min(levels)
    russia = 2 * missiles + 3 * at_table[1] + 4 * link
    return russia, -missiles - 2 * at_table[1] + 2 * link


def test_an_item_counts_once_and_linkage_comes_on_top(tables):
    reply, council = (tables.variables[index(tables.variables, n)] for n in ("reply", "council"))
    geneva = tables.privates[index(tables.privates, "bilateral")]
    assert geneva.values == ("open", "deal", "talk", "nothing", "stall")
    payoff = tables.outcomes[index(tables.outcomes, "settlement")].payoff
    seen = set()
    for a, b, c in itertools.product(reply.labels, geneva.values, council.labels):
        codes = {"reply": reply.labels.index(a), "council": council.labels.index(c)}
        variables = [float(codes[v.id]) for v in tables.variables]
        env = Env([], variables, [float(geneva.values.index(b))])
        found = tuple(float(evaluate(payoff[player], env)) for player in (0, 1))
        assert found == pytest.approx(slow_worth(a, b, c))
        seen.add(found)
    assert len(seen) > 5


def test_a_package_needs_every_item_somewhere():
    text = FILE.read_text().replace("discuss_share: 0.25", "sold: package")
    scenario = load_scenario(
        "x.yaml",
        text=text.replace("linkage:", "linkage: []\nleft_out:").replace(
            "  - {between: [bilateral, council], items: [missiles], value: {russia: 4, west: 2}}",
            "  - no",
        ),
    )
    payoff = scenario.outcomes[index(scenario.outcomes, "settlement")].payoff[0]
    deal = scenario.privates[0].values.index("deal")
    council = index(scenario.variables, "council")
    for reply, expected in ((0, 0), (1, 5), (2, 0)):
        variables = [0.0] * len(scenario.variables)
        variables[index(scenario.variables, "reply")] = reply
        variables[council] = 1.0
        assert evaluate(payoff, Env([], variables, [float(deal)])) == expected


def test_what_is_done_behind_closed_doors_looks_alike(tables):
    geneva = index(tables.privates, "bilateral")
    assert tables.privates[geneva].viewers == {0, 1}
    for name in ("deal", "talk", "nothing", "stall"):
        done = move(tables, "geneva_talks", name)
        assert done.seen_as == "bilateral_meeting"
        assert done.effects == ()
        assert dict(done.becomes)
    assert move(tables, "geneva_talks", "walk_out").seen_as == ""
    assert move(tables, "council_meets", "some").becomes == ()


GUESS = """
standoff: 1
title: A guess
payoffs: points
precision: 2
parties: {russia: {}, west: {}, sweden: {}}
table:
  demanded_by: russia
  of: west
  items: {missiles: {value: {russia: 2, west: 1, sweden: -1}}}
  replies: {full: {accept: rest}, refusal: {refuse: rest}}
venues:
  geneva:
    members: [russia, west]
    public: PUBLIC
    replies: {deal: {accept: rest}, nothing: {refuse: rest}}
clock: {at_end: quiet}
turns:
  - {id: talks, venue: geneva, mover: west, replies: true}
  - id: guess
    mover: WHO
    moves:
      bet_on_deal: {outcome: bet}
      bet_on_none: {outcome: other_bet}
outcomes:
  quiet: {}
  bet: {payoff: {WHO: "if geneva == deal then 1 else -1", west: items.west}}
  other_bet: {payoff: {WHO: "if geneva == deal then -1 else 1", west: items.west}}
"""


def guess(who, public):
    return GUESS.replace("WHO", who).replace("PUBLIC", public)


def test_outsiders_of_closed_talks_bet_on_what_they_expect_and_members_know():
    """West accepts with the chance soft(2); who sees it bets right with the chance soft(2 * 2)."""
    deal = soft(2)
    right = soft(2 * 2)
    knows = deal * right + (1 - deal) * (1 - right)
    for who, public in (("russia", "false"), ("sweden", "true")):
        assert chance(guess(who, public), "bet") == pytest.approx(knows, abs=EXACT)
    blind = soft(2 * 2 * (2 * deal - 1))
    assert chance(guess("sweden", "false"), "bet") == pytest.approx(blind, abs=EXACT)


def linked(value):
    text = FILE.read_text().replace("value: {russia: 4, west: 2}", f"value: {{west: {value}}}")
    return load_scenario("x.yaml", text=text)


def test_linkage_makes_concessions_at_the_linked_tables_more_likely():
    """Tollison and Willett (1979): linked issues are settled where each alone would not be."""
    from standoff.forecast import forecast

    shares = []
    for value in (0, 6):
        data = forecast(linked(value), draws=1, threads=1).to_json()
        shares.append(data["next_moves"]["west"]["moves"]["deal"]["mean"])
    assert shares[0] < shares[1]


def test_talks_at_one_stage_are_blind_to_each_other():
    text = GUESS.replace(
        "  - {id: talks, venue: geneva, mover: west, replies: true}\n"
        "  - id: guess\n    mover: WHO\n"
        "    moves:\n      bet_on_deal: {outcome: bet}\n      bet_on_none: {outcome: other_bet}\n",
        "  - id: stage\n    together:\n"
        "      - {id: talks, venue: geneva, mover: west, replies: true}\n"
        "      - {id: guess, mover: WHO, moves: {bet_on_deal: {outcome: bet}, "
        "bet_on_none: {outcome: other_bet}}}\n",
    )
    assert "together" in text
    text = text.replace("WHO", "russia").replace("PUBLIC", "false")
    game = compile_game(load_scenario("x.yaml", text=text))
    assert game.n_infosets == 2
    deal = soft(2)
    assert chance(text, "bet") == pytest.approx(soft(2 * 2 * (2 * deal - 1)), abs=EXACT)
