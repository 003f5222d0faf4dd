"""release: what may leave under each release profile, and what was hidden for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from pipelines.command.entries import AS_JSON, WORKSPACE
from pipelines.command.loading import JsonOption, WorkspaceOption
from pipelines.command.manual import Entry
from pipelines.command.terminal import print_json, print_table
from pipelines.core.release import PROFILE_TITLES
from pipelines.core.text import Lang, Text

if TYPE_CHECKING:
    from pipelines.site import Site

RELEASE = Entry(
    summary=Text("列出各发布范围可以提供的表", "list the tables that may leave under each release profile"),
    description=Text(
        "internal 供本地区的规划人员使用，什么都可以问；restricted 供其他地区的同行，public 供对外公开，二者只回答这里列出的表，按年度。"
        "小于 k 的人数隐藏，并一起隐藏能推算出它们的数（由合计、上下级、其他表相减可得者）；public 再取整，率由取整后的数计算。"
        "这些表在生成数据版本时一起处理；site.toml 的 [profiles] available 决定本站点提供哪些范围。"
        "“本身小于 k”与“连带隐藏”在输出中不作区分。人员类别、年龄等不明的人不单独列出。",
        "internal is for the planners of an area, who may ask anything; restricted is for colleagues from elsewhere and public for what "
        "leaves the bureau: both answer the tables listed here and nothing else, by year. Counts below k are hidden, and with them "
        "what they could be worked out from (totals, places above and below, other tables); public counts are rounded, and rates come "
        "from rounded counts. All tables are protected together when a build is made; [profiles] available in site.toml says which "
        "profiles a site offers. What is small itself and what is hidden for its sake look alike. People of whom a category is not "
        "known are no row of their own.",
    ),
    options={"workspace": WORKSPACE, "as_json": AS_JSON},
    examples=("xiangyi release --workspace data/workspace/demo", "xiangyi observe headcount --workspace mine --level county --profile restricted"),
)
_HEADS = Text("发布范围|表|指标|层级|分组", "profile|table|indicators|levels|broken down by")
_ACCOUNT = Text(
    "发布范围|k|取整|单元格|本身小于 k|连带隐藏|沿用隐藏|显示", "profile|k|rounded to|cells|small themselves|hidden beyond|kept hidden|shown"
)
_NUMBERS = ("cells", "primary_hidden", "complementary", "kept_hidden", "shown")
_NONE = Text("本站点只提供 internal；见 site.toml 的 [profiles] available", "this site offers internal only; see [profiles] available in site.toml")


def release(ctx: typer.Context, workspace: WorkspaceOption, as_json: JsonOption = False) -> None:
    """List what may leave."""
    from pipelines.engine.release.listing import offered
    from pipelines.warehouse.released import account_in
    from pipelines.warehouse.workspace import Workspace

    opened = Workspace.open(workspace)
    site, build = opened.site, opened.current_build()
    account = account_in(opened.build_path(build)) if build else []
    listed = [entry for profile in offered(site) for entry in _listed(site, profile)]
    if as_json:
        print_json({"profiles": list(site.profiles), "tables": listed, "build": build, "hidden": account})
        return
    _print(site, listed, account, ctx.obj)


def _listed(site: Site, profile: str) -> list[dict[str, Any]]:
    from pipelines.engine.release.listing import all_tables, levels_of

    return [
        {
            "profile": profile, "table": table.name, "title": {"zh": table.title.zh, "en": table.title.en},
            "indicators": list(table.indicators), "levels": list(levels_of(table, site, profile)),
            "breakdowns": [by for by in table.breakdowns if by], "total": "" in table.breakdowns,
        }
        for table in all_tables().values() if levels_of(table, site, profile)
    ]


def _print(site: Site, listed: list[dict[str, Any]], account: list[dict[str, Any]], lang: Lang) -> None:
    if not listed:
        print(_NONE.of(lang))
        return
    rows = [
        (
            f"{PROFILE_TITLES[e['profile']].of(lang)} {e['profile']}" if lang == "zh" else e["profile"], e["title"][lang],
            ", ".join(e["indicators"]), ", ".join(e["levels"]), ", ".join(e["breakdowns"]) or "–",
        )
        for e in listed
    ]
    print_table(_HEADS.of(lang).split("|"), rows)
    print()
    print_table(_ACCOUNT.of(lang).split("|"), [
        (a["profile"], *(f"{number:,}" for number in (
            site.releases[a["profile"]].k, site.releases[a["profile"]].round_to, *(a[name] for name in _NUMBERS)
        )))
        for a in account if a["profile"] in site.releases
    ], right=(1, 2, 3, 4, 5, 6, 7))  # fmt: skip
