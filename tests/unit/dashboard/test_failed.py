"""A card that fails says so in its own place, with its own look; the other cards of the page stand."""

from __future__ import annotations

import io
import logging
import tempfile
from pathlib import Path

import duckdb
import flask
import pytest
from pptx import Presentation

from dashboard import failed, headline, view
from dashboard.addressed import page_at
from dashboard.callbacks import content, mounted
from dashboard.cards import CARDS
from dashboard.cards.kind import Kind
from dashboard.charts.chart import Chart
from dashboard.data import Gate, Viewer
from dashboard.export import deck_at
from dashboard.page import all_pages
from dashboard.server import by_steps
from pipelines.warehouse.connect import TimedOut, open_build

PAGE = next(page for page in all_pages() if page.name == "overview")
AT = [card.name for card in PAGE.cards].index("density_ranking")


@pytest.fixture(scope="module")
def gate(demo_workspace):
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def broken(sight, card):
    raise KeyError("secret " + sight.state.region)


def endless(sight, card):
    """Ask what cannot be answered within a limit.

    Of a file of its own: the demo's build may have been opened without one by another test of this process, which holds for all its
    connections, and two threads of DuckDB that count on are not ended by the signal of a test's own timeout.
    """
    statement = "select count(*) from range(100000000) as a, range(100000) as b where hash(a.range + b.range) % 7 = 3"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "alone.duckdb"
        duckdb.connect(str(path)).close()
        with open_build(path, max_execution_ms=300) as connection:
            return connection.execute(statement).fetchall()


def unprintable(sight, card):
    whole = view.chart_of(sight, next(c for c in PAGE.cards if c.name == "density_map"))
    title = card.title.of(sight.lang)
    return Chart(name=card.name, kind="ranking", lang=sight.lang, title=title, unit="", subtitle="", scale=whole.scale, series=(None,))


def answered(gate, monkeypatch, make, lang):
    monkeypatch.setattr(view, "CARDS", {**CARDS, "ranking": Kind(make, "drawing", is_live=True)})
    viewer = Viewer.local(gate.site)
    shown = page_at(gate, viewer, PAGE.path, f"?region=140300&lang={lang}", None)[-1]
    return content(gate, viewer, shown, *mounted(PAGE))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("make", "said"), [(broken, failed.BROKEN), (endless, failed.TOO_SLOW), (unprintable, failed.BROKEN)])
def test_the_card_alone_fails_and_says_what_happened_and_what_to_do(gate, monkeypatch, caplog, make, said, lang):
    with caplog.at_level(logging.ERROR, "xiangyi.dashboard"):
        texts, insides, _, drawings, *_, drawn = answered(gate, monkeypatch, make, lang)
    words = str(insides[AT])
    incident = caplog.records[-1].getMessage().split()[1]
    assert said.of(lang).format(incident=incident) in words and "empty error" in words and "'alert'" in words
    assert PAGE.cards[AT].title.of(lang) in str(texts[AT])
    assert "secret 140300" not in words + caplog.text and f"card {PAGE.cards[AT].name}" in caplog.text
    others = [name for name in drawn if not name.endswith("/density_ranking")]
    assert len(others) >= 4 and all(drawn[name] != "none" for name in others)
    assert sum("empty error" in str(inside) for inside in insides) == 1


def test_slides_that_fail_end_without_a_file_and_without_their_words_in_the_log(caplog):
    def steps():
        yield 0.1, b""
        raise ValueError("".join(("sec", "ret")))

    with flask.Flask("slides").test_request_context("/export/pay.pptx"), caplog.at_level(logging.ERROR, "xiangyi.dashboard"):
        answer = by_steps(steps())
    with caplog.at_level(logging.ERROR, "xiangyi.dashboard"):
        assert answer.get_data() == b"0.100\n"
    assert "at /export/pay.pptx: ValueError" in caplog.text and "secret" not in caplog.text


def test_a_headline_that_fails_leaves_the_others(gate, monkeypatch, caplog):
    real = headline._rows

    def rows(sight, indicator):
        if indicator.name == "density":
            raise ValueError("no rows")
        return real(sight, indicator)

    monkeypatch.setattr(headline, "_rows", rows)
    viewer = Viewer.local(gate.site)
    with caplog.at_level(logging.ERROR, "xiangyi.dashboard"):
        shown = str(page_at(gate, viewer, PAGE.path, "?region=140321&period=2022&lang=en", None)[3])
    incident = caplog.records[-1].getMessage().split()[1]
    assert failed.HEADLINE_HINT.en.format(incident=incident) in shown and "no rows" not in caplog.text.replace('ValueError("no rows")', "")
    assert shown.count("className='value'") == len(PAGE.headline) - 1
    monkeypatch.undo()
    assert "incident" not in str(page_at(gate, viewer, PAGE.path, "?region=140321&period=2022&lang=en", None)[3])


def test_what_failed_is_not_kept_and_the_next_reader_gets_it(gate, monkeypatch):
    answered(gate, monkeypatch, broken, "zh")
    monkeypatch.undo()
    viewer = Viewer.local(gate.site)
    shown = page_at(gate, viewer, PAGE.path, "?region=140300&lang=zh", None)[-1]
    assert "empty error" not in str(content(gate, viewer, shown, *mounted(PAGE))[1])


def test_slides_of_the_page_are_made_and_hold_the_failure(gate, monkeypatch):
    whole = deck_at(gate, Viewer.local(gate.site), "overview", "region=140300&lang=zh")
    monkeypatch.setattr(view, "CARDS", {**CARDS, "ranking": Kind(broken, "drawing", is_live=True)})
    made, slides = deck_at(gate, Viewer.local(gate.site), "overview", "region=140300&lang=zh")
    told = [
        [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame] for slide in Presentation(io.BytesIO(made)).slides
    ]
    failure = failed.BROKEN.zh.split("{incident}")[0]
    assert slides == whole[1] == len(told)
    assert [any(failure in text for text in texts) for texts in told].count(True) == 1


def test_the_limit_of_a_question_is_the_error_that_is_told_apart():
    assert issubclass(TimedOut, duckdb.Error) and not issubclass(KeyError, TimedOut)
