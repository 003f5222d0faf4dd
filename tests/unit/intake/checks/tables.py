"""Small sheets that a check trips over, as CSV text, and what was said of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipelines.core.errors import Problem
from pipelines.intake.batch import check_files
from pipelines.intake.plan import Plan
from pipelines.warehouse.workspace import Workspace
from tests.spec.reading import person_number

ROSTER = "身份证号,基准日期,机构代码,人员类别,执业资格,是否主要岗位"
SPELLS = "身份证号,机构代码,人员类别,到岗日期,离岗日期,是否主要岗位"
PAY = "身份证号,机构代码,薪酬项目,所属期起,所属期止,实发金额"
RETURN = "机构代码,年份,人员类别,在岗人数,其中女性,其中55岁及以上,其中执业（助理）医师"
LICENCE = "身份证号,机构代码,证书类型,发证日期,有效期止,注册地区代码,注册机构代码"
ANN, BOB = "A female 1970", "B male 1965"


def sheet(folder: Path, name: str, header: str, *rows: str) -> Path:
    """Write a CSV file; a first cell such as `A female 1970` becomes a valid ID number."""
    lines = [header, *(",".join([person_number(row.split(",")[0]), *row.split(",")[1:]]) for row in rows)]
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def check(workspace: Workspace, *files: Path) -> Plan:
    """Check files without loading them."""
    return check_files(workspace, files, None)


def told(plan: Plan, words: str) -> list[tuple[str, tuple[int, ...]]]:
    """Return file and rows of every problem whose English reason holds `words`."""
    return [(p.file, p.rows) for p in plan.problems if words in p.reason.en]


def only(plan: Plan, words: str) -> list[tuple[str, tuple[int, ...]]]:
    """Return the file and rows of `words`, which must be all that is said."""
    assert len(told(plan, words)) == len(plan.problems), lines(plan.problems)
    return told(plan, words)


def lines(problems: Iterable[Problem]) -> list[str]:
    """Return problems as English lines, for a failing test to show."""
    return [p.line("en") for p in problems]
