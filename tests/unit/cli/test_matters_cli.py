"""The verbs `matters` and `would`: what they print, draw and refuse."""

from __future__ import annotations

import json

import pytest

from standoff.cli.pace import Pace
from standoff.cli.progress import Progress
from standoff.errors import ExitCode

SEEN = """\
observed:
  - {made: {turn: reply, move: refuse}}
"""
FEW = ("--draws", 20, "--solves", 500, "--threads", 1)


@pytest.fixture
def run(call, scenario, tmp_path, monkeypatch):
    """Return the folder of a run on a crisis in which B has refused."""
    from standoff.report import figures

    monkeypatch.setattr(figures, "write_charts", lambda *_: [])
    text = scenario.read_text(encoding="utf-8")
    scenario.write_text(text + SEEN, encoding="utf-8")
    words = ("--draws", 8, "--threads", 1, "--quiet")
    assert call("forecast", "strait.yaml", *words, "--out", "runs/x").code == ExitCode.OK
    return tmp_path / "runs/x"


@pytest.mark.usefixtures("scenario")
def test_matters_prints_draws_and_says_what_it_costs(call, tmp_path):
    result = call("matters", "strait.yaml", "--outcome", "force", *FEW, "--chart", "m.svg")
    assert result.code == ExitCode.OK
    for part in ("USE OF FORCE", "war_cost", "in total", "matters most", "low end"):
        assert part in result.out
    assert "games to solve" in result.err
    assert max(map(len, result.out.splitlines())) <= 90
    assert "What matters for: Use of force" in (tmp_path / "m.svg").read_text(encoding="utf-8")


@pytest.mark.usefixtures("scenario")
def test_matters_as_json_has_all_outcomes(call):
    result = call("matters", "strait.yaml", *FEW, "--method", "tornado", "--json")
    data = json.loads(result.out)
    assert (data["format"], data["study"]) == (1, "matters")
    assert list(data["outcomes"]) == ["deal", "force", "quiet"]
    assert data["outcomes"]["deal"]["sobol"] is None


@pytest.mark.usefixtures("scenario")
def test_would_prints_and_draws(call, tmp_path):
    words = ("would", "strait.yaml", "deal", "--above", 0.7, *FEW, "--quiet", "--chart", "w.svg")
    result = call(*words)
    assert result.code == ExitCode.OK
    assert "`Deal` has a mean probability of" in result.out
    assert "the median in the file" in (tmp_path / "w.svg").read_text(encoding="utf-8")
    data = json.loads(
        call("would", "strait.yaml", "deal,quiet", "--below", 0.9, *FEW, "--json").out
    )
    assert data["outcomes"] == {"deal": "Deal", "quiet": "Nothing more"}


@pytest.mark.parametrize(
    "words",
    [
        ("matters", "runs/x/scenario.yaml", *FEW, "--method", "given"),
        ("would", "runs/x/scenario.yaml", "deal", "--above", 0.7, *FEW),
        ("observe", "runs/x/scenario.yaml", "--draws", 8, "--threads", 1),
    ],
)
def test_studies_are_kept_in_a_run_and_shown_in_its_report(call, run, words):
    from standoff.report.build import build_report

    result = call(*words, "--keep", "runs/x", "--quiet")
    assert result.code == ExitCode.OK, result.err
    assert f"{words[0]}.json" in result.err
    study = json.loads((run / "studies" / f"{words[0]}.json").read_text(encoding="utf-8"))
    assert study["study"] == words[0]
    report = build_report(run)
    title = {"matters": "What matters", "would": "What would have", "observe": "on 8 draws"}
    assert any(title[words[0]] in section.title for section in report.sections)
    assert not any("left out" in note for note in report.notes)
    missing = call(*words, "--keep", "nowhere", "--quiet")
    assert (missing.code, "is no run" in missing.err) == (ExitCode.USER_MISTAKE, True)


def test_after_an_observation_the_draws_are_weighted_and_it_is_said(call, scenario):
    scenario.write_text(scenario.read_text(encoding="utf-8") + SEEN, encoding="utf-8")
    refused = call("matters", "strait.yaml", *FEW)
    assert (refused.code, "--method given,tornado,prim" in refused.err) == (
        ExitCode.USER_MISTAKE,
        True,
    )
    for words in (
        ("matters", "strait.yaml", "--method", "given, tornado"),
        ("would", "strait.yaml", "force", "--parameters", "war_cost"),
    ):
        result = call(*words, *FEW)
        assert result.code == ExitCode.OK
        said = " ".join(result.out.split())
        assert "Given what was observed: the 20 draws are weighted" in said
        assert "games to solve" in result.err


def test_a_long_study_says_how_long_and_what_to_reduce(capsys, monkeypatch):
    now = [0.0]
    monkeypatch.setattr("standoff.cli.pace.time.monotonic", lambda: now[0])
    for seconds, said in ((1.0, ""), (20.0, "about 10 minutes for 300 more games; for less wait")):
        pace = Pace(Progress(quiet=True), 300, "wait")
        pace("draws", 1, 1)
        pace("solve", 0, 10)
        now[0] += seconds
        pace("solve", 10, 10)
        pace("solve", 10, 10)
        assert capsys.readouterr().err.strip() == said


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("matters", "strait.yaml", "--outcome", "forc"), "write `force`"),
        (("matters", "strait.yaml", "--method", "morris"), "sobol, given, tornado, prim"),
        (("matters", "strait.yaml", "--solves", 10), "write `--solves"),
        (("matters", "strait.yaml", "--above", 50), "write, for example, `--above 0.5`"),
        (("matters", "strait.yaml", "--chart", "x.gif"), "write `--chart x.png`"),
        (("would", "strait.yaml", "forc"), "write `force`"),
        (("would", "strait.yaml", ","), "write the id of one"),
        (("would", "strait.yaml", "force", "--above", 0.5, "--below", 0.5), "leave out one"),
        (("would", "strait.yaml", "force", "--below", 2), "`--below 0.5`"),
        (("would", "strait.yaml", "force", "--parameters", "war_cos"), "write `war_cost`"),
    ],
)
@pytest.mark.usefixtures("scenario")
def test_bad_arguments_are_answered(call, words, part):
    result = call(*words)
    assert result.code == ExitCode.USER_MISTAKE
    assert part in result.err
    assert "Traceback" not in result.err
