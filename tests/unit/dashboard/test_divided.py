"""A card that a reader divides otherwise says so in its title, wherever it is named."""

from __future__ import annotations

import pytest

from dashboard.data import Gate, Viewer
from dashboard.page import all_pages
from dashboard.sight import sight_at
from dashboard.state import card_breakdowns
from dashboard.view import chart_of
from pipelines.core.text import LANGS
from pipelines.engine.observe import all_indicators

CARDS = [(page, card) for page in all_pages() for card in page.cards if card_breakdowns(card, all_indicators())]


@pytest.fixture(scope="module")
def gate(demo_workspace):
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def chart(gate, page, card, by, lang):
    sight = sight_at(gate.edition(), Viewer.local(gate.site), page.name, f"?region=140322&period=2025&by={by}&lang={lang}")
    return chart_of(sight, card)


@pytest.mark.parametrize(("page", "card"), [pair for pair in CARDS if pair[1].by], ids=lambda one: one.name)
def test_a_card_that_comes_divided_has_a_title_for_every_other_division(page, card) -> None:
    assert card.whole is not None
    for lang in LANGS:
        assert card.title.of(lang).startswith(card.whole.of(lang)) and card.whole.of(lang) != card.title.of(lang)


@pytest.mark.parametrize(("page", "name", "by", "zh", "en"), [
    ("pay", "pay_remoteness", "sex", "年收入中位数：按性别", "Median annual pay by sex"),
    ("pay", "pay_remoteness", "", "年收入中位数：按边远程度", "Median annual pay by remoteness"),
    ("pay", "pension", "sex", "养老保险参保率：按性别", "Pension coverage by sex"),
    ("supply", "headcount_trend", "age_band", "在岗人数：按年龄段", "Headcount by age band"),
    ("supply", "headcount_trend", "none", "在岗人数", "Headcount"),
    ("retention", "survival_remoteness", "staff_group", "留任曲线：按人员类别", "Retention curve by staff group"),
    ("retention", "leaver_trend", "sex", "离岗率：多少人走了（按性别）", "Leaver rate: how many went (by sex)"),
])
def test_the_title_says_by_what_a_reader_divided_it(gate, page, name, by, zh, en) -> None:
    found, card = next((p, c) for p, c in CARDS if (p.name, c.name) == (page, name))
    assert [chart(gate, found, card, by, lang).title for lang in LANGS] == [{"zh": zh, "en": en}[lang] for lang in LANGS]
