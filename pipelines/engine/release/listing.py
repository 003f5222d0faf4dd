"""What is on the lists of a release profile, and how a question about anything else is refused."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.registry import collect
from pipelines.core.release import PROFILE_TITLES, ReleaseTable
from pipelines.core.text import Text
from pipelines.site import PROFILES, Site

PROTECTED = ("restricted", "public")
Question = tuple[str, str, str]  # indicator, level, breakdown ("" for none)


@cache
def all_tables() -> Mapping[str, ReleaseTable]:
    """Return every declared table of the lists by name."""
    return collect("pipelines.releases", ReleaseTable)


def levels_of(table: ReleaseTable, site: Site, profile: str) -> tuple[str, ...]:
    """Return the site's levels at which a table leaves under `profile`, root first; never that of facilities."""
    return tuple(level for depth, level in enumerate(site.region_levels) if depth in table.depths(profile))


def questions(site: Site, profile: str) -> tuple[Question, ...]:
    """Return every question that has an answer under `profile`, in the order of the lists; none for the internal one."""
    found = [
        (indicator, level, by)
        for table in all_tables().values() for level in levels_of(table, site, profile) for indicator in table.indicators
        for by in table.breakdowns
    ]
    return tuple(dict.fromkeys(found))


def offered(site: Site) -> tuple[str, ...]:
    """Return the protected profiles the site offers, the one that shows most first."""
    return tuple(profile for profile in PROTECTED if profile in site.profiles)


def check_profile(profile: str, site: Site) -> None:
    """Raise XiangyiError USAGE for what is no release profile, REFUSED for one the site does not offer (the internal one is always there)."""
    if profile not in PROFILES:
        known = ", ".join(PROFILES)
        raise XiangyiError(Text(f"没有发布范围“{profile}”；可选：{known}", f'no release profile "{profile}"; there are {known}'), ExitCode.USAGE)
    if profile != "internal" and profile not in site.profiles:
        listed, name = ", ".join(site.profiles), PROFILE_TITLES[profile]
        raise XiangyiError(
            Text(f"本站点没有启用发布范围“{profile}”（{name.zh}），只有 {listed}；请在 site.toml 的 [profiles] available 中加入，再重新加载一次",
                 f'this site does not offer release profile "{profile}", only {listed}; add it to [profiles] available in site.toml and '
                 "load once more"),
            ExitCode.REFUSED,
        )


def not_listed(site: Site, profile: str, asked: Question) -> XiangyiError:
    """Return the refusal of a question that is on no list: it says what is, of the same indicator if there is anything."""
    indicator, level, by = asked
    every = questions(site, profile)
    same = [q for q in every if q[0] == indicator]
    listed = "; ".join(_named(q) for q in same) or ", ".join(dict.fromkeys(q[0] for q in every))
    return XiangyiError(
        Text(f"发布范围“{profile}”的表单中没有 {_named(asked)}；其中有：{listed}（全部见 xiangyi release）",
             f'{_named(asked)} is not on the list of release profile "{profile}"; there are: {listed} (xiangyi release shows all)'),
        ExitCode.REFUSED,
    )


def refused(zh: str, en: str) -> XiangyiError:
    """Return a refusal of something a released table cannot tell."""
    return XiangyiError(Text(zh, en), ExitCode.REFUSED)


def _named(question: Question) -> str:
    indicator, level, by = question
    return f"{indicator} --level {level}" + (f" --by {by}" if by else "")
