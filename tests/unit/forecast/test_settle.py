"""Offers, against chances and costs worked out by hand.

HAGGLE: the seller replies, the buyer then takes what it got or walks away, worth 2.5 to it. Goods
are worth 3 to the buyer and 2 to the seller, service 2 and 4. With lambda = 2 an offer worth v is
taken with probability 1 / (1 + exp(-2 (v - 2.5))).
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

import numpy as np
import pytest

from standoff.errors import UsageError
from standoff.forecast.settle import settle
from standoff.scenario import load_scenario

STRAIT = Path(__file__).resolve().parents[2] / "support" / "strait.yaml"

HAGGLE = """
standoff: 1
title: Haggling
payoffs: points
precision: 2
parameters:
  trust:
    value: 1
    unit: share
    means: how far the seller is believed
    evidence: assumed
    reason: a number for a test
parties:
  buyer: {name: The buyer}
  seller: {name: The seller}
table:
  demanded_by: buyer
  of: seller
  items:
    goods: {title: The goods, value: {buyer: 3, seller: -2}, evidence: assumed}
    service: {title: Service, value: {buyer: 2, seller: -4}, evidence: assumed}
  replies:
    some: {accept: [goods], refuse: rest}
    none: {refuse: rest}
  guarantees:
    escrow: {title: Escrow, sets: {trust: trust + 0.5}, cost: {seller: 0.25}}
clock: {at_end: apart}
turns:
  - id: offer
    mover: seller
    replies: true
  - id: answer
    mover: buyer
    moves:
      take: {title: Take it, outcome: sold}
      walk: {title: Walk away, outcome: apart}
outcomes:
  sold: {title: Sold, payoff: {buyer: items.buyer * trust, seller: 5 + items.seller}}
  apart: {title: Apart, payoff: {buyer: 2.5, seller: 0}}
"""


def chance(worth: float) -> float:
    return 1 / (1 + math.exp(-2 * (worth - 2.5)))


@pytest.fixture(scope="module")
def haggle():
    return load_scenario("haggle.yaml", text=HAGGLE)


@pytest.fixture(scope="module")
def found(haggle):
    return settle(haggle, party="seller", draws=2, threads=1)


def test_chances_costs_and_payoffs_of_every_offer(found):
    wanted = {
        ("accept", "refuse", ()): (2, 3),
        ("accept", "refuse", (0,)): (2.25, 4.5),
        ("refuse", "accept", ()): (4, 2),
        ("refuse", "accept", (0,)): (4.25, 3),
        ("accept", "accept", ()): (6, 5),
        ("accept", "accept", (0,)): (6.25, 7.5),
    }
    made = {(*one.offer.stances, one.offer.guarantees): one for one in found.tried[1:]}
    assert set(made) == set(wanted)
    for key, (cost, worth) in wanted.items():
        one, taken = made[key], chance(worth)
        assert one.cost == pytest.approx([cost] * 2)
        assert one.settles == pytest.approx([taken] * 2, abs=1e-9)
        loss = 0.25 if key[2] else 0.0
        items = cost - loss
        assert one.payoffs[1] == pytest.approx([taken * (5 - items) - loss] * 2, abs=1e-9)
        assert one.payoffs[0] == pytest.approx([taken * worth + (1 - taken) * 2.5] * 2, abs=1e-9)


def test_the_menu_reply_that_is_not_replaced_is_tried_as_written(found):
    first = found.tried[0]
    assert first.offer.written == "none"
    assert first.settles == pytest.approx([chance(0)] * 2, abs=1e-9)


@pytest.mark.parametrize(
    ("reach", "stances", "guarantees"),
    [
        (0.5, ("accept", "refuse"), ()),
        (0.9, ("accept", "refuse"), (0,)),
        (0.985, ("accept", "accept"), ()),
        (0.9999, ("accept", "accept"), (0,)),
    ],
)
def test_the_cheapest_offer_that_reaches_a_chance(haggle, reach, stances, guarantees):
    made = settle(haggle, party="seller", reach=reach, draws=1, threads=1)
    offer = made.tried[made.cheapest()].offer
    assert (offer.stances, offer.guarantees) == (stances, guarantees)
    assert [made.tried[k].offer.written for k in made.frontier()] == ["none", "", "", "", ""][:5]


def test_an_offer_like_a_reply_of_the_file_comes_to_the_same():
    """In the strait crisis `some` grants the pilots alone; offers take the place of `all`."""
    made = settle(load_scenario(STRAIT), party="astoria", draws=3, threads=1)
    assert made.template == "all"
    alike = [one for one in made.tried if one.offer.stances == ("refuse", "accept")]
    assert sorted(one.offer.written for one in alike) == ["", "some"]
    assert alike[0].settles == pytest.approx(alike[1].settles, abs=1e-9)
    assert alike[0].payoffs == pytest.approx(alike[1].payoffs, abs=1e-7)
    assert alike[0].cost == pytest.approx([2.0] * 3)


def test_no_offer_reaches_what_cannot_be_reached(haggle):
    data = settle(haggle, party="seller", reach=0.99999, draws=1, threads=1).to_json()
    assert data["cheapest"] is None
    best = data["offers"][data["best"]]
    assert best["probability"]["mean"] == pytest.approx(chance(7.5))
    assert data["settlements"] == {"sold": "Sold"}


def test_screening_keeps_what_all_draws_find(haggle, monkeypatch):
    monkeypatch.setattr(sys.modules[settle.__module__], "MANY", 10)
    made = settle(haggle, party="seller", draws=13, threads=1)
    kept = [(one.offer.stances, one.offer.guarantees) for one in made.tried]
    assert (("refuse", "accept"), ()) not in kept  # dearer and worse than the goods alone
    assert made.tried[made.cheapest()].offer.stances == ("accept", "refuse")
    assert made.count == 7
    assert np.isfinite(made.base.settles).all()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"party": "buyer"}, "`seller` is the one who replies"),
        ({"party": "seler"}, "no party `seler`"),
        ({"party": "seller", "outcomes": ["sould"]}, "no outcome `sould`"),
        ({"party": "seller", "items": ["goodies"]}, "no item `goodies`"),
        ({"party": "seller", "reply": "all"}, "no reply `all`"),
    ],
)
def test_what_cannot_be_asked(haggle, asked, says):
    with pytest.raises(UsageError, match=says) as caught:
        settle(haggle, draws=1, **asked)
    assert caught.value.help
