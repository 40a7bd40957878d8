"""Findings in words: each function takes the plain data of a chart and returns its caption.

A caption says what the numbers say, so it changes with them. Every likelihood term is followed by
its range and its number, and no caption speaks of confidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from standoff.report import words

Data = Mapping[str, Any]

CLOSE = 0.05
"""Chances that differ by less than this are called close."""
STEADY = 0.03
"""A chance that moves by less than this over time is called steady."""


def by_mean(rows: Mapping[str, Data]) -> list[str]:
    """Return keys of bands, the largest mean first."""
    return sorted(rows, key=lambda key: -(rows[key]["mean"] or 0.0))


def outcomes(data: Data) -> str:
    """Say which ending has the largest chance, how close the next one is, and force."""
    rows = data["outcomes"]
    first, *others = by_mean(rows)
    text = f"{words.quoted(rows[first]['title'])} {words.stands(rows[first])}"
    if not others:
        return f"{text}; there is no other ending."
    second = others[0]
    after = f"{words.quoted(rows[second]['title'])} at {_number(rows[second])}"
    gap = (rows[first]["mean"] or 0.0) - (rows[second]["mean"] or 0.0)
    if gap < CLOSE:
        text += f", close to {after}: the order of the two is not settled."
    elif overlap(rows[first], rows[second]):
        text += f", the largest chance of all; next is {after}, and the intervals overlap."
    else:
        text += f", ahead of {after}, and the intervals do not overlap."
    return f"{text} {_force(data)}".strip()


def _force(data: Data) -> str:
    rows = {key: one for key, one in data["outcomes"].items() if one["force"]}
    if not rows:
        return ""
    total = sum(one["mean"] or 0.0 for one in rows.values())
    if len(rows) == 1:
        (one,) = rows.values()
        return f"The use of force {words.stands(one)}."
    return f"A use of force of any kind {words.stands({'mean': total})}."


def overlap(one: Data, other: Data) -> bool:
    """Return whether the 90% intervals of two bands have a number in common."""
    if one["p05"] is None or other["p05"] is None:
        return True
    return bool(one["p05"] <= other["p95"] and other["p05"] <= one["p95"])


def _number(band: Data) -> str:
    return f"{words.percent(band['mean'])} ({words.interval(band)})"


def by_date(data: Data) -> str:
    """Say by when half of all has ended, and which ending grows most between two dates."""
    when = data["when"]
    days = list(when["ended_by"])
    last = when["ended_by"][days[-1]]["mean"] or 0.0
    if when["median"] is None:
        text = f"At the last date, {_day(days[-1])}, the crisis has ended with chance "
        text += f"{words.percent(last)}."
    else:
        text = f"The chance that the crisis has ended passes 50% on {_day(when['median'])}."
    grown = _largest_step(when["by_outcome"])
    if grown is None:
        return text
    name, day, step = grown
    return (
        f"{text} The largest single step is on {_day(day)}: "
        f"{words.quoted(data['outcomes'][name]['title'])} gains {points(step)}."
    )


def _largest_step(by_outcome: Mapping[str, Mapping[str, float | None]]) -> Any:
    steps = [
        (name, day, chance)
        for day, chances in by_outcome.items()
        for name, chance in chances.items()
        if chance
    ]
    return max(steps, key=lambda step: step[2]) if steps else None


def points(difference: float) -> str:
    """Return a difference of probabilities in percentage points, without its sign."""
    size = abs(100 * difference)
    return "less than 1 point" if size < 1 else words.plural(round(size), "point")


def bluff(data: Data, party: str) -> str:
    """Say how the chance of a bluff moves while the crisis is open, and what refusals do to it."""
    dates = data["bluff"][party]
    days = words.open_dates(data, dates)
    name = words.party_name(data, party)
    if not days:
        return f"There is no date on which {name}’s threat is still open."
    first, last = dates[days[0]], dates[days[-1]]
    text = f"{_moved(first['mean'], last['mean'], f'The chance that {name}’s threat is a bluff')}"
    text += f" between {_day(days[0])} and {_day(days[-1])}"
    if len(days) == 1:
        text = f"On {_day(days[0])} the chance that {name}’s threat is a bluff is "
        text += words.percent(first["mean"])
    width = (last["p95"] or 0.0) - (last["p05"] or 0.0)
    wider = abs((last["mean"] or 0) - (first["mean"] or 0)) < width
    text += f" (90% interval {words.interval(last)}"
    text += ", wider than the change)." if wider and len(days) > 1 else ")."
    pressed = (last.get("if_pressed") or {}).get("mean")
    if pressed is None:
        return text
    if abs(pressed - last["mean"]) < STEADY:
        return f"{text} Refusals so far leave it about there, at {words.percent(pressed)}."
    way = "raise" if pressed > last["mean"] else "lower"
    return f"{text} Refusals so far {way} it to {words.percent(pressed)}."


def _moved(first: float | None, last: float | None, what: str) -> str:
    if first is None or last is None:
        return f"{what} has no value at one of the ends"
    if abs(last - first) < STEADY:
        return f"{what} stays about {words.percent(last)}"
    way = "rises" if last > first else "falls"
    return f"{what} {way} from {words.percent(first)} to {words.percent(last)}"


def ladder(data: Data, name: str) -> str:
    """Say where on a ladder the crisis stands at the last open date, and the chance of the top."""
    table = data["ladders"][name]
    days = words.open_dates(data, table["dates"])
    chances = table["dates"][days[-1]]
    start = table["dates"][days[0]]
    held = max(chances, key=lambda rung: chances[rung] or 0.0)
    began = max(start, key=lambda rung: start[rung] or 0.0)
    climber = words.party_name(data, table["climber"])
    top = table["rungs"][-1]
    verb = "still has" if held == began else "has"
    text = (
        f"While the crisis is open, {climber} {verb} the largest chance of standing on "
        f"“{words.spoken(held)}” on {_day(days[-1])}, {words.percent(chances[held])}"
    )
    if held == top:
        return f"{text}, the highest rung."
    return f"{text}; the highest rung, “{words.spoken(top)}”, has {words.percent(chances[top])}."


def next_moves(data: Data, party: str) -> str:
    """Say what a party's next move is, and whether one stands out."""
    turn = data["next_moves"][party]
    moves = turn["moves"]
    first, *others = by_mean(moves)
    when = f" on {_day(turn['date'])}" if turn["date"] else ""
    name = words.party_name(data, party)
    text = f"{name}{when}: {words.quoted(moves[first]['title'])} {words.stands(moves[first])}"
    if not others:
        return f"{text}; there is no other move."
    second = moves[others[0]]
    if (moves[first]["mean"] or 0) - (second["mean"] or 0) < CLOSE:
        return f"{text}, close to {words.quoted(second['title'])} at {_number(second)}."
    return f"{text}, ahead of {words.quoted(second['title'])} at {_number(second)}."


def drivers(title: str, rows: Sequence[Data]) -> str:
    """Say with which number an ending goes most, or that none stands out.

    Args:
        title: of the ending.
        rows: numbers, the strongest first: `name`, `index`, `direction`, `told_apart`.
    """
    told = [row for row in rows if row["told_apart"]]
    ending = words.quoted(title)
    if not told:
        return f"No single number can be told from chance in what moves {ending}."
    first = told[0]
    way = {1: ", which rises with it", -1: ", which falls with it", 0: ""}[first["direction"]]
    text = f"“{first['name']}” goes with {words.percent(first['index'])} of the spread of {ending}"
    text += way
    if len(told) == 1:
        return f"{text}; no other number can be told from chance."
    total = sum(row["index"] for row in told)
    held = words.plural(len(told), "number")
    return f"{text}; {held} that can be told from chance go with {words.percent(total)} together."


def spread(data: Data) -> str:
    """Say whether the crisis itself or the assumptions leave more of the first ending open."""
    key = by_mean(data["outcomes"])[0]
    one = data["outcomes"][key]
    chance, across = one["chance_within"] or 0.0, one["between_draws"] or 0.0
    larger = "the crisis itself" if chance >= across else "the assumptions"
    smaller = "the assumptions" if chance >= across else "the crisis itself"
    return (
        f"Of what is not known about {words.quoted(one['title'])}, {larger} leave"
        f"{'s' if chance >= across else ''} more open (standard deviation "
        f"{points(max(chance, across))}) than {smaller} ({points(min(chance, across))})."
    )


def beliefs(data: Data, names: Sequence[str]) -> str:
    """Say about which hidden thing the public past tells most."""
    told = {}
    for name in names:
        entry = data["beliefs"][name]
        days = words.open_dates(data, entry["dates"])
        told[name] = entry["told"][days[-1]]["mean"] or 0.0
    most = max(told, key=lambda name: told[name])
    what = words.hidden_name(data, most, data["beliefs"][most])
    if told[most] < STEADY:
        return "By the last open date the public past has told next to nothing of what is hidden."
    text = f"By the last open date the public past has removed {words.percent(told[most])} of the "
    text += f"doubt about “{what}”"
    if len(told) == 1:
        return f"{text}."
    least = min(told, key=lambda name: told[name])
    other = words.hidden_name(data, least, data["beliefs"][least])
    return f"{text}, the most, and {words.percent(told[least])} about “{other}”, the least."


def drift(data: Data, names: Sequence[str]) -> str:
    """Say which public variable moves most while the crisis is open, and where to."""
    best: tuple[float, str, str, float, float] | None = None
    for name in names:
        entry = data["variables"][name]
        days = words.open_dates(data, entry["dates"])
        for value in entry["values"]:
            first = entry["dates"][days[0]][value] or 0.0
            last = entry["dates"][days[-1]][value] or 0.0
            if best is None or abs(last - first) > best[0]:
                best = (abs(last - first), name, value, first, last)
    assert best is not None, "there is a variable"
    _, name, value, first, last = best
    way = "rises" if last > first else "falls"
    return (
        f"“{words.spoken(name)}” moves most: the chance of “{words.spoken(value)}” {way} from "
        f"{words.percent(first)} to {words.percent(last)} while the crisis is open."
    )


def multiplicity(found: Data | None) -> str:
    """Say in how many searched draws other equilibria were found, or that none was searched."""
    if not found or not found["draws_searched"]:
        return (
            "No draw was searched for other equilibria, so how much hangs on the choice of one is "
            "not known."
        )
    searched = words.plural(found["draws_searched"], "draw")
    several = found["share"]["2"] + found["share"]["3+"]
    if not several:
        return f"In {searched} searched no second equilibrium was found; there may be some."
    share = words.exact_percent(several)
    text = f"In {share} of {searched} searched there is more than one equilibrium"
    wide = max(
        (one["others_highest"] or 0.0) - (one["others_lowest"] or 0.0)
        for one in found["outcomes"].values()
    )
    return f"{text}; over the others the chance of an ending differs by up to {points(wide)}."


def observed(data: Data) -> str:
    """Say which ending the observed events moved most."""
    series = [row for row in data["observed"]["series"] if row.get("outcomes")]
    if len(series) < 2:
        return "Nothing can be said of how the events moved the endings: there is one point only."
    first, last = series[0]["outcomes"], series[-1]["outcomes"]
    moves = {k: (last[k]["mean"] or 0.0) - (first[k]["mean"] or 0.0) for k in last if k in first}
    most = max(moves, key=lambda key: abs(moves[key]))
    title = words.quoted(data["outcomes"][most]["title"])
    if abs(moves[most]) < STEADY / 3:
        return "What was observed moves no ending by as much as 1 point."
    way = "raises" if moves[most] > 0 else "lowers"
    return (
        f"What was observed {way} the chance of {title} from {words.percent(first[most]['mean'])} "
        f"to {words.percent(last[most]['mean'])}, the largest change of all endings."
    )


def observed_bluff(data: Data, party: str) -> str:
    """Say what the observed events did to the chance that a threat is a bluff."""
    series = [row["bluff"].get(party) for row in data["observed"]["series"] if row.get("bluff")]
    known = [row for row in series if row and row["mean"] is not None]
    name = words.party_name(data, party)
    if len(known) < 2:
        return f"The events say nothing of {name}’s threat."
    what = f"Over the events, the chance that {name}’s threat is a bluff"
    moved = _moved(known[0]["mean"], known[-1]["mean"], what)
    return f"{moved} (90% interval {words.interval(known[-1])})."


def _day(key: str) -> str:
    return words.say_date(key)


def still_open(data: Data) -> str:
    """Say how much of the chance is still open half way, and at the last date."""
    ended = data["when"]["ended_by"]
    days = list(ended)
    middle = days[len(days) // 2]
    rest = [1 - (ended[day]["mean"] or 0.0) for day in (middle, days[-1])]
    rest = [max(0.0, one) for one in rest]
    text = f"On {_day(middle)} the crisis is still open with chance {words.percent(rest[0])}"
    if rest[1] < 1 - words.SURELY:
        return f"{text}; by {_day(days[-1])} it has ended."
    return f"{text}, and on {_day(days[-1])} with {words.percent(rest[1])}."


def observed_types(data: Data, hidden: str) -> str:
    """Say which value of something hidden the observed events moved most."""
    rows = [row["types"][hidden] for row in data["observed"]["series"]]
    first, last = rows[0], rows[-1]
    most = max(last, key=lambda kind: abs((last[kind]["mean"] or 0) - (first[kind]["mean"] or 0)))
    what = f"The chance of “{words.spoken(most)}” for “{words.hidden_in(data, hidden)}”"
    return f"{_moved(first[most]['mean'], last[most]['mean'], what)}, over the observed events."
