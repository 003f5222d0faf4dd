"""What a file says of its figures holds in the file: units at the head, no brackets that are not there, no method of intervals it has not."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from dashboard.app import make_app

QUERY = "region=140300&period=2025&lang=en"


@pytest.fixture(scope="module")
def client(demo_workspace):
    return make_app(demo_workspace, warm=False).server.test_client()


def sheets(client, page, card, query=QUERY):
    """The sheets of the workbook of a card, each as its rows."""
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/card/{page}/{card}.xlsx?{query}").get_data()))
    return [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]


def csv_rows(client, page, card, query=QUERY):
    return list(csv.reader(io.StringIO(client.get(f"/card/{page}/{card}.csv?{query}").get_data(as_text=True).removeprefix("\ufeff"))))


@pytest.mark.parametrize(("lang", "head"), [("zh", "时点（个月）"), ("en", "Time (months)")])
def test_a_workbook_heads_times_as_the_csv_does(client, lang, head):
    query = f"region=140300&period=2025&lang={lang}"
    first = sheets(client, "overview", "survival_remoteness", query)[0][0]
    assert head in first and head in csv_rows(client, "overview", "survival_remoteness", query)[0]


def test_a_share_is_told_to_be_in_per_cent_in_no_head_of_a_workbook_that_has_it_as_a_fraction(client):
    head, row, *_ = sheets(client, "retention", "cohort_triangle")[0]
    shares = [value for value in row[1:] if isinstance(value, float)]
    assert shares and all(0 <= value <= 1 for value in shares) and not any("%" in title for title in head)


@pytest.mark.parametrize(("page", "card", "has"), [
    ("retention", "exit_reasons", False), ("retention", "cohort_triangle", False), ("overview", "density_ranking", True), ("supply", "headcount_trend", True),
])
def test_how_intervals_are_made_is_told_where_one_is_or_none_can_be(client, page, card, has):
    assert ("Interval" in {row[0] for row in sheets(client, page, card)[-1]}) is has


def test_a_note_of_leavers_holds_where_no_brackets_are(client):
    head, *rows = csv_rows(client, "retention", "exit_reasons", "region=140300&lang=zh")
    notes = {row[head.index("本表说明")] for row in rows}
    assert rows and all("括号" not in note and "占平均在岗人数的比例" in note for note in notes)
