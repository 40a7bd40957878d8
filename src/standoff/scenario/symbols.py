"""What names mean in one file: parameters, parties, public variables, private dimensions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from standoff.scenario.expr import Const, Expr
from standoff.scenario.formula import Node
from standoff.scenario.text import Path


@dataclass(frozen=True)
class Coded:
    """Something with whole-number codes: a public variable or a private dimension.

    Attributes:
        kind: `variable` or `private`.
        index: position in `Scenario.variables` or `Scenario.privates`.
        labels: names of the codes from `low` on, or None for plain numbers.
        party: owner of a private dimension, as player index.
        viewers: further players who see it.
        path: where it is declared.
    """

    kind: str
    index: int
    low: int
    high: int
    labels: tuple[str, ...] | None
    path: Path
    party: int | None = None
    viewers: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        """Name as it was declared."""
        return str(self.path[-1])

    def seen_by(self, player: int) -> bool:
        """Return whether a player sees the value."""
        return player == self.party or player in self.viewers

    def code(self, label: str) -> int | None:
        """Return the code of a label, or None."""
        if self.labels is None or label not in self.labels:
            return None
        return self.low + self.labels.index(label)


@dataclass(frozen=True)
class Named:
    """A named formula: its syntax tree, its place in the order of the file, where it stands."""

    index: int
    node: Node
    path: Path


@dataclass
class Symbols:
    """Everything that formulas can name, and what has been named so far.

    Attributes:
        parameters: position by name.
        parties: player index by id.
        variables: public variables by id.
        privates: private dimensions by `party.dimension`.
        formulas: named formulas by id; they are resolved at the place of use.
        support: what the supporters of a party add up to, by party id.
        dated: whether the clock has a start, so that `day` has a meaning.
        items: what the reply on the table is worth, by party id.
        broken: names whose declaration is itself wrong; nothing more is said about them.
        used: `kind:index` of everything that a formula has mentioned.
    """

    parameters: dict[str, int] = field(default_factory=dict)
    parties: dict[str, int] = field(default_factory=dict)
    variables: dict[str, Coded] = field(default_factory=dict)
    privates: dict[str, Coded] = field(default_factory=dict)
    items: dict[str, Expr] = field(default_factory=dict)
    formulas: dict[str, Named] = field(default_factory=dict)
    support: dict[str, Expr] = field(default_factory=dict)
    dated: bool = False
    broken: set[str] = field(default_factory=set)
    used: set[tuple[str, int]] = field(default_factory=set)

    def names(self) -> Iterator[str]:
        """Yield every name that a formula may use."""
        yield from self.parameters
        yield from self.variables
        yield from self.privates
        yield from self.formulas
        yield from (f"items.{party}" for party in self.items)
        yield from (
            f"support.{party}" for party, expr in self.support.items() if expr != Const(0.0)
        )

    def coded(self, name: str) -> Coded | None:
        """Return the variable or private dimension of a name, or None."""
        return self.variables.get(name) or self.privates.get(name)
