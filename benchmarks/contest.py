"""One case: every program in a process of its own, taking turns, each within its time."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measure import machine, steady, versions

Data = dict[str, Any]
ROOT = Path(__file__).resolve().parent.parent
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
"""What libraries read for the number of threads that they may start."""
REASON_CHARS = 300


@dataclass(frozen=True)
class Entry:
    """A program that takes part in a case.

    Attributes:
        program: its name in the results, unique within the case.
        make: `module:class` of its `Contestant`.
        options: arguments of the class.
        threads: threads that it may use.
        env: environment variables; `{folder}` stands for an empty folder of the case.
    """

    program: str
    make: str
    options: Mapping[str, Any] = field(default_factory=dict)
    threads: int = 1
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """One problem.

    Attributes:
        name: group, a slash, and what tells it apart in the group.
        problem: the problem in words.
        entries: the programs, ours first.
        repeats: calls after the first, at most; 0 where only the first is of interest.
        budget_s: seconds on the clock after which no program begins another call.
        limit_s: seconds on the clock after which a call is given up.
        quick: whether it is part of the small set.
        facts: what tables need to know of the case.
    """

    name: str
    problem: str
    entries: tuple[Entry, ...]
    repeats: int = 5
    budget_s: float = 10.0
    limit_s: float = 120.0
    quick: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def group(self) -> str:
        """The part of the name before the slash."""
        return self.name.split("/")[0]


class OutOfTimeError(Exception):
    """The program had not answered when its time was over."""


class EndedError(Exception):
    """The program's process is gone; the message has its last words."""


class Child:
    """The process of one entry, as the contest sees it."""

    def __init__(self, entry: Entry, folder: Path, number: int) -> None:
        self.answer = folder / f"answer-{number}.npy"
        self._log = folder / f"log-{number}.txt"
        job = {"make": entry.make, "options": dict(entry.options), "answer": str(self.answer)}
        reader, writer = os.pipe()
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "benchmarks.child", json.dumps(job), str(writer)],
                cwd=ROOT,
                env=environment(entry, folder),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                pass_fds=[writer],
            )
        os.close(writer)
        self._reader = reader
        self._read = b""

    def ask(self, order: str, limit_s: float) -> Data:
        """Give an order and return the answer.

        Raises:
            OutOfTimeError: there was none in time; the process is ended.
            EndedError: the process has ended.
        """
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f"{order}\n".encode())
            self._process.stdin.flush()
        except BrokenPipeError:
            raise EndedError(self._last_words()) from None
        until = time.monotonic() + limit_s
        while b"\n" not in self._read:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self._reader], [], [], left)[0]:
                self.close()
                raise OutOfTimeError(f"stopped after {limit_s:g} s")
            part = os.read(self._reader, 65536)
            if not part:
                raise EndedError(self._last_words())
            self._read += part
        line, self._read = self._read.split(b"\n", 1)
        answer = json.loads(line)
        assert isinstance(answer, dict)
        return answer

    def close(self) -> None:
        """End the process."""
        if self._reader >= 0:
            assert self._process.stdin is not None
            self._process.kill()
            self._process.wait()
            with suppress(BrokenPipeError):
                self._process.stdin.close()
            os.close(self._reader)
            self._reader = -1

    def _last_words(self) -> str:
        code = self._process.wait()
        text = self._log.read_text(encoding="utf-8", errors="replace").strip()
        return f"ended with code {code}: {text[-REASON_CHARS:]}"


def environment(entry: Entry, folder: Path) -> dict[str, str]:
    """Return the environment of an entry's process: its threads, and a home of its own."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    own = {name: text.replace("{folder}", str(folder)) for name, text in entry.env.items()}
    threads = dict.fromkeys(THREADS, str(entry.threads))
    return {**os.environ, **threads, "HOME": str(home), **own}


@dataclass
class _Running:
    """An entry in the contest."""

    entry: Entry
    record: Data
    child: Child | None = None
    calls: list[Data] = field(default_factory=list)
    used_s: float = 0.0

    def ask(self, order: str, limit_s: float) -> Data | None:
        """Return the answer, or None after writing down why there is none."""
        assert self.child is not None
        try:
            answer = self.child.ask(order, limit_s)
        except OutOfTimeError as error:
            answer = {"status": "did not finish", "reason": f"{order}: {error}"}
        except EndedError as error:
            answer = {"status": "failed", "reason": f"{order}: {error}"}
        if "status" in answer:
            self.record |= answer
            self.child.close()
            self.child = None
            return None
        return answer

    @property
    def runs(self) -> bool:
        """Whether its process is alive."""
        return self.child is not None


def hold(case: Case, folder: Path, told: Callable[[str], None]) -> list[Data]:
    """Let the programs of a case take turns; return one record for each, failures included.

    Args:
        case: the problem and who takes part.
        folder: an empty folder for answers and logs.
        told: called with a line when a program is about to begin something long.
    """
    contest = [_Running(entry, _head(case, entry)) for entry in case.entries]
    try:
        for number, one in enumerate(contest):
            one.child = Child(one.entry, folder, number)
            told(f"{case.name}: {one.entry.program}")
            _first(case, one)
        while sum(_again(case, one) for one in contest):
            pass  # a round in which everybody who may takes a turn
        for one in contest:
            _judge(case, one)
        _compare(contest)
    finally:
        for one in contest:
            if one.child is not None:
                one.child.close()
    return [one.record for one in contest]


def _head(case: Case, entry: Entry) -> Data:
    return {
        "case": case.name,
        "problem": case.problem,
        "program": entry.program,
        "threads": entry.threads,
        "status": "ok",
        "success": False,
        "options": dict(entry.options),
        "case_facts": dict(case.facts),
        "load_average": round(os.getloadavg()[0], 2),
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine(),
        "versions": versions(),
    }


def _first(case: Case, one: _Running) -> None:
    """Build, get ready, and answer for the first time."""
    for order, name in (("build", "build"), ("compile", "compile"), ("run", "first")):
        answer = one.ask(order, case.limit_s)
        if answer is None:
            return
        one.record[name] = answer


def _again(case: Case, one: _Running) -> bool:
    """Let a program answer once more, if it may; return whether it did."""
    if not one.runs or not may_repeat(case, len(one.calls), one.used_s, one.record["first"]):
        return False
    answer = one.ask("run", case.limit_s)
    if answer is None:
        return False
    one.calls.append(answer)
    one.used_s += answer["wall_s"]
    return True


def may_repeat(case: Case, done: int, used_s: float, first: Mapping[str, float]) -> bool:
    """Return whether another call fits: the first tells what one takes."""
    if done >= case.repeats:
        return False
    longest = first["wall_s"] if done == 0 else used_s / done
    return used_s + longest <= case.budget_s


def _judge(case: Case, one: _Running) -> None:
    if not one.runs:
        return
    if one.calls:
        one.record["steady"] = steady(one.calls)
    elif case.repeats:
        # Too long to be repeated; what a first call adds is a small part of it.
        one.record["steady"] = {**steady([one.record["first"]]), "first_call": True}
    verdict = one.ask("verdict", case.limit_s)
    if verdict is not None:
        one.record |= verdict


def _compare(contest: list[_Running]) -> None:
    """Write down how far each answer is from the first program's."""
    reference = _answer(contest[0])
    for one in contest[1:]:
        answer = _answer(one)
        if reference is not None and answer is not None and answer.shape == reference.shape:
            one.record["largest_difference"] = float(np.abs(answer - reference).max())


def _answer(one: _Running) -> np.ndarray | None:
    if not one.record.get("saved") or one.child is None:
        return None
    loaded = np.load(one.child.answer)
    assert isinstance(loaded, np.ndarray)
    return loaded
