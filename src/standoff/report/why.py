"""From a number of a run back to what it rests on: parameters, claims, paragraphs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from standoff.diagnostics.suggest import advice
from standoff.errors import UsageError
from standoff.forecast.influence import LEAST_DRAWS, Influence, influence
from standoff.report.evidence import claim_data, source_data
from standoff.report.rundir import MANIFEST, is_run
from standoff.report.understood import prior_text
from standoff.scenario import load_scenario
from standoff.scenario.model import Belief, Evidence, Parameter, Scenario

Array = np.ndarray[Any, Any]
Data = dict[str, Any]
Texts = Mapping[str, Mapping[int, str]]

SCENARIO, DRAWS = "scenario.yaml", "draws.parquet"


class Run:
    """A run as it was written: its scenario and its draws.

    Attributes:
        folder: of the run.
        facts: the manifest.
        scenario: the resolved scenario.
        parameters: draws, over those that were solved (H, n).
        outcomes: probabilities in them (K, n).
        theories: whether each theory was on in them (T, n).
        weights: of them given what was observed, adding up to 1 (n); None where all count alike.
    """

    def __init__(self, folder: Path, *, least: int = LEAST_DRAWS) -> None:
        """Read a run.

        Args:
            folder: of the run.
            least: solved draws that are needed.

        Raises:
            UsageError: the folder is no run, was changed, or has too few draws.
        """
        if not is_run(folder):
            raise UsageError(
                f"`{folder}` is no run of standoff",
                help="write the folder that `standoff forecast --out DIR` made",
            )
        self.folder = folder
        self.facts: Data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        text = self.content_of(SCENARIO)
        self.scenario = load_scenario(f"{self.facts['scenario']['name']}.yaml", text=text)
        self._read(self.content_of(DRAWS), least)

    def content_of(self, name: str) -> bytes:
        """Return the content of a file of the run.

        Raises:
            UsageError: it is missing, or not what the run wrote.
        """
        try:
            content = (self.folder / name).read_bytes()
            wanted = self.facts["files"][name]["sha256"]
        except (OSError, KeyError, TypeError) as error:
            message = f"`{self.folder / name}` is missing"
            raise UsageError(message, help="make the run again") from error
        if hashlib.sha256(content).hexdigest() != wanted:
            raise UsageError(
                f"`{self.folder / name}` is not what the run wrote", help="make the run again"
            )
        return content

    def _read(self, content: bytes, least: int) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        table = parquet.read_table(pa.BufferReader(content))

        def rows(kind: str, ids: list[str]) -> Array:
            made = [table[f"{kind}.{name}"].to_numpy().astype(np.float64) for name in ids]
            return np.array(made).reshape(len(ids), table.num_rows)

        scenario = self.scenario
        outcomes = rows("outcome", [one.id for one in scenario.outcomes])
        good = np.isfinite(outcomes).all(axis=0)
        if good.sum() < least:
            raise UsageError(
                f"the run has {good.sum()} solved draws, and {least} are needed to say what "
                "goes with what",
                help="make a run of more draws, such as `--draws 200`",
            )
        self.outcomes = outcomes[:, good]
        named = "weight" in table.column_names
        self.weights = table["weight"].to_numpy().astype(np.float64)[good] if named else None
        self.parameters = rows("parameter", [one.name for one in scenario.parameters])[:, good]
        self.theories = rows("theory", [one.id for one in scenario.theories])[:, good]


def why(run: Run, asked: str | None, texts: Texts, top: int) -> Data:
    """Return what a number rests on, as plain data.

    Args:
        run: the run.
        asked: id of an outcome or name of a parameter; None for all outcomes in short.
        texts: paragraphs of sources, by key and number, as far as they are at hand.
        top: numbers to list for an outcome. One that rests on a source is listed in any case.

    Raises:
        UsageError: there is no such outcome or parameter.
    """
    scenario = run.scenario
    outcomes = [one.id for one in scenario.outcomes]
    names = [one.name for one in scenario.parameters]
    if asked is not None and asked not in (*outcomes, *names):
        raise UsageError(
            f"`{scenario.name}` has no outcome and no parameter `{asked[:80]}`",
            help=advice(asked, [*outcomes, *names]),
        )
    found = _Found(run, texts)
    data = {
        "format": 1,
        "scenario": scenario.name,
        "title": scenario.title,
        "hash": scenario.hash,
        "as_of": scenario.as_of.isoformat() if scenario.as_of else None,
        "view": run.facts.get("view"),
        "draws": run.facts["draws"],
        "solved": run.outcomes.shape[1],
        "seed": run.facts["seed"],
        "asked": asked,
        "kind": "outcomes" if asked is None else "outcome" if asked in outcomes else "parameter",
        "noise": float(found.made.noise.max(initial=0.0)),
        "sources": {source.key: source_data(source) for source in scenario.sources},
    }
    if data["kind"] == "parameter":
        return data | {"parameter": found.moves(names.index(asked or ""))}
    chosen = outcomes if asked is None else [asked]
    return data | {"outcomes": {one: found.outcome(outcomes.index(one), top) for one in chosen}}


class _Found:
    """Indices of all parameters and theories, and what each parameter rests on."""

    def __init__(self, run: Run, texts: Texts) -> None:
        self.run, self.texts = run, texts
        self.scenario: Scenario = run.scenario
        numbers = np.concatenate([run.parameters, run.theories])
        self.made: Influence = influence(numbers, run.outcomes)
        view = next((v for v in self.scenario.views if v.id == run.facts.get("view")), None)
        self.beliefs: dict[int, Belief] = {b.parameter: b for b in view.beliefs} if view else {}

    def outcome(self, k: int, top: int) -> Data:
        """Return what goes with one outcome, the strongest first."""
        count = len(self.scenario.parameters)
        order = np.argsort(-self.made.index[k, :count], kind="stable").tolist()
        listed = order[:top]
        sourced = [h for h in order if self._places(h)]
        if sourced and not set(sourced) & set(listed):
            listed = [*listed, sourced[0]]
        values, outcome = self.run.outcomes[k], self.scenario.outcomes[k]
        return {
            "title": outcome.title,
            "force": outcome.force,
            "mean": float(values.mean()),
            "p05": float(np.quantile(values, 0.05)),
            "p95": float(np.quantile(values, 0.95)),
            "deviation": float(values.std()),
            "numbers": [self._effect(k, h) | self.basis(h) for h in listed],
            "theories": [
                {"name": theory.id, "title": theory.title, **self._effect(k, count + t)}
                for t, theory in enumerate(self.scenario.theories)
                if self.run.theories[t].min() < self.run.theories[t].max()
            ],
            "paragraphs": self._paragraphs(k, top),
        }

    def moves(self, h: int) -> Data:
        """Return which outcomes go with a parameter, the most first, and what it rests on."""
        order = np.argsort(-self.made.index[:, h], kind="stable").tolist()
        moved = [
            {"id": o.id, "title": o.title, "force": o.force, **self._effect(k, h)}
            for k, o in ((k, self.scenario.outcomes[k]) for k in order)
        ]
        return {**self.basis(h), "moves": moved}

    def _effect(self, k: int, h: int) -> Data:
        made = self.made
        return {
            "index": float(made.index[k, h]),
            "told_apart": bool(made.index[k, h] > made.noise[h] > 0),
            "direction": int(made.direction[k, h]),
            "low": float(made.low[k, h]),
            "high": float(made.high[k, h]),
        }

    def basis(self, h: int) -> Data:
        """Return what one parameter is and rests on."""
        parameter, belief = self.scenario.parameters[h], self.beliefs.get(h)
        low, middle, high = np.quantile(self.run.parameters[h], [0.05, 0.5, 0.95])
        return {
            "name": parameter.name,
            "unit": parameter.unit,
            "means": parameter.means,
            "prior": prior_text(parameter) if belief is None else "as the view has it",
            "p05": float(low),
            "median": float(middle),
            "p95": float(high),
            "assumed": parameter.assumed if belief is None else belief.assumed,
            "reason": parameter.reason if belief is None else belief.reason,
            "evidence": [self._place(one) for one in _typed(parameter, belief)],
            "claims": [self._claim(one) for one in self._claims(parameter, belief)],
        }

    def _claims(self, parameter: Parameter, belief: Belief | None) -> list[Data]:
        if belief is not None or parameter.pooling is None:
            return []
        return [claim_data(one) for one in parameter.pooling.claims]

    def _claim(self, claim: Data) -> Data:
        return claim | {"text": self._text(claim["source"], claim["paragraph"])}

    def _place(self, one: Evidence) -> Data:
        return {
            "source": one.source,
            "paragraph": one.paragraph,
            "says": one.says,
            "text": self._text(one.source, one.paragraph),
        }

    def _text(self, source: str, paragraph: int | None) -> str | None:
        return self.texts.get(source, {}).get(paragraph or 0)

    def _places(self, h: int) -> list[tuple[tuple[str, int | None], float]]:
        """Return the paragraphs of a parameter with their shares in it, which add up to 1."""
        parameter, belief = self.scenario.parameters[h], self.beliefs.get(h)
        found = [((one.source, one.paragraph), 1.0) for one in _typed(parameter, belief)]
        if belief is None and parameter.pooling is not None:
            claims = [one for one in parameter.pooling.claims if one.weight]
            found = [((one.claim.source, one.claim.paragraph), one.weight) for one in claims]
        total = sum(share for _, share in found)
        return [(place, share / total) for place, share in found]

    def _paragraphs(self, k: int, top: int) -> list[Data]:
        """Return the paragraphs behind an outcome, by the indices of the numbers that cite them."""
        size: dict[tuple[str, int | None], float] = {}
        names: dict[tuple[str, int | None], list[str]] = {}
        for h, parameter in enumerate(self.scenario.parameters):
            for place, share in self._places(h):
                size[place] = size.get(place, 0.0) + share * float(self.made.index[k, h])
                names.setdefault(place, []).append(parameter.name)
        order = sorted(size, key=lambda place: -size[place])
        return [
            {
                "source": source,
                "paragraph": number,
                "index": float(size[source, number]),
                "numbers": list(dict.fromkeys(names[source, number])),
                "text": self._text(source, number),
            }
            for source, number in order[:top]
        ]


def _typed(parameter: Parameter, belief: Belief | None) -> tuple[Evidence, ...]:
    """Return the evidence that a number was typed by; the claims are not part of it."""
    if belief is not None:
        return belief.evidence
    claims = 0 if parameter.pooling is None else len(parameter.pooling.claims)
    return parameter.evidence[: len(parameter.evidence) - claims]
