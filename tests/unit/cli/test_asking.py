"""Asking from the shell: files of answers, comparisons, rankings and traces of what a county has sent."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from dashboard.cli import make_cli
from pipelines.command.answers import category_title, csv_bytes, write_answer
from pipelines.command.run import outcome
from pipelines.core.errors import ExitCode
from pipelines.demo.people import id_number
from tests.unit.cli.test_commands import Said, ask
from tests.unit.intake.files import REGIONS, load, registered, write

PEOPLE = {name: id_number(date(1970 + n, 1, 1), n % 2 == 0, n + 1, 1) for n, name in enumerate(("stays", "leaves", "other", "later"))}
EMPLOYMENT = f"""身份证号,机构代码,人员类别,到岗日期,离岗日期,离岗原因
{PEOPLE["stays"]},A-V01,乡村医生,2015-01-01,,
{PEOPLE["leaves"]},A-V01,乡村医生,2015-01-01,2022-03-10,辞职
{PEOPLE["other"]},B-V01,乡村医生,2015-01-01,,
{PEOPLE["later"]},B-V01,乡村医生,2023-01-09,,
"""
POPULATION = "地区代码,年份,人口口径,人数\n" + "".join(
    f"{code},{year},{kind},{n}\n" for code, n in (("140321100", 900), ("140321101", 1600)) for year in (2021, 2022) for kind in ("常住人口", "户籍人口")
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two clinics with three doctors, of whom one left in 2022, and the people of the two townships."""
    folder = tmp_path_factory.mktemp("asking")
    made = registered(folder)
    result = load(made, write(folder, "任职.csv", EMPLOYMENT), write(folder, "人口.csv", POPULATION), sender="王某")
    assert [p.line("en") for p in result.plan.problems if p.severity == "error"] == []
    return str(made.path)


def test_three_kinds_of_file_say_the_same(workspace: str, tmp_path: Path, capsys: Said) -> None:
    question = ("observe", "density", "--workspace", workspace, "--level", "township", "--period", "2022")
    for ending in ("csv", "parquet", "json"):
        assert "内部资料" in ask(capsys, *question, "--to", str(tmp_path / f"a.{ending}"), "--lang", "zh")
    as_json = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert {r["region_code"]: r["value"] for r in as_json} == {"140321100": pytest.approx(1 / 0.9), "140321101": pytest.approx(1 / 1.6)}
    assert (as_json[0]["region_name"], as_json[0]["indicator_zh"], as_json[0]["indicator_en"]) == ("冠山镇", "每千人口医生数", "Doctors per 1,000 people")
    assert (as_json[0]["status"], as_json[0]["status_zh"], as_json[0]["profile"]) == ("small_n", "人数很少", "internal") and as_json[0]["build"]
    table = pq.read_table(tmp_path / "a.parquet")
    assert table.to_pylist() == as_json
    types = {name: str(table.schema.field(name).type) for name in ("region_code", "value", "reported", "is_synthetic")}
    assert types == {"region_code": "string", "value": "double", "reported": "int64", "is_synthetic": "bool"}
    raw = (tmp_path / "a.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert [float(r["value"]) for r in rows] == [r["value"] for r in as_json] and [r["numerator"] for r in rows] == ["1", "1"]
    assert list(rows[0]) == list(as_json[0])


def test_text_that_a_spreadsheet_would_run_is_made_safe_and_numbers_are_not(tmp_path: Path) -> None:
    frame = pd.DataFrame({"region_name": ["=1+1", "+x", "-y", "@z", "甲"], "value": [-1.5, 2.0, None, 0.0, 3.0]})
    write_answer(frame, tmp_path / "a.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig"))))
    assert [r["region_name"] for r in rows] == ["'=1+1", "'+x", "'-y", "'@z", "甲"]
    assert [r["value"] for r in rows] == ["-1.5", "2", "", "0", "3"]
    assert csv_bytes(["a"], []).decode("utf-8-sig") == "a\r\n"


def test_two_breakdowns_have_two_names() -> None:
    title = category_title("sex,title", "female,middle")
    assert title is not None and title.zh.startswith("女，") and title.en.startswith("Female, ")
    assert category_title(None, None) is None


def test_the_population_is_chosen(workspace: str, capsys: Said) -> None:
    (row,) = json.loads(ask(capsys, "observe", "density", "--workspace", workspace, "--period", "2022", "--population", "household", "--format", "json"))
    assert row["denominator"] == 2500
    assert outcome(make_cli(), ["observe", "density", "--workspace", workspace, "--population", "martian"]) == ExitCode.NOT_FOUND


@pytest.mark.parametrize(
    ("argv", "code", "part"),
    [
        (("observe", "density", "--to", "a.xlsx"), ExitCode.USAGE, ".parquet"),
        (("observe", "density", "--to", "no-such-folder/a.csv"), ExitCode.NOT_FOUND, "no-such-folder"),
        (("observe", "density", "--compare", "last_week"), ExitCode.USAGE, "same_last_year"),
        (("rank", "density", "--level", "township"), ExitCode.USAGE, "--period"),
        (("rank", "density", "--level", "hamlet", "--period", "2022"), ExitCode.NOT_FOUND, "township"),
        (("trace", "density"), ExitCode.USAGE, "--period"),
        (("trace", "density", "--period", "2022", "--profile", "public"), ExitCode.REFUSED, "internal"),
        (("trace", "headcount", "--period", "2022", "--by", "sex"), ExitCode.USAGE, "--category"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(workspace: str, argv: tuple[str, ...], code: ExitCode, part: str, capsys: Said) -> None:
    assert outcome(make_cli(), [*argv, "--workspace", workspace, "--lang", "en"]) == code
    said = capsys.readouterr().err
    assert part in said and said.count("\n") == 1


def test_comparisons_stand_under_the_answer(workspace: str, tmp_path: Path, capsys: Said) -> None:
    question = ("observe", "headcount", "--workspace", workspace, "--period", "2022", "--compare", "same_last_year,target,previous")
    found = json.loads(ask(capsys, *question, "--format", "json"))
    assert [o["value"] for o in found["observations"]] == [2]
    assert [(c["comparison"], c["against"], c["reason"]) for c in found["comparisons"]] == [
        ("same_last_year", "2021", "small_n"), ("target", "target", "no_target"), ("previous", "2021", "small_n"),
    ]  # fmt: skip
    table = ask(capsys, *question, "--lang", "zh")
    assert "同比" in table and "例数很少，不作比较" in table
    ask(capsys, *question, "--to", str(tmp_path / "c.csv"))
    assert "region_name_en" in (tmp_path / "c.csv").read_text(encoding="utf-8-sig").splitlines()[0]


def test_a_ranking_for_people_and_for_programs(workspace: str, tmp_path: Path, capsys: Said) -> None:
    question = ("rank", "density", "--workspace", workspace, "--level", "township", "--parent", "140321", "--period", "2022")
    found = json.loads(ask(capsys, *question, "--format", "json"))
    assert [(p["region_code"], p["rank"], p["rank_lower"], p["rank_upper"]) for p in found["places"]] == [("140321100", 1, 1, 2), ("140321101", 2, 1, 2)]
    assert found["before"] == "2021" and found["notes"]
    assert "首末都有可能" in ask(capsys, *question, "--lang", "zh")
    ask(capsys, *question, "--to", str(tmp_path / "r.parquet"))
    assert str(pq.read_table(tmp_path / "r.parquet").schema.field("rank").type) == "int64"
    assert ask(capsys, *question, "--format", "csv").splitlines()[0].startswith("rank,region_code")


@pytest.mark.parametrize(("lang", "doubt"), [("en", ", not certain"), ("zh", "，未定")])
def test_a_ranking_says_of_a_target_met_by_chance_alone_that_it_is_not_certain(demo_workspace: Path, capsys: Said, lang: str, doubt: str) -> None:
    question = ("rank", "density", "--workspace", str(demo_workspace), "--level", "township", "--period", "2025")
    found = {p["region_code"]: p for p in json.loads(ask(capsys, *question, "--format", "json"))["places"] if p["rank"]}
    yes, no = {"en": ("yes", "no"), "zh": ("是", "否")}[lang]
    wanted = {
        code: "" if p["status"] != "ok" else (yes if p["value"] >= p["target"] else no) + (doubt if p["lower"] < p["target"] <= p["upper"] else "")
        for code, p in found.items()
    }
    sure = {code: said and ("untold" if said.endswith(doubt) else "meets" if said == yes else "misses") or None for code, said in wanted.items()}
    assert {code: p["target_told"] for code, p in found.items()} == sure, "programs are told of the doubt as people are"
    rows = [line.split() for line in ask(capsys, *question, "--lang", lang).splitlines()]
    told = {code: " ".join(row) for row in rows for code in row if code in found}
    assert {yes + doubt, yes} <= set(wanted.values()) and set(told) == set(wanted)
    assert {p["target"] for p in found.values()} == {1.0, 1.2}
    assert not [(said, told[code]) for code, said in wanted.items() if not told[code].endswith((f" 1 {said}".rstrip(), f" 1.20 {said}".rstrip()))]


def test_a_quarter_of_what_accumulates_meets_no_target_in_a_comparison_or_a_ranking(workspace: str, capsys: Said) -> None:
    file, why = Path(workspace) / "site.toml", {"zh": "目标按全年设定，不足一年不作比较", "en": "not compared: the target is of a whole year"}
    before = file.read_text(encoding="utf-8")
    target = '\n[[targets]]\nindicator = "leaver_rate"\nregion = "all"\nyear = 2022\nvalue = 0.1\nsource = "x"\n'
    file.write_text(before + target, encoding="utf-8")
    try:
        question = ("leaver_rate", "--workspace", workspace, "--level", "township")
        for lang, said in why.items():
            for period, is_part in (("2022", False), ("2022-Q2", True)):
                assert (said in ask(capsys, "observe", *question, "--period", period, "--compare", "target", "--lang", lang)) is is_part
                assert (said in ask(capsys, "rank", *question, "--period", period, "--lang", lang)) is is_part
        assert {p["target"] for p in json.loads(ask(capsys, "rank", *question, "--period", "2022", "--format", "json"))["places"]} == {0.1}
    finally:
        file.write_text(before, encoding="utf-8")


def test_a_number_is_traced_to_the_line_of_the_file_and_nobody_is_named(workspace: str, capsys: Said) -> None:
    question = ("trace", "leaver_rate", "--workspace", workspace, "--region", "140321", "--period", "2022")
    found = json.loads(ask(capsys, *question, "--format", "json"))
    assert [(c["column"], c["shown"], c["summed"], c["agrees"]) for c in found["checks"]] == [("numerator", 1, 1, True), ("denominator", 2.5, 2.5, True)]
    (leaver,) = [r for r in found["rows"]["presences"]["rows"] if r["leavers"] == 1]
    (line,) = [r for r in found["source_rows"]["rows"] if r["values"]["person_key"] == leaver["person_key"]]
    assert EMPLOYMENT.splitlines()[line["row"] - 1].startswith(PEOPLE["leaves"]) and line["file"] == "任职.csv"
    (sheet,) = [s for s in found["sheets"] if s["dataset"] == "employment"]
    assert (sheet["sender"], sheet["rows"], sheet["loaded"]) == ("王某", 4, 4)
    assert found["datasets"]["needed"] == ["employment", "roster"]
    assert found["statements"]["flow"]["values"]["region"] == "140321" and "presence" in found["tables"]["mart"]
    for lang in ("zh", "en"):
        table = ask(capsys, *question, "--lang", lang)
        assert {"zh": "一致", "en": "agrees"}[lang] in table and "$region = 140321" in table
        assert not any(number in table for number in PEOPLE.values())


def test_fewer_rows_are_listed_than_counted_when_asked(workspace: str, capsys: Said) -> None:
    found = json.loads(ask(capsys, "trace", "headcount", "--workspace", workspace, "--period", "2022", "--rows", "1", "--format", "json"))
    assert found["rows"]["numerator"]["count"] == 2 and len(found["rows"]["numerator"]["rows"]) == 1
    assert found["checks"][0]["summed"] == 2, "sums are of all rows"


def test_the_catalogue_goes_into_a_file(tmp_path: Path, capsys: Said) -> None:
    ask(capsys, "indicators", "--to", str(tmp_path / "i.json"))
    found = {e["name"]: e for e in json.loads((tmp_path / "i.json").read_text(encoding="utf-8"))}
    assert found["leaver_rate"]["codes"] == ["F1"] and found["leaver_rate"]["time"] == "flow" and not found["leaver_rate"]["additive"]
    assert found["density"]["time"] == "stock" and "sex" in found["density"]["breakdowns"] and found["density"]["caveat"]["en"]


SLOW = ("scipy", "statsmodels", "sqlglot", "esda", "libpysal", "matplotlib", "geopandas", "plotly", "dash", "openpyxl", "xlsxwriter", "python_calamine")


def _imports(*argv: str) -> set[str]:
    """Return the top packages a command imports, as the interpreter itself lists them."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "pipelines", *argv], capture_output=True, text=True, encoding="utf-8", env={**os.environ}, check=True
    )
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines() if line.startswith("import time:")}


def test_a_question_imports_no_more_than_it_needs(workspace: str) -> None:
    asked = _imports("observe", "density", "--workspace", workspace, "--period", "2022", "--format", "json")
    assert {"pandas", "duckdb"} <= asked and asked & set(SLOW) == set()


def test_the_catalogue_is_listed_without_the_engine() -> None:
    assert _imports("indicators", "--lang", "en") & {"pandas", "numpy", "duckdb", *SLOW} == set()


def test_an_approximation_says_so_on_the_terminal_and_in_files(tmp_path: Path, capsys: Said) -> None:
    made = registered(tmp_path)
    walk = "原代码,新代码,变更日期,分摊比例,变更类型\n140321900,140321100,2023-01-01,0.5,拆分\n140321900,140321101,2023-01-01,0.5,拆分\n"
    head, *known = REGIONS.splitlines()
    gone = "\n".join([f"{head},失效日期", *(f"{line}," for line in known), "140321900,旧乡,乡镇,140321,2022-12-31"]) + "\n"
    old = POPULATION + "140321900,2022,常住人口,400\n"
    given = {"任职.csv": EMPLOYMENT, "人口.csv": old, "沿革.csv": walk, "区划.csv": gone}
    result = load(made, *(write(tmp_path, name, text) for name, text in given.items()), sender="王某")
    assert [p.line("en") for p in result.plan.problems if p.severity == "error"] == []
    question = ("observe", "density", "--workspace", str(made.path), "--level", "township", "--period", "2022")
    assert ask(capsys, *question, "--lang", "zh").count("区划变更，近似值") == 2
    assert "approximate" not in ask(capsys, *question[:4], "--level", "county", "--period", "2022", "--lang", "en")
    rows = json.loads(ask(capsys, *question, "--format", "json"))
    assert [(r["denominator"], r["is_approximate"]) for r in rows] == [(1100, True), (1800, True)]
    ask(capsys, *question, "--to", str(tmp_path / "a.parquet"))
    assert pq.read_table(tmp_path / "a.parquet").column("is_approximate").to_pylist() == [True, True]
