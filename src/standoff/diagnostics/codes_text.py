"""Codes about the text of a file: YAML and its limits."""

from __future__ import annotations

Row = tuple[str, str, str, str, str, str]
"""Code, title, what it checks, why it matters, wrong example, right example."""

TEXT: tuple[Row, ...] = (
    (
        "SC101",
        "text that is not YAML",
        "The file can be read as YAML 1.2.",
        "Nothing else can be checked before; this is the only message that stands alone.",
        "title: Strait crisis: the first week",
        'title: "Strait crisis: the first week"',
    ),
    (
        "SC102",
        "characters that cannot be read",
        "The file is UTF-8 text without control characters.",
        "A file in another encoding shows other letters on other machines.",
        "title: Caf\\xe9            # saved as Latin-1",
        "title: Café               # saved as UTF-8",
    ),
    (
        "SC103",
        "a file too large or too deep",
        "A file has at most 500,000 bytes, 40 levels of nesting and 1,000 turns.",
        "Larger ones are mistakes or attacks, and would take minutes to read.",
        "turns:\n  - repeat: 100\n    turns: [...]   # 20 turns in the block",
        "turns:\n  - repeat: 10\n    turns: [...]",
    ),
    (
        "SC104",
        "a repeated key",
        "Every key stands once in its mapping.",
        "YAML readers silently keep the last one; you would look at one value and run another.",
        "variables:\n  rung: {range: [0, 2], start: 0}\n  rung: {range: [0, 4], start: 0}",
        "variables:\n  rung: {range: [0, 4], start: 0}",
    ),
    (
        "SC105",
        "tags, anchors and other extras of YAML",
        "The file uses mappings, lists, text and numbers only.",
        "Tags make some readers run code, and anchors let a small file grow without end.",
        "low: &cost 10\nhigh: *cost",
        "low: 10\nhigh: 10",
    ),
    (
        "SC106",
        "a second document",
        "The file holds one document.",
        "Whatever stands after `---` would be ignored.",
        "standoff: 1\n---\ntitle: Strait crisis",
        "standoff: 1\ntitle: Strait crisis",
    ),
    (
        "SC107",
        "a tab",
        "Indentation is made of blanks.",
        "A tab is as wide as each editor likes; YAML forbids it for that reason.",
        "clock:\n\tat_end: quiet",
        "clock:\n  at_end: quiet",
    ),
    (
        "SC108",
        "no scenario in the file",
        "The file is a mapping and not empty.",
        "A list or a single word says nothing about a crisis.",
        "- standoff: 1",
        "standoff: 1",
    ),
    (
        "SC109",
        "a number that is not finite, or too large",
        "Numbers are finite and at most 1e15 in size.",
        "Larger ones lose their last digits in the computation; nan spoils every result it meets.",
        "war_cost: {value: .inf}",
        "war_cost: {value: 100}",
    ),
    (
        "SC110",
        "a key that is not text",
        "Every entry of a mapping has a plain name.",
        "An entry without a name cannot be spoken of.",
        "parties:\n  ? [east, west]\n  : {}",
        "parties:\n  east: {}\n  west: {}",
    ),
    (
        "SC111",
        "a file that cannot be opened",
        "The file exists and may be read.",
        "There is nothing to check.",
        "standoff check strat.yaml",
        "standoff check strait.yaml",
    ),
    (
        "SC112",
        "a comma that ends a text in braces",
        "Inside `{ }` every entry is `name: value`.",
        "The text stops at its first comma and the rest would be lost.",
        "quiet: {means: Nothing is signed, nothing is fired}",
        'quiet: {means: "Nothing is signed, nothing is fired"}',
    ),
)
