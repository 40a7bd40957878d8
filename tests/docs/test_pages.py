"""Every page can be reached, every link leads somewhere, and the how-to pages are true."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from standoff import library
from standoff.cli.main import main
from standoff.game import predict_size
from standoff.scenario import load_scenario

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md"))
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)[^)]*\)")
LISTS = ("reference/errors/index.md", "decisions/index.md", "concepts/theories/index.md")
"""Pages that list the others of their folder, so that the menu stays short."""
GROUPS = ["Home", "Tutorial", "How-to", "Concepts", "Reference"]


def navigation() -> list[dict[str, object]]:
    return YAML(typ="safe").load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]


def leaves(tree: object) -> list[str]:
    if isinstance(tree, str):
        return [tree]
    branches = tree.values() if isinstance(tree, dict) else tree
    return [leaf for branch in branches for leaf in leaves(branch)]


def links(page: str) -> list[Path]:
    text = (DOCS / page).read_text(encoding="utf-8")
    text = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)  # code is not a link
    return [((DOCS / page).parent / target).resolve() for target in LINK.findall(text)]


def test_the_menu_has_four_groups_and_a_home():
    assert [name for entry in navigation() for name in entry] == GROUPS


def test_every_page_is_in_the_menu_or_in_a_list_of_its_folder():
    listed = {DOCS / leaf for leaf in leaves(navigation())}
    listed |= {target for page in LISTS for target in links(page)}
    assert [page for page in PAGES if DOCS / page not in listed] == []
    assert [leaf for leaf in leaves(navigation()) if leaf not in PAGES] == []


def test_the_map_names_every_page_of_the_menu():
    named = {target.relative_to(DOCS).as_posix() for target in links("index.md")}
    assert set(leaves(navigation())) - named == {"index.md"}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page):
    assert [target for target in links(page) if not target.exists()] == []


def test_sizes_with_merged_pasts_are_as_the_page_says(tmp_path):
    text = library.path("nato-2022-core").read_text(encoding="utf-8")
    assert text.count("memory: history") == 1
    sizes = []
    for memory in ("history", "state"):
        file = tmp_path / f"{memory}.yaml"
        file.write_text(text.replace("memory: history", f"memory: {memory}"), encoding="utf-8")
        size = predict_size(load_scenario(file))
        sizes.append((size.public_states, size.nodes, size.infosets))
    page = (DOCS / "how-to/merge-pasts.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| [a-z ]+ \| ([\d,]+) \| ([\d,]+) \|$", page, re.MULTILINE)
    told = [tuple(int(cell.replace(",", "")) for cell in row) for row in rows]
    assert told == list(zip(*sizes, strict=True))


@pytest.mark.slow
def test_the_code_that_asks_a_run_directory_runs(tmp_path):
    run = tmp_path / "runs" / "demo"
    assert main(["forecast", "nato-2022-core", "--draws", "8", "--out", str(run), "--quiet"]) == 0
    page = (DOCS / "how-to/read-a-forecast.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert code is not None
    done = subprocess.run(
        [sys.executable, "-c", code.group(1)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 5
