"""Times the steps on the example and on the example repeated with changed words.

Steps are timed in one process, one after another; the first encoding pays for loading
the models and is shown by itself.
"""

import argparse
import time
from collections.abc import Callable

import pandas as pd
from shared import store

from coprod_nlp.coding import CodeSuggester
from coprod_nlp.matching import DefinitionMatcher
from coprod_nlp.survey import example_survey
from coprod_nlp.text.encoders import default_encoder
from coprod_nlp.themes import ThemeFinder


def main() -> None:
    """Time every step at one and at several times the example's size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10])
    rows = []
    survey = example_survey()
    matcher, finder, suggester = DefinitionMatcher(), ThemeFinder(), CodeSuggester()

    def load() -> None:
        default_encoder().encode(["loaded"])
        matcher.judge(["loaded"])

    rows.append({"step": "load models", "answers": 1, "seconds": _timed(load)})
    for times in parser.parse_args().times:
        definitions = _varied(survey.definitions(), times)
        barriers = _varied(survey.open_answers("q12b"), times)
        steps: dict[str, tuple[pd.Series, Callable[[pd.Series], object]]] = {
            "judge": (definitions, matcher.judge),
            "themes": (barriers, finder.fit),
            "suggest": (barriers, lambda a: suggester.suggest(a, question="q12b")),
        }
        for step, (answers, run) in steps.items():
            seconds = _timed(lambda run=run, answers=answers: run(answers))
            rows.append({"step": step, "answers": len(answers), "seconds": seconds})
    for row in rows:
        row["answers_per_second"] = round(row["answers"] / row["seconds"], 1)
    store("speed", rows)


def _timed(step: Callable[[], object]) -> float:
    start = time.perf_counter()
    step()
    return round(time.perf_counter() - start, 3)


def _varied(answers: pd.Series, times: int) -> pd.Series:
    """Repeat answers, each time with another word at the end: none is a duplicate."""
    kept = answers[answers != ""]
    copies = [
        kept if i == 0 else kept + f", {_WORDS[i % len(_WORDS)]} {i}"
        for i in range(times)
    ]
    return pd.concat(copies, ignore_index=True)


_WORDS = ("ward", "team", "site", "clinic", "unit", "service", "home", "office")


if __name__ == "__main__":
    main()
