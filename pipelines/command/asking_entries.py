"""The manual pages of what asks the build in use: indicators, observe, rank, trace."""

from __future__ import annotations

from pipelines.command.entries import AS_JSON, PROFILE, WORKSPACE
from pipelines.command.manual import Entry
from pipelines.core.comparison import COMPARISONS
from pipelines.core.indicator import BREAKDOWNS
from pipelines.core.text import Text

_BREAKDOWNS = ", ".join(BREAKDOWNS)
_NAME = Text("指标名，见 xiangyi indicators", "its name, see xiangyi indicators")
_PERIOD = Text(
    "时期：2024、2024-H1、2024-Q3、2024-07、财政年度 2022-23，或年初至某月 2024-01..2024-07；默认为所有有数据的年度",
    "the period: 2024, 2024-H1, 2024-Q3, 2024-07, a fiscal year 2022-23, or a year to date 2024-01..2024-07; every year with data "
    "when left out",
)
_ONE_PERIOD = Text(
    "时期：2024、2024-H1、2024-Q3、2024-07、财政年度 2022-23，或年初至某月 2024-01..2024-07",
    "the period: 2024, 2024-H1, 2024-Q3, 2024-07, a fiscal year 2022-23, or a year to date 2024-01..2024-07",
)
_LEVEL = Text("层级，如 county；默认为该地区的层级，未写地区时为最高层级", "level, such as county; that of the region when left out, else the highest")
_BY = Text(
    f"分组，一个或以逗号分开的两个：{_BREAKDOWNS}；各指标可用的分组见 xiangyi indicators --json",
    f"breakdown, one or two with a comma between them: {_BREAKDOWNS}; which an indicator has: xiangyi indicators --json",
)
_CATEGORY = Text("只看分组中的一类，写代码；两个分组时以逗号分开", "one category of the breakdown, by its code; of two breakdowns with a comma between")
_POPULATION = Text(
    "人口口径，如 resident、household、served；默认为站点所定，不可混用", "kind of population, such as resident, household, served; the site's when left out"
)
_TO = Text(
    "写入文件，按扩展名：.csv（带 BOM，Excel 可直接打开中文；以 = + - @ 开头的文字不会成为公式）、.parquet 或 .json；含中英文名称、状态和数据版本",
    "write a file, by its ending: .csv (with BOM, so that Excel reads Chinese; text that begins with = + - @ is no formula), .parquet or "
    ".json; names in both languages, status and build are in it",
)
_FORM = Text("输出格式：table、csv、json", "how the answer is printed: table, csv, json")
_KINDS = Text("；".join(f"{c.kind}（{c.title.zh}）" for c in COMPARISONS.values()), "; ".join(f"{c.kind} ({c.title.en})" for c in COMPARISONS.values()))

INDICATORS = Entry(
    summary=Text("列出指标目录", "list the indicators"),
    description=Text(
        "JSON 中每个指标含 name、codes（所属目录条目）、title、definition、unit、polarity、kind、time（时点或时期）、base、interval、additive、yearly、"
        "breakdowns、needs、source、caveat；用于程序和手册。",
        "In JSON each has name, codes (the rows of the catalogue it covers), title {zh, en}, definition {zh, en}, unit, polarity, kind, "
        "time (stock or flow), base, interval, additive, yearly, breakdowns, needs, source, caveat.",
    ),
    options={"as_json": AS_JSON, "to": Text("把目录写入 .json 文件", "write the catalogue into a .json file")},
    examples=("xiangyi indicators", "xiangyi indicators --json", "xiangyi indicators --to indicators.json"),
)
OBSERVE = Entry(
    summary=Text("查询一个指标", "ask for one indicator"),
    description=Text(
        "从正在使用的数据版本回答。占比为 0-1；金额为元或站点货币的基本单位。status：ok、small_n（n 不足 5）、partial（未全部上报）、"
        "no_denominator、not_collected（无人报送，绝不显示为 0）、not_estimable。\n"
        "时期可写年、半年、季、月、财政年度，也可写年初至今（2024-01..2024-07）：时点数取最后一月，时期数取各月合计；留任、离岗等只按满 12 个月回答。\n"
        "比较时占比以百分点、金额以 % 表示；不满一年只与上年相同月份相比；部分上报、人数很少的不比较，并说明原因。目标取自站点设置 [[targets]]。",
        "Answers from the build in use. Shares are 0-1, money is in the site's base unit. status: ok, small_n (n below 5), partial "
        "(not every unit reported), no_denominator, not_collected (nobody reports it; never shown as 0), not_estimable.\n"
        "Periods are years, halves, quarters, months, fiscal years, and years to date (2024-01..2024-07): of a stock the last month, of a flow "
        "all its months; leavers, retention and the like are answered for twelve months only.\n"
        "In a comparison shares change in percentage points and amounts in per cent; part of a year meets the same months only; what is "
        "partly reported or rests on few people is not compared, and it says why. Targets are the site's ([[targets]]).",
    ),
    options={
        "indicator": _NAME, "workspace": WORKSPACE, "level": _LEVEL,
        "region": Text("只要一个地区（或其下某一层级的全部地区，与 --level 合用），写代码",
                       "one region only, by its code; with --level below it, all regions of that level under it"),
        "period": _PERIOD, "by": _BY, "at": Text("生存曲线的时点，以站点的时长单位计", "the times of a survival curve, in the site's unit of tenure"),
        "population": _POPULATION,
        "compare": Text(f"比较，一种或以逗号分开的几种：{_KINDS.zh}", f"compare, one way or several with commas between: {_KINDS.en}"),
        "profile": PROFILE, "to": _TO, "form": _FORM,
    },
    examples=(
        "xiangyi observe density --workspace data/workspace/demo --level county --period 2022",
        "xiangyi observe headcount -w mine --region 140321 --period 2024 --by staff_group,sex --to a.csv",
        "xiangyi observe density -w mine --level county --period 2024-07 --compare same_last_year,peers",
        "xiangyi observe survival --workspace us --at 26,52,104,130 --format json",
    ),
)  # fmt: skip
RANK = Entry(
    summary=Text("各地排名，并说明名次有多可靠", "rank places, and say how far ranks may be trusted"),
    description=Text(
        "同一层级、同一时期的各地依次排列，附名次区间（全部名次同时成立的概率不低于 95%）、与上期相比、收缩率、漏斗图位置、红黄绿灯和目标。"
        "分不出先后的地区归为一组。部分上报、未采集的不排名，单独列出。灯的界值取自站点设置 [lights.指标]，目标取自 [[targets]]。",
        "Lists the places of one level and period in order, with the interval of every rank (all of them hold at once with 95% or more), "
        "the move since the period before, the shrunken rate, the position in the funnel, the light and the target. Places that cannot be "
        "told apart form a group. What is partly reported or not collected is listed apart and not ranked. Lights are the site's "
        "[lights.INDICATOR], targets its [[targets]].",
    ),
    options={
        "indicator": _NAME, "workspace": WORKSPACE, "level": Text("排名的层级，如 township", "the level that is ranked, such as township"),
        "parent": Text("只排一个地区之下的，写代码", "only the places under a region, by its code"), "period": _ONE_PERIOD, "by": _BY, "category": _CATEGORY,
        "population": _POPULATION, "profile": PROFILE, "to": _TO, "form": _FORM,
    },
    examples=(
        "xiangyi rank leaver_rate -w mine --level township --parent 140321 --period 2024",
        "xiangyi rank density --workspace mine --level county --period 2024 --format csv",
    ),
)  # fmt: skip
TRACE = Entry(
    summary=Text("追溯一个数字的来历", "show where a number comes from"),
    description=Text(
        "从数字到所运行的 SQL（绑定的值列在旁边）、中间表、数据集，再到文件和批次（何人、何时、哪张表）。内部范围内还列出逐行记录："
        "分子、分母各由哪些行相加而成，合计与所示数字核对；以及这些人员或地区在原文件中的行。人员只显示标识的前几位。\n"
        "JSON 含 observations、statements、tables、datasets、sheets、checks、rows、source_rows。",
        "Goes from the number to the SQL that was run (bound values beside it), the tables and datasets, and on to files and batches: who sent "
        "them, when, which sheet. In the internal profile the rows follow: those that add up to numerator and denominator, their sums set "
        "beside the number, and the rows of the files about the same persons or places. Of persons the first characters of a key are shown.\n"
        "JSON holds observations, statements, tables, datasets, sheets, checks, rows, source_rows.",
    ),
    options={
        "indicator": _NAME, "workspace": WORKSPACE, "region": Text("地区代码；默认为根地区", "the region, by its code; the root when left out"),
        "level": _LEVEL, "period": _ONE_PERIOD, "by": _BY, "category": _CATEGORY, "population": _POPULATION, "profile": PROFILE,
        "rows": Text("每部分列出多少行，默认 20；0 为全部", "how many rows of each part are listed; 20 when left out, 0 for all"),
        "form": Text("输出格式：table、json", "how it is printed: table, json"),
    },
    examples=(
        "xiangyi trace density --workspace data/workspace/demo --region 140321 --period 2022",
        "xiangyi trace headcount -w mine --period 2024 --by sex --category female --format json",
    ),
)  # fmt: skip
