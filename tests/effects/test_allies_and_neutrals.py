"""Allies, neutrals, publics and other crises: with the signs of the literature.

One function per effect:

- test_faster_climb_moves_neutrals_more: Walt 1987
- test_without_its_ally_a_side_wins_less_and_bluffs_more: Snyder 1984; Morrow 1994
- test_unreliable_ally_deters_less: Morrow 1994; Leeds 2003
- test_patron_emboldens_its_client: Snyder 1984
- test_membership_needs_the_threshold: Granovetter 1978
- test_threats_push_neutrals_over_the_threshold: Granovetter 1978; Walt 1987
- test_coordination_makes_help_correlated: Aumann 1974
- test_coordination_raises_support: Olson and Zeckhauser 1966
- test_reliable_withdrawal_frees_the_resource: Powell 2007
- test_tied_defender_is_challenged_more: Van Evera 1999; Lebow 1984
- test_condition_of_withdrawal_restrains: Schelling 1960
- test_late_withdrawal_delays_force: Schelling 1960; Powell 2007
- test_linked_tables_settle_together: Tollison and Willett 1979
"""

from __future__ import annotations

import pytest
from tests.support.signs import at, falls, rises

TEMPO = """
standoff: 1
title: A climb before neutrals
payoffs: points
precision: 4
parties: {a: {}, neutral: {}}
ladders:
  pressure:
    climber: a
    rungs: [{id: calm}, {id: drill}, {id: siege}]
    reacts: {alarm: {per_step: 1}}
variables: {alarm: {range: [0, 4], start: 0}}
clock: {at_end: stays_out}
turns:
  - {id: first, mover: a, moves: {go: {climb: {pressure: <first>}}}}
  - {id: second, mover: a, when: pressure == drill, moves: {go: {climb: {pressure: 1}}}}
  - id: choose
    mover: neutral
    moves:
      join: {outcome: joins, allowed: alarm >= <threshold>}
      stay_out: {outcome: stays_out}
outcomes:
  stays_out: {}
  joins: {payoff: {a: -1, neutral: 0.3 * alarm - 0.8}}
"""
"""A climbs two rungs, in one step or in two; what is felt grows with the square of a step."""


def test_faster_climb_moves_neutrals_more():
    """The same rung reached in one jump brings more balancing than in two steps.

    Walt (1987): neutrals balance against what looks like offensive intent.
    """
    slow, fast = (at(TEMPO, first=f, threshold=0).chance("joins") for f in (1, 2))
    assert rises(slow, fast, by=0.1)


def test_membership_needs_the_threshold():
    """Below its threshold nobody moves at all (Granovetter 1978)."""
    lenient, strict = (at(TEMPO, first=1, threshold=t).chance("joins") for t in (2, 3))
    assert falls(lenient, strict)
    assert strict == pytest.approx(0, abs=1e-12)


def test_threats_push_neutrals_over_the_threshold():
    """The jump crosses a threshold that the same climb in steps stays below."""
    slow, fast = (at(TEMPO, first=f, threshold=3).chance("joins") for f in (1, 2))
    assert rises(slow, fast, by=0.1)


ALLY = """
standoff: 1
title: A threat with an ally
payoffs: points
precision: 5
parties:
  a: {private: {resolve: {values: {weak: {prob: 0.5}, strong: {prob: 0.5}}}}}
  b: {}
support:
  ally: {to: a, levels: [none, joint], start: <level>, capability: 0.5, reliability: <reliability>}
clock: {at_end: quiet}
turns:
  - {id: speak, mover: a, moves: {threaten: {}, drop: {outcome: quiet}}}
  - {id: answer, mover: b, moves: {give_way: {outcome: won}, refuse: {refuses: true}}}
  - {id: act, mover: a, moves: {attack: {}, back_down: {outcome: backed_down}}}
  - id: battle
    mover: nature
    moves:
      victory: {prob: 0.2 + support.a, outcome: victory}
      defeat: {prob: rest, outcome: defeat}
outcomes:
  quiet: {}
  won: {payoff: {a: 1, b: -0.7}}
  backed_down: {payoff: {a: -0.2, b: 0.2}}
  victory:
    payoff: {a: "1 - (if a.resolve == strong then 0.3 else 0.7)", b: -1.2}
    force: true
  defeat: {payoff: {a: "-(if a.resolve == strong then 0.3 else 0.7)", b: -0.2}, force: true}
bluff: {a: {threat: to attack if refused, carried_out: {outcomes: [victory, defeat]}}}
"""


def ally(level="joint", reliability=1.0):
    return at(ALLY, level=level, reliability=reliability)


def test_without_its_ally_a_side_wins_less_and_bluffs_more():
    """A threat is worth what the allies behind it are worth (Snyder 1984; Morrow 1994)."""
    alone, allied = ally("none"), ally()
    assert rises(alone.share("victory", "defeat"), allied.share("victory", "defeat"), by=0.1)
    assert falls(alone.bluff_after("a", "threaten"), allied.bluff_after("a", "threaten"), by=0.1)
    assert rises(alone.move("b", "give_way"), allied.move("b", "give_way"))


@pytest.mark.parametrize("kind", ["weak", "strong"])
def test_patron_emboldens_its_client(kind):
    """Firm support lets a client run risks that it would not run alone (Snyder 1984)."""
    weak, firm = (ally(reliability=r).move("a", "threaten", kind) for r in (0.2, 0.9))
    assert rises(weak, firm)


SHIELD = """
standoff: 1
title: An ally that deters
payoffs: points
precision: 5
parties: {a: {}, challenger: {}}
support:
  ally: {to: a, levels: [none, joint], start: joint, capability: 0.5, reliability: <reliability>}
clock: {at_end: quiet}
turns:
  - {id: move, mover: challenger, moves: {challenge: {}, stay_home: {outcome: quiet}}}
  - {id: answer, mover: a, moves: {resist: {}, cede: {outcome: ceded}}}
  - id: battle
    mover: nature
    moves:
      held: {prob: 0.3 + support.a, outcome: held}
      lost: {prob: rest, outcome: lost}
outcomes:
  quiet: {}
  ceded: {payoff: {a: -0.6, challenger: 0.8}}
  held: {payoff: {a: -0.2, challenger: -0.8}, force: true}
  lost: {payoff: {a: -1.2, challenger: 0.6}, force: true}
"""


@pytest.mark.parametrize(("low", "high"), [(0.1, 0.5), (0.5, 0.9)])
def test_unreliable_ally_deters_less(low, high):
    """An alliance deters by the chance that it is honoured (Morrow 1994; Leeds 2003)."""
    found = [at(SHIELD, reliability=r) for r in (low, high)]
    assert falls(*(f.move("challenger", "challenge") for f in found))
    assert rises(*(f.move("a", "resist") for f in found))


HELP = """
standoff: 1
title: Two who may help
payoffs: points
precision: 5
parties: {first: {}, second: {}}
coordination: {pact: {between: [first, second], prob: <joint>}}
variables: {helped: {values: ["no", "yes"], start: "no"}}
clock: {at_end: neither}
turns:
  - id: first_moves
    mover: first
    moves: {help: {cost: {first: 0.3, second: -0.5}, effect: {helped: "yes"}}, stay: {}}
  - id: second_moves
    mover: second
    moves:
      join: {cost: {second: 0.3, first: -0.5}, allowed: helped == yes, outcome: both}
      leave: {allowed: helped == yes, outcome: only_first}
      help: {cost: {second: 0.3, first: -0.5}, allowed: helped == no, outcome: only_second}
      stay: {allowed: helped == no, outcome: neither}
outcomes: {neither: {}, both: {}, only_first: {}, only_second: {}}
"""
"""Help costs the helper less than it is worth to the other."""


def covariance(found):
    both = found.chance("both")
    first, second = (both + found.chance(one) for one in ("only_first", "only_second"))
    return both - first * second


@pytest.mark.parametrize("joint", [0.3, 0.5, 0.7])
def test_coordination_makes_help_correlated(joint):
    """Choices that are free to the eye go together where both know of a pact (Aumann 1974)."""
    assert covariance(at(HELP, joint=0)) == pytest.approx(0, abs=1e-9)
    assert covariance(at(HELP, joint=joint)) > 0.05


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.5), (0.5, 1.0)])
def test_coordination_raises_support(low, high):
    """Who counts the other's benefit gives more (Olson and Zeckhauser 1966 on its absence)."""
    assert rises(*(at(HELP, joint=j).chance("both") for j in (low, high)))


SOUTH = """
standoff: 1
title: Troops elsewhere
payoffs: points
precision: 4
parties: {a: {}, b: {}}
ladders:
  pressure: {climber: a, rungs: [{id: calm}, {id: drill}]}
side_crises:
  south:
    party: <party>
    start: <start>
    announced: 2022-01-19
    slip: {0: <soon>, 60: rest}
    condition: <condition>
clock: {start: 2022-01-01, end: 2022-02-28, at_end: quiet}
turns:
  - id: early
    date: 2022-01-10
    mover: a
    moves: {raise: {climb: {pressure: 1}, cost: {a: -0.2}}, wait: {}}
  - id: late
    date: 2022-01-25
    mover: a
    moves:
      push: {<needs>}
      stop: {outcome: quiet}
  - id: defend
    date: 2022-01-26
    mover: b
    moves: {fight: {outcome: war}, cede: {outcome: given}}
outcomes:
  quiet: {payoff: {a: 0.2}}
  given: {payoff: {a: 1, b: -0.8}}
  war: {payoff: {a: -0.4, b: <war_b>}, force: true}
"""
"""A may raise pressure early and push late; the forces of a party are tied in the south."""


def own(soon=0.5, condition="pressure >= 0", start="tied"):
    """The forces of A are tied: it can push only when they are back."""
    values = {"party": "a", "start": start, "needs": "needs: south", "war_b": "-1.2"}
    return at(SOUTH, soon=soon, condition=condition, **values)


@pytest.mark.parametrize(("low", "high"), [(0.1, 0.5), (0.5, 0.9)])
def test_reliable_withdrawal_frees_the_resource(low, high):
    """What is committed elsewhere cannot be used here (Powell 2007).

    The surer the withdrawal in time, the more A pushes (its push ends in war or in gain).
    """
    assert rises(*(own(soon=p).chance("war", "given") for p in (low, high)))


def test_late_withdrawal_delays_force():
    """Forces that are free from the start are used more than forces that may be late."""
    tied, free = (own(soon=0.5, start=s).chance("war", "given") for s in ("tied", "free"))
    assert rises(tied, free, by=0.1)


def test_condition_of_withdrawal_restrains():
    """A withdrawal that depends on calm is a reason to keep calm (Schelling 1960).

    Condition: the forces are worth more to A than the early raise.
    """
    always, if_calm = (own(soon=0.9, condition=c) for c in ("pressure >= 0", "pressure == calm"))
    assert falls(always.move("a", "raise"), if_calm.move("a", "raise"), by=0.1)


@pytest.mark.parametrize("soon", [0.1, 0.5])
def test_tied_defender_is_challenged_more(soon):
    """Attention and forces that are elsewhere open a window for the challenger.

    Van Evera (1999) on windows; Lebow (1984) doubts that states jump through them.
    """
    values = {"party": "b", "needs": "", "condition": "pressure >= 0", "soon": soon}
    war = '"if south == free then -0.4 else -1.4"'
    tied, free = (at(SOUTH, start=s, war_b=war, **values) for s in ("tied", "free"))
    assert falls(tied.chance("war", "given"), free.chance("war", "given"))
    assert rises(free.share("given", "war"), tied.share("given", "war"))


LINKED = """
standoff: 1
title: Two tables
payoffs: points
precision: 4
parties: {east: {}, west: {}}
table:
  demanded_by: east
  of: west
  items: {arms: {value: {east: 1, west: -0.4}}}
  replies: {yes: {accept: rest}, refusal: {refuse: rest}}
venues:
  trade:
    members: [east, west]
    items: [arms]
    replies: {trade_yes: {accept: rest}, trade_refusal: {refuse: rest}}
linkage:
  - {between: [trade, table], items: [arms], value: {west: <worth>}}
clock: {at_end: over}
turns:
  - {id: at_trade, venue: trade, mover: west, replies: true}
  - {id: at_table, mover: west, replies: true}
outcomes:
  over: {payoff: {east: items.east, west: items.west}}
"""


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.5), (0.5, 1.0)])
def test_linked_tables_settle_together(low, high):
    """Issues that fail alone are settled together (Tollison and Willett 1979)."""
    found = [at(LINKED, worth=w) for w in (low, high)]
    assert rises(*(f.move("west", "trade_yes") for f in found))
