"""What does not add up between staff and pay, one row a case: who, where, when, the money at stake, and the row it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard import holdings, words
from dashboard.cards.amounts import Amounts
from dashboard.cards.links import clinic_name
from dashboard.cards.people import TO_PEOPLE, ended_by, facility_cell
from dashboard.cards.reconciled import NONE, OF_YEAR, TOLERATED, told_of, why_none, with_reach
from dashboard.cards.within import Within, of_year
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.numbers import scale_for
from dashboard.charts.table import listing
from dashboard.charts.words import SEMICOLON
from dashboard.context import context
from dashboard.holdings import YearCase
from dashboard.page import Card
from dashboard.sight import Sight
from pipelines.codelists.reconciliation_kind import RECONCILIATION_KIND
from pipelines.command.case_words import CASE_HEADS, about, source
from pipelines.core.text import Text

COLUMNS = ("kind", "place", "facility", "person", "first", "last", "money", "about", "source")
SHARED = Text("有款项列在同类的另一件，此处不重复计", "money that stands at another case of the kind is not counted here again")
OTHER_YEAR = Text("问题在其他年份", "case of another year")
NOTE = Text(
    "涉及金额只是属于该年的款项，各类相加等于上面的分类表；命令行的核对清单列出同样的各件，金额为各年合计",
    "at stake is the money for the year alone and adds up, kind by kind, to the list of kinds above; the command line lists the "
    "same cases with their money of all years",
)


def case_list(sight: Sight, card: Card) -> Chart:
    """Return the cases of the year and those with money of it at stake, most money first; keys shortened, names never."""
    lang, made_for, within = sight.lang, context(sight, card), Within(sight)
    year, region = within.year_known, sight.state.region
    found = holdings.cases_of_year(sight.edition, sight.viewer, region, year)
    scale = scale_for([row.yuan for row in found], "currency", made_for.currency, lang)
    heads = [
        ColumnHead("place", within.part_name()) if name == "place" else ColumnHead.measured(name, CASE_HEADS[name].of(lang), scale)
        if name == "money" else ColumnHead(name, CASE_HEADS[name].of(lang)) for name in COLUMNS
    ]
    rows = _rows(sight, found, Amounts(scale, made_for.currency))
    none = why_none(sight)
    empty = none.of(lang).format(year=year) if year else words.NO_CASES.of(lang).format(when="")
    made = listing(card, heads, rows, made_for, empty, OF_YEAR.of(lang).format(year=year) if year else "")
    if rows:
        whole = holdings.cases(sight.edition, sight.viewer, region, year).query("kind == 'all'").iloc[0].to_dict()
        said = told_of(whole, year, scale_for([float(whole["at_stake_yuan"])], "currency", made_for.currency, lang))
        act = TO_PEOPLE.of(lang) if any(cell.href for row in rows for cell in row) else ""
        made = replace(made.with_note(NOTE.of(lang), TOLERATED.of(lang)), finding=said)
        made = replace(made, footer=replace(made.footer, act=act))
    elif none is NONE:
        made = made.as_none()
    return with_reach(sight, of_year(sight, made, year))


def _rows(sight: Sight, found: Sequence[YearCase], amounts: Amounts) -> list[list[TableCell]]:
    lang, within = sight.lang, Within(sight)
    parts, towns, names, period = within.parts(), within.towns(), within.names(), ended_by(sight, within.day)
    kinds = {code.code: code.title.of(lang) for code in RECONCILIATION_KIND.codes}
    rows = []
    for one in found:
        case = one.case
        part, facility = parts.get(case.facility_code, ("", "")), case.facility_code
        marks = ((SHARED, one.is_shared), (OTHER_YEAR, not one.is_of_year))
        said = (about(case, lang, names), *(mark.of(lang) for mark, holds in marks if holds))
        name = within.name(facility) if towns.get(facility) == part[0] else clinic_name(within, facility, towns)
        cells = {
            "kind": TableCell(kinds.get(case.kind, case.kind)),
            "place": TableCell(part[1]),
            "facility": facility_cell(sight, facility, period, is_there=True, name=name),
            "person": TableCell(case.person), "first": TableCell(f"{case.first_on:%Y-%m-%d}"), "last": TableCell(f"{case.last_on:%Y-%m-%d}"),
            "money": amounts.cell(one.yuan), "source": TableCell(source(case, lang)),
            "about": TableCell(SEMICOLON.of(lang).join(filter(None, said))),
        }
        rows.append([cells[name] for name in COLUMNS])
    return rows
