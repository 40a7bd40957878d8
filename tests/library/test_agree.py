"""Each shipped game against the same game written down a second time and solved plainly."""

from __future__ import annotations

import pytest
import trees
from signalling import Signalling

from standoff import library

LAMBDAS = (0.5, 1.0, 5.0, 20.0)
"""In the units of each model; the last is far into the region where plain iteration fails."""
MODELS = {
    "bishop-cannings-1978-attrition": (trees.attrition, 2),
    "cho-kreps-1987-beer-quiche": (trees.beer_quiche, 2),
    "crawford-sobel-1982-babbling": (trees.babbling, 2),
    "fearon-1995-ultimatum": (trees.fearon_1995, 2),
    "fearon-1997-sinking-costs": (lambda: trees.fearon_1997("sinking"), 2),
    "fearon-1997-tying-hands": (lambda: trees.fearon_1997("tying"), 2),
    "kreps-wilson-1982-chain-store": (trees.chain_store, 4),
    "kuhn-1950-poker": (trees.kuhn, 2),
    "kurizaki-2007-private-threats": (trees.kurizaki, 2),
    "lewis-schultz-2003-signalling": (Signalling, 2),
    "mckelvey-palfrey-1995-pennies": (trees.pennies, 2),
    "mckelvey-palfrey-1998-centipede": (trees.centipede, 2),
    "powell-1990-brinkmanship": (trees.powell, 2),
    "schelling-1960-chance": (trees.schelling, 2),
    "selten-1975-horse": (trees.horse, 3),
    "signorino-1999-crisis": (trees.signorino, 2),
}


@pytest.mark.parametrize("name", MODELS)
def test_every_strategy_agrees_with_the_second_reading(name, agree):
    tree, players = MODELS[name]
    agree(name, tree(), players, LAMBDAS)


def test_every_shipped_model_is_read_twice():
    shipped = {name for name in library.names() if library.path(name).parts[-3] == "models"}
    assert shipped == set(MODELS)
