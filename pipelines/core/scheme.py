"""Rules of a type of subsidy: which rate applies to whom, what makes somebody eligible, which documents are asked for.

Amounts and years are no part of the rules: they come from the rates and schemes that a bureau has loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipelines.core.text import Text

Dimension = Literal["education", "facility_level", "remoteness"]
DIMENSIONS: tuple[Dimension, ...] = ("education", "facility_level", "remoteness")
Interval = Literal["once", "day", "month", "quarter", "year"]
_MONTHS: dict[Interval, int] = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A row of a scheme's table: yuan per interval for an education, a level of facility and a class of place.

    None is a column that makes no difference. `valid_from` and `valid_to` are the first and the last day in force.
    """

    yuan: float
    per: Interval
    education: str | None = None
    facility_level: str | None = None
    remoteness: str | None = None
    valid_from: date = date.min
    valid_to: date = date.max

    @property
    def says(self) -> int:
        """How many of the three columns the row names."""
        return sum(getattr(self, name) is not None for name in DIMENSIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Who, where and when, as far as rates ask; None is not known, which fits only rows that do not ask."""

    on: date
    education: str | None = None
    facility_level: str | None = None
    remoteness: str | None = None


@dataclass(frozen=True, slots=True)
class RateFound:
    """What a table says of a situation: a rate, nothing, or rows that contradict each other."""

    status: Literal["found", "none", "ambiguous"]
    rate: Rate | None = None


def find_rate(rates: Sequence[Rate], situation: Situation) -> RateFound:
    """Return the rate in force that fits and names most; several that name as much and differ are ambiguous, never chosen from.

    >>> find_rate([Rate(yuan=400, per="month"), Rate(yuan=500, per="month", remoteness="class_2")],
    ...           Situation(on=date(2024, 1, 1), remoteness="class_2")).rate.yuan
    500
    """
    fitting = [
        r for r in rates
        if r.valid_from <= situation.on <= r.valid_to and all(getattr(r, n) in (None, getattr(situation, n)) for n in DIMENSIONS)
    ]  # fmt: skip
    most = [r for r in fitting if r.says == max(f.says for f in fitting)]
    if not most:
        return RateFound("none")
    if len({(r.yuan, r.per) for r in most}) > 1:
        return RateFound("ambiguous")
    return RateFound("found", most[0])


def due_of(rate: Rate, covers: tuple[date, date] | None = None, days: float | None = None) -> float | None:
    """Return the yuan a rate gives for a span (its calendar months, in intervals of the rate) or for days of a task.

    One interval where no span is given; None for a daily rate without days.

    >>> due_of(Rate(yuan=600, per="quarter"), (date(2024, 1, 1), date(2024, 2, 29)))
    400.0
    """
    if rate.per == "once":
        return rate.yuan
    if rate.per == "day":
        return None if days is None else rate.yuan * days
    if covers is None:
        return rate.yuan
    first, last = covers
    return rate.yuan * (12 * (last.year - first.year) + last.month - first.month + 1) / _MONTHS[rate.per]


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a scheme asks for beyond its type's conditions, as loaded: years of agreement and of service, full time."""

    agreement_years: float | None = None
    service_years: float | None = None
    is_full_time: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of an applicant; None is not known."""

    is_in_post: bool | None = None
    is_place_covered: bool | None = None
    is_full_time: bool | None = None
    agreed_years: float | None = None
    service_years: float | None = None
    has_valid_licence: bool | None = None
    are_documents_valid: bool | None = None
    is_relevant: bool | None = None
    has_employer_consent: bool | None = None
    has_certificate: bool | None = None
    is_recognised: bool | None = None
    task_days: float | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing an applicant has to meet; `reason` is the code under which a refusal for it is recorded."""

    title: Text
    reason: str
    is_met: Callable[[Facts, Needs], bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RateExample:
    """A worked example: a table, a situation, and the yuan it gives; None where the table decides nothing."""

    title: Text
    rates: tuple[Rate, ...]
    situation: Situation
    yuan: float | None
    covers: tuple[date, date] | None = None
    days: float | None = None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The conditions that are not met, and those that cannot be told from what is known."""

    unmet: tuple[Condition, ...]
    unknown: tuple[Condition, ...]

    @property
    def is_eligible(self) -> bool | None:
        """Whether every condition is met; None while none is unmet and some cannot be told."""
        return False if self.unmet else None if self.unknown else True


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsidyRules:
    """A type of subsidy. `name` is its code in the list `subsidy_type`; `documents` are codes of `document_kind`."""

    name: str
    note: Text
    differs_by: tuple[Dimension, ...]
    paid_per: tuple[Interval, ...]
    conditions: tuple[Condition, ...]
    documents: tuple[str, ...]
    examples: tuple[RateExample, ...]

    def check(self, facts: Facts, needs: Needs) -> Eligibility:
        """Return which conditions an applicant does not meet, and which cannot be told."""
        answers = [(c, c.is_met(facts, needs)) for c in self.conditions]
        return Eligibility(tuple(c for c, a in answers if a is False), tuple(c for c, a in answers if a is None))
