import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod_nlp.exceptions import SettingsError
from coprod_nlp.text.normalisation import normalise
from coprod_nlp.themes import RESIDUAL, EditEntry, ThemeEntry, ThemeFinder, ThemeSet
from coprod_nlp.themes.theme_set.units import typed_units

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
CELL = ANY.map(normalise)
NAME = ANY.filter(str.strip)
SCORE = st.floats(0, 1) | st.just(float("nan"))


@st.composite
def theme_sets(draw):
    """Draw a theme set with hostile words everywhere."""
    ids = draw(st.lists(NAME.filter(lambda n: n != RESIDUAL), unique=True, max_size=4))
    themes = tuple(
        ThemeEntry(
            id=id,
            name=draw(NAME),
            state=draw(st.sampled_from(["candidate", "adopted"])),
            parent=draw(st.sampled_from(["", *ids[:i]])),
            note=draw(ANY),
            sources=tuple(draw(st.lists(ANY, max_size=2))),
            proposed=draw(ANY),
            stability=draw(st.none() | st.floats(0, 1)),
        )
        for i, id in enumerate(ids)
    )
    answers = draw(st.lists(CELL, unique=True, max_size=4))
    question = draw(CELL)
    homes = [RESIDUAL, *(id for id in ids if normalise(id) == id)]
    units = pd.DataFrame(
        [
            {
                "question": question,
                "answer": answer,
                "start": draw(st.integers(0, 9)),
                "end": draw(st.integers(9, 99)),
                "text": draw(CELL),
                "theme": draw(st.sampled_from(homes)),
                "score": draw(SCORE),
                "by_human": draw(st.booleans()),
                "current": draw(st.booleans()),
            }
            for answer in answers
        ],
        columns=[
            "question",
            "answer",
            "start",
            "end",
            "text",
            "theme",
            "score",
            "by_human",
            "current",
        ],
    )
    edit = st.builds(
        EditEntry,
        when=ANY,
        who=ANY,
        what=ANY,
        of=st.lists(ANY, max_size=2).map(tuple),
        into=st.lists(ANY, max_size=2).map(tuple),
        note=ANY,
    )
    edits = tuple(draw(st.lists(edit, max_size=2)))
    return ThemeSet(question, themes, typed_units(units), edits, draw(ANY))


@given(theme_sets())
def test_a_set_comes_back_as_it_was(tmp_path_factory, theme_set):
    """Whatever was written in it, formulas and apostrophes included."""
    folder = tmp_path_factory.mktemp("set")

    assert ThemeSet.load(theme_set.save(folder)).equals(theme_set)


@pytest.fixture
def saved(tmp_path, bag_of_words, barriers):
    """Return the folder of a saved set."""
    finder = ThemeFinder(segment=False, encoder=bag_of_words, guide=None)
    ThemeSet.from_finder(finder.fit(barriers, "q12b")).save(tmp_path)
    return tmp_path


def edit(path, old, new):
    """Change a file by hand."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_same_set_gives_the_same_bytes(saved, tmp_path):
    """No clock comes in."""
    again = ThemeSet.load(saved).save(tmp_path / "again")

    assert again.read_bytes() == (saved / "themes.toml").read_bytes()


def test_a_file_of_another_name_has_its_units_beside_it(saved, tmp_path):
    """Several sets can lie in one folder."""
    theme_set = ThemeSet.load(saved)
    path = theme_set.save(tmp_path / "mine.toml")

    assert (tmp_path / "mine_units.csv").is_file()
    assert ThemeSet.load(path).equals(theme_set)


def test_a_formula_is_not_run_by_a_spreadsheet(tmp_path, bag_of_words):
    """It is written with an apostrophe, and read without."""
    finder = ThemeFinder(segment=False, encoder=bag_of_words).fit(["=1+1 a", "'=b"])
    theme_set = ThemeSet.from_finder(finder)
    theme_set.save(tmp_path)

    assert "'=1+1 a" in (tmp_path / "units.csv").read_text(encoding="utf-8")
    assert ThemeSet.load(tmp_path).units["text"].tolist() == ["=1+1 a", "'=b"]


def test_a_theme_can_be_adopted_by_hand(saved):
    """A changed line in the file is a decision."""
    edit(saved / "themes.toml", 'state = "candidate"', 'state = "adopted"')

    assert ThemeSet.load(saved).themes[0].state == "adopted"


def test_a_table_saved_by_a_spreadsheet_is_read(saved):
    """With semicolons, carriage returns and yes in capitals."""
    before = ThemeSet.load(saved)
    path = saved / "units.csv"
    text = path.read_text(encoding="utf-8-sig")
    text = text.replace(",", ";").replace("\n", "\r\n").replace(";yes", ";YES")
    path.write_text(text, encoding="utf-8", newline="")

    assert ThemeSet.load(saved).equals(before)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_is_read_in_any_encoding_that_it_tells(saved, encoding):
    """Excel writes each of them."""
    path = saved / "units.csv"
    text = path.read_text(encoding="utf-8-sig").replace("agency", "agéncy", 1)
    path.write_text(text, encoding=encoding)

    assert ThemeSet.load(saved).units["text"].str.contains("agéncy").sum() == 1


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_an_encoding_that_would_be_guessed_is_refused(saved, encoding):
    """Other letters are other words, and what was decided on the unit would be lost."""
    path = saved / "units.csv"
    text = path.read_text(encoding="utf-8-sig").replace("agency", "agéncy", 1)
    path.write_text(text, encoding=encoding)

    with pytest.raises(SettingsError, match=r"Save it as UTF-8 \('CSV UTF-8'"):
        ThemeSet.load(saved)


def test_an_answer_that_a_spreadsheet_made_a_number_is_read(saved):
    """The id of the unit still says 007, and what was decided stays with it."""
    edit(saved / "units.csv", ",0#0,0,0,", ",007#0,7,0,")

    assert ThemeSet.load(saved).units["answer"].iloc[0] == "007"


def test_a_unit_that_a_person_placed_by_hand_has_no_score(saved):
    """Whoever writes yes leaves the cell beside it as it was."""
    path = saved / "units.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    first = table.index[table["score"] != ""][0]
    table.loc[first, "by_human"] = "yes"
    table.to_csv(path, index=False)

    assert pd.isna(ThemeSet.load(saved).units["score"].iloc[first])


@pytest.mark.parametrize("row", [",,,,,,,,,", " ,,,,,,,,, "])
def test_a_blank_row_is_no_unit(saved, row):
    """A spreadsheet keeps rows whose cells were emptied."""
    before = ThemeSet.load(saved)
    path = saved / "units.csv"
    path.write_text(f"{path.read_text(encoding='utf-8')}{row}\n", encoding="utf-8")

    assert ThemeSet.load(saved).equals(before)


def test_a_space_after_a_theme_is_not_seen(saved):
    """Nor did who typed it see it."""
    before = ThemeSet.load(saved)
    edit(saved / "units.csv", ",T01,", ",T01 ,")

    assert ThemeSet.load(saved).equals(before)


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("themes.toml", 'id = "T01"', 'id = "T02"', "stand twice"),
        ("themes.toml", 'id = "T01"', 'id = "T1"', "in no theme"),
        ("themes.toml", 'state = "candidate"', 'state = "maybe"', "state"),
        ("themes.toml", 'parent = ""', 'parent = "T9"', "under no theme"),
        ("themes.toml", 'parent = ""', 'parent = "T01"', "circle"),
        ("themes.toml", 'note = ""', 'memo = ""', "memo"),
        ("themes.toml", 'note = ""', "note = ", "not valid TOML"),
        ("themes.toml", '"units.csv"', '"../units.csv"', "beside it"),
        ("themes.toml", '"units.csv"', '"other.csv"', "keep both files"),
        ("themes.toml", "format = 1", "format = 2", "format"),
        ("units.csv", ",T01,", ",T99,", "in no theme"),
        ("units.csv", ",0,0,", ",0,zero,", "row 2"),
        ("units.csv", ",0,0,", ",0,-1,", "row 2"),
        ("units.csv", "no,yes\n", "no,yes,see memo\n", "row 2"),
        ("units.csv", ",0,0,", ",0,50,", "end not before the start"),
        ("units.csv", ",0,0,14,", ",0,0,99999999999999999999,", "row 2"),
        ("units.csv", ",residual,0.0,", ",residual,inf,", "row 14"),
        ("units.csv", "by_human", "human", "lacks the column"),
        ("units.csv", "by_human,current", "by_human,by_human,current", "by_human"),
    ],
)
def test_a_slip_of_the_hand_is_named(saved, name, old, new, told):
    """What does not fit is refused with its place, and no answer is quoted."""
    edit(saved / name, old, new)

    with pytest.raises(SettingsError, match=told) as refused:
        ThemeSet.load(saved)
    assert "agency" not in str(refused.value)


def test_a_set_that_is_not_there_is_named(tmp_path):
    """The path is in the message."""
    with pytest.raises(SettingsError, match=r"themes\.toml"):
        ThemeSet.load(tmp_path)
