"""Which file holds what: the workbooks and exports of the two areas, under the names an office gives them."""

from __future__ import annotations

from collections.abc import Iterator
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
from pipelines.demo import views
from pipelines.demo.arrears import make_payroll
from pipelines.demo.books import ENCODING, area_books, county_books, records_of, write_logs
from pipelines.demo.cast import Cast
from pipelines.demo.design import AREAS, FIRST_YEAR, LAST_YEAR, first_day, last_day, month_of
from pipelines.demo.dossier import Dossier
from pipelines.demo.office import Office, Written, write_book
from pipelines.demo.pay import MONTHLY_FROM, Ledger
from pipelines.demo.places import Place
from pipelines.demo.sheets import rows_of, written
from pipelines.demo.workbook import Page
from pipelines.demo.world import World


def headers(dataset: Dataset, *names: str) -> tuple[str, ...]:
    """Return column titles in Chinese; a name that is no column stands for itself."""
    known = {c.name: c.title.zh for c in dataset.columns}
    return tuple(known.get(n, n) for n in names)


REGION_HEADER = headers(
    REGION, "region_code", "name_zh", "name_en", "level", "parent_code", "code_system", "longitude", "latitude",
    "seat_quality", "remoteness", "valid_from", "valid_to",
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
    "destination", "contract_type", "contract_start_on", "contract_end_on", "pension_scheme", "fte", "is_main_post",
)
PAY_HEADER = headers(
    PAY, "person_name", "id_number", "facility_code", "pay_component", "period_start", "period_end", "due_yuan", "paid_yuan",
    "payer",
)
PRICE_HEADER = headers(PRICE_INDEX, "year", "price_index", "base_period", "origin", "grade")
PAYROLL_HEADER = headers(
    PAY, "id_number", "facility_code", "pay_component", "period_start", "period_end", "due_yuan", "paid_yuan", "paid_on", "performance_score"
)


def _registers(folder: Path, world: World, dossier: Dossier, office: Office) -> Iterator[Written]:
    place, kit = office.place, written("facility", dossier.kit)
    rows = views.facility_rows(world, office.index, [list(r) for r in rows_of(kit)])
    page = office.page("机构名录", "医疗卫生机构名录", (*FACILITY_HEADER, *kit.columns), rows, note=True)
    yield write_book(folder, f"机构名录_{place.name_zh}.xlsx", [("facility", page)])
    footing = dict(zip(dossier.footing.index, dossier.footing.itertuples(index=False, name=None), strict=True))
    rows = views.employment_rows(world, office.index, footing)
    page = office.page("任职记录", "基层卫生人员任职记录", EMPLOYMENT_HEADER, rows, note=True)
    yield write_book(folder, f"任职记录_{place.name_zh}.xlsx", [("employment", page)])


def _rosters(folder: Path, world: World, office: Office) -> Iterator[Written]:
    def page(year: int, month: int, sheet: str) -> Page:
        rows = views.roster_rows(world, office.index, month_of(year, month))
        day = last_day(month_of(year, month))
        title = f"乡村医生及基层卫生人员花名册（{day.year}年{day.month}月{day.day}日）"
        return office.page(sheet, title, ROSTER_HEADER, rows, note=year == LAST_YEAR)

    history = [page(y, 12, f"{y}年末") for y in range(FIRST_YEAR, LAST_YEAR - 1)]
    name = office.place.name_zh
    yield write_book(folder, f"花名册_{name}_历年.xlsx", [("roster", p) for p in history])
    for year, month, sheet in ((LAST_YEAR - 1, 12, "2024年末"), (LAST_YEAR, 6, "2025年6月末"), (LAST_YEAR, 12, "2025年末")):
        yield write_book(folder, f"花名册_{name}_{sheet}.xlsx", [("roster", page(year, month, sheet))])


def _yearly(folder: Path, places: tuple[Place, ...], dossier: Dossier, office: Office) -> Iterator[Written]:
    name = office.place.name_zh
    pages = [
        office.page(f"{y}年", f"分乡镇人口统计表（{y}年）", POPULATION_HEADER, views.population_rows(places, office.place.code, y), total=True)
        for y in range(FIRST_YEAR, LAST_YEAR + 1)
    ]
    ages = written("population", records_of(dossier, "population", "county", office.place.code))
    pages.append(office.page("分年龄", "分乡镇常住人口年龄构成", tuple(ages.columns), [list(r) for r in rows_of(ages)]))
    yield write_book(folder, f"人口_{name}.xlsx", [("population", p) for p in pages])
    pages = []
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        sheet = written("workforce_return", records_of(dossier, f"workforce_return {year}", "county", office.place.code))
        rows = [list(r) for r in rows_of(sheet)]
        pages.append(office.page(f"{year}年", f"基层卫生人员年报（{year}年）", tuple(sheet.columns), rows, total=True, note=True))
    yield write_book(folder, f"人员年报_{name}.xlsx", [("workforce_return", p) for p in pages])


def _annual_pay(folder: Path, world: World, ledger: Ledger, office: Office) -> Written:
    mine = ledger.annual[world.ground.county[ledger.annual["clinic"].to_numpy()] == office.index]
    pages, payer = [], f"{office.place.name_zh}财政集中支付中心（演示）"
    for year in range(FIRST_YEAR, MONTHLY_FROM):
        rows: views.Rows = []
        part = mine[mine["year"] == year].sort_values(["clinic", "person"])
        for p, c, first, last, amount in zip(*(part[n].tolist() for n in ("person", "clinic", "first", "last", "amount")), strict=True):
            person, clinic = world.people[p], world.ground.clinics[c]
            span = (first_day(first), last_day(last))
            rows.append([person.name, person.id_number, clinic.code, "年收入", *span, amount, amount, payer])
        pages.append(office.page(f"{year}年", f"基层卫生人员薪酬台账（{year}年）", PAY_HEADER, rows))
    return write_book(folder, f"薪酬年度_{office.place.name_zh}.xlsx", [("pay", p) for p in pages])


def _payroll(folder: Path, cast: Cast, payroll: pd.DataFrame, office: Office, year: int) -> Written:
    """Write a year's payroll as the wage system exports it: CSV, GB18030 in Yangquan, UTF-8 with a mark in Ngari."""
    part = payroll[(payroll["month"] // 12 + FIRST_YEAR == year) & (cast.office_of(payroll["clinic"].to_numpy()) == office.index)]
    titles = {c: PAY_COMPONENT.titles[c].zh for c in PAY_COMPONENT.titles}
    spans = {m: f"{first_day(m)},{last_day(m)}" for m in range(month_of(year, 1), month_of(year, 12) + 1)}
    codes = cast.clinics["facility_code"].tolist()
    paid = part["paid_on"].dt.strftime("%Y-%m-%d").fillna("").tolist()
    columns = (part[n].tolist() for n in ("id_number", "clinic", "component", "month", "amount", "score"))
    lines = [",".join(PAYROLL_HEADER)]
    lines += [
        f"{i},{codes[c]},{titles[k]},{spans[m]},{a:.2f},{a:.2f},{on},{s}" if on else f"{i},{codes[c]},{titles[k]},{spans[m]},{a:.2f},,,{s}"
        for (i, c, k, m, a, s), on in zip(zip(*columns, strict=True), paid, strict=True)
    ]
    name = f"薪酬月度_{office.place.name_zh}_{year}年.csv"
    (folder / name).write_bytes("\r\n".join([*lines, ""]).encode(ENCODING[office.place.parent]))
    return Written(name, {"pay": len(lines) - 1})


def _registers_of_all(folder: Path, places: tuple[Place, ...], dossier: Dossier) -> Iterator[Written]:
    register = Page(sheet="地区名录", title="阿里地区、阳泉市行政区划名录", filled_in_by="合成演示（地名与代码取自公开名录，边远程度为假设）",
                    header=REGION_HEADER, rows=views.region_rows(places),
                    note="注：驻地坐标来自 Vonng/adcode（CC BY 4.0），已取整；边远程度为假设；代码以 9 开头的三个“虚构”乡为演示撤乡并镇而设。")
    merged = written("region_crosswalk", dossier.frames["region_crosswalk"].drop(columns=["county", "area"]))
    page = Page(sheet="区划沿革", title="区划沿革（演示）", filled_in_by="合成演示（撤并为虚构）", header=tuple(merged.columns), rows=rows_of(merged))
    yield write_book(folder, "地区名录.xlsx", [("region", register), ("region_crosswalk", page)])
    page = Page(sheet="价格指数", title="居民消费价格指数", filled_in_by="合成演示（指数为公开数据）", header=PRICE_HEADER, rows=views.price_rows())
    yield write_book(folder, "价格指数.xlsx", [("price_index", page)])


def write_files(folder: Path, cast: Cast, ledger: Ledger, dossier: Dossier) -> Iterator[Written]:
    """Write every file of the demo into `folder`, one after the other."""
    places, world = cast.places, cast.world
    yield from _registers_of_all(folder, places, dossier)
    payroll = make_payroll(cast, ledger, dossier.arrears)
    for office in (Office(i, p) for i, p in enumerate(places) if p.level == "county"):
        yield from _registers(folder, world, dossier, office)
        yield from _rosters(folder, world, office)
        yield from _yearly(folder, places, dossier, office)
        yield _annual_pay(folder, world, ledger, office)
        for year in range(MONTHLY_FROM, LAST_YEAR + 1):
            yield _payroll(folder, cast, payroll, office, year)
        for name, pages in county_books(dossier, office):
            yield write_book(folder, name, pages)
    for area in AREAS:
        for name, pages in area_books(cast, dossier, area):
            yield write_book(folder, name, pages)
        yield from write_logs(folder, cast, dossier, area)
