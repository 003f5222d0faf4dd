"""Subsidy schemes of five types with their rates: the lists a prefecture publishes."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from pipelines.demo.design import AREAS, CLASSES
from pipelines.demo.rates import LEVELS, STEPS, Rates

MARK = {"542500": "AL", "140300": "YQ"}
_AREA = {"542500": "阿里地区", "140300": "阳泉市"}
_BUREAU = {"542500": "阿里地区卫生健康委员会（演示）", "140300": "阳泉市卫生健康委员会（演示）"}
# suffix, title, type, first year, source of the money, conditions, years of agreement, years of service, full time
_SCHEMES = (
    ("AJ", "基层卫生人才一次性从业（安家）补助", "entry", 2016, "prefecture", "签订五年及以上服务协议，全职在岗", 5, 0, True),
    ("JT", "乡村医生和基层医生岗位津贴", "post_allowance", 2019, "province", "在岗满一个月，按县分批实施", None, None, None),
    ("BY", "艰苦边远地区岗位补贴", "post_allowance", 2015, "central", "在一类及以上边远乡镇在岗", None, None, None),
    ("JX", "继续医学教育费用补贴", "cme", 2018, "county", "与本职相关、单位同意、有合格证明", None, 1, None),
    ("JL", "高级职称和专项技术认证一次性奖励", "cme", 2018, "county", "取得副高及以上职称", None, 1, True),
    ("RC", "卫生专项人才待遇", "talent", 2018, "prefecture", "入选地（市）级及以上人才计划", 3, 0, True),
    ("YJ", "突发公共卫生事件应急专项补贴", "emergency", 2020, "central", "按实际参加应急任务天数", None, None, None),
)
_ENTRY = {
    "542500": {"college": 40_000, "bachelor": 70_000, "master": 100_000, "doctorate": 130_000},
    "140300": {"college": 30_000, "bachelor": 50_000, "master": 80_000, "doctorate": 120_000},
}
_FOR_CLASS = {"class_0": 0, "class_1": 5_000, "class_2": 15_000, "class_3": 30_000}
_FOR_VILLAGE = 0.8
AWARD = {"senior": 12_000, "associate_senior": 8_000}
TALENT_YUAN, EMERGENCY_YUAN = 12_000, 200


def scheme(area: str, suffix: str) -> str:
    """Return the number of a scheme of an area."""
    return f"{MARK[area]}-{suffix}"


def make_schemes(area: str) -> pd.DataFrame:
    """Return the schemes of an area in the declared columns."""
    return pd.DataFrame(
        [
            {
                "scheme_id": scheme(area, suffix),
                "scheme_title": f"{_AREA[area]}{title}",
                "subsidy_type": kind,
                "authority": _BUREAU[area],
                "document_no": f"演示发〔{year}〕{n}号",
                "source_level": source,
                "area_code": area,
                "conditions": conditions,
                "agreement_years_needed": years,
                "service_years_needed": service,
                "is_full_time_needed": full,
                "valid_from": date(year, 1, 1),
            }
            for n, (suffix, title, kind, year, source, conditions, years, service, full) in enumerate(_SCHEMES, 1)
        ]
    )


def entry_rate(area: np.ndarray, education: np.ndarray, level: np.ndarray, remoteness: np.ndarray) -> np.ndarray:
    """Return the one-off grant (yuan) for an area, education, level of facility ("village", "township") and remoteness class."""
    base = np.array([_ENTRY[a].get(e, 0) for a, e in zip(area, education, strict=True)], float)
    whole = base + np.array([_FOR_CLASS[c] for c in remoteness])
    return np.asarray(np.where(base > 0, np.where(level == "village", whole * _FOR_VILLAGE, whole), 0.0))


def make_rates_table(area: str, rates: Rates) -> pd.DataFrame:
    """Return every rate of an area's schemes, those no longer in force with their last day."""
    rows: list[tuple[str, str | None, str | None, str | None, float, str, date, date | None]] = []
    for education in _ENTRY[area]:
        for level in LEVELS:
            for remoteness in CLASSES:
                values = (np.array([v]) for v in (area, education, level, remoteness))
                rows.append(
                    (scheme(area, "AJ"), education, level, remoteness, float(entry_rate(*values)[0]), "once", date(2016, 1, 1), None)
                )
    a = AREAS.index(area)
    for k, year in enumerate(STEPS):
        until = date(STEPS[k + 1] - 1, 12, 31) if k + 1 < len(STEPS) else None
        for i, level in enumerate(LEVELS):
            rows.append((scheme(area, "JT"), None, level, None, float(rates.post[a, i, k]), "month", date(max(year, 2019), 1, 1), until))
            for c, remoteness in enumerate(CLASSES[1:], 1):
                rows.append(
                    (scheme(area, "BY"), None, level, remoteness, float(rates.remote[a, i, c, k]), "month", date(year, 1, 1), until)
                )
    for suffix, yuan, per in (("JL", AWARD["associate_senior"], "once"), ("RC", TALENT_YUAN, "year"), ("YJ", EMERGENCY_YUAN, "day")):
        rows.append((scheme(area, suffix), None, None, None, yuan, per, date(2018 if suffix != "YJ" else 2020, 1, 1), None))
    columns = ["scheme_id", "education", "facility_level", "remoteness", "rate_yuan", "paid_per", "valid_from", "valid_to"]
    return pd.DataFrame(rows, columns=columns)
