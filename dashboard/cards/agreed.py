"""What meetings agreed on the cards of a place and of those below it: what is open first, what is overdue before the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.table import listing
from dashboard.context import context
from dashboard.failed import logged
from dashboard.notes import FIELDS, Note, Spot, all_notes, notes_on
from dashboard.page import Card, Page, all_pages
from dashboard.sight import Sight, sees_records
from pipelines.core.errors import XiangyiError
from pipelines.core.text import LANGS, Text

HEADS: dict[str, Text] = {
    "state": Text("完成情况", "State"), "card": Text("卡片", "Card"), "region": Text("地区", "Place"), "period": Text("时期", "Period"), **FIELDS,
    "by": Text("记录人", "Written by"), "act": Text("操作", "Action"),
}
DO: dict[str, Text] = {"done": Text("标为完成", "Mark done"), "reopened": Text("重新打开", "Reopen")}
NOTHING = Text(
    "还没有议定事项。在任一卡片右上角的菜单中写下结论和措施，下次会议在这里逐条过。",
    "Nothing has been agreed yet. Write a conclusion or a measure in the menu of any card; the next meeting goes through them here.",
)
NOT_YOURS = Text(
    "议定事项只在内部口径下向负责该地区的人员显示。",
    "What meetings agreed is shown in the internal profile only, to those who answer for the place.",
)
NONE_AGREED = Text("还没有议定事项。", "Nothing has been agreed yet.")
SO_FAR = Text("议定的 {n} 条中，已完成 {done} 条，逾期 {over} 条。", "{done} of {n} {items} agreed done, {over} overdue.")
ITEM, ITEMS = Text("条", "item"), Text("条", "items")
UNREADABLE = Text("议定事项无法读取", "What was agreed cannot be read")
MARK, MARK_OVER = Text("议定 {n} 条", "{n} agreed"), Text("议定 {n} 条 · 逾期 {over} 条", "{n} agreed, {over} overdue")


def agreed(sight: Sight, card: Card) -> Chart:
    """Return the notes of the place and of the places below it, with a button that marks each as done or opens it again."""
    lang, today = sight.lang, today_of(sight)
    if not sees_records(sight):
        return replace(listing(card, (), (), context(sight, card), NOT_YOURS.of(lang)), lack="withheld")
    places = sight.edition.places(sight.viewer.inside)
    within = {place.code for place in places.under(sight.state.region)}
    pages = {page.name: page for page in all_pages()}
    mine = [n for n in _written(sight) if n.spot.region in within and n.action != "withdrawn" and _card(pages, n)]
    mine.sort(key=lambda n: (not n.is_open, -n.days_over(today), n.due_on or date.max, n.number))
    heads = [ColumnHead(name, title.of(lang), is_control=name == "act") for name, title in HEADS.items()]
    rows = [_row(sight, note, pages, today) for note in mine]
    made = listing(card, heads, rows, context(sight, card), NOTHING.of(lang)).as_none()
    return replace(made, finding=_so_far(mine, today).of(lang))


def _so_far(agreed: Sequence[Note], today: date) -> Text:
    """Return how much of what was agreed is done, and how much of the rest is overdue."""
    if not agreed:
        return NONE_AGREED
    done, over = sum(not note.is_open for note in agreed), sum(note.days_over(today) > 0 for note in agreed)
    n, items = len(agreed), ITEM if len(agreed) == 1 else ITEMS
    return Text(*(SO_FAR.of(lang).format(n=n, done=done, over=over, items=items.of(lang)) for lang in LANGS))


def _written(sight: Sight) -> list[Note]:
    return all_notes(sight.edition.workspace.minutes_path, sight.edition.site.time_zone)


def _card(pages: dict[str, Page], note: Note) -> Card | None:
    page = pages.get(note.spot.page)
    return next((card for card in page.cards if card.name == note.spot.card), None) if page else None


def _row(sight: Sight, note: Note, pages: dict[str, Page], today: date) -> list[TableCell]:
    lang, spot = sight.lang, note.spot
    card, action = _card(pages, note), "done" if note.is_open else "reopened"
    href = f"{pages[spot.page].path}?{urlencode({'region': spot.region, 'period': spot.period, 'lang': lang})}"
    tone = "bad" if note.days_over(today) else "watch" if note.is_open else "good"
    return [
        TableCell(note.state(today, lang), tone=tone), TableCell(card.title.of(lang) if card else spot.card, href=href),
        TableCell(sight.edition.places(sight.viewer).get(spot.region).name.of(lang), place=spot.region), TableCell(spot.period),
        TableCell(note.conclusion), TableCell(note.measure), TableCell(note.unit), TableCell(note.due_on.isoformat() if note.due_on else ""),
        TableCell(f"{note.by} {note.at[:10]}"), TableCell(DO[action].of(lang), note=f"{action} {note.number}"),
    ]


def today_of(sight: Sight) -> date:
    """Return the day it is where the site is."""
    return datetime.now(ZoneInfo(sight.edition.site.time_zone)).date()


def spot_of(sight: Sight, card: Card) -> Spot:
    """Return where a note on a card belongs as the reader sees it."""
    return Spot(sight.state.page.name, card.name, sight.state.region, sight.state.period)


def notes_of(sight: Sight) -> list[Note]:
    """Return the notes of every card of the region looked at, none of a region of which the viewer may not see everything."""
    if not sees_records(sight) or sight.state.facility:
        return []
    return [note for note in _written(sight) if note.spot.region == sight.state.region]


def known_notes(sight: Sight) -> list[Note] | None:
    """Return `notes_of`, or None where the minutes are damaged: figures stand without them, and say that they do."""
    try:
        return notes_of(sight)
    except XiangyiError as error:
        logged(sight, "the minutes", error)
        return None


def mark_of(sight: Sight, card: Card, notes: list[Note] | None) -> str:
    """Return the mark a card carries: how many notes stand on it and how many are overdue; "" for none; what is said of notes unread (None)."""
    if notes is None:
        return UNREADABLE.of(sight.lang)
    mine, today = notes_on(notes, spot_of(sight, card)), today_of(sight)
    over = sum(note.days_over(today) > 0 for note in mine)
    return (MARK_OVER if over else MARK).of(sight.lang).format(n=len(mine), over=over) if mine else ""


def lines_of(sight: Sight, card: Card, notes: list[Note]) -> tuple[str, ...]:
    """Return the notes on a card as they stand under its chart on paper."""
    return tuple(note.line(today_of(sight), sight.lang) for note in notes_on(notes, spot_of(sight, card)))
