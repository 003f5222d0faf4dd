"""Cards that are lists rather than drawings: builds, batches, quality, unmatched places, the catalogue, places side by side."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard import words
from dashboard.cards.gap import NETTED
from dashboard.charts.canvas import Canvas, defined
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.context import Context
from dashboard.charts.numbers import rounded, scale_for, size
from dashboard.charts.row import Row, rows_of
from dashboard.charts.table import listing
from dashboard.charts.words import LIST_COMMA, NO_SIZE, STATUS_CELL, YEARS_ONLY
from dashboard.page import Card
from pipelines.codelists.region_level import REGION_LEVEL
from pipelines.core.dataset import TOPIC_TITLES, Dataset
from pipelines.core.indicator import Indicator
from pipelines.core.registry import collect
from pipelines.core.text import Lang, Text

RECORD_KINDS = ("desk", "datasets", "scores", "findings", "cases", "builds", "batches", "quality", "kept_out", "unmatched", "catalogue")
_NUMBERS = ("megabytes", "source_row", "rows", "files", "rows_in", "loaded", "quarantined", "duplicate", "ignored")
_DECIMALS = {"megabytes": 1}
STAR = " *"
NOTED = {"norm_gap": NETTED}  # what has to be said of an indicator wherever places stand side by side
SIZED = Text("（{n}）", " ({n})")
SIZES = Text(
    "括号内为 n：该数所依据的人、件、机构或地区数；没有括号的不依据这样的数",
    "n in brackets: the people, cases, facilities or places a figure rests on; one without rests on none such",
)
AT_RISK = Text("留任率的 n 为在险人数最少时的人数", "of retention, n is the fewest at risk")
STARRED = Text(
    "* 人数很少、部分单位上报，或因区划变更为近似值", "* few people, partly reported, or approximate after a change of boundaries",
)
OF_SITE = Text("全站点的记录，不随所选地区变", "records of the whole site, whatever place is chosen")
EACH_PLACE = Text("各地的 n（最少–最多）：{sizes}", "n of a place, fewest to most: {sizes}")
_STOP: dict[Lang, str] = {"zh": "。", "en": ". "}
_SHOWN: dict[str, tuple[str, ...]] = {
    "builds": ("build", "is_served", "made_at", "megabytes"),
    "batches": ("batch", "made_at", "sender", "files", "rows", "state"),
    "quality": ("file", "source_sheet", "dataset", "rows_in", "loaded", "quarantined", "duplicate", "ignored"),
    "kept_out": ("file", "source_sheet", "source_row", "dataset", "reason"),
    "unmatched": ("region_code", "region_name", "level"),
}


def record_chart(
    kind: str, card: Card, frame: pd.DataFrame, context: Context, datasets: Mapping[str, Text], empty: Text
) -> Chart:
    """Return a list of records as a table; `empty` is said where there are none."""
    lang = context.lang
    if kind == "kept_out":
        frame = frame.assign(reason=frame[f"reason_{lang}"])
    shown = [c for c in _SHOWN[kind] if c in frame.columns]
    heads = [ColumnHead(c, words.COLUMN[c].of(lang), c in _NUMBERS) for c in shown]
    rows = [[_cell(c, record, lang, datasets) for c in shown] for record in frame.to_dict("records")]
    made = listing(card, heads, rows, context, empty.of(lang))
    return made if kind == "unmatched" else made.with_note(OF_SITE.of(lang))  # places are those a viewer answers for


def _cell(column: str, record: Mapping[Any, Any], lang: Lang, datasets: Mapping[str, Text]) -> TableCell:
    value = record[column]
    if column == "region_name" and lang == "en":
        value = record.get("region_name_en") or value
    if column == "files" and isinstance(value, str):
        value = len([f for f in value.split(", ") if f])
    if value is None or pd.isna(value):
        return TableCell("")
    titles: dict[str, Callable[[Any], str]] = {
        "is_served": lambda v: (words.YES if v else words.NO).of(lang),
        "dataset": lambda v: datasets[v].of(lang) if v in datasets else str(v),
        "level": lambda v: REGION_LEVEL.titles[v].of(lang) if v in REGION_LEVEL.titles else str(v),
        "state": lambda v: words.BATCH_STATE[v].of(lang) if v in words.BATCH_STATE else str(v),
    }
    if column in titles:
        return TableCell(titles[column](value))
    if column in _NUMBERS:
        number = float(value)
        is_name = column == "source_row"  # a row is named as a spreadsheet names it
        return TableCell(f"{number:.0f}" if is_name else rounded(number, _DECIMALS.get(column, 0)), number)
    return TableCell(str(value))


def dataset_list(card: Card, held: pd.DataFrame, context: Context) -> Chart:
    """Return every kind of record by topic: what one row is, who fills it in, what is loaded, and its template."""
    lang, declared = context.lang, collect("pipelines.datasets", Dataset)
    heads = [
        ColumnHead(c, words.COLUMN[c].of(lang), c == "rows", c == "template")
        for c in ("topic", "dataset", "rows", "periods", "grain", "filled_by", "loaded_at", "template")
    ]
    topics = list(TOPIC_TITLES)
    rows = []
    for found in sorted(held.to_dict("records"), key=lambda r: topics.index(r["topic"])):
        dataset = declared[found["dataset"]]
        span = " – ".join(dict.fromkeys(p for p in (found["first"], found["last"]) if p))
        loaded = "" if pd.isna(found["made_at"]) else str(found["made_at"])
        rows.append([
            TableCell(TOPIC_TITLES[dataset.topic].of(lang)), _named(dataset.title, dataset.name, lang),
            TableCell(f"{found['rows']:,}" if found["rows"] else words.NOT_LOADED.of(lang), float(found["rows"]) or None),
            TableCell(span), TableCell(dataset.grain.of(lang)), TableCell(dataset.filled_by.of(lang)), TableCell(loaded),
            TableCell(words.TEMPLATE.of(lang), href=f"/template/{dataset.name}.xlsx?lang={lang}"),
        ])
    return listing(card, heads, rows, context, words.NO_ROWS.of(lang)).with_note(OF_SITE.of(lang))


def _named(title: Text, code: str, lang: Lang) -> TableCell:
    """Return a name whose row is found by its code and by the name in the other language as well."""
    return TableCell(title.of(lang), sought=f"{title.of('en' if lang == 'zh' else 'zh')} {code}")


def catalogue(card: Card, indicators: Iterable[Indicator], context: Context) -> Chart:
    """Return every indicator with its definition, unit, direction, kind, base and source."""
    lang = context.lang
    heads = [ColumnHead(c, words.COLUMN[c].of(lang)) for c in
             ("indicator", "definition", "unit", "polarity", "kind", "base", "source")]
    rows = []
    for found in indicators:
        caveat = found.caveat.of(lang) if found.caveat else ""
        definition = found.definition.of(lang).rstrip("。.；; ") + (_STOP[lang] + caveat if caveat else "")
        rows.append([
            _named(found.title, found.name, lang), TableCell(definition), TableCell(words.UNIT_NAMES[found.unit].of(lang)),
            TableCell(words.POLARITY[found.polarity].of(lang)), TableCell(words.KIND[found.kind].of(lang)),
            TableCell(found.base.of(lang)), TableCell(found.source.of(lang)),
        ])
    return listing(card, heads, rows, context, words.NO_ROWS.of(lang))


def side_by_side(card: Card, frame: pd.DataFrame, context: Context) -> Chart:
    """Return places as rows and indicators as columns, each on a scale of its own, statuses in words.

    An indicator that was collected nowhere, of which nothing is told, or that is counted over whole years where a part of one is looked at,
    has no column where others do; the note names it and says which.
    """
    rows = rows_of(frame, context)
    told = {r.indicator for r in rows if r.status != "not_collected" and not _is_of_years(r, context)} or set(card.indicators)
    places = {r.region_code: r.region_name for r in rows}
    found = {(r.region_code, r.indicator): r for r in rows}
    heads = [ColumnHead("region", words.COLUMN["region_name"].of(context.lang))]
    columns: list[list[TableCell]] = [[TableCell(name, place=code) for code, name in places.items()]]
    for name in (name for name in card.indicators if name in told):
        head, cells = _column(name, {code: found.get((code, name)) for code in places}, context)
        heads.append(head)
        columns.append(cells)
    whole = Canvas(card, rows, context).chart("table", basis=rows)
    listed = listing(card, heads, list(zip(*columns, strict=True)), context, words.NO_ROWS.of(context.lang))
    if not rows and context.withholds:
        return replace(listed, empty=words.NONE_RELEASED.of(context.lang), lack="withheld")
    noted = [text.of(context.lang) for name, text in NOTED.items() if name in told]
    noted += [AT_RISK.of(context.lang)] if any(context.indicators[name].kind == "survival" for name in told) else []
    made = _with_footer(listed, whole, [*noted, *_unlisted(card, rows, told, context)])
    shown = [context.indicators[name] for name in card.indicators if name in told]
    foot = replace(made.footer, definition=defined(shown, context.lang), sizes=_sizes(shown, rows, context.lang))
    return replace(made, footer=foot)


def _sizes(shown: Iterable[Indicator], rows: Sequence[Row], lang: Lang) -> str:
    """Return of each indicator between how many a place's figure rests on, the fewest and the most; that none rests on a number where none does."""
    told = []
    for indicator in shown:
        known = [r.n for r in rows if r.indicator == indicator.name and r.n is not None]
        if known:
            low, high = size(min(known)), size(max(known))
            told.append(f"{indicator.title.of(lang)} {low}" if low == high else f"{indicator.title.of(lang)} {low}–{high}")
    return EACH_PLACE.of(lang).format(sizes=LIST_COMMA.of(lang).join(told)) if told else NO_SIZE.of(lang)


def _unlisted(card: Card, rows: Sequence[Row], told: Collection[str], context: Context) -> list[str]:
    """Name the indicators that have no column: collected nowhere, or without a row; where places are withheld neither is known."""
    lang, answered = context.lang, {r.indicator for r in rows}
    if context.withholds:
        answered = set()
    counted = {r.indicator for r in rows if _is_of_years(r, context)}
    yearly = counted | {name for name in answered - told if context.is_yearly(name)}
    silent, rest = answered - yearly, set(card.indicators) - answered - yearly
    sorts = ((YEARS_ONLY, yearly), (words.SILENT, silent), (words.UNRELEASED if context.withholds else words.WITHOUT_ROWS, rest))
    named = [(text, [context.indicators[n].title.of(lang) for n in card.indicators if n not in told and n in which]) for text, which in sorts]
    return [text.of(lang).format(names=words.COMMA_LIST.of(lang).join(names)) for text, names in named if names]


def _is_of_years(row: Row, context: Context) -> bool:
    """Whether a figure is missing because it is counted over whole years and something else is looked at."""
    return row.status == "not_estimable" and not context.is_whole_year and context.indicators[row.indicator].yearly


def _with_footer(listed: Chart, whole: Chart, unlisted: Sequence[str]) -> Chart:
    """Give the list what the chart of the same rows knows of dates, sources and why there may be no number at all; say what a star means
    and which indicators are `unlisted`."""
    lang, is_starred = listed.lang, any(cell.text.endswith(STAR) for row in listed.rows for cell in row)
    is_sized = any(cell.n for row in listed.rows for cell in row)
    notes = (SIZES.of(lang) if is_sized else "", STARRED.of(lang) if is_starred else "", *unlisted)
    has_number = any(cell.value is not None for row in listed.rows for cell in row)
    footer = replace(whole.footer, n="", reported="")
    empty = listed.empty if has_number or listed.empty else whole.empty
    made = replace(listed, footer=footer, subtitle=whole.subtitle, places=whole.places, empty=empty)
    return made.with_note(*notes)


def _column(name: str, cells: Mapping[str, Row | None], context: Context) -> tuple[ColumnHead, list[TableCell]]:
    indicator, lang = context.indicators[name], context.lang
    scale = scale_for([r.value for r in cells.values() if r and r.value is not None], indicator.unit, context.currency, lang)
    made = []
    for code, row in cells.items():
        if row is None or row.value is None:
            status = row.status if row else "suppressed" if code in context.withheld else "not_collected"
            made.append(TableCell(STATUS_CELL[status].of(lang)))
        else:
            shown, n = scale.shown(row.value), "" if row.n is None or indicator.is_counted else size(row.n)
            star = STAR if row.status in ("small_n", "partial") or row.is_approximate else ""
            made.append(TableCell(scale.bare(shown) + (SIZED.of(lang).format(n=n) if n else "") + star, shown, mark=star.strip(), n=n))
    return ColumnHead.measured(name, indicator.title.of(lang), scale, beside=("n", "mark")), made
