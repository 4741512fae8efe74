"""What the summary takes over, counts and says."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod_nlp.config import Settings, TableSettings
from coprod_nlp.pipeline.run.provenance import made_with, survey_record
from coprod_nlp.report import render
from coprod_nlp.report.outline.domains import domain_section
from coprod_nlp.report.summary.parts import Mean
from coprod_nlp.report.summary.quoting import quoted
from coprod_nlp.tables import crosstab
from summaries import summary_of


def test_the_first_headline_tells_knowledge(summary):
    """Heard, accurate, implicit and either, each with its count and interval."""
    assert summary.headlines[0].text == (
        "Of 4 respondents, 2 (50%) had heard of coproduction; 1 (25%) gave a "
        "definition that was judged accurate; 0 (0%) did so without having heard of "
        "it; 2 (50%) had heard of it or defined it accurately. The 95% intervals are "
        "15% to 85%, 5% to 70%, 0% to 49%, 15% to 85%."
    )


def test_a_report_names_the_term_of_its_own_definition(everything):
    """A library that asks about evening opening reads nothing of coproduction."""
    survey = everything["survey"]
    questions = tuple(
        replace(question, text="Asked") for question in survey.instrument.questions
    )
    own = replace(survey.instrument, name="Library", source="", questions=questions)
    everything["survey"] = replace(survey, instrument=own)
    everything["reference"] = replace(everything["reference"], name="evening opening")
    named = pd.Series(["other", "other", "informing"])
    everything["tables"]["mistaken_for"] = crosstab(named)
    page = render(summary_of(everything))

    assert "coproduction" not in page
    assert "had heard of evening opening" in page
    assert "Heard of evening opening, or defined it accurately" in page
    assert "What evening opening is taken for" in page
    assert "stance towards evening opening" in page


def test_without_a_definition_no_term_is_named(everything):
    """What nobody was asked to define is not said to be coproduction."""
    unjudged = {**everything, "verdicts": None, "reference": None}

    assert "having heard of the subject" in summary_of(unjudged).methods[0].text


def test_decisions_add_up_to_the_written_definitions(summary):
    """A written definition is matched, not matched or left for a person."""
    found = summary.definitions

    assert (found.n_matched, found.n_unmatched, found.n_review) == (1, 1, 1)
    assert found.n_written == 3
    assert sum(group.n for group in found.groups) == found.n_written
    assert found.set_aside == (("left blank", 1),)


def test_a_branch_is_asked_of_those_who_took_it(summary):
    """Question 4a applies to those who answered Yes to question 4."""
    asked = {question.id: question for question in summary.questions}

    assert (asked["q4a"].n_asked, asked["q4a"].n_answered) == (2, 2)
    assert asked["q4a"].asked_if == "asked if 4 was “Yes”"
    assert asked["q5"].n_asked is None


def test_a_table_stands_in_the_domain_of_its_question(summary):
    """Question 6 feeds Relevance, so its table stands there, with its mean."""
    relevance = next(d for d in summary.domains if d.id == "relevance")

    (table,) = relevance.tables
    assert table.file == "q6_by_role_type"
    assert table.means[0] == Mean(
        "Everybody", pytest.approx(14 / 3), pytest.approx(0.577, abs=1e-3), 3, 8
    )
    assert table.positive[0].n == 3


def test_an_or_inside_an_option_does_not_part_it(everything):
    """A headline quotes the options as they were offered."""
    table = everything["tables"]["q6_by_role_type"]
    table["value"] = table["value"].str.replace("Slightly relevant", "Once or twice")
    said = " ".join(line.text for line in summary_of(everything).headlines)

    assert "chose “Once or twice” or “Very relevant”" in said


def test_a_table_of_everybody_is_not_shown_twice(everything):
    """Everybody is in each table by strata, so the plain table is left out."""
    tables = everything["tables"]
    tables["q6"] = tables["q6_by_role_type"].query("stratum == '(all)'")
    summary = summary_of(everything)

    relevance = next(d for d in summary.domains if d.id == "relevance")
    assert [table.file for table in relevance.tables] == ["q6_by_role_type"]


def test_no_statistic_is_made_up(everything):
    """Without a table of knowledge there is no headline on knowledge."""
    del everything["tables"]["knowledge_by_role_type"]
    summary = summary_of(everything)

    assert not any("had heard" in sentence.text for sentence in summary.headlines)


def test_an_undefined_coefficient_stays_undefined(summary):
    """A missing coefficient is None with its reason, never 0."""
    row = next(row for row in summary.agreement if row.code == "partial")

    assert row.kappa.value is None
    assert row.note == "both coders used one code only"


def test_quotations_can_be_left_out(everything):
    """With quotations=0 no word of a respondent is in the summary."""
    summary = summary_of(everything, quotations=0)

    assert "working with patients" not in repr(summary)


def test_the_order_of_respondents_changes_nothing(everything):
    """The same answers in another order give the same counts and quotations."""
    first = summary_of(everything)
    everything["verdicts"] = everything["verdicts"].iloc[::-1]

    assert summary_of(everything).definitions == first.definitions


def test_verdicts_need_their_reference(everything):
    """Without the reference definition nobody knows what was judged."""
    everything["reference"] = None
    with pytest.raises(ValueError, match="reference definition"):
        summary_of(everything)


def test_frames_of_other_shapes_are_passed_over(everything):
    """A table that is not one of shares is no reason to fail."""
    everything["tables"]["association"] = pd.DataFrame({"v": [0.1]})

    assert summary_of(everything).n_respondents == 4


@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=5),
)
def test_marking_evidence_loses_no_character(text, places):
    """However evidence overlaps or overshoots, the pieces join to the answer."""
    marks = [
        SimpleNamespace(element=f"e{i}", start=min(place), end=max(place))
        for i, place in enumerate(places)
    ]

    assert quoted(text, marks).text == text


def test_the_crossed_cells_are_shown_once(everything):
    """However many strata there are, everybody is crossed in one table only."""
    tables = everything["tables"]
    tables["knowledge_by_department"] = tables["knowledge_by_role_type"]
    names = [table.name for table in summary_of(everything).knowledge]

    assert [name for name in names if name.endswith("-cells")] == [
        "knowledge_by_role_type-cells"
    ]


def test_under_a_rule_only_numbers_of_tables_are_said(everything):
    """Counts that stand in no table could tell what a table hides."""
    summary = summary_of(everything, smallest_shown=5)
    found = summary.definitions

    assert (found.set_aside, found.review_reasons, found.n_echo) == ((), (), 0)
    assert {question.n_answered for question in summary.questions} == {None}
    assert summary.domains[-1].themes[0].themes == ()
    assert summary.map.nodes == ()


def test_under_a_rule_no_total_tells_of_small_themes(everything, finder):
    """What the themes that are shown leave of it would be the hidden one."""
    (small,) = finder.themes_
    finder.themes_ = (replace(small, id="T02", n_units=9, n_answers=6), small)
    summary = summary_of(everything, smallest_shown=5)
    domain = next(d for d in summary.domains if d.themes)
    said = repr(domain_section(domain))

    assert "cut into pieces of one idea each. 1 candidate theme is shown" in said
    assert "12 pieces" not in said


def test_under_a_rule_nobody_learns_how_many_answered_a_question(everything, finder):
    """Of a question put to some, that may tell of the few it was not put to."""
    (theme,) = finder.themes_
    finder.themes_ = (replace(theme, n_answers=7, stability=0.9),)
    finder.n_answers_ = 4141
    summary = summary_of(everything, smallest_shown=5)
    domain = next(d for d in summary.domains if d.themes)
    said = repr(domain_section(domain)) + repr(summary.headlines)

    assert "(7 answers)" in said
    assert "4141" not in said


def test_under_a_rule_what_was_decided_alone_is_left_out(run):
    """Beside the comparison on all answers it tells how many went to review."""
    rows = ["A with machine", "A with machine, decided alone"]
    guarded = Settings(tables=TableSettings(suppression="threshold-5"))
    agreement = run.agreement.assign(comparison=rows)
    made_from = {"codings": [], "input": survey_record(run.survey)}
    made_from |= made_with("a" * 64, guarded)
    summary = replace(
        run, agreement=agreement, settings=guarded, provenance=made_from
    ).summary()

    assert [row.comparison for row in summary.agreement] == ["A with machine"]


def test_rows_of_agreement_keep_the_places_that_they_have_in_the_file(everything):
    """Where rows before them are left out of the report."""
    everything["agreement"] = everything["agreement"].iloc[1:]

    assert [row.row for row in summary_of(everything).agreement] == [3]


def test_under_a_rule_decisions_are_counted_as_their_table_has_them(everything):
    """What the table hides, the sentences and the headings do not say."""
    decided = pd.DataFrame(
        {"stratum": "(all)", "n": [10, pd.NA, 6, 0, 12], "base": 30}
    ).astype({"n": "Int64"})
    everything["tables"]["decisions"] = decided
    summary = summary_of(everything, smallest_shown=5)
    found = summary.definitions

    assert (found.n_written, found.n_matched, found.n_review) == (30, 10, 12)
    assert found.n_unmatched is None
    assert found.groups[1].quotations == ()
    assert "a number too small to show not accurate" in " ".join(
        sentence.text for sentence in summary.headlines
    )


def test_who_is_withheld_is_not_quoted(everything):
    """Neither under definitions nor under a theme."""
    withheld = {"definitions": ["R1"], "q13": ["R1"]}
    summary = summary_of(everything, withheld=withheld)

    assert "working with patients" not in repr(summary)
    assert "activities" in repr(summary)
