"""Figures that somebody said in public: kept beside what the data say, never used as data."""

from dataclasses import replace

from pipelines.columns import PREFECTURE_BUREAU, REGION_CODE
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Doubt, Sheet
from pipelines.core.text import Text

PUBLISHED_CLAIM = Dataset(
    name="published_claim",
    title=Text("公开数据说法", "Published claims"),
    grain=Text("一行是一个公开说法中的一个数字", "One row is a figure of a public statement"),
    key=("claim_id",),
    place="region_code",
    period="none",
    topic="policy",
    filled_by=PREFECTURE_BUREAU,
    note=Text(
        "报道、总结中的数字照原文登记，与系统数据重算的结果并列，绝不作为数据使用；一句话里有几个数字的分行填写",
        "Figures of articles and reports, word for word, shown beside what the loaded data give and never used as data; a sentence with "
        "several figures takes a row for each",
    ),
    required=("claim_id", "region_code", "claim_text"),
    columns=(
        Column(name="claim_id", kind="code", title=Text("说法编号", "Claim ID"), example="C1"),
        replace(REGION_CODE, title=Text("所说地区代码", "Place it speaks of"), headers=("地区代码", *REGION_CODE.headers)),
        Column(
            name="claim_text", kind="text", title=Text("说法原文", "Claim, word for word"), headers=("原文",), example="全年培训乡村医生 1200 余名",
        ),
        Column(name="claim_source", kind="text", title=Text("出处", "Where it was said"), headers=("说法出处",), example="示范日报"),
        Column(name="published_on", kind="date", title=Text("发表日期", "Published on"), headers=("刊发日期",), example="2025-01-08"),
        Column(
            name="claim_period", kind="text", title=Text("所说时期", "Period it speaks of"), headers=("说法所属时期",), example="2024",
            note=Text("如 2024；原文未说的留空", "such as 2024; blank where it does not say"),
        ),
        Column(
            name="claim_relation", kind="text", title=Text("表述方式", "How the figure is put"), codelist="claim_relation", example="超过",
        ),
        Column(name="claim_value", kind="number", title=Text("所说数值", "Figure"), headers=("说法数值",), example="1200"),
        Column(
            name="claim_value_to", kind="number", title=Text("所说数值上限", "Figure, upper end"), headers=("数值上限",),
            note=Text("表述为区间的填上限", "the upper end of a range"),
        ),
        Column(name="claim_unit", kind="text", title=Text("所说单位", "Unit of the figure"), headers=("数值单位",), example="人"),
        Column(
            name="computed_from", kind="text", title=Text("重算依据", "Computed from"), headers=("对应指标或数据集",), example="training",
            note=Text("用哪个指标或数据集（英文名）重算", "the name of the indicator or dataset it is computed anew from"),
        ),
        Column(
            name="missing_base", kind="text", title=Text("缺少的口径", "What is missing"), headers=("未说明的口径",),
            example="未说明是人数还是人次", note=Text("原文没有交代的范围、口径或分母", "scope, definition or base that the statement does not give"),
        ),
    ),
    doubts=(
        Doubt(
            name="range_upside_down", column="claim_value_to", condition="claim_value_to < claim_value",
            title=Text("数值上限小于数值", "Ranges whose upper end is below the lower"),
            reason=Text("所说数值的上限小于数值", "the upper end of the range is below the figure"),
            remedy=Text("请核对两个数值；不是区间的，上限留空", "check both figures; leave the upper end blank where it is no range"),
        ),
    ),
    sheets=(
        Sheet(
            name="claims", title=Text("公开数据说法登记表", "Published claims"), signature=("claim_id", "claim_text"),
        ),
    ),
)
