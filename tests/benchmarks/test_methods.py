"""How much the chosen way gains over the plain one. Both give the same answer, which is asserted; ratios are printed."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd

from pipelines.analysis.survival import from_counts, kaplan_meier
from pipelines.extract.clean import Cleaned
from pipelines.extract.unpivot import Wide, unpivot
from tests.benchmarks.measure import best_seconds, say

ROWS = 400_000
COUNTS = """
with steps as (select t, sum(event) as d, count(*) as x from spell group by t)
select t, d, sum(x) over (order by t rows between current row and unbounded following) as n from steps order by t
"""


def naive_survival(time: list[int], event: list[int]) -> dict[int, float]:
    """Kaplan-Meier by the textbook: a pass over everybody at every event time."""
    survival, found = 1.0, {}
    for t in sorted({t for t, e in zip(time, event, strict=True) if e}):
        at_risk = sum(1 for other in time if other >= t)
        events = sum(e for other, e in zip(time, event, strict=True) if other == t)
        survival *= 1 - events / at_risk
        found[t] = survival
    return found


def test_survival_counted_in_sql_against_a_loop_over_people() -> None:
    rng = np.random.default_rng(1)
    spell = pd.DataFrame({"t": rng.integers(1, 400, ROWS), "event": rng.integers(0, 2, ROWS)})
    connection = duckdb.connect()
    connection.register("spell", spell)

    def in_sql() -> pd.DataFrame:
        counts = connection.execute(COUNTS).df()
        return from_counts(counts["t"].to_numpy(float), counts["n"].to_numpy(float), counts["d"].to_numpy(float)).tidy()

    few = spell.head(ROWS // 100)
    curve = kaplan_meier(np.zeros(len(few)), few["t"].to_numpy(float), few["event"].to_numpy(bool))
    naive = naive_survival(few["t"].tolist(), few["event"].tolist())
    assert max(abs(curve.at(t)[0] - s) for t, s in naive.items()) < 1e-12
    sql_seconds = best_seconds(in_sql)
    loop_seconds = best_seconds(lambda: naive_survival(few["t"].tolist(), few["event"].tolist()), 2) * 100
    say(f"Kaplan-Meier of {ROWS:,}", sql_seconds=sql_seconds, loop_seconds=loop_seconds, ratio=loop_seconds / sql_seconds)
    assert loop_seconds > 10 * sql_seconds


def test_wide_to_long_by_columns_against_a_loop_over_cells() -> None:
    rng = np.random.default_rng(2)
    wide = pd.DataFrame(rng.random((5_000, 60)), columns=[f"c{i}" for i in range(60)]).mask(rng.random((5_000, 60)) < 0.3)

    no_fault = np.full(len(wide), -1)
    columns_of = [Wide(c, "amount", Cleaned(wide[c].to_numpy(), no_fault, ())) for c in wide]

    def by_columns() -> pd.DataFrame:
        long = unpivot(pd.DataFrame({"row": np.arange(len(wide))}), "stream", columns_of)
        return long.frame[~long.blank]

    def by_cells() -> list[tuple[int, str, float]]:
        return [(i, c, v) for i, row in wide.iterrows() for c, v in row.items() if v == v]

    assert len(by_columns()) == len(by_cells())
    columns, cells = best_seconds(by_columns), best_seconds(by_cells, 2)
    say("unpivot 5,000 x 60", columns_seconds=columns, cells_seconds=cells, ratio=cells / columns)
    assert cells > 3 * columns
