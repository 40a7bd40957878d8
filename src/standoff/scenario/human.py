"""What a person may write: the schema of a scenario file, with meanings, units and defaults.

These models check the kinds of values and know nothing of other fields; rules across fields live
in the modules that resolve them. The JSON Schema and the format page are made from this module.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

ID_PATTERN = r"^[a-z][a-z0-9_]*$"
DATE_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
MAX_TEXT = 20_000
MAX_ENTRIES = 500
MAX_VALUES = 101
MAX_REPEAT = 100
MAX_DAYS = 36_500


def found(value: Any) -> str:
    """Say what a value is in words of the file, not of the program."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, (int, float)):
        return f"the number {value:g}" if isinstance(value, float) else f"the number {value}"
    if isinstance(value, str):
        short = " ".join(value.split())
        return f"the text `{short if len(short) <= 40 else short[:37] + '...'}`"
    return "a list" if isinstance(value, list) else "a mapping"


def wrong(code: str, wanted: str, value: Any, help: str = "") -> PydanticCustomError:
    """Return the finding `expected ..., found ...` under one of our codes."""
    context = {"wanted": wanted, "help": help, "value": found(value)}
    return PydanticCustomError(code, "expected {wanted}, found {value}", context)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _number(value: Any) -> Any:
    if _is_number(value):
        return float(value)
    help = ""
    if isinstance(value, str) and re.fullmatch(r"\s*[-+]?[0-9.]+([eE][-+]?[0-9]+)?\s*", value):
        help = f"write {value.strip()} without quotation marks"
    raise wrong("SC203", "a number", value, help)


def _whole(value: Any) -> Any:
    if _is_number(value) and float(value).is_integer():
        return int(value)
    raise wrong("SC203", "a whole number", value)


def _text(value: Any) -> Any:
    if isinstance(value, str) and len(value) <= MAX_TEXT:
        return value
    if isinstance(value, str):
        raise wrong("SC203", f"at most {MAX_TEXT:,} characters of text", value)
    scalar = _is_number(value) or isinstance(value, bool)
    raise wrong("SC203", "text", value, "put it in quotation marks" if scalar else "")


def _formula(value: Any) -> Any:
    if _is_number(value) or (isinstance(value, str) and value.strip()):
        return value
    raise wrong("SC203", "a number or a formula", value)


def _guard(value: Any) -> Any:
    if isinstance(value, (bool, int, float)) or (isinstance(value, str) and value.strip()):
        return value
    raise wrong("SC203", "a condition such as `rung < 3`", value)


def _chance(value: Any) -> Any:
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, (dict, list, bool)) or inner is None:
                wanted = f"a number or a formula for `{key}`"
                raise wrong("SC203", wanted, inner)
        return value
    if isinstance(value, (list, bool)) or value is None:
        raise wrong("SC203", "a number, a formula, `rest`, or one of these per value", value)
    return _formula(value)


def _date(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(DATE_PATTERN, value.strip()):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    raise wrong("SC207", "a date such as 2022-01-15", value, "write year-month-day")


def _id(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(ID_PATTERN, value) and len(value) <= 60:
        return value
    help = "start with a small letter; then small letters, digits and `_`, 60 at most"
    context = {"word": str(value)[:60], "help": help}
    raise PydanticCustomError("SC206", "`{word}` cannot be a name", context)


def _label(value: Any) -> Any:
    if value is True or value is False:
        value = str(value).lower()
    return _id(value)


def _evidence_tag(value: Any) -> str:
    return "#list" if isinstance(value, list) else "#word"


def _word_assumed(value: Any) -> Any:
    if value == "assumed":
        return value
    raise wrong("SC203", "`assumed` or a list of sources", value, "write `evidence: assumed`")


def _items_tag(value: Any) -> str:
    return "#list" if isinstance(value, list) else "#word"


def _word_rest(value: Any) -> Any:
    if value == "rest":
        return value
    raise wrong("SC203", "a list of items, or `rest`", value)


def _turn_tag(value: Any) -> str:
    return "#repeat" if isinstance(value, dict) and "repeat" in value else "#turn"


def _schema(**schema: Any) -> WithJsonSchema:
    return WithJsonSchema(schema)


Text = Annotated[str, BeforeValidator(_text)]
Number = Annotated[float, BeforeValidator(_number)]
Whole = Annotated[int, BeforeValidator(_whole)]
Id = Annotated[str, Field(pattern=ID_PATTERN), BeforeValidator(_id)]
LabelText = Annotated[str, Field(pattern=ID_PATTERN), BeforeValidator(_label)]
Date = Annotated[
    date,
    BeforeValidator(_date),
    _schema(type="string", format="date", pattern=DATE_PATTERN),
]
Formula = Annotated[
    Any,
    BeforeValidator(_formula),
    _schema(type=["number", "string"], maxLength=1000, description="a number or a formula"),
]
Guard = Annotated[
    Any,
    BeforeValidator(_guard),
    _schema(type=["string", "boolean", "number"], maxLength=1000, description="a condition"),
]
Chance = Annotated[
    Any,
    BeforeValidator(_chance),
    _schema(
        anyOf=[
            {"type": ["number", "string"]},
            {"type": "object", "additionalProperties": {"type": ["number", "string"]}},
        ],
        description="a number, a formula, `rest`, or one of these per value of `given`",
    ),
]


class Model(BaseModel):
    """Base of all sections: unknown fields are findings, nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


def _field(meaning: str, default: Any = ..., *, unit: str = "", **more: Any) -> Any:
    extra: dict[str, Any] | None = {"unit": unit} if unit else None
    return Field(default, description=meaning, json_schema_extra=extra, **more)


class EvidenceItem(Model):
    """One place in a source, and what it says in our own words."""

    source: Id = _field("Name of an entry of `sources`.")
    paragraph: Whole | None = _field("Which paragraph of the source, counted from 1.", None, ge=1)
    says: Text = _field("What it says, in your own words.", "")


Evidence = Annotated[
    Annotated[Any, BeforeValidator(_word_assumed), _schema(const="assumed"), Tag("#word")]
    | Annotated[list[EvidenceItem], Field(min_length=1), Tag("#list")],
    Discriminator(_evidence_tag),
]
ItemList = Annotated[
    Annotated[Any, BeforeValidator(_word_rest), _schema(const="rest"), Tag("#word")]
    | Annotated[list[Id], Tag("#list")],
    Discriminator(_items_tag),
]


class Source(Model):
    """A document that the scenario rests on."""

    title: Text = _field("Title of the document.")
    author: Text = _field("Who wrote it.", "")
    outlet: Text = _field("Where it appeared.", "")
    written: Date | None = _field("When it was written.", None)
    published: Date | None = _field("When it was published where it was read.", None)
    language: Text = _field("Language it was read in.", "")
    stance: Text = _field("Which camp it speaks for, as one word or two.", "")
    note: Text = _field("Anything a reader should know about it.", "")


class Normal(Model):
    """A normal distribution, cut off at `low` and `high` where they are given."""

    mean: Number = _field("Mean before cutting off.")
    sd: Number = _field("Standard deviation before cutting off.", gt=0)
    low: Number | None = _field("Lowest possible value.", None)
    high: Number | None = _field("Highest possible value.", None)


class Lognormal(Model):
    """A log-normal distribution."""

    median: Number = _field("Median.", gt=0)
    sd_log: Number = _field("Standard deviation of the natural logarithm.", gt=0, le=10)


class Beta(Model):
    """A beta distribution between 0 and 1."""

    mean: Number = _field("Mean.", gt=0, lt=1)
    sd: Number = _field("Standard deviation, below sqrt(mean * (1 - mean)).", gt=0)


Two = Annotated[list[Number], Field(min_length=2, max_length=2)]
Three = Annotated[list[Number], Field(min_length=3, max_length=3)]


class Prior(Model):
    """What is believed about a number before play: exactly one of the distributions."""

    uniform: Two | None = _field("`[low, high]`, all values equally likely.", None)
    triangular: Three | None = _field("`[low, mode, high]`.", None)
    pert: Three | None = _field("`[low, mode, high]`, smooth and pulled to the mode.", None)
    normal: Normal | None = _field(
        "`{mean, sd, low, high}`; `low` and `high` may be left out.", None
    )
    lognormal: Lognormal | None = _field("`{median, sd_log}`, positive values.", None)
    beta: Beta | None = _field("`{mean, sd}`, values between 0 and 1.", None)
    choice: Annotated[dict[str, Number], Field(min_length=1, max_length=100)] | None = _field(
        "Discrete numbers with their probabilities, such as `{'5': 0.3, '10': 0.7}`.", None
    )


class Parameter(Model):
    """A named number. It has exactly one of `value` and `prior`."""

    value: Number | None = _field("A fixed value.", None)
    prior: Prior | None = _field("A distribution.", None)
    unit: Text = _field("The unit in words, such as `percent of the stakes`.")
    means: Text = _field("What the number is, in plain words.")
    evidence: Evidence = _field("`assumed`, or the places in the sources that it rests on.")
    reason: Text = _field("Why this range.", "")


class PrivateValue(Model):
    """One value of a private dimension."""

    prob: Chance = _field(
        "How likely it is at the start: a formula over parameters, or `rest` for what the others "
        "leave; with `given`, a mapping from the values of that dimension to formulas."
    )
    means: Text = _field("What a party of this type is like.", "")


class Private(Model):
    """A private dimension: something about a party that it alone knows."""

    means: Text = _field("What is hidden.", "")
    given: Text | None = _field(
        "An earlier private dimension that the probabilities depend on, as `party.dimension`.", None
    )
    values: Annotated[dict[LabelText, PrivateValue], Field(min_length=1, max_length=20)] = _field(
        "The values in order, lowest first."
    )


class Party(Model):
    """Somebody who chooses."""

    name: Text = _field("Name for tables and charts. Default: the id.", "")
    means: Text = _field("Who or what it is.", "")
    private: dict[Id, Private] = _field(
        "Private dimensions; the type of a party is the tuple of their values.",
        default_factory=dict,
    )


class OutsideOption(Model):
    """A plan B that only its owner knows: a private dimension with `none` among its values."""

    party: Id = _field("Who has it.")
    means: Text = _field("What it is.", "")
    given: Text | None = _field("An earlier private dimension that it depends on.", None)
    values: Annotated[dict[LabelText, PrivateValue], Field(min_length=1, max_length=20)] = _field(
        "The values, `none` among them."
    )


class Variable(Model):
    """A public variable: everybody sees its value. It has exactly one of `range` and `values`."""

    range: Annotated[list[Whole], Field(min_length=2, max_length=2)] | None = _field(
        "`[low, high]`: whole numbers, both ends included.", None
    )
    values: Annotated[list[LabelText], Field(min_length=1, max_length=MAX_VALUES)] | None = _field(
        "Named values, in order.", None
    )
    start: Any = _field("The value at the start: a number of the range, or one of the values.")
    means: Text = _field("What it stands for.", "")


class Item(Model):
    """One item on the table."""

    title: Text = _field("What is demanded, in a few words. Default: the id in words.", "")
    means: Text = _field("What it would mean.", "")
    value: dict[Id, Formula] = _field(
        "What it is worth to each party if conceded in full; parties left out get 0.",
        unit="payoff unit of the file",
    )
    divisible: bool = _field("Whether half of it can be had: `discuss` is worth something.", False)
    evidence: Evidence = _field("Where the values come from.", "assumed")


class Reply(Model):
    """One reply on the stated menu: what is done with every item."""

    title: Text = _field("Words for tables. Default: the id in words.", "")
    accept: ItemList = _field("Items conceded, or `rest`.", default_factory=list)
    refuse: ItemList = _field("Items refused, or `rest`.", default_factory=list)
    discuss: ItemList = _field("Items taken up for talks, or `rest`.", default_factory=list)
    means: Text = _field("What this reply says.", "")


class Table(Model):
    """The items on the table and the stated menu of replies."""

    demanded_by: Id = _field("The party that demands.")
    of: Id = _field("The party that replies.")
    sold: Literal["singly", "package"] = _field(
        "`singly`: accepted items count one by one; `package`: only if all are accepted.", "singly"
    )
    discuss_share: Formula = _field(
        "Share of a divisible item's value that taking it up for talks is worth.", 0, unit="share"
    )
    items: Annotated[dict[Id, Item], Field(min_length=1, max_length=50)] = _field("The items.")
    replies: Annotated[dict[LabelText, Reply], Field(min_length=1, max_length=50)] = _field(
        "The replies; `open` is the name of no reply yet and cannot be used."
    )


class Rung(Model):
    """One rung of a ladder."""

    id: LabelText = _field("Name of the rung, usable in comparisons.")
    means: Text = _field("What is done on it.", "")
    evidence: Evidence = _field("Where it comes from.", "assumed")


class Accident(Model):
    """The chance that things get out of hand, in one accident turn."""

    prob_top: Formula = _field("Chance in one accident turn at the top rung.", unit="probability")
    growth: Formula = _field("At rung r of R the chance is `prob_top * (r/R)^growth`.", 2)
    outcome: Id = _field("Outcome when it happens.")


class Ladder(Model):
    """A ladder of pressure that one party climbs. It makes a public variable of its name."""

    climber: Id = _field("The party that climbs.")
    rungs: Annotated[list[Rung], Field(min_length=2, max_length=MAX_VALUES)] = _field(
        "The rungs, lowest first."
    )
    start: LabelText | None = _field("Rung at the start. Default: the lowest.", None)
    means: Text = _field("What the ladder is.", "")
    standing_cost: dict[Id, Formula] = _field(
        "Cost to each party of standing at the top rung, per 7 days; at rung r of R it is "
        "multiplied by `(r/R)^convexity`.",
        default_factory=dict,
        unit="payoff unit of the file, per 7 days",
    )
    convexity: Number = _field("Power of the standing cost, above 1.", 2.0)
    rate_cost: dict[Id, Formula] = _field(
        "Cost to each party of climbing the whole ladder in one move; k rungs of R cost "
        "`(k/R)^2` of it.",
        default_factory=dict,
        unit="payoff unit of the file",
    )
    accident: Accident | None = _field("The accident that grows with the rung.", None)


class BrokenBy(Model):
    """What breaks a commitment."""

    outcomes: list[Id] = _field("Outcomes that break it.", default_factory=list)
    moves: list[Id] = _field("Moves of the committed party that break it.", default_factory=list)


class Commitment(Model):
    """A public commitment. It makes a public variable with values unmade, made, broken."""

    party: Id = _field("Who commits.")
    means: Text = _field("What is promised or vowed.", "")
    sunk: Formula = _field("Cost paid when it is made.", 0, unit="payoff unit of the file")
    retreat: Formula = _field(
        "Cost paid when it is broken after being made.", 0, unit="payoff unit of the file"
    )
    broken_by: BrokenBy = _field("What breaks it.", default_factory=BrokenBy)


class Clock(Model):
    """When things happen, and what happens when the turns run out."""

    start: Date | None = _field("First day. Needed when turns have dates.", None)
    end: Date | None = _field("The horizon. Default: the date of the last turn.", None)
    at_end: Id = _field("Outcome when the turns run out.")
    waiting: dict[Id, Formula] = _field(
        "Cost to each party of every day that passes.",
        default_factory=dict,
        unit="payoff unit of the file, per day",
    )


class Move(Model):
    """One thing that the mover of a turn, or nature, can do."""

    title: Text = _field("A few words. Default: the id in words.", "")
    means: Text = _field("What it is in plain words.", "")
    allowed: Guard | None = _field(
        "When it can be done: a condition over public variables and the mover's own private "
        "dimensions. Default: always.",
        None,
    )
    effect: dict[str, Guard] = _field(
        "New values of public variables, as formulas over the old ones.", default_factory=dict
    )
    cost: dict[Id, Formula] = _field(
        "What it costs each party, paid at once.",
        default_factory=dict,
        unit="payoff unit of the file",
    )
    outcome: Id | None = _field("The outcome in which it ends the crisis.", None)
    climb: dict[Id, Whole] = _field(
        "Steps up a ladder; negative steps go down. Not allowed where it would leave the ladder.",
        default_factory=dict,
    )
    commits: Id | None = _field("The commitment that it makes; only once.", None)
    uses: Id | None = _field("Outside option needed: not allowed to types that have `none`.", None)
    prob: Chance | None = _field("Nature's moves only: the chance, or `rest` once.", None)
    refuses: bool = _field("Counts as refusing to the end in the question of bluff.", False)


class Turn(Model):
    """A point at which one party, or nature, moves."""

    id: Id = _field("Name of the turn.")
    title: Text = _field("A few words. Default: the id in words.", "")
    means: Text = _field("What happens at this point.", "")
    date: Date | None = _field("Day of the turn.", None)
    after: Whole | None = _field(
        "Days after the previous turn (or the clock's start). Default: the same day.",
        None,
        ge=0,
        le=MAX_DAYS,
        unit="days",
    )
    mover: Text | None = _field("A party, or `nature`.", None)
    when: Guard | None = _field(
        "A condition over public variables; the turn is skipped where it is false.", None
    )
    moves: Annotated[dict[Id, Move], Field(max_length=200)] = _field(
        "What can be done.", default_factory=dict
    )
    replies: bool = _field("Adds one move for every stated reply of the table.", False)
    accident: Id | None = _field("Instead of a mover: nature's turn on this ladder.", None)


class Repeat(Model):
    """Turns that come again; their ids get `_1`, `_2` and so on."""

    repeat: Whole = _field("How many times.", ge=1, le=MAX_REPEAT)
    every: Whole | None = _field(
        "Days between repetitions. Default: what the turns inside add up to.",
        None,
        ge=0,
        le=MAX_DAYS,
        unit="days",
    )
    turns: Annotated[list[Turn], Field(min_length=1, max_length=100)] = _field("The turns.")


TurnEntry = Annotated[
    Annotated[Turn, Tag("#turn")] | Annotated[Repeat, Tag("#repeat")], Discriminator(_turn_tag)
]


class Outcome(Model):
    """An ending."""

    title: Text = _field("A few words. Default: the id in words.", "")
    means: Text = _field("What has happened then.", "")
    payoff: dict[Id, Formula] = _field(
        "What it is worth to each party; parties left out get 0.",
        default_factory=dict,
        unit="payoff unit of the file",
    )
    force: bool = _field("Whether it is a use of force.", False)


class CarriedOut(Model):
    """What counts as carrying out a threat."""

    outcomes: list[Id] = _field("Outcomes.", default_factory=list)
    moves: list[Id] = _field("Moves.", default_factory=list)


class Bluff(Model):
    """A threat, for the question whether it is a bluff."""

    threat: Text = _field("The threat in words.")
    carried_out: CarriedOut = _field("What counts as carrying it out.")


class BaseRate(Model):
    """How often past crises ended so."""

    outcomes: Annotated[list[Id], Field(min_length=1)] = _field("Outcomes it is compared with.")
    rate: Number = _field("Share of past crises.", ge=0, le=1, unit="share")
    cases: Whole | None = _field("Number of past crises.", None, ge=1)
    source: Text = _field("Where the rate comes from.")
    means: Text = _field("What was counted.", "")


def _version(value: Any) -> Any:
    if value == 1 and _is_number(value):
        return 1
    raise wrong("SC208", "the format version 1", value, "write `standoff: 1`")


Version = Annotated[int, BeforeValidator(_version), _schema(const=1)]
Entries = Field(max_length=MAX_ENTRIES)


class File(Model):
    """A scenario file of standoff, format version 1."""

    standoff: Version = _field("Version of the format.")
    title: Text = _field("What the crisis is called.")
    summary: Text = _field("One paragraph.", "")
    as_of: Date | None = _field("What was known on this day goes in, nothing later.", None)
    left_out: list[Text] = _field(
        "What the scenario leaves out and why; printed first.", default_factory=list
    )
    payoffs: Literal["percent", "points"] = _field(
        "`percent`: numbers are percent of the stakes; `points`: used as written.", "percent"
    )
    memory: Literal["history", "state"] = _field(
        "`history`: parties remember everything; `state`: only the public variables.", "history"
    )
    precision: Formula = _field(
        "How exactly parties choose (lambda): a formula over parameters.",
        10,
        unit="per whole stakes (percent) or per point",
    )
    sources: Annotated[dict[Id, Source], Entries] = _field("Documents.", default_factory=dict)
    parameters: Annotated[dict[Id, Parameter], Entries] = _field(
        "Named numbers.", default_factory=dict
    )
    parties: Annotated[dict[Id, Party], Field(min_length=1, max_length=20)] = _field(
        "Who chooses, in order."
    )
    outside_options: dict[Id, OutsideOption] = _field("Hidden plans B.", default_factory=dict)
    variables: Annotated[dict[Id, Variable], Entries] = _field(
        "Public variables.", default_factory=dict
    )
    table: Table | None = _field("Items on the table and the stated replies.", None)
    ladders: dict[Id, Ladder] = _field("Ladders of pressure.", default_factory=dict)
    commitments: dict[Id, Commitment] = _field("Public commitments.", default_factory=dict)
    clock: Clock = _field("Dates, cost of waiting, and the ending when turns run out.")
    turns: Annotated[list[TurnEntry], Field(min_length=1, max_length=MAX_ENTRIES)] = _field(
        "The turns in order of play."
    )
    outcomes: Annotated[dict[Id, Outcome], Field(min_length=1, max_length=100)] = _field(
        "The endings."
    )
    bluff: dict[Id, Bluff] = _field("Threats, by the party that makes them.", default_factory=dict)
    base_rates: list[BaseRate] = _field(
        "How past crises ended, printed beside the model.", default_factory=list
    )
