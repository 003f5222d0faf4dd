"""Days of a row in order: nobody leaves before arriving."""

from __future__ import annotations

from typing import Any

import numpy as np

from pipelines.core.text import Text
from pipelines.extract.draft import Body
from pipelines.extract.report import Fault


def check_order(body: Body, columns: dict[str, Any]) -> None:
    """Keep out the rows in which the second day of a declared pair comes before the first, told at the second."""
    for first, second in body.match.dataset.in_order:
        if first not in columns or second not in columns:
            continue
        earlier, later = (np.asarray(columns[name], dtype="datetime64[us]") for name in (first, second))
        days = later.astype("datetime64[D]")
        begun = np.where(later == days, earlier.astype("datetime64[D]"), earlier)  # a day without a time of day may be the very day
        wrong = np.flatnonzero((later < begun) & ~body.bad)  # a missing day is in no order
        if not len(wrong):
            continue
        title, is_moment = body.match.dataset.column(first).title, body.match.dataset.column(second).kind == "moment"
        remedy = Text("请核对两个时间", "check the two times") if is_moment else Text("请核对两个日期", "check the two dates")
        fault = Fault(Text(f"早于“{title.zh}”", f'is before "{title.en}"'), remedy)
        found = {int(i): _shown(later[i], is_moment) for i in wrong}
        body.reject(wrong, fault, second, found)


def _shown(moment: np.datetime64, is_moment: bool) -> str:
    """Return a day, with its time of day where it was given one: a reply may come before its question on the same day."""
    day = moment.astype("datetime64[D]")
    return str(moment.astype("datetime64[m]")).replace("T", " ") if is_moment and moment != day else str(day)
