"""indicators, observe: what can be asked, and the answer."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.command.loading import JsonOption, PeriodOption, WorkspaceOption
from pipelines.command.terminal import print_csv, print_json, print_table, tell
from pipelines.core.codelist import CodeList
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.indicator import OBSERVATION_COLUMNS, STATUS_TITLES, UNIT_TITLES, Indicator
from pipelines.core.registry import collect
from pipelines.core.release import PROFILE_TITLES
from pipelines.core.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.site import Site


class Format(StrEnum):
    """How an answer is printed."""

    table = "table"
    csv = "csv"
    json = "json"


def all_indicators() -> dict[str, Indicator]:
    """Return every declared indicator by name."""
    return collect("pipelines.indicators", Indicator)


def indicators(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """List the catalogue."""
    found = all_indicators().values()
    if as_json:
        print_json([_catalogue_entry(i) for i in found])
        return
    lang: Lang = ctx.obj
    heads = Text("名称|标题|单位|性质|人口范围", "name|title|unit|kind|base").of(lang).split("|")
    print_table(heads, [(i.name, i.title.of(lang), UNIT_TITLES[i.unit].of(lang), i.kind, i.base.of(lang)) for i in found])


def _catalogue_entry(indicator: Indicator) -> dict[str, Any]:
    def both(text: Text) -> dict[str, str]:
        return {"zh": text.zh, "en": text.en}

    return {
        "name": indicator.name, "title": both(indicator.title), "definition": both(indicator.definition),
        "unit": indicator.unit, "polarity": indicator.polarity, "kind": indicator.kind, "base": both(indicator.base),
        "source": both(indicator.source),
    }  # fmt: skip


def observe(
    ctx: typer.Context,
    indicator: Annotated[str, typer.Argument(metavar="INDICATOR")],
    workspace: WorkspaceOption,
    level: Annotated[str | None, typer.Option("--level", metavar="L")] = None,
    region: Annotated[str | None, typer.Option("--region", metavar="CODE")] = None,
    period: PeriodOption = None,
    by: Annotated[str | None, typer.Option("--by", metavar="BREAKDOWN")] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="T,T..")] = None,
    profile: Annotated[str, typer.Option("--profile", metavar="P")] = "internal",
    form: Annotated[Format, typer.Option("--format", metavar="table|csv|json")] = Format.table,
) -> None:
    """Answer one question from the published build."""
    known_profile(profile)
    times = parse_times(at)
    refuse_times(indicator, times)
    from pipelines.engine.observe import Query
    from pipelines.engine.observe import observe as ask_engine
    from pipelines.warehouse.connect import open_current
    from pipelines.warehouse.workspace import Workspace

    opened = Workspace.open(workspace)
    connection, _, note = open_current(opened)
    if note:
        tell(note.of(ctx.obj))
    query = Query(indicator=indicator, level=level, region=region, period=period, by=by, at=times, profile=profile)
    with connection:
        frame = ask_engine(connection, opened.site, query)
    print_observations(frame, form, opened.site, ctx.obj, profile)


def known_profile(profile: str) -> None:
    """Raise XiangyiError USAGE for what is no release profile."""
    if profile not in PROFILE_TITLES:
        known = ", ".join(PROFILE_TITLES)
        raise XiangyiError(Text(f"没有发布范围“{profile}”；可选：{known}", f'no release profile "{profile}"; there are {known}'), ExitCode.USAGE)


def refuse_profile(profile: str) -> None:
    """Raise XiangyiError REFUSED for any profile but the internal one, where only that is answered; USAGE for one that is none."""
    known_profile(profile)
    if profile != "internal":
        raise XiangyiError(
            Text(f"这里只提供内部资料，不提供发布范围“{profile}”；可以提供的表见 xiangyi release，用 xiangyi observe --profile {profile} 查询；"
                 "内部使用请用 --profile internal",
                 f'this is internal and not for release profile "{profile}"; what may leave is listed by xiangyi release and answered by '
                 f"xiangyi observe --profile {profile}; for use inside, say --profile internal"),
            ExitCode.REFUSED,
        )


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


def records(frame: pd.DataFrame, lang: Lang) -> list[dict[str, Any]]:
    """Return the observations as plain values, the region named in `lang`, None where a value does not apply."""
    if lang == "en" and "region_name_en" in frame:
        frame = frame.assign(region_name=frame["region_name_en"].fillna(frame["region_name"]))
    columns = [frame[name].tolist() for name in OBSERVATION_COLUMNS]
    return [dict(zip(OBSERVATION_COLUMNS, map(_plain, row), strict=True)) for row in zip(*columns, strict=True)]


def _plain(value: Any) -> Any:
    if value is None or value != value or type(value).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def print_observations(frame: pd.DataFrame, form: Format, site: Site, lang: Lang, profile: str = "internal") -> None:
    """Print an answer as a table for people, stamped with its release profile, or as CSV or JSON with every column of an observation."""
    rows = records(frame, lang)
    if form is Format.json:
        print_json(rows)
    elif form is Format.csv:
        print_csv(OBSERVATION_COLUMNS, rows)
    else:
        _print_for_people(rows, site, lang, PROFILE_TITLES[profile].of(lang))


def _print_for_people(rows: list[dict[str, Any]], site: Site, lang: Lang, stamp: str) -> None:
    if not rows:
        print(Text("没有符合条件的结果", "no rows answer this question").of(lang))
        return
    indicator = all_indicators()[rows[0]["indicator"]]
    heads = Text("代码|地区|时期|类别|时点|数值|95% 区间|人数|上报|状态", "code|region|period|category|at|value|95% interval|n|reported|status")
    titles = _categories(rows[0]["breakdown"], lang)
    cells = [(
        r["region_code"], r["region_name"] or "", r["period"] or "", titles.get(r["category"], r["category"] or ""), _cell(r["at"]),
        _figure(r["value"], indicator), _between(r, indicator), _cell(r["n"]), _of(r), STATUS_TITLES[r["status"]].of(lang),
    ) for r in rows]  # fmt: skip
    unit = UNIT_TITLES[indicator.unit].of(lang)
    print(f"{indicator.title.of(lang)} ({f'{unit}, {site.currency}' if 'currency' in indicator.unit else unit}) · {stamp}")
    print_table(heads.of(lang).split("|"), cells, right=(4, 5, 6, 7, 8))


def _categories(breakdown: str | None, lang: Lang) -> dict[str, str]:
    """Return a breakdown's codes with their titles; a year of entry speaks for itself."""
    lists = collect("pipelines.codelists", CodeList)
    return {code: f"{code} {title.of(lang)}" for code, title in lists[breakdown].titles.items()} if breakdown in lists else {}


def _cell(value: Any) -> str:
    return "" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"


def _figure(value: float | None, indicator: Indicator) -> str:
    if value is None:
        return ""
    if indicator.unit == "share":
        return f"{value:.1%}"
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 10_000 else f"{value:,.2f}"


def _between(row: Mapping[str, Any], indicator: Indicator) -> str:
    if row["lower"] is None or row["upper"] is None:
        return ""
    return f"{_figure(row['lower'], indicator)} – {_figure(row['upper'], indicator)}"


def _of(row: Mapping[str, Any]) -> str:
    return "" if row["expected"] is None else f"{_cell(row['reported'])}/{_cell(row['expected'])}"
