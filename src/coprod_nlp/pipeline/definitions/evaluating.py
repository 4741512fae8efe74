"""Sets verdicts beside manual coding: agreement, confusion, and the true share."""

from dataclasses import asdict, dataclass

import pandas as pd

from coprod_nlp.agreement import CorrectedShare, agreement_table, corrected_share
from coprod_nlp.exceptions import CodingsError, NotEnoughDataError
from coprod_nlp.matching import LABELS, Label
from coprod_nlp.tables.shares import strata
from coprod_nlp.text.nonanswers import AnswerKind


@dataclass(frozen=True, eq=False)
class DefinitionEvaluation:
    """How verdicts stand beside manual coding.

    Parameters
    ----------
    agreement : DataFrame
        Rows of `agreement_table`, between "manual" and "machine".
    confusion : DataFrame
        Answers by manual label (rows) and the machine's (columns).
    shares : DataFrame
        A row for everybody, ``(all)``, and one per stratum, ``(not known)`` last:
        `stratum`, then the fields of `CorrectedShare` for the share of accurate
        definitions, and `note` where a stratum has too few coded answers to correct.
    """

    agreement: pd.DataFrame
    confusion: pd.DataFrame
    shares: pd.DataFrame


def evaluate_definitions(
    manual: pd.Series,
    verdicts: pd.DataFrame,
    *,
    learned: pd.Series | None = None,
    by: pd.Series | None = None,
    sampling_probability: pd.Series | None = None,
    n_resamples: int = 2000,
    random_state: int = 0,
) -> DefinitionEvaluation:
    """Compare verdicts with the labels that a person gave to a random part.

    The part must not be what the matcher learned from: there it errs less than
    elsewhere, and a share is not corrected enough. What it learned from is part of the
    share all the same, as it was coded.

    Parameters
    ----------
    manual : Series of str
        Label by respondent (accurate, partial, inaccurate, no_definition); those whom
        nobody coded are left out or missing.
    verdicts : DataFrame
        Of everybody, indexed by respondent; see `DefinitionMatcher.judge`.
    learned : Series of str, optional
        Label by respondent of the answers that the matcher learned from, drawn at
        random as `manual` was; those without a label are left out.
    by : Series, optional
        Stratum by respondent.
    sampling_probability : Series of float, optional
        Chance by respondent of being drawn for `manual`, in (0, 1]; by default the same
        for all. With `learned`, of those who are not in it: where half of a draw with
        the chances p was learned, p / (2 - p). Who was not drawn may be left out.
    n_resamples, random_state : int
        Of the bootstrap behind the intervals of agreement.

    Returns
    -------
    DefinitionEvaluation

    Raises
    ------
    CodingsError
        If a label is unknown, a coded respondent has no verdict, or a respondent
        stands twice, also in both `manual` and `learned`.
    NotEnoughDataError
        If too few answers were coded.
    """
    manual = _checked("manual", manual, verdicts)
    known = _checked("learned", manual[:0] if learned is None else learned, verdicts)
    both = manual.index.intersection(known.index)
    if len(both):
        message = (
            f"{len(both)} respondent(s) are in manual and in learned; a share is "
            "corrected with answers that the matcher has not learned from."
        )
        raise CodingsError(message)
    said = verdicts["label"].reindex(manual.index)
    pairs = {"manual": manual, "machine": said}
    codings = pd.concat(
        [
            pd.DataFrame({"unit": codes.index, "coder": coder, "code": codes.to_list()})
            for coder, codes in pairs.items()
        ],
        ignore_index=True,
    )
    order = pd.Index(LABELS)
    confusion = pd.crosstab(manual, said).reindex(
        index=order, columns=order, fill_value=0
    )
    return DefinitionEvaluation(
        agreement=agreement_table(
            codings, n_resamples=n_resamples, random_state=random_state
        ),
        confusion=confusion.rename_axis("manual").rename_axis("machine", axis=1),
        shares=_shares(manual, known, verdicts, by, sampling_probability),
    )


def _checked(name: str, labels: pd.Series, verdicts: pd.DataFrame) -> pd.Series:
    """Return the labels that were given, if they are labels of the respondents."""
    labels = labels.dropna().astype(str)
    unknown = ~labels.isin(LABELS)
    if unknown.any():
        message = (
            f"{name} holds {labels[unknown].nunique()} value(s) that are no label, "
            f"{int(unknown.sum())} time(s); the labels are {list(LABELS)!r}."
        )
        raise CodingsError(message)
    strangers = labels.index[~labels.index.isin(verdicts.index)]
    if len(strangers) or labels.index.has_duplicates or verdicts.index.has_duplicates:
        message = (
            f"{len(strangers)} coded respondent(s) have no verdict, "
            f"{int(labels.index.duplicated().sum())} stand twice in {name} and "
            f"{int(verdicts.index.duplicated().sum())} in verdicts. Index both alike, "
            f"one row for each respondent."
        )
        raise CodingsError(message)
    return labels


def _drawable(verdicts: pd.DataFrame, coded: pd.Series) -> pd.Series:
    """Say for which answers coding has something to tell.

    A cell that is blank or says "don't know" is not accurate, whether somebody coded it
    or not; unless a coder found otherwise in one of them.
    """
    everybody = pd.Series(True, index=verdicts.index)
    if "answer_kind" not in verdicts:
        return everybody
    written = verdicts["answer_kind"] == AnswerKind.ANSWERED
    return everybody if (coded[~written] == 1).any() else written


def _share_of_all(part: pd.DataFrame) -> CorrectedShare:
    open_part = part["drawable"] & part["learned"].isna()
    drawable, known = part[open_part], part.loc[~open_part, "learned"].fillna(0.0)
    return corrected_share(
        drawable["machine"],
        drawable["manual"],
        sampling_probability=drawable["chance"],
        n_known_zeros=int((known == 0).sum()),
        n_known_ones=int((known == 1).sum()),
    )


def _shares(
    manual: pd.Series,
    learned: pd.Series,
    verdicts: pd.DataFrame,
    by: pd.Series | None,
    sampling_probability: pd.Series | None,
) -> pd.DataFrame:
    frame = pd.DataFrame({"machine": verdicts["probability"]})
    for name, labels in (("manual", manual), ("learned", learned)):
        accurate = (labels == Label.ACCURATE).astype(float)
        frame[name] = accurate.reindex(verdicts.index)
    frame["drawable"] = _drawable(verdicts, frame["manual"].fillna(frame["learned"]))
    frame["chance"] = 1.0
    if sampling_probability is not None:
        # A plan of coding knows the chances of those only whom it drew.
        chance = sampling_probability.reindex(verdicts.index)
        frame["chance"] = chance.mask(chance.isna() & frame["manual"].isna(), 1.0)
    own = by.reindex(verdicts.index) if isinstance(by, pd.Series) else by
    rows = []
    for stratum, members in strata(verdicts["probability"], own):
        part = frame.loc[members]
        try:
            found = _share_of_all(part)
            rows.append({"stratum": stratum, **asdict(found), "note": ""})
        except NotEnoughDataError as error:
            if not rows:
                raise
            rows.append(
                {"stratum": stratum, "n_answers": len(part), "note": str(error)}
            )
    return pd.DataFrame(rows)
