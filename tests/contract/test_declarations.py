"""Every declaration is complete: what it names exists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from dashboard.cards import CARDS
from dashboard.page import Page, all_pages
from pipelines.core.codelist import CodeList
from pipelines.core.dataset import Dataset
from pipelines.core.indicator import BREAKDOWNS, Indicator, Measure
from pipelines.core.mart import PLACE_TRAITS
from pipelines.core.registry import collect
from pipelines.core.text import Text
from pipelines.site import Site, parse_site, shipped_sites, site_text
from tests.contract.source import HAN, ROOT

CODELISTS = collect("pipelines.codelists", CodeList)
DATASETS = collect("pipelines.datasets", Dataset)
INDICATORS = collect("pipelines.indicators", Indicator)
PAGES = all_pages()
SITES = {name: parse_site(site_text(name), name) for name in shipped_sites()}
SQL = ROOT / "pipelines" / "sql"
MARTS = {p.stem: p.read_text(encoding="utf-8") for p in (SQL / "marts").glob("*.sql")}
STAGING = {p.stem for p in (SQL / "staging").glob("*.sql")}
ISSUE_INDICATORS = (
    "headcount fte registered_population density facility_count share_aged_55 licensed_share joiner_rate leaver_rate "
    "stability_index retention_12m retention_24m retention_36m survival median_pay pay_growth_nominal pay_growth_real "
    "pay_growth_same_person payment_total payment payment_per_patient mean_income training_coverage linked_share"
).split()


def texts(value: Any, seen: set[int] | None = None) -> Iterator[Text]:
    """Yield every Text inside a declaration."""
    seen = set() if seen is None else seen
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, Text):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts(getattr(value, field.name), seen)
    elif isinstance(value, dict):
        yield from texts(list(value.values()), seen)
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for item in value:
            yield from texts(item, seen)


def measures(indicator: Indicator) -> list[Measure]:
    """Return the measures an indicator is made of."""
    return [m for m in (indicator.numerator, indicator.denominator) if m is not None]


@pytest.mark.parametrize("kind", [CODELISTS, DATASETS, INDICATORS, {p.name: p for p in PAGES}], ids=["lists", "datasets", "indicators", "pages"])
def test_every_text_is_written_in_both_languages(kind: dict[str, Any]) -> None:
    found = list(texts(kind))
    assert found
    assert [t for t in found if HAN.search(t.en)] == []
    assert [t for t in found if t.zh == t.en and re.search(r"[a-z]{4}", t.en)] == []


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda d: d.name)
def test_a_dataset_names_what_exists(dataset: Dataset) -> None:
    assert {c.codelist for c in dataset.columns if c.codelist} <= set(CODELISTS)
    assert (f"stg_{dataset.name}" in STAGING) is not dataset.is_private, "what is private reaches no build"
    names = {c.name for c in dataset.columns}
    for sheet in dataset.sheets:
        if sheet.unpivot is None:
            continue
        assert {sheet.unpivot.into, *(c.measure for c in sheet.unpivot.cells)} <= names
        into = dataset.column(sheet.unpivot.into)
        codes = {f"{month:02d}" for month in range(1, 13)} if into.kind == "date" else set(CODELISTS[into.codelist].titles)
        if sheet.unpivot.is_dated:  # the month stands in the header, and is all there is to say where it is spread by month
            codes = {""} if into.kind == "date" else codes
        assert {c.code for c in sheet.unpivot.cells} <= codes


def test_every_staging_file_has_its_dataset() -> None:
    assert {s.removeprefix("stg_") for s in STAGING} == {d.name for d in DATASETS.values() if not d.is_private}


@pytest.mark.parametrize("name", ISSUE_INDICATORS)
def test_the_promised_indicators_are_declared(name: str) -> None:
    assert name in INDICATORS


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=lambda i: i.name)
def test_an_indicator_names_what_exists(indicator: Indicator) -> None:
    assert indicator.needs
    assert set(indicator.breakdowns) <= set(BREAKDOWNS)
    for measure in measures(indicator):
        assert measure.mart in MARTS
        assert re.search(rf"\b{measure.column}\b", MARTS[measure.mart]), f"{measure.mart} has no {measure.column}"
        for column, allowed in measure.where:
            assert column in PLACE_TRAITS or re.search(rf"\b{column}\b", MARTS[measure.mart])
            assert allowed
        if measure.base:
            assert any(measure.base in site.bases for site in SITES.values())


def test_a_share_rests_on_what_it_is_a_share_of() -> None:
    """n beside a share is the number it is taken of (posts, people, clinics), or none: never the part."""
    shares = [i for i in INDICATORS.values() if i.unit == "share" and i.kind in ("ratio", "survey")]
    assert len(shares) > 50 and {i.name: i.rests_on for i in shares if i.rests_on not in ("", "denominator")} == {}


def test_a_count_without_limits_says_whose_chance_its_changes_are_judged_by() -> None:
    """People, posts, villages, cases. Not so residents and facilities, and villages within reach of a road: they are measured whole."""
    units = {"person", "fte", "post", "village", "agreement", "application", "membership", "place", "count"}
    counts = [i for i in INDICATORS.values() if i.unit in units and i.interval == "none" and i.polarity != "neutral"]
    assert len(counts) > 10 and {i.name for i in counts if not i.chance} == {"villages_beyond_long"}
    turned = [i for i in INDICATORS.values() if i.chance in ("denominator", "both")]
    assert all(i.kind == "ratio" for i in turned) and {i.name for i in turned} >= {"residents_per_doctor", "renewal_ratio"}


def test_what_an_indicator_needs_is_a_dataset() -> None:
    assert {i.name for i in INDICATORS.values() if not set(i.needs) <= set(DATASETS)} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_a_page_names_what_exists(page: Page) -> None:
    assert {*page.headline, *page.otherwise} <= set(INDICATORS)
    for card in page.cards:
        assert set(card.indicators) <= set(INDICATORS)
        assert set(filter(None, card.by.split(","))) <= set(BREAKDOWNS)
        assert card.kind in CARDS
    assert sum(card.span for card in page.cards) >= 3


def test_pages_have_routes_and_places_of_their_own() -> None:
    assert len({p.path for p in PAGES}) == len({p.order for p in PAGES}) == len(PAGES)
    assert {"overview", "supply", "retention", "pay", "data", "indicators"} <= {p.name for p in PAGES}


@pytest.mark.parametrize("site", SITES.values(), ids=lambda s: s.name)
def test_a_shipped_site_can_be_asked_about(site: Site) -> None:
    assert set(site.norms) <= set(INDICATORS)
    assert site.sender_level in site.levels and site.unit_level in site.levels
    assert len({r.code for r in site.roots}) == len(site.roots)


def test_the_promised_sites_are_shipped() -> None:
    assert {"demo", "ngari", "yangquan", "england", "us_health_centres", "blank"} <= set(SITES)


def test_a_unit_has_one_meaning() -> None:
    """The same column name carries the same kind and unit wherever it stands (amounts keep their site's currency)."""
    known: dict[str, tuple[str, str]] = {}
    for dataset in DATASETS.values():
        for column in dataset.columns:
            found = (column.kind, column.unit)
            assert known.setdefault(column.name, found) == found, f"{dataset.name}.{column.name}"
