"""Says how far second readers agree with the authors of coded passages, by source.

They read the passages blind to the codes. They share a training with the authors, so
this is an upper bound on what people reach.
"""

import argparse
from pathlib import Path

import pandas as pd
from shared import store

from coprod_nlp.agreement import cohen_kappa
from coprod_nlp.matching.corpus import corpus_folder
from coprod_nlp.matching.definition import load_definition

FILES = ("definitions_elsewhere", "definitions_unseen", "definitions_hard")


def main() -> None:
    """Compare both columns of each code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--files",
        type=Path,
        nargs="+",
        default=[corpus_folder() / f"{name}.csv" for name in FILES],
    )
    paths = parser.parse_args().files
    coded = pd.concat(pd.read_csv(p, dtype=str, keep_default_na=False) for p in paths)
    coded = coded[coded["label_coder2"] != ""]
    elements = load_definition().element_names
    rows = []
    for source, own in coded.groupby(coded["id"].str.split("-").str[0]):
        labels = own[["label", "label_coder2"]] == "accurate"
        kappas = {
            name: _kappa(own[[name, f"{name}_coder2"]])
            for name in elements
            if f"{name}_coder2" in own
        }
        rows.append(
            {"source": source, "n": len(own), "accurate": _kappa(labels), **kappas}
        )
    name = "second_readers" if len(paths) > 1 else f"second_readers_{paths[0].stem}"
    store(name, rows)


def _kappa(pairs: pd.DataFrame) -> str:
    found = cohen_kappa(pairs.astype(str).to_numpy())
    if found.low != found.low:
        return f"{found.estimate:.2f} (no interval)"
    return f"{found.estimate:.2f} ({found.low:.2f}-{found.high:.2f})"


if __name__ == "__main__":
    main()
