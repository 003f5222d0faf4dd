"""1.2 million pay rows: loaded and published, loaded again with a change, undone, rebuilt. Bars stand in the assertions."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from pipelines.core.period import month_end
from pipelines.demo.people import id_number
from tests.benchmarks.measure import measure, say

TOWNSHIPS, CLINICS, PEOPLE, MONTHS = 20, 50, 10_000, 24
COMPONENTS = ("基本工资", "绩效工资", "基本公卫补助", "基本药物补助", "岗位津贴")
ROWS = PEOPLE * MONTHS * len(COMPONENTS)


def write_register(folder: Path) -> list[str]:
    """Write the places the pay rows name."""
    regions, facilities = folder / "地区.csv", folder / "机构.csv"
    lines = ["地区代码,地区名称,层级,上级代码", "140321,平定县,县,140300", *(f"1403211{t:02d},{t}镇,乡镇,140321" for t in range(TOWNSHIPS))]
    regions.write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = ["机构代码,机构名称,机构类型,所在乡镇代码"]
    lines += [f"1403211{t:02d}-V{c:02d},{t}镇{c}村卫生室,村卫生室,1403211{t:02d}" for t in range(TOWNSHIPS) for c in range(CLINICS)]
    facilities.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [str(regions), str(facilities)]


def write_pay(path: Path, raised: int) -> str:
    """Write the pay rows; the last `raised` people get a yuan more."""
    months = [(f"{y}-{m:02d}-01", f"{month_end(y, m)}", f"{y}-{m:02d}-28") for y in (2023, 2024) for m in range(1, 13)]
    with path.open("w", encoding="utf-8") as out:
        out.write("姓名,身份证号,机构代码,薪酬项目,所属期起,所属期止,应发金额,实发金额,发放日期\n")
        for p in range(PEOPLE):
            number = id_number(date(1960 + p % 40, 1 + p % 12, 1 + p % 28), p % 2 == 0, p // 1000 % 500, p % 1000)
            place = f"1403211{p % TOWNSHIPS:02d}-V{p // TOWNSHIPS % CLINICS:02d}"
            more = int(p >= PEOPLE - raised)
            for first, last, paid_on in months:
                for k, component in enumerate(COMPONENTS):
                    amount = 900 + p % 700 + k * 50 + 0.37 * (p % 3) + more
                    out.write(f"测试甲,{number},{place},{component},{first},{last},{amount},{amount},{paid_on}\n")
    return str(path)


@pytest.fixture(scope="module")
def pay(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, str]:
    """A workspace with a register, and two files of pay rows of which the second differs for 100 people."""
    folder = tmp_path_factory.mktemp("pay")
    measure(["init", str(folder / "w"), "--site", "yangquan"])
    measure(["load", *write_register(folder), "--workspace", str(folder / "w"), "--yes", "--json"])
    return str(folder / "w"), write_pay(folder / "薪酬.csv", 0), write_pay(folder / "薪酬2.csv", 100)


def test_1_2_million_pay_rows_load_in_30_seconds_and_1_5_gb(pay: tuple[str, str, str]) -> None:
    workspace, first, _ = pay
    took = measure(["load", first, "--workspace", workspace, "--yes", "--json"])
    say(f"{ROWS:,} pay rows as CSV, loaded and published", seconds=took.seconds, peak_gb=took.peak_gb)
    assert json.loads(took.out)["build"] == "b000002"
    assert took.seconds <= 30 and took.peak_gb <= 1.5


def test_loading_them_again_with_a_change_takes_little_longer(pay: tuple[str, str, str]) -> None:
    workspace, _, second = pay
    took = measure(["load", second, "--workspace", workspace, "--yes", "--json"])
    say("replaced, with the differences", seconds=took.seconds, peak_gb=took.peak_gb)
    changed = sum(diff["changed"] for diff in json.loads(took.out)["diffs"])
    assert changed == 100 * MONTHS * len(COMPONENTS)
    assert took.seconds <= 36 and took.peak_gb <= 1.5


def test_undoing_it_takes_10_seconds(pay: tuple[str, str, str]) -> None:
    took = measure(["undo", "last", "--workspace", pay[0], "--yes", "--json"])
    say("undone", seconds=took.seconds, peak_gb=took.peak_gb)
    assert json.loads(took.out)["build"] == "b000004"
    assert took.seconds <= 12 and took.peak_gb <= 1.5


@pytest.mark.parametrize(("how", "most"), [((), 10), (("--from-archive",), 90)])
def test_a_build_is_made_again_the_same(pay: tuple[str, str, str], how: tuple[str, ...], most: float) -> None:
    took = measure(["rebuild", "b000003", *how, "--workspace", pay[0], "--json"])
    say(f"rebuilt {' '.join(how)}", seconds=took.seconds, peak_gb=took.peak_gb)
    assert json.loads(took.out)["is_same"]
    assert took.seconds <= most and took.peak_gb <= 1.5
