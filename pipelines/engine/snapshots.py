"""Yearly rosters: is a site's knowledge of who stayed a photograph a year, and do its identifiers follow people from one to the next?"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipelines.analysis.identifiers import IdentifierCheck, check_from_counts
from pipelines.core.text import Text
from pipelines.warehouse.connect import Connection

PERSONS = ("flow", "survival")  # kinds of indicators that need to know a person again
_NAMED = Text("{first} 年与 {second} 年花名册：{why}", "Rosters of {first} and {second}: {why}")
_COUNTS = """
select first_year, second_year, first_count, second_count, repeated, kept, same, same_place, same_role, coalesce(by_chance, 'NaN'::double)
from roster_identity order by first_year"""


def is_yearly_rosters(con: Connection) -> bool:
    """Say whether rosters a year apart are all there is: then an exit fell between two of them, on what day nobody knows."""
    return con.execute("select 1 from roster_year limit 1").fetchone() is not None


def identifier_checks(con: Connection) -> Mapping[tuple[int, int], IdentifierCheck]:
    """Return the test of every two yearly rosters in a row, by their years: its figures, and whether identifiers follow people.

    Over all places of the build together: a township has too few people to tell. Empty where rosters are not all there is.
    """
    checks = {}
    for a, b, first, second, repeated, kept, same, same_place, same_role, chance in con.execute(_COUNTS).fetchall():
        counts = (int(first), int(second), int(repeated), int(kept), int(same), int(same_place), int(same_role))
        checks[int(a), int(b)] = check_from_counts(*counts, by_chance=float(chance))
    return checks


def figures(con: Connection) -> pd.DataFrame:
    """Return one row for each two rosters in a row: first_year, second_year, every figure of the test, the verdict."""
    rows = [check.tidy().assign(first_year=a, second_year=b) for (a, b), check in identifier_checks(con).items()]
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()


def refusal(con: Connection) -> Text | None:
    """Return why nothing can be said about who stayed, with the figures of the test; None where nothing is against it.

    Refused when between two rosters in a row identifiers do not follow people. Where that cannot be told (few people, or one place) the
    answer stands, and `figures` say so: an ID number is a person's own.
    """
    for (a, b), check in identifier_checks(con).items():
        if check.verdict == "does_not_follow" and check.refusal is not None:
            return Text(
                _NAMED.zh.format(first=a, second=b, why=check.refusal.zh), _NAMED.en.format(first=a, second=b, why=check.refusal.en)
            )
    return None
