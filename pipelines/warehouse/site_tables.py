"""Tables of a build that come from the site's settings and the code lists: levels, roots, bases, periods, codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pipelines.columns import PUBLISHED
from pipelines.core.codelist import CodeList
from pipelines.core.dataset import Dataset
from pipelines.core.period import Period, containing_year, parse_period, periods_between
from pipelines.core.registry import collect
from pipelines.core.rule import Rule
from pipelines.site import DUE_DAYS, Site
from pipelines.warehouse.norm_tables import Row, class_rows, norm_rows, release_rows
from pipelines.warehouse.schema import build_datasets

SITE_TABLES: dict[str, str] = {
    "site_level": "level VARCHAR, depth INTEGER",
    "site_root": "code VARCHAR, name_zh VARCHAR, name_en VARCHAR",
    "site_base": "base VARCHAR, staff_group VARCHAR",
    "site_setting": "name VARCHAR, value VARCHAR",
    "code": "codelist VARCHAR, code VARCHAR, title_zh VARCHAR, title_en VARCHAR, role VARCHAR, sort INTEGER",
    "quality_rule": "rule VARCHAR, dimension VARCHAR, limit_share DOUBLE, least DOUBLE",
    "dataset_trait": "dataset VARCHAR, form VARCHAR, is_returned BOOLEAN",
    "site_due": "dataset VARCHAR, kind VARCHAR, days INTEGER",
    "site_age_band": "band VARCHAR, title_zh VARCHAR, title_en VARCHAR, from_age INTEGER, to_age INTEGER, sort INTEGER",
    "site_remoteness": "remoteness VARCHAR, title_zh VARCHAR, title_en VARCHAR, sort INTEGER, is_used BOOLEAN",
    "site_population_kind": "population_kind VARCHAR, sort INTEGER",
    "site_light": "indicator VARCHAR, green DOUBLE, amber DOUBLE, is_higher_better BOOLEAN",
    "site_norm": "indicator VARCHAR, population_kind VARCHAR, norm DOUBLE",
    "site_target": "indicator VARCHAR, region_code VARCHAR, year VARCHAR, target DOUBLE, source VARCHAR, is_total BOOLEAN",
    "site_credit_rule": "licence VARCHAR, credits DOUBLE, class_1_least DOUBLE, class_1_most DOUBLE, class_2_least DOUBLE, class_2_most DOUBLE, "
                        "hours DOUBLE",
    "site_title_rule": "title_level VARCHAR, years DOUBLE",
    "site_kit": "asset_kind VARCHAR",
    "site_window": "name VARCHAR, width INTEGER, sort INTEGER",
    "site_exit_rule": "staff_group VARCHAR, contract_type VARCHAR, sex VARCHAR, category VARCHAR, age_months INTEGER",
    "site_exit_age": "category VARCHAR, born_from VARCHAR, born_to VARCHAR, age_months INTEGER",
    "site_release": "profile VARCHAR, k INTEGER, round_to INTEGER, dominance_n INTEGER, dominance_share DOUBLE",
    "period": "label VARCHAR, kind VARCHAR, start_on DATE, end_on DATE, as_at DATE, months INTEGER, previous VARCHAR, same_last_year VARCHAR",
}


def site_rows(site: Site) -> dict[str, list[Row]]:
    """Return the rows of the site_* tables, `code`, `quality_rule` and `dataset_trait`."""
    settings: dict[str, object] = {
        "population_kind": site.population_kind, "unit_level": site.unit_level, "root_level": site.root_level,
        "facility_level": site.facility_level, "threshold": site.threshold, "small_n": site.small_n,
        "tenure_unit": site.tenure_unit, "fiscal_year_start_month": site.fiscal_year_start_month, "absences": site.absences,
        "online_days": site.standards.online_days, "payment_days": site.standards.payment_days,
        "available_hours": site.standards.available_hours,
        "full_time_hours": site.standards.full_time_hours, "price_region": site.price_region, "price_base": site.price_base,
    }
    return {
        **class_rows(site), **norm_rows(site), **release_rows(site),
        "site_level": [(level, depth) for depth, level in enumerate(site.levels)],
        "site_root": [(root.code, root.name.zh, root.name.en) for root in site.roots],
        "site_base": [(base, group) for base, groups in site.bases.items() for group in groups],
        "site_setting": [(name, str(value)) for name, value in settings.items()],
        "code": [
            (codes.name, c.code, c.title.zh, c.title.en, c.role, sort)
            for codes in collect("pipelines.codelists", CodeList).values()
            for sort, c in enumerate(codes.codes)
        ],
        "quality_rule": [(r.name, r.dimension, r.limit, r.least) for r in collect("pipelines.rules", Rule).values()],
        "dataset_trait": [(name, d.period, _is_returned(d)) for name, d in build_datasets().items()],
        "site_due": [
            (name, kind, site.due.get(name, site.due[kind.removeprefix("fiscal_")]))
            for name, d in build_datasets().items() if _is_returned(d) for kind in (*DUE_DAYS, "fiscal_year")
        ],
    }


def _is_returned(dataset: Dataset) -> bool:
    """Say whether reporting units owe a dataset for every period: dated, of places, and not taken from publications."""
    return dataset.period in ("label", "as_at", "span") and bool(dataset.place) and dataset.filled_by != PUBLISHED


def period_rows(labels: Iterable[str], spells: tuple[date, date] | None, site: Site) -> list[Row]:
    """Return the rows of `period`: every period touched between the first and the last label of the data.

    `spells` (first start, last date) counts only when no dataset carries a label, so that a career begun decades ago adds no
    empty years. Where the year is fiscal there are no halves and quarters, and months only when some data is by month.
    """
    found = [p for label in labels if (p := parse_period(label, site.fiscal_year_start_month))]
    if not found and spells is None:
        return []
    first = min((p.start_on for p in found), default=spells[0] if spells else date.max)
    last = max((p.end_on for p in found), default=spells[1] if spells else date.min)
    opening = containing_year(first, site.fiscal_year_start_month).start_on
    periods = [p for p in periods_between(opening, last, site.fiscal_year_start_month) if p.end_on >= first]
    if site.fiscal_year_start_month != 1 and not any(p.months < 12 for p in found) and found:
        periods = [p for p in periods if p.kind == "fiscal_year"]
    return _with_neighbours(periods)


def _with_neighbours(periods: Sequence[Period]) -> list[Row]:
    """Add to each period the label of the same kind just before it and of a year before it, where they are there."""
    by_place = {(p.kind, _month_number(p.start_on)): p.label for p in periods}
    rows: list[Row] = []
    for p in sorted(periods, key=lambda p: (p.start_on, p.end_on)):
        place = _month_number(p.start_on)
        rows.append((
            p.label, p.kind, p.start_on, p.end_on, p.end_on, p.months,
            by_place.get((p.kind, place - p.months)), by_place.get((p.kind, place - 12)),
        ))
    return rows


def _month_number(day: date) -> int:
    return day.year * 12 + day.month
