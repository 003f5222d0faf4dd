"""What each kind of card shows: a function from what is seen (build, viewer, state) and a card to its chart.

A new kind is one function here and, where it draws, one in every renderer that can print it; the others print its table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard.cards import (
    agreements,
    claims,
    clusters,
    committed,
    destiny,
    experts,
    granted,
    holding,
    link_map,
    links,
    measures,
    observed,
    pay_components,
    pay_growth,
    reconciled,
    replies,
    services,
    students,
    subsidies,
    titles,
    training,
)
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
from dashboard.cards.within import for_insiders
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
    "reach": for_insiders(training.reach),
    "credits": training.credits,
    "credit_completion": training.credit_completion,
    "online_steps": training.online_steps,
    "dose": for_insiders(destiny.dose),
    "title_flows": for_insiders(titles.title_flows),
    "licence_flows": for_insiders(titles.licence_flows),
    "ladder": for_insiders(titles.ladder),
    "students": for_insiders(students.students),
    "link_map": for_insiders(link_map.link_map),
    "link_matrix": for_insiders(links.matrix),
    "idle_links": for_insiders(links.idle),
    "replies": for_insiders(replies.replies),
    "expert_days": for_insiders(experts.expert_days),
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
    "table", "desk", "datasets", "scores", "findings", "cases", "builds", "batches", "quality", "kept_out", "unmatched",
    "catalogue", "attention", "changes", "draft", "measures", "clusters", "gaps", "villages", "destinations", "cohorts",
    "reach", "ladder", "link_matrix", "idle_links",
    "step_matrix", "audit_matrix", "rate_table", "breach_table", "ending_soon", "case_places", "work_matrix", "work_kinds",
    "standards", "claims",
)
LIVE = ("findings",)  # what people say changes while a build is served: never kept
