"""Writes the model card: what was measured on sources held out, and how."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from coprod_nlp.matching.metrics import Figure

_MEASURES = ("kappa", "auc", "brier", "ece", "slope")


def model_card(metrics: Mapping[str, Any]) -> str:
    """Return the card as Markdown.

    Parameters
    ----------
    metrics : mapping
        What `measuring.measure_model` found.
    """
    names = metrics["elements"]
    held_out = _table(metrics["sources"], names)
    survey, unseen = (_table(metrics[part], names) for part in ("survey", "unseen"))
    return "\n".join(
        [
            *_head(metrics),
            *("Training answers, held out by source (SYNTHETIC):", "", *held_out),
            *("Example survey, never trained on (SYNTHETIC):", "", *survey),
            *(
                "Ten more sources, never trained on (SYNTHETIC):",
                "",
                *unseen,
            ),
            *_curves(metrics),
            _TAIL,
        ]
    )


def _head(metrics: Mapping[str, Any]) -> list[str]:
    pooled = metrics["sources"]["all"]
    kappas = [
        row["kappa"]["value"]
        for name, row in metrics["sources"].items()
        if name != "all"
    ]
    return [
        "# Definition matcher",
        "",
        "Judges whether a free-text definition matches the reference definition of",
        "care coproduction, element by element. English only. Made from SYNTHETIC",
        "answers: every figure below is a figure on synthetic answers, coded by hand.",
        "On real passages it judges less well: [how well]"
        "(../../docs/decisions/0012-modelled-on-real-passages.md).",
        "",
        "## What it is",
        "",
        "Two members and a stack. The lexical member counts words and letter groups",
        "(TF-IDF, logistic regression). The encoder member is all-MiniLM-L6-v2 whose",
        f"layers {metrics['settings']['first_layer'] + 1} to 6 were trained on label "
        "and elements together,",
        f"{metrics['settings']['copies']} times from one start; their weights are the "
        "mean. In training the people",
        "served and those who serve change names, so that no name of a group stands "
        "for a code.",
        "The stack is a logistic regression on the logits of both, fitted on answers",
        "whose source neither had seen; so it calibrates too.",
        "",
        f"Trained on {metrics['n_answers']} answers from {metrics['n_sources']} "
        "sources (`src/coprod_nlp/data/corpus`),",
        "rebuilt by",
        "`python -m coprod_nlp.matching.training --out models/definition-matcher`.",
        "",
        "D1 to D4: staff of hospitals. D8: other health employers. D5, D6, D7, D9, DA:",
        "other settings and registers, hard cases. E2: research papers. E3: spoken",
        "excerpts. E4: web pages, reports, minutes. F1: cut from papers and reports.",
        "F2: public administration. F3: documents of organisations. F4: talk. F5:",
        "glossaries and slides. F6: typed answers outside hospitals. P1 to P9:",
        "ordinary prose without traps (health research, services and policy,",
        "communities, design and education, a mixture, talk and news, journals,",
        "definitions, documents of many countries). M01 to M14: modelled on real",
        "passages, one on one (health, education, technology, government, environment,",
        "papers and policy; involvement, joint work, methods, asking, power, the first",
        "person, posts and values). S1, S2, S3: the example survey.",
        "",
        "## How it was measured",
        "",
        f"{metrics['n_folds']} folds of whole sources, like with like; members, stack",
        "and thresholds that judge a source never saw it. Accurate against the",
        "rest; intervals are 95 %: Wilson's for shares, else percentile bootstraps",
        "over answers. How the encoder is trained was chosen on tests that held D5 to",
        "DA, E1 to F6 and the example survey (docs/decisions/0002 and 0006), which",
        "favours these a little, and what it is trained on by real passages too",
        "(0005 and 0012, with figures on others). **U1, U2 and G1 to G7 played no part",
        "in any choice.** E1: policy and law. U1: policy, research, interviews. U2:",
        "typed answers of one trust. G1 to G7 were written",
        "towards weaknesses of the matcher: practice told rather than defined (local",
        "democracy, education, research and design, published health and social care,",
        "work and aid, talk), and in G7 what was not done, user research, promises.",
        "",
        f"Thresholds: match from {metrics['thresholds']['upper']:.3f}, no match up to "
        f"{metrics['thresholds']['lower']:.3f}, review in between.",
        f"Mean kappa over the sources {sum(kappas) / len(kappas):.2f}, lowest "
        f"{min(kappas):.2f}. The slope is that of the outcome on the",
        "log-odds: 1 is right, below 1 is too sure; its inverse is a temperature.",
        "Resampling adds to an ECE, so that its interval lies a little high.",
        "",
        f"On held-out sources {_percent(pooled['decided'])} of answers are decided",
        f"alone, {_percent(pooled['decided_agreement'])} of them as the coder did.",
        "",
    ]


def _table(sources: Mapping[str, Any], elements: Sequence[str]) -> list[str]:
    lines = [
        "| source | n | accurate | kappa | AUC | Brier | ECE | slope | decided alone "
        "| right |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, row in sources.items():
        lines.append(
            f"| {name} | {row['n']} | {row['n_accurate']} | "
            + " | ".join(_figure(row[measure]) for measure in _MEASURES)
            + f" | {_percent(row['decided'])} | {_percent(row['decided_agreement'])} |"
        )
    lines += ["", "Kappa per element:", ""]
    lines.append("| source | " + " | ".join(elements) + " |")
    lines.append("|---" * (len(elements) + 1) + "|")
    for name, row in sources.items():
        cells = [_figure(row["elements"][element]) for element in elements]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return [*lines, ""]


def _curves(metrics: Mapping[str, Any]) -> list[str]:
    reliability = pd.DataFrame(metrics["reliability"])
    risk = pd.DataFrame(metrics["risk_coverage"])
    lines = ["Reliability (all held-out answers):", ""]
    lines.append("| probability | n | said | came true |")
    lines.append("|---|---|---|---|")
    for row in reliability.itertuples():
        lines.append(
            f"| {row.low:.1f}-{row.high:.1f} | {row.n} | {row.probability:.2f} "
            f"| {row.share:.2f} |"
        )
    lines += ["", "Risk and coverage (surest answers first):", ""]
    lines += ["| share judged | n | agreement |", "|---|---|---|"]
    for row in risk.itertuples():
        lines.append(f"| {row.coverage:.1f} | {row.n} | {row.agreement:.3f} |")
    evidence = metrics["evidence"]
    lines += [
        "",
        f"Evidence, checked by deletion on {evidence['n']} elements found in "
        f"{evidence['n_answers']} answers of the example survey:",
        "without the words shown, the element's log-odds fall by "
        f"{evidence['shown']:.2f} on average; without as",
        f"many characters elsewhere, by {evidence['elsewhere']:.2f}. The words shown",
        f"matter more in {evidence['share_more']:.0%} of cases.",
        "",
    ]
    return lines


_TAIL = """## What it does not do

- It was taught by one coding frame, by authors who share a training; real answers vary
  more. Code a random part of your own answers and compare before you rely on a share.
- Where it is unsure, or an answer is unlike those it learned from, it says *review*.
- Evidence shows which words moved the model, not what the respondent meant.
- It reads English only. An answer with fewer than half of its words known goes to
  review; its label and probability mean nothing.

## Files

`weights.safetensors` (fine-tuned layers as eight-bit differences from the published
encoder, heads, lexical weights), `vocabulary.json.gz`, `config.json` (definition,
stack, thresholds), `held_out.csv` (what was said of every training answer while its
source was held out), `metrics.json` (every figure above). No pickle.
"""


def _figure(figure: Mapping[str, float] | Figure) -> str:
    value = figure if isinstance(figure, Mapping) else vars(figure)
    if value["value"] is None:
        return "undefined"
    if value["low"] is None:
        return f"{value['value']:.2f} (no interval)"
    return f"{value['value']:.2f} ({value['low']:.2f}-{value['high']:.2f})"


def _percent(figure: Mapping[str, float]) -> str:
    if figure["value"] is None:
        return "none decided"
    return (
        f"{100 * figure['value']:.0f} % "
        f"({100 * figure['low']:.0f}-{100 * figure['high']:.0f})"
    )
