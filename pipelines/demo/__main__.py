"""`python -m pipelines.demo FOLDER [SEED]`: write the demo's workbooks and truth.json."""

from __future__ import annotations

import sys
from pathlib import Path

from pipelines.demo import SEED, generate


def main(arguments: list[str]) -> int:
    """Write the demo into the folder named; return the exit code."""
    if not 1 <= len(arguments) <= 2 or (len(arguments) == 2 and not arguments[1].isdigit()):
        print("usage: python -m pipelines.demo FOLDER [SEED]", file=sys.stderr)
        return 2
    truth = generate(Path(arguments[0]), int(arguments[1]) if len(arguments) == 2 else SEED)
    print(f"{len(truth.files)} files, {sum(f.rows for f in truth.files)} rows, truth.json -> {arguments[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
