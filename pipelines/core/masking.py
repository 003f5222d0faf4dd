"""Numbers of persons that stand where none belongs: hidden in every report, whatever the column is declared to hold."""

from __future__ import annotations

import re

_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_OF_A_PERSON = re.compile(
    rf"(?<!\d)(?:\d{{6}}(?:19|20)\d\d{_DAY}\d{{3}}[\dXxＸ]|\d{{6}}\d\d{_DAY}\d{{3}}|1[3-9]\d{{9}})(?!\d)"  # ID numbers, mobile phones
    r"|\d\.\d{8,}[Ee]\+?1[4-7]"  # an ID number a spreadsheet took for a number
)
SHORTEST = 11


def hide_numbers(text: str) -> str:
    """Return `text` with ID numbers and mobile phone numbers in it reduced to their first and last characters.

    >>> hide_numbers("999001197103040019, A-V01")
    '9****************9, A-V01'
    """
    if len(text) < SHORTEST:
        return text
    return _OF_A_PERSON.sub(lambda match: f"{match[0][0]}{'*' * (len(match[0]) - 2)}{match[0][-1]}", text)
