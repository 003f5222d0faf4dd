"""What a card asks of the build: the question of each of its indicators, the frame of their answers, and where the figures come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from dashboard import words
from dashboard.charts.numbers import whole
from dashboard.charts.survival import YEAR
from dashboard.charts.words import NAMED, SEMICOLON
from dashboard.page import Card
from dashboard.sight import Sight, as_at, dataset_titles, focus, sees_records
from dashboard.state import card_by
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.indicator import OBSERVATION_COLUMNS
from pipelines.core.text import Lang, Text
from pipelines.engine.observe import Query, all_indicators
from pipelines.engine.scope import ALL
from pipelines.engine.sources import files_behind

DIVIDED = Text("{title}：按{by}", "{title} by {by}")
SET_APART = Text("{title}（按{by}）", "{title} (by {by})")
MOST_SOURCES = 4  # named under a chart; of more, how many they are
KEPT_OUT = Text("各期共 {n} 行因错误未采用", "{n} rows of all periods kept out for mistakes")
ONE_KEPT_OUT = Text("各期共 1 行因错误未采用", "1 row of all periods kept out for a mistake")
SOME_KEPT_OUT = Text("有因错误未采用的行", "some rows kept out for mistakes")
MOST_FILES = 12  # of a data set, named in an explanation; of the rest, how many they are
MORE_FILES = Text("，另有 {n} 个文件", ", and {n} more files")
_KEPT_OUT = "select dataset, place_code, found from quality_rows where rule = 'rows_kept_out' and found > 0"  # by the files that now count
CURVE_YEARS = 10  # a curve is drawn so far; a career's tail has few people and wide intervals
PER_YEAR = {"day": 365.25, "week": 52.18, "month": 12.0, "year": 1.0}
OVER_YEARS = ("trend", "panels")  # asked over every year, whatever period is chosen
CAREERS = ("survival", "hazard")  # careers of all years together, as they were known on the day of the page
_OF_CURVE = ["indicator", "region_code", "period", "category"]
_SPAN = "select first_day, last_day from data_span"


def drawn_by(sight: Sight, card: Card) -> Card:
    """Return a card as it is drawn here: divided as the reader chose where it can be, its title saying by what."""
    by, title = divided_by(sight, card), card.whole or card.title
    if by == card.by:
        return card
    if by:
        zh, en = words.BREAKDOWN[by].zh, words.BREAKDOWN[by].en
        title = (DIVIDED if card.whole else SET_APART).format(title=title, by=Text(zh, en[0].lower() + en[1:]))
    return replace(card, by=by, title=title)


def divided_by(sight: Sight, card: Card) -> str:
    """Return what a card is divided by: the reader's choice where it can be, but its own where another card of the page is that card already."""
    by = card_by(card, sight.state.by, all_indicators())
    alike = [c for c in sight.state.page.cards if (c.kind, c.indicators) == (card.kind, card.indicators)]
    names = [c.name for c in alike]
    if by == card.by or card.name not in names:
        return by
    is_taken = names.index(card.name) > 0 or any(c.by == by for c in alike)
    return card.by if is_taken else by


def curve_end(sight: Sight) -> float:
    """Return how far a curve is drawn, in the tenure unit of the site."""
    return CURVE_YEARS * PER_YEAR[sight.edition.site.tenure_unit]


def career_span(sight: Sight) -> str:
    """Return the period careers are followed over: from the first day of the data to the day of the page, ALL to the last day of the data.

    Who comes after the day is not in it, who is in post on it is followed to it. A page whose period lies before the data asks for its period.
    Other profiles than the internal one release careers to the last day of the data and no others.
    """
    span, day = sight.edition.rows(_SPAN), as_at(sight)
    if not len(span) or day is None or not sees_records(sight) or pd.Timestamp(day) >= pd.Timestamp(span["last_day"].iloc[0]):
        return ALL
    first = (pd.Timestamp(span["first_day"].iloc[0]) - pd.Timedelta(days=1)).to_period("M") + 1
    last = (pd.Timestamp(day) + pd.Timedelta(days=1)).to_period("M") - 1
    return f"{first}..{last}" if first <= last else sight.state.period


def population_of(sight: Sight, name: str) -> str:
    """Return the kind of population an indicator is counted by here: the reader's choice, else the site's; "" where it counts by none."""
    indicator = all_indicators()[name]
    parts = (indicator.numerator, indicator.denominator)
    if not any(part is not None and part.population for part in parts):
        return ""
    return sight.state.population or sight.edition.site.population_kind


def card_query(sight: Sight, card: Card, indicator: str) -> Query:
    """Return the question a card asks about one of its indicators."""
    site, state = sight.edition.site, sight.state
    by = divided_by(sight, card) or None
    counted = population_of(sight, indicator) if state.population else ""
    if card.scope == "region":
        level = sight.edition.places(sight.viewer).get(state.region).level
        period = None if card.kind in OVER_YEARS or card.over == "years" else career_span(sight) if card.kind in CAREERS else state.period
        return Query(indicator, level=level, region=state.region, period=period, by=by, population=counted)
    centre = focus(sight)
    lowest = site.region_levels[-1]
    under = site.child_level(sight.edition.places(sight.viewer).get(centre).level) or lowest
    level = lowest if card.scope == "units" and under in site.region_levels else under
    return Query(indicator, level=level, parent=centre, period=None if card.kind in OVER_YEARS else state.period, by=by, population=counted)


def _of_whole(sight: Sight, query: Query) -> Query:
    """Return the question of places below asked about the place around them."""
    centre = focus(sight)
    return replace(query, level=sight.edition.places(sight.viewer).get(centre).level, region=centre, parent=None)


def held(sight: Sight, query: Query) -> pd.DataFrame | None:
    """Return the rows of the one period a question names; None for a period the build does not hold."""
    try:
        frame = sight.edition.observe(sight.viewer, query)
    except XiangyiError as error:
        if error.code != ExitCode.NOT_FOUND:
            raise
        return None
    return frame[frame["period"] == query.period]


def answers(sight: Sight, indicators: Sequence[str]) -> dict[str, pd.Series | None]:
    """Return the row of each indicator for the region and the period of a sight, undivided; None where there is none."""
    level, found = sight.edition.places(sight.viewer).get(sight.state.region).level, {}
    for name in indicators:
        query = Query(name, level=level, region=sight.state.region, period=sight.state.period)
        frame = sight.edition.observe(sight.viewer, query)
        frame = frame[frame["period"] == sight.state.period]
        found[name] = frame.iloc[0] if len(frame) else None
    return found


def card_frame(sight: Sight, card: Card) -> pd.DataFrame:
    """Return the observations a card draws; empty, with its columns, when there are none."""
    queries = [card_query(sight, card, name) for name in card.indicators]
    if card.kind == "panels":
        queries += [_of_whole(sight, query) for query in queries]
    frames = [sight.edition.observe(sight.viewer, query) for query in queries]
    if card.kind == "survival":
        frames = [with_whole_years(sight, query, frame) for query, frame in zip(queries, frames, strict=True)]
    kept = [f for f in frames if len(f)]
    if not kept:
        return pd.DataFrame(columns=[*OBSERVATION_COLUMNS, "region_name_en"])
    frame = kept[0] if len(kept) == 1 else pd.concat(kept, ignore_index=True)
    if card.kind == "survival":
        frame = frame.reset_index(drop=True).assign(period=ALL)  # careers of all periods, to whatever day they are followed
        frame["n"] = frame["denominator"]  # the number at risk at each time, which is what stands under a curve
    return _up_to_chosen(sight, frame) if card.kind in OVER_YEARS or card.over == "years" else frame


def with_whole_years(sight: Sight, query: Query, steps: pd.DataFrame) -> pd.DataFrame:
    """Return a curve of steps with its whole years, as far as it is drawn and people were followed: how many are at risk there, and that it
    goes on level where nobody left, cannot be read off its steps. A curve that is no curve of steps stays as it is.
    """
    if not (steps["at"] == 0).any():
        return steps
    year = int(YEAR[sight.edition.site.tenure_unit])
    years = sight.edition.observe(sight.viewer, replace(query, at=tuple(year * n for n in range(1, CURVE_YEARS + 1))))
    both = pd.concat([steps, years[years["value"].notna()]], ignore_index=True).drop_duplicates([*_OF_CURVE, "at"])
    group = both.groupby(_OF_CURVE, sort=False, dropna=False).ngroup()
    return both.assign(group=group).sort_values(["group", "at"], kind="stable").drop(columns="group").reset_index(drop=True)


def _up_to_chosen(sight: Sight, frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out the years after the chosen period: a trend ends, and is spoken of, where the reader stands."""
    ends = sight.edition.periods().set_index("label")["end_on"]
    if sight.state.period not in ends.index:
        return frame
    return frame[frame["period"].map(ends) <= ends[sight.state.period]].reset_index(drop=True)


def source_line(sight: Sight, indicators: tuple[str, ...], *, is_brief: bool = False) -> str:
    """Return in words where the figures of `indicators` come from: data sets, the files that brought them, and how many of their rows no figure
    counts because they are kept out for a mistake (the data page lists them). In brief, as on a wall, where lines are few, the files are not counted.
    """
    needs = _needs(indicators)
    key = ("source", needs, sight.lang, sight.viewer.areas, sight.state.region)
    brief, whole_line = sight.edition.keep(key, lambda: _source_lines(sight, needs))
    return brief if is_brief else whole_line


def source_files(sight: Sight, indicators: tuple[str, ...]) -> str:
    """Return the files of the chosen place behind the figures of `indicators`, a line a data set, the first dozen by name.

    "" to who may not see the records of the place: names of files tell who files what, and when.
    """
    if not sees_records(sight):
        return ""
    lang, titles = sight.lang, dataset_titles()
    needs = _needs(indicators)

    def told() -> str:
        lines = []
        for need, files in _files(sight, needs).items():
            names = words.COMMA_LIST.of(lang).join(files[:MOST_FILES])
            more = MORE_FILES.of(lang).format(n=whole(len(files) - MOST_FILES)) if len(files) > MOST_FILES else ""
            lines.append(NAMED.of(lang).format(name=titles[need].of(lang), said=names + more))
        return "\n".join(lines)

    return sight.edition.keep(("source files", needs, lang, sight.viewer.areas, sight.state.region), told)


def _needs(indicators: Sequence[str]) -> tuple[str, ...]:
    """Return the data sets that indicators are computed from."""
    return tuple(dict.fromkeys(n for name in indicators for n in all_indicators()[name].origins))


def _files(sight: Sight, needs: Sequence[str]) -> dict[str, list[str]]:
    """Return by data set the files that brought rows of what is shown, by name: of the chosen place, and of its neighbours where it stands among
    them and who looks sees their records; nothing of one that no file brought."""
    around, titles = focus(sight), dataset_titles()
    region = around if around in sight.edition.places(sight.viewer.inside) else sight.state.region
    filed = sight.edition.keep(("files behind", region), lambda: sight.edition.ask(lambda con: files_behind(con, region)))
    return {need: filed[need] for need in needs if need in filed and need in titles}


def _source_lines(sight: Sight, needs: tuple[str, ...]) -> tuple[str, str]:
    """Return the source in brief and with its files counted."""
    lang, kept_out = sight.lang, _kept_out(sight, needs)
    files = [(dataset_titles()[need].of(lang), len(found)) for need, found in _files(sight, needs).items()]
    counted = [
        words.SOURCE_FILES.of(lang).format(title=title, files=(words.SOURCE_ONE if n == 1 else words.SOURCE_COUNT).of(lang).format(n=n))
        for title, n in files
    ]
    return _line([title for title, _ in files], kept_out, lang), _line(counted, kept_out, lang)


def _line(parts: Sequence[str], kept_out: str, lang: Lang) -> str:
    """Return the parts of a source, those beyond MOST_SOURCES as their number, and what is kept out."""
    shown = parts if len(parts) <= MOST_SOURCES else parts[: MOST_SOURCES - 1]
    named = words.SOURCE_JOIN.of(lang).join(shown) + (words.MORE_SOURCES.of(lang).format(n=len(parts)) if shown != parts else "")
    return SEMICOLON.of(lang).join(told for told in (named, kept_out) if told)


def _kept_out(sight: Sight, needs: tuple[str, ...]) -> str:
    """Return how many rows of the files of the chosen place, of those below it and of those above it are kept out, in all periods; "" for none.

    Who may not see the records of the place learns no count.
    """
    lang, places = sight.lang, sight.edition.places(sight.viewer)
    near = {place.code for place in (*places.path(sight.state.region), *places.under(sight.state.region))}
    rows = sight.edition.rows(_KEPT_OUT)
    count = int(rows.loc[rows["dataset"].isin(needs) & rows["place_code"].isin(near), "found"].sum())
    if not count:
        return ""
    return ((ONE_KEPT_OUT if count == 1 else KEPT_OUT) if sees_records(sight) else SOME_KEPT_OUT).of(lang).format(n=whole(count))
