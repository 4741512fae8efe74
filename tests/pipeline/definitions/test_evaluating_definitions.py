import pandas as pd
import pytest

from coprod_nlp.exceptions import CodingsError
from coprod_nlp.pipeline import evaluate_definitions


@pytest.fixture
def verdicts():
    """Return verdicts of eighty respondents, half of them accurate."""
    return pd.DataFrame(
        {"label": ["accurate", "partial"] * 40, "probability": [0.9, 0.1] * 40},
        index=[f"R{i}" for i in range(80)],
    )


@pytest.fixture
def manual(verdicts):
    """Return labels of the first forty, four of which differ from the verdict."""
    labels = verdicts["label"].iloc[:40].copy()
    labels.iloc[[0, 2, 4, 6]] = "inaccurate"
    return labels


@pytest.fixture
def strata(verdicts):
    """Return a stratum with coded answers and one without."""
    return pd.Series(["ward"] * 60 + ["office"] * 20, index=verdicts.index)


def evaluate(manual, verdicts, **more):
    """Evaluate with few resamples."""
    return evaluate_definitions(manual, verdicts, n_resamples=200, **more)


def test_confusion_counts_labels_by_labels(manual, verdicts):
    """All four labels stand on both sides, whether they occur or not."""
    confusion = evaluate(manual, verdicts).confusion

    assert confusion.shape == (4, 4)
    assert confusion.loc["inaccurate", "accurate"] == 4


def test_agreement_is_that_of_two_coders(manual, verdicts):
    """Thirty-six of forty labels are the same."""
    table = evaluate(manual, verdicts).agreement.set_index("code")

    assert table.loc["(overall)", "percent"] == pytest.approx(0.9)


def test_the_share_is_corrected(manual, verdicts):
    """People find fewer accurate definitions than the machine."""
    (row,) = evaluate(manual, verdicts).shares.to_dict("records")

    assert row["naive"] == 0.5
    assert row["share"] == pytest.approx(0.4)


@pytest.fixture
def with_blanks(verdicts):
    """Return verdicts of as many more respondents, who wrote nothing."""
    nobody = pd.DataFrame(
        {"label": "no_definition", "probability": 0.0},
        index=[f"B{i}" for i in range(80)],
    )
    both = pd.concat([verdicts, nobody])
    both["answer_kind"] = ["answered"] * 80 + ["blank"] * 80
    return both


def share_of_all(manual, verdicts, **more):
    """Return the row of everybody."""
    (row,) = evaluate(manual, verdicts, **more).shares.to_dict("records")
    return row


def test_blank_cells_that_were_not_drawn_lower_the_share(manual, verdicts, with_blanks):
    """A plan of coding draws from what was written; nobody else is accurate."""
    chance = pd.Series(0.5, index=manual.index)
    alone = share_of_all(manual, verdicts)
    row = share_of_all(manual, with_blanks, sampling_probability=chance)

    assert row["n_answers"] == 160
    assert row["share"] == pytest.approx(alone["share"] / 2)


def test_how_many_wrote_is_as_uncertain_as_what_they_wrote(
    manual, verdicts, with_blanks
):
    """In relation to the share, its interval is wider than that among the written."""
    alone = share_of_all(manual, verdicts)
    row = share_of_all(manual, with_blanks)

    assert row["high"] - row["low"] > (alone["high"] - alone["low"]) / 2


def test_a_blank_cell_that_was_coded_changes_nothing(manual, with_blanks):
    """Coders give such cells their label in passing; that is no draw from all cells."""
    coded = pd.concat([manual, pd.Series({"B0": "no_definition"})])

    assert share_of_all(coded, with_blanks) == share_of_all(manual, with_blanks)


def test_a_blank_cell_that_a_coder_finds_accurate_is_heard(manual, verdicts):
    """What counts as blank is then no longer known to be none."""
    verdicts["answer_kind"] = ["answered", "blank"] * 40
    manual.iloc[1] = "accurate"

    assert share_of_all(manual, verdicts)["share"] > 0.4


def test_what_is_no_label_is_counted_and_not_quoted(manual, verdicts):
    """With the wrong column, it is what people wrote."""
    with pytest.raises(CodingsError) as caught:
        evaluate(manual.replace("partial", "My ward never asks"), verdicts)

    assert "1 value(s) that are no label, 20 time(s)" in str(caught.value)
    assert "My ward" not in str(caught.value)


def test_a_stratum_without_coded_answers_says_so(manual, verdicts, strata):
    """It keeps a row, and a note takes the place of a figure."""
    shares = evaluate(manual, verdicts, by=strata).shares.set_index("stratum")

    assert list(shares.index) == ["(all)", "office", "ward"]
    assert "found 0 of 20" in shares.loc["office", "note"]


def test_those_without_a_stratum_have_a_row(manual, verdicts, strata):
    """Without it the strata would not add up to everybody."""
    shares = evaluate(manual, verdicts, by=strata.iloc[:50]).shares

    assert shares["stratum"].tolist()[-1] == "(not known)"
    assert shares["n_answers"][1:].sum() == shares["n_answers"][0]


def test_what_was_learned_is_part_of_the_share_as_it_was_coded(manual, verdicts):
    """Half of the codes taught the matcher; the others correct what it says."""
    learned, kept = manual.iloc[::2], manual.iloc[1::2]
    alone = share_of_all(kept, verdicts.drop(learned.index))
    row = share_of_all(kept, verdicts, learned=learned)

    n_learned, n_accurate = len(learned), (learned == "accurate").sum()
    others = alone["share"] * (len(verdicts) - n_learned)
    assert row["n_answers"] == len(verdicts)
    assert row["share"] == pytest.approx((others + n_accurate) / len(verdicts))


def test_an_answer_that_was_learned_corrects_nothing(manual, verdicts):
    """There the matcher errs less than elsewhere."""
    with pytest.raises(CodingsError, match="1 respondent"):
        evaluate(manual, verdicts, learned=manual.iloc[:1])


def test_a_perfect_matcher_leaves_the_share_where_many_cells_are_blank(with_blanks):
    """What was learned from was written, so it is no random part of all rows."""
    accurate = with_blanks["answer_kind"].eq("answered") & (
        pd.Series(range(len(with_blanks)), index=with_blanks.index) % 2 == 0
    )
    perfect = with_blanks.assign(probability=accurate.astype(float))
    codes = accurate.map({True: "accurate", False: "inaccurate"}).iloc[:60]
    row = share_of_all(codes.iloc[:30], perfect, learned=codes.iloc[30:])

    assert row["share"] == pytest.approx(accurate.mean())


def test_an_unknown_label_is_refused(manual, verdicts):
    """The message names the labels."""
    with pytest.raises(CodingsError, match="no_definition"):
        evaluate(manual.replace("partial", "partly"), verdicts)


def test_a_respondent_without_a_verdict_is_refused(manual, verdicts):
    """Codings of another survey do not slip in."""
    with pytest.raises(CodingsError, match="40 coded respondent"):
        evaluate(manual.rename("X{}".format), verdicts)


def test_a_respondent_with_two_verdicts_is_refused(manual, verdicts):
    """Which of them the coder saw, nobody can say."""
    twice = pd.concat([verdicts, verdicts.iloc[:1]])
    with pytest.raises(CodingsError, match="1 in verdicts"):
        evaluate(manual, twice)


def test_a_stratum_may_bear_the_name_of_everybody(manual, verdicts, strata):
    """Its row stands beside that of everybody."""
    shares = evaluate(manual, verdicts, by=strata.replace("ward", "(all)")).shares

    assert shares["n_answers"].tolist() == [80, 60, 20]
