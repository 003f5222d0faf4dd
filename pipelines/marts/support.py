"""Help from above: links and their use, requests and replies, days online."""

from pipelines.core.mart import Mart

LINK_STATE = Mart(
    name="link_state",
    time="state",
    columns=("in_link_register", "linked", "active_short", "active_long"),
)

CONSULTATION_REPLY = Mart(
    name="consultation_reply",
    time="event",
    columns=("requests", "completed", "transfer_told", "transfer_avoided"),
    categories=("consultation_kind",),
    details=("hours_waited", "event"),
)

UPTIME_MONTH = Mart(
    name="uptime_month",
    time="event",
    columns=("online_days", "scheduled_days"),
    zero_filled=False,  # a system nobody counted the days of is not known to have been off
)
