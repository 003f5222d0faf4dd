"""What was planted: parameters, where they hold, and the checks an estimate must pass; written to truth.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.demo.careers import World
from pipelines.demo.design import AREAS
from pipelines.demo.files import Written
from pipelines.demo.pay import Ledger, growth_2024
from pipelines.demo.places import Place


@dataclass(frozen=True)
class Truth:
    """Everything planted in the demo; `document` is the content of truth.json."""

    seed: int
    files: tuple[Written, ...]
    document: Mapping[str, Any]

    def save(self, path: Path) -> None:
        """Write truth.json."""
        path.write_text(json.dumps(self.document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def tell_truth(seed: int, places: tuple[Place, ...], world: World, ledger: Ledger, files: tuple[Written, ...]) -> Truth:
    """Gather what was planted."""
    document: dict[str, Any] = {
        "seed": seed,
        "files": [{"name": f.name, "dataset": f.dataset, "rows": f.rows} for f in files],
        "mistakes": [p.as_json() for f in files for p in f.planted],
        "pay_growth_2024": {a: growth_2024(world, ledger, a) for a in AREAS},
    }
    return Truth(seed, files, document)
