"""From the word on the command line to a file: a path, or the name of a shipped scenario."""

from __future__ import annotations

from pathlib import Path

from standoff.errors import UsageError


def find(word: str) -> Path:
    """Return the file that a word names.

    Raises:
        UsageError: no file and no shipped scenario has that name; says what to write.
    """
    from standoff import library
    from standoff.diagnostics.suggest import advice

    path = Path(word)
    try:
        is_file, is_folder = path.is_file(), path.is_dir()
    except (OSError, ValueError) as error:
        raise UsageError(f"`{word[:80]}` is not a usable file name") from error
    if is_file:
        return path
    names = library.names()
    if word in names:
        return library.path(word)
    if is_folder:
        inside = path / "scenario.yaml"
        hint = f"write `{inside}`" if inside.is_file() else "write the name of a file in it"
        raise UsageError(f"`{word}` is a folder, not a file", help=hint)
    if path.exists():
        return path  # a pipe or device: reading it says what is wrong
    if not path.suffix and len(path.parts) == 1:
        raise UsageError(
            f"there is no file and no shipped scenario called `{word}`",
            help=f"{advice(word, names)}; `standoff library` lists the shipped ones",
        )
    others = [str(p) for p in _siblings(path)]
    near = advice(word, others) if others else "check the name and the folder"
    raise UsageError(f"there is no file `{word}`", help=near)


def find_scenario(word: str) -> Path:
    """Return the scenario file that a word names.

    Raises:
        UsageError: nothing has that name, or it is a game tree, which has no parameters to draw.
    """
    path = find(word)
    if path.suffix == ".efg":
        raise UsageError(
            f"`{word}` is a game tree without priors, so there is nothing to draw",
            help=f"write `standoff solve {word}`",
        )
    return path


def _siblings(path: Path) -> list[Path]:
    """Return files of the same kind in the folder that was named."""
    try:
        return sorted(path.parent.glob(f"*{path.suffix}"))[:50]
    except (OSError, ValueError):
        return []


def whole(value: int, option: str, low: int, high: int, example: int) -> int:
    """Return a whole number within bounds.

    Raises:
        UsageError: names the option, the bounds and an example.
    """
    if not low <= value <= high:
        raise UsageError(
            f"`{option} {value}` is not a whole number from {low:,} to {high:,}".replace(",", " "),
            help=f"write, for example, `{option} {example}`",
        )
    return value


def precision(value: float | None) -> float | None:
    """Return lambda, if it is given: a number that is not negative.

    Raises:
        UsageError: it is negative, infinite or no number.
    """
    if value is not None and not 0 <= value <= MAX_LAM:
        raise UsageError(
            f"`--lam {value:g}` is not a number from 0 to {MAX_LAM:g}",
            help="write, for example, `--lam 10`; 0 plays every move alike, larger errs less",
        )
    return value


MAX_LAM = 1e6
"""Beyond this the differences of payoffs that decide are lost in rounding."""
