"""A planner's way: down to a clinic and its people and back, a place by its initials, a note that the next meeting sees, a report."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import openpyxl
import pytest
from playwright.sync_api import Page
from pptx import Presentation

from dashboard import words
from dashboard.render.powerpoint import GROUNDS
from pipelines.intake.reconcile import KEY_SHOWN
from tests.browser.conftest import Seen, go, serve, shot, wait_filled

COUNTY, TOWN = "140321", "140321103"
ROWS = "[data-card=clinics] .ag-pinned-left-cols-container .ag-row"


@pytest.fixture(scope="module")
def meeting(demo_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a copy of the demo, in which notes and pins may be left."""
    folder = tmp_path_factory.mktemp("meeting") / "demo"
    shutil.copytree(demo_workspace, folder, ignore=shutil.ignore_patterns("incoming", "archive", "cleaned", "minutes.sqlite"))
    (folder / "archive").mkdir()
    (folder / "cleaned").mkdir()
    yield from serve(folder, warm=False)


def chosen(page: Page) -> dict[str, str]:
    """What the address says."""
    return {name: values[-1] for name, values in parse_qs(urlparse(page.url).query).items()}


def wait_for(page: Page, **wanted: str) -> None:
    """Wait until the address says so and its page is filled."""
    for name, value in wanted.items():
        page.wait_for_function("([n, v]) => new URLSearchParams(location.search).get(n) === v", arg=[name, value])
    page.wait_for_load_state("networkidle")


def untagged(page: Page, cells: str) -> list[str]:
    """The words in cells of a page in English that are Chinese and do not say so to who hears them read."""
    return page.evaluate("""cells => document.documentElement.lang !== 'en' ? [] : [...document.querySelectorAll(cells)]
        .filter(cell => /[\u4e00-\u9fff]/.test(cell.textContent) && !cell.matches('[lang]') && !cell.querySelector('[lang="zh-CN"]'))
        .map(cell => cell.textContent)""", cells)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_from_a_county_to_the_people_of_a_clinic_and_back(page, demo, lang):
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/supply?region={COUNTY}&lang={lang}", "supply")
    page.locator("[data-card=supply_table]").scroll_into_view_if_needed()
    page.locator("[data-card=supply_table] .ag-row").first.wait_for()
    page.locator("[data-card=supply_table] .ag-center-cols-container .ag-row").nth(2).locator(".ag-cell").first.click()
    page.wait_for_function("() => /region=140321\\d{3}/.test(location.search)")
    page.wait_for_function("() => scrollY === 0 && document.activeElement.tagName === 'H1'")
    wait_filled(page, "supply")
    page.locator("[data-card=supply_table] [aria-current=true]").wait_for(state="attached")
    assert page.evaluate("() => scrollY") == 0, "the table was far down the page"
    assert page.locator("[data-card=supply_table] [aria-current=true]").get_attribute("data-place") == chosen(page)["region"]
    page.locator("[data-card=supply_table]").scroll_into_view_if_needed()
    page.locator("[data-card=supply_table] a.drill:not([aria-current])").first.click()
    page.wait_for_function("() => scrollY === 0 && document.activeElement.tagName === 'H1'")
    go(page, f"{demo}/clinics?region={TOWN}&lang={lang}", "clinics")
    page.locator(ROWS).first.wait_for()
    name = page.locator(f"{ROWS} a.drill").first.inner_text()
    assert untagged(page, "[data-card=clinics] .ag-cell") == [] and (lang == "zh") == (page.locator("[data-card=clinics] [lang]").count() == 0)
    page.locator(f"{ROWS} a.drill").first.click()
    page.wait_for_function("name => document.querySelector('h1').textContent === name", arg=name)
    wait_filled(page, "clinics")
    assert chosen(page)["region"] == TOWN and chosen(page)["facility"].startswith(TOWN)
    assert page.locator(".card").count() == 1 and page.locator(".headline").count() == 0
    page.locator(ROWS).first.wait_for()
    keys = page.locator(ROWS).all_inner_texts()
    assert keys and all(len(key.strip()) == KEY_SHOWN for key in keys)
    assert page.locator(".crumbs > a").count() == 3 and name in page.inner_text(".crumbs")
    shot(page, f"clinic-{lang}")
    page.go_back()
    page.wait_for_function("() => !location.search.includes('facility')")
    page.wait_for_function("name => [...document.querySelectorAll('a.drill')].some(a => a.textContent === name)", arg=name)
    page.locator("[data-card=clinics] .ag-center-cols-container .ag-row").nth(1).locator(".ag-cell").nth(1).click()
    page.wait_for_function("() => location.search.includes('facility')")
    page.locator(".crumbs > a").nth(1).click()
    wait_for(page, region=COUNTY)
    assert "facility" not in chosen(page)
    assert seen.faults == []


def test_a_long_list_is_ordered_filtered_and_downloaded_as_it_is_seen(page, demo):
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/clinics?region=140300&period=2025&lang=zh", "clinics")
    heads = "[data-card=clinics] .ag-header-cell[col-id=headcount]"
    cells = "[data-card=clinics] .ag-center-cols-container .ag-row[row-index='0'] .ag-cell[col-id=headcount]"
    page.locator(cells).wait_for()
    page.locator(f"{heads} .ag-header-cell-label").click()
    page.locator(f"{heads} .ag-header-cell-label").click()
    page.wait_for_function("at => Number(document.querySelector(at)?.textContent) > 20", arg=cells)
    page.locator(f"{heads} .ag-header-cell-filter-button").click()
    page.locator(".ag-filter .ag-filter-body input[type=number], .ag-filter .ag-number-field-input").first.fill("3")
    page.wait_for_function("at => document.querySelector(at)?.textContent === '3'", arg=cells)
    shot(page, "filtered")
    page.keyboard.press("Escape")
    page.locator("[data-card=clinics] .card-more").click()
    with page.expect_download() as download:
        page.locator(".menu-item").filter(has_text="Excel").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    counts = [row[3] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert len(counts) > 20 and set(counts) == {3}
    page.locator("[data-card=clinics] .card-more").click()
    page.locator(".menu-item").first.click()
    rows = page.locator("dialog[open] tbody tr")
    rows.first.wait_for()
    assert rows.count() == len(counts) and {row.split("\t")[3] for row in rows.all_inner_texts()} == {"3"}, "what is seen as a table too"
    assert seen.faults == []


def test_a_grid_is_filtered_by_numbers_as_they_are_printed(page, demo):
    go(page, f"{demo}/telemedicine?region=140300&period=2024&lang=en", "telemedicine")
    printed, left = page.evaluate("""() => {
        const grid = window.gridOf(document.querySelector('[data-card=telemedicine_table]')), rows = [], left = [];
        grid.forEachNode(node => rows.push(node.data));
        const asked = rows.find(row => !Number.isInteger(row.active_share_long * 10));
        const words = asked['~active_share_long'];
        grid.setFilterModel({active_share_long: {filterType: 'number', type: 'equals', filter: parseFloat(words)}});
        grid.forEachNodeAfterFilter(node => left.push(node.data['~active_share_long']));
        grid.setFilterModel({active_share_long: {filterType: 'number', type: 'equals', filter: -1}});
        return [words, left]; }""")
    assert left and set(left) == {printed}
    page.locator("[data-card=telemedicine_table]", has_text="No rows match the filter").wait_for()


@pytest.mark.parametrize(("typed", "code"), [("pdx", "140321"), ("140321", "140321"), ("平定", "140321"), ("gex", "542523")])
def test_a_place_is_found_by_initials_by_code_and_by_name(page, demo, typed, code):
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/clinics?lang=zh", "clinics")
    control = page.locator(".control input").first
    control.click()
    control.fill(typed)
    page.locator("[role=option]:visible").first.wait_for()
    page.keyboard.press("Enter")
    wait_for(page, region=code)
    assert seen.faults == []


def test_enter_chooses_by_what_was_typed_however_soon_it_is_pressed(page, demo):
    """One place after another in a field that is never left, on a machine six times slower; the last pasted, while the page is busy for seconds."""
    go(page, f"{demo}/?region=140302&lang=zh", "overview")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    control = page.locator(".bar .mantine-Select-input").first
    for typed, code in (("pdx", "140321"), ("140303", "140303"), ("gsz", "140321100")):
        control.focus()
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        wait_for(page, region=code)
        assert chosen(page)["region"] == code
    page.evaluate("""() => {
        document.activeElement.select();
        document.execCommand('insertText', false, 'yx');
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true}));
        for (const end = Date.now() + 4000; Date.now() < end;) { /* no frame comes between */ } }""")
    wait_for(page, region="140322")


def test_enter_is_left_to_an_input_method_and_words_given_up_choose_nothing(page, demo):
    """Enter ends what is composed, and what is composed is chosen by the next; what was typed before Escape is forgotten."""
    go(page, f"{demo}/?region=140302&lang=zh", "overview")
    control, keys = page.locator(".bar .mantine-Select-input").first, page.context.new_cdp_session(page)
    control.focus()
    keys.send("Input.imeSetComposition", {"text": "ping", "selectionStart": 4, "selectionEnd": 4})
    keys.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229})
    page.wait_for_timeout(500)
    assert chosen(page)["region"] == "140302" and control.input_value() == "ping"
    keys.send("Input.insertText", {"text": "平定县"})
    page.keyboard.press("Enter")
    wait_for(page, region=COUNTY)
    for leave in ("Escape", "Tab"):
        control.focus()
        page.keyboard.type("yux")
        page.keyboard.press(leave)
        control.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("ArrowDown")  # the list opens, an entry of it is marked
        page.wait_for_timeout(500)
        assert chosen(page)["region"] == COUNTY
        page.keyboard.press("Escape")


@pytest.mark.parametrize(("lang", "typed", "code"), [
    ("zh", "yx", "140322"), ("zh", "pd", "140321"), ("zh", "cq", "140302"), ("zh", "1403", "140300"), ("zh", "平", "140321"), ("en", "yu", "140322"),
    ("en", "pingding", "140321"),
])
def test_the_place_that_is_meant_stands_first(page, demo, lang, typed, code):
    """A whole word before what begins so, then the higher place, then that of the root that is looked at; whatever group it stands in."""
    go(page, f"{demo}/?region=140300&lang={lang}", "overview")
    found = page.evaluate("""typed => {
        const list = window.dash_component_api.getLayout({part: 'control', name: 'region'}).props.data;
        return window.dashMantineFunctions.findChoice({options: list, search: typed}).flatMap(one => one.items.map(place => place.value)); }""", typed)
    assert found[0] == code and len(found) == len(set(found))


def test_what_chose_nothing_makes_way_for_the_place_again(page, demo):
    """A word that nothing fits, and the place that is open already, by Enter and by a click."""
    go(page, f"{demo}/?region=140300&lang=zh", "overview")
    control = page.locator(".bar .mantine-Select-input").first
    for typed in ("zzzz", "yqs", "yqs+"):
        control.focus()
        page.keyboard.type(typed.rstrip("+"))
        assert control.input_value() == typed.rstrip("+")
        if typed.endswith("+"):
            page.locator("[role=option]:visible").first.click()
        else:
            page.keyboard.press("Enter")
        page.wait_for_function("() => document.querySelector('.bar .mantine-Select-input').value === '阳泉市'", timeout=2500)
        page.wait_for_function("() => document.activeElement.matches('.bar .mantine-Select-input:not([data-expanded])')", timeout=2500)
        if typed == "zzzz":
            page.locator("[role=status]").get_by_text("没有找到“zzzz”。可输入名称、拼音首字母或代码", exact=True).wait_for(timeout=2500)
            page.locator(".said").wait_for(state="detached")
        assert not page.locator(".said").count(), "what was found is not said to be missing"
        assert chosen(page)["region"] == "140300"
    page.keyboard.type("pdx")
    page.keyboard.press("Enter")
    wait_for(page, region=COUNTY)
    assert control.input_value() == "平定县"
    period = page.locator(".bar .mantine-Select-input").nth(1)
    for typed, said in (("1066", "2025"), ("2024", "2024")):
        period.focus()
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        page.wait_for_function("said => document.querySelectorAll('.bar .mantine-Select-input')[1].value === said", arg=said, timeout=2500)
    wait_for(page, period="2024")


def test_a_note_is_written_seen_at_the_next_meeting_and_done(page, meeting):
    seen = Seen(meeting)
    seen.watch(page)
    go(page, f"{meeting}/supply?region={COUNTY}&period=2025&lang=zh", "supply")
    page.locator("[data-card=headcount_trend] .card-more").click()
    page.locator(".menu-item").filter(has_text="结论与措施").click()
    page.wait_for_function("() => document.activeElement.name === 'conclusion'")  # who types at once loses nothing
    page.keyboard.insert_text("<b>人员偏少</b>")
    page.fill(".meeting [name=measure]", "定向招录两名")
    page.fill(".meeting [name=unit]", "县卫健局")
    page.fill(".meeting [name=due_on]", "2025-03-31")
    page.fill(".meeting [name=by]", "张三")
    page.locator(".meeting button.primary").click()
    page.wait_for_function("() => document.querySelector('[data-card=headcount_trend] .note-mark')?.textContent.includes('逾期 1 条')")
    shot(page, "noted")
    go(page, f"{meeting}/?region=140300&period=2025&lang=zh", "overview")
    page.locator("[data-card=agreed]").scroll_into_view_if_needed()
    row = page.locator("[data-card=agreed] tbody tr").filter(has_text="定向招录两名")
    assert "逾期" in row.inner_text() and "<b>人员偏少</b>" in row.inner_text() and "县卫健局" in row.inner_text()
    row.locator("[data-note]").click()
    page.locator(".meeting [name=by]").wait_for()
    assert page.input_value(".meeting [name=by]") == "张三"
    page.fill(".meeting [name=by]", "李四")
    page.locator(".meeting button.primary").click()
    page.wait_for_function("() => document.querySelector('[data-card=agreed]').textContent.includes('已完成（李四')")
    shot(page, "agreed")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})  # between the margins of a sheet
    card, conclusion, measure, spills = page.evaluate("""() => {
        const row = document.querySelector('[data-card=agreed] tbody tr'), cells = [...row.children];
        cells[1].firstChild.textContent = '每个乡镇的在岗人数：按人员类别和执业资格、按年龄的变化';
        cells[4].textContent = '人员偏少'.repeat(30);
        const wide = [1, 4, 5].map(at => cells[at].getBoundingClientRect().width);
        return [...wide, row.closest('.table').scrollWidth > row.closest('.table').clientWidth]; }""")
    assert card < conclusion and measure > 120 and not spills, "the name of the card wraps, what was agreed is no ribbon"
    assert seen.faults == []


def test_cards_are_pinned_ordered_and_taken_away(page, meeting):
    seen = Seen(meeting)
    seen.watch(page)
    for lang, name, said in (("zh", "headcount_trend", "加入汇报"), ("en", "density_map", "Pin to the report")):
        go(page, f"{meeting}/supply?region={COUNTY}&period=2025&lang={lang}", "supply")
        page.locator(f"[data-card={name}] .card-more").click()
        page.locator(".menu-item").filter(has_text=said).click()
        page.locator(".said").wait_for()
    page.locator("#report").click()
    items = page.locator(".meeting li")
    page.wait_for_function("() => document.querySelectorAll('.meeting li').length === 2")
    first = items.nth(0).locator("a").inner_text()
    items.nth(1).locator("button").first.click()
    page.wait_for_function("title => document.querySelectorAll('.meeting li a')[1]?.textContent === title", arg=first)
    for place in (0, 1):  # and by the hand: the second card is let go on the first, twice
        items.nth(1).drag_to(items.nth(0))
        page.wait_for_function("([title, place]) => document.querySelectorAll('.meeting li a')[place]?.textContent === title", arg=[first, place])
    shot(page, "report")
    assert page.locator(".meeting .template").inner_text().startswith(words.SLIDE_TEMPLATE.en)
    page.locator(".meeting .template select").select_option("red_gold")
    with page.expect_download() as download:
        told = page.evaluate("""() => {
            document.querySelector('.meeting [data-slides]').click();
            return document.querySelector('.meeting .taking button').textContent; }""")
    slides = list(Presentation(io.BytesIO(Path(download.value.path()).read_bytes())).slides)
    texts = [" ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame) for slide in slides]
    assert str(slides[0].shapes[0].fill.fore_color.rgb) == GROUNDS["red_gold"].ground.removeprefix("#"), "in the template that was chosen"
    assert told == "Stop" and download.value.suggested_filename == "xiangyi-report.pptx"
    assert len(texts) == 3 and all("Pingding" in text and "平定县" not in text for text in texts[1:])
    assert seen.faults == []


def test_the_whole_row_of_a_ranking_leads_and_tells_and_so_does_its_name(page, demo):
    go(page, f"{demo}/?region=140300&lang=en", "overview")
    rows = page.locator("[data-card=density_ranking] .nsewdrag")
    rows.scroll_into_view_if_needed()
    codes = page.evaluate("() => document.querySelector('[data-card=density_ranking] .js-plotly-plot').data[0].customdata.map(row => row[1])")
    box = rows.bounding_box()
    at = {"x": box["width"] - 6, "y": box["height"] * 4.5 / 12}  # far from the dot of the fifth row
    rows.hover(position=at)
    page.locator("[data-card=density_ranking] .hovertext").wait_for()
    rows.click(position=at)
    page.wait_for_function("code => new URLSearchParams(location.search).get('region') === code", arg=codes[4])
    go(page, f"{demo}/?region=140300&lang=en", "overview")
    page.locator("[data-card=density_ranking] .ytick text").nth(2).click()
    page.wait_for_function("code => new URLSearchParams(location.search).get('region') === code", arg=codes[2])
    assert len(codes) == 24, "each row from either edge to its dot"
