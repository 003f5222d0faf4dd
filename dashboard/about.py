"""What is told behind the mark of a headline: what it is and whom it counts, what to beware of, and where its light changes colour."""

from __future__ import annotations

from dataclasses import replace

from dashboard.charts.numbers import scale_for
from dashboard.sight import Sight
from pipelines.core.indicator import Indicator
from pipelines.core.text import Text

MOST_DECIMALS, CLOSE = 6, 1e-9
BASE = Text("统计对象：{base}", "What is counted: {base}")
BEWARE = Text("注意：{caveat}", "Beware: {caveat}")
LIGHT = {  # by the direction of good
    "higher": Text(
        "红黄绿灯界线（本站设定）：{green}及以上为绿，{amber}及以上为黄，其余为红", "Light (limits set by this site): green from {green}, amber from {amber}, red below",
    ),
    "lower": Text(
        "红黄绿灯界线（本站设定）：{green}及以下为绿，{amber}及以下为黄，其余为红", "Light (limits set by this site): green up to {green}, amber up to {amber}, red above",
    ),
}


def about(sight: Sight, indicator: Indicator) -> str:
    """Return the lines behind the mark of a headline, of those that there is something to say in."""
    lang = sight.lang
    lines = [
        indicator.definition.of(lang),
        BASE.of(lang).format(base=indicator.base.of(lang)) if indicator.base else "",
        BEWARE.of(lang).format(caveat=indicator.caveat.of(lang)) if indicator.caveat else "",
        _light(sight, indicator),
    ]
    return "\n".join(line for line in lines if line)


def _light(sight: Sight, indicator: Indicator) -> str:
    """Return by what a light is judged, "" for an indicator that has none."""
    limits, said = sight.edition.site.lights.get(indicator.name), LIGHT.get(indicator.polarity)
    if limits is None or said is None:
        return ""
    green, amber = (_limit(sight, indicator, limit) for limit in (limits.green, limits.amber))
    return said.of(sight.lang).format(green=green, amber=amber)


def _limit(sight: Sight, indicator: Indicator, limit: float) -> str:
    """Return a limit with all its digits: rounded as figures are it would be another one than the light is judged by."""
    scale = scale_for([limit], indicator.unit, sight.edition.site.currency, sight.lang)
    shown, beside = scale.shown(limit), 2 if scale.is_share else 0
    exact = next((d for d in range(scale.decimals, MOST_DECIMALS) if abs(round(shown, d + beside) - shown) < CLOSE), MOST_DECIMALS)
    return replace(scale, decimals=exact).full(shown)
