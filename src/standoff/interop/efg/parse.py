"""An .efg file read with care, a word at a time: it knows the place of whatever is wrong.

`scan` reads regular files much faster; this is the reference, and what speaks when it refuses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from standoff.game.game import CHANCE, NONE, TERMINAL
from standoff.interop.efg.sheet import Sheet, offsets
from standoff.interop.efg.tokens import Words, values_of


@dataclass
class Move:
    """An information set of a player, or an event of nature: a name and its moves."""

    player: int
    number: int
    name: str
    labels: list[str]
    probs: list[str] | None
    index: int


@dataclass
class Outcome:
    """A numbered outcome: a name and a payoff for each player, as they were written."""

    number: int
    name: str
    payoffs: list[str]
    index: int


@dataclass
class Tree:
    """What a file says. Lists of nodes are in file order, parents before children."""

    title: str = ""
    comment: str = ""
    players: list[str] = field(default_factory=list)
    moves: dict[tuple[int, int], Move] = field(default_factory=dict)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    mover: list[int] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    move: list[Move | None] = field(default_factory=list)
    outcome: list[Outcome | None] = field(default_factory=list)


def parse(text: str, name: str) -> Sheet:
    """Return what an .efg text says.

    Raises:
        UsageError: with file, line, column and what was expected there.
    """
    words = Words(text, name)
    tree = Tree()
    read_prologue(words, tree)
    _body(words, tree)
    if words.peek():
        words.at += 1
        words.wrong("the end of the file, because every branch has ended")
    return _sheet(tree)


def read_prologue(words: Words, tree: Tree) -> None:
    """Read what stands before the first node into a tree that is empty."""
    if words.take() != "EFG":
        words.wrong("`EFG`, the first word of an extensive form file")
    if words.take() != "2":
        words.wrong("`2`, the version of the format")
    if words.take() not in ("R", "D"):
        words.wrong("`R` after the version")
    tree.title = words.label("the title of the game")
    words.expect("{", "before the players")
    while words.peek() not in ("}", ""):
        tree.players.append(words.label("a player"))
    words.expect("}", "after the players")
    if not tree.players:
        words.complain("the game has no players")
    if words.peek().startswith('"'):
        tree.comment = words.label("the comment")


def _body(words: Words, tree: Tree) -> None:
    """Read nodes until every branch has ended; `left` counts children that are still to come."""
    left: list[int] = []
    while True:
        kind = words.take()
        if kind not in ("p", "c", "t"):
            words.wrong("a node, which begins with `c`, `p` or `t`")
        tree.name.append(words.label("the name of the node"))
        move = None if kind == "t" else _move(words, tree, kind)
        tree.mover.append(TERMINAL if move is None else move.player)
        tree.move.append(move)
        tree.outcome.append(_outcome(words, tree))
        if left:
            left[-1] -= 1
        if move is not None:
            left.append(len(move.labels))
        while left and not left[-1]:
            left.pop()
        if not left:
            return


def _move(words: Words, tree: Tree, kind: str) -> Move:
    """Read the mover and its information set or event; later mentions may leave out the rest."""
    player = CHANCE
    if kind == "p":
        player = words.whole("the number of a player", 1) - 1
        if player >= len(tree.players):
            words.wrong(f"the number of a player, at most {len(tree.players)}")
    what = "event" if kind == "c" else "information set"
    number = words.whole(f"the number of an {what}", 1)
    known = tree.moves.get((player, number))
    name = words.label("a name") if words.peek().startswith('"') else None
    if words.peek() != "{":
        if known is None:
            words.at += 1
            words.wrong(f"`{{` and the moves, because {what} {number} has not been described yet")
        if name is not None and name != known.name:
            words.complain(_differs(what, number, "name"))
        return known
    labels, probs = _listed(words, kind)
    found = Move(player, number, name or "", labels, probs, len(tree.moves))
    if known is None:
        tree.moves[player, number] = found
        return found
    if name is not None and name != known.name:
        words.complain(_differs(what, number, "name"))
    if labels != known.labels:
        words.complain(_differs(what, number, "moves"))
    if [*map(words.exact, probs or ())] != [*map(words.exact, known.probs or ())]:
        words.complain(_differs(what, number, "probabilities"))
    return known


def _listed(words: Words, kind: str) -> tuple[list[str], list[str] | None]:
    words.take()
    labels: list[str] = []
    probs: list[str] = []
    while words.peek() not in ("}", ""):
        labels.append(words.label("a move"))
        if kind == "c":
            probs.append(words.number("the probability of the move"))
            if words.exact(probs[-1]) < 0:
                words.complain("a probability is below zero")
    words.expect("}", "after the moves")
    if not labels:
        words.complain("there is no move here; at least one is needed")
    if kind == "p":
        return labels, None
    # Nothing is rescaled: Gambit refuses any other sum too.
    total = sum(map(words.exact, probs), start=Fraction(0))
    if total != 1:
        words.complain(
            f"the probabilities add up to {float(total):.15g}, not exactly 1; write fractions such"
            " as 1/3"
        )
    return labels, probs


def _outcome(words: Words, tree: Tree) -> Outcome | None:
    number = words.whole("the number of an outcome, or 0 for none", 0)
    described = words.peek()[:1] in ('"', "{")
    if number == 0:
        if described:
            words.at += 1
            words.complain("outcome 0 means none, so it has no name and no payoffs")
        return None
    known = tree.outcomes.get(number)
    if not described:
        if known is None:
            words.at += 1
            words.wrong(f"the payoffs, because outcome {number} has not been described yet")
        return known
    name = words.label("a name") if words.peek() != "{" else ""
    if words.peek() != "{" and known is not None:
        if name != known.name:
            words.complain(_differs("outcome", number, "name"))
        return known
    words.expect("{", "before the payoffs")
    payoffs = [words.number(f"the payoff of player {p + 1}") for p in range(len(tree.players))]
    words.expect("}", f"after {len(tree.players)} payoffs, one for each player")
    if known is None:
        known = tree.outcomes[number] = Outcome(number, name, payoffs, len(tree.outcomes))
    elif name != known.name:
        words.complain(_differs("outcome", number, "name"))
    elif [*map(words.exact, payoffs)] != [*map(words.exact, known.payoffs)]:
        words.complain(_differs("outcome", number, "payoffs"))
    return known


def _differs(what: str, number: int, part: str) -> str:
    return f"{what} {number} was described before with other {part}; write it once, or the same"


def _sheet(tree: Tree) -> Sheet:
    moves, outcomes = list(tree.moves.values()), list(tree.outcomes.values())
    chance = [word for m in moves for word in m.probs or ()]
    payoffs = [word for o in outcomes for word in o.payoffs]
    return Sheet(
        title=tree.title,
        comment=tree.comment,
        players=tree.players,
        mover=np.array(tree.mover),
        move=np.array([NONE if m is None else m.index for m in tree.move]),
        outcome=np.array([NONE if o is None else o.index for o in tree.outcome]),
        names=tree.name if any(tree.name) else [],
        move_player=np.array([m.player for m in moves], dtype=np.int64),
        move_number=np.array([m.number for m in moves], dtype=np.int64),
        move_name=[m.name for m in moves],
        label_start=offsets([len(m.labels) for m in moves]),
        labels=[label for m in moves for label in m.labels],
        is_chance=np.array([m.probs is not None for m in moves for _ in m.labels], dtype=bool),
        chance=chance,
        outcome_number=np.array([o.number for o in outcomes], dtype=np.int64),
        outcome_name=[o.name for o in outcomes],
        payoffs=payoffs,
        prob=values_of(chance),
        pay=values_of(payoffs).reshape(len(outcomes), len(tree.players)),
    )
