"""The desk as a clerk uses it: a workbook goes up, comes back marked, is loaded; a finding is explained and stays explained."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Download

from pipelines.demo.people import id_number
from pipelines.intake.batch import load_files
from pipelines.intake.lock import hold_lock
from pipelines.warehouse.workspace import Workspace
from tests.browser.conftest import Seen, go, serve, shot
from tests.unit.intake.files import registered

_TOP = "() => document.querySelector('[data-card=findings]').getBoundingClientRect().top"
_FILLED = "() => document.documentElement.dataset.stands && !document.documentElement.dataset.loading && !document.querySelector('.card[aria-busy]')"
STOPPING = """words => document.querySelector('.desk-doing').textContent.includes(words[0])
    || document.querySelector('.desk-error').textContent.includes(words[1])"""  # one that has not come to the lock yet stops at once
HEADERS = ("身份证号", "基准日期", "机构代码", "人员类别", "执业资格")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with a county, two townships and a clinic in each."""
    return registered(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def county(workspace: Workspace) -> Iterator[str]:
    """The address of that workspace's dashboard."""
    yield from serve(workspace.path)


def roster(folder: Path, groups: tuple[str, ...], name: str) -> Path:
    """Write a roster workbook of two people in each of two clinics, one group for each."""
    book = openpyxl.Workbook()
    book.active.append(HEADERS)
    for i, (code, group) in enumerate(zip(("A-V01", "A-V01", "B-V01", "B-V01"), groups, strict=True)):
        book.active.append((id_number(date(1970 + i, 5, 6), i % 2 == 0, i, 0), "2022-12-31", code, group, "乡村医生证"))
    book.save(folder / name)
    return folder / name


@pytest.fixture
def filled(county: str, workspace: Workspace, tmp_path: Path) -> str:
    """The same dashboard, with a roster of 2022 of which a row was kept out, whichever tests ran before."""
    groups = ("乡村医生", "村卫生室其他人员", "乡村医生", "魔术师")
    load_files(workspace, [roster(tmp_path, groups, "先报.xlsx")], None, lambda plan: True, lambda what, share: None)
    return county


def opened(download: Download) -> openpyxl.Workbook:
    """Open what the browser saved; it has a name of the browser's own."""
    return openpyxl.load_workbook(io.BytesIO(Path(download.path()).read_bytes()))


@pytest.mark.parametrize(("lang", "found", "loaded"), [("zh", "魔术师", "已发布数据版本"), ("en", "魔术师", "published build")])
def test_a_workbook_goes_up_comes_back_marked_and_is_loaded(page, county, workspace, tmp_path, lang, found, loaded):
    seen, before = Seen(county), workspace.current_build()
    seen.watch(page)
    go(page, f"{county}/data?lang={lang}", "data")
    groups = ("乡村医生", "乡村医生", "乡村医生" if lang == "zh" else "村卫生室其他人员", "魔术师")
    page.set_input_files(".desk input[type=file]", [str(roster(tmp_path, groups, f"花名册_{lang}.xlsx"))])
    page.wait_for_selector(".desk-problems td")
    assert found in page.inner_text(".desk-problems") and workspace.current_build() == before
    with page.expect_download() as download:
        page.click(".desk-result a.button")
    marked = opened(download.value)
    assert "魔术师" in [c.value for c in marked.worksheets[0]["D"]] and len(marked.sheetnames) == 2
    page.click(".desk [data-do=load]")
    page.wait_for_function("() => document.querySelector('.desk-error').textContent !== ''")  # nobody said who sends it
    page.fill(".desk [data-field=sender] input", "张三")
    page.check(".desk-correct input")
    page.wait_for_selector(".desk-problems td")
    page.click(".desk [data-do=load]")
    page.wait_for_function("words => (document.querySelector('.desk-done') || {}).textContent?.includes(words)", arg=loaded)
    assert workspace.current_build() != before
    shot(page, f"desk-{lang}")
    page.click(".desk [data-do=again]")
    page.wait_for_selector("[data-card=batches] .ag-row")
    assert seen.faults == []


@pytest.mark.parametrize(("lang", "said"), [("zh", "已停止，没有加载任何内容"), ("en", "stopped; nothing was loaded")])
def test_a_load_that_takes_long_is_stopped(page, county, workspace, tmp_path, lang, said):
    seen, before = Seen(county), workspace.current_build()
    seen.watch(page)
    go(page, f"{county}/data?lang={lang}", "data")
    page.set_input_files(".desk input[type=file]", [str(roster(tmp_path, ("乡村医生",) * 4, f"停止_{lang}.xlsx"))])
    page.wait_for_selector(".desk [data-do=load]:visible")
    page.fill(".desk [data-field=sender] input", "张三")
    with hold_lock(workspace.path / "lock"):
        page.click(".desk [data-do=load]")
        page.wait_for_selector(".desk [data-do=stop]:visible")
        page.focus(".desk [data-do=stop]")
        page.keyboard.press("Enter")
        page.wait_for_function(STOPPING, arg=[{"zh": "正在停止", "en": "Stopping"}[lang], said])
        shot(page, f"desk-stopping-{lang}")
    page.wait_for_function("words => document.querySelector('.desk-error').textContent.includes(words)", arg=said)
    assert workspace.current_build() == before and page.is_visible(".desk [data-do=load]") and not page.is_visible(".desk [data-do=stop]")
    assert seen.faults == []


def test_a_finding_is_explained_and_stays_explained(page, filled):
    seen = Seen(filled)
    seen.watch(page)
    go(page, f"{filled}/data?lang=zh&period=2022", "data")
    row = page.locator("[data-card=findings] tbody tr").filter(has=page.locator("button[data-finding]")).first
    finding = row.locator("button").get_attribute("data-finding")
    page.wait_for_function(_FILLED)
    row.locator("button").scroll_into_view_if_needed()
    top = page.evaluate(_TOP)
    row.locator("button").click()
    page.fill("dialog textarea", "已电话核实，属录入笔误")
    page.fill("dialog input", "李四")
    page.click("dialog .primary")
    page.wait_for_function("() => document.querySelector('.said[role=status]')?.textContent.includes('说明已保存')")
    page.wait_for_function(
        "id => document.querySelector(`button[data-finding='${id}']`)?.closest('tr').textContent.includes('李四')", arg=finding
    )
    page.wait_for_function(_FILLED)
    page.wait_for_timeout(1_500)  # in which the list is held while the page comes to rest
    assert abs(page.evaluate(_TOP) - top) < 40, "the reader is where they were"
    told = page.locator(f"tr:has(button[data-finding='{finding}'])").inner_text()
    assert page.input_value(".desk [data-field=sender] input") != "李四", "who explains is not who sends"
    assert "已说明" in told and "已电话核实" in told and "重新打开" in told
    assert seen.faults == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_template_is_a_click_away(page, county, lang):
    go(page, f"{county}/data?lang={lang}", "data")
    with page.expect_download() as download:
        page.locator("[data-card=datasets] a[href^='/template/roster']").click()
    assert opened(download.value).worksheets[0].max_row >= 3


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_column_of_the_lists_is_seen_on_a_small_screen(page, county, lang):
    page.set_viewport_size({"width": 1280, "height": 800})
    go(page, f"{county}/data?lang={lang}", "data")
    for name in ("builds", "batches", "quality"):
        page.locator(f"[data-card={name}]").scroll_into_view_if_needed()
        page.wait_for_function(f"() => document.querySelector('[data-card={name}] .ag-center-cols-container .ag-cell')")
        page.wait_for_timeout(500)
        wide, seen = page.evaluate(f"""() => [document.querySelector('[data-card={name}] .ag-center-cols-container').scrollWidth,
            document.querySelector('[data-card={name}] .ag-center-cols-viewport').clientWidth]""")
        assert wide <= seen + 1, name
    links = page.locator("[data-card=datasets] a[href^='/template/']")
    assert links.count() > 40
    assert {page.evaluate("e => e.getClientRects().length", links.nth(i).element_handle()) for i in range(5)} == {1}, "on one line"


def test_where_there_is_nothing_to_load_the_button_says_so(page, county, tmp_path):
    go(page, f"{county}/data?lang=zh", "data")
    (tmp_path / "别的.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    page.set_input_files(".desk input[type=file]", [str(tmp_path / "别的.csv")])
    page.wait_for_selector(".desk-problems td")
    assert page.is_disabled(".desk [data-do=load]") and page.is_enabled(".desk [data-do=drop]")
