"""Titles that name days name those of the site's settings, wherever a title is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.addressed import page_at
from dashboard.callbacks import content, mounted
from dashboard.cards.links import _LIGHTS
from dashboard.data import Gate, Viewer
from dashboard.page import all_pages
from pipelines.core.light import LIGHT_WORDS
from pipelines.core.text import LANGS
from pipelines.engine.observe import all_indicators
from pipelines.engine.resolve import indicators_of

PAGES = {page.name: page for page in all_pages()}


@pytest.fixture(scope="module")
def gate(demo_workspace):
    """The demo as a site that counts 14 and 60 days as use."""
    opened = Gate(demo_workspace)
    edition = opened.edition()
    edition.site = replace(edition.site, standards=replace(edition.site.standards, active_days=(14, 60)))
    yield opened
    opened.close()


def test_a_title_without_a_site_names_no_days_and_one_of_a_site_its_own(gate):
    found, raw = indicators_of(gate.edition().site), all_indicators()
    assert (found["active_share_short"].title.zh, found["active_share_long"].title.en) == ("已接入机构活跃率（14 天内）", "Linked clinics active within 60 days")
    assert not any(char.isdigit() for name in ("active_share_short", "active_share_long") for char in raw[name].title.zh + raw[name].title.en)
    assert {name for name in raw if found[name] != raw[name]} == {name for name, i in raw.items() if i.window} == {"active_share_short", "active_share_long"}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("name", "short"), [("telemedicine", True), ("overview", False), ("indicators", True)])
def test_a_page_names_the_days_of_its_site(gate, lang, name, short):
    page, viewer = PAGES[name], Viewer.local(gate.site)
    shell = page_at(gate, viewer, page.path, f"?region=140300&lang={lang}", None)
    told = str((shell[2:4], content(gate, viewer, shell[-1], *mounted(page))))
    title = {"zh": "已接入机构活跃率（{} 天内）", "en": "Linked clinics active within {} days"}[lang]
    titles = tuple(title.format(days) for days in (14, 60))
    assert titles[1] in told and (titles[0] in told or not short)
    assert all(i.title.of(lang) not in told for i in all_indicators().values() if i.window)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("mode", "times"), [("", 1), ("&mode=present&card=register", 2)])
def test_what_the_heading_of_a_page_says_its_only_card_does_not_say_again(gate, lang, mode, times):
    page, viewer = PAGES["claims"], Viewer.local(gate.site)
    texts, places = mounted(page)
    told = page_at(gate, viewer, page.path, f"?lang={lang}{mode}", None)
    parts = content(gate, viewer, told[-1], texts, places)
    said = str(told[2]) + str(parts[0])
    assert said.count({"zh": "个数字，", "en": "figures are registered"}[lang]) == times


def test_the_middle_colour_has_one_name() -> None:
    assert LIGHT_WORDS["amber"].en.startswith("amber") and _LIGHTS.en == "teal active, amber seldom, red idle"
