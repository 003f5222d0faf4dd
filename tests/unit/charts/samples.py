"""Observation frames as the engine answers them, invented, with every status; and boundaries of square cells."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pandas as pd

from dashboard.charts.context import Context, Geography, PolicyEvent
from dashboard.page import Card
from pipelines.core.indicator import OBSERVATION_COLUMNS, Indicator, Measure
from pipelines.core.text import Lang, Text

PLACES = (
    ("秀水镇", "Xiushui"), ("李家庄乡", "Lijiazhuang"), ("娘子关镇", "Niangziguan"), ("义井街道", "Yijing"),
    ("沙坪街道", "Shaping"), ("西南舁乡", "Xinanyu"), ("南娄镇", "Nanlou"), ("仙人乡", "Xianren"), ("冠山镇", "Guanshan"),
    ("石门口乡", "Shimenkou"), ("北下庄乡", "Beixiazhuang"), ("锁簧镇", "Suohuang"), ("巨城镇", "Jucheng"),
    ("岔口乡", "Chakou"), ("柏井镇", "Baijing"), ("东回镇", "Donghui"), ("张庄镇", "Zhangzhuang"), ("牛村镇", "Niucun"),
    ("孙家庄镇", "Sunjiazhuang"), ("苌池镇", "Changchi"), ("上社镇", "Shangshe"), ("西烟镇", "Xiyan"),
    ("仙人<b>乡</b>", "Xianren <b>2</b>"), ("东梁乡", "Dongliang"),
)
STATUSES = {20: "small_n", 21: "partial", 22: "not_collected", 23: "not_estimable"}


def indicator(name: str, zh: str, en: str, unit: str, polarity: str, kind: str = "ratio", **more: Any) -> Indicator:
    """Return a declared indicator for tests."""
    measure = Measure(mart="m", column="c")
    given: dict[str, Any] = {"numerator": measure} if kind == "count" else {"numerator": measure, "denominator": measure}
    if kind in ("survival", "statistic", "flow"):
        given = {"statistic": name, "additive": False, "meaning": "staying" if kind == "survival" else ""}
    return Indicator(
        name=name, title=Text(zh, en), definition=Text(f"{zh}的定义。", f"Definition of {en.lower()}."), unit=unit,  # type: ignore[arg-type]
        polarity=polarity, kind=kind, base=Text("乡村医生", "Village doctors"), source=Text("年报", "Annual return"),  # type: ignore[arg-type]
        needs=("workforce_return",), **(given | more),
    )


INDICATORS = {
    i.name: i
    for i in (
        indicator("density", "每千人口乡村医生", "Rural doctors per 1,000 people", "per_1000", "higher", interval="byar"),
        indicator("headcount", "在岗人数", "Headcount", "person", "neutral", "count"),
        indicator("payment_total", "支付总额", "Total payments", "currency", "neutral", "count"),
        indicator("median_pay", "人均年收入中位数", "Median annual pay", "currency_per_person", "higher", "statistic"),
        indicator("leaver_rate", "离岗率", "Leaver rate", "share", "lower", "flow"),
        indicator("turnover_rate", "离职率", "Turnover rate", "share", "lower", "flow", interval="byar"),
        indicator("headcount_change", "在岗人数增减", "Change of the headcount", "person", "higher", "flow"),
        indicator("survival", "留任曲线", "Survival in post", "share", "higher", "survival"),
        indicator("pay_gap_sex", "男女收入差距", "Pay gap by sex", "share", "lower", "statistic"),
        indicator("pay_gap_sex_adjusted", "男女收入差距（调整后）", "Pay gap by sex, adjusted", "share", "lower", "statistic"),
        indicator("pay_gap_contract", "编内外收入差距", "Pay gap by contract", "share", "lower", "statistic"),
        indicator("pay_gap_contract_adjusted", "编内外收入差距（调整后）", "Pay gap by contract, adjusted", "share", "lower", "statistic"),
        indicator("lorenz", "医生分布洛伦兹曲线", "Lorenz curve of doctors", "share", "neutral", "statistic"),
    )
}
TITLES = {
    ("staff_group", "village_doctor"): Text("乡村医生", "Village doctor"),
    ("staff_group", "township_doctor"): Text("乡镇卫生院医生", "Township doctor"),
    ("remoteness", "remote"): Text("艰苦边远", "Remote"),
    ("remoteness", "near"): Text("一般地区", "Other areas"),
    **{("age_band", code): Text(zh, en) for code, zh, en in (
        ("under_35", "35 岁以下", "Under 35"), ("35_44", "35–44 岁", "35–44"), ("60_over", "60 岁及以上", "60 and over"),
        ("unknown", "年龄不详", "Age not known"))},
    **{("licence", code): Text(zh, en) for code, zh, en in (
        ("physician", "执业医师", "Licensed physician"), ("assistant", "执业助理医师", "Licensed assistant physician"),
        ("village_certificate", "乡村医生证", "Village doctor certificate"), ("none", "无证", "No licence"))},
    **{("movement", code): Text(zh, en) for code, zh, en in (
        ("joined", "新进", "Joined"), ("transferred_in", "调入", "Moved in"), ("left", "离岗", "Left"), ("died", "死亡", "Died"))},
    **{("payment_stream", f"s{i}"): Text(f"支付项目 {i}", f"Stream {i}") for i in range(20)},
}


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    """Return an observation frame; what a row does not say is missing."""
    base = {"region_code": "140300", "region_name": "阳泉市", "region_name_en": "Yangquan", "level": "prefecture",
            "period": "2022", "reported": 42, "expected": 42, "status": "ok", "build": "b000042"}
    return pd.DataFrame([base | r for r in rows], columns=[*OBSERVATION_COLUMNS, "region_name_en"])


def places_frame(period: str = "2022", name: str = "density") -> pd.DataFrame:
    """Return one row a township: values with intervals and every status."""
    rows = []
    for i, (zh, en) in enumerate(PLACES):
        value, half = 0.45 + i * 0.061 + 0.04 * math.sin(i), 0.16 + 0.02 * (i % 4)
        status = STATUSES.get(i, "ok")
        known = status in ("ok", "small_n", "partial")
        rows.append({
            "indicator": name, "region_code": f"1403{i:05d}", "region_name": zh, "region_name_en": en, "level": "township",
            "period": period, "value": value if known else None, "lower": value - half if known else None,
            "upper": value + half if known else None, "n": 3 if status == "small_n" else 20 + i, "status": status,
            "reported": {"partial": 8, "not_collected": 0}.get(status, 10), "expected": 10,
        })
    return frame(*rows)


LEAVERS = (  # who left, of how many: one far too many, one far too few, one somewhat many, the others as chance has it
    (60, 250), (2, 240), (20, 110), (3, 40), (2, 22), (11, 120), (9, 90), (4, 50), (6, 61), (30, 310), (21, 205), (5, 70), (1, 8), (14, 150),
)


def leavers_frame() -> pd.DataFrame:
    """Return rates of townships with what they are made of; the one of eight people has few, of two more one is partly reported, one not at all."""
    rows = []
    for i, (left, people) in enumerate((*LEAVERS, (40, 60), (None, None))):
        zh, en = PLACES[i]
        status = "small_n" if people == 8 else "partial" if people == 60 else "ok" if people else "not_collected"
        value = left / people if left is not None and people else None
        rows.append({
            "indicator": "turnover_rate", "region_code": f"1403{i:05d}", "region_name": zh, "region_name_en": en, "level": "township",
            "value": value, "lower": None if value is None else value * 0.7, "upper": None if value is None else value * 1.3, "numerator": left,
            "denominator": people, "n": people, "status": status, "reported": 8 if status == "partial" else 10, "expected": 10,
        })
    return frame(*rows)


def trend_frame() -> pd.DataFrame:
    """Return two groups over eight years with a gap, a small number and a partly reported year."""
    rows = []
    for group, start, slope in (("village_doctor", 1210, -22), ("township_doctor", 640, 9)):
        for i, year in enumerate(range(2015, 2023)):
            status = {("township_doctor", 2018): "not_collected", ("village_doctor", 2022): "partial",
                      ("township_doctor", 2016): "small_n"}.get((group, year), "ok")
            value = start + slope * i
            rows.append({"indicator": "headcount", "period": f"{year}", "breakdown": "staff_group", "category": group,
                         "value": None if status == "not_collected" else value, "n": value, "status": status,
                         "lower": value - 30, "upper": value + 30, "reported": 40 if status == "partial" else 42})
    return frame(*rows)


def pay_frame() -> pd.DataFrame:
    """Return one line of money with intervals."""
    values = (31_000, 33_500, 36_000, 39_000, 42_500, 44_000, 50_600, 58_000)
    return frame(*({"indicator": "median_pay", "period": f"{2015 + i}", "value": v, "lower": v * 0.97, "upper": v * 1.03, "n": 1038}
                   for i, v in enumerate(values)))


def survival_frame() -> pd.DataFrame:
    """Return two curves by month."""
    rows = []
    for group, hazard in (("near", 0.005), ("remote", 0.0115)):
        for month in range(1, 61):
            value = math.exp(-hazard * month)
            rows.append({"indicator": "survival", "breakdown": "remoteness", "category": group, "at": month, "value": value,
                         "lower": value - 0.0006 * month, "upper": min(1.0, value + 0.0006 * month), "n": 640 - 9 * month})
    return frame(*rows)


def lorenz_frame() -> pd.DataFrame:
    """Return two Lorenz curves, x squared and x cubed of the people."""
    return frame(*({"indicator": "lorenz", "breakdown": "staff_group", "category": group, "at": at, "value": (at / 100) ** power, "n": 42}
                   for group, power in (("village_doctor", 2), ("township_doctor", 3)) for at in range(0, 101, 10)))


def gaps_frame() -> pd.DataFrame:
    """Return two gaps with their adjusted twins, of which one is not estimable."""
    found = (("pay_gap_sex", 0.21, 0.14, 0.28), ("pay_gap_sex_adjusted", 0.012, -0.019, 0.042), ("pay_gap_contract", 0.41, 0.36, 0.46))
    rows = [{"indicator": name, "value": value, "lower": lower, "upper": upper, "n": 1458} for name, value, lower, upper in found]
    return frame(*rows, {"indicator": "pay_gap_contract_adjusted", "n": 1458, "status": "not_estimable"})


CITIES = (  # leavers of 200 in five years
    ("140100", "太原市", "Taiyuan", (20, 21, 19, 22, 20)), ("140200", "大同市", "Datong", (8, 9, None, 10, 11)),
    ("140300", "阳泉市", "Yangquan", (6, 12, 22, 30, 44)), ("140400", "长治市", "Changzhi", (1, 3, 4, 2, 4)),
)


def cities_frame() -> pd.DataFrame:
    """Return rates of four cities and of their province over five years: one without a figure, one of few people, one partly reported."""
    rows = []
    for place, (code, zh, en, counts) in enumerate((*CITIES, ("140000", "山西省", "Shanxi", (35, 45, 45, 64, 79)))):
        for year, left in enumerate(counts):
            status = {(1, 2): "not_collected", (3, 0): "small_n", (0, 3): "partial"}.get((place, year), "ok")
            people = 800 if code == "140000" else 4 if status == "small_n" else 200
            value = None if left is None else left / people
            rows.append({
                "indicator": "turnover_rate", "region_code": code, "region_name": zh, "region_name_en": en,
                "level": "province" if code == "140000" else "prefecture", "period": f"{2018 + year}", "status": status, "n": people,
                "value": value, "lower": None if value is None else value * (0.1 if people == 4 else 0.75),
                "upper": None if value is None else value * (2.8 if people == 4 else 1.3),
                "reported": 8 if status == "partial" else 10, "expected": 10,
            })
    return frame(*rows)


def streams_frame() -> pd.DataFrame:
    """Return payments of a year by nine streams."""
    return frame(*({"indicator": "payment_total", "breakdown": "payment_stream", "category": f"s{i}", "value": 4.1e9 / (i + 1), "n": 7000}
                   for i in range(9)))


def pyramid_frame() -> pd.DataFrame:
    """Return people by age and licence, one cell small, some of unknown age."""
    counts = {
        ("under_35", "physician"): 94, ("under_35", "assistant"): 52, ("under_35", "village_certificate"): 49, ("35_44", "physician"): 125,
        ("35_44", "village_certificate"): 87, ("60_over", "assistant"): 56, ("60_over", "village_certificate"): 122, ("60_over", "none"): 3,
        ("unknown", "physician"): 7,
    }
    return frame(*({"indicator": "headcount", "breakdown": "age_band,licence", "category": f"{age},{licence}", "value": float(n), "n": n,
                    "status": "small_n" if n < 5 else "ok"} for (age, licence), n in counts.items()))


def moves_frame() -> pd.DataFrame:
    """Return what changed a headcount of 1,442 in a year."""
    moves = {"joined": 42.0, "transferred_in": 0.0, "left": -68.0, "died": -1.0}
    return frame(*({"indicator": "headcount_change", "breakdown": "movement", "category": code, "value": value, "denominator": 1442.0,
                    "n": abs(value)} for code, value in moves.items()))


def geography() -> Geography:
    """Return square cells, six abreast; the third and the ninth are approximate, the last has no outline."""
    features, qualities = [], {}
    for i, (zh, _) in enumerate(PLACES[:-1]):
        west, south, code = 113.0 + 0.1 * (i % 6), 37.6 + 0.08 * (i // 6), f"1403{i:05d}"
        ring = [[west, south], [west + 0.1, south], [west + 0.1, south + 0.08], [west, south + 0.08], [west, south]]
        quality = "approximate" if i in (2, 8) else "seat"
        features.append({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]},
                         "properties": {"code": code, "name": zh, "level": "township", "quality": "schematic", "seat_quality": quality}})
        qualities[code] = "schematic"
    note = Text("示意图，非行政界线，未经审图，不得公开发布",
                "Schematic, not administrative boundaries; no map approval number; not for publication")
    return Geography(url="/boundaries/140300.geojson", features=qualities, unmatched=(), note=note, approval_no="",
                     bounds=(113.0, 37.6, 113.6, 37.92), geojson={"type": "FeatureCollection", "features": features})


def context(lang: Lang = "zh", **changes: Any) -> Context:
    """Return the context of the invented Yangquan."""
    given: dict[str, Any] = {
        "lang": lang, "indicators": INDICATORS, "code_titles": TITLES, "region_code": "140300",
        "region_name": "阳泉市" if lang == "zh" else "Yangquan", "level": "prefecture", "period": "2022",
        "as_at": date(2022, 12, 31), "build": "b000042", "synthetic": True, "profile": "internal",
        "source": "人员年报 2022" if lang == "zh" else "annual workforce return 2022", "site_norms": {"density": 1.0},
        "currency": "CNY", "geography": geography(),
        "events": (PolicyEvent("2020", Text("岗位津贴上调", "Allowance raised"), date(2020, 4, 1), Text("岗位津贴上调", "Allowance raised")),),
    }
    return Context(**(given | changes))


def card(kind: str, name: str, zh: str = "卡片", en: str = "Card", by: str = "") -> Card:
    """Return a card over one indicator."""
    return Card(name=f"{kind}_{name}", kind=kind, title=Text(zh, en), indicators=(name,), by=by)  # type: ignore[arg-type]


CASES: tuple[tuple[Card, pd.DataFrame], ...] = (
    (card("map", "density", "每千人口乡村医生", "Rural doctors per 1,000 people"), places_frame()),
    (card("ranking", "density", "乡镇排名", "Townships ranked"), places_frame()),
    (card("trend", "headcount", "在岗人数", "Headcount", "staff_group"), trend_frame()),
    (card("trend", "median_pay", "人均年收入", "Median annual pay"), pay_frame()),
    (card("survival", "survival", "留任曲线", "Survival in post", "remoteness"), survival_frame()),
    (card("curve", "lorenz", "洛伦兹曲线", "Lorenz curve", "staff_group"), lorenz_frame()),
    (Card(name="forest_pay_gap", kind="forest", title=Text("收入差距", "Pay gaps"), indicators=(  # type: ignore[arg-type]
        "pay_gap_sex", "pay_gap_sex_adjusted", "pay_gap_contract", "pay_gap_contract_adjusted")), gaps_frame()),
    (card("distribution", "density", "乡镇分布", "Distribution of townships"), places_frame()),
    (card("distribution", "payment_total", "支付构成", "Payments by stream", "payment_stream"), streams_frame()),
    (card("funnel", "turnover_rate", "离职率漏斗图", "Turnover rate: funnel plot"), leavers_frame()),
    (card("panels", "turnover_rate", "离职率：各地历年", "Turnover rate, place by place"), cities_frame()),
    (card("pyramid", "headcount", "年龄与执业资格", "Age and licence", "age_band,licence"), pyramid_frame()),
    (card("waterfall", "headcount_change", "期内增减", "Who came and who went", "movement"), moves_frame()),
    (card("table", "density", "明细", "All values"), places_frame()),
)
