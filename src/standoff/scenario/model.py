"""The resolved scenario: what the compiler reads, with every short form spelled out.

Ladders, commitments, outside options and the table of items are already turned into public
variables, private dimensions, moves and formulas. What is kept of them here (`Ladder`,
`Commitment`, `Item`) serves charts and tables only. All records are frozen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import numpy as np

from standoff.evidence import Pooling
from standoff.scenario.expr import Const, Expr
from standoff.scenario.redact import Redaction

NATURE = -1
"""Mover of a turn that chance decides."""
NOBODY = -1
"""Owner of a hidden dimension that belongs to no party."""


@dataclass(frozen=True)
class Evidence:
    """One reason for a number: a source, the place in it, and what it says in our words.

    Attributes:
        characters: start and end of the words in the paragraph.
    """

    source: str
    paragraph: int | None
    says: str
    characters: tuple[int, int] | None = None


@dataclass(frozen=True)
class Link:
    """A link between the origin of a document and the copy that was read, with its letter."""

    who: str
    role: str
    reliability: str


@dataclass(frozen=True)
class Source:
    """A document that the scenario rests on; `key` is its name in the file.

    Attributes:
        side: id of the party whose side it speaks from; empty for none.
        group: dependence group of its claims.
    """

    key: str
    title: str
    author: str = ""
    outlet: str = ""
    written: date | None = None
    published: date | None = None
    language: str = ""
    stance: str = ""
    note: str = ""
    side: str = ""
    group: str = ""
    chain: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Speaker:
    """Somebody whose words are reported; `party` is a player index, or None."""

    key: str
    name: str
    party: int | None = None
    faction: str = ""
    credibility: float = 1.0


@dataclass(frozen=True)
class Prior:
    """A fixed value or a distribution.

    Attributes:
        kind: `fixed`, `uniform`, `triangular`, `normal`, `lognormal`, `beta`, `pert`,
            `logitnormal`, `choice`.
        arguments: numbers by name, as in the file (`low`, `high`, `mode`, `mean`, `sd`, `median`,
            `sd_log`, `sd_logit`, `value`); for `choice` empty.
        choices: value and probability of each, for `choice`.
        times: every value is multiplied by this.
        plus: then this is added; see `moved`.
    """

    kind: str
    arguments: Mapping[str, float] = field(default_factory=dict)
    choices: tuple[tuple[float, float], ...] = ()
    times: float = 1.0
    plus: float = 0.0

    @property
    def is_moved(self) -> bool:
        """Whether `times` or `plus` does anything."""
        return self.times != 1.0 or self.plus != 0.0

    @property
    def is_chance(self) -> bool:
        """Whether its values are kept between 0 and 1 when they are moved."""
        ends = (self.arguments.get("low"), self.arguments.get("high"))
        return self.kind == "beta" or (self.kind == "logitnormal" and ends == (0.0, 1.0))

    def moved(self, values: Any) -> Any:
        """Return values of the plain distribution after `times` and `plus`."""
        if not self.is_moved:
            return values
        out = self.times * np.asarray(values, dtype=np.float64) + self.plus
        return np.clip(out, 0.0, 1.0) if self.is_chance else out


@dataclass(frozen=True)
class Parameter:
    """A named number with its unit, plain meaning, prior and evidence.

    `pooling` says how claims made the prior, where they did.
    """

    name: str
    prior: Prior
    unit: str
    means: str
    evidence: tuple[Evidence, ...] = ()
    assumed: bool = True
    reason: str = ""
    pooling: Pooling | None = None


@dataclass(frozen=True)
class Party:
    """Somebody who chooses; player index is the position in `Scenario.parties`.

    Attributes:
        kind: `state`, `faction`, `leader`, `public`, `bloc` or `organisation`.
        of: player index of the party that this one belongs to, or None.
        update_rate: formula over parameters: how far the party learns from what it sees, from 0
            (stubborn: keeps its prior about the others' types) to 1 (Bayesian); None means 1.
    """

    id: str
    name: str
    means: str = ""
    kind: str = "state"
    of: int | None = None
    update_rate: Expr | None = None


@dataclass(frozen=True)
class Private:
    """A hidden dimension: something that not everybody sees.

    What a party knows at a point of the crisis is the public past and the values of the hidden
    dimensions that it sees; together they are its type. A dimension is dealt at the start, or
    begins at `start`, and may change in play by the `becomes` of moves.

    Attributes:
        id: name of the dimension, unique within the party.
        party: player index of the owner, who sees it; `NOBODY` where it has no owner.
        viewers: further players who see it.
        start: code at the start of a dimension that is not dealt, or None.
        choice: whether it holds a choice of a simultaneous stage until all are known.
        values: labels in order; the code of a value is its position.
        given: index of the earlier private dimension that the prior is conditional on, or None.
        prob: formulas over parameters; `prob[g][v]` is the chance of value v given value g of
            `given` (one row when `given` is None). Rows add up to 1 for every draw.
    """

    id: str
    party: int
    values: tuple[str, ...]
    prob: tuple[tuple[Expr, ...], ...]
    given: int | None = None
    means: str = ""
    value_means: tuple[str, ...] = ()
    outside_option: bool = False
    viewers: frozenset[int] = frozenset()
    start: int | None = None
    choice: bool = False

    def seen_by(self, player: int) -> bool:
        """Return whether a player sees the value."""
        return player == self.party or player in self.viewers


@dataclass(frozen=True)
class Variable:
    """A public variable: everybody sees its value.

    Attributes:
        labels: labels of the codes `low..high`, or None for plain whole numbers.
        role: what made it: `variable`, `reply`, `ladder`, `commitment`, `venue` or `ratification`.
    """

    id: str
    low: int
    high: int
    start: int
    labels: tuple[str, ...] | None = None
    means: str = ""
    role: str = "variable"


@dataclass(frozen=True)
class Move:
    """One thing that the mover of a turn (or nature) can do.

    Attributes:
        allowed: guard over public variables and the mover's own private dimensions, or None.
        effects: new value of public variables as (variable index, formula over OLD variables).
        costs: (player index, formula over parameters, OLD variables and private dimensions),
            in the file's payoff unit; positive is bad for that party.
        outcome: index of the outcome that ends the crisis, or None.
        prob: nature's moves: formula for the chance; None for a party's move.
        refuses: counts as refusing to the end in the bluff question.
        becomes: new value of hidden dimensions as (dimension index, formula over OLD variables and
            hidden dimensions).
        seen_as: what those who do not see a changed dimension take the move for: moves of one turn
            with the same `seen_as` lead to one public past. Empty: the move itself.
    """

    id: str
    title: str
    means: str = ""
    allowed: Expr | None = None
    effects: tuple[tuple[int, Expr], ...] = ()
    costs: tuple[tuple[int, Expr], ...] = ()
    outcome: int | None = None
    prob: Expr | None = None
    refuses: bool = False
    becomes: tuple[tuple[int, Expr], ...] = ()
    seen_as: str = ""


@dataclass(frozen=True)
class Turn:
    """A point at which one party, or nature, moves.

    Attributes:
        date: day of the turn, or None in a scenario without a clock.
        mover: player index, or `NATURE`.
        when: public guard; the turn is skipped where it is false.
        stage: name of the simultaneous stage that it belongs to, or empty.
    """

    id: str
    title: str
    mover: int
    moves: tuple[Move, ...]
    date: date | None = None
    when: Expr | None = None
    stage: str = ""


@dataclass(frozen=True)
class Outcome:
    """An ending.

    Attributes:
        payoff: formula per player, over parameters, FINAL public variables and private dimensions.
        retreats: extra costs (player index, formula) for commitments broken by this ending;
            already part of `payoff`, kept for tables.
        force: whether the ending is a use of force.
        clash: whether it counts as war even if it is no use of force, as an accident that nobody
            ordered; the outcome of a ladder's accident always does.
    """

    id: str
    title: str
    payoff: tuple[Expr, ...]
    means: str = ""
    force: bool = False
    retreats: tuple[tuple[int, Expr], ...] = ()
    clash: bool = False


@dataclass(frozen=True)
class Bluff:
    """The question "is this party bluffing?".

    Attributes:
        party: player index of the one who threatens.
        threat: the threat in words.
        outcomes: indices of outcomes in which the threat has been carried out.
        moves: ids of moves that carry it out.
    """

    party: int
    threat: str
    outcomes: frozenset[int]
    moves: frozenset[str]


@dataclass(frozen=True)
class BaseRate:
    """How often past crises ended in one of some outcomes, printed beside the model."""

    outcomes: tuple[int, ...]
    rate: float
    cases: int | None
    source: str
    means: str = ""


@dataclass(frozen=True)
class Item:
    """An item on the table; `value` is a formula per player, if conceded in full."""

    id: str
    title: str
    value: tuple[Expr, ...]
    divisible: bool


@dataclass(frozen=True)
class Guarantee:
    """What can be added to an offer.

    Attributes:
        sets: new values as (parameter index, formula over parameters).
        cost: what giving it costs as (player index, formula over parameters).
    """

    id: str
    title: str
    sets: tuple[tuple[int, Expr], ...]
    cost: tuple[tuple[int, Expr], ...] = ()
    means: str = ""


@dataclass(frozen=True)
class Table:
    """The items on the table and the stated menu of replies.

    Attributes:
        variable: index of the public variable that holds the reply.
        worth: per player, what has been conceded is worth: `items.<party>` of formulas.
        discuss_share: formula: share of a divisible item's worth when it is taken up for talks.
        guarantees: what can be added to an offer.
        replies: per reply, what is done with every item: `accept`, `refuse` or `discuss`.
    """

    demanded_by: int
    of: int
    sold: Literal["singly", "package"]
    items: tuple[Item, ...]
    replies: tuple[tuple[str, tuple[str, ...]], ...]
    variable: int
    worth: tuple[Expr, ...] = ()
    discuss_share: Expr = field(default_factory=lambda: Const(0.0))
    guarantees: tuple[Guarantee, ...] = ()


@dataclass(frozen=True)
class Ladder:
    """A pressure ladder; `variable` is the index of its public variable."""

    id: str
    climber: int
    variable: int
    rungs: tuple[str, ...]


@dataclass(frozen=True)
class Commitment:
    """A commitment; `variable` is the index of its public variable."""

    id: str
    party: int
    variable: int


@dataclass(frozen=True)
class Venue:
    """A further table.

    Attributes:
        members: player indices of those who sit at it.
        items: ids of the items talked about.
        public: whether all see what is done.
        dates: days on which it meets; empty for any.
        replies: per reply, what is done with every item of the table: `accept`, `refuse`,
            `discuss`, or empty where it is not talked about here.
        index: of the public variable, or of the hidden dimension, that holds the reply.
    """

    id: str
    title: str
    members: tuple[int, ...]
    items: tuple[str, ...]
    public: bool
    dates: tuple[date, ...]
    replies: tuple[tuple[str, tuple[str, ...]], ...]
    index: int


@dataclass(frozen=True)
class Ratification:
    """A second level: which outcomes a party can reach only if another one ratifies them.

    Attributes:
        party: player index of the party that signs.
        by: player index of the one who ratifies.
        agreement: indices of the outcomes that need ratification.
        reversion: index of the outcome when it is rejected.
    """

    party: int
    by: int
    agreement: tuple[int, ...]
    reversion: int


@dataclass(frozen=True)
class Belief:
    """A parameter as a view has it: a prior of its own, or a formula over the analyst's.

    Attributes:
        parameter: index into `Scenario.parameters`.
        prior: fixed value or distribution, drawn with the parameter's own uniform numbers; None
            with a formula.
        formula: over the analyst's parameters; None with a prior.
    """

    parameter: int
    prior: Prior | None = None
    formula: Expr | None = None
    evidence: tuple[Evidence, ...] = ()
    assumed: bool = True
    reason: str = ""


@dataclass(frozen=True)
class View:
    """What somebody believes of the parameters and of the options; nothing else differs.

    Attributes:
        source: key of the document whose author sees it so; empty without one.
        held_by: player indices of the parties that choose by it.
        rules_out: ids of moves that are as good as impossible in this view.
    """

    id: str
    title: str
    means: str = ""
    source: str = ""
    held_by: tuple[int, ...] = ()
    rules_out: frozenset[str] = frozenset()
    beliefs: tuple[Belief, ...] = ()


@dataclass(frozen=True)
class Theory:
    """A theory that can be switched off.

    Attributes:
        prob_on: formula over parameters: chance that it is on in a draw.
        parameters: when it is off, new values as (parameter index, formula over parameters).
        reveals: when it is off, indices of hidden dimensions that everybody sees.
        views: when it is off, indices of views that nobody holds.
    """

    id: str
    title: str
    prob_on: Expr
    means: str = ""
    reference: str = ""
    critics: str = ""
    parameters: tuple[tuple[int, Expr], ...] = ()
    reveals: frozenset[int] = frozenset()
    views: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Cause:
    """A cause; `parameters` are (parameter index, formula over parameters) without it."""

    id: str
    parameters: tuple[tuple[int, Expr], ...]
    means: str = ""


@dataclass(frozen=True)
class Attribution:
    """An event whose chance is shared out among causes.

    Attributes:
        event: guard over public variables at the end; `text` is how the file writes it.
        causes: at most six.
    """

    id: str
    event: Expr
    text: str
    causes: tuple[Cause, ...]
    means: str = ""


@dataclass(frozen=True)
class Observation:
    """Something that has been seen of the crisis.

    Attributes:
        kind: `made`, `not_made`, `excluded` or `report`.
        text: what was seen, as a sentence without full stop.
        now: index of the first turn that is not over when this is known.
        date: day on which it was known, or None without dates.
        moves: (turn index, index of a move there) that `made`, `not_made` or a report is about.
        outcomes: indices of outcomes that had not come about.
        condition: what a report is about, over public variables and hidden dimensions, or None.
        if_true: chance of the report if it is so; 1 for what is certain.
        if_false: chance of the report if it is not; 0 for what is certain.
    """

    kind: Literal["made", "not_made", "excluded", "report"]
    text: str
    now: int
    date: date | None = None
    moves: frozenset[tuple[int, int]] = frozenset()
    outcomes: frozenset[int] = frozenset()
    condition: Expr | None = None
    if_true: float = 1.0
    if_false: float = 0.0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """A crisis, resolved and checked.

    Attributes:
        name: file stem or library name.
        hash: SHA-256 of the file's text, as hexadecimal.
        text: the file itself; empty for a scenario that was made otherwise.
        payoff_scale: factor from the file's payoff unit to the compiled one: 0.01 for percent of
            the stakes, 1 for points.
        memory: `history` (tree) or `state` (pasts with equal public variables are merged).
        precision: formula over parameters: lambda, per compiled payoff unit.
        privates: private dimensions of all parties; a dimension comes after its `given`.
        turns: in order of play, repeats expanded, dates never decreasing.
        at_end: index of the outcome when the turns run out.
        end: horizon date, or None without a clock.
        waiting: cost per day for each player, in the file's payoff unit.
        warnings: findings that do not stop a run.
        observed: what has been seen, in the order in which it was known.
        redaction: which sources were left out on loading, or None.
    """

    name: str
    title: str
    hash: str
    payoff_scale: float
    memory: Literal["history", "state"]
    precision: Expr
    parameters: tuple[Parameter, ...]
    parties: tuple[Party, ...]
    privates: tuple[Private, ...]
    variables: tuple[Variable, ...]
    turns: tuple[Turn, ...]
    outcomes: tuple[Outcome, ...]
    at_end: int
    start: date | None = None
    end: date | None = None
    waiting: tuple[Expr, ...] = ()
    bluffs: tuple[Bluff, ...] = ()
    base_rates: tuple[BaseRate, ...] = ()
    sources: tuple[Source, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    left_out: tuple[str, ...] = ()
    summary: str = ""
    as_of: date | None = None
    table: Table | None = None
    ladders: tuple[Ladder, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    ratifications: tuple[Ratification, ...] = ()
    venues: tuple[Venue, ...] = ()
    warnings: tuple[Any, ...] = ()
    views: tuple[View, ...] = ()
    perception_level: int = 0
    theories: tuple[Theory, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    observed: tuple[Observation, ...] = ()
    redaction: Redaction | None = field(default=None, compare=False)
    text: bytes = field(default=b"", repr=False, compare=False)

    def full_name(self, private: Private) -> str:
        """Return the name of a hidden dimension as formulas write it."""
        owner = private.party
        return private.id if owner == NOBODY else f"{self.parties[owner].id}.{private.id}"

    def privates_of(self, party: int) -> tuple[int, ...]:
        """Return the indices of the hidden dimensions that one party sees, in order."""
        return tuple(k for k, private in enumerate(self.privates) if private.seen_by(party))
