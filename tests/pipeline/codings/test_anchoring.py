"""The pull of suggestions is found where there is one, and only there."""

import numpy as np
import pandas as pd
import pytest

from coprod_nlp.coding import CodedWorkbook, Status
from coprod_nlp.exceptions import CodingsError, NotEnoughDataError
from coprod_nlp.pipeline.codings.anchoring import (
    ACCEPTED,
    BAND,
    OVERLAP,
    SECOND,
    USED,
    anchoring,
    anchoring_from_workbook,
)

CODES = ("time", "staff", "risk", "forms")
N_ANSWERS = 600
RIGHT_FIRST = 0.6


def simulate(seed, pull, withheld=0.4, n_answers=N_ANSWERS):
    """Return a coded workbook, what was suggested, and a second coder's codes.

    The truth of an answer is one code; the first suggestion is right in `RIGHT_FIRST`
    of the answers. The coder gives the truth and, where suggestions are shown, adds a
    wrong first suggestion with probability `pull`.
    """
    random = np.random.default_rng(seed)
    names = [f"R{i:03d}" for i in range(n_answers)]
    made, codings, second, hidden = [], [], [], []
    for name in names:
        truth, other, third = random.permutation(CODES)[:3]
        offered = (truth, other) if random.random() < RIGHT_FIRST else (other, third)
        made += [(name, rank, c, 0.9 / rank) for rank, c in enumerate(offered, 1)]
        hidden.append(random.random() < withheld)
        given = {truth}
        if not hidden[-1] and random.random() < pull:
            given.add(offered[0])
        codings += [(name, "q1", "A", code, "") for code in sorted(given)]
        second.append((name, truth))
    suggested = pd.DataFrame(made, columns=["respondent", "rank", "code", "score"])
    coded = CodedWorkbook(
        question="q1",
        coder="A",
        codings=pd.DataFrame(
            codings, columns=["respondent", "question", "coder", "code", "memo"]
        ),
        answers=pd.DataFrame(
            {"respondent": names, "status": Status.CODED, "withheld": hidden}
        ),
        problems=pd.DataFrame(),
        suggestions=suggested,
    )
    return coded, suggested, pd.DataFrame(second, columns=["respondent", "code"])


def row_of(found, measure, what=""):
    """Return one row of the table."""
    table = found.table
    (row,) = table[(table["measure"] == measure) & (table["what"] == what)].to_dict(
        "records"
    )
    return row


@pytest.fixture(scope="module")
def pulled():
    """Return the report on a coder who adopts half of the wrong first suggestions."""
    coded, made, second = simulate(seed=1, pull=0.5)
    return anchoring(coded, made, second, n_resamples=500)


@pytest.mark.parametrize("pull", [0.3, 0.5, 0.8])
def test_a_known_pull_lies_in_its_interval(pull):
    """A coder who adopts a share of wrong first suggestions accepts so many more."""
    coded, made, _ = simulate(seed=2, pull=pull)
    row = row_of(anchoring(coded, made, n_resamples=200), ACCEPTED, "1")
    expected = pull * (1 - RIGHT_FIRST)

    assert row["difference_low"] < expected < row["difference_high"]
    assert row["difference_low"] > 0


def test_a_pull_shows_in_the_overlap_and_in_the_sentence(pulled):
    """What a person reads first says it."""
    assert row_of(pulled, OVERLAP)["difference_low"] > 0
    assert pulled.sentence().endswith("The coder follows suggestions that are seen.")


@pytest.mark.parametrize("measure", [OVERLAP, ACCEPTED])
def test_a_coder_without_pull_gets_an_interval_that_covers_nought(measure):
    """Of 40 coders who never look, the 95 % interval misses nought for a few only."""
    covered = 0
    for seed in range(40):
        coded, made, _ = simulate(seed=seed, pull=0.0, n_answers=150)
        found = anchoring(coded, made, n_resamples=200)
        row = row_of(found, measure, "" if measure == OVERLAP else "1")
        covered += row["difference_low"] <= 0 <= row["difference_high"]

    assert covered >= 34


def test_no_pull_is_said_as_such():
    """An interval that includes 0 is no proof that there is none."""
    coded, made, _ = simulate(seed=3, pull=0.0)

    sentence = anchoring(coded, made, n_resamples=200).sentence()

    assert "The interval includes 0: no pull can be told from chance." in sentence


def test_a_pulled_coder_agrees_less_with_one_who_saw_nothing(pulled):
    """Codes that were only adopted are not the second coder's."""
    row = row_of(pulled, SECOND)

    assert row["withheld"] == pytest.approx(1)
    assert row["shown_high"] < 1
    assert row["difference"] < 0


def test_a_second_coder_of_other_respondents_is_refused():
    """An overlap of 0 with somebody who coded others would look like a finding."""
    coded, made, second = simulate(seed=1, pull=0.5, n_answers=20)
    others = second.assign(respondent=second["respondent"].str.lstrip("R"))

    with pytest.raises(CodingsError, match="None of the 20 respondents that the sec"):
        anchoring(coded, made, others, n_resamples=10)


def test_a_second_coder_of_a_part_is_said_to_be_one(pulled):
    """Whom the overlap is about stands with the figures."""
    coded, made, second = simulate(seed=1, pull=0.5, n_answers=20)
    found = anchoring(coded, made, second.head(12), n_resamples=10)

    assert found.sentence().endswith("The second coder coded 12 of these 20 answers.")
    assert "second coder" not in pulled.sentence()


def test_full_agreement_without_suggestions_leaves_the_difference_open(pulled):
    """All alike in the few that were withheld is not known to be all in all."""
    row = row_of(pulled, SECOND)

    assert np.isnan([row["withheld_high"], row["difference_high"]]).all()


def test_every_code_has_a_rate_with_and_without_suggestions(pulled):
    """The rates are shares of answers, and the groups add up to all of them."""
    rows = pulled.table[pulled.table["measure"] == USED]

    assert rows["what"].tolist() == sorted(CODES)
    assert (rows["shown_n"] + rows["withheld_n"] == N_ANSWERS).all()
    assert (rows["difference_low"] <= rows["difference"]).all()
    assert (rows["difference"] <= rows["difference_high"]).all()


def test_acceptance_by_score_counts_every_suggestion_once(pulled):
    """Bands part the scores; together they hold each suggestion."""
    rows = pulled.table[pulled.table["measure"] == BAND]

    assert rows["what"].tolist() == ["0.25 to 0.5", "0.75 to 1"]
    assert (rows["shown_n"] + rows["withheld_n"]).sum() == 2 * N_ANSWERS


def test_without_withheld_suggestions_the_pull_is_not_known():
    """Nothing to compare with is said, and not shown as no difference."""
    coded, made, _ = simulate(seed=4, pull=0.5, withheld=0.0, n_answers=40)
    found = anchoring(coded, made, n_resamples=100)

    assert "None were withheld" in found.sentence()
    assert np.isnan(row_of(found, OVERLAP)["difference"])


def test_one_withheld_answer_says_nothing_of_a_pull():
    """Five answers that follow and one that does not are too few."""
    coded, made, _ = simulate(seed=4, pull=0.5, withheld=0.0, n_answers=6)
    coded.answers.loc[5, "withheld"] = True
    sentence = anchoring(coded, made, n_resamples=100).sentence()

    assert sentence.endswith(
        "(no interval). That is too little to tell a pull from chance."
    )


def test_without_shown_suggestions_the_pull_is_not_known():
    """No number stands where there is none."""
    coded, made, _ = simulate(seed=4, pull=0.5, withheld=1.0, n_answers=40)
    sentence = anchoring(coded, made, n_resamples=100).sentence()

    assert "None were shown" in sentence
    assert "nan" not in sentence


def test_an_answer_that_is_not_coded_yet_takes_no_part():
    """A half-done workbook is no agreement with nothing."""
    coded, made, _ = simulate(seed=5, pull=0.0, n_answers=40)
    coded.answers.loc[:9, "status"] = Status.NOT_YET
    found = anchoring(coded, made, n_resamples=100)

    assert found.n_shown + found.n_withheld == 30


def test_nothing_coded_is_an_error():
    """There is nothing to report on before anybody has coded."""
    coded, made, _ = simulate(seed=6, pull=0.0, n_answers=5)
    coded.answers["status"] = Status.NOT_YET

    with pytest.raises(NotEnoughDataError, match="Code some first"):
        anchoring(coded, made)


def test_a_workbook_without_suggestions_is_refused(small_workbook):
    """Suggestions that nobody saw cannot have pulled."""
    with pytest.raises(CodingsError, match="--withhold"):
        anchoring_from_workbook(small_workbook, "A")


def test_a_workbook_of_another_codebook_is_refused_with_the_option(tmp_path):
    """Who forgets --codebook is not told to look for a question of the bundled one."""
    from coprod_nlp.coding import Code, Codebook, write_workbook

    path = tmp_path / "A.xlsx"
    own = Codebook((Code("hours", "Hours"), Code("staff", "Staff")))
    shown = pd.DataFrame({"answer": ["R1"], "rank": 1, "code": "hours", "score": 0.9})
    texts = pd.Series({"R1": "open on Sunday"})
    write_workbook(texts, own, "comments", path, suggestions=shown.assign(evidence=""))

    with pytest.raises(CodingsError, match=r"the bundled one\. .* with --codebook"):
        anchoring_from_workbook(path, "A")


@pytest.fixture
def small_workbook(tmp_path):
    """Return a workbook that was written blind."""
    from coprod_nlp.coding import load_codebook, write_workbook

    path = tmp_path / "A.xlsx"
    write_workbook(pd.Series({"R1": "no time"}), load_codebook(), "q12b", path)
    return path
