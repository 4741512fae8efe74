"""Every figure of a report is where the report says that it is."""

import re
from itertools import pairwise

import pandas as pd
import pytest

from coprod_nlp.files.csvfiles import write_csv
from coprod_nlp.report.outline import outline
from coprod_nlp.report.outline.blocks import (
    Bullets,
    Figure,
    Heading,
    Numbers,
    Paragraph,
    Table,
)
from coprod_nlp.report.summary.sources import Source, sources_in_words

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@pytest.fixture
def files(run, tmp_path):
    """Return every CSV file of the run as somebody opens it, by name."""
    found = {}
    for name, frame in run.frames().items():
        path = tmp_path / "file.csv"
        write_csv(frame, path)
        lines = pd.read_csv(
            path, header=None, dtype=str, keep_default_na=False, encoding="utf-8-sig"
        )
        found[f"{name}.csv"] = lines
    return found


@pytest.fixture
def report(summary):
    """Return the report as blocks."""
    return outline(summary)


def cells(files, file, row):
    """Return the cells of one row, counted as a spreadsheet counts."""
    return list(files[file].iloc[row - 1])


def holds(printed, is_percent, row):
    """Say whether a number is in a row, as it is printed or rounded to that."""
    places = len(printed.partition(".")[2])
    value = float(printed) / (100 if is_percent else 1)
    close = 0.5 * 10.0 ** -(places + 2 * is_percent) + 1e-9
    numbers = [float(cell) for cell in row if re.fullmatch(r"-?[\d.]+(e-?\d+)?", cell)]
    return any(abs(number - value) <= close for number in numbers)


def count(files, source):
    """Count the rows of a file that have what a source names."""
    lines = files[source.file]
    rows = lines.iloc[1:].set_axis(list(lines.iloc[0]), axis="columns")
    for column, values in source.where:
        rows = rows[rows[column].isin(values)]
    return len(rows)


def test_every_figure_of_a_table_is_in_the_row_it_names(files, report):
    """Tables behind pictures and folded ones included."""
    checked = set()
    for table in (block for block in report.blocks() if isinstance(block, Table)):
        numeric = [i for i, column in enumerate(table.columns) if column.is_number]
        for row in table.rows if numeric else ():
            found = cells(files, table.file, row.number)
            for cell in (row.cells[i] for i in numeric):
                for printed in NUMBER.findall(cell):
                    assert holds(printed, "%" in cell, found), (table.title, cell)
                    checked.add(table.file)

    assert {
        "questions.csv",
        "tables/role_type.csv",
        "tables/q6_by_role_type.csv",
        "themes.csv",
        "thematic_map_nodes.csv",
        "thematic_map_edges.csv",
        "agreement.csv",
    } <= checked


def test_the_figures_at_a_glance_are_counts_of_the_rows_they_name(files, report):
    """Written, accurate, not accurate and left for a person."""
    (numbers,) = (block for block in report.blocks() if isinstance(block, Numbers))

    for words, value in numbers.items:
        assert int(value) == count(files, words.sources[0]), words.text


def test_a_group_of_quotations_says_how_many_rows_it_is_of(files, report):
    """The heading of a group has the number, the sentence beneath it the rows."""
    blocks = list(report.blocks())
    checked = 0
    for heading, beneath in pairwise(blocks):
        number = isinstance(heading, Heading) and re.search(r"\((\d+)\)$", heading.text)
        if number:
            (source,) = beneath.said.sources
            assert int(number.group(1)) == count(files, source)
            checked += 1

    assert checked == 3


def test_every_headline_with_a_figure_names_rows_that_hold_one(files, report):
    """No finding stands in the summary without a place to look it up."""
    (headlines,) = (
        block
        for block in report.blocks()
        if isinstance(block, Bullets) and block.style == "headlines"
    )
    for sentence in headlines.items:
        printed = NUMBER.findall(sentence.text)
        assert sentence.sources
        for source in sentence.sources:
            if source.rows:
                found = cells(files, source.file, source.rows[0])
                assert any(number in found for number in printed), sentence.text
            else:
                assert str(count(files, source)) in printed


def test_a_figure_of_the_methods_or_the_checklist_can_be_looked_up(files, summary):
    """Each source of theirs leads to rows that exist, or counts what is said."""
    said = [*summary.methods, *(item.said for item in summary.checklist)]
    sources = [(sentence, source) for sentence in said for source in sentence.sources]
    for sentence, source in sources:
        if source.rows:
            assert max(source.rows) <= len(files[source.file])
        else:
            assert str(count(files, source)) in NUMBER.findall(sentence.text)

    assert len(sources) > 8


def test_remarks_beneath_a_figure_name_their_rows(files, report):
    """Means and upper points of a scale are in the table, not in its picture."""
    figures = [block for block in report.blocks() if isinstance(block, Figure)]
    remarks = [remark for figure in figures for remark in figure.remarks]
    for remark in remarks:
        for source in remark.sources:
            for row in source.rows:
                found = cells(files, source.file, row)
                assert any(number in found for number in NUMBER.findall(remark.text))

    assert len(remarks) == 2


def test_non_answers_are_written_one_by_one(files, report):
    """What was set aside before looking for themes is counted in a file of its own."""
    (sentence,) = (
        block.said
        for block in report.blocks()
        if isinstance(block, Paragraph) and "Set aside as no" in block.said.text
    )

    assert count(files, sentence.sources[0]) == 1
    assert "1 wrote" in sentence.text


def test_rows_of_one_file_are_named_together():
    """A sentence with many figures names each file once."""
    rows = [Source("a.csv", (5,)), Source("b.csv"), Source("a.csv", (2, 3, 4))]

    assert sources_in_words(rows) == "a.csv, rows 2 to 5; b.csv, all rows"
