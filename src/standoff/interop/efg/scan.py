"""Regular .efg files read at the speed of NumPy: the same `Sheet` as `parse` gives, or none.

Text is split at quotes. What stands outside labels is plain ASCII, so words are found by looking
at bytes all at once, and so is what each node consists of. Lines that come again are read once
when every line is a node, as all programs write it. Whatever is not regular is left to
`parse`, which is slow and knows what is wrong and where.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from standoff.errors import UsageError
from standoff.game.game import CHANCE, NONE, TERMINAL
from standoff.game.ordering import ranges
from standoff.interop.efg.parse import Tree, read_prologue
from standoff.interop.efg.sheet import Sheet, chosen, coded, offsets
from standoff.interop.efg.tokens import Words, exact, values_of
from standoff.interop.efg.tree import heights

Array = np.ndarray[Any, np.dtype[Any]]

BLANK, BARE, LABEL, OPEN, CLOSE, END = range(6)
LABEL_TEXT = r'"[^"]*(?:(?<=\\)"[^"]*)*(?<!\\)"'
PROLOGUE = re.compile(
    rf"\s*EFG\s+2\s+[RD]\s+{LABEL_TEXT}[\s,]*\{{(?:[\s,]*{LABEL_TEXT})+[\s,]*\}}[\s,]*"
    rf"(?:{LABEL_TEXT}[\s,]*)?"
)
HIDDEN_QUOTE = "\x00"
DIGITS = 9
"""Digits of the longest number of an information set or outcome."""
LONGEST_BODY = 2**31 - 2
"""Characters; places of words are kept in 32 bits."""
MANY = 1000
"""Lines from which it pays to look for repetition."""
MOST_DISTINCT = 0.7
"""Share of lines that may differ for it to pay."""
SAMPLED = 64
"""One line of how many is looked at to tell."""

CLASS = np.full(256, BARE, dtype=np.uint8)
CLASS[list(b" \t\n\r\f\v,")] = BLANK
CLASS[ord('"')], CLASS[ord("{")], CLASS[ord("}")] = LABEL, OPEN, CLOSE
KIND = np.zeros(256, dtype=bool)
KIND[list(b"cpt")] = True


class _IrregularError(Exception):
    """The file has to be read with care."""


def scan(text: str, name: str) -> Sheet | None:
    """Return what a regular .efg text says, or nothing when `parse` has to read it.

    Args:
        text: of the file.
        name: of the file, for messages.
    """
    found = PROLOGUE.match(text)
    if found is None:
        return None
    tree = Tree()
    try:
        read_prologue(Words(found[0], name), tree)
        return _Scan(tree, text[found.end() :]).sheet()
    except (_IrregularError, UsageError):
        return None


def _need(condition: object) -> None:
    if not condition:
        raise _IrregularError


@dataclass
class _Tokens:
    """The words outside labels.

    Attributes:
        text: with a quote in place of each label.
        data: its bytes.
        kind: of each token, with a few `END`s behind.
        start: where a token begins in the text.
        stop: where a bare word ends.
        label: number of labels among the tokens up to and with this one.
        labels: all labels, in order.
    """

    text: str
    data: Array
    kind: Array
    start: Array
    stop: Array
    label: Array
    labels: list[str]

    def bare(self, tokens: Array) -> list[str]:
        """Return bare words as text."""
        return self.between(self.start[tokens], self.stop[tokens])

    def between(self, start: Array, stop: Array) -> list[str]:
        """Return pieces of the text."""
        return list(map(self.text.__getitem__, map(slice, start.tolist(), stop.tolist())))

    def label_of(self, tokens: Array) -> list[str]:
        """Return labels as text."""
        return chosen(self.labels, self.label[tokens] - 1)

    def whole(self, tokens: Array, least: int) -> Array:
        """Return bare words that must be whole numbers of at least `least`."""
        _need((self.kind[tokens] == BARE).all())
        start = self.start[tokens]
        length = self.stop[tokens] - start
        longest = int(length.max(initial=0))
        _need(longest <= DIGITS)
        value = np.zeros(len(tokens), dtype=np.int64)
        for place in range(longest):
            more = np.flatnonzero(length > place)
            digit = self.data[start[more] + place].astype(np.int64) - ord("0")
            _need(((digit >= 0) & (digit <= 9)).all())
            value[more] = 10 * value[more] + digit
        _need((value >= least).all())
        return value


def _tokens(body: str) -> _Tokens:
    hidden = '\\"' in body
    if hidden:
        _need(HIDDEN_QUOTE not in body)
        body = body.replace('\\"', HIDDEN_QUOTE)
    pieces = body.split('"')
    _need(len(pieces) % 2)
    labels = pieces[1::2]
    text = '"'.join(pieces[0::2])
    del pieces
    _need(text.isascii())
    if hidden:
        _need(HIDDEN_QUOTE not in text)
        labels = [label.replace(HIDDEN_QUOTE, '"') for label in labels]
    data = np.frombuffer(text.encode("ascii"), dtype=np.uint8)
    kind = CLASS[data]
    bare = kind == BARE
    begins = kind > BARE
    ends = bare.copy()
    if len(data):
        begins[1:] |= bare[1:] & ~bare[:-1]
        begins[0] |= bare[0]
        ends[:-1] &= ~bare[1:]
    start = np.flatnonzero(begins).astype(np.int32)
    kind = kind[start]
    stop = np.zeros(len(start), dtype=np.int32)
    stop[kind == BARE] = np.flatnonzero(ends) + 1
    label = np.cumsum(kind == LABEL, dtype=np.int32)
    kind = np.append(kind, np.full(16, END, dtype=np.uint8))
    return _Tokens(text, data, kind, start, stop, label, labels)


class _Scan:
    """One body, node by node in columns."""

    def __init__(self, tree: Tree, body: str) -> None:
        _need(len(body) < LONGEST_BODY)
        self.tree = tree
        self.copy: Array | None = None
        lines = _distinct_lines(body)
        if lines is not None and self._are_nodes(lines.distinct):
            self.copy = lines.copy
        else:
            self._find_nodes(body)
        _need((self.tokens.kind[self.first + 1] == LABEL).all())
        self.at = self.first + 2
        """The token of each node that is read next."""

    def _find_nodes(self, body: str) -> None:
        """Find the words, and where nodes begin."""
        self.tokens = tokens = _tokens(body)
        bare = np.flatnonzero(tokens.kind == BARE)
        alone = tokens.stop[bare] - tokens.start[bare] == 1
        letter = tokens.data[tokens.start[bare]]
        begins = alone & KIND[letter]
        self.first, self.letter = bare[begins], letter[begins]
        _need(len(self.first) and self.first[0] == 0)
        self.open = np.flatnonzero(tokens.kind == OPEN)
        self.close = np.flatnonzero(tokens.kind == CLOSE)
        _need(len(self.open) == len(self.close))
        _need((self.open < self.close).all() and (self.close[:-1] < self.open[1:]).all())

    def _are_nodes(self, lines: list[str]) -> bool:
        """Find the nodes of lines, and return whether each line is one node."""
        try:
            self._find_nodes("\n".join(lines))
        except _IrregularError:  # a label goes over the end of a line, or the file is wrong
            return False
        start = self.tokens.start
        breaks = np.flatnonzero(self.tokens.data == ord("\n"))
        following = self.first[1:]
        return len(breaks) == len(following) == len(lines) - 1 and bool(
            (start[following - 1] < breaks).all() and (breaks < start[following]).all()
        )

    def sheet(self) -> Sheet:
        """Read all nodes."""
        moves, move, mover, degree = self._moves()
        outcomes, outcome = self._outcomes()
        _need(np.array_equal(self.at, np.append(self.first[1:], len(self.tokens.start))))
        is_chance = np.repeat(moves["move_player"] == CHANCE, np.diff(moves["label_start"]))
        try:
            pay, prob = values_of(outcomes["payoffs"]), values_of(moves["chance"])
            _need_chances(moves)
        except ValueError:
            raise _IrregularError from None
        names = self.tokens.label_of(self.first + 1)
        names = names if any(names) else []
        if self.copy is not None:
            move, mover, outcome, degree = (
                column[self.copy] for column in (move, mover, outcome, degree)
            )
            names = chosen(names, self.copy) if names else []
        height = heights(degree)
        _need(height[-1] == -1 and (height[:-1] >= 0).all())
        return Sheet(
            title=self.tree.title,
            comment=self.tree.comment,
            players=self.tree.players,
            mover=mover,
            move=move,
            outcome=outcome,
            names=names,
            is_chance=is_chance,
            prob=prob,
            pay=pay.reshape(-1, len(self.tree.players)),
            **moves,
            **outcomes,
        )

    def _moves(self) -> tuple[dict[str, Any], Array, Array, Array]:
        """Return all moves, and of each node its move, its mover and its number of children."""
        tokens, here = self.tokens, np.flatnonzero(self.letter != ord("t"))
        own, at = self.letter[here] == ord("p"), self.at[here]
        player = np.full(len(here), CHANCE)
        player[own] = tokens.whole(at[own], 1) - 1
        _need((player < len(self.tree.players)).all())
        at = at + own
        number = tokens.whole(at, 1)
        listed, at, close, self.at[here] = self._described(at + 1)
        first, of = _in_order((player + 1) * 10**DIGITS + number)
        _need(listed[first].all())
        row = np.cumsum(listed) - 1  # of a node, among those with a list
        begin, end, step = at[listed] + 1, close[listed], np.where(own[listed], 1, 2)
        _need(((end > begin) & ((end - begin) % step == 0)).all())
        inner = ranges(begin, end)
        place = inner - np.repeat(begin, end - begin)
        is_label = place % np.repeat(step, end - begin) == 0
        _need((tokens.kind[inner] == np.where(is_label, LABEL, BARE)).all())
        labels, words = tokens.label_of(inner[is_label]), tokens.bare(inner[~is_label])
        names = tokens.label_of(at[listed] - 1)
        size = (end - begin) // step
        label_start, word_start = offsets(size), offsets(size * (step - 1))
        model = row[first][of[listed]]  # the row in which a move is described first
        again = np.flatnonzero(model != np.arange(len(model)))
        for texts, start in (
            (names, np.arange(len(names) + 1)),
            (labels, label_start),
            (words, word_start),
        ):
            _need_same(texts, start, again, model[again])
        kept = row[first]
        size = size[kept]
        moves = {
            "move_player": player[first],
            "move_number": number[first],
            "move_name": chosen(names, kept),
            "label_start": offsets(size),
            "labels": chosen(labels, ranges(label_start[kept], label_start[kept + 1])),
            "chance": chosen(words, ranges(word_start[kept], word_start[kept + 1])),
        }
        nodes = len(self.letter)
        move, mover = np.full(nodes, NONE), np.full(nodes, TERMINAL)
        degree = np.zeros(nodes, dtype=np.int64)
        move[here], mover[here], degree[here] = of, player, size[of]
        return moves, move, mover, degree

    def _outcomes(self) -> tuple[dict[str, Any], Array]:
        """Return all outcomes, and the outcome of each node."""
        tokens, players = self.tokens, len(self.tree.players)
        number = tokens.whole(self.at, 0)
        here = np.flatnonzero(number)
        listed, at, close, self.at = self._described(self.at + 1)
        _need((number[listed] > 0).all())
        number, listed, at, close = number[here], listed[here], at[here], close[here]
        first, of = _in_order(number)
        _need(listed[first].all())
        row = np.cumsum(listed) - 1
        at, close = at[listed], close[listed]
        _need((close - at - 1 == players).all())
        _need((tokens.label[at] == tokens.label[close]).all())
        names = tokens.label_of(at - 1)
        model = row[first][of[listed]]
        again = np.flatnonzero(model != np.arange(len(model)))
        _need_same(names, np.arange(len(at) + 1), again, model[again])
        start, stop = tokens.start[at], tokens.start[close]
        paid = (tokens.between(start[rows], stop[rows]) for rows in (again, model[again]))
        _need(next(paid) == next(paid))
        kept = row[first]
        words = at[kept][:, None] + np.arange(1, players + 1)
        outcomes = {
            "outcome_number": number[first],
            "outcome_name": chosen(names, kept),
            "payoffs": tokens.bare(words.ravel()),
        }
        outcome = np.full(len(self.letter), NONE)
        outcome[here] = of
        return outcomes, outcome

    def _described(self, at: Array) -> tuple[Array, Array, Array, Array]:
        """Go past a label and a list, where they stand; both or none of them do.

        Returns:
            Whether they do, the tokens of both braces, and the token behind; braces mean nothing
            where there is no list.
        """
        kind = self.tokens.kind
        listed = kind[at] == LABEL
        at = at + listed
        _need(np.array_equal(kind[at] == OPEN, listed))
        close = at.copy()
        close[listed] = self.close[np.searchsorted(self.open, at[listed])]
        return listed, at, close, np.where(listed, close + 1, at)


@dataclass
class _Lines:
    """Lines without repetition, and for each line of the text which one it is."""

    distinct: list[str]
    copy: Array


def _distinct_lines(body: str) -> _Lines | None:
    """Return the lines of a text, if that saves work."""
    lines = list(filter(None, body.split("\n")))
    if len(lines) < MANY:
        return None
    # Lines that are the same are in the sample together or not at all.
    sample = [line for line in lines if hash(line) % SAMPLED == 0]
    if len(set(sample)) > MOST_DISTINCT * len(sample):
        return None
    copy, distinct = coded(lines)
    return _Lines(distinct, copy)


def _in_order(keys: Array) -> tuple[Array, Array]:
    """Return where each different key comes first, in order, and which one each key is."""
    _, first, of = np.unique(keys, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return first[order], rank[of]


def _need_same(texts: list[str], start: Array, again: Array, model: Array) -> None:
    """Need some pieces of a list to be the same as others.

    Args:
        texts: pieces, one after the other.
        start: where each of them begins.
        again: pieces that say something again.
        model: the pieces that said it first.
    """
    _need(np.array_equal(start[again + 1] - start[again], start[model + 1] - start[model]))
    ours, theirs = (ranges(start[rows], start[rows + 1]) for rows in (again, model))
    _need(chosen(texts, ours) == chosen(texts, theirs))


def _need_chances(moves: dict[str, Any]) -> None:
    """Need chances of each event to be no less than 0 and to add up to exactly 1."""
    words, done = moves["chance"], 0
    seen: set[tuple[str, ...]] = set()
    for size in np.diff(moves["label_start"])[moves["move_player"] == CHANCE].tolist():
        chances = tuple(words[done : done + size])
        done += size
        if chances not in seen:
            seen.add(chances)
            values = [exact(word) for word in chances]
            _need(min(values) >= 0 and sum(values) == 1)
