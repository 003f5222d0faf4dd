"""Obligations, awards and openings: what time in post is counted from, and what is waited for."""

from pipelines.core.mart import Mart

_PEOPLE = ("staff_group", "sex", "age_band", "licence", "education", "title", "contract", "subsidised")

AGREEMENT_TERM = Mart(
    name="agreement_term", time="state", columns=("agreements",), categories=_PEOPLE, details=("agreed_from", "due_on", "breach_on", "outcome"),
    persons=True,
)
OBLIGATION_END = Mart(name="obligation_end", time="event", columns=("persons",), persons=True)
FIRST_HONOUR = Mart(name="first_honour", time="event", columns=("persons",), persons=True)
TALENT_ENTRY = Mart(name="talent_entry", time="event", columns=("persons",), persons=True)
INTENTION_ANSWER = Mart(
    name="intention_answer", time="stock", columns=("said_yes", "respondents"), categories=("staff_group",), filters=("survey_item",),
    traits=("remoteness",), zero_filled=False,
    recast=("survey",),
)
CLINIC_MONTH = Mart(name="clinic_month", time="event", columns=("due_days", "absent_days"), zero_filled=False)
POST_OPENING = Mart(
    name="post_opening", time="state", columns=("posts",), categories=("staff_group", "hardship"), details=("opened_on", "filled_on", "closed_on"),
)
