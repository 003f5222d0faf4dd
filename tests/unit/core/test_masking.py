"""Numbers of persons are hidden in every report; numbers of other things are not."""

from __future__ import annotations

import pytest

from pipelines.core.errors import Problem
from pipelines.core.masking import hide_numbers, hide_values
from pipelines.core.text import Text
from pipelines.extract.person import holds_id_number
from pipelines.extract.report import printable

ID, OLD, PHONE = "999001197103040019", "999001710304001", "13900000001"


@pytest.mark.parametrize("text", [ID, ID[:-1] + "x", OLD, PHONE, f"张三{ID}，{PHONE}", "1.40321198001E+17", "９９９００１１９７１０３０４００１９"])
def test_numbers_of_persons_are_hidden(text: str) -> None:
    hidden = hide_numbers(text)
    assert len(hidden) == len(text) and "****" in hidden and ID[1:-1] not in hidden and PHONE[1:-1] not in hidden


@pytest.mark.parametrize("text", ["A-V01", "140321100000", "140321100-V01", "2024-01-31", "12345678901234567890", "1234567.89", "12900000001"])
def test_codes_days_and_amounts_are_shown(text: str) -> None:
    assert hide_numbers(text) == text


def test_what_a_database_says_is_told_without_the_values_it_stumbled_over() -> None:
    said = f"Conversion Error: Could not cast '王小明 {ID}' in column born, value 1971-03-04 of 王小明\nLINE 1: select '{ID}'"
    assert hide_values(said) == "Conversion Error: Could not cast … in column born, value … of …"


def test_problems_and_printed_texts_hide_them() -> None:
    problem = Problem(file="x", found=f"{ID}, A-V01", reason=Text("错", "wrong"), remedy=Text("改", "correct it"))
    assert problem.found == "9****************9, A-V01"
    assert printable(f"列{PHONE}") == "列1*********1"


@pytest.mark.parametrize(("text", "holds"), [
    (ID, False), ("999001197103040011", False), ("999900196804120037", True), ("备注：999900196804120037。", True),
    ("9999001968041200371", False), ("140321202401010012", False), ("A-V01", False),
])  # fmt: skip
def test_only_numbers_that_check_are_taken_for_ids(text: str, holds: bool) -> None:
    assert holds_id_number(text) is holds
