"""Percentiles of people by category: what is drawn, of how many, and what is not told of too few."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest
from pptx import Presentation

from dashboard.charts import build_chart
from dashboard.charts.marks import marks_told
from dashboard.charts.percentiles import INNER, MIDDLE, OUTER, part
from dashboard.page import Card
from dashboard.render.alt_text import alt_text
from dashboard.render.heading import headline
from dashboard.render.plotly import figure
from dashboard.render.powerpoint import DeckTitle, deck
from dashboard.render.sentence import finding
from dashboard.render.workbook import csv_text
from dashboard.theme import LIGHT
from pipelines.core.text import Text
from pipelines.engine.observe import all_indicators
from tests.unit.charts.samples import context, frame

NAMES = ("median_pay", "pay_p10", "pay_p25", "pay_p75", "pay_p90", "pay_p90_p10")
CARD = Card(name="spread", kind="percentiles", title=Text("年收入分布：按边远程度", "How annual pay is spread: by remoteness"), indicators=NAMES,
            by="remoteness")
TOLD = {  # category -> n, and median, P10, P25, P75, P90, P90/P10; None: of too few people
    "near": (120, (42000, 18000, 30000, 61000, 90000, 5.0)), "remote": (40, (33000, 17000, 25000, 44000, 51000, 3.0)),
    "far": (7, (31000, None, 26000, 39000, None, 2.1)), "farthest": (3, (29000, None, None, None, None, 1.4)),
}


def rows():
    """The observations of four classes, one of nobody among them."""
    made = []
    for category, (n, values) in TOLD.items():
        for name, value in zip(NAMES, values, strict=True):
            status = "not_estimable" if value is None else "small_n" if n < 5 else "ok"
            limits = {"lower": value * 0.95, "upper": value * 1.05} if value and name == "median_pay" and n > 5 else {}
            made.append({"indicator": name, "breakdown": "remoteness", "category": category, "value": value, "n": n, "status": status, **limits})
    nobody = {"breakdown": "remoteness", "category": "unknown", "value": None, "n": 0, "status": "not_estimable"}
    made += [{"indicator": name, **nobody} for name in NAMES]
    return frame(*made)


def chart(lang: str = "en"):
    """The drawing of those classes."""
    return drawn(rows(), lang)


def drawn(data, lang: str = "en", card: Card = CARD):
    """The drawing of a frame."""
    return build_chart(card, data, context(lang, indicators=all_indicators()))


def test_a_line_has_its_percentiles_where_they_are_told_and_nothing_where_not() -> None:
    made = chart()
    outer, inner, middle = (part(made, code) for code in (OUTER, INNER, MIDDLE))
    assert [(p.base, p.value) for p in outer] == [(18000, 90000), (17000, 51000), (None, None), (None, None)]
    assert [(p.base, p.value) for p in inner] == [(30000, 61000), (25000, 44000), (26000, 39000), (None, None)]
    assert [p.value for p in middle] == [42000, 33000, 31000, 29000] and made.x.low <= 17000 and made.x.high >= 90000
    assert [label.rpartition("(")[2] for _, label in made.y.ticks] == ["n = 120)", "n = 40)", "n = 7)", "n = 3)"] and made.footer.n == "n = 170"


@pytest.mark.parametrize(("lang", "said", "few"), [
    ("zh", "细线 P10–P90，粗条 P25–P75，竖线中位数：是人与人之间的分布，不是置信区间", "人数太少，不估计、不画 P10–P90"),
    ("en", "thin line P10–P90, thick bar P25–P75, mark median: they tell how people are spread and are no confidence intervals",
     "P10–P90 not estimated and not drawn, of too few people"),
])
def test_the_foot_says_what_the_lines_are_and_what_is_not_told(lang: str, said: str, few: str) -> None:
    made = chart(lang)
    assert made.footer.note.startswith(said) and few in made.footer.note and said in alt_text(made)
    marks = marks_told(made), marks_told(made, on_slide=True)
    assert all("95" not in told for told in marks), "no line of it is a confidence interval"
    assert all(told.startswith({"zh": "空心", "en": "hollow"}[lang]) for told in marks)


@pytest.mark.parametrize(("lang", "expected"), [
    ("zh", "按中位数，{far}最低，为 2.90 万元；{near}最高，为 4.20 万元；P10 至 P90 相差最大的是{near}（1.80–9.00 万元）。"),
    ("en", "By the median, {far} is lowest at 29,000 yuan; {near} is highest at 42,000 yuan; P10 and P90 are farthest apart in {near} "
           "(18,000–90,000 yuan)."),
])
def test_the_sentence_tells_medians_and_where_people_lie_farthest_apart(lang: str, expected: str) -> None:
    made = chart(lang)
    names = {p.code: p.label[:1].lower() + p.label[1:] for p in part(made, MIDDLE)}
    assert finding(made) == expected.format(far=names["farthest"], near=names["near"])
    assert headline(made).startswith({"zh": "年收入分布：按中位数", "en": "How annual pay is spread: by the median"}[lang])


def test_medians_apart_are_said_to_be_by_their_own_intervals_not_by_the_lines_drawn() -> None:
    data = rows()
    said = finding(drawn(data[data["category"].isin(["near", "remote"])]))
    assert "and the 95% intervals of those medians do not overlap" in said
    alone = finding(drawn(data[data["category"] == "near"]))
    assert "the middle half of people 30,000–61,000 yuan, P10–P90 18,000–90,000 yuan" in alone


def test_the_table_has_a_row_a_class_and_a_column_a_percentile() -> None:
    made = chart()
    assert [h.name for h in made.columns] == ["category", "n", "p10", "p25", "value", "interval", "p75", "p90", "pay_p90_p10", "reported", "status"]
    lines = list(csv.reader(io.StringIO(csv_text(made).lstrip("\ufeff"))))
    near, farthest = lines[1], lines[4]
    told = [head.is_number for head in made.columns]
    assert [cell.value for cell, is_number in zip(made.rows[0], told, strict=True) if is_number] == [120, 18000, 30000, 42000, 61000, 90000, 5.0]
    assert [cell.value for cell, is_number in zip(made.rows[3], told, strict=True) if is_number] == [3, None, None, 29000, None, None, 1.4]
    assert [float(v) for v in near[1:10] if v.replace(".", "").isdigit()] == [120, 18000, 30000, 42000, 61000, 90000, 5] and farthest[1] == "3"


def test_the_screen_and_the_slide_draw_the_numbers_of_the_table() -> None:
    made = chart()
    traces = [t for t in figure(made)["data"] if t["x"] != [None]]
    bars = next(t for t in traces if t["type"] == "bar")
    assert [(b, b + x) for b, x in zip(bars["base"], bars["x"], strict=True)] == [(30000, 61000), (25000, 44000), (26000, 39000)]
    line = next(t for t in traces if t.get("mode") == "lines")
    assert [x for x in line["x"] if x is not None] == [18000, 90000, 17000, 51000]
    marks = traces[-1]
    assert marks["x"] == [42000, 33000, 31000, 29000] and marks["marker"]["symbol"] == ["line-ns"] * 3 + ["circle"]
    assert marks["marker"]["color"][-1] == LIGHT.card and LIGHT.card not in marks["marker"]["color"][:3]
    hover = marks["customdata"][0][0]
    told = ["P10  18,000", "P25  30,000", "Median  42,000", "P75  61,000", "P90  90,000"]
    assert re.findall(r"(?:P\d+|Median)  [\d,]+", hover) == told
    assert "not estimable" in marks["customdata"][3][0] and "Median, 95% interval" in hover
    slide = list(Presentation(io.BytesIO(deck(DeckTitle(title="T", subtitle="S", lang="en"), [made]))).slides)[1]
    native = next(s for s in slide.shapes if s.has_chart).chart
    written = {round(float(v), 6) for v in re.findall(r"<c:v>([-0-9.e]+)</c:v>", native._chartSpace.xml)}
    assert {p.value for s in made.series for p in s.points if p.value} | {p.base for s in made.series for p in s.points if p.base} <= written
    words = [s.text_frame.text.replace("\n", " ") for s in slide.shapes if s.has_text_frame]
    assert "42,000 yuan" in words and any("(n = 120)" in w for w in words)
    shown = [entry.get("val") for entry in native._chartSpace.xpath(".//c:legendEntry/c:idx")]
    assert len(shown) == len(native.plots[0].series) - 3, "thin line, thick bar and mark are named once each"


def test_without_percentiles_the_medians_stand_alone() -> None:
    data = rows()
    made = drawn(data[data["indicator"] == "median_pay"], card=replace(CARD, indicators=("median_pay",)))
    assert [p.value for p in part(made, OUTER)] == [None] * 4 and len(figure(made)["data"]) == 4
