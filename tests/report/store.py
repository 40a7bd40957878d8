"""Make the stored forecasts of shipped crises anew: `python -m tests.report.store`.

Small runs of which the words of the report are checked. To be run when a shipped file changes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from standoff import library
from standoff.forecast import forecast

DRAWS = {"nato-2022-core": 12, "skarn-narrows": 12, "nato-2022": 2, "powell-1990-brinkmanship": 20}
DIGITS = 4


def rounded(value: Any) -> Any:
    """Return plain data with numbers of few digits, which are enough for words."""
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    return [rounded(one) for one in value] if isinstance(value, list) else value


if __name__ == "__main__":
    folder = Path(__file__).parent / "stored"
    folder.mkdir(exist_ok=True)
    for name, draws in DRAWS.items():
        data = rounded(forecast(library.load(name), draws=draws, seed=1).to_json())
        text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
