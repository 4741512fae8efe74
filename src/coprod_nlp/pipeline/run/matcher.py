"""Makes the matcher that judges the definitions of a survey as its settings say."""

from coprod_nlp.config import Settings
from coprod_nlp.matching import DefinitionMatcher, load_definition
from coprod_nlp.survey import Survey


def matcher_of(survey: Survey, settings: Settings) -> DefinitionMatcher:
    """Return a matcher for the definition of the settings, by default the bundled one.

    It knows the texts that the survey showed, so that it sees who repeats them.

    Raises
    ------
    SettingsError
        If the file of the definition is not valid.
    """
    mine = settings.definitions.reference
    return DefinitionMatcher(
        load_definition(mine) if mine else None,
        model=settings.definitions.model,
        shown_texts=survey.instrument.texts,
    )
