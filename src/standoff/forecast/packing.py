"""The result of a chunk as named arrays, and as the bytes of an .npz file.

Names are paths of fields: `solution.certificate.gain`, `answers.bluff.0`, `answers.hidden.1.start`.
Bytes hold arrays of numbers and nothing else; reading them runs no code.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, BinaryIO

import numpy as np

from standoff.forecast.answers import Answers
from standoff.forecast.seen import Seen
from standoff.forecast.states import Standing
from standoff.solve import Certificate, Solution

NOT_BY_DRAW = ("method", "ties")
"""Fields of a solution that a forecast has no use for: all draws are logit equilibria."""

Array = np.ndarray[Any, Any]
Part = dict[str, Array]


def flatten(name: str, value: Any) -> Part:
    """Return the arrays of a record, of a tuple of them, or of an array, by name."""
    if isinstance(value, tuple):
        inside = [(str(k), item) for k, item in enumerate(value)]
    elif is_dataclass(value):
        inside = [(f.name, getattr(value, f.name)) for f in fields(value)]
        if isinstance(value, Solution):
            inside = [item for item in inside if item[0] not in NOT_BY_DRAW]
    else:
        return {name: value}
    out: Part = {}
    for key, item in inside:
        out |= flatten(f"{name}.{key}", item)
    return out


def solution_of(part: Mapping[str, Array], name: str = "solution") -> Solution:
    """Return the solution with that name."""
    judged = {f.name: part[f"{name}.certificate.{f.name}"] for f in fields(Certificate)}
    own: dict[str, Any] = {
        f.name: part[f"{name}.{f.name}"]
        for f in fields(Solution)
        if f.name not in ("certificate", *NOT_BY_DRAW)
    }
    return Solution(**own, certificate=Certificate(**judged))


def answers_of(part: Mapping[str, Array]) -> Answers:
    """Return the answers; a tuple without entries has left no name."""
    tree: dict[str, Any] = {}
    for name, array in part.items():
        head, *path = name.split(".")
        if head != "answers":
            continue
        node = tree
        for key in path[:-1]:
            node = node.setdefault(key, {})
        node[path[-1]] = array
    return Answers(**{field.name: _built(tree.get(field.name, {})) for field in fields(Answers)})


def _built(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    if "start" in node:
        return Standing(**node)
    if "likelihood" in node:
        parts = {name: _built(node.get(name, {})) for name in ("dealt", "bluff")}
        return Seen(likelihood=node["likelihood"], outcomes=node["outcomes"], **parts)
    return tuple(_built(node[str(k)]) for k in range(len(node)))


def pack(part: Part) -> bytes:
    """Return named arrays as the bytes of an .npz file without compression."""
    made = io.BytesIO()
    np.savez(made, allow_pickle=False, **part)
    return made.getvalue()


def unpack(source: bytes | BinaryIO) -> Part:
    """Return the arrays of an .npz file.

    Raises:
        ValueError: it is no such file, or a broken one.
    """
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    try:
        with np.load(stream, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, EOFError, KeyError, zipfile.BadZipFile) as error:
        raise ValueError("not the result of a chunk") from error
