"""Tables stacked on one sheet, each under the title of its own period."""

from __future__ import annotations

from typing import Any

from tests.faults.corpus.damage import Change, Damage, Draft, same, told, whole_row
from tests.faults.corpus.good import INSURANCE, POPULATION, Good

_YEARS = ("2022", "2023")


def _stack(titles: tuple[str, ...], *, blank: bool = True, head: bool = True, total: bool = True) -> Change:
    """Return the change that writes the years of a table of population one below the other, and leaves their column out."""

    def change(draft: Draft) -> None:
        year, persons = POPULATION.at("年份"), POPULATION.at("人口数")
        header = [text for text in POPULATION.header if text != "年份"]
        draft.rows.clear()
        for title, label in zip(titles, _YEARS, strict=True):
            rows = [row for row in POPULATION.rows if row[year] == label]
            draft.rows += [[title]] if title else []
            draft.rows += [list(header)] if head or label == _YEARS[0] else []
            draft.rows += [[value for place, value in enumerate(row) if place != year] for row in rows]
            draft.rows += [["合计", None, sum(int(str(row[persons])) for row in rows), None]] if total else []
            draft.rows += [[]] if blank else []

    return change


def _moved(draft: Draft) -> None:
    _stack(("2022年盂县人口", "2023年盂县人口"))(draft)
    draft.rows[6:] = [[None, *row] for row in draft.rows[6:]]


def _in_cells(draft: Draft) -> None:
    _stack(("2022年盂县人口", "2023年盂县人口"))(draft)
    second: list[list[Any]] = [["盂县人口", None, "2023年", "单位：人"]]
    draft.rows[6:7] = second


def _printed_in_parts(good: Good) -> Change:
    """Return the change that breaks a table as a printer does, with the title and the headers on every page."""

    def change(draft: Draft) -> None:
        draft.rows[4:4] = [[good.title], list(good.header)]

    return change


_TITLES = ("2022年盂县人口", "2023年盂县人口")
KINDS: list[Damage] = [
    same("years stacked on one sheet", POPULATION, _stack(_TITLES)),
    same("years stacked without a blank row or a total", POPULATION, _stack(_TITLES, blank=False, total=False)),
    same("years stacked, the second further right", POPULATION, _moved),
    same("years stacked, the second title in several cells", POPULATION, _in_cells),
    same("title and headers on every page", INSURANCE, _printed_in_parts(INSURANCE)),
    told("years stacked, the headers written once", POPULATION, _stack(_TITLES, head=False), {whole_row(7)}, lost=2),
    told("years stacked, a title with a month and no year", POPULATION, _stack(("2022年盂县人口", "盂县人口（3月）")), {whole_row(7)}, lost=2),
]  # fmt: skip
