"""A rule of data quality: what is tested, of which dimension, and what is said where the test fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pipelines.core.text import Text

Dimension = Literal["completeness", "timeliness", "consistency", "correctness"]
DIMENSION_TITLES: Mapping[Dimension, Text] = {
    "completeness": Text("完整性", "Completeness"),
    "timeliness": Text("及时性", "Timeliness"),
    "consistency": Text("一致性", "Consistency"),
    "correctness": Text("准确性", "Correctness"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is tested of a place and a period, once for each dataset and key; a score is the share of tests passed.

    `definition` says when a test is made and when it is passed, for those who ask what a score is made of. `detail` is the
    sentence of a failed test: it may name {found}, {expected}, {checked} and {key}. A difference counts when it is more than
    `limit`, a share of what was expected (0-1), and at least `least`, in the unit of the figures.
    """

    name: str
    dimension: Dimension
    title: Text
    definition: Text
    detail: Text
    remedy: Text
    limit: float = 0.0
    least: float = 0.0
