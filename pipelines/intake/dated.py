"""The period by which rows replace one another."""

from __future__ import annotations

from pipelines.core.dataset import Dataset
from pipelines.site import Site
from pipelines.warehouse.schema import dated_by, quoted, split_by


def load_period(dataset: Dataset, site: Site) -> str:
    """Return the SQL of a row's period as far as replacing goes: its label, the year it came into force, or "".

    A dataset that is split by a code has the code after the label: 2022/resident.
    """
    day, code = dated_by(dataset), split_by(dataset)
    if day:
        month = int(site.fiscal_year_start_month)
        year = f"(year({quoted(day)}) - case when month({quoted(day)}) < {month} then 1 else 0 end)"
        label = f"{year}::VARCHAR" if month == 1 else f"{year}::VARCHAR || '-' || lpad((({year} + 1) % 100)::VARCHAR, 2, '0')"
    else:
        label = "cast(period as VARCHAR)"
    return f"coalesce({label}, '')" + (f" || '/' || coalesce({quoted(code)}, '')" if code else "")
