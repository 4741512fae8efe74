"""Measures judging at scale on real comments: pace, memory, growth, cold start.

The comments are NHS patients' feedback to three trusts, labelled for topics (not part
of this repository): a CSV with a column ``text``. They define nothing, so the verdicts
mean little; their lengths, spelling and repetitions are those of a real survey.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from shared import store

from coprod_nlp.text.nonanswers import AnswerKind, answer_kind
from coprod_nlp.text.normalisation import normalise

RUN = """
import resource, sys, time
from pathlib import Path
from coprod_nlp.matching import DefinitionMatcher
from coprod_nlp.pipeline.definitions.streaming import judge_file
start = time.perf_counter()
matcher = DefinitionMatcher(fast=sys.argv[3] == "fast")
judge_file(Path(sys.argv[1]), "text", Path(sys.argv[2]), matcher,
           evidence=sys.argv[4] == "evidence")
kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(time.perf_counter() - start, kib / 1024)
"""


QUESTIONS = ("pace", "memory", "growth", "cold", "broken")
READS_ALL = "full, evidence off"
IMPORTED = (
    "pandas",
    "sklearn.linear_model",
    "tokenizers",
    "torch",
    "transformers.models.bert.modeling_bert",
    "sentence_transformers",
    "coprod_nlp.matching.trained",
)


def main() -> None:
    """Answer the questions that were asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("question", choices=QUESTIONS)
    parser.add_argument("--data", type=Path, required=True, help="CSV of comments.")
    parser.add_argument("--n", type=int, default=3000, help="Comments for the pace.")
    parser.add_argument("--gib", type=float, default=0.05, help="Of the broken CSV.")
    parser.add_argument("--sizes", type=int, nargs="+", help="Rows of each table.")
    parser.add_argument("--evidence", action="store_true")
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--distinct", action="store_true", help="No row repeats.")
    asked = parser.parse_args()
    comments = pd.read_csv(asked.data, dtype=str, keep_default_na=False)["text"]
    texts = [normalise(text) for text in comments]
    if asked.question == "pace":
        rows = pace(texts, asked.n)
    elif asked.question == "cold":
        rows = cold_start(texts)
    elif asked.question == "broken":
        rows = [broken_quote(comments.tolist(), asked.gib)]
    else:
        first = (50_000, 1_000_000) if asked.question == "memory" else (10**3, 10**4)
        rows = growth(texts, asked.sizes or first, asked)
    store(f"scale_{asked.question}{_asked_for(asked)}", rows)


def _asked_for(asked: argparse.Namespace) -> str:
    """Name what was asked for beside the question; no result takes another's place."""
    flags = ("fast", "evidence", "distinct")
    return "".join(f"_{flag}" for flag in flags if getattr(asked, flag))


def pace(texts: list[str], n: int, *, repeats: int = 3) -> list[dict[str, Any]]:
    """Time judging and plain encoding in turn, each time on comments not seen before.

    Returns
    -------
    list of dict
        Median answers per second, its ratio to plain encoding, and, where the work in
        multiplications is known, the share of this machine's best.
    """
    import torch
    from sentence_transformers import SentenceTransformer

    from coprod_nlp.matching import DefinitionMatcher
    from coprod_nlp.vectors.bundled_encoder import bundled_encoder_folder
    from coprod_nlp.vectors.encoders import default_encoder

    device = "cuda" if torch.cuda.is_available() else "cpu"
    plain = SentenceTransformer(str(bundled_encoder_folder()), device=device)
    full, fast = DefinitionMatcher(), DefinitionMatcher(fast=True)
    steps: dict[str, Callable[[list[str]], object]] = {
        "SentenceTransformer.encode": plain.encode,
        READS_ALL: lambda batch: full.judge(batch, evidence=False),
        "full, evidence on": full.judge,
        "fast, evidence off": lambda batch: fast.judge(batch, evidence=False),
        "fast, evidence on": fast.judge,
    }
    answered = [t for t in dict.fromkeys(texts) if answer_kind(t) == "answered"]
    order = np.random.default_rng(0).permutation(len(answered))[:n]
    batches = [[answered[i] for i in part] for part in np.array_split(order, repeats)]
    for step in steps.values():
        step(["Loaded before the clock starts", "as the first call pays for it"])
    seconds: dict[str, list[float]] = {name: [] for name in steps}
    for batch in batches:
        for name, step in steps.items():
            seconds[name].append(_timed(lambda step=step, batch=batch: step(batch)))
    peak = _multiplications_per_second()
    spans = [default_encoder().token_spans(batch) for batch in batches]
    work = [sum(_multiplications(len(tokens)) for tokens in part) for part in spans]
    base = np.median(
        [len(b) / s for b, s in zip(batches, seconds[next(iter(steps))], strict=True)]
    )
    rows = []
    for name, spent in seconds.items():
        rate = np.median([len(b) / s for b, s in zip(batches, spent, strict=True)])
        row = {"step": name, "answers": n, "answers_per_second": round(rate, 1)}
        row["times_plain"] = round(rate / base, 2)
        if name == READS_ALL:
            share = np.median([w / s / peak for w, s in zip(work, spent, strict=True)])
            row["share_of_peak"] = round(float(share), 2)
        rows.append({**row, "threads": torch.get_num_threads()})
    return rows


def _multiplications(n_tokens: int) -> float:
    """Count multiplications and additions of MiniLM's six layers, for one text."""
    weights = 4 * 384 * 384 + 2 * 384 * 1536
    return 6 * n_tokens * (2 * weights + 4 * n_tokens * 384)


def _multiplications_per_second(size: int = 1536) -> float:
    import torch

    left, right = torch.rand(size, size), torch.rand(size, size)
    return 2 * size**3 / min(_timed(lambda: left @ right) for _ in range(5))


def growth(
    texts: list[str], sizes: Sequence[int], asked: argparse.Namespace
) -> list[dict[str, Any]]:
    """Time the streaming path, and its memory, each size in a process of its own."""
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / f"{size}.parquet"
            table = pd.DataFrame(
                {"text": survey_of(texts, size, distinct=asked.distinct)}
            )
            table.to_parquet(path, index=False)
            out = path.with_name("verdicts.parquet")
            path_taken = "fast" if asked.fast else "full"
            shown = "evidence" if asked.evidence else "none"
            said = _said("-c", RUN, str(path), str(out), path_taken, shown).split()
            seconds, mebibytes = map(float, said)
            row = {
                "rows": size,
                "distinct_share": round(table["text"].nunique() / size, 3),
                "path": path_taken,
                "evidence": asked.evidence,
                "seconds": round(seconds, 1),
                "rows_per_second": round(size / seconds, 1),
                "peak_mib": round(mebibytes),
            }
            if rows:
                ratio = seconds / rows[-1]["seconds"]
                slope = np.log(ratio) / np.log(size / rows[-1]["rows"])
                row["log_log_slope"] = round(float(slope), 2)
            rows.append(row)
    return rows


def survey_of(texts: list[str], size: int, *, distinct: bool = False) -> list[str]:
    """Return as many comments as asked for, repeated as often as they really are.

    From the second round on, what one person only had written gets another ending, as
    another person would write something else; what several wrote stays.
    """
    times = Counter(texts)
    order = np.random.default_rng(0).permutation(len(texts))
    found = []
    for number in range(size):
        round_, place = divmod(number, len(texts))
        text = texts[order[place]]
        own = times[text] == 1 and answer_kind(text) == AnswerKind.ANSWERED
        if distinct:
            found.append(f"{text} ({number})")
        else:
            found.append(f"{text} ({round_})" if round_ and own else text)
    return found


def cold_start(texts: list[str]) -> list[dict[str, Any]]:
    """Time the command from nothing: its help, and the verdicts on ten answers."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ten.csv"
        ten = [t for t in dict.fromkeys(texts) if answer_kind(t) == "answered"][:10]
        pd.DataFrame({"text": ten}).to_csv(path, index=False)
        out = ["--text", "text", "--out", str(Path(folder) / "v.csv")]
        for name, arguments in {
            "--help": ["--help"],
            "definitions, ten answers": ["definitions", str(path), *out],
        }.items():
            command = ["-m", "coprod_nlp", *arguments]
            seconds = [_timed(lambda c=command: _said(*c)) for _ in range(3)]
            rows.append({"command": name, "seconds": round(min(seconds), 2)})
    for name in IMPORTED:
        seconds = [_timed(lambda n=name: _said("-c", f"import {n}")) for _ in range(3)]
        rows.append({"command": f"import {name}", "seconds": round(min(seconds), 2)})
    return rows


def broken_quote(comments: Sequence[str], gib: float) -> dict[str, Any]:
    """Judge a large CSV of the same comments over and over, one row of it broken."""
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "answers.csv", Path(folder) / "verdicts.csv"
        table = pd.DataFrame({"id": "a", "text": comments})
        block = table.to_csv(index=False, header=False)
        times = max(2, int(gib * 2**30 / len(block.encode())))
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write("id,text\n")
            for number in range(times):
                if number == times // 2:
                    file.write('a,"she said "no" to us"\n')
                file.write(block)
        size = path.stat().st_size
        said = _said("-c", RUN, str(path), str(out), "fast", "none").split()
        seconds, mebibytes = map(float, said)
        judged = sum(
            len(part) for part in pd.read_csv(out, usecols=["row"], chunksize=10**6)
        )
        problems = pd.read_csv(out.with_name("verdicts_problems.csv"))["row"]
        return {
            "gib": round(size / 2**30, 2),
            "rows": times * len(comments) + 1,
            "judged": judged,
            "reported": problems.dropna().astype(int).tolist(),
            "broken": times // 2 * len(comments) + 2,
            "seconds": round(seconds, 1),
            "peak_mib": round(mebibytes),
        }


def _said(*arguments: str) -> str:
    command = [sys.executable, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _timed(step: Callable[[], object]) -> float:
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
