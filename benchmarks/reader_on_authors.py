"""How often the idea reader tells the codes of authors that a training left out.

The counts are those that `coprod_nlp.coding.training` stores beside the weights: of a
second training, without these authors, by the reader alone. Here they are pooled by
how the authors wrote, with Wilson's intervals.
"""

from shared import store

from coprod_nlp.tables import wilson_interval
from coprod_nlp.vectors.idea_reader import shipped_reader

_FIRST_MODELLED = "T17"
"""From here on, each answer follows a real comment in its manner."""


def main() -> None:
    """Pool the authors who invented their manner, and those who did not."""
    held_out = shipped_reader().about["held_out"]
    rows = []
    for manner, is_modelled in (("invented", False), ("of real comments", True)):
        authors = [
            name for name in held_out if (name >= _FIRST_MODELLED) == is_modelled
        ]
        row = {"manner": manner, "authors": " ".join(authors)}
        for what in ("first", "one of three"):
            n_right, n = (sum(held_out[a][what][i] for a in authors) for i in (0, 1))
            low, high = wilson_interval(n_right, n)
            row |= {"n": n, what: round(n_right / n, 3)}
            row |= {f"{what}_low": round(low, 3), f"{what}_high": round(high, 3)}
        rows.append(row)
    store("reader_on_authors", rows)


if __name__ == "__main__":
    main()
