"""An address that is wrong in a word is told which word it is, what there is instead, and keeps what was right."""

from __future__ import annotations

import json
import re

import pytest

from dashboard.addressed import page_at
from dashboard.data import Gate, Viewer
from dashboard.page import all_pages
from pipelines.core.comparison import COMPARISONS


@pytest.fixture(scope="module")
def gate(demo_workspace):
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def told(gate, path, search):
    """Heading, words and the address of the button of the page that says what is wrong."""
    told = page_at(gate, Viewer.local(gate.site), path, search, None)[2]
    made = json.loads(json.dumps(told, default=lambda part: part.to_plotly_json()))
    title, said, button = (part["props"]["children"] for part in made)
    return title, said, button["props"]["children"], button["props"]["href"]


@pytest.mark.parametrize(("path", "search", "word", "known", "back"), [
    ("/", "?compare=foo&region=140321&period=2024&lang=en", 'comparison "foo"', tuple(COMPARISONS), "/?region=140321&period=2024&lang=en"),
    ("/", "?compare=foo&region=140321", "对比方式“foo”", ("同比", "较上级地区"), "/?region=140321"),
    ("/", "?theme=pink&period=2021", "配色“pink”", ("light", "dark"), "/?period=2021"),
    ("/retention", "?lang=fr&region=140321", "语言“fr”", ("zh", "en"), "/retention?region=140321"),
    ("/", "?mode=zzz", "显示方式“zzz”", ("wall", "present"), "/"),
    ("/retention", "?period=1999&region=140321&by=sex", "时间“1999”", ("2015 至 2025", "2025-12", "2025-Q4"), "/retention?region=140321&by=sex"),
    ("/retention", "?period=1999&lang=en", 'period "1999"', ("2015 to 2025", "2025"), "/retention?lang=en"),
    ("/supply", "?region=999999&period=2024&compare=target", "“999999”", ("140300", "阳泉市"), "/supply?period=2024&compare=target"),
    ("/supply", "?by=shoe&lang=en", 'grouping "shoe"', ("none", "sex", "Staff group"), "/supply?lang=en"),
    ("/", "?population=martian", "人口口径“martian”", ("resident",), "/"),
    ("/clinics", "?region=140321&facility=nowhere", "机构代码“nowhere”", (), "/clinics?region=140321"),
])
def test_the_word_that_is_wrong_is_named_with_what_there_is_and_the_rest_is_kept(gate, path, search, word, known, back):
    title, said, leave, href = told(gate, path, search)
    assert word in said and all(name in said for name in known), said
    assert "页面" not in title and " page" not in title, "the page is there"
    assert href == back and next(page for page in all_pages() if page.path == path).title.of("en" if "lang=en" in search else "zh") in leave


def test_each_of_several_mistakes_is_told(gate):
    title, said, _, href = told(gate, "/supply", "?region=nowhere&lang=en&card=none_such&mode=present&period=2024")
    assert all(part in said for part in ('"nowhere"', '"none_such"')) and not re.search("[一-鿿]", title + said.replace("阳泉市", ""))
    assert href == "/supply?period=2024&lang=en", "no mode of a card that is not there"


def test_only_an_address_without_a_page_is_told_that_there_is_none(gate):
    title, said, _, href = told(gate, "/nosuch", "?region=140321&lang=en")
    assert "no such page" in title and "place" not in said and href == "/?region=140321&lang=en"


def test_a_long_word_of_an_address_is_cut_when_it_is_said_again(gate):
    _, said, *_ = told(gate, "/", f"?theme={'x' * 1_500}")
    assert "x" * 60 in said and "x" * 61 not in said
