"""The example files: every valid one loads, every wrong one says what it should, where it should.

After a change of wording, `UPDATE_STORED=1 pytest tests/unit/scenario/test_corpus.py` stores the
new texts; the difference shows in the commit.
"""

from __future__ import annotations

import os
import re

import pytest
from tests.support.corpus import INVALID, VALID, expected

from standoff.diagnostics import render_text
from standoff.diagnostics.codes import CODES
from standoff.errors import ScenarioError
from standoff.scenario import check_text, load_scenario

WITHOUT_FILE = {"SC111", "SC811", "SC812", "SC813", "SC820", "SC821", "SC822"}
"""A file that cannot be opened has no example file; test_load.py covers it. Places in sources are
looked up where these are stored beside a file (test_stored.py), and the others are said with
`as_of` only (test_redact.py)."""


def findings(path):
    return check_text(path.read_bytes(), path.name)


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_files_load_without_findings(path):
    scenario = load_scenario(path)
    assert scenario.warnings == ()
    assert scenario.name == path.stem


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_wrong_files_say_the_code_and_the_line(path):
    found = findings(path)
    assert [(item.code, item.span.line if item.span else 0) for item in found] == expected(path)


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_wrong_files_say_the_stored_text(path):
    stored, text = path.with_suffix(".txt"), render_text(findings(path))
    if os.environ.get("UPDATE_STORED"):
        stored.write_text(text, encoding="utf-8")
    assert text == stored.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_errors_stop_the_load_and_warnings_do_not(path):
    found = findings(path)
    if any(item.is_error for item in found):
        with pytest.raises(ScenarioError) as caught:
            load_scenario(path)
        assert [item.code for item in caught.value.diagnostics] == [item.code for item in found]
    else:
        scenario = load_scenario(path)
        assert [item.code for item in scenario.warnings] == [item.code for item in found]


def test_there_are_enough_files():
    assert len(VALID) >= 10
    assert len(INVALID) >= 45


def test_every_code_has_a_file_and_every_file_a_known_code():
    seen = {code for path in INVALID for code, _ in expected(path)}
    assert seen == set(CODES) - WITHOUT_FILE


def test_every_message_follows_the_rules_of_wording():
    for path in INVALID:
        for item in findings(path):
            assert not item.message.endswith("."), item
            assert "\n" not in item.message
            said = item.message + item.note + item.help + item.label
            assert not re.search(r"\bdict\b", said), item  # but "prediction" may be said
            for word in ("NoneType", "Traceback", "pydantic", "ruamel", "class ", "str)"):
                assert word not in said, item
