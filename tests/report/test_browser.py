"""The page in a real browser: no request, accessible in light and dark, three widths, paper.

Needs a Chromium; `scripts/browser.sh` installs one where it can.
"""

from __future__ import annotations

import io
import os
import shutil
import unicodedata
from pathlib import Path

import pytest

playwright = pytest.importorskip("playwright.sync_api")

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDTHS = (360, 768, 1280)
SERIOUS = ("serious", "critical")


def found_browser():
    named = os.environ.get("STANDOFF_BROWSER")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)


@pytest.fixture(scope="module")
def browser():
    path = found_browser()
    if path is None:
        pytest.skip("needs a browser: run scripts/browser.sh, or name one in STANDOFF_BROWSER")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def address(hostile_report, tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(hostile_report.to_html(), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def opened(browser, address):
    """Return a function that opens the page with the network off and keeps what it asks for."""
    contexts = []

    def open_page(**options):
        context = browser.new_context(**options)
        contexts.append(context)
        context.set_offline(True)
        page = context.new_page()
        page.asked = []
        page.said = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_the_page_asks_for_nothing_beside_itself(opened, address):
    page = opened()
    page.wait_for_load_state("networkidle")
    assert [url for url in page.asked if not url.startswith("data:")] == [address]
    assert page.said == []
    assert page.title().startswith("Strait")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_fault_of_accessibility(opened, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = opened(color_scheme=scheme, viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = Axe().run(page).response["violations"]
    bad = [(one["id"], [n["html"][:120] for n in one["nodes"]][:3]) for one in found
           if one["impact"] in SERIOUS]  # fmt: skip
    assert bad == []
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 28)"
    assert dark == (scheme == "dark")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_does_not_scroll_sideways(opened, width):
    page = opened(viewport={"width": width, "height": 900})
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def plain(sheet):
    """Return the text of a sheet on one line, ligatures as letters."""
    return unicodedata.normalize("NFKC", " ".join(sheet.extract_text().split()))


def test_the_first_printed_page_has_the_limits_and_nothing_of_the_next_part(opened):
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(opened().pdf(prefer_css_page_size=True)))
    first = plain(reader.pages[0])
    assert "What it leaves out" in first
    assert "Not controlled" in first
    assert "Confidence in these judgements" in first
    assert "How it ends" not in first
    assert "How it ends" in plain(reader.pages[1])
    assert "Skip to the report" not in first


def test_the_keyboard_reaches_contents_charts_and_tables(opened):
    page = opened(viewport={"width": 1280, "height": 900})
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "[document.activeElement.tagName, document.activeElement.getAttribute('href') || "
                "document.activeElement.className || document.activeElement.textContent]"
            )
        )
    assert seen[0] == ["A", "#report"]
    assert ["A", "#outcomes"] in seen
    assert ["DIV", "chart"] in seen
    assert any(tag == "SUMMARY" and "Numbers" in text for tag, text in seen)
    page.locator("summary", has_text="Numbers behind").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("figure table").first.is_visible()


def test_the_skip_link_leads_past_the_contents(opened):
    page = opened()
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "report"


def test_the_script_that_installs_a_browser_is_there():
    script = Path(__file__).resolve().parents[2] / "scripts" / "browser.sh"
    assert os.access(script, os.X_OK)
