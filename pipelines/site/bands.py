"""Classes a site groups by: age bands, remoteness, the kinds of population it may be asked about, and its price index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.codelists.age_band import AGE_BAND
from pipelines.codelists.population_kind import POPULATION_KIND
from pipelines.codelists.remoteness import REMOTENESS
from pipelines.core.period import parse_period
from pipelines.core.text import Text
from pipelines.site.reader import Reader

AGE_STARTS = (35, 45, 55, 60)
FIXED_STARTS = (35, 55, 60)  # returns are cut there, and indicators ask for under 35, 55 and over, 60 and over
_CLASSED = tuple(code for code in REMOTENESS.titles if code != "unknown")


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Ages from `from_age` to `to_age` (whole years, both in it; None: no upper end)."""

    code: str
    title: Text
    from_age: int
    to_age: int | None


@dataclass(frozen=True, slots=True)
class Remoteness:
    """A class of the code list as the site calls it; `sort` rises with remoteness, classes not in use come last."""

    code: str
    title: Text
    sort: int
    is_used: bool


def age_bands(starts: Sequence[int]) -> tuple[AgeBand, ...]:
    """Return the bands that begin at `starts`, the one below the first before them.

    >>> [band.code for band in age_bands((35, 60))]
    ['under_35', '35_59', '60_over']
    """
    first, last = starts[0], starts[-1]
    bands = [AgeBand(f"under_{first}", Text(f"{first} 岁以下", f"Under {first}"), 0, first - 1)]
    bands += [
        AgeBand(f"{a}_{b - 1}", Text(f"{a}–{b - 1} 岁", f"{a}–{b - 1}"), a, b - 1) for a, b in zip(starts, starts[1:], strict=False)
    ]
    bands.append(AgeBand(f"{last}_over", Text(f"{last} 岁及以上", f"{last} and over"), last, None))
    return tuple(AgeBand(b.code, AGE_BAND.titles.get(b.code, b.title), b.from_age, b.to_age) for b in bands)


def read_age_bands(reader: Reader) -> tuple[AgeBand, ...]:
    """Read [age_bands]: starts that rise, with those that indicators and returns need among them."""
    setting = "[age_bands] starts"
    starts = reader.rising(setting, reader.take("age_bands", "starts", list, list(AGE_STARTS)), 16, 90)
    lacking = [age for age in FIXED_STARTS if age not in starts]
    if lacking:
        raise reader.fail(
            setting, list(starts), f"含 {'、'.join(map(str, FIXED_STARTS))}", f"{', '.join(map(str, FIXED_STARTS))} among the starts",
            Text(f"年报和老龄化指标按这些年龄划分，请补上 {'、'.join(map(str, lacking))}",
                 f"returns and the indicators of ageing are cut there: add {', '.join(map(str, lacking))}"),
        )
    return age_bands(starts)


def read_remoteness(reader: Reader) -> tuple[Remoteness, ...]:
    """Read [remoteness]: `order`, least remote first, and names of the site's own for the classes."""
    order = reader.names("remoteness", "order", _CLASSED, list(_CLASSED))
    if not order:
        raise reader.fail("[remoteness] order", [], "由近及远的类别", "classes, least remote first")
    titles = reader.take("remoteness", "titles", dict, {})
    for code, title in titles.items():
        if code not in order:
            raise reader.no_such("[remoteness] titles", code, " order 中的类别", "a class that is in order", order)
        words = title if isinstance(title, dict) else {}
        if set(words) != {"zh", "en"} or not all(isinstance(w, str) and w.strip() for w in words.values()):
            raise reader.fail(f"[remoteness] titles.{code}", title, '中英文名称 { zh = "…", en = "…" }',
                              'names in both languages { zh = "…", en = "…" }')
    rest = [code for code in REMOTENESS.titles if code not in order]
    return tuple(
        Remoteness(code, Text(titles[code]["zh"], titles[code]["en"]) if code in titles else REMOTENESS.titles[code], sort, code in order)
        for sort, code in enumerate([*order, *rest])
    )


def read_population(reader: Reader) -> tuple[str, tuple[str, ...]]:
    """Read [population]: the kind the site counts by, and the kinds a reader may switch to, that one first."""
    kind = reader.one_of("population", "kind", POPULATION_KIND.titles, "resident")
    country = {code.code: code.only_in for code in POPULATION_KIND.codes}
    kinds = reader.names("population", "kinds", country, [code for code, place in country.items() if place == country[kind]])
    if kind not in kinds:
        raise reader.fail("[population] kinds", list(kinds), f"其中含 {kind}（kind 所选）", f"{kind}, the kind chosen, among them")
    return kind, (kind, *(other for other in kinds if other != kind))


def read_prices(reader: Reader, fiscal_start_month: int) -> dict[str, Any]:
    """Read [prices]: `price_region`, whose series is used ("": that of the nearest place above, else the national one), `price_base`."""
    region, base = reader.take("prices", "region", str, ""), reader.take("prices", "base", str, "")
    period = parse_period(base, fiscal_start_month) if base else None
    if base and (period is None or period.kind not in ("year", "fiscal_year") or period.label != base):
        raise reader.fail("[prices] base", base, "带引号的年度，如 \"2015\"", 'a year in quotes, such as "2015"')
    return {"price_region": region.strip(), "price_base": base}
