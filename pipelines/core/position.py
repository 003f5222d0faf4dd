"""Where a place lies to the limits of a funnel, in words: by the names of `pipelines.analysis.funnel.POSITIONS`."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.core.text import Text

FUNNEL_POSITIONS: Mapping[str, Text] = {
    "below_998": Text("低于范围（99.8 %）", "below the range (99.8%)"),
    "below_95": Text("略低，在 95 % 范围之下", "somewhat low, below the 95% range"),
    "within": Text("在范围之内", "within the range"),
    "above_95": Text("略高，在 95 % 范围之上", "somewhat high, above the 95% range"),
    "above_998": Text("高于范围（99.8 %）", "above the range (99.8%)"),
}
