"""Risk, what is hidden, and what is learnt: with the signs of the literature.

One function per effect:

- test_detection_deters_covert_preparation: Debs and Monteiro 2014
- test_undetected_preparation_meets_less_guard: Debs and Monteiro 2014
- test_cover_makes_talks_distrusted: Ikle 1964
- test_surprise_is_kept_for_high_stakes: Axelrod 1979
- test_deterrence_is_the_price_of_concealment: Slantchev 2010
- test_autonomous_risk_makes_the_less_resolved_yield: Schelling 1966; Powell 1990
- test_autonomous_risk_screens_types: Powell 1990
- test_risk_shifts_war_from_choice_to_accident: Schelling 1966
- test_battles_teach_the_more_the_faster_one_learns: Slantchev 2003; Powell 2004
- test_telling_battles_end_wars_sooner: Slantchev 2003
- test_informative_event_makes_waiting_worth_more: Dixit and Pindyck 1994
- test_news_is_worth_nothing_where_nothing_is_lost: Dixit and Pindyck 1994
- test_misread_signals_raise_war: Jervis 1976
- test_attribution_gives_each_cause_its_sign: Shapley 1953
- test_a_cause_has_a_larger_share_where_it_is_stronger: Shapley 1953; Walt 1987
"""

from __future__ import annotations

import pytest
from tests.support.signs import at, falls, rises

from standoff.forecast import forecast
from standoff.scenario import load_scenario

COVERT = """
standoff: 1
title: A secret programme
payoffs: points
precision: 6
parties:
  a: {private: {plan: {start: idle, values: {idle: {}, ready: {}}}}}
  b: {}
variables: {alarm: {values: [silent, raised], start: silent}}
clock: {at_end: quiet}
turns:
  - id: talks
    mover: a
    moves:
      talk: {}
      prepare: {becomes: {a.plan: ready}, seen_as: talk, cost: {a: 0.1}}
  - id: watch
    mover: nature
    moves:
      seen: {prob: "if a.plan == ready then <detect> else 0", effect: {alarm: raised}}
      nothing: {prob: rest}
  - id: respond
    mover: b
    moves:
      strike_first: {outcome: prevented, allowed: alarm == raised}
      guard: {outcome: guarded, allowed: alarm == silent}
      trust: {}
  - id: act
    mover: a
    moves: {use_it: {outcome: surprise, allowed: a.plan == ready}, keep_peace: {outcome: quiet}}
outcomes:
  quiet: {payoff: {a: 0.3, b: 0.3}}
  prevented: {payoff: {a: -1, b: -0.2}, force: true}
  guarded: {payoff: {a: 0.1, b: <guard>}}
  surprise: {payoff: {a: 1, b: -1}, force: true}
"""
"""A prepares behind talks; nature may show it to B, which strikes first, guards or trusts."""


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.4), (0.4, 0.9)])
def test_detection_deters_covert_preparation(low, high):
    """The likelier a programme is found, and answered by a strike, the rarer it is.

    Debs and Monteiro (2014).
    """
    assert falls(*(at(COVERT, detect=d, guard=-0.8).move("a", "prepare") for d in (low, high)))


def test_undetected_preparation_meets_less_guard():
    """Silence is good news only where preparation would have been seen."""
    blind, watched = (at(COVERT, detect=d, guard=-0.3) for d in (0.0, 0.9))
    assert falls(blind.chance("guarded"), watched.chance("guarded"), by=0.1)


COVER = """
standoff: 1
title: Talks as cover
payoffs: points
precision: 5
parties:
  a:
    private:
      aims: {values: {sincere: {prob: 0.6}, hostile: {prob: 0.4}}}
      plan: {start: idle, values: {idle: {}, ready: {}}}
  b: {}
clock: {start: 2022-01-01, at_end: quiet}
turns:
  - id: open
    date: 2022-01-10
    mover: a
    moves:
      talk: {cost: {a: "if a.aims == hostile then 0.4 else 0"}}
      cover:
        seen_as: talk
        allowed: a.aims == hostile
        becomes: {a.plan: ready}
        cost: {a: <cost>}
      break_off: {outcome: quiet}
  - {id: respond, date: 2022-01-20, mover: b, moves: {trust: {}, guard: {outcome: guarded}}}
  - id: act
    date: 2022-01-30
    mover: a
    moves: {use_it: {outcome: surprise, allowed: a.plan == ready}, sign: {outcome: deal}}
outcomes:
  quiet: {}
  deal: {payoff: {a: "if a.aims == sincere then 0.6 else 0", b: 0.6}}
  guarded: {payoff: {a: -0.1, b: -0.1}}
  surprise: {payoff: {a: 1, b: -1}, force: true}
"""
"""A hostile A dislikes talking, unless the talks hide what it prepares."""


@pytest.mark.parametrize(("low", "high"), [(0.1, 0.5), (0.5, 1.5)])
def test_cover_makes_talks_distrusted(low, high):
    """The cheaper talks are as a cover, the less their being held tells of good will.

    Ikle (1964) on negotiating for side effects.
    """
    found = [at(COVER, cost=cost) for cost in (low, high)]
    day = "2022-01-20"
    assert rises(*(f.belief("a.aims", "sincere", day) for f in found))
    assert falls(*(f.move("b", "guard") for f in found))


PARADE = """
standoff: 1
title: To show or to hide
payoffs: points
precision: 5
parties:
  a: {private: {arms: {values: {old: {prob: 0.6}, modern: {prob: 0.4}}}}}
  b: {}
clock: {at_end: quiet}
turns:
  - id: parade
    mover: a
    moves: {show: {allowed: a.arms == modern, effect: {shown: "yes"}}, hide: {}}
  - {id: respond, mover: b, moves: {give_way: {outcome: given}, fight: {}}}
  - id: battle
    mover: nature
    moves:
      shown_battle: {prob: shown == yes, outcome: open_war}
      surprise_battle: {prob: rest, outcome: surprise_war}
variables: {shown: {values: ["no", "yes"], start: "no"}}
outcomes:
  quiet: {}
  given: {payoff: {a: 0.6, b: -0.4}}
  open_war: {payoff: {a: 0.2, b: -<harm>}, force: true}
  surprise_war:
    payoff:
      a: "if a.arms == modern then 0.2 + <edge> else -0.5"
      b: "if a.arms == modern then -1.2 else 0.2"
    force: true
"""
"""A may show modern arms, which warns B, or keep them for a battle."""


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.4), (0.4, 0.9)])
def test_surprise_is_kept_for_high_stakes(low, high):
    """The more surprise is worth in battle, the less is shown before (Axelrod 1979)."""
    assert falls(*(at(PARADE, edge=e, harm=1).move("a", "show", "modern") for e in (low, high)))


@pytest.mark.parametrize(("low", "high"), [(0.2, 0.6), (0.6, 1.2)])
def test_deterrence_is_the_price_of_concealment(low, high):
    """Strength is shown where the other is deterred by it, and hidden where it is not.

    Slantchev (2010): signalling strength gives its use in battle away.
    """
    assert rises(*(at(PARADE, edge=0.2, harm=h).move("a", "show", "modern") for h in (low, high)))


BRINK = """
standoff: 1
title: A brink
payoffs: points
precision: 5
parties:
  a: {}
  b: {private: {resolve: {values: {weak: {prob: 0.5}, strong: {prob: 0.5}}}}}
hazards: {slip: {outcome: disaster, prob: <risk>, at: [answer]}}
clock: {at_end: won_by_b}
turns:
  - {id: raise, mover: a, moves: {raise: {}, stop: {outcome: won_by_b}}}
  - {id: answer, mover: b, moves: {yield: {outcome: won_by_a}, stand: {}}}
  - {id: last, mover: a, moves: {strike: {outcome: war}, yield: {outcome: won_by_b}}}
outcomes:
  won_by_a: {payoff: {a: 1, b: -0.5}}
  won_by_b: {payoff: {b: 0.5}}
  war: {payoff: {a: -1, b: "if b.resolve == strong then -0.6 else -1.5"}, force: true}
  disaster: {payoff: {a: -1, b: "if b.resolve == strong then -0.6 else -1.5"}, clash: true}
"""


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.2), (0.2, 0.6)])
def test_autonomous_risk_makes_the_less_resolved_yield(low, high):
    """Who has more to lose from disaster gives way as its chance grows.

    Schelling (1966) on the threat that leaves something to chance; Powell (1990).
    """
    found = [at(BRINK, risk=r) for r in (low, high)]
    weak, strong = ([f.move("b", "yield", kind) for f in found] for kind in ("weak", "strong"))
    assert rises(*weak)
    assert rises(strong[1] - strong[0], weak[1] - weak[0])


@pytest.mark.parametrize(("low", "high"), [(0.2, 0.4), (0.4, 0.6)])
def test_autonomous_risk_screens_types(low, high):
    """Standing on the brink shows resolve, the more so the higher the risk (Powell 1990)."""
    found = [at(BRINK, risk=r) for r in (low, high)]
    assert rises(*(f.posterior("b", "strong", "stand") for f in found))


def test_risk_shifts_war_from_choice_to_accident():
    """Wars nobody chose have a larger share where more is left to chance (Schelling 1966)."""

    def accident(risk):
        war = at(BRINK, risk=risk).data["causes"]["war"]
        accident, choice = (war[cause]["mean"] for cause in ("accident", "choice"))
        return accident / (accident + choice)

    assert accident(0) == pytest.approx(0, abs=1e-12)
    assert rises(accident(0), accident(0.1), accident(0.4))


BATTLE = """
standoff: 1
title: A war that teaches
payoffs: points
precision: 4
parties:
  a: {private: {strength: {values: {low: {prob: 0.5}, high: {prob: 0.5}}}}}
  b: {update_rate: <rate>}
variables: {news: {values: [none_yet, b_lost, b_won], start: none_yet}}
clock: {at_end: quiet}
turns:
  - id: battle
    mover: nature
    moves:
      lost:
        prob: "if a.strength == high then <clarity> else 1 - <clarity>"
        effect: {news: b_lost}
        cost: {a: 0.1, b: 0.3}
      won: {prob: rest, effect: {news: b_won}, cost: {a: 0.3, b: 0.1}}
  - id: decide
    mover: b
    moves:
      settle_loser: {outcome: after_defeat, allowed: news == b_lost}
      settle_winner: {outcome: after_victory, allowed: news == b_won}
      fight_on_loser: {outcome: war_after_defeat, allowed: news == b_lost}
      fight_on_winner: {outcome: war_after_victory, allowed: news == b_won}
outcomes:
  quiet: {}
  after_defeat: {}
  after_victory: {}
  war_after_defeat: {payoff: {b: "if a.strength == high then -1 else 1"}}
  war_after_victory: {payoff: {b: "if a.strength == high then -1 else 1"}}
"""
"""A battle costs both and tells of the strength of A; then B settles or fights on."""


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.4), (0.4, 1.0)])
def test_battles_teach_the_more_the_faster_one_learns(low, high):
    """After a defeat a quick learner settles, after a victory it fights on.

    Slantchev (2003), Powell (2004): fighting reveals what talk cannot.
    """
    found = [at(BATTLE, rate=rate, clarity=0.8) for rate in (low, high)]
    assert rises(*(f.share("after_defeat", "war_after_defeat") for f in found))
    assert rises(*(f.share("war_after_victory", "after_victory") for f in found))


@pytest.mark.parametrize(("low", "high"), [(0.5, 0.7), (0.7, 0.95)])
def test_telling_battles_end_wars_sooner(low, high):
    """The more a defeat tells, the likelier peace is after it (Slantchev 2003)."""
    found = [at(BATTLE, rate=1, clarity=c) for c in (low, high)]
    assert rises(*(f.share("after_defeat", "war_after_defeat") for f in found))


NEWS = """
standoff: 1
title: A date on which something becomes known
payoffs: points
precision: 5
parties: {a: {}}
hidden: {weather: {values: {bad: {prob: 0.5}, good: {prob: 0.5}}}}
variables: {report: {values: [none_yet, gloomy, bright], start: none_yet}}
clock: {at_end: stays}
turns:
  - {id: today, mover: a, moves: {act_now: {outcome: acted}, wait: {cost: {a: 0.05}}}}
  - id: report
    mover: nature
    moves:
      bright_news:
        prob: "if weather == good then <clarity> else 1 - <clarity>"
        effect: {report: bright}
      gloomy_news: {prob: rest, effect: {report: gloomy}}
  - {id: tomorrow, mover: a, moves: {act: {outcome: acted}, stay: {outcome: stays}}}
outcomes:
  stays: {}
  acted: {payoff: {a: "if weather == good then 1 else <loss>"}}
"""
"""A acts today, or waits at a cost for a report; what is done cannot be undone."""


@pytest.mark.parametrize(("low", "high"), [(0.5, 0.75), (0.75, 1.0)])
def test_informative_event_makes_waiting_worth_more(low, high):
    """The more a coming event will tell, the more what cannot be undone waits for it.

    Dixit and Pindyck (1994).
    """
    assert rises(*(at(NEWS, clarity=c, loss=-0.8).move("a", "wait") for c in (low, high)))


def test_news_is_worth_nothing_where_nothing_is_lost():
    """Condition: the act can go wrong; where it cannot, no report is waited for."""
    blind, told = (at(NEWS, clarity=c, loss=1).move("a", "wait") for c in (0.5, 1.0))
    assert told == pytest.approx(blind, abs=1e-9)


MISREAD = """
standoff: 1
title: A signal that may be misread
payoffs: points
precision: 6
parties:
  a: {private: {resolve: {values: {weak: {prob: 0.5}, strong: {prob: 0.5}}}}}
  b: {}
clock: {at_end: quiet}
turns:
  - id: speak
    mover: a
    moves:
      warn:
        noise: {heard_as: hint, prob: <noise>}
        cost: {a: "if a.resolve == weak then 1 else 0"}
      hint: {}
  - {id: answer, mover: b, moves: {give_way: {outcome: given}, refuse: {}}}
  - {id: act, mover: a, moves: {fight: {outcome: war}, drop: {outcome: quiet}}}
outcomes:
  quiet: {}
  given: {payoff: {a: 1, b: -0.6}}
  war: {payoff: {a: "if a.resolve == strong then 0.4 else -1.5", b: -1.2}, force: true}
"""


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.4), (0.4, 0.9)])
def test_misread_signals_raise_war(low, high):
    """A warning that is taken for less than it is does not warn (Jervis 1976).

    Condition: a warning is dear to the weak, so that it is believed where it is heard.
    """
    assert rises(*(at(MISREAD, noise=n).chance("war") for n in (low, high)))


APPLY = """
standoff: 1
title: Why would the north join?
payoffs: points
precision: 4
parameters:
  alarm: {value: ALARM, unit: points, means: the pressure of the east, evidence: assumed}
  door: {value: 0.4, unit: points, means: the open door, evidence: assumed}
  price: {value: 0.3, unit: points, means: what the east would do to it, evidence: assumed}
parties: {north: {}}
variables: {status: {values: [outside, applying], start: outside}}
clock: {at_end: over}
turns:
  - id: choose
    mover: north
    moves:
      apply: {effect: {status: applying}, cost: {north: 0.5 - alarm - door + price}}
      wait: {}
outcomes: {over: {}}
attribution:
  joining:
    event: status == applying
    causes:
      pressure: {parameters: {alarm: 0}}
      invitation: {parameters: {door: 0}}
      threat: {parameters: {price: 0}}
"""


def shares(alarm):
    scenario = load_scenario("north.yaml", text=APPLY.replace("ALARM", str(alarm)))
    record = forecast(scenario, draws=1, threads=1, attribution=True).to_json()["attribution"]
    causes = record["joining"]["causes"]
    values = {name: cause["shapley"]["mean"] for name, cause in causes.items()}
    assert sum(values.values()) == pytest.approx(record["joining"]["difference"]["mean"], abs=1e-9)
    return values


@pytest.mark.parametrize("alarm", [0.3, 0.6])
def test_attribution_gives_each_cause_its_sign(alarm):
    """What draws and what pushes count for joining, what deters counts against (Shapley 1953)."""
    values = shares(alarm)
    assert rises(values["threat"], 0, values["pressure"])
    assert values["invitation"] > 0.02


def test_a_cause_has_a_larger_share_where_it_is_stronger():
    """More pressure, more of the joining is owed to it (Walt 1987 on balancing against threat)."""
    assert rises(*(shares(alarm)["pressure"] for alarm in (0.0, 0.3, 0.6)))
