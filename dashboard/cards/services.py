"""Cards of work: what each clinic filed by month or year, what was filed of each kind, and the standards WISN reckons with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from dashboard.cards.inside import NOT_INSIDE
from dashboard.cards.links import clinic_name
from dashboard.cards.reconciled import OF_YEAR
from dashboard.cards.within import UP_TO_YEAR, Within, of_year
from dashboard.charts.chart import Chart, ColumnHead, MapClass, TableCell
from dashboard.charts.numbers import number, rounded
from dashboard.charts.table import listing
from dashboard.charts.words import NAMED, SEMICOLON
from dashboard.charts.words import places as places_of
from dashboard.context import context
from dashboard.page import Card
from dashboard.render.sentence import STOP
from dashboard.sight import Sight, sees_records
from pipelines.codelists.activity import ACTIVITY
from pipelines.codelists.service_kind import SERVICE_KIND
from pipelines.codelists.staff_group import STAFF_GROUP
from pipelines.core.text import Lang, Text

_WORK = (
    "select s.facility_code, s.period, p.kind, p.end_on, s.service_count from stg_service as s inner join period as p on s.period = p.label"
    " where s.service_kind = 'visits'"
)
_KINDS = (
    "select s.place_code, s.period, s.service_kind, s.service_count from service_place as s inner join period as p on s.period = p.label"
    " where p.kind in ('year', 'fiscal_year')"
)
_STANDARDS = (
    "select staff_group, activity, service_kind, standard_minutes, times_a_year, allowance_share, available_hours, origin from "
    "stg_activity_standard"
)
MOST_CLINICS = 120  # rows of a matrix; a larger place is shown by its parts
MOST_YEARS = 6
FACILITY, NOT_FILED, FILED = Text("机构", "Facility"), Text("未报", "not filed"), Text("{sum}（{n}）", "{sum} ({n})")
BY_FACILITY = Text("门诊人次：按机构", "Outpatient visits by facility")
BY_MONTH = Text("{year} 年各月门诊人次", "outpatient visits by month, {year}")
BY_YEAR = Text("历年门诊人次（本地未按月填报）", "outpatient visits by year (not filed by month here)")
WORK_NOTE = Text(
    "按填报原数；颜色至多分五档，按全表各数的五分位数划定，相同的数归同一档；“未报”不是 0。括号内为填报的机构数，机构数变了，合计就不可比。门诊以外的项目见“服务项目”",
    "as filed; at most five shades, cut at the quintiles of the figures of the table, equal figures in one; not filed is not 0. In brackets "
    "the facilities that filed: where their number changes, sums do not compare. Other kinds of "
    "work: see the card of kinds",
)
SPAN = Text("{first} 至 {last} ", "{first} to {last}")
WORK_TOLD = Text("{when}门诊共 {sum} 人次（{n} 个{who}填报）", "{sum} outpatient visits in {when} ({n} {who} filed)")
WORK_MOST = Text("，{name}最多，为 {sum} 人次", "; the most: {name}, {sum}")
NO_WORK = Text("没有服务量填报：请报送“服务量月（年）报”。", "No services were filed: hand in the returns of services.")
KIND = Text("服务项目", "Kind of service")
KINDS_TOLD = Text("{year} 年填报了 {n} 类服务，每类由 {each} 个机构填报。", "{n} kinds of service were filed in {year}, each by {each} facilities.")
SPREAD = Text("{low} 至 {high}", "{low} to {high}")
KIND_NOTE = Text(
    "人次、次数为当年合计，登记、管理、建档为年末数；括号内为填报机构数，未报满全年的机构照计，偏低",
    "visits and events are of the year, registers and records as at its end; in brackets the facilities that filed; those that filed "
    "part of a year count with that part",
)
HEADS = {
    "staff_group": Text("人员类别", "Staff group"), "activity": Text("工作", "Activity"), "filed": Text("按哪一项填报计量", "Measured by"),
    "minutes": Text("每次分钟", "Minutes each"), "times": Text("每年次数", "Times a year"), "share": Text("占工时", "Share of time"),
    "hours": Text("每人每年可用工时", "Hours a year"), "origin": Text("出处", "Source"),
}
NO_STANDARDS = Text(
    "没有加载工作时间标准，WISN 不能计算：请报送“工作时间标准”。", "No activity standards are loaded, so WISN cannot be computed: hand in the table of activity standards.",
)
STANDARD_NOTE = Text(
    "所需人员 = Σ(服务量 × 每年次数 × 每次分钟) ÷ 可用工时 × 1 ÷（1 − 会议、报表、培训占比）；个别岗位额外工时（IAS）未采集，按 0 计。标准改一分钟，所需人员就变，先看标准再看结果",
    "staff needed = sum of volume × times a year × minutes ÷ hours a year × 1 ÷ (1 − share of meetings, reports and training); hours "
    "of individual duties (IAS) are not "
    "collected and count as 0. The answer moves with the minutes: look at them before the result",
)
STANDARDS_TOLD = Text("{k} 类人员共 {n} 项标准", "{n} {standards} for {k} {groups}")
STANDARDS, GROUPS, MINUTES = ("standard", "standards"), ("staff group", "staff groups"), ("minute", "minutes")
A_VISIT = Text("门诊每次 {minutes} 分钟", "{minutes} {unit} a visit")
ALLOWED = Text("会议、报表、培训等占工时 {share}", "meetings, reports, training and the like take {share} of time")
NOT_ALLOWED = Text("（{m} 类人员没有这项标准）", " ({m} {groups} without this standard)")
NOT_COUNTED = Text("没有填报项目，不计入", "nothing filed measures it: left out")


def work_matrix(sight: Sight, card: Card) -> Chart:
    """Return facilities (or the parts of a large place) as rows and months of the year as columns; years where nothing is filed by month."""
    lang, about, year = sight.lang, context(sight, card), Within(sight).year
    frame = sight.edition.rows(_WORK)
    frame = frame[frame["facility_code"].isin(Within(sight).homes)]
    within = Within(sight)
    by_month = frame[(frame["kind"] == "month") & (frame["period"].str[:4] == year) & (frame["end_on"] <= within.day)]
    yearly = frame[frame["kind"].isin(("year", "fiscal_year")) & (frame["period"] <= within.year_known)]
    shown = by_month if len(by_month) else yearly
    columns = sorted(shown["period"].unique())[-12:] if len(by_month) else sorted(shown["period"].unique())[-MOST_YEARS:]
    shown = shown[shown["period"].isin(columns)]
    single = shown["facility_code"].nunique() <= MOST_CLINICS
    codes, region = sorted(shown["facility_code"].unique()), sight.state.region
    parts = {} if single else within.parts()
    names = _told_apart(within, codes) if single else {region: within.name(region), **dict(parts.values())}
    shown = shown.assign(row=shown["facility_code"] if single else [parts.get(c, (region, ""))[0] for c in shown["facility_code"]])
    order = list(dict.fromkeys(shown.sort_values("facility_code")["row"]))
    cells = shown.groupby(["row", "period"])["service_count"].agg(["sum", "size"])
    classes = _classes(cells["sum"])
    head = FACILITY.of(lang) if single else within.part_name()
    rows = [[TableCell(names[code]), *(_cell(cells, (code, c), classes, single, sight) for c in columns)] for code in order]
    subtitle = (BY_MONTH.of(lang).format(year=year) if len(by_month) else BY_YEAR.of(lang)) if rows else ""
    empty = (NO_WORK if sees_records(sight) else NOT_INSIDE).of(lang)
    heads = [ColumnHead("label", head), *(ColumnHead(f"p{c}", c, True, beside=() if single else ("mark",)) for c in columns)]
    made = listing(replace(card, title=BY_FACILITY) if single else card, heads, rows, about, empty, subtitle)
    told = shown if len(by_month) else shown[shown["period"].isin(columns[-1:])]
    made = replace(made, finding=_work_told(told, names, lang), shades=_shades(cells["sum"], classes)).with_note(WORK_NOTE.of(lang))
    return made if len(by_month) else of_year(sight, made, within.year_known, UP_TO_YEAR)


def _told_apart(within: Within, codes: Sequence[str]) -> dict[str, str]:
    """Return the names of facilities by code: those that repeat stand behind their township, and before their code where even so they do."""
    plain, towns = pd.Series({code: within.name(code) for code in codes}, dtype=object), within.towns()
    told = plain.where(~plain.duplicated(keep=False), [clinic_name(within, code, towns) for code in codes])
    return told.where(~told.duplicated(keep=False), told + " " + told.index).to_dict()


def _work_told(shown: pd.DataFrame, names: Mapping[str, str], lang: Lang) -> str:
    """Return the sum of what was filed over the periods of the rows, how many facilities filed it, and whose is the most."""
    sums = shown.groupby("row", sort=False)["service_count"].sum().sort_values(ascending=False, kind="stable")
    if sums.empty:
        return ""
    first, last, filed = shown["period"].min(), shown["period"].max(), shown["facility_code"].nunique()
    when = OF_YEAR.of(lang).format(year=first) if first == last else SPAN.of(lang).format(first=first, last=last)
    said = WORK_TOLD.of(lang).format(when=when, sum=f"{sums.sum():,.0f}", n=f"{filed:,}", who=places_of("facility", lang, filed))
    is_one = len(sums) > 1 and sums.iloc[0] > sums.iloc[1]
    most = WORK_MOST.of(lang).format(name=names[sums.index[0]], sum=f"{sums.iloc[0]:,.0f}") if is_one else ""
    return said + most + STOP.of(lang)


def _classes(sums: pd.Series) -> list[float]:
    return [float(v) for v in sums.quantile([0.2, 0.4, 0.6, 0.8])] if len(sums) else []


def _shades(sums: pd.Series, classes: Sequence[float]) -> tuple[MapClass, ...]:
    """Return what each shade stands for: the least and the most of the figures that have it, none of one that no figure has."""
    found = sums.groupby([_shade(float(total), classes) for total in sums]).agg(["min", "max"]) if len(sums) else pd.DataFrame()
    ends = [(int(index), f"{low:,.0f}", f"{high:,.0f}") for index, low, high in found.itertuples()]
    return tuple(MapClass(index, low if low == high else f"{low}–{high}") for index, low, high in ends)


def _shade(total: float, classes: Sequence[float]) -> int:
    return sum(total > limit for limit in classes)


def _cell(cells: pd.DataFrame, key: tuple[str, str], classes: Sequence[float], single: bool, sight: Sight) -> TableCell:
    if key not in cells.index:
        return TableCell(NOT_FILED.of(sight.lang), tone="none")
    total, n = float(cells.loc[key, "sum"]), int(cells.loc[key, "size"])
    text = f"{total:,.0f}" if single else FILED.of(sight.lang).format(sum=f"{total:,.0f}", n=n)
    return TableCell(text, total, tone=str(_shade(total, classes)), mark="" if single else f"{n}")


def work_kinds(sight: Sight, card: Card) -> Chart:
    """Return kinds of service as rows and years as columns: what was filed, and by how many facilities."""
    lang, about, year = sight.lang, context(sight, card), Within(sight).year_known
    frame = sight.edition.rows(_KINDS)
    known = [y for y in sight.edition.years if y <= year][:MOST_YEARS]
    frame = frame[frame["place_code"].isin(Within(sight).homes) & frame["period"].isin(known)]
    cells = frame.groupby(["service_kind", "period"])["service_count"].agg(["sum", "size"])
    years = sorted(frame["period"].unique())
    rows = []
    for code in SERVICE_KIND.codes:
        if code.code in set(frame["service_kind"]):
            rows.append([TableCell(code.title.of(lang)), *(_cell(cells, (code.code, y), [], False, sight) for y in years)])
    plain = [[replace(cell, tone="none" if cell.value is None and i else "") for i, cell in enumerate(row)] for row in rows]
    empty = (NO_WORK if sees_records(sight) else NOT_INSIDE).of(lang)
    made = listing(card, [ColumnHead("kind", KIND.of(lang)), *(ColumnHead(f"y{y}", y, True, beside=("mark",)) for y in years)], plain, about, empty)
    told = replace(made, finding=_kinds_told(frame[frame["period"].isin(years[-1:])], lang)).with_note(KIND_NOTE.of(lang))
    return of_year(sight, told, year, UP_TO_YEAR)


def _kinds_told(filed: pd.DataFrame, lang: Lang) -> str:
    """Return how many kinds were filed in the year of the rows, and between how many facilities filed one of them."""
    counts = filed.groupby("service_kind").size()
    if counts.empty:
        return ""
    low, high = f"{counts.min():,}", f"{counts.max():,}"
    each = low if low == high else SPREAD.of(lang).format(low=low, high=high)
    return KINDS_TOLD.of(lang).format(year=filed["period"].iloc[0], n=len(counts), each=each)


def standards(sight: Sight, card: Card) -> Chart:
    """Return the activity standards WISN reckons with: minutes, times a year, shares of time, hours a year, where they come from."""
    lang, about = sight.lang, context(sight, card)
    frame = sight.edition.rows(_STANDARDS)
    groups, acts, kinds = ({c.code: c.title.of(lang) for c in codes.codes} for codes in (STAFF_GROUP, ACTIVITY, SERVICE_KIND))
    order = [code.code for code in STAFF_GROUP.codes]
    frame = frame.assign(rank=frame["staff_group"].map({c: i for i, c in enumerate(order)})).sort_values(["rank", "activity", "service_kind"])
    rows = []
    for r in frame.to_dict("records"):
        is_share = not pd.isna(r["allowance_share"])
        measured = "" if is_share else kinds.get(r["service_kind"], NOT_COUNTED.of(lang))
        rows.append([
            TableCell(groups.get(r["staff_group"], "")), TableCell(acts.get(r["activity"], str(r["activity"]))), TableCell(measured),
            _number(r["standard_minutes"]), TableCell("") if is_share else _number(r["times_a_year"]),
            TableCell(number(float(r["allowance_share"]), "share", "", lang), float(r["allowance_share"])) if is_share else TableCell(""),
            _number(r["available_hours"]), TableCell("" if pd.isna(r["origin"]) else str(r["origin"])),
        ])
    heads = [ColumnHead(n, t.of(lang), n in ("minutes", "times", "share", "hours"), unit="%" if n == "share" else "") for n, t in HEADS.items()]
    made = replace(listing(card, heads, rows, about, NO_STANDARDS.of(lang)), finding=_standards_told(frame, lang))
    return made.with_note(STANDARD_NOTE.of(lang))


def _standards_told(frame: pd.DataFrame, lang: Lang) -> str:
    """Return how many standards there are, and the two that move the answer most: minutes of a visit and the share of time for other work."""
    if frame.empty:
        return ""
    groups = frame["staff_group"].nunique()
    said = STANDARDS_TOLD.of(lang).format(n=len(frame), k=groups, standards=_one_or_many(STANDARDS, len(frame)), groups=_one_or_many(GROUPS, groups))
    parts = SEMICOLON.of(lang).join(part for part in (_visits_told(frame, lang), _allowance_told(frame, groups, lang)) if part)
    return (NAMED.of(lang).format(name=said, said=parts) if parts else said) + STOP.of(lang)


def _visits_told(frame: pd.DataFrame, lang: Lang) -> str:
    minutes = frame.loc[(frame["service_kind"] == "visits") & frame["standard_minutes"].notna(), "standard_minutes"]
    if minutes.empty:
        return ""
    ends = _ends([f"{minutes.min():,g}", f"{minutes.max():,g}"], lang)
    return A_VISIT.of(lang).format(minutes=ends, unit=_one_or_many(MINUTES, minutes.max()))


def _allowance_told(frame: pd.DataFrame, groups: int, lang: Lang) -> str:
    """Say between what shares of time the groups that have such a standard give to other work, and how many have none: that is not nothing."""
    known = frame[frame["allowance_share"].notna()]
    if known.empty:
        return ""
    shares = known["allowance_share"].astype(float).groupby(known["staff_group"]).sum()
    without = groups - len(shares)
    share = _ends([number(end, "share", "", lang) for end in (shares.min(), shares.max())], lang)
    told = ALLOWED.of(lang).format(share=share)
    return told + (NOT_ALLOWED.of(lang).format(m=without, groups=_one_or_many(GROUPS, without)) if without else "")


def _one_or_many(names: tuple[str, str], count: float) -> str:
    return names[int(count != 1)]


def _ends(ends: Sequence[str], lang: Lang) -> str:
    return ends[0] if ends[0] == ends[1] else SPREAD.of(lang).format(low=ends[0], high=ends[1])


def _number(value: float) -> TableCell:
    return TableCell("") if pd.isna(value) else TableCell(rounded(value, 2).rstrip("0").rstrip("."), float(value))
