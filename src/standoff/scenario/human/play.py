"""The clock, turns and moves."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from standoff.scenario.human.base import (
    MAX_DAYS,
    MAX_REPEAT,
    Chance,
    Date,
    Formula,
    Guard,
    Id,
    Model,
    Text,
    Whole,
    field,
)
from standoff.scenario.human.forms import Noise


def _turn_tag(value: Any) -> str:
    if not isinstance(value, dict):
        return "#turn"
    return "#repeat" if "repeat" in value else "#together" if "together" in value else "#turn"


class Clock(Model):
    """When things happen, and what happens when the turns run out."""

    start: Date | None = field("First day. Needed when turns have dates.", None)
    end: Date | None = field("The horizon. Default: the date of the last turn.", None)
    at_end: Id = field("Outcome when the turns run out.")
    waiting: dict[Id, Formula] = field(
        "Cost to each party of every day that passes.",
        default_factory=dict,
        unit="payoff unit of the file, per day",
    )


class Move(Model):
    """One thing that the mover of a turn, or nature, can do."""

    title: Text = field("A few words. Default: the id in words.", "")
    means: Text = field("What it is in plain words.", "")
    allowed: Guard | None = field(
        "When it can be done: a condition over public variables and the mover's own private "
        "dimensions. Default: always.",
        None,
    )
    effect: dict[str, Guard] = field(
        "New values of public variables, as formulas over the old ones.", default_factory=dict
    )
    cost: dict[Id, Formula] = field(
        "What it costs each party, paid at once.",
        default_factory=dict,
        unit="payoff unit of the file",
    )
    becomes: dict[str, Guard] = field(
        "New values of hidden dimensions, as `party.dimension` or the name of a `hidden` one: "
        "formulas over the old public variables and hidden dimensions.",
        default_factory=dict,
    )
    seen_as: Id | None = field(
        "What others take the move for: moves of one turn that are seen as the same thing cannot "
        "be told apart by those who do not see what changed. Default: the move itself.",
        None,
    )
    outcome: Id | None = field("The outcome in which it ends the crisis.", None)
    climb: dict[Id, Whole] = field(
        "Steps up a ladder; negative steps go down. Not allowed where it would leave the ladder.",
        default_factory=dict,
    )
    commits: Id | None = field("The commitment that it makes; only once.", None)
    form: Id | None = field(
        "The form in which it is said or done: who sees it, and what a commitment made in it costs "
        "to break. Default: in the open, at the full cost.",
        None,
    )
    to: Id | None = field("The addressee of a form that only an addressee sees.", None)
    noise: Noise | None = field("The chance that it is taken for another move.", None)
    uses: Id | None = field("Outside option needed: not allowed to types that have `none`.", None)
    threatens: Id | None = field("The sanction of the mover that it threatens.", None)
    imposes: Id | None = field("The sanction of the mover that it imposes.", None)
    lifts: Id | None = field("The sanction of the mover that it lifts.", None)
    assures: Id | None = field("The assurance of the mover that it gives; only once.", None)
    needs: Id | None = field(
        "The side crisis that must not tie the mover's forces for it to be possible; mopping up "
        "ties them no longer.",
        None,
    )
    takes: list[Id] = field(
        "Items of the table that the party that demands takes without asking: from then on they "
        "count as conceded.",
        default_factory=list,
    )
    supports: dict[Id, Whole] = field(
        "Steps by which the support of the mover rises, or falls if negative; moves of nature may "
        "name any supporter.",
        default_factory=dict,
    )
    prob: Chance | None = field("Nature's moves only: the chance, or `rest` once.", None)
    refuses: bool = field("Counts as refusing to the end in the question of bluff.", False)


class Turn(Model):
    """A point at which one party, or nature, moves."""

    id: Id = field("Name of the turn.")
    title: Text = field("A few words. Default: the id in words.", "")
    means: Text = field("What happens at this point.", "")
    date: Date | None = field("Day of the turn.", None)
    after: Whole | None = field(
        "Days after the previous turn (or the clock's start). Default: the same day.",
        None,
        ge=0,
        le=MAX_DAYS,
        unit="days",
    )
    mover: Text | None = field("A party, or `nature`.", None)
    when: Guard | None = field(
        "A condition over public variables; the turn is skipped where it is false.", None
    )
    moves: Annotated[dict[Id, Move], Field(max_length=200)] = field(
        "What can be done.", default_factory=dict
    )
    venue: Id | None = field("The venue at which it takes place. Default: in the open.", None)
    replies: bool = field(
        "Adds one move for every stated reply of the table, or of the venue.", False
    )
    accident: Id | None = field("Instead of a mover: nature's turn on this ladder.", None)


class Together(Model):
    """A stage at which several parties move at once: nobody sees the others' choices before."""

    id: Id = field("Name of the stage; when all have chosen, the turn `<id>_known` shows it.")
    title: Text = field("A few words. Default: the id in words.", "")
    means: Text = field("What happens at this point.", "")
    date: Date | None = field("Day of the stage.", None)
    after: Whole | None = field(
        "Days after the previous turn (or the clock's start). Default: the same day.",
        None,
        ge=0,
        le=MAX_DAYS,
        unit="days",
    )
    when: Guard | None = field(
        "A condition over public variables; the stage is skipped where it is false.", None
    )
    together: Annotated[list[Turn], Field(min_length=2, max_length=8)] = field(
        "The turns that are played at once, each of another party, without days or conditions of "
        "their own. Effects take place when all have chosen, in this order; the first move with an "
        "outcome ends the crisis."
    )


InnerEntry = Annotated[
    Annotated[Turn, Tag("#turn")] | Annotated[Together, Tag("#together")], Discriminator(_turn_tag)
]


class Repeat(Model):
    """Turns that come again; their ids get `_1`, `_2` and so on."""

    repeat: Whole = field("How many times.", ge=1, le=MAX_REPEAT)
    every: Whole | None = field(
        "Days between repetitions. Default: what the turns inside add up to.",
        None,
        ge=0,
        le=MAX_DAYS,
        unit="days",
    )
    turns: Annotated[list[InnerEntry], Field(min_length=1, max_length=100)] = field("The turns.")


TurnEntry = Annotated[
    Annotated[Turn, Tag("#turn")]
    | Annotated[Together, Tag("#together")]
    | Annotated[Repeat, Tag("#repeat")],
    Discriminator(_turn_tag),
]
