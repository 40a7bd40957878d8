"""What must not be in the repository, and what must agree between its files."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

import standoff

ROOT = Path(__file__).resolve().parent.parent
MAX_BYTES = 1_000_000  # a larger file belongs beside the repository, not in its history

# Written in pieces, so that this file does not contain what it looks for.
HOSTS = ["pypi." + "org", "python" + "hosted", "anaconda." + "org", "npm" + "js.", "index" + "-url"]
# A folder at the root of somebody's machine; not part of an address or of a relative path.
MACHINE_PATH = re.compile(r"(?<![\w.~$})-])/(?:home|root|Users|tmp|work|opt|mnt)/[\w.]")


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout, so there is no list of tracked files")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    assert len(paths) > 10
    return [path for path in paths if path.is_file()]


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")


def test_no_addresses_of_package_indexes(tracked):
    assert [(p, host) for p in tracked for host in HOSTS if host in read(p)] == []


def test_no_paths_of_a_machine(tracked):
    found = [
        (path, match.group()) for path in tracked for match in MACHINE_PATH.finditer(read(path))
    ]
    assert found == []


@pytest.mark.parametrize("text", ["cd %home/ann", "open('%tmp/x')", "=%work/a", "%root/.cache"])
def test_a_path_of_a_machine_is_recognised(text):
    assert MACHINE_PATH.search(text.replace("%", "/"))


@pytest.mark.parametrize(
    "text", ["docs.org/home/x", "./tmp/x", "a/work/b", "force / work", "~/tmp/x"]
)
def test_other_slashes_are_left_alone(text):
    assert not MACHINE_PATH.search(text)


def test_no_large_files(tracked):
    assert [path for path in tracked if path.stat().st_size > MAX_BYTES] == []


def test_changelog_has_a_place_for_the_next_change():
    headings = re.findall(r"^#+ .*$", read(ROOT / "CHANGELOG.md"), flags=re.MULTILINE)
    assert headings[:2] == ["# Changelog", "## Unreleased"]
    assert headings.count("## Unreleased") == 1
    assert "### Added" in headings


def test_version_is_the_same_everywhere():
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    assert project["version"] == standoff.__version__
    assert f"\nversion: {standoff.__version__}\n" in read(ROOT / "CITATION.cff")


def test_every_requirement_is_pinned():
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = {
        re.match(r"[\w.-]+", requirement).group().lower()
        for requirement in [*project["dependencies"], *(r for extra in extras for r in extra)]
    }
    pins = [line for line in read(ROOT / "constraints.txt").splitlines() if line[:1].isalnum()]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+( ; .*)?", pin) for pin in pins)
    assert wanted - {pin.split("==")[0].lower() for pin in pins} == set()


def test_readme_links_lead_somewhere():
    links = re.findall(r"(?<!!)\[[^\]]*\]\((?!http)([^)#]+)", read(ROOT / "README.md"))
    assert "LICENSE" in links
    assert [link for link in links if not (ROOT / link).exists()] == []
