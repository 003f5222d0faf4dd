"""What each kind of card shows: a function from what is seen (build, viewer, state) and a card to its chart.

A new kind is one function here and, where it draws, one in every renderer that can print it; the others print its table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard.cards import holding, observed
from dashboard.cards.agreed import agreed
from dashboard.cards.attention import attention
from dashboard.cards.changes import changes
from dashboard.cards.clinics import clinics
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
    "clinics": clinics,
    "notes": agreed,
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
}
LIVE = ("findings", "notes")  # what people say changes while a build is served: never kept
