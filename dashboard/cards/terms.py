"""Service agreements as they stood on the day of a page: what every card on agreements counts from."""

from __future__ import annotations

import pandas as pd

from dashboard.cards.within import Within
from dashboard.sight import Sight
from pipelines.analysis.obligation import standing_on

_TERMS = (
    "select t.agreement_id, t.person_key, t.place_code, t.agreed_from, t.due_on, t.breach_on, t.outcome, t.staff_group, a.repay_due_yuan, "
    "a.repaid_yuan, a.repaid_on from agreement_term as t inner join stg_agreement as a on t.agreement_id = a.agreement_id"
)
_DAYS = ("agreed_from", "due_on", "breach_on", "repaid_on")


def terms(sight: Sight) -> pd.DataFrame:
    """Return the agreements of the place, with `standing` on the last day of the page (see `standing_on`) and `back_yuan`, what was repaid by it.

    A repayment without its day counts from the breach on; without an amount due nothing is repaid. None to who may not see the place's records.
    """
    frame, span = sight.edition.rows(_TERMS), Within(sight).window()
    frame = frame[frame["place_code"].isin(Within(sight).homes)]
    frame = frame.assign(**{name: pd.to_datetime(frame[name]) for name in _DAYS})
    last = pd.Timestamp(1900, 1, 1) if span is None else span.last
    standing = standing_on(*(frame[name].to_numpy() for name in ("agreed_from", "due_on", "breach_on", "outcome")), last.to_datetime64())
    back = frame["repaid_yuan"].fillna(0.0).where(~(frame["repaid_on"] > last), 0.0)
    return frame.assign(standing=standing, back_yuan=back.where(frame["repay_due_yuan"].notna()))
