"""Threats, vows, assurances and sanctions: do they move others as the literature says?

One function per effect; the first names the literature:

- test_audience_costs_remove_doubt: Fearon 1994
- test_audience_costs_deter_bluffs: Fearon 1994
- test_rising_stakes_lock_in: Fearon 1994
- test_public_signal_moves_more_than_private: Fearon 1997; Kurizaki 2007
- test_tying_hands_changes_later_choices_and_sinking_does_not: Fearon 1997
- test_tying_hands_is_preferred_to_sinking_costs: Fearon 1997
- test_sunk_costs_separate_types: Spence 1973; Fearon 1997
- test_belligerence_costs_reduce_threats: Kertzer and Brutger 2016
- test_tone_makes_giving_way_rarer: O'Neill 1999
- test_assurances_raise_compliance: Kydd and McManus 2017; Cebul, Dafoe and Monteiro 2021
- test_threats_without_assurances_fail_more: Kydd and McManus 2017
- test_fear_of_further_demands_lowers_compliance: Sechser 2010
- test_sanctions_work_at_the_threat_stage: Drezner 1999
- test_leakage_weakens_sanctions: Drezner 1999; Early 2015
- test_empty_threats_that_cost_are_believed: Fearon 1997
- test_rejection_tells_of_insincere_talks: Ikle 1964
- test_kept_timetable_tells_of_the_plan: Levy 1986
- test_timetable_makes_the_other_yield: Schelling 1960
- test_reputation_makes_the_weak_fight_early: Kreps and Wilson 1982; Milgrom and Roberts 1982
"""

from __future__ import annotations

import pytest
from tests.support.signs import at, falls, rises

VOW = """
standoff: 1
title: A vow
payoffs: points
precision: 4
parties:
  a: {private: {resolve: {values: {weak: {prob: rest}, strong: {prob: <strong>}}}}}
  b: {}
commitments:
  vow:
    party: a
    sunk: <sunk>
    belligerence: <belligerence>
    retreat: <retreat>
    broken_by: {outcomes: [backed_down]}
clock: {at_end: quiet}
turns:
  - id: speak
    mover: a
    moves: {vow: {commits: vow}, wait: {outcome: quiet}}
  - id: answer
    mover: b
    moves: {give_way: {outcome: won}, refuse: {refuses: true}}
  - id: act
    mover: a
    moves: {fight: {outcome: war}, back_down: {outcome: backed_down}}
outcomes:
  quiet: {}
  won: {payoff: {a: 1, b: -1}}
  backed_down: {payoff: {b: 0.5}}
  war: {payoff: {a: "if a.resolve == strong then 0.2 else -2", b: -<loss>}, force: true}
bluff: {a: {threat: to fight if refused, carried_out: {outcomes: [war]}}}
"""
"""A vows or not; B gives way or refuses; A fights or backs down."""


def vow(retreat=0.0, sunk=0.0, belligerence=0.0, strong=0.5, loss=2):
    costs = {"retreat": retreat, "sunk": sunk, "belligerence": belligerence, "loss": loss}
    return at(VOW, strong=strong, **costs)


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.25), (0.25, 1.0)])
def test_audience_costs_remove_doubt(low, high):
    """A resolved party that vows is doubted, and refused, less often (Fearon 1994).

    Condition: war stays worse for the weak than a retreat; beyond that the weak fight as well, and
    a vow tells nothing.
    """
    costs = [vow(retreat=r) for r in (low, high)]
    assert rises(*(found.posterior("a", "strong", "vow") for found in costs))
    assert falls(*(found.bluff_after("a", "vow") for found in costs))
    assert falls(*(found.move("b", "refuse") for found in costs))


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.25), (0.25, 1.0)])
def test_audience_costs_deter_bluffs(low, high):
    """The weak type, which would have to back down, vows less often (Fearon 1994).

    Condition: the other side refuses in any case (here since war costs it little). Where it can
    be moved, a dearer vow also wins more often, which is worth about as much to the weak as the
    higher cost of retreat: their vows then become neither rarer nor more common.
    """
    unmoved = [vow(retreat=r, loss=0) for r in (low, high)]
    assert falls(*(found.move("a", "vow", "weak") for found in unmoved))


LOCK_IN = """
standoff: 1
title: A vow on a ladder
payoffs: points
precision: 4
parties:
  a: {private: {resolve: {values: {weak: {prob: 0.5}, strong: {prob: 0.5}}}}}
  b: {}
ladders:
  pressure: {climber: a, rungs: [{id: words}, {id: drill}]}
commitments:
  vow:
    party: a
    retreat: 0.5
    climbs_with: pressure
    stakes_growth: <growth>
    broken_by: {outcomes: [backed_down]}
clock: {at_end: quiet}
turns:
  - id: speak
    mover: a
    moves: {vow: {commits: vow, climb: {pressure: 1}}, wait: {outcome: quiet}}
  - {id: answer, mover: b, moves: {give_way: {outcome: won}, refuse: {refuses: true}}}
  - {id: act, mover: a, moves: {fight: {outcome: war}, back_down: {outcome: backed_down}}}
outcomes:
  quiet: {}
  won: {payoff: {a: 1, b: -1}}
  backed_down: {payoff: {b: 0.5}}
  war: {payoff: {a: "if a.resolve == strong then 0 else -1", b: -2}, force: true}
bluff: {a: {threat: to fight if refused, carried_out: {outcomes: [war]}}}
"""


@pytest.mark.parametrize("kind", ["weak", "strong"])
def test_rising_stakes_lock_in(kind):
    """The more a retreat costs on the higher rung, the fewer of a type retreat (Fearon 1994)."""
    assert falls(*(at(LOCK_IN, growth=g).bluff("a", kind) for g in (0, 1, 2)), by=0.01)


SPEECH = """
standoff: 1
title: A vow in public or in private
payoffs: points
precision: 4
parties:
  a: {private: {resolve: {values: {weak: {prob: 0.5}, strong: {prob: 0.5}}}}}
  b: {}
commitments:
  vow: {party: a, retreat: <retreat>, broken_by: {outcomes: [backed_down]}}
clock: {at_end: quiet}
turns:
  - {id: speak, mover: a, moves: {vow: {commits: vow, form: <form>}, wait: {}}}
  - {id: answer, mover: b, moves: {give_way: {outcome: won}, refuse: {refuses: true}}}
  - {id: act, mover: a, moves: {fight: {outcome: war}, back_down: {outcome: backed_down}}}
outcomes:
  quiet: {}
  won: {payoff: {a: 1, b: -1}}
  backed_down: {payoff: {b: 0.5}}
  war: {payoff: {a: "if a.resolve == strong then 0.2 else -5", b: -2}, force: true}
"""
"""Here nothing ends when A keeps quiet: a private word must look like that to others."""


@pytest.mark.parametrize("retreat", [1.0, 2.0])
def test_public_signal_moves_more_than_private(retreat):
    """Condition: retreat costs, and costs less after a private word (Fearon 1997).

    Kurizaki (2007): private threats may still work, here by what little they cost to take back.
    """
    private, public = (
        at(SPEECH, retreat=retreat, form=form).posterior("a", "strong", "vow")
        for form in ("private_message, to: b", "communique")
    )
    assert rises(private, public)
    assert rises(0.5, private, by=0.001)


@pytest.mark.parametrize("strong", [0, 1])
def test_tying_hands_changes_later_choices_and_sinking_does_not(strong):
    """Costs of retreat bind when the moment comes; what has been paid does not (Fearon 1997).

    Of one type alone (weak, strong): the chance that it fights once its vow has been refused.
    """
    plain, tied, sunk = (
        found.share("war", "backed_down")
        for found in (vow(strong=strong), vow(1.5, strong=strong), vow(sunk=0.5, strong=strong))
    )
    assert rises(plain, tied)
    assert sunk == pytest.approx(plain, abs=1e-9)


@pytest.mark.parametrize("size", [0.5, 1.0])
def test_tying_hands_is_preferred_to_sinking_costs(size):
    """A resolved type vows more often where the same cost ties than where it is sunk.

    Its choice is logit, so that it vows the more the better off a vow leaves it. The price is a
    higher risk of war once the vow has been refused (Fearon 1997).
    """
    tied, sunk = vow(retreat=size), vow(sunk=size)
    assert rises(sunk.move("a", "vow", "strong"), tied.move("a", "vow", "strong"))
    assert rises(sunk.share("war", "backed_down"), tied.share("war", "backed_down"))


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.3), (0.3, 0.6)])
def test_sunk_costs_separate_types(low, high):
    """A signal is believed for being too dear for the weak (Spence 1973; Fearon 1997).

    Condition: the strong have more to gain from the vow, here because they can also win the war.
    """
    assert rises(*(vow(sunk=s).posterior("a", "strong", "vow") for s in (low, high)))


@pytest.mark.parametrize("kind", ["weak", "strong"])
def test_belligerence_costs_reduce_threats(kind):
    """Part of the audience punishes having threatened at all (Kertzer and Brutger 2016)."""
    assert falls(*(vow(belligerence=b).move("a", "vow", kind) for b in (0.0, 0.2, 0.5)))


TONE = """
standoff: 1
title: A demand in a tone
payoffs: points
precision: 4
parameters:
  insult: {value: <insult>, unit: points, means: status lost by yielding, evidence: assumed}
parties: {a: {}, b: {}}
variables: {tone: {values: [civil, harsh], start: civil}}
clock: {at_end: quiet}
turns:
  - {id: ask, mover: nature, moves: {civil: {prob: 0.5}, harsh: {prob: 0.5, effect: {tone: harsh}}}}
  - id: answer
    mover: b
    moves: {give_way: {outcome: given}, refuse: {refuses: true}}
  - {id: act, mover: a, moves: {fight: {outcome: war}, drop: {outcome: quiet}}}
outcomes:
  quiet: {}
  given: {payoff: {a: 1, b: "-0.5 - (if tone == harsh then insult else 0)"}}
  war: {payoff: {a: 0, b: -1.5}, force: true}
"""


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.5), (0.5, 1.0)])
def test_tone_makes_giving_way_rarer(low, high):
    """What is asked for in an insulting way costs honour to give (O'Neill 1999)."""
    polite, rude = (at(TONE, insult=i) for i in (low, high))
    assert falls(polite.chance("given"), rude.chance("given"))
    assert rises(polite.chance("war"), rude.chance("war"))


PROMISE = """
standoff: 1
title: A threat with or without a promise
payoffs: points
precision: 4
parties:
  a: {private: {aims: {values: {limited: {prob: rest}, greedy: {prob: <greedy>}}}}}
  b: {}
assurances:
  no_more: {by: a, to: b, worth: 1.2, credibility: <credibility>, on: {outcomes: [bound]}}
variables: {promised: {values: ["no", "yes"], start: "no"}}
clock: {at_end: quiet}
turns:
  - id: threaten
    mover: nature
    moves:
      bare: {prob: "<bare>"}
      with_promise: {prob: rest, effect: {promised: "yes"}}
  - {id: say, mover: a, when: promised == yes, moves: {promise: {assures: no_more}}}
  - {id: answer, mover: b, moves: {comply: {}, resist: {outcome: war, refuses: true}}}
  - {id: keep, mover: nature, when: promised == yes, moves: {kept: {prob: 1, outcome: bound}}}
  - {id: after, mover: a, moves: {more: {outcome: exploited}, stop: {outcome: left_alone}}}
outcomes:
  quiet: {}
  bound: {payoff: {a: 1, b: -1.7}}
  left_alone: {payoff: {a: 1, b: -0.5}}
  exploited: {payoff: {a: "if a.aims == greedy then 2 else 0", b: -1.7}}
  war: {payoff: {a: 0, b: -1.1}, force: true}
"""
"""B complies or resists; who has complied may be asked for more."""


@pytest.mark.parametrize(("low", "high"), [(0.1, 0.5), (0.5, 0.9)])
def test_assurances_raise_compliance(low, high):
    """Threats need the promise that who gives way is left alone.

    Kydd and McManus (2017); Cebul, Dafoe and Monteiro (2021): compliance rises with how far the
    promise is believed.
    """
    wars = [at(PROMISE, greedy=0.5, credibility=c, bare=0).chance("war") for c in (low, high)]
    assert falls(*wars)


@pytest.mark.parametrize("greedy", [0.5, 0.9])
def test_threats_without_assurances_fail_more(greedy):
    """A bare threat by a party that may want more fails more often than one with a credible
    promise (Kydd and McManus 2017)."""
    bare, assured = (at(PROMISE, greedy=greedy, credibility=0.9, bare=b) for b in (1, 0))
    assert falls(bare.chance("war"), assured.chance("war"))


@pytest.mark.parametrize(("low", "high"), [(0.1, 0.5), (0.5, 0.9)])
def test_fear_of_further_demands_lowers_compliance(low, high):
    """The likelier a party is to come back for more, the less it is given (Sechser 2010)."""
    wars = [at(PROMISE, greedy=g, credibility=0, bare=1).chance("war") for g in (low, high)]
    assert rises(*wars)


BAN = """
standoff: 1
title: A sanction
payoffs: points
precision: 4
parties: {a: {}, b: {}}
sanctions:
  ban:
    sender: a
    target: b
    cost_target: <cost>
    cost_sender: 0.3
    leakage: <leakage>
    against: {outcomes: [defied]}
    empty_threat: <empty>
clock: {at_end: quiet}
turns:
  - {id: threat, mover: a, moves: {threaten: {threatens: ban}, let_be: {outcome: quiet}}}
  - {id: answer, mover: b, moves: {give_way: {outcome: early}, defy: {refuses: true}}}
  - {id: act, mover: a, moves: {impose: {imposes: ban}, drop: {outcome: defied}}}
  - {id: later, mover: b, moves: {give_in: {outcome: late}, hold: {outcome: defied}}}
outcomes:
  quiet: {}
  early: {payoff: {a: 1, b: -0.8}}
  late: {payoff: {a: 0.8, b: -0.8}}
  defied: {payoff: {a: 0, b: 0}}
"""
"""A threatens a ban, B gives way or defies it, A imposes it or not, B gives in or holds."""


def ban(cost=1.0, leakage=0.0, empty=0.5):
    return at(BAN, cost=cost, leakage=leakage, empty=empty)


@pytest.mark.parametrize(("low", "high"), [(0.5, 1.0), (1.0, 2.0)])
def test_sanctions_work_at_the_threat_stage(low, high):
    """The dearer the ban for the target, the more it gives way before it is imposed, and the
    more often it is threatened (Drezner 1999)."""
    cheap, dear = ban(cost=low), ban(cost=high)
    assert rises(cheap.move("b", "give_way"), dear.move("b", "give_way"))
    assert rises(cheap.move("a", "threaten"), dear.move("a", "threaten"))


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.3), (0.3, 0.8)])
def test_leakage_weakens_sanctions(low, high):
    """What third parties let through is not feared (Drezner 1999; Early 2015)."""
    tight, leaky = (ban(cost=1.5, leakage=share) for share in (low, high))
    assert falls(tight.move("b", "give_way"), leaky.move("b", "give_way"))


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.5), (0.5, 1.5)])
def test_empty_threats_that_cost_are_believed(low, high):
    """A sender that would pay for an empty threat is given way to (Fearon 1997: tied hands)."""
    assert rises(*(ban(cost=1.5, empty=e).move("b", "give_way") for e in (low, high)))


TALKS = """
standoff: 1
title: Talks that may be a cover
payoffs: points
precision: 4
parties:
  a: {private: {talks: {values: {sincere: {prob: 0.6}, cover: {prob: 0.4}}}}}
  b: {}
clock: {start: 2022-01-01, at_end: quiet}
turns:
  - {id: reply, date: 2022-01-10, mover: a, moves: {accept: {outcome: deal}, reject: {}}}
  - {id: guard, date: 2022-01-20, mover: b, moves: {trust: {outcome: quiet}, arm: {outcome: armed}}}
outcomes:
  quiet:
    payoff:
      a: "if a.talks == cover then <gain> else 0"
      b: "if a.talks == cover then -1 else 0.5"
  armed: {payoff: {a: -0.3, b: -0.2}}
  deal: {payoff: {a: 0.5, b: 0.5}}
"""


@pytest.mark.parametrize(("low", "high"), [(0.5, 1.0), (1.0, 2.0)])
def test_rejection_tells_of_insincere_talks(low, high):
    """Who talks for the side effects of talking turns good offers down (Ikle 1964).

    The more the cover is worth, the more a rejection tells, and the other side arms.
    """
    found = [at(TALKS, gain=gain) for gain in (low, high)]
    assert rises(0.4, *(f.posterior("a", "cover", "reject") for f in found))
    assert rises(*(f.move("b", "arm") for f in found))
    day = "2022-01-20"
    assert found[1].belief("a.talks", "cover", day) == pytest.approx(
        found[1].posterior("a", "cover", "reject"), abs=1e-9
    )


TIMETABLE = """
standoff: 1
title: A timetable
payoffs: points
precision: 3
parties:
  a: {private: {conduct: {values: {flexible: {prob: rest}, timetable: {prob: <share>}}}}}
  b: {}
clock: {start: 2022-01-01, at_end: war}
turns:
  - id: week_one
    date: 2022-01-10
    mover: a
    moves: {step: {cost: {a: 0.2}}, pause: {outcome: quiet, allowed: a.conduct == flexible}}
  - {id: reply_one, date: 2022-01-11, mover: b, moves: {give_way: {outcome: given}, hold: {}}}
  - id: week_two
    date: 2022-01-20
    mover: a
    moves: {step: {cost: {a: 0.2}}, pause: {outcome: quiet, allowed: a.conduct == flexible}}
  - {id: reply_two, date: 2022-01-21, mover: b, moves: {give_way: {outcome: given}, hold: {}}}
  - id: week_three
    date: 2022-01-30
    mover: a
    moves: {march: {outcome: war}, pause: {outcome: quiet, allowed: a.conduct == flexible}}
outcomes:
  quiet: {}
  given: {payoff: {a: 0.8, b: -0.6}}
  war: {payoff: {a: -1, b: -1.5}, force: true}
"""
"""A flexible A may pause every week; an A on a timetable cannot, whatever B does."""


@pytest.mark.parametrize("share", [0.1, 0.3])
def test_kept_timetable_tells_of_the_plan(share):
    """Plans that run by themselves are recognised by their dates being kept (Levy 1986)."""
    found = at(TIMETABLE, share=share)
    days = ("2022-01-10", "2022-01-20", "2022-01-30")
    beliefs = [found.belief("a.conduct", "timetable", day) for day in days]
    assert beliefs[0] == pytest.approx(share, abs=1e-9)
    assert rises(*beliefs)


@pytest.mark.parametrize(("low", "high"), [(0.05, 0.2), (0.2, 0.5)])
def test_timetable_makes_the_other_yield(low, high):
    """Who has given the choice away leaves the last clear chance to the other (Schelling 1960)."""
    assert rises(*(at(TIMETABLE, share=share).move("b", "give_way") for share in (low, high)))


CHAIN = """
standoff: 1
title: One challenger after the other
payoffs: points
precision: 5
parties:
  a: {private: {nerve: {values: {weak: {prob: rest}, tough: {prob: <tough>}}}}}
  b: {}
  c: {}
clock: {at_end: over}
turns:
  - {id: first, mover: b, moves: {challenge: {}, stay_out: {outcome: over}}}
  - id: answer
    mover: a
    moves:
      fight: {cost: {a: "if a.nerve == tough then -0.3 else 0.4", b: 0.5}}
      allow: {cost: {b: -0.5}}
  - {id: second, mover: c, moves: {challenge: {}, stay_out: {outcome: calm}}}
  - id: last
    mover: a
    moves:
      fight: {outcome: over, cost: {a: "if a.nerve == tough then -0.3 else 0.4", c: 0.5}}
      allow: {outcome: over, cost: {c: -0.5}}
outcomes:
  over: {}
  calm: {payoff: {a: <prize>}}
"""
"""A meets two challengers in turn; the weak A dislikes fighting each of them."""


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (1.0, 2.0)])
def test_reputation_makes_the_weak_fight_early(low, high):
    """A fight now is worth the respect of the next challenger (Kreps and Wilson 1982; Milgrom
    and Roberts 1982). The larger the prize of being left alone, the more the weak fight."""
    fights = [at(CHAIN, tough=0.3, prize=prize).move("a", "fight", "weak") for prize in (low, high)]
    assert rises(*fights)
