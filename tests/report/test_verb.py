"""`standoff report`: from a run to files, studies in it, and answers to wrong calls."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tests.support.reported import made as made_of
from tests.support.sourced import FILE

from standoff.cli.main import main
from standoff.errors import UsageError
from standoff.report import build
from standoff.report.blocks import Section, Text
from standoff.report.build import build_report
from standoff.report.lint import faults, texts
from standoff.report.material import drivers_of
from standoff.report.rundir import keep_study

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "write-a-report.md"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("verb")
    (folder / "strait.yaml").write_text(FILE, encoding="utf-8")
    words = ["--draws", "20", "--branches", "4", "--threads", "1", "--quiet"]
    file, run = str(folder / "strait.yaml"), str(folder / "run")
    assert main(["forecast", file, *words, "--out", run]) == 0
    return folder / "run"


@pytest.fixture
def run(made, tmp_path):
    import shutil

    return Path(shutil.copytree(made, tmp_path / "run"))


def test_a_report_is_written_into_the_run(call, run):
    result = call("report", run, "--formats", "html,csv", "--quiet")
    assert (result.code, result.out) == (0, "")
    assert "wrote run/report/report.html" in result.err
    manifest = json.loads((run / "report/manifest.json").read_text(encoding="utf-8"))
    assert "report.html" in manifest["files"]
    again = call("report", run, "--formats", "html", "--quiet")
    assert again.code == 2
    assert "`run/report` exists already" in again.err
    assert call("report", run, "--formats", "html", "--overwrite", "--quiet").code == 0


def test_json_names_the_files_and_the_sections(call, run):
    result = call("report", run, "--formats", "md", "--out", "here", "--json", "--quiet")
    data = json.loads(result.out)
    assert data["files"][0] == "report.md"
    assert {"headline", "limits", "outcomes", "assumptions", "manifest"} <= set(data["sections"])
    assert Path(data["folder"]).name == "here"


def test_the_parts_are_those_of_the_run(run):
    report = build_report(run)
    ids = [section.id for section in report.sections]
    assert ids[:3] == ["headline", "beside", "limits"]
    assert ids[-4:] == ["confidence", "assumptions", "evidence", "manifest"]
    assert "views" in ids
    tables = {table.id: table for table in report.tables()}
    assert [row[0] for row in tables["outcomes"].rows] == ["Nothing more", "Peace", "War *"]
    assert ("p_resolved", "a", "3", "Troops were seen") in [r[:4] for r in tables["evidence"].rows]
    assumed = next(row for row in tables["assumptions"].rows if row[0] == "prize")
    assert assumed[1:] == (
        "uniform 10 to 40",
        "percent of the stakes",
        "what the strait is worth",
        "assumed: nobody has counted",
    )
    facts = dict(tables["manifest"].rows)
    assert facts["seed"] == "1"
    assert facts["SHA-256 of the file"] == json.loads((run / "forecast.json").read_text())["hash"]
    assert float(facts["solver: tolerance"]) < 1e-6
    assert "equilibria" in tables


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("report", "nowhere"), "`nowhere` is no run of standoff"),
        (("report", "run", "--formats", "docx"), "`docx` is not a format"),
        (("report", "run", "--formats", ","), "no format is named"),
        (("report", "run", "--out", "run/forecast.json"), "is a file, not a folder"),
        (("report", "run", "--out", "run", "--overwrite"), "something else than a report"),
    ],
)
def test_wrong_calls_say_what_to_write(call, run, words, said):
    result = call(*words, "--quiet")
    assert result.code == 2
    assert said in result.err
    assert "Traceback" not in result.err


def test_a_changed_run_is_refused(call, run):
    (run / "forecast.json").write_text("{}", encoding="utf-8")
    result = call("report", run, "--quiet")
    assert result.code == 2
    assert "forecast.json` is not what the run wrote" in result.err


def study(run, **more):
    data = json.loads((run / "forecast.json").read_text(encoding="utf-8"))
    return {"format": 1, "study": "whatif", "hash": data["hash"], "seed": 1} | more


def shows(data):
    """Stand in for the sections of a study."""
    return (Section("whatif", f"What if {data['seed']}", (Text("so"),)),)


def test_studies_are_kept_and_shown_in_order(run, monkeypatch):
    first = keep_study(run, study(run))
    assert keep_study(run, study(run)) == first
    second = keep_study(run, study(run, seed=2))
    assert [first.name, second.name] == ["whatif.json", "whatif-2.json"]
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    assert {"studies/whatif.json", "studies/whatif-2.json", "draws.parquet"} <= set(
        manifest["files"]
    )
    monkeypatch.setattr(build, "import_module", lambda name: type("M", (), {"sections": shows}))
    report = build_report(run)
    titles = [section.title for section in report.sections if section.id.startswith("whatif")]
    assert titles == ["What if 1", "What if 2 (2)"]
    assert [section.id for section in report.sections].index("whatif") > 4


def test_an_unknown_or_foreign_study_leaves_a_note(run):
    keep_study(run, study(run, study="astrology"))
    (run / "studies/other.json").write_text(json.dumps(study(run, hash="0")), encoding="utf-8")
    (run / "studies/bad.json").write_text("{", encoding="utf-8")
    notes = " ".join(build_report(run).notes)
    assert "“astrology” is not known" in notes
    assert "other.json is of another scenario" in notes
    assert "bad.json is not the data of a study" in notes


def test_a_study_of_another_scenario_is_not_kept(run, tmp_path):
    with pytest.raises(UsageError, match="another scenario"):
        keep_study(run, study(run, hash="0" * 64))
    assert not (run / "studies").exists()
    with pytest.raises(UsageError, match="no run of standoff"):
        keep_study(tmp_path, study(run))


def test_a_notebook_sees_the_headline_and_one_chart(report):
    shown = report._repr_html_()
    assert shown.count("<svg") == 1
    assert "“Peace” is" in shown
    assert "href" not in shown.replace("xlink:href", "")
    assert "<html" not in shown


def test_the_code_of_the_page_runs(tmp_path):
    code = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    done = subprocess.run(
        [sys.executable, "-c", code.group(1)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Probability of each ending | “D yields”")
    assert (tmp_path / "handover/tables/outcomes.csv").is_file()


SEEN = """
observed:
  - {made: {turn: answer, move: wait}, says: No answer came, evidence: [{source: a, paragraph: 4}]}
"""


def test_what_has_been_observed_is_told_with_its_charts():
    report = build_report(made_of(FILE + SEEN, 30))
    ids = [section.id for section in report.sections]
    assert ids.index("observed") == ids.index("outcomes") + 1
    section = report.sections[ids.index("observed")]
    assert section.blocks[0].text.startswith("The draws are weighted by how well")
    tables = {table.id: table for table in report.tables()}
    (event,) = tables["observed"].rows
    assert event[0] == "1. No answer came"
    assert event[-1] == "a 4"
    assert 0 < event[3] < 1
    after = [row[0] for row in tables["observed-endings"].rows]
    assert list(dict.fromkeys(after)) == ["before any event", "after event 1"]
    peace = [row for row in tables["observed-endings"].rows if row[1] == "Peace"]
    assert peace[0][2] > peace[1][2] == 0
    captions = {figure.id: figure.caption for figure in report.figures()}
    assert "lowers the chance of “Peace”" in captions["observed-endings"]
    assert "observed-east-resolve" in captions
    assert [fault for text in texts(report) for fault in faults(text)] == []
    lead = " ".join(block.text for block in report.sections[0].blocks if isinstance(block, Text))
    assert "1 observed event;" in lead


def test_draws_that_count_for_less_count_for_less_in_what_matters():
    parameters = np.array([np.arange(40.0), np.arange(40.0) % 2])
    outcomes = np.where(np.arange(40) < 20, parameters[1], parameters[0] / 40)[None]
    weights = np.where(np.arange(40) < 20, 0.05, 0.0)
    none = np.zeros((0, 40))
    heavy = drivers_of(parameters, none, outcomes, weights)
    assert heavy.index[0, 1] == pytest.approx(1.0)
    assert drivers_of(parameters, none, outcomes, None).index[0, 1] < 0.9
    assert drivers_of(parameters, none, outcomes, np.eye(40)[0]) is None
