"""What a workspace holds and how good it is: builds, batches, datasets, rows kept out, places without a match."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from dashboard.data import Edition, Viewer
from pipelines.engine import quality as quality_engine
from pipelines.intake.followup import follow_up
from pipelines.intake.moment import local_time
from pipelines.intake.reconcile import Case, Reconciliation, reconcile
from pipelines.warehouse.schema import all_datasets, build_datasets, quoted

KEPT_OUT = ("file", "source_sheet", "source_row", "dataset", "reason_zh", "reason_en")
DATASETS = ("dataset", "topic", "rows", "first", "last", "made_at")
_LATEST = (
    "select q.dataset, sum(q.loaded) as loaded, max(b.made_at) as made_at from quality q join batch_info b using (batch)"
    " where b.state = 'published' group by 1"
)

_DUE = (
    "select distinct d.due_state as state from quality_due as d left join period as w on w.label = $period"
    " where $period = 'all' or (w.start_on <= d.start_on and w.end_on >= d.end_on)"
)


def builds(edition: Edition) -> pd.DataFrame:
    """Return the builds kept on disk, newest first: build, is_served, made_at (time of the site), megabytes."""
    workspace, zone = edition.workspace, edition.site.time_zone
    rows = [
        {"build": b, "is_served": b == edition.build, **_file(workspace.build_path(b), zone)} for b in reversed(workspace.kept_builds())
    ]
    return pd.DataFrame(rows, columns=["build", "is_served", "made_at", "megabytes"])


def batches(edition: Edition) -> pd.DataFrame:
    """Return the batches this build was made from, newest first; `made_at` is the time of the site, as everywhere."""
    found = edition.rows("select * from batch_info order by batch desc")
    return found.assign(made_at=[local_time(moment, edition.site.time_zone) for moment in found["made_at"]])


def quality(edition: Edition) -> pd.DataFrame:
    """Return, per file and dataset, the rows that came in and what became of them."""
    return edition.rows("select * from quality order by quarantined desc, duplicate desc, dataset, file, source_sheet")


def kept_out(edition: Edition, viewer: Viewer) -> pd.DataFrame:
    """Return where the rows stand that batches in force left out, and why: KEPT_OUT; nothing to a viewer without areas."""
    known = batches(edition) if viewer.areas else batches(edition).iloc[:0]
    named = sorted(known.loc[known["state"] == "published", "batch"].astype(str))
    frames = [f for f in (_pointers(edition.workspace.quarantine / f"{b}.parquet") for b in named) if len(f)]
    if not frames:
        return pd.DataFrame(columns=list(KEPT_OUT))
    return pd.concat(frames, ignore_index=True).sort_values(["file", "source_sheet", "source_row"], kind="stable", ignore_index=True)


def unmatched(edition: Edition, viewer: Viewer) -> pd.DataFrame:
    """Return the places that have no outline on the map, or that no file puts under a parent."""
    outlined = {code for pack in edition.packs for code in pack.quality}
    rows = [
        {"region_code": p.code, "region_name": p.name.zh, "region_name_en": p.name.en, "level": p.level}
        for p in edition.places(viewer.inside) if outlined and p.parent and p.code not in outlined
    ]
    return pd.DataFrame(rows, columns=["region_code", "region_name", "region_name_en", "level"])


def datasets(edition: Edition) -> pd.DataFrame:
    """Return every kind of record there is a declaration of, loaded or not: DATASETS; `first` and `last` are periods, `made_at` a day.

    Rows of the private store are counted when they are loaded and are not in the build.
    """
    return edition.keep("datasets", lambda: _datasets(edition))


def _datasets(edition: Edition) -> pd.DataFrame:
    loaded = edition.rows(_LATEST).set_index("dataset")
    held = edition.rows("select table_name, rows from built where table_name like 'raw%'").set_index("table_name")["rows"]
    in_build = build_datasets()
    rows = []
    for name, dataset in all_datasets().items():
        count = int(held.get(f"raw_{name}", 0)) if name in in_build else int(loaded["loaded"].get(name, 0))
        first, last = _span(edition, name) if name in in_build and count else ("", "")
        moment = loaded["made_at"].get(name)
        rows.append((name, dataset.topic, count, first, last, local_time(moment, edition.site.time_zone)[:10] if moment else None))
    return pd.DataFrame(rows, columns=list(DATASETS))


def _span(edition: Edition, dataset: str) -> tuple[str, str]:
    found = edition.rows(f"select min(period) as a, max(period) as b from {quoted('raw_' + dataset)} where period <> ''")
    first, last = found.iloc[0]
    return ("", "") if pd.isna(first) else (str(first), str(last))


def scores(edition: Edition, viewer: Viewer, parent: str, period: str) -> pd.DataFrame:
    """Return the quality scores of a place and of those right below it in a period, a row for each place and dimension."""
    seen = {p.code for p in edition.places(viewer.inside)}
    wanted = {parent, *(p.code for p in edition.places(viewer.inside).children(parent))} & seen
    frame = edition.ask(lambda con: quality_engine.scores(con, parent, period))
    return frame[frame["place_code"].isin(wanted)].reset_index(drop=True)


def due(edition: Edition, period: str) -> frozenset[str]:
    """Return when the reports of a period and of all periods in it were due: "before" the first load, "not_yet" at the last, else "judged"."""
    found = edition.ask(lambda con: con.execute(_DUE, {"period": period}).df())
    return frozenset(found["state"])


def findings(edition: Edition, viewer: Viewer, region: str, period: str) -> pd.DataFrame:
    """Return what data quality found in a place and a period, with what people said of it, what is open first."""
    seen = {p.code for p in edition.places(viewer.inside)}
    frame = edition.ask(lambda con: quality_engine.findings(con, region if region in seen else "", period))
    told = follow_up(edition.workspace, frame)
    return told.sort_values("state", key=lambda s: s == "explained", kind="stable").reset_index(drop=True)


def finding(edition: Edition, viewer: Viewer, finding_id: str) -> Mapping[str, object] | None:
    """Return one finding of the build by its id, with its state; None where there is none, or it is not the viewer's to see."""
    seen = {p.code for p in edition.places(viewer.inside)}
    frame = edition.ask(lambda con: quality_engine.findings(con))
    places = edition.rows("select distinct place_code, region_code from place_span")
    within = set(places.loc[places["region_code"].isin(seen), "place_code"]) | seen
    mine = frame[(frame["finding_id"] == finding_id) & frame["place_code"].isin(within)]
    rows = follow_up(edition.workspace, mine).to_dict("records")
    return {str(k): v for k, v in rows[0].items()} if rows else None


def cases(edition: Edition, viewer: Viewer, region: str, period: str) -> pd.DataFrame:
    """Return what does not add up in a place and a year, by kind: kind, cases, persons, at_stake_yuan; `all` counts each once."""
    frame = edition.rows("select region_code, kind, period, cases, persons, at_stake_yuan from reconciliation_place")
    seen = {p.code for p in edition.places(viewer.inside)}
    mine = (frame["region_code"] == region) & (frame["period"] == period) & frame["region_code"].isin(seen)
    return frame[mine].sort_values("at_stake_yuan", ascending=False, kind="stable").reset_index(drop=True)


def cases_ever(edition: Edition, viewer: Viewer, region: str) -> tuple[int, float]:
    """Return how many cases a place has in all years together, and the yuan at stake in them, each amount once."""
    if region not in edition.places(viewer.inside):
        return 0, 0.0
    found = _reconciled(edition, region)
    return len(found.cases), found.at_stake_yuan


def _reconciled(edition: Edition, region: str) -> Reconciliation:
    """The cases of a region of all years, as the command `reconcile` lists them."""
    return edition.keep(("reconciliation", region), lambda: edition.ask(lambda con: reconcile(con, region)))


@dataclass(frozen=True, slots=True)
class YearCase:
    """A case with the yuan of a year at stake in it; `is_of_year`: its days touch the year, else only its money is of it.

    `is_shared`: money of the year behind it stands at another case of its kind, where it counts.
    """

    case: Case
    yuan: float
    is_of_year: bool
    is_shared: bool


def cases_of_year(edition: Edition, viewer: Viewer, region: str, year: str) -> tuple[YearCase, ...]:
    """Return the cases that touch a year or have money of it at stake, most money first; by kind they add up to `cases`."""
    days = edition.periods().loc[lambda known: (known["label"] == year) & known["kind"].isin(("year", "fiscal_year"))]
    if region not in edition.places(viewer.inside) or not len(days):
        return ()
    first, last = pd.Timestamp(days["start_on"].iloc[0]).date(), pd.Timestamp(days["end_on"].iloc[0]).date()
    known = _reconciled(edition, region).cases
    order = {case.case_id: at for at, case in enumerate(known)}
    money = edition.rows("select case_id, kind, money_id, period, paid_yuan from reconciliation_money")
    money = money[(money["period"] == year) & money["case_id"].isin(order)]
    money = money.assign(place=money["case_id"].map(order)).sort_values(["place", "money_id"])
    again = money.duplicated(["kind", "money_id", "paid_yuan"])
    yuan, shared = money[~again].groupby("case_id")["paid_yuan"].sum().to_dict(), set(money.loc[again, "case_id"])
    rows = (YearCase(c, float(yuan.get(c.case_id, 0.0)), c.first_on <= last and c.last_on >= first, c.case_id in shared) for c in known)
    kept = [row for row in rows if row.is_of_year or row.yuan > 0]
    return tuple(sorted(kept, key=lambda row: -row.yuan))


def _pointers(path: Path) -> pd.DataFrame:
    """The rows a batch left out; none where it left out none, or its file cannot be read."""
    try:
        return pd.read_parquet(path, columns=list(KEPT_OUT))
    except (OSError, ValueError):
        return pd.DataFrame(columns=list(KEPT_OUT))


def _file(path: Path, zone: str) -> dict[str, object]:
    """When a build was written and how large it is; nothing when it is being removed at this moment."""
    try:
        about = path.stat()
    except OSError:
        return {}
    made = datetime.fromtimestamp(about.st_mtime, UTC).isoformat()
    return {"made_at": local_time(made, zone), "megabytes": round(about.st_size / 1e6, 1)}
