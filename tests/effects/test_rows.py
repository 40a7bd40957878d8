"""Signs of effects that no other test shows: one small crisis for each, solved exactly."""

from __future__ import annotations

import pytest
from tests.support.signs import MARGIN, at, rises
from tests.support.solved import soft

from standoff.forecast import forecast
from standoff.scenario import load_scenario

EXACT = 1e-9

TABLE = """
standoff: 1
title: Two items
payoffs: points
precision: 3
parties: {east: {}, west: {}}
table:
  demanded_by: east
  of: west
  discuss_share: <talks>
  items:
    arms: {value: {east: 1, west: -0.3}, divisible: true}
    troops: {value: {east: 1, west: -<dear>}}
  replies:
    full: {accept: rest}
    some: {discuss: [arms], refuse: rest}
    refusal: {refuse: rest}
clock: {at_end: quarrel}
turns:
  - {id: reply_due, mover: west, replies: true}
  - id: sign
    mover: east
    moves: {sign: {outcome: deal}, walk_out: {}}
outcomes:
  quarrel: {payoff: {west: -0.6}}
  deal: {payoff: {east: items.east - 0.4, west: items.west}}
"""


def test_an_item_that_is_dearer_to_give_is_granted_less_often():
    data = [at(TABLE, talks=0.3, dear=dear) for dear in (1.5, 0.6, 0.1)]
    assert rises(*(one.move("west", "full") for one in data))


def test_talks_that_are_worth_more_make_partial_deals_likelier():
    """Each item is answered by itself, and what is taken up for talks is worth its share."""
    assert rises(*(at(TABLE, talks=t, dear=1).chance("deal") for t in (0.1, 0.4, 0.7)))


LATE = """
standoff: 1
title: An answer is due
payoffs: points
precision: 3
parties: {west: {}}
clock: {start: 2022-01-01, end: 2022-01-29, at_end: answered, waiting: {west: <daily>}}
turns:
  - id: due
    date: 2022-01-08
    mover: west
    moves: {answer: {cost: {west: 0.3}, outcome: answered}, late: {cost: {west: <late>}}}
  - {id: then, date: 2022-01-29, mover: west, moves: {answer_late: {}}}
outcomes: {answered: {}}
"""


def test_a_dearer_delay_makes_a_late_answer_rarer():
    late = [at(LATE, late=c, daily=0).move("west", "late") for c in (0.8, 0.3, 0)]
    assert rises(*late)


def test_days_of_waiting_make_a_late_answer_rarer():
    """The flow of costs of 21 more days is weighed against the price of answering now."""
    daily = (0.02, 0.01, 0.0)
    late = [at(LATE, late=0, daily=c).move("west", "late") for c in daily]
    assert rises(*late)
    assert late == pytest.approx([soft(3 * (0.3 - 21 * c)) for c in daily], abs=EXACT)


PAUSE = """
standoff: 1
title: A pause
payoffs: points
precision: 4
parties:
  east: {private: {temper: {values: {hasty: {prob: 0.5}, patient: {prob: rest}}}}}
  west: {}
clock:
  start: 2022-01-01
  end: 2022-01-29
  at_end: nothing
  waiting: {east: "if east.temper == hasty then <haste> else 0"}
turns:
  - {id: now, date: 2022-01-01, mover: east, moves: {settle: {outcome: small_deal}, wait: {}}}
  - {id: later, date: 2022-01-29, mover: west, moves: {give: {outcome: deal}, refuse: {}}}
outcomes:
  nothing: {}
  small_deal: {payoff: {east: 0.3}}
  deal: {payoff: {east: 1, west: 0.2}}
"""


def patient_after_waiting(haste):
    return at(PAUSE, haste=haste).posterior("east", "patient", "wait")


def test_a_pause_tells_of_patience():
    """Who loses less by waiting waits more, so delay is a signal (Admati and Perry 1987)."""
    assert patient_after_waiting(0) == pytest.approx(0.5, abs=EXACT)
    assert rises(*(patient_after_waiting(haste) for haste in (0, 0.01, 0.03)))


LAST = """
standoff: 1
title: Talks before a deadline
payoffs: points
precision: 2
parties: {west: {}}
hazards: {breakthrough: {outcome: deal, prob: 0.5 / (1 + days_left), at: [talk]}}
clock: {start: 2022-01-01, end: 2022-01-22, at_end: failure}
turns:
  - repeat: 3
    every: 7
    turns: [{id: talk, date: 2022-01-08, mover: west, moves: {go_on: {}}}]
outcomes: {failure: {}, deal: {}}
"""


def test_a_breakthrough_gets_likelier_with_the_deadline_and_is_never_impossible():
    when = at(LAST).data["when"]["by_outcome"]
    deals = [when[day]["deal"] for day in ("2022-01-08", "2022-01-15", "2022-01-22")]
    first, second, third = (0.5 / (1 + left) for left in (14, 7, 0))
    expected = [first, (1 - first) * second, (1 - first) * (1 - second) * third]
    assert deals == pytest.approx(expected, abs=EXACT)
    assert 0 < deals[0] < deals[1] < deals[2] < 1


PREPARE = """
standoff: 1
title: Slow to prepare and then quick
payoffs: points
precision: 4
parties:
  east: {private: {plan: {start: <start>, values: {latent: {}, ready: {}}}}}
  west: {}
clock: {at_end: quiet}
turns:
  - id: talk
    mover: east
    moves:
      talk: {}
      prepare:
        {allowed: east.plan == latent, becomes: {east.plan: ready}, seen_as: talk,
         cost: {east: <price>}}
  - id: act
    mover: east
    moves:
      strike: {allowed: east.plan == ready, outcome: war}
      stop: {}
outcomes: {quiet: {}, war: {payoff: {east: 0.5, west: -1}}}
"""


def test_a_plan_that_is_not_in_motion_has_to_be_prepared_before_it_is_used():
    """Nothing happens without preparation, and what makes that dear makes force rarer."""
    wars = [at(PREPARE, start="latent", price=p).chance("war") for p in (0.9, 0.4, 0.1)]
    assert rises(*wars, at(PREPARE, start="ready", price=0).chance("war"))
    never = PREPARE.replace("allowed: east.plan == latent", "allowed: east.plan == ready")
    assert at(never, start="latent", price=0.1).chance("war") == 0


GATE = """
standoff: 1
title: A gate
payoffs: points
precision: 2
parties: {east: {}, west: {}}
variables: {paper: {values: [none, given], start: none}}
clock: {start: 2022-01-01, end: 2022-02-01, at_end: quiet}
turns:
  - {id: reply, date: 2022-01-08, mover: west, moves: {<menu>}}
  - id: act
    date: 2022-01-15
    mover: east
    when: paper == given
    moves: {strike: {outcome: early}, wait: {}}
  - id: deadline
    date: 2022-02-01
    mover: east
    moves: {strike: {outcome: late}, wait: {}}
outcomes: {quiet: {}, early: {payoff: {east: 1}}, late: {payoff: {east: 0.5}}}
"""


def test_a_stage_opens_on_the_reply_and_at_the_latest_on_the_deadline():
    shut, free, opened = (
        at(GATE, menu=menu)
        for menu in (
            "stall: {}",
            "stall: {}, write: {effect: {paper: given}}",
            "write: {effect: {paper: given}}",
        )
    )
    assert shut.chance("early") == 0
    assert rises(*(one.chance("early") for one in (shut, free, opened)))
    assert shut.chance("late") == pytest.approx(soft(2 * 0.5), abs=EXACT)


SHOCK = """
standoff: 1
title: A shock elsewhere
payoffs: points
precision: 4
parties: {east: {}, west: {}}
variables: {attention: {values: [drained, whole], start: whole}}
side_crises:
  south: {party: east, start: free, announced: 2022-03-01, slip: {0: 1}}
formulas:
  win: {value: logistic(-<drag> * (attention == drained))}
clock: {start: 2022-01-01, end: 2022-01-31, at_end: quiet}
turns:
  - id: south_falls
    date: 2022-01-02
    mover: nature
    moves: {revolt: {prob: <revolt>, effect: {south: tied}}, calm: {prob: rest}}
  - id: wave
    date: 2022-01-03
    mover: nature
    moves: {breaks: {prob: <wave>, effect: {attention: drained}}, stays_away: {prob: rest}}
  - id: act
    date: 2022-01-10
    mover: east
    moves: {strike: {needs: south, outcome: war}, wait: {}}
outcomes: {quiet: {}, war: {payoff: {east: 2 * win - 0.8, west: -1}}}
"""


def test_a_shock_that_drains_attention_makes_force_rarer():
    """Crises of other kinds compete for what one state can attend to."""
    assert rises(*(at(SHOCK, drag=2, revolt=0, wave=w).chance("war") for w in (0.9, 0.5, 0.1)))
    assert rises(*(at(SHOCK, drag=d, revolt=0, wave=0.8).chance("war") for d in (3, 1, 0)))


def test_a_sudden_collapse_next_door_ties_the_forces():
    """Kuran (1991): nobody decides on it, so it is a chance; what it ties cannot be used."""
    assert rises(*(at(SHOCK, drag=0, revolt=r, wave=0).chance("war") for r in (0.9, 0.5, 0.1)))


TEMPO = """
standoff: 1
title: A fast or a slow way up
payoffs: points
precision: 4
parties: {east: {}, north: {}}
variables: {fear: {range: [0, 4], start: 0}}
ladders:
  pressure:
    climber: east
    rungs: [{id: words}, {id: drill}, {id: siege}]
    rate_cost: {east: <rate>}
    reacts: {fear: {per_step: <reacts>}}
clock: {at_end: apart}
turns:
  - id: first
    mover: east
    moves: {leap: {climb: {pressure: 2}}, step: {climb: {pressure: 1}}}
  - id: choice
    mover: north
    moves:
      join: {cost: {north: 0.8 - <turn> * fear}, outcome: joined}
      stay_out: {}
outcomes: {apart: {}, joined: {payoff: {east: -<loss>}}}
"""


def tempo(rate=1.0, reacts=1, turn=0.2, loss=0):
    return at(TEMPO, rate=rate, reacts=reacts, turn=turn, loss=loss)


def test_a_dear_tempo_makes_leaps_rarer_than_steps():
    """The cost is convex: a leap of two steps costs four times one step."""
    leaps = [tempo(rate=rate).move("east", "leap") for rate in (1.5, 0.7, 0)]
    assert rises(*leaps)
    assert leaps == pytest.approx([soft(-4 * rate * 0.75) for rate in (1.5, 0.7, 0)], abs=EXACT)


def test_backlash_makes_leaps_rarer():
    """Jervis (1976): who foresees the backlash to a fast climb climbs more slowly."""
    assert rises(*(tempo(rate=0, loss=c).move("east", "leap") for c in (3, 1, 0)))


def test_a_turn_that_nobody_understands_ends_neutrality():
    """Walt (1987): the more threatening the turn looks, the more the neutrals balance."""
    joined = [tempo(turn=t).chance("joined") for t in (0, 0.2, 0.4)]
    assert rises(*joined)
    assert tempo(reacts=0).chance("joined") == pytest.approx(joined[0], abs=EXACT)


PAIN = """
standoff: 1
title: A dial of pain
payoffs: points
precision: 3
parties: {east: {}, west: {}}
ladders:
  dial:
    climber: east
    rungs: [{id: off}, {id: half}, {id: full}]
    start: <start>
    convexity: 2
    standing_cost: {west: <hurt>, east: 0.1}
    accident: {prob_top: <risk>, growth: 2, outcome: clash}
clock: {start: 2022-01-01, end: 2022-01-29, at_end: stalemate}
turns:
  - {id: answer, date: 2022-01-01, mover: west, moves: {give: {outcome: given}, bear: {}}}
  - {id: slip, date: 2022-01-29, accident: dial}
outcomes: {stalemate: {}, given: {payoff: {west: -0.8}}, clash: {payoff: {east: -1, west: -1}}}
"""


def pain(start="full", hurt=0.2, risk=0.0):
    return at(PAIN, start=start, hurt=hurt, risk=risk)


def test_pain_that_is_turned_up_is_given_way_to():
    """Schelling (1966): the power to hurt is bargaining power; the cost is convex in the level."""
    given = [pain(start=s).chance("given") for s in ("off", "half", "full")]
    assert given == sorted(given)
    assert given[-1] > given[0] + MARGIN
    expected = [soft(3 * (4 * 0.2 * level**2 - 0.8)) for level in (0, 0.5, 1)]
    assert given == pytest.approx(expected, abs=EXACT)


def test_the_chance_of_an_accident_grows_faster_than_the_level():
    clash = [pain(start=s, hurt=0, risk=0.4).chance("clash") for s in ("off", "half", "full")]
    assert clash[0] == 0
    assert clash[2] - clash[1] > clash[1] - clash[0] + MARGIN


CAUSE = """
standoff: 1
title: A just cause
payoffs: points
precision: 3
parties: {east: {}, west: {}}
formulas: {win: {value: logistic(<means>)}}
variables: {fought: {values: [no, yes], start: no}}
clock: {at_end: quiet}
turns:
  - {id: act, mover: east, moves: {fight: {effect: {fought: yes}}, rest_: {outcome: quiet}}}
  - id: battle
    mover: nature
    moves: {win: {prob: win, outcome: won}, lose: {prob: rest, outcome: lost}}
outcomes:
  quiet: {}
  won: {payoff: {east: 1 + <cause>}}
  lost: {payoff: {east: -1 + <cause>}}
"""


def test_a_just_cause_moves_the_will_and_not_the_odds():
    """Being in the right is a payoff; success comes from means."""
    found = [at(CAUSE, cause=c, means=0.5) for c in (0, 0.3, 0.8)]
    assert rises(*(one.chance("won", "lost") for one in found))
    odds = [one.share("won", "lost") for one in found]
    assert odds == pytest.approx([soft(0.5)] * 3, abs=EXACT)
    assert rises(odds[0], at(CAUSE, cause=0, means=1.5).share("won", "lost"))


PEACE = """
standoff: 1
title: A movement for peace
payoffs: points
precision: 4
parties: {west: {}}
variables: {movement: {range: [0, 4], start: <strong>}}
clock: {at_end: refused}
turns:
  - id: answer
    mover: west
    moves:
      give: {outcome: given}
      refuse: {cost: {west: if movement >= 2 then 0.2 * movement else 0}}
outcomes: {refused: {}, given: {payoff: {west: -0.5}}}
"""


def test_a_movement_above_its_threshold_makes_its_own_government_give_way():
    """Evangelista (1999), Knopf (1998): movements across borders can change what is conceded."""
    given = [at(PEACE, strong=s).chance("given") for s in range(5)]
    assert given[1] == pytest.approx(given[0], abs=EXACT)
    assert rises(*given[1:])


ALLIES = """
standoff: 1
title: Allies between two pulls
payoffs: points
precision: 3
parties: {europe: {private: {tie: {values: {loose: {prob: 0.5}, close: {prob: rest}}}}}}
variables: {opinion: {range: [0, 2], start: <closed>}}
clock: {at_end: apart}
turns:
  - id: choice
    mover: europe
    moves:
      join: {outcome: joined, cost: {europe: "0.6 - (if europe.tie == close then <tie> else 0)"}}
      own_table: {outcome: own_way}
      nothing: {}
outcomes:
  apart: {}
  joined: {payoff: {europe: 0.2 * opinion}}
  own_way: {payoff: {europe: <own> - 0.3}}
"""


def allies(closed=0, tie=0.5, own=0.3):
    return at(ALLIES, closed=closed, tie=tie, own=own)


def test_a_tie_binds_and_a_table_of_ones_own_draws_away():
    """Crawford (2011): binding and wedging pull allies in opposite directions."""
    assert rises(*(allies(tie=t).chance("joined") for t in (0, 0.5, 1)))
    assert rises(*(allies(own=o).chance("own_way") for o in (0, 0.3, 0.6)))
    assert rises(*(allies(own=o).chance("joined") for o in (0.9, 0.5, 0)))


def test_closed_ranks_make_allies_join():
    """Opinion feeds what allies gain by standing together."""
    assert rises(*(allies(closed=c).chance("joined") for c in (0, 1, 2)))


ONE = """
standoff: 1
title: One West or two
payoffs: points
precision: 4
parties: {usa: {}, europe: {}}
coordination: {west: {between: [usa, europe], prob: <rho>}}
clock: {at_end: apart}
turns:
  - {id: usa_acts, mover: usa, moves: {ask: {}, rest_: {outcome: apart}}}
  - {id: europe_acts, mover: europe, moves: {join: {outcome: joint}, refuse: {}}}
outcomes: {apart: {}, joint: {payoff: {usa: 1, europe: -0.4}}}
"""
SINGLE = (
    ONE.replace("usa: {}, europe: {}", "west: {}")
    .replace("coordination: {west: {between: [usa, europe], prob: <rho>}}\n", "")
    .replace("mover: usa", "mover: west")
    .replace("mover: europe", "mover: west")
    .replace("{usa: 1, europe: -0.4}", "{west: 1 - 0.4}")
)


def test_parties_that_always_act_as_one_are_one_party():
    """The same crisis at two resolutions: at rho = 1 the two play what their sum would play."""
    assert rises(*(at(ONE, rho=rho).chance("joint") for rho in (0, 0.5, 1)))
    assert at(ONE, rho=1).chance("joint") == pytest.approx(at(SINGLE).chance("joint"), abs=EXACT)


SIDE = """
standoff: 1
title: Mopping up
payoffs: points
precision: 4
parameters:
  drag: {value: 1.5, unit: log odds, means: what tied forces take, evidence: assumed}
parties: {east: {}, west: {}}
side_crises:
  south: {party: east, announced: 2022-01-10, slip: {0: 1}, residual: {days: <days>, prob: 1}}
formulas:
  busy: {value: if south == tied then 1 else if south == mopping_up then 0.5 else 0}
  win: {value: logistic(0.5 - drag * busy)}
clock: {start: 2022-01-01, end: 2022-02-01, at_end: quiet}
turns:
  - {id: act, date: <on>, mover: east, moves: {strike: {outcome: war}, wait: {}}}
outcomes: {quiet: {}, war: {payoff: {east: 2 * win - 1, west: -1}}}
views:
  faded: {title: It is over, parameters: {drag: {value: 0, evidence: assumed}}}
  live: {title: It goes on, parameters: {drag: {value: 3, evidence: assumed}}}
perception: {level: 0}
"""


def test_a_long_mopping_up_keeps_force_from_being_used():
    """What is left behind ties part of the forces: tied, then half of it, then nothing."""
    long, short = (at(SIDE, days=d, on="2022-01-20").chance("war") for d in (30, 5))
    before = at(SIDE, days=30, on="2022-01-05").chance("war")
    assert rises(before, long, short)


def test_the_attention_that_a_view_gives_to_the_side_crisis_sets_its_forecast():
    """Two authors with the same crisis and other weights: who takes it for over expects force."""
    scenario = load_scenario(
        "x.yaml", text=SIDE.replace("<days>", "30").replace("<on>", "2022-01-20")
    )
    live, own, faded = (
        forecast(scenario, draws=1, threads=1, view=view).to_json()["outcomes"]["war"]["mean"]
        for view in ("live", None, "faded")
    )
    assert rises(live, own, faded)


SIGN = """
standoff: 1
title: A perceived win-set
payoffs: points
precision: 4
parameters:
  contempt: {value: 0.1, unit: points, means: price of signing, evidence: assumed}
parties: {east: {}, west: {}}
clock: {at_end: quiet}
turns:
  - {id: offer, mover: east, moves: {offer: {}, act_alone: {outcome: steps}}}
  - {id: answer, mover: west, moves: {sign: {outcome: deal}, refuse: {}}}
outcomes:
  quiet: {}
  steps: {payoff: {east: 0.3}}
  deal: {payoff: {east: 1, west: 0.5 - contempt}}
views:
  beneath:
    held_by: [east]
    parameters: {contempt: {value: <price>, evidence: assumed}}
perception: {level: 1}
"""


def test_who_thinks_it_is_held_beneath_talking_to_acts_alone():
    """Wolf (2011) on respect: the perceived win-set counts for the one, and not for the other."""
    data = [at(SIGN, price=p) for p in (0.1, 0.6, 1.5)]
    assert rises(*(one.chance("steps") for one in data))
    signs = [one.chance("deal") / one.move("east", "offer") for one in data]
    assert signs == pytest.approx([soft(4 * 0.4)] * 3, abs=EXACT)
