"""A column: its name, kind, unit, title and the headers it is known by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipelines.core.text import Text

Kind = Literal["text", "code", "integer", "number", "money", "date", "moment", "boolean", "period", "id_number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a dataset.

    `headers` are spellings beyond `name` and the two titles; matching folds case, width, dots and blanks. A `money`
    column is stored in the currency's base unit (yuan, pounds): a header or cell saying 万元 is multiplied by rule.
    `codelist` names the list whose spellings a value must match. A `personal` value is masked in every report, and a
    `private` one never leaves the archive (ID numbers, names). A `moment` is a day with a time of day, in the site's zone.
    `beyond` says what a figure out of the range usually is. `note` tells the clerk what belongs in the cell and `example` is a
    good value; the template workbook prints both.
    """

    name: str
    kind: Kind
    title: Text
    headers: tuple[str, ...] = ()
    unit: str = ""
    codelist: str = ""
    minimum: float | None = None
    maximum: float | None = None
    beyond: Text | None = None
    personal: bool = False
    private: bool = False
    note: Text | None = None
    example: str = ""

    def __post_init__(self) -> None:
        if self.codelist and self.kind != "text":
            raise ValueError(f"column {self.name}: a coded column is of kind text")
        if self.private and not self.personal:
            raise ValueError(f"column {self.name}: a private column is personal as well")

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every header this column is known by."""
        return (self.name, self.title.zh, self.title.en, *self.headers)
