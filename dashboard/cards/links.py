"""Links between hospitals and clinics in force on a day: which were used lately, which lie idle; as a matrix and as a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from dashboard import words
from dashboard.cards.within import Within
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.numbers import whole
from dashboard.charts.table import listing, noted
from dashboard.charts.words import LIST_COMMA, STOP
from dashboard.context import context
from dashboard.page import Card
from dashboard.sight import Sight
from pipelines.core.text import Lang, Text

_USES = "select place_code, hospital_code, link_kind, start_on, end_on, used_on from link_use"
_LINKED = "select place_code, from_on, to_on from link_state where linked = 1"
_WINDOWS = "select min(width) as short, max(width) as long from site_window where name = 'active_days'"
_HOSPITALS = "select hospital_code, max(hospital_name) as name from stg_link group by hospital_code"
STATES = ("short", "long", "idle")  # from the best to the worst
MOST_CLINICS = 40  # rows of clinics a matrix shows; more are grouped by the level above
TONE = {"short": "good", "long": "watch", "idle": "bad"}
CELL_TONE = TONE | {"short": "1"}  # teal as on the map: green beside red is one colour to some
STATE_WORDS = {
    "short": Text("{short} 天内用过", "used within {short} days"),
    "long": Text("{short}–{long} 天前用过", "used {short} to {long} days ago"),
    "idle": Text("闲置", "idle"),
}
_NEVER = Text("从未使用", "never used")
_CLINIC, _HOSPITAL, _KIND = Text("基层机构", "Clinic"), Text("上级医院", "Hospital"), Text("协作类型", "Kind of link")
_SINCE, _LAST, _IDLE = Text("协作开始", "Linked since"), Text("最近使用", "Last used"), Text("闲置天数", "Days idle")
_GROUPED = Text("{n} 家：{parts}", "{n}: {parts}")
_STATES = {"short": Text("活跃 {n}", "{n} active"), "long": Text("较少用 {n}", "{n} seldom"), "idle": Text("闲置 {n}", "{n} idle")}
_ALL = Text("合计（家）", "Clinics together")
EMPTY_LINKS = Text(
    "所选地区在该日没有有效的协作关系。需要“医院与基层机构协作”名册。", "No link is in force here on that day. It needs the register of links to hospitals.",
)
_NO_IDLE = Text("没有闲置的协作：有效的协作在 {long} 天内都用过。", "No link lies idle: every one in force was used within {long} days.")
_MOST_IDLE = Text("{n} 对医院与机构有协作，{idle} 对闲置", "Linked pairs of hospital and clinic: {n}, idle: {idle}")
_MOST_AT = Text("，最多的是{name}（{most} 对）", ", most at {name} ({most})")
_LIE_IDLE = Text("有效的 {of} 项协作中 {n} 项闲置", "Idle: {n} of {of} links in force")
_NEVER_USED = Text("，其中 {never} 项从未使用", ", {never} of them never used")
_MATRIX_NOTE = Text(
    "活跃＝{short} 天内用过，闲置＝{long} 天内没有用过，较少用＝最近一次在其间；空白为没有协作；一家机构与一家医院有几种协作时取最近用过的一种；颜色：{colours}",
    "active: used within {short} days, idle: not within {long}, seldom: last used between the two; blank: not linked; of several kinds of "
    "link between a clinic and a hospital the one used last counts; colour: {colours}",
)
_SHADES = Text("{long} 天内用过的占比，颜色越突出占比越高", "share used within {long} days, the stronger the colour the higher")
_LIGHTS = Text("青绿活跃、黄较少用、红闲置", "teal active, amber seldom, red idle")
_IDLE_NOTE = Text(
    "一行是一家机构与一家医院的一种协作；协作种类与用途对应（远程心电只看心电申请，帮扶看任何申请或下沉）",
    "one row is a link of a kind; a link is used by what it is for (one of tracings by tracings, one of support by any request or visit)",
)


def windows(sight: Sight) -> tuple[int, int]:
    """Return the days within which a used link is active, the short and the long window of the site."""
    row = sight.edition.rows(_WINDOWS).iloc[0]
    return int(row["short"]), int(row["long"])


def hospital_names(sight: Sight) -> Mapping[str, str]:
    """Return the name of every hospital of the register; its code where no name is given."""
    rows = sight.edition.rows(_HOSPITALS)
    return {str(r.hospital_code): str(r.hospital_code if pd.isna(r.name) else r.name) for r in rows.itertuples(index=False, name="Row")}


def links_on(sight: Sight) -> pd.DataFrame:
    """Return the links of open clinics of the region in force on the day of the sight, a row a link.

    Columns: place_code, hospital_code, link_kind, start_on, last_on (missing: never used), idle_days (missing likewise), state (STATES).
    """
    return sight.edition.keep(("links on", sight.viewer.areas, sight.state.region, sight.state.period), lambda: _links_on(sight))


def _links_on(sight: Sight) -> pd.DataFrame:
    within = Within(sight)
    day, (short, long) = within.day, windows(sight)
    linked = sight.edition.rows(_LINKED)
    standing = linked.loc[(linked["from_on"] <= day) & (linked["to_on"] > day), "place_code"]
    uses = sight.edition.rows(_USES)
    mine = uses[
        uses["place_code"].isin(within.places()) & uses["place_code"].isin(standing)
        & (uses["start_on"] <= day) & (uses["end_on"].isna() | (uses["end_on"] >= day))
    ]
    mine = mine.assign(used_on=mine["used_on"].where(mine["used_on"] <= day))
    keys = ["place_code", "hospital_code", "link_kind", "start_on"]
    found = mine.groupby(keys, as_index=False).agg(last_on=("used_on", "max"))
    idle = (day - found["last_on"]).dt.days
    state = pd.Series("idle", index=found.index, dtype=object).mask(idle < long, "long").mask(idle < short, "short")
    return found.assign(idle_days=idle, state=state)


def pairs(links: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of clinic and hospital among `links`, each in the state of the link used last, with the kinds of link in `kinds`."""
    ranked = links.assign(rank=links["state"].map(STATES.index)).sort_values(["rank", "link_kind"])
    kinds = ranked.groupby(["place_code", "hospital_code"])["link_kind"].agg(lambda codes: tuple(dict.fromkeys(codes)))
    best = ranked.drop_duplicates(["place_code", "hospital_code"]).set_index(["place_code", "hospital_code"])
    return best.assign(kinds=kinds).reset_index()[["place_code", "hospital_code", "state", "last_on", "kinds"]]


def matrix(sight: Sight, card: Card) -> Chart:
    """Return hospitals across and clinics down (grouped by the level below the region where they are many), the state of each pair in words."""
    within, made_for, lang = Within(sight), context(sight, card), sight.lang
    links = links_on(sight)
    if not len(links):
        return listing(card, (), (), made_for, EMPTY_LINKS.of(lang))
    found, names = pairs(links), hospital_names(sight)
    short, long = windows(sight)
    hospitals = sorted(str(code) for code in found["hospital_code"].unique())  # by code, as the rows: who helps a county stands by it
    level = "" if found["place_code"].nunique() <= MOST_CLINICS else sight.edition.site.region_levels[-1]
    colours = (_SHADES if level else _LIGHTS).format(long=long)
    title = words.COLUMN["region_name"] if level else _CLINIC
    heads = [ColumnHead("place", title.of(lang)), *(ColumnHead(f"h{i}", names.get(code, code)) for i, code in enumerate(hospitals))]
    if level:
        rows = _grouped(within, found, hospitals, level)
    else:
        home = within.home(sight.edition.site.region_levels[-1])
        ordered = sorted(found.groupby("place_code"), key=lambda pair: (home.get(str(pair[0]), ""), str(pair[0])))
        rows = [
            [TableCell(clinic_name(within, str(place), home)), *(_pair_cell(within, group, code, short, long) for code in hospitals)]
            for place, group in ordered
        ]
    note = _MATRIX_NOTE.format(short=short, long=long, colours=colours).of(lang)
    made = listing(card, heads, rows, made_for, "", within.day.date().isoformat())
    return noted(replace(made, finding=_most_idle(found, names, lang)), note)


def _most_idle(found: pd.DataFrame, names: Mapping[str, str], lang: Lang) -> str:
    """Say how many pairs lie idle, and at which hospital most of them do, where that is one."""
    idle_at = found.loc[found["state"] == "idle", "hospital_code"].value_counts()
    said = _MOST_IDLE.of(lang).format(n=whole(len(found)), idle=whole(idle_at.sum()))
    first = idle_at[idle_at == idle_at.max()]
    if len(first) == 1:
        said += _MOST_AT.of(lang).format(name=names.get(first.index[0], first.index[0]), most=whole(first.iloc[0]))
    return said + STOP.of(lang).strip()


def clinic_name(within: Within, clinic: str, home: Mapping[str, str]) -> str:
    """Return a clinic's name behind that of its place, where the region holds more than that: names of clinics repeat."""
    around = home.get(clinic, "")
    name = within.name(clinic)
    return f"{within.name(around)} · {name}" if around and around != within.sight.state.region else name


def _pair_cell(within: Within, group: pd.DataFrame, hospital: str, short: int, long: int) -> TableCell:
    mine = group[group["hospital_code"] == hospital]
    if not len(mine):
        return TableCell("")
    row, lang = mine.iloc[0], within.sight.lang
    state = STATE_WORDS[row["state"]].format(short=short, long=long).of(lang)
    if row["state"] == "idle" and pd.isna(row["last_on"]):
        state = _NEVER.of(lang)
    kinds = Text("、", ", ").of(lang).join(within.word("link_kind", kind) for kind in row["kinds"])
    text = f"{kinds}：{state}" if lang == "zh" else f"{kinds}: {state}"
    return TableCell(text, tone=CELL_TONE[row["state"]])


def _grouped(within: Within, found: pd.DataFrame, hospitals: list[str], level: str) -> list[list[TableCell]]:
    home = within.home(level)
    grouped = found.assign(region=found["place_code"].map(home))
    rows = [
        [TableCell(within.name(str(region))), *(_group_cell(part[part["hospital_code"] == code], within) for code in hospitals)]
        for region, part in grouped.groupby("region")
    ]
    total = [_group_cell(found[found["hospital_code"] == code], within) for code in hospitals]
    return [[TableCell(_ALL.of(within.sight.lang)), *total], *rows]


def _group_cell(part: pd.DataFrame, within: Within) -> TableCell:
    """A cell in words; its tone is the share of clinics that used their link within the long window, in five classes."""
    if not len(part):
        return TableCell("")
    count = {state: int((part["state"] == state).sum()) for state in STATES}
    used = 1 - count["idle"] / len(part)
    lang = within.sight.lang
    parts = LIST_COMMA.of(lang).join(_STATES[state].of(lang).format(n=whole(number)) for state, number in count.items() if number)
    text = _GROUPED.of(lang).format(n=whole(len(part)), parts=parts)
    return TableCell(text, float(len(part)), tone=str(min(4, int(used * 5))))


def idle(sight: Sight, card: Card) -> Chart:
    """Return the links in force that nobody used within the long window, longest idle first."""
    within, made_for, lang = Within(sight), context(sight, card), sight.lang
    links, names, (_, long) = links_on(sight), hospital_names(sight), windows(sight)
    lying = links[links["state"] == "idle"].sort_values(["idle_days", "start_on"], ascending=[False, True], na_position="first")
    home = within.home(sight.edition.site.region_levels[-1])
    heads = [
        ColumnHead("region", words.COLUMN["region_name"].of(lang)), ColumnHead("clinic", _CLINIC.of(lang)),
        ColumnHead("hospital", _HOSPITAL.of(lang)),
        ColumnHead("kind", _KIND.of(lang)), ColumnHead("since", _SINCE.of(lang)), ColumnHead("last", _LAST.of(lang)),
        ColumnHead("idle", _IDLE.of(lang), True),
    ]
    rows = [
        [
            TableCell(within.name(home.get(row["place_code"], ""))), TableCell(within.name(row["place_code"])),
            TableCell(names.get(row["hospital_code"], row["hospital_code"])), TableCell(within.word("link_kind", row["link_kind"])),
            TableCell(row["start_on"].date().isoformat()),
            TableCell(_NEVER.of(lang) if pd.isna(row["last_on"]) else row["last_on"].date().isoformat()),
            TableCell(_NEVER.of(lang)) if pd.isna(row["idle_days"]) else TableCell(whole(row["idle_days"]), float(row["idle_days"])),
        ]
        for row in lying.to_dict("records")
    ]
    empty = _NO_IDLE.format(long=long) if len(links) else EMPTY_LINKS
    made = listing(card, heads, rows, made_for, empty.of(lang), within.day.date().isoformat())
    made = made.as_none() if len(links) else made
    never = int(lying["idle_days"].isna().sum())
    said = _LIE_IDLE.of(lang).format(n=whole(len(lying)), of=whole(len(links)))
    said += _NEVER_USED.of(lang).format(never=whole(never)) if never else ""
    made = replace(made, finding=said + STOP.of(lang).strip()) if rows else made
    return noted(made, _IDLE_NOTE.of(lang), f"{whole(len(lying))} / {whole(len(links))}")
