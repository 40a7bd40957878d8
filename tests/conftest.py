"""What all tests share: annotations that are run, repeatable property tests, shared material, and
the command run in process."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from jaxtyping import install_import_hook

SOURCE = Path(__file__).resolve().parent.parent / "src"


def annotated_modules() -> list[str]:
    """List the modules whose axis annotations are run; compiled ones cannot be."""
    found = []
    for path in sorted((SOURCE / "standoff").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "jaxtyping" in text and "import numba" not in text:
            parts = path.relative_to(SOURCE).with_suffix("").parts
            found.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return found


# Before any module of standoff is imported: afterwards it would have no effect.
install_import_hook(annotated_modules(), "beartype.beartype")

# The first call of a kernel compiles it, so a time limit for one example would fail by chance;
# the examples are the same in every run.
settings.register_profile("standoff", deadline=None, derandomize=True)
settings.load_profile("standoff")


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """Return the folder of shared material; skip if none is named, fail if it is absent."""
    named = os.environ.get("STANDOFF_SHARED")
    if not named:
        pytest.skip("needs shared material: STANDOFF_SHARED is not set, see CONTRIBUTING.md")
    folder = Path(named)
    if not folder.is_dir():
        pytest.fail(f"STANDOFF_SHARED names {named}, which is not a folder")
    return folder


@dataclass(frozen=True)
class Result:
    """What a call of the command gave."""

    code: int
    out: str
    err: str


@pytest.fixture
def call(capsys, monkeypatch, tmp_path):
    """Return a function that calls the command in an empty folder."""
    from standoff.cli.main import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*words):
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run
