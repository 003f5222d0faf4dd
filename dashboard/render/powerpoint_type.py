"""Typefaces and colours of a deck: written on every run, in the charts too, and in the theme; else Chinese falls back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation

from dashboard.render.powerpoint_parts import add_element
from dashboard.theme import FONT_SLIDE_EAST_ASIAN, FONT_SLIDE_LATIN, LIGHT
from pipelines.core.text import Lang

RUNS = ("a:rPr", "a:defRPr", "a:endParaRPr")
FACES = (("a:latin", FONT_SLIDE_LATIN), ("a:ea", FONT_SLIDE_EAST_ASIAN), ("a:cs", FONT_SLIDE_EAST_ASIAN))
BEFORE_FACES = {qn(f"a:{name}") for name in (
    "ln", "noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill", "effectLst", "effectDag", "highlight",
    "uLnTx", "uLn", "uFillTx", "uFill")}


def _set_faces(run: Any, lang: Lang) -> None:
    for name, _ in FACES:
        for old in run.findall(qn(name)):
            run.remove(old)
    place = sum(child.tag in BEFORE_FACES for child in run)
    for i, (name, face) in enumerate(FACES):
        element = add_element(run, name)
        element.set("typeface", face)
        run.remove(element)
        run.insert(place + i, element)
    if run.tag != qn("a:defRPr"):
        run.set("lang", "zh-CN" if lang == "zh" else "en-GB")


def set_typefaces(roots: Iterable[Any], lang: Lang) -> None:
    """Write latin, ea and cs typefaces on every rPr, defRPr and endParaRPr under `roots` (lxml elements)."""
    wanted = {qn(name) for name in RUNS}
    for root in roots:
        for run in [e for e in root.iter() if e.tag in wanted]:
            _set_faces(run, lang)


def set_theme(deck: Presentation) -> None:
    """Write typefaces and the series colours into the theme, for text and charts that are added later by hand."""
    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = parse_xml(part.blob)
    for fonts in root.iter(qn("a:majorFont"), qn("a:minorFont")):
        for child in list(fonts):
            fonts.remove(child)
        for name, face in FACES:
            add_element(fonts, name).set("typeface", face)
    for i, colour in enumerate(LIGHT.series, 1):
        for accent in root.iter(qn(f"a:accent{i}")):
            for child in list(accent):
                accent.remove(child)
            add_element(accent, "a:srgbClr", colour[1:])
    part._blob = serialize_part_xml(root)


def text_roots(deck: Presentation) -> list[Any]:
    """Return the XML of every part that holds text: master, layouts, slides, their charts and their notes."""
    master = deck.slide_master
    roots = [deck.part._element, master._element, *(layout._element for layout in master.slide_layouts)]
    for slide in deck.slides:
        roots += [slide._element, *((slide.notes_slide._element,) if slide.has_notes_slide else ())]
        roots += [shape.chart.part._element for shape in slide.shapes if shape.has_chart]
    return roots
