"""erase: remove a person from all a workspace holds. Who it is comes from standard input, unseen by others."""

from __future__ import annotations

import getpass
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from pipelines.command.entries import AS_JSON, WAIT, WORKSPACE, YES
from pipelines.command.loading import ByOption, JsonOption, WaitOption, WorkspaceOption, YesOption, refuse_silence
from pipelines.command.manual import Entry
from pipelines.command.terminal import ask, print_json, print_table, progress_display, tell
from pipelines.core.errors import ExitCode
from pipelines.core.text import Lang, Text

if TYPE_CHECKING:
    from pipelines.intake.erasure.erase import Erased, ErasePlan, Place

ERASE = Entry(
    summary=Text("删除一个人的全部数据", "erase a person from everything the workspace holds"),
    description=Text(
        "从标准输入读取身份证号（键入时不显示；不能写在命令行上，以免他人看到），列出哪些文件、工作表的哪些行属于此人，确认后删除："
        "原始档案改写为不含这些行的文件（工作簿另存为只有单元格内容的 .xlsx，批注、属性、隐藏工作表不再保留），清洗后的行、私有存储、"
        "隔离指针、标注副本和备注一并处理，保存的数据版本全部重建。行数对账不变，台账记下何时由谁删除多少行，不记是谁。\n"
        "没有身份证号的人：直接回车后按提示输入姓名、出生日期、机构代码；程序调用时从标准输入给出一行 JSON："
        '{"name": ..., "birth_date": ..., "facility_code": ...}，并加 --yes。\n'
        "不能归属的同名行、他人行内提到该姓名的单元格（如以人名命名的诊所）不动，只报告。工作区之外的副本和备份须另行处理。"
        "随时中断都不会损坏数据：下一条写入命令会办完或作废。",
        "Reads the ID number from standard input (not shown while typed; never from the command line, which others can see), lists which "
        "rows of which files and sheets are this person's, and after confirmation removes them: archived originals are written anew "
        "without the rows (workbooks as .xlsx with nothing but their cells: comments, properties and hidden sheets go), with "
        "cleaned rows, private store, pointers to rows kept out, marked copies and notes, and every kept build is made again. Row "
        "accounts still add up; the ledger says when, by whom and how many rows, not whose.\n"
        "Somebody without an ID number: press Enter and give name, birth date and facility code when asked; a program gives one line "
        'of JSON on standard input, {"name": ..., "birth_date": ..., "facility_code": ...}, and adds --yes.\n'
        "Rows of the same name that cannot be attributed, and cells of other rows that mention it (clinics named after a person), stay "
        "and are reported. Copies and backups outside the workspace are yours to remove. Stopped at any moment nothing is lost: the "
        "next command that writes finishes it or drops it.",
    ),
    options={
        "workspace": WORKSPACE, "wait": WAIT, "yes": YES, "as_json": AS_JSON,
        "by": Text("操作人姓名，记入台账；默认为操作系统用户", "who erases, kept in the ledger; the system's user when left out"),
    },
    examples=("xiangyi erase --workspace mine --by 张三", "xiangyi erase --workspace mine --yes --json < number.txt"),
)
_NUMBER = Text("身份证号（不显示；没有则直接回车）：", "ID number (not shown; press Enter where there is none): ")
_PARTS = {
    "name": Text("姓名（不显示）：", "name (not shown): "),
    "birth_date": Text("出生日期，如 1980-03-05（不显示；不详则回车）：", "birth date, such as 1980-03-05 (not shown; Enter if unknown): "),
    "facility_code": Text("机构代码，照文件所写（不显示）：", "facility code as the files say it (not shown): "),
}
_NOBODY = Text("没有任何一行属于此人；没有改动", "no row is this person's; nothing was changed")
_HEADS = Text("文件|批次|工作表|行", "file|batches|sheet|rows")
SHOWN = 12  # row numbers of one sheet


def erase(
    ctx: typer.Context, workspace: WorkspaceOption, by: ByOption = "", wait: WaitOption = 0.0, yes: YesOption = False,
    as_json: JsonOption = False,
) -> int:
    """Erase a person."""
    from pipelines.intake.erasure.erase import erase_person
    from pipelines.intake.erasure.person import read_wanted
    from pipelines.intake.session import Turn
    from pipelines.warehouse.workspace import Workspace

    opened, lang = Workspace.open(workspace), ctx.obj
    refuse_silence(yes, Text("删除", "erased"))
    wanted = read_wanted(_entered(lang))
    turn = Turn(by=by, wait_seconds=wait, waiting=lambda text: tell(text.of(lang)))
    with progress_display(quiet=as_json or not yes) as progress:
        done = erase_person(opened, wanted, lambda plan: _agreed(plan, lang, yes, as_json), progress, turn)
    if as_json:
        print_json({"build": done.build, "is_done": done.is_done, "also": done.also, "originals": done.plan.originals, **asdict(done.plan)})
    else:
        _tell(done, lang)
    return int(ExitCode.NOT_FOUND if done.plan.is_empty and not done.plan.said else ExitCode.OK)


def _entered(lang: Lang) -> str:
    """Return what was entered: typed unseen on a terminal, else the one line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    number = getpass.getpass(_NUMBER.of(lang)).strip()
    return number or json.dumps({part: getpass.getpass(question.of(lang)).strip() for part, question in _PARTS.items()})


def _agreed(plan: ErasePlan, lang: Lang, yes: bool, as_json: bool) -> bool:
    if not as_json:
        _print_plan(plan, lang)
    return yes or ask(Text("从工作区永久删除？不能撤销", "Erase for good? This cannot be undone"), lang)


def _print_plan(plan: ErasePlan, lang: Lang) -> None:
    from pipelines.warehouse.schema import all_datasets

    for text in plan.said:
        tell(text.of(lang))
    if plan.places:
        print_table(_HEADS.of(lang).split("|"), [_row(place) for place in plan.places])
    for name, rows in plan.rows.items():
        print(f"{all_datasets()[name].title.of(lang)}: {rows:,}")
    count = sum(plan.rows.values())
    print(Text(f"删除原始档案 {plan.originals:,} 行、已加载记录 {count:,} 条；重建数据版本 {len(plan.builds)} 个",
               f"to go: {plan.originals:,} rows of archived files, {count:,} loaded records; {len(plan.builds)} builds are made again").of(lang))
    for copy in plan.copies:
        print(Text(f"删除副本 {copy}", f"copy to go: {copy}").of(lang))
    _print_left(plan, lang)


def _print_left(plan: ErasePlan, lang: Lang) -> None:
    """Say what is not touched and why, so that nobody believes it gone."""
    if plan.unclear:
        tell(Text("以下行同名但没有有效身份证号，不能确定是否为此人，不作改动：",
                  "these rows bear the name without a valid ID number; whether they are this person's cannot be told, and they stay:").of(lang))
        print_table(_HEADS.of(lang).split("|"), [_row(place) for place in plan.unclear], stderr=True)
    if plan.doubtful:
        tell(Text(f"另有 {plan.doubtful} 个无身份证号的同名同生日同机构人员，可能是此人，也可能是他人，不作改动",
                  f"{plan.doubtful} persons without a number share name, birth date and facility with this person and another; they stay").of(lang))
    if plan.beside:
        tell(Text(f"他人行内有 {plan.beside} 个单元格提到该姓名（如机构名称），不作改动",
                  f"{plan.beside} cells of other rows mention the name (such as a clinic's); they stay").of(lang))


def _row(place: Place) -> list[str]:
    numbers = ", ".join(map(str, place.rows[:SHOWN])) + (f", … ({len(place.rows)})" if len(place.rows) > SHOWN else "")
    return [place.file, ", ".join(place.batches), place.sheet, numbers]


def _tell(done: Erased, lang: Lang) -> None:
    said: Any = _NOBODY
    if done.is_done:
        said = Text(f"已删除；发布数据版本 {done.build or '–'}。工作区以外的副本与备份请另行处理",
                    f"erased; published build {done.build or '–'}. Copies and backups outside the workspace are yours to remove")
    elif not done.plan.is_empty:
        said = Text("没有删除；没有改动", "nothing was erased; nothing was changed")
    else:
        for text in done.plan.said:
            tell(text.of(lang))
    if done.also:
        tell(Text(f"另有 {done.also} 行他人的记录当时因与此人的行冲突而未加载，已一并从原始档案删除；如需请重新报送",
                  f"{done.also} rows of others, kept out because they contradicted a row of this person, went from the archive as well; "
                  "have them sent again if they are needed").of(lang))
    print(said.of(lang))
