"""A dataset: what one row is, its key, its columns, and the sheets it is read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pipelines.core.column import Column
from pipelines.core.text import Text

PeriodForm = Literal["none", "label", "as_at", "span", "event"]
Topic = Literal["places", "people", "money", "growth", "support", "services", "policy"]
TOPIC_TITLES: Mapping[Topic, Text] = {
    "places": Text("地区与机构", "Places"),
    "people": Text("人员", "People"),
    "money": Text("薪酬与补贴", "Money"),
    "growth": Text("培训与成长", "Training and growth"),
    "support": Text("上级帮扶与远程医疗", "Help from above"),
    "services": Text("服务", "Services"),
    "policy": Text("政策与评价", "Policy"),
}
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
    rule and counted as such. Of each code in `needed` a cell must be among the headers, or the sheet is not of this form:
    a roster with a column of base pay is no payroll. Into the first day of a span go months (01 to 12) of the year around the table.
    Where it `is_dated` each header begins with its month, 2022年1月基本工资 or 1月基本工资, and dates its cells. What stands side by side
    `is_summed` where it adds up to one thing, the pay of a month: one cell that cannot be read then keeps out all of the row, or of its month.
    """

    into: str
    cells: tuple[Cell, ...]
    needed: tuple[str, ...] = ()
    is_dated: bool = False
    is_summed: bool = False

    @property
    def is_by_month(self) -> bool:
        """Whether the headers say months, of which only the year is to be found."""
        return self.is_dated or self.into == "period_start"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One layout in which a dataset arrives; it is recognised when every column of `signature` is among the headers.

    `headers` replaces the spellings of a column for this layout; `constants` fills columns the sheet does not carry;
    `values` recodes the written value of a column (folded) before anything else; `label_rule` says what a written
    period means; `absent` names columns of the dataset that mean something else here and must not be read; `repeats` says
    that rows mention the same thing again and again (the area of every clinic): the first mention counts. `header_rows` is 2
    where a header stands over others (应发 over 基本工资 and 绩效): each column is then known by both, upper first, and by the
    lower alone. `sheet_is` names the column that the sheet's own name fills (a workbook with a sheet for each township);
    `title_is` one with a code list of which the titles over the table name a single code, where no column says it. Where the headers
    alone say too little, a title or the sheet's name holds one of the words `called` (folded), or most columns are read; and no other dataset fits.
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
    header_rows: Literal[1, 2] = 1
    sheet_is: str = ""
    title_is: str = ""
    called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A column whose value must be a `to` of `dataset`, among what is loaded or arrives with it; else the row is told."""

    column: str
    dataset: str
    to: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column that may be blank but that figures rest on.

    It is asked for in every row or, where `given` names a column, in rows that have a value there (one of `among`, if named).
    """

    column: str
    given: str = ""
    among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Columns of one row that do not go together: any of them may be right, so the row is loaded and the clerk is asked.

    `condition` holds for the rows told: portable SQL over the dataset's columns, null where a row says too little to judge it.
    `column` is the cell that is marked. What is told before loading counts in the consistency of what was loaded as well.
    """

    name: str
    column: str
    condition: str
    title: Text
    reason: Text
    remedy: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Unnamed:
    """Rows of a dataset of persons that are about no person: `column` holds `code`, and `within` one of `codes`.

    Money for services that goes to a clinic has the clinic as payee; such a row names nobody and has no person key. A row
    with `code` that names somebody, or is about something else than `codes`, is refused.
    """

    column: str
    code: str
    within: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A dataset of the warehouse.

    `period` is how a row is dated: by a label (2019-20), by a day (as_at), by a span (period_start, period_end), by the
    month of the day it happened (event), or not at all (a register or a list of spells, replaced whole for a reporting
    unit). `dated_by` is the day of an event, or of an undated dataset the day whose year splits loads, so that files of
    several years do not replace one another. `sent_by` names who sends it where several send for one place (hospitals for the
    same clinic): each then replaces its own rows only. `place` is the column that says where the row belongs; it also finds the
    reporting unit. `required` columns may not be blank. `filled_by` says who fills the sheet in, `note` what a clerk has to
    know first. `in_order` are pairs of days of which the second may not come before the first. Rows of an `is_private`
    dataset (names, phones) are kept in the workspace's private store and never reach a build. `unnamed` says which rows of
    a dataset of persons need no person. `wanted` are columns whose blanks count against the completeness of a reporting unit.
    `doubts` say which columns of a row have to go together. `told_apart` are pairs of columns: where the first, of the key, is blank,
    the second tells rows apart in its stead (attempts that nobody has decided on, by the day of the application).
    """

    name: str
    title: Text
    grain: Text
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    sheets: tuple[Sheet, ...]
    period: PeriodForm
    topic: Topic
    filled_by: Text
    note: Text | None = None
    dated_by: str = ""
    sent_by: str = ""
    place: str = ""
    required: tuple[str, ...] = ()
    in_order: tuple[tuple[str, str], ...] = ()
    references: tuple[Reference, ...] = ()
    is_private: bool = False
    unnamed: Unnamed | None = None
    wanted: tuple[Wanted, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    told_apart: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        names = [c.name for c in self.columns]
        if len(names) != len(set(names)):
            raise ValueError(f"dataset {self.name}: a column stands twice")
        known = {*names, "period", "person_key"}
        single = [name for name in (self.place, self.dated_by, self.sent_by) if name]
        paired = [name for pair in (*self.in_order, *self.told_apart) for name in pair]
        told = [*(reference.column for reference in self.references), *(doubt.column for doubt in self.doubts)]
        for wanted in (*self.key, *self.required, *single, *paired, *told, *self._optional_columns()):
            if wanted not in known:
                raise ValueError(f"dataset {self.name}: {wanted} is not a column")
        if self.period == "event" and (not self.dated_by or self.dated_by not in self.required):
            raise ValueError(f"dataset {self.name}: an event is dated by a required day")
        for sheet in self.sheets:
            named = {sheet.sheet_is, sheet.title_is} - {""}
            loose = {*sheet.signature, *sheet.headers, *sheet.constants, *sheet.values, *sheet.absent, *named} - known
            if loose:
                raise ValueError(f"dataset {self.name}, sheet {sheet.name}: {sorted(loose)} are not columns")

    def _optional_columns(self) -> tuple[str, ...]:
        unnamed = (self.unnamed.column, self.unnamed.within) if self.unnamed else ()
        return (*unnamed, *(name for wanted in self.wanted for name in (wanted.column, wanted.given) if name))

    def keeps(self, column: Column) -> bool:
        """Say whether a column's values go further than the archive: private ones only into the private store."""
        return not column.private or (self.is_private and column.kind != "id_number")

    def column(self, name: str) -> Column:
        """Return the column called `name`; raises KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
