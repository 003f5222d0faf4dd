"""What counted at each build: a build's contents, now and at any time before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.warehouse.ledger import Ledger
from pipelines.warehouse.loads import Live, LoadKey, Step, now
from pipelines.warehouse.released import Withheld

Record = dict[str, object]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a build is made of: the loads in force, and the batches and row accounts it tells of (undone ones are listed too).

    `came` says when what each load stands for first came (UTC, ISO), `withheld` which released cells stay hidden.
    """

    build: str
    batch: str
    live: tuple[Live, ...]
    batches: tuple[Record, ...]
    quality: tuple[Record, ...]
    came: Mapping[LoadKey, str] = field(default_factory=dict)
    withheld: tuple[Withheld, ...] = ()


def contents_of(ledger: Ledger, build: str, step: Step) -> Contents:
    """Return the contents of the next build: the present ones with `step` taken."""
    counted, undone = ledger.counted(), _undone(ledger.builds())
    if step.kind == "load":
        counted = counted | {step.batch}
    elif step.kind == "undo":
        counted, undone = counted - {step.batch}, undone | {step.batch: (now(), step.by)}
    return _contents(ledger, build, step.batch, counted, undone)


def contents_at(ledger: Ledger, build: str) -> Contents:
    """Return the contents a published build had; raises NOT_FOUND for a build the ledger does not know as published."""
    steps = steps_until(ledger, build)
    counted = counted_after(steps)
    return replace(_contents(ledger, build, str(steps[-1]["batch"]), counted, _undone(steps)), withheld=ledger.withheld(build))


def steps_until(ledger: Ledger, build: str) -> list[Record]:
    """Return the published builds up to `build`, oldest first; raises NOT_FOUND when it is not among them."""
    builds = ledger.builds()
    if build not in {str(b["build"]) for b in builds}:
        known = f"{builds[0]['build']} … {builds[-1]['build']}" if builds else "–"
        raise XiangyiError(
            Text(f"台账中没有已发布的数据版本 {build}；已有：{known}", f"the ledger knows no published build {build}; there are: {known}"),
            ExitCode.NOT_FOUND,
        )
    return [b for b in builds if str(b["build"]) <= build]


def counted_after(steps: Iterable[Record]) -> set[str]:
    """Return the batches that count once the steps were taken: loaded and not undone since."""
    counted: set[str] = set()
    for step in steps:
        if step["step"] == "load":
            counted.add(str(step["batch"]))
        elif step["step"] == "undo":
            counted.discard(str(step["batch"]))
    return counted


def tables_of(build: Record) -> dict[str, tuple[int, str]]:
    """Return rows and content hash of each table of a build, as the ledger keeps them."""
    return {name: (int(rows), str(digest)) for name, (rows, digest) in json.loads(str(build["tables"])).items()}


def _undone(steps: Iterable[Record]) -> dict[str, tuple[object, object]]:
    """Return when and by whom each batch was undone."""
    return {str(step["batch"]): (step["published_at"], step["made_by"]) for step in steps if step["step"] == "undo"}


def _contents(ledger: Ledger, build: str, batch: str, counted: set[str], undone: dict[str, tuple[object, object]]) -> Contents:
    live = ledger.live_among(counted)
    in_force = ledger.in_force(live)
    batches = []
    for record in ledger.batches():
        name = str(record["batch"])
        if name in undone and name not in counted:
            at, by = undone[name]
            batches.append({**record, "state": "undone", "undone_at": at, "undone_by": by})
        elif name in counted:
            state = "published" if name in in_force else "superseded"
            batches.append({**record, "state": state, "undone_at": None, "undone_by": None})
    return Contents(build, batch, tuple(live), tuple(batches), tuple(ledger.quality(counted)), ledger.first_came(counted))
