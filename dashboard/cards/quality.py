"""Cards of the data page that say how good the data are: scores by place, findings to follow up, what does not add up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard import words
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.context import Context
from dashboard.charts.numbers import rounded, scale_for
from dashboard.charts.table import listing
from dashboard.charts.words import period_name
from dashboard.page import Card
from pipelines.codelists.reconciliation_kind import RECONCILIATION_KIND
from pipelines.core.text import Lang, Text
from pipelines.intake.followup import STATE_TITLES

DIMENSIONS = ("completeness", "timeliness", "consistency", "correctness")
_UNTESTED = Text("未检验：{why}", "not tested: {why}")
BEFORE_FIRST = Text("首次加载之前已到期", "due before the first load")
NOT_YET = Text("最近一次加载时尚未到期", "not due yet at the last load")
BEFORE_OR_NOT_YET = Text("首次加载之前已到期，或最近一次加载时尚未到期", "due before the first load, or not due yet at the last")
NONE_CAME = Text("首次加载以来到期的，没有收到报送", "nothing came of what fell due since the first load")
NOTHING_OWED = Text("本期没有按期应报送的数据", "no data set is owed for such a period")
NO_TEST = Text("没有可检验的记录", "no record that could be tested")
_FROM_OTHER_YEARS = Text("本年无新发现；款项属于本年，问题发生在其他年份。{remedy}", "No case of the year itself: money of the year, case of another. {remedy}")
_EXPLAIN, _REOPEN = Text("说明", "Explain"), Text("重新打开", "Reopen")
_BY = Text("{state}：{why}（{by}，{at}）", "{state}: {why} ({by}, {at})")
_TOGETHER = Text("合计（每人、每笔只计一次）", "Together (each person and amount once)")
_SCORE_NOTE = Text(
    "得分 = 100 × 通过的检验 ÷ 全部检验，括号内为两数；没有通过的检验列在“待核实清单”",
    "score = 100 × tests passed ÷ tests made, both in brackets; the tests not passed are listed under \"To be followed up\"",
)
_OF_YEAR, _IN_YEAR = Text("{year} 年", "{year}"), Text(" {year} 年", " in {year}")
_EVER = Text("历年合计：件数 {n}，涉及 {money}，每件、每笔只计一次", "all years together, each counted once: cases {n}, at stake {money}")
_MONEY_NOTE = Text("涉及金额是需要核对的款项，不是已认定的损失", "yuan at stake are to be checked, they are no established loss")


def why_untimed(due: Collection[str]) -> Text:
    """Return why nothing of a place was judged for its time, from when the reports of the period were due (`holdings.due`)."""
    if "judged" in due:
        return NONE_CAME
    if len(due) > 1:
        return BEFORE_OR_NOT_YET
    return BEFORE_FIRST if "before" in due else NOT_YET if due else NOTHING_OWED


def score_list(card: Card, frame: pd.DataFrame, context: Context, untimed: Text) -> Chart:
    """Return the four dimensions of each place as a table, each with the tests behind it; what was not tested says so and why.

    `untimed` is why a place was not judged for its time.
    """
    lang = context.lang
    heads = [ColumnHead("region_name", words.COLUMN["region_name"].of(lang))]
    heads += [ColumnHead(d, words.COLUMN[d].of(lang), True, beside=("mark",)) for d in DIMENSIONS]
    found = {(r["place_code"], r["dimension"]): r for r in frame.to_dict("records")}
    names = {r["place_code"]: r[f"name_{lang}"] for r in frame.to_dict("records")}
    why = dict.fromkeys(DIMENSIONS, NO_TEST) | {"timeliness": untimed}
    rows = [
        [TableCell(str(name), place=str(code)), *(_score(found.get((code, d)), why[d], lang) for d in DIMENSIONS)] for code, name in names.items()
    ]
    return _noted(listing(card, heads, rows, context, words.NO_ROWS.of(lang), period_name(context.period, lang)), _SCORE_NOTE)


def _score(row: Mapping[Any, Any] | None, why: Text, lang: Lang) -> TableCell:
    if row is None:
        return TableCell(_UNTESTED.format(why=why).of(lang))
    out_of = f"{row['passed']:,.0f}/{row['tests']:,.0f}"
    return TableCell(f"{rounded(row['score'], 1)} ({out_of})", float(row["score"]), mark=out_of)


def finding_list(card: Card, frame: pd.DataFrame, context: Context, titles: Mapping[str, Text]) -> Chart:
    """Return findings with what to do and what people said of them; the last cell is where a reader explains one."""
    lang = context.lang
    names = ("region_name", "period", "dataset", "finding", "detail", "remedy", "followed", "action")
    heads = [ColumnHead(n, words.COLUMN[n].of(lang), is_control=n == "action") for n in names]
    rows = []
    for r in frame.to_dict("records"):
        state = STATE_TITLES[r["state"]]
        said = _BY.format(state=state, why=r["why"], by=r["by"], at=str(r["at"])[:10]) if r["by"] else state
        action = _REOPEN if r["state"] == "explained" else _EXPLAIN
        told = (r[f"{what}_{lang}"] for what in ("title", "detail", "remedy"))
        cells = (r[f"name_{lang}"], r["period"], titles[r["dataset"]].of(lang), *told, said.of(lang))
        rows.append([*(TableCell(str(c)) for c in cells), TableCell(action.of(lang), finding=str(r["finding_id"]))])
    return listing(card, heads, rows, context, words.NO_FINDINGS.of(lang), period_name(context.period, lang))


def cases_by_kind(card: Card, frame: pd.DataFrame, context: Context, year: str, ever: tuple[int, float]) -> Chart:
    """Return what does not add up by kind in a year, with the people and the money at stake; all kinds together stand first.

    `ever` are the cases and the yuan at stake of all years together, which the note names.
    """
    lang = context.lang
    scale = scale_for([float(v) for v in frame["at_stake_yuan"]], "currency", context.currency, lang)
    heads = [
        ColumnHead("kind", words.COLUMN["case_kind"].of(lang)), ColumnHead("cases", words.COLUMN["cases"].of(lang), True),
        ColumnHead("persons", words.COLUMN["persons"].of(lang), True),
        ColumnHead.measured("at_stake_yuan", words.COLUMN["at_stake_yuan"].of(lang), scale),
        ColumnHead("remedy", words.COLUMN["remedy"].of(lang)),
    ]
    kinds = {code.code: code for code in RECONCILIATION_KIND.codes}
    rows = []
    for r in sorted(frame.to_dict("records"), key=lambda r: r["kind"] != "all"):
        code = kinds.get(r["kind"])
        shown = scale.shown(float(r["at_stake_yuan"]))
        rows.append([
            TableCell((code.title if code else _TOGETHER).of(lang)), TableCell(f"{r['cases']:,.0f}", float(r["cases"])),
            TableCell(f"{r['persons']:,.0f}", float(r["persons"])), TableCell(scale.bare(shown), shown),
            TableCell(_remedy(r, code.note.of(lang) if code and code.note else "", lang)),
        ])
    when, subtitle = (text.of(lang).format(year=year) if year else "" for text in (_IN_YEAR, _OF_YEAR))  # a site without periods has no year
    made = listing(card, heads, rows, context, words.NO_CASES.of(lang).format(when=when), subtitle)
    made = replace(made, together=int((frame["kind"] == "all").sum()))
    cases, yuan = ever
    every = scale_for([yuan], "currency", context.currency, lang)
    return _noted(made, _MONEY_NOTE, _EVER.format(n=f"{cases:,}", money=every.full(every.shown(yuan))))


def _remedy(row: Mapping[Any, Any], note: str, lang: Lang) -> str:
    """Return what to do; money without a case of the year is there for cases of other years, which the row says."""
    return _FROM_OTHER_YEARS.of(lang).format(remedy=note).rstrip() if not row["cases"] and row["at_stake_yuan"] > 0 else note


def _noted(chart: Chart, *notes: Text) -> Chart:
    return chart.with_note(*(note.of(chart.lang) for note in notes))
