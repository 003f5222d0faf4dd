"""People of a place, by kind of population; never mixed."""

from dataclasses import replace

from pipelines.codelists.population_age import POPULATION_AGE
from pipelines.columns import AGE_BAND, COUNTY_BUREAU, REGION_CODE, YEAR
from pipelines.core.column import Column
from pipelines.core.dataset import Cell, Dataset, Sheet, Unpivot
from pipelines.core.text import Text

_KINDS = (
    Cell(("户籍人口", "Household population"), "household", "persons"),
    Cell(("常住人口", "Resident population"), "resident", "persons"),
    Cell(("服务人口", "Population served"), "served", "persons"),
    Cell(("农业人口", "Agricultural population"), "agricultural", "persons"),
)
POPULATION = Dataset(
    name="population",
    title=Text("人口", "Population"),
    grain=Text("一行是一个地区（或机构）一年一种口径的人口", "One row is the people of a place, a year and a kind"),
    key=("region_code", "period", "population_kind", "age_band"),
    place="region_code",
    period="label",
    topic="places",
    filled_by=COUNTY_BUREAU,
    note=Text(
        "户籍、常住、服务、农业人口口径不同，不得混填；分年龄的须各段齐全，总数另起一行或一列",
        "Household, resident, served and agricultural population differ and are never mixed; by age, give every band, and the total in a row or "
        "column of its own",
    ),
    required=("region_code", "population_kind", "persons"),
    columns=(
        REGION_CODE,
        YEAR,
        Column(
            name="population_kind", kind="text", title=Text("人口口径", "Kind of population"), headers=("口径",),
            codelist="population_kind", example="常住人口",
        ),
        replace(
            AGE_BAND, codelist="population_age", example="65 岁及以上",
            note=Text("只报总数的留空", "blank where only the total is given"),
        ),
        Column(name="persons", kind="number", title=Text("人口数", "Persons"), headers=("人数", "人口"), unit="person", minimum=0, example="17350"),
        Column(name="origin", kind="text", title=Text("数据来源", "Origin of the figure"), headers=("来源",), example="统计年鉴"),
    ),
    sheets=(
        Sheet(
            name="long",
            title=Text("人口表", "Population table"),
            signature=("region_code", "year", "population_kind", "persons"),
        ),
        Sheet(
            name="wide",
            title=Text("人口表（分口径列）", "Population table, a column for each kind"),
            signature=("region_code", "year"),
            unpivot=Unpivot(
                into="population_kind",
                cells=_KINDS,
            ),
            absent=("persons",),
        ),
        Sheet(
            name="by_place",
            title=Text("人口表（一个地区一张工作表）", "Population table, a sheet for each place"),
            signature=("year",),
            unpivot=Unpivot(into="population_kind", cells=_KINDS),
            absent=("persons",),
            sheet_is="region_code",
        ),
        Sheet(
            name="ages",
            title=Text("人口表（分年龄列）", "Population table, a column for each age band"),
            signature=("region_code", "year", "population_kind"),
            unpivot=Unpivot(
                into="age_band",
                cells=(
                    Cell(("总人口", "全部年龄", "All ages"), "all", "persons"),
                    *(
                        Cell((c.title.zh, c.title.en, *c.spellings, f"{c.title.zh}人口"), c.code, "persons")
                        for c in POPULATION_AGE.codes if c.code != "all"
                    ),
                ),
            ),
            absent=("persons", "age_band"),
        ),
        Sheet(
            name="payments",
            title=Text("支付表中的登记患者", "Patients in a payment file"),
            signature=("region_code",),
            headers={"region_code": ("Practice Code", "PRAC_CODE")},
            unpivot=Unpivot(
                into="population_kind",
                cells=(
                    Cell(("Number of Registered Patients (Last Known Figure)",), "payment_list", "persons"),
                    Cell(("Number of Weighted Patients (Last Known Figure)",), "payment_list_weighted", "persons"),
                ),
            ),
        ),
        Sheet(
            name="workforce",
            title=Text("人员表中的登记患者", "Patients in a workforce file"),
            signature=("region_code", "year", "persons"),
            headers={"region_code": ("Practice.Code", "PRAC_CODE"), "year": ("Year",), "persons": ("TOTAL_PATIENTS",)},
            constants={"population_kind": "registered"},
            label_rule="fiscal_year_ending",
        ),
    ),
)
