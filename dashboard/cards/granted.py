"""Cards of money: what each scheme's rates say beside what was due and paid, who was paid and stayed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.asking import answers
from dashboard.cards.amounts import ROUNDED, Amounts
from dashboard.cards.apart import apart
from dashboard.cards.granted_told import granted_told
from dashboard.cards.inside import NOT_INSIDE
from dashboard.cards.unanswered import unanswered
from dashboard.cards.within import MAIN_POSTS, Window, Within, covers
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.columns import Bars, Figure, Frame, columns
from dashboard.charts.context import Context
from dashboard.charts.numbers import Scale, scale_for
from dashboard.charts.table import listing
from dashboard.charts.words import period_name
from dashboard.context import context
from dashboard.page import Card
from dashboard.sight import Sight, sees_records
from pipelines.analysis.interval import wilson
from pipelines.codelists.payment_interval import PAYMENT_INTERVAL
from pipelines.codelists.remoteness import REMOTENESS
from pipelines.codelists.subsidy_type import SUBSIDY_TYPE
from pipelines.core.text import Lang, Text

_GRANTS = "select facility_code, scheme_id, due_yuan, paid_yuan, paid_on, until_on from grant_judged"  # the instalments of grant_due
_RATED = (  # by their first instalment
    "select r.facility_code, r.scheme_id, r.rate_status, r.paid_per, r.due_yuan, r.rate_due_yuan, g.until_on from grant_rate as r "
    "inner join (select distinct person_key, scheme_id, application_id, due_on, until_on from grant_judged) as g on r.person_key = g.person_key "
    "and r.scheme_id is not distinct from g.scheme_id and r.application_id is not distinct from g.application_id and r.due_on = g.due_on"
)
_RATES = "select scheme_id, rate_yuan, paid_per, valid_from, valid_to from stg_subsidy_rate where rate_yuan is not null"
_SCHEMES = "select scheme_id, scheme_title, subsidy_type from stg_subsidy_scheme"
_GRACE = "select cast(value as integer) as days from site_setting where name = 'payment_days'"
HEADS = {
    "scheme": Text("补贴项目", "Scheme"), "rate": Text("现行标准", "Rates in force"),
    "instalments": Text("应发笔数", "Instalments due"), "due": Text("应发", "Due"), "paid": Text("实发", "Paid"), "owed": Text("欠发", "Arrears"),
    "judged": Text("可核标准的", "Held against a rate"), "by_rate": Text("按标准应为", "By the rate"), "off": Text("与标准不符", "Not at the rate"),
    "below": Text("低于标准", "Below the rate"), "above": Text("高于标准", "Above the rate"),
}
MONEY_HEADS = ("due", "paid", "owed", "by_rate", "below", "above")
ONCE = Text("一次性，分期发", "one-off, in parts")
NOT_HELD = Text("无可核", "none to check")
NO_RATE = Text("标准表未载", "no rate loaded")
NO_GRANTS = Text("没有宽限期在期内届满的补贴。", "No instalment's days of grace ended in this period.")
RATE_NOTE = Text(
    "应发、实发按补贴发放台账，应发日期后宽限 {days} 天在期内届满的（与按时发放率同一批）；期末前 {days} 天内应发的，计入下一期；"
    "实发截至期末，故各期欠发相加不等于全年；欠发 = 逐笔应发 − 实发（多发的不抵）。按标准应为：按学历、机构级别、边远程度查标准表；"
    "低于、高于标准的逐笔核对、分别加总，互不相抵，差 {tolerance} 元以内不计；一次性补助分期发放，不逐期折算，首笔宽限在期内届满的按份核对，只看应发总额有没有超过标准。"
    "台账中的标准与标准表不一致，可能是标准表未更新，须核对",
    "due and paid are from the register of grants: instalments whose {days} days of grace after the day due ended in the period (those of the "
    "share paid on time); what falls due in the last {days} days of a period is counted in the next one; paid is what was paid up to the "
    "last day of the period, so that arrears of parts of a year do not add up to the year's; arrears are due less paid of each instalment "
    "(what was overpaid is not set off). By the rate: looked up by education, level of facility and remoteness; below and above the rate are "
    "summed apart, instalment by instalment, differences up to {tolerance} yuan left out. One-off grants are paid in parts and are not split: "
    "each grant the days of grace of whose first part ended in the period is held against its rate as a whole, and only totals above "
    "it are found. A difference "
    "may mean that the table of rates is out of date: to be checked",
)
MILLION = 1e6
MONEY_STEP = {"zh": 1e4, "en": 1.0}  # the finest that sums side by side are told in
TOLERANCE = 1.0  # yuan between an amount and the rate; registers round
PER, ONCE_ONLY = Text("{per} {one}", "{one} {per}"), Text("{per} {one}", "{one}, {per}")  # "yuan per month", "yuan, once"
UNKNOWN = Text("项目不详", "scheme not stated")


def rate_table(sight: Sight, card: Card) -> Chart:
    """Return schemes as rows: rates in force, what was due and paid of instalments past their days of grace, and what the rates say."""
    lang, about, span = sight.lang, context(sight, card), Within(sight).window()
    days = int(sight.edition.rows(_GRACE)["days"].iloc[0])
    frame = _sums(sight, span) if span is not None else pd.DataFrame()
    scale = scale_for([float(v) for name in MONEY_HEADS if name in frame for v in frame[name].dropna()], "currency", about.currency, lang)
    scale = fine_money(frame, scale, about.currency)
    amounts = Amounts(scale, about.currency)
    heads = [
        ColumnHead.measured(n, t.of(lang), scale) if n in MONEY_HEADS else ColumnHead(n, t.of(lang), n not in ("scheme", "rate"))
        for n, t in HEADS.items()
    ]
    rates = _rates(sight, span, lang) if span is not None else {}
    rows = []
    for r in frame.to_dict("records"):
        named = TableCell(str(r["scheme_title"])), TableCell(rates.get(r["scheme_id"], NO_RATE.of(lang)))
        rows.append([*named, *(_cell(name, r, amounts) for name in list(HEADS)[2:])])
    empty = NO_GRANTS if sees_records(sight) else NOT_INSIDE
    made = listing(card, heads, rows, about, empty.of(lang), period_name(sight.state.period, lang))
    if not rows:
        return _without_rows(made, sight, card, about)
    is_exact = all(amounts.adds_up(frame[name].dropna(), float(frame[name].sum())) for name in MONEY_HEADS)
    note = RATE_NOTE.of(lang).format(days=days, tolerance=f"{TOLERANCE:.0f}")
    return replace(made, finding=granted_told(frame, amounts)).with_note(note, "" if is_exact else ROUNDED.of(lang))


def _cell(name: str, row: Mapping[Hashable, Any], amounts: Amounts) -> TableCell:
    """Return a cell of a scheme; in words where its instalments cannot be held against a rate, or only the whole grant can."""
    value, lang = row[name], amounts.scale.lang
    if pd.isna(value):
        return TableCell((ONCE if row["is_once"] else NOT_HELD).of(lang))
    if name not in MONEY_HEADS:
        return TableCell(f"{value:,.0f}", float(value), tone="watch" if name == "off" and value > 0 else "")
    tones = {"owed": "bad", "below": "watch", "above": "watch"}
    return amounts.cell(float(value), tone=tones.get(name, "") if value > TOLERANCE else "")


def _without_rows(made: Chart, sight: Sight, card: Card, about: Context) -> Chart:
    """Return a table without a scheme: not for who looks, not collected here, or nothing due in the period."""
    share = answers(sight, card.indicators)[card.indicators[0]]
    if not sees_records(sight) or share is None or share["status"] != "not_collected":
        return made
    return unanswered(made, card, share.to_frame().T, about)


def fine_money(frame: pd.DataFrame, scale: Scale, currency: str) -> Scale:
    """Return the scale of sums of money side by side: fine enough that the least still reads as money, as coarse as `scale` where all are large.

    English counts plain yuan below a million, Chinese 万元 below a 亿.
    """
    least = min((abs(float(v)) for name in MONEY_HEADS if name in frame for v in frame[name].dropna() if abs(v) >= TOLERANCE), default=scale.divisor)
    if scale.divisor < MILLION:
        return scale if scale.divisor == 1.0 else replace(scale, decimals=2)
    finer = scale if least >= scale.divisor else scale_for((max(least, MONEY_STEP[scale.lang]),), "currency", currency, scale.lang)
    return replace(finer, decimals=0 if finer.divisor == 1.0 else 2)


def _sums(sight: Sight, span: Window) -> pd.DataFrame:
    """Return a row a scheme: instalments, due, paid, owed; of those a rate fits, what `_held` says."""
    mine, schemes = Within(sight).homes, sight.edition.rows(_SCHEMES)
    grants = _mine(sight.edition.rows(_GRANTS), mine, span)
    grants = grants.assign(paid=grants["paid_yuan"].fillna(0.0).where(grants["paid_on"].isna() | (grants["paid_on"] <= span.last), 0.0))
    grants = grants.assign(owed=(grants["due_yuan"] - grants["paid"]).clip(lower=0.0), scheme_id=grants["scheme_id"].fillna(""))
    sums = grants.groupby("scheme_id").agg(
        instalments=("due_yuan", "size"), due=("due_yuan", "sum"), paid=("paid", "sum"), owed=("owed", "sum"),
    )
    held = _held(_mine(sight.edition.rows(_RATED), mine, span))
    found = sums.join(held)
    counts = dict.fromkeys(("judged", "less", "more", "off"), 0.0)
    found = found.fillna({**counts, "is_once": False}).reset_index().merge(schemes, on="scheme_id", how="left")
    order = [code.code for code in SUBSIDY_TYPE.codes]
    found = found.assign(
        is_once=found["is_once"].astype(bool), scheme_title=found["scheme_title"].fillna(UNKNOWN.of(sight.lang)),
        rank=found["subsidy_type"].map({code: i for i, code in enumerate(order)}),
    )
    return found.sort_values(["rank", "scheme_id"]).reset_index(drop=True)


def _held(rated: pd.DataFrame) -> pd.DataFrame:
    """Return, by scheme, what was held against a rate: is_once, judged, less, more and off (counts), by_rate,
    below and above (yuan). Instalments of a one-off scheme are one grant, whose parts to come make it no less than its rate.
    """
    rated = rated[(rated["rate_status"] == "found") & rated["rate_due_yuan"].notna()]
    is_once = rated["scheme_id"].isin(set(rated.loc[rated["paid_per"] == "once", "scheme_id"]))
    apart = rated["due_yuan"] - rated["rate_due_yuan"]
    less, more = (apart < -TOLERANCE) & ~is_once, apart > TOLERANCE
    rated = rated.assign(is_once=is_once, less=less, more=more, off=less | more, below=(-apart).where(less, 0.0), above=apart.where(more, 0.0))
    held = rated.groupby("scheme_id").agg(
        is_once=("is_once", "max"), judged=("off", "size"), less=("less", "sum"), more=("more", "sum"), off=("off", "sum"),
        by_rate=("rate_due_yuan", "sum"), below=("below", "sum"), above=("above", "sum"),
    )
    held.loc[held["is_once"].astype(bool), ["by_rate", "below"]] = float("nan")
    return held


def _mine(frame: pd.DataFrame, mine: frozenset[str], span: Window) -> pd.DataFrame:
    """Return the instalments of one's places whose last day of grace lies in the span."""
    frame = frame.assign(until_on=pd.to_datetime(frame["until_on"]))
    if "paid_on" in frame:
        frame = frame.assign(paid_on=pd.to_datetime(frame["paid_on"]))
    return frame[frame["facility_code"].isin(mine) & (frame["until_on"] >= span.first) & (frame["until_on"] <= span.last)]


def _rates(sight: Sight, span: Window, lang: Lang) -> dict[str, str]:
    """Return the lowest and highest rate of each scheme in force on the last day, in words."""
    frame = sight.edition.rows(_RATES)
    first, last = pd.to_datetime(frame["valid_from"]), frame["valid_to"].astype(str).str[:10]
    frame = frame[(first <= span.last) & (last >= f"{span.last:%Y-%m-%d}")]
    said = {}
    per = {code.code: code.title.of(lang) for code in PAYMENT_INTERVAL.codes}
    for (scheme, paid_per), rates in frame.groupby(["scheme_id", "paid_per"])["rate_yuan"]:
        low, high = float(rates.min()), float(rates.max())
        scale = scale_for((high,), "currency", sight.edition.site.currency, lang)
        low, high = scale.shown(low), scale.shown(high)
        scale = replace(scale, decimals=_places((low, high), scale.decimals))
        one = scale.full(high) if low == high else scale.full(high).replace(scale.bare(high), scale.spread(low, high))
        text = (ONCE_ONLY if paid_per == "once" else PER).of(lang).format(one=one, per=per.get(paid_per, paid_per).lower())
        said[scheme] = f"{said[scheme]}；{text}" if scheme in said and lang == "zh" else f"{said[scheme]}; {text}" if scheme in said else text
    return said


def _places(rates: Sequence[float], most: int) -> int:
    """Return with how many decimals rates are told: they are set by rule, so 12,000 yuan are 1.2 万元 and no 1.20."""
    return next((d for d in range(most) if all(abs(rate - round(rate, d)) < 1e-9 for rate in rates)), most)


_PRESENT = "select level, region_code, person_key, start_on, end_on from presence where base = 'rural_doctors'"
_TRAITS = (
    "select t.place_code, t.remoteness, p.start_on, p.end_on from place_trait as t inner join period as p on t.period = p.label "
    "where p.kind in ('year', 'fiscal_year')"
)
_PAID = "select person_key, on_date from allowance_paid"
BOTH = Text("{name}：领过 {a}，未领 {b}，{apart}", "{name}: {a} of those paid, {b} of the others, {apart}")
NO_PAIR = Text("没有一个类别里两组都有人，无从对照", "no class has people in both groups, so nothing can be compared")
NO_ONE = Text("无人", "nobody")
PAID, UNPAID = Text("领过岗位津贴", "Paid a post allowance"), Text("未领岗位津贴", "Not paid one")
CLASS = Text("边远类别", "Remoteness class")
STILL = Text("{day} 在岗者一年后仍在岗", "in post on {day}, still there a year later")
NOBODY = Text("没有足够的任职与津贴记录：需要一年前在岗的人和其后一年的去向。", "Too few records: people in post a year ago and what became of them are needed.")
NO_GROUP = Text("{name}中没有“{group}”的人；", "nobody in {name} is \"{group}\"; ")
STAY_NOTE = Text(
    "同一批人：一年前在岗的乡村医生与乡镇医生，按其前 12 个月是否领过岗位津贴分开，看一年后是否仍在本地区在岗。"
    "这是对照，不是津贴的效果：津贴多发给最难留人的岗位，领与不领的人在年龄、编制、县区上也不同；只可在同一类别内比较",
    "the same people: village and township doctors in post a year ago, by whether they were paid a post allowance in the 12 months "
    "before, and whether they are still "
    "in post here a year later. A comparison, not an effect of the allowance: it goes to the posts that are "
    "hardest to keep filled, and the two groups differ in age, contract and county. Compare within a class only",
)


def stay_bars(sight: Sight, card: Card) -> Chart:
    """Return, by remoteness class, the share still in post a year later of those paid a post allowance before and of the others."""
    lang, about, span = sight.lang, context(sight, card), Within(sight).window()
    scale = Scale(lang=lang, decimals=1, is_share=True, unit="%", axis_unit="%")
    people = followed(sight, span) if span is not None and sees_records(sight) else pd.DataFrame(columns=["remoteness", "is_paid", "stayed"])
    known = [c for c in REMOTENESS.codes if c.code in set(people["remoteness"])]
    groups = []
    for name, code, paid in ((PAID, "paid", True), (UNPAID, "unpaid", False)):
        cells = [people[(people["remoteness"] == c.code) & (people["is_paid"] == paid)]["stayed"] for c in known]
        groups.append(Bars(name=name.of(lang), code=code, figures=tuple(_share(cell) for cell in cells)))
    subtitle = STILL.of(lang).format(day=f"{span.last - pd.DateOffset(years=1):%Y-%m-%d}") if span is not None else ""
    return columns(card, about, scale, groups, Frame(
        labels=tuple(c.title.of(lang) for c in known), head=CLASS.of(lang), subtitle=subtitle, gap=NO_ONE.of(lang),
        note="".join((_alone([c.title.of(lang) for c in known], groups, lang), STAY_NOTE.of(lang))),
        finding=_compared([c.title.of(lang) for c in known], groups, scale),
        empty=(NOBODY if sees_records(sight) else NOT_INSIDE).of(lang),
    ))


def _alone(names: Sequence[str], groups: Sequence[Bars], lang: Lang) -> str:
    """Say of which classes one of the two groups has nobody, so that a bar that is missing is no bar of zero."""
    found = [(bars.name, name) for bars in groups for name, figure in zip(names, bars.figures, strict=True) if figure.value is None]
    return "".join(NO_GROUP.of(lang).format(group=group, name=name) for group, name in found)


def _compared(names: Sequence[str], groups: Sequence[Bars], scale: Scale) -> str:
    """Return the two groups of each class that has both, in words; never which way an effect goes."""
    lang, parts = scale.lang, []
    for name, paid, other in zip(names, groups[0].figures, groups[1].figures, strict=True):
        if paid.value is not None and other.value is not None:
            doubt = apart((paid.value * float(paid.n or 0), float(paid.n or 0)), (other.value * float(other.n or 0), float(other.n or 0))).said(lang)
            parts.append(BOTH.of(lang).format(name=name, a=scale.full(paid.value), b=scale.full(other.value), apart=doubt))
    said = Text("；", "; ").of(lang).join(parts) or (NO_PAIR.of(lang) if names else "")
    return said[:1].upper() + said[1:] + Text("。", ".").of(lang) if said else ""


def _share(stayed: pd.Series) -> Figure:
    n, top = len(stayed), int(stayed.sum())
    if not n:
        return Figure(value=None, n=0)
    low, high = wilson(float(top), float(n))
    return Figure(value=top / n, lower=float(low), upper=float(high), n=n)


def followed(sight: Sight, span: Window) -> pd.DataFrame:
    """Return everybody in post in the chosen place a year before the last day: person_key, remoteness, is_paid (before that day), stayed."""
    day, edition = span.last - pd.DateOffset(years=1), sight.edition
    level = edition.places(sight.viewer).get(sight.state.region).level
    frame = edition.rows(_PRESENT)
    mine = frame[(frame["level"] == level) & (frame["region_code"] == sight.state.region)]
    then, now = (set(mine.loc[covers(mine, "start_on", "end_on", d), "person_key"]) for d in (day, span.last))
    posts = edition.rows(MAIN_POSTS)
    posts = posts[posts["person_key"].isin(then) & posts["place_code"].isin(Within(sight).homes)]
    posts = posts[covers(posts, "from_on", "to_on", day, is_open=True)].drop_duplicates("person_key")
    traits = edition.rows(_TRAITS)
    traits = traits[covers(traits, "start_on", "end_on", day)].drop_duplicates("place_code").set_index("place_code")["remoteness"]
    paid = edition.rows(_PAID)
    on = pd.to_datetime(paid["on_date"])
    had = set(paid.loc[(on > day - pd.DateOffset(years=1)) & (on <= day), "person_key"])
    keys = posts["person_key"]
    return pd.DataFrame({
        "person_key": keys, "remoteness": posts["place_code"].map(traits).fillna("unknown"), "is_paid": keys.isin(had), "stayed": keys.isin(now),
    }).reset_index(drop=True)
