"""A page of a part of a year: no figure on it ends after its day, and a card of a year shows the last that was over and says so in its title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.context import UNDATED
from dashboard.data import Gate, Viewer
from dashboard.page import Card, all_pages
from dashboard.sight import Sight, as_at, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from pipelines.core.period import parse_period
from pipelines.core.text import LANGS

TOWN, ROOT = "140322", "140300"
AHEAD = {  # what is known on the day of days to come
    "expiry": "licences run out", "expiries": "agreements end", "ending_soon": "agreements end", "liability": "payments fall due",
}
LABEL = re.compile(r"(?<![\d.,])(20\d\d-\d\d-\d\d|20\d\d-(?:Q\d|H\d|\d\d)|20\d\d)(?![\d,])")
PAGES = [pytest.param(page.name, id=page.name) for page in all_pages()]


@pytest.fixture(scope="module")
def gate(demo_workspace: Path) -> Iterator[Gate]:
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def seen(gate: Gate, page: str, period: str, region: str = TOWN, lang: str = "en") -> Sight:
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    path = next(p.path for p in all_pages() if p.name == page)
    state = read_state(path, f"region={region}&period={period}&lang={lang}", choices(edition, viewer))
    assert state is not None and state.period == period
    return Sight(edition=edition, viewer=viewer, state=state)


def texts(part: Any) -> Iterator[str]:
    """Every text of a chart."""
    if isinstance(part, str):
        yield part
    elif is_dataclass(part):
        for field in fields(part):
            yield from texts(getattr(part, field.name))
    elif isinstance(part, dict):
        yield from texts([*part.keys(), *part.values()])
    elif isinstance(part, (list, tuple)):
        for one in part:
            yield from texts(one)


def later(sight: Sight, card: Card) -> set[str]:
    """The days and periods a card names that end after the day of the page: its words, its marks, its axes, its table, the day at its foot."""
    made, day = chart_of(sight, card), str(as_at(sight))
    shown = [getattr(made, f.name) for f in fields(made) if f.name not in ("footer", "name", "notes")]
    found = {label for text in (made.footer.as_at, *texts(shown)) for label in LABEL.findall(text)}
    ends = {label: label if len(label) == 10 else str(period.end_on) if (period := parse_period(label, 1)) else "" for label in found}
    return {label for label, end in ends.items() if end > day}


@pytest.mark.parametrize("region", [TOWN, ROOT])
@pytest.mark.parametrize("period", ["2025-Q2", "2025-H1"])
@pytest.mark.parametrize("page", PAGES)
def test_no_figure_ends_after_the_day_of_the_page(gate: Gate, page: str, period: str, region: str) -> None:
    sight = seen(gate, page, period, region)
    cards = [c for c in sight.state.cards if c.kind not in (*UNDATED, *AHEAD)]
    so_far = {"students": {"2025"}, "breach_table": {"2025"}}  # the year so far, counted to the day
    allowed = {"cohorts": {"2025", "2026", "2027"}, **so_far}  # from when on a share is known
    wrong = {c.name: bad for c in cards if (bad := later(sight, c) - allowed.get(c.kind, set()))}
    assert sight.state.cards and wrong == {}


@pytest.mark.parametrize(("page", "card", "title"), [
    ("services", "work", "Outpatient visits by place (to 2024)"), ("services", "kinds", "Kinds of service, by year (to 2024)"),
    ("pay", "growth_parts", "Where the growth of mean pay comes from (2024)"), ("pay", "pay_components", "What pay consists of (to 2024)"),
    ("retention", "cohort_triangle", "Cohort retention, by year of entry (to 2024)"),
    ("subsidies", "cases", "Staff and payments that do not add up (2024)"), ("data", "cases", "Staff, pay and licences compared (2024)"),
    ("training", "credits_by_licence", "Credits a person against what the licence asks (2024)"),
])
def test_a_card_of_a_year_names_the_last_that_was_over(gate: Gate, page: str, card: str, title: str) -> None:
    part, whole = seen(gate, page, "2025-Q2"), seen(gate, page, "2024")
    shown = next(c for c in part.state.cards if c.name == card)
    made, of_year = chart_of(part, shown), chart_of(whole, shown)
    assert made.title == title and of_year.title == title.rpartition(" (")[0]
    assert [[c.text for c in row] for row in made.rows] == [[c.text for c in row] for row in of_year.rows] and made.rows


@pytest.mark.parametrize("lang", LANGS)
def test_visits_of_a_quarter_are_of_the_years_before_it(gate: Gate, lang: str) -> None:
    """Against the returns themselves: the sum of what was filed for 2024, and no column of 2025."""
    sight = seen(gate, "services", "2025-Q2", lang=lang)
    made = chart_of(sight, next(c for c in sight.state.cards if c.name == "work"))
    filed = sight.edition.rows("select facility_code, period, service_kind, service_count from stg_service")
    homes = sight.edition.rows(f"select place_code from facility_home where region_code = '{TOWN}'")["place_code"]
    mine = filed[filed["facility_code"].isin(homes) & (filed["service_kind"] == "visits")]
    assert [head.title for head in made.columns][-1] == "2024"
    assert f"{mine.loc[mine['period'] == '2024', 'service_count'].sum():,.0f}" in made.finding and "2025" not in made.finding


def test_students_are_as_they_were_on_the_day_of_the_page(gate: Gate) -> None:
    sight = seen(gate, "training", "2025-H1", ROOT)
    made = chart_of(sight, next(c for c in sight.state.cards if c.name == "targeted_students"))
    students = sight.edition.rows("select * from stg_student")
    students = students[students["posted_facility_code"].fillna(students["facility_code"]).str.startswith(ROOT[:4])]
    arrived = students[pd.to_datetime(students["posted_on"]) <= pd.Timestamp("2025-06-30")]
    assert made.footer.n == f"n = {len(arrived)}" and len(arrived) < students["posted_on"].notna().sum()
    assert "2025-06-30" in made.footer.note and sum(p.value or 0 for s in made.series for p in s.points) == len(arrived)
