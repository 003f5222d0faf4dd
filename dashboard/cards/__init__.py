"""What each kind of card shows: a function from what is seen (build, viewer, state) and a card to its chart, and how it is shown.

A new kind is one line here: `drawing` (and a printer in every renderer that can draw it; the others print its table), `grid` (sorted and
filtered by the reader), `text` (a plain table whose rows grow with long words, links and buttons), `matrix` (cells with grounds of
their own), or `special`, which the shell lays out itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.cards import (
    agreements,
    breaches,
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
    reaching,
    reconciled,
    replies,
    services,
    students,
    subsidies,
    titles,
    training,
)
from dashboard.cards.agreed import agreed
from dashboard.cards.attention import attention
from dashboard.cards.case_list import case_list
from dashboard.cards.changes import changes
from dashboard.cards.clinics import clinics
from dashboard.cards.cohorts import cohorts
from dashboard.cards.draft import draft
from dashboard.cards.gap import balance, gaps
from dashboard.cards.hazard import hazard
from dashboard.cards.kind import Kind, drawing, grid, matrix, special, text
from dashboard.cards.leaving import exit_reasons, where_to
from dashboard.cards.licences import expiry
from dashboard.cards.ranked import ranked
from dashboard.cards.standings import standings
from dashboard.cards.tested import tested
from dashboard.cards.villages import villages
from dashboard.cards.within import for_insiders
from dashboard.charts import BUILDERS

CARDS: Mapping[str, Kind] = {
    **{name: drawing(observed.observed) for name in BUILDERS if name != "table"},
    "table": grid(observed.observed),
    "survival": drawing(tested),
    "balance": drawing(balance),
    "gaps": grid(gaps),
    "expiry": drawing(expiry),
    "villages": grid(villages),
    "exit_reasons": drawing(exit_reasons),
    "destinations": matrix(where_to),
    "cohorts": matrix(cohorts),
    "hazard": drawing(hazard),
    "ranking": drawing(ranked),
    "standings": grid(standings),
    "attention": special(attention),
    "changes": text(changes),
    "draft": special(draft),
    "desk": special(holding.desk),
    "datasets": text(holding.datasets, is_sifted=True),
    "scores": grid(for_insiders(holding.scores)),
    "findings": text(for_insiders(holding.findings), is_live=True, is_sifted=True),
    "cases": text(for_insiders(holding.cases), is_sifted=True),
    "case_list": grid(for_insiders(case_list)),
    "builds": grid(holding.records),
    "batches": grid(holding.records),
    "quality": grid(holding.records),
    "kept_out": grid(holding.records),
    "unmatched": grid(holding.records),
    "catalogue": text(holding.catalogue_card, is_sifted=True),
    "growth_parts": drawing(pay_growth.growth_parts),
    "pay_components": drawing(pay_components.pay_components),
    "measures": text(measures.measures),
    "theil_parts": drawing(measures.theil_parts),
    "clusters": text(clusters.cluster_list, is_sifted=True),
    "by_class": drawing(reaching.by_class),
    "reach": text(for_insiders(training.reach)),
    "credits": drawing(training.credits),
    "credit_completion": drawing(training.credit_completion),
    "online_steps": drawing(training.online_steps),
    "dose": drawing(for_insiders(destiny.dose)),
    "title_flows": drawing(for_insiders(titles.title_flows)),
    "licence_flows": drawing(for_insiders(titles.licence_flows)),
    "ladder": text(for_insiders(titles.ladder)),
    "students": drawing(for_insiders(students.students)),
    "link_map": drawing(for_insiders(link_map.link_map)),
    "link_matrix": matrix(for_insiders(links.matrix)),
    "idle_links": grid(for_insiders(links.idle)),
    "replies": drawing(for_insiders(replies.replies)),
    "expert_days": drawing(for_insiders(experts.expert_days)),
    "step_matrix": matrix(subsidies.step_matrix),
    "audit_matrix": matrix(subsidies.audit_matrix),
    "rate_table": text(granted.rate_table, is_sifted=True),
    "breach_table": text(breaches.breach_table),
    "liability": drawing(committed.liability),
    "stay_bars": drawing(granted.stay_bars),
    "expiries": drawing(agreements.expiries),
    "around_end": drawing(agreements.around_end),
    "ending_soon": grid(agreements.ending_soon),
    "case_places": text(reconciled.case_places, is_sifted=True),
    "work_matrix": matrix(services.work_matrix),
    "work_kinds": grid(services.work_kinds),
    "standards": text(services.standards, is_sifted=True),
    "claims": text(claims.claim_list, is_sifted=True),
    "clinics": grid(clinics),
    "notes": text(agreed, is_live=True, is_sifted=True),
}
