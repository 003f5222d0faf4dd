"""Established posts, and how long they stay vacant."""

from pipelines.core.mart import Mart

POST_STATE = Mart(
    name="post_state",
    time="state",
    columns=("posts", "posts_fte", "vacant", "vacant_fte", "filled"),
    categories=("staff_group",),
    filters=("hardship", "importance"),
)

VACANCY_SPELL = Mart(
    name="vacancy_spell",
    time="spell",
    columns=("event",),
    categories=("staff_group",),
    filters=("hardship", "began_as"),
    details=("from_on", "to_on"),
)
