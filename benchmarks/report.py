"""Make the tables and charts of `docs/performance.md` from stored results.

python -m benchmarks.report                                  # from benchmarks/results
python -m benchmarks.report --store runs/bench/results.jsonl # keep a run, then the same
"""

from __future__ import annotations

import argparse
import re
import shutil
from pathlib import Path

from benchmarks.records import Record, read_results
from benchmarks.tables import NO_RESULTS, SECTIONS

ROOT = Path(__file__).resolve().parent.parent
STORED = Path(__file__).parent / "results"
PAGE = ROOT / "docs" / "performance.md"
IMAGES = ROOT / "docs" / "images"
KEPT = "documented.jsonl"
MADE = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def main() -> None:
    """Keep a run if told so, then write page and charts."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report", description=__doc__)
    parser.add_argument("--store", type=Path, help="results of a run to keep in the repository")
    parser.add_argument("--name", default=KEPT, help=f"file name to keep them under ({KEPT})")
    options = parser.parse_args()
    if options.store is not None:
        STORED.mkdir(exist_ok=True)
        shutil.copyfile(options.store, STORED / options.name)
    records = stored()
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), records), encoding="utf-8")
    print(PAGE.relative_to(ROOT))
    if records:
        from benchmarks.charts import write_charts

        for file in write_charts(records, IMAGES):
            print(file.relative_to(ROOT))


def stored() -> list[Record]:
    """Return the results that the repository keeps; files later in the alphabet win."""
    return read_results(sorted(STORED.glob("*.jsonl")))


def page(text: str, records: list[Record]) -> str:
    """Return the text of the page with its made parts made anew.

    Raises:
        KeyError: a mark of the page names a part that there is not.
    """

    def made(mark: re.Match[str]) -> str:
        part = SECTIONS[mark.group(2)]
        body = part(records) if records else NO_RESULTS
        return f"{mark.group(1)}\n{body}\n\n{mark.group(3)}"

    return MADE.sub(made, text)


if __name__ == "__main__":
    main()
