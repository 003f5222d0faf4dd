"""Comments of one worksheet: ours are added beside the sender's, and taken out again when the workbook comes back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

from pipelines.core.text import Text
from pipelines.intake.marks.package import namespace, parse, text_of
from pipelines.intake.marks.reference import Spot, reference, spot_of

AUTHOR = "乡医 Xiangyi"
OPENING = Text("乡医检查", "Xiangyi check")  # how every comment of ours begins: some programs lose the author
_SHAPE = re.compile(rb"<v:shape\b(?![a-z]).*?</v:shape>", re.S)
_ROW, _COLUMN = re.compile(rb"<x:Row>\s*(\d+)\s*</x:Row>"), re.compile(rb"<x:Column>\s*(\d+)\s*</x:Column>")
_IDS = 1_024  # numbers of shapes in one block
EMPTY_DRAWING = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="%s"/></o:shapelayout></xml>'
)
_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;margin-left:80pt;margin-top:2pt;width:240pt;height:{height}pt;'
    'z-index:{id};visibility:hidden" fillcolor="#fff7e0" o:insetmode="auto"><v:fill color2="#fff7e0"/><v:shadow on="t" color="black" '
    'obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{left}, 15, {top}, 2, {right}, 15, {bottom}, 4</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)  # fmt: skip


def empty(namespace_of_sheet: str) -> bytes:
    """Return a comments part without a comment."""
    return f'<comments xmlns="{namespace_of_sheet}"><authors/><commentList/></comments>'.encode()


def without_ours(data: bytes) -> tuple[bytes, set[Spot]]:
    """Return the comments of a sheet without those of an earlier round, and the cells that lost theirs."""
    root = parse(data)
    authors = [author.text or "" for author in root.iter(f"{{{namespace(root)}}}author")]
    gone: set[Spot] = set()
    for comment in list(root.iter(f"{{{namespace(root)}}}comment")):
        number = int(comment.get("authorId", "0"))
        is_by_us = number < len(authors) and authors[number] == AUTHOR
        words = "".join(comment.itertext()).strip()
        if is_by_us or words.startswith((OPENING.zh, OPENING.en)):
            comment.getparent().remove(comment)
            if spot := spot_of(comment.get("ref", "")):
                gone.add(spot)
    return text_of(root), gone


def commented(data: bytes) -> set[Spot]:
    """Return the cells that have a comment."""
    root = parse(data)
    return {spot for c in root.iter(f"{{{namespace(root)}}}comment") if (spot := spot_of(c.get("ref", "")))}


def with_comments(data: bytes, texts: Mapping[Spot, str]) -> bytes:
    """Return the comments of a sheet with ours at the end."""
    root = parse(data)
    ns = namespace(root)
    authors, listed = root.find(f"{{{ns}}}authors"), root.find(f"{{{ns}}}commentList")
    number = sum(1 for author in authors if isinstance(author.tag, str))
    etree.SubElement(authors, f"{{{ns}}}author").text = AUTHOR
    for spot, text in texts.items():
        _add(listed, ns, number, spot, text)
    return text_of(root)


def _add(listed: Any, ns: str, author: int, spot: Spot, text: str) -> None:
    comment = etree.SubElement(listed, f"{{{ns}}}comment", ref=reference(spot), authorId=str(author))
    run = etree.SubElement(etree.SubElement(comment, f"{{{ns}}}text"), f"{{{ns}}}r")
    look = etree.SubElement(run, f"{{{ns}}}rPr")
    etree.SubElement(look, f"{{{ns}}}sz", val="10")
    etree.SubElement(look, f"{{{ns}}}rFont", val="宋体")
    said = etree.SubElement(run, f"{{{ns}}}t")
    said.text = text
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def without_boxes(drawing: bytes, spots: Iterable[Spot]) -> bytes:
    """Return a drawing without the boxes of the comments at `spots`."""
    gone = set(spots)

    def keep(match: re.Match[bytes]) -> bytes:
        row, column = _ROW.search(match[0]), _COLUMN.search(match[0])
        is_note = b'ObjectType="Note"' in match[0]
        return b"" if is_note and row and column and (int(row[1]) + 1, int(column[1]) + 1) in gone else match[0]

    return _SHAPE.sub(keep, drawing) if gone else drawing


def new_drawing(sheet_number: int, boxes: int) -> bytes:
    """Return an empty drawing with numbers for `boxes` shapes, apart from those of other sheets."""
    first = sheet_number * 16 + 1
    return EMPTY_DRAWING % ",".join(str(first + i) for i in range(boxes // _IDS + 1)).encode()


def with_boxes(drawing: bytes, texts: Mapping[Spot, str]) -> bytes:
    """Return a drawing with a box for each comment."""
    block = re.search(rb"""<o:idmap\b[^>]*\bdata=["'](\d+)""", drawing)
    known = [int(n) for n in re.findall(rb"_x0000_s(\d+)", drawing)]
    first = max([*known, (int(block[1]) if block else 1) * _IDS]) + 1
    boxes = [_box(number, spot, text) for number, (spot, text) in enumerate(texts.items(), start=first)]
    shape_type = b"" if b'id="_x0000_t202"' in drawing else _TYPE
    place = drawing.rindex(b"</xml")
    return drawing[:place] + shape_type + "".join(boxes).encode() + drawing[place:]


def _box(number: int, spot: Spot, text: str) -> str:
    lines = sum(1 + len(line) // 22 for line in text.split("\n"))
    row, column = spot[0] - 1, spot[1] - 1
    return _BOX.format(
        id=number, height=14 * lines + 10, left=column + 1, right=column + 4, top=max(row - 1, 0), bottom=max(row - 1, 0) + lines + 1,
        row=row, column=column,
    )
