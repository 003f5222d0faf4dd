"""What is taken away of a card reads back as what the screen shows: workbook, CSV, the dialog's table."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from urllib.parse import urlencode

import openpyxl
import pandas as pd
import pytest

from dashboard.app import make_app
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.numbers import Scale, scale_for
from dashboard.data import Gate, Viewer
from dashboard.layout.card import card_foot
from dashboard.page import all_pages
from dashboard.render.workbook import csv_text, origin, sheet_name, workbook
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from pipelines.engine.observe import Query
from tests.unit.dashboard.readback import in_base

QUERY = "region=140300&period=2025&lang=en"


@pytest.fixture(scope="module")
def client(demo_workspace):
    return make_app(demo_workspace, warm=False).server.test_client()


@pytest.fixture(scope="module")
def gate(demo_workspace):
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def chart(gate, page, name):
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    state = read_state(page.path, QUERY, choices(edition, viewer))
    return chart_of(Sight(edition=edition, viewer=viewer, state=state), next(c for c in page.cards if c.name == name))


def test_the_dialog_tells_the_same_rows_and_what_they_are(client, gate):
    page = next(p for p in all_pages() if p.name == "overview")
    shown = chart(gate, page, "density_ranking")
    answer = client.get(f"/card/overview/density_ranking.json?{QUERY}")
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.get_json()
    assert told["rows"] == [[cell.text for cell in row] for row in shown.rows]
    assert [row[told["leading"]].place for row in shown.rows] == told["places"] and told["leading"] == 1, "the name leads, not the rank"
    about = dict(told["about"])
    assert "Definition" in about and "Byar" in about["Interval"] and about["Size"] == shown.footer.n


def test_a_page_comes_as_one_workbook_with_a_sheet_a_card(client):
    page = next(p for p in all_pages() if p.name == "supply")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/export/supply.xlsx?{QUERY}").get_data()))
    assert len(book.sheetnames) == len(page.cards) + 1 and book.sheetnames[-1] == "About"


@pytest.mark.parametrize("address", [
    f"/card/overview/none.xlsx?{QUERY}", f"/card/nowhere/density_map.xlsx?{QUERY}", "/card/overview/density_map.xlsx?region=zz",
    f"/card/overview/density_map.exe?{QUERY}", f"/card/overview/density_ranking.png?{QUERY}", f"/card/overview/density_ranking.svg?{QUERY}",
    "/card/data/desk.json", "/export/none.xlsx",
])
def test_what_does_not_exist_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_the_map_is_a_picture_of_the_server(client):
    answer = client.get(f"/card/overview/density_map.png?{QUERY}")
    assert answer.status_code == 200 and answer.get_data()[:8] == b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(("page", "name"), [("data", "datasets"), ("subsidies", "talk"), ("overview", "attention"), ("services", "work")])
def test_what_is_a_table_is_a_picture_of_the_server_too(client, page, name):
    answers = {form: client.get(f"/card/{page}/{name}.{form}?{QUERY}") for form in ("png", "svg")}
    assert [answer.status_code for answer in answers.values()] == [200, 200]
    assert answers["png"].get_data()[:8] == b"\x89PNG\r\n\x1a\n" and b"<svg" in answers["svg"].get_data()[:2000]
    assert answers["svg"].mimetype == "image/svg+xml" and f"{name}-140300-2025.svg" in answers["svg"].headers["Content-Disposition"]


def test_a_picture_has_the_rows_that_were_filtered_in_the_order_seen(client):
    asked = {"filter": json.dumps({"dataset": {"filterType": "text", "type": "contains", "filter": "Subsidy"}}),
             "sort": json.dumps([{"colId": "dataset", "sort": "desc"}])}
    drawn = client.get(f"/card/data/datasets.svg?{QUERY}&{urlencode(asked)}").get_data(as_text=True)
    assert 0 < drawn.index("Subsidy schemes") < drawn.index("Subsidy rates") and "Pay ledger" not in drawn
    assert client.get(f"/card/data/datasets.png?{QUERY}&filter=x").status_code == 400


@pytest.mark.parametrize("form", ["xlsx", "csv", "png", "svg"])
def test_a_download_is_called_by_page_card_place_and_period(client, form):
    answer = client.get(f"/card/overview/density_map.{form}?{QUERY}")
    assert f"xiangyi-overview-density_map-140300-2025.{form}" in answer.headers["Content-Disposition"]


def test_a_workbook_says_of_which_place_period_and_population_its_figures_are(client):
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/card/overview/density_map.xlsx?{QUERY}").get_data()))
    said = {row[0]: row[1] for row in book.worksheets[-1].iter_rows(values_only=True) if row[0]}
    assert said["Place, period"] == "Yangquan · Resident population · 2025 · as at 2025-12-31"


def test_what_may_be_asked_begins_with_the_size_and_repeats_nothing(client):
    told = client.get(f"/card/overview/density_map.json?{QUERY}").get_json()["asked"]
    names = [name for name, _ in told]
    assert names[:3] == ["Size", "Interval", "Definition"] and names[-2:] == ["Data used", "Files"] and len(names) == len(set(names))
    assert "n = " in dict(told)["Size"] and not {"Title", "Finding", "Unit"} & set(names)


def test_each_number_that_may_be_asked_is_named_with_its_own_interval(client, gate):
    told = dict(client.get(f"/card/pay/pay_growth.json?{QUERY}").get_json()["asked"])
    drawn = chart(gate, next(p for p in all_pages() if p.name == "pay"), "pay_growth")
    assert len(drawn.series) == 3
    for series in drawn.series:
        last = [point for point in series.points if point.value is not None][-1]
        assert f"{series.name} {last.label} {last.text} ({last.interval})" in told["Interval"]
        assert f"{series.name}: " in told["Definition"]


def test_beside_the_pointer_each_of_several_definitions_begins(gate):
    whole = chart(gate, next(p for p in all_pages() if p.name == "pay"), "pay_gaps")
    brief = str(card_foot(whole))
    names = [line.partition(": ")[0] for line in whole.footer.definition.split("\n")]
    assert len(names) > 2 and all(f"{name}: " in brief for name in names) and "Definition and sources" in brief
    assert len(brief) < len(whole.footer.definition) * 2 / 3


def test_of_a_ranking_both_ends_and_the_chosen_place_may_be_asked(client, gate):
    frame = gate.edition().observe(Viewer.local(gate.site), Query("density", level="township", parent="140321", period="2025"))
    names = frame.sort_values("value", ascending=False)["region_name_en"].to_list()
    asked = client.get("/card/overview/density_ranking.json?region=140321107&period=2025&lang=en").get_json()["asked"]
    lines = dict(asked)["Rank"].splitlines()
    assert asked[0][0] == "Rank" and "Jucheng Town" not in (names[0], names[-1])
    wanted = {1: names[0], names.index("Jucheng Town") + 1: "Jucheng Town", len(names): names[-1]}
    own = frame.set_index("region_name_en")
    for line, (rank, name) in zip(lines, wanted.items(), strict=True):
        told, low, high = (f"{own.loc[name, part]:.2f}" for part in ("value", "lower", "upper"))
        assert line.startswith(f"{rank}: {name} {told} ({low}–{high}) · n = {own.loc[name, 'n']:.0f} · Possible ranks ")
    assert dict(asked)["Interval"] == "Byar's approximation, 95%" and "among the last three" in dict(asked)["Note"]


@pytest.mark.parametrize(("lang", "wanted"), [("zh", "期初 {first} 人，期末 {last} 人"), ("en", "{first} at the start, {last} at the end")])
def test_moves_rest_on_whom_a_period_begins_with(client, gate, lang, wanted):
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    heads = edition.observe(viewer, Query("headcount", level="prefecture", region="140300"))
    heads = heads[heads["breakdown"].isna()].set_index("period")["value"]
    asked = dict(client.get(f"/card/retention/in_and_out.json?region=140300&period=2025&lang={lang}").get_json()["asked"])
    said = wanted.format(first=f"{heads['2024']:,.0f}", last=f"{heads['2025']:,.0f}")
    assert asked[{"zh": "样本量", "en": "Size"}[lang]] == said


def test_the_build_in_use_is_told(client, gate):
    assert client.get("/build").get_json() == {"build": gate.edition().build}


@pytest.mark.parametrize("address", [f"/card/overview/density_map.{form}" for form in ("xlsx", "csv", "png", "svg")] + ["/export/pay.xlsx", "/export/pay.pptx"])
def test_a_page_of_another_build_takes_no_file_of_this_one(client, gate, address):
    served = gate.edition().build
    refused = client.get(f"{address}?{QUERY}&build=b000000")
    assert refused.status_code == 409 and "b000000" in refused.text and served in refused.text
    assert client.get(f"{address}?{QUERY}&build={served}").status_code == 200


def test_a_dialog_is_told_which_build_its_figures_are_of(client, gate):
    assert client.get(f"/card/overview/density_map.json?{QUERY}&build=b000000").get_json()["build"] == gate.edition().build


@pytest.mark.parametrize(("lang", "heads"), [
    ("zh", ["本表标题", "所选地区代码", "所选地区", "所选时间", "截至日", "本表范围", "本表单位", "本表口径", "本表说明", "本表上报情况", "本表数据", "本表批次",
            "本表发布口径", "本表数据性质"]),
    ("en", ["Table: Title", "Code of the chosen place", "Chosen place", "Chosen period", "As at", "Table: Place, period", "Table: Unit",
            "Table: Definition", "Table: Note", "Table: Reporting", "Table: Data used", "Table: Kept as", "Table: Release", "Table: Data"]),
])
@pytest.mark.parametrize(("page", "card"), [("overview", "density_ranking"), ("pay", "pay_growth"), ("clinics", "clinics"), ("data", "scores")])
def test_a_csv_is_a_table_each_row_of_which_says_of_where_and_when_it_is(client, gate, lang, heads, page, card):
    """As pandas reads it; figures are numbers, and what the workbook says of the whole stands in every row."""
    query = f"region=140321&period=2024-H2&lang={lang}"
    body = client.get(f"/card/{page}/{card}.csv?{query}").get_data()
    assert body.startswith(b"\xef\xbb\xbf")
    read = pd.read_csv(io.BytesIO(body), dtype=str, keep_default_na=False)
    assert len(read) and list(read.columns)[-len(heads) :] == heads
    place = {"zh": "平定县", "en": "Pingding County"}[lang]
    said = read[heads].drop_duplicates()
    assert len(said) == 1
    row = said.iloc[0]
    assert row.iloc[1:5].tolist() == ["140321", place, "2024-H2", "2024-12-31"] and row.iloc[11] == gate.edition().build
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/card/{page}/{card}.xlsx?{query}").get_data()))
    about = {line[0]: line[1] for line in book.worksheets[-1].iter_rows(values_only=True) if line[0]}
    join = {"zh": "；", "en": "; "}[lang]
    own = {head: re.sub("^(本表|Table: )", "", head) for head in heads}
    same = [head for head in heads if own[head] in about and own[head] not in ("批次", "Kept as")]
    assert len(same) > 4 and [row[head] for head in same] == [about[own[head]].replace("\n", join) for head in same]
    number = [head for head in read.columns if head in ("在岗", "Value", "数值")]
    assert all(pd.to_numeric(read.loc[read[head].str.match(r"^-?\d"), head]).notna().all() for head in number)


def read_csv(chart):
    return pd.read_csv(io.StringIO(csv_text(chart).removeprefix("\ufeff")), dtype=str, keep_default_na=False)


def cards_of(gate, page, query):
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    sight = Sight(edition=edition, viewer=viewer, state=read_state(page.path, query, choices(edition, viewer)))
    return [chart for card in page.cards if card.kind != "desk" and (chart := chart_of(sight, card)).columns]


def spreads_hold(charts):
    """How many intervals of money, shown in 万元, hold the figure beside them in the CSV, both in yuan."""
    held = 0
    for chart in (c for c in charts if in_base(c.unit)[1] > 1):
        read = read_csv(chart)
        for at, head in enumerate(chart.columns):
            if not head.name.endswith("interval"):
                continue
            value = in_base(chart.columns[at - 1].title)[0]
            for figure, said in zip(read[value], read[head.title], strict=True):
                low, high = map(float, said.split("–")) if said else (0, 0)
                assert not said or low - 50 <= float(figure) <= high + 50 and high > 1000, (chart.name, figure, said)  # of 0.01 万元 half is rounded
                held += bool(said)
    return held


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_money_is_in_yuan_in_every_csv_whatever_the_screen_divides_it_by(gate, lang):
    """The screen of a prefecture says 万元 or million yuan where that of a county may say yuan: their files go under one another."""
    divided = 0
    for name, card in (("pay", "pay_table"), ("subsidies", "rates"), ("subsidies", "breach"), ("subsidies", "liability"), ("pay", "arrears")):
        page = next(p for p in all_pages() if p.name == name)
        for region in ("140300", "140322"):
            chart = next(c for c in cards_of(gate, page, f"?region={region}&lang={lang}&period=2025") if c.name == card)
            shown = [head.title for head in chart.columns if in_base(head.title)[1] > 1]
            read = read_csv(chart)
            assert not any(in_base(head)[1] > 1 for head in read.columns) and {in_base(title)[0] for title in shown} <= set(read.columns)
            assert not [said for head, said in origin(chart, "", "", "") if "单位" in head or "Unit" in head if in_base(said)[1] > 1]
            divided += len(shown)
    assert lang == "en" or spreads_hold(cards_of(gate, next(p for p in all_pages() if p.name == "pay"), "?region=140300&lang=zh&period=2025")) == 6
    titled = [(c.name, any(head.base_title for head in c.columns)) for page in all_pages()
              for c in cards_of(gate, page, f"?region=140300&lang={lang}&period=2025") if in_base(c.unit)[1] > 1]  # fmt: skip
    assert [name for name, is_converted in titled if not is_converted] == [] and (len(titled) > 3 or lang == "en")
    assert divided > 3 or lang == "en"  # a million yuan is seldom reached here; the test of tiny sums has such heads


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["retention", "pay", "training", "services", "subsidies"])
def test_figures_of_a_csv_are_the_numbers_to_twelve_digits_whatever_their_unit_and_marks(gate, lang, name):
    """Shares, months and figures with a mark: pandas reads each as the number of the workbook, a share in per cent, and says so beside it."""
    page, seen = next(p for p in all_pages() if p.name == name), 0
    for chart in cards_of(gate, page, f"?region=140300&lang={lang}&period=2025"):
        read = read_csv(chart)
        for at, head in enumerate(chart.columns):
            cells = [row[at] for row in chart.rows]
            told = [cell.value is not None for cell in cells] if head.is_number else []
            if not any(told):
                continue
            title, base = in_base(head.title)
            column = next(column for column in read.columns if column.lstrip("'").startswith(title))
            figures = [(cell.value, "%" in cell.text.replace(cell.mark, "")) for cell, is_told in zip(cells, told, strict=True) if is_told]
            wanted = [value * (100 if is_share else base) for value, is_share in figures]
            assert pd.to_numeric(read.loc[told, column]).tolist() == pytest.approx(wanted, rel=5.1e-12), (chart.name, column)
            said = read.get(f"{title}{'：单位' if lang == 'zh' else ': unit'}", pd.Series(column, index=read.index))[told]
            assert all("%" in unit for unit, (_, is_share) in zip(said, figures, strict=True) if is_share), (chart.name, column)
            seen += sum(is_share for _, is_share in figures)
    assert seen > 20


@pytest.mark.parametrize(("lang", "per_100", "years"), [("zh", "每百人年", "人年"), ("en", "per 100 person-years", "person-years")])
def test_of_a_rate_its_figure_its_unit_and_its_interval_come_out_whole(gate, lang, per_100, years):
    """A share of people and a rate of person-years in one column: each with its unit, and its interval without half of a bracket."""
    page = next(p for p in all_pages() if p.name == "training")
    ladder = next(c for c in cards_of(gate, page, f"?region=140300&lang={lang}&period=2025") if c.name == "ladder_of_the_year")
    read, at = read_csv(ladder), next(i for i, head in enumerate(ladder.columns) if head.name == "rate")
    rate, base = ladder.columns[at].title, ladder.columns[at + 1].title
    beside = ("：单位", "：标注") if lang == "zh" else (": unit", ": mark")
    units, marks = read[rate + beside[0]], read[rate + beside[1]]
    told = [row[at].value is not None for row in ladder.rows]
    assert set(units[told]) == {"%", per_100} and set(read.loc[units == per_100, base + beside[0]]) == {years}
    assert marks[told].str.fullmatch(r"[\d.]+–[\d.]+( ?%)?").all() and (marks[told].str.endswith("%") == (units[told] == "%")).all()
    for figure, mark in zip(pd.to_numeric(read.loc[told, rate]), marks[told], strict=True):
        low, high = (float(part) for part in mark.rstrip(" %").split("–"))
        assert low - 0.05 <= figure <= high + 0.05


def tiny(lang):
    """A sum of money that prints as nothing on the scale of the largest, a share that does, and nothing."""
    scale = scale_for((1.2e9,), "currency", "GBP", lang)
    money = [scale.shown(v) for v in (1.2e9, 621.462, -180_000.0, 0.0)]
    shares = [0.5, 0.000123, -0.00004, 0.0]
    rows = tuple((TableCell(scale.bare(v), v), TableCell(f"{s * 100:.1f} %", s)) for v, s in zip(money, shares, strict=True))
    heads = (ColumnHead.measured("value", "V", scale), ColumnHead("share", "S", True, unit="%"))
    return scale, Chart(name="t", kind="table", lang=lang, title="t", unit="", subtitle="", scale=scale, columns=heads, rows=rows)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_money_and_shares_that_print_as_nothing_are_not_nothing_in_a_csv(lang):
    scale, made = tiny(lang)
    read = read_csv(made).astype(float)
    assert read.columns[0] == ("V（英镑）" if lang == "zh" else "V (GBP)")
    assert read.iloc[:, 0].tolist() == pytest.approx([1.2e9, 621.462, -180_000.0, 0.0], rel=1e-13)
    assert read.iloc[:, 1].tolist() == pytest.approx([50, 0.0123, -0.004, 0], rel=1e-13) and not csv_text(made).count("e-")
    assert csv_text(made).splitlines()[-1] == "0,0", "nothing is written as such, without sign or decimals"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_status_of_rows_is_in_no_head_of_a_csv(gate, lang):
    """A district in some columns of which all rows are of few people, of a part of the reports or approximate: marks stay with their rows."""
    marked, named = 0, {"*", "n=", "上报", "reported", "近似", "approximate", "人数少", "few"}
    for page in (p for p in all_pages() if p.name in ("retention", "services", "supply", "equity")):
        for chart in cards_of(gate, page, f"?region=140302&lang={lang}&period=2025"):
            read, own = read_csv(chart), " ".join(head.title for head in chart.columns)
            assert [head for head in read.columns for mark in named if mark in head and mark not in own] == []
            for at, head in enumerate(chart.columns):
                if any(row[at].mark for row in chart.rows):
                    marks = read[f"{in_base(head.title)[0]}{'：标注' if lang == 'zh' else ': mark'}"]
                    assert marks.tolist() == [row[at].mark for row in chart.rows]
                    marked += sum(bool(row[at].mark) for row in chart.rows)
    assert marked > 10


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_heads_of_a_csv_do_not_hang_on_the_statuses_of_its_rows(gate, lang):
    """Two places and periods, one with starred figures and one without, the same columns in the same order."""
    for name, card in (("retention", "retention_table"), ("services", "records"), ("supply", "age_licence"), ("training", "ladder_of_the_year")):
        page = next(p for p in all_pages() if p.name == name)
        made = [next(c for c in cards_of(gate, page, f"?region={region}&lang={lang}&period={period}") if c.name == card)
                for region, period in (("140300", "2025"), ("140302", "2025"), ("140321", "2024"))]
        bare = [replace(c, rows=tuple(tuple(replace(cell, mark="", unit="") for cell in row) for row in c.rows)) for c in made]
        assert all(c.rows for c in made) and len({tuple(read_csv(c).columns) for c in (*made, *bare)}) == 1, card


def hostile():
    rows = ((TableCell("=cmd|' /C calc'!A0"), TableCell("−2", -2.0)), (TableCell("+1 乡"), TableCell("未采集")), (TableCell("@x"), TableCell("3", 3.0)))
    heads = (ColumnHead("region", "=地区"), ColumnHead("value", "数值", True))
    return Chart(name="t", kind="table", lang="zh", title="a/b:c", unit="", subtitle="", scale=Scale(lang="zh"), columns=heads, rows=rows)


def test_hostile_words_stay_words():
    sheet = openpyxl.load_workbook(io.BytesIO(workbook([hostile(), hostile()]))).worksheets[0]
    assert sheet["A2"].value == "=cmd|' /C calc'!A0" and sheet["A2"].data_type == "s" and sheet["B2"].value == -2
    lines = csv_text(hostile(), [("=头", "+1 人")]).splitlines()
    assert lines[0].endswith(",'=头") and all(line.endswith(",'+1 人") for line in lines[1:]) and lines[1].split(",")[1] == "-2"
    assert lines[0].startswith("\ufeff'=地区") and lines[1].startswith("'=cmd") and lines[2].startswith("'+1 乡") and lines[3].startswith("'@x")


def test_two_cards_of_one_title_are_two_sheets():
    taken: set[str] = set()
    names = [sheet_name("很长的标题" * 10, taken) for _ in range(3)]
    assert len(set(names)) == 3 and all(len(n) <= 31 for n in names)
