"""Sets verdicts beside manual coding: agreement, confusion, and the true share."""

from dataclasses import asdict, dataclass

import pandas as pd

from coprod_nlp.agreement import CorrectedShare, agreement_table, corrected_share
from coprod_nlp.exceptions import CodingsError, NotEnoughDataError
from coprod_nlp.matching import LABELS, Label
from coprod_nlp.tables import EVERYBODY
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
        A row per stratum and one for everybody, ``(all)``: `stratum`, then the fields
        of `CorrectedShare` for the share of accurate definitions, and `note` where a
        stratum has too few coded answers to correct.
    """

    agreement: pd.DataFrame
    confusion: pd.DataFrame
    shares: pd.DataFrame


def evaluate_definitions(
    manual: pd.Series,
    verdicts: pd.DataFrame,
    *,
    by: pd.Series | None = None,
    sampling_probability: pd.Series | None = None,
    n_resamples: int = 2000,
    random_state: int = 0,
) -> DefinitionEvaluation:
    """Compare verdicts with the labels that a person gave to a random part.

    The part must not be what the matcher learned from: there it errs less than
    elsewhere, and a share is not corrected enough.

    Parameters
    ----------
    manual : Series of str
        Label by respondent (accurate, partial, inaccurate, no_definition); those whom
        nobody coded are left out or missing.
    verdicts : DataFrame
        Of everybody, indexed by respondent; see `DefinitionMatcher.judge`.
    by : Series, optional
        Stratum by respondent.
    sampling_probability : Series of float, optional
        Chance by respondent of being drawn for coding, in (0, 1]; by default the same
        for all. Those who were not drawn may be left out.
    n_resamples, random_state : int
        Of the bootstrap behind the intervals of agreement.

    Returns
    -------
    DefinitionEvaluation

    Raises
    ------
    CodingsError
        If a label is unknown, a coded respondent has no verdict, or a respondent
        stands twice.
    NotEnoughDataError
        If too few answers were coded.
    """
    manual = _checked(manual.dropna().astype(str), verdicts)
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
        shares=_shares(manual, verdicts, by, sampling_probability),
    )


def _checked(manual: pd.Series, verdicts: pd.DataFrame) -> pd.Series:
    unknown = ~manual.isin(LABELS)
    if unknown.any():
        message = (
            f"manual holds {manual[unknown].nunique()} value(s) that are no label, "
            f"{int(unknown.sum())} time(s); the labels are {list(LABELS)!r}."
        )
        raise CodingsError(message)
    strangers = manual.index[~manual.index.isin(verdicts.index)]
    if len(strangers) or manual.index.has_duplicates or verdicts.index.has_duplicates:
        message = (
            f"{len(strangers)} coded respondent(s) have no verdict, "
            f"{int(manual.index.duplicated().sum())} stand twice in manual and "
            f"{int(verdicts.index.duplicated().sum())} in verdicts. Index both alike, "
            f"one row for each respondent."
        )
        raise CodingsError(message)
    return manual


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
    drawable = part[part["drawable"]]
    return corrected_share(
        drawable["machine"],
        drawable["manual"],
        sampling_probability=drawable["chance"],
        n_known_zeros=len(part) - len(drawable),
    )


def _shares(
    manual: pd.Series,
    verdicts: pd.DataFrame,
    by: pd.Series | None,
    sampling_probability: pd.Series | None,
) -> pd.DataFrame:
    coded = (manual == Label.ACCURATE).astype(float).reindex(verdicts.index)
    frame = pd.DataFrame({"machine": verdicts["probability"], "manual": coded})
    frame["drawable"] = _drawable(verdicts, coded)
    frame["chance"] = 1.0
    if sampling_probability is not None:
        # A plan of coding knows the chances of those only whom it drew.
        chance = sampling_probability.reindex(verdicts.index)
        frame["chance"] = chance.mask(chance.isna() & coded.isna(), 1.0)
    parts = [(EVERYBODY, frame)]
    if by is not None:
        strata = by.reindex(verdicts.index)
        parts += [
            (str(name), frame[strata == name]) for name in sorted(set(strata.dropna()))
        ]
    rows = []
    for stratum, part in parts:
        try:
            found = _share_of_all(part)
            rows.append({"stratum": stratum, **asdict(found), "note": ""})
        except NotEnoughDataError as error:
            if part is frame:
                raise
            rows.append(
                {"stratum": stratum, "n_answers": len(part), "note": str(error)}
            )
    return pd.DataFrame(rows)
