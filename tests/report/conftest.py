"""A survey of four respondents, small enough to check by eye, with hostile words."""

from types import SimpleNamespace

import pandas as pd
import pytest

from coprod_nlp.config import Settings
from coprod_nlp.matching.definition import Element, ReferenceDefinition
from coprod_nlp.matching.verdicts import Evidence
from coprod_nlp.pipeline import Analysis
from coprod_nlp.pipeline.run.quoting import quoting
from coprod_nlp.report import Run
from coprod_nlp.survey import Survey, load_instrument
from coprod_nlp.tables.knowledge import knowledge_table
from coprod_nlp.tables.likert import likert_table
from coprod_nlp.tables.shares import crosstab
from coprod_nlp.themes import ThematicMap
from coprod_nlp.themes.results import CandidateTheme, Quotation
from summaries import summary_of

HOSTILE = "<script>alert(1)</script> working with patients"
RIGHT_TO_LEFT = "العمل مع المرضى 🤝 معا"
PEOPLE = ["R1", "R2", "R3", "R4"]


@pytest.fixture
def survey():
    """Four respondents, one blank definition, one problem in the file."""
    index = pd.Index(PEOPLE, name="respondent")
    answers = pd.DataFrame(
        {
            "q4": ["Yes", "Yes", "No", "No"],
            "q4a": [HOSTILE, "Teamwork between nurses", "", ""],
            "q4b": ["", "", RIGHT_TO_LEFT, ""],
            "q6": ["Very relevant", "Slightly relevant", "Very relevant", ""],
            "q13": [HOSTILE, "patients chair the meeting", "n/a", "activities"],
        },
        index=index,
        dtype="str",
    )
    problems = pd.DataFrame(
        {
            "row": pd.Series([3], dtype="Int64"),
            "respondent": ["R2"],
            "question": ["q4a"],
            "problem": ["answered though it was not asked"],
            "action": ["kept"],
        }
    )
    role = ["clinical", "clinical", "non-clinical", "non-clinical"]
    return Survey(
        answers=answers,
        raw=answers,
        strata=pd.DataFrame(
            {"role_type": role, "months_in_post": float("nan")}, index=index
        ),
        extra=pd.DataFrame(index=index),
        problems=problems,
        instrument=load_instrument(),
        source="staff.csv",
        sha256="ab" * 32,
        synthetic=True,
    )


@pytest.fixture
def reference():
    """Two elements, both needed."""
    return ReferenceDefinition(
        name="coproduction",
        text="Working together as equal partners.",
        source="",
        elements=(
            Element("person", "Lived experience", "The person takes part."),
            Element("joint", "Collaboration", "The work is joint."),
        ),
        rule=(("person",), ("joint",)),
    )


@pytest.fixture
def verdicts():
    """One match with evidence, one non-match, one for review, one blank."""
    start = HOSTILE.index("working")
    marks = (
        Evidence("joint", start, start + len("working with")),
        Evidence("person", start + len("working "), len(HOSTILE)),
    )
    return pd.DataFrame(
        {
            "label": ["accurate", "partial", "accurate", "no_definition"],
            "probability": [0.95, 0.10, 0.55, 0.0],
            "decision": ["match", "no_match", "review", "no_match"],
            "reason": ["", "", "unlike the answers it learned from", ""],
            "answer_kind": ["answered", "answered", "answered", "blank"],
            "echo": [False, False, False, False],
            "evidence": [marks, (), (), ()],
        },
        index=pd.Index(PEOPLE, name="respondent"),
    )


@pytest.fixture
def tables(survey, verdicts):
    """Tables as the pipeline hands them over."""
    role = survey.strata["role_type"]
    accurate = pd.Series([True, False, None, None], index=role.index, dtype="boolean")
    wrote = verdicts["answer_kind"] == "answered"
    return {
        "role_type": crosstab(role),
        "knowledge_by_role_type": knowledge_table(
            survey.heard(), accurate, role, wrote=wrote
        ),
        "q6_by_role_type": likert_table(survey.closed("q6"), role),
    }


@pytest.fixture
def finder():
    """One candidate theme with a hostile name, an emoji and a formula in its words."""
    theme = CandidateTheme(
        id="T01",
        name="<b>meeting</b> & $x_1$",
        keywords=("meeting", "chair", "🤝"),
        n_units=2,
        n_answers=2,
        exemplars=(
            Quotation("R1", 0, len(HOSTILE), HOSTILE, "central"),
            Quotation("R4", 0, 10, "activities", "dissenting"),
        ),
        stability=0.5,
    )
    units = pd.DataFrame(
        {
            "unit": [0, 1, 2],
            "answer": ["R1", "R2", "R4"],
            "start": 0,
            "end": [len(HOSTILE), 26, 10],
            "text": [HOSTILE, "patients chair the meeting", "activities"],
            "theme": ["T01", "T01", "residual"],
            "score": 0.9,
        }
    )
    return SimpleNamespace(
        units_=units,
        themes_=(theme,),
        residual_=CandidateTheme("residual", "", (), 1, 1),
        set_aside_=pd.DataFrame({"answer": ["R3"], "kind": ["not_applicable"]}),
        n_answers_=3,
        reason_="",
    )


@pytest.fixture
def thematic_map():
    """One domain with two themes that share a respondent."""
    nodes = pd.DataFrame(
        [
            ("domain:Strengths", "domain", "Strengths", 2, "", "candidate"),
            ("q13:T01", "theme", "<b>", 2, "domain:Strengths", "candidate"),
            ("q13:T02", "theme", "walks", 1, "domain:Strengths", "candidate"),
        ],
        columns=["id", "kind", "name", "size", "parent", "state"],
    )
    edges = pd.DataFrame(
        [("q13:T01", "q13:T02", 1)], columns=["source", "target", "weight"]
    )
    return ThematicMap(nodes, edges)


@pytest.fixture
def agreement():
    """One defined and one undefined comparison."""
    columns = ["percent", "kappa", "ac1", "alpha"]
    row = {"comparison": "A with B", "subject": "definition", "code": "(overall)"}
    row |= {"n_units": 3, "n_positive": 2, "note": ""}
    row |= {f"{name}{end}": 0.8 for name in columns for end in ("", "_low", "_high")}
    undefined = {**row, "code": "partial", "note": "both coders used one code only"}
    undefined |= {
        f"{name}{end}": float("nan")
        for name in ("kappa", "alpha")
        for end in ("", "_low", "_high")
    }
    return pd.DataFrame([row, undefined])


@pytest.fixture
def everything(survey, reference, verdicts, tables, finder, thematic_map, agreement):
    """All that `summary_of` takes."""
    return {
        "survey": survey,
        "tables": tables,
        "verdicts": verdicts,
        "reference": reference,
        "themes": {"q13": finder},
        "thematic_map": thematic_map,
        "agreement": agreement,
        "coders": pd.DataFrame(
            [("definition", "A", 3), ("q13", "B", 1)],
            columns=["subject", "coder", "answers"],
        ),
        "run": Run("coprod-nlp 1.2.3", "matcher abc", "encoder def", "reader ghi"),
        "provenance": [("Seed", "0")],
    }


@pytest.fixture
def run(everything):
    """Return an analysis that holds the same, ready to be written."""
    nothing = pd.DataFrame(columns=["unit"])
    names = ("survey", "tables", "verdicts", "reference", "themes", "thematic_map")
    return Analysis(
        **{name: everything[name] for name in names},
        agreement=everything["agreement"],
        coders=everything["coders"],
        suggestions=nothing,
        disagreements=nothing,
        quoting=quoting(everything["survey"], Settings()),
        settings=Settings(),
        provenance={},
    )


@pytest.fixture
def summary(everything):
    """Everything the report says, as numbers and words."""
    return summary_of(everything)
