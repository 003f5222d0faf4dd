"""Facilities and population: nothing about a person of the staff, so nothing is hidden."""

from pipelines.core.release import ReleaseTable
from pipelines.core.text import Text

PLACES = ReleaseTable(
    name="places", title=Text("机构、远程接入与人口", "Facilities, links and population"),
    indicators=("facility_count", "linked_share", "registered_population"), restricted=(0, 1, 2), public=(0, 1, 2),
)
