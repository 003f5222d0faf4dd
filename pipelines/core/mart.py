"""A mart that counts and ratios are summed from: what its rows say, of when, and what they can be broken down by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MartTime = Literal["state", "event", "stock", "flow", "spell"]
PLACE_TRAITS: tuple[str, ...] = ("rurality", "remoteness", "facility_type")  # known of every place, so of every mart


@dataclass(frozen=True, slots=True, kw_only=True)
class Mart:
    """An additive table of a build with the grain place (`place_code`) × time × categories.

    state: rows in force from `from_on` until `to_on` (not counted in), summed over those in force on the last day of a
    period; a row whose `period` is written answers for that period only. event: rows dated `on_date`, summed over a period.
    stock and flow: rows of the period they name; for a year to date the stock of its last month, the flow of all its months.
    spell: rows from `from_on` to `to_on` (a day, null while it goes on) that touch a period, for statistics of rows; never summed.
    `columns` can be summed, `categories` broken down by and kept to, `filters` kept to only, `details`
    read row by row for a statistic; `traits` of the place, as
    far as its rows stand for places that have them, come from the place.
    A mart that is `zero_filled` counted none where a place reported and has no row. `views` are (category or filter,
    view): a row may count in one view only (columns counts_total, counts_<view>), for the column `viewed`. `persons`: rows carry person_key.
    `recast` are the datasets whose rows name a whole place: after a change of boundaries they are brought onto today's places by the
    crosswalk (mart crosswalk_share), and what is summed of them there may be an approximation.
    """

    name: str
    time: MartTime
    columns: tuple[str, ...]
    categories: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    traits: tuple[str, ...] = PLACE_TRAITS
    zero_filled: bool = True
    views: tuple[tuple[str, str], ...] = ()
    viewed: str = ""
    persons: bool = False
    recast: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError(f"mart {self.name}: a mart has columns that can be summed")
        if bool(self.views) != (self.viewed in self.columns):
            raise ValueError(f"mart {self.name}: views need the column they are of, which is one of {list(self.columns)}")
        twice = set(self.categories) & {*self.filters, *PLACE_TRAITS}
        if twice or {name for name, _ in self.views} - {*self.categories, *self.filters}:
            raise ValueError(f"mart {self.name}: {sorted(twice) or self.views} are categories once, and nothing else")

    def view(self, category: str) -> str | None:
        """Return the view a category or filter is told in, None where every row tells it."""
        return dict(self.views).get(category)

    @property
    def breakdowns(self) -> tuple[str, ...]:
        """Every category its rows can be broken down by."""
        return (*self.categories, *self.traits)
