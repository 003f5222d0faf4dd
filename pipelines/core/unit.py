"""Units of quantities: what they are called, and how they are written in brackets behind a header."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.core.text import Text


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit a column may be in.

    `written` are the words (lower case) that say it in brackets behind a header; the template prints the first, and none where
    there are none. Money and counts have more ways, with factors (pipelines/extract/numbers.py). A share has no word: 60 under
    a header that says % and 60% in a cell are different numbers, so a template leaves the % to the cells.
    """

    title: Text
    written: tuple[str, ...] = ()


UNITS: Mapping[str, Unit] = {
    "yuan": Unit(Text("元", "yuan"), ("元", "yuan")),
    "currency": Unit(Text("元（或本站点的货币）", "the site's currency")),
    "person": Unit(Text("人", "persons"), ("人",)),
    "patient": Unit(Text("人", "patients"), ("人",)),
    "household": Unit(Text("户", "households"), ("户",)),
    "case": Unit(Text("人次", "cases"), ("人次",)),
    "count": Unit(Text("次（或件、份，按服务种类）", "how many, of the kind named")),
    "reading": Unit(Text("次", "readings"), ("次",)),
    "log-in": Unit(Text("次", "log-ins"), ("次",)),
    "objection": Unit(Text("件", "objections"), ("件",)),
    "device": Unit(Text("台", "devices"), ("台",)),
    "offer": Unit(Text("份", "offers"), ("份",)),
    "point": Unit(Text("分", "points"), ("分",)),
    "credit": Unit(Text("学分", "credits"), ("学分", "分")),
    "minute": Unit(Text("分钟", "minutes"), ("分钟", "minutes", "min")),
    "hour": Unit(Text("小时", "hours"), ("小时", "hours", "h")),
    "day": Unit(Text("天", "days"), ("天", "日", "days")),
    "year": Unit(Text("年", "years"), ("年", "years")),
    "km": Unit(Text("公里", "kilometres"), ("公里", "千米", "km")),
    "FTE": Unit(Text("全时当量，1 为全时一人", "FTE, 1 is one person full time")),
    "degree": Unit(Text("度（十进制）", "decimal degrees")),
    "share": Unit(Text("百分比，填 60% 或 0.6", "a share: write 60% or 0.6")),
}
