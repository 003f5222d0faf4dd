"""The reporting unit of a place: above it at the level that sends, or the nearest there is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.intake.places import Places, is_whole_site
from pipelines.site import parse_site, site_text

DEMO = parse_site(site_text("demo"))
YANGQUAN = parse_site(site_text("yangquan"))
REGIONS: dict[str, tuple[str | None, str | None]] = {
    "140300": (None, "prefecture"), "140321": ("140300", "county"), "140321100": ("140321", "township"),
    "999": ("998", "township"), "loop": ("pool", "county"), "pool": ("loop", "county"),
}
FACILITIES = {"V01": "140321100", "H01": "140321", "V99": "999", "V00": None}


@pytest.mark.parametrize(
    ("place", "demo", "one_root"),
    [
        ("V01", "140321100", "140321100"),
        ("140321100", "140321100", "140321100"),
        ("H01", "140321", "140321"),  # a county hospital sends for its county
        ("140300", "140300", "140300"),
        ("V99", None, "999"),  # under no root: kept only where there is one
        ("V00", None, "140300.unassigned"),
        ("nobody", None, "140300.unassigned"),
        ("loop", None, "loop"),
    ],
)
def test_unit_of_a_place(place: str, demo: str | None, one_root: str) -> None:
    assert Places(DEMO, REGIONS, FACILITIES).unit(place) == demo
    assert Places(YANGQUAN, REGIONS, FACILITIES).unit(place) == one_root


def test_a_sender_above_or_at_the_facility() -> None:
    county = Places(replace(DEMO, sender_level="county"), REGIONS, FACILITIES)
    assert county.unit("V01") == "140321"
    root = Places(replace(DEMO, sender_level="prefecture"), REGIONS, FACILITIES)
    assert (root.unit("V01"), root.unit("V99")) == ("140300", None)
    facility = Places(replace(DEMO, sender_level="facility"), REGIONS, FACILITIES)
    assert (facility.unit("V01"), facility.unit("140321100")) == ("V01", "140321100")


def test_a_site_whose_files_replace_each_other_whole() -> None:
    england = parse_site(site_text("england"))
    assert is_whole_site(england) and not is_whole_site(DEMO) and not is_whole_site(YANGQUAN)
    assert Places(england, {}, {}).unit("A81001") == "ENG"
