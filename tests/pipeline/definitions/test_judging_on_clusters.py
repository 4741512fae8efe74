import os
import shutil
import sys
from pathlib import Path

import pandas as pd
import pytest

from coprod_nlp.pipeline.definitions.clusters import judge_dask, judge_spark
from coprod_nlp.pipeline.definitions.judging import judge_rows
from judges import WordCounter

ANSWERS = ["Planning care with patients", "n/a", "", "As equals", "caf\u00e9 talk"]


@pytest.fixture(scope="module")
def rows():
    """Return forty rows with a name, a number and an answer."""
    return pd.DataFrame(
        {
            "who": [f"p{n:02}" for n in range(40)],
            "age": range(40),
            "what": [f"{ANSWERS[n % 5]} {n // 5 or ''}".strip() for n in range(40)],
        }
    )


@pytest.fixture(scope="module")
def single(rows):
    """Return the verdicts of one machine."""
    return judge_rows(rows, "what", WordCounter())


@pytest.fixture(scope="module")
def dask_frame(rows):
    """Return the rows in three partitions, on a cluster of two worker processes."""
    pytest.importorskip("distributed", reason="the extra dask is missing")
    import dask.dataframe as dd
    from distributed import Client, LocalCluster

    # Workers import the judge of these tests by its name.
    paths = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parents[2]), paths])
    cluster = LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, memory_limit=0
    )
    with cluster, Client(cluster):
        yield dd.from_pandas(rows, npartitions=3)
    os.environ["PYTHONPATH"] = paths


def test_dask_gives_the_verdicts_of_one_machine(dask_frame, single):
    """Row by row, from two worker processes; Dask has a string type of its own."""
    judged = judge_dask(dask_frame, "what", WordCounter()).compute()

    pd.testing.assert_frame_equal(judged.astype({"who": "str"}), single)


def test_dask_knows_the_columns_before_anything_is_judged(dask_frame, single):
    """So that a mistake in the next step is found at once."""
    judged = judge_dask(dask_frame, "what", WordCounter(), evidence=False)

    assert judged.dtypes["what":].to_dict() == single.dtypes["what":].to_dict()


@pytest.fixture(scope="module")
def spark():
    """Return a Spark session of two local workers."""
    sql = pytest.importorskip("pyspark.sql", reason="the extra spark is missing")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Spark needs Java 17")
    paths = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parents[2]), paths])
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    yield session
    session.stop()
    os.environ["PYTHONPATH"] = paths


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")
def test_spark_gives_the_verdicts_of_one_machine(spark, rows, single):
    """Row by row, from two Python workers, the number still a number."""
    stored = rows.to_dict("records")
    frame = spark.createDataFrame(stored, "who string, age long, what string")
    judged = judge_spark(frame.repartition(3), "what", WordCounter())
    found = pd.DataFrame([row.asDict() for row in judged.collect()])
    found = found.sort_values("who", ignore_index=True)

    pd.testing.assert_frame_equal(found, single)
