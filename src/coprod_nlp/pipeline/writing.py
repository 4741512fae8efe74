"""Writes an analysis into a folder: report, tables, verdicts, manifest."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from coprod_nlp.pipeline.manifest import file_hash
from coprod_nlp.report import render, summarise
from coprod_nlp.text.csvfiles import write_csv
from coprod_nlp.themes import themes_frame, units_frame

if TYPE_CHECKING:
    from coprod_nlp.pipeline.analysis import Analysis

REPORT, MANIFEST = "report.html", "manifest.json"


def write_analysis(analysis: "Analysis", folder: Path) -> Path:
    """Write every file; return the path of the report."""
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    written = []
    for name, frame in _frames(analysis).items():
        path = folder / f"{name}.csv"
        write_csv(frame, path)
        written.append(path)
    report = folder / REPORT
    report.write_text(render(_summary(analysis)), encoding="utf-8")
    written.append(report)
    outputs = {
        path.relative_to(folder).as_posix(): file_hash(path) for path in sorted(written)
    }
    manifest = {**analysis.provenance, "outputs": outputs}
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return report


def _frames(analysis: "Analysis") -> dict[str, pd.DataFrame]:
    """Name every table that is written, and give it its written form."""
    survey = analysis.survey
    return {
        "verdicts": verdicts_frame(
            survey.definitions(), survey.heard(), analysis.verdicts
        ),
        "themes": themes_frame(analysis.themes),
        "units": units_frame(analysis.themes),
        "suggestions": analysis.suggestions,
        "agreement": analysis.agreement,
        "problems": survey.problems,
        "thematic_map_nodes": analysis.thematic_map.nodes,
        "thematic_map_edges": analysis.thematic_map.edges,
        **{f"tables/{name}": table for name, table in analysis.tables.items()},
    }


def verdicts_frame(
    definitions: pd.Series, heard: pd.Series, verdicts: pd.DataFrame
) -> pd.DataFrame:
    """Return verdicts as a spreadsheet shows them, the answer beside its evidence.

    Parameters
    ----------
    definitions : Series of str
        Indexed by respondent.
    heard : Series of boolean
    verdicts : DataFrame
        See `DefinitionMatcher.judge`.

    Returns
    -------
    DataFrame
        One row per respondent; `evidence` as ``element [start:end] "words"``, joined
        by semicolons.
    """
    frame = verdicts.copy()
    frame.insert(0, "definition", definitions)
    frame.insert(0, "heard", heard.map({True: "yes", False: "no"}).fillna(""))
    frame["evidence"] = [
        "; ".join(
            f'{e.element} [{e.start}:{e.end}] "{e.span.of(text)}"' for e in evidence
        )
        for text, evidence in zip(definitions, verdicts["evidence"], strict=True)
    ]
    return frame.rename_axis("respondent").reset_index()


def _summary(analysis: "Analysis"):
    return summarise(
        survey=analysis.survey,
        tables=analysis.tables,
        verdicts=analysis.verdicts,
        reference=analysis.reference,
        themes=analysis.themes,
        thematic_map=analysis.thematic_map,
        agreement=analysis.agreement,
        provenance=_facts(analysis),
        title=analysis.settings.report.title,
        quotations=analysis.settings.report.quotations,
    )


def _facts(analysis: "Analysis") -> list[tuple[str, str]]:
    """Return the manifest's main entries in words."""
    record = analysis.provenance
    codings = ", ".join(coding["file"] for coding in record["codings"]) or "none"
    versions = ", ".join(f"{k} {v}" for k, v in record["versions"].items())
    return [
        ("Survey file", record["input"]["file"]),
        ("Survey file, SHA-256", record["input"]["sha256"]),
        ("Codings", codings),
        ("Definition matcher, SHA-256", record["models"]["definition-matcher"]),
        ("Encoder, SHA-256", record["models"]["encoder"]),
        ("Seed", str(record["settings"]["seed"])),
        ("Software", versions),
        ("Full record", MANIFEST),
    ]
