"""The catalogue of indicators a bureau asks for, row by row (A to I), and why a row is a rule or cannot be answered.

An indicator that other files need and no row asks for stands in none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.core.text import Text

SECTIONS: Mapping[str, Text] = {
    "S": Text("存量与结构", "Stock and structure"), "F": Text("流动与留任", "Flow and retention"), "T": Text("培训与职称", "Training and titles"),
    "P": Text("薪酬", "Pay"), "B": Text("补贴与预算", "Subsidy and budget"), "M": Text("远程医疗与工作量", "Telemedicine and workload"),
    "X": Text("可及性", "Access"), "E": Text("公平性", "Equity"), "R": Text("项目、记录与执行", "Programmes, records and execution"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """A row: its code (S1), what it is called, the indicators it is answered `by`.

    `rule` where it is a rule or a check rather than an indicator, `lacks` the data it would need.
    """

    code: str
    term: Text
    by: tuple[str, ...] = ()
    rule: Text | None = None
    lacks: Text | None = None

    @property
    def name(self) -> str:
        """The code."""
        return self.code


def _row(
    code: str, zh: str, en: str, *, by: tuple[str, ...] = (), rule: Text | None = None, lacks: Text | None = None
) -> CatalogueRow:
    return CatalogueRow(code, Text(zh, en), by, rule, lacks)


CATALOGUE: tuple[CatalogueRow, ...] = (
    _row("S1", "人数", "Headcount", by=("headcount",)),
    _row("S2", "全时当量", "Full-time equivalents", by=("fte",)),
    _row("S3", "每千人口人数", "Density", by=("density",)),
    _row("S4", "配备缺口", "Norm gap", by=("norm_gap",)),
    _row("S5", "设卫生室的村占比", "Village coverage", by=("village_coverage", "villages_without_clinic", "blank_villages",)),
    _row("S6", "空缺率", "Vacancy rate", by=("vacancy_rate", "vacant_posts",)),
    _row("S7", "空缺时长", "Vacancy duration", by=("vacancy_duration",)),
    _row("S8", "执业（助理）医师占比", "Licensed share", by=("licensed_share",)),
    _row("S9", "55 岁、60 岁及以上占比", "Share aged 55 and over, 60 and over", by=("share_aged_55", "share_aged_60",)),
    _row("S10", "五年内退休风险", "Retirement exposure", by=("retirement_exposure", "retirement_by_rule",)),
    _row("S11", "年龄中位数", "Median age", by=("median_age",)),
    _row("S12", "新老比", "Renewal ratio", by=("renewal_ratio",)),
    _row("S13", "外援依赖度", "Dependency on outside staff", by=("outside_dependency", "seconded_share",)),
    _row("S14", "人口抚养比", "Population dependency ratio", by=("age_dependency_ratio",)),
    _row("S15", "性别、学历、职称构成", "Mix by sex, education, title", by=(
        "female_share", "bachelor_share", "college_share", "intermediate_title_share", "established_share",
    )),
    _row("S16", "90 天内证书到期", "Licences expiring within 90 days", by=("licences_expiring", "licences_expired",)),
    _row("F1", "离岗率", "Leaver rate", by=("leaver_rate",)),
    _row("F2", "主动与非主动离岗率", "Voluntary and involuntary exits", by=(
        "voluntary_exit_rate", "involuntary_exit_rate", "resignation_rate", "retirement_rate", "contract_end_rate",
        "promotion_out_rate", "transfer_out_rate", "unexplained_exit_rate", "death_rate",
    )),
    _row("F3", "到岗率", "Joiner rate", by=("joiner_rate",)),
    _row("F4", "稳定率", "Stability index", by=("stability_index",)),
    _row("F5", "12、24、36 个月留任率", "Retention at 12, 24, 36 months", by=("retention_12m", "retention_24m", "retention_36m",)),
    _row("F6", "留任曲线", "Survival in post", by=("survival",)),
    _row("F7", "中位留任年限", "Median survival", by=("median_survival",)),
    _row("F8", "组间比较与风险比", "Log-rank test and hazard ratios", rule=Text(
        "统计检验，不是指标：对数秩检验与分段指数风险比由分析方法给出", "a test, not an indicator: log-rank and piecewise hazard ratios are methods of analysis")),
    _row("F9", "按任职时长的离岗风险", "Exit hazard by tenure", by=("exit_hazard",)),
    _row("F10", "补充率", "Replenishment rate", by=("replenishment_rate",)),
    _row("F11", "缺口的流入流出分解", "Inflow and outflow of a gap", by=("headcount_change",)),
    _row("F12", "履约率", "Fulfilment of agreements", by=("agreement_fulfilment", "obligation_served",)),
    _row("F13", "违约率", "Breach rate", by=("breach_rate",)),
    _row("F14", "服务期满后留任", "Retention after the obligation", by=("survival_after_obligation", "retention_after_obligation_12m",)),
    _row("F15", "离职意愿", "Intention to leave", by=("intention_to_leave", "intention_to_stay_5y",), rule=Text(
        "规则：意愿是调查所答，与实际留任不在同一坐标轴上显示", "a rule: intentions are answers to a survey and are never drawn on the axis of retention")),
    _row("F16", "缺勤率", "Absence rate", by=("absence_rate",)),
    _row("F17", "只知两次年报之间的离岗", "Exits known only between two returns", rule=Text(
        "规则：只有年报时按寿命表以年为单位计算和绘图，不画成月度", "a rule: annual returns give a life table at yearly points, never monthly steps")),
    _row("T1", "培训覆盖率", "Training coverage", by=("training_coverage",)),
    _row("T2", "人均学时、学分", "Hours and credits per person", by=("training_hours_per_person", "training_credits_per_person",)),
    _row("T3", "学分达标率", "CME completion", by=("credit_completion", "credit_completion_class_1", "credit_completion_class_2",)),
    _row("T4", "合格率、完成率", "Pass and completion", by=(
        "training_pass_rate", "training_completion_rate", "online_enrolments", "online_begun_share", "online_completion_rate",
        "online_pass_share",
    )),
    _row("T5", "培训前后知识变化", "Effect of training on knowledge", by=("knowledge_change", "knowledge_change_untrained",)),
    _row("T6", "职称晋升率", "Title promotion rate", by=("title_promotion_rate",)),
    _row("T7", "资格升级率", "Licence upgrading", by=("licence_upgrading",)),
    _row("P1", "年收入均值、中位数", "Mean and median annual pay", by=("mean_pay", "median_pay", "pay_bill",)),
    _row("P2", "名义增长", "Nominal growth", by=("pay_growth_nominal",)),
    _row("P3", "实际增长", "Real growth", by=("pay_growth_real",)),
    _row("P4", "同一批人增长", "Growth of the same persons", by=(
        "pay_growth_same_person", "pay_growth_adjusted", "pay_growth_total", "pay_growth_composition", "pay_growth_subsidy",
        "pay_growth_prices", "pay_growth_rest", "pay_growth_emergency",
    )),
    _row("P5", "高低比", "Compression ratio", by=("pay_p90_p10", "pay_p10", "pay_p25", "pay_p75", "pay_p90", "pay_highest_lowest",)),
    _row("P6", "收入差距", "Pay gap", by=(
        "pay_gap_sex", "pay_gap_sex_adjusted", "pay_gap_contract", "pay_gap_contract_adjusted", "pay_gap_licence",
        "pay_gap_licence_adjusted",
    )),
    _row("P7", "相对收入", "Relative pay", by=(
        "relative_pay_rural_income", "relative_pay_urban_wage", "relative_pay_health_wage", "relative_pay_county_doctor",
    )),
    _row("P8", "补贴占比", "Subsidy share", by=("subsidy_share",)),
    _row("P9", "养老保险覆盖率", "Pension coverage", by=("pension_coverage",)),
    _row("P10", "欠发", "Arrears", by=("pay_arrears", "pay_arrears_months",)),
    _row("B1", "补贴覆盖率", "Coverage of subsidies", by=("allowance_coverage", "allowance_eligible", "entry_grant_candidates",)),
    _row("B2", "申领各环节人数", "Take-up funnel", by=(
        "subsidy_awareness_share", "applications", "employer_pass_share", "authority_pass_share", "notice_share",
        "paid_application_share",
    )),
    _row("B3", "发放时长", "Disbursement time", by=(
        "disbursement_days", "disbursement_days_p90", "application_step_days", "application_step_days_p90",
    )),
    _row("B4", "预算执行率", "Budget execution", by=("budget_execution", "budget_execution_adjusted",)),
    _row("B5", "按时发放率", "On-time rate", by=("grant_on_time_share",)),
    _row("B6", "各审核点不通过率", "Rejection by audit point", by=("audit_rejection_share",)),
    _row("B7", "违约与追回", "Breach and recovery", by=("agreement_breaches", "repayment_due", "repayment_recovery",)),
    _row("B8", "每多留任一人年的成本", "Cost per retained doctor-year", by=("cost_per_retained_doctor_year",)),
    _row("B9", "未来应付款", "Liability curve", by=("committed_payments",)),
    _row("M1", "远程接入率", "Linked share", by=("linked_share",)),
    _row("M2", "活跃率", "Active share", by=("active_share_short", "active_share_long",)),
    _row("M3", "每千人口会诊数", "Consultations per 1,000", by=("consultation_rate",)),
    _row("M4", "系统可用时间占比", "Up-time of links", by=("link_uptime",)),
    _row("M5", "响应时间", "Response time", by=("response_time_median", "response_time_p90", "response_within_24h",)),
    _row("M6", "办结率、避免转诊", "Completion, transfers avoided", by=("consultation_completion", "transfer_avoided_share",)),
    _row("M7", "WISN 所需人员", "WISN required staff", by=("wisn_required_staff",)),
    _row("M8", "WISN 比", "WISN ratio", by=("wisn_ratio", "wisn_difference",)),
    _row("M9", "每名全时当量医生服务居民、慢病患者", "Residents and chronic patients per full-time-equivalent doctor", by=(
        "residents_per_doctor", "chronic_patients_per_doctor",
    )),
    _row("M10", "村卫生室承担的公卫工作量占比", "Public-health work done by village clinics", by=("public_health_village_share",)),
    _row("X1", "30/60 分钟内可达人口占比", "Population within 30 and 60 minutes", by=(
        "population_within_short", "population_within_long", "population_within_short_hardest",
        "population_within_long_hardest", "population_travel_unknown",
    )),
    _row("X2", "两步移动搜寻可及性", "E2SFCA accessibility", by=("spatial_access",)),
    _row("X3", "受能力限制的覆盖率", "Coverage limited by capacity", by=("coverage_by_capacity",)),
    _row("X4", "超过 60 分钟的村", "Villages beyond 60 minutes", by=("villages_beyond_long", "population_beyond_long",)),
    _row("E1", "基尼系数、洛伦兹曲线", "Gini and Lorenz curve", by=("gini", "lorenz",)),
    _row("E2", "泰尔指数及其分解", "Theil indices, between and within", by=(
        "theil_t", "theil_t_between", "theil_t_within", "theil_l", "theil_l_between", "theil_l_within",
    )),
    _row("E3", "集中指数", "Concentration index", by=("concentration_index",)),
    _row("E4", "极值比、变异系数、差别指数", "Max/min, coefficient of variation, dissimilarity", by=(
        "max_min_ratio", "coefficient_of_variation", "dissimilarity_index",
    )),
    _row("E5", "已发表算例的复核", "A published example, reproduced", rule=Text(
        "检验：方法须复现已发表的算例", "a check: the methods have to reproduce a published example")),
    _row("R1", "合作承诺兑现率", "Partner commitments met", by=("partner_commitments_met",)),
    _row("R2", "信息化就绪", "Digital readiness", by=(
        "digital_ready_share", "device_share", "network_share", "clinical_system_share",
    )),
    _row("R3", "在线天数", "Days online", by=("online_share",)),
    _row("R4", "设备达标率", "Standard kit met", by=("standard_kit_share",)),
    _row("R5", "设备可用、耗材断供天数", "Equipment up-time, stock-out days", by=("equipment_uptime", "stock_out_days",)),
    _row("R6", "健康档案覆盖与使用", "Health-record coverage and use", by=("record_coverage", "records_in_use",)),
    _row("R7", "健康宣教次数与覆盖", "Education events and reach", by=("education_events_per_clinic", "education_reach",)),
    _row("R8", "慢病管理与控制", "Chronic-disease management and control", by=(
        "hypertension_management", "hypertension_control", "diabetes_management", "diabetes_control",
    )),
    _row("R9", "荣誉与受表彰后留任", "Honours, and stay after one", by=("honours_per_1000_doctors", "survival_after_honour",)),
    _row("R10", "按时完成的任务节点", "Milestones on time", by=("milestones_on_time", "places_without_delivery",)),
    _row("R11", "人工智能辅助的使用与采纳", "AI-aid use and acceptance", by=("ai_use_share", "ai_acceptance",)),
    _row("R12", "关键与艰苦岗位", "Key and hardship posts", by=("key_post_share", "hardship_post_share",)),
    _row("R13", "人才计划成员、待遇与留任", "Talent members, benefits, stay", by=(
        "talent_members", "talent_cash", "talent_benefits_in_kind", "survival_of_talent_members",
    )),
    _row("R14", "考试考核合格率", "Exam and appraisal pass rate", by=(
        "licence_exam_pass_rate", "title_exam_pass_rate", "appraisal_pass_rate",
    )),
    _row("R15", "录用、应聘与填补时长", "Offers, acceptances, time to fill", by=("offers_made", "offer_acceptance", "time_to_fill",)),
    _row("R16", "上报完整性与及时性", "Reporting completeness and timeliness", by=("reporting_completeness", "reporting_timeliness",)),
)


def codes_of(indicator: str) -> tuple[str, ...]:
    """Return the rows an indicator answers, in order."""
    return tuple(row.code for row in CATALOGUE if indicator in row.by)
