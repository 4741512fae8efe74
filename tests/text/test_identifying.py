"""What may identify a person is found, one pattern at a time. All are invented."""

import itertools

import hypothesis.strategies as st
import pytest
from hypothesis import given

from coprod_nlp.text.identifying import is_nhs_number, possible_identifiers


def _found(text, words=()):
    return [(one.kind, one.span.of(text)) for one in possible_identifiers(text, words)]


def test_an_nhs_number_is_known_by_its_check_digit():
    """943 476 5919 is the example of the NHS Data Dictionary."""
    assert _found("No. 943 476 5919 here") == [("NHS number", "943 476 5919")]


def test_ten_digits_that_fail_the_check_are_no_nhs_number():
    """One digit off, and it is no number that the NHS gave out."""
    assert _found("order 943 476 5918") == []


@given(st.text("0123456789", min_size=9, max_size=9))
def test_at_most_one_check_digit_fits(nine):
    """Nine digits have one check digit, or none where it would be 10."""
    assert sum(is_nhs_number(f"{nine}{last}") for last in range(10)) <= 1


@pytest.mark.parametrize("text", ["AB123456C", "ab 12 34 56 c", "JG 10 37 59 A"])
def test_a_national_insurance_number_is_found(text):
    """With or without spaces, in any case."""
    assert _found(f"mine is {text}.") == [("National Insurance number", text)]


def test_a_prefix_that_was_never_given_out_is_none():
    """GB is not among the prefixes."""
    assert _found("GB123456A") == []


@pytest.mark.parametrize("text", ["NN1 5BT", "NN15BT", "sw1a 1aa", "EC1A 1BB"])
def test_a_full_postcode_is_found(text):
    """With or without the space."""
    assert _found(f"near {text} I think") == [("postcode", text)]


def test_a_part_of_a_postcode_is_none():
    """NN1 covers thousands of homes."""
    assert _found("in NN1 and MK40") == []


@pytest.mark.parametrize(
    "text", ["01604 555 123", "07700 900123", "+44 7700 900123", "(01604) 555123"]
)
def test_a_telephone_number_is_found(text):
    """Numbers that Ofcom keeps for fiction, as people write them."""
    assert [kind for kind, _ in _found(f"ring {text} please")] == ["telephone number"]


def test_an_e_mail_address_is_found():
    """Up to the end of the domain, without the full stop behind it."""
    assert _found("write to a.b@care.example.org.") == [
        ("e-mail address", "a.b@care.example.org")
    ]


def test_a_web_address_is_found():
    """With or without the protocol."""
    assert _found("see www.example.org/page for it") == [
        ("web address", "www.example.org/page")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "12/03/2024",
        "3.5.19",
        "2024-03-12",
        "3rd of May",
        "12 March 2024",
        "May 3rd 2023",
    ],
)
def test_a_day_is_found(text):
    """An event on a day can be looked up."""
    assert _found(f"on {text} we met") == [("date", text)]


@pytest.mark.parametrize("text", ["in May", "24/7", "2 or 3 days", "1/2 of us", "2019"])
def test_what_names_no_day_is_none(text):
    """Shares, spans and whole months are left."""
    assert _found(text) == []


@pytest.mark.parametrize(
    "text",
    ["Dr Shah", "Mrs O'Neill", "Prof. J. Smith", "Mr Smith-Jones"],
)
def test_a_title_with_a_name_is_found(text):
    """However short the title and however long the name."""
    assert _found(f"as {text} said") == [("title and name", text)]


@pytest.mark.parametrize("text", ["the Dr said", "a nurse told me", "MR scans"])
def test_a_title_without_a_name_is_none(text):
    """A title alone names nobody."""
    assert _found(text) == []


def test_words_of_the_users_own_list_are_found_as_whole_words():
    """In any case, and not inside other words."""
    assert _found("On ASH ward, washing", ["ash", " "]) == [
        ("word of your own list", "ASH")
    ]


def test_signs_in_the_users_words_are_no_patterns():
    """What the user lists is meant as it stands."""
    assert _found("Unit 4 (new) or Unit 45", ["Unit 4 (new)"]) == [
        ("word of your own list", "Unit 4 (new)")
    ]


def test_words_have_one_kind_each():
    """A number is marked once, though several patterns may fit it."""
    found = possible_identifiers("07700 900123 or 943 476 5919 on 12/03/2024")

    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))


@given(st.text(max_size=80))
def test_any_text_can_be_looked_through(text):
    """Every span lies in the text and holds something."""
    for one in possible_identifiers(text, ["a"]):
        assert one.span.of(text)


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("St Mary's", "St Mary\u2019s"),
        ("Ward 7", "ward  7"),
        ("Ward 7", "Ward\n7"),
        ("Zo\u00eb", "zo\u00eb"),
        ("Zoe\u0308", "Zo\u00eb"),
    ],
)
def test_a_word_of_ones_own_is_found_however_it_is_typed(word, written):
    """A telephone types another apostrophe, and a hand another space."""
    assert _found(f"On {written} we never", [word]) == [
        ("word of your own list", written)
    ]


@pytest.mark.parametrize("text", ["Dr  Shah", "Dr SMITH", "12  March 2024"])
def test_names_and_dates_are_found_however_they_are_typed(text):
    """With two spaces, or in capitals."""
    assert [found for _, found in _found(f"ask {text} first")] == [text]
