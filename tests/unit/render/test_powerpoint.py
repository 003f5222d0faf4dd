"""A deck opens, is editable, travels alone, and names its typefaces everywhere."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.util import Inches, Pt

from dashboard.charts import build_chart
from dashboard.charts.context import PolicyEvent
from dashboard.render.asked import asked
from dashboard.render.cells import wrapped
from dashboard.render.heading import headline
from dashboard.render.powerpoint import DeckTitle, deck
from dashboard.render.powerpoint_notes import notes_of
from dashboard.render.sentence import finding
from dashboard.theme import FONT_SLIDE_EAST_ASIAN, FONT_SLIDE_LATIN
from pipelines.core.text import Text
from pipelines.indicators.services import RECORD_COVERAGE
from tests.unit.charts import samples
from tests.unit.charts.samples import CASES, card, context, frame, places_frame

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
TITLE = DeckTitle(title="Yangquan", subtitle="2022", lang="en", made_on=date(2026, 1, 5), stamp=("b000042",))


def made(lang: str = "zh", template: str = "blue", cases=CASES) -> bytes:
    """Return a deck of the sample charts."""
    title = DeckTitle(title="阳泉市：够不够、留不留得住？" if lang == "zh" else "Yangquan: enough, and staying?",
                      subtitle="2022", lang=lang, made_on=date(2026, 1, 5), stamp=("b000042",), template=template)
    return deck(title, [build_chart(one, data, context(lang)) for one, data in cases])


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    """The files of a Chinese deck."""
    with zipfile.ZipFile(io.BytesIO(made())) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def test_a_title_slide_and_one_slide_a_chart_in_sixteen_to_nine() -> None:
    opened = Presentation(io.BytesIO(made()))
    assert len(opened.slides) == 1 + len(CASES)
    assert (opened.slide_width, opened.slide_height) == (Inches(13.333), Inches(7.5))


def test_charts_are_native_and_tables_are_tables() -> None:
    slides = list(Presentation(io.BytesIO(made())).slides)[1:]
    kinds = ["chart" if any(s.has_chart for s in sl.shapes) else "picture" if any(s.shape_type == 13 for s in sl.shapes)
             else "table" if any(s.has_table for s in sl.shapes) else "none" for sl in slides]
    assert kinds == [{"map": "picture", "table": "table"}.get(one.kind, "chart") for one, _ in CASES]


def test_every_run_names_latin_east_asian_and_complex_typefaces(parts) -> None:
    seen = 0
    for name, blob in parts.items():
        if not name.endswith(".xml") or not name.startswith("ppt/"):
            continue
        for run in parse_xml(blob).iter(A + "rPr", A + "defRPr", A + "endParaRPr"):
            faces = {tag: run.find(A + tag) for tag in ("latin", "ea", "cs")}
            if "theme" in name or "tableStyles" in name or "notes" in name:
                continue
            assert all(f is not None for f in faces.values()), (name, run.attrib)
            assert faces["latin"].get("typeface") == FONT_SLIDE_LATIN
            assert faces["ea"].get("typeface") == FONT_SLIDE_EAST_ASIAN
            order = [c.tag for c in run if c.tag in {A + t for t in faces}]
            assert order == [A + "latin", A + "ea", A + "cs"]
            seen += "charts/" in name
    assert seen > 20, "chart text was looked at too"


def test_the_theme_names_the_typefaces(parts) -> None:
    theme = parts["ppt/theme/theme1.xml"].decode()
    assert theme.count(f'typeface="{FONT_SLIDE_EAST_ASIAN}"') >= 4
    assert theme.count(f'<a:latin typeface="{FONT_SLIDE_LATIN}"') == 2


def test_nothing_points_outside(parts) -> None:
    for name, blob in parts.items():
        if name.endswith(".rels"):
            assert b'TargetMode="External"' not in blob, name


def test_workbooks_hold_only_what_the_slide_shows() -> None:
    hidden = frame({"indicator": "headcount", "period": "2021", "status": "suppressed", "value": 77713.0},
                   {"indicator": "headcount", "period": "2022", "value": 1056.0})
    made_of = made(cases=((card("trend", "headcount"), hidden),))
    with zipfile.ZipFile(io.BytesIO(made_of)) as pack:
        books = [n for n in pack.namelist() if n.endswith(".xlsx")]
        assert len(books) == 1
        sheet = openpyxl.load_workbook(io.BytesIO(pack.read(books[0]))).active
        assert [[c.value for c in row] for row in sheet.iter_rows()][1:] == [["2021", None], ["2022", 1056]]
        assert not any(b"77713" in pack.read(n) for n in pack.namelist() if n.endswith(".xml"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_slide_says_its_finding_and_where_it_comes_from(lang: str) -> None:
    opened = Presentation(io.BytesIO(made(lang)))
    for (one, data), slide in zip(CASES, list(opened.slides)[1:], strict=True):
        chart = build_chart(one, data, context(lang))
        words = {s.name: s.text_frame.text for s in slide.shapes if s.has_text_frame}
        assert words["Title"].replace("\N{NO-BREAK SPACE}", " ") == headline(chart)
        assert headline(chart).lower().endswith((finding(chart) if one.kind != "table" else chart.title).lower())
        for part in ("2022-12-31", "b000042", *(("内部资料", "合成演示数据") if lang == "zh" else ("Internal", "synthetic demo data"))):
            assert part in words["Foot"]


LONG = "; ".join(f"part {n} of what is counted and over whom" for n in range(40))


@pytest.mark.parametrize(("definition", "source", "foot"), [
    ("Doctors in post", "S", ("Definition: Doctors in post", "S")), (LONG, "S", ("definition in the notes", "S")),
    (LONG, LONG.replace("part", "file"), ("definition in the notes", "sources in the notes")), ("", "S", ("S",)),
])
def test_a_slide_says_what_is_defined_on_two_lines_of_its_foot_or_in_its_notes(definition: str, source: str, foot: tuple[str, ...]) -> None:
    """The notes hold all that may be asked, whole, and what was agreed; the foot never has a third line."""
    chart = build_chart(card("trend", "headcount"), samples.trend_frame(), context("en"))
    told = replace(chart.footer, definition=definition, source=source, files="a.xlsx, b.xlsx", n="n = 1,428", reported="R 4/5")
    chart = replace(chart, footer=told, notes=("Agreed: train them",))
    slide = list(Presentation(io.BytesIO(deck(TITLE, [chart]))).slides)[1]
    shown = next(s for s in slide.shapes if s.name == "Foot").text_frame
    assert all(part in shown.text for part in foot) and ("in the notes" in shown.text) == (definition == LONG)
    size, room = shown.paragraphs[0].runs[0].font.size, next(s for s in slide.shapes if s.name == "Foot").width
    assert len(wrapped(shown.text, room / Pt(1), size / Pt(1))) <= 2
    notes = slide.notes_slide.notes_text_frame.text
    assert all(part in notes for part in (definition, source, "n = 1,428", "R 4/5")) and notes.splitlines()[0].endswith("Agreed: train them")
    beside = [part for what, part in asked(chart) if what != "Files"]
    assert notes == notes_of(chart) and all(part in notes for part in beside), "as who presents the card sees it beside"
    assert "a.xlsx" not in notes, "slides are handed on"
    assert [what for what, _ in asked(chart)][-2:] == ["Data used", "Files"], "names of files are long: nothing stands under them"


def test_notes_name_their_typefaces_too(parts) -> None:
    notes = [parse_xml(blob) for name, blob in parts.items() if re.fullmatch(r"ppt/notesSlides/notesSlide\d+\.xml", name)]
    faces = [run.find(A + "ea") for root in notes for run in root.iter(A + "rPr")]
    assert len(notes) == len(CASES) and faces and all(face is not None and face.get("typeface") == FONT_SLIDE_EAST_ASIAN for face in faces)


def test_english_slides_hold_no_chinese() -> None:
    with zipfile.ZipFile(io.BytesIO(made("en"))) as pack:
        for name in pack.namelist():
            if re.match(r"ppt/(slides/slide|charts/chart)\d+\.xml", name):
                assert not re.search(r"[\u4e00-\u9fff]", pack.read(name).decode()), name


def test_what_cannot_be_drawn_is_said() -> None:
    cases = ((card("survival", "survival", en="Survival"), frame({"indicator": "survival", "status": "not_collected"})),)
    slide = list(Presentation(io.BytesIO(made("en", cases=cases))).slides)[1]
    words = {s.name: s.text_frame.text for s in slide.shapes if s.has_text_frame}
    assert "not collected" in words["Reason"] and not any(s.has_chart for s in slide.shapes)


def test_a_gap_is_a_gap_and_its_reason_a_note() -> None:
    cases = ((card("trend", "headcount", by="staff_group"), samples.trend_frame()),)
    slide = list(Presentation(io.BytesIO(made("en", cases=cases))).slides)[1]
    chart = next(s for s in slide.shapes if s.has_chart).chart
    assert chart.plots[0].series[1].values[3] is None
    assert 'dispBlanksAs val="gap"' in chart._chartSpace.xml
    words = {s.name: s.text_frame.text for s in slide.shapes if s.has_text_frame}
    assert "not collected: Township doctor 2018" in words["Note"]


def test_a_line_is_cut_where_its_series_breaks() -> None:
    """Only the stretch that leads to the first year of the new filers has no ink: the points before and after stand joined."""
    about = context("en")
    about = replace(about, indicators={**about.indicators, "record_coverage": RECORD_COVERAGE})
    filed = (("2017", 0.82, 42), ("2018", 0.84, 42), ("2019", 0.80, 776), ("2020", 0.81, 760))
    rows = frame(*({"indicator": "record_coverage", "period": p, "value": v, "reported": n, "expected": 800} for p, v, n in filed))
    chart = build_chart(card("trend", "record_coverage"), rows, about)
    shape = next(s for s in list(Presentation(io.BytesIO(deck(TITLE, [chart]))).slides)[1].shapes if s.has_chart)
    bare = [int(p.find(f"{C}idx").get("val")) for p in shape.chart._chartSpace.iter(f"{C}dPt") if p.find(f"{C}spPr/{A}ln/{A}noFill") is not None]
    assert bare == [2] and list(shape.chart.plots[0].series[0].values) == [0.82, 0.84, 0.80, 0.81]


def test_intervals_travel_with_the_bars() -> None:
    slide = list(Presentation(io.BytesIO(made("en", cases=((card("ranking", "density"), places_frame()),)))).slides)[1]
    xml = next(s for s in slide.shapes if s.has_chart).chart._chartSpace.xml
    assert xml.count("<c:errBars>") == 1 and 'errValType val="cust"' in xml


@pytest.mark.parametrize("at", [2, 17])
def test_the_chosen_place_is_marked_on_a_native_ranking_and_stands_behind_a_gap_where_it_is_farther_down(at: int) -> None:
    whole = build_chart(card("ranking", "density"), places_frame(), context("en"))
    code, name, value = whole.rows[at][0].place, whole.rows[at][0].text, whole.rows[at][1].value
    chart = replace(build_chart(card("ranking", "density"), places_frame(), context("en", region_code=code)), chosen=code)
    slide = Presentation(io.BytesIO(deck(TITLE, [chart]))).slides[1]
    plot = next(s for s in slide.shapes if s.has_chart).chart.plots[0]
    row = at if at < 12 else 13
    assert list(plot.categories)[row] == f"▶ {name}" and plot.series[0].values[row] == pytest.approx(value)
    assert sum("▶" in words for words in plot.categories) == 1
    assert [v is None for v in plot.series[0].values] == [i == 12 and at >= 12 for i in range(14 if at >= 12 else 12)]
    outlined = [i for i in range(len(plot.series[0].values)) if plot.series[0].points[i].format.line.width == Pt(2.25)]
    said = {s.name: s.text_frame.text for s in slide.shapes if s.has_text_frame}
    assert outlined == [row] and "▶ marks the place chosen" in said["Note"]
    assert name in next(s for s in slide.shapes if s.has_chart)._element.xpath(".//p:cNvPr")[0].get("descr")


def test_nothing_leaves_the_slide() -> None:
    opened = Presentation(io.BytesIO(made("zh", "red_gold")))
    for slide in opened.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0
            assert shape.left + shape.width <= opened.slide_width + 10
            assert shape.top + shape.height <= opened.slide_height + 10


def test_charts_have_alternative_text() -> None:
    for slide in list(Presentation(io.BytesIO(made("en"))).slides)[1:]:
        texts = [e.get("descr", "") for e in slide._element.iter("{http://schemas.openxmlformats.org/presentationml/2006/main}cNvPr")]
        assert any(len(t) > 40 for t in texts)


def test_curves_of_unequal_length_are_all_drawn() -> None:
    data = samples.survival_frame().query("category == 'near' or at <= 24")
    slide = list(Presentation(io.BytesIO(made("en", cases=((card("survival", "survival", by="remoteness"), data),)))).slides)[1]
    near, remote = list(next(s for s in slide.shapes if s.has_chart).chart.plots[0].series)[:2]
    assert len(list(near.values)) == len(list(remote.values))
    assert list(remote.values)[-1] == data[data.category == "remote"].value.iloc[-1]


def test_a_long_name_keeps_its_end() -> None:
    from dashboard.charts.axis import shorten

    assert shorten("NHS HUMBER AND NORTH YORKSHIRE ICB - 03H").endswith("03H")
    assert shorten("秀水镇") == "秀水镇"


def test_a_line_that_ends_early_is_still_named() -> None:
    data = samples.trend_frame()
    ended = (data.category == "township_doctor") & (data.period == "2022")
    data.loc[ended, ["value", "status"]] = [None, "not_collected"]
    slide = list(Presentation(io.BytesIO(made("en", cases=((card("trend", "headcount", by="staff_group"), data),)))).slides)[1]
    line = next(s for s in slide.shapes if s.has_chart).chart.plots[0].series[1]
    assert line.points[6].data_label.text_frame.text == "Township doctor"


@pytest.mark.parametrize("kind", ["forest", "pyramid"])
def test_a_legend_of_many_rows_pushes_the_plot_down(kind) -> None:
    chart = next(build_chart(one, data, context("en")) for one, data in CASES if one.kind == kind)
    tops = []
    for name in ("a", "a name that needs a row of the legend to itself, " * 3):
        many = replace(chart, series=tuple(replace(chart.series[0], name=f"{name} {i}", code=str(i)) for i in range(6)))
        native = next(s for s in Presentation(io.BytesIO(deck(TITLE, [many]))).slides[1].shapes if s.has_chart).chart
        tops.append(float(native._chartSpace.find(f".//{C}plotArea/{C}layout/{C}manualLayout/{C}y").get("val")))
    assert tops[1] >= 0.3 > tops[0]


@pytest.mark.parametrize("kind", ["trend", "survival"])
def test_names_of_lines_that_end_alike_stand_apart_each_on_one_line(kind) -> None:
    chart = next(build_chart(one, data, context("en")) for one, data in CASES if one.kind == kind)
    alike = tuple(replace(chart.series[0], name=f"Growth of mean pay, the same persons {i}", code=str(i)) for i in range(3))
    frame = next(s for s in Presentation(io.BytesIO(deck(TITLE, [replace(chart, series=alike)]))).slides[1].shapes if s.has_chart)
    labels = [one for one in frame.chart._chartSpace.iter(f"{C}dLbl") if one.findtext(f".//{A}t") in {s.name for s in alike}]
    drops = sorted(float(one.find(f".//{C}manualLayout/{C}y").get("val")) if one.find(f"{C}layout") is not None else 0.0 for one in labels)
    assert len(labels) == 3 and {one.find(f".//{A}bodyPr").get("wrap") for one in labels} == {"none"}
    assert all((b - a) * frame.height >= Pt(17) for a, b in zip(drops, drops[1:], strict=False))


@pytest.mark.parametrize(("lang", "place", "title", "said"), [
    ("zh", "盂县", "盂县：年龄", "盂县：年龄 · 人"), ("zh", "盂县", "年龄", "年龄 · 盂县 · 人"), ("zh", "城区", "分城区和乡村的年龄", "分城区和乡村的年龄 · 城区 · 人"),
    ("zh", "城区", "城区医生的年龄", "城区医生的年龄 · 城区 · 人"), ("en", "Yu", "Yu: people", "Yu: people · people"), ("en", "Yu", "Yusheng ages", "Yusheng ages · Yu · "),
])
def test_a_subtitle_names_its_place_once_and_other_words_are_not_taken_for_it(lang: str, place: str, title: str, said: str) -> None:
    chart = replace(build_chart(card("trend", "headcount"), samples.trend_frame(), context(lang)), title=title, place=place)
    slide = list(Presentation(io.BytesIO(deck(TITLE, [chart]))).slides)[1]
    under = next(s for s in slide.shapes if s.name == "Subtitle").text_frame.text
    assert under.startswith(said)


def test_a_slide_without_a_finding_is_called_by_its_title() -> None:
    """Every place is partly reported: nothing is compared, and the slide still says what it shows."""
    data = samples.places_frame().assign(status="partial", reported=3)
    chart = build_chart(card("ranking", "density"), data, context("en"))
    slide = list(Presentation(io.BytesIO(deck(TITLE, [chart]))).slides)[1]
    assert finding(chart) == "" and next(s for s in slide.shapes if s.name == "Title").text_frame.text == chart.title


@pytest.mark.parametrize("name", ["关于加强乡村医生队伍建设的实施意见", "Post allowance of village doctors"])
def test_policies_of_a_slide_can_be_read_and_an_english_one_says_that_their_names_are_the_sources(name: str) -> None:
    """Four of them stand as numbers on the drawing; their names come from the data and may be in the other language."""
    named = tuple(PolicyEvent(f"{y}", Text(name, name), date(y, 4, 1), Text(name, name)) for y in range(2019, 2023))
    about = replace(context("en"), events=named)
    chart = build_chart(card("trend", "headcount"), samples.trend_frame(), about)
    assert chart.events and name in chart.footer.events
    for shown in (chart, replace(chart, events=())):
        slide = list(Presentation(io.BytesIO(deck(TITLE, [shown]))).slides)[1]
        note = next((s for s in slide.shapes if s.name == "Note"), None)
        said = note.text_frame.text if note else ""
        assert (name in said) == bool(shown.events), "what stands for marks stands where there are marks"
        assert ("in Chinese, as in the source" in said) == (bool(shown.events) and not name.isascii())
        assert all(run.font.size >= Pt(10) for p in (note.text_frame.paragraphs if note else ()) for run in p.runs)
