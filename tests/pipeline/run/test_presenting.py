"""What the paragraphs on methods name comes from the record of the run."""

from pathlib import Path

import pytest

from coprod_nlp.config import Settings, ThemeSettings
from coprod_nlp.pipeline.run.presenting import run_facts
from coprod_nlp.pipeline.run.provenance import made_with


def facts_of(**themes):
    """Return the facts of a run with some settings for themes."""
    settings = Settings(themes=ThemeSettings(**themes))
    return run_facts(made_with("0" * 64, settings))


def test_the_encoder_named_is_the_one_that_places_answers():
    """Not the published one that it was trained from."""
    record = made_with("0" * 64, Settings())

    assert f"answer encoder {record['models']['answer-encoder'][:12]}" in (
        run_facts(record).encoder
    )


@pytest.mark.parametrize(("own", "names"), [(False, True), (True, False)])
def test_a_reader_is_named_where_it_read(tmp_path, own, names):
    """It learned the codes of the bundled codebook and of no other."""
    codebook = Path(tmp_path / "codebook.csv") if own else None
    if codebook:
        codebook.write_text("code,description\nrest,time to rest\n", encoding="utf-8")

    assert ("idea reader" in facts_of(codebook=codebook).reader) == names
