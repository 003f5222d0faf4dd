"""indicators, observe: what can be asked, and the answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.command.comparing import parse_kinds
from pipelines.command.loading import JsonOption, PeriodOption, WorkspaceOption
from pipelines.command.printing import Format, all_indicators, print_compared, print_observations, write_and_say
from pipelines.command.questions import (
    ByOption,
    IndicatorArgument,
    LevelOption,
    PopulationOption,
    ProfileOption,
    ToOption,
    known_profile,
    opened_build,
    plain_list,
    refuse_ending,
    refuse_file,
    refuse_profile,
)
from pipelines.command.terminal import print_json, print_table, tell
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.indicator import UNIT_TITLES
from pipelines.core.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.core.comparison import ComparisonKind
    from pipelines.site import Site
    from pipelines.warehouse.connect import Connection

__all__ = ["Format", "all_indicators", "indicators", "observe", "parse_times", "refuse_profile", "refuse_times"]


def indicators(
    ctx: typer.Context,
    as_json: JsonOption = False,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE.json")] = None,
) -> None:
    """List the catalogue."""
    found = all_indicators().values()
    if to is not None:
        refuse_ending(to, (".json",))
    if as_json or to is not None:
        from pipelines.command.catalogue import catalogue_entry, write_catalogue

        entries = [catalogue_entry(i) for i in found]
        if to is None:
            print_json(entries)
            return
        write_catalogue(entries, to)
        print(Text(f"已写入 {to}：{len(entries)} 个指标", f"written to {to}: {len(entries)} indicators").of(ctx.obj))
        return
    lang: Lang = ctx.obj
    heads = Text("名称|标题|单位|性质|人口范围", "name|title|unit|kind|base").of(lang).split("|")
    print_table(heads, [(i.name, i.title.of(lang), UNIT_TITLES[i.unit].of(lang), i.kind, i.base.of(lang)) for i in found])


def observe(
    ctx: typer.Context,
    indicator: IndicatorArgument,
    workspace: WorkspaceOption,
    level: LevelOption = None,
    region: Annotated[str | None, typer.Option("--region", metavar="CODE")] = None,
    period: PeriodOption = None,
    by: ByOption = None,
    at: Annotated[str | None, typer.Option("--at", metavar="T,T..")] = None,
    population: PopulationOption = "",
    compare: Annotated[str | None, typer.Option("--compare", metavar="KIND,KIND..")] = None,
    profile: ProfileOption = "internal",
    to: ToOption = None,
    form: Annotated[Format, typer.Option("--format", metavar="table|csv|json")] = Format.table,
) -> None:
    """Answer one question from the published build."""
    known_profile(profile)
    times, kinds = parse_times(at), parse_kinds(compare)
    if kinds:
        refuse_profile(profile)
    refuse_times(indicator, times)
    refuse_file(to)
    with opened_build(workspace, ctx.obj) as (connection, site):
        from pipelines.engine.observe import Query
        from pipelines.engine.observe import observe as ask_engine

        query = Query(indicator, level, region, period=period, by=plain_list(by), at=times, profile=profile, population=population)
        frame = ask_engine(connection, site, query)
        compared = _compared(connection, site, query, frame, kinds) if kinds else None
        if profile == "internal":
            _tell_why(connection, indicator, frame, ctx.obj)
    if to is not None:
        write_and_say(frame if compared is None else compared, all_indicators()[indicator], site, to, ctx.obj, profile)
    elif compared is None:
        print_observations(frame, form, site, ctx.obj, profile)
    else:
        print_compared(frame, compared, form, site, ctx.obj)


def _tell_why(con: Connection, indicator: str, frame: pd.DataFrame, lang: Lang) -> None:
    """Tell why an answer has no number: identifiers that do not follow people, a day that no roster covers."""
    from pipelines.engine.rosters import rosters_near
    from pipelines.engine.snapshots import PERSONS, refusal

    asked = all_indicators()[indicator]
    why = refusal(con) if asked.kind in PERSONS else None
    for said in [*([why] if why else []), *rosters_near(con, asked, frame)]:
        tell(said.of(lang))


def _compared(
    con: Connection, site: Site, query: Any, frame: pd.DataFrame, kinds: tuple[ComparisonKind, ...]
) -> pd.DataFrame:
    from pipelines.engine.comparing import compare as compare_answer

    return compare_answer(con, site, query, frame, kinds)


def parse_times(text: str | None) -> tuple[int, ...]:
    """Read --at: whole positive numbers in the site's unit of tenure, parted by commas.

    >>> parse_times("26,52")
    (26, 52)
    """
    if text is None:
        return ()
    words = [word.strip() for word in text.replace("，", ",").split(",")]
    if not all(word.isascii() and word.isdigit() and int(word) > 0 for word in words):
        raise XiangyiError(
            Text(f"--at 为“{text}”，应为以逗号分隔的正整数，例如 12,24,36", f'--at is "{text}", expected whole positive numbers such as 12,24,36'),
            ExitCode.USAGE,
        )
    return tuple(int(word) for word in words)


def refuse_times(name: str, times: tuple[int, ...]) -> None:
    """Raise XiangyiError USAGE when points of a curve are asked of an indicator that has none."""
    asked = all_indicators().get(name)
    if times and asked is not None and asked.kind != "survival":
        raise XiangyiError(
            Text(f"--at 只用于留任曲线 survival，“{name}”没有时点；请去掉 --at",
                 f'--at is for the curve "survival" only, "{name}" has no such points; leave --at out'),
            ExitCode.USAGE,
        )
