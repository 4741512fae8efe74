"""Lists the kinds of export: by what each is told, and what its columns are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import regex

from coprod_nlp.exceptions import SettingsError
from coprod_nlp.survey.exports.columns import (
    Fold,
    Rows,
    as_named,
    qualtrics_columns,
    redcap_columns,
    surveymonkey_columns,
)

_NEVER = "(?!)"


@dataclass(frozen=True, slots=True)
class RowRule:
    """What a cell says about a whole response.

    Parameters
    ----------
    column, cell : str
        Patterns of the header and of the cell, in small letters.
    problem : str
        What is the matter with such a response.
    left_out : bool
        Whether it is no respondent; otherwise it is kept and listed.
    """

    column: str
    cell: str
    problem: str
    left_out: bool


@dataclass(frozen=True, slots=True)
class ExportKind:
    """How one survey tool writes its answers.

    Patterns are of whole headers in small letters, with single spaces.

    Parameters
    ----------
    name, title : str
        As settings call it; as people do.
    signatures : tuple of tuple of str
        It is told by the first row when every pattern of one of these is found there.
    identifier : str
        Pattern of the column that names responses.
    about_response : str
        Pattern of the columns that the tool adds: times, duration, progress.
    header_rows : function
        Counts the rows of the header.
    columns : function
        Makes one column for each question.
    rules : tuple of RowRule
        Responses that are left out or listed.
    given_names : str
        Pattern (of the header as it is) of names that the tool gives by counting; they
        say nothing of a question where its wording stands beside them.
    ends_with : str
        What ends each option of a cell that holds several.
    """

    name: str
    title: str
    signatures: tuple[tuple[str, ...], ...] = ()
    identifier: str = _NEVER
    about_response: str = _NEVER
    header_rows: Callable[[Rows], int] = lambda rows: 1
    columns: Fold = as_named
    rules: tuple[RowRule, ...] = ()
    given_names: str = _NEVER
    ends_with: str = ""

    def told_by(self, header: Sequence[str]) -> list[str]:
        """Return the headers by which the kind is told; none if it is another."""
        for signature in self.signatures:
            found = [place_of(pattern, header) for pattern in signature]
            if None not in found:
                return [header[place].strip() for place in found if place is not None]
        return []


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern means a whole header or cell, whatever its case and spaces."""
    return bool(regex.fullmatch(pattern, " ".join(text.split()).casefold()))


def place_of(pattern: str, header: Sequence[str]) -> int | None:
    """Return the first column whose header a pattern means."""
    places = (place for place, title in enumerate(header) if matches(pattern, title))
    return next(places, None)


def _qualtrics_rows(rows: Rows) -> int:
    """Count the rows up to that of ImportIds, or to one that repeats the names."""
    for number, row in reversed(list(enumerate(rows[:3], start=1))):
        if any(cell.lstrip().startswith('{"ImportId"') for cell in row):
            return number
    below = rows[1] if len(rows) > 1 else []
    # "ResponseId" stands over "Response ID", "StartDate" over "Start Date".
    repeated = [
        name
        for name, cell in zip(rows[0], below, strict=False)
        if name.strip() and name.strip().casefold() == "".join(cell.split()).casefold()
    ]
    return 2 if repeated else 1


def _surveymonkey_rows(rows: Rows) -> int:
    """Count a second row of options, over which no respondent is named."""
    place = place_of("respondent id", rows[0]) or 0
    below = rows[1] if len(rows) > 1 else [""] * (place + 1)
    return 1 if place < len(below) and below[place].strip() else 2


_QUALTRICS_RULES = (
    RowRule(
        column="status",
        # In numbers: 1 preview, 2 test, 8 spam, and their sums with 1, 4 and 8.
        cell=r".*(preview|test|spam).*|1|2|8|9|12|17",
        problem="a preview, a test or spam by its Status, no respondent",
        left_out=True,
    ),
    RowRule(
        column="finished",
        cell="false|0|no",
        problem="the response is not finished",
        left_out=False,
    ),
)
_QUALTRICS_ABOUT = (
    r"startdate|enddate|recordeddate|status|progress|finished|duration \(in seconds\)|"
    r"duration__in_seconds_|distributionchannel|userlanguage|responseset|"
    r"locationaccuracy|q_(recaptchascore|relevantid\w*|ballotboxstuffing|totalduration)"
)

EXPORTS = (
    ExportKind(
        name="qualtrics",
        title="Qualtrics",
        signatures=(
            ("responseid", "recordeddate|startdate|finished|responseset"),
            ("startdate", "enddate", "finished|progress|status"),
        ),
        identifier="responseid",
        about_response=_QUALTRICS_ABOUT,
        header_rows=_qualtrics_rows,
        columns=qualtrics_columns,
        rules=_QUALTRICS_RULES,
        given_names=r"Q\d+(_\d+)*",
    ),
    ExportKind(
        name="surveymonkey",
        title="SurveyMonkey",
        signatures=(("respondent id", "collector id"),),
        identifier="respondent id",
        about_response="collector id|start date|end date|(date )?(created|modified)",
        header_rows=_surveymonkey_rows,
        columns=surveymonkey_columns,
    ),
    ExportKind(
        name="microsoft-forms",
        title="Microsoft Forms",
        signatures=(("id", "start time", "completion time"),),
        identifier="id",
        about_response=(
            "start time|completion time|last modified time|language|total points|"
            "quiz feedback|grade posted time|(points|feedback) - .*"
        ),
        ends_with=";",
    ),
    ExportKind(
        name="redcap",
        title="REDCap",
        signatures=(
            ("record_id|study_id|redcap_.*", ".*_complete"),
            (r".*___\w+", ".*_complete"),
            ("record id", r"complete\?"),
        ),
        identifier="record_id|study_id|record id",
        about_response=(
            r"redcap_(?!survey_identifier).*|.*_complete|.*_timestamp|complete\?|"
            "event name|repeat (instrument|instance)|survey timestamp"
        ),
        columns=redcap_columns,
        rules=(
            RowRule(
                column=r".*_complete|complete\?",
                cell="0|incomplete",
                problem="a form of the record is not complete",
                left_out=False,
            ),
        ),
    ),
    ExportKind(
        name="jisc",
        title="Jisc Online Surveys",
        signatures=(("unique response number",),),
        identifier="unique response number",
        about_response=(
            "(start|completion|submission) (date|time)|"
            "(date )?(started|completed|submitted)"
        ),
    ),
    ExportKind(
        name="google-forms",
        title="Google Forms",
        signatures=(("timestamp",),),
        about_response=r"timestamp|score|.* \[(score|feedback)\]",
    ),
    ExportKind(
        name="spss",
        title="SPSS",
        identifier="responseid|respondent_?id|record_id|id|urn",
        given_names=r"Q\d+(_\d+)*",
    ),
    ExportKind(name="plain", title="plain table"),
)
"""Every kind of export, the most particular first."""


def export_named(name: str) -> ExportKind:
    """Return the kind of export of that name.

    Raises
    ------
    SettingsError
        If there is none.

    Examples
    --------
    >>> export_named("jisc").title
    'Jisc Online Surveys'
    """
    for kind in EXPORTS:
        if kind.name == name:
            return kind
    names = [kind.name for kind in EXPORTS]
    message = f"There is no kind of export {name!r}; choose one of {names!r}."
    raise SettingsError(message)


PLAIN = export_named("plain")
REDCAP = export_named("redcap")
SPSS = export_named("spss")


def detect(header: Sequence[str]) -> ExportKind:
    """Return the kind of export whose signature the first row bears.

    Examples
    --------
    >>> detect(["Id", "Start time", "Completion time", "Email"]).title
    'Microsoft Forms'
    >>> detect(["id", "q4", "q4a"]).title
    'plain table'
    """
    return next((kind for kind in EXPORTS if kind.told_by(header)), PLAIN)
