"""The programs on the pages about other programs run, and print what the pages say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to"
PAGES = {
    "use-with-openspiel.md": "pyspiel",
    "train-agents.md": "pettingzoo",
    "play-it-out.md": "standoff",
}
"""Pages, and what their programs need."""


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_the_programs_of_a_page_run(page, tmp_path):
    pytest.importorskip(PAGES[page], reason="needs the extra: pip install 'standoff[interop]'")
    text = (HOW_TO / page).read_text(encoding="utf-8")
    program = "\n".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL))
    told = "".join(re.findall(r"prints\n\n```\n(.*?)```", text, re.DOTALL))
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 0, done.stderr
    assert told
    assert done.stdout.startswith(told)
