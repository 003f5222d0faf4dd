"""A site's settings: who it is, its levels and roots, what it counts by. Read from site.toml, checked on reading.

`settings` lists every setting there is, `parsing` reads them into a `Site`; the other modules each know one topic.
"""

from pipelines.site.bands import AgeBand, Remoteness
from pipelines.site.folder import DATA, SHIPPED, shipped_sites, site_text, with_tables, without_tables
from pipelines.site.norms import ANY_POPULATION, CreditRule, Standards
from pipelines.site.parsing import DUE_DAYS, Root, Site, parse_site
from pipelines.site.release import PROFILES, Dominance, Release
from pipelines.site.retirement import ExitRule, Retirement, ScheduleStep
from pipelines.site.setting import Setting
from pipelines.site.settings import SETTINGS
from pipelines.site.targets import EVERYWHERE, Target, target_of

__all__ = [
    "ANY_POPULATION", "DATA", "DUE_DAYS", "EVERYWHERE", "PROFILES", "SETTINGS", "SHIPPED", "AgeBand", "CreditRule",
    "Dominance", "ExitRule", "Release", "Remoteness", "Retirement", "Root", "ScheduleStep", "Setting", "Site",
    "Standards", "Target", "parse_site", "shipped_sites", "site_text", "target_of", "with_tables", "without_tables",
]
