"""How far a score can be trusted is learnt on answers held out."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from coprod_nlp.coding.calibration import (
    Calibration,
    frequency,
    likely_threshold,
    score_features,
)
from coprod_nlp.coding.inputs import coded_answers
from coprod_nlp.coding.learning import (
    FEWEST_ANSWERS,
    FEWEST_KNOWN,
    Learnt,
    Lesson,
    learn,
    learn_scorer,
    learnt_prior,
    trial,
)
from coprod_nlp.coding.scoring import AnswerUnits, CodeScorer, Scores


@pytest.fixture
def described(small_codebook, bag_of_words):
    """Return the scorer of the codebook alone, for q1."""
    own = small_codebook.for_question("q1")
    both = [(text, code.code) for code in own for text in code.statements]
    statements, codes = zip(*both, strict=True)
    return CodeScorer.learn(statements, codes, dict.fromkeys(codes, 1.0), bag_of_words)


@pytest.fixture
def coded(answers, codings, described):
    """Return the thirty coded answers."""
    return coded_answers(codings, answers["q1"].to_dict(), described.names)


@pytest.fixture
def lesson(coded, described):
    """Return these answers, of whose codes nothing was known before."""
    return Lesson(coded, described, None)


@pytest.fixture
def teach(bag_of_words):
    """Return a function that learns from lessons, by default with seed 0."""

    def _teach(random_state=0, **lessons):
        return learn(lessons, bag_of_words, tune_from=None, random_state=random_state)

    return _teach


@pytest.fixture
def known(described):
    """Return something that was known of the codes before."""
    calibration = Calibration(np.array([1.0, 1, 1, 1, 1]), -0.5, 0.37)
    common = np.full(len(described.names), 0.2)
    return Learnt(described, (), common, calibration)


def scores(value):
    """Return the scores of one code for two answers."""
    filled = np.full((2, 1), value)
    return Scores(filled, filled, np.zeros((2, 1), dtype=int))


def first(coded, n):
    """Return the first answers of some."""
    owned = [
        (s, c, o)
        for s, c, o in zip(coded.statements, coded.codes, coded.owner, strict=True)
        if o < n
    ]
    statements, codes, owner = zip(*owned, strict=True)
    return dataclasses.replace(
        coded,
        texts=coded.texts[:n],
        given=coded.given[:n],
        statements=statements,
        codes=codes,
        owner=owner,
        respondents=coded.respondents[:n],
    )


def test_features_are_log_odds():
    """Even odds are nought, and a code that half of the answers have is even."""
    found = score_features(scores(0.5), scores(0.5), [], np.array([0.5]))

    assert found == pytest.approx(np.zeros((2, 1, 5)))


def test_each_trained_reader_adds_two_features():
    """It reads unit by unit and the whole."""
    found = score_features(scores(0.5), scores(0.5), [scores(0.5)], np.array([0.5]))

    assert found.shape == (2, 1, 7)


@pytest.mark.parametrize("certain", [0.0, 1.0])
def test_certainty_has_finite_features(certain):
    """A probability of nought or one would otherwise have endless log-odds."""
    common = frequency(np.full((2, 1), certain))

    found = score_features(scores(certain), scores(certain), [], common)

    assert np.isfinite(found).all()


def test_a_code_nobody_gave_stays_possible():
    """The codings of a few answers rule nothing out."""
    prior = learnt_prior(np.array([2.0, 2.0]), np.array([[1.0, 0.0]] * 8))

    assert prior.tolist() == [3.0, 1.0]


def test_what_the_codebook_expects_stays_until_codes_are_given():
    """A code that is rare under a question needs more than silence to become common."""
    prior = learnt_prior(np.array([1.5, 0.5]), np.zeros((0, 2)))

    assert prior.tolist() == pytest.approx([1.5**0.5, 0.5**0.5])


def test_words_of_held_out_answers_are_not_learnt(coded, described, bag_of_words):
    """A scorer that had read its test would be trusted too much."""
    nobody = np.zeros(len(coded.texts), dtype=bool)
    one = nobody.copy()
    one[0] = True

    alone = learn_scorer(coded, nobody, described, bag_of_words)
    taught = learn_scorer(coded, one, described, bag_of_words)

    assert alone.statements == described.statements
    assert taught.statements == (*described.statements, coded.statements[0])


def test_a_trial_learns_from_the_answers_not_held_out(lesson, bag_of_words):
    """What the scores are trusted by must not have taught them."""
    held_out = np.zeros(len(lesson.coded.texts), dtype=bool)
    held_out[[0, 4]] = True
    scorer = learn_scorer(lesson.coded, ~held_out, lesson.described, bag_of_words)
    units = AnswerUnits.of([lesson.coded.texts[0], lesson.coded.texts[4]])

    found, given = trial(lesson, bag_of_words, (), held_out)

    expected = score_features(
        lesson.described.score(units),
        scorer.score(units),
        [],
        frequency(lesson.coded.given[~held_out]),
    )
    assert found == pytest.approx(expected.reshape(-1, 5))
    assert given.tolist() == lesson.coded.given[[0, 4]].ravel().tolist()


def test_calibrated_scores_are_probabilities(lesson, teach):
    """Each answer and code gets a number in [0, 1]."""
    units = AnswerUnits.of(lesson.coded.texts)

    probability, _ = teach(q1=lesson)["q1"].score(lesson.described, units)

    assert probability.shape == lesson.coded.given.shape
    assert np.all((probability >= 0) & (probability <= 1))


def test_the_threshold_parts_answers_that_part_easily(lesson, teach):
    """Where every code is told by its words, the best threshold makes no mistake."""
    learnt = teach(q1=lesson)["q1"]
    units = AnswerUnits.of(lesson.coded.texts)

    probability, _ = learnt.score(lesson.described, units)

    said = probability >= learnt.calibration.threshold
    assert (said == (lesson.coded.given == 1)).all()


def test_of_equally_good_thresholds_the_middle_one_is_taken():
    """The lowest would be the one nearest to a mistake."""
    features = np.array([[-4.0]] * 20 + [[4.0]] * 20)
    given = np.repeat([0.0, 1.0], 20)

    assert Calibration.fit(features, given).threshold == pytest.approx(0.5, abs=0.021)


@given(arrays(float, (4, 20), elements=st.floats(0.08, 1)))
def test_no_other_threshold_has_a_higher_expected_f1(score):
    """Above it are as many right codes as the scores there add up to."""

    def expected(threshold):
        above = score[score >= threshold]
        return 2 * above.sum() / (len(above) + score.sum())

    best = max(expected(threshold) for threshold in score.ravel())

    assert expected(likely_threshold(score)) == pytest.approx(best)


def test_right_and_wrong_codes_weigh_alike_in_expected_f1():
    """The first three: 2 x 2.1 / (3 + 2.5); a fourth, at 0.2, would lower it."""
    score = np.array([[0.8, 0.2, 0.1], [0.7, 0.6, 0.1]])

    assert likely_threshold(score) == 0.6


@pytest.mark.parametrize("n_codes", [2, 3, 10])
def test_what_chance_gives_every_code_is_below_the_threshold(n_codes):
    """Also where no answer was given at all."""
    even = np.full((3, n_codes), 1 / n_codes)

    assert likely_threshold(even) > 1.1 / n_codes
    assert likely_threshold(even[:0]) == likely_threshold(even)


def test_equal_seeds_give_equal_calibrations(lesson, teach):
    """The folds depend on the seed and on nothing else."""
    one, other = (teach(7, q1=lesson)["q1"].calibration for _ in range(2))

    assert one.weights.tolist() == other.weights.tolist()
    assert one.threshold == other.threshold


def test_held_out_answers_without_any_code_teach_no_trust(lesson, teach, coded):
    """Where codes were given to repeated texts alone, nothing is left to learn from."""
    blank = dataclasses.replace(coded, given=np.zeros_like(coded.given))

    learnt = teach(q1=dataclasses.replace(lesson, coded=blank))["q1"]

    assert learnt.calibration is None


def test_questions_share_a_calibration(lesson, teach):
    """Few answers to each say together how far a score is to be trusted."""
    half = dataclasses.replace(lesson, coded=first(lesson.coded, FEWEST_ANSWERS // 2))

    assert teach(q1=half)["q1"].calibration is None
    both = teach(q1=half, q2=half)
    assert both["q1"].calibration is both["q2"].calibration is not None


def test_what_was_known_stays_until_many_answers_are_coded(lesson, teach, known):
    """A few answers say less of a score than the thousands before."""
    assert len(lesson.coded.texts) < FEWEST_KNOWN

    learnt = teach(q1=dataclasses.replace(lesson, known=known))["q1"]

    assert learnt.calibration is known.calibration
    assert not learnt.is_calibrated_by_codings


def test_what_was_known_gives_way_to_many_coded_answers(
    lesson, teach, known, monkeypatch
):
    """The user's coders decide in the end."""
    monkeypatch.setattr("coprod_nlp.coding.learning.FEWEST_KNOWN", 30)

    learnt = teach(q1=dataclasses.replace(lesson, known=known))["q1"]

    assert learnt.calibration is not known.calibration
    assert learnt.is_calibrated_by_codings


def test_a_calibration_comes_back_from_json_as_it_was():
    """It is stored beside the weights that it belongs to."""
    calibration = Calibration(np.array([0.5, -1.25]), 0.1, 0.42)

    again = Calibration.from_json(calibration.to_json())

    assert again.weights.tolist() == [0.5, -1.25]
    assert (again.intercept, again.threshold) == (0.1, 0.42)
