"""What was planted: parameters, where they hold, and the checks an estimate must pass; written to truth.json."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pipelines.core.text import Text
from pipelines.demo.arrears import make_payroll
from pipelines.demo.cast import Cast
from pipelines.demo.design import AREAS, CLASSES, FIRST_YEAR, GROUPS, LAST_YEAR, MONTHS, Design, last_day, month_of
from pipelines.demo.dossier import Dossier
from pipelines.demo.findings import make_findings
from pipelines.demo.office import Written
from pipelines.demo.pay import Ledger, growth_2024
from pipelines.demo.places import Place
from pipelines.demo.quoted import recompute
from pipelines.demo.world import World

HORIZONS = (12, 24, 36)
BEFORE_ANY_WAVE = (2015, 2016, 2017, 2018)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A question whose answer is known: the estimate's 95 % interval must hold `value`.

    `indicator` to `category` are what `xiangyi observe` takes; `value` is a share (0-1) and `planted` says which
    parameter it follows from.
    """

    indicator: str
    level: str
    region: str
    period: str
    by: str | None = None
    category: str | None = None
    at: int | None = None
    value: float
    planted: str


@dataclass(frozen=True)
class Truth:
    """Everything planted in the demo; `document` is the content of truth.json."""

    seed: int
    files: tuple[Written, ...]
    checks: tuple[Check, ...]
    document: Mapping[str, Any] = field(repr=False)

    def save(self, path: Path) -> None:
        """Write truth.json."""
        path.write_text(json.dumps(self.document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def survival_after(hazard: float, months: int) -> float:
    """Return the share still in post after `months`, with a constant monthly hazard."""
    return float((1 - hazard) ** months)


def _exposed(world: World, region: str, year: int) -> dict[str, int]:
    """Return how many rural doctors of a county or area were in post at the start of a year, by remoteness class."""
    month, counts = month_of(year, 1) - 1, dict.fromkeys(CLASSES, 0)
    ground = world.ground
    for s in world.spells:
        if s.is_main and GROUPS[s.group].endswith("_doctor") and s.start <= month < s.end:
            if ground.clinics[s.clinic].township.startswith(region) or AREAS[ground.area[s.clinic]] == region:
                counts[CLASSES[ground.remoteness[s.clinic]]] += 1
    return counts


def _leaving_checks(world: World, level: str, region: str, year: int, ratio: float, least: int) -> Iterator[Check]:
    """Yield a check of the yearly leaver rate for each class in which `least` people or more were in post."""
    planted = "hazard.by_class" + (" x hazard.allowance_ratio" if ratio != 1 else "")
    for remoteness, people in _exposed(world, region, year).items():
        if people >= least:
            yield Check(indicator="leaver_rate", level=level, region=region, period=str(year), by="remoteness",
                        category=remoteness, value=12 * world.design.hazard[remoteness] * ratio, planted=planted)


def _survival_checks(world: World, county: str, least: int) -> Iterator[Check]:
    """Yield checks of survival over all years in a county that never paid the allowance."""
    for remoteness, people in _exposed(world, county, FIRST_YEAR).items():
        for months in HORIZONS if people >= least else ():
            yield Check(indicator="survival", level="county", region=county, period="all", by="remoteness",
                        category=remoteness, at=months, planted="hazard.by_class",
                        value=survival_after(world.design.hazard[remoteness], months))


def _pay_checks(world: World, ledger: Ledger, area: str) -> Iterator[Check]:
    for indicator, value, planted in (
        ("pay_growth_nominal", world.design.headline_growth_2024, "pay_growth_2024.headline"),
        ("pay_growth_same_person", ledger.raises[area], "pay_growth_2024.raise"),
    ):
        yield Check(indicator=indicator, level="prefecture", region=area, period="2024", value=value, planted=planted)


def make_checks(world: World, ledger: Ledger) -> tuple[Check, ...]:
    """Return the checks: leaving by class before any wave (areas) and after one (its counties), survival, pay in 2024."""
    checks: list[Check] = []
    for area in AREAS:
        for year in BEFORE_ANY_WAVE:
            checks += _leaving_checks(world, "prefecture", area, year, 1.0, 90)
        checks += _pay_checks(world, ledger, area)
    for county, wave in world.design.wave.items():
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            if month_of(year, 1) >= wave:
                checks += _leaving_checks(world, "county", county, year, world.design.allowance_ratio, 90)
    for county in world.design.without_allowance:
        checks += _survival_checks(world, county, 30)
    return tuple(checks)


def _hazard(design: Design) -> dict[str, Any]:
    waves: dict[str, str | None] = {code: f"{last_day(m):%Y-%m}" for code, m in sorted(design.wave.items())}
    return {
        "by_class": dict(design.hazard),
        "allowance_ratio": design.allowance_ratio,
        "allowance_from": {**waves, **dict.fromkeys(design.without_allowance)},
        "other_groups": dict(design.hazard_other),
        "death": design.death,
        "move": {"monthly": design.move, "share_to_another_county": design.move_abroad_share},
        "population": "rural doctors (village_doctor, township_doctor) at their main post, January 2015 to December 2025",
        "survival": [
            {"remoteness": c, "allowance": paid, **{f"S{m}": survival_after(h * (design.allowance_ratio if paid else 1), m)
                                                    for m in HORIZONS}}
            for c, h in design.hazard.items() for paid in (False, True)
        ],
        "definition": Text(
            "每月离岗概率只取决于机构所在乡镇的边远类别和当月是否发放岗位津贴；辞职、退休、合同到期、选拔调离、解聘、原因不详都计为离岗，"
            "退休只是年长者的原因，不另加概率；死亡另有独立的小概率，按删失处理；身份转换、辖区内调动不是离岗；自到岗月 1 日起计月",
            "The monthly probability of leaving depends only on the remoteness class of the clinic's township and on whether the "
            "allowance is paid that month. Resigned, retired, contract ended, promoted out, dismissed and unknown all count; retired "
            "is merely the reason of older leavers. Death is an independent, small, extra hazard (censor it); reclassification and "
            "moves inside the area are no exits. Months run from the first day of the month of entry. Who leaves within county, "
            "class and year of service is weighted by age, and by low pay from July 2023 to June 2024; how many is not.",
        ),
    }


def _pay(world: World, ledger: Ledger) -> dict[str, Any]:
    return {
        "headline": world.design.headline_growth_2024,
        "tolerance": 0.003,
        "raise": ledger.raises,
        "measured": {a: growth_2024(world, ledger, a) for a in AREAS},
        "definition": Text(
            "乡村医生与乡镇（社区）医生；人年折算 = 常规项目实发之和 ÷ 实际发薪月数 × 12，不足 6 个月不计；headline 为 2024 年均值 ÷ 2023 年均值 − 1；"
            "raise 为同一岗位统一上调幅度，即同一批人的增长",
            "Village and township doctors of an area. Annualised pay = ordinary components paid ÷ months paid × 12, six months or more. "
            "headline: mean of 2024 ÷ mean of 2023 − 1. raise: the uniform rise of what anyone who stays is paid, hence the growth for "
            "the same people; the rest of the headline is low-paid leavers and better-paid joiners.",
        ),
    }


def _licence(design: Design) -> dict[str, Any]:
    return {
        "monthly": dict(design.upgrade),
        "definition": Text(
            "乡村医生：持乡村医生证或无证者每月取得执业（助理）资格的概率，任职记录中原任职以“身份转换”结束、次日续任；"
            "乡镇医生：执业助理医师每月升为执业医师的概率，只见于花名册；每人至多一次",
            "Village doctors without a licence gain one (assistant, or rural general assistant from 2017) with this monthly probability: "
            "the spell ends as reclassified and goes on the next day. Township doctors: assistant to physician, seen in the rosters only. "
            "At most once a person.",
        ),
    }


def _size(places: tuple[Place, ...], world: World) -> dict[str, Any]:
    towns = [p for p in places if p.level == "township"]
    roots = {p.code: p.parent for p in places if p.level == "county"}
    size: dict[str, Any] = {"months": MONTHS, "people": len(world.people), "spells": len(world.spells)}
    for area in AREAS:
        mine = [p for p in towns if roots[p.parent] == area]
        size[area] = {
            "townships": len(mine),
            "village_level_units": sum(p.village_units + p.community_units for p in mine),
            "villages": sum(p.village_units for p in mine),
            "residents_2020": sum(p.population_2020 for p in mine),
        }
    return size


def _plain(value: object) -> dict[str, str]:
    if isinstance(value, Text):
        return {"zh": value.zh, "en": value.en}
    raise TypeError(f"{type(value).__name__} has no place in truth.json")


def tell_truth(cast: Cast, ledger: Ledger, dossier: Dossier, files: tuple[Written, ...]) -> Truth:
    """Gather what was planted."""
    seed, places, world = cast.seed, cast.places, cast.world
    findings = make_findings(cast, dossier, make_payroll(cast, ledger, dossier.arrears))
    checks = make_checks(world, ledger)
    document = {
        "note": Text("合成演示数据：人员、机构、金额均为虚构", "Synthetic demo data: people, clinics and amounts are made up"),
        "seed": seed,
        "size": _size(places, world),
        "pay_growth_2024": _pay(world, ledger),
        "hazard": _hazard(world.design),
        "licence_upgrade": _licence(world.design),
        "checks": [asdict(c) for c in checks],
        "findings": [asdict(f) for f in findings],
        "claims": [{**asdict(r), "difference": r.difference} for r in recompute(cast, ledger, dossier)],
        "mistakes": [p.as_json() for f in files for p in f.planted],
        "files": [{"name": f.name, "rows": dict(f.datasets)} for f in files],
    }
    plain: dict[str, Any] = json.loads(json.dumps(document, default=_plain, ensure_ascii=False))
    return Truth(seed, files, checks, plain)
