"""Read a specification: Markdown with "Given <dataset>", "When `observe ...`" and "Then" tables.

A period after the dataset, `Given facility_payment 2023`, stands in the file's name. A cell of `id_number` may be written as a person, `A female 1970`: a valid number with an area code that no place has.
A number of a "Then" table may be a fraction, `2/3`; `-` is "does not apply".
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pipelines.engine.observe import Query
from pipelines.extract.person import check_character

FOLDER = Path(__file__).parent
_OPTIONS = {"--level": "level", "--region": "region", "--parent": "parent", "--period": "period", "--by": "by"}
Rows = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Example:
    """A question and every row of its answer, on the columns that are written down."""

    command: str
    rows: tuple[dict[str, str], ...]

    @property
    def query(self) -> Query:
        """The question as the engine takes it."""
        words = shlex.split(self.command)
        options = dict(zip(words[2::2], words[3::2], strict=True))
        at = tuple(int(t) for t in options.pop("--at", "").split(",") if t)
        return Query(indicator=words[1], at=at, **{_OPTIONS[name]: value for name, value in options.items()})


@dataclass(frozen=True, slots=True)
class Spec:
    """One specification: raw tables by dataset, and examples."""

    name: str
    about: str
    given: dict[str, tuple[dict[str, str], ...]]
    examples: tuple[Example, ...]


def read_spec(path: Path) -> Spec:
    """Read one file; raises ValueError for a section it does not know or a "When" without its "Then"."""
    title, _, body = path.read_text(encoding="utf-8").partition("\n")
    about, *sections = re.split(r"^## ", body, flags=re.M)
    given: dict[str, tuple[dict[str, str], ...]] = {}
    examples: list[Example] = []
    asked = ""
    for section in sections:
        head, _, text = section.partition("\n")
        if match := re.fullmatch(r"Given (\w+(?: \d{4})?)", head.strip()):
            given[match[1]] = tuple(read_table(text))
        elif match := re.fullmatch(r"When `(observe .+)`", head.strip()):
            asked = match[1]
        elif head.strip() == "Then" and asked:
            examples.append(Example(asked, tuple(read_table(text))))
            asked = ""
        else:
            raise ValueError(f"{path.name}: section {head.strip()!r} is none of Given, When, Then")
    if asked:
        raise ValueError(f"{path.name}: {asked!r} has no Then")
    return Spec(title.removeprefix("# ").strip(), about.strip(), given, tuple(examples))


def read_table(text: str) -> Rows:
    """Read the one Markdown table of a section."""
    lines = [line.strip().strip("|") for line in text.splitlines() if line.strip().startswith("|")]
    if len(lines) < 2 or set(lines[1]) - set("|-: "):
        raise ValueError(f"no table in {text[:60]!r}")
    heads, *rows = ([cell.strip() for cell in line.split("|")] for line in (lines[0], *lines[2:]))
    return [dict(zip(heads, row, strict=True)) for row in rows]


def person_number(cell: str) -> str:
    """Return the ID number meant by `A female 1970` (a letter, a sex, a birth year); other cells stay as they are."""
    match = re.fullmatch(r"([A-Z]) (female|male) (\d{4})", cell)
    if not match:
        return cell
    serial = (ord(match[1]) - ord("A")) * 2 + (match[2] == "male")
    first_17 = f"990000{match[3]}0615{serial:03d}"
    return first_17 + check_character(first_17)


def number(cell: str) -> float | None:
    """Return the number in a "Then" cell, None for `-`."""
    return None if cell == "-" else float(Fraction(cell))


def all_specs() -> list[Spec]:
    """Return every specification but the places they share."""
    return [read_spec(p) for p in sorted(FOLDER.glob("*.md")) if p.stem != "places"]
