"""Forms of messages: who sees them, what retreat from them costs, how well they are understood."""

from __future__ import annotations

from typing import Literal

from standoff.scenario.human.base import Formula, Id, Model, Text, field


class Form(Model):
    """A form in which something is said or done."""

    seen_by: Literal["all", "addressee"] = field(
        "`all`, or `addressee`: only the sender and the party named by `to`.", "all"
    )
    retreat_share: Formula = field(
        "Share of the cost of retreat that a commitment made in this form carries: a formula over "
        "parameters.",
        1,
        unit="share",
    )
    clarity: Formula = field(
        "Chance that a move in this form is understood as meant, where it has `noise`.",
        1,
        unit="probability",
    )
    means: Text = field("What this form is.", "")


class Noise(Model):
    """The chance that a move is taken for another one by everybody but its sender."""

    heard_as: Id = field("The move of the same turn for which it is taken.")
    prob: Formula | None = field(
        "How likely that is. Default: what the `clarity` of the move's form leaves to 1.",
        None,
        unit="probability",
    )
