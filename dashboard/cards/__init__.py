"""What each kind of card shows: a function from what is seen (build, viewer, state) and a card to its chart.

A new kind is one function here and, where it draws, one in every renderer that can print it; the others print its table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard.cards import agreements, claims, committed, granted, holding, observed, reconciled, services, subsidies
from dashboard.cards.attention import attention
from dashboard.cards.changes import changes
from dashboard.cards.draft import draft
from dashboard.cards.ranked import ranked
from dashboard.charts import BUILDERS
from dashboard.charts.chart import Chart
from dashboard.page import Card
from dashboard.sight import Sight

Maker = Callable[[Sight, Card], Chart]
CARDS: Mapping[str, Maker] = {
    **dict.fromkeys(BUILDERS, observed.observed),
    "ranking": ranked,
    "attention": attention,
    "changes": changes,
    "draft": draft,
    "desk": holding.desk,
    "datasets": holding.datasets,
    "scores": holding.scores,
    "findings": holding.findings,
    "cases": holding.cases,
    "builds": holding.records,
    "batches": holding.records,
    "quality": holding.records,
    "kept_out": holding.records,
    "unmatched": holding.records,
    "catalogue": holding.catalogue_card,
    "step_matrix": subsidies.step_matrix,
    "audit_matrix": subsidies.audit_matrix,
    "rate_table": granted.rate_table,
    "breach_table": granted.breach_table,
    "liability": committed.liability,
    "stay_bars": granted.stay_bars,
    "expiries": agreements.expiries,
    "around_end": agreements.around_end,
    "ending_soon": agreements.ending_soon,
    "case_places": reconciled.case_places,
    "work_matrix": services.work_matrix,
    "work_kinds": services.work_kinds,
    "standards": services.standards,
    "claims": claims.claim_list,
}
LISTS = (  # kinds that are tables: nothing is drawn for them
    "table", "desk", "datasets", "scores", "findings", "cases", "builds", "batches", "quality", "kept_out", "unmatched", "catalogue",
    "attention", "changes", "draft", "step_matrix", "audit_matrix", "rate_table", "breach_table", "ending_soon", "case_places", "work_matrix",
    "work_kinds", "standards", "claims",
)
LIVE = ("findings",)  # what people say changes while a build is served: never kept
