"""What stands at the top of a slide: the finding of its chart, led by what it is of where the finding itself does not say."""

from __future__ import annotations

import re

from dashboard.charts.chart import Chart
from dashboard.charts.words import NAMED
from dashboard.render.sentence import finding
from pipelines.core.text import Lang

OPENING = re.compile(  # of sentences that begin with no name
    r"By the median, |(Of the|All|The|After) \d|Every one of|Both (places|lines|counties|townships) "
)
NAMES_ITSELF = ("pyramid", "waterfall", "curve")  # kinds whose sentences say what they are of


def subject(chart: Chart) -> str:
    """Return what a chart is of: its title without what explains or divides it, with the place that a pinned one is named after.

    >>> from dashboard.charts.numbers import Scale
    >>> def of(title, lang): return Chart(name="c", kind="trend", lang=lang, title=title, unit="", subtitle="", scale=Scale(lang=lang))
    >>> subject(of("离岗率：多少人走了", "zh")), subject(of("Leaver rate: how many went", "en")), subject(of("Pay, 2025", "en"))
    ('离岗率', 'Leaver rate', 'Pay, 2025')
    """
    colon = NAMED.of(chart.lang).format(name="", said="")
    lead = chart.place + colon if chart.place and chart.title.startswith(chart.place + colon) else ""
    return lead + chart.title.removeprefix(lead).partition(colon)[0]


def led(name: str, said: str, lang: Lang) -> str:
    """Return a sentence led by what it is of, without its capital where that is no name's.

    >>> led("Coverage", "Of the 4 counties ranked, Yuxian County is lowest.", "en"), led("Coverage", "The Vale is lowest.", "en")
    ('Coverage: of the 4 counties ranked, Yuxian County is lowest.', 'Coverage: The Vale is lowest.')
    """
    return NAMED.of(lang).format(name=name, said=said[:1].lower() + said[1:] if OPENING.match(said) else said)


def headline(chart: Chart) -> str:
    """Return the heading of a slide: a sentence of one figure is led by its name, which under it stands in small letters only."""
    said = finding(chart)
    if not said or (chart.kind == "table" or chart.empty) and not chart.finding:
        return chart.title
    is_one = len({series.code for series in chart.series}) <= 1 or chart.kind in ("percentiles", "panels")
    is_of_one = is_one and not chart.finding and chart.kind not in NAMES_ITSELF
    about = subject(chart)
    return led(about, said, chart.lang) if is_of_one and about.lower() not in said.lower() else said
