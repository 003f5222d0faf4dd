"""Tables presented on a small screen stand whole on it, feet on a wall tell their sources to the end, tables fill the sheets they are printed on."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import Seen, go, shot
from tests.browser.reading import settle

STANDS = """() => { const card = document.querySelector('.card'), table = card.querySelector('.table:not(.card)'), note = card.querySelector('.foot > .of-note');
    return { page: [document.documentElement.scrollWidth, document.documentElement.scrollHeight], foot: card.querySelector('.foot').getBoundingClientRect().bottom,
             over: table.scrollWidth - table.clientWidth, first: card.querySelector('td:first-child').offsetWidth, tall: table.offsetHeight,
             twice: Boolean(note && note.checkVisibility()) }; }"""
TABLES = (("subsidies", "rates"), ("subsidies", "cases"), ("services", "work"), ("telemedicine", "link_matrix"), ("claims", "register"),
          ("indicators", "catalogue"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_table_presented_on_a_small_screen_stands_whole_and_says_its_note_once(page, demo, lang):
    seen = Seen(demo)
    seen.watch(page)
    page.set_viewport_size({"width": 1366, "height": 768})
    for name, card in TABLES:
        page.goto(f"{demo}/{name}?region=140300&period=2025&lang={lang}&mode=present&card={card}")
        page.wait_for_selector(".asked dl")
        page.wait_for_selector(f"[data-card={card}] .table td")
        settle(page)
        stands = page.evaluate(STANDS)
        assert stands["page"] == [1366, 768] and stands["foot"] <= 768 and stands["over"] <= 1, (card, stands)
        assert stands["first"] >= 60 and stands["tall"] >= 150 and not stands["twice"], (card, stands)
        if card == "rates":
            assert stands["first"] >= 120, "names of schemes are not folded to a letter or two"
        shot(page, f"present-{card}-{lang}")
    assert seen.faults == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_foot_on_a_wall_ends_with_its_sources(page, demo, lang):
    page.set_viewport_size({"width": 1920, "height": 1080})
    go(page, f"{demo}/?region=140300&lang={lang}", "overview")  # what is kept of the page is not what a wall tells
    go(page, f"{demo}/?region=140300&lang={lang}&mode=wall", "overview")
    page.evaluate("document.querySelector('.page').style.width = '900px'")  # as narrow as a card may be before its page is laid out
    page.wait_for_timeout(1500)  # feet are fitted once a second
    page.evaluate("document.querySelector('.page').style.width = ''")
    page.wait_for_timeout(2500)
    feet = page.evaluate("""() => [...document.querySelectorAll('.card .foot')].map(foot => {
        const last = [...foot.children].filter(part => part.checkVisibility()).pop().getClientRects(), box = foot.getBoundingClientRect();
        const end = last[last.length - 1];
        return [foot.scrollHeight - foot.clientHeight, end.bottom <= box.bottom + 1 && end.right <= box.right + 1]; })""")
    assert len(feet) == 5 and all(hidden <= 1 and is_whole for hidden, is_whole in feet), feet
    assert page.locator(".card.map .foot").inner_text().startswith({"zh": "示意", "en": "Schematic"}[lang]), "what a map says of its boundaries stays"
    note = page.locator(".card.ranking .foot > .of-note").inner_text()
    colours = {"zh": ("红色的", "灰色的"), "en": ("red:", "grey:")}[lang]
    assert all(word in note for word in colours), ("no hand is near to ask what they mean", note)
    assert page.locator(".left-out.means").inner_text().startswith({"zh": "“？”", "en": '"?"'}[lang])
    shot(page, f"wall-feet-{lang}")
    go(page, f"{demo}/?region=140300&lang={lang}", "overview")
    assert page.locator(".in-doubt").count() and not page.locator(".left-out.means").is_visible(), "beside a tile it is said already"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_day_is_written_as_on_the_page_whatever_the_language_of_the_browser(page, demo, lang):
    go(page, f"{demo}/supply?region=140300&lang={lang}", "supply")
    page.locator(".card [data-menu]").first.click()
    page.locator(".menu-item").nth(-3).click()
    page.wait_for_selector(".meeting form")
    field, picker = page.locator("[name=due_on]"), page.locator(".meeting .picker")
    assert field.get_attribute("type") in (None, "text") and field.get_attribute("placeholder") == "2025-06-30"
    picker.evaluate("picker => { picker.value = '2026-03-31'; picker.dispatchEvent(new Event('change')); }")
    assert field.input_value() == "2026-03-31"
    shot(page, f"day-{lang}")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_day_is_set_by_keys_alone_and_its_calendar_is_named(page, demo, lang):
    go(page, f"{demo}/supply?region=140300&lang={lang}", "supply")
    page.locator(".card [data-menu]").first.click()
    page.locator(".menu-item").nth(-3).click()
    page.wait_for_selector(".meeting form")
    named = {"zh": ("时限", "从日历选择时限"), "en": ("Due", "Choose the due day from a calendar")}[lang]
    field = page.get_by_role("textbox", name=named[0], exact=True)
    field.focus()
    page.keyboard.type("2026-01-31")
    for key, day in (("ArrowUp", "2026-02-01"), ("ArrowDown", "2026-01-31"), ("PageUp", "2026-02-28"), ("PageDown", "2026-01-28")):
        page.keyboard.press(key)
        assert field.input_value() == day
    page.keyboard.press("Tab")
    reached = "() => [document.activeElement.type, document.activeElement.getAttribute('aria-label'), document.activeElement.ariaHidden, document.activeElement.value]"
    assert page.evaluate(reached) == ["date", named[1], None, "2026-01-28"]
    page.keyboard.press("Tab")
    if page.evaluate("() => document.activeElement.type") == "date":  # its button
        page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.name") == "by"
    field.fill("")
    field.press("ArrowUp")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", field.input_value()), "today, where no day stands"


def test_on_paper_a_long_table_begins_on_the_page_that_has_room_and_short_names_are_not_folded(page, demo):
    go(page, f"{demo}/subsidies?region=140300&period=2025&lang=zh", "subsidies")
    page.emulate_media(media="print")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    rows, breaks = page.evaluate("""() => { const of = name => document.querySelector(`[data-card=${name}]`);
        return [of('cases').querySelectorAll('tbody tr').length, ['cases', 'audit'].map(name => getComputedStyle(of(name)).breakInside)]; }""")
    assert 10 < rows < 25 and breaks == ["auto", "avoid"], "seventeen rows are broken over pages, three are not"
    page.emulate_media(media="screen")
    go(page, f"{demo}/training?region=140300&period=2025&lang=zh", "training")
    page.emulate_media(media="print")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    page.set_viewport_size({"width": 703, "height": 1000})  # a sheet
    cells = page.evaluate("""() => [...document.querySelectorAll('[data-card=training_table] .paper-table td')]
        .filter(cell => /县$|区$|^[\\d.]+–/.test(cell.textContent))
        .map(cell => { const range = document.createRange(); range.selectNodeContents(cell); return [cell.textContent, range.getClientRects().length]; })""")
    assert len(cells) >= 10 and all(lines == 1 for _, lines in cells), cells


SHEET_HIGH = 1009  # pixels between the margins of A4
TOGETHER = {"telemedicine": ("head", "headlines", "card"), "overview": ("card.ranking", "card.attention")}


@pytest.mark.parametrize("name", sorted(TOGETHER))
def test_cards_that_nearly_share_a_sheet_share_it_and_leave_no_half_of_one_empty(page, demo, name):
    """The map of links under its headlines, and what needs attention under the ranking: in English, which is longer."""
    go(page, f"{demo}/{'' if name == 'overview' else name}?region=140300&period=2025&lang=en", name)
    page.wait_for_function("() => [...document.querySelectorAll('.card')].every(card => card.querySelector('h2'))")
    page.emulate_media(media="print")
    page.evaluate("() => window.ontoPaper()")
    page.set_viewport_size({"width": 703, "height": 1000})
    tall = [page.locator(f".{part}").first.evaluate("one => one.offsetHeight + parseFloat(getComputedStyle(one).marginBottom)") for part in TOGETHER[name]]
    assert all(one > 20 for one in tall) and sum(tall) <= SHEET_HIGH, tall
    page.emulate_media(media="screen")


def test_names_of_schemes_stand_on_paper_in_a_few_lines(page, demo):
    go(page, f"{demo}/subsidies?region=140300&period=2025&lang=en", "subsidies")
    page.wait_for_selector("[data-card=rates] td")
    page.emulate_media(media="print")
    page.evaluate("() => window.ontoPaper()")
    page.set_viewport_size({"width": 703, "height": 1000})
    wide, over = page.evaluate("""() => { const card = document.querySelector('[data-card=rates]'), table = card.querySelector('table');
        return [Math.min(...[...card.querySelectorAll('td:first-child')].map(cell => cell.offsetWidth)), table.offsetWidth - table.parentElement.offsetWidth]; }""")
    assert wide >= 78 and over <= 1, "and the table stays on the sheet"
    page.emulate_media(media="screen")


MARKS = """() => [...new Set([...document.querySelectorAll('.card .main-svg text')].map(text => text.textContent).filter(text => /^[\\u2460-\\u2473]+$/.test(text)))]
    .join('')"""
LISTED = "() => [...document.querySelectorAll('.paper-policies .policy')].filter(one => one.checkVisibility()).map(one => one.textContent)"

DEFINED = """() => [...document.querySelectorAll('.paper-defined p')].filter(one => one.checkVisibility())
    .map(one => [one.firstChild.textContent, one.lastChild.textContent])"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_printed_marks_of_policies_are_told_once_at_the_end_and_nothing_is_left_for_a_pointer(page, demo, lang):
    go(page, f"{demo}/retention?region=140300&period=2025&lang={lang}", "retention")
    page.wait_for_function("() => document.querySelectorAll('.card .main-svg .trace').length > 8")
    marks = page.evaluate(MARKS)
    assert len(set(marks)) == 9 and page.locator(".foot .info").first.is_visible()
    page.emulate_media(media="print")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    listed = page.evaluate(LISTED)
    assert [one[0] for one in listed] == sorted(set(marks)), "each mark of the drawings, once, though several carry it"
    assert all(re.fullmatch(r". \d{4}-\d\d [\u4e00-\u9fff].{8,}[^、,]", one) for one in listed), listed
    told = page.locator(".paper-policies").inner_text()
    assert ("in Chinese, as in the source" in told) == (lang == "en")
    last = page.evaluate("() => document.querySelector('.paper-policies').getBoundingClientRect().top"
                         " - [...document.querySelectorAll('.card')].pop().getBoundingClientRect().bottom")
    assert last >= 0 and page.evaluate("() => [...document.querySelectorAll('.info')].filter(one => one.checkVisibility()).length") == 0
    defined = page.evaluate(DEFINED)
    titles = page.evaluate("() => [...document.querySelectorAll('.card h2')].map(title => title.firstChild.textContent)")
    assert set(" · ".join(title for title, _ in defined).split(" · ")) <= set(titles) and len({said for _, said in defined}) == len(defined)
    assert len(defined) > 5 and all(len(said) > 20 and "：口径与来源" not in said and "in the menu" not in said for _, said in defined)
    dangling = page.evaluate("""() => [...document.querySelectorAll('.foot')].filter(foot => { const shown = [...foot.children].filter(one => one.checkVisibility());
        return shown.length && getComputedStyle(shown.pop(), '::after').content !== 'none'; }).length""")
    assert dangling == 0, "no dot before what is not printed"
    page.emulate_media(media="screen")
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    assert page.locator(".paper-policies, .paper-defined").count() == 0 and page.locator(".foot .info").first.is_visible()
    page.pdf(prefer_css_page_size=True)  # as from the menu of the browser: both events come of themselves
    assert page.locator(".paper-policies").count() == 0


def test_a_printed_note_is_whole_and_stands_under_rows_of_its_table(page, demo):
    """A card may break between the rows of its table, which then flow as blocks do; never within its foot, nor right before it."""
    go(page, f"{demo}/subsidies?region=542500&period=2025&lang=en", "subsidies")
    page.wait_for_selector(".card.rate_table .table tr")
    page.emulate_media(media="print")
    breaks = page.evaluate("""() => [...document.querySelectorAll('.card .foot')].map(foot => [getComputedStyle(foot), foot.parentElement])
        .map(([style, card]) => [card.dataset.card, style.breakInside, style.breakBefore, getComputedStyle(card).breakInside,
                                 getComputedStyle(card).display, getComputedStyle(card.querySelector('.inside')).display])""")
    page.emulate_media(media="screen")
    assert len(breaks) > 8 and {tuple(one[1:3]) for one in breaks} == {("avoid", "avoid")}
    broken = {one[0]: one[4:] for one in breaks if one[3] == "auto"}
    assert "rates" in broken and all(set(shown) <= {"block", "none"} for shown in broken.values()), broken


def test_a_page_whose_drawings_carry_no_policies_prints_no_list_of_them(page, demo):
    go(page, f"{demo}/claims?region=140300&period=2025&lang=zh", "claims")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(MARKS) == "" and page.locator(".paper-table, .card .table").count() and page.locator(".paper-policies").count() == 0


def test_where_cards_number_policies_differently_each_list_names_its_cards(page, demo):
    go(page, f"{demo}/retention?region=140300&period=2025&lang=zh", "retention")
    page.wait_for_function("() => document.querySelectorAll('.card .main-svg .trace').length > 8")
    page.evaluate("() => { [...document.querySelectorAll('.foot .info')].find(one => one.textContent.startsWith('政策')).dataset.definition = "
                  "'政策施行：① 2020-01 甲、乙办法\\n② 2021-05 丙办法'; }")
    page.emulate_media(media="print")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    cards, listed = page.locator(".paper-policies .of-cards").all_inner_texts(), page.evaluate(LISTED)
    titles = page.locator(".card h2").evaluate_all("all => all.map(one => one.firstChild.textContent)")
    assert len(cards) == 2 and all(set(one.split(" · ")) <= set(titles) for one in cards) and len(listed) == 11
    assert listed[:2] == ["① 2020-01 甲、乙办法", "② 2021-05 丙办法"], "a comma within a name does not part it"
    page.emulate_media(media="screen")


def test_a_map_printed_from_the_menu_of_the_browser_stands_in_the_middle_of_its_card(page, demo):
    go(page, f"{demo}/retention?region=140300&period=2025&lang=zh", "retention")
    page.wait_for_selector(".card.map .maplibregl-canvas")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    off, wide, card = page.evaluate("""() => { const card = document.querySelector('.card.map').getBoundingClientRect();
        const copy = document.querySelector('.card.map .paper-copy').getBoundingClientRect();
        return [(copy.left + copy.right) / 2 - (card.left + card.right) / 2, copy.width, card.width]; }""")
    assert abs(off) <= 3 and 100 < wide < card
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert page.locator(".card.map .drawing").first.evaluate("one => one.style.getPropertyValue('--wide')") == ""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_wall_keeps_what_a_figure_must_not_be_taken_for(page, demo, lang):
    page.set_viewport_size({"width": 1920, "height": 1080})
    go(page, f"{demo}/training?region=140300&period=2025&lang={lang}&mode=wall", "training")
    page.wait_for_timeout(2500)  # feet are fitted once a second
    foot = page.locator("[data-card=dose_and_destiny] .foot")
    assert foot.inner_text().startswith({"zh": "只是先后，不是因果", "en": "an association, not an effect"}[lang])
    assert foot.evaluate("foot => foot.scrollHeight - foot.clientHeight") <= 1
    high, wide, foot_top = page.evaluate("""() => { const card = document.querySelector('.card.map'), box = part => card.querySelector(part).getBoundingClientRect();
        return [box('.drawn').height / card.getBoundingClientRect().height, box('.legend').left - box('.drawn').right, box('.foot').top - box('.drawn').bottom]; }""")
    assert high > 0.5 and wide >= 0 and foot_top < 30, "its classes stand beside a map and leave it the height"
    shot(page, f"wall-training-{lang}")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_in_a_list_on_a_wall_are_whole_and_nothing_asks_for_a_hand(page, demo, lang):
    page.set_viewport_size({"width": 1920, "height": 1080})
    go(page, f"{demo}/clinics?region=140300&period=2025&lang={lang}&mode=wall", "clinics")
    page.wait_for_selector(".card[data-cut]")
    page.wait_for_timeout(3500)  # names are given the room they lack once a second
    lacks = page.evaluate("() => [...document.querySelectorAll('.ag-pinned-left-cols-container .ag-cell-value')].map(cell => cell.scrollWidth - cell.clientWidth)")
    assert len(lacks) > 15 and max(lacks) <= 1
    assert {"zh": "点选", "en": "select"}[lang] not in page.locator(".foot").inner_text()


def test_names_on_a_map_have_their_halo_in_the_browser(page, demo):
    go(page, f"{demo}/retention?region=140300&period=2025&lang=zh", "retention")
    page.wait_for_selector(".card.map .maplibregl-canvas")
    page.wait_for_function("""() => { const plot = document.querySelector('.card.map .js-plotly-plot'), map = plot._fullLayout.map._subplot.map;
        const named = plot._fullData.filter(trace => trace.mode === 'text');
        return map.style && named.length === 2
          && named.map(trace => [`plotly-trace-layer-${trace.uid}-symbol`, trace.meta.halo])
            .every(([layer, halo]) => map.getLayer(layer) && map.getPaintProperty(layer, 'text-halo-color') === halo); }""")
    colours = page.evaluate("() => document.querySelector('.card.map .js-plotly-plot')._fullData.filter(one => one.mode === 'text').map(one => one.meta.halo)")
    assert len(set(colours)) == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_curve_keeps_its_height_on_paper_where_the_sheet_has_it_and_on_a_wall(page, demo, lang):
    """The plot itself, without its axis and those at risk: on paper two cards stand on a sheet and share what is left under them."""
    tall = """() => document.querySelector('.card.survival .nsewdrag').getBoundingClientRect().height"""
    page.set_viewport_size({"width": 1920, "height": 1080})
    go(page, f"{demo}/?region=140300&lang={lang}&mode=wall", "overview")
    page.wait_for_function("() => document.querySelector('.card.survival .nsewdrag')?.getBoundingClientRect().height >= 120")
    go(page, f"{demo}/?region=140300&lang={lang}", "overview")
    page.wait_for_function("() => [...document.querySelectorAll('.card')].every(card => card.querySelector('h2'))")
    before = page.evaluate("() => [...document.styleSheets].flatMap(sheet => [...sheet.cssRules]).filter(rule => rule.media).map(rule => rule.media.mediaText)")
    page.evaluate("() => window.ontoPaper()")
    assert page.evaluate(tall) >= 170
    after = page.evaluate("() => [...document.styleSheets].flatMap(sheet => [...sheet.cssRules]).filter(rule => rule.media).map(rule => rule.media.mediaText)")
    assert before == after and not page.evaluate("() => document.documentElement.dataset.paper"), "rules for paper hold on paper alone"
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})
    pair = page.evaluate("() => ['survival_remoteness', 'pay_growth'].map(name => document.querySelector(`[data-card=${name}]`).offsetHeight + 10)")
    assert sum(pair) - 10 <= SHEET_HIGH, pair
    page.emulate_media(media="screen")
