"""Each model against its published or derived answer; every number is entered here a second time.

The first entry is in `known_answers.yaml` beside the model; here it is a formula or a fraction from
the work or from `notes.md`. Tolerances come from the file, which says how each was derived.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
import trees
from scipy.optimize import brentq, minimize_scalar
from textbook import Textbook, logistic

EXACT = 1e-8
"""The residual that the solver promises, for closed forms at a finite precision."""
READING = 1e-11
"""Two entries of one number: figures in the files are rounded to 12 digits."""


def logit(p):
    return math.log(p / (1 - p))


def near(value, wanted, tolerance):
    assert abs(value - wanted) <= tolerance, f"{value} is not {wanted} within {tolerance}"


def payoffs(game, tree, players):
    """Return expected payoffs of solved play in the game read again."""
    book = Textbook(tree, players)
    sigma = np.concatenate(
        [[game.prob(*where, action) for action in acts] for where, acts in book.sets.items()]
    )
    return book.expected(sigma)


class TestFearon1995:
    """Fearon 1995, the bargaining model; notes.md equations 1 and 2."""

    NAME = "fearon-1995-ultimatum"
    COSTS = (("lowest", 0.5), ("low", 1.5), ("middle", 2.5), ("high", 3.5), ("highest", 4.5))

    def test_second_reading(self, answers):
        share, cost, top = 5, 1, 5
        near(answers(self.NAME)["best_demand"]["value"], share + (top - cost) / 2, READING)
        near(answers(self.NAME)["risk_of_war"]["value"], (top - cost) / (2 * top), READING)
        near(answers(self.NAME)["best_demand"]["tolerance"], 5 * math.exp(-0.2 * 50), 5e-6)

    def test_best_demand_and_risk_of_war(self, solved, answers):
        best, risk = (answers(self.NAME)[key] for key in ("best_demand", "risk_of_war"))
        game = solved(self.NAME, best["lambda"])
        offers = game.at(0, "offer||")
        near(offers[f"ask_{best['value'] - 5}"], 1, best["tolerance"])
        war = sum(
            offers[f"ask_{k}"] * game.prob(1, f"answer|ask_{k}|{name}", "fight") / 5
            for k in range(6)
            for name, _ in self.COSTS
        )
        near(war, risk["value"], risk["tolerance"])

    def test_answers_are_logits_of_the_cost_beyond_the_demand(self, solved):
        game = solved(self.NAME, 5)
        for k in range(6):
            for name, cost in self.COSTS:
                accept = game.prob(1, f"answer|ask_{k}|{name}", "accept")
                near(accept, logistic(5 * (cost - k)), EXACT)


class TestFearon1997:
    """Fearon 1997, abstract: leaders never bluff, and do better on average by tying hands."""

    TYING, SINKING = "fearon-1997-tying-hands", "fearon-1997-sinking-costs"
    TYPES = (("low", 0.6, 2), ("high", 0.4, 10))

    def bluffing(self, game, move):
        return sum(
            prob
            * game.prob(0, f"signal||{name}", move)
            * game.prob(0, f"response|{move}.challenge|{name}", "yield")
            for name, prob, _ in self.TYPES
        )

    def test_second_reading(self, answers):
        tying, sinking = answers(self.TYING), answers(self.SINKING)
        near(tying["expected_payoff"]["value"], 0.6 * 2 + 0.4 * 10, READING)
        near(sinking["expected_payoff"]["value"], 0.4 * (10 / 2 - 3), READING)
        near(sinking["separating_payoff"]["value"], 0.4 * (10 - 3), READING)

    @pytest.mark.parametrize(("name", "move"), [(TYING, "commit"), (SINKING, "mobilise")])
    def test_nobody_bluffs(self, name, move, solved, answers):
        answer = answers(name)["bluffing"]
        near(self.bluffing(solved(name, answer["lambda"]), move), 0, answer["tolerance"])

    @pytest.mark.parametrize(("name", "kind"), [(TYING, "tying"), (SINKING, "sinking")])
    def test_expected_payoff(self, name, kind, solved, answers):
        answer = answers(name)["expected_payoff"]
        got = payoffs(solved(name, answer["lambda"]), trees.fearon_1997(kind), 2)[0]
        near(got, answer["value"], answer["tolerance"])

    def test_tying_hands_is_better_on_average(self, solved):
        tying = payoffs(solved(self.TYING, 20), trees.fearon_1997("tying"), 2)[0]
        sinking = payoffs(solved(self.SINKING, 20), trees.fearon_1997("sinking"), 2)[0]
        assert tying > 2.8 > sinking  # 2.8: the separating equilibrium with sunk costs

    def test_commitment_makes_yielding_worse_than_war(self, solved):
        game = solved(self.TYING, 5)
        for name, _, value in self.TYPES:
            broken = game.prob(0, f"response|commit.challenge|{name}", "yield")
            near(broken, logistic(-5 * (value / 2 - 3 + 3)), EXACT)

    @pytest.mark.parametrize("lam", [0.5, 1.0, 5.0])
    def test_sinking_costs_branch_in_closed_form(self, lam, solved):
        """Equations 1 and 2 of the notes: a cost equal for all types says nothing."""
        game = solved(self.SINKING, lam)
        challenge = 0.0
        for name, prob, value in self.TYPES:
            near(game.prob(0, f"signal||{name}", "mobilise"), logistic(-3 * lam), EXACT)
            fight = logistic(lam * (value / 2 - 3))
            challenge += prob * (fight * -3 + (1 - fight) * 4)
        for seen in ("silent", "mobilise"):
            met = game.prob(1, f"challenge|{seen}|", "challenge")
            near(met, logistic(lam * challenge), EXACT)

    def test_separation_is_an_equilibrium_too(self):
        """The article's equilibrium, as a limit of full mixing: every choice made is the best."""
        book = Textbook(trees.fearon_1997("sinking"), 2)
        chosen = {
            (0, "signal||low"): "silent",
            (0, "signal||high"): "mobilise",
            (1, "challenge|silent|"): "challenge",
            (1, "challenge|mobilise|"): "stay_out",
            (0, "response|silent.challenge|low"): "yield",
            (0, "response|mobilise.challenge|low"): "yield",
            (0, "response|silent.challenge|high"): "fight",
            (0, "response|mobilise.challenge|high"): "fight",
        }
        slip = 1e-9
        sigma = np.concatenate(
            [[1 - slip if a == chosen[w] else slip for a in acts] for w, acts in book.sets.items()]
        )
        values = book.values(sigma)
        for where, acts in book.sets.items():
            row = dict(zip(acts, values[book.slices[where]], strict=True))
            assert max(row, key=row.get) == chosen[where]


class TestPowell:
    """Powell 1987, 1988, 1990; the three-step version of notes.md, equations 1 to 3."""

    NAME = "powell-1990-brinkmanship"

    def test_second_reading(self, answers):
        told = answers(self.NAME)
        near(told["belief"]["value"], 15 / 28, READING)
        near(told["bluff"]["value"], 13 / 35, READING)
        near(told["press"]["value"], 25 / 88, READING)
        near(told["belief"]["tolerance"], 2.2 / (16.8 * 40), 1e-4)
        near(told["press"]["tolerance"], 2.2 / (17.6 * 40), 1e-4)

    def test_mixing_and_belief(self, solved, answers):
        told = answers(self.NAME)
        game = solved(self.NAME, 40)
        weak = game.prob(1, "resist|dispute|irresolute", "escalate")
        strong = game.prob(1, "resist|dispute|resolute", "escalate")
        press = game.prob(0, "press|dispute.escalate.kept_control|", "escalate")
        near(
            0.3 * strong / (0.3 * strong + 0.7 * weak),
            told["belief"]["value"],
            told["belief"]["tolerance"],
        )
        near(weak, told["bluff"]["value"], told["bluff"]["tolerance"])
        near(press, told["press"]["value"], told["press"]["tolerance"])

    def test_indifference_up_to_the_logit(self, solved):
        """The last paragraph of the notes, exactly: 9 - 16.8 mu = logit(e)/lambda, and b's."""
        game = solved(self.NAME, 40)
        weak = game.prob(1, "resist|dispute|irresolute", "escalate")
        strong = game.prob(1, "resist|dispute|resolute", "escalate")
        press = game.prob(0, "press|dispute.escalate.kept_control|", "escalate")
        belief = 0.3 * strong / (0.3 * strong + 0.7 * weak)
        near(9 - 16.8 * belief, logit(press) / 40, EXACT)
        near(5 - 17.6 * press, logit(weak) / 40, EXACT)


class TestKurizaki:
    """Kurizaki 2007, abstract: a private threat of limited credibility compels; notes.md steps."""

    NAME = "kurizaki-2007-private-threats"

    def test_second_reading(self, answers):
        told = answers(self.NAME)
        gain, war = 1, -2
        near(
            told["critical_belief"]["value"],
            gain / (gain - war),
            told["critical_belief"]["tolerance"],
        )
        near(told["private_threat"]["tolerance"], 4 * math.exp(-0.45 * 50), 5e-11)
        assert told["credibility"]["value"] > told["critical_belief"]["value"]

    def test_private_threats_compel_and_public_ones_do_not(self, solved, answers):
        told = answers(self.NAME)
        game = solved(self.NAME, 50)
        answer = told["private_threat"]
        for kind in ("irresolute", "resolute"):
            chosen = game.prob(0, f"opening||{kind}", "private_threat")
            near(chosen, answer["value"], answer["tolerance"])
        for how in ("private", "public"):
            answer = told[f"concession_in_{how}"]
            conceded = game.prob(1, f"answer|{how}_threat|", "concede")
            near(conceded, answer["value"], answer["tolerance"])

    def test_credibility(self, solved, answers):
        answer = answers(self.NAME)["credibility"]
        game = solved(self.NAME, 50)

        def credible(threat):
            weight = {
                t: 0.5 * game.prob(0, f"opening||{t}", threat) for t in ("irresolute", "resolute")
            }
            hits = {t: game.prob(0, f"follow_up|{threat}.resist|{t}", "attack") for t in weight}
            return sum(weight[t] * hits[t] for t in weight) / sum(weight.values())

        near(credible("private_threat"), answer["value"], answer["tolerance"])
        near(credible("public_threat"), 1, answer["tolerance"])


class TestSignorino:
    """Signorino 1999, agent error: the outcome chances as products of logits; notes.md, 1 to 3."""

    NAME = "signorino-1999-crisis"

    def chances(self, lam):
        fight = logistic(lam * (-0.5 + 1))
        resist = logistic(lam * (fight * -1.5 + (1 - fight) * 1 + 2))
        escalate = logistic(lam * ((1 - resist) * 2 + resist * (fight * -0.5 - (1 - fight))))
        return {
            "quiet": 1 - escalate,
            "capitulation": escalate * (1 - resist),
            "backed_down": escalate * resist * (1 - fight),
            "war": escalate * resist * fight,
        }

    def test_second_reading(self, answers):
        told = answers(self.NAME)["outcomes"]
        for outcome, chance in self.chances(told["lambda"]).items():
            near(told["value"][outcome], chance, READING)

    @pytest.mark.parametrize("lam", [0.5, 1.0, 5.0, 20.0])
    def test_products_of_logits(self, lam, solved):
        game = solved(self.NAME, lam)
        escalate = game.prob(0, "opening||", "escalate")
        resist = game.prob(1, "answer|escalate|", "resist")
        fight = game.prob(0, "last|escalate.resist|", "fight")
        wanted = self.chances(lam)
        near(1 - escalate, wanted["quiet"], EXACT)
        near(escalate * (1 - resist), wanted["capitulation"], EXACT)
        near(escalate * resist * (1 - fight), wanted["backed_down"], EXACT)
        near(escalate * resist * fight, wanted["war"], EXACT)


class TestBeerQuiche:
    """Cho and Kreps 1987, the example: the equilibrium that survives the intuitive criterion."""

    NAME = "cho-kreps-1987-beer-quiche"

    def test_second_reading(self, answers):
        told = answers(self.NAME)
        assert (told["beer"]["value"], told["duel_after_beer"]["value"]) == (1, 0)
        assert told["duel_after_quiche"]["value"] >= 1 / 2
        near(told["beer"]["tolerance"], 2 * math.exp(-0.75 * 20), 1e-8)

    def test_both_types_have_beer(self, solved, answers):
        told = answers(self.NAME)
        game = solved(self.NAME, told["beer"]["lambda"])
        for kind in ("wimp", "surly"):
            near(game.prob(0, f"breakfast_time||{kind}", "have_beer"), 1, told["beer"]["tolerance"])
        for food in ("beer", "quiche"):
            answer = told[f"duel_after_{food}"]
            near(game.prob(1, f"choice|have_{food}|", "duel"), answer["value"], answer["tolerance"])


class TestChainStore:
    """Kreps and Wilson 1982, finitely repeated, one-sided doubt; notes.md equations 1 to 3."""

    NAME = "kreps-wilson-1982-chain-store"
    B, A, P = 0.5, 2.0, 0.1

    def fights(self, belief, n):
        reach = self.B ** (n - 1)
        return belief * (1 - reach) / ((1 - belief) * reach)

    def test_second_reading(self, answers):
        told = answers(self.NAME)
        near(told["fight_3"]["value"], self.fights(self.P, 3), READING)
        near(told["belief"]["value"], self.B**2, READING)
        near(told["fight_2"]["value"], self.fights(self.B**2, 2), READING)
        near(told["fight_2_fresh"]["value"], self.fights(self.P, 2), READING)
        near(told["stay_out"]["value"], 1 / self.A, READING)
        near(told["stay_out"]["tolerance"], 0.7 / 50, READING)

    def test_mixing_on_the_path_of_fights(self, solved, answers):
        told = answers(self.NAME)
        game = solved(self.NAME, 50)
        first = "enter.fight"
        got = {
            "fight_3": game.prob(3, "reply_3|enter|weak", "fight"),
            "fight_2": game.prob(3, f"reply_2|{first}.enter|weak", "fight"),
            "fight_2_fresh": game.prob(3, "reply_2|out.enter|weak", "fight"),
        }
        for key, value in got.items():
            near(value, told[key]["value"], told[key]["tolerance"])
        answer = told["stay_out"]
        near(game.prob(1, f"entry_2|{first}|", "out"), answer["value"], answer["tolerance"])
        near(game.prob(2, f"entry_1|{first}.{first}|", "out"), answer["value"], answer["tolerance"])
        tough = self.P * game.prob(3, "reply_3|enter|tough", "fight")
        belief = tough / (tough + (1 - self.P) * got["fight_3"])
        near(belief, told["belief"]["value"], told["belief"]["tolerance"])

    def test_entry_where_the_belief_is_too_low(self, solved):
        game = solved(self.NAME, 50)
        # below b^n by at least 0.025 in chances: entry is worth logit/lambda more than nothing
        assert game.prob(0, "entry_3||", "enter") > 0.9
        assert game.prob(1, "entry_2|enter.share|", "enter") > 1 - 1e-9  # margin b = 0.5
        assert game.prob(2, "entry_1|enter.fight.out|", "enter") > 1 - 1e-5  # margin 1/4


class TestCentipede:
    """McKelvey and Palfrey 1998, the agent equilibrium of the game of 1992; notes.md equation 1."""

    NAME = "mckelvey-palfrey-1998-centipede"
    PAYS = ((0.4, 0.1), (0.2, 0.8), (1.6, 0.4), (0.8, 3.2))

    def takes(self, lam):
        values, found = (6.4, 1.6), []
        for k, pays in reversed(tuple(enumerate(self.PAYS))):
            take = logistic(lam * (pays[k % 2] - values[k % 2]))
            values = tuple(take * p + (1 - take) * v for p, v in zip(pays, values, strict=True))
            found.append(take)
        return found[::-1]

    def test_second_reading(self, answers):
        told = answers(self.NAME)["take"]
        for value, wanted in zip(told["value"], self.takes(told["lambda"]), strict=True):
            near(value, wanted, READING)

    @pytest.mark.parametrize("lam", [0.5, 2.0, 5.0, 20.0])
    def test_backward_formula(self, lam, solved):
        game = solved(self.NAME, lam)
        for k, wanted in enumerate(self.takes(lam)):
            past = ".".join(["pass_on"] * k)
            near(game.prob(k % 2, f"move_{k + 1}|{past}|", "take"), wanted, EXACT)

    def test_taking_at_once_in_the_limit(self, solved, answers):
        told = answers(self.NAME)["take_at_once"]
        game = solved(self.NAME, told["lambda"])
        near(game.prob(0, "move_1||", "take"), told["value"], told["tolerance"])


class TestSchelling:
    """Schelling 1960, the threat that leaves something to chance; notes.md equations 1 and 2."""

    NAME = "schelling-1960-chance"

    def test_second_reading(self, answers):
        told = answers(self.NAME)
        near(told["critical_risk"]["value"], 5 / 21, told["critical_risk"]["tolerance"])
        assert told["chosen_tenths"]["value"] == math.ceil(10 * told["critical_risk"]["value"])
        near(told["chosen_tenths"]["tolerance"], 5 * math.exp(-0.8 * 20), 5e-8)

    def test_the_smallest_risk_that_works_is_chosen(self, solved, answers):
        told = answers(self.NAME)
        answer = told["chosen_tenths"]
        game = solved(self.NAME, answer["lambda"])
        near(game.prob(0, "threat||", f"risk_{answer['value']}"), 1, answer["tolerance"])
        for k in range(6):
            complies = game.prob(1, f"reply|risk_{k}|", "comply") > 1 / 2
            assert complies == (k / 10 > told["critical_risk"]["value"])

    def test_replies_are_logits(self, solved):
        game = solved(self.NAME, 5)
        for k in range(6):
            comply = game.prob(1, f"reply|risk_{k}|", "comply")
            near(comply, logistic(5 * (16.8 * k / 10 - 4)), EXACT)


class TestAttrition:
    """Maynard Smith 1974, Bishop and Cannings 1978; three lengths, notes.md equations 1 and 2."""

    NAME = "bishop-cannings-1978-attrition"
    PAYS = np.array([[1, 0, 0], [2, -0.5, -1.5], [2, 0.5, -2]])

    def test_second_reading(self, answers):
        told = answers(self.NAME)["lengths"]["value"]
        np.testing.assert_allclose(told, np.array([7, 2, 4]) / 13, atol=READING)
        worth = self.PAYS @ np.array(told)
        np.testing.assert_allclose(worth, 7 / 13, atol=READING)

    def test_symmetric_mixture(self, solved, answers):
        told = answers(self.NAME)["lengths"]
        game = solved(self.NAME, told["lambda"])
        rows = [np.array(list(game.at(player, "choice||").values())) for player in (0, 1)]
        np.testing.assert_allclose(rows[0], rows[1], atol=EXACT)
        assert rows[0].min() > 0.1  # what the bound assumes
        conditions = np.array(
            [self.PAYS[1] - self.PAYS[0], self.PAYS[2] - self.PAYS[1], np.ones(3)]
        )
        slack = np.abs(np.linalg.inv(conditions))[:, :2].sum(axis=1) * math.log(10) / told["lambda"]
        assert (np.abs(rows[0] - told["value"]) <= slack).all()


class TestKuhn:
    """Kuhn 1950, the value -1/18; bounds of notes.md."""

    NAME = "kuhn-1950-poker"

    def test_second_reading(self, answers):
        near(answers(self.NAME)["value"]["value"], -1 / 18, READING)

    @pytest.mark.parametrize("lam", [5.0, 20.0])
    def test_value_within_the_bounds(self, lam, solved, answers):
        value = answers(self.NAME)["value"]["value"]
        first, second = payoffs(solved(self.NAME, lam), trees.kuhn(), 2)
        near(first + second, 0, EXACT)
        assert value - 2 * math.log(2) / lam <= first <= value + math.log(2) / lam


class TestHorse:
    """Selten 1975, the three-player example; notes.md condition 1 and equation 2."""

    NAME = "selten-1975-horse"

    def test_second_reading(self, answers):
        told = answers(self.NAME)
        near(told["left_most"]["value"], min(1 / 4, 1 / 3), READING)
        near(told["across"]["tolerance"], math.exp(-(1 - 4 * 0.05) * 20), 1e-8)

    def test_perfect_equilibrium_is_reached(self, solved, answers):
        told = answers(self.NAME)
        game = solved(self.NAME, told["across"]["lambda"])
        for player, key in ((0, "1||"), (1, "2||")):
            near(game.prob(player, key, "across"), 1, told["across"]["tolerance"])
        left = game.prob(2, "3||", "left")
        assert left <= told["left_most"]["value"]

        def gap(x):  # equation 2
            odds = math.exp(-20 * x)
            return (2 * odds - 1) / (1 + odds) - logit(x) / 20

        wanted = brentq(gap, 1e-6, 0.25, xtol=1e-14)
        assert wanted < 0.05  # what the tolerance for across assumes
        near(left, wanted, told["across"]["tolerance"])


class TestPennies:
    """Ochs 1995, McKelvey and Palfrey 1995; notes.md equations 1 and 2 and the fit."""

    NAME = "mckelvey-palfrey-1995-pennies"

    def logit_pair(self, lam):
        def column(p):
            return logistic(lam * 1.1141 * (1 - 2 * p))

        p = brentq(lambda x: x - logistic(lam * (1.3926 * column(x) - 0.2785)), 0, 1, xtol=1e-15)
        return p, column(p)

    def test_second_reading(self, answers):
        told = answers(self.NAME)
        np.testing.assert_allclose(told["nash"]["value"], [1 / 2, 2785 / 13926], atol=READING)

        def misfit(lam):
            p, q = self.logit_pair(lam)
            row = 0.527 * math.log(p) + 0.473 * math.log(1 - p)
            return -row - 0.366 * math.log(q) - 0.634 * math.log(1 - q)

        best = minimize_scalar(misfit, bounds=(0.5, 5), method="bounded", options={"xatol": 1e-9}).x
        near(told["fitted_lambda"]["value"], best, told["fitted_lambda"]["tolerance"])

    def test_nash_limit(self, solved, answers):
        told = answers(self.NAME)["nash"]
        game = solved(self.NAME, told["lambda"])
        for player, key in ((0, "row||"), (1, "column||")):
            got = game.prob(player, key, "first")
            near(got, told["value"][player], told["tolerance"][player])

    def test_chances_at_the_fitted_precision(self, solved, answers):
        told = answers(self.NAME)
        lam = told["fitted_lambda"]["value"]
        game = solved(self.NAME, lam)
        got = [game.prob(0, "row||", "first"), game.prob(1, "column||", "first")]
        np.testing.assert_allclose(got, self.logit_pair(lam), atol=EXACT)
        answer = told["fitted_chances"]
        np.testing.assert_allclose(got, answer["value"], rtol=0, atol=answer["tolerance"])


class TestBabbling:
    """Crawford and Sobel 1982, aims too far apart; notes.md equations 1 and 2."""

    NAME = "crawford-sobel-1982-babbling"

    def losses(self):
        return [0.4 * (a - 1) ** 2 + 0.6 * (a - 3) ** 2 for a in (1, 2, 3)]

    def test_second_reading(self, answers):
        np.testing.assert_allclose(
            answers(self.NAME)["losses"]["value"], self.losses(), atol=READING
        )

    @pytest.mark.parametrize("lam", [1.0, 5.0, 20.0])
    def test_words_say_nothing(self, lam, solved, answers):
        told = answers(self.NAME)
        game = solved(self.NAME, lam)
        for kind in ("low", "high"):
            said = game.prob(0, f"talk||{kind}", "say_weak")
            near(said, told["talk"]["value"], told["talk"]["tolerance"])
        weights = np.exp(-lam * np.array(told["losses"]["value"]))
        for word in ("weak", "strong"):
            row = list(game.at(1, f"act|say_{word}|").values())
            np.testing.assert_allclose(row, weights / weights.sum(), rtol=0, atol=EXACT)
