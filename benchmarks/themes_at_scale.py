"""Times candidate themes and BERTopic on the same real comments, each in a process.

Every run starts a process, reads its models, encodes the texts and groups them; each is
done twice, to see whether the same texts get the same groups. Comments: as for `scale`.
With ``--exact`` instead: how far the tree that is grown on a selection agrees with the
tree of all units.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
from shared import store
from sklearn.metrics import adjusted_mutual_info_score

from coprod_nlp.text.nonanswers import answer_kind
from coprod_nlp.text.normalisation import normalise

OURS = """
from coprod_nlp.themes import ThemeFinder
labels = ThemeFinder(segment=False).fit(texts).labels_.tolist()
"""
UNGUIDED = """
from coprod_nlp.themes import ThemeFinder
labels = ThemeFinder(segment=False, guide=None).fit(texts).labels_.tolist()
"""
BERTOPIC = """
from bertopic import BERTopic
from sentence_transformers import SentenceTransformer
from coprod_nlp.vectors.bundled_encoder import bundled_encoder_folder
model = SentenceTransformer(str(bundled_encoder_folder()), device="cpu")
topics, _ = BERTopic(embedding_model=model).fit_transform(texts)
labels = [str(topic) if topic >= 0 else "residual" for topic in topics]
"""
RUN = """
import json, resource, sys, time, warnings
warnings.simplefilter("ignore")
start = time.perf_counter()
with open(sys.argv[1]) as file:
    texts = json.load(file)
{}
seconds = time.perf_counter() - start
kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with open(sys.argv[2], "w") as file:
    json.dump({{"seconds": seconds, "mib": kib / 1024, "labels": labels}}, file)
"""
WAYS = {"ours": OURS, "ours, no guide": UNGUIDED, "BERTopic, defaults": BERTOPIC}


def main() -> None:
    """Run every way at every size, twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="CSV of comments.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[108, 1000, 5000])
    parser.add_argument("--exact", action="store_true")
    asked = parser.parse_args()
    comments = pd.read_csv(asked.data, dtype=str, keep_default_na=False)["text"]
    comments = comments.map(normalise)
    texts = [t for t in dict.fromkeys(comments) if answer_kind(t) == "answered"]
    if asked.exact:
        store("themes_exact_or_sampled", [_exact(texts, size) for size in asked.sizes])
        return
    rows = []
    for size in asked.sizes:
        for name, code in WAYS.items():
            rows.append({"units": size, "way": name, **_twice(code, texts, size)})
            store("themes_at_scale", rows)


def _twice(code: str, texts: list[str], size: int) -> dict[str, Any]:
    # More units than comments: each again with a number behind, as others would write.
    wanted = [
        texts[i % len(texts)] + (f" ({i // len(texts)})" if i >= len(texts) else "")
        for i in range(size)
    ]
    one, two = (_run(code, wanted) for _ in range(2))
    return {
        "seconds": round(min(one["seconds"], two["seconds"]), 1),
        "peak_mib": round(max(one["mib"], two["mib"])),
        "themes": len(set(one["labels"]) - {"residual"}),
        "again": len(set(two["labels"]) - {"residual"}),
        "residual": round(one["labels"].count("residual") / size, 3),
        "same": one["labels"] == two["labels"],
        "ami_of_both": round(
            float(adjusted_mutual_info_score(one["labels"], two["labels"])), 3
        ),
    }


def _run(code: str, texts: list[str]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        given, found = Path(folder) / "texts.json", Path(folder) / "found.json"
        given.write_text(json.dumps(texts), encoding="utf-8")
        command = [sys.executable, "-c", RUN.format(code), str(given), str(found)]
        subprocess.run(command, check=True, capture_output=True)
        return dict(json.loads(found.read_text(encoding="utf-8")))


def _exact(texts: list[str], size: int) -> dict[str, Any]:
    from coprod_nlp.themes import ThemeFinder, clustering

    some = texts[:size]
    kept, clustering._MAX_TREE = clustering._MAX_TREE, size
    exact = ThemeFinder(segment=False, n_resamples=5).fit(some)
    clustering._MAX_TREE = kept
    sampled = ThemeFinder(segment=False, n_resamples=5).fit(some)
    return {
        "units": size,
        "themes_exact": len(exact.themes_),
        "themes_sampled": len(sampled.themes_),
        "ami": round(
            float(adjusted_mutual_info_score(exact.labels_, sampled.labels_)), 3
        ),
    }


if __name__ == "__main__":
    main()
