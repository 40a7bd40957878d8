"""`standoff whatif`: what it prints, writes and refuses."""

from __future__ import annotations

import json

import pytest

from standoff.errors import ExitCode
from standoff.report.figures_whatif import whatif_chart
from standoff.report.sections.whatif import sections
from standoff.report.words_whatif import change_lines, finding, kind_line, notes

QUICK = ["--draws", "8", "--threads", "1", "--quiet"]
BOTH = ["whatif", "strait.yaml", "--set", "war_cost=+20%", *QUICK]


def _data(call, *words):
    done = call("whatif", *words, "--json")
    assert done.code == ExitCode.OK
    return json.loads(done.out)


def test_a_run_is_a_base_like_the_file(call, scenario, tmp_path, monkeypatch):
    monkeypatch.setattr("standoff.report.figures.write_charts", lambda *_: [])
    done = call("forecast", "strait.yaml", *QUICK, "--out", "runs/x")
    assert done.code == ExitCode.OK
    words = ("--set", "war_cost=+20%", "--announced", "--threads", "1")
    stored = _data(call, "runs/x", *words)
    anew = _data(call, "strait.yaml", *words, *QUICK)
    assert stored["draws"] == 8
    kept = call("whatif", "runs/x", *words, "--keep", "runs/x", "--quiet")
    assert kept.code == ExitCode.OK
    study = json.loads((tmp_path / "runs/x/studies/whatif.json").read_text("utf-8"))
    assert study["outcomes"] == stored["outcomes"]
    assert stored["hash_changed"] == anew["hash_changed"] != anew["hash"]
    for name, one in anew["outcomes"].items():
        assert stored["outcomes"][name]["difference"] == pytest.approx(one["difference"], abs=1e-8)
    done = call("whatif", "runs/x", *words, "--draws", "9")
    assert (done.code, "leave `--draws` out" in done.err) == (ExitCode.USER_MISTAKE, True)
    (tmp_path / "runs/x/scenario.yaml").write_text("# another\n" + scenario.read_text("utf-8"))
    done = call("whatif", "runs/x", *words)
    assert (done.code, "changed after the run" in done.err) == (ExitCode.USER_MISTAKE, True)


def test_the_patched_file_is_saved_and_the_chart_written(call, scenario, tmp_path):
    more = ["--announced", "--save", "new.yaml", "--chart", "x.svg"]
    done = call(*BOTH, *more)
    assert done.code == ExitCode.OK
    assert "Announced change" in done.out
    assert "times: 1.2" in (tmp_path / "new.yaml").read_text(encoding="utf-8")
    assert "Use of force" in (tmp_path / "x.svg").read_text(encoding="utf-8")
    done = call(*BOTH, *more)
    assert (done.code, "--overwrite" in done.err) == (ExitCode.USER_MISTAKE, True)
    done = call("check", "new.yaml")
    assert done.code == ExitCode.OK


def test_words_follow_the_numbers(call, scenario):
    moved = _data(call, *BOTH[1:], "--announced")
    assert "goes" in finding(moved)
    still = _data(call, *BOTH[1:3], "war_cost=+0", *QUICK, "--announced")
    assert finding(still).startswith("Nothing moves")
    assert "did not enter" in notes(still)[0]
    clipped = _data(call, *BOTH[1:3], "p_resolved={beta: {mean: 0.9, sd: 0.1}}", "--set",
                    "p_resolved=x2", *QUICK, "--announced")  # fmt: skip
    assert "kept between 0 and 1" in notes(clipped)[0]
    caught = _data(call, *BOTH[1:], "--surprise", "--knows", "nobody")
    assert kind_line(caught) == "Surprise change that nobody knows of: all play on as before"
    assert "becomes" in change_lines(caught)[0]


def test_a_section_has_a_table_for_its_chart(call, scenario):
    data = _data(call, *BOTH[1:], "--surprise", "--knows", "a")
    (made,) = sections(data)
    figures = [block for block in made.blocks if hasattr(block, "chart")]
    assert figures[0].caption == finding(data)
    assert len(figures[0].table.rows) == len(data["outcomes"])
    assert "What if: a surprise" in json.dumps(whatif_chart(data).to_dict())


WRONG = {
    "no kind": ([], "`--announced`"),
    "both kinds": (["--announced", "--surprise"], "`--surprise`"),
    "who knows": (["--surprise"], "`--knows nobody`"),
    "known to all": (["--announced", "--knows", "a"], "leave `--knows` out"),
    "no such party": (["--surprise", "--knows", "utopia"], "write one of `a`, `b`"),
    "nobody and somebody": (["--surprise", "--knows", "nobody,a"], "stands alone"),
    "no such path": (["--announced", "--set", "warcost=1"], "write `war_cost`"),
    "theory": (["--announced", "--theory", "x"], "--theory x=off"),
    "save": (["--announced", "--save", "no/x.yaml"], "`no`"),
    "chart": (["--announced", "--chart", "x.pdf"], "--chart x.png"),
    "turn": (["--announced", "--force", "x=y"], "there is no turn `x`"),
    "draws": (["--announced", "--draws", "0"], "`--draws 0`"),
}


@pytest.mark.parametrize(("words", "part"), WRONG.values(), ids=WRONG)
def test_a_wrong_question_says_what_to_write(call, scenario, words, part):
    done = call("whatif", "strait.yaml", "--set", "war_cost=+20%", "--quiet", *words)
    assert done.code == ExitCode.USER_MISTAKE
    assert part in done.err
    assert done.out == ""


def test_nothing_to_save_or_to_ask(call, scenario):
    done = call("whatif", "strait.yaml", "--announced")
    assert (done.code, "nothing is changed" in done.err) == (ExitCode.USER_MISTAKE, True)
    words = ("--remove", "force", "--announced", "--save", "x.yaml")
    done = call("whatif", "strait.yaml", *words)
    assert (done.code, "leave `--save` out" in done.err) == (ExitCode.USER_MISTAKE, True)
