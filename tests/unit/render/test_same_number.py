"""One number everywhere: screen, table, slide and sentence print the chart's points."""

from __future__ import annotations

import csv
import io
import re

import openpyxl
import pytest
from pptx import Presentation

from dashboard.charts import build_chart
from dashboard.charts.chart import WHOLE
from dashboard.render.plotly import figure
from dashboard.render.powerpoint import DeckTitle, deck
from dashboard.render.table import row_data
from dashboard.render.workbook import csv_text, workbook
from tests.unit.charts.samples import CASES, card, context, frame

DRAWN = [case for case in CASES if case[0].kind not in ("table", "map")]


def values_of(chart, without: str = "") -> list[float]:
    """Return every number the chart draws, without those of one series."""
    return [p.value for s in chart.series if s.code != without for p in s.points if p.value is not None]


@pytest.mark.parametrize("place", range(len(DRAWN)))
def test_the_figure_the_table_and_the_slide_hold_the_same_numbers(place: int) -> None:
    one, data = DRAWN[place]
    chart = build_chart(one, data, context("en"))
    wanted = values_of(chart)
    assert wanted
    side = "x" if chart.x.title == "" and chart.kind in ("ranking", "distribution", "forest", "pyramid") else "y"
    left = -1 if chart.kind == "pyramid" else 1  # one side of a pyramid is drawn as its negative
    drawn = figure(chart)["data"]
    told = drawn[-1:] if chart.mark == "dot" and side == "x" and chart.kind != "forest" else [t for t in drawn if "customdata" in t]  # rows lead, dots show
    shown = [max(v, left * v) for t in told for v in t[side] if v is not None]
    assert sorted(shown) == sorted(values_of(chart, without=WHOLE)), "the whole stands behind each panel, where nobody points at it"
    in_table = {row[[c.name for c in chart.columns].index("value")].value for row in chart.rows}
    assert {v for v in wanted if v != 1.0} <= in_table
    slide = list(Presentation(io.BytesIO(deck(DeckTitle(title="T", subtitle="S", lang="en"), [chart]))).slides)[1]
    xml = "".join(s.chart._chartSpace.xml for s in slide.shapes if s.has_chart)  # one, of panels one a place
    written = {round(float(v), 9) for v in re.findall(r"<c:v>([-0-9.e]+)</c:v>", xml)}
    if chart.kind == "waterfall":  # a bar across zero is two columns: its number stands at its end
        said = [s.text_frame.text for s in slide.shapes if s.has_text_frame]
        assert {p.text for s in chart.series for p in s.points} <= set(said)
    else:
        assert {round(v, 9) for v in wanted} <= {max(v, left * v) for v in written}


def test_the_map_hover_and_the_table_use_the_same_words() -> None:
    chart = build_chart(*CASES[0], context("en"))
    hover = {c[1]: c[0] for c in figure(chart)["data"][0]["customdata"]}
    cells = {cell.point.code: cell.point for cell in chart.map.cells}
    column = [c.name for c in chart.columns].index("value")
    by_name = {row[0].text: row[column].text for row in chart.rows}
    for code, point in cells.items():
        assert point.text in hover[code]
        if point.value is not None:
            assert by_name[point.label].split(" ")[0] == point.text.split(" ")[0]


def test_the_grid_sorts_by_number_and_prints_words() -> None:
    from dashboard.render.table import column_defs, words_of

    chart = build_chart(*CASES[-1], context("zh"))
    head = next(d for d in column_defs(chart) if d["field"] == "value")
    rows = sorted(row_data(chart), key=lambda r: (r["value"] is None, r["value"] or 0.0))
    printed = [r[words_of("value")] for r in rows]
    assert set(printed[-2:]) == {"未采集", "不可估计"} and [r["value"] for r in rows[-2:]] == [None, None]
    numbers = [float(p.split("（")[0]) for p in printed[:-2]]
    assert numbers == pytest.approx([r["value"] for r in rows[:-2]], abs=0.006) and "1.76（8/10 上报）" in printed
    assert head["filter"] == "agNumberColumnFilter" and head["cellRenderer"] == "Words"
    assert column_defs(chart)[0]["pinned"] == "left" and column_defs(chart)[0]["filter"] == "agTextColumnFilter"


def test_the_grid_sends_no_code() -> None:
    from dashboard.render.table import grid

    made = grid(build_chart(*CASES[-1], context("en")), "t").to_plotly_json()["props"]
    named = {d[part]["function"] for d in made["columnDefs"] for part in ("comparator", "filterValueGetter") if part in d}
    assert named == {"numbersLast", "asPrinted(params)"}, "a function is named, and stands in an asset"
    options = dict(made["dashGridOptions"])
    assert [options.pop(name) for name in ("tabToNextCell", "tabToNextHeader")] == [{"function": "leaveGrid()"}] * 2
    text = repr([{k: v for k, v in d.items() if k not in ("comparator", "filterValueGetter")} for d in made["columnDefs"]]) + repr(options)
    assert "function" not in text and "params." not in text and "=>" not in text
    assert made["style"]["height"].endswith("px")


def test_files_hold_figures_without_what_sums_of_binary_fractions_leave_behind() -> None:
    """A sum that is 126.939 to who adds it up is 126.93900000000001 to a computer; what is finer than that stays."""
    noisy = (126.939000000001, 0.1 + 0.2, 1000.779 - 1000, 1 / 3)
    given = frame(*({"indicator": "median_pay", "period": str(2019 + i), "value": value} for i, value in enumerate(noisy)))
    chart = build_chart(card("trend", "median_pay"), given, context("en"))
    column = [head.name for head in chart.columns].index("value")
    title, *lines = csv.reader(io.StringIO(csv_text(chart).removeprefix("\ufeff")))
    assert [line[column] for line in lines] == ["126.939", "0.3", "0.779", "0.333333333333"] and "yuan" in title[column]
    sheet = openpyxl.load_workbook(io.BytesIO(workbook([chart]))).worksheets[0]
    assert [row[column].value for row in sheet.iter_rows(min_row=2)] == [126.939, 0.3, 0.779, 0.333333333333]
