"""The clean rows of a load, written where the workspace keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa

from pipelines.core.dataset import Dataset
from pipelines.intake.staging import Staging
from pipelines.warehouse.schema import all_datasets, frame_columns, quoted


def write_cleaned(staging: Staging, batch: str, names: Mapping[int, str]) -> list[Path]:
    """Write the rows of each dataset where the workspace keeps them, with batch, file, unit and load_period; return the files.

    `batch` and `file` are those a row was read from; `load_batch` is this batch, in which it counts. `names` are the files by number.
    What the private store holds only its owner may read.
    """
    frame = pd.DataFrame({"file_no": list(names), "file": list(names.values())})
    staging.connection.register("file_frame", pa.Table.from_pandas(frame, preserve_index=False))
    staging.connection.execute("create or replace temp table file_name as select file_no::INTEGER as file_no, file from file_frame")
    return [_write_dataset(staging, all_datasets()[name], batch) for name in sorted(staging.datasets)]


def _write_dataset(staging: Staging, dataset: Dataset, batch: str) -> Path:
    columns = ", ".join(f"t.{quoted(c)}" for c in frame_columns(dataset))
    relation = staging.connection.sql(
        f"select {columns}, coalesce(t.from_batch, ?) as batch, coalesce(t.from_file, f.file) as file, t.unit, t.load_period,"
        f" ? as load_batch from {staging.table(dataset)} t join file_name f using (file_no)",
        params=[batch, batch],
    )
    path = staging.workspace.cleaned_file(batch, dataset.name)
    path.parent.parent.mkdir(mode=0o700 if dataset.is_private else 0o777, exist_ok=True)  # older workspaces had no private store
    path.parent.mkdir(mode=0o700 if dataset.is_private else 0o777, exist_ok=True)
    relation.write_parquet(str(path), compression="zstd")
    if dataset.is_private:
        path.chmod(0o600)
    return path
