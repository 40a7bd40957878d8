"""What matters, and what would have to be true, in sentences that follow the numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from standoff.report import words

Data = Mapping[str, Any]

SHOWN = 3
"""Outcomes shown where none was asked for: those whose probability varies most across draws."""
SMALL = 0.005
"""A change in probability below half a point is called none."""


def shown(data: Data, most: int = SHOWN) -> list[str]:
    """Return the outcomes to show, the one whose probability varies most across draws first.

    Where there is a use of force, the one that varies most is among them.
    """
    ordered = sorted(data["outcomes"], key=lambda name: -(data["outcomes"][name]["variance"] or 0))
    force = [name for name in ordered if data["outcomes"][name]["force"]][:1]
    if most > 1 and force and force[0] not in ordered[:most]:
        return [*ordered[: most - 1], *force]
    return ordered[:most]


def weighted_sentence(data: Data) -> str | None:
    """Return how what was observed weighs the draws; None where nothing was."""
    seen = data.get("observed")
    if not seen:
        return None
    count = words.plural(len(seen["events"]), "observation")
    draws = words.plural(data["draws"], "draw")
    if seen["how"] == "resampled":
        how = f"the {draws} were moved to where {count} make them likely"
    else:
        how = (
            f"the {draws} are weighted by how likely each makes {count}, so that "
            f"{seen['ess']:.0f} count (effective sample size)"
        )
    if seen["temper"] < 1:
        how += f"; the likelihood counts to the power of {seen['temper']:.2f} only"
    return f"Given what was observed: {how}. Endings are those that can still follow."


def group_name(names: Sequence[str]) -> str:
    """Return the name of a group of factors: one by its name, several counted."""
    return names[0] if len(names) == 1 else f"{len(names)} others together"


def share(value: float | None) -> str:
    """Return an index in percent; what is below 0 by sampling error is 0."""
    return words.NO_VALUE if value is None else f"{100 * max(0.0, value):.0f}%"


def share_interval(value: float | None, half: float | None) -> str:
    """Return the 90% interval of an index, kept between 0 and 1."""
    if value is None or half is None:
        return words.NO_VALUE
    low, high = (min(1.0, max(0.0, value + side * half)) for side in (-1, 1))
    return f"{100 * low:.0f}–{100 * high:.0f}%"


def points(change: float | None) -> str:
    """Return a change of probability in percentage points, such as `+12.0`."""
    return words.NO_VALUE if change is None else f"{100 * change:+.1f}"


def sobol_finding(outcome: Data) -> str:
    """Return what explains the spread of an outcome's probability across draws."""
    rows = outcome["sobol"]
    title = outcome["title"]
    if not rows:
        return f"The probability of `{title}` does not vary enough across draws to be explained."
    first, *others = rows
    name = _ticked(first["factors"])
    text = (
        f"{words.capital(name)} matters most for `{title}`: {share(first['first'])} of what varies "
        f"across draws by itself, {share(first['total'])} with all it interacts with."
    )
    group = [row for row in others if len(row["factors"]) > 1]
    alone = [row for row in others if row not in group]
    if alone and _overlap(first, alone[0]):
        text += f" Whether {_ticked(alone[0]['factors'])} matters less is within the error."
    for row in group:
        count = len(row["factors"])
        text += f" The other {count} numbers explain {share(row['total'])} between them."
    together = 1 - sum(max(0.0, row["first"] or 0.0) for row in rows)
    if together > 0.1:
        text += f" About {share(together)} is due to numbers acting together."
    return text


def _ticked(names: Sequence[str]) -> str:
    return f"`{names[0]}`" if len(names) == 1 else group_name(names)


def _overlap(first: Data, second: Data) -> bool:
    return bool(
        first["total"] - (first["total_half"] or 0) < second["total"] + (second["total_half"] or 0)
    )


def tornado_finding(outcome: Data, factors: Data) -> str:
    """Return which number moves an outcome most when it alone goes from end to end."""
    rows = outcome["tornado"]
    title = outcome["title"]
    if not rows or abs(_swing(rows[0])) < SMALL:
        return f"No number alone moves `{title}` by half a point."
    first = rows[0]
    way = "up" if _swing(first) > 0 else "down"
    return (
        f"`{title}` goes {way} most, by {abs(100 * _swing(first)):.1f} points, when "
        f"`{first['name']}` goes {ends_of(factors[first['name']])}."
    )


def _swing(row: Data) -> float:
    return (row["high"] or 0.0) - (row["low"] or 0.0)


def ends_of(factor: Data) -> str:
    """Return the ends between which a factor is moved: `from 11 to 44`, `from off to on`."""
    if factor["kind"] == "theory":
        return "from off to on"
    return f"from {factor['low']:.3g} to {factor['high']:.3g}"


def box_sentence(title: str, scene: Data, box: Data) -> str:
    """Return a box in plain words."""
    sides = words.listing([side_text(side) for side in box["sides"]])
    way = "below" if scene["below"] else "above"
    often = "mostly" if box["density"] > 0.5 else "more often"
    return (
        f"`{title}` is {way} {100 * scene['level']:.0f}% {often} when {sides}: in "
        f"{100 * box['density']:.0f}% of such draws, against {100 * scene['share']:.0f}% of all; "
        f"they hold {100 * box['coverage']:.0f}% of the draws in which it is."
    )


def side_text(side: Data) -> str:
    """Return a restriction: ``war_cost` is below 25.8 (the lowest 41% of its range)`."""
    name, low, high = f"`{side['name']}`", side["low"], side["high"]
    if side["kind"] == "theory":
        return f"{name} is {'on' if low is not None else 'off'}"
    if low is not None and high is not None:
        where = f"between {low:.3g} and {high:.3g}"
        part = _part(side["high_quantile"], side["low_quantile"], "the middle")
    elif low is not None:
        where = f"at least {low:.3g}"
        part = _part(1.0, side["low_quantile"], "the highest")
    else:
        where = f"at most {high:.3g}"
        part = _part(side["high_quantile"], 0.0, "the lowest")
    return f"{name} is {where}{part}"


def _part(high: float | None, low: float | None, which: str) -> str:
    if high is None or low is None:
        return ""
    return f" ({which} {100 * (high - low):.0f}% of its prior)"


def scene_sentences(title: str, scene: Data | None) -> list[str]:
    """Return the boxes in words, or why there is none; says where the level is another one."""
    if scene is None:
        return ["No draw was solved."]
    out = []
    if scene["level"] != scene["asked"]:
        side = "below" if scene["below"] else "above"
        out.append(
            f"Too few draws, or nearly all, have `{title}` {side} {100 * scene['asked']:.0f}%: the "
            f"level is {100 * scene['level']:.1f}%, which a quarter of the draws pass."
        )
    if not scene["boxes"]:
        out.append(f"No few numbers tell the draws in which `{title}` passes from the others.")
    return out + [box_sentence(title, scene, box) for box in scene["boxes"]]


def spread_sentence(outcome: Data) -> str:
    """Return how the variance across draws splits, and how much chance adds within a draw."""
    spread = outcome["spread"]
    parts = {
        name: spread[name] or 0.0
        for name in ("parameters", "switches", "branches")
        if spread[name] is not None
    }
    across, chance = sum(parts.values()), spread["chance"] or 0.0
    if across + chance <= 0:
        return "It is certain in every draw."
    text = f"Of all that is uncertain, {share(across / (across + chance))} lies across draws"
    if across > 0:
        names = {"parameters": "parameters", "switches": "switches", "branches": "branches"}
        split = [f"{names[name]} {share(value / across)}" for name, value in parts.items()]
        text += f" ({', '.join(split)})"
    return text + f" and {share(chance / (across + chance))} is chance within a draw."


def would_finding(data: Data) -> str:
    """Return what would have to be true, in a sentence or two."""
    title = words.listing(list(data["outcomes"].values()), joint="or")
    way = "below" if data["below"] else "above"
    goal = f"{way} {100 * data['level']:.0f}%"
    if data["mean"] is None:
        return "No draw was solved."
    now = f"`{title}` has a mean probability of {words.percent(data['mean'])}"
    if data["passes"]:
        return f"{now}, which is {goal} already."
    if data["singles"]:
        best = data["singles"][0]
        return (
            f"{now}; it would be {goal} if {move_text(best)} (then {words.percent(best['mean'])}). "
            f"{surprise_text(best)}"
        )
    if data["joint"]:
        best = max(data["joint"], key=lambda one: one["surprise"])
        return (
            f"{now}; no number alone brings it {goal}. It would be if together "
            f"{move_text(best)} (then {words.percent(best['mean'])}). {surprise_text(best)}"
        )
    return f"{now}; within the ranges of the file nothing that was tried brings it {goal}."


def move_text(move: Data) -> str:
    """Return a move in words: which medians would have to stand where, in the file's units."""
    return words.listing([part_text(part) for part in move["factors"]])


def part_text(part: Data) -> str:
    """Return one factor of a move in words."""
    name = f"`{part['name']}`"
    if part["kind"] == "theory":
        return f"the theory {name} were {'on' if part['up'] else 'off'} for certain"
    unit = f" {part['unit']}" if part["unit"] not in {"", "probability"} else ""
    return f"{name} were around {part['to']:.3g}{unit} instead of {part['from']:.3g}"


def surprise_text(move: Data) -> str:
    """Return how surprising a move is under the priors of the file."""
    chance = move["surprise"]
    if chance <= 0:
        return "The file holds that to be impossible."
    number = f"{100 * chance:.1f}%" if chance >= 0.001 else "less than 0.1%"
    if len(move["factors"]) > 1:
        return f"Under the file's own priors values as far out have a chance of {number}."
    return f"Under the file's own prior a value as far out has a chance of {number}."
