"""What to do: the settings of one project, read from TOML."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from coprod_nlp.files.tomlfiles import checked_against, parse_toml


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SurveySettings(_Part):
    """How the survey file is read.

    Parameters
    ----------
    columns : mapping of str to str
        Header in the file by question id, where it is not recognised by itself.
    export : str, optional
        Which kind of export the file is; by default told by its header.
    dictionary : Path, optional
        Data dictionary of a REDCap project.
    keep_personal : list of str
        Headers of columns to keep although they hold personal data.
    sheet, encoding : str, optional
        Of a workbook; of a CSV file.
    instrument, roles : Path, optional
        Your own questionnaire, and your own list of job titles, as TOML.
    """

    columns: dict[str, str] = {}
    export: (
        Literal[
            "qualtrics",
            "surveymonkey",
            "microsoft-forms",
            "redcap",
            "jisc",
            "google-forms",
            "spss",
            "plain",
        ]
        | None
    ) = None
    dictionary: Path | None = None
    keep_personal: list[str] = []
    sheet: str | None = None
    encoding: str | None = None
    instrument: Path | None = None
    roles: Path | None = None


class DefinitionSettings(_Part):
    """How definitions are judged.

    Parameters
    ----------
    reference : Path, optional
        Your own reference definition, as TOML.
    model : Path, optional
        Folder of a matcher you trained.
    """

    reference: Path | None = None
    model: Path | None = None


class ThemeSettings(_Part):
    """How the other open answers are grouped and coded.

    Parameters
    ----------
    questions : list of str, optional
        Question ids; by default every open question that asks for no definition.
    codebook : Path, optional
        Your own codebook, as TOML or CSV.
    """

    questions: list[str] | None = None
    codebook: Path | None = None


class TableSettings(_Part):
    """How answers are counted.

    Parameters
    ----------
    by : list of str
        Strata to tabulate by: role_type, department, job_title, survey, time_in_post.
    smallest_stratum : int
        Strata of fewer respondents are shown together.
    suppression : str
        Rule for small counts in the tables and the report.
    """

    by: list[
        Literal["role_type", "department", "job_title", "survey", "time_in_post"]
    ] = ["role_type", "department"]
    smallest_stratum: Annotated[int, Field(ge=1)] = 10
    suppression: Literal[
        "none", "threshold-5", "threshold-10", "threshold-11", "nhs-sub-national"
    ] = "none"


class AgreementSettings(_Part):
    """How codings are compared.

    Parameters
    ----------
    approach : str
        ``reflexive`` shows differences to talk about and no coefficients.
    n_resamples : int
        Bootstrap resamples behind each interval.
    """

    approach: Literal["coding_reliability", "codebook", "reflexive"] = (
        "coding_reliability"
    )
    n_resamples: Annotated[int, Field(ge=200)] = 2000


class ReportSettings(_Part):
    """What the report shows.

    Parameters
    ----------
    title : str
    quotations : int
        Quotations per group; 0 for none.
    own_identifiers : list of str
        Names of people, wards and the like; an answer that holds one is not quoted.
    quote_anyway : list of str
        Respondents whose answers somebody has read and cleared: they may be quoted
        though a possible identifier was found in them.
    """

    title: str = ""
    quotations: Annotated[int, Field(ge=0)] = 3
    own_identifiers: list[str] = []
    quote_anyway: list[str] = []


class Settings(_Part):
    """Everything a project may set; every part has a default.

    Parameters
    ----------
    seed : int
        Of every random draw (resamples, stability).
    survey, definitions, themes, tables, agreement, report : parts
        See each part's own class.

    Examples
    --------
    >>> Settings(seed=7).tables.by
    ['role_type', 'department']
    """

    seed: int = 0
    survey: SurveySettings = SurveySettings()
    definitions: DefinitionSettings = DefinitionSettings()
    themes: ThemeSettings = ThemeSettings()
    tables: TableSettings = TableSettings()
    agreement: AgreementSettings = AgreementSettings()
    report: ReportSettings = ReportSettings()

    def as_record(self) -> dict[str, Any]:
        """Return the settings as plain values, for the manifest; of paths the name.

        Of names of people and of respondents their number only.
        """
        record = {
            key: {name: _plain(value) for name, value in part}
            if isinstance(part, _Part)
            else part
            for key, part in self
        }
        for name in ("own_identifiers", "quote_anyway"):
            record["report"][name] = len(record["report"][name])
        return record

    def own_files(self) -> list[Path]:
        """Return the user's own instrument, roles, dictionary, definition, codebook."""
        parts = (self.survey, self.definitions, self.themes)
        found = [value for part in parts for _, value in part]
        return [p for p in found if isinstance(p, Path) and not p.is_dir()]


def _plain(value: Any) -> Any:
    return value.name if isinstance(value, Path) else value


def load_settings(path: Path | str) -> Settings:
    """Read the settings of a project from a TOML file.

    Paths in it are taken from the folder the file lies in.

    Raises
    ------
    SettingsError
        If the file is missing, is not TOML, or sets something unknown.
    """
    path = Path(path)
    source = f"The settings file {str(path)!r}"
    settings: Settings = checked_against(Settings, parse_toml(path), source)
    return _anchored(settings, path.parent)


def _anchored(settings: Settings, folder: Path) -> Settings:
    """Make every path of the settings independent of where the command runs."""
    parts: dict[str, Any] = {}
    for name in ("survey", "definitions", "themes"):
        part = getattr(settings, name)
        paths = {key: folder / value for key, value in part if isinstance(value, Path)}
        parts[name] = part.model_copy(update=paths)
    return settings.model_copy(update=parts)
