"""The person key: one person, one key, and no way back to the number."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract.person import birth_year_of, check_character, normalise_id, person_key, provisional_key, sex_of
from pipelines.extract.report import Fault, mask

SECRET = bytes(range(32))
BIRTHS = st.dates(min_value=date(1930, 1, 1), max_value=date(2005, 12, 31))


def make_id(born: date, serial: int, area: str = "999999") -> str:
    """Return a valid number of an area code that is not assigned."""
    first = f"{area}{born:%Y%m%d}{serial:03d}"
    return first + check_character(first)


@given(BIRTHS, st.integers(0, 999))
def test_a_valid_number_tells_birth_year_and_sex(born: date, serial: int) -> None:
    number = make_id(born, serial)
    assert normalise_id(number) == number
    assert birth_year_of(number) == born.year
    assert sex_of(number) == ("male" if serial % 2 else "female")


@given(BIRTHS, st.integers(0, 999))
def test_spaces_width_and_case_do_not_make_another_person(born: date, serial: int) -> None:
    number = make_id(born, serial)
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number.lower())
    spaced = f" {number[:6]} {number[6:14]}　{number[14:]}"
    assert normalise_id(wide) == normalise_id(spaced) == number


@given(st.dates(min_value=date(1930, 1, 1), max_value=date(1999, 12, 31)), st.integers(0, 999))
def test_an_old_number_is_lengthened_to_the_new_one(born: date, serial: int) -> None:
    number = make_id(born, serial)
    assert normalise_id(number[:6] + number[8:17]) == number


@given(BIRTHS, st.integers(0, 999), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(born: date, serial: int, place: int, shift: int) -> None:
    number = make_id(born, serial)
    if number[place] == "X":
        wrong = "0"
    else:
        wrong = str((int(number[place]) + shift) % 10)
    assert isinstance(normalise_id(number[:place] + wrong + number[place + 1 :]), Fault)


@pytest.mark.parametrize("text", ["1.42301E+17", "1.10101199001011e+17", "123", "14230119800101123Y", "9" * 18, "张三"])
def test_what_is_no_number_is_refused(text: str) -> None:
    assert isinstance(normalise_id(text), Fault)


def test_the_key_is_a_keyed_hash() -> None:
    number = make_id(date(1980, 1, 1), 11)
    assert person_key(number, SECRET) == hmac.new(SECRET, number.encode(), hashlib.sha256).hexdigest()
    assert person_key(number, SECRET) != person_key(number, SECRET[::-1])
    assert provisional_key(("张三", "1980-01-01", "F1"), SECRET) != provisional_key(("张三", "1980-01-01", "F2"), SECRET)


@given(st.text(min_size=0, max_size=30))
def test_a_masked_value_shows_two_characters_at_most(text: str) -> None:
    shown = mask(text)
    assert shown == "***" or set(shown[1:-1]) == {"*"}
