import pytest

from coprod_nlp.exceptions import SurveyReadError
from coprod_nlp.files.cells.opening import read_plain
from coprod_nlp.files.cells.records import iterate_records, scan_delimited

HEADER = b"who,what\r\n"
MISREAD = "it\u2019s".encode().decode("cp1252")
CONTENTS = {
    "utf-8": HEADER + "a,café\r\n".encode(),
    "with a mark": b"\xef\xbb\xbf" + HEADER + "a,café\r\n".encode(),
    "cp1252": HEADER + b"a,caf\xe9\r\nb,\x93so\x94\r\n",
    "mixed": HEADER + "a,café\r\nb,naïve\r\n".encode() + b"c,caf\xe9\r\n",
    "mixed with a mark": b"\xef\xbb\xbf" + HEADER + "a,é\r\n".encode() + b"b,\xe9\r\n",
    "misread before": HEADER + f"a,{MISREAD}\r\n".encode(),
    "utf-16": "who,what\r\na,café\r\n".encode("utf-16"),
    "old Mac": "who,what\ra,café\r".encode() + b"b,caf\xe9\r",
    "semicolons": b"who;what\r\na;b, c\r\n",
    "said by Excel": b"sep=;\r\nwho;what\r\na;b\r\n",
    "line breaks in a cell": HEADER + 'a,"é\nf\rg"\r\n'.encode(),
}
REFUSED = {
    "utf-16 without a mark": "who,what\r\na,b\r\n".encode("utf-16-le"),
    "neither of the two": HEADER + b"a,\x81\r\n",
    "utf-16 that was cut": "who,what\r\na,b\r\n".encode("utf-16")[:-1],
}


@pytest.fixture
def write(tmp_path):
    """Return a function that writes bytes as a file."""

    def write(content):
        path = tmp_path / "answers.csv"
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize("content", CONTENTS.values(), ids=list(CONTENTS))
def test_a_file_reads_alike_at_once_and_part_by_part(write, content):
    """Its letters, its delimiter, and what is told of them."""
    path = write(content)
    whole, layout = read_plain(path), scan_delimited(path)

    assert [list(layout.header)] == list(whole.headings)
    assert [cells for _, cells in iterate_records(layout)] == list(whole.rows)
    assert layout.problems == whole.problems


@pytest.mark.parametrize("content", REFUSED.values(), ids=list(REFUSED))
def test_a_file_is_refused_alike_at_once_and_part_by_part(write, content):
    """In the same words, whatever its size."""
    path = write(content)
    with pytest.raises(SurveyReadError) as at_once:
        read_plain(path)
    with pytest.raises(SurveyReadError) as in_parts:
        scan_delimited(path)

    assert str(in_parts.value) == str(at_once.value)


def test_the_lines_that_are_not_utf_8_are_named(write):
    """However large the file is."""
    layout = scan_delimited(write(HEADER + b"a,caf\xe9\n" * 9 + "b,é\n".encode()))

    assert layout.problems[0].problem == (
        "two encodings are mixed: line(s) 2, 3, 4, 5, 6… are not UTF-8, others are"
    )


def test_the_first_of_too_many_broken_rows_is_named(write):
    """What was noticed of the whole file is no row."""
    path = write(b"who;what\n" + b"a;b;c\n" * 1001)

    with pytest.raises(SurveyReadError, match="the first of them row 2: it has 3"):
        scan_delimited(path)
