"""Recompute the base rates that the shipped crisis `nato-2022-core` prints beside the model.

Reads the crisis data in the folder that the environment variable STANDOFF_SHARED names and
prints each rate with its number of cases and its definition.

Run: `STANDOFF_SHARED=... python verification/base_rates.py`
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

Row = dict[str, str]

NON_VIOLENT_TRIGGER = frozenset({"1", "2", "3", "4", "5", "7"})
"""ICB `break`: verbal, political, economic, external, other non-violent, non-violent military."""
THREAT_WORKED = frozenset({"1", "2", "5"})
"""TIES `finaloutcome`: the target gave in, or settled, before sanctions were imposed."""
IMPOSED = frozenset({"6", "7", "8", "9", "10"})
"""TIES `finaloutcome`: the episode ended after imposition."""


@dataclass(frozen=True)
class Rate:
    """A share of cases.

    Attributes:
        name: short name, used by the tests.
        hits: cases that count.
        cases: all cases.
        definition: what counts and among what.
    """

    name: str
    hits: int
    cases: int
    definition: str

    @property
    def share(self) -> float:
        """Hits over cases."""
        return self.hits / self.cases


def base_rates(shared: Path) -> tuple[Rate, ...]:
    """Return every base rate of `nato-2022-core`, from the data folder under `shared`."""
    crises = quiet_crises(read_rows(shared / "data" / "icb" / "icb1_crises.csv"))
    threats = known_threats(read_rows(shared / "data" / "ties" / "ties_cases.csv"))
    resisted = [code for code in threats if code not in THREAT_WORKED]
    disputes = dispute_levels(read_rows(shared / "data" / "mid" / "gml_dirdisp_pre1990.csv"))
    quiet = "ICB crises 1918-1989, outside a war, trigger not violent"
    return (
        _rate("serious_violence", (c["viol"] in {"3", "4"} for c in crises),
              f"{quiet}: serious clashes or full-scale war"),
        _rate("full_war", (c["viol"] == "4" for c in crises), f"{quiet}: full-scale war"),
        _rate("minor_clashes", (c["viol"] == "2" for c in crises), f"{quiet}: minor clashes"),
        _rate("agreement", (c["forout"] in {"1", "2", "3"} for c in crises),
              f"{quiet}: ended in a formal or semi-formal agreement or a tacit understanding"),
        _rate("dispute_force", (level >= 4 for level in disputes.values()),
              "militarized disputes that began before 1990: some state used force or went to war"),
        _rate("threat_worked", (code in THREAT_WORKED for code in threats),
              "sanction threats with a known ending: the target gave in or settled at once"),
        _rate("threat_carried_out", (code in IMPOSED for code in resisted),
              "sanction threats that did not work at once: sanctions were imposed"),
    )  # fmt: skip


def quiet_crises(rows: Iterable[Row]) -> list[Row]:
    """Return unmasked crises outside an ongoing war that no violence set off."""
    return [
        row
        for row in rows
        if row["masked"] == "0" and row["iwcmb"] == "1" and row["break"] in NON_VIOLENT_TRIGGER
    ]


def known_threats(rows: Iterable[Row]) -> list[str]:
    """Return the ending of every episode with a threat and a coded ending."""
    threats = (row for row in rows if row["threat"].split(".")[0] == "1")
    return [row["finaloutcome"].split(".")[0] for row in threats if row["finaloutcome"] != ""]


def dispute_levels(rows: Iterable[Row]) -> dict[str, float]:
    """Return the highest level of hostility of any state, by dispute."""
    levels: dict[str, float] = {}
    for row in rows:
        top = max(float(row["hostlev1"]), float(row["hostlev2"]))
        levels[row["dispnum"]] = max(top, levels.get(row["dispnum"], 0.0))
    return levels


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _rate(name: str, hits: Iterable[bool], definition: str) -> Rate:
    marks = list(hits)
    return Rate(name, sum(marks), len(marks), definition)


def main() -> int:
    """Print the rates."""
    folder = os.environ.get("STANDOFF_SHARED")
    if not folder:
        print("set STANDOFF_SHARED to the folder that holds data/icb, data/mid and data/ties")
        return 2
    for rate in base_rates(Path(folder)):
        print(f"{rate.name:20} {rate.share:6.3f}  {rate.hits:4}/{rate.cases:<5} {rate.definition}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
