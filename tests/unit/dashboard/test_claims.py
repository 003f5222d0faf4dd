"""The claim register of a real (not synthetic) workspace: verdicts worked out by hand; of a synthetic one no verdict at all."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import openpyxl
import pytest
from pptx import Presentation

from dashboard.answer import answer
from dashboard.cards.claims import EXAMPLE, HEADS, NO_CLAIMS, NO_DATA, NO_FIGURE, NO_WAY, VERDICTS
from dashboard.cards.inside import NOT_INSIDE
from dashboard.data import Gate, Viewer
from dashboard.headline import headlines
from dashboard.page import all_pages
from dashboard.render.powerpoint import DeckTitle, deck
from dashboard.render.workbook import csv_text, workbook
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from pipelines.core.text import LANGS
from pipelines.demo.people import id_number
from pipelines.engine.observe import Query
from tests.unit.intake.files import load, registered, returns, write

IDS = [id_number(date(1970, 1, 1 + i), False, i, 1) for i in range(1, 4)]
HONOURS = "身份证号,机构代码,荣誉名称,荣誉级别,荣誉类别,授予日期\n" + "".join(
    f"{who},A-V01,优秀乡村医生,{level},业务荣誉,2022-0{month}-10\n" for who, level, month in ((IDS[0], "省级", 3), (IDS[1], "省级", 5), (IDS[2], "县级", 6))
)
EVENTS = "培训班编号,地区代码,培训主题,培训方式,学分类别,学分,开班日期,结班日期\n" + "".join(
    f"P{i},140321,高血压,面授,II类,2,2022-0{i}-01,2022-0{i}-02\n" for i in (1, 2, 3)
)
COURSES = "身份证号,机构代码,培训班编号,报到（选课）日期,完成日期,培训结果,获得学分\n" + "".join(
    f"{who},A-V01,P{i},2022-0{i}-01,2022-0{i}-02,合格,2\n" for i in (1, 2, 3) for who in IDS[:2]
)
SERVICES = "机构代码,所属时期,健教次数,健教参加人次\nA-V01,2022,10,25\nB-V01,2022,5,15\n"
SCHEMES = "补贴项目编号,补贴项目名称,补贴类型,适用地区代码,生效日期\nAJ,安家补助,一次性从业（安家）补助,140321,2020-01-01\n"
RATES = "补贴项目编号,学历,补贴标准,发放周期,生效日期\nAJ,大专,40000,一次性,2020-01-01\nAJ,硕士,110000,一次性,2020-01-01\n"
AGREEMENTS = "协议编号,身份证号,机构代码,协议起始日期,协议年限,协议状态\n" + "".join(f"X{i},{who},A-V01,2020-01-01,{5 + i},履行中\n" for i, who in enumerate(IDS))
CLAIMS = """说法编号,所说地区代码,说法原文,出处,发表日期,所说时期,表述方式,所说数值,所说数值上限,所说单位,重算依据,缺少的口径
C01,140321,2 名乡村医生获省级表彰,示范日报,2023-01-08,2022,等于,2,,名,honour,
C02,140321,5 名乡村医生获省级表彰,示范日报,2023-01-08,2022,等于,5,,名,honour,
C03,140321,培训 4 余名,示范日报,2023-01-08,2022,超过,4,,名,training,未说明是人数还是人次
C04,140321,培训 4 余名,示范日报,2023-01-08,2022,超过,4,,名,training,
C05,140321,健康宣教覆盖 50 余人,示范日报,2023-01-08,2022,超过,50,,人,service,未说明是人还是人次
C06,140321,健康宣教覆盖 30 余人,示范日报,2023-01-08,2022,超过,30,,人,service,未说明是人还是人次
C07,140321,健康宣教 10 余次,示范日报,2023-01-08,2022,超过,10,,次,service,
C08,140321,一次性补助三万至十二万元,示范日报,2023-01-08,,区间,3,12,万元,subsidy_rate,
C09,140321,一次性补助三万至十万元,示范日报,2023-01-08,,区间,3,10,万元,subsidy_rate,
C10,140321,在岗 5 人,示范日报,2023-01-08,2022,等于,5,,人,headcount,
C11,140321,在岗 9 人,示范日报,2023-01-08,2022,等于,9,,人,headcount,
C12,140321,影响 800 人,示范日报,2023-01-08,2022,等于,800,,人,,
C13,140321,5 家三甲医院帮扶,示范日报,2023-01-08,2022,等于,5,,家,link,
C14,140321,服务明显改善,示范日报,2023-01-08,2022,,,,,service,
C15,140321,协议 5 年以上,示范日报,2023-01-08,,不少于,5,,年,agreement,
C16,140321,协议 6 年以上,示范日报,2023-01-08,,不少于,6,,年,agreement,
"""
EXPECTED = {
    "C01": "verified", "C02": "doubtful", "C03": "unverifiable", "C04": "doubtful", "C05": "doubtful", "C06": "unverifiable", "C07": "verified",
    "C08": "verified", "C09": "doubtful", "C10": "verified", "C11": "doubtful", "C12": "unverifiable", "C13": "unverifiable", "C14": "unverifiable",
    "C15": "verified", "C16": "doubtful",
}


@pytest.fixture(scope="module")
def gate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("claims")
    workspace = registered(folder)
    files = {
        "荣誉": HONOURS, "培训班": EVENTS, "培训": COURSES, "服务": SERVICES, "项目": SCHEMES, "标准": RATES, "协议": AGREEMENTS, "说法": CLAIMS,
        "年报": returns(A_V01=3, B_V01=2),
    }
    result = load(workspace, *(write(folder, f"{name}.csv", text) for name, text in files.items()))
    assert result.build is not None and not result.plan.problems, [p.line("en") for p in result.plan.problems]
    opened = Gate(workspace.path)
    yield opened
    opened.close()


def looked(gate, lang="zh", region="140321", viewer=None):
    edition, viewer = gate.edition(), viewer or Viewer.local(gate.site)
    page = next(p for p in all_pages() if p.name == "claims")
    state = read_state(page.path, f"?lang={lang}&region={region}", choices(edition, viewer))
    assert state is not None
    return Sight(edition=edition, viewer=viewer, state=state)


def register(gate, lang="zh", region="140321", viewer=None):
    sight = looked(gate, lang, region, viewer)
    return chart_of(sight, sight.state.page.cards[0])


@pytest.mark.parametrize("lang", LANGS)
def test_verdicts_are_those_worked_out_by_hand(gate, lang):
    chart = register(gate, lang)
    assert not gate.site.is_synthetic and len(chart.rows) == len(EXPECTED)
    for (name, expected), row in zip(EXPECTED.items(), chart.rows, strict=True):
        word, tone = VERDICTS[expected]
        assert (row[-1].text, row[-1].tone) == (word.of(lang), tone), (name, row[4].text)
    counts = [sum(v == name for v in EXPECTED.values()) for name in VERDICTS]
    for (word, _), count in zip(VERDICTS.values(), counts, strict=True):
        assert f"{word.of(lang)} {count}" in chart.finding


def test_the_arithmetic_stands_beside_the_verdict(gate):
    said = dict(zip(EXPECTED, register(gate).rows, strict=True))
    assert said["C03"][4].text == (
        "对照“> 4 人”，2 种口径中 1 种成立：参加培训的人数（同一人只计一次） 2 人（相差 −2 人，不成立）；参加培训的人次 6 人次（相差 +2 人次，成立）"
    )
    assert "人次" not in said["C04"][4].text, "where nothing is missing the unit that was said decides"
    assert "40 人次（相差 −10 人次，不成立；只有人次，人数不会更多；2 个机构填报）" in said["C05"][4].text
    assert said["C07"][4].text.startswith("对照“> 10 次”：健康教育次数 15 次（相差 +5 次，成立") and "15 次" in said["C07"][4].text
    assert "40,000 元 – 110,000 元" in said["C09"][4].text and said["C09"][3].text == "区间 30,000 元 – 100,000 元"
    assert "5 年 – 7 年" in said["C15"][4].text


def test_each_reading_has_its_own_difference_and_no_other_stands_apart(gate):
    """Worked out by hand from the files above: persons less 4, attendances less 4; of several values the end that decides, of a range both."""
    for lang, wanted in (
        ("zh", {"C01": "（相差 0 人，成立", "C02": "（相差 −3 人，不成立", "C10": "（相差 0 人，成立", "C11": "（相差 −4 人，不成立",
                "C15": "（低端相差 0 年，成立", "C16": "（低端相差 −1 年，不成立", "C08": "（低端相差 +10,000 元，高端相差 −10,000 元，成立",
                "C09": "（低端相差 +10,000 元，高端相差 +10,000 元，不成立"}),
        ("en", {"C01": "(difference 0 persons, holds", "C02": "(difference −3 persons, does not hold",
                "C15": "(difference 0 years at the low end, holds", "C03": "against \"> 4 persons\", 1 of 2 readings holds: ",
                "C09": "(difference +10,000 yuan at the low end, difference +10,000 yuan at the high end, does not hold"}),
    ):
        chart = register(gate, lang)
        rows = dict(zip(EXPECTED, chart.rows, strict=True))
        assert all(said in rows[name][4].text for name, said in wanted.items()), lang
        assert [head.name for head in chart.columns] == ["claim", "place", "source", "figure", "recomputed", "missing", "verdict"]
        told = " ".join(row[4].text for row in chart.rows)
        once = {"zh": ("，(?:成立|不成立|不能判定)[）；]", "相差 "), "en": (", (?:holds|does not hold|cannot tell)[);]", "difference ")}[lang]
        assert told.count(once[1]) == len(re.findall(once[0], told)) + 2 > 14, "a range has two"


@pytest.mark.parametrize("lang", LANGS)
def test_the_arithmetic_is_the_same_in_every_file(gate, lang):
    chart = register(gate, lang)
    said = [row[4].text for row in chart.rows]
    sheet = openpyxl.load_workbook(io.BytesIO(workbook([chart]))).worksheets[0]
    column = next(cell.column for cell in sheet[1] if cell.value == HEADS["recomputed"].of(lang))
    assert [row[column - 1].value for row in sheet.iter_rows(min_row=2)] == said
    heads, *lines = csv.reader(io.StringIO(csv_text(chart).removeprefix("\ufeff")))
    assert [line[heads.index(HEADS["recomputed"].of(lang))] for line in lines] == said
    title = DeckTitle(title="T", subtitle="S", lang=lang)
    slides = [shape for slide in Presentation(io.BytesIO(deck(title, [chart]))).slides for shape in slide.shapes if shape.has_table]
    (shape,) = slides
    heads, *rows = ([cell.text for cell in row.cells] for row in shape.table.rows)
    shown = [row[heads.index(HEADS["recomputed"].of(lang))] for row in rows]
    assert len(rows) > 1 and all(text.startswith(cell.removesuffix("…")) for cell, text in zip(shown, said, strict=False))
    assert {"zh": "2 种口径中 1 种成立", "en": "1 of 2 readings holds"}[lang] in shown[2], "what a slide has no room for does not decide"


@pytest.mark.parametrize("lang", LANGS)
def test_one_off_rates_say_of_which_types_they_are_and_settling_in_grants_stand_alone_too(demo_workspace, lang):
    """What is called one-off and no more may be a settling-in grant, or any one-off subsidy: both are told, beside plain sums of the workbook's rates."""
    opened = Gate(demo_workspace)
    rates = opened.edition().rows("select scheme_id, rate_yuan, paid_per from stg_subsidy_rate where paid_per = 'once'")
    types = opened.edition().rows("select scheme_id, subsidy_type, area_code from stg_subsidy_scheme")
    known = rates.merge(types, on="scheme_id")
    known = known[known["area_code"].isin(["140300", *[code for code in known["area_code"].astype(str) if code.startswith("1403")]])]
    row = next(row for row in register(opened, lang, "140300").rows if row[0].text == "一次性补助数万元至十余万元")
    opened.close()
    entry = known[known["subsidy_type"] == "entry"]["rate_yuan"]
    assert known["rate_yuan"].min() < entry.min(), "the demo has smaller one-off awards of another kind"
    named = {"zh": "一次性补助现行标准，最低至最高（", "en": "one-off rates in force, lowest to highest ("}[lang]
    parts, other = row[4].text.split(named)[1:], {"zh": "继续医学教育补贴", "en": "continuing medical education subsidy"}[lang]
    assert len(parts) == 2 and f"{known['rate_yuan'].min():,.0f}" in parts[0] and f"{entry.min():,.0f}" in parts[1]
    assert other in parts[0] and other not in parts[1]


def test_what_is_missing_is_said_and_nothing_is_guessed(gate):
    rows = dict(zip(EXPECTED, register(gate).rows, strict=True))
    assert rows["C12"][4].text == NO_WAY.zh and rows["C13"][4].text == NO_DATA.zh and rows["C14"][4].text == NO_FIGURE.zh
    assert rows["C03"][5].text == "未说明是人数还是人次"


def test_a_part_of_the_place_sees_what_was_said_of_the_whole(gate):
    assert [r[0].text for r in register(gate, region="140321100").rows] == [r[0].text for r in register(gate).rows]


@pytest.mark.parametrize("lang", LANGS)
def test_what_was_said_of_the_whole_is_not_taken_for_a_figure_of_the_part(gate, lang):
    """A township's register holds what was said of its county: each row says whose figure it is, and so does the sentence of the page."""
    whole, part = register(gate, lang, region="140321"), register(gate, lang, region="140321100")
    at = next(i for i, head in enumerate(part.columns) if head.title == HEADS["place"].of(lang))
    county = "平定县"
    assert {row[at].text for row in part.rows} == {row[at].text for row in whole.rows} == {county}
    assert {row[at].place for row in part.rows} == {"140321"} and {row[at].place for row in whole.rows} == {""}
    said = {"zh": f"其中 16 个说的是上级地区（{county}），按该地区的数据重算，不是本地的数字。",
            "en": f"16 of them were said of wider areas ({county}) and are held against the records of those, not of this place."}
    assert said[lang] in part.finding and {"zh": "上级地区", "en": "wider area"}[lang] not in whole.finding
    sight = looked(gate, lang, "140321100")
    assert said[lang] in answer(sight, headlines(sight)), "the heading tells it too"


def test_who_does_not_see_the_place_internally_sees_no_register(gate):
    outside = Viewer("guest", "reader", tuple((root.code, "public") for root in gate.site.roots))
    chart = register(gate, viewer=outside)
    assert chart.rows == () and chart.empty == NOT_INSIDE.zh
    sight = looked(gate, viewer=outside)
    assert answer(sight, headlines(sight)) == "", "the only card of the page says it, and the heading does not say it again"


def test_a_place_nobody_spoke_of_says_so(gate):
    assert register(gate, region="140300").rows, "the region above sees what was said of its parts"
    assert NO_CLAIMS.zh.startswith("没有登记")


@pytest.mark.parametrize("lang", LANGS)
def test_a_synthetic_site_gives_an_example_and_no_verdict(demo_workspace, lang):
    demo = Gate(demo_workspace)
    try:
        chart = register(demo, lang, region="542500")
        assert len(chart.rows) == 9 and {row[-1].text for row in chart.rows} == {EXAMPLE.of(lang)}
        words = {word.of(lang) for word, _ in VERDICTS.values()}
        assert {"zh": "登记原文", "en": "as registered"}[lang] in chart.columns[5].title, "what is missing is quoted, in any language"
        _holds_by_rounding(demo, next(row for row in chart.rows if "%" in row[3].text), lang)
        assert not any(word in cell.text for word in words for row in chart.rows for cell in row[1:]) and not any(w in chart.finding for w in words)
    finally:
        demo.close()


def _holds_by_rounding(demo, row, lang):
    """A growth of 15 % said without decimals is 14.5 to 15.5 %: how far it may be stands beside each figure that is held against it."""
    assert row[3].text == {"zh": "等于 15 %", "en": "Exactly 15%"}[lang]
    rule, held = {"zh": ("= 15 %，四舍五入容差 ± 0.5 个百分点", "成立"), "en": ("= 15% when rounded, that is within 0.5 points", "holds")}[lang]
    lead, _, told = row[4].text.partition({"zh": "：", "en": ": "}[lang])
    holding = 0
    for name, part in zip(("nominal", "same_person", "adjusted", "real"), re.split("[；;] ?", told), strict=True):
        query = Query(f"pay_growth_{name}", level="prefecture", region="542500", period="2024")
        growth = float(demo.observe(Viewer.local(demo.site), query)["value"].iloc[0])
        assert part.endswith((f"，{held}）", f", {held})")) == (0.145 <= growth <= 0.155), (name, growth)
        gap = f"{100 * (growth - 0.15):+.1f}".replace("-", "−").replace("+0.0", "0.0").replace("−0.0", "0.0")
        assert f"{gap} " in part, (name, growth)
        holding += 0.145 <= growth <= 0.155
    assert rule in lead and str(holding) in lead
