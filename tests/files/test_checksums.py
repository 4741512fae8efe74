"""Files are known by what they hold."""

from coprod_nlp.files.checksums import files_sha256


def test_one_hash_stands_for_several_files_in_their_order(tmp_path):
    """Another content, or another order, is another hash."""
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("a")
    other.write_text("b")
    before = files_sha256([one, other])

    assert files_sha256([other, one]) != before
    other.write_text("c")
    assert files_sha256([one, other]) != before
    other.write_text("b")
    assert files_sha256([one, other]) == before
