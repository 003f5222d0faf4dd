"""What each kind of card shows: a function from what is seen (build, viewer, state) and a card to its chart.

A new kind is one function here and, where it draws, one in every renderer that can print it; the others print its table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard.cards import clusters, holding, measures, observed, pay_components, pay_growth
from dashboard.cards.attention import attention
from dashboard.cards.changes import changes
from dashboard.cards.cohorts import cohorts
from dashboard.cards.draft import draft
from dashboard.cards.gap import balance, gaps
from dashboard.cards.hazard import hazard
from dashboard.cards.leaving import exit_reasons, where_to
from dashboard.cards.licences import expiry
from dashboard.cards.ranked import ranked
from dashboard.cards.tested import tested
from dashboard.cards.villages import villages
from dashboard.charts import BUILDERS
from dashboard.charts.chart import Chart
from dashboard.page import Card
from dashboard.sight import Sight

Maker = Callable[[Sight, Card], Chart]
CARDS: Mapping[str, Maker] = {
    **dict.fromkeys(BUILDERS, observed.observed),
    "survival": tested,
    "balance": balance,
    "gaps": gaps,
    "expiry": expiry,
    "villages": villages,
    "exit_reasons": exit_reasons,
    "destinations": where_to,
    "cohorts": cohorts,
    "hazard": hazard,
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
    "growth_parts": pay_growth.growth_parts,
    "pay_components": pay_components.pay_components,
    "measures": measures.measures,
    "theil_parts": measures.theil_parts,
    "clusters": clusters.cluster_list,
}
LISTS = (  # kinds that are tables: nothing is drawn for them
    "table", "desk", "datasets", "scores", "findings", "cases", "builds", "batches", "quality", "kept_out", "unmatched", "catalogue",
    "attention", "changes", "draft", "measures", "clusters", "gaps", "villages", "destinations", "cohorts",
)
LIVE = ("findings",)  # what people say changes while a build is served: never kept
