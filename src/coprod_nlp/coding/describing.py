"""What a codebook alone says of the codes of a question."""

from coprod_nlp.coding.codebook import Codebook
from coprod_nlp.exceptions import NotEnoughDataError

_RARER = 0.15
_OTHER = 0.5


def statements_of(
    codebook: Codebook, question: str | None
) -> tuple[list[str], list[str]]:
    """Return statements, and the code that each speaks of.

    Raises
    ------
    SettingsError
        If no code belongs to the question.
    NotEnoughDataError
        If only one does, so that there is nothing to tell apart.
    """
    own = codebook.for_question(question)
    if len(own) < 2:
        where = "the codebook" if question is None else f"question {question!r}"
        message = (
            f"Suggesting needs at least two codes to choose from; {where} has only "
            f"{own[0].code!r}. Add a second code."
        )
        raise NotEnoughDataError(message)
    pairs = [(text, code.code) for code in own for text in code.statements]
    return [text for text, _ in pairs], [code for _, code in pairs]


def prior_of(codebook: Codebook, question: str | None) -> dict[str, float]:
    """Return how common each code is expected to be, beside the others.

    Codes that are not at home under the question count 0.15, other half.

    Raises
    ------
    SettingsError
        If no code belongs to the question.
    """
    prior = {
        code.code: 1.0 if code.is_at_home(question) else _RARER
        for code in codebook.for_question(question)
    }
    if codebook.other in prior:
        prior[codebook.other] *= _OTHER
    return prior
