"""Who is to be erased: an ID number, or name, birth date and facility of somebody who has none; and the words that name them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.extract.clean import plain
from pipelines.extract.grid import Cell
from pipelines.extract.person import normalise_id, person_key, provisional_key
from pipelines.extract.report import Fault

_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_PARTS = ("name", "birth_date", "facility_code")
_SHORTEST_ID = 15
_GAPS = re.compile(r"[\s'`]")
VEIL = "＊＊"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Somebody as asked for: `number` (18 characters), or "" and name, birth date (ISO) and the facility code as the files say it."""

    number: str = ""
    name: str = ""
    birth_date: str = ""
    facility_code: str = ""

    def key(self, secret: bytes) -> str:
        """Return the person key, a provisional one where there is no ID number."""
        if self.number:
            return person_key(self.number, secret)
        return provisional_key((self.name, self.birth_date, self.facility_code), secret)


def read_wanted(text: str) -> Wanted:
    """Read an ID number, or JSON {"name", "birth_date", "facility_code"}; raises USAGE, never repeating what was entered."""
    if text.lstrip().startswith("{"):
        return _read_parts(text)
    number = normalise_id(plain(text))
    if isinstance(number, Fault):
        raise _wrong(f"{number.reason.zh}；{number.remedy.zh}", f"{number.reason.en}; {number.remedy.en}")
    return Wanted(number=number)


def _read_parts(text: str) -> Wanted:
    try:
        given = json.loads(text)
        name, birth, facility = (plain(str(given[part])) for part in _PARTS)
    except (ValueError, KeyError):
        raise _wrong(
            "应为 JSON，含 name、birth_date、facility_code 三项", "expected JSON with name, birth_date and facility_code"
        ) from None
    try:
        born = date.fromisoformat(birth).isoformat() if birth else ""
    except ValueError:
        raise _wrong("birth_date 应为 1980-03-05 的形式", "birth_date is expected as 1980-03-05") from None
    if not name or len(given) != len(_PARTS):
        raise _wrong("须写明姓名，且只含这三项", "a name is needed, and these three only")
    return Wanted(name="".join(name.split()), birth_date=born, facility_code=facility)


def _wrong(zh: str, en: str) -> XiangyiError:
    return XiangyiError(Text(f"标准输入：{zh}", f"standard input: {en}"), ExitCode.USAGE)


@dataclass(eq=False)
class Mentions:
    """Says where a text names the person: by ID number, and by names and phones where no other person has them."""

    number: str
    words: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._known: dict[str, bool] = {}
        old = self.number[:6] + self.number[8:17] if self.number else ""
        self._forms = re.compile(rf"(?<!\d)(?:{self.number}|{old})(?!\d)") if self.number else None

    @property
    def searched(self) -> tuple[str, ...]:
        """Every word to look for in bytes."""
        number = (self.number, self.number[:6] + self.number[8:17]) if self.number else ()
        return (*number, *sorted(self.words))

    def has_number(self, cell: Cell) -> bool:
        """Say whether a cell holds the ID number, in either form and however it is written; also one kept as a number."""
        if not self.number or cell is None or isinstance(cell, bool):
            return False
        if not isinstance(cell, str):
            return isinstance(cell, int | float) and abs(cell) >= 1e14 and str(int(cell))[:_SHORTEST_ID] in (
                self.number[:_SHORTEST_ID], self.number[:6] + self.number[8:17]
            )
        if len(cell) < _SHORTEST_ID:
            return False
        if cell not in self._known:
            tight = _GAPS.sub("", plain(cell)).upper()
            self._known[cell] = self._forms is not None and self._forms.search(tight) is not None
        return self._known[cell]

    def has_word(self, cell: Cell) -> bool:
        """Say whether a text holds one of the words."""
        return isinstance(cell, str) and any(word in cell for word in self.words)

    def veiled(self, cell: Cell) -> Cell:
        """Return a cell without what names the person."""
        if self.has_number(cell):
            return VEIL
        return self.veiled_text(cell) if isinstance(cell, str) else cell

    def veiled_row(self, row: Sequence[Cell]) -> list[Cell]:
        """Return a row that is nobody's record; where it names the person (who filled in the form), phones in it are theirs."""
        if not any(self.has_number(cell) or self.has_word(cell) for cell in row):
            return [self.veiled(cell) for cell in row]
        return [_without_phones(self.veiled(cell)) for cell in row]

    def veiled_text(self, text: str) -> str:
        """Return a text with every searched word veiled."""
        for word in self.searched:
            text = text.replace(word, VEIL)
        return text


def _without_phones(cell: Cell) -> Cell:
    for phone in phones_in([cell]):
        cell = cell.replace(phone, VEIL) if isinstance(cell, str) else VEIL
    return cell


def phones_in(cells: Iterable[Cell]) -> set[str]:
    """Return the mobile phone numbers in cells."""
    texts = (plain(c) if isinstance(c, str) else str(int(c)) for c in cells if isinstance(c, str | int | float) and not isinstance(c, bool))
    return {phone for text in texts for phone in _PHONE.findall(text)}
