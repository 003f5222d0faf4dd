"""Programmes that train students for a place."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

STUDENT_PROGRAMME = CodeList(
    name="student_programme",
    title=Text("培养项目", "Programme"),
    codes=(
        Code("order_bachelor", Text("订单定向本科", "Targeted bachelor's degree"), ("农村订单定向医学生", "订单定向免费医学生", "免费医学生", "国家免费医学生")),
        Code("order_college", Text("订单定向专科", "Targeted junior college"), ("定向专科", "省级订单定向专科")),
        Code("village_graduate", Text("大学生乡村医生专项计划", "Graduates as village doctors"), ("大学生村医", "大学生乡村医生")),
        Code("local", Text("本地委托培养", "Trained on local order"), ("委托培养", "村医定向培养", "本土化培养")),
        Code("assistant_programme", Text("乡村全科助理医师培养", "Rural general assistant programme"), ("助理全科医生培训",)),
        Code("other", Text("其他培养项目", "Another programme"), ("其他",)),
    ),
)
