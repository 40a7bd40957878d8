"""The page on drawing trees shows what is drawn."""

from __future__ import annotations

import re

from tests.support.golden_trees import FOLDER
from tests.support.pages import ROOT, follow, here, read

PAGE = "how-to/draw-the-tree.md"
COMMAND = re.compile(r"^    (standoff .*)$", re.MULTILINE)


def test_the_terminal_shows_what_the_page_shows(tmp_path):
    ran = follow(read(PAGE), tmp_path, "unused.yaml", given="", runner=here)
    assert len(ran) == 1


def test_the_picture_of_the_page_is_the_one_that_was_looked_at():
    kept = (FOLDER / "cho-kreps-1987-beer-quiche.svg").read_text(encoding="utf-8")
    assert (ROOT / "docs/images/beer-quiche-tree.svg").read_text(encoding="utf-8") == kept


def test_the_commands_of_the_page_run(tmp_path):
    for command in COMMAND.findall(read(PAGE)):
        # a few draws do as well as a hundred
        code, said = here(command.replace("--draws 100", "--draws 3"), tmp_path)
        assert code == 0, said
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "answer.svg",
        "beer.svg",
        "mean.svg",
    ]


def test_the_code_of_the_page_runs(capsys):
    code = re.search(r"```python\n(.*?)```", read(PAGE), re.DOTALL)
    exec(code.group(1), {})  # noqa: S102 (our own page)
    assert capsys.readouterr().out == "[0.1, 1.0, 0.9, 0.0]\n"
