"""What others earn, beside which the pay of rural doctors is set."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

REFERENCE_KIND = CodeList(
    name="reference_kind",
    title=Text("对照收入口径", "Kind of reference income"),
    codes=(
        Code("urban_wage", Text("城镇非私营单位就业人员年平均工资", "Mean wage, urban non-private units"), ("城镇非私营单位平均工资", "城镇单位平均工资", "社会平均工资", "社平工资")),
        Code("urban_private_wage", Text("城镇私营单位就业人员年平均工资", "Mean wage, urban private units"), ("城镇私营单位平均工资", "私营单位平均工资")),
        Code("health_wage", Text("卫生和社会工作行业年平均工资", "Mean wage, health and social work"), ("卫生行业平均工资", "卫生和社会工作平均工资")),
        Code("education_wage", Text("教育行业年平均工资", "Mean wage, education"), ("教育行业平均工资", "教师平均工资")),
        Code("urban_income", Text("城镇居民人均可支配收入", "Disposable income per head, urban"), ("城镇居民可支配收入",)),
        Code("rural_income", Text("农村居民人均可支配收入", "Disposable income per head, rural"), ("农村居民可支配收入", "农民人均纯收入")),
        Code("county_doctor", Text("县级医院医生年平均收入", "Mean income, county hospital doctors"), ("县医院医生平均收入", "县级医院医生平均收入")),
    ),
)
