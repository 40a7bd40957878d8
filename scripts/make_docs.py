"""Write the pages and the schema that are made from code. Run from the root of the repository."""

from __future__ import annotations

from pathlib import Path

from standoff.scenario.docs import pages
from standoff.scenario.schema import SCHEMA_FILE, schema_text

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Write every made file that is not current."""
    made = {ROOT / path: text for path, text in pages().items()}
    made[SCHEMA_FILE] = schema_text()
    for path, text in made.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(path.relative_to(ROOT))  # noqa: T201 (says what it did)


if __name__ == "__main__":
    main()
