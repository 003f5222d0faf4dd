"""The claim register: each figure said in public beside what the records give, the arithmetic, what base is missing, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

import pandas as pd

from dashboard.cards.inside import NOT_INSIDE
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.numbers import rounded
from dashboard.charts.table import listing
from dashboard.charts.words import LIST_COMMA, SEMICOLON
from dashboard.context import context
from dashboard.page import Card
from dashboard.readings import ordered, readings
from dashboard.said import UNITS, Claim, Reading, claim_of
from dashboard.sight import Sight, sees_records
from pipelines.analysis.claim import Holding, Relation, Verdict, half_unit, holds, verdict
from pipelines.codelists.claim_relation import CLAIM_RELATION
from pipelines.core.text import Lang, Text

_REGISTER = "select * from claim_register order by place_code, claim_id"
_HOMES = "select place_code, region_code from facility_home"
HEADS = {
    "claim": Text("说法（原文）", "Claim, word for word"), "place": Text("涉及地区", "Said of"),
    "source": Text("出处", "Where it was said"), "figure": Text("所说", "Figure"),
    "recomputed": Text("按本系统数据重算与对照", "What the records give, held against it"),
    "missing": Text("缺少的口径（登记原文）", "What is missing, as registered"), "verdict": Text("判断", "Verdict"),
}
VERDICTS = {
    "verified": (Text("核实", "verified"), "good"), "doubtful": (Text("存疑", "doubtful"), "bad"),
    "unverifiable": (Text("无法核实", "cannot be verified"), "watch"),
}
EXAMPLE = Text("示例，不对真实地区作判断", "example, no judgement of the real place")
HOLDING: Mapping[Holding, Text] = {"holds": Text("成立", "holds"), "fails": Text("不成立", "does not hold"), "open": Text("不能判定", "cannot tell")}
WANTED: Mapping[Relation, Text] = {
    "exact": Text("= {value}", "= {value}"), "about": Text("在 {value} ± 10 % 内", "within 10% of {value}"), "over": Text("> {value}", "> {value}"),
    "at_least": Text("≥ {value}", "≥ {value}"), "up_to": Text("最高 ≥ {value}", "highest ≥ {value}"), "range": Text("在 {value}之间", "within {value}"),
}
ROUNDED = Text("= {value}，四舍五入容差 ± {slack} 个百分点", "= {value} when rounded, that is within {slack} points")
AGAINST = {  # told before the readings, which a slide cuts off where they are many
    "one": Text("对照“{wanted}”：", "against \"{wanted}\": "),
    "holds": Text("对照“{wanted}”，{n} 种口径中 {top} 种成立：", "against \"{wanted}\", {top} of {n} readings holds: "),
    "hold": Text("对照“{wanted}”，{n} 种口径中 {top} 种成立：", "against \"{wanted}\", {top} of {n} readings hold: "),
}
ARITHMETIC = Text("{title} {found}（{parts}）", "{title} {found} ({parts})")
APART = {
    "": Text("相差 {gap}", "difference {gap}"), "low": Text("低端相差 {gap}", "difference {gap} at the low end"),
    "high": Text("高端相差 {gap}", "difference {gap} at the high end"),
}
CEILING = Text("只有人次，人数不会更多", "attendances only: persons are no more")
NO_FIGURE = Text("说法没有可对照的数值或单位", "it gives no figure, or no unit, to hold against")
NO_WAY = Text("未登记可重算的依据（指标或数据集）", "no indicator or dataset is named from which it can be computed")
NO_DATA = Text("本系统没有该地区、该时期所需的数据", "the records needed for this place and period are not loaded")
UNSTATED = Text("未登记缺少的口径", "nothing registered as missing")
NO_PERIOD = Text("未说时期", "no period stated")
NO_CLAIMS = Text("没有登记涉及所选地区的公开说法：请报送“公开数据说法登记表”。", "No published claim about this place is registered: hand in the register of published claims.")
NOTE = Text(
    "判断规则：口径未交代的，按每一种可能的口径各算一次——都成立为核实，都不成立为存疑，有成立有不成立或没有数据为无法核实；“约”允许上下 10 %，"
    "等于允许末位四舍五入；“最高”以达到为成立。说法的数字只作对照，绝不作为数据使用",
    "rule: where the base is missing every way it may have been meant is worked out: verified if all hold, doubtful if none holds, "
    "cannot be verified "
    "where some do or the data lack; \"about\" allows 10%, an exact figure its rounding, \"up to\" holds once reached. What was said "
    "is never used as data",
)
COUNTED = Text("登记 {n} 个数字：{parts}。", "{n} figures are registered: {parts}.")
EXAMPLES = Text(
    "登记 {n} 个数字，{m} 个有数据可以重算；本站点是合成数据，只作示例，不对真实地区作判断。",
    "{n} figures are registered and {m} can be worked out from the records; this site is synthetic: an example, no judgement of the real place.",
)
BARE = ("unit", "time")  # what English counts without a word for the unit
DECIMALS = {"share": 1, "money": 0, "person": 0, "time": 0, "attendance": 0, "unit": 0, "year": 1}
_UNIT_WORDS = {
    "person": Text("人", "persons"), "time": Text("次", "times"), "attendance": Text("人次", "attendances"),
    "money": Text("元", "yuan"), "unit": Text("家", "units"), "year": Text("年", "years"), "share": Text("比例", "share"),
}
ABOVE = {  # of a county the register has what was said of its prefecture too: whose a figure is decides what it is held against
    "one": Text(
        "其中 {n} 个说的是上级地区（{names}），按该地区的数据重算，不是本地的数字。",
        " One of them was said of a wider area ({names}) and is held against the records of that, not of this place.",
    ),
    "many": Text(
        "其中 {n} 个说的是上级地区（{names}），按该地区的数据重算，不是本地的数字。",
        " {n} of them were said of wider areas ({names}) and are held against the records of those, not of this place.",
    ),
}


def claim_list(sight: Sight, card: Card) -> Chart:
    """Return the figures said of the chosen place, of places in it and of those it lies in, with arithmetic and verdict."""
    lang, about = sight.lang, context(sight, card)
    places = sight.edition.places(sight.viewer.inside)
    wanted = {p.code for p in (*places.path(sight.state.region), *places.under(sight.state.region))} if sees_records(sight) else set()
    frame = sight.edition.rows(_REGISTER)
    mine = frame[frame["place_code"].isin(wanted)]
    found = [_row(sight, {str(k): v for k, v in r.items()}) for r in mine.to_dict("records")]
    heads = [ColumnHead(name, title.of(lang)) for name, title in HEADS.items()]
    rows = [row for row, _ in found]
    made = listing(card, heads, rows, about, (NO_CLAIMS if sees_records(sight) else NOT_INSIDE).of(lang))
    return replace(made.with_note(NOTE.of(lang)), finding=_summary(sight, [how for _, how in found]) + _above(sight, list(mine["place_code"])))


def _above(sight: Sight, said_of: Sequence[str]) -> str:
    """Return how many figures were said of a place that the chosen one lies in, and of which; "" where none was."""
    lang, path = sight.lang, sight.edition.places(sight.viewer.inside).path(sight.state.region)
    above = {place.code: place.name.of(lang) for place in path[:-1]}
    found = [above[code] for code in said_of if code in above]
    if not found:
        return ""
    names = LIST_COMMA.of(lang).join(dict.fromkeys(found))
    return ABOVE["one" if len(found) == 1 else "many"].of(lang).format(n=len(found), names=names)


def _summary(sight: Sight, judged: list[tuple[Verdict, bool]]) -> str:
    """Return how many figures are registered and what became of them; of a synthetic site no verdict."""
    lang = sight.lang
    if not judged:
        return ""
    if sight.edition.site.is_synthetic:
        return EXAMPLES.of(lang).format(n=len(judged), m=sum(known for _, known in judged))
    parts = (f"{word.of(lang)} {sum(name == how for how, _ in judged)}" for name, (word, _) in VERDICTS.items())
    return COUNTED.of(lang).format(n=len(judged), parts=Text("，", ", ").of(lang).join(parts))


def _row(sight: Sight, row: Mapping[str, Any]) -> tuple[list[TableCell], tuple[Verdict, bool]]:
    """Return a figure's cells, and its verdict with whether anything could be worked out."""
    lang = sight.lang
    claim = _claim(sight, row)
    missing = "" if pd.isna(row["missing_base"]) else str(row["missing_base"])
    found = readings(sight, str(row["computed_from"]), claim, is_open=bool(missing)) if claim is not None else None
    relation = cast(Relation, "exact" if pd.isna(row["claim_relation"]) else str(row["claim_relation"]))
    size = UNITS[str(row["claim_unit"]).strip()][1] if claim is not None else 1.0
    upper = None if pd.isna(row["claim_value_to"]) else float(row["claim_value_to"]) * size
    said = "" if claim is None else _figure(row, claim, relation, upper, lang)
    judged = [(r, holds(relation, claim.value, upper, r.measured)) for r in ordered(found or [])] if claim is not None else []
    if judged and claim is not None:
        told = _told(judged, claim, relation, upper, lang)
    else:
        told = (NO_FIGURE if claim is None else NO_WAY if found is None else NO_DATA).of(lang)
    source = " · ".join(
        part for part in (
            "" if pd.isna(row["claim_source"]) else str(row["claim_source"]),
            "" if pd.isna(row["published_on"]) else f"{pd.Timestamp(row['published_on']):%Y-%m-%d}",
            NO_PERIOD.of(lang) if pd.isna(row["claim_period"]) else str(row["claim_period"]),
        ) if part
    )
    how = verdict([h for _, h in judged])
    word, tone = VERDICTS[how]
    last = TableCell(EXAMPLE.of(lang), tone="none") if sight.edition.site.is_synthetic else TableCell(word.of(lang), tone=tone)
    place = sight.edition.places(sight.viewer.inside).get(str(row["place_code"]))
    cells = [source, said, told, missing or UNSTATED.of(lang)]
    of_place = TableCell(place.name.of(lang), place="" if place.code == sight.state.region else place.code)
    return [TableCell(str(row["claim_text"])), of_place, *(TableCell(text) for text in cells), last], (how, bool(judged))


def _claim(sight: Sight, row: Mapping[str, Any]) -> Claim | None:
    if pd.isna(row["level"]):
        return None
    homes = sight.edition.rows(_HOMES)
    code = str(row["place_code"])
    within = sight.edition.keep(("homes", code), lambda: frozenset(homes.loc[homes["region_code"] == code, "place_code"].astype(str)))
    return claim_of(sight, row, within | {code})


def _amount(value: float, measure: str, lang: Lang) -> str:
    if measure == "share":
        return rounded(100 * value, 1) + (" %" if lang == "zh" else "%")
    whole = rounded(value, DECIMALS[measure])
    unit = "" if lang == "en" and measure in BARE else f" {_UNIT_WORDS[measure].of(lang)}"
    return whole.removesuffix(".0") + unit


def _span(low: float, high: float, measure: str, lang: Lang) -> str:
    return _amount(low, measure, lang) if low == high else f"{_amount(low, measure, lang)} – {_amount(high, measure, lang)}"


def _figure(row: Mapping[str, Any], claim: Claim, relation: Relation, upper: float | None, lang: Lang) -> str:
    word = {code.code: code.title.of(lang) for code in CLAIM_RELATION.codes}[relation]
    return f"{word} {_said(claim, upper, lang)}"


def _said(claim: Claim, upper: float | None, lang: Lang) -> str:
    """The figure as it was given: a share with the decimals it has, for they tell how far it was rounded."""
    if claim.measure != "share":
        return _span(claim.value, claim.value if upper is None else upper, claim.measure, lang)
    ends = (claim.value,) if upper is None else (claim.value, upper)
    return " – ".join(_bare(100 * end) + (" %" if lang == "zh" else "%") for end in ends)


def _wanted(claim: Claim, relation: Relation, upper: float | None, lang: Lang) -> str:
    """What a reading is held against; of a share that is given as it is, how far rounding lets it be from it."""
    said = _said(claim, upper, lang)
    if relation == "exact" and claim.measure == "share":
        return ROUNDED.of(lang).format(value=said, slack=_bare(100 * half_unit(claim.value)))
    return WANTED[relation].of(lang).format(value=said)


def _bare(value: float) -> str:
    return f"{value:.8f}".rstrip("0").rstrip(".")


def _told(judged: Sequence[tuple[Reading, Holding]], claim: Claim, relation: Relation, upper: float | None, lang: Lang) -> str:
    """Return what a figure is held against, under how many readings it holds, and the arithmetic of each with its own difference."""
    top, stop = sum(how == "holds" for _, how in judged), SEMICOLON.of(lang)
    form = "one" if len(judged) == 1 else "holds" if top == 1 else "hold"
    lead = AGAINST[form].of(lang).format(wanted=_wanted(claim, relation, upper, lang), n=len(judged), top=top)
    lines = []
    for reading, how in judged:
        measured = reading.measured
        said = _span(measured.low, measured.high, reading.measure or claim.measure, lang)
        parts = [Text("，", ", ").of(lang).join([*_apart(reading, claim, relation, upper, lang), HOLDING[how].of(lang)])]
        parts += [text.of(lang) for text in (CEILING if measured.is_ceiling else None, reading.aside) if text is not None]
        lines.append(ARITHMETIC.of(lang).format(title=reading.title.of(lang), found=said, parts=stop.join(parts)))
    return lead + stop.join(lines)


def _apart(reading: Reading, claim: Claim, relation: Relation, upper: float | None, lang: Lang) -> list[str]:
    """Return a reading less the figure: of several values the end that is held against it, of a range both ends."""
    low, high = reading.measured.low, reading.measured.high
    ends = {} if relation == "up_to" else {"low": low - claim.value}
    if relation not in ("over", "at_least") and (relation != "range" or upper is not None):
        ends["high"] = high - (claim.value if upper is None else upper)
    if low == high and relation != "range":
        ends = {"": low - claim.value}
    return [APART[end].of(lang).format(gap=_gap(gap, reading.measure or claim.measure, lang)) for end, gap in ends.items()]


def _gap(gap: float, measure: str, lang: Lang) -> str:
    if measure == "share":
        size, unit = rounded(100 * abs(gap), 1), Text(" 百分点", " pp").of(lang)
        sign = "+" if gap > 0 else "−"
        return (sign if float(size) else "") + size + unit
    said = _amount(abs(gap), measure, lang)
    return said if said.split(" ")[0] == "0" else ("+" if gap > 0 else "−") + said
