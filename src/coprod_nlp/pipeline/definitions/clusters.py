"""Judges tables that lie on many machines: one adapter for Dask, one for Spark.

Each sends rows to where the package is installed and judges them there as one machine
does; neither library is imported before it is asked for.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pandas as pd

from coprod_nlp.pipeline.definitions.judging import Judge, judge_rows

if TYPE_CHECKING:
    from dask.dataframe import DataFrame as DaskFrame
    from pyspark.sql import DataFrame as SparkFrame


def judge_dask(
    frame: "DaskFrame", text: str, matcher: Judge, *, evidence: bool = True
) -> "DaskFrame":
    """Set a verdict beside every row of a Dask table, when it is computed.

    Parameters
    ----------
    frame : dask.dataframe.DataFrame
    text : str
        Column of the definitions.
    matcher : Judge
        With a `model` of its own, every worker needs that folder.
    evidence : bool
        See `DefinitionMatcher.judge`.

    Returns
    -------
    dask.dataframe.DataFrame
        The rows of each partition with the columns of `judge_rows`.

    Raises
    ------
    SurveySchemaError
        If a column bears the name of one of a verdict.
    """
    # Dask keeps an empty table of the right types under this name.
    meta = judge_rows(frame._meta, text, matcher, evidence=evidence)
    return frame.map_partitions(judge_rows, text, matcher, evidence=evidence, meta=meta)


def judge_spark(
    frame: "SparkFrame", text: str, matcher: Judge, *, evidence: bool = True
) -> "SparkFrame":
    """Set a verdict beside every row of a Spark table, when it is computed.

    Parameters
    ----------
    frame : pyspark.sql.DataFrame
    text : str
        Column of the definitions.
    matcher : Judge
        With a `model` of its own, every worker needs that folder.
    evidence : bool
        See `DefinitionMatcher.judge`.

    Returns
    -------
    pyspark.sql.DataFrame
        The columns of the table, then those of a verdict.

    Raises
    ------
    SurveySchemaError
        If a column bears the name of one of a verdict.
    """
    from pyspark.sql.types import (
        BooleanType,
        DoubleType,
        StringType,
        StructField,
        StructType,
    )

    none = pd.DataFrame({name: pd.Series([], dtype="str") for name in frame.columns})
    verdict = judge_rows(none, text, matcher, evidence=evidence).dtypes
    types = {"str": StringType(), "bool": BooleanType(), "float64": DoubleType()}
    added = [
        StructField(str(name), types[str(kind)])
        for name, kind in verdict.items()
        if name not in frame.columns
    ]

    def judged(batches: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        for rows in batches:
            yield judge_rows(rows, text, matcher, evidence=evidence)

    schema = StructType([*frame.schema.fields, *added])
    return frame.mapInPandas(judged, schema=schema)
