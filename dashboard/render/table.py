"""The chart as an ag-grid: numbers sort as numbers, statuses stand in words, and no expression is sent as a string."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag  # type: ignore[import-untyped]  # it carries no types

from dashboard.charts.chart import Chart, ColumnHead
from dashboard.render.plotly_parts import text_width
from dashboard.theme import Theme, theme_of
from pipelines.core.text import Text

ROW_HEIGHT, HEAD_HEIGHT = 30, 34
LINE_WIDTH, LINE_HEIGHT = 130, 18  # of a title in a narrow column, pixels
MOST_ROWS_SEEN = 14
WIDEST, PADDING = 480, 28  # pixels
NO_ROWS = Text("没有数据", "No rows")
WORDS: dict[str, Text] = {
    "noRowsToShow": NO_ROWS, "sortAscending": Text("升序", "Sort ascending"), "sortDescending": Text("降序", "Sort descending"),
    "copy": Text("复制", "Copy"), "pinColumn": Text("固定列", "Pin column"), "loadingOoo": Text("载入中", "Loading"),
}


def column_defs(chart: Chart) -> list[dict[str, Any]]:
    """Return one definition a column; the first is pinned.

    A number column holds the rank of each row and looks its words up (`refData`): it sorts as the numbers do, rows
    without a number last, and prints "5.8" or 未采集 without a formatter, which the content policy would not run.
    """
    defs = []
    for place, head in enumerate(chart.columns):
        one: dict[str, Any] = {
            "field": head.name, "headerName": head.title, "sortable": True, "resizable": True, "suppressMovable": True,
            "cellDataType": False, "tooltipField": None if head.is_number else head.name,
        }
        wide = _wide(chart, place)
        one |= {"pinned": "left", "width": min(wide, 260), "minWidth": 120} if place == 0 else {"minWidth": min(wide, 176), "flex": wide}
        if head.is_number:
            one |= {"refData": _words_by_rank(chart, place), "cellStyle": {"textAlign": "right"}, "headerClass": "ag-right-aligned-header",
                    "minWidth": max(132 if head.name == "value" else 76, min(wide, 132))}
        defs.append({k: v for k, v in one.items() if v is not None})
    return defs


def _wide(chart: Chart, place: int) -> int:
    """How many pixels the words of a column take, in bounds: columns share what is left over by it."""
    said = [chart.columns[place].title, *(row[place].text for row in chart.rows)]
    return min(max(text_width(text) for text in said), WIDEST) + PADDING


def _ranks(chart: Chart, place: int) -> list[int]:
    """Each row's place in the order of a column; equal numbers keep the order of the rows, those without come last."""
    cells = [row[place] for row in chart.rows]
    order = sorted(range(len(cells)), key=lambda i: (cells[i].value is None, cells[i].value or 0.0, i))
    ranks = [0] * len(cells)
    for rank, i in enumerate(order):
        ranks[i] = rank
    return ranks


def _words_by_rank(chart: Chart, place: int) -> dict[str, str]:
    return {str(rank): row[place].text for rank, row in zip(_ranks(chart, place), chart.rows, strict=True)}


def row_data(chart: Chart) -> list[dict[str, Any]]:
    """Return the rows for `column_defs`: words, and ranks in number columns."""
    ranks = {place: _ranks(chart, place) for place, head in enumerate(chart.columns) if head.is_number}
    return [{head.name: _cell(chart, i, place, head, ranks) for place, head in enumerate(chart.columns)} for i in range(len(chart.rows))]


def _cell(chart: Chart, row: int, place: int, head: ColumnHead, ranks: dict[int, list[int]]) -> Any:
    return ranks[place][row] if head.is_number else chart.rows[row][place].text


def height(chart: Chart) -> int:
    """Return the grid's height in px: a head of as many lines as its longest title takes, and its rows, fourteen at most, then it scrolls."""
    lines = max((-(-text_width(head.title) // LINE_WIDTH) for head in chart.columns), default=1)
    return HEAD_HEIGHT + LINE_HEIGHT * (min(lines, 4) - 1) + ROW_HEIGHT * max(1, min(len(chart.rows), MOST_ROWS_SEEN)) + 3


def grid(chart: Chart, component_id: Any, theme: str = "light") -> dag.AgGrid:
    """Return the chart's rows as an ag-grid component with the given id (from the id factory)."""
    words = {name: text.of(chart.lang) for name, text in WORDS.items()}
    return dag.AgGrid(
        id=component_id,
        columnDefs=column_defs(chart),
        rowData=row_data(chart),
        defaultColDef={"wrapHeaderText": True, "autoHeaderHeight": True},
        dashGridOptions={
            "rowHeight": ROW_HEIGHT, "headerHeight": HEAD_HEIGHT, "localeText": words,
            "enableCellTextSelection": True, "ensureDomOrder": True,
        },
        style={"height": f"{height(chart)}px", "width": "100%", **_look(theme_of(theme))},
    )


def _look(look: Theme) -> dict[str, str]:
    """The grid's own variables in the colours and type of the theme."""
    return {
        "--ag-font-family": "inherit", "--ag-font-size": "12px", "--ag-header-font-size": "12px",
        "--ag-foreground-color": look.ink, "--ag-text-color": look.ink, "--ag-background-color": look.card,
        "--ag-header-background-color": look.ground, "--ag-header-text-color": look.sub, "--ag-border-color": look.line,
        "--ag-row-border": f"1px solid {look.line}", "--ag-wrapper-border": "none", "--ag-wrapper-border-radius": "0",
        "--ag-row-hover-color": look.ground, "--ag-accent-color": look.accent, "--ag-cell-horizontal-padding": "10px",
        "fontVariantNumeric": "tabular-nums",
    }
