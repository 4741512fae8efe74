"""What a codebook alone says of the codes of a question."""

from coprod_nlp.coding.codebook import Codebook

_RARER = 0.25
_OTHER = 0.5


def statements_of(
    codebook: Codebook, question: str | None
) -> tuple[list[str], list[str]]:
    """Return statements, and the code that each speaks of.

    Raises
    ------
    SettingsError
        If no code belongs to the question.
    """
    own = codebook.for_question(question)
    pairs = [(text, code.code) for code in own for text in code.statements]
    return [text for text, _ in pairs], [code for _, code in pairs]


def prior_of(codebook: Codebook, question: str | None) -> dict[str, float]:
    """Return how common each code is expected to be, beside the others.

    Codes that are not at home under the question count a quarter, other half.

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
