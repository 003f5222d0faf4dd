"""Rows of files that wait to be put away together: an insertion for each of hundreds of small files costs more than its rows."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

ROWS_AT_ONCE = 50_000  # of a dataset


class Waiting:
    """Rows by dataset, each with `file_no`, in the order they came."""

    def __init__(self) -> None:
        self._tables: dict[str, list[pa.Table]] = {}

    @property
    def datasets(self) -> list[str]:
        """The datasets rows wait for."""
        return list(self._tables)

    def add(self, dataset: str, rows: pd.DataFrame, file: int) -> bool:
        """Keep rows of a file; say whether it is time to take what waits for the dataset."""
        waiting = self._tables.setdefault(dataset, [])
        waiting.append(pa.Table.from_pandas(rows, preserve_index=False).append_column("file_no", pa.repeat(file, len(rows))))
        return sum(table.num_rows for table in waiting) >= ROWS_AT_ONCE

    def take(self, dataset: str) -> pa.Table:
        """Hand over what waits for a dataset as one table; a column that only some rows have is null in the others."""
        return pa.concat_tables(self._tables.pop(dataset), promote_options="permissive")
