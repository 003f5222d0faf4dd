"""Links on the map: a line from each hospital to each clinic it is linked to, coloured by how lately it was used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.asking import card_frame, card_query
from dashboard.cards.links import EMPTY_LINKS, STATE_WORDS, STATES, TONE, hospital_names, links_on, pairs, windows
from dashboard.cards.within import Within
from dashboard.charts.chart import Chart, MapCell, MapLine
from dashboard.charts.context import Geography
from dashboard.charts.map import choropleth
from dashboard.charts.numbers import whole
from dashboard.charts.seat import middle_of
from dashboard.context import context, geography
from dashboard.page import Card
from dashboard.sight import Sight
from pipelines.core.text import Text

# The register of facilities knows clinics; a hospital stands there only where the bureau lists it.
_FACILITIES = (
    "select facility_code as code, longitude, latitude from stg_facility where longitude is not null and latitude is not null"
)
_SEATS = "select region_code as code, longitude, latitude from stg_region where longitude is not null and latitude is not null"
Seat = tuple[float, float]
_PALEST = 0
_FINDING = Text("{n} 对医院与机构的协作：{states}", "{n} pairs of hospital and clinic are linked: {states}")
_FINDING_OF_ONE = Text(_FINDING.zh, "{n} pair of hospital and clinic is linked: {states}")
_STATE_COUNT = Text("{state} {n} 对", "{state}: {n}")
_HOVER = Text("{hospital} → {clinic}", "{hospital} → {clinic}")
_NOT_DRAWN = Text("{n} 对没有画出，{who}没有坐标", "pairs not drawn: {n}, no seat is known of {who}")
_CLINICS, _ONE_CLINIC = Text("{n} 家基层机构", "{n} clinics"), Text("{n} 家基层机构", "{n} clinic")
_ROUGH_HOSPITALS = Text(
    "医院不在机构名录、没有坐标的，画在其代码所属县区的中部", "a hospital without a seat in the register of facilities stands in the middle of the county its code begins with",
)
_ROUGH_CLINICS = Text("{n} 家机构没有坐标，画在所在乡镇驻地", "clinics without a seat, at that of their township: {n}")


@dataclass(frozen=True, slots=True)
class Drawn:
    """The lines; pairs without a seat as (hospital, clinic), "" for the one whose seat is known; hospitals and clinics at approximate seats."""

    lines: tuple[MapLine, ...]
    undrawn: tuple[tuple[str, str], ...]
    rough_hospitals: frozenset[str]
    rough_clinics: frozenset[str]


def link_map(sight: Sight, card: Card) -> Chart:
    """Return the map with a line for each linked pair whose two seats are known; the note says how many are not drawn, and why."""
    level = card_query(sight, card, card.indicators[0]).level or ""
    shape = geography(sight, level)
    made = choropleth(card, card_frame(sight, card), replace(context(sight, card), geography=shape))
    links = links_on(sight)
    if not len(links):
        return replace(made, empty=EMPTY_LINKS.of(sight.lang), footer=replace(made.footer, note="", n=""))
    if made.map is None or shape is None:
        return made
    found = pairs(links)
    drawn = _drawn(sight, found, shape)
    cells = tuple(_ground(cell) for cell in made.map.cells)
    seen = replace(made.map, cells=cells, classes=(), lines=drawn.lines, line_words=_legend(sight, drawn.lines), statuses=(), tiny=())
    made = replace(made, map=seen, unit="", finding=_sentence(sight, found), footer=replace(made.footer, n=""))
    return made.with_note(made.footer.note, *_notes(sight, drawn))


def _ground(cell: MapCell) -> MapCell:
    """The cell as pale ground under the lines; its number stays in its words."""
    if cell.klass is None:
        return cell
    return replace(cell, klass=_PALEST, point=replace(cell.point, status="ok"))


def _drawn(sight: Sight, found: pd.DataFrame, shape: Geography) -> Drawn:
    within, names = Within(sight), hospital_names(sight)
    exact, towns = _facility_seats(sight), _town_seats(within)
    middles = {code: _middle_around(sight, shape, code) for code in found["hospital_code"].unique()}
    lines, undrawn = [], []
    rough_hospitals: set[str] = set()
    rough_clinics: set[str] = set()
    for row in found.sort_values("state", key=lambda s: -s.map(STATES.index)).to_dict("records"):
        hospital, clinic = str(row["hospital_code"]), str(row["place_code"])
        start, end = exact.get(hospital) or middles[hospital], exact.get(clinic) or towns.get(clinic)
        if start is None or end is None:
            undrawn.append((hospital if start is None else "", clinic if end is None else ""))
            continue
        for code, codes in ((hospital, rough_hospitals), (clinic, rough_clinics)):
            codes.update({code} - exact.keys())
        label = _HOVER.of(sight.lang).format(hospital=names.get(hospital, hospital), clinic=within.name(clinic))
        lines.append(MapLine(start, end, TONE[row["state"]], label, _state_words(sight, row["state"])))
    return Drawn(tuple(lines), tuple(undrawn), frozenset(rough_hospitals), frozenset(rough_clinics))


def _facility_seats(sight: Sight) -> dict[str, Seat]:
    """The seats of facilities in the register."""
    return {str(r.code): (float(r.longitude), float(r.latitude)) for r in sight.edition.rows(_FACILITIES).itertuples(index=False)}


def _town_seats(within: Within) -> dict[str, Seat]:
    """For each place the seat of the lowest region it lies in."""
    seats = {str(r.code): (float(r.longitude), float(r.latitude)) for r in within.sight.edition.rows(_SEATS).itertuples(index=False)}
    home = within.home(within.sight.edition.site.region_levels[-1])
    return {place: seats[town] for place, town in home.items() if town in seats}


def _middle_around(sight: Sight, shape: Geography, hospital: str) -> Seat | None:
    """The middle of the place below the root whose code the hospital's begins with, the smallest such; None where there is none."""
    places = [p for p in sight.edition.places(sight.viewer) if p.parent is not None and hospital.startswith(p.code)]
    around = max(places, key=lambda p: len(p.code), default=None)
    return middle_of(shape, around.code) if around else None


def _state_words(sight: Sight, state: str) -> str:
    short, long = windows(sight)
    return STATE_WORDS[state].format(short=short, long=long).of(sight.lang)


def _legend(sight: Sight, lines: Sequence[MapLine]) -> tuple[tuple[str, str], ...]:
    present = {line.tone for line in lines}
    return tuple((TONE[state], _state_words(sight, state)) for state in STATES if TONE[state] in present)


def _sentence(sight: Sight, found: pd.DataFrame) -> str:
    lang = sight.lang
    counts = [(state, int((found["state"] == state).sum())) for state in STATES]
    states = Text("、", ", ").of(lang).join(
        _STATE_COUNT.of(lang).format(state=_state_words(sight, state), n=whole(n)) for state, n in counts if n
    )
    said = _FINDING_OF_ONE if len(found) == 1 else _FINDING
    return said.of(lang).format(n=whole(len(found)), states=states) + Text("。", ".").of(lang)


def _notes(sight: Sight, drawn: Drawn) -> list[str]:
    """What is not drawn, and which seats are approximate."""
    lang, names, notes = sight.lang, hospital_names(sight), []
    if drawn.undrawn:
        who = [names.get(code, code) for code in dict.fromkeys(hospital for hospital, _ in drawn.undrawn if hospital)]
        clinics = {clinic for _, clinic in drawn.undrawn if clinic}
        who += [(_ONE_CLINIC if len(clinics) == 1 else _CLINICS).of(lang).format(n=whole(len(clinics)))] if clinics else []
        notes.append(_NOT_DRAWN.of(lang).format(n=whole(len(drawn.undrawn)), who=Text("、", ", ").of(lang).join(who)))
    if drawn.rough_hospitals:
        notes.append(_ROUGH_HOSPITALS.of(lang))
    if drawn.rough_clinics:
        notes.append(_ROUGH_CLINICS.of(lang).format(n=whole(len(drawn.rough_clinics))))
    return notes
