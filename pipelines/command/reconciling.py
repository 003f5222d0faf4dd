"""reconcile: what does not add up, row by row, and the yuan at stake."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.codelists.reconciliation_kind import RECONCILIATION_KIND
from pipelines.command.asking import Format, refuse_profile
from pipelines.command.entries import PROFILE, WORKSPACE
from pipelines.command.loading import WorkspaceOption
from pipelines.command.manual import Entry
from pipelines.command.terminal import print_csv, print_json, print_table, tell
from pipelines.core.text import Lang, Text

if TYPE_CHECKING:
    from pipelines.intake.reconcile import Case, Reconciliation

_KINDS = ", ".join(RECONCILIATION_KIND.titles)
RECONCILE = Entry(
    summary=Text("核对人员、薪酬、证书、培训、补贴与参保", "list what does not add up between staff, pay, licences, training, subsidies and insurance"),
    description=Text(
        "从正在使用的数据版本逐条列出核对问题：何人（只显示标识的前几位）、何处、起止、涉及金额和来源行，最后按类汇总。"
        "涉及金额：整月落在问题时段内的已发薪酬，不在岗时段的已发补贴，以及培训已报销的费用；汇总时同一笔钱只计一次。"
        "离岗当月发的、工作过的季度的津贴、注明的兼职、应急补贴、31 天以内的换证和交接不算问题。每一条都是对单位的提问，不是结论。",
        "Lists every case from the build in use: who (the first characters of a key), where, from when to when, the yuan at stake and "
        "the source rows; then sums by kind. At stake is pay for spans of whole months within the case, subsidies paid for time "
        "not in post and fees paid for the course; the total counts an amount once. What is paid within the month of leaving, "
        "an allowance for a quarter worked, a second post that was declared, emergency pay, and renewals and handovers of up to 31 "
        "days are no cases. A case is a question to the unit, not a verdict.",
    ),
    options={
        "workspace": WORKSPACE,
        "region": Text("只要一个地区，写代码", "one region only, by its code"),
        "kind": Text(f"只要一类：{_KINDS}", f"one kind only: {_KINDS}"),
        "profile": PROFILE,
        "form": Text("输出格式：table、csv、json（json 附全部来源行）", "how it is printed: table, csv, json (with every source row)"),
    },
    examples=("xiangyi reconcile --workspace mine", "xiangyi reconcile --workspace mine --region 140322 --kind paid_after_leaving --format csv"),
)
_IN_YUAN = Text("{head}（元）", "{head} (yuan)")
_SUM_HEADS = Text("问题|件数|人数|涉及金额（元）|怎么办", "kind|cases|persons|yuan at stake|what to do")


def reconcile(
    ctx: typer.Context,
    workspace: WorkspaceOption,
    region: Annotated[str | None, typer.Option("--region", metavar="CODE")] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND")] = None,
    profile: Annotated[str, typer.Option("--profile", metavar="P")] = "internal",
    form: Annotated[Format, typer.Option("--format", metavar="table|csv|json")] = Format.table,
) -> None:
    """List the cases of the published build."""
    refuse_profile(profile)
    from pipelines.engine.reach import reach
    from pipelines.intake.reconcile import reconcile as find_cases
    from pipelines.warehouse.connect import open_current
    from pipelines.warehouse.workspace import Workspace

    connection, build, note = open_current(Workspace.open(workspace))
    if note:
        tell(note.of(ctx.obj))
    with connection:
        found = find_cases(connection, region, kind, with_sources=form is Format.json)
        reaches = reach(connection, region)
    if form is Format.json:
        print_json(to_json(found, build, ctx.obj) | {"judged": {k: str(v) if isinstance(v, date) else v for k, v in asdict(reaches).items()}})
        return
    if form is Format.csv:
        _print_csv(found, ctx.obj)
    else:
        _print_for_people(found, ctx.obj)
    if said := reaches.said():
        tell(said.of(ctx.obj))


def _values(case: Case, lang: Lang) -> dict[str, Any]:
    from pipelines.command.case_words import about

    plain = {k: v for k, v in asdict(case).items() if k not in ("facility", "sources", "since_on", "first_on", "last_on")}
    days = {k: None if (day := getattr(case, k)) is None else day.isoformat() for k in ("since_on", "first_on", "last_on")}
    title = RECONCILIATION_KIND.titles[case.kind].of(lang)
    return plain | days | {"facility_name": case.facility.of(lang), "title": title, "about": about(case, lang)}


def to_json(found: Reconciliation, build: str, lang: Lang) -> dict[str, Any]:
    """Return cases with their source rows, sums by kind, and the total that counts each person and amount once."""
    return {
        "build": build, "profile": "internal", "persons": found.persons, "at_stake_yuan": found.at_stake_yuan,
        "sums": [asdict(s) for s in found.sums],
        "cases": [_values(c, lang) | {"sources": [asdict(s) for s in c.sources]} for c in found.cases],
    }  # fmt: skip


def _total(found: Reconciliation) -> Text:
    return Text(
        "共 {cases} 件、{persons} 人，涉及 {yuan} 元（同一人、同一笔钱只计一次）。内部资料",
        "{cases} cases, {persons} persons, {yuan} yuan at stake (each person and each amount once). For internal use",
    ).format(cases=f"{len(found.cases):,}", persons=f"{found.persons:,}", yuan=f"{found.at_stake_yuan:,.2f}")


def _print_csv(found: Reconciliation, lang: Lang) -> None:
    rows = [_values(case, lang) for case in found.cases]
    names = ["case_id", "kind", "title", "person", "is_provisional", "facility_code", "facility_name", "other_code", "detail", "since_on",
             "first_on", "last_on", "months", "at_stake_yuan", "about", "source_rows", "first_source"]  # fmt: skip
    print_csv(names, rows)
    tell(_total(found).of(lang))


def _print_for_people(found: Reconciliation, lang: Lang) -> None:
    from pipelines.command.case_words import CASE_HEADS, about, source

    if not found.cases:
        print(Text("没有核对问题", "everything adds up").of(lang))
        return
    titles = {c.code: c.title.of(lang) for c in RECONCILIATION_KIND.codes}
    rows = [(
        titles[c.kind], c.person, f"{c.facility_code} {c.facility.of(lang)}", str(c.first_on), str(c.last_on), str(c.months),
        f"{c.at_stake_yuan:,.2f}", about(c, lang), source(c, lang),
    ) for c in found.cases]  # fmt: skip
    heads = {name: head.of(lang).lower() for name, head in CASE_HEADS.items()}
    heads["money"] = _IN_YUAN.of(lang).format(head=heads["money"])
    print_table(list(heads.values()), rows, right=(5, 6))
    print()
    notes = {c.code: c.note.of(lang) if c.note else "" for c in RECONCILIATION_KIND.codes}
    sums = [(titles[s.kind], f"{s.cases:,}", f"{s.persons:,}", f"{s.at_stake_yuan:,.2f}", notes[s.kind]) for s in found.sums]
    print_table(_SUM_HEADS.of(lang).split("|"), sums, right=(1, 2, 3))
    print(_total(found).of(lang))
