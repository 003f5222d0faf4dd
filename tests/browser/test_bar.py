"""The bar and the navigation stay mounted from page to page; what they offer, say and lead to is of what is shown."""

from __future__ import annotations

from urllib.parse import parse_qs, urlparse

from playwright.sync_api import expect

from dashboard import words
from dashboard.mistaken import SAID
from tests.browser.conftest import Seen, go, wait_filled
from tests.browser.reading import faults, settle
from tests.browser.test_address import choose

LEADS = "() => Object.fromEntries([...document.querySelectorAll('[data-leads]')].map(a => [a.dataset.leads, a.getAttribute('href')]))"
HERE = "() => [...document.querySelectorAll('.nav-link.here')].map(a => a.dataset.leads)"
OFFERED = {"supply": 11, "clinics": 0, "services": 2}  # breakdowns of a page: of its cards with one indicator, counted by hand
HEARD = "document.addEventListener('xiangyi:shown', event => { window.heard = event.detail; })"
AGAIN = """build => {
  window.dash_clientside.set_props('shown',
    { data: { ...window.heard, build: build || window.heard.build, fresh: false, told: Date.now() } });
  window.dash_clientside.set_props('mounted', { data: Date.now() });
}"""  # as a note that is marked has it
BREAKDOWN = ".bar .mantine-Select-input >> nth=3"


def asked(address: str) -> tuple[str, dict[str, str]]:
    """Path and query of an address."""
    parts = urlparse(address)
    return parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}


def test_the_bar_follows_the_page_the_place_and_the_period(page, demo):
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/?region=140300&lang=zh", "overview")
    page.evaluate("document.querySelector('.bar .mantine-Select-input').dataset.kept = 'yes'")
    for name in OFFERED:
        page.click(f".nav-link[data-leads={name}]")
        wait_filled(page, name)
        settle(page)
        assert page.evaluate(HERE) == [name]
        assert page.locator(BREAKDOWN).is_disabled() is (OFFERED[name] == 0)
        assert page.get_attribute(f".nav-link[data-leads={name}]", "aria-current") == "page" and page.locator("[aria-current=page]").count() == 1
        if OFFERED[name]:
            page.click(BREAKDOWN)
            assert page.locator(".mantine-Select-option:visible").count() == OFFERED[name] + 2
            page.keyboard.press("Escape")
    choose(page, 1, "2021")
    page.wait_for_function("() => document.querySelector('.answer').innerText.includes('2021')")
    settle(page)
    leads = {name: asked(address) for name, address in page.evaluate(LEADS).items()}
    assert leads["~wall"] == ("/services", {"region": "140300", "lang": "zh", "period": "2021", "mode": "wall"})
    assert leads["~language"] == ("/services", {"region": "140300", "lang": "en", "period": "2021"})
    assert leads["~export"][0] == "/export/services.pptx" and leads["~export"][1]["period"] == "2021"
    assert leads["supply"] == ("/supply", {"region": "140300", "lang": "zh", "period": "2021"})
    page.go_back()
    page.wait_for_function("() => !document.querySelector('.answer').innerText.includes('2021')")
    page.go_back()
    wait_filled(page, "clinics")
    settle(page)
    assert page.evaluate(HERE) == ["clinics"] and page.title() == f"机构 · 阳泉市 · {words.BRAND.zh}"
    assert page.evaluate("document.querySelector('.bar .mantine-Select-input').dataset.kept") == "yes", "the bar was not made anew"
    assert faults(page) == [] and seen.faults == []


def test_a_breakdown_that_is_not_of_the_page_stays_in_the_address(page, demo):
    go(page, f"{demo}/supply?region=140300&lang=zh&by=sex", "supply")
    page.click(".nav-link[data-leads=services]")
    wait_filled(page, "services")
    assert page.input_value(BREAKDOWN) == words.CARD_DEFAULT.zh and asked(page.url)[1]["by"] == "sex"
    page.click(".nav-link[data-leads=supply]")
    wait_filled(page, "supply")
    assert page.input_value(BREAKDOWN) == words.BREAKDOWN["sex"].zh and asked(page.url)[1]["by"] == "sex"


def test_links_followed_by_keyboard_leave_the_reader_somewhere(page, demo):
    go(page, f"{demo}/clinics?region=140322&lang=zh", "clinics")
    for pressed, comes, wanted in (
        (".crumbs > a", "new URLSearchParams(location.search).get('region') === '140300'", "H1"),
        ("[data-leads='~theme']", "document.documentElement.dataset.theme === 'dark'", "~theme"),
        ("[data-leads='~language']", "document.documentElement.lang === 'en' && document.title.startsWith('Facilities · Yangquan')", "~language"),
    ):
        page.focus(pressed)
        page.evaluate("pressed => { document.querySelector(pressed).dataset.old = 'yes'; }", pressed)
        page.keyboard.press("Enter")
        page.wait_for_function(f"() => {comes} && !document.querySelector('[data-old]')")  # what was pressed is gone
        page.wait_for_function("wanted => [document.activeElement.tagName, document.activeElement.dataset.leads].includes(wanted)", arg=wanted)
        wait_filled(page, "clinics")
    page.goto(f"{demo}/?region=nowhere&lang=en")
    page.wait_for_function("() => document.documentElement.lang === 'en'")
    assert page.inner_text("h1") == SAID["region"][0].en and page.locator("[aria-current]").count() == 0


def test_a_row_opened_elsewhere_shows_the_same_view_and_moves_nothing_here(page, demo):
    go(page, f"{demo}/clinics?region=140321&lang=en&period=2024", "clinics")
    link = page.locator(".ag-row a").first
    with page.context.expect_page() as opened:
        link.click(modifiers=["Control"])
    path, there = asked(opened.value.url)
    assert path == "/clinics" and (there["lang"], there["period"]) == ("en", "2024")
    assert there["region"].startswith("140321") and there["facility"] == link.get_attribute("data-facility")
    page.wait_for_timeout(600)
    assert asked(page.url)[1]["region"] == "140321", "the page itself stays"


def test_a_page_is_of_one_build_and_says_when_there_is_another(page, demo):
    page.add_init_script(HEARD)
    go(page, f"{demo}/?region=140300&lang=zh", "overview")
    settle(page)
    before = page.inner_text("#body")
    page.evaluate(AGAIN, "b000000")
    page.wait_for_selector("#newer:visible")
    assert "b000001" in page.inner_text("#newer") and page.inner_text("#body") == before, "cards of another build do not come under this heading"


def test_the_table_of_a_card_is_of_the_build_of_the_page(page, demo):
    go(page, f"{demo}/?region=140300&lang=zh", "overview")
    settle(page)
    assert "&build=b000001" in page.locator("[data-leads='~export']").get_attribute("href")
    for build, is_shown in (("b000001", True), ("b000000", False)):
        page.evaluate("build => { document.getElementById('words').dataset.build = build; }", build)
        page.click("[data-card=density_ranking] [data-menu]")
        page.locator(".menu-item").first.click()
        page.wait_for_selector(".card-dialog" if is_shown else "#newer:visible")
        assert (page.locator(".card-dialog").count(), page.locator("#newer:visible").count()) == (int(is_shown), int(not is_shown))
        page.keyboard.press("Escape")


def test_what_is_written_into_the_draft_stays_while_notes_are_marked(page, demo):
    page.add_init_script(HEARD)
    go(page, f"{demo}/?region=140300&lang=zh", "overview")
    settle(page)
    page.evaluate("() => { document.querySelector('.draft .draft').textContent = '我们改过的话'; }")
    with page.expect_response("**/_dash-update-component*"):
        page.evaluate(AGAIN, "")
    page.wait_for_function("() => !document.querySelector('[aria-busy]')")
    assert page.inner_text(".draft .draft") == "我们改过的话"


def test_what_is_typed_into_a_field_takes_the_place_of_what_it_says(page, demo):
    """By the mouse, by the keyboard, and once more while the field still has it."""
    go(page, f"{demo}/?region=140300&lang=zh&period=2021", "overview")
    settle(page)
    period = page.locator(".bar .mantine-Select-input").nth(1)
    period.click()
    for typed, before in (("2018", "2021"), ("2019", "2018")):
        assert period.input_value() == before
        page.keyboard.type(typed, delay=80)
        assert period.input_value() == typed
        page.locator(".mantine-Select-option:visible", has_text=typed).first.click()
        page.wait_for_function("year => document.querySelector('.answer').innerText.includes(year)", arg=typed)
        settle(page)
    region = page.locator(".bar .mantine-Select-input").nth(0)
    region.focus()
    page.keyboard.type("pdx")
    assert region.input_value() == "pdx"
    page.locator(".mantine-Select-option:visible", has_text="平定县").first.click()
    page.wait_for_function("() => new URLSearchParams(location.search).get('region') === '140321'")
    settle(page)
    keys = page.context.new_cdp_session(page)  # an input method composes what it writes
    keys.send("Input.imeSetComposition", {"text": "yu", "selectionStart": 2, "selectionEnd": 2})
    keys.send("Input.insertText", {"text": "盂县"})
    assert region.input_value() == "盂县"


def test_a_place_is_chosen_level_by_level(page, demo):
    """From a county of one prefecture into another prefecture and down to a township, by the mouse; and by keys."""
    go(page, f"{demo}/supply?region=140321&lang=zh&period=2021", "supply")
    opened = page.locator(".crumb-list[open]")
    for level, name in ((0, "阿里地区"), (1, "噶尔县"), (2, "昆莎乡")):
        page.locator(".crumb-list summary").nth(level).click()
        expect(opened).to_have_count(1)
        opened.get_by_role("link", name=name, exact=True).click()
        page.wait_for_function("name => document.querySelector('.crumbs .here').textContent === name", arg=name)
        expect(opened, "a list that was chosen from closes").to_have_count(0)
    assert asked(page.url)[1]["period"] == "2021"
    last = page.locator(".crumb-list summary").last
    last.focus()
    page.keyboard.press("Enter")
    expect(opened).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    assert page.evaluate("() => document.activeElement.matches('.crumb-list summary')")
    page.keyboard.press("Enter")
    page.locator("h1").click()
    expect(opened, "and so does one that is left").to_have_count(0)
