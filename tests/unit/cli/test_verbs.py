"""The verbs, run in process on a small crisis."""

from __future__ import annotations

import hashlib
import json

import pytest

from standoff import __version__
from standoff.errors import ExitCode
from standoff.interop.efg import read_efg


@pytest.fixture
def wrong(tmp_path, scenario):
    """Return a scenario file with two mistakes."""
    text = scenario.read_text(encoding="utf-8")
    path = tmp_path / "wrong.yaml"
    path.write_text(text.replace("mover: b", "mover: bb").replace("title: Deal,", "titel: Deal,"))
    return path


def forecast(call, *words):
    return call("forecast", "strait.yaml", "--draws", 6, "--threads", 1, *words)


def test_version(call):
    assert call("--version").out == f"standoff {__version__}\n"


def test_help_lists_the_verbs(call):
    result = call("--help")
    assert result.code == ExitCode.OK
    for verb in (
        "check",
        "describe",
        "evidence",
        "solve",
        "forecast",
        "memory",
        "theories",
        "compare",
    ):
        assert verb in result.out


def test_without_a_verb_the_help_is_a_message(call):
    result = call()
    assert (result.code, result.out) == (ExitCode.USER_MISTAKE, "")
    assert result.err.startswith("Usage: standoff")


def test_check_of_a_right_file_says_so_on_stderr(call, scenario):
    result = call("check", "strait.yaml")
    assert (result.code, result.out) == (ExitCode.OK, "")
    assert result.err == "strait.yaml: the file is right\n"


def test_check_shows_all_mistakes_with_their_lines(call, wrong):
    result = call("check", "wrong.yaml")
    assert (result.code, result.out) == (ExitCode.USER_MISTAKE, "")
    assert result.err.count("error[SC") == 2
    assert "--> wrong.yaml:" in result.err
    assert "\x1b" not in result.err
    assert "2 errors" in result.err


def test_check_short_gives_a_line_for_each_mistake(call, wrong):
    result = call("check", "wrong.yaml", "--short")
    assert result.code == ExitCode.USER_MISTAKE
    assert [line.startswith("wrong.yaml:") for line in result.err.splitlines()] == [True, True]


@pytest.mark.parametrize("verb", ["check", "describe", "solve", "forecast"])
def test_mistakes_as_json_go_to_stdout(call, wrong, verb):
    result = call(verb, "wrong.yaml", "--json")
    data = json.loads(result.out)
    assert result.code == data["exit_code"] == ExitCode.USER_MISTAKE
    assert data["ok"] is False
    assert [item["code"][:2] for item in data["diagnostics"]] == ["SC", "SC"]


def test_check_full_prints_a_file_that_is_right_again(call, scenario, tmp_path):
    result = call("check", "strait.yaml", "--full")
    assert result.code == ExitCode.OK
    (tmp_path / "full.yaml").write_text(result.out, encoding="utf-8")
    assert call("check", "full.yaml").code == ExitCode.OK


def test_describe_shows_what_was_understood(call, scenario):
    result = call("describe", "strait.yaml")
    assert result.code == ExitCode.OK
    for part in (
        "Atlantis",
        "bluffing 40%, resolved 60%",
        "uniform 10 to 50",
        "2 parameters, 2 of them assumed",
        "2022-01-22  reply",
        "act (if)",
        "give -> deal, refuse",
        "information sets",
    ):
        assert part in result.out


def test_describe_as_json_predicts_the_exported_tree(call, scenario, tmp_path):
    size = json.loads(call("describe", "strait.yaml", "--json").out)["size"]
    assert call("export", "strait.yaml", "--to", "x.efg").code == ExitCode.OK
    game, _ = read_efg(tmp_path / "x.efg")
    assert (game.n_nodes, game.n_infosets) == (size["nodes"], size["infosets"])


def test_describe_ends_with_3_over_the_budget(call, scenario):
    result = call("describe", "strait.yaml", "--memory", "0.000001")
    assert result.code == ExitCode.NOT_SOLVED
    assert "Over the budget" in result.out


def test_solve_gives_strategies_payoffs_and_certificate(call, scenario):
    result = call("solve", "strait.yaml", "--lam", 3, "--json")
    assert result.code == ExitCode.OK
    data = json.loads(result.out)
    assert (data["scenario"], data["lambda"]) == ("strait", 3.0)
    for sets in data["strategies"].values():
        for moves in sets.values():
            assert sum(moves.values()) == pytest.approx(1)
    assert sum(data["outcomes"].values()) == pytest.approx(1)
    assert data["certificate"]["passed"] is True
    assert set(data["payoffs"]) == set(data["certificate"]["gain"])


def test_solve_at_lambda_zero_plays_every_move_alike(call, scenario):
    data = json.loads(call("solve", "strait.yaml", "--lam", 0, "--json").out)
    # at the medians p_resolved = 0.6, war_cost = 30; B refuses and A fights with 1/2 each
    assert data["outcomes"]["deal"] == pytest.approx(0.5)
    # the days before the first turn are past and cost nothing
    waiting = 0.5 * 0.1 * 10 + 0.25 * 0.1 * 14
    a = 0.5 * 50 + 0.25 * (0.6 * 30 - 15) + 0.25 * -10 - waiting
    assert list(data["payoffs"].values())[0] == pytest.approx(a / 100)  # noqa: RUF015


def test_solve_takes_a_tree(call, scenario):
    call("export", "strait.yaml", "--to", "x.efg")
    tree = json.loads(call("solve", "x.efg", "--lam", 3, "--json").out)
    whole = json.loads(call("solve", "strait.yaml", "--lam", 3, "--json").out)
    assert tree["game"] == "x"
    assert list(tree["payoffs"].values()) == pytest.approx(list(whole["payoffs"].values()))


def test_solve_at_a_draw_differs_from_the_centre(call, scenario):
    payoffs = {
        json.dumps(json.loads(call("solve", "strait.yaml", "--json", *words).out)["payoffs"])
        for words in ([], ["--draw", 0], ["--draw", 1], ["--draw", 0, "--seed", 2])
    }
    assert len(payoffs) == 4


def test_forecast_prints_and_writes_a_run(call, scenario, tmp_path, monkeypatch):
    monkeypatch.delenv("NO_COLOR")
    result = forecast(call)
    assert "\x1b" not in result.out + result.err  # not a terminal
    assert result.code == ExitCode.OK
    assert "HOW IT ENDS" in result.out
    assert "solve" in result.err
    digest = hashlib.sha256(scenario.read_bytes()).hexdigest()
    run = tmp_path / "runs" / f"strait-{digest[:8]}-seed1-6"
    assert {path.name for path in run.iterdir()} == {
        "manifest.json",
        "forecast.json",
        "draws.parquet",
        "equilibria.parquet",
        "scenario.yaml",
        "charts",
    }
    assert (run / "scenario.yaml").read_bytes() == scenario.read_bytes()
    assert f"runs/{run.name}/charts/outcomes.png" in result.out
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["scenario"]["sha256"] == digest
    for name, facts in manifest["files"].items():
        content = (run / name).read_bytes()
        assert facts == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def test_forecast_as_json_is_the_file_and_the_same_for_the_same_seed(call, scenario, tmp_path):
    first = forecast(call, "--json", "--out", "one", "--quiet")
    second = forecast(call, "--json", "--out", "two", "--quiet")
    other = forecast(call, "--json", "--out", "three", "--quiet", "--seed", 2)
    assert first.out == (tmp_path / "one" / "forecast.json").read_text(encoding="utf-8")
    assert first.out == second.out
    assert first.out != other.out
    assert first.err == "run written to one\n"
    data = json.loads(first.out)
    assert {"scenario", "hash", "seed", "draws", "outcomes", "bluff", "when"} <= set(data)


def test_forecast_refuses_an_existing_out_before_any_work(call, scenario, tmp_path):
    (tmp_path / "run").mkdir()
    result = forecast(call, "--out", "run")
    assert (result.code, result.out) == (ExitCode.USER_MISTAKE, "")
    assert "`run` exists already" in result.err
    assert "--overwrite" in result.err


def test_forecast_over_the_budget_writes_nothing(call, scenario, tmp_path):
    result = forecast(call, "--memory", "0.000001")
    assert result.code == ExitCode.NOT_SOLVED
    assert "nodes" in result.err
    assert not (tmp_path / "runs").exists()


def test_interrupted_forecast_says_so_and_writes_nothing(call, scenario, tmp_path, monkeypatch):
    def stop(*words, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("standoff.report.figures.write_charts", stop)
    result = forecast(call)
    assert result.code == ExitCode.INTERRUPTED
    assert result.err.endswith("stopped; nothing was written\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["strait.yaml"]


def test_export_keeps_an_existing_file_without_overwrite(call, scenario, tmp_path):
    (tmp_path / "x.efg").write_text("mine", encoding="utf-8")
    assert call("export", "strait.yaml", "--to", "x.efg").code == ExitCode.USER_MISTAKE
    assert (tmp_path / "x.efg").read_text(encoding="utf-8") == "mine"
    assert call("export", "strait.yaml", "--to", "x.efg", "--overwrite").code == ExitCode.OK
    assert (tmp_path / "x.efg").read_text(encoding="utf-8").startswith("EFG 2 R")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["strait.yaml", "x.efg"]


def test_library_lists_names_with_a_line_each(call):
    result = call("library")
    assert result.code == ExitCode.OK
    assert result.out.startswith("nato-2022 ")
    data = json.loads(call("library", "--json").out)
    assert len(data) == len(result.out.splitlines())
    assert {item["kind"] for item in data} == {"case", "model"}


def test_a_shipped_name_stands_for_its_file(call):
    assert call("check", "nato-2022-core").code == ExitCode.OK


def test_memory_says_that_nothing_is_lost(call, scenario):
    result = call("memory", "strait.yaml", "--draws", 2, "--threads", 1, "--quiet")
    assert result.code == ExitCode.OK
    assert "public pasts are merged into" in result.out
    assert "every number of the forecast is the same in both games" in " ".join(result.out.split())


def test_memory_as_json_has_both_sizes(call, scenario):
    data = json.loads(call("memory", "strait.yaml", "--draws", 2, "--json").out)
    assert data["compared"]["lossless"] is True
    assert data["merged"]["nodes"] <= data["unmerged"]["nodes"]


def test_memory_needs_a_scenario(call, tmp_path):
    (tmp_path / "x.efg").write_text("EFG 2 R")
    result = call("memory", "x.efg")
    assert result.code == ExitCode.USER_MISTAKE
    assert "without public variables" in result.err


def test_describe_counts_the_pasts_that_are_merged(call, scenario):
    assert "public pasts" not in call("describe", "strait.yaml").out
    text = scenario.read_text(encoding="utf-8")
    scenario.write_text(text.replace("standoff: 1", "standoff: 1\nmemory: state"))
    assert "public pasts are merged into" in call("describe", "strait.yaml").out
    data = json.loads(call("describe", "strait.yaml", "--json").out)
    assert data["pasts"]["exact"] is True
    assert data["pasts"]["states"] == data["size"]["merged_states"]


def test_attribution_needs_causes_in_the_file(call, scenario):
    result = forecast(call, "--attribution", "--quiet", "--out", "run")
    assert result.code == ExitCode.USER_MISTAKE
    assert "has no `attribution`, so there is nothing to share out" in result.err


def test_limit_says_where_the_branch_ended(call):
    result = call("solve", "selten-1975-horse", "--limit", "--json")
    data = json.loads(result.out)
    assert result.code == ExitCode.OK
    assert data["limit"]["settled"]
    assert data["limit"]["lambda_range"] >= 1e6
    assert data["limit"]["relative_regret"] <= 1e-6
    assert data["sequential"]["verdict"] == "passed"
    assert data["beliefs"]["Player 3"]["3"] == pytest.approx([2 / 3, 1 / 3], abs=1e-4)


def test_limit_on_the_terminal(call, scenario):
    result = call("solve", "strait.yaml", "--limit")
    assert result.code == ExitCode.OK
    assert "Status: the branch has settled" in result.out
    assert "Sequential equilibrium: passed" in " ".join(result.out.split())


@pytest.mark.parametrize("other", [["--lam", "2"], ["--branches", "4"]])
def test_limit_stands_alone(call, scenario, other):
    result = call("solve", "strait.yaml", "--limit", *other)
    assert result.code == ExitCode.USER_MISTAKE
    assert f"`{other[0]}` has no meaning beside it" in result.err
