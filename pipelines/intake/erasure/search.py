"""Where archived files name the person: rows by ID number or as they were loaded, rows kept out that are surely theirs, other cells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipelines.extract.clean import plain, unwrapped
from pipelines.extract.container import Unreadable
from pipelines.extract.grid import Cell, as_text
from pipelines.extract.person import normalise_id
from pipelines.intake.erasure.pages import Page, holds, open_pages
from pipelines.intake.erasure.person import Mentions, Wanted, phones_in
from pipelines.intake.erasure.stored import Pointer
from pipelines.warehouse.history import Record
from pipelines.warehouse.ledger import Ledger
from pipelines.warehouse.workspace import Workspace

_USES = (
    "select f.batch, f.file_no, f.name, f.sha256, b.period_given, b.state, s.settings from batch_file f join batch b using(batch)"
    " left join site s on s.hash = b.site order by f.batch, f.file_no"
)
CLOSE = 2  # characters in which a mistyped ID number differs at most


@dataclass(frozen=True, slots=True)
class Loose:
    """A row with a name and without a valid ID number."""

    sheet: str
    row: int
    name: str
    number: str
    birth: str
    facility: str


@dataclass(eq=False)
class Original:
    """An archived file: the batches it came in, the rows (0-based, by sheet) that go, and rows that nobody can attribute.

    `beside` counts loaded cells of other rows that hold the person's name: names of clinics, remarks.
    """

    path: Path
    uses: tuple[Record, ...]
    rows: dict[str, set[int]] = field(default_factory=dict)
    doubtful: dict[str, set[int]] = field(default_factory=dict)
    beside: int = 0
    is_touched: bool = False

    @property
    def sha256(self) -> str:
        """The hash it is filed under."""
        return self.path.name.partition(".")[0]


@dataclass(eq=False)
class _Gathered:
    """What the first look finds: who else bears a name, and what the person's own rows say."""

    others: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    facilities: set[str] = field(default_factory=set)
    births: set[str] = field(default_factory=set)
    loose: dict[Path, list[Loose]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Search:
    """Every archived file, how texts name the person, and whether another person bears the name."""

    originals: tuple[Original, ...]
    mentions: Mentions
    is_shared_name: bool


def originals(workspace: Workspace, ledger: Ledger) -> list[Original]:
    """Return every file of the archive with the batches it came in."""
    uses: dict[str, list[Record]] = {}
    for record in ledger.select(_USES):
        uses.setdefault(str(record["sha256"]), []).append(record)
    paths = sorted(path for path in workspace.archive.glob("??/*") if path.is_file())
    return [Original(path, tuple(uses.get(path.name.partition(".")[0], ()))) for path in paths]


def search(found: Sequence[Original], wanted: Wanted, pointers: Collection[Pointer]) -> Search:
    """Fill in what each archived file holds of the person; `pointers` say where stored rows of theirs were read."""
    gathered = _Gathered(names={wanted.name} - {""})
    read: dict[tuple[str, str], dict[str, set[int]]] = {}
    for batch, file, sheet, row in pointers:
        read.setdefault((batch, file), {}).setdefault(sheet, set()).add(row - 1)
    by_number = Mentions(wanted.number)
    for original in found:
        pointed = _merged(read.get((str(u["batch"]), str(u["name"])), {}) for u in original.uses)
        for page in _pages(original.path):
            _look(original, page, pointed.get(page.cells.name, set()), by_number, gathered)
    if not wanted.number and len(gathered.numbers) == 1:  # the number has come since: it finds more
        for original in found:
            original.rows.clear()
        return search(found, replace(wanted, number=gathered.numbers.pop()), pointers)
    number = wanted.number
    is_shared = bool(gathered.names & gathered.others)
    words = gathered.phones | (set() if is_shared else {name for name in gathered.names if len(name) > 1})
    mentions = Mentions(number, frozenset(words))
    for original in found:
        _judge(original, gathered, number)
        original.is_touched = any(original.rows.values()) or holds(original.path, mentions.searched)
        if original.is_touched:
            _look_again(original, mentions, gathered.names)
    return Search(tuple(found), mentions, is_shared)


def _merged(found: Iterable[Mapping[str, set[int]]]) -> dict[str, set[int]]:
    merged: dict[str, set[int]] = {}
    for rows in found:
        for sheet, numbers in rows.items():
            merged.setdefault(sheet, set()).update(numbers)
    return merged


def _pages(path: Path) -> Iterator[Page]:
    try:
        yield from open_pages(path)
    except Unreadable:
        return


def _own_number(cell: Cell) -> tuple[str, bool]:
    """Return what a row has as ID number, and whether that is a valid one."""
    text = unwrapped(plain(as_text(cell)))
    number = normalise_id(text) if isinstance(cell, str) and text else None
    return (number, True) if isinstance(number, str) else (text, False)


def _name(cell: Cell) -> str:
    return "".join(plain(as_text(cell)).split())


def _look(original: Original, page: Page, pointed: set[int], by_number: Mentions, gathered: _Gathered) -> None:
    """Take the rows of one sheet that are the person's, and gather names of others and rows nobody can attribute yet."""
    sheet = page.cells.name
    for place, row in enumerate(page.grid.rows):
        is_data = place >= page.first
        own, is_valid = _own_number(page.cell(place, "id_number")) if is_data else ("", False)
        name = _name(page.cell(place, "person_name")) if is_data else ""
        is_theirs = place in pointed or (is_valid and own == by_number.number)
        if not is_theirs and any(map(by_number.has_number, row)):
            is_theirs = is_data and not is_valid or not page.columns
        if is_theirs:
            original.rows.setdefault(sheet, set()).add(place)
            _gather(page, place, row, name, own if is_valid else "", gathered)
        elif name and is_valid:
            gathered.others.add(name)
        elif name:
            birth, facility = (plain(as_text(page.cell(place, column))) for column in ("birth_date", "facility_code"))
            gathered.loose.setdefault(original.path, []).append(Loose(sheet, place, name, own, birth, facility))


def _gather(page: Page, place: int, row: Sequence[Cell], name: str, number: str, gathered: _Gathered) -> None:
    gathered.names |= {name} - {""}
    gathered.numbers |= {number} - {""}
    gathered.phones |= phones_in(row)
    gathered.births |= {plain(as_text(page.cell(place, "birth_date")))} - {""}
    gathered.facilities |= {plain(as_text(page.cell(place, "facility_code")))} - {""}


def _judge(original: Original, gathered: _Gathered, number: str) -> None:
    """Take rows of the person's name whose ID number is mistyped, or which agree in facility and birth; point at the others."""
    for loose in gathered.loose.get(original.path, ()):
        if loose.name not in gathered.names:
            continue
        agree = (loose.birth in gathered.births) + (loose.facility in gathered.facilities)
        is_alone = loose.name not in gathered.others
        is_theirs = is_close(loose.number, number) or (is_alone and (agree == 2 or (loose.number != "" and agree == 1)))
        (original.rows if is_theirs else original.doubtful).setdefault(loose.sheet, set()).add(loose.row)


def is_close(written: str, number: str) -> bool:
    """Say whether a text is an ID number mistyped in few places, or with a character too many or too few.

    >>> is_close("99900119710304001X", "999001197103040019")
    True
    """
    if not written or not number or abs(len(written) - len(number)) > 1:
        return False
    if len(written) == len(number):
        return sum(a != b for a, b in zip(written.upper(), number, strict=True)) <= CLOSE
    longer, shorter = sorted((written.upper(), number), key=len, reverse=True)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def _look_again(original: Original, mentions: Mentions, names: set[str]) -> None:
    """Count the loaded cells of other rows that hold the name: they stay."""
    for page in _pages(original.path):
        gone = original.rows.get(page.cells.name, set())
        for place in range(page.first, len(page.grid.rows)):
            row = page.grid.rows[place] if place not in gone else ()
            original.beside += sum(
                isinstance(cell, str) and any(name in cell for name in names)
                for i, cell in enumerate(row) if i in page.kept and i != page.columns.get("person_name")
            )
