"""Measures of income that others publish."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

INCOME_MEASURE = CodeList(
    name="income_measure",
    title=Text("收入统计量", "Income measure"),
    codes=(
        Code("contractor_mean", Text("合伙全科医生税前收入均值", "Contractor income before tax, mean"), only_in="England"),
        Code("contractor_d1", Text("合伙全科医生税前收入第 1 十分位", "Contractor income before tax, first decile"), only_in="England"),
        Code("contractor_d9", Text("合伙全科医生税前收入第 9 十分位", "Contractor income before tax, ninth decile"), only_in="England"),
        Code("salaried_mean", Text("受薪全科医生税前收入均值", "Salaried income before tax, mean"), only_in="England"),
        Code("salaried_d1", Text("受薪全科医生税前收入第 1 十分位", "Salaried income before tax, first decile"), only_in="England"),
        Code("salaried_d9", Text("受薪全科医生税前收入第 9 十分位", "Salaried income before tax, ninth decile"), only_in="England"),
        Code("earnings_mean", Text("诊所总收入均值", "Total earnings, mean"), only_in="England"),
        Code("expenses_mean", Text("诊所总支出均值", "Total expenses, mean"), only_in="England"),
        Code("mean", Text("均值", "Mean"), ("平均", "人均收入", "平均工资")),
        Code("median", Text("中位数", "Median"), ("中位",)),
    ),
)
