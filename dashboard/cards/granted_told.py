"""What a table of subsidy rates finds: sums due, paid and owed, instalments off their rate, one-off grants above theirs."""

from __future__ import annotations

import pandas as pd

from dashboard.cards.amounts import CENT, Amounts
from dashboard.charts.words import SEMICOLON
from dashboard.render.sentence import STOP
from pipelines.core.text import Text

SUMMED, OWED = Text("应发 {due}，实发 {paid}，{owed}", "due {due}, paid {paid}, {owed}"), Text("欠发 {owed}", "in arrears {owed}")
NONE_OWED = Text("无欠发", "nothing in arrears")
OFF = {  # by how many of how many recurring instalments are off
    "one of one": Text("按期发放、可核标准的 1 笔与标准表不一致{apart}", "the only recurring instalment with a known rate is not at it{apart}"),
    "one": Text("按期发放、可核标准的 {judged} 笔中 1 笔与标准表不一致{apart}", "1 of the {judged} recurring instalments with a known rate is not at it{apart}"),
    "more": Text(
        "按期发放、可核标准的 {judged} 笔中 {off} 笔与标准表不一致{apart}", "{off} of the {judged} recurring instalments with a known rate are not at it{apart}",
    ),
}
ONE_SIDE = {"less": Text("，低 {sum}", ", {sum} below"), "more": Text("，高 {sum}", ", {sum} above")}
ALL_ON_ONE_SIDE = {"less": Text("，合计低 {sum}", ", below by {sum} together"), "more": Text("，合计高 {sum}", ", above by {sum} together")}
BOTH_SIDES = Text("：{less}，{more}", ": {less} and {more}")
ONE = {"less": Text("1 笔低 {sum}", "1 below by {sum}"), "more": Text("1 笔高 {sum}", "1 above by {sum}")}
SOME = {"less": Text("{n} 笔合计低 {sum}", "{n} below by {sum} together"), "more": Text("{n} 笔合计高 {sum}", "{n} above by {sum} together")}
ONE_OFF = {
    "one of one": Text("可核标准的 1 份一次性补助应发总额高于标准表，高 {sum}", "the only one-off grant with a known rate comes to more than it, by {sum}"),
    "one": Text(
        "可核标准的 {judged} 份一次性补助中 1 份应发总额高于标准表，高 {sum}", "1 of the {judged} one-off grants with a known rate comes to more than it, by {sum}",
    ),
    "more": Text(
        "可核标准的 {judged} 份一次性补助中 {off} 份应发总额高于标准表，合计高 {sum}",
        "{off} of the {judged} one-off grants with a known rate come to more than it, by {sum} together",
    ),
}
BESIDES = Text("{money}；另有{off}，标准表可能未更新，待核对", "{money}; besides, {off}, to be checked as the table of rates may be out of date")


def granted_told(frame: pd.DataFrame, amounts: Amounts) -> str:
    """Tell sums due, paid and owed; behind them what is not at the rate, which is no money owed: the table of rates may be out of date.

    Takes a row a scheme: due, paid, owed; is_once; judged, less and more (counts), below and above (amounts; `below` of no one-off scheme).
    """
    lang, sums = amounts.scale.lang, frame[["due", "paid", "owed"]].sum()
    owed = OWED.of(lang).format(owed=amounts.told(sums["owed"])) if sums["owed"] >= CENT / 2 else NONE_OWED.of(lang)
    told = SUMMED.of(lang).format(due=amounts.told(sums["due"]), paid=amounts.told(sums["paid"]), owed=owed)
    recurring, once = (frame[frame["is_once"] == is_once][["judged", "less", "more", "below", "above"]].sum() for is_once in (False, True))
    off = [said for said in (_off(recurring, amounts), _once(once, amounts)) if said]
    if off:
        told = BESIDES.of(lang).format(money=told, off=SEMICOLON.of(lang).join(off))
    return told[:1].upper() + told[1:] + STOP.of(lang)


def _off(sums: pd.Series, amounts: Amounts) -> str:
    """Tell how many recurring instalments are off their rate and by how much below and above, never one set off against the other."""
    lang, counts = amounts.scale.lang, {"less": int(sums["less"]), "more": int(sums["more"])}
    money, off = {"less": amounts.told(sums["below"]), "more": amounts.told(sums["above"])}, sum(counts.values())
    if not off:
        return ""
    if all(counts.values()):
        sides = {side: (ONE if n == 1 else SOME)[side].of(lang).format(n=f"{n:,}", sum=money[side]) for side, n in counts.items()}
        apart = BOTH_SIDES.of(lang).format(**sides)
    else:
        side = "less" if counts["less"] else "more"
        apart = (ONE_SIDE if off == 1 else ALL_ON_ONE_SIDE)[side].of(lang).format(sum=money[side])
    return OFF[_form(off, sums["judged"])].of(lang).format(off=f"{off:,}", judged=f"{sums['judged']:,.0f}", apart=apart)


def _once(sums: pd.Series, amounts: Amounts) -> str:
    """Tell how many one-off grants come to more than their rate; being paid in parts, they are never found below it."""
    lang, off = amounts.scale.lang, int(sums["more"])
    if not off:
        return ""
    said = ONE_OFF[_form(off, sums["judged"])].of(lang)
    return said.format(off=f"{off:,}", judged=f"{sums['judged']:,.0f}", sum=amounts.told(sums["above"]))


def _form(off: float, judged: float) -> str:
    return "more" if off != 1 else "one" if judged != 1 else "one of one"
