"""Each format keeps the words of a file as words, and the numbers as numbers."""

from __future__ import annotations

import csv
import re
import subprocess
from html.parser import HTMLParser

import pytest
from pyarrow import parquet
from tests.support.reported import HOSTILE

from standoff.errors import UsageError
from standoff.report import latex, markdown
from standoff.report.blocks import Column, Figure, Report, Section, Table, Text
from standoff.report.publish import FORMATS

VOID = {"meta", "link", "br", "hr", "img"}


class Page(HTMLParser):
    """Collects elements, their attributes and the text of a page."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.elements, self.words, self.open = [], [], []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join("".join(self.words).split())


@pytest.fixture(scope="module")
def page(report):
    return Page(report.to_html())


def test_the_page_is_closed_names_its_language_and_loads_nothing(page):
    assert page.open == []
    kinds = [tag for tag, _ in page.elements]
    assert ("html", {"lang": "en"}) in page.elements
    assert not {"script", "iframe", "object", "embed", "form", "base"} & set(kinds)
    policy = next(a["content"] for t, a in page.elements if "http-equiv" in a)
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    for tag, attrs in page.elements:
        for name in ("src", "href", "xlink:href", "srcset", "action", "poster", "data"):
            assert (attrs.get(name) or "#").startswith(("#", "data:,")), (tag, attrs)
        assert not [name for name in attrs if name.startswith("on")], (tag, attrs)


def test_every_chart_has_a_name_and_a_table(report, page):
    ids = {a["id"] for _, a in page.elements if a.get("id")}
    charts = [a for tag, a in page.elements if tag == "svg"]
    assert len(charts) == len(list(report.figures())) > 3
    for chart in charts:
        assert chart["role"] == "img"
        assert set(chart["aria-labelledby"].split()) <= ids
    assert [tag for tag, _ in page.elements].count("details") == len(charts) + 1


def test_no_two_elements_share_a_name(page):
    ids = [a["id"] for _, a in page.elements if a.get("id")]
    assert sorted(ids) == sorted(set(ids))


def test_a_link_leads_to_every_section(report, page):
    targets = [a["href"] for t, a in page.elements if t == "a"]
    assert targets == ["#report", *(f"#{section.id}" for section in report.sections)]


def test_hostile_words_stay_words_on_the_page(hostile_report):
    page = Page(hostile_report.to_html())
    assert "script" not in [tag for tag, _ in page.elements]
    assert page.text.count(HOSTILE) > 5
    excerpt = Page(hostile_report._repr_html_())
    assert "script" not in [tag for tag, _ in excerpt.elements]
    assert "a" not in [tag for tag, _ in excerpt.elements]


def test_hostile_words_stay_words_in_markdown(hostile_report):
    text = hostile_report.to_markdown()
    assert "<" not in text
    assert markdown.escaped(HOSTILE) in text
    for line in text.splitlines():
        if line.startswith("| "):  # as many cells as the head has, whatever stands in them
            bare = line.replace("\\|", "")
            assert bare.count("|") >= 3
    assert "](http" not in text
    assert not re.search(r"(?<!\\)`", text)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("1. a", "1\\. a"),
        ("- a", "\\- a"),
        ("a | b", "a \\| b"),
        ("# a", "\\# a"),
        ("<b>", "&lt;b&gt;"),
        ("a\n\n# b", "a \\# b"),
        ("> q", "&gt; q"),
    ],
)
def test_markdown_marks_are_escaped(given, kept):
    assert markdown.escaped(given) == kept


def test_hostile_words_stay_words_in_latex(hostile_report):
    for table in hostile_report.tables():
        text = "".join(latex.latex(table).splitlines(keepends=True)[2:])
        assert "\\input" not in text
        assert "$" not in text.replace("\\$", "")
        assert "#" not in text.replace("\\#", "")
        body = text.split("\\midrule\n")[1].split("\\bottomrule")[0].replace("\\&", "")
        for row in body.splitlines():
            assert row.count("&") == len(table.columns) - 1, row


def test_the_title_of_a_latex_table_cannot_leave_its_comment():
    table = Table("t", "a\n\\input{x}", (Column("c"),), (("v",),))
    assert [line for line in latex.latex(table).splitlines() if line.startswith("\\input")] == []


def test_formats_are_written_whole_with_full_numbers(report, tmp_path):
    files = report.write(tmp_path / "r", ["csv", "parquet", "tex", "md", "html"])
    assert all(path.is_file() for path in files)
    names = {path.relative_to(tmp_path / "r").as_posix() for path in files}
    assert {"report.html", "report.md", "charts/outcomes.svg", "tables/outcomes.csv"} <= names
    with (tmp_path / "r/tables/outcomes.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    table = next(one for one in report.tables() if one.id == "outcomes")
    assert float(rows[1][2]) == table.rows[0][2]
    arrow = parquet.read_table(tmp_path / "r/tables/outcomes.parquet")
    assert arrow["chance"].to_pylist() == [row[2] for row in table.rows]
    assert arrow.schema.metadata[b"title"] == table.title.encode()
    pictures = re.findall(r"\]\((charts/[^)]+)\)", report.to_markdown())
    assert {p for p in pictures if not (tmp_path / "r" / p).is_file()} == set()
    with pytest.raises(UsageError, match="exists already"):
        report.write(tmp_path / "r", ["html"])
    report.write(tmp_path / "r", ["html"], overwrite=True)
    assert not (tmp_path / "r/tables").exists()


def test_a_folder_of_something_else_is_not_replaced(report, tmp_path):
    (tmp_path / "mine").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="something else than a report"):
        report.write(tmp_path, ["html"], overwrite=True)


@pytest.mark.parametrize("formats", [["docx"], []])
def test_an_unknown_format_names_the_known_ones(report, tmp_path, formats):
    with pytest.raises(UsageError) as caught:
        report.write(tmp_path / "r", formats)
    assert all(name in caught.value.help for name in FORMATS)


def test_texts_that_a_spreadsheet_would_run_are_marked(tmp_path):
    table = Table("t", "T", (Column("a"), Column("b", "count")), (("=1+1", -2), ("x", None)))
    report = Report("R", "S", (Section("s", "S", (table,)),))
    report.write(tmp_path / "r", ["csv"])
    text = (tmp_path / "r/tables/t.csv").read_text(encoding="utf-8")
    assert text.splitlines() == ["a,b", "'=1+1,-2", "x,"]


def test_the_pdf_has_words_title_language_and_foot(hostile_report, tmp_path):
    import io

    from pypdf import PdfReader

    from standoff.report.typst import pdf

    reader = PdfReader(io.BytesIO(pdf(hostile_report)))
    first = " ".join(reader.pages[0].extract_text().split())
    assert reader.metadata.title == hostile_report.title
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    for name in ("In short", "What it leaves out", "Not controlled", "/etc/passwd", "#import"):
        assert name in first
    assert "seed 1" in first
    assert f"1 / {len(reader.pages)}" in first
    assert "How it ends" not in first


def test_a_picture_may_come_as_text_and_cannot_carry_a_script():
    svg = '<?xml version="1.0"?><svg viewBox="0 0 9 9" width="9"><script>x</script>'
    svg += "<text>a</text></svg>"
    table = Table("t", "T", (Column("a"),), (("b",),))
    figure = Figure("f", "F", "C", svg, table)
    page = Page(Report("R", "S", (Section("s", "S", (figure, Text("x"))),)).to_html())
    assert "script" not in [tag for tag, _ in page.elements]
    assert ("text", {}) in page.elements


def test_latex_takes_the_tables(report, tmp_path):
    import shutil

    if shutil.which("pdflatex") is None:
        pytest.skip("no pdflatex on this machine")
    report.write(tmp_path / "r", ["tex"])
    tables = [f"\\input{{r/tables/{p.name}}}" for p in (tmp_path / "r/tables").glob("*.tex")]
    head = "\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage{booktabs,textcomp}"
    (tmp_path / "x.tex").write_text(
        f"{head}\\begin{{document}}{' '.join(tables)}\\end{{document}}", encoding="utf-8"
    )
    subprocess.run(["pdflatex", "-halt-on-error", "x.tex"], cwd=tmp_path, check=True)
