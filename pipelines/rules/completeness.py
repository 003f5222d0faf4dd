"""Did everything come, and is it filled in?"""

from pipelines.core.rule import Rule
from pipelines.core.text import Text

NOT_SENT = Rule(
    name="not_sent",
    dimension="completeness",
    title=Text("没有报送", "Not sent"),
    definition=Text(
        "同一根地区下半数以上单位报送了该表的该时期，或该单位上一时期报送过而本期已有单位报送时（薪酬除外），应报送；报送即通过",
        "Expected where at least half of the units under the same root sent the dataset for the period, or (not for pay) where the "
        "unit sent it the period before and anybody sent this one. Passed when it was sent.",
    ),
    detail=Text("没有报送，而同级单位中 {checked} 个已报送", "was not sent, while {checked} units sent it"),
    remedy=Text("请补报；确无此项的，请说明原因", "send it; where there is nothing to send, say why"),
)
FIELD_BLANK = Rule(
    name="field_blank",
    dimension="completeness",
    title=Text("重要项目空缺", "Important fields left blank"),
    definition=Text(
        "对统计要用而允许空缺的列，填写行数不低于应填行数乘以站点阈值即通过；全地区都没有填写的列不计",
        "For each column that may be blank but that figures rest on: passed when the share filled is not below the site's "
        "threshold. A column nobody under the root fills in is not collected and not tested.",
    ),
    detail=Text("“{key}”应填 {expected} 行，只填了 {found} 行", '"{key}" is filled in {found} of {expected} rows'),
    remedy=Text("请补填后重新报送", "fill it in and send the sheet again"),
)
