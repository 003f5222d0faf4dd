"""The template workbook: opened again, it has headers, checks, formats, an example that is left out, and complete notes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.cli import make_cli
from pipelines.command.run import outcome
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import LANGS, Lang
from pipelines.core.unit import UNITS
from pipelines.extract.own_sheets import LISTS, NOTES
from pipelines.extract.reading import Reading, read_file
from pipelines.intake.example import MARK
from pipelines.intake.form import Form, FormColumn, code_lists, options
from pipelines.intake.form_sheet import FIRST_ROW, HEADER_ROW, ROWS
from pipelines.intake.form_words import meaning
from pipelines.intake.template import CLOSE, chosen_datasets, write_template
from pipelines.site import parse_site, site_text
from pipelines.warehouse.schema import all_datasets
from tests.unit.intake.filling import column_format

DATASETS = {d.name: d for d in chosen_datasets([])}
SITE = parse_site(site_text("yangquan"))
LISTED = code_lists()
BOTH = [(name, lang) for name in DATASETS for lang in LANGS]


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[Lang, Path]:
    """The template of every dataset in each language."""
    folder = tmp_path_factory.mktemp("templates")
    found: dict[Lang, Path] = {lang: folder / f"all_{lang}.xlsx" for lang in LANGS}
    for lang, path in found.items():
        write_template(list(DATASETS.values()), path, lang)
    return found


@pytest.fixture(scope="module")
def books(paths: dict[Lang, Path]) -> dict[Lang, Book]:
    """The templates, opened again."""
    return {lang: openpyxl.load_workbook(path) for lang, path in paths.items()}


@pytest.fixture(scope="module")
def readings(paths: dict[Lang, Path]) -> dict[Lang, Reading]:
    """The templates as the loader reads them, before anybody filled them in."""
    return {lang: read_file(path, SITE, b"x" * 32) for lang, path in paths.items()}


def sheet_of(books: dict[Lang, Book], name: str, lang: Lang) -> Worksheet:
    """Return the sheet of a dataset."""
    return books[lang][Form(DATASETS[name]).sheet_name]


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_an_empty_template_is_its_dataset_alone_and_its_example_is_left_out(name: str, lang: Lang, readings: dict[Lang, Reading]) -> None:
    form = Form(DATASETS[name])
    tables = [t for t in readings[lang].tables if t.source_sheet == form.sheet_name]
    assert [(t.dataset, t.form) for t in tables] == [(name, form.sheet.name)]
    assert (tables[0].rows_in, tables[0].ignored, len(tables[0].frame)) == (1, 1, 0)


@pytest.mark.parametrize("lang", LANGS)
def test_an_empty_template_has_no_problem_and_nothing_is_said_of_its_own_sheets(lang: Lang, readings: dict[Lang, Reading]) -> None:
    assert [p.line("zh") for p in readings[lang].problems] == []
    assert [n.zh for n in readings[lang].notes] == []


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_the_head_of_a_sheet(name: str, lang: Lang, books: dict[Lang, Book]) -> None:
    form, sheet = Form(DATASETS[name]), sheet_of(books, name, lang)
    title, wide = DATASETS[name].title, sheet.print_title_cols is not None  # printed on several pages, the first column on each
    assert sheet["A1"].value == (title.zh if wide else f"{title.zh}  {title.en}")
    assert not wide or sheet["B1"].value == title.en and not any("A1" in r or "A2" in r for r in sheet.merged_cells.ranges)
    said = "".join(str(c.value) for c in sheet[2] if c.value)
    assert DATASETS[name].filled_by.of(lang) in said
    assert ({"zh": "统计时期", "en": "Period (required)"}[lang] in said) == form.asks_period
    headers = [cell.value for cell in sheet[HEADER_ROW + 1] if cell.value]
    assert headers == [c.header for c in form.columns]
    assert [("必填" in h) for h in headers] == [c.is_required for c in form.columns]
    fills = {c.is_required: cell.fill.fgColor.rgb for c, cell in zip(form.columns, sheet[HEADER_ROW + 1], strict=False)}
    assert len(set(fills.values())) == len(fills), "required columns have a colour of their own"
    assert sheet.freeze_panes == f"A{HEADER_ROW + 2}"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == f"${HEADER_ROW + 1}:${HEADER_ROW + 1}"


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_every_column_has_the_format_of_its_kind(name: str, lang: Lang, books: dict[Lang, Book]) -> None:
    sheet = sheet_of(books, name, lang)
    formats = {"code": "@", "id_number": "@", "period": "@", "date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "money": "#,##0.00"}
    for place, item in enumerate(Form(DATASETS[name]).columns, start=1):
        written = column_format(sheet, place)
        if item.column.kind in formats:
            assert written == formats[item.column.kind], item.column.name
        if item.column.unit == "share":
            assert written == "0.0%", item.column.name
        if item.column.kind == "text" and not item.column.codelist:
            assert written == "@", "1-2 must not become a day"


def checks(sheet: Worksheet) -> Iterator[tuple[int, object]]:
    """Yield the checks of a sheet with the number of their column."""
    for rule in sheet.data_validations.dataValidation:
        for area in rule.sqref.ranges:
            assert (area.min_row, area.max_row) == (FIRST_ROW + 1, FIRST_ROW + ROWS), "from under the example on"
            yield area.min_col, rule


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_choices_come_from_the_code_lists_in_the_readers_language(name: str, lang: Lang, books: dict[Lang, Book]) -> None:
    found = dict(checks(sheet_of(books, name, lang)))
    for place, item in enumerate(Form(DATASETS[name]).columns, start=1):
        wanted = options(item.column, LISTED, lang)
        rule = found[place]
        assert rule.prompt and len(rule.prompt) <= 255 and len(rule.promptTitle) <= 32
        if wanted:
            assert (rule.type, choices(books[lang], rule.formula1)) == ("list", wanted), item.column.name
        else:
            assert rule.type == kind_of_check(item.column), item.column.name


def kind_of_check(column: Column) -> str | None:
    """Return the kind of check a column without a list has."""
    if column.kind in ("date", "moment"):
        return "date"
    known = {"id_number": "textLength", "integer": "whole", "number": "decimal", "money": "decimal"}
    return known.get(column.kind)


def choices(book: Book, formula: str) -> list[str]:
    """Return what a drop-down offers, from itself or from the sheet of lists."""
    if formula.startswith('"'):
        return formula.strip('"').split(",")
    sheet, _, area = formula.lstrip("=").partition("!")
    return [cell.value for (cell,) in book[sheet.strip("'")][area.replace("$", "")]]


@pytest.mark.parametrize("lang", LANGS)
def test_long_lists_stand_on_a_hidden_last_sheet(lang: Lang, books: dict[Lang, Book]) -> None:
    names = books[lang].sheetnames
    assert names == [*(Form(d).sheet_name for d in DATASETS.values()), NOTES.of(lang), LISTS.of(lang)]
    assert [s.title for s in books[lang].worksheets if s.sheet_state != "visible"] == [LISTS.of(lang)]


@pytest.mark.parametrize("lang", LANGS)
def test_there_is_no_formula_and_no_macro(lang: Lang, books: dict[Lang, Book], paths: dict[Lang, Path]) -> None:
    cells = (cell for sheet in books[lang].worksheets for row in sheet.iter_rows() for cell in row)
    assert [f"{c.parent.title}!{c.coordinate}" for c in cells if c.data_type == "f"] == []
    assert b"vbaProject" not in paths[lang].read_bytes()


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_the_notes_say_everything_of_a_dataset(name: str, lang: Lang, books: dict[Lang, Book]) -> None:
    dataset, form = DATASETS[name], Form(DATASETS[name])
    block = notes_of(books[lang][NOTES.of(lang)], dataset)
    text = "\n".join(str(v) for row in block for v in row if v)
    for said in (dataset.grain, dataset.filled_by, dataset.note):
        assert said is None or said.of(lang) in text
    listed = {row[0]: row for row in block if row[1] and row[3]}
    for item in form.columns:
        row = listed[item.chinese]
        assert row[1] == item.english
        assert bool(row[2]) == item.is_required
        assert row[3] == meaning(item.column).of(lang)
        assert bool(row[4]) == bool(item.column.unit)
        assert bool(row[5]) == bool(options(item.column, LISTED, lang))


def notes_of(sheet: Worksheet, dataset: Dataset) -> list[tuple[object, ...]]:
    """Return the rows of the notes that are about one dataset."""
    rows = list(sheet.iter_rows(values_only=True))
    begin = next(i for i, row in enumerate(rows) if row[0] == f"{dataset.title.zh}  {dataset.title.en}")
    end = next((i for i in range(begin + 1, len(rows)) if rows[i][0] is None), len(rows))
    return rows[begin:end]


@pytest.mark.parametrize("lang", LANGS)
def test_the_example_of_every_dataset_is_a_row_that_loads(lang: Lang, paths: dict[Lang, Path], tmp_path: Path) -> None:
    book = openpyxl.load_workbook(paths[lang])
    for form in (Form(d) for d in DATASETS.values()):
        sheet = book[form.sheet_name]
        first = sheet.cell(HEADER_ROW + 2, 1)
        assert str(first.value).startswith(MARK.of(lang))
        first.value = str(first.value).removeprefix(MARK.of(lang))
        if form.asks_period:
            sheet["B2"] = "2024"
    book.save(tmp_path / "filled.xlsx")
    reading = read_file(tmp_path / "filled.xlsx", SITE, b"x" * 32)
    assert [p.line("zh") for p in reading.problems] == []
    assert {t.dataset: len(t.frame) for t in reading.tables} == dict.fromkeys(DATASETS, 1)


def test_every_unit_of_a_column_is_one_that_has_a_name() -> None:
    units = {c.unit for d in DATASETS.values() for c in d.columns if c.unit}
    assert units - set(UNITS) == set(), "add the unit to pipelines/core/unit.py"


def test_titles_make_names_of_sheets_that_differ() -> None:
    names = [Form(d).sheet_name.lower() for d in DATASETS.values()]
    own = {t.lower() for text in (NOTES, LISTS) for t in (text.zh, text.en)}
    assert len(set(names)) == len(names) and not own & set(names)


def test_a_header_names_its_unit_unless_its_words_do() -> None:
    pay = {c.column.name: c.header for c in Form(DATASETS["pay"]).columns}
    assert pay["due_yuan"].startswith("应发金额（元）\n")
    assert all("%" not in c.header for d in DATASETS.values() for c in Form(d).columns if c.column.unit == "share")


@pytest.mark.parametrize("lang", LANGS)
def test_the_command_writes_what_was_asked_for(lang: Lang, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to = tmp_path / "t.xlsx"
    assert outcome(make_cli(), ["template", "roster", "人口", "--to", str(to), "--lang", lang]) == ExitCode.OK
    assert openpyxl.load_workbook(to).sheetnames[:3] == ["人员花名册", "人口", NOTES.of(lang)]
    assert outcome(make_cli(), ["template", "no_such", "--to", str(to)]) == ExitCode.NOT_FOUND
    assert outcome(make_cli(), ["template", "--to", str(to)]) == ExitCode.USAGE
    assert outcome(make_cli(), ["template", "roster", "--all", "--to", str(to)]) == ExitCode.USAGE
    assert outcome(make_cli(), ["template", "roster", "--to", str(tmp_path / "t.csv")]) == ExitCode.USAGE
    assert outcome(make_cli(), ["template", "roster", "--to", str(tmp_path / "none" / "t.xlsx")]) == ExitCode.NOT_FOUND
    assert "no_such" in capsys.readouterr().err


def test_a_template_can_be_written_into_memory() -> None:
    stream = io.BytesIO()
    write_template([DATASETS["roster"]], stream, "zh")
    assert openpyxl.load_workbook(io.BytesIO(stream.getvalue())).sheetnames[0] == "人员花名册"


def test_columns_are_those_of_the_declaration() -> None:
    """Only what a layout does not read, and people where it speaks of groups, is missing from a form."""
    for dataset in DATASETS.values():
        form = Form(dataset)
        names = [c.column.name for c in form.columns]
        missing = [c for c in dataset.columns if c.name not in names]
        assert set(form.sheet.signature) <= set(names) and set(dataset.required) <= set(names)
        assert form.sheet.unpivot is None and all(c.name in form.sheet.absent or c.personal for c in missing)
        assert isinstance(form.columns[0], FormColumn)


def test_only_that_a_column_is_required_stands_in_red(tmp_path: Path) -> None:
    write_template(chosen_datasets(["pay"]), tmp_path / "t.xlsx", "zh")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx", rich_text=True).worksheets[0]
    red = {
        str(run.text) for cell in sheet[HEADER_ROW + 1] for run in cell.value
        if not isinstance(run, str) and run.font.color is not None and run.font.color.rgb == "FFC00000"
    }
    assert red == {"必填"} and any("（元" in str(cell.value) for cell in sheet[HEADER_ROW + 1])


def test_limits_are_written_as_people_write_numbers() -> None:
    said = [meaning(c) for d in all_datasets().values() for c in d.columns]
    assert any("1,000,000" in text.zh for text in said) and not any(re.search(r"\de[+-]\d", text.zh + text.en) for text in said)


def test_a_name_that_is_nearly_one_is_answered_with_what_may_be_meant() -> None:
    for given, name in (("花名册", "roster"), ("人员花名册", "roster"), ("Roster", "roster"), ("Pay", "pay"), ("工资表", "pay"), ("employment_", "employment")):
        assert [d.name for d in chosen_datasets([given])] == [name]
    for given, meant in (("任职", "employment（任职记录）"), ("rostr", "roster（"), ("记录", "employment（任职记录）")):
        with pytest.raises(XiangyiError) as caught:
            chosen_datasets([given])
        assert meant in caught.value.text.zh and caught.value.text.zh.count("（") <= CLOSE
    with pytest.raises(XiangyiError) as caught:
        chosen_datasets(["qqqq"])
    assert all(f"{name} ({d.title.en})" in caught.value.text.en for name, d in all_datasets().items())


def test_the_command_lists_what_there_is_and_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to = str(tmp_path / "t.xlsx")
    assert outcome(make_cli(), ["template", "--to", to, "--lang", "zh"]) == ExitCode.USAGE
    said = capsys.readouterr().err
    assert all(f"{name}（{d.title.zh}）" in said for name, d in all_datasets().items())
    assert outcome(make_cli(), ["template", "花名册", "薪酬台账", "--to", to, "--lang", "zh"]) == ExitCode.OK
    assert "2 个数据集，roster（人员花名册）、pay（薪酬台账）" in capsys.readouterr().out and Path(to).exists()
