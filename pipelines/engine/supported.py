"""Which indicators some datasets can answer, read off the declarations."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pipelines.engine.observe import all_indicators


def supported_by(datasets: Collection[str]) -> tuple[str, ...]:
    """Return the names of the indicators that a site with only these datasets can be given, in the order declared.

    An indicator is supported when one of the datasets it needs is there; all others are answered `not_collected`.
    """
    return tuple(name for name, i in all_indicators().items() if not set(i.needs).isdisjoint(datasets))


def beyond(dataset: str) -> Mapping[str, tuple[str, ...]]:
    """Return, for each indicator that `dataset` alone cannot answer, the datasets of which one would."""
    return {name: i.needs for name, i in all_indicators().items() if dataset not in i.needs}
