"""Trains and stores the encoder by which themes are found and codes suggested.

Run ``python -m coprod_nlp.vectors.training --out models/answer-encoder``: about
twenty minutes on two cores. How well themes agree with coders' codes,
``python benchmarks/themes_elsewhere.py`` and ``themes_against_coders.py`` measure.
"""

import argparse
from dataclasses import asdict
from pathlib import Path

import pandas as pd
from rich.progress import Progress

from coprod_nlp.files.shipped import shipped_data
from coprod_nlp.vectors.contrasting import SameIdeas, contrast
from coprod_nlp.vectors.encoders import SentenceEncoder, default_encoder
from coprod_nlp.vectors.trained_parts import TrainedPart, save_part
from coprod_nlp.vectors.upper_layers import FinetuneSettings

SETTINGS = FinetuneSettings(
    epochs=3, batch_size=64, layer_rate=1e-4, copies=2, half=True
)
"""Chosen on the real surveys of ``benchmarks/themes_elsewhere.py``."""

HELD_OUT = ("N32",)
"""The author that ``benchmarks/everyday_ideas.py`` measures on."""


def main() -> None:
    """Train, and write weights and what they were made from."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    out: Path = parser.parse_args().out
    same = everyday_ideas()
    with Progress() as bar:
        task = bar.add_task("training")
        overlay = contrast(
            default_encoder(),
            same,
            settings=SETTINGS,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    about = {"n_texts": len(same.texts), "settings": asdict(SETTINGS)}
    save_part(TrainedPart(SentenceEncoder(overlay=overlay), {}, {"about": about}), out)


def everyday_ideas(*, held_out: bool = False) -> SameIdeas:
    """Read the inventories of ideas that teach, or those left out. SYNTHETIC.

    Of those left out, statements that teach in another's inventory are not read.
    """
    path = shipped_data("corpus") / "everyday_ideas.csv"
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    is_out = rows["author"].isin(HELD_OUT)
    taught = rows[~is_out]
    rows = rows[is_out & ~rows["text"].isin(taught["text"])] if held_out else taught
    inventory = rows.groupby("author").ngroup().to_numpy()
    idea = rows.groupby(["author", "idea"]).ngroup().to_numpy()
    return SameIdeas(rows["text"].tolist(), inventory, idea)


if __name__ == "__main__":
    main()
