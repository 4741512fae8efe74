"""How far a score can be trusted is learnt on answers held out."""

import dataclasses

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from coprod_nlp.coding.inputs import coded_answers
from coprod_nlp.coding.learning import (
    FEWEST_ANSWERS,
    N_FOLDS,
    Calibration,
    calibrate,
    features,
    learn_scorer,
    learnt_prior,
)
from coprod_nlp.coding.scoring import AnswerUnits, CodeScorer, Scores


@pytest.fixture
def pairs(small_codebook):
    """Return the statements of the codes of q1 and the code of each."""
    own = small_codebook.for_question("q1")
    both = [(text, code.code) for code in own for text in code.statements]
    return [text for text, _ in both], [code for _, code in both]


@pytest.fixture
def described(pairs, bag_of_words):
    """Return the scorer of the codebook alone."""
    return CodeScorer.learn(*pairs, dict.fromkeys(pairs[1], 1.0), bag_of_words)


@pytest.fixture
def coded(answers, codings, described):
    """Return the thirty coded answers."""
    names = list(described.likeness.classes_)
    return coded_answers(codings, answers["q1"].to_dict(), names)


@pytest.fixture
def calibrated(coded, described, pairs, bag_of_words):
    """Return the calibration of the coded answers and their probabilities under it."""
    everybody = np.ones(len(coded.texts), dtype=bool)
    learnt = learn_scorer(coded, everybody, described, pairs, bag_of_words)
    calibration = calibrate(coded, described, pairs, bag_of_words)
    units = AnswerUnits.of(coded.texts)
    found = features(described.score(units), learnt.score(units), coded.given)
    return calibration, calibration.probability(found)


def scores(value):
    """Return the scores of one code for two answers."""
    filled = np.full((2, 1), value)
    return Scores(filled, filled, np.zeros((2, 1), dtype=int))


def test_features_are_log_odds():
    """Even odds are nought, and a code that half of the answers have is even."""
    given = np.array([[1.0], [0.0]])

    assert features(scores(0.5), scores(0.5), given) == pytest.approx(
        np.zeros((2, 1, 5))
    )


@pytest.mark.parametrize("certain", [0.0, 1.0])
def test_certainty_has_finite_features(certain):
    """A probability of nought or one would otherwise have endless log-odds."""
    given = np.full((2, 1), certain)

    assert np.isfinite(features(scores(certain), scores(certain), given)).all()


def test_a_code_nobody_gave_stays_possible():
    """The codings of a few answers rule nothing out."""
    prior = learnt_prior(np.array([2.0, 2.0]), np.array([[1.0, 0.0]] * 8))

    assert prior.tolist() == [3.0, 1.0]


def test_what_the_codebook_expects_stays_until_codes_are_given():
    """A code that is rare under a question needs more than silence to become common."""
    prior = learnt_prior(np.array([1.5, 0.5]), np.zeros((0, 2)))

    assert prior.tolist() == pytest.approx([1.5**0.5, 0.5**0.5])


def test_words_of_held_out_answers_are_not_learnt(
    coded, described, pairs, bag_of_words
):
    """A scorer that had read its test would be trusted too much."""
    nobody = np.zeros(len(coded.texts), dtype=bool)
    first = nobody.copy()
    first[0] = True

    alone = learn_scorer(coded, nobody, described, pairs, bag_of_words)
    taught = learn_scorer(coded, first, described, pairs, bag_of_words)

    assert len(alone.likeness.names_) == len(pairs[0])
    assert len(taught.likeness.names_) == len(pairs[0]) + 1


def test_calibrated_scores_are_probabilities(coded, calibrated):
    """Each answer and code gets a number in [0, 1]."""
    _, probability = calibrated

    assert probability.shape == coded.given.shape
    assert np.all((probability >= 0) & (probability <= 1))


def test_given_codes_are_more_probable_than_others(coded, calibrated):
    """The calibration keeps what the scores tell, and does not turn it round."""
    _, probability = calibrated

    assert probability[coded.given == 1].min() > probability[coded.given == 0].max()


def test_the_threshold_parts_answers_that_part_easily(coded, calibrated):
    """Where every code is told by its words, the best threshold makes no mistake."""
    calibration, probability = calibrated

    assert 0.1 <= calibration.threshold <= 0.9
    assert ((probability >= calibration.threshold) == (coded.given == 1)).all()


def test_equal_seeds_give_equal_calibrations(coded, described, pairs, bag_of_words):
    """The folds depend on the seed and on nothing else."""
    first, second = (
        calibrate(coded, described, pairs, bag_of_words, random_state=7)
        for _ in range(2)
    )

    assert first.model.coef_.tolist() == second.model.coef_.tolist()
    assert first.threshold == second.threshold


def test_held_out_answers_without_any_code_teach_no_trust(
    coded, described, pairs, bag_of_words
):
    """Where codes were given to repeated texts alone, nothing is left to learn from."""
    blank = dataclasses.replace(coded, given=np.zeros_like(coded.given))

    assert calibrate(blank, described, pairs, bag_of_words) is None


def test_every_fold_can_hold_out_several_answers():
    """The fewest answers that are calibrated leave enough to learn from."""
    assert FEWEST_ANSWERS // N_FOLDS > 1


def test_a_calibration_is_never_changed():
    """A result is made once."""
    calibration = Calibration(LogisticRegression(), 0.5)

    with pytest.raises(dataclasses.FrozenInstanceError):
        calibration.threshold = 0.1
