"""The catalogue of indicators a bureau asks for, row by row (A to I), and why a row is a rule or cannot be answered.

Which indicators cover a row is declared by the indicators themselves (`codes`).
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
    """A row: its code (S1), what it is called; `rule` where it is a rule or a check rather than an indicator, `lacks` the data it would need."""

    code: str
    term: Text
    rule: Text | None = None
    lacks: Text | None = None

    @property
    def name(self) -> str:
        """The code."""
        return self.code


def _row(code: str, zh: str, en: str, rule: Text | None = None, lacks: Text | None = None) -> CatalogueRow:
    return CatalogueRow(code, Text(zh, en), rule, lacks)


CATALOGUE: tuple[CatalogueRow, ...] = (
    _row("S1", "人数", "Headcount"),
    _row("S2", "全时当量", "Full-time equivalents"),
    _row("S3", "每千人口人数", "Density"),
    _row("S4", "配备缺口", "Norm gap"),
    _row("S5", "设卫生室的村占比", "Village coverage"),
    _row("S6", "空缺率", "Vacancy rate"),
    _row("S7", "空缺时长", "Vacancy duration"),
    _row("S8", "执业（助理）医师占比", "Licensed share"),
    _row("S9", "55 岁、60 岁及以上占比", "Share aged 55 and over, 60 and over"),
    _row("S10", "五年内退休风险", "Retirement exposure"),
    _row("S11", "年龄中位数", "Median age"),
    _row("S12", "新老比", "Renewal ratio"),
    _row("S13", "外援依赖度", "Dependency on outside staff"),
    _row("S14", "人口抚养比", "Population dependency ratio"),
    _row("S15", "性别、学历、职称构成", "Mix by sex, education, title"),
    _row("S16", "90 天内证书到期", "Licences expiring within 90 days"),
    _row("F1", "离岗率", "Leaver rate"),
    _row("F2", "主动与非主动离岗率", "Voluntary and involuntary exits"),
    _row("F3", "到岗率", "Joiner rate"),
    _row("F4", "稳定率", "Stability index"),
    _row("F5", "12、24、36 个月留任率", "Retention at 12, 24, 36 months"),
    _row("F6", "留任曲线", "Survival in post"),
    _row("F7", "中位留任年限", "Median survival"),
    _row("F8", "组间比较与风险比", "Log-rank test and hazard ratios", rule=Text(
        "统计检验，不是指标：对数秩检验与分段指数风险比由分析方法给出", "a test, not an indicator: log-rank and piecewise hazard ratios are methods of analysis")),
    _row("F9", "按任职时长的离岗风险", "Exit hazard by tenure"),
    _row("F10", "补充率", "Replenishment rate"),
    _row("F11", "缺口的流入流出分解", "Inflow and outflow of a gap"),
    _row("F12", "履约率", "Fulfilment of agreements"),
    _row("F13", "违约率", "Breach rate"),
    _row("F14", "服务期满后留任", "Retention after the obligation"),
    _row("F15", "离职意愿", "Intention to leave", rule=Text(
        "规则：意愿是调查所答，与实际留任不在同一坐标轴上显示", "a rule: intentions are answers to a survey and are never drawn on the axis of retention")),
    _row("F16", "缺勤率", "Absence rate"),
    _row("F17", "只知两次年报之间的离岗", "Exits known only between two returns", rule=Text(
        "规则：只有年报时按寿命表以年为单位计算和绘图，不画成月度", "a rule: annual returns give a life table at yearly points, never monthly steps")),
    _row("T1", "培训覆盖率", "Training coverage"),
    _row("T2", "人均学时、学分", "Hours and credits per person"),
    _row("T3", "学分达标率", "CME completion"),
    _row("T4", "合格率、完成率", "Pass and completion"),
    _row("T5", "培训前后知识变化", "Effect of training on knowledge", lacks=Text(
        "培训前、后测验的得分；培训记录只有结果（合格与否）和学时学分", "scores before and after training: the records hold the result, hours and credits only")),
    _row("T6", "职称晋升率", "Title promotion rate"),
    _row("T7", "资格升级率", "Licence upgrading"),
    _row("P1", "年收入均值、中位数", "Mean and median annual pay"),
    _row("P2", "名义增长", "Nominal growth"),
    _row("P3", "实际增长", "Real growth"),
    _row("P4", "同一批人增长", "Growth of the same persons"),
    _row("P5", "高低比", "Compression ratio"),
    _row("P6", "收入差距", "Pay gap"),
    _row("P7", "相对收入", "Relative pay"),
    _row("P8", "补贴占比", "Subsidy share"),
    _row("P9", "养老保险覆盖率", "Pension coverage"),
    _row("P10", "欠发", "Arrears"),
    _row("B1", "补贴覆盖率", "Coverage of subsidies"),
    _row("B2", "申领各环节人数", "Take-up funnel"),
    _row("B3", "发放时长", "Disbursement time"),
    _row("B4", "预算执行率", "Budget execution"),
    _row("B5", "按时发放率", "On-time rate"),
    _row("B6", "各审核点不通过率", "Rejection by audit point"),
    _row("B7", "违约与追回", "Breach and recovery"),
    _row("B8", "每多留任一人年的成本", "Cost per retained doctor-year"),
    _row("B9", "未来应付款", "Liability curve"),
    _row("M1", "远程接入率", "Linked share"),
    _row("M2", "活跃率", "Active share"),
    _row("M3", "每千人口会诊数", "Consultations per 1,000"),
    _row("M4", "系统可用时间占比", "Up-time of links", lacks=Text(
        "远程系统可用与计划运行的分钟数；现有记录只到每月在线天数（见 R3）", "minutes up and scheduled of the links: records go down to days online in a month (see R3)")),
    _row("M5", "响应时间", "Response time"),
    _row("M6", "办结率、避免转诊", "Completion, transfers avoided"),
    _row("M7", "WISN 所需人员", "WISN required staff"),
    _row("M8", "WISN 比", "WISN ratio"),
    _row("M9", "每名医生服务居民、慢病患者", "Residents and chronic patients per doctor"),
    _row("M10", "村卫生室承担的公卫工作量占比", "Public-health work done by village clinics"),
    _row("X1", "30/60 分钟内可达人口占比", "Population within 30 and 60 minutes"),
    _row("X2", "两步移动搜寻可及性", "E2SFCA accessibility"),
    _row("X3", "受能力限制的覆盖率", "Coverage limited by capacity"),
    _row("X4", "超过 60 分钟的村", "Villages beyond 60 minutes"),
    _row("E1", "基尼系数、洛伦兹曲线", "Gini and Lorenz curve"),
    _row("E2", "泰尔指数及其分解", "Theil indices, between and within"),
    _row("E3", "集中指数", "Concentration index"),
    _row("E4", "极值比、变异系数、差别指数", "Max/min, coefficient of variation, dissimilarity"),
    _row("E5", "已发表算例的复核", "A published example, reproduced", rule=Text(
        "检验：方法须复现已发表的算例", "a check: the methods have to reproduce a published example")),
    _row("R1", "合作承诺兑现率", "Partner commitments met"),
    _row("R2", "信息化就绪", "Digital readiness"),
    _row("R3", "在线天数", "Days online"),
    _row("R4", "设备达标率", "Standard kit met"),
    _row("R5", "设备可用、耗材断供天数", "Equipment up-time, stock-out days"),
    _row("R6", "健康档案覆盖与使用", "Health-record coverage and use"),
    _row("R7", "健康宣教次数与覆盖", "Education events and reach"),
    _row("R8", "慢病管理与控制", "Chronic-disease management and control"),
    _row("R9", "荣誉与受表彰后留任", "Honours, and stay after one"),
    _row("R10", "按时完成的任务节点", "Milestones on time"),
    _row("R11", "人工智能辅助的使用与采纳", "AI-aid use and acceptance"),
    _row("R12", "关键与艰苦岗位", "Key and hardship posts"),
    _row("R13", "人才计划成员、待遇与留任", "Talent members, benefits, stay"),
    _row("R14", "考试考核合格率", "Exam and appraisal pass rate"),
    _row("R15", "录用、应聘与填补时长", "Offers, acceptances, time to fill"),
    _row("R16", "上报完整性与及时性", "Reporting completeness and timeliness"),
)
