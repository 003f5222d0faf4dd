"""What marking adds to a workbook's styles, always at the end, so that every format the sender's cells have keeps its number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from pipelines.intake.marks.package import namespace, parse, text_of

_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst")
BAD, WARNED, OUT = "FFFF9C9C", "FFFFE699", "FFE7E6E6"  # a cell that is wrong; one to look at; a row kept out
_COLOURS: Mapping[str, tuple[str, str]] = {"bad": (BAD, "FF9C0006"), "warned": (WARNED, "FF7F6000"), "out": (OUT, "FF595959")}
_FONT = '<font xmlns="{ns}">{bold}<sz val="{size}"/><color rgb="{colour}"/><name val="宋体"/></font>'
_FILL = '<fill xmlns="{ns}"><patternFill patternType="solid"><fgColor rgb="{colour}"/><bgColor indexed="64"/></patternFill></fill>'
_SIDE = '<{side} style="thin"><color rgb="FFBFBFBF"/></{side}>'
_DXF = (
    '<dxf xmlns="{ns}"><font><color rgb="{font}"/></font><fill><patternFill patternType="solid"><fgColor rgb="{fill}"/>'
    '<bgColor rgb="{fill}"/></patternFill></fill></dxf>'
)


@dataclass(frozen=True, slots=True)
class Styles:
    """Numbers of what was added: differential formats by what they say, cell formats of the list of errors by name."""

    conditional: Mapping[str, int]
    cells: Mapping[str, int]


def add_styles(data: bytes) -> tuple[bytes, Styles]:
    """Return the styles part with ours at the end of each of its lists, and their numbers."""
    root = parse(data)
    ns = namespace(root)
    conditional = {
        name: _append(root, "dxfs", _DXF.format(ns=ns, fill=fill, font=font)) for name, (fill, font) in _COLOURS.items()
    }
    cells = _cell_formats(root, ns)
    return text_of(root), Styles(conditional, cells)


def _cell_formats(root: Any, ns: str) -> dict[str, int]:
    def font(size: int = 11, bold: bool = False, colour: str = "FF000000") -> int:
        return _append(root, "fonts", _FONT.format(ns=ns, bold="<b/>" if bold else "", size=size, colour=colour))

    def fill(colour: str) -> int:
        return _append(root, "fills", _FILL.format(ns=ns, colour=colour))

    sides = "".join(_SIDE.format(side=side) for side in ("left", "right", "top", "bottom"))
    border = _append(root, "borders", f'<border xmlns="{ns}">{sides}<diagonal/></border>')
    plain, bold, link = font(), font(bold=True), font(colour="FF0563C1")

    def cell(font_id: int, fill_id: int = 0, border_id: int = 0, wrap: bool = False, middle: bool = False) -> int:
        across, wrapped = ' horizontal="center"' if middle else "", ' wrapText="1"' if wrap else ""
        return _append(
            root, "cellXfs",
            f'<xf xmlns="{ns}" numFmtId="49" fontId="{font_id}" fillId="{fill_id}" borderId="{border_id}" xfId="0" applyNumberFormat="1"'
            f' applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f'<alignment{across} vertical="{"center" if middle else "top"}"{wrapped}/></xf>',
        )

    return {
        "title": cell(font(size=16, bold=True)), "plain": cell(plain), "head": cell(bold, fill("FFDDEBF7"), border, True, True),
        "cell": cell(plain, 0, border, True), "link": cell(link, 0, border, True), "bad": cell(plain, fill(BAD), border),
        "warned": cell(plain, fill(WARNED), border), "out": cell(plain, fill(OUT), border),
    }  # fmt: skip


def _append(root: Any, name: str, xml: str) -> int:
    """Append an element to one of the lists of the styles, made where it is missing; return its number."""
    holder = root.find(f"{{{namespace(root)}}}{name}")
    if holder is None:
        holder = etree.Element(f"{{{namespace(root)}}}{name}")
        later = [child for child in root if isinstance(child.tag, str) and _place(child) > _ORDER.index(name)]
        root.insert(root.index(later[0]) if later else len(root), holder)
    holder.append(etree.fromstring(xml))
    count = sum(1 for child in holder if isinstance(child.tag, str))
    holder.set("count", str(count))
    return count - 1


def _place(element: Any) -> int:
    name = etree.QName(element).localname
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)
