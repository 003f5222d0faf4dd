"""Past evaluations: which policy, what design, what effect, how far it can be relied on."""

from dataclasses import replace

from pipelines.columns import POLICY_ID, PREFECTURE_BUREAU, REGION_CODE
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet
from pipelines.core.text import Text

EVALUATION = Dataset(
    name="evaluation",
    title=Text("政策评价", "Evaluations"),
    grain=Text("一行是一项评价的一个结果", "One row is a result of an evaluation"),
    key=("evaluation_id",),
    place="region_code",
    period="none",
    topic="policy",
    filled_by=PREFECTURE_BUREAU,
    note=Text(
        "登记已完成的评价，效应照报告原文填写，一项评价有几个结果指标的分行编号；没有对照的设计不得作为因果证据",
        "Evaluations that are finished, with the effect as reported; one that has several outcomes takes a row and an identifier for each. A "
        "design without comparison is no evidence of cause",
    ),
    required=("evaluation_id", "region_code", "evaluation_design"),
    in_order=(("baseline_on", "endline_on"),),
    references=(Reference("policy_id", "policy", "policy_id"),),
    columns=(
        Column(name="evaluation_id", kind="code", title=Text("评价编号", "Evaluation ID"), example="E2023-01"),
        POLICY_ID,
        replace(REGION_CODE, title=Text("评价地区代码", "Place evaluated"), headers=("地区代码", *REGION_CODE.headers)),
        Column(
            name="evaluation_design", kind="text", title=Text("评价设计", "Evaluation design"), headers=("设计类型", "研究设计"),
            codelist="evaluation_design", example="双重差分",
        ),
        Column(name="evaluation_method", kind="text", title=Text("评价方法", "Method"), headers=("分析方法",), example="县级固定效应回归"),
        Column(
            name="outcome", kind="text", title=Text("结果指标", "Outcome"), headers=("评价指标",), example="年离岗率",
        ),
        Column(name="baseline_on", kind="date", title=Text("基线日期", "Baseline"), headers=("基线时间",), example="2018-12-31"),
        Column(name="endline_on", kind="date", title=Text("终线日期", "End"), headers=("终线时间", "评价截止日期"), example="2022-12-31"),
        Column(
            name="effect", kind="number", title=Text("效应值", "Effect"), headers=("效应估计",), example="-1.8",
            note=Text("按报告原文的单位", "in the unit of the report"),
        ),
        Column(name="effect_unit", kind="text", title=Text("效应单位", "Unit of effect"), example="百分点"),
        Column(name="effect_lower", kind="number", title=Text("置信区间下限", "Interval, lower"), headers=("区间下限",), example="-3.1"),
        Column(name="effect_upper", kind="number", title=Text("置信区间上限", "Interval, upper"), headers=("区间上限",), example="-0.5"),
        Column(
            name="confidence_level", kind="number", title=Text("置信水平", "Confidence level"), unit="share", minimum=0, maximum=1,
            example="0.95",
        ),
        Column(name="sample_size", kind="integer", title=Text("样本量", "Sample size"), minimum=0, example="412"),
        Column(
            name="evidence_grade", kind="text", title=Text("证据等级", "Strength of evidence"), headers=("证据强度",),
            codelist="evidence_grade", example="中",
        ),
        Column(name="evaluator", kind="text", title=Text("评价机构", "Evaluator"), headers=("评价单位",), example="示范大学公共卫生学院"),
    ),
    sheets=(
        Sheet(
            name="results", title=Text("政策评价登记表", "Evaluation results"), signature=("evaluation_id", "evaluation_design"),
        ),
    ),
)
