"""What is said of how it was done, and the blanks that people must fill."""

from dataclasses import replace

import pytest

from coprod_nlp.matching import load_definition
from coprod_nlp.report import Findings, Run, render, summarise
from coprod_nlp.report.outline.closing import BLANK
from summaries import page_of, summary_of


def words(summary):
    """Return the paragraphs on methods as one text."""
    return " ".join(sentence.text for sentence in summary.methods)


def test_the_methods_name_what_the_run_was_made_with(summary):
    """Software, model, encoder, respondents, reviews, coders, approach."""
    text = words(summary)

    assert "The software is coprod-nlp 1.2.3." in text
    assert "a trained model (matcher abc)" in text
    assert "sentence vectors (encoder def)" in text
    assert "ideas of the codebook that they resemble, as reader ghi tells them" in text
    assert "The answers of 4 respondents" in text
    assert "1 were left for a person" in text
    assert "Definition: A 3 answers; Question 13: B 1 answer." in text
    assert "The approach is coding reliability" in text
    assert "No small count was hidden." in text


def test_the_article_is_followed_with_its_own_definition_only(everything):
    """Who judges by a definition of one's own does not cite another study for it."""
    own = words(summary_of(everything))
    bundled = words(summary_of({**everything, "reference": load_definition()}))

    assert "Knowledge is counted as having heard of coproduction" in own
    assert "Nursing Times 117(4), 34-38: having heard of care coproduction" in bundled


def test_a_rule_for_small_counts_is_told_with_its_reach(everything):
    """What is hidden, under which rule, and what the rule does not cover."""
    everything["run"] = replace(everything["run"], suppression="threshold-5")

    text = words(summary_of(everything))
    assert "Counts from 1 to 4 are hidden in the tables" in text
    assert "(rule threshold-5)" in text
    assert "smaller themes are left out; agreement is not covered" in text


def test_under_a_rule_nobody_learns_how_many_pieces_hidden_themes_have(everything):
    """Less those of the themes shown, a total would tell."""
    with_total = words(summary_of(everything))
    everything["run"] = replace(everything["run"], suppression="threshold-5")

    assert " pieces)" in with_total
    assert " pieces)" not in words(summary_of(everything))


def test_reflexive_work_is_told_without_coefficients(everything):
    """Neither the methods nor the table nor the checklist shows a coefficient."""
    everything["run"] = replace(everything["run"], approach="reflexive")
    everything["agreement"][["kappa", "ac1", "alpha"]] = float("nan")
    summary = summary_of(everything)

    assert "without coefficients" in words(summary)
    assert "The approach is reflexive" in words(summary)
    assert ">Kappa</th>" not in render(summary)
    (item,) = (
        item for item in summary.checklist if item.asks == "How alike codings are"
    )
    assert item.said.text.startswith("No coefficients were made")


@pytest.mark.parametrize(
    ("comparison", "told"),
    [
        ("A with B", "for people with each other on the same answers"),
        ("A with machine", "for people with the software on the same answers"),
    ],
)
def test_only_who_was_compared_is_told(everything, comparison, told):
    """One coder and the software are no two coders; the page says the same."""
    everything["agreement"]["comparison"] = comparison
    summary = summary_of(everything)

    assert told in words(summary)
    assert f"agree, {told.removesuffix(' on the same answers')}. 1" in page_of(summary)


@pytest.mark.parametrize(
    ("percents", "told"),
    [
        ([0.8, 0.8], "by bootstrap over respondents, for"),
        ([0.8, 1.0], "respondents (from exact binomial bounds where nobody differed),"),
        ([1.0, 1.0], "from exact binomial bounds, since nobody differed, for"),
    ],
)
def test_intervals_are_told_as_they_were_made(everything, percents, told):
    """Where nobody differs, a bootstrap gives none."""
    everything["agreement"]["percent"] = percents

    assert told in words(summary_of(everything))


def test_columns_of_agreement_may_be_left_out_altogether(everything):
    """A table of agreement without coefficients is read as one that has none."""
    names = ["percent", "kappa", "ac1", "alpha"]
    ends = ["", "_low", "_high"]
    everything["agreement"] = everything["agreement"].drop(
        columns=[f"{name}{end}" for name in names for end in ends]
    )
    page = render(summary_of(everything))

    assert ">Units</th>" in page
    assert ">Same code</th>" not in page


def test_without_a_run_nothing_is_said_of_software(everything):
    """A summary made by hand has methods, but no version to name."""
    del everything["run"], everything["coders"]
    text = words(summary_of(everything))

    assert "The software is" not in text
    assert "People coded" not in text


@pytest.mark.parametrize(
    ("asks", "said"),
    [
        ("How many answered", "4 respondents."),
        ("Who answered", "Clinical 2 of 4 (50%); Non-clinical 2 of 4 (50%)."),
        (
            "Who coded how many answers",
            "Definition: A 3 answers; Question 13: B 1 answer.",
        ),
        ("What was left for a person to decide", "1 of 3 written definitions."),
    ],
)
def test_the_checklist_says_what_the_run_knows(summary, asks, said):
    """Filled from the same summary as the rest."""
    (item,) = (item for item in summary.checklist if item.asks == asks)

    assert item.said.text == said


@pytest.mark.parametrize(
    "asks",
    [
        "Consent, and approval of the study",
        "How many did not, and why",
        "What the findings mean, and for whom",
    ],
)
def test_the_checklist_leaves_blank_what_only_people_know(summary, asks):
    """No run knows of ethics, of those who stayed away, or of what it all means."""
    (item,) = (item for item in summary.checklist if item.asks == asks)

    assert item.is_blank


def test_blanks_are_shown_as_blanks(summary):
    """As many places to write as there are blanks."""
    blanks = sum(item.is_blank for item in summary.checklist)

    assert page_of(summary).count(BLANK) == blanks > 8


def test_a_checklist_of_nothing_says_nothing(survey):
    """Without tables, verdicts, themes and codings most of it is blank."""
    checklist = summarise(Findings(survey, {})).checklist

    filled = {item.asks for item in checklist if not item.is_blank}
    assert filled == {
        "How many answered",
        "What was asked",
        "How findings can be checked against the data",
    }


def test_an_unknown_rule_is_named_as_it_is():
    """A rule added later is not passed over in silence."""
    run = Run("", "", "", suppression="threshold-99")

    assert "(rule threshold-99)" in run.suppression_in_words
