"""The page on what-ifs shows what the program prints, and its code runs."""

from __future__ import annotations

import re
import runpy

from tests.support.pages import follow, here, read

PAGE = read("how-to/ask-what-if.md")


def test_the_page_shows_what_the_program_prints(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "88")
    commands = follow(PAGE, tmp_path, "entry.yaml", runner=here)
    assert len(commands) == 2
    code = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert code is not None
    (tmp_path / "code.py").write_text(code.group(1), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    capsys.readouterr()
    runpy.run_path("code.py")
    assert f"{100 * float(capsys.readouterr().out):+.1f}" == "+27.0"
