"""The page on what-ifs shows what the program prints, and its code runs."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.support.pages import follow, here, read

PAGE = read("how-to/ask-what-if.md")


def test_the_page_shows_what_the_program_prints(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "88")
    commands = follow(PAGE, tmp_path, "entry.yaml", runner=here)
    assert len(commands) == 2
    code = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert code is not None
    done = subprocess.run(
        [sys.executable, "-c", code.group(1)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert f"{100 * float(done.stdout):+.1f}" == "+27.0"
