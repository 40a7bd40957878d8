"""Why bargaining fails or drags on, and who gets what: with the signs of the literature.

One function per effect:

- test_private_information_raises_war: Fearon 1995
- test_shift_of_power_raises_force_now: Powell 2006; Fearon 1995
- test_binding_promise_ends_the_rush: Powell 2006; Fearon 1995
- test_indivisible_items_raise_force: Fearon 1995; Toft 2006
- test_small_outside_options_change_nothing: Binmore, Shaked and Sutton 1989
- test_outside_option_raises_refusal: Binmore, Shaked and Sutton 1989
- test_waiting_costs_shorten_the_crisis: Rubinstein 1982
- test_impatient_side_concedes: Rubinstein 1982
- test_obstinate_type_makes_the_other_concede: Abreu and Gul 2000
- test_agreements_pile_up_at_the_deadline: Roth, Murnighan and Schoumaker 1988
- test_ratification_makes_agreements_rarer_and_better: Schelling 1960; Putnam 1988
- test_ratification_too_tight_hurts_the_constrained: Milner and Rosendorff 1997
- test_hawkish_faction_lowers_agreement: Putnam 1988
- test_spoilers_lower_agreement: Stedman 1997
- test_relative_gains_lower_agreement: Grieco 1988
- test_slices_are_resisted_less_than_one_big_step: Schelling 1966
- test_doubt_about_aims_feeds_salami_tactics: Schelling 1966; Powell 1996
- test_fait_accompli_replaces_demands: Altman 2017
- test_overconfidence_raises_war: Blainey 1973; Fey and Ramsay 2007
- test_closed_option_set_is_exploited: Wohlstetter 1962; Bennett and Dando 1979
- test_stubborn_updater_fights_more: Phillips and Edwards 1966; Jervis 1976
- test_errors_make_deterrence_fail: McKelvey and Palfrey 1998
"""

from __future__ import annotations

import pytest
from tests.support.signs import at, falls, rises

ULTIMATUM = """
standoff: 1
title: An ultimatum
payoffs: points
precision: 20
parties:
  a: {}
  b: {private: {cost: {values: {low: {prob: rest}, high: {prob: <high>}}}}}
variables: {asked: {values: [nothing_yet, little, much], start: nothing_yet}}
clock: {at_end: quiet}
turns:
  - id: ask
    mover: a
    moves: {ask_little: {effect: {asked: little}}, ask_much: {effect: {asked: much}}}
  - {id: answer, mover: b, moves: {accept: {outcome: deal}, fight: {outcome: war}}}
outcomes:
  quiet: {}
  deal:
    payoff:
      a: "if asked == much then 0.8 else 0.55"
      b: "if asked == much then 0.2 else 0.45"
  war:
    payoff: {a: 0.4, b: "0.5 - (if b.cost == high then 0.45 else 0.2)"}
    force: true
theories:
  private_information: {on: <on>, off: {reveals: [b.cost]}}
"""
"""A asks for much or little; B knows what a war would cost it."""


@pytest.mark.parametrize("high", [0.5, 0.7])
def test_private_information_raises_war(high):
    """A asks for too much as it does not know who would fight (Fearon 1995).

    Condition: high costs are likely enough that asking for much is worth the risk.
    """
    known, hidden = (at(ULTIMATUM, high=high, on=on).chance("war") for on in (0, 1))
    assert rises(known, hidden, by=0.1)


CLOSING = """
standoff: 1
title: A closing window
payoffs: points
precision: 10
parties: {a: {}, b: {}}
clock: {at_end: peace}
turns:
  - {id: today, mover: a, moves: {attack: {outcome: war_now}, wait: {}}}
  - id: tomorrow
    mover: b
    moves: {demand: {cost: {b: <promise>}}, keep: {outcome: peace}}
  - {id: answer, mover: a, moves: {accept: {outcome: new_split}, fight: {outcome: war_later}}}
outcomes:
  peace: {payoff: {a: 0.6, b: 0.4}}
  new_split: {payoff: {a: 0.6 - <shift>, b: 0.4 + <shift>}}
  war_now: {payoff: {a: 0.5, b: 0.3}, force: true}
  war_later: {payoff: {a: 0.5 - <shift>, b: 0.3 + <shift>}, force: true}
"""
"""The power of A falls by the shift; tomorrow B may ask for what its new strength is worth."""


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.2), (0.2, 0.5)])
def test_shift_of_power_raises_force_now(low, high):
    """Who grows stronger cannot promise not to use it (Powell 2006; Fearon 1995).

    Condition: the shift is larger than what war costs the declining side (here 0.1).
    """
    assert rises(*(at(CLOSING, shift=s, promise=0).chance("war_now") for s in (low, high)))


@pytest.mark.parametrize("shift", [0.3, 0.5])
def test_binding_promise_ends_the_rush(shift):
    """It is not the shift but the missing commitment that brings force (Powell 2006)."""
    free, bound = (at(CLOSING, shift=shift, promise=p).chance("war_now") for p in (0, 1))
    assert falls(free, bound, by=0.1)


ISLE = """
standoff: 1
title: An isle
payoffs: points
precision: 8
parties: {east: {}, west: {}}
table:
  demanded_by: east
  of: west
  discuss_share: 0.5
  items: {isle: {value: {east: 1, west: -1}, divisible: <divisible>}}
  replies: {full: {accept: rest}, half: {discuss: rest}, refusal: {refuse: rest}}
clock: {at_end: quiet}
turns:
  - {id: answer, mover: west, replies: true}
  - {id: act, mover: east, moves: {strike: {outcome: war}, settle: {outcome: quiet}}}
outcomes:
  quiet: {payoff: {east: items.east, west: items.west}}
  war: {payoff: {east: <east_war>, west: -0.8}, force: true}
"""


@pytest.mark.parametrize("east_war", [0.2, 0.35])
def test_indivisible_items_raise_force(east_war):
    """What cannot be shared is fought over (Fearon 1995; Toft 2006).

    Condition: each side would rather fight than give up all of it; side payments would undo this.
    """
    shared, whole = (
        at(ISLE, divisible=d, east_war=east_war).chance("war") for d in ("true", "false")
    )
    assert rises(shared, whole, by=0.1)


OPT_OUT = """
standoff: 1
title: An offer and another way
payoffs: points
precision: 20
parties: {a: {}, b: {}}
outside_options:
  plan: {party: b, values: {none: {prob: rest}, ready: {prob: <ready>}}}
clock: {at_end: deadlock}
turns:
  - {id: offer, mover: a, moves: {offer: {}, leave: {outcome: deadlock}}}
  - id: answer
    mover: b
    moves: {accept: {outcome: deal}, refuse: {}, go_it_alone: {outcome: alone, uses: plan}}
outcomes:
  deadlock: {}
  deal: {payoff: {a: 0.5, b: 0.5}}
  alone: {payoff: {b: <worth>}}
"""


def test_small_outside_options_change_nothing():
    """An option worth less than the agreement is an empty threat (Binmore, Shaked, Sutton 1989)."""
    none, small, large = (at(OPT_OUT, ready=1, worth=w).chance("deal") for w in (0, 0.25, 0.75))
    assert small == pytest.approx(none, abs=0.01)
    assert falls(small, large, by=0.5)


@pytest.mark.parametrize(("low", "high"), [(0.1, 0.5), (0.5, 0.9)])
def test_outside_option_raises_refusal(low, high):
    """An option better than the agreement is taken (Binmore, Shaked and Sutton 1989)."""
    assert rises(*(at(OPT_OUT, ready=r, worth=0.75).chance("alone") for r in (low, high)))


ATTRITION = """
standoff: 1
title: Who gives way first
payoffs: points
precision: 5
parties:
  a: {private: {nerve: {values: {normal: {prob: rest}, obstinate: {prob: <obstinate>}}}}}
  b: {}
clock: {start: 2022-01-01, end: 2022-02-01, at_end: deadlock, waiting: {a: <wait_a>, b: <wait_b>}}
turns:
  - repeat: 3
    every: 7
    turns:
      - {id: b_acts, after: 1, mover: b, moves: {give_way: {outcome: a_wins}, hold: {}}}
      - id: a_acts
        after: 1
        mover: a
        moves: {give_way: {outcome: b_wins, allowed: a.nerve == normal}, hold: {}}
outcomes:
  deadlock: {payoff: {a: -0.8, b: -0.8}}
  a_wins: {payoff: {a: 1}}
  b_wins: {payoff: {b: 1}}
"""
"""Three weeks in which each side may give way, A last; an obstinate A cannot."""


def attrition(obstinate=0.0, wait_a=0.0, wait_b=0.0):
    return at(ATTRITION, obstinate=obstinate, wait_a=wait_a, wait_b=wait_b)


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.05), (0.05, 0.2)])
def test_waiting_costs_shorten_the_crisis(low, high):
    """Impatience brings agreements forward (Rubinstein 1982, with fixed costs of bargaining)."""
    found = [attrition(wait_a=cost, wait_b=cost) for cost in (low, high)]
    assert rises(*(f.ended_by("2022-01-03") for f in found))


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.05), (0.05, 0.2)])
def test_impatient_side_concedes(low, high):
    """The side with the higher cost of waiting gets less (Rubinstein 1982)."""
    assert rises(*(attrition(wait_b=cost).chance("a_wins") for cost in (low, high)))


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.2), (0.2, 0.5)])
def test_obstinate_type_makes_the_other_concede(low, high):
    """The likelier A is to be obstinate, the sooner B gives way (Abreu and Gul 2000)."""
    found = [attrition(obstinate=share) for share in (low, high)]
    assert rises(*(f.move("b", "give_way") for f in found))


@pytest.mark.parametrize("cost", [0.0, 0.01])
def test_agreements_pile_up_at_the_deadline(cost):
    """Agreements wait for the last day, unless waiting is dear.

    Roth, Murnighan and Schoumaker (1988). Of those that get to a week: the share that settles in
    it, which is highest in the last.
    """
    days = [
        ("2022-01-02", "2022-01-03"),
        ("2022-01-09", "2022-01-10"),
        ("2022-01-16", "2022-01-17"),
    ]

    def hazards(found):
        left, shares = 1.0, []
        for week in days:
            settled = sum(found.ends_on(day, o) for day in week for o in ("a_wins", "b_wins"))
            shares.append(settled / left)
            left -= settled
        return shares

    early, middle, last = hazards(attrition(wait_a=cost, wait_b=cost))
    assert rises(early, last)
    assert rises(middle, last)
    impatient = attrition(wait_a=0.5, wait_b=0.5)
    assert hazards(impatient)[0] > 0.98


TREATY = """
standoff: 1
title: A treaty and a parliament
payoffs: points
precision: 10
parties:
  east: {}
  west: {}
  parliament:
    kind: public
    of: west
    private: {mood: {values: {open: {prob: rest}, closed: {prob: <closed>}}}}
variables: {terms: {values: [none_yet, meagre, generous], start: none_yet}}
<ratification>
clock: {at_end: failed}
turns:
  - id: offer
    mover: east
    moves: {meagre: {effect: {terms: meagre}}, generous: {effect: {terms: generous}}}
  - id: sign
    mover: west
    moves:
      sign_meagre: {outcome: meagre_deal, allowed: terms == meagre}
      sign_generous: {outcome: generous_deal, allowed: terms == generous}
      refuse: {outcome: failed}
outcomes:
  failed: {}
  meagre_deal:
    payoff: {east: 0.7, west: 0.3, parliament: -0.4}
  generous_deal:
    payoff: {east: 0.4, west: 0.6, parliament: "if parliament.mood == closed then -0.6 else 0.4"}
"""
RATIFIED = (
    "ratification: {west: {by: parliament, agreement: [meagre_deal, generous_deal], "
    "reversion: failed}}"
)


def worth_to_west(found):
    return 0.3 * found.chance("meagre_deal") + 0.6 * found.chance("generous_deal")


@pytest.mark.parametrize("closed", [0.1, 0.3])
def test_ratification_makes_agreements_rarer_and_better(closed):
    """A tied negotiator gets more, of fewer agreements (Schelling 1960; Putnam 1988).

    Condition: the other side knows of the constraint and can still afford to meet it.
    """
    free, tied = (at(TREATY, closed=closed, ratification=r) for r in ("", RATIFIED))
    assert rises(free.chance("failed"), tied.chance("failed"))
    better = [f.share("generous_deal", "meagre_deal") for f in (free, tied)]
    assert rises(*better, by=0.3)
    assert rises(*map(worth_to_west, (free, tied)))


def test_ratification_too_tight_hurts_the_constrained():
    """A parliament that rejects nearly everything helps nobody (Milner and Rosendorff 1997)."""
    free, tied = (at(TREATY, closed=0.9, ratification=r) for r in ("", RATIFIED))
    assert falls(*map(worth_to_west, (free, tied)))


RULE = """
standoff: 1
title: Who rules
payoffs: points
precision: 4
parties:
  east: {}
  west:
    factions:
      hawks: {prob: <hawks>, payoff: {deal: -1.2, quiet: <prize>}}
      doves: {prob: rest}
clock: {at_end: quiet}
turns:
  - {id: ask, mover: east, moves: {ask: {}, keep_out: {outcome: quiet}}}
  - {id: answer, mover: west, moves: {sign: {outcome: deal}, refuse: {outcome: quiet}}}
outcomes:
  quiet: {}
  deal: {payoff: {east: 1, west: 0.6}}
"""


@pytest.mark.parametrize(("low", "high"), [(0.1, 0.4), (0.4, 0.8)])
def test_hawkish_faction_lowers_agreement(low, high):
    """The win-set shrinks with the pivotal faction's dislike of the deal (Putnam 1988)."""
    assert falls(*(at(RULE, hawks=h, prize=0).chance("deal") for h in (low, high)))


@pytest.mark.parametrize(("low", "high"), [(-0.6, 0.0), (0.0, 0.6)])
def test_spoilers_lower_agreement(low, high):
    """Who profits from failure spoils the talks (Stedman 1997)."""
    assert falls(*(at(RULE, hawks=0.5, prize=p).chance("deal") for p in (low, high)))


GAINS = """
standoff: 1
title: A joint venture
payoffs: points
precision: 5
parties:
  a: {relative_gains: {of: b, weight: <weight>}}
  b: {}
clock: {at_end: apart}
turns:
  - {id: offer, mover: b, moves: {offer: {}, keep_out: {outcome: apart}}}
  - {id: answer, mover: a, moves: {join: {outcome: venture}, decline: {outcome: apart}}}
outcomes:
  apart: {}
  venture: {payoff: {a: 0.5, b: <other>}}
"""


@pytest.mark.parametrize("other", [0.5, 1.0])
def test_relative_gains_lower_agreement(other):
    """Who minds the other's gain forgoes its own (Grieco 1988), the more the larger that is."""
    assert falls(*(at(GAINS, weight=w, other=other).chance("venture") for w in (0, 0.4, 0.8)))
    equal, unequal = (at(GAINS, weight=0.6, other=o).chance("venture") for o in (0.5, 1.0))
    assert falls(equal, unequal)


SALAMI = """
standoff: 1
title: Slices
payoffs: points
precision: 6
parties:
  a: {private: {aims: {values: {limited: {prob: rest}, all_of_it: {prob: <greedy>}}}}}
  b: {}
ladders:
  gains: {climber: a, rungs: [{id: nothing_held}, {id: a_slice}, {id: the_whole}]}
clock: {at_end: over}
turns:
  - {id: first, mover: a, moves: {grab: {climb: {gains: <step>}}, wait: {outcome: over}}}
  - {id: reply_one, mover: b, moves: {resist: {outcome: war}, let_it_be: {}}}
  - {id: second, mover: a, moves: {grab: {climb: {gains: 1}}, stop: {outcome: over}}}
  - {id: reply_two, mover: b, moves: {resist: {outcome: late_war}, let_it_be: {outcome: over}}}
outcomes:
  over:
    payoff:
      a: "if a.aims == limited then (if gains == 1 then 0.5 else 0) else 0.5 * gains"
      b: -0.5 * gains
  war: {payoff: {a: -0.6, b: -0.7}, force: true}
  late_war: {payoff: {a: -0.3, b: -1.2}, force: true}
"""
"""A takes one slice or, in one step, the whole; a limited A wants no more than a slice."""


@pytest.mark.parametrize("greedy", [0.3, 0.5])
def test_slices_are_resisted_less_than_one_big_step(greedy):
    """Each slice is worth less than a war over it (Schelling 1966, on salami tactics).

    Condition: it is not known whether another slice follows, and every slice makes later
    resistance harder.
    """
    slices, whole = (at(SALAMI, greedy=greedy, step=s).move("b", "resist") for s in (1, 2))
    assert rises(slices, whole)


@pytest.mark.parametrize(("low", "high"), [(0.2, 0.5), (0.5, 0.9)])
def test_doubt_about_aims_feeds_salami_tactics(low, high):
    """The likelier limited aims are, the more the first slice is let be (Powell 1996)."""
    assert rises(*(at(SALAMI, greedy=g, step=1).move("b", "resist") for g in (low, high)))


GRAB = """
standoff: 1
title: To take or to ask
payoffs: points
precision: 6
parties: {east: {}, west: {}}
table:
  demanded_by: east
  of: west
  items: {isle: {value: {east: 0.6, west: -0.4}}}
  replies: {yes: {accept: rest}, refusal: {refuse: rest}}
clock: {at_end: over}
turns:
  - id: start
    mover: east
    moves: {take: {takes: [isle]}, ask: {}, stay_home: {outcome: over}}
  - id: answer
    mover: west
    when: taken == none
    replies: true
  - id: act
    mover: west
    when: taken != none
    moves: {retake: {outcome: war}, let_it_be: {outcome: over}}
outcomes:
  over:
    payoff:
      east: items.east
      west: "items.west - (if reply == yes then <shame> else 0)"
  war: {payoff: {east: -0.5, west: -<loss>}, force: true}
"""


@pytest.mark.parametrize(("low", "high"), [(0.3, 0.7), (0.7, 1.2)])
def test_fait_accompli_replaces_demands(low, high):
    """Land is taken, not asked for, where it would not be fought for (Altman 2017)."""
    found = [at(GRAB, loss=loss, shame=0.3) for loss in (low, high)]
    assert rises(*(f.move("east", "take") for f in found))
    assert falls(*(f.move("east", "ask") for f in found))


BLIND = """
standoff: 1
title: Two sides of one battle
payoffs: points
precision: 8
parameters:
  win: {value: 0.5, unit: probability, means: chance that A wins, evidence: assumed}
  gain: {value: 0.4, unit: points, means: what waiting is worth to A, evidence: assumed}
parties: {a: {}, b: {}}
clock: {at_end: quiet}
turns:
  - {id: demand, mover: a, moves: {attack: {}, talk: {outcome: quiet}}}
  - {id: answer, mover: b, moves: {resist: {outcome: war}, cede: {outcome: ceded}}}
outcomes:
  quiet: {payoff: {a: gain, b: 0.5}}
  ceded: {payoff: {a: 0.7, b: 0.3}}
  war: {payoff: {a: win - 0.2, b: 1 - win - 0.1}, force: true}
views:
  hopeful:
    held_by: [<who>]
    parameters: {win: {formula: "clip(win + <bias>, 0, 1)", evidence: assumed}}
"""


@pytest.mark.parametrize(("who", "bias"), [("a", 0.15), ("a", 0.4), ("b", -0.3)])
def test_overconfidence_raises_war(who, bias):
    """Wars begin where both expect to do well (Blainey 1973).

    Condition: the other's view is not learnt from its moves. Fey and Ramsay (2007): where it is
    common knowledge that both are ready to fight, rational sides would not both stay so hopeful.
    """
    sober, hopeful = (at(BLIND, who=who, bias=b).chance("war") for b in (0, bias))
    assert rises(sober, hopeful)


SURPRISE = """
standoff: 1
title: Two roads
payoffs: points
precision: 6
parties: {a: {}, b: {}}
clock: {at_end: quiet}
turns:
  - id: guard
    mover: b
    moves: {guard_road: {effect: {guarded: road}}, guard_forest: {effect: {guarded: forest}}}
  - id: attack
    mover: a
    moves:
      by_road: {outcome: by_the_road}
      by_forest: {outcome: through_the_forest}
      stay: {outcome: quiet}
variables: {guarded: {values: [nothing, road, forest], start: nothing}}
outcomes:
  quiet: {payoff: {b: 0.5}}
  by_the_road:
    payoff: {a: "if guarded == road then -1 else 1", b: "if guarded == road then 0 else -1"}
  through_the_forest:
    payoff: {a: "if guarded == forest then -1 else 0.6", b: "if guarded == forest then 0 else -1.5"}
<views>
"""
BLINKERED = "views: {planners: {held_by: [b], rules_out: [by_forest]}}"


def test_closed_option_set_is_exploited():
    """Who leaves an option of the other out is surprised by it.

    Wohlstetter (1962) on Pearl Harbor; Bennett and Dando (1979) on the fall of France.
    """
    seeing, blinkered = (at(SURPRISE, views=views) for views in ("", BLINKERED))
    assert rises(seeing.move("b", "guard_road"), blinkered.move("b", "guard_road"), by=0.1)
    came = [found.chance("through_the_forest") for found in (seeing, blinkered)]
    assert rises(*came, by=0.1)


LEARNER = """
standoff: 1
title: A threat and one who learns or does not
payoffs: points
precision: 4
parties:
  a: {private: {resolve: {values: {weak: {prob: 0.7}, strong: {prob: 0.3}}}}}
  b: {update_rate: <rate>}
clock: {at_end: quiet}
turns:
  - {id: speak, mover: a, moves: {mobilise: {cost: {a: 0.3}}, wait: {outcome: quiet}}}
  - {id: answer, mover: b, moves: {give_way: {outcome: won}, refuse: {}}}
  - {id: act, mover: a, moves: {fight: {outcome: war}, back_down: {outcome: backed_down}}}
outcomes:
  quiet: {}
  won: {payoff: {a: 1, b: -0.8}}
  backed_down: {payoff: {a: -0.6, b: 0.3}}
  war: {payoff: {a: "if a.resolve == strong then 0.5 else -1.5", b: -1.8}, force: true}
"""


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.5), (0.5, 1.0)])
def test_stubborn_updater_fights_more(low, high):
    """Who learns little from a mobilisation refuses the resolved too, and meets war.

    Phillips and Edwards (1966) on conservatism; Jervis (1976) on beliefs that persist.
    Condition: the prior says bluff and the signal is a costly one.
    """
    found = [at(LEARNER, rate=rate) for rate in (low, high)]
    assert falls(*(f.move("b", "refuse") for f in found))
    assert falls(*(f.share("war", "won", "backed_down") for f in found), by=0.01)


DETER = """
standoff: 1
title: A line that is drawn
payoffs: points
precision: <precision>
parties: {a: {}, b: {}}
clock: {at_end: quiet}
turns:
  - {id: move, mover: a, moves: {cross: {}, stay: {outcome: quiet}}}
  - {id: answer, mover: b, moves: {strike: {outcome: war}, let_it_be: {outcome: crossed}}}
outcomes:
  quiet: {payoff: {b: 0.5}}
  crossed: {payoff: {a: 1, b: -1}}
  war: {payoff: {a: -1, b: -0.5}, force: true}
"""


@pytest.mark.parametrize(("low", "high"), [(1, 3), (3, 9)])
def test_errors_make_deterrence_fail(low, high):
    """The less exactly payoffs are followed, the more a credible line is crossed.

    McKelvey and Palfrey (1998). Condition: striking back is what B would rather do.
    """
    assert falls(*(at(DETER, precision=p).chance("war") for p in (low, high)))
