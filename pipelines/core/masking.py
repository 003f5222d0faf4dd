"""Numbers of persons that stand where none belongs: hidden in every report, whatever the column is declared to hold."""

from __future__ import annotations

import re

_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_OF_A_PERSON = re.compile(
    rf"(?<!\d)(?:\d{{6}}(?:19|20)\d\d{_DAY}\d{{3}}[\dXx]|\d{{6}}\d\d{_DAY}\d{{3}}|1[3-9]\d{{9}})(?!\d)"  # ID numbers, mobile phones
    r"|\d\.\d{8,}[Ee]\+?1[4-7]"  # an ID number a spreadsheet took for a number
)
_NARROW = str.maketrans("０１２３４５６７８９Ｘｘ．＋", "0123456789Xx.+")
_VALUE = re.compile(r"'[^']*'|(?<![\w.])[-+]?\d[\d.:/-]*|[^\x00-\x7f]+")
SHORTEST = 11


def hide_numbers(text: str) -> str:
    """Return `text` with ID numbers and mobile phone numbers in it reduced to their first and last characters.

    >>> hide_numbers("999001197103040019, A-V01")
    '9****************9, A-V01'
    """
    if len(text) < SHORTEST:
        return text
    hidden = text
    for match in _OF_A_PERSON.finditer(text.translate(_NARROW)):
        begin, end = match.start() + 1, match.end() - 1
        hidden = f"{hidden[:begin]}{'*' * (end - begin)}{hidden[end:]}"
    return hidden


def hide_values(text: str) -> str:
    """Return the first line of a database's error without what may stand in a row: quoted text, numbers, days, all but plain letters.

    >>> hide_values("Conversion Error: Could not convert string '王某 1971' to INT32 at row 12")
    'Conversion Error: Could not convert string … to INT32 at row …'
    """
    return _VALUE.sub("…", text.split("\n", 1)[0])
