import json

import numpy as np
import pytest
from tests.support.crises import ASK, ask, duel

from standoff.forecast import forecast
from standoff.scenario import load_scenario

EXACT = 1e-9
"""Bayes' rule by hand on probabilities that the solver knows to 1e-12."""


def soft(x: float) -> float:
    """Return the logistic function."""
    return 1 / (1 + np.exp(-x))


@pytest.fixture(scope="module")
def question():
    return forecast(ask(), draws=3, seed=1)


@pytest.fixture(scope="module")
def by_hand():
    """Solve the crisis of one question by the textbook formulas, with nothing of standoff."""
    lam, strong = 2.0, 0.3
    strike = {"weak": soft(lam * (-1 - 0)), "strong": soft(lam * (0.5 - 0))}
    end = {"weak": strike["weak"] * -1, "strong": strike["strong"] * 0.5}
    refuse = 0.5
    for _ in range(10_000):
        threat = {t: soft(lam * (refuse * end[t] + (1 - refuse) * 1)) for t in end}
        mass = {"weak": 0.7 * threat["weak"], "strong": strong * threat["strong"]}
        total = sum(mass.values())
        belief = {t: m / total for t, m in mass.items()}
        war = sum(belief[t] * strike[t] for t in belief)
        refuse = 0.9 * refuse + 0.1 * soft(lam * (-2 * war + 1))
    return {"strike": strike, "threat": threat, "belief": belief, "refuse": refuse, "war": war}


def test_outcomes_follow_from_the_solved_choices(question, by_hand):
    outcomes = question.to_json()["outcomes"]
    spoke = 0.7 * by_hand["threat"]["weak"] + 0.3 * by_hand["threat"]["strong"]
    assert outcomes["won"]["mean"] == pytest.approx(spoke * (1 - by_hand["refuse"]), abs=EXACT)
    war = spoke * by_hand["refuse"] * by_hand["war"]
    assert outcomes["war"]["mean"] == pytest.approx(war, abs=EXACT)
    assert sum(entry["mean"] for entry in outcomes.values()) == pytest.approx(1, abs=EXACT)


def test_the_bluff_posterior_is_bayes_rule_by_hand(question, by_hand):
    bluff = question.to_json()["bluff"]["a"]
    strike, belief = by_hand["strike"], by_hand["belief"]
    prior = 0.7 * (1 - strike["weak"] * by_hand["threat"]["weak"]) + 0.3 * (
        1 - strike["strong"] * by_hand["threat"]["strong"]
    )
    assert bluff["2022-01-10"]["mean"] == pytest.approx(prior, abs=EXACT)
    after = sum(belief[t] * (1 - strike[t]) for t in belief)
    assert bluff["2022-01-20"]["mean"] == pytest.approx(after, abs=EXACT)
    assert bluff["2022-01-25"]["mean"] == pytest.approx(after, abs=EXACT)


def test_a_threat_changes_what_is_believed_of_the_one_who_makes_it(question, by_hand):
    moves = question.to_json()["next_moves"]["a"]["moves"]
    after = sum(by_hand["belief"][t] * (1 - by_hand["strike"][t]) for t in by_hand["belief"])
    assert moves["threaten"]["bluff_after"]["mean"] == pytest.approx(after, abs=EXACT)
    assert moves["quiet"]["bluff_after"]["mean"] == pytest.approx(1.0, abs=EXACT)


def test_the_bluff_of_each_type_is_one_minus_what_it_would_do(question, by_hand):
    by_type = question.to_json()["bluff_definition"]["a"]["by_type"]
    for kind in ("weak", "strong"):
        done = by_hand["threat"][kind] * by_hand["strike"][kind]
        assert by_type[kind]["mean"] == pytest.approx(1 - done, abs=EXACT)


def test_a_threat_that_was_carried_out_is_no_bluff_while_the_crisis_goes_on():
    """The threat is to shout; afterwards the crisis is still open, and the threat was kept."""
    text = ASK.replace("outcomes: [war]", "moves: [threaten]")
    bluff = forecast(load_scenario("ask.yaml", text=text), draws=1).to_json()["bluff"]["a"]
    assert 0 < bluff["2022-01-10"]["mean"] < 1
    assert bluff["2022-01-20"]["mean"] == pytest.approx(0, abs=EXACT)


def test_next_moves_by_type_are_the_solved_choices(question, by_hand):
    by_type = question.to_json()["next_moves"]["a"]["by_type"]
    for kind in ("weak", "strong"):
        assert by_type[kind]["threaten"] == pytest.approx(by_hand["threat"][kind], abs=EXACT)


def test_the_crisis_ends_on_the_days_of_its_endings(question, by_hand):
    when = question.to_json()["when"]
    quiet = 1 - 0.7 * by_hand["threat"]["weak"] - 0.3 * by_hand["threat"]["strong"]
    assert when["ended_by"]["2022-01-10"]["mean"] == pytest.approx(quiet, abs=EXACT)
    assert when["ended_by"]["2022-01-25"]["mean"] == pytest.approx(1, abs=EXACT)
    assert question.to_json()["bluff"]["a"]["2022-01-20"]["open"] == pytest.approx(1 - quiet)


def test_chance_within_a_draw_is_kept_apart_from_the_spread_across_draws(question):
    war = question.to_json()["outcomes"]["war"]
    assert war["between_draws"] == pytest.approx(0, abs=EXACT)
    assert war["chance_within"] == pytest.approx((war["mean"] * (1 - war["mean"])) ** 0.5)


def test_same_seed_same_bytes_whatever_the_threads():
    texts = {
        json.dumps(forecast(duel(2), draws=20, seed=5, threads=n).to_json(), sort_keys=True)
        for n in (1, 2)
    }
    assert len(texts) == 1
    other = forecast(duel(2), draws=20, seed=6).to_json()
    assert json.dumps(other, sort_keys=True) not in texts


def test_means_lie_within_intervals_and_probabilities_between_0_and_1():
    data = forecast(duel(3), draws=40, seed=1).to_json()
    for entry in data["outcomes"].values():
        assert 0 <= entry["p05"] <= entry["p95"] <= 1
        assert entry["range"][0] <= 100 * entry["mean"] <= entry["range"][1] or entry["mean"] < 0.01
    ended = [band["mean"] for band in data["when"]["ended_by"].values()]
    assert ended == sorted(ended)
    assert ended[-1] == pytest.approx(1)
    for day in data["bluff"]["a"].values():
        assert 0 <= day["mean"] <= 1
    assert data["certificate"]["failed"] == 0


def test_merged_pasts_give_the_same_forecast_where_nothing_is_lost():
    """One round: no two pasts lead to the same state, so merging changes nothing."""
    kept = forecast(duel(1), draws=10, seed=1).to_json()
    merged = forecast(duel(1, "state"), draws=10, seed=1).to_json()
    for name, entry in kept["outcomes"].items():
        assert merged["outcomes"][name]["mean"] == pytest.approx(entry["mean"], abs=EXACT)


def test_a_crisis_without_a_clock_has_no_dates():
    text = ASK.replace(
        "clock: {start: 2022-01-01, end: 2022-01-31, at_end: peace}", "clock: {at_end: peace}"
    )
    for day in ("10", "20", "25"):
        text = text.replace(f"    date: 2022-01-{day}\n", "")
    data = forecast(load_scenario("ask.yaml", text=text), draws=2).to_json()
    assert data["when"]["ended_by"] == {}
    assert sum(entry["mean"] for entry in data["outcomes"].values()) == pytest.approx(1)


def test_tables_have_a_row_for_each_draw_and_each_choice(question):
    tables = question.tables()
    assert tables["draws"].num_rows == 3
    entries = tables["equilibria"]
    assert entries.num_rows == question.game.n_entries
    prob = np.array(entries["prob"].to_pylist())
    np.testing.assert_array_equal(prob, question.solution.strategy)
    assert "outcome.war" in tables["draws"].column_names
