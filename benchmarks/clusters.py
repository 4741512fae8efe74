"""Times the Dask and Spark adapters beside one process, on the same real comments.

Comments: as for `scale`. Every way starts in a process of its own, reads the same
Parquet file, and judges all rows with models read anew; the cluster's own start is told
apart. Workers get one thread each, so that together they have what one process has.
Needs the extras dask, parquet and spark, and Java 17.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
from scale import survey_of
from shared import store

from coprod_nlp.text.normalisation import normalise

ONE = """
from coprod_nlp.pipeline.definitions.judging import judge_rows
table = pd.read_parquet(path)
started = time.perf_counter()
found = judge_rows(table, "text", matcher, evidence=False)
"""
DASK = """
import dask.dataframe as dd
from distributed import Client, LocalCluster
from coprod_nlp.pipeline.definitions.clusters import judge_dask
client = Client(LocalCluster(n_workers=workers, threads_per_worker=1,
                             dashboard_address=None, memory_limit=0))
table = dd.read_parquet(path).repartition(npartitions=2 * workers)
started = time.perf_counter()
found = judge_dask(table, "text", matcher, evidence=False).compute()
"""
SPARK = """
from pyspark.sql import SparkSession
from coprod_nlp.pipeline.definitions.clusters import judge_spark
session = (SparkSession.builder.master(f"local[{workers}]")
           .config("spark.ui.enabled", "false")
           .config("spark.driver.host", "127.0.0.1")
           .config("spark.driver.bindAddress", "127.0.0.1").getOrCreate())
table = session.read.parquet(path).repartition(2 * workers)
table.count()
started = time.perf_counter()
found = judge_spark(table, "text", matcher, evidence=False).toPandas()
"""
RUN = """
import sys, time, warnings
warnings.simplefilter("ignore")
begun = time.perf_counter()
import pandas as pd
from coprod_nlp import DefinitionMatcher
if __name__ == "__main__":
    path, workers, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    matcher = DefinitionMatcher()
{}
    done = time.perf_counter()
    same = ["id", "label", "decision"]
    found[same].sort_values("id", ignore_index=True).to_parquet(out)
    print("TIMES", started - begun, done - started)
"""
WAYS = {
    "one process": (ONE, 1, "2"),
    "one process, one thread": (ONE, 1, "1"),
    "Dask, two workers": (DASK, 2, "1"),
    "Spark, two workers": (SPARK, 2, "1"),
}


def main() -> None:
    """Time every way on as many rows as asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="CSV of comments.")
    parser.add_argument("--rows", type=int, default=20_000)
    asked = parser.parse_args()
    comments = pd.read_csv(asked.data, dtype=str, keep_default_na=False)["text"]
    texts = survey_of([normalise(text) for text in comments], asked.rows)
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "rows.parquet"
        table = pd.DataFrame({"id": range(len(texts)), "text": texts})
        table.to_parquet(given, index=False)
        first: pd.DataFrame | None = None
        for name, (code, workers, threads) in WAYS.items():
            out = given.with_name(f"{len(rows)}.parquet")
            start, seconds = _timed(code, given, workers, threads, out)
            verdicts = pd.read_parquet(out)
            first = verdicts if first is None else first
            rows.append(
                {
                    "way": name,
                    "rows": len(texts),
                    "start_seconds": round(start, 1),
                    "seconds": round(seconds, 1),
                    "rows_per_second": round(len(texts) / seconds, 1),
                    "same_verdicts": bool((verdicts == first).all(axis=None)),
                }
            )
    store("clusters", rows)


def _timed(
    code: str, given: Path, workers: int, threads: str, out: Path
) -> tuple[float, float]:
    """Return the seconds until all was ready, and those of judging."""
    indented = "".join(f"    {line}\n" for line in code.strip().splitlines())
    script = out.with_suffix(".py")
    # A file, since Dask's workers start by importing it.
    script.write_text(RUN.format(indented), encoding="utf-8")
    command = [sys.executable, str(script), str(given), str(workers), str(out)]
    own = {"OMP_NUM_THREADS": threads, "PYSPARK_PYTHON": sys.executable}
    environment = {**os.environ, **own}
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env=environment
    )
    times = next(line for line in done.stdout.splitlines() if line.startswith("TIMES"))
    start, seconds = map(float, times.split()[1:])
    return start, seconds


if __name__ == "__main__":
    main()
