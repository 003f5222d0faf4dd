"""One-off awards for a title or a certificate (requirements B08): grants of a scheme of type cme."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

AWARD_REASON = CodeList(
    name="award_reason",
    title=Text("奖励事由", "What an award is for"),
    codes=(
        Code("senior_title", Text("取得高级职称", "Senior title"), ("高级职称", "正高", "副高", "晋升高级职称")),
        Code("middle_title", Text("取得中级职称", "Middle title"), ("中级职称", "中级")),
        Code("licence", Text("取得执业（助理）医师资格", "Licence as an (assistant) physician"), ("取得执业资格", "执业医师资格", "取得执业医师资格")),
        Code("certificate", Text("取得专项技术认证", "Certificate in a technique"), ("专项技术认证", "专项技术证书")),
    ),
)
