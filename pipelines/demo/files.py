"""Which file holds what: the workbooks and payroll exports of the two areas, under the names an office gives them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipelines.codelists.pay_component import PAY_COMPONENT
from pipelines.core.dataset import Dataset
from pipelines.datasets.employment import EMPLOYMENT
from pipelines.datasets.facility import FACILITY
from pipelines.datasets.pay import PAY
from pipelines.datasets.population import POPULATION
from pipelines.datasets.price_index import PRICE_INDEX
from pipelines.datasets.region import REGION
from pipelines.datasets.roster import ROSTER
from pipelines.datasets.workforce_return import WORKFORCE_RETURN
from pipelines.demo import views
from pipelines.demo.design import FIRST_YEAR, LAST_YEAR, first_day, last_day, month_of
from pipelines.demo.mistakes import Planted, make_mistakes
from pipelines.demo.pay import MONTHLY_FROM, Ledger
from pipelines.demo.places import Place
from pipelines.demo.workbook import Book, Page, Value
from pipelines.demo.world import World

NOTE = "注：本表为合成演示数据，人员、机构与金额均为虚构，地名与代码取自公开名录。"


@dataclass(frozen=True, slots=True)
class Written:
    """One file of the demo: its name, what it holds, how many data rows, and the mistakes in it."""

    name: str
    dataset: str
    rows: int
    planted: tuple[Planted, ...] = ()


def headers(dataset: Dataset, *names: str) -> tuple[str, ...]:
    """Return column titles in Chinese; a name that is no column stands for itself."""
    known = {c.name: c.title.zh for c in dataset.columns}
    return tuple(known.get(n, n) for n in names)


REGION_HEADER = headers(
    REGION, "region_code", "name_zh", "name_en", "level", "parent_code", "code_system", "longitude", "latitude",
    "seat_quality", "remoteness", "valid_from",
)
FACILITY_HEADER = headers(
    FACILITY, "facility_code", "facility_name", "facility_type", "所在乡镇代码", "rurality", "village_name", "longitude",
    "latitude", "opened_on", "closed_on",
)
POPULATION_HEADER = headers(POPULATION, "region_code", "乡镇街道名称", "year", "户籍人口", "常住人口", "服务人口")
ROSTER_HEADER = headers(
    ROSTER, "序号", "person_name", "id_number", "sex", "education", "facility_code", "机构名称", "staff_group", "licence",
    "is_main_post", "as_at",
)
EMPLOYMENT_HEADER = headers(
    EMPLOYMENT, "person_name", "id_number", "facility_code", "机构名称", "staff_group", "start_on", "end_on", "exit_reason",
    "destination", "contract_type", "fte", "is_main_post",
)
RETURN_HEADER = headers(
    WORKFORCE_RETURN, "facility_code", "机构名称", "staff_group", "headcount", "fte", "female", "aged_55_over", "licensed"
)
PAY_HEADER = headers(PAY, "person_name", "id_number", "facility_code", "pay_component", "period_start", "period_end", "due_yuan", "paid_yuan")
PRICE_HEADER = headers(PRICE_INDEX, "year", "price_index", "base_period", "origin", "grade")
PAYROLL_HEADER = headers(PAY, "id_number", "facility_code", "pay_component", "period_start", "period_end", "due_yuan", "paid_yuan", "paid_on")


@dataclass(frozen=True, slots=True)
class Office:
    """A county health office that fills in the sheets."""

    index: int  # of the county in the places
    place: Place

    @property
    def signature(self) -> str:
        """The line under the title."""
        return f"{self.place.name_zh}卫生健康委员会（合成演示数据）"

    def page(self, sheet: str, title: str, header: tuple[str, ...], rows: views.Rows, total: bool = False, note: bool = False) -> Page:
        """Return a sheet of this office, with a total row and a note where asked."""
        return Page(
            sheet=sheet, title=self.place.name_zh + title, filled_in_by=self.signature, header=header, rows=rows,
            total=_total(header, rows) if total else None, note=NOTE if note else "",
        )


def _total(header: tuple[str, ...], rows: views.Rows) -> list[Value]:
    """Return the row 合计: sums of the columns that hold only numbers."""
    sums: list[Value] = ["合计"]
    for i in range(1, len(header)):
        numbers = [v for v in (r[i] for r in rows) if isinstance(v, int | float)]
        sums.append(round(sum(numbers), 2) if len(numbers) == len(rows) else None)
    return sums


def _book(folder: Path, name: str, dataset: str, pages: list[Page]) -> Written:
    planted: list[Planted] = []
    with Book(folder / name) as book:
        for page in pages:
            marred, done = make_mistakes(name, page)
            planted += done
            book.write(marred)
    rows = sum(len(p.rows) for p in pages) + sum(p.outcome == "duplicate" for p in planted)
    return Written(name, dataset, rows, tuple(planted))


def _registers(folder: Path, world: World, office: Office) -> Iterator[Written]:
    place = office.place
    rows = views.facility_rows(world, office.index)
    page = office.page("机构名录", "医疗卫生机构名录", FACILITY_HEADER, rows, note=True)
    yield _book(folder, f"机构名录_{place.name_zh}.xlsx", "facility", [page])
    rows = views.employment_rows(world, office.index)
    page = office.page("任职记录", "基层卫生人员任职记录", EMPLOYMENT_HEADER, rows, note=True)
    yield _book(folder, f"任职记录_{place.name_zh}.xlsx", "employment", [page])


def _rosters(folder: Path, world: World, office: Office) -> Iterator[Written]:
    def page(year: int, month: int, sheet: str) -> Page:
        rows = views.roster_rows(world, office.index, month_of(year, month))
        day = last_day(month_of(year, month))
        title = f"乡村医生及基层卫生人员花名册（{day.year}年{day.month}月{day.day}日）"
        return office.page(sheet, title, ROSTER_HEADER, rows, note=year == LAST_YEAR)

    history = [page(y, 12, f"{y}年末") for y in range(FIRST_YEAR, LAST_YEAR - 1)]
    name = office.place.name_zh
    yield _book(folder, f"花名册_{name}_历年.xlsx", "roster", history)
    for year, month, sheet in ((LAST_YEAR - 1, 12, "2024年末"), (LAST_YEAR, 6, "2025年6月末"), (LAST_YEAR, 12, "2025年末")):
        yield _book(folder, f"花名册_{name}_{sheet}.xlsx", "roster", [page(year, month, sheet)])


def _yearly(folder: Path, world: World, places: tuple[Place, ...], office: Office) -> Iterator[Written]:
    name = office.place.name_zh
    pages = [
        office.page(f"{y}年", f"分乡镇人口统计表（{y}年）", POPULATION_HEADER, views.population_rows(places, office.place.code, y), total=True)
        for y in range(FIRST_YEAR, LAST_YEAR + 1)
    ]
    yield _book(folder, f"人口_{name}.xlsx", "population", pages)
    pages = [
        office.page(f"{y}年", f"基层卫生人员年报（{y}年）", RETURN_HEADER, views.return_rows(world, office.index, y), total=True, note=True)
        for y in range(FIRST_YEAR, MONTHLY_FROM)
    ]
    yield _book(folder, f"人员年报_{name}.xlsx", "workforce_return", pages)


def _annual_pay(folder: Path, world: World, ledger: Ledger, office: Office) -> Written:
    mine = ledger.annual[world.ground.county[ledger.annual["clinic"].to_numpy()] == office.index]
    pages = []
    for year in range(FIRST_YEAR, MONTHLY_FROM):
        rows: views.Rows = []
        part = mine[mine["year"] == year].sort_values(["clinic", "person"])
        for p, c, first, last, amount in zip(*(part[n].tolist() for n in ("person", "clinic", "first", "last", "amount")), strict=True):
            person, clinic = world.people[p], world.ground.clinics[c]
            span = (first_day(first), last_day(last))
            rows.append([person.name, person.id_number, clinic.code, "年收入", *span, amount, amount])
        pages.append(office.page(f"{year}年", f"基层卫生人员薪酬台账（{year}年）", PAY_HEADER, rows))
    return _book(folder, f"薪酬年度_{office.place.name_zh}.xlsx", "pay", pages)


def _payroll(folder: Path, world: World, monthly: pd.DataFrame, office: Office, year: int) -> Written:
    """Write a year's payroll as the wage system exports it: CSV, GB18030 in Yangquan, UTF-8 with a mark in Ngari."""
    part = monthly[(monthly["month"] // 12 + FIRST_YEAR == year) & (world.ground.county[monthly["clinic"].to_numpy()] == office.index)]
    titles = {c: PAY_COMPONENT.titles[c].zh for c in PAY_COMPONENT.titles}
    months = range(month_of(year, 1), month_of(year, 12) + 1)
    spans = {m: f"{first_day(m)},{last_day(m)}" for m in months}
    paid_on = {m: str(first_day(m + 1).replace(day=10)) for m in months}
    ids, codes = [p.id_number for p in world.people], [c.code for c in world.ground.clinics]
    columns = (part[n].tolist() for n in ("person", "clinic", "component", "month", "amount"))
    lines = [",".join(PAYROLL_HEADER)]
    lines += [
        f"{ids[p]},{codes[c]},{titles[k]},{spans[m]},{a:.2f},{a:.2f},{paid_on[m]}"
        for p, c, k, m, a in zip(*columns, strict=True)
    ]
    name = f"薪酬月度_{office.place.name_zh}_{year}年.csv"
    encoding = "utf-8-sig" if office.place.parent == "542500" else "gb18030"
    (folder / name).write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    return Written(name, "pay", len(lines) - 1)


def write_files(folder: Path, places: tuple[Place, ...], world: World, ledger: Ledger) -> Iterator[Written]:
    """Write every file of the demo into `folder`, one after the other."""
    page = Page(sheet="地区名录", title="阿里地区、阳泉市行政区划名录", filled_in_by="合成演示（地名与代码取自公开名录，边远程度为假设）",
                header=REGION_HEADER, rows=views.region_rows(places), note="注：驻地坐标来自 Vonng/adcode（CC BY 4.0），已取整；边远程度为假设。")
    yield _book(folder, "地区名录.xlsx", "region", [page])
    page = Page(sheet="价格指数", title="居民消费价格指数", filled_in_by="合成演示（指数为公开数据）", header=PRICE_HEADER, rows=views.price_rows())
    yield _book(folder, "价格指数.xlsx", "price_index", [page])
    offices = [Office(i, p) for i, p in enumerate(places) if p.level == "county"]
    for office in offices:
        yield from _registers(folder, world, office)
        yield from _rosters(folder, world, office)
        yield from _yearly(folder, world, places, office)
        yield _annual_pay(folder, world, ledger, office)
        for year in range(MONTHLY_FROM, LAST_YEAR + 1):
            yield _payroll(folder, world, ledger.monthly, office, year)
