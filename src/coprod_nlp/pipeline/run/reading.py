"""Reads a survey as the settings of a project say."""

from pathlib import Path

from coprod_nlp.config import Settings, load_settings
from coprod_nlp.survey import Survey, read_survey
from coprod_nlp.survey.exports.kinds import export_named


def settings_of(
    config: Path | None, *, export: str | None = None, dictionary: Path | None = None
) -> Settings:
    """Return the settings of a file, or none, with what a command line sets instead.

    Raises
    ------
    SettingsError
        If the file is not valid, or there is no such kind of export.
    """
    settings = load_settings(config) if config else Settings()
    if export is not None:
        export_named(export)
    said = {"export": export, "dictionary": dictionary}
    update = {name: value for name, value in said.items() if value is not None}
    return settings.model_copy(
        update={"survey": settings.survey.model_copy(update=update)}
    )


def read_by_settings(
    path: Path, settings: Settings, *, lenient: bool = False
) -> Survey:
    """Read a survey file as the settings say; see `read_survey`."""
    chosen = settings.survey
    return read_survey(
        path,
        instrument=chosen.instrument,
        columns=chosen.columns,
        roles=chosen.roles,
        export=chosen.export,
        dictionary=chosen.dictionary,
        keep_personal=chosen.keep_personal,
        encoding=chosen.encoding,
        sheet=chosen.sheet,
        lenient=lenient,
    )
