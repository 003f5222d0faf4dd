"""Policies with their milestones, partners and what they promised, evaluations of the past, and figures quoted in public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from pipelines.demo.cast import Cast
from pipelines.demo.design import AREAS

_MARK, _AREA = {"542500": "AL", "140300": "YQ"}, {"542500": "阿里地区", "140300": "阳泉市"}
ON_TIME, LATE = 0.62, 0.20  # of the milestones due; the rest is not done
_IDLE_OFFICES = ("542523", "140311")  # counties that have delivered nothing
# year, title, instrument, target
_POLICIES = (
    (2016, "关于加强乡村医生队伍建设的实施意见", "plan", "每千服务人口不少于 1 名乡村医生"),
    (2016, "基层卫生人才一次性从业（安家）补助办法", "subsidy", "全职在岗满五年"),
    (2017, "乡村医生线上学习平台建设方案", "training", "线上学习覆盖率 80%"),
    (2018, "远程医疗向村级延伸工作方案", "telemedicine", "乡镇卫生院全部接入远程医疗平台"),
    (2019, "乡村医生和基层医生岗位津贴实施办法", "subsidy", "按县分三批实施"),
    (2019, "组团式医疗帮扶协议", "support", ""),
    (2021, "县管乡用人员管理办法", "establishment", "新招医生县管乡用"),
    (2023, "大学生乡村医生专项计划实施方案", "recruitment", "每年招聘不少于 20 名"),
    (2024, "基层卫生人员薪酬改革方案", "pay", "平均薪酬增长 15%"),
)
_TASKS = (("实施细则印发", 4), ("首批资金（人员）落实到位", 10), ("年度自评报告", 16))  # item, months after the policy
# name, kind, item, commitment, promised share met
_PARTNERS = (
    ("虚构第一医科大学", "university", "定向培养招生", "每年招收定向生"), ("虚构高等专科学校", "university", "乡村医生学历教育", "每年培训 60 人"),
    ("虚构云科技有限公司", "company", "线上学习平台", "提供平台账号"), ("虚构医疗器械有限公司", "company", "健康一体机捐赠", "捐赠设备 30 台"),
    ("虚构支援第一三甲医院（辖区外）", "hospital", "组团式帮扶", "每季度派驻专家"), ("虚构公益基金会", "social", "乡村医生奖励", "每年奖励 10 人"),
)


def make_policies(area: str) -> pd.DataFrame:
    """Return the policies of an area."""
    return pd.DataFrame([
        {
            "policy_id": f"{_MARK[area]}-P{n:02d}", "policy_title": f"{_AREA[area]}{title}（演示）",
            "document_no": f"演示政〔{year}〕{n}号",
            "issuer": f"{_AREA[area]}卫生健康委员会（演示）", "issuer_level": "prefecture", "region_code": area, "issued_on": date(year, 1, 15),
            "effective_on": date(year, 3, 1), "expires_on": date(year + 10, 2, 28) if year < 2018 else None,
            "target_group": "乡村医生和基层卫生人员",
            "policy_instrument": instrument, "target_text": target or None,
        }
        for n, (year, title, instrument, target) in enumerate(_POLICIES, 1)
    ])


def make_milestones(cast: Cast, area: str) -> pd.DataFrame:
    """Return three tasks of each policy for each county: done in time, done late, or not done; two counties did none."""
    rng, rows = cast.stream(f"milestones {area}"), []
    for n, (year, *_) in enumerate(_POLICIES, 1):
        for county in [p for p in cast.counties() if p.parent == area]:
            for item, months in _TASKS:
                due = pd.Timestamp(year, 3, 1) + pd.DateOffset(months=months)
                roll, days = rng.random(), int(rng.integers(5, 60))
                done = pd.NaT if roll >= ON_TIME + LATE else due + pd.Timedelta(days=-days if roll < ON_TIME else 2 * days)
                if county.code in _IDLE_OFFICES or due > pd.Timestamp(2025, 12, 31):
                    done = pd.NaT
                rows.append({
                    "policy_id": f"{_MARK[area]}-P{n:02d}", "region_code": county.code, "milestone_item": item, "due_on": due,
                    "done_on": done,
                    "evidence": f"{item}材料（演示）" if pd.notna(done) else None, "responsible_office": "基层卫生科",
                })
    return pd.DataFrame(rows)


def make_partners(cast: Cast, area: str) -> pd.DataFrame:
    """Return partners and commitments: some met, some not, some not due."""
    rng, rows = cast.stream(f"partners {area}"), []
    for name, kind, item, commitment in _PARTNERS:
        start = int(rng.integers(2017, 2023))
        for year in range(start, min(start + 5, 2027)):
            due = pd.Timestamp(year, 11, 30)
            met = bool(rng.random() < 0.7) if due <= pd.Timestamp(2025, 12, 31) else None
            rows.append({
                "partner_name": f"{name}·{_AREA[area]}", "partner_item": f"{item}（{year}年）", "partner_kind": kind, "region_code": area,
                "cooperation_start_on": pd.Timestamp(start, 3, 1), "cooperation_end_on": pd.Timestamp(start + 5, 2, 28),
                    "commitment": commitment,
                "due_on": due, "is_met": met, "met_on": due - pd.Timedelta(days=int(rng.integers(0, 60))) if met else pd.NaT,
            })
    return pd.DataFrame(rows)


def make_evaluations(area: str) -> pd.DataFrame:
    """Return evaluations of the past, made up: one with a comparison, one before and after, one of talks."""
    mark = _MARK[area]
    rows = [
        (f"{mark}-E01", f"{mark}-P05", "did", "县级双向固定效应", "年离岗率", date(2018, 12, 31), date(2021, 12, 31), -2.4, "百分点", -4.4, -0.4,
         640, "moderate"),
        (f"{mark}-E02", f"{mark}-P03", "before_after", "前后均值差", "培训考核合格率", date(2017, 6, 30), date(2019, 6, 30), 9.0, "百分点", None, None,
         310, "low"),
        (f"{mark}-E03", f"{mark}-P02", "qualitative", "访谈", "留任意愿", date(2016, 6, 30), date(2020, 6, 30), None, None, None, None,
         42, "very_low"),
    ]
    columns = [
        "evaluation_id", "policy_id", "evaluation_design", "evaluation_method", "outcome", "baseline_on", "endline_on", "effect",
        "effect_unit", "effect_lower", "effect_upper", "sample_size", "evidence_grade",
    ]
    frame = pd.DataFrame(rows, columns=columns)
    frame["confidence_level"] = np.where(frame["effect_lower"].notna(), 0.95, np.nan)
    return frame.assign(region_code=area, evaluator="虚构大学公共卫生学院")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A figure quoted in public; `of` names what the demo computes beside it."""

    claim_id: str
    area: str
    text: str
    relation: str
    value: float
    value_to: float | None = None
    unit: str
    computed_from: str
    missing: str


CLAIMS = (
    Claim(claim_id="C1", area=AREAS[0], text="2024 年培训乡村医生 1200 余名", relation="over", value=1200, unit="名", computed_from="training",
          missing="未说明是人数还是人次"),
    Claim(claim_id="C2", area=AREAS[0], text="2024 年平均工资较上年增长 15%", relation="exact", value=0.15, unit="比例", computed_from="pay",
          missing="未说明口径、名义或实际、是否同一批人"),
    Claim(claim_id="C3", area=AREAS[0], text="部分偏远乡镇年收入已达 10 万元", relation="up_to", value=100_000, unit="元", computed_from="pay",
          missing="未说明达到的人数占比，是否税前"),
    Claim(claim_id="C4a", area=AREAS[0], text="5 家三甲医院结对帮扶", relation="exact", value=5, unit="家", computed_from="link",
          missing="未说明是哪些医院，是否仍在使用"),
    Claim(claim_id="C4b", area=AREAS[0], text="12 家乡村医院接受结对帮扶", relation="exact", value=12, unit="家", computed_from="link",
          missing="“乡村医院”不是法定机构类别"),
    Claim(claim_id="C5", area=AREAS[0], text="30 名乡村医生获省级“优秀乡村医生”", relation="exact", value=30, unit="名", computed_from="honour",
          missing="西藏对应级别为自治区级"),
    Claim(claim_id="C6", area=AREAS[0], text="100 余名乡村医生通过远程培训获得高级职称", relation="over", value=100, unit="名",
          computed_from="title_award", missing="职称由评审取得，不由培训取得；未与未参训者比较"),
    Claim(claim_id="C7a", area=AREAS[0], text="2024 年开展健康宣教 1000 余次", relation="over", value=1000, unit="次", computed_from="service",
          missing="未说明范围"),
    Claim(claim_id="C7b", area=AREAS[0], text="健康宣教覆盖 5 万余名村民", relation="over", value=50_000, unit="人", computed_from="service",
          missing="未说明是人还是人次"),
    Claim(claim_id="C8a", area=AREAS[1], text="服务协议 5 年或以上", relation="at_least", value=5, unit="年", computed_from="agreement",
          missing="未说明起算日"),
    Claim(claim_id="C8b", area=AREAS[1], text="一次性补助数万元至十余万元", relation="range", value=30_000, value_to=120_000, unit="元",
          computed_from="subsidy_rate", missing="未说明学历、机构和地区档次"),
)


def make_claims(area: str) -> pd.DataFrame:
    """Return the claims made about an area, in the declared columns."""
    return pd.DataFrame([
        {
            "claim_id": c.claim_id, "region_code": area, "claim_text": c.text, "claim_source": "公开报道（演示转录）",
            "published_on": date(2025, 1, 20),
            "claim_period": "2024" if c.claim_id[:2] != "C8" else None, "claim_relation": c.relation, "claim_value": c.value,
            "claim_value_to": c.value_to, "claim_unit": c.unit, "computed_from": c.computed_from, "missing_base": c.missing,
        }
        for c in CLAIMS if c.area == area
    ])
