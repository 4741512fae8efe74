"""Times the agreement table of a national survey, and measures its memory.

Codings are invented (SYNTHETIC): codes become rarer by their rank, each coder errs on
15 % of codes, and in the second table two units in five have a second code.
"""

import argparse
import os
import resource
import sys
import time
from typing import Any

import numpy as np
import pandas as pd
from shared import store

from coprod_nlp.agreement import agreement_table


def main() -> None:
    """Time the table once, in this process, so that its peak memory is its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--coders", type=int, default=3)
    parser.add_argument("--codes", type=int, default=40)
    parser.add_argument("--resamples", type=int, default=2000)
    parser.add_argument("--several", action="store_true", help="several codes a unit")
    options = parser.parse_args()
    codings = _codings(options)
    before = _peak_mb()
    load = os.getloadavg()[0]
    wall, cpu = time.perf_counter(), time.process_time()
    table = agreement_table(codings, n_resamples=options.resamples)
    row: dict[str, Any] = {
        "units": options.units,
        "coders": options.coders,
        "codes": options.codes,
        "several_codes": options.several,
        "rows_of_codings": len(codings),
        "resamples": options.resamples,
        "seconds": round(time.perf_counter() - wall, 1),
        "cpu_seconds": round(time.process_time() - cpu, 1),
        "peak_mb": round(_peak_mb()),
        "peak_mb_before": round(before),
        "load_before": round(load, 1),
        "alpha": round(float(table["alpha"].iloc[-1]), 3),
    }
    store(f"agreement_at_scale{'_several' if options.several else ''}", [row])


def _peak_mb() -> float:
    """Return the peak memory of this process; Linux counts in KiB, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def _codings(options: argparse.Namespace) -> pd.DataFrame:
    """Return one row per code given."""
    generator = np.random.default_rng(0)
    shares = 1 / np.arange(1, options.codes + 1)
    shares /= shares.sum()
    size = (options.units, 2)
    true = generator.choice(options.codes, size=size, p=shares)
    second = generator.random(options.units) < 0.4
    unit = np.arange(options.units)
    parts = []
    for coder in range(options.coders):
        wrong = generator.random(size) < 0.15
        guess = generator.choice(options.codes, size=size, p=shares)
        code = np.where(wrong, guess, true)
        more = second ^ (generator.random(options.units) < 0.1)
        chosen = [(unit, code[:, 0])]
        chosen += [(unit[more], code[more, 1])] if options.several else []
        for units, codes in chosen:
            frame = pd.DataFrame({"unit": units, "code": codes}).astype("str")
            parts.append(frame.assign(coder=f"coder {coder}"))
    return pd.concat(parts, ignore_index=True)


if __name__ == "__main__":
    main()
