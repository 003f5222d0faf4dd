"""Who sends which records: the county's workbooks, the prefecture's, and what systems export as text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from pipelines.demo.cast import Cast
from pipelines.demo.dossier import Dossier
from pipelines.demo.office import NOTE, Office, Written
from pipelines.demo.places import Place
from pipelines.demo.sheets import datasets, rows_of, write_csv, written
from pipelines.demo.workbook import Page

ENCODING = {"542500": "utf-8-sig", "140300": "gb18030"}  # what the systems of an area export
COUNTY_BOOKS = {
    "人事档案": (
        "licence",
        "title_award",
        "exam",
        "honour",
        "talent_member",
        "talent_benefit",
        "student",
        "post",
        "survey",
        "person_private",
    ),
    "补贴台账": ("application", "document", "agreement", "claim_cme", "budget", "pay"),
    "机构服务": ("village", "service", "asset", "asset_stockout", "travel_time"),
}
AREA_BOOKS = {
    "培训活动": ("provider", "training_event"),
    "医院协作": ("link", "expert_visit"),
    "补贴政策": ("subsidy_scheme", "subsidy_rate", "reference_income", "pay_summary"),
    "政策与评价": ("policy", "milestone", "partner", "evaluation", "published_claim"),
}
AREA_LOGS = {
    "培训记录": "training",
    "远程会诊记录": "consultation",
    "补贴发放": "grant",
    "社会保险缴费": "social_insurance",
    "机构开诊": "facility_status",
    "智能辅诊": "ai_use",
}
SITE_BOOK = ("工作时间标准.xlsx", "activity_standard")
FILES = len(COUNTY_BOOKS) * 12 + (len(AREA_BOOKS) + len(AREA_LOGS)) * 2 + 1


def records_of(dossier: Dossier, name: str, by: str, code: str) -> pd.DataFrame:
    """Return the rows of a dataset of one `county` or `area`, in the declared columns."""
    frame = dossier.frames[name]
    return frame[frame[by] == code].drop(columns=["county", "area"])


def _page(signed: str, place: Place, name: str, frame: pd.DataFrame) -> tuple[str, Page]:
    sheet, title = written(name, frame), datasets()[name].title.zh
    return name, Page(
        sheet=title, title=f"{place.name_zh}{title}", filled_in_by=signed, header=tuple(sheet.columns), rows=rows_of(sheet), note=NOTE
    )


def county_books(dossier: Dossier, office: Office) -> Iterator[tuple[str, list[tuple[str, Page]]]]:
    """Yield the name and the sheets (dataset, page) of each workbook a county sends; a sheet without rows is left out."""
    code = office.place.code
    for book, names in COUNTY_BOOKS.items():
        pages = [_page(office.signature, office.place, n, f) for n in names if len(f := records_of(dossier, n, "county", code))]
        yield f"{book}_{office.place.name_zh}.xlsx", pages


def area_books(cast: Cast, dossier: Dossier, area: str) -> Iterator[tuple[str, list[tuple[str, Page]]]]:
    """Yield the workbooks of a prefecture, and with the first the one list that holds for the whole site."""
    place = next(p for p in cast.places if p.code == area)
    signed = f"{place.name_zh}卫生健康委员会（合成演示数据）"
    for book, names in AREA_BOOKS.items():
        yield f"{book}_{place.name_zh}.xlsx", [_page(signed, place, n, records_of(dossier, n, "area", area)) for n in names]
    name, dataset = SITE_BOOK
    if len(frame := records_of(dossier, dataset, "area", area)):
        yield name, [_page(signed, place, dataset, frame)]


def write_logs(folder: Path, cast: Cast, dossier: Dossier, area: str) -> Iterator[Written]:
    """Write what the systems of an area export as text."""
    place = next(p for p in cast.places if p.code == area)
    for log, name in AREA_LOGS.items():
        sheet = written(name, records_of(dossier, name, "area", area))
        write_csv(folder / f"{log}_{place.name_zh}.csv", sheet, ENCODING[area])
        yield Written(f"{log}_{place.name_zh}.csv", {name: len(sheet)})
