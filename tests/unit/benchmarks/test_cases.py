from __future__ import annotations

import importlib

import pytest
from benchmarks.cases import all_cases, brief, chosen
from benchmarks.run import left_out
from benchmarks.tables import SECTIONS

ENTRIES = [(case.name, entry) for case in all_cases() for entry in case.entries]


def test_names_are_different_and_groups_have_a_table():
    names = [case.name for case in all_cases()]
    assert len(set(names)) == len(names)
    assert {case.group for case in all_cases()} <= set(SECTIONS)
    for case in all_cases():
        programs = [entry.program for entry in case.entries]
        assert len(set(programs)) == len(programs)
        assert programs[0].startswith("standoff")


@pytest.mark.parametrize(("case", "entry"), ENTRIES, ids=[f"{c}-{e.program}" for c, e in ENTRIES])
def test_every_entry_names_a_class(case, entry):
    module, name = entry.make.split(":")
    assert hasattr(importlib.import_module(module), name)


def test_cases_are_chosen_by_the_beginning_of_their_name():
    names = [case.name for case in chosen(all_cases(), ["aqre/98000", "gpu"], quick=False)]
    assert names == ["aqre/98000", "aqre/98000-lambda-100", "gpu/98000"]
    assert len(chosen(all_cases(), [], quick=False)) == len(all_cases())
    assert 0 < len(chosen(all_cases(), [], quick=True)) < len(all_cases())


def test_a_brief_case_is_not_longer():
    for case in all_cases():
        assert brief(case).repeats <= case.repeats
        assert brief(case).limit_s <= 60


def test_a_case_without_time_has_a_line_for_every_program():
    case = next(case for case in all_cases() if len(case.entries) > 2)
    found = left_out(case, 28.0)
    assert [r["program"] for r in found] == [entry.program for entry in case.entries]
    assert {r["status"] for r in found} == {"left out"}
