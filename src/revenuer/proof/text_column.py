"""One column of texts from a Parquet file."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from revenuer.problems import Problem


def read_texts(path: Path, column: str) -> list[str]:
    """The texts of `column`, missing ones left out. Raises Problem."""
    try:
        table = pq.read_table(path, columns=[column])
    except (pa.ArrowException, OSError) as error:
        raise Problem(
            "The texts cannot be read.", where=str(path), hint="give a Parquet file of texts"
        ) from error
    if column not in table.column_names or not pa.types.is_string(table[column].type):
        raise Problem(
            f"There is no column {column} of texts.", where=str(path), hint="name it with --column"
        )
    return [text for text in table[column].to_pylist() if text]
