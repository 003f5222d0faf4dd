"""How long requests wait for their first reply: the share still waiting by the hour, those never answered censored."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from dashboard.cards.within import Within
from dashboard.charts.canvas import stamp
from dashboard.charts.chart import Axis, Chart, Point, Series
from dashboard.charts.colours import colours_of
from dashboard.charts.curve import Along, curves
from dashboard.charts.numbers import Scale, scale_for, whole
from dashboard.context import context
from dashboard.page import Card
from dashboard.sight import Sight
from pipelines.analysis.survival import KaplanMeier, kaplan_meier
from pipelines.codelists.consultation_kind import CONSULTATION_KIND
from pipelines.core.text import Text

_REQUESTS = "select place_code, on_date, consultation_kind, hours_waited, event, is_open from consultation_reply where hours_waited is not null"
LAST_HOUR, TICK = 96, 24  # four days: later replies are few, and stand in the number still waiting
MOST_KINDS = 4
WAITED = Along(
    title=Text("提出申请后的小时数", "Hours since the request"), place=Text("{at} 小时后", "after {at} hours"),
)
WAITING = Text("尚未答复", "Waiting")
_NOTE = Text(
    "纵轴为还没有得到首次答复的比例（Kaplan-Meier）；未答复的 {open} 份按删失计，既不剔除也不当作已答复；画到 {last} 小时",
    "share still without a first reply (Kaplan-Meier); never answered: {open}, censored, neither dropped nor taken as answered; drawn "
    "to {last} hours",
)
_EMPTY = Text(
    "所选地区和时期没有远程申请。需要远程会诊与诊断记录（提出与首次答复的时刻）。",
    "No request was made here in this period. It needs the record of consultations with the moments of request and first reply.",
)
_FINDING = Text("24 小时内答复：{parts}；{open} 份没有答复", "Answered within 24 hours: {parts}; never answered: {open}")
_PART = Text("{name} {share}", "{name} {share}")


def replies(sight: Sight, card: Card) -> Chart:
    """Return, by kind of request, the share of requests of the period that still wait after so many hours."""
    within, made_for, lang = Within(sight), context(sight, card), sight.lang
    rows = sight.edition.rows(_REQUESTS)
    mine = rows[rows["place_code"].isin(within.places()) & (rows["on_date"] >= within.start) & (rows["on_date"] <= within.day)]
    kinds = list(mine["consultation_kind"].value_counts().index[:MOST_KINDS])
    scale = scale_for((), "share", "", lang)
    fitted = {kind: _fitted(mine[mine["consultation_kind"] == kind]) for kind in kinds}
    colours = colours_of([str(kind) for kind in kinds], [code.code for code in CONSULTATION_KIND.codes])
    series = [
        Series(name=within.word("consultation_kind", kind), code=str(kind), colour=colours[str(kind)], points=_points(fitted[kind], scale, within))
        for kind in kinds
    ]
    unanswered = whole(int((mine["event"] == 0).sum()))
    note = _NOTE.format(open=unanswered, last=LAST_HOUR).of(lang)
    made = curves(
        card, series, made_for, along=WAITED, scale=scale, mark="step", empty=_EMPTY.of(lang), note=note, n=f"n = {whole(len(mine))}",
    )
    if made.empty:
        return replace(made, footer=stamp(made_for))
    ticks = tuple((float(t), str(t)) for t in range(0, LAST_HOUR + 1, TICK))
    axis = Axis(title=WAITED.title.of(lang), ticks=ticks, low=0.0, high=float(LAST_HOUR), step=float(TICK), number_format="0")
    at_risk = tuple((words, tuple((s.name, _waiting(fitted[s.code], at)) for s in series)) for at, words in ticks)
    return replace(made, x=axis, at_risk=at_risk, at_risk_title=WAITING.of(lang), finding=_sentence(fitted, series, scale, unanswered))


def _fitted(rows: pd.DataFrame) -> KaplanMeier:
    """The curve of one kind; an answer in the same minute waited no time at all, which a risk set cannot hold: it counts as half a minute."""
    hours = np.maximum(rows["hours_waited"].to_numpy(dtype=float), 1 / 120)
    return kaplan_meier(None, hours, rows["event"].to_numpy(dtype=float) == 1)


def _points(curve: KaplanMeier, scale: Scale, within: Within) -> tuple[Point, ...]:
    """The curve at every full hour it is known at."""
    points = []
    for hour in range(LAST_HOUR + 1):
        share, lower, upper, n = curve.at(float(hour))
        if np.isnan(share):
            break
        has_interval = not (np.isnan(lower) or np.isnan(upper))
        points.append(Point(
            label=WAITED.place.of(within.sight.lang).format(at=hour), code=str(hour), x=float(hour), y=share, value=share, status="ok",
            text=scale.full(share), lower=lower if has_interval else None, upper=upper if has_interval else None,
            interval=scale.spread(lower, upper) if has_interval else "", n=n,
        ))
    return tuple(points)


def _waiting(curve: KaplanMeier, at: float) -> str:
    """The number still waiting at a time, blank beyond the last one watched."""
    share, _, _, n = curve.at(at)
    return "" if np.isnan(share) else whole(n)


def _sentence(fitted: dict[str, KaplanMeier], series: list[Series], scale: Scale, unanswered: str) -> str:
    lang = scale.lang
    found = [(s.name, fitted[s.code].at(24.0)[0]) for s in series]
    told = (_PART.of(lang).format(name=name, share=scale.bare(1 - still)) for name, still in found if not np.isnan(still))
    parts = Text("、", ", ").of(lang).join(told)
    return _FINDING.of(lang).format(parts=parts, open=unanswered) + Text("。", ".").of(lang) if parts else ""
