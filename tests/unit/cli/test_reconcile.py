"""xiangyi reconcile: from the files a county sends to the cases, the rows behind them and the yuan at stake."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from dashboard.cli import make_cli
from dashboard.data import Gate, Viewer
from dashboard.page import all_pages
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from pipelines.command.run import outcome
from pipelines.core.errors import ExitCode
from pipelines.extract.person import check_character
from tests.unit.cli.test_commands import Said, ask
from tests.unit.intake.files import load, registered, write


def person(number: int) -> str:
    """A made-up ID number of an area code that no place has."""
    first = f"99900019800101{number:03d}"
    return first + check_character(first)


STAYS, LEFT, GHOST, EXPIRED = map(person, range(1, 5))
EMPLOYMENT = f"""身份证号,机构代码,人员类别,到岗日期,离岗日期,离岗原因
{STAYS},A-V01,乡村医生,2015-01-01,,
{LEFT},A-V01,乡村医生,2015-01-01,2022-03-10,辞职
{EXPIRED},B-V01,乡村医生,2015-01-01,,
"""
PAY = "身份证号,机构代码,薪酬项目,所属期起,所属期止,实发金额\n" + "".join(
    f"{who},{place},基本工资,2022-{month:02d}-01,2022-{month:02d}-28,{yuan}\n"
    for who, place, months, yuan in (
        (STAYS, "A-V01", range(1, 13), 900), (LEFT, "A-V01", range(1, 6), 800), (GHOST, "B-V01", range(7, 10), 700.5),
        (EXPIRED, "B-V01", range(1, 13), 600),
    )
    for month in months
)
LICENCES = f"""身份证号,机构代码,证书类型,发证日期,有效期止,注册地区代码
{STAYS},A-V01,乡村医生证,2015-01-01,,140321
{EXPIRED},B-V01,乡村医生证,2015-01-01,2022-09-30,140321
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A workspace of two clinics with a leaver, a ghost and an expired licence."""
    folder = tmp_path_factory.mktemp("reconcile")
    made = registered(folder)
    result = load(made, write(folder, "任职.csv", EMPLOYMENT), write(folder, "工资.csv", PAY), write(folder, "证书.csv", LICENCES))
    assert [p.line("en") for p in result.plan.problems if p.severity == "error"] == []
    return str(made.path)


def test_the_table_lists_cases_sums_them_and_says_what_to_do(workspace: str, capsys: Said) -> None:
    said = ask(capsys, "reconcile", "--workspace", workspace, "--lang", "en")
    assert "3 cases, 3 persons, 5,501.50 yuan at stake" in said
    assert all(words in said for words in ("2022-03-10", "2022-09-30", "certificate", "Ask the unit when")), "cells fold, words stay"
    zh = ask(capsys, "reconcile", "--workspace", workspace, "--lang", "zh")
    assert "离岗后仍发薪" in zh and "共 3 件、3 人，涉及 5,501.50 元" in zh and "内部资料" in zh


def test_no_id_number_and_no_whole_key_is_printed(workspace: str, capsys: Said) -> None:
    for form in ("table", "csv", "json"):
        said = ask(capsys, "reconcile", "--workspace", workspace, "--format", form)
        assert not any(number in said for number in (STAYS, LEFT, GHOST, EXPIRED))
    cases = json.loads(said)["cases"]
    assert {len(case["person"]) for case in cases} == {10}


def test_json_leads_back_to_the_rows_of_the_files(workspace: str, capsys: Said) -> None:
    found = json.loads(ask(capsys, "reconcile", "--workspace", workspace, "--kind", "paid_after_leaving", "--format", "json"))
    (case,) = found["cases"]
    assert (case["facility_code"], case["first_on"], case["last_on"], case["at_stake_yuan"]) == ("A-V01", "2022-04-01", "2022-05-28", 1600)
    assert [(s["dataset"], s["file"], s["row"]) for s in case["sources"]] == [("employment", "任职.csv", 3), ("pay", "工资.csv", 17), ("pay", "工资.csv", 18)]
    lines = PAY.splitlines()
    assert all(lines[s["row"] - 1].startswith(LEFT) for s in case["sources"] if s["dataset"] == "pay")
    assert found["at_stake_yuan"] == 1600 and found["sums"][0]["persons"] == 1


def test_csv_of_one_township(workspace: str, capsys: Said) -> None:
    said = ask(capsys, "reconcile", "--workspace", workspace, "--region", "140321101", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(said)))
    assert {r["kind"]: float(r["at_stake_yuan"]) for r in rows} == {"paid_not_in_post": 2101.5, "licence_expired": 1800}
    whole = ask(capsys, "reconcile", "--workspace", workspace, "--region", "140300", "--format", "csv")
    assert len(list(csv.DictReader(io.StringIO(whole)))) == 3


def test_what_a_sender_wrote_is_no_formula_in_the_csv(tmp_path: Path, capsys: Said) -> None:
    made = registered(tmp_path)
    insured = f"身份证号,机构代码,月份,险种,参保单位,是否缴费\n{STAYS},A-V01,2022-03,养老保险,@SUM(1)有限公司,是\n"
    load(made, write(tmp_path, "任职.csv", EMPLOYMENT), write(tmp_path, "参保.csv", insured))
    said = ask(capsys, "reconcile", "--workspace", str(made.path), "--kind", "insured_elsewhere", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(said))
    assert row["detail"] == "'@SUM(1)有限公司" and row["other_code"] == ""


@pytest.mark.parametrize(
    ("option", "code", "said"),
    [
        (("--kind", "theft"), ExitCode.USAGE, "paid_after_leaving"),
        (("--region", "999"), ExitCode.NOT_FOUND, "no region 999"),
        (("--profile", "public"), ExitCode.REFUSED, "internal"),
    ],
)
def test_what_is_refused(workspace: str, capsys: Said, option: tuple[str, str], code: ExitCode, said: str) -> None:
    capsys.readouterr()
    assert outcome(make_cli(), ["reconcile", "--workspace", workspace, "--lang", "en", *option]) == code
    assert said in capsys.readouterr().err


def test_where_all_adds_up_it_says_so(tmp_path: Path, capsys: Said) -> None:
    made = registered(tmp_path)
    assert "everything adds up" in ask(capsys, "reconcile", "--workspace", str(made.path), "--lang", "en")


def test_it_says_up_to_what_day_pay_was_judged(workspace: str, tmp_path: Path, capsys: Said) -> None:
    made = registered(tmp_path)
    roster = f"身份证号,机构代码,人员类别,基准日期,执业资格\n{STAYS},A-V01,乡村医生,2022-06-30,无\n"
    assert load(made, write(tmp_path, "花名册.csv", roster), write(tmp_path, "工资.csv", PAY)).build

    def told(path: str, *more: str) -> str:
        assert outcome(make_cli(), ["reconcile", "--workspace", path, *more]) == ExitCode.OK
        return capsys.readouterr().err

    said = told(str(made.path), "--lang", "zh")
    assert "核对到 2022-06-30 为止" in said and "其后的薪酬 6 条、5,400.00 元没有核对" in said
    assert "没有花名册和任职记录的单位，薪酬 15 条、9,301.50 元没有核对" in said, "B has no roster"
    assert "15 pay records, 9,301.50 yuan" not in told(str(made.path), "--region", "140321100", "--lang", "en")
    with_spells = told(workspace, "--lang", "en")
    assert "up to 2022-12-28" in with_spells and "not judged" not in with_spells
    assert outcome(make_cli(), ["reconcile", "--workspace", str(made.path), "--format", "json"]) == ExitCode.OK
    assert json.loads(capsys.readouterr().out)["judged"]["rows_after"] == 6


def test_the_card_of_cases_says_it_too(tmp_path: Path) -> None:
    made = registered(tmp_path)
    roster = f"身份证号,机构代码,人员类别,基准日期,执业资格\n{STAYS},A-V01,乡村医生,2022-06-30,无\n"
    assert load(made, write(tmp_path, "花名册.csv", roster), write(tmp_path, "工资.csv", PAY)).build
    gate = Gate(made.path)
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    found = [(page, card) for page in all_pages() for card in page.cards if card.kind in ("cases", "case_list", "case_places")]
    assert len(found) == 3
    for page, card in found:
        state = read_state(page.path, "?lang=zh&period=2022", choices(edition, viewer))
        assert state is not None
        assert "其后的薪酬 6 条、5,400.00 元没有核对" in chart_of(Sight(edition=edition, viewer=viewer, state=state), card).footer.note
    gate.close()
