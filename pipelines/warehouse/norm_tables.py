"""Rows of the build's tables of classes, norms, targets, exit ages and release profiles, as the site sets them."""

from __future__ import annotations

from pipelines.site import Site
from pipelines.site.retirement import exit_rows

Row = tuple[object, ...]


def class_rows(site: Site) -> dict[str, list[Row]]:
    """Return what the site groups by: age bands (both ages in the band, the last without an end), remoteness, kinds of population."""
    return {
        "site_age_band": [(b.code, b.title.zh, b.title.en, b.from_age, b.to_age, sort) for sort, b in enumerate(site.age_bands)],
        "site_remoteness": [(r.code, r.title.zh, r.title.en, r.sort, r.is_used) for r in site.remoteness],
        "site_population_kind": [(kind, sort) for sort, kind in enumerate(site.population_kinds)],
    }


def norm_rows(site: Site) -> dict[str, list[Row]]:
    """Return what the site measures against. In `site_norm` a blank kind of population stands for every one; `site_window` holds days
    (`active_days`) and minutes (`travel_minutes`); a group, contract and sex that is not in `site_exit_rule` has no exit age."""
    standards = site.standards
    windows = {"active_days": standards.active_days, "travel_minutes": standards.travel_minutes}
    return {
        "site_light": [(name, x.green, x.amber, x.fits("higher")) for name, x in site.lights.items()],
        "site_norm": [(name, kind, norm) for name, values in standards.by_indicator.items() for kind, norm in values.items()],
        "site_target": [(t.indicator, t.region, t.year, t.value, t.source, t.is_total) for t in site.targets],
        "site_credit_rule": [
            (rule.licence, rule.total, *(rule.class_1 or (None, None)), *(rule.class_2 or (None, None)), rule.hours)
            for rule in standards.credits.values()
        ],
        "site_title_rule": list(standards.title_years.items()),
        "site_kit": [(kind,) for kind in standards.kit],
        "site_window": [(name, width, sort) for name, widths in windows.items() for sort, width in enumerate(widths)],
        "site_exit_rule": [tuple(row) for row in exit_rows(site.retirement)],
        "site_exit_age": [(s.category, s.born_from, s.born_to, s.age_months) for s in site.retirement.schedule],
    }


def release_rows(site: Site) -> dict[str, list[Row]]:
    """Return the limits of every release profile, with the dominance rule beside each that hides anything."""
    rule = site.dominance
    return {
        "site_release": [
            (r.profile, r.k, r.round_to, rule.n if r.k else None, rule.share if r.k else None) for r in site.releases.values()
        ],
    }
