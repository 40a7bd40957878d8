"""What the solver was meant to reach, and whether the stored results reach it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.look import (
    at_least,
    copy_speed,
    find,
    fitted,
    good,
    group,
    per_thousand,
    ratio,
    scaling,
    taken,
)
from benchmarks.records import Record

Measure = Callable[[list[Record]], float | None]


@dataclass(frozen=True)
class Aim:
    """One aim.

    Attributes:
        says: the aim in words.
        wanted: the bound.
        unit: of bound and measurement.
        measure: from all records to the measurement, None where there is none.
        most: whether the bound is an upper one.
    """

    says: str
    wanted: float
    unit: str
    measure: Measure
    most: bool = True

    def met(self, value: float) -> bool:
        """Return whether a measurement keeps the bound."""
        return value <= self.wanted if self.most else value >= self.wanted


def _solve(case: str) -> Measure:
    return lambda records: taken(find(records, f"aqre/{case}"))


def _memory(case: str) -> Measure:
    def measure(records: list[Record]) -> float | None:
        record = find(records, f"aqre/{case}")
        return record["peak_rss_mib"] / 1024 if record is not None and good(record) else None

    return measure


def _times(case: str) -> Measure:
    """Return Gambit's processor time over ours; where it was stopped, its limit counts."""

    def measure(records: list[Record]) -> float | None:
        other = find(records, case, "Gambit")
        theirs = taken(other)
        return ratio(at_least(other) if theirs is None else theirs, taken(find(records, case)))

    return measure


def _best(case: str, rival: str) -> Measure:
    """Return a rival's processor time over that of our fastest method."""

    def measure(records: list[Record]) -> float | None:
        ours = [taken(r) for r in records if r["case"] == case and r["program"][:8] == "standoff"]
        known = [time for time in ours if time is not None]
        return ratio(taken(find(records, case, rival)), min(known)) if known else None

    return measure


def _thousand(case: str) -> Measure:
    return lambda records: per_thousand(find(records, f"draws/{case}"))


def _share_of_single(case: str) -> Measure:
    def measure(records: list[Record]) -> float | None:
        alone = find(records, f"draws/{case}", "standoff, one at a time")
        return ratio(per_thousand(find(records, f"draws/{case}")), per_thousand(alone))

    return measure


def _second_core(case: str) -> Measure:
    def measure(records: list[Record]) -> float | None:
        one = taken(find(records, f"draws/{case}"), "wall_s")
        return ratio(one, taken(find(records, f"draws/{case}", "standoff, 2 threads"), "wall_s"))

    return measure


def _worst_difference(records: list[Record]) -> float | None:
    found = [
        record["largest_difference"]
        for record in group(records, "aqre")
        if record["program"] == "Gambit" and good(record) and "largest_difference" in record
    ]
    return max(found, default=None)


def _worst_residual(records: list[Record]) -> float | None:
    found = [
        record["certificate"]["residual"]
        for record in group(records, "aqre")
        if record["program"] == "standoff" and record.get("certificate")
    ]
    return max(found, default=None)


def _fact(case: str, name: str, scale: float = 1.0) -> Measure:
    def measure(records: list[Record]) -> float | None:
        record = find(records, case)
        return scale * record["facts"][name] if record is not None and good(record) else None

    return measure


def _playouts(nodes: str) -> Measure:
    return _fact(f"playouts/{nodes}", "playouts_per_s", 1e-6)


def _copying(case: str) -> Measure:
    def measure(records: list[Record]) -> float | None:
        speed = _fact(case, "gb_per_s", 100.0)(records)
        return ratio(speed, copy_speed(records))

    return measure


def _device_copying(case: str) -> Measure:
    """Return the bandwidth of a pass on a device as a share of the device's own copying."""

    def measure(records: list[Record]) -> float | None:
        speed = _fact(case, "gb_per_s", 100.0)(records)
        return ratio(speed, _fact(case, "copy_gb_per_s")(records))

    return measure


def _clock(case: str, program: str = "standoff", *, first: bool = False) -> Measure:
    def measure(records: list[Record]) -> float | None:
        record = find(records, case, program)
        if record is None or not good(record):
            return None
        return float(record["first"]["wall_s"]) if first else taken(record, "wall_s")

    return measure


TIMES, NS, SHARE, PLAYS = "times", "ns per node and draw", "of the time", "million a second"
CLOCK = "s on the clock"
LEDUC, DICE = "zerosum/leduc", "zerosum/liars-dice-4"


def _aims() -> tuple[Aim, ...]:
    spiel, lite, program = "OpenSpiel CFR+", "LiteEFG CFR+", "OpenSpiel LP"
    kernels = _clock("start/kernels", "standoff, empty cache", first=True)
    return (
        Aim("91 nodes to λ 10: Gambit over ours", 20, TIMES, _times("aqre/91"), most=False),
        Aim("418 nodes to λ 10: Gambit over ours", 300, TIMES, _times("aqre/418"), most=False),
        Aim("750 nodes to λ 10: Gambit over ours", 1000, TIMES, _times("aqre/750"), most=False),
        Aim("same strategies as Gambit where it answers", 1e-8, "apart", _worst_difference),
        Aim("residual of every single solve", 1e-9, "", _worst_residual),
        Aim("12,000 nodes to λ 10", 0.2, "s", _solve("12000")),
        Aim("98,000 nodes to λ 10", 1, "s", _solve("98000")),
        Aim("993,000 nodes to λ 10", 20, "s", _solve("993000")),
        Aim("993,000 nodes, memory", 2, "GiB", _memory("993000")),
        Aim("98,000 nodes to λ 100", 15, "s", _solve("98000-lambda-100")),
        Aim("Leduc poker to λ 10", 6, "s", _solve("leduc")),
        Aim("growth from 1,000 nodes on: exponent", 1.2, "", lambda r: fitted(scaling(r))),
        Aim("1,000 draws of 418 nodes", 1.5, "s", _thousand("418")),
        Aim("1,000 draws of 741 nodes", 2.5, "s", _thousand("741")),
        Aim("1,000 draws of 12,000 nodes", 40, "s", _thousand("12000")),
        Aim("draws together over draws alone, 418 nodes", 0.5, SHARE, _share_of_single("418")),
        Aim("draws together over draws alone, 741 nodes", 0.5, SHARE, _share_of_single("741")),
        Aim("second core, 12,000 nodes", 1.7, TIMES, _second_core("12000"), most=False),
        Aim("Leduc: OpenSpiel's CFR+ over ours", 40, TIMES, _best(LEDUC, spiel), most=False),
        Aim("Leduc: LiteEFG's CFR+ over ours", 20, TIMES, _best(LEDUC, lite), most=False),
        Aim("Leduc: OpenSpiel's LP over ours", 4, TIMES, _best(LEDUC, program), most=False),
        Aim("liar's dice: OpenSpiel's CFR+ over ours", 30, TIMES, _best(DICE, spiel), most=False),
        Aim("liar's dice: LiteEFG's CFR+ over ours", 20, TIMES, _best(DICE, lite), most=False),
        Aim("pass at 1,000 nodes", 4, NS, _fact("pass/1000", "ns_per_node_and_draw")),
        Aim("pass at 10,000 nodes", 4, NS, _fact("pass/10000", "ns_per_node_and_draw")),
        Aim("pass at 993,000 nodes, of copying", 40, "%", _copying("pass/993000"), most=False),
        Aim("98,000 nodes, 1,000 draws, graphics processor", 120, CLOCK, _clock("gpu/98000")),
        Aim("pass on it, of its copying", 40, "%", _device_copying("gpu/98000"), most=False),
        Aim("playouts at 1,000 nodes", 5, PLAYS, _playouts("1000"), most=False),
        Aim("playouts at 100,000 nodes", 3, PLAYS, _playouts("100000"), most=False),
        Aim("`standoff --help`", 0.5, CLOCK, _clock("start/help")),
        Aim("kernels compile, once on a machine", 30, CLOCK, kernels),
    )


AIMS = _aims()
"""All aims, in the order of the page."""
