"""Every page in both languages: nothing fails, nothing leaves this machine, nothing breaks the policy."""

from __future__ import annotations

import re

import pytest

from dashboard import words
from dashboard.page import all_pages
from tests.browser.conftest import Seen, go, shot

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("root", ["140300", "542500"])
def test_the_demo_opens_without_a_fault(page, demo, lang, root):
    seen = Seen(demo)
    seen.watch(page)
    for declared in all_pages():
        go(page, f"{demo}{declared.path}?region={root}&lang={lang}", declared.name)
        assert page.inner_text("h1") == declared.question.of(lang)
        assert words.SYNTHETIC.of(lang) in page.inner_text(".where")
        assert page.locator(".card").count() == len(declared.cards)
        assert page.locator(".headline").count() == len(declared.headline)
        shot(page, f"demo-{root}-{declared.name}-{lang}")
    assert seen.faults == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_england_opens_without_a_fault(page, england, lang):
    seen = Seen(england)
    seen.watch(page)
    for declared in all_pages():
        go(page, f"{england}{declared.path}?lang={lang}", declared.name)
        assert words.SYNTHETIC.of(lang) not in page.inner_text("body")
        shot(page, f"england-{declared.name}-{lang}")
    assert seen.faults == []


def test_what_england_does_not_collect_is_said_in_words(page, england):
    go(page, f"{england}/?lang=en", "overview")
    for name in ("retention_12m", "credit_completion", "active_share_long"):
        card = page.locator(f"[data-indicator={name}]")
        assert "not collected" in card.inner_text() and not re.search(r"\b0\b", card.inner_text())
    assert words.MAP_NONE.en in page.inner_text("[data-card=density_map]")
    assert page.locator("[data-card=density_map] .main-svg .trace").count() > 0
    assert "who stayed and who left cannot be told" in page.inner_text("[data-card=survival_remoteness] .inside")
    go(page, f"{england}/retention?lang=en", "retention")
    assert "No unit in England reported any of the data" in page.inner_text(".answer")


def test_english_pages_hold_no_chinese_but_names(page, demo):
    go(page, f"{demo}/supply?region=140300&lang=en", "supply")
    shell = page.inner_text(".side") + page.inner_text(".where") + page.inner_text("h1") + page.inner_text(".headlines")
    assert not HAN.search(shell)
    for card in page.locator(".card h2").all_inner_texts():
        assert not HAN.search(card)


def test_a_narrow_screen_stacks_the_cards(page, demo):
    page.set_viewport_size({"width": 1000, "height": 900})
    go(page, f"{demo}/?region=140300", "overview")
    lefts = {round(box["x"]) for c in page.locator(".card").all() if (box := c.bounding_box())}
    assert len(lefts) == 2
    page.set_viewport_size({"width": 700, "height": 900})
    lefts = {round(box["x"]) for c in page.locator(".card").all() if (box := c.bounding_box())}
    assert len(lefts) == 1
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
