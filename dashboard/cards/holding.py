"""Cards of what a workspace holds: files handed in, datasets, quality, findings, cases, builds, batches, the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd

from dashboard import holdings, words
from dashboard.cards.inside import NOT_INSIDE
from dashboard.cards.quality import cases_by_kind, finding_list, score_list, why_untimed
from dashboard.cards.reconciled import NONE, TOLERATED, why_none, with_reach
from dashboard.cards.records import catalogue, dataset_list, record_chart
from dashboard.cards.within import Within, of_year
from dashboard.charts.chart import Chart
from dashboard.charts.table import listing
from dashboard.context import context
from dashboard.page import Card
from dashboard.sight import Sight, dataset_titles, focus, worded


def desk(sight: Sight, card: Card) -> Chart:
    """Return the empty list of the card where files are handed in; the shell puts the desk into it."""
    return listing(card, (), (), context(sight, card))


def datasets(sight: Sight, card: Card) -> Chart:
    """Return every kind of record with what is loaded of it and its template."""
    return dataset_list(card, holdings.datasets(sight.edition), context(sight, card))


def scores(sight: Sight, card: Card) -> Chart:
    """Return the quality scores of the place and of those below it."""
    found = holdings.scores(sight.edition, sight.viewer, focus(sight), sight.state.period)
    return score_list(card, found, context(sight, card), why_untimed(holdings.due(sight.edition, sight.state.period)))


def findings(sight: Sight, card: Card) -> Chart:
    """Return what data quality found, with what people said of it."""
    found = holdings.findings(sight.edition, sight.viewer, sight.state.region, sight.state.period)
    return finding_list(card, found, context(sight, card), dataset_titles()).as_none()


def cases(sight: Sight, card: Card) -> Chart:
    """Return what does not add up between records in the year, by kind."""
    region, year = sight.state.region, Within(sight).year_known
    frame = holdings.cases(sight.edition, sight.viewer, region, year)
    made = cases_by_kind(card, frame, context(sight, card), year, holdings.cases_ever(sight.edition, sight.viewer, region))
    if made.empty:
        none = why_none(sight)
        made = made.as_none() if none is NONE else replace(made, empty=none.of(sight.lang))
    else:
        made = made.with_note(made.footer.note, TOLERATED.of(sight.lang))
    return with_reach(sight, of_year(sight, made, year))


def catalogue_card(sight: Sight, card: Card) -> Chart:
    """Return every indicator with its definition."""
    return catalogue(card, worded(sight).values(), context(sight, card))


def records(sight: Sight, card: Card) -> Chart:
    """Return builds, batches, loaded files, rows kept out or places without an outline, by the kind of the card."""
    edition = sight.edition
    frames: Mapping[str, Callable[[], pd.DataFrame]] = {
        "builds": lambda: holdings.builds(edition), "batches": lambda: holdings.batches(edition),
        "quality": lambda: holdings.quality(edition), "kept_out": lambda: holdings.kept_out(edition, sight.viewer),
        "unmatched": lambda: holdings.unmatched(edition, sight.viewer),
    }
    empty = words.NONE_KEPT_OUT if card.kind == "kept_out" else words.NO_ROWS
    if card.kind == "unmatched":
        empty = NOT_INSIDE if not sight.viewer.inside.areas else words.ALL_MATCHED if edition.packs else words.NO_PACKS
    made = record_chart(card.kind, card, frames[card.kind](), context(sight, card), dataset_titles(), empty)
    return made.as_none() if empty in (words.NONE_KEPT_OUT, words.ALL_MATCHED) else made
