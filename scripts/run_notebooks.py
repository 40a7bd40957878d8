"""Make the notebooks from their sources, docs/notebooks/*.py, and run them.

A source is a script in the percent format: `# %%` begins a cell, `# %% [markdown]` one of text.
`python scripts/run_notebooks.py` writes every notebook with its outputs; names of notebooks behind
it write those alone. With `--check` nothing is written: it says what differs from what is stored,
pictures not compared. Times and identities of cells are left out, so that files change only where
something has changed.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "notebooks"
SECONDS = 120
"""Longest time that a cell may take."""
CELL = re.compile(r"^# %%( \[markdown\])?.*\n", re.MULTILINE)


def names() -> list[str]:
    """Return the names of all notebooks."""
    return sorted(path.stem for path in FOLDER.glob("*.py"))


def made(name: str) -> Any:
    """Return the notebook of a source, without outputs."""
    from nbformat import v4

    parts = CELL.split((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    cells = []
    for k, (kind, body) in enumerate(zip(parts[1::2], parts[2::2], strict=True)):
        if kind:
            text = "\n".join(
                line.removeprefix("# ").removeprefix("#") for line in body.splitlines()
            )
            cell = v4.new_markdown_cell(text.strip())
        else:
            cell = v4.new_code_cell(body.strip())
        cell["id"] = f"cell-{k}"
        cells.append(cell)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def run(name: str) -> Any:
    """Return the notebook with its outputs.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell failed.
    """
    from nbclient import NotebookClient

    book = made(name)
    where = {"metadata": {"path": str(FOLDER)}}
    quiet = ["--Application.log_level=40"]
    client = NotebookClient(
        book, timeout=SECONDS, resources=where, record_timing=False, extra_arguments=quiet
    )
    client.execute()
    book["metadata"].pop("language_info", None)
    for cell in book["cells"]:
        cell["metadata"] = {}
        cell["outputs"] = (
            joined([clean(one) for one in cell["outputs"]]) if "outputs" in cell else []
        )
        if cell["cell_type"] == "markdown":
            del cell["outputs"]
    return book


def clean(output: Any) -> Any:
    """Return an output without what differs from run to run and from machine to machine."""
    for key in ("text/plain", "text/html"):
        if key in output.get("data", {}):
            output["data"][key] = places(output["data"][key])
    if "text" in output:
        output["text"] = places(output["text"])
    if "image/svg+xml" in output.get("data", {}):
        output["data"]["text/plain"] = "a picture"
    return output


def joined(outputs: list[Any]) -> list[Any]:
    """Return outputs with what was printed in one piece, which stands first."""
    printed = [one for one in outputs if one["output_type"] == "stream"]
    if len(printed) > 1:
        printed[0]["text"] = "".join(one["text"] for one in printed)
    return [*printed[:1], *(one for one in outputs if one["output_type"] != "stream")]


def places(text: str) -> str:
    """Return a text without addresses in memory and folders of this machine."""
    return re.sub(r" at 0x[0-9a-f]+", "", text.replace(str(ROOT), "..."))


def told(book: Any) -> list[str]:
    """Return all text that the cells of a notebook gave: what was printed, then what was shown.

    A kernel may send what a cell prints in one piece or in several, before or after what it shows.
    """
    out = []
    for cell in book["cells"]:
        outputs = cell.get("outputs", [])
        printed = "".join(output.get("text", "") for output in outputs)
        data = [output.get("data", {}) for output in outputs]
        shown = "".join(one.get("text/plain", "") + one.get("text/html", "") for one in data)
        out.append(printed + shown)
    return out


def main() -> int:
    """Write or check notebooks; return how many differ."""
    import nbformat

    check = "--check" in sys.argv
    chosen = [word for word in sys.argv[1:] if not word.startswith("--")] or names()
    os.environ["PYTHONPATH"] = os.pathsep.join(
        [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
    )
    different = 0
    for name in chosen:
        path, book = FOLDER / f"{name}.ipynb", run(name)
        if not check:
            path.write_text(nbformat.writes(book) + "\n", encoding="utf-8")
            continue
        stored = nbformat.read(path, as_version=4)
        same = [cell["source"] for cell in stored["cells"]] == [c["source"] for c in book["cells"]]
        if not same or told(stored) != told(book):
            different += 1
            print(f"{name}: not what is stored; run python scripts/run_notebooks.py {name}")  # noqa: T201 (says what to do)
            for one, other in zip(told(stored), told(book), strict=False):
                if one != other:
                    print(f"stored: {one}\nnow: {other}")  # noqa: T201 (the difference)
    return different


if __name__ == "__main__":
    sys.exit(main())
