import pytest


@pytest.fixture
def barriers():
    """Return twelve short answers about three barriers, and three non-answers."""
    return [
        "no time at all",
        "no time to sit",
        "time is short",
        "never any time",
        "families live far away",
        "parents live far off",
        "relatives live far away",
        "far away from family",
        "agency staff every night",
        "agency staff again",
        "too many agency staff",
        "staff shortage and agency staff",
        "n/a",
        "",
        "don't know",
    ]
