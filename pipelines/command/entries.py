"""The manual pages of the loading half."""

from __future__ import annotations

from pipelines.command.manual import Entry
from pipelines.core.text import Text

WORKSPACE = Text("工作区文件夹，由 xiangyi init 建立", "the workspace, a folder made by xiangyi init")
PERIOD = Text(
    "文件中找不到时期时使用的时期，如 2024、2024-Q3、2024-07、2019-20",
    "the period of files that do not say theirs: 2024, 2024-Q3, 2024-07, 2019-20",
)
MARK = Text(
    "把标注了问题的工作簿写入此文件夹：有问题的单元格着色并加批注，另有“错误”工作表；原文件不变",
    "write marked copies into this folder: wrong cells coloured and commented, and a sheet that lists all; the files stay as they are",
)
AS_JSON = Text("输出 JSON，供程序读取", "print JSON, for programs")
PROFILE = Text(
    "发布范围：internal（默认）、restricted、public；后两者只能查询 xiangyi release 列出的表，其他命令只提供 internal",
    "release profile: internal (the default), restricted, public; the last two answer what xiangyi release lists, in observe alone",
)
CORRECT = Text(
    "更正：只替换主键相同的行，其余行保留；不加则替换整个时期",
    "correct: only rows with the same key are replaced, all others stay; without it the whole period is replaced",
)
BY = Text("报送人（操作人）姓名，记入台账；默认为操作系统用户", "who sends or does this, kept in the ledger; the system's user when left out")
WAIT = Text("工作区被占用时等候的秒数，默认 0：说明由谁占用后退出", "seconds to wait while another holds the workspace; 0 when left out: it says who, and ends")
YES = Text("不询问，直接执行", "go ahead without asking")
FILES = Text(
    "一个或多个 .xlsx、.xls、.xlsb、.ods、.et、.csv 文件，或放有这些文件的文件夹；名称与顺序不限",
    "one or more .xlsx, .xls, .xlsb, .ods, .et or .csv files, or folders of them; any names, any order",
)

INIT = Entry(
    summary=Text("建立工作区", "make a workspace"),
    description=Text(
        "建立一个文件夹，内含 site.toml（站点设置）、原始档案、台账、密钥和数据版本。已是工作区的文件夹不会被覆盖。\n"
        "随产品提供的站点：demo、ngari、yangquan、england、us_health_centres、blank；也可给出自己的 site.toml。",
        "Makes one folder with site.toml (the settings), the raw archive, the ledger, the secret and the builds. A folder that "
        "is a workspace already is never overwritten.\n"
        "Sites shipped: demo, ngari, yangquan, england, us_health_centres, blank; or give a site.toml of your own.",
    ),
    options={
        "folder": Text("要建立的文件夹", "the folder to make"),
        "site": Text("站点名称，或 site.toml 文件", "the name of a shipped site, or a site.toml"),
    },
    examples=("xiangyi init mine --site blank", "xiangyi init england --site england"),
)
CHECK = Entry(
    summary=Text("只检查文件，不加载", "show what would be loaded; load nothing"),
    description=Text(
        "按表头识别文件，列出会加载什么、与现有数据相比新增、更改、消失多少行，以及每一处问题（文件、工作表、行、列、原因、如何处理）。\n"
        "有错误时退出码为 1。",
        "Recognises files by their headers and lists what they would load, which rows are new, changed or gone against what is "
        "there, and every problem: file, sheet, row, column, reason, what to do.\nExits with 1 when there are errors.",
    ),
    options={"files": FILES, "workspace": WORKSPACE, "period": PERIOD, "correct": CORRECT, "as_json": AS_JSON, "mark": MARK},
    examples=("xiangyi check 花名册.xlsx --workspace mine --mark 退回", "xiangyi check *.csv --workspace england --json"),
)
LOAD = Entry(
    summary=Text("加载文件并发布一个数据版本", "load files and publish one build"),
    description=Text(
        "先显示摘要与差异并询问，同意后加载。合格的行入库，不合格的行隔离（只记位置与原因）。同一数据集、报送单位、时期再次加载即替换，"
        "绝不累加；内容相同的文件只加载一次。只改几行时用 --correct。标题或工作表名写明全年、而数据按月的表，没有行的月份按空处理。"
        "任何时候中断，原数据版本照常使用，再次加载即可。",
        "Shows summary and diff, asks, then loads. Good rows load, bad ones are quarantined (place and reason only). The same "
        "dataset, reporting unit and period loaded again replaces what was there and never adds to it; the same content loads "
        "once. To change a few rows only, use --correct. Where a title or a sheet's name states a year and the rows are by month, "
        "months without rows count as empty. Stopped at any moment, the build before stays in use and the next load works.",
    ),
    options={
        "files": FILES, "workspace": WORKSPACE, "period": PERIOD, "correct": CORRECT, "by": BY, "wait": WAIT, "yes": YES, "as_json": AS_JSON,
        "mark": MARK,
    },
    examples=(
        "xiangyi load 花名册.xlsx --workspace mine --by 张三", "xiangyi load 更正.xlsx --workspace mine --correct",
        "xiangyi load *.csv --workspace england --yes",
    ),
)
TEMPLATE = Entry(
    summary=Text("生成填报模板", "write a template to fill in"),
    description=Text(
        "生成一个 .xlsx 工作簿，每个数据集一个工作表：中英文表头、必填标记、下拉选项、文本与日期格式、示例行（读取时忽略），另有“填表说明”。"
        "填好后直接用 check 或 load。数据集写名称或标题，见 xiangyi status 或手册。",
        "Writes one .xlsx workbook with a sheet for each dataset: headers in Chinese and English, required columns marked, "
        "drop-downs, formats for codes and days, an example row that loading ignores, and notes. Filled in, it goes to check and "
        "load as it is. Name datasets by name or title.",
    ),
    options={
        "datasets": Text("一个或多个数据集，写名称或标题", "one or more datasets, by name or title"),
        "to": Text("要写入的 .xlsx 文件", "the .xlsx file to write"),
        "every": Text("所有数据集", "every dataset"),
    },
    examples=("xiangyi template roster pay --to template.xlsx", "xiangyi template --all --to templates.xlsx --lang en"),
)
RECORDS = Entry(
    summary=Text("把已入库的记录按模板格式导出", "write loaded records in the form of the template"),
    description=Text(
        "从正在使用的数据版本写出一个数据集的全部记录，列与模板相同；姓名、身份证号等个人信息不在其中，人以“人员标识”区分，"
        "这样的表不能再次上报。内部使用。以 = + - @ 开头的文字不会成为公式。",
        "Writes the records of a dataset from the build in use, in the columns of its template. Names, ID numbers and other personal "
        "columns are not among them; people are told apart by their person key, and such a table cannot be loaded again. For use inside. "
        "Text that begins with = + - or @ never becomes a formula.",
    ),
    options={
        "dataset": Text("数据集，写名称或标题", "the dataset, by name or title"),
        "workspace": WORKSPACE,
        "to": Text("要写入的 .xlsx 或 .csv 文件", "the .xlsx or .csv file to write"),
        "region": Text("只要一个地区及其下属，写代码", "one region and all below it only, by its code"),
        "period": Text("只要一个时期以内的记录，如 2024、2024-07", "only the records of a period, such as 2024 or 2024-07"),
        "profile": PROFILE,
    },
    examples=("xiangyi records roster --workspace mine --to roster.xlsx --region 140322 --period 2024",),
)
STATUS = Entry(
    summary=Text("查看工作区现有数据", "show what a workspace holds"),
    description=Text(
        "显示站点、正在使用的数据版本、各数据集的行数与时期、最近的批次。", "Shows the site, the build in use, the rows and periods of each dataset, and the latest batches."
    ),
    options={"workspace": WORKSPACE, "as_json": AS_JSON},
    examples=("xiangyi status --workspace mine",),
)
QUALITY = Entry(
    summary=Text("查看数据质量和待核实的问题", "show data quality, and what to follow up"),
    description=Text(
        "四个维度（完整性、及时性、一致性、准确性）各为通过的检验数 ÷ 检验数，0-100；每一个没有通过的检验都是一条待核实的问题。下级的检验计入上级，"
        "月份的计入年份，从不对分数求平均。说明后数字有变的问题会重新打开。截止日由站点设置 [due] 规定。\n"
        "csv 输出问题清单；json 含 scores（place_code、level、period、dimension、passed、tests、score）和 findings。",
        "Each of the four dimensions (completeness, timeliness, consistency, correctness) is tests passed ÷ tests made, 0-100, and every "
        "test that is not passed is a finding to follow up. Tests count for the places above and for the year; scores are never "
        "averaged. A finding whose figures changed since it was explained is open again. When data are due: site setting [due].\n"
        "csv prints the findings; json holds scores (place_code, level, period, dimension, passed, tests, score) and findings.",
    ),
    options={
        "workspace": WORKSPACE,
        "region": Text("只看一个地区及其下级，写代码", "one region and what is below it, by its code"),
        "period": Text("时期，all 为全部；默认为最近一年", "the period, or all; the newest year when left out"),
        "form": Text("输出格式：table、csv、json", "how the answer is printed: table, csv, json"),
    },
    examples=(
        "xiangyi quality --workspace data/workspace/demo --region 140321 --period 2024",
        "xiangyi quality --workspace mine --period all --format csv",
    ),
)
EXPLAIN = Entry(
    summary=Text("把一条问题标为已说明", "mark a finding as explained"),
    description=Text(
        "记下谁、为什么；标记保存在工作区的 followup.sqlite 中，重建数据版本后仍然有效，历史全部保留。数字变了会重新打开。",
        "Keeps who said it and why in the workspace's followup.sqlite, for this and every later build, with all its history. When the "
        "figures change the finding is open again.",
    ),
    options={
        "finding": Text("问题编号，见 xiangyi quality", "its id, see xiangyi quality"),
        "workspace": WORKSPACE,
        "by": Text("姓名", "who says so"),
        "why": Text("原因", "why it is as it is"),
        "reopen": Text("重新打开已说明的问题", "open an explained finding again"),
    },
    examples=("xiangyi explain 6af9025b0591 --by 王某 --why 2024年3月起两院合并 --workspace mine",),
)
BOUNDARIES = Entry(
    summary=Text("检查并加载行政界线", "check a boundary pack and put it on the map"),
    description=Text(
        "读取 GeoPackage、GeoJSON 或压缩的 Shapefile，检查图形是否有效、有无重叠与空隙、坐标系是否写明，再与地区名录匹配：先按代码（名称须一致），"
        "再按所在县和名称。两边没有匹配上的都列出来，绝不猜测。通过后写入工作区的 boundaries 文件夹，同名的包被替换；看板下次启动或加载后使用。\n"
        "说明可写在同名的 .toml 文件里（title_zh、title_en、code_column、name_column、county_column、level、vintage、code_system、approval_no、licence、"
        "quality、note_zh、note_en），也可用选项给出，选项优先。没有审图号的界线，每张图都注明不得公开发布。",
        "Reads a GeoPackage, GeoJSON or zipped Shapefile; checks that shapes are valid, overlap nowhere and leave no gaps, and that the CRS is "
        "known; then matches them to the region register, by code where the names agree, else by county and name. What is left over on either "
        "side is listed, never guessed. A pack that passes goes into the workspace's boundaries folder, in place of one of the same name; the "
        "dashboard uses it when it next starts or data are loaded.\n"
        "The description may stand in a .toml file of the same name (title_zh, title_en, code_column, name_column, county_column, level, vintage, "
        "code_system, approval_no, licence, quality, note_zh, note_en) or in options, which go first. Without a map approval number every map "
        "says that it must not be published.",
    ),
    options={
        "file": Text("一个 .gpkg、.geojson 或 .zip 文件", "a .gpkg, .geojson or .zip file"),
        "workspace": WORKSPACE,
        "check": Text("只检查，不写入", "check only; write nothing"),
        "pack": Text("界线包的名称，默认取文件名", "name of the pack; that of the file when left out"),
        "code_column": Text("代码列，默认按常用名称查找", "the column of codes; found by its usual names when left out"),
        "name_column": Text("名称列", "the column of names"),
        "county_column": Text("所在县的代码或名称列", "the column with the county's code or name"),
        "level": Text("层级，默认为机构的上一级（乡镇）", "the level; the one above facilities (township) when left out"),
        "layer": Text("GeoPackage 有几个图层时用哪一个", "which layer of a GeoPackage with several"),
        "crs": Text("文件没有写明的坐标系，如 EPSG:4490、GCJ-02", "the CRS of a file that does not say it: EPSG:4490, GCJ-02"),
        "vintage": Text("界线所示日期，如 2025-12-31", "the day the lines show, such as 2025-12-31"),
        "code_system": Text("代码体系及其日期，如 MCA 2025-12-31；与名录一致时以代码为准", "the code system and its date; where it is the register's, codes decide"),
        "approval": Text("审图号", "the map approval number"),
        "licence": Text("使用许可或来源", "the licence or where it came from"),
        "quality": Text("official（官方）、user（自备，默认）或 schematic（示意）", "official, user (when left out) or schematic"),
        "simplify": Text("边线最多移动多少米，默认 0（不简化）", "by how many metres edges may move; 0 (as they are) when left out"),
        "as_json": AS_JSON,
    },
    examples=(
        "xiangyi boundaries 乡镇界.gpkg --workspace mine --check",
        "xiangyi boundaries towns.zip -w mine --crs EPSG:4490 --approval 晋S（2024）001号",
    ),
)
