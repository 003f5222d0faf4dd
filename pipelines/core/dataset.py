"""A dataset: what one row is, its key, its columns, and the sheets it is read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pipelines.core.column import Column
from pipelines.core.text import Text

PeriodForm = Literal["none", "label", "as_at", "span"]
LabelRule = Literal["as_written", "fiscal_year_ending"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One wide column of a sheet: the headers it goes by, the code it stands for, the measure it fills."""

    headers: tuple[str, ...]
    code: str
    measure: str


@dataclass(frozen=True, slots=True)
class Unpivot:
    """Wide columns become rows: `into` receives each cell's code, `measure` columns its number.

    Cells of one code that fill different measures become one row. A row all of whose measures are blank is ignored by
    rule and counted as such.
    """

    into: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One layout in which a dataset arrives; it is recognised when every column of `signature` is among the headers.

    `headers` replaces the spellings of a column for this layout; `constants` fills columns the sheet does not carry;
    `values` recodes the written value of a column (folded) before anything else; `label_rule` says what a written
    period means; `absent` names columns of the dataset that mean something else here and must not be read; `repeats` says
    that rows mention the same thing again and again (the area of every clinic): the first mention counts.
    """

    name: str
    title: Text
    signature: tuple[str, ...]
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    unpivot: Unpivot | None = None
    label_rule: LabelRule = "as_written"
    absent: tuple[str, ...] = ()
    repeats: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A dataset of the warehouse.

    `period` is how a row is dated: by a label (2019-20), by a day (as_at), by a span (period_start, period_end), or
    not at all (a register or a list of spells, replaced whole for a reporting unit). `place` is the column that says
    where the row belongs; it also finds the reporting unit. `required` columns may not be blank.
    """

    name: str
    title: Text
    grain: Text
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    sheets: tuple[Sheet, ...]
    period: PeriodForm
    place: str = ""
    required: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        names = [c.name for c in self.columns]
        if len(names) != len(set(names)):
            raise ValueError(f"dataset {self.name}: a column stands twice")
        known = {*names, "period", "person_key"}
        for wanted in (*self.key, *self.required, *((self.place,) if self.place else ())):
            if wanted not in known:
                raise ValueError(f"dataset {self.name}: {wanted} is not a column")
        for sheet in self.sheets:
            loose = {*sheet.signature, *sheet.headers, *sheet.constants, *sheet.values, *sheet.absent} - known
            if loose:
                raise ValueError(f"dataset {self.name}, sheet {sheet.name}: {sorted(loose)} are not columns")

    def column(self, name: str) -> Column:
        """Return the column called `name`; raises KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
