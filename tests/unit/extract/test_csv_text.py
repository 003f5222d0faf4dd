"""Encodings and delimiters, decided strictly."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipelines.extract.csv_text import MIXED, NOT_TEXT, UNDECODABLE, Decoded, choose_delimiter, decode, lines_of, parse
from pipelines.extract.grid import Grid

HEADER = "机构代码,人员类别,在岗人数\n"
CHINESE = st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=30)


def known(head: str) -> bool:
    """Stand for "the headers are known": they begin as ours do."""
    return head.startswith(("机构代码", "Practice Code"))


def is_utf8(data: bytes) -> bool:
    """Say whether bytes are valid UTF-8, which goes before all else."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@given(text=CHINESE)
def test_chinese_comes_back_as_it_was_written(encoding: str, text: str) -> None:
    found = decode((HEADER + text).encode(encoding), known)
    assert isinstance(found, Decoded) and found.data.decode(found.encoding) == HEADER + text


def test_rare_characters_of_gb18030() -> None:
    text = HEADER + "𠮷家村卫生室,村医,3"
    assert decode(text.encode("gb18030"), known) == Decoded(text.encode("gb18030"), "gb18030", text)


@given(st.text(alphabet="abc éèüñ£’", min_size=1, max_size=19).filter(lambda t: not t.isascii()))
def test_cp1252_never_becomes_chinese(text: str) -> None:
    written = "Practice Code,Practice Name\nA1," + text
    data = written.encode("cp1252")
    assume(not is_utf8(data))
    found = decode(data, known)
    assert found in (Decoded(data, "cp1252", written), UNDECODABLE)


def test_cp1252_only_under_known_headers() -> None:
    data = "Practice Code,Name\nA1,Caf\u00e9 Surgery £5".encode("cp1252")
    assert decode(data, known) == Decoded(data, "cp1252", data.decode("cp1252"))
    assert decode(data, lambda head: False) is UNDECODABLE


def test_mixed_encodings_are_refused() -> None:
    data = (HEADER + "甲村卫生室,村医,1\n").encode() + "乙村卫生室,村医,2\n".encode("gb18030")
    assert decode(data, known) is MIXED


def test_what_is_not_text_is_refused() -> None:
    assert decode(b"a,b\0c\n", known) is NOT_TEXT
    assert decode(b"\xff\xfea", known) is UNDECODABLE  # half a character after the mark
    assert decode(b"Practice Code\n\x81\x8d\x90 \xff", known) is UNDECODABLE


@given(st.binary(max_size=200))
def test_decoding_never_replaces_a_character(data: bytes) -> None:
    found = decode(data, lambda head: True)
    if isinstance(found, Decoded):
        marks = {"utf-8-sig": 3, "utf-16": 2, "utf-32": 4}
        assert len(found.data.decode(found.encoding).encode(found.encoding)) >= len(data) - marks.get(found.encoding, 0)
        assert "\ufffd" not in found.data.decode(found.encoding) or b"\xef\xbf\xbd" in data or found.encoding in ("utf-16", "utf-32", "gb18030")


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_delimiter_that_makes_most_columns(delimiter: str) -> None:
    text = delimiter.join(("机构代码", "人员类别", "在岗人数")) + "\n" + delimiter.join(("1", "村医", "3")) + "\n"
    assert choose_delimiter(text, lambda grid: 0) == delimiter


def test_quoted_delimiters_blank_lines_and_ragged_rows() -> None:
    grid = parse(lines_of('a,"b,\nc"\n\n1\n'), ",")
    assert isinstance(grid, Grid) and [list(r) for r in grid.rows] == [["a", "b,\nc"], [], ["1"]]
    assert grid.cells(1, [0, 1, 2]) == ["b,\nc", None, None]
