import os
import pickle
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from coprod_nlp.themes import RESIDUAL, Guide, ThemeFinder
from coprod_nlp.vectors.answer_encoder import answer_encoder
from coprod_nlp.vectors.encoders import default_encoder


@pytest.fixture
def found(bag_of_words, barriers):
    """Return a finder fitted on whole answers with the word-counting encoder."""
    finder = ThemeFinder(segment=False, encoder=bag_of_words, guide=None)
    return finder.fit(barriers)


def test_answers_that_share_words_share_a_theme(found):
    """Time, distance and agency staff come out as three candidate themes."""
    groups = [set(found.labels_[start : start + 4]) for start in (0, 4, 8)]

    assert [len(group) for group in groups] == [1, 1, 1]
    assert len(set.union(*groups)) == 3


def test_one_label_for_each_text_when_nothing_is_cut(found, barriers):
    """With ``segment=False`` a non-answer keeps its place, as residual."""
    assert len(barriers) == len(found.labels_)
    assert list(found.labels_[12:]) == [RESIDUAL] * 3


def test_non_answers_are_counted_by_kind(found):
    """What was set aside is listed with its index label and kind."""
    assert found.set_aside_["answer"].tolist() == [12, 13, 14]
    assert found.set_aside_["kind"].tolist() == ["not_applicable", "blank", "dont_know"]
    assert found.n_answers_ == 12


def test_every_unit_is_in_a_theme_or_the_residual(found):
    """Sizes of the themes and of the residual add up to all units."""
    sizes = [theme.n_units for theme in (*found.themes_, found.residual_)]

    assert len(found.units_) == sum(sizes)


def test_themes_are_named_by_their_own_words(found):
    """A name holds words of its theme and no function words."""
    names = " ".join(theme.name for theme in found.themes_)

    assert {"time", "agency", "live"} <= set(names.replace(",", "").split())
    assert not {"no", "the", "and", "any"} & set(names.replace(",", "").split())


def test_scores_and_stability_are_shares(found):
    """Membership and stability lie in [0, 1]."""
    assert found.units_["score"].between(0, 1).all()
    assert all(0 <= theme.stability <= 1 for theme in found.themes_)


def test_exemplars_quote_the_answer(found, barriers):
    """A quotation's span cuts its very words out of the answer it names."""
    quotations = [q for theme in found.themes_ for q in theme.exemplars]

    assert quotations
    assert all(barriers[q.answer][q.start : q.end] == q.text for q in quotations)
    assert {"central", "dissenting"} == {q.kind for q in quotations}


@pytest.mark.parametrize("seed", range(3))
def test_row_order_changes_nothing(bag_of_words, barriers, seed):
    """Shuffled rows get the same theme for the same answer."""
    order = np.random.default_rng(seed).permutation(len(barriers))
    finder = ThemeFinder(segment=False, encoder=bag_of_words, guide=None)
    straight = list(finder.fit(barriers).labels_)
    shuffled = list(finder.fit([barriers[i] for i in order]).labels_)

    assert [straight[i] for i in order] == shuffled


def test_identical_units_stay_together(bag_of_words, barriers):
    """Case, spacing and outer punctuation never part two units."""
    texts = [*barriers, "No time at  all!", "NO TIME AT ALL", "- no time at all..."]
    labels = ThemeFinder(segment=False, encoder=bag_of_words).fit(texts).labels_

    assert len({labels[0], *labels[-3:]}) == 1


@pytest.mark.parametrize("texts", [[], ["n/a", ""], ["no time"], ["no time", "risk"]])
def test_too_few_answers_give_a_reason(bag_of_words, texts):
    """Nothing to group is a result: no themes, all in the residual, and why."""
    finder = ThemeFinder(encoder=bag_of_words).fit(texts)

    assert finder.themes_ == ()
    assert finder.reason_
    assert len(finder.labels_) == finder.residual_.n_units
    assert list(finder.labels_) == [RESIDUAL] * len(finder.units_)


def test_one_answer_said_many_times_is_no_theme(bag_of_words):
    """Themes need distinct units, since one sentence repeated shows no pattern."""
    finder = ThemeFinder(encoder=bag_of_words).fit(["no time"] * 50)

    assert "1 distinct" in finder.reason_


def test_twenty_answers_give_themes(bag_of_words, barriers):
    """Twenty answers are enough for a result."""
    texts = [*barriers[:12], *(f"{text} here" for text in barriers[:8])]
    finder = ThemeFinder(encoder=bag_of_words).fit(texts)

    assert finder.themes_
    assert finder.reason_ == ""


def test_an_answer_can_be_in_several_themes(bag_of_words, barriers):
    """An answer is in as many themes as its units are."""
    texts = [*barriers, "no time at all; families live far away"]
    finder = ThemeFinder(encoder=bag_of_words, guide=None).fit(texts)
    own = finder.units_[finder.units_["answer"] == 15]

    assert own["text"].tolist() == ["no time at all", "families live far away"]
    assert own["theme"].nunique() == 2


def test_spread_counts_answers_per_stratum(bag_of_words, barriers):
    """Strata are matched by label, and a missing one is not known."""
    answers = pd.Series(barriers[:12], index=[f"R{i}" for i in range(12)])
    strata = pd.Series(["clinical"] * 6 + [None] * 6, index=answers.index)[::-1]
    finder = ThemeFinder(segment=False, encoder=bag_of_words, guide=None)
    finder.fit(answers, strata=strata)
    total = pd.DataFrame([theme.spread for theme in finder.themes_]).sum()

    assert total.to_dict() == {"clinical": 6, "(not known)": 6}


@pytest.mark.parametrize("kind", [list, np.array, pd.Categorical])
def test_strata_without_labels_are_in_the_order_of_the_answers(
    bag_of_words, barriers, kind
):
    """The range that a list would get is no label, though it may name answers."""
    answers = pd.Series(barriers[:12], index=range(11, -1, -1))
    finder = ThemeFinder(segment=False, encoder=bag_of_words, guide=None)
    finder.fit(answers, strata=kind(["N"] * 4 + ["S"] * 8))
    spreads = [dict(theme.spread) for theme in finder.themes_]

    assert sorted(map(str, spreads)) == ["{'N': 4}", "{'S': 4}", "{'S': 4}"]


def test_a_fitted_finder_comes_back_from_a_pickle(bag_of_words):
    """Another process, or a cache, hands it on."""
    finder = ThemeFinder(encoder=bag_of_words).fit(["no time", "far"], strata=[1, 2])

    assert pickle.loads(pickle.dumps(finder)).themes_ == finder.themes_


def test_strata_of_another_number_are_refused(bag_of_words):
    """The message counts both."""
    with pytest.raises(ValueError, match=r"2 answers, 1 strata without labels"):
        ThemeFinder(encoder=bag_of_words).fit(["no time", "far"], strata=["a"])


def test_one_text_is_no_list_of_strata(bag_of_words):
    """Its letters would be."""
    with pytest.raises(TypeError, match="got one str"):
        ThemeFinder(encoder=bag_of_words).fit(["no time", "far"], strata="ab")


def test_strata_that_fit_no_answer_are_refused(bag_of_words):
    """A stratum that belongs to nobody is a mistake, not an unknown one."""
    with pytest.raises(ValueError, match="Strata need the index labels"):
        ThemeFinder(encoder=bag_of_words).fit(
            pd.Series(["no time"], index=["R1"]), strata=pd.Series(["a"], index=["R9"])
        )


def test_a_number_among_the_answers_is_refused(bag_of_words):
    """Answers are text; a number means that the file was read with guessed types."""
    with pytest.raises(TypeError, match="dtype=str"):
        ThemeFinder(encoder=bag_of_words).fit(["no time", 3])


def test_a_lone_surrogate_does_not_end_the_run():
    """A broken export leaves one, which the encoder cannot read."""
    texts = [*(f"no time {n}" for n in range(8)), "\ud800 far"]
    finder = ThemeFinder(segment=False, n_resamples=0).fit(texts)

    assert finder.units_["text"].iloc[-1] == "? far"


@pytest.mark.parametrize(
    "answers", ["no time", pd.DataFrame({"q": ["no time"]}), {"R1": "no time"}]
)
def test_what_is_no_list_of_answers_is_refused(bag_of_words, answers):
    """Neither letters nor names of columns nor keys are answers."""
    with pytest.raises(TypeError, match="several texts"):
        ThemeFinder(encoder=bag_of_words).fit(answers)


def test_a_guide_of_another_kind_is_refused(bag_of_words, barriers):
    """The guide is one of three things."""
    with pytest.raises(ValueError, match="guide must be"):
        ThemeFinder(encoder=bag_of_words, guide="codebook").fit(barriers)


def test_a_guide_brings_different_wordings_together(bag_of_words, barriers):
    """Two barriers that share no word join when the guide knows the idea."""
    texts = [text for text in barriers[:8] if text] + ["rushed off feet", "always busy"]
    statements = ("no time", "time short", "rushed feet", "always busy", "live far")
    guide = Guide(statements, ("time", "time", "time", "time", "distance"))
    finder = ThemeFinder(segment=False, encoder=bag_of_words, guide=guide, min_units=1)
    labels = finder.fit(texts).labels_

    assert labels[0] == labels[-1]


@pytest.mark.slow
def test_another_process_finds_the_same():
    """Nothing depends on the hash seed or the process."""
    code = (
        "from coprod_nlp.themes import ThemeFinder\n"
        "texts = [f'{a} {b}' for a in ('no time for', 'distance from', 'lack of',\n"
        "  'training about') for b in ('family', 'staff', 'the plan', 'people')]\n"
        "finder = ThemeFinder(segment=False).fit(texts)\n"
        "print(list(finder.labels_), [t.keywords for t in finder.themes_])"
    )
    both = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            # Two at once on few cores: threads would wait for one another.
            env={**os.environ, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": "1"},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "2")
    ]
    one, other = (process.communicate()[0] for process in both)

    assert one.startswith("[")
    assert one == other


@pytest.mark.slow
def test_the_shipped_answer_encoder_reads_unless_another_is_named(barriers):
    """Units fit their themes as well as it says, not as the published one does."""
    scores = [
        ThemeFinder(segment=False, guide=None, encoder=encoder)
        .fit(barriers)
        .units_["score"]
        .tolist()
        for encoder in (None, answer_encoder(), default_encoder())
    ]

    assert scores[0] == scores[1]
    assert scores[0] != scores[2]
