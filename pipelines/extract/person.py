"""The person key: a keyed hash of the ID number, so that a person is followed and the number never leaves the archive."""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from operator import mul

from pipelines.core.text import Text
from pipelines.extract.report import Fault

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"  # GB 11643-1999
_PLAIN = re.compile(r"[0-9]{17}[0-9X]\Z", re.A)
ID_LENGTH = 18
_IN_TEXT = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")
_WRONG_FORM = Fault(
    Text("应为 18 位（或旧 15 位）身份证号", "expected an ID number of 18 (or, old, 15) characters"),
    Text("请核对身份证原件", "check it against the identity card"),
)
_WRONG_CHECK = Fault(
    Text("身份证号校验码不符，至少有一位写错", "the check digit of the ID number does not fit: a digit is wrong"),
    Text("请核对身份证原件", "check it against the identity card"),
)
_WRONG_DAY = Fault(
    Text("身份证号中的出生日期不存在", "the birth date in the ID number does not exist"),
    Text("请核对身份证原件", "check it against the identity card"),
)
STORED_AS_NUMBER = Fault(
    Text("身份证号被存成了数字，后几位可能已丢失", "the ID number is stored as a number and may have lost its last digits"),
    Text("请把该列设为文本格式后重新填写", "format the column as text and enter it again"),
)


def check_character(first_17: str) -> str:
    """Return the 18th character of an ID number (GB 11643-1999).

    >>> check_character("11010519491231002")
    'X'
    """
    return _CHECKS[sum(map(mul, map(int, first_17), _WEIGHTS)) % 11]


def normalise_id(text: str) -> str | Fault:
    """Return an ID number as 18 characters, upper case, an old 15-digit one lengthened; else what is wrong with it."""
    number = text if _PLAIN.match(text) else _in_full(text)
    if isinstance(number, Fault):
        return number
    if check_character(number[:17]) != number[17]:
        return _WRONG_CHECK
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return _WRONG_DAY
    return number if 1880 <= born.year <= 2100 else _WRONG_DAY


def _in_full(text: str) -> str | Fault:
    """Return a number that is not written plainly as 18 characters; the fault of what has another form."""
    number = re.sub(r"[\s'`]", "", unicodedata.normalize("NFKC", text)).upper()
    if re.fullmatch(r"\d(?:\.\d+)?E\+?\d+", number):
        return STORED_AS_NUMBER
    if re.fullmatch(r"[0-9]{15}", number):
        longer = f"{number[:6]}19{number[6:]}"
        return longer + check_character(longer)
    return number if _PLAIN.match(number) else _WRONG_FORM


def holds_id_number(text: str) -> bool:
    """Say whether a text holds an ID number: 18 characters that check, of somebody born 1900-2010.

    Numbers of documents are made of an area, a day and a serial number too; their days are later.
    """
    if len(text) < ID_LENGTH:
        return False
    return any(1900 <= int(m[0][6:10]) <= 2010 and isinstance(normalise_id(m[0]), str) for m in _IN_TEXT.finditer(text))


def birth_year_of(number: str) -> int:
    """Return the birth year in a normalised ID number."""
    return int(number[6:10])


def sex_of(number: str) -> str:
    """Return `male` or `female` from the 17th digit of a normalised ID number."""
    return "male" if int(number[16]) % 2 else "female"


def person_key(number: str, secret: bytes) -> str:
    """Return the key of a normalised ID number: HMAC-SHA-256 with the workspace's secret, in hex."""
    return hmac.digest(secret, number.encode("ascii"), "sha256").hex()


def name_key(number: str, name: str, secret: bytes) -> str:
    """Return what is the same for one person and one name, and tells nothing else: the same name of another person differs.

    Spaces, dots between the parts of a name and widths of letters make no other name.
    """
    letters = "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())
    return hmac.digest(secret, "\x1f".join(("name", number, letters)).encode(), "sha256").hex()


def provisional_key(parts: Sequence[str], secret: bytes) -> str:
    """Return the key of somebody without a usable ID number, from name, birth date and facility."""
    return hmac.digest(secret, "\x1f".join(("provisional", *parts)).encode(), "sha256").hex()
