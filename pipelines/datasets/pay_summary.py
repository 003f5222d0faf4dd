"""A mean or another figure of income that somebody else computed; kept at its own grain, never rolled up."""

from pipelines.columns import PUBLISHED, RURALITY, YEAR
from pipelines.core.column import Column
from pipelines.core.dataset import Cell, Dataset, Sheet, Unpivot
from pipelines.core.text import Text

PAY_SUMMARY = Dataset(
    name="pay_summary",
    title=Text("已发布的收入统计", "Published income"),
    grain=Text("一行是一个地区、一个分层、一个时期的一个统计量", "One row is a published figure of a region, a stratum and a period"),
    key=("region_name", "practice_type", "rurality", "size_band", "period", "income_measure"),
    period="label",
    topic="money",
    filled_by=PUBLISHED,
    required=("region_name", "income_measure"),
    columns=(
        Column(name="country", kind="text", title=Text("国家", "Country"), example="中国"),
        Column(name="region_name", kind="text", title=Text("地区", "Region"), headers=("地区名称",), example="示范市"),
        Column(name="practice_type", kind="text", title=Text("诊所类型", "Practice type"), headers=("类型",), example="卫生院"),
        RURALITY,
        Column(name="size_band", kind="text", title=Text("规模", "Size"), headers=("人数规模",), example="各种规模"),
        YEAR,
        Column(
            name="income_measure", kind="text", title=Text("收入统计量", "Income measure"), headers=("统计量",),
            codelist="income_measure",
        ),
        Column(name="amount", kind="money", title=Text("金额", "Amount"), unit="currency", example="61200"),
        Column(
            name="persons", kind="number", title=Text("人数", "Persons"), headers=("Report population",), unit="person", minimum=0, example="310",
        ),
    ),
    sheets=(
        Sheet(
            name="long",
            title=Text("已发布的收入统计", "Published income, one row each"),
            signature=("region_name", "year", "income_measure", "amount"),
        ),
        Sheet(
            name="gp_income",
            title=Text("全科医生收入", "GP earnings and expenses"),
            signature=("region_name", "practice_type", "rurality", "size_band", "year"),
            headers={"rurality": ("Rurality",), "practice_type": ("Practice type",)},
            unpivot=Unpivot(
                into="income_measure",
                cells=(
                    Cell(("Income before tax (contractor)",), "contractor_mean", "amount"),
                    Cell(("Income before tax D1 (contractor)",), "contractor_d1", "amount"),
                    Cell(("Income before tax D9 (contractor)",), "contractor_d9", "amount"),
                    Cell(("Income before tax (salaried)",), "salaried_mean", "amount"),
                    Cell(("Income before tax D1 (salaried)",), "salaried_d1", "amount"),
                    Cell(("Income before tax D9 (salaried)",), "salaried_d9", "amount"),
                    Cell(("Total Earnings",), "earnings_mean", "amount"),
                    Cell(("Total Expenses",), "expenses_mean", "amount"),
                ),
            ),
            label_rule="fiscal_year_ending",
        ),
    ),
)
