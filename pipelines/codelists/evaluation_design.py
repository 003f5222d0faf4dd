"""How a past evaluation was set up."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

EVALUATION_DESIGN = CodeList(
    name="evaluation_design",
    title=Text("评价设计", "Evaluation design"),
    codes=(
        Code("randomised", Text("随机对照", "Randomised"), ("随机试验", "RCT"), role="comparison"),
        Code("staggered_did", Text("多期双重差分", "Staggered difference in differences"), ("交错双重差分",), role="comparison"),
        Code("did", Text("双重差分", "Difference in differences"), ("DID", "倍差法"), role="comparison"),
        Code("regression_discontinuity", Text("断点回归", "Regression discontinuity"), ("断点设计", "RD"), role="comparison"),
        Code("interrupted_series", Text("间断时间序列", "Interrupted time series"), ("中断时间序列", "ITS"), role="comparison"),
        Code("matched", Text("匹配对照", "Matched comparison"), ("倾向得分匹配", "PSM"), role="comparison"),
        Code("before_after", Text("前后比较", "Before and after"), ("前后对比", "自身前后")),
        Code("cross_section", Text("横断面比较", "Cross-section"), ("横断面",)),
        Code("qualitative", Text("定性访谈", "Qualitative"), ("访谈", "座谈")),
    ),
)
