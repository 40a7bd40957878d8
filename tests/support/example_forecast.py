"""A forecast as plain data, made by hand: what the renderers take, without solving anything."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any

DATES = [(date(2022, 1, 22) + timedelta(days=7 * k)).isoformat() for k in range(6)]

OUTCOMES = {  # title, mean, half-width of the interval, whether it is a use of force
    "settlement": ("Settlement on the whole list", 0.035, 0.03, False),
    "partial": ("Partial settlement: some items, talks on the rest", 0.21, 0.13, False),
    "suspense": ("Prolonged suspense", 0.33, 0.19, False),
    "backing_down": ("Russia backs down", 0.085, 0.06, False),
    "unilateral": ("Unilateral steps short of force", 0.15, 0.1, False),
    "force": ("Use of force", 0.184, 0.14, True),
    "accident": ("Accident at high pressure", 0.006, 0.005, True),
}

ENDED = [0.02, 0.13, 0.26, 0.41, 0.55, 0.63]


def band(mean: float, half: float) -> dict[str, float]:
    """Return a mean with an interval around it that stays within 0 and 1."""
    return {"mean": mean, "p05": max(0.0, mean - half), "p95": min(1.0, mean + half)}


def example_forecast() -> dict[str, Any]:
    """Return a fresh forecast of a made-up crisis, shaped as `Forecast.to_json()` shapes it."""
    return {
        "format": 1,
        "version": "0.1.0",
        "scenario": "strait",
        "title": "The strait crisis",
        "summary": "Russia has tabled a list of demands and wants a written reply. The West must "
        "answer within a week; pressure grows while it thinks.",
        "hash": "3f6c1a90" * 8,
        "seed": 1,
        "draws": 500,
        "as_of": "2022-01-15",
        "parties": {"russia": "Russia", "west": "The West"},
        "lambda": {"mean": 10.2, "p05": 4.1, "p95": 19.7},
        "outcomes": {key: _outcome(*values) for key, values in OUTCOMES.items()},
        "base_rates": [
            {
                "outcomes": ["force", "accident"],
                "rate": 0.2,
                "cases": 400,
                "source": "International Crisis Behavior data, crises of two or more states",
                "means": "share of crises with full-scale fighting between the parties",
                "model": {"mean": 0.19, "p05": 0.05, "p95": 0.33},
            }
        ],
        "when": _when(),
        "bluff": {
            "russia": {
                day: {
                    **band(0.52 - 0.05 * k, 0.2 - 0.01 * k),
                    "if_pressed": band(0.5 - 0.075 * k, 0.2 - 0.015 * k),
                }
                for k, day in enumerate(DATES)
            }
        },
        "bluff_definition": {
            "russia": {
                "threat": "unilateral steps or force if the demands are refused",
                "text": "The chance that Russia is of a type that would not carry out its threat "
                "(unilateral steps or force) if the others refused to the end, given what has "
                "been seen up to that date. It is a property of types, never of a gap between "
                "words and deeds.",
            }
        },
        "next_moves": _next_moves(),
        "types": {
            "russia": {
                "bluffing, no plan B": band(0.42, 0.18),
                "bluffing, plan B": band(0.1, 0.08),
                "resolved, no plan B": band(0.18, 0.1),
                "resolved, plan B": band(0.3, 0.15),
            },
            "west": {"soft": band(0.6, 0.2), "firm": band(0.4, 0.2)},
        },
        "ladders": {"pressure": _ladder()},
        "causes": {
            "outcomes": {
                "force": _cause(0.0, 0.184, 0.13),
                "accident": _cause(0.006, 0.0, 0.005),
            },
            "war": {"outcomes": ["force", "accident"], **_cause(0.006, 0.184, 0.13)},
        },
        "within": {"outcomes": {key: _within() for key in OUTCOMES}, "all": _within()},
        "attribution": {"nordic_application": _attribution()},
        "variables": _variables(),
        "beliefs": _beliefs(),
        "certificate": {
            "residual_max": 3.1e-12,
            "gain_max": 0.0187,
            "failed": 1,
            "solved": 499,
            "solved_share": 0.998,
            "status": {
                "solved: the certificate is within tolerance": 499,
                "stopped after max_steps; raise max_steps or tol": 1,
            },
            "turned": 3,
        },
        "size": {"public_states": 812, "nodes": 6496, "infosets": 1624, "entries": 4871},
        "left_out": [
            "Ukraine is not a player, because neither document treats it as one",
            "both sources share a camp",
        ],
        "not_controlled": [
            "the numbers may differ in the last digit on another processor",
            "no other structure of the game was tried",
        ],
        "sources": {
            "a": {
                "title": "The time for patience is over",
                "author": "",
                "outlet": "a newspaper",
                "written": "2022-01-14",
                "published": "2022-01-14",
                "language": "ru",
                "stance": "sympathetic to the initiator",
                "note": "",
            },
            "b": {
                "title": "Waiting for the paper",
                "author": "",
                "outlet": "a weblog",
                "written": "2022-01-12",
                "published": "2022-01-15",
                "language": "en",
                "stance": "sympathetic to the initiator",
                "note": "",
            },
        },
        "warnings": [],
    }


def _outcome(title: str, mean: float, half: float, force: bool) -> dict[str, Any]:
    spread = half / 1.645
    words, low, high = next(
        (words, low, high)
        for words, low, high in [
            ("almost no chance", 1, 5),
            ("very unlikely", 5, 20),
            ("unlikely", 20, 45),
        ]
        if 100 * mean < high
    )
    return {
        "title": title,
        **band(mean, half),
        "chance_within": math.sqrt(mean * (1 - mean) - spread**2) if mean > 0.01 else 0.07,
        "between_draws": spread,
        "force": force,
        "words": words,
        "range": [low, high],
    }


def _when() -> dict[str, Any]:
    total = sum(values[1] for key, values in OUTCOMES.items() if key != "suspense")
    steps = [p - q for p, q in zip(ENDED, [0.0, *ENDED[:-1]], strict=True)]
    return {
        "ended_by": {day: band(p, 0.12) for day, p in zip(DATES, ENDED, strict=True)},
        "ends_on": {day: band(p, 0.04) for day, p in zip(DATES, steps, strict=True)},
        "by_outcome": {
            day: {
                key: 0.0 if key == "suspense" else p * values[1] / total
                for key, values in OUTCOMES.items()
            }
            for day, p in zip(DATES, steps, strict=True)
        },
        "median": DATES[4],
    }


def _next_moves() -> dict[str, Any]:
    return {
        "west": {
            "turn": "reply",
            "date": DATES[0],
            "title": "The written reply is due",
            "reached": 1.0,
            "moves": {
                "full": {"title": "Accept the whole list", **band(0.04, 0.03)},
                "partial": {"title": "Accept arms limits, discuss exercises", **band(0.31, 0.2)},
                "refusal": {"title": "Refuse the whole list", **band(0.44, 0.23)},
                "late": {"title": "No reply yet", **band(0.21, 0.1)},
            },
            "by_type": {
                "soft": {"full": 0.06, "partial": 0.41, "refusal": 0.3, "late": 0.23},
                "firm": {"full": 0.01, "partial": 0.16, "refusal": 0.65, "late": 0.18},
            },
        },
        "russia": {
            "turn": "pressure_1",
            "date": DATES[1],
            "title": "Russia answers the reply",
            "reached": 0.98,
            "moves": {
                "hold": {
                    "title": "Hold the posture",
                    **band(0.55, 0.2),
                    "bluff_after": band(0.63, 0.11),
                },
                "climb": {"title": "Climb one rung", **band(0.33, 0.18)},
                "stand_down": {"title": "Stand down", **band(0.12, 0.1)},
            },
            "by_type": {
                "bluffing, no plan B": {"hold": 0.6, "climb": 0.24, "stand_down": 0.16},
                "bluffing, plan B": {"hold": 0.58, "climb": 0.29, "stand_down": 0.13},
                "resolved, no plan B": {"hold": 0.52, "climb": 0.4, "stand_down": 0.08},
                "resolved, plan B": {"hold": 0.47, "climb": 0.46, "stand_down": 0.07},
            },
        },
    }


def _ladder() -> dict[str, Any]:
    rungs = ["posture", "exercise", "blockade_drill", "live_fire"]
    dates = {}
    for k, day in enumerate(DATES):
        weights = [math.exp(-(((r - 0.45 * k) / 1.1) ** 2)) for r in range(len(rungs))]
        dates[day] = {rung: w / sum(weights) for rung, w in zip(rungs, weights, strict=True)}
    return {"climber": "russia", "rungs": rungs, "dates": dates}


def _cause(accident: float, choice: float, half: float) -> dict[str, Any]:
    return {
        "accident": band(accident, min(half, 0.005)) if accident else band(0.0, 0.0),
        "choice": band(choice, half) if choice else band(0.0, 0.0),
        "time": band(0.0, 0.0),
    }


def _within() -> dict[str, Any]:
    parties = {"russia": 0.4, "west": 0.17}
    return {"variance": 0.15, "private": 0.31, "nature": 0.12, "choices": 0.57, "parties": parties}


def _attribution() -> dict[str, Any]:
    def cause(means: str, shapley: float, share: float) -> dict[str, Any]:
        wide = {"mean": shapley, "p05": shapley - 0.04, "p95": shapley + 0.05}
        return {"means": means, "shapley": wide, "share": share, "alone": wide, "last": wide}

    return {
        "means": "Why would the north ask to join?",
        "event": "nordic_alignment == applying",
        "draws": 100,
        "solved": 99,
        "with_all": band(0.38, 0.2),
        "with_none": band(0.06, 0.05),
        "difference": band(0.32, 0.2),
        "causes": {
            "russia": cause("alarm at the pressure", 0.24, 0.75),
            "west": cause("", 0.08, 0.25),
        },
    }


def _variables() -> dict[str, Any]:
    steps = [str(k) for k in range(6)]
    return {
        "nordic_alignment": {
            "means": "where Sweden and Finland stand",
            "role": "variable",
            "values": ["neutral", "applying"],
            "start": {"neutral": 1.0, "applying": 0.0},
            "dates": {
                day: {"neutral": 1 - 0.07 * k, "applying": 0.07 * k} for k, day in enumerate(DATES)
            },
            "end": {"neutral": band(0.62, 0.2), "applying": band(0.38, 0.2)},
        },
        "steps": {
            "means": "",
            "role": "variable",
            "values": steps,
            "start": {step: float(step == "0") for step in steps},
            "dates": {day: dict.fromkeys(steps, 1 / 6) for day in DATES},
            "end": dict.fromkeys(steps, band(1 / 6, 0.02)),
        },
        "pressure": {
            "means": "",
            "role": "ladder",
            "values": _ladder()["rungs"],
            "start": {rung: float(rung == "posture") for rung in _ladder()["rungs"]},
            "dates": _ladder()["dates"],
            "end": dict.fromkeys(_ladder()["rungs"], band(0.25, 0.1)),
        },
    }


def _beliefs() -> dict[str, Any]:
    plans = ["none", "limited", "major"]
    return {
        "russia.resolve": {
            "means": "whether it would rather fight",
            "owner": "russia",
            "seen_by": ["russia"],
            "changes": False,
            "values": ["bluffing", "resolved"],
            "start": {"bluffing": 0.55, "resolved": 0.45},
            "dates": {
                day: {
                    "bluffing": band(0.54 + 0.02 * max(0, k - 1) ** 1.1, 0.1),
                    "resolved": band(0.46 - 0.02 * max(0, k - 1) ** 1.1, 0.1),
                }
                for k, day in enumerate(DATES)
            },
            "end": {"bluffing": band(0.55, 0.1), "resolved": band(0.45, 0.1)},
            "told": {day: band(0.04 * k, 0.03) for k, day in enumerate(DATES)},
        },
        "plan": {
            "means": "a plan that nobody owns",
            "owner": None,
            "seen_by": ["west"],
            "changes": True,
            "values": plans,
            "start": {"none": 1.0, "limited": 0.0, "major": 0.0},
            "dates": {
                day: {
                    "none": band(1 - 0.1 * k, 0.04 * k),
                    "limited": band(0.07 * k, 0.03 * k),
                    "major": band(0.03 * k, 0.02 * k),
                }
                for k, day in enumerate(DATES)
            },
            "end": {"none": band(0.5, 0.1), "limited": band(0.35, 0.1), "major": band(0.15, 0.1)},
            "told": {day: band(0.02 * k, 0.02) for k, day in enumerate(DATES)},
        },
    }
