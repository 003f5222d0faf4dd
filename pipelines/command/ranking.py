"""rank: places in order, and how far the order may be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.command.answers import category_title
from pipelines.command.figures import cell, figure, interval
from pipelines.command.loading import PeriodOption, WorkspaceOption
from pipelines.command.printing import Format, all_indicators, plain_rows, write_and_say
from pipelines.command.questions import (
    ByOption,
    CategoryOption,
    IndicatorArgument,
    PopulationOption,
    ProfileOption,
    ToOption,
    opened_build,
    plain_list,
    refuse_file,
    refuse_profile,
)
from pipelines.command.terminal import print_csv, print_json, print_table
from pipelines.core.change_words import REASONS
from pipelines.core.indicator import UNIT_TITLES, Indicator
from pipelines.core.text import Lang, Text

if TYPE_CHECKING:
    from pipelines.engine.standing import Standing

_HEADS = Text(
    "名次|名次区间|代码|地区|数值|95% 区间|人数|收缩率|分组|与上期相比|漏斗图|灯|目标|达标",
    "rank|rank interval|code|region|value|95% interval|n|shrunken|group|since the period before|funnel|light|target|met",
)
_APART = Text("代码|地区|未排名的原因", "code|region|why it is not ranked")
_MET = {True: Text("是", "yes"), False: Text("否", "no")}
_UNSURE = Text("{met}，未定", "{met}, not certain")


def rank(
    ctx: typer.Context,
    indicator: IndicatorArgument,
    workspace: WorkspaceOption,
    level: Annotated[str, typer.Option("--level", metavar="L")],
    period: PeriodOption = None,
    parent: Annotated[str | None, typer.Option("--parent", metavar="CODE")] = None,
    by: ByOption = None,
    category: CategoryOption = None,
    population: PopulationOption = "",
    profile: ProfileOption = "internal",
    to: ToOption = None,
    form: Annotated[Format, typer.Option("--format", metavar="table|csv|json")] = Format.table,
) -> None:
    """Rank the places of a level and period from the published build."""
    refuse_profile(profile)
    refuse_file(to)
    with opened_build(workspace, ctx.obj) as (connection, site):
        from pipelines.engine.observe import Query
        from pipelines.engine.standing import standing

        query = Query(indicator, level, parent=parent, period=period, by=plain_list(by), profile=profile, population=population)
        found = standing(connection, site, query, plain_list(category))
    declared = all_indicators()[indicator]
    if to is not None:
        write_and_say(found.places, declared, site, to, ctx.obj)
    elif form is Format.json:
        print_json(_as_values(found))
    elif form is Format.csv:
        print_csv([str(c) for c in found.places.columns], plain_rows(found.places))
    else:
        _print_for_people(found, declared, ctx.obj)


def _as_values(found: Standing) -> dict[str, Any]:
    ranking = found.ranking
    overall = None if ranking.overall != ranking.overall else ranking.overall
    return {
        "places": plain_rows(found.places), "overall": overall, "confidence": ranking.confidence, "before": found.before,
        "has_direction": ranking.has_direction, "notes": [{"zh": n.zh, "en": n.en} for n in ranking.notes],
    }  # fmt: skip


def _print_for_people(found: Standing, indicator: Indicator, lang: Lang) -> None:
    rows = plain_rows(found.places)
    title = category_title(rows[0]["breakdown"], rows[0]["category"]) if rows else None
    about = [indicator.title.of(lang), *([title.of(lang)] if title else []), UNIT_TITLES[indicator.unit].of(lang)]
    print(" | ".join([*about, *({str(r["period"]) for r in rows}), *([f"← {found.before}"] if found.before else [])]))
    ranked = [r for r in rows if r["rank"] is not None]
    print_table(_HEADS.of(lang).split("|"), [_cells(r, indicator, lang) for r in ranked], right=(0, 4, 5, 6, 7, 12))
    apart = plain_rows(found.ranking.unranked)
    if apart:
        names = {r["region_code"]: r["region_name_en"] for r in rows}
        print()
        cells = [(r["region_code"], (names.get(r["region_code"]) if lang == "en" else r["region_name"]) or "", r[f"reason_{lang}"]) for r in apart]
        print_table(_APART.of(lang).split("|"), cells)
    part = [REASONS["part_of_year"]] if "part_of_year" in {r["target_reason"] for r in rows} else []
    for note in (*found.ranking.notes, *part):
        print(note.of(lang))


def _cells(row: dict[str, Any], indicator: Indicator, lang: Lang) -> tuple[str, ...]:
    from pipelines.core.position import FUNNEL_POSITIONS
    from pipelines.engine.ranking import GROUPS, MOVEMENTS

    span = "" if row["rank_lower"] is None else f"{row['rank_lower']}–{row['rank_upper']}"
    place = f"{row['rank']}{'=' if row['is_tied'] else ''}"
    funnel = FUNNEL_POSITIONS[row["funnel_position"]].of(lang) if row["funnel_position"] else ""
    return (
        place, span, row["region_code"], (row["region_name_en"] if lang == "en" else row["region_name"]) or "", figure(row["value"], indicator),
        interval(row["lower"], row["upper"], indicator), cell(row["n"]), figure(row["shrunken"], indicator), GROUPS[row["group"]].of(lang),
        MOVEMENTS[row["movement"]].of(lang), funnel, row[f"light_{lang}"] or "", figure(row["target"], indicator),
        _met(row, lang),
    )  # fmt: skip


def _met(row: dict[str, Any], lang: Lang) -> str:
    """Return whether the target is met, and whether that is certain; "" of what is set against none."""
    if row["target_told"] is None:
        return ""
    met = _MET[bool(row["is_met"])].of(lang)
    return _UNSURE.of(lang).format(met=met) if row["target_told"] == "untold" else met
