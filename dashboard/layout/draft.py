"""The drafted paragraph: a person edits it in place and copies it out."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import words
from dashboard.charts.chart import Chart


def draft_box(chart: Chart) -> list[Any]:
    """Return the paragraph, editable, with a button that copies it; what a person writes stays in the browser until the page is left."""
    lang = chart.lang
    paragraph = html.Div(
        chart.rows[0][0].text, className="draft", contentEditable="true", spellCheck="false", role="textbox", tabIndex=0,
        **{"aria-label": chart.title, "aria-multiline": "true"},
    )
    button = html.Button(
        words.COPY.of(lang), type="button", className="button small", **{"data-copy": ".draft", "data-copied": words.COPIED.of(lang)}
    )
    return [paragraph, html.Div([button, html.Span(words.DRAFT_HINT.of(lang), className="quiet")], className="draft-foot")]
