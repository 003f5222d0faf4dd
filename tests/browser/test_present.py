"""A card presented stands whole on the screen, whatever it is and however long its finding."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dashboard import words
from tests.browser.conftest import Seen, go, shot, wait_filled
from tests.browser.reading import settle

HEIGHT = "() => [document.documentElement.scrollHeight, window.innerHeight, document.querySelector('.card .foot').getBoundingClientRect().bottom]"
CARDS = (("pay", "pay_gaps", 1366, 768), ("pay", "pay_gaps", 1920, 1080), ("supply", "density_map", 1366, 768))


@pytest.mark.parametrize(("name", "card", "width", "height"), CARDS)
def test_a_presented_card_needs_no_scrolling(page, demo, name, card, width, height):
    seen = Seen(demo)
    seen.watch(page)
    page.set_viewport_size({"width": width, "height": height})
    go(page, f"{demo}/{name}?region=140300&lang=zh&mode=present&card={card}", name)
    settle(page)
    whole, window, foot = page.evaluate(HEIGHT)
    shot(page, f"present-{card}-{width}")
    assert whole == window and foot <= window
    assert page.locator(".card").count() == 1 and page.locator(".drawing").bounding_box()["height"] >= 240
    assert seen.faults == []


def test_in_a_hall_letters_grow_and_the_mouse_finds_its_point(page, demo):
    """A screen of 1920 pixels: axes in 16 pixels, tables in 18; what is hovered is what the mouse stands on."""
    seen = Seen(demo)
    seen.watch(page)
    page.set_viewport_size({"width": 1920, "height": 1080})
    go(page, f"{demo}/services?region=140300&lang=zh&mode=present&card=records", "services")
    settle(page)
    tick = page.locator(".xtick text").first
    drawn = tick.evaluate("e => parseFloat(getComputedStyle(e).fontSize) * e.getBoundingClientRect().width / e.getBBox().width")
    assert drawn == pytest.approx(16, abs=0.2)
    years = page.evaluate("() => [...document.querySelectorAll('.xtick text')].map(e => e.textContent)")
    points = page.locator(".scatterlayer .trace").last.locator(".point")
    assert points.count() == len(years) > 5
    for at in (1, len(years) - 2):
        box = points.nth(at).bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_function("year => document.querySelector('.hoverlayer')?.textContent.includes(year)", arg=years[at])
    go(page, f"{demo}/services?region=140300&lang=en&mode=present&card=standards", "services")
    assert page.locator(".table td").first.evaluate("e => getComputedStyle(e).fontSize") == "18px"
    assert page.evaluate("() => { const table = document.querySelector('.table table').parentElement; return table.scrollWidth <= table.clientWidth; }")
    assert seen.faults == []


def test_who_leaves_by_escape_is_not_led_back_into_presenting(page, demo):
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/supply?region=140300&lang=zh", "supply")
    page.click("[data-card=density_map] .card-more")
    page.click("text=" + words.MENU_WORDS["present"].zh)
    page.wait_for_function("() => document.documentElement.dataset.mode === 'present' && document.fullscreenElement")
    page.wait_for_selector(".asked dl")
    terms = page.locator(".asked dt").all_text_contents()
    assert terms[0] == "样本量" and len(set(terms)) == len(terms) and not {"标题", "结论", "单位"} & set(terms)
    assert terms[-2:] == ["数据", "文件"], "names of files are long, and would push what comes after them below the screen"
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.documentElement.dataset.mode === 'page' && !document.fullscreenElement")
    page.wait_for_function("() => document.activeElement.matches('[data-card=density_map] .card-more')", timeout=20_000)
    page.go_back()
    page.wait_for_timeout(1500)
    assert page.evaluate("document.documentElement.dataset.mode") == "page" and "mode=present" not in page.url
    assert seen.faults == []


def test_names_on_two_lines_keep_their_rows_on_paper_and_a_dark_page_is_printed_light(page, demo):
    go(page, f"{demo}/?region=140300&lang=en&theme=dark", "overview")
    page.emulate_media(media="print")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    page.wait_for_timeout(500)
    boxes = page.evaluate("""() => [...document.querySelectorAll('[data-card=density_ranking] .ytick text')].map(e => e.getBoundingClientRect())
        .map(box => [box.top, box.bottom]).sort((a, b) => a[0] - b[0])""")
    assert len(boxes) == 12 and all(below[0] >= above[1] - 3 for above, below in zip(boxes, boxes[1:], strict=False)), boxes
    ink, ground = page.evaluate("() => [getComputedStyle(document.querySelector('h1')).color, getComputedStyle(document.querySelector('.card')).backgroundColor]")
    assert (ink, ground) == ("rgb(29, 43, 54)", "rgb(255, 255, 255)")
    shot(page, "paper-dark-en")


def test_a_grid_goes_onto_paper_with_all_its_columns_and_rows(page, demo):
    go(page, f"{demo}/retention?region=140300&lang=zh", "retention")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    table = page.locator(".paper-table")
    assert table.count() == 1 and table.locator("tbody tr").count() == 5 and table.locator("th").count() == 7
    assert all(cell for cell in table.locator("td").all_text_contents())
    assert page.evaluate("() => document.adoptedStyleSheets.some(s => [...s.cssRules].some(r => r.cssText.includes('阳泉市')))")
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    assert table.count() == 0


def test_what_is_not_drawn_yet_says_so_on_paper_and_our_own_printing_waits_for_it(page, demo):
    held = []
    page.route("**/plotly.min.js*", lambda route: held.append(route))  # the library that draws is late
    page.goto(f"{demo}/supply?region=140300&lang=zh")
    page.wait_for_function("() => document.querySelectorAll('.card h2').length >= 12 && document.querySelectorAll('.drawing').length > 3")
    page.emulate_media(media="print")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    for name in ("age_licence", "density_map", "headcount_trend"):
        assert page.locator(f"[data-card={name}] .paper-undrawn:visible").inner_text() == words.UNDRAWN.zh
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert page.locator(".paper-undrawn").count() == 0
    page.evaluate("() => { window.ontoPaper().then(() => { window.printed = document.querySelectorAll('.card .main-svg .trace').length; }); }")
    page.wait_for_timeout(500)
    assert page.evaluate("window.printed") is None, "it waits"
    held[0].continue_()
    page.wait_for_function("() => window.printed > 3")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".paper-undrawn").count() == 0


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768), (3840, 2160)])
def test_a_wall_is_filled_and_its_smallest_words_are_read_from_afar(page, demo, width, height):
    page.set_viewport_size({"width": width, "height": height})
    go(page, f"{demo}/supply?region=140300&lang=zh&mode=wall", "supply")
    page.wait_for_timeout(1500)  # until the drawings have taken the room there is
    boxes = page.evaluate("() => [...document.querySelectorAll('.card')].map(card => card.getBoundingClientRect().toJSON())")
    assert len(boxes) == 4 and page.evaluate("document.documentElement.scrollHeight") == height
    assert {round(box["bottom"] / height, 2) for box in boxes[-2:]} <= {0.98, 0.99} and boxes[0]["height"] == pytest.approx(boxes[3]["height"], abs=2)
    assert all(shape["height"] > 0.17 * height for shape in (d.bounding_box() for d in page.locator(".drawing").all()))
    small = page.evaluate("() => Math.min(...[...document.querySelectorAll('.foot')].map(foot => parseFloat(getComputedStyle(foot).fontSize)))")
    assert small * page.evaluate("Number(document.querySelector('.page').style.zoom)") >= 14 * height / 1080
    letters = page.evaluate("""() => [...document.querySelectorAll('.card:not(.map) .main-svg text')].filter(text => text.textContent.trim())
        .map(text => parseFloat(getComputedStyle(text).fontSize) * text.closest('.drawing').currentCSSZoom)""")
    assert letters and min(letters) >= 12.5 * height / 1080 and sorted(letters)[len(letters) // 2] >= 13.8 * height / 1080


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_ages_of_a_pyramid_on_a_wall_stand_apart(page, demo, lang):
    page.set_viewport_size({"width": 1920, "height": 1080})
    go(page, f"{demo}/supply?region=140300&period=2025&lang={lang}&mode=wall", "supply")
    page.wait_for_timeout(1500)
    ages = page.evaluate("""() => [...document.querySelectorAll('.card.pyramid .annotation-text')].filter(text => /\\d\\d/.test(text.textContent)
        && text.textContent.length < 14 && !text.textContent.includes(':')).map(text => text.getBoundingClientRect().toJSON()).sort((a, b) => a.y - b.y)""")
    assert len(ages) == 5 and all(below["y"] - above["y"] >= 0.9 * above["height"] for above, below in pairwise(ages)), ages


@pytest.mark.parametrize(("name", "lang"), [("overview", "en"), ("overview", "zh"), ("subsidies", "en"), ("subsidies", "zh"), ("services", "en")])
def test_names_of_a_ranking_on_a_wall_stand_apart_and_no_signal_is_cut_in_two(page, demo, name, lang):
    page.set_viewport_size({"width": 1920, "height": 1080})
    go(page, f"{demo}/{'' if name == 'overview' else name}?region=140300&period=2025&lang={lang}&mode=wall", name)
    if name == "overview":
        page.wait_for_selector(".signals li")
    page.wait_for_timeout(2500)
    rows = page.evaluate("""() => [...document.querySelectorAll('.card.ranking')].map(card => [...card.querySelectorAll('.ytick text')]
        .map(text => text.getBoundingClientRect().toJSON()).sort((a, b) => a.y - b.y))""")
    assert rows and all(len(one) == 12 for one in rows)
    assert min((below["y"] - above["y"]) / above["height"] for one in rows for above, below in pairwise(one)) > 0.8
    seen = page.evaluate("""() => { const edge = document.querySelector('.attention .inside')?.getBoundingClientRect().bottom;
        return [...document.querySelectorAll('.signals > li')].map(one => [one.checkVisibility({visibilityProperty: true}), one.getBoundingClientRect().bottom <= edge + 1]); }""")
    assert all(is_shown == is_whole for is_shown, is_whole in seen) and bool(seen) == (name == "overview")


SPOKEN = """() => { const of = node => node.parentElement, walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    while (walk.nextNode()) {
        const one = of(walk.currentNode), isRead = one.checkVisibility() && walk.currentNode.textContent.trim();
        if (isRead && !one.closest('script, style, svg, .drawing') && one.getBoundingClientRect().width > 2) {
            found.push([parseFloat(getComputedStyle(one).fontSize) * one.currentCSSZoom, one.className, walk.currentNode.textContent]); }
    } return found; }"""


@pytest.mark.parametrize(("lang", "width", "height"), [("zh", 1920, 1080), ("en", 1920, 1080), ("en", 3840, 2160)])
def test_words_of_a_wall_grow_with_it_and_a_short_list_leaves_no_hole(page, demo, lang, width, height):
    """One place of Ngari needs attention: its card is as tall as the drawings beside it."""
    page.set_viewport_size({"width": width, "height": height})
    go(page, f"{demo}/?region=542500&period=2025&lang={lang}&mode=wall", "overview")
    page.wait_for_selector(".signals li")
    page.wait_for_timeout(1500)
    spoken = page.evaluate(SPOKEN)
    assert len(spoken) > 60 and [one for one in spoken if one[0] < 13.9 * height / 1080] == []
    bottoms = page.evaluate("() => [...document.querySelectorAll('.map, .card.ranking, .card.attention')].map(card => card.getBoundingClientRect().bottom)")
    assert len(bottoms) == 3 and max(bottoms) - min(bottoms) < 3, bottoms
    assert page.locator(".card.attention .signals").evaluate("list => list.offsetHeight / list.closest('.card').offsetHeight") > 0.5
    shot(page, f"wall-short-{lang}-{height}")


def test_a_wall_turns_by_itself_until_somebody_holds_it(newcomer, demo):
    page = newcomer
    page.clock.install()  # the clock of all the tabs of a browser
    go(page, f"{demo}/clinics?region=140300&lang=zh&mode=wall", "clinics")
    told = page.locator(".turns")
    assert told.inner_text() == words.MODE_WORDS["turning"].zh
    page.keyboard.press("Space")
    assert told.inner_text() == words.MODE_WORDS["paused"].zh
    page.clock.fast_forward(90_000)
    page.wait_for_timeout(500)
    assert page.url.split("?")[0].endswith("/clinics"), "it stays while it is held"
    page.keyboard.press("Space")
    page.clock.fast_forward(31_000)
    page.wait_for_url("**/retention?*")
    wait_filled(page, "retention")
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.documentElement.dataset.mode === 'page'")


@pytest.mark.parametrize("name", ["supply", "equity"])
def test_a_long_headline_name_takes_few_lines_on_a_small_screen(page, demo, name):
    page.set_viewport_size({"width": 1366, "height": 768})
    go(page, f"{demo}/{name}?region=140300&lang=en", name)
    lines, apart = page.evaluate("""() => { const titles = [...document.querySelectorAll('.headline-title')];
        const over = title => { const light = title.querySelector('.light'), range = document.createRange();
            if (!light) { return false; }
            range.selectNodeContents(title.firstChild);
            const box = light.getBoundingClientRect();
            return [...range.getClientRects()].some(r => r.right > box.left && r.left < box.right && r.top < box.bottom && r.bottom > box.top); };
        return [titles.map(t => t.firstChild.getBoundingClientRect().height / parseFloat(getComputedStyle(t).lineHeight)), titles.filter(over).length]; }""")
    assert max(lines) < 4.5 and apart == 0, "no name is longer than four lines, none runs under its light"


def test_a_chart_without_marks_is_printed_at_once_and_is_not_called_unfinished(page, demo):
    page.goto(f"{demo}/subsidies?region=140300&period=2015&lang=zh")
    page.wait_for_function("() => { const plot = document.querySelector('[data-card=liability] .js-plotly-plot'); return plot && plot._fullLayout; }")
    page.wait_for_function("() => [...document.querySelectorAll('.card')].every(card => card.querySelector('h2'))")
    page.wait_for_load_state("networkidle")
    assert page.locator("[data-card=liability] .main-svg .trace").count() == 0, "nothing to draw"
    took = page.evaluate("() => { const from = Date.now(); return window.ontoPaper().then(() => Date.now() - from); }")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    assert took < 10_000 and page.locator(".paper-undrawn").count() == 0


def test_a_list_that_is_cut_on_a_wall_says_how_many_rows_are_not_seen(page, demo):
    page.set_viewport_size({"width": 1366, "height": 768})
    go(page, f"{demo}/clinics?region=140300&lang=zh&mode=wall", "clinics")
    page.wait_for_selector(".card[data-cut]")
    page.wait_for_timeout(2500)  # the line itself takes room: what is cut is counted once more
    whole, seen, halved = page.evaluate("""() => { const card = document.querySelector('.card'), low = card.querySelector('.inside').getBoundingClientRect().bottom;
        const view = card.querySelector('.ag-body-viewport').getBoundingClientRect().bottom, at = row => row.getBoundingClientRect().bottom;
        const rows = [...card.querySelectorAll('.ag-center-cols-container .ag-row')];
        const edge = Math.min(low, view), top = row => row.getBoundingClientRect().top;
        return [window.gridOf(card).getDisplayedRowCount(), rows.filter(row => at(row) <= edge + 1).length,
                rows.filter(row => top(row) < edge - 1 && at(row) > edge + 1).length]; }""")
    assert halved == 0, "no row is cut in two"
    told = page.evaluate("() => getComputedStyle(document.querySelector('.card'), '::after').content")
    assert 0 < seen < whole and told == f'"{words.REST.zh.format(n=f"{whole - seen:,}")}"'
    assert page.evaluate("document.documentElement.scrollHeight") == 768
    shot(page, "wall-cut")
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.documentElement.dataset.mode === 'page'")
    assert page.evaluate("() => getComputedStyle(document.querySelector('.card'), '::after').content") in ("none", '""')


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_list_of_words_on_a_wall_says_what_is_cut_and_offers_nothing_to_press(page, demo, lang):
    page.set_viewport_size({"width": 1920, "height": 1080})
    go(page, f"{demo}/data?region=140300&lang={lang}&mode=wall", "data")
    page.wait_for_function("""() => {
        const card = document.querySelector('.card'), rows = [...card.querySelectorAll('tbody tr')], edge = card.querySelector('.inside').getBoundingClientRect().bottom;
        const seen = rows.filter(row => row.getBoundingClientRect().bottom <= edge + 1).length;
        return seen && seen < rows.length && (card.dataset.cut || '').match(/\\d+/)?.[0] === String(rows.length - seen); }""", timeout=20_000)
    pressed = "() => [...document.querySelectorAll('.card :is(a, button, .pressed)')].filter(one => one.checkVisibility()).length"
    assert page.evaluate(pressed) == 0
    shot(page, f"wall-words-{lang}")
    page.emulate_media(media="print")
    assert page.locator(".pressed").first.is_hidden()


def test_every_press_of_an_arrow_counts_when_cards_are_presented(page, demo):
    """A dozen presses, and back, faster than a card is drawn."""
    go(page, f"{demo}/supply?region=140300&lang=zh", "supply")
    cards = page.evaluate("() => [...document.querySelectorAll('.card')].map(card => card.dataset.card)")
    page.goto(f"{demo}/supply?region=140300&lang=zh&mode=present&card={cards[0]}")
    page.locator(".asked .nth").wait_for()
    for key, presses, place in (("ArrowRight", 12, 12), ("ArrowLeft", 5, 7)):
        for _ in range(presses):
            page.keyboard.press(key)
            page.wait_for_timeout(60)
        page.wait_for_function("name => document.querySelector('.card').dataset.card === name", arg=cards[place % len(cards)])
        page.wait_for_timeout(500)
        assert page.evaluate("() => document.querySelector('.card').dataset.card") == cards[place % len(cards)]


def test_an_arrow_that_is_held_down_shows_where_it_leads(page, demo):
    """It repeats faster than haste: cards are asked for while it is still held, yet few of those it passes. What is asked for is only noted here."""
    go(page, f"{demo}/supply?region=140300&lang=zh", "supply")
    cards = page.evaluate("() => [...document.querySelectorAll('.card')].map(card => card.dataset.card)")
    page.goto(f"{demo}/supply?region=140300&lang=zh&mode=present&card={cards[0]}")
    page.locator(".asked .nth").wait_for()
    page.wait_for_timeout(1500)
    passed, asked = page.evaluate("""() => new Promise(resolve => {
        const asked = [], key = () => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, repeat: true }));
        let passed = 0;
        window.go = change => asked.push([passed, change.card]);
        const timer = window.setInterval(() => { passed += 1; key(); }, 30);
        window.setTimeout(() => { window.clearInterval(timer); resolve([passed, asked.slice()]); }, 3500); })""")
    assert passed > 30 and 3 <= len(asked) < passed / 4, asked
    assert all(card == cards[at % len(cards)] for at, card in asked), "each is the card it had come to"


TIP = "() => [document.getElementById('tip').checkVisibility(), [...document.querySelectorAll('[aria-describedby=tip]')].length]"


def test_a_definition_goes_with_its_mark_and_none_comes_to_a_mouse_at_rest(page, demo):
    """By a key, by an answer that takes the mark or makes it another's; a mark that slides under the mouse tells when the mouse moves."""
    seen = Seen(demo)
    seen.watch(page)
    page.goto(f"{demo}/retention?region=140300&lang=zh&mode=present&card=survival_remoteness")
    page.locator(".asked .nth").wait_for()
    settle(page)
    mark = page.locator(".foot .info").last
    mark.hover()
    box = mark.bounding_box()
    assert page.evaluate(TIP) == [True, 1]
    shown = page.evaluate("() => document.querySelector('.card').dataset.card")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("name => document.querySelector('.card').dataset.card !== name", arg=shown)
    settle(page)
    assert page.evaluate(TIP) == [False, 0]
    page.locator(".foot .info").last.evaluate("""(mark, at) => { mark.style.cssText =
        `position:fixed;z-index:9;padding:0;left:${at.x}px;top:${at.y}px;width:${at.width}px;height:${at.height}px`; }""", box)
    page.wait_for_timeout(400)
    assert page.evaluate(TIP) == [False, 0], "it slid under the mouse"
    page.mouse.move(box["x"] + box["width"] / 2 + 1, box["y"] + box["height"] / 2 + 1)
    assert page.evaluate(TIP) == [True, 1]
    page.locator(".foot .info").last.evaluate("mark => { mark.dataset.definition = 'of another figure'; }")
    page.wait_for_timeout(100)
    assert page.evaluate(TIP) == [False, 0]
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert page.evaluate(TIP) == [True, 1]
    page.locator(".foot .info").last.evaluate("mark => mark.remove()")
    page.wait_for_timeout(100)
    assert not page.evaluate(TIP)[0] and seen.faults == []


def test_a_mark_that_is_reused_for_another_figure_tells_it_after_the_first_was_dismissed(page, demo):
    """By a key a definition is put away until its mark is left; Dash may draw the next card's mark in the same place of the page."""
    go(page, f"{demo}/retention?region=140300&lang=zh", "retention")
    settle(page)
    mark = page.locator(".foot .info").first
    mark.hover()
    page.wait_for_function("() => document.getElementById('tip').checkVisibility()")
    page.keyboard.press("Escape")
    page.wait_for_function("() => !document.getElementById('tip').checkVisibility()")
    told = mark.evaluate("""mark => { const tip = document.getElementById('tip'), found = [];
        const move = by => mark.dispatchEvent(new MouseEvent('mousemove', { bubbles: true, screenX: by, screenY: by }));
        move(901); found.push(tip.hidden);
        mark.dataset.definition = 'of another figure';
        move(902); found.push(tip.hidden, tip.textContent);
        return found; }""")
    assert told == [True, False, "of another figure"]
