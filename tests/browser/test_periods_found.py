"""A period is found by what people type for it, in either language, and what is typed and given up does not stay."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.mistaken import NO_CARD, NO_CARD_TITLE, SEVERAL_TITLE, TO_PAGE
from tests.browser.conftest import Seen, go, shot, wait_filled
from tests.browser.reading import settle

PERIOD = ".bar .mantine-Select-input >> nth=1"
TYPED = (
    ("2025q2", "2025-Q2"), ("2025Q2", "2025-Q2"), ("2025-Q2", "2025-Q2"), ("2025 q2", "2025-Q2"), ("２０２５Ｑ２", "2025-Q2"), ("25年二季度", "2025-Q2"),
    ("2025年第二季度", "2025-Q2"), ("2季度", "2025-Q2"), ("quarter 2", "2025-Q2"), ("上半年", "2025-H1"), ("H1", "2025-H1"), ("2025 h1", "2025-H1"),
    ("half 1", "2025-H1"), ("24年下半年", "2024-H2"), ("2025", "2025"), ("2025年", "2025"),
    ("2024下半年", "2024-H2"), ("2024h2", "2024-H2"), ("H2 2024", "2024-H2"), ("second half 2024", "2024-H2"), ("202506", "2025-06"),
    ("2025年6月", "2025-06"), ("2025年06月", "2025-06"), ("2025/6", "2025-06"), ("2025.6", "2025-06"), ("2025-6", "2025-06"), ("June 2025", "2025-06"),
    ("jun 2025", "2025-06"), ("Q2 2025", "2025-Q2"), ("2025二季度", "2025-Q2"), ("2025第2季度", "2025-Q2"), ("2025年度", "2025"),
)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_period_is_found_by_what_people_type_for_it(page, demo, lang):
    go(page, f"{demo}/?region=140300&lang={lang}", "overview")
    found = page.evaluate("""typed => {
        const list = window.dash_component_api.getLayout({part: 'control', name: 'period'}).props.data;
        return typed.map(one => window.dashMantineFunctions.findChoice({options: list, search: one}).flatMap(group => group.items.map(entry => entry.value))); }""",
                          [typed for typed, _ in TYPED])
    assert [list_[:1] for list_ in found] == [[wanted] for _, wanted in TYPED]
    parts = found[[typed for typed, _ in TYPED].index("2季度")]
    assert len(parts) > 3 and all(one.endswith("-Q2") for one in parts), "that quarter of every year, and no other"


def test_a_period_typed_and_entered_is_shown_and_one_given_up_leaves_nothing_in_the_field(page, demo):
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/?region=140300&lang=zh&period=2025", "overview")
    settle(page)
    for at, kept in ((1, "2025"), (0, "阳泉市")):
        field = page.locator(".bar .mantine-Select-input").nth(at)
        field.focus()
        page.keyboard.type("202", delay=40)
        page.keyboard.press("Escape")
        page.wait_for_function("([at, kept]) => document.querySelectorAll('.bar .mantine-Select-input')[at].value === kept", arg=[at, kept])
        expect(page.locator(".mantine-Select-option:visible")).to_have_count(0)  # the list fades
    field = page.locator(PERIOD)
    field.focus()
    page.keyboard.type("25年二季度", delay=40)
    page.keyboard.press("Enter")
    page.wait_for_function("() => new URLSearchParams(location.search).get('period') === '2025-Q2'")
    wait_filled(page, "overview")
    assert field.input_value() == "2025-Q2" and seen.faults == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_where_no_period_is_found_it_is_said_with_what_may_be_typed(page, demo, lang):
    go(page, f"{demo}/?region=140300&lang={lang}&period=2025", "overview")
    settle(page)
    may = {"zh": "2025下半年、2025Q4、2025年12月、202512", "en": "H2 2025, Q4 2025, December 2025, 202512"}[lang]
    field = page.locator(PERIOD)
    field.focus()
    page.keyboard.type("1066", delay=40)
    page.wait_for_function("may => [...document.querySelectorAll('.mantine-Select-empty')].some(e => e.checkVisibility() && e.textContent.includes(may))", arg=may,
                           timeout=20_000)
    shot(page, f"no-period-{lang}")
    page.keyboard.press("Enter")
    page.wait_for_function("may => [...document.querySelectorAll('.said')].some(e => e.textContent.includes('1066') && e.textContent.includes(may))", arg=may,
                           timeout=20_000)
    page.wait_for_function("() => document.querySelectorAll('.bar .mantine-Select-input')[1].value === '2025'")
    assert "period=2025" in page.url, "what was shown stays"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_card_that_is_not_there_is_named_and_escape_leads_back_to_its_page(page, demo, lang):
    seen = Seen(demo)
    seen.watch(page)
    page.goto(f"{demo}/supply?region=140321&lang={lang}&mode=present&card=no_such_card&period=2024")
    page.wait_for_selector("h1")
    title = page.inner_text(".nav-link[data-leads=supply]")
    assert page.inner_text("h1") == NO_CARD_TITLE.of(lang) and page.inner_text(".answer") == NO_CARD.of(lang).format(page=title, word="no_such_card")
    assert page.inner_text(".page .button") == TO_PAGE.of(lang).format(page=title)
    shot(page, f"no-card-{lang}")
    page.keyboard.press("Escape")
    wait_filled(page, "supply")
    assert "region=140321" in page.url and "period=2024" in page.url and "mode=" not in page.url and "card=" not in page.url
    assert page.evaluate("document.documentElement.dataset.mode") == "page" and seen.faults == []
    page.goto(f"{demo}/supply?region=nowhere&lang={lang}&mode=present&card=no_such_card")
    page.wait_for_selector("h1")
    assert page.inner_text("h1") == SEVERAL_TITLE.of(lang), "more is wrong than the card"
