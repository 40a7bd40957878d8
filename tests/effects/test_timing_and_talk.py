"""Delay, demands, opinion and cheap talk: with the signs of the literature.

One function per effect:

- test_delay_tells_of_strength: Admati and Perry 1987
- test_commitment_to_a_demand_wins_and_risks_deadlock: Schelling 1960; Crawford 1982
- test_mobilisation_gathers_momentum: Schelling 1966; Slantchev 2005
- test_mopping_up_keeps_the_forces_away: Powell 2007
- test_cheap_talk_needs_common_interests: Crawford and Sobel 1982
- test_talks_about_an_item_replace_refusal: Raiffa 1982
- test_package_deals_end_partial_replies: Raiffa 1982
- test_aroused_opinion_ties_its_leader: Tomz 2007; Fearon 1994
- test_wedge_keeps_an_ally_out: Crawford 2011
- test_pain_brings_concessions: Schelling 1966
- test_worse_collisions_make_daring_rarer: Rapoport and Chammah 1966
- test_trust_opens_the_door_to_cooperation: Kydd 2005
- test_demand_and_surprise_alarm_neutrals: Walt 1987
- test_drift_to_the_doves_brings_agreement: Mattes and Weeks 2019
"""

from __future__ import annotations

import pytest
from tests.support.signs import at, falls, rises

DELAY = """
standoff: 1
title: An answer that comes late
payoffs: points
precision: 5
parties:
  a: {private: {strength: {values: {weak: {prob: 0.5}, strong: {prob: 0.5}}}}}
  b: {}
clock: {start: 2022-01-01, at_end: over}
turns:
  - id: answer
    date: 2022-01-10
    mover: a
    moves:
      now: {outcome: early_deal}
      wait: {cost: {a: "if a.strength == weak then <cost> else 0"}}
  - id: offer
    date: 2022-01-17
    mover: b
    moves: {generous: {outcome: good_deal}, meagre: {}}
  - {id: last, mover: a, moves: {take_it: {outcome: poor_deal}, walk_out: {outcome: over}}}
outcomes:
  over: {payoff: {a: "if a.strength == strong then 0.5 else -0.2"}}
  early_deal: {payoff: {a: 0.4, b: 0.6}}
  good_deal: {payoff: {a: 0.7, b: 0.3}}
  poor_deal: {payoff: {a: 0.2, b: 0.8}}
"""


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.3), (0.3, 0.6)])
def test_delay_tells_of_strength(low, high):
    """The dearer delay is to the weak, the more it tells, and the better the offer after it.

    Admati and Perry (1987) on strategic delay.
    """
    found = [at(DELAY, cost=cost) for cost in (low, high)]
    assert rises(*(f.belief("a.strength", "strong", "2022-01-17") for f in found))
    assert rises(*(f.move("b", "generous") for f in found))


CLAIM = """
standoff: 1
title: Two who may have vowed to get more than half
payoffs: points
precision: 5
parties: {a: {}, b: {}}
variables:
  asked: {values: [half, much], start: half}
commitments:
  vow_a: {party: a, retreat: <retreat_a>, broken_by: {moves: [soften]}}
  vow_b: {party: b, retreat: <retreat_b>, broken_by: {moves: [soften_too]}}
clock: {at_end: both_soft}
turns:
  - {id: first, mover: a, moves: {say: {commits: vow_a}}}
  - {id: second, mover: b, moves: {say_too: {commits: vow_b}}}
  - {id: a_moves, mover: a, moves: {insist: {effect: {asked: much}}, soften: {}}}
  - id: b_moves
    mover: b
    moves:
      insist_too: {outcome: deadlock, allowed: asked == much}
      soften_too: {outcome: a_wins, allowed: asked == much}
      take: {outcome: b_wins, allowed: asked == half}
outcomes:
  both_soft: {}
  deadlock: {payoff: {a: -0.2, b: -0.2}}
  a_wins: {payoff: {a: 0.7, b: 0.3}}
  b_wins: {payoff: {a: 0.4, b: 0.6}}
"""
"""Both have vowed; A insists or softens, then B does."""


def claim(a, b):
    return at(CLAIM, retreat_a=a, retreat_b=b)


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.3), (0.3, 0.9)])
def test_commitment_to_a_demand_wins_and_risks_deadlock(low, high):
    """Who cannot take a demand back gets it, if only one side is bound; both bound deadlock.

    Schelling (1960) on the power to bind oneself; Crawford (1982) on incompatible commitments.
    """
    one = [claim(a, 0) for a in (low, high)]
    assert rises(*(found.chance("a_wins", "deadlock") for found in one))
    both = [claim(0.9, b) for b in (low, high)]
    assert rises(*(found.chance("deadlock") for found in both))


MARCH = """
standoff: 1
title: Slow to prepare, quick to act
payoffs: points
precision: 5
parties: {a: {}, b: {}}
variables: {ready: {values: ["no", "yes"], start: "no"}}
clock: {at_end: quiet}
turns:
  - id: prepare
    mover: a
    moves: {mobilise: {effect: {ready: "yes"}, cost: {a: <sunk>}}, wait: {}}
  - {id: answer, mover: b, moves: {give_way: {outcome: given}, refuse: {}}}
  - {id: act, mover: a, moves: {march: {outcome: war}, stop: {outcome: quiet}}}
outcomes:
  quiet: {}
  given: {payoff: {a: 0.7, b: -0.5}}
  war:
    payoff:
      a: "-0.4 + (if ready == yes then <edge> else 0)"
      b: "-0.4 - (if ready == yes then <edge> else 0)"
    force: true
"""


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.3), (0.3, 0.7)])
def test_mobilisation_gathers_momentum(low, high):
    """The more preparation improves a war, the more is prepared, and then marched.

    Schelling (1966) on mobilisation; Slantchev (2005): it moves one's own later choice too, not
    only the other's mind.
    """
    found = [at(MARCH, sunk=0.1, edge=e) for e in (low, high)]
    assert rises(*(f.move("a", "mobilise") for f in found))
    assert rises(*(f.move("b", "give_way") for f in found))
    assert rises(*(f.share("war", "quiet") for f in found))


RESIDUAL = """
standoff: 1
title: Clearing up elsewhere
payoffs: points
precision: 4
parties: {a: {}, b: {}}
side_crises:
  south:
    party: a
    announced: 2022-01-10
    slip: {0: 1}
    residual: {days: 7, prob: <prob>}
clock: {start: 2022-01-01, end: 2022-02-28, at_end: quiet}
turns:
  - id: push
    date: 2022-01-20
    mover: a
    moves: {attack: {allowed: south == free, outcome: war}, wait: {}}
outcomes: {quiet: {}, war: {payoff: {a: 0.5, b: -1}, force: true}}
"""


@pytest.mark.parametrize(("low", "high"), [(0.1, 0.5), (0.5, 0.9)])
def test_mopping_up_keeps_the_forces_away(low, high):
    """What a withdrawal leaves behind still ties forces (Powell 2007 on scarce means)."""
    assert rises(*(at(RESIDUAL, prob=p).chance("war") for p in (low, high)))


CHEAP = """
standoff: 1
title: A friend's word
payoffs: points
precision: 4
parties:
  friend: {private: {heart: {values: {loyal: {prob: 0.5}, fickle: {prob: 0.5}}}}}
  a: {}
clock: {at_end: over}
turns:
  - id: speak
    mover: friend
    moves: {profess: {cost: {friend: "if friend.heart == fickle then 0.1 else 0"}}, demur: {}}
  - {id: rely, mover: a, moves: {rely: {outcome: relied}, hedge: {outcome: hedged}}}
outcomes:
  over: {}
  relied:
    payoff:
      a: "if friend.heart == loyal then 1 else -1"
      friend: "if friend.heart == loyal then 0.6 else <bias>"
  hedged: {payoff: {}}
"""


@pytest.mark.parametrize(("low", "high"), [(-1.5, -0.5), (-0.5, 0.5)])
def test_cheap_talk_needs_common_interests(low, high):
    """The more the fickle gain from being relied upon, the less professed loyalty tells.

    Crawford and Sobel (1982). A small cost of lying chooses among the meanings that words could
    have: without it the principal branch stays on the one in which they have none.
    """
    found = [at(CHEAP, bias=bias) for bias in (low, high)]
    assert falls(*(f.posterior("friend", "loyal", "profess") for f in found))


REPLIES = """
standoff: 1
title: A list of demands
payoffs: points
precision: 6
parties: {east: {}, west: {}}
table:
  demanded_by: east
  of: west
  sold: <sold>
  discuss_share: <share>
  items:
    arms: {value: {east: 0.5, west: -0.2}, divisible: true}
    pact: {value: {east: 0.7, west: -1.2}}
  replies:
    full: {accept: rest}
    partial: {<done>: [arms], refuse: rest}
    refusal: {refuse: rest}
clock: {at_end: over}
turns:
  - {id: answer, mover: west, replies: true}
  - {id: act, mover: east, moves: {strike: {outcome: war}, settle: {outcome: over}}}
outcomes:
  over: {payoff: {east: items.east, west: items.west}}
  war: {payoff: {east: 0.2, west: -0.8}, force: true}
"""


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.5), (0.5, 0.9)])
def test_talks_about_an_item_replace_refusal(low, high):
    """Where talks are worth something to the demander, they keep the peace (Raiffa 1982)."""
    found = [at(REPLIES, sold="singly", done="discuss", share=s) for s in (low, high)]
    assert falls(*(f.chance("war") for f in found))
    assert falls(*(f.move("west", "refusal") for f in found))


def test_package_deals_end_partial_replies():
    """Sold as one package, half of the list is worth nothing (Raiffa 1982 on packages)."""
    singly, package = (at(REPLIES, sold=s, done="accept", share=0) for s in ("singly", "package"))
    assert falls(singly.share("over", "war"), package.share("over", "war"), by=0.1)


OPINION = """
standoff: 1
title: Opinion at home
payoffs: points
precision: 4
parties: {a: {}, b: {}}
ladders:
  pressure:
    climber: a
    rungs: [{id: calm}, {id: drill}, {id: siege}]
    reacts: {anger: {per_step: <per_step>}}
variables: {anger: {range: [0, 4], start: 0}}
commitments:
  vow: {party: a, retreat: 0.25 * anger, broken_by: {outcomes: [backed_down]}}
clock: {at_end: quiet}
turns:
  - {id: speak, mover: a, moves: {vow: {commits: vow, climb: {pressure: 1}}}}
  - {id: answer, mover: b, moves: {give_way: {outcome: won}, refuse: {}}}
  - {id: act, mover: a, moves: {fight: {outcome: war}, back_down: {outcome: backed_down}}}
outcomes:
  quiet: {}
  won: {payoff: {a: 1, b: -0.6}}
  backed_down: {}
  war: {payoff: {a: -0.4, b: -1}, force: true}
"""


@pytest.mark.parametrize(("low", "high"), [(0, 1), (1, 3)])
def test_aroused_opinion_ties_its_leader(low, high):
    """The more the public is aroused, the rarer a retreat, and the more the other gives way.

    Tomz (2007) on domestic audience costs; Fearon (1994).
    """
    found = [at(OPINION, per_step=step) for step in (low, high)]
    assert rises(*(f.share("war", "backed_down") for f in found))
    assert rises(*(f.move("b", "give_way") for f in found))


WEDGE = """
standoff: 1
title: A wedge
payoffs: points
precision: 5
parties: {a: {}, ally: {}, b: {}}
variables: {courted: {values: ["no", "yes"], start: "no"}}
clock: {at_end: quiet}
turns:
  - {id: court, mover: a, moves: {court: {effect: {courted: "yes"}, cost: {a: 0.1}}, ignore: {}}}
  - id: side
    mover: ally
    moves:
      stand_by: {outcome: together, cost: {ally: "if courted == yes then <bribe> else 0"}}
      keep_out: {outcome: divided}
outcomes:
  quiet: {}
  together: {payoff: {a: -0.5, ally: 0.2, b: 0.5}}
  divided: {payoff: {a: 0.5, b: -0.5}}
"""


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.3), (0.3, 0.8)])
def test_wedge_keeps_an_ally_out(low, high):
    """The more it gives up by standing by, the more an ally is courted, and stays out.

    Crawford (2011) on selective accommodation.
    """
    found = [at(WEDGE, bribe=bribe) for bribe in (low, high)]
    assert rises(*(f.move("a", "court") for f in found))
    assert rises(*(f.chance("divided") for f in found))


PAIN = """
standoff: 1
title: A dial of pain
payoffs: points
precision: 5
parties: {a: {}, b: {}}
ladders:
  pressure:
    climber: a
    rungs: [{id: calm}, {id: drill}, {id: siege}]
    start: <rung>
    standing_cost: {b: 0.6, a: 0.1}
clock: {start: 2022-01-01, end: 2022-01-15, at_end: over}
turns:
  - {id: first, date: 2022-01-01, mover: b, moves: {concede: {outcome: conceded}, hold: {}}}
  - {id: second, date: 2022-01-08, mover: b, moves: {concede: {outcome: conceded}, hold: {}}}
  - {id: third, date: 2022-01-15, mover: b, moves: {concede: {outcome: conceded}, hold: {}}}
outcomes: {over: {}, conceded: {payoff: {a: 1, b: -0.5}}}
"""


def test_pain_brings_concessions():
    """The power to hurt bargains by what is still to come (Schelling 1966); it grows with the rung.

    Pape (1996) doubts that punishment alone coerces: where the stakes are vital it does not.
    """
    found = [at(PAIN, rung=rung) for rung in ("calm", "drill", "siege")]
    assert rises(*(f.move("b", "concede") for f in found))


CHICKEN = """
standoff: 1
title: Chicken
payoffs: points
precision: 4
parties: {a: {}, b: {}}
variables:
  a_did: {values: [nothing, dare, swerve], start: nothing}
  b_did: {values: [nothing, dare, swerve], start: nothing}
clock: {at_end: calm}
turns:
  - id: meet
    together:
      - id: a_moves
        mover: a
        moves: {dare: {effect: {a_did: dare}}, swerve: {effect: {a_did: swerve}}}
      - id: b_moves
        mover: b
        moves: {dare: {effect: {b_did: dare}}, swerve: {effect: {b_did: swerve}}}
outcomes:
  calm:
    payoff:
      a: "if b_did == dare then (if a_did == dare then -<crash> else -0.3) else a_did == dare"
      b: "if a_did == dare then (if b_did == dare then -<crash> else -0.3) else b_did == dare"
"""


@pytest.mark.parametrize(("low", "high"), [(0.8, 2.0), (2.0, 5.0)])
def test_worse_collisions_make_daring_rarer(low, high):
    """In Chicken the worse the crash, the rarer the dare (Rapoport and Chammah 1966).

    On the symmetric branch, where neither side is known to be the one that swerves.
    """
    dares = [at(CHICKEN, crash=c) for c in (low, high)]
    assert falls(*(found.move("a", "dare") for found in dares))
    assert falls(*(found.move("b", "dare") for found in dares))


TRUST = """
standoff: 1
title: Trust
payoffs: points
precision: 5
parties:
  a: {private: {aims: {values: {greedy: {prob: rest}, modest: {prob: <trust>}}}}}
  b: {}
clock: {at_end: apart}
turns:
  - {id: first, mover: b, moves: {cooperate: {}, arm: {outcome: apart}}}
  - {id: reply, mover: a, moves: {cooperate: {outcome: joint}, exploit: {outcome: exploited}}}
outcomes:
  apart: {}
  joint: {payoff: {a: 0.6, b: 0.6}}
  exploited: {payoff: {a: "if a.aims == greedy then 1 else 0", b: -1}}
"""


@pytest.mark.parametrize(("low", "high"), [(0.3, 0.6), (0.6, 0.9)])
def test_trust_opens_the_door_to_cooperation(low, high):
    """Above a threshold of trust one cooperates (Kydd 2005); it depends on what is at risk."""
    assert rises(*(at(TRUST, trust=t).move("b", "cooperate") for t in (low, high)))


ALARM = """
standoff: 1
title: Demands that neutrals hear
payoffs: points
precision: 4
parties: {neutral: {}}
parameters:
  size: {value: <size>, unit: points, means: size of the demands, evidence: assumed}
  surprise: {value: <surprise>, unit: share, means: how sudden they are, evidence: assumed}
formulas:
  threat: {value: size * surprise, unit: points, means: threat that is felt}
clock: {at_end: out}
turns:
  - {id: choose, mover: neutral, moves: {join: {outcome: joined}, stay: {outcome: out}}}
outcomes: {out: {}, joined: {payoff: {neutral: threat - 0.5}}}
"""


@pytest.mark.parametrize("size", [0.5, 1.0])
def test_demand_and_surprise_alarm_neutrals(size):
    """Neutrals join against the size of demands times how suddenly they come (Walt 1987)."""
    assert rises(*(at(ALARM, size=size, surprise=s).chance("joined") for s in (0.1, 0.5, 1.0)))
    assert rises(*(at(ALARM, size=s, surprise=0.8).chance("joined") for s in (size, size + 0.5)))


DRIFT = """
standoff: 1
title: A change at home
payoffs: points
precision: 4
parties:
  east: {}
  west:
    factions:
      hawks: {prob: 0.8, payoff: {deal: -1.2}}
      doves: {prob: rest}
    faction_drift: {prob: <drift>, after: [vote], to: <to>}
clock: {at_end: quiet}
turns:
  - {id: vote, mover: nature, moves: {held: {prob: 1}}}
  - {id: answer, mover: west, moves: {sign: {outcome: deal}, refuse: {outcome: quiet}}}
outcomes: {quiet: {}, deal: {payoff: {east: 1, west: 0.6}}}
"""


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.3), (0.3, 0.8)])
def test_drift_to_the_doves_brings_agreement(low, high):
    """Who rules decides what is signed (Mattes and Weeks 2019 compare hawks and doves).

    Their point that hawks are rewarded for peace at home is another one, not shown here.
    """
    assert rises(*(at(DRIFT, drift=d, to="doves").chance("deal") for d in (low, high)))
    assert falls(*(at(DRIFT, drift=d, to="hawks").chance("deal") for d in (0.0, 0.8)))
