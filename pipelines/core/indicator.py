"""An indicator: a numerator and a denominator, a named statistic, or a published figure. Never a division."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pipelines.core.text import Text

IndicatorKind = Literal["count", "ratio", "flow", "statistic", "survival", "survey", "published"]
Meaning = Literal["", "staying", "opinion"]
Interval = Literal[
    "none", "wilson", "byar", "exact_poisson", "order_statistic", "bootstrap", "log_ratio", "greenwood_loglog", "robust", "student",
]
Chance = Literal["", "numerator", "denominator", "both", "untold"]
Polarity = Literal["higher", "lower", "neutral"]
Unit = Literal[
    "person", "fte", "per_1000", "share", "currency", "currency_per_person", "facility", "patient", "fte_per_1000", "year", "month", "day",
    "hour", "credit", "ratio", "index", "per_100", "per_100_years", "count", "point", "village",
    "place", "per_1000_doctors", "per_clinic", "events_per_1000", "per_doctor", "post", "agreement", "application", "membership",
]
BASES: Mapping[str, str] = {"population_place": "population", "income_unit": "reference_income"}  # mart -> the data set it is made of
COUNTED: tuple[Unit, ...] = (  # in which a figure is itself a number of people, places or cases
    "person", "fte", "facility", "patient", "village", "place", "count", "post", "agreement", "application", "membership",
)
Status = Literal[
    "ok", "small_n", "partial", "suppressed", "no_denominator", "not_collected", "not_estimable", "not_reached"
]
RANKED: tuple[Status, ...] = ("ok", "small_n")  # whose places are set against each other
STATUS_TITLES: Mapping[str, Text] = {
    "ok": Text("正常", "reported"),
    "small_n": Text("人数很少", "few people"),
    "partial": Text("部分上报", "partly reported"),
    "suppressed": Text("已隐藏", "suppressed"),
    "no_denominator": Text("无分母", "no denominator"),
    "not_collected": Text("未采集", "not collected"),
    "not_estimable": Text("不可估计", "not estimable"),
    "not_reached": Text("未达到", "not reached"),
}
APPROXIMATE = Text("区划变更，近似值", "approximate: boundaries changed")  # of what crosswalk shares went into, beside the status
UNIT_TITLES: Mapping[Unit, Text] = {
    "person": Text("人", "people"),
    "fte": Text("全时当量", "full-time equivalents"),
    "per_1000": Text("每千人口", "per 1,000 people"),
    "share": Text("占比", "share"),
    "currency": Text("金额", "amount"),
    "currency_per_person": Text("每人金额", "amount per person"),
    "facility": Text("个", "facilities"),
    "patient": Text("人", "people"),
    "fte_per_1000": Text("每千人口全时当量", "full-time equivalents per 1,000 people"),
    "year": Text("年", "years"),
    "month": Text("月", "months"),
    "day": Text("天", "days"),
    "hour": Text("小时", "hours"),
    "credit": Text("学分", "credits"),
    "ratio": Text("比", "ratio"),
    "index": Text("指数", "index"),
    "per_100": Text("每百", "per 100"),
    "per_100_years": Text("每百人年", "per 100 person-years"),
    "count": Text("次", "count"),
    "point": Text("分", "points"),
    "village": Text("个村", "villages"),
    "place": Text("个地区", "places"),
    "per_1000_doctors": Text("每千名医生", "per 1,000 doctors"),
    "per_clinic": Text("每机构", "per clinic"),
    "events_per_1000": Text("每千人口人次", "per 1,000 people"),
    "per_doctor": Text("每名全时当量医生", "per full-time-equivalent doctor"),
    "post": Text("个岗位", "posts"),
    "agreement": Text("份协议", "agreements"),
    "application": Text("份申请", "applications"),
    "membership": Text("人次", "memberships"),
}
BREAKDOWNS: tuple[str, ...] = (
    "staff_group", "sex", "age_band", "licence", "education", "title", "contract", "subsidised", "facility_type", "rurality",
    "remoteness", "payment_stream", "entry_cohort",
    "subsidy_type", "application_step", "audit_point", "budget_use", "source_level", "due_year", "partner_kind", "policy_instrument",
    "admin_level", "honour_kind", "benefit_kind", "asset_kind", "consultation_kind", "tenure_band", "movement",
    "hardship",
)
UNKNOWN = "unknown"  # the category of what nobody wrote down
PLACES: tuple[str, ...] = ("facility_type", "rurality", "remoteness")
PEOPLE: tuple[str, ...] = ("staff_group", "sex", "age_band", "licence", "education", "title", "contract", "subsidised", *PLACES)
OBSERVATION_COLUMNS: tuple[str, ...] = (
    "indicator", "region_code", "region_name", "level", "period", "breakdown", "category", "at", "numerator",
    "denominator", "value", "lower", "upper", "n", "reported", "expected", "status", "is_approximate",
    "build",
)


def without(*fixed: str) -> tuple[str, ...]:
    """Return the breakdowns of people without those an indicator keeps to a value itself, or of which all its people have one."""
    return tuple(b for b in PEOPLE if b not in fixed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Σ `column` of a mart (grain place × time × categories), kept to rows where each `where` column is one of its values.

    `base` names a set of staff groups of the site (counting.md §1) the rows are kept to as well; `population` keeps
    them to the population kind the question counts by; `having` names a mart of persons' events, and keeps persons to whom one
    of them happened within the period. `also` are further columns that a statistic of rows reads beside `column`.
    `exposure` (state marts only) weighs every row by the years it was in force within the period: person-years at risk.
    """

    mart: str
    column: str
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    base: str = ""
    population: bool = False
    having: str = ""
    also: tuple[str, ...] = ()
    exposure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """What is measured, how, and how to read it.

    count: Σ numerator. ratio: scale × Σ numerator ÷ Σ denominator. flow and survival: computed from spells afresh at
    each level by the engine's statement named in `statistic`. statistic: from the `rows` of a mart, from numerator and denominator
    by reporting unit, or from years of pay likewise. published: shown
    at the grain it came in. `rests_on` says which part of a count or a ratio is the number of people (or places, or answers) it rests on,
    the n that is small or not: of a share what it is taken of; "" where neither is: money, minutes, things. `needs` lists the
    datasets of which at least one must report, else `not_collected`.

    `chance`, of a figure without an interval of its own, says which part is the count of people or events by whose chance a change of it is
    judged, and whose limits a rate or a ratio has (`has_chance`): the numerator (of a count, or for each of the denominator), the
    denominator (people for each of them), both (these people for each of those); `untold` where the answer does not hold that count (a
    balance, an index, money of a few cases): nobody judges it; "" of money, days, things measured whole. `open_as`, of cases counted as far
    as they have got, is the reason (of REASONS) why a period is not set against an earlier one until the data reach `open_months` past its
    end, within which nearly all its cases are closed.
    `accumulates`, of what is counted while a year runs (persons
    trained, attendances, leavers, money paid), says that a part of a year holds less of it than the year will: it is set against no
    threshold, norm or target of a year (core.light). Rates of cases among cases, per clinic-year or per person-year, do not.
    """

    name: str
    title: Text
    definition: Text
    unit: Unit
    polarity: Polarity
    kind: IndicatorKind
    base: Text
    source: Text
    needs: tuple[str, ...]
    caveat: Text | None = None
    numerator: Measure | None = None
    denominator: Measure | None = None
    scale: float = 1.0
    against: tuple[str, ...] = ()  # data sets besides `needs` that a figure is set against and no unit has to report: prices, what others earn
    rows: Measure | None = None  # what a statistic of rows is computed from
    ranking: Measure | None = None  # what a statistic of units orders them by
    statistic: str = ""
    months: int = 0  # the horizon of a retention indicator
    reasons: tuple[str, ...] = ()  # of a flow of exits: the reasons that count
    origin: str = ""  # of a survival: the mart of persons' events it is counted from; empty: from entry into the region
    meaning: Meaning = ""
    reported: Measure | None = None  # where completeness is not that of `needs`: units found ...
    expected: Measure | None = None  # ... of units looked for
    is_gap: bool = False  # True: what units not found would have told is missing from the number, which is partly reported where they are many
    is_proxied: bool = False  # True: one facility may file for others, so that one not found is no gap; units (of regions) that told nothing are
    interval: Interval = "none"
    rests_on: Literal["", "numerator", "denominator"] | None = None  # None: as the interval says
    additive: bool = True
    breakdowns: tuple[str, ...] = ()
    window: Literal["", "short", "long"] = ""  # which of the site's windows of use it looks at, and its title with {days} of that window
    title_in_days: Text | None = None
    yearly: bool = False  # True: answered for 12-month periods only
    chance: Chance = ""
    open_as: Literal["", "undecided", "unrecovered"] = ""
    open_months: int = 0
    accumulates: bool = False

    def __post_init__(self) -> None:
        if self.kind in ("count", "ratio") and self.numerator is None:
            raise ValueError(f"indicator {self.name}: a {self.kind} needs a numerator")
        if self.kind == "ratio" and self.denominator is None:
            raise ValueError(f"indicator {self.name}: a ratio needs a denominator")
        if self.kind in ("flow", "statistic", "survival", "published"):
            if not self.statistic:
                raise ValueError(f"indicator {self.name}: a {self.kind} names its statistic")
            if self.additive:
                raise ValueError(f"indicator {self.name}: a {self.kind} is not additive; say additive=False")
        if (self.kind == "survey") is not (self.meaning == "opinion"):
            raise ValueError(f"indicator {self.name}: a survey is an opinion, and nothing else is")
        if self.kind == "survey" and (self.numerator is None or self.denominator is None):
            raise ValueError(f"indicator {self.name}: a survey needs answers and those who answered")
        if self.rests_on is None:  # trials of a share, events of a rate
            object.__setattr__(self, "rests_on", {"wilson": "denominator", "byar": "numerator"}.get(self.interval, ""))
        if self.chance and self.interval != "none":
            raise ValueError(f"indicator {self.name}: what has an interval is judged by it, not by a count")
        if self.is_proxied and (self.reported is None or self.expected is None or self.is_gap):
            raise ValueError(f"indicator {self.name}: is_proxied names facilities found and looked for, and says that those not found are no gap")
        if bool(self.open_as) is not (self.open_months > 0):
            raise ValueError(f"indicator {self.name}: open_as and open_months go together")
        loose = set(self.breakdowns) - set(BREAKDOWNS)
        if loose:
            raise ValueError(f"indicator {self.name}: unknown breakdowns {sorted(loose)}")

    @property
    def has_chance(self) -> bool:
        """Whether a figure has the limits of the count it declares as its `chance`: a rate or a ratio; a bare count is what it is."""
        return self.kind != "count" and self.chance not in ("", "untold")

    @property
    def has_limits(self) -> bool:
        """Whether a figure is meant to have limits, its own or those of chance: without known ones it is in doubt, and no full count."""
        return self.interval != "none" or self.has_chance

    @property
    def origins(self) -> tuple[str, ...]:
        """The data sets that a figure is computed from: those each unit has to report, and those it is divided by or set against."""
        marts = [measure.mart for measure in (self.numerator, self.denominator, self.rows, self.ranking) if measure]
        return tuple(dict.fromkeys((*self.needs, *(BASES[mart] for mart in marts if mart in BASES), *self.against)))

    @property
    def is_counted(self) -> bool:
        """Whether a figure is itself a number of people, places or cases, beside which no n stands."""
        return self.kind == "count" or self.unit in COUNTED

    @property
    def rests_on_fte(self) -> bool:
        """Whether n is full-time equivalents, which need not be whole."""
        part = {"numerator": self.numerator, "denominator": self.denominator}.get(self.rests_on or "")
        return part is not None and part.column.endswith("fte")
