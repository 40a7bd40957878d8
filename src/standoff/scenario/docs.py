"""Reference pages made from the schema and the table of codes; written by scripts/make_docs.py."""

from __future__ import annotations

from typing import Any

from standoff.diagnostics.codes import CODES, GROUPS, Code
from standoff.scenario.examples import EXAMPLES
from standoff.scenario.formula import FUNCTIONS, MAX_LENGTH, MAX_NESTING, RESERVED
from standoff.scenario.schema import json_schema

FORMAT_PAGE = "docs/reference/format.md"
ERRORS_FOLDER = "docs/reference/errors"

INTRODUCTION = f"""\
# The scenario file

<!-- Made by scripts/make_docs.py from the schema in src/standoff/scenario/human/. -->

A crisis is one YAML 1.2 file. This page lists every section and field: what it means, what may
stand there, its unit, and what is used when it is left out. `standoff check FILE` says what is
wrong with a file, `standoff check --full FILE` prints it with every default filled in. Editors
find the same rules in `src/standoff/scenario/schema.json`.

YAML 1.2 means that `no`, `off` and `none` are text and that only `null` and `~` are nothing.
Tags, anchors and several documents in one file are not allowed. Inside `{{ }}` a comma ends the
entry, so put text and formulas that contain one in quotation marks.

## Names

Names start with a small letter and have small letters, digits and `_`. Parameters, formulas,
public variables, coordinations, parties and whatever makes a public variable share one set of
names: venues, ladders, commitments, sanctions, assurances, side crises, and supporters with
`_support` behind. Outcomes, turns and moves have sets of their own.

Reserved: {", ".join(f"`{word}`" for word in sorted(RESERVED))}.

## Formulas

A formula is a number or a text of at most {MAX_LENGTH:,} characters, nested at most {MAX_NESTING}
deep. It may use

- numbers, and the names of parameters and of public variables;
- `party.dimension` for a private dimension, `items.party` for what the reply on the table is worth
  (with what has been taken), `support.party` for what its supporters add up to;
- `+ - * / ^` and brackets; `== != < <= > >=`, which do not chain; `and`, `or`, `not`;
- `if condition then a else b`;
- the functions {", ".join(f"`{name}`" for name in FUNCTIONS)}; `clip(x, low, high)` cuts off,
  `log` is the natural logarithm, `min` and `max` take two or more, `logistic(x)` is
  1 / (1 + exp(-x)), and `norm_cdf(x)` is the chance that a standard normal number is below x;
- the names of `formulas`, wherever all that they mention may be used;
- `day` and `days_left`, in the cost of a move and in the chance of nature's moves and hazards:
  days from the clock's start to the turn, and from the turn to the clock's end.

What holds is 1, what does not is 0. A variable, ladder or private dimension with named values is
compared with one of them: `east.resolve == high`. Named values count from 0 in the order of the
file, so `pressure >= drill` works as well. In an `effect` a named value may stand alone.

Not every formula may mention everything:

| formula | parameters | public variables | private dimensions |
| --- | --- | --- | --- |
| `allowed` of a party's move | no | yes | the mover's own |
| `allowed` of nature's move | no | yes | yes |
| `when`, `condition`, `effect`, `event` of an attribution | no | yes | no |
| `cost`, `payoff`, `waiting`, `prob` of nature's moves and hazards | yes | yes | yes |
| numbers of commitments, sanctions, assurances and support | yes | yes | yes |
| `value` of an item or a linkage, costs of a ladder, `weight` of relative gains | yes | no | yes |
| `prob` of drift and of noise | yes | yes | no |
| `prob` of a type, a faction or a coordination, chances of a side crisis | yes | no | no |
| `precision`, `discuss_share`, `retreat_share`, `clarity`, `prob_top`, `growth` | yes | no | no |
| `formula` of a belief, `on` of a theory, `parameters` under `off` | yes | no | no |

Costs are paid with the values that hold before the move; payoffs with those at the end.
"""


def pages() -> dict[str, str]:
    """Return the text of every made page by its path from the root of the repository."""
    result = {FORMAT_PAGE: format_page(), f"{ERRORS_FOLDER}/index.md": errors_index()}
    return result | {f"{ERRORS_FOLDER}/{code}.md": error_page(row) for code, row in CODES.items()}


def format_page() -> str:
    """Return the page that lists every section and field."""
    schema = json_schema()
    sections = {"File": schema, **schema["$defs"]}
    order = ["File", *(name for name in EXAMPLES if name != "File")]
    parts = [INTRODUCTION, *(_section(name, sections[name]) for name in order)]
    return "\n".join(parts)


def _section(name: str, model: dict[str, Any]) -> str:
    title = "The whole file" if name == "File" else _heading(name)
    rows = [
        f"## {title}",
        "",
        model["description"],
        "",
        "| field | meaning | value | unit | default |",
        "| --- | --- | --- | --- | --- |",
    ]
    required = model.get("required", [])
    for field, entry in model["properties"].items():
        default = "required" if field in required else _default(entry)
        unit = entry.get("unit", "")
        meaning = entry["description"].replace("|", "\\|")
        rows.append(f"| `{field}` | {meaning} | {_kind(entry)} | {unit} | {default} |")
    return "\n".join([*rows, "", "```yaml", EXAMPLES[name].rstrip("\n"), "```", ""])


def _heading(name: str) -> str:
    spaced = "".join(f" {char.lower()}" if char.isupper() else char for char in name).strip()
    return spaced[0].upper() + spaced[1:]


def _default(entry: dict[str, Any]) -> str:
    if "default" not in entry:
        return "none"
    value = entry["default"]
    if value is None or value == "" or value in ([], {}):
        return "none"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return (
        "empty"
        if isinstance(value, dict)
        else f"`{value:g}`"
        if isinstance(value, float)
        else f"`{value}`"
    )


def _kind(entry: dict[str, Any]) -> str:
    if "$ref" in entry:
        name = entry["$ref"].rsplit("/", 1)[1]
        return f"[{_heading(name).lower()}](#{_heading(name).lower().replace(' ', '-')})"
    if "const" in entry:
        return f"`{entry['const']}`"
    if "enum" in entry:
        return " or ".join(f"`{word}`" for word in entry["enum"])
    options = entry.get("anyOf") or entry.get("oneOf")
    if options:
        kinds = [_kind(option) for option in options if option.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    return _plain_kind(entry)


def _plain_kind(entry: dict[str, Any]) -> str:
    kind = entry.get("type")
    if isinstance(kind, list):
        return "condition" if "boolean" in kind else "number or formula"
    if kind == "array":
        return f"list of {_kind(entry['items'])}{_count(entry)}"
    if kind == "object":
        inner = next(iter(entry.get("patternProperties", {}).values()), None)
        inner = inner or entry.get("additionalProperties")
        return f"mapping from names to {_kind(inner)}" if isinstance(inner, dict) else "mapping"
    if entry.get("format") == "date":
        return "date"
    words = {"string": "text", "integer": "whole number", "boolean": "`true` or `false`"}
    text = "name" if "pattern" in entry else words.get(str(kind), str(kind or "number or name"))
    return f"{text}{_bounds(entry)}"


def _count(entry: dict[str, Any]) -> str:
    least, most = entry.get("minItems"), entry.get("maxItems")
    return f", {least} entries" if least is not None and least == most else ""


def _bounds(entry: dict[str, Any]) -> str:
    phrases = {
        "minimum": "at least",
        "maximum": "at most",
        "exclusiveMinimum": "above",
        "exclusiveMaximum": "below",
    }
    found = [f"{phrase} {entry[key]:g}" for key, phrase in phrases.items() if key in entry]
    return f", {' and '.join(found)}" if found else ""


def errors_index() -> str:
    """Return the page that lists every code."""
    rows = [
        "# Messages",
        "",
        "<!-- Made by scripts/make_docs.py from src/standoff/diagnostics/codes.py. -->",
        "",
        "Every message about a scenario file has a code. Codes keep their meaning for good.",
        "Errors stop the run with exit code 2; warnings do not.",
    ]
    for prefix, title in GROUPS.items():
        rows += ["", f"## {title}", "", "| code | finds |", "| --- | --- |"]
        rows += [
            f"| [{code}]({code}.md) | {row.title} |"
            for code, row in CODES.items()
            if code.startswith(prefix)
        ]
    return "\n".join(rows) + "\n"


def error_page(row: Code) -> str:
    """Return the page of one code."""
    kind = "A warning; the run goes on." if row.code.startswith("SC7") else "An error."
    return f"""\
# {row.code}: {row.title}

<!-- Made by scripts/make_docs.py from src/standoff/diagnostics/codes.py. -->

{kind}

**What it checks.** {row.checks}

**Why it matters.** {row.why}

Wrong:

```yaml
{row.wrong}
```

Right:

```yaml
{row.right}
```

[All messages](index.md)
"""
