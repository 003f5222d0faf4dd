"""Every row of the requirements names datasets and columns that exist; what has no data has no row."""

from __future__ import annotations

import re

import pytest

from pipelines.core.codelist import CodeList
from pipelines.core.dataset import Dataset
from pipelines.core.registry import collect
from pipelines.requirements import REQUIREMENTS, Requirement
from tests.contract.required_rows import missing_rows
from tests.spec.manual import manual, requirement_pages
from tests.unit.engine.small_build import facilities, regions, small_build, small_site

DATASETS = collect("pipelines.datasets", Dataset)
CODELISTS = collect("pipelines.codelists", CodeList)
WANTED = [*(f"A{n:02d}" for n in range(1, 39)), *(f"B{n:02d}" for n in range(1, 38))]


def known_columns(dataset: Dataset) -> set[str]:
    """Return what a record may name of a dataset: its columns, the person where it has one, the period where it is dated."""
    person = {"person_key"} if any(c.kind == "id_number" for c in dataset.columns) else set()
    return {c.name for c in dataset.columns} | person | ({"period"} if dataset.period != "none" else set())


def test_every_row_that_has_data_is_there_once() -> None:
    assert [r.code for r in REQUIREMENTS] == WANTED


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=lambda r: r.code)
def test_a_row_names_what_exists(requirement: Requirement) -> None:
    assert requirement.records
    for name, columns in requirement.records:
        assert name in DATASETS, f"{requirement.code} names dataset {name}"
        assert columns and not set(columns) - known_columns(DATASETS[name]), f"{requirement.code} {name}"
        assert len(columns) == len(set(columns))
    named = {name for name, _ in requirement.records}
    for name, column, codes in requirement.codes:
        assert name in named, f"{requirement.code} asks for codes of {name}, which holds nothing of it"
        assert set(codes) <= set(CODELISTS[DATASETS[name].column(column).codelist].titles), f"{requirement.code} {name}.{column}"


OPEN_DATA = {"facility_payment", "tenure"}  # published files of other countries
AROUND = {"person_private", "region_crosswalk", "village", "workforce_return", "survey", "published_claim"}  # what the issue adds to the rows


def test_every_dataset_is_required_by_a_row_or_says_why_not() -> None:
    held = {name for r in REQUIREMENTS for name, _ in r.records}
    assert set(DATASETS) - held == OPEN_DATA | AROUND


def test_the_manual_has_a_line_for_every_row() -> None:
    page = requirement_pages()
    lines = [line for line in page.splitlines() if re.match(r"\| [AB]\d\d \|", line)]
    assert [line[2:5] for line in lines] == WANTED and page in manual()
    assert "service 服务量 / Services: facility_code, period, service_kind, service_count" in page
    assert "service.service_kind = education_events, education_attendances" in page


def test_what_a_build_lacks_is_named() -> None:
    places = regions(("C1", "county", "P"), ("T11", "township", "C1"))
    clinics = [{**row, "smart_devices": 2, "network": "none", "his_system": "paper"} for row in facilities(A="T11")]
    status = [{"facility_code": "A", "period": "2021-01", "open_days": 20, "online_days": 0}]
    work = [{"facility_code": "A", "period": "2021-01", "service_kind": "education_events", "service_count": 0}]
    build = small_build(small_site(), {"region": places, "facility": clinics, "facility_status": status, "service": work}, only=("stg_facility",))
    some = [r for r in REQUIREMENTS if r.code in ("A05", "A22", "A26")]
    missing = missing_rows(build, some)
    assert "A05 facility.last_online" in missing and not any(m.startswith("A05 facility_status") for m in missing), "a zero is a value"
    assert [m for m in missing if m.startswith("A22")] == [
        "A22 service.education_topic", "A22 service.service_kind = education_attendances",
    ]  # fmt: skip
    assert "A26 licence.licence_type" in missing and "A26 licence.licence_number" not in missing
