"""Cards of registers kept by clinics: the rates over the years, and whose figures they are where only some facilities filed both parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.cards.observed import observed
from dashboard.cards.within import Within
from dashboard.charts.chart import Chart, Series
from dashboard.charts.numbers import number, whole
from dashboard.charts.words import SEMICOLON, in_sentence
from dashboard.page import Card
from dashboard.render.sentence import STOP, finding
from dashboard.sight import Sight
from pipelines.codelists.service_kind import SERVICE_KIND
from pipelines.core.text import Text

PARTS: Mapping[str, tuple[str, str]] = {  # a rate by name: what is filed of its upper and of its lower part
    "records_in_use": ("records_used", "records_kept"),
    "hypertension_management": ("hypertension_managed", "hypertension_registered"),
    "hypertension_control": ("hypertension_controlled", "hypertension_managed"),
    "diabetes_management": ("diabetes_managed", "diabetes_registered"),
    "diabetes_control": ("diabetes_controlled", "diabetes_managed"),
}
_FILED = (
    "select s.facility_code, s.service_kind, s.service_count, p.end_on from stg_service as s inner join period as p on s.period = p.label "
    "where s.role = 'stock' and s.service_count is not null "
    "qualify row_number() over (partition by s.facility_code, s.service_kind, p.end_on order by p.months desc, p.label) = 1"
)
SAID = Text(
    "{name}只反映 {both} 个机构：{year} 年末填报“{base}”的有 {all} 个，其中只有这 {both} 个也填报了“{top}”，其“{base}”合计占全部的 {share}（{part} / {total}）",
    "{name} in {year}: only {both} of the {all} facilities that filed \"{base}\" also filed \"{top}\"; the rate speaks for these alone, "
    "{share} of the total ({part} of {total})",
)
TOLD = Text("{name}只反映 {all} 个机构中的 {both} 个", "{name} covers {both} of {all} facilities only")


@dataclass(frozen=True, slots=True)
class Basis:
    """Facilities that filed the lower part of a rate on a day, those of them that filed both, and the lower part of either."""

    facilities: int
    both: int
    total: float
    part: float


def registered(sight: Sight, card: Card) -> Chart:
    """Return the rates over the years; a note, and the finding, say which of them rest on some of the facilities alone."""
    made = observed(sight, replace(card, kind="trend"))
    if made.empty:
        return made
    lang, titles = sight.lang, {code.code: code.title.of(sight.lang) for code in SERVICE_KIND.codes}
    notes, told = [], []
    for series in made.series:
        found = _basis(sight, series)
        if found is None or found[1].both in (0, found[1].facilities):
            continue
        year, basis = found
        top, base = PARTS[series.code]
        share = number(basis.part / basis.total, "share", "", lang) if basis.total else ""
        notes.append(SAID.of(lang).format(
            name=series.name, year=year, both=whole(basis.both), all=whole(basis.facilities), top=titles[top], base=titles[base], share=share,
            part=whole(basis.part), total=whole(basis.total),
        ))
        name = in_sentence(series.name, lang)
        told.append(TOLD.of(lang).format(name=name, both=whole(basis.both), all=whole(basis.facilities)))
    said = SEMICOLON.of(lang).join((finding(made).removesuffix(STOP.of(lang)), *told)) + STOP.of(lang) if told else made.finding
    return replace(made, finding=said).with_note(*notes, made.footer.note)


def _basis(sight: Sight, series: Series) -> tuple[str, Basis] | None:
    """Return the last period a rate is drawn for and what it rests on; None for a line that is no such rate."""
    last = next((p for p in reversed(series.points) if p.value is not None), None)
    if last is None or series.code not in PARTS:
        return None
    within, ends = Within(sight), sight.edition.periods().set_index("label")["end_on"]
    day = pd.Timestamp(ends[last.label])
    frame = sight.edition.rows(_FILED)
    mine = frame[(pd.to_datetime(frame["end_on"]) == day) & frame["facility_code"].isin(within.places(day))]
    return last.label, basis_of(mine, *PARTS[series.code])


def basis_of(filed: pd.DataFrame, top: str, base: str) -> Basis:
    """Return what a rate rests on, of rows facility_code, service_kind, service_count of one day."""
    kinds = {kind: filed[filed["service_kind"] == kind].set_index("facility_code")["service_count"] for kind in (top, base)}
    has_both = kinds[base].index.isin(kinds[top].index)
    return Basis(len(kinds[base]), int(has_both.sum()), float(kinds[base].sum()), float(kinds[base][has_both].sum()))
