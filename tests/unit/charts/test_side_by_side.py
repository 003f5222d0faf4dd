"""Places beside each other: an indicator that nobody collected has no column of its own, and is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.cards.records import side_by_side
from dashboard.charts.words import STATUS_CELL, YEARS_ONLY
from dashboard.page import Card
from pipelines.core.text import LANGS, Lang, Text
from tests.unit.charts.samples import INDICATORS, context, frame

CARD = Card(name="places", kind="table", title=Text("各地", "Places"), indicators=("density", "headcount", "leaver_rate"))


def rows(**statuses: str) -> list[dict[str, object]]:
    """A row of two places for each indicator, with a value where it is ok."""
    return [
        {"indicator": name, "region_code": code, "value": 1.5 if status == "ok" else None, "status": status}
        for name, given in statuses.items() for code, status in zip("AB", given.split(), strict=True)
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_what_nobody_collected_is_named_and_not_shown(lang: Lang) -> None:
    made = side_by_side(CARD, frame(*rows(density="ok not_collected", headcount="not_collected not_collected", leaver_rate="ok not_estimable")), context(lang))
    assert [column.name for column in made.columns] == ["region", "density", "leaver_rate"]
    assert INDICATORS["headcount"].title.of(lang) in made.footer.note
    assert not any(INDICATORS[name].title.of(lang) in made.footer.note for name in ("density", "leaver_rate"))
    assert all(len(row) == 3 for row in made.rows)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("withheld", [frozenset(), frozenset("B")])
def test_what_is_counted_over_whole_years_has_no_column_of_a_part_of_one(lang: Lang, withheld: frozenset[str]) -> None:
    told = frame(*rows(density="ok ok", headcount="ok not_estimable", leaver_rate="not_estimable not_estimable"))
    known = {**INDICATORS, "leaver_rate": replace(INDICATORS["leaver_rate"], yearly=True)}
    abouts = [context(lang, withheld=withheld, is_whole_year=is_whole, indicators=known) for is_whole in (True, False)]
    whole, part = (side_by_side(CARD, told, about) for about in abouts)
    said = YEARS_ONLY.of(lang).format(names=INDICATORS["leaver_rate"].title.of(lang))
    assert [c.name for c in whole.columns] == ["region", "density", "headcount", "leaver_rate"] and said not in whole.footer.note
    assert [c.name for c in part.columns] == ["region", "density", "headcount"] and part.footer.note.count(INDICATORS["leaver_rate"].title.of(lang)) == 1
    assert said in part.footer.note and not part.empty


def test_where_nothing_was_collected_the_card_says_so_once() -> None:
    silent = "not_collected not_collected"
    made = side_by_side(CARD, frame(*rows(density=silent, headcount=silent, leaver_rate=silent)), context("en"))
    assert made.empty and len(made.columns) == 4


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_not_told_of_a_place_goes_by_the_profile_of_that_place(lang: Lang) -> None:
    told = [r for r in rows(density="ok ok", headcount="ok ok") if r["region_code"] == "A" or r["indicator"] == "density"]
    alone = [r | {"region_code": "C"} for r in rows(density="ok ok")[:1]]
    made = side_by_side(CARD, frame(*told, *alone), context(lang, withheld=frozenset("B")))
    at = [column.name for column in made.columns].index("headcount")
    said = {row[0].place: row[at].text for row in made.rows}
    assert said["B"] == STATUS_CELL["suppressed"].of(lang) and said["C"] == STATUS_CELL["not_collected"].of(lang) != said["B"]


@pytest.mark.parametrize("lang", LANGS)
def test_each_rate_stands_with_its_n_and_a_count_without(lang: Lang) -> None:
    told = [r | {"n": 1234 if r["region_code"] == "A" else 7, "status": "ok" if r["region_code"] == "A" else "small_n"}
            for r in rows(density="ok ok", headcount="ok ok")]
    made = side_by_side(CARD, frame(*told), context(lang))
    at = {column.name: place for place, column in enumerate(made.columns)}
    large, small = ({"zh": said, "en": f" {said}".replace("（", "(").replace("）", ")")}[lang] for said in ("（1,234）", "（7）"))
    cells = {row[0].place: row[at["density"]] for row in made.rows}
    assert cells["A"].text.endswith(large) and cells["B"].text.endswith(f"{small} *")
    assert [(cells[c].n, cells[c].mark) for c in "AB"] == [("1,234", ""), ("7", "*")]
    assert all("（" not in row[at["headcount"]].text and "(" not in row[at["headcount"]].text for row in made.rows)
    assert {"zh": "括号内为 n", "en": "n in brackets"}[lang] in made.footer.note
