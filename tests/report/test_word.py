"""The report as a Word document: the same words, real tables, nothing from outside."""

import io
import zipfile
from dataclasses import replace
from itertools import pairwise

import pytest
from docx import Document
from docx.oxml.ns import qn

from coprod_nlp.report import render_docx
from coprod_nlp.report.outline import outline
from coprod_nlp.report.outline.blocks import Figure, Paragraph, Table
from summaries import document_of, summary_of


@pytest.fixture
def written(summary):
    """Return the bytes of the document."""
    return document_of(summary)


@pytest.fixture
def document(written):
    """Return the document, read back."""
    return Document(io.BytesIO(written))


def blocks(summary, kind):
    """Return the blocks of one kind that stand open in the report."""
    return [
        block
        for block in outline(summary).blocks(folded=False)
        if isinstance(block, kind)
    ]


def test_it_says_what_the_page_says(document, summary):
    """Each paragraph of the outline is in the document, with its sources."""
    words = [paragraph.text for paragraph in document.paragraphs]

    for block in blocks(summary, Paragraph):
        source = f" [{block.said.source_words}]" if block.said.sources else ""
        opening = f"{block.opening} " if block.opening else ""
        assert opening + block.said.text + source in words


def test_tables_are_tables_whose_header_repeats(document, summary):
    """Each open table has its cells, and a header row on every page that it fills."""
    drawn = [figure.table for figure in blocks(summary, Figure) if figure.table]

    assert len(document.tables) >= len(drawn) > 3
    for table in document.tables:
        first, *others = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
    named = [table.rows[0].cells[-1].text for table in document.tables]
    # The checklist alone is of no file.
    assert named == ["CSV row"] * (len(named) - 1) + ["Here"]


def test_a_table_holds_the_cells_of_the_outline(document, summary):
    """The table of questions, row by row."""
    table = next(t for t in blocks(summary, Table) if t.file == "questions.csv")
    written = next(t for t in document.tables if t.rows[0].cells[0].text == "No.")

    found = [tuple(cell.text for cell in row.cells) for row in written.rows][1:]
    assert found == [(*row.cells, str(row.number)) for row in table.rows]


def test_every_picture_has_words(document, summary):
    """The alternative text of a picture is its description on the page."""
    said = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]

    assert said == [f.picture.description for f in blocks(summary, Figure)]
    assert all(said)


def test_headings_come_in_order(document):
    """One title, then no level is skipped."""
    names = [p.style.name for p in document.paragraphs]
    levels = [
        0 if name == "Title" else int(name.split()[1])
        for name in names
        if name == "Title" or name.startswith("Heading")
    ]

    assert levels[0] == 0
    assert levels.count(0) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_evidence_is_highlighted_with_the_name_of_its_element(document):
    """Marks of the page are highlights of the document."""
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    marked = [run.text for run in runs if run.font.highlight_color]

    assert marked == ["working ", "with", " patients"]
    assert " [Collaboration]" in [run.text for run in runs]


def test_right_to_left_words_run_from_right_to_left(document):
    """A quotation in Arabic is set as Arabic is."""
    (paragraph,) = (p for p in document.paragraphs if "العمل" in p.text)

    assert paragraph._p.pPr.find(qn("w:bidi")) is not None


def test_the_same_survey_gives_the_same_bytes(everything, written):
    """Neither the file nor an entry inside it holds the time of writing."""
    assert render_docx(summary_of(everything)) == written
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        dates = {entry.date_time for entry in archive.infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_nothing_is_asked_from_outside(document):
    """No picture, template or link leads out of the file."""
    parts = [document.part, *document.part.package.iter_parts()]

    assert not any(rel.is_external for part in parts for rel in part.rels.values())


def test_every_page_of_a_synthetic_survey_says_so(document, summary):
    """The header of the pages and the caption of each figure; real answers do not."""
    captions = [p.text for p in document.paragraphs if p.style.name == "Caption"]
    real = Document(io.BytesIO(render_docx(replace(summary, synthetic=False))))

    assert document.sections[0].header.paragraphs[0].text == "SYNTHETIC EXAMPLE"
    figures = len(document.inline_shapes)
    assert sum(text.endswith("SYNTHETIC EXAMPLE") for text in captions) == figures
    assert "SYNTHETIC" not in real.element.xml
    assert real.sections[0].header.paragraphs[0].text == ""


def test_what_folds_away_on_the_page_is_named_with_its_file(everything):
    """A document for editing is not filled with every table by every strata."""
    tables = everything["tables"]
    tables["q6_by_department"] = tables["q6_by_role_type"]
    document = Document(io.BytesIO(render_docx(summary_of(everything))))
    words = [paragraph.text for paragraph in document.paragraphs]

    assert "The same by department: [tables/q6_by_department.csv]" in words


def test_a_character_that_xml_cannot_hold_is_shown_as_lost(summary):
    """A title from a settings file may hold one; the rest is written."""
    document = Document(io.BytesIO(render_docx(replace(summary, title="a\x00b"))))

    assert document.paragraphs[0].text == "a\ufffdb"
