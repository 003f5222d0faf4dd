"""Numbers as people here write them: 1,050; 5.80 万元; 93.4 %; +1.1 百分点; GBP 10.2 bn. Never K or M in Chinese."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from pipelines.core.change_words import told_in
from pipelines.core.indicator import UNIT_TITLES, Unit
from pipelines.core.text import Lang, Text

LEAST_P, BY_CHANCE = 0.001, 0.05  # the smallest p that is printed, and from where on a difference may be chance, as in intervals of 95 %
CURRENCIES: dict[str, Text] = {
    "CNY": Text("元", "yuan"),
    "GBP": Text("英镑", "GBP"),
    "USD": Text("美元", "USD"),
    "EUR": Text("欧元", "EUR"),
}
UNITS: dict[str, Text] = {
    **UNIT_TITLES,
    "person": Text("人", "people"),
    "patient": Text("人", "people"),
    "fte": Text("全时当量", "FTE"),
    "per_1000": Text("人/千人", "per 1,000"),
    "fte_per_1000": Text("全时当量/千人", "FTE per 1,000"),
    "facility": Text("个", "facilities"),
    "application": Text("件", "applications"),
    "agreement": Text("份", "agreements"),
    "post": Text("个", "posts"),
    "share": Text("%", "%"),
    "events_per_1000": Text("人次/千人", "per 1,000"),
    "per_doctor": Text("人/全时当量", "people per FTE"),
    "ratio": Text("倍", "times"),
}
ONE_OF = {"people": "person", "facilities": "facility", **{f"{one}s": one for one in (
    "village", "place", "application", "agreement", "post", "membership", "year", "month", "day", "hour", "credit", "point",
)}}  # fmt: skip
TO = Text(" 至 ", " to ")
MONEY = ("currency", "currency_per_person")
FINE_BELOW: dict[Lang, float] = {"zh": 100, "en": 2}  # of 万, 亿, m, bn: a tenth of a 万 hides what a year changes, and sums that add up


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How the numbers of one chart are shown: divided by `divisor`, with `decimals`, `prefix` before and `unit` after.

    Shares keep divisor 1 (0-1) and are printed as percentages. `axis_unit` is what a title says, `base_unit` what it would say of money
    that is not divided, "" of anything else.
    """

    lang: Lang
    divisor: float = 1.0
    decimals: int = 0
    is_share: bool = False
    prefix: str = ""
    unit: str = ""
    axis_unit: str = ""
    base_unit: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether numbers are printed without decimals: people, days, large amounts; ticks between two such would print alike."""
        return not self.is_share and not self.decimals

    @property
    def number_format(self) -> str:
        """The spreadsheet number format of a value on this scale."""
        places = "." + "0" * self.decimals if self.decimals else ""
        if self.is_share:
            return f"0{places} %" if self.lang == "zh" else f"0{places}%"
        return f"#,##0{places}"

    def shown(self, value: float) -> float:
        """Return an observed value in the display unit."""
        return value / self.divisor

    def bare(self, shown: float, decimals: int | None = None) -> str:
        """Return a number of the display unit without its unit ("5.80"); a share keeps its % sign."""
        places = self.decimals if decimals is None else decimals
        if self.is_share:
            return rounded(shown * 100, places) + (" %" if self.lang == "zh" else "%")
        return rounded(shown, places)

    def full(self, shown: float) -> str:
        """Return a number of the display unit with its unit ("5.80 万元", "GBP 10.2 bn")."""
        bare = self.bare(shown)
        return f"{self.prefix}{bare}" + (f" {unit_of(bare, self.unit)}" if self.unit and not self.is_share else "")

    def spread(self, low: float, high: float) -> str:
        """Return an interval without unit ("0.45–0.65", "91.7–94.8 %", "−3.1 to 1.2%": a dash would be lost beside a minus)."""
        first = self.bare(low).rstrip(" %") if self.is_share else self.bare(low)
        last = self.bare(high)
        return first + (TO.of(self.lang) if "−" in first + last else "–") + last


def unit_of(bare: str, unit: str) -> str:
    """Return the word of a unit that stands behind a number: one is no plural.

    >>> unit_of("1", "villages"), unit_of("−1", "people"), unit_of("1.0", "days"), unit_of("1", "个村")
    ('village', 'person', 'days', '个村')
    """
    return ONE_OF.get(unit, unit) if bare.lstrip("+−") == "1" else unit


def rounded(value: float, decimals: int) -> str:
    """Return a number with so many decimals; halves go up, as in every spreadsheet: 2.05 is 2.1 on the slide, so it is 2.1 on the screen.

    >>> rounded(2.05, 1), rounded(0.125, 2), rounded(-1234.5, 0)
    ('2.1', '0.13', '−1,235')
    """
    exact = Decimal(f"{abs(value):.10f}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{exact:,f}"
    return f"−{text}" if value < 0 and any(c in "123456789" for c in text) else text


def p_words(p: float, *, sign: bool = False) -> str:
    """Return a p value as it is printed, never on the other side of the line of 95 % than it is; `sign` puts "= " before a number.

    >>> p_words(0.00004), p_words(0.0312), p_words(0.0497), p_words(0.4, sign=True)
    ('< 0.001', '0.031', '< 0.05', '= 0.40')
    """
    if p < LEAST_P:
        return f"< {LEAST_P}"
    if p < BY_CHANCE <= round(p, 3):
        return f"< {BY_CHANCE}"
    return ("= " if sign else "") + rounded(p, 3 if p < 0.1 else 2)


def _money_step(top: float, lang: Lang) -> tuple[float, str]:
    if lang == "zh":
        return (1e8, "亿") if top >= 1e8 else (1e4, "万") if top >= 1e4 else (1.0, "")
    return (1e9, "bn") if top >= 1e9 else (1e6, "m") if top >= 1e6 else (1.0, "")


def _money(top: float, currency: str, lang: Lang) -> Scale:
    divisor, step = _money_step(top, lang)
    name = CURRENCIES.get(currency, Text(currency, currency)).of(lang)
    fine = FINE_BELOW[lang]
    decimals = 0 if top == 0 or divisor == 1.0 and top >= 100 else 2 if top / divisor < fine or divisor == 1.0 else 1
    if lang == "zh":
        return Scale(lang=lang, divisor=divisor, decimals=decimals, unit=step + name, axis_unit=step + name, base_unit=name)
    if currency == "CNY":
        words = {"bn": "billion yuan", "m": "million yuan", "": "yuan"}[step]
        return Scale(lang=lang, divisor=divisor, decimals=decimals, unit=words, axis_unit=words, base_unit="yuan")
    axis = f"{name} {step}".strip()
    return Scale(lang=lang, divisor=divisor, decimals=decimals, prefix=f"{name} ", unit=step, axis_unit=axis, base_unit=name)


FINE: tuple[Unit, ...] = (
    "per_1000", "per_1000_doctors", "per_clinic", "events_per_1000", "fte_per_1000", "ratio", "per_100_years", "per_100",
)
TENTHS: tuple[Unit, ...] = ("year", "month", "day", "hour", "credit", "point")
LONG = 100  # from here on a tenth of a day, of a patient, says nothing
BARE: tuple[Unit, ...] = ("index",)  # its number stands alone; only an axis says what it is
NAMED: tuple[Unit, ...] = ("application", "agreement", "post", "per_doctor")  # English titles have the noun: "Vacant posts 12"; Chinese counts it


def scale_for(values: Iterable[float], unit: Unit, currency: str, lang: Lang) -> Scale:
    """Return the scale that shows `values` (observed: shares 0-1, money in the base unit) as a reader expects them."""
    top = max((abs(v) for v in values), default=0.0)
    if unit in MONEY:
        return _money(top, currency, lang)
    name = UNITS[unit].of(lang)
    if unit == "share":
        return Scale(lang=lang, decimals=1, is_share=True, unit="%", axis_unit="%")
    tenth = 1 if top < LONG else 0
    few = {
        "fte": 1 if top < 1000 else 0, "per_doctor": tenth, "index": 3, **dict.fromkeys(FINE, 2 if top < 10 else 1),
        **dict.fromkeys(TENTHS, tenth),
    }
    return Scale(lang=lang, decimals=few.get(unit, 0), unit="" if unit in BARE or lang == "en" and unit in NAMED else name, axis_unit=name)


def number(value: float, unit: Unit, currency: str, lang: Lang) -> str:
    """Return one observed value in words with its unit.

    >>> number(58_000, "currency", "CNY", "zh"), number(10.2e9, "currency", "GBP", "en"), number(0.934, "share", "", "zh")
    ('5.80 万元', 'GBP 10.2 bn', '93.4 %')
    """
    scale = scale_for((value,), unit, currency, lang)
    return scale.full(scale.shown(value))


def number_and_unit(value: float, unit: Unit, currency: str, lang: Lang) -> tuple[str, str]:
    """Return one observed value as (number, unit) for a headline card: ("5.80", "万元"), ("93.4", "%")."""
    scale = scale_for((value,), unit, currency, lang)
    bare = scale.bare(scale.shown(value)).rstrip(" %") if scale.is_share else scale.bare(scale.shown(value))
    return f"{scale.prefix}{bare}", unit_of(bare, scale.unit)


def change(now: float, before: float, unit: Unit, lang: Lang) -> str:
    """Return the change between two observed values, in what the engine tells it in; nothing of money that was none.

    >>> change(0.934, 0.923, "share", "zh"), change(1050, 1080, "person", "en"), change(1.14, 1.16, "ratio", "en"), change(39, 4, "person", "zh")
    ('+1.1 百分点', '−2.8%', '−0.02', '+35 人')
    """
    told = told_in(unit, now, before)
    if told == "own_unit" and unit in MONEY:
        return ""
    size = (now / before - 1) * 100 if told == "percent" else (now - before) * (100 if unit == "share" else 1)
    return signed_change(size, told, unit, "", lang)


def signed_change(size: float, told: str, unit: Unit, currency: str, lang: Lang) -> str:
    """Return a change as the engine states it, signed: points for shares, per cent for amounts, else in the unit of the indicator (a ratio has none).

    >>> signed_change(1.1, "percentage_point", "share", "", "zh"), signed_change(-2.78, "percent", "person", "", "en")
    ('+1.1 百分点', '−2.8%')
    """
    if told == "percentage_point":
        return _signed(size, 1) + Text(" 百分点", " pp").of(lang)
    if told == "percent":
        return _signed(size, 1) + (" %" if lang == "zh" else "%")
    scale = scale_for((size,), unit, currency, lang)
    text = scale.bare(scale.shown(size)) if unit == "ratio" else scale.full(scale.shown(size))  # 倍 is said of no decrease
    return _with_plus(text, size)


def from_to(before: float, now: float, unit: Unit, lang: Lang) -> str:
    """Return two counts as "4 → 39"."""
    scale = scale_for((before, now), unit, "", lang)
    return f"{scale.bare(before)} → {scale.bare(now)}"


def _signed(value: float, decimals: int) -> str:
    return _with_plus(rounded(value, decimals), value)


def _with_plus(text: str, value: float) -> str:
    """Return a number with its plus, where it is more than nothing as printed."""
    return f"+{text}" if value > 0 and any(c in "123456789" for c in text) else text


def whole(value: float) -> str:
    """Return a count with thousands separators ("1,050")."""
    return rounded(value, 0)


def size(n: float) -> str:
    """Return what a figure rests on: a count, or full-time equivalents with a decimal where they are not whole.

    >>> size(1050), size(98.25), size(50.0)
    ('1,050', '98.3', '50')
    """
    return rounded(n, 1).removesuffix(".0")


def brief(at: float) -> str:
    """Return a time in post with one decimal at most.

    >>> brief(1.08419), brief(12.0), brief(120.04)
    ('1.1', '12', '120')
    """
    return rounded(at, 1).removesuffix(".0")
