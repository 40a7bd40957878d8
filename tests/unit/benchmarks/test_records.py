from __future__ import annotations

from benchmarks.records import Results, read_results


def line(case, program="a", value=0):
    return {"case": case, "program": program, "value": value}


def test_what_another_run_left_is_kept_aside(tmp_path):
    path = tmp_path / "out" / "results.jsonl"
    Results(path).add(line("old"))
    results = Results(path)
    results.add(line("one"))
    results.add(line("two"))
    assert [r["case"] for r in read_results([path])] == ["one", "two"]
    assert [r["case"] for r in read_results([path.with_name("results.previous.jsonl")])] == ["old"]


def test_a_later_line_of_the_same_case_and_program_wins(tmp_path):
    first, second = Results(tmp_path / "a.jsonl"), Results(tmp_path / "b.jsonl")
    first.add(line("one", value=1))
    first.add(line("one", "b", value=2))
    second.add(line("one", value=3))
    assert [r["value"] for r in read_results([first.path, second.path])] == [3, 2]


def test_a_line_that_was_cut_off_is_passed_over(tmp_path):
    results = Results(tmp_path / "a.jsonl")
    results.add(line("one"))
    with results.path.open("a") as file:
        file.write('{"case": "two", "prog')
    assert [r["case"] for r in read_results([results.path])] == ["one"]
