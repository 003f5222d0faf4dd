"""The words of the shell, in both languages. Words of charts stand in dashboard.charts.words."""

from __future__ import annotations

from pipelines.core.indicator import UNIT_TITLES
from pipelines.core.text import Text

BRAND = Text("乡医", "Xiangyi")
BRAND_UNDER = Text("Xiangyi", "rural health workforce")
NAVIGATION = Text("页面", "Pages")
COMPARE, POPULATION = Text("比较", "Compare"), Text("人口", "Population")
REGION, PERIOD, BY = Text("地区", "Place"), Text("时间", "Period"), Text("分组", "Group by")
EXPORT = Text("导出", "Export")
EXPORT_HINT = Text("把本页导出为可编辑的 PowerPoint", "Download this page as an editable PowerPoint file")
SLIDE_TEMPLATE, EXPORT_IN = Text("幻灯片模板", "Slide template"), Text("导出幻灯片并选择模板", "Export slides in a template")
OTHER_LANGUAGE = Text("EN", "中文")
EVERY_PERIOD = Text("全部", "All")
COMMA_LIST = Text("、", ", ")
CARD_DEFAULT, WHOLE = Text("各卡默认", "Card default"), Text("不分组", "No grouping")
CONTROL = {"region": REGION, "period": PERIOD, "by": BY, "compare": COMPARE, "population": POPULATION}
NOTHING_FOUND = Text("没有找到。{typed}", "Nothing found. {typed}")
TOP_GROUP = Text("总体", "Whole areas")
BREADCRUMB = Text("当前位置", "You are here")
UP_TO = Text("数据截止 {day}", "data to {day}")
BUILD = Text("版本 {build}", "build {build}")
SYNTHETIC = Text("合成演示数据", "Synthetic demo data")
POLICIES = Text("政策", "Policies")
MORE_SOURCES = Text("等 {n} 类数据", ", and more, {n} kinds of record in all")
DEFINITION = Text("口径", "Definition")
THEN = Text("{period} {why}", "{why} ({period})")  # the figure compared with is at fault
AGAINST = {
    "same_last_year": Text("同比", "on {period}"),
    "previous": Text("环比", "on {period}"),
    "year_opening": Text("较年初", "since the start of the year"),
    "year_to_date": Text("累计同比", "year to date, on last year"),
    "target": Text("较目标", "vs target"),
    "parent": Text("较上级地区", "vs the region above"),
    "peers": Text("较同类地区", "vs like places"),
}
COMPARED_WITH = {
    "same_last_year": Text("同比", "Same period last year"),
    "previous": Text("环比", "Period before"),
    "year_opening": Text("较年初", "Start of the year"),
    "year_to_date": Text("累计同比", "Year to date"),
    "target": Text("较目标", "Target"),
    "parent": Text("较上级地区", "Region above"),
    "peers": Text("较同类地区", "Like places"),
}
LIGHT = {"green": Text("绿", "green"), "amber": Text("黄", "amber"), "red": Text("红", "red")}
COPY, COPIED = Text("复制", "Copy"), Text("已复制", "Copied")
DRAFT_HINT = Text("可直接修改；数字取自本页各卡", "edit it in place; the figures are those of this page")
NEWER_BUILD = Text("已有新版本 {build}，点此更新本页", "Build {build} is out: update this page")
SEE_PERIOD = Text("查看 {period}", "Go to {period}")
MENU = Text("更多：表格、口径、下载、演示", "More: table, definition, downloads, present")
MENU_WORDS = {
    "table": Text("查看表格", "See the table"), "about": Text("口径与来源", "Definition and sources"), "xlsx": Text("下载 Excel", "Download Excel"),
    "csv": Text("下载 CSV", "Download CSV"), "png": Text("下载图片 PNG", "Download PNG"), "svg": Text("下载图片 SVG", "Download SVG"),
    "present": Text("全屏演示", "Present"), "note": Text("结论与措施", "Conclusions and measures"), "pin": Text("加入汇报", "Pin to the report"),
    "close": Text("关闭", "Close"), "copy": COPY, "copied": COPIED,
    "rest": Text("另有 {n} 行，下载的文件中都有", "{n} more: a download has all rows"),
}
WHOLE_IN_MENU = Text("（完整口径见卡片右上角菜单：口径与来源）", "(in full in the menu of the card: Definition and sources)")
TOO_FEW = Text("数量过少，难以得出结论：{names}", "too few to conclude from: {names}")
OF_FEW = Text("{fact}（{n}）", "{fact} ({n})")
MODE_WORDS = {
    "closer": Text("放大（也可按住 Ctrl 滚动）", "Closer (or hold Ctrl and scroll)"), "farther": Text("缩小", "Farther"), "whole": Text("全图", "The whole map"),
    "turning": Text("自动换页 · 空格暂停 · → 下一页 · Esc 退出", "turns by itself · Space pauses · → next · Esc leaves"),
    "paused": Text("已暂停 · 空格继续 · → 下一页 · Esc 退出", "paused · Space resumes · → next · Esc leaves"),
    "taking": Text("正在生成幻灯片：{share} %", "making the slides: {share}%"), "untaken": Text("没有生成；请再试一次", "no slides were made; try again"),
    "nth": Text("第 {n} 张，共 {of} 张 · ← → 换卡 · Esc 退出", "{n} of {of} · ← → turn · Esc leaves"), "stop": Text("停止", "Stop"),
}
UNDRAWN = Text("打印时此处尚未画完，本页不完整；请等各卡画完再打印", "Not drawn yet when this was printed: wait until every card is there and print again")
REST = Text("另有 {n} 行未列出", "{n} more not listed")
DARK, BRIGHT = Text("深色", "Dark"), Text("浅色", "Light")
MAY_BE_ASKED = Text("可能被问到", "What may be asked")
WALL, WALL_HINT = Text("大屏", "Wall"), Text("全屏轮播各页，无需操作；按 Esc 退出", "cycles through the pages by itself; Esc leaves")
PRINT, PRINT_HINT = Text("打印", "Print"), Text("按 A4 纵向打印本页", "print this page on A4 portrait")
REPORT, REPORT_HINT = Text("汇报", "Report"), Text("已加入汇报的卡片：排序、导出", "the cards pinned to the report: order and download them")
SAME_AS = Text("持平（{against}）", "unchanged {against}")
FROM_TO = Text("{against}（{ends}）", "{against} ({ends})")
WITHIN_NOISE = Text("{change}（波动之内）", "{change} (within chance)")
COLOUR_RULE = Text(
    "变化着色：超出随机波动才着色。有区间的看区间；人数、件数及由其算出的比率，看独立事件计数的波动（对多数人留任的人数偏严）；金额、天数等以及与目标值比的计数，变化达 5 %（占比 1 个百分点）才着色；余缺、净增减不着色。",
    "Colour of a change: only beyond chance, by the interval; of a count of people or events and rates made of it, by what counts of independent "
    "events vary by (strict for staff who mostly stay). Money, days, a count against a target: from 5% (shares: 1 percentage point). Balances: none.",
)
NO_COMPARISON = Text("无上期可比", "no earlier period to compare")
WITHOUT_INTERVAL = Text("{change}（无区间）", "{change} (no interval)")
INTERVAL = Text("95 % 区间 {spread}", "95% CI {spread}")
LEFT_OUT = Text("本站没有采集所需数据，未列出：{names}", "Not listed, because this site does not collect what they need: {names}")
SILENT = Text("本期各地均未采集，未列出：{names}", "Not listed, because nowhere collected for this period: {names}")
WITHOUT_ROWS = Text("本期没有数据，未列出：{names}", "Not listed, because there are no data for this period: {names}")
UNRELEASED = Text("本发布口径不提供或未采集，未列出：{names}", "Not listed, because not given in this release profile or not collected: {names}")
NONE_RELEASED = Text("本发布口径不提供本卡的指标。", "This release profile does not give the figures of this card.")
NOT_COLLECTED_HINT = Text("没有单位上报所需数据", "no unit reports the data it needs")
NOT_ESTIMABLE_HINT = Text("人数过少或无法跨期对应", "too few people, or they cannot be followed")
NOT_REACHED_HINT = Text("随访所及，仍有一半以上的人在岗", "more than half are still there as far as people were followed")
NO_VALUE_HINT = {"not_collected": NOT_COLLECTED_HINT, "not_estimable": NOT_ESTIMABLE_HINT, "not_reached": NOT_REACHED_HINT}
SPARKLINE = Text("{title}历年走势", "{title} over the years")
UP, DOWN, CHANGED = Text("升", "up"), Text("降", "down"), Text("{against}{way} {size}", "{way} {size} {against}")
BETTER, WORSE = Text("向好", "better"), Text("变差", "worse")
PAGE_EMPTY = Text(
    "{place}在 {period} 没有单位上报本页主要指标所需的数据；下面各卡说明有什么、缺什么。",
    "No unit in {place} reported what the figures at the top of this page need for {period}; each card says what there is and what is missing.",
)
ANSWER_ONE = Text("{name} {value}", "{name} {value}")
ANSWER_LEAD = Text("{period}，{place}：{parts}。", "{place}, {period}: {parts}.")
ANSWER_CHANGE = Text("{fact}（{change}）", "{fact} ({change})")
ANSWER_JOIN = Text("；", "; ")
MAP_NONE = Text(
    "没有加载边界，此处以排名代替地图；放入边界文件后自动显示地图。",
    "No boundaries are loaded, so a ranking stands in for the map; it becomes a map once a boundary file is there.",
)
DRILL_HINT = Text("点选图上的地区可下钻；也可在此按名称选择", "Select a place on the drawing to look inside it, or by name here")
DECK_SUBTITLE = Text("{place} {period}\n{answer}", "{place}, {period}\n{answer}")
DATA_ANSWER = Text(
    "现用版本 {build}，由 {files} 个文件的 {rows} 行数据生成；有错误而隔离的 {quarantined} 行逐行列出原因，"
    "重复的 {duplicate} 行和按规则略去的 {ignored} 行（空行、示例行、合计行、未填的格）按文件列出行数。",
    "Build {build} is served, made from {rows} rows of {files} files. Rows kept out for a mistake: {quarantined}, each listed with its reason; "
    "duplicates: {duplicate}, ignored by rule (blank, example and total rows, blank cells): {ignored}, both counted by file.",
)
CATALOGUE_ANSWER = Text(
    "共 {n} 个指标，每个都写明分子、分母、统计对象和来源；页面、地图、幻灯片读的是同一份口径。",
    "{n} indicators, each with what is counted, over whom, and its source; pages, maps and slides read the same definitions.",
)
SOURCE_FILES = Text("{title}（{files}）", "{title} ({files})")
SOURCE_ONE, SOURCE_COUNT = Text("{n} 个文件", "{n} file"), Text("{n} 个文件", "{n} files")
SOURCE_JOIN = Text("、", ", ")
NOT_FOUND_TITLE = Text("没有这个页面", "There is no such page")
NOT_FOUND = Text(
    "没有这个地址的页面，或地址无法识别。请从左侧选择页面，或回到总览。",
    "There is no page at this address, or the address cannot be read. Choose a page on the left, or go back to the overview.",
)
OTHER_BUILD = Text(
    "页面是数据版本 {seen} 的，现在使用的是 {served}。一份文件只取一个版本的数字，因此没有生成；请回到页面，刷新后再取。",
    "The page is of build {seen}; build {served} is in use now. A file holds the figures of one build, so none was made: go back to the page, "
    "reload it, and take the file then.",
)
HOME = Text("回到总览", "Back to the overview")
REFUSED = Text("请求无法识别，请刷新页面后重试。", "The request was not understood; reload the page and try again.")
TOO_LONG = Text("文件超过 200 MB，请拆分后再报送。", "The file is larger than 200 MB; split it and send the parts.")
EXPLAIN_NEEDS = Text("请写明姓名和原因", "give a name and a reason")
FAILED = Text("出错了，编号 {incident}。请刷新页面；再次出现时请把编号告诉管理员。",
              "Something went wrong, incident {incident}. Reload the page; if it happens again, tell your administrator the number.")
NO_DATA_TITLE = Text("还没有数据", "No data yet")
LOADING = Text("正在载入…", "Loading…")
NEWER = Text("注意：{warning}", "Note: {warning}")

UNIT_NAMES: dict[str, Text] = {
    **UNIT_TITLES,
    "person": Text("人", "people"),
    "fte": Text("全时当量", "FTE"),
    "per_1000": Text("每千人", "per 1,000"),
    "share": Text("%", "%"),
    "currency": Text("金额", "money"),
    "currency_per_person": Text("金额/人", "money per person"),
    "facility": Text("个", "facilities"),
    "patient": Text("人", "people"),
    "fte_per_1000": Text("全时当量/千人", "FTE per 1,000"),
}
POLARITY: dict[str, Text] = {
    "higher": Text("越高越好", "higher is better"),
    "lower": Text("越低越好", "lower is better"),
    "neutral": Text("不分高低", "neither"),
}
KIND: dict[str, Text] = {
    "count": Text("计数", "count"),
    "ratio": Text("比值", "ratio"),
    "flow": Text("流量", "flow"),
    "statistic": Text("统计量", "statistic"),
    "survival": Text("生存分析", "survival"),
    "survey": Text("调查意见", "survey opinion"),
    "published": Text("公布值", "published"),
}
BREAKDOWN: dict[str, Text] = {
    "staff_group": Text("人员类别", "Staff group"),
    "sex": Text("性别", "Sex"),
    "age_band": Text("年龄段", "Age band"),
    "licence": Text("执业资格", "Licence"),
    "education": Text("学历", "Education"),
    "title": Text("职称", "Professional title"),
    "contract": Text("用工形式", "Contract"),
    "subsidised": Text("是否享受补助", "Subsidised"),
    "facility_type": Text("机构类型", "Facility type"),
    "rurality": Text("城乡", "Rurality"),
    "remoteness": Text("边远程度", "Remoteness"),
    "payment_stream": Text("款项", "Payment stream"),
    "entry_cohort": Text("入职年份", "Year of entry"),
    "subsidy_type": Text("补贴类型", "Type of subsidy"),
    "application_step": Text("办理环节", "Step of the application"),
    "audit_point": Text("审核要点", "Audit point"),
    "budget_use": Text("预算用途", "Use of the budget"),
    "source_level": Text("资金来源", "Source of the money"),
    "due_year": Text("应付年度", "Year due"),
    "partner_kind": Text("合作方类型", "Kind of partner"),
    "policy_instrument": Text("政策工具", "Policy instrument"),
    "admin_level": Text("级别", "Level"),
    "honour_kind": Text("荣誉类别", "Kind of honour"),
    "benefit_kind": Text("待遇类别", "Kind of benefit"),
    "asset_kind": Text("设备类别", "Kind of equipment"),
    "consultation_kind": Text("会诊（诊断）类型", "Kind of request"),
    "tenure_band": Text("在岗年限段", "Time in post"),
    "movement": Text("人员变动方式", "Kind of movement"),
    "hardship": Text("岗位艰苦程度", "Hardship of the post"),
}
PERIOD_KIND: dict[str, Text] = {
    "year": Text("年度", "Years"),
    "fiscal_year": Text("财政年度", "Fiscal years"),
    "half": Text("半年", "Half-years"),
    "quarter": Text("季度", "Quarters"),
    "month": Text("月份", "Months"),
    "all": Text("全部时段", "Whole span"),
}
COLUMN: dict[str, Text] = {
    "build": Text("版本", "Build"),
    "is_served": Text("现用", "Served"),
    "made_at": Text("生成时间", "Made at"),
    "megabytes": Text("大小（MB）", "Size (MB)"),
    "batch": Text("批次", "Batch"),
    "files": Text("文件数", "Files"),
    "file": Text("文件", "File"),
    "source_sheet": Text("工作表", "Sheet"),
    "dataset": Text("数据集", "Dataset"),
    "source_row": Text("行号", "Row"),
    "reason": Text("原因", "Reason"),
    "rows_in": Text("读入行", "Rows in"),
    "loaded": Text("采用", "Loaded"),
    "quarantined": Text("隔离", "Quarantined"),
    "duplicate": Text("重复", "Duplicate"),
    "ignored": Text("按规则略去", "Ignored by rule"),
    "region_code": Text("代码", "Code"),
    "region_name": Text("地区", "Place"),
    "level": Text("层级", "Level"),
    "indicator": Text("指标", "Indicator"),
    "definition": Text("定义", "Definition"),
    "unit": Text("单位", "Unit"),
    "polarity": Text("方向", "Direction"),
    "kind": Text("类型", "Kind"),
    "base": Text("统计对象", "Who is counted"),
    "source": Text("来源", "Source"),
    "status": Text("状态", "Status"),
    "rows": Text("行数", "Rows"),
    "topic": Text("类别", "Topic"),
    "periods": Text("时期", "Periods"),
    "grain": Text("一行是什么", "What one row is"),
    "filled_by": Text("谁来填", "Who fills it in"),
    "loaded_at": Text("最近加载", "Last loaded"),
    "template": Text("模板", "Template"),
    "sender": Text("报送人", "Sent by"),
    "completeness": Text("完整性", "Completeness"),
    "timeliness": Text("及时性", "Timeliness"),
    "consistency": Text("一致性", "Consistency"),
    "correctness": Text("准确性", "Correctness"),
    "period": Text("时期", "Period"),
    "finding": Text("问题", "Finding"),
    "detail": Text("具体情况", "What was found"),
    "remedy": Text("怎么办", "What to do"),
    "followed": Text("跟进", "Follow-up"),
    "action": Text("操作", "Action"),
    "case_kind": Text("核对问题", "What does not add up"),
    "cases": Text("件数", "Cases"),
    "persons": Text("人数", "People"),
    "at_stake_yuan": Text("涉及金额", "At stake"),
    "state": Text("状态", "State"),
}
BATCH_STATE: dict[str, Text] = {
    "published": Text("生效", "in force"),
    "superseded": Text("已被替换", "superseded"),
    "undone": Text("已撤销", "undone"),
}
_LOADING = Text("加载记录", "records of loading")
_TESTS = Text("对已加载数据的检验", "tests of the loaded data")
_COMPARED = Text("花名册、任职、薪酬、证书、培训、社保与申请记录互相核对", "rosters, posts, pay, licences, training, insurance and applications compared")
RECORD_SOURCE: dict[str, Text] = {
    "datasets": Text("数据集说明、加载记录", "declarations of the datasets, records of loading"),
    "scores": _TESTS,
    "findings": _TESTS,
    **dict.fromkeys(("cases", "case_list", "case_places"), _COMPARED),
    "claims": Text("公开数据说法登记表，与各业务数据重算", "register of published claims, computed anew from the records"),
    "builds": _LOADING,
    "batches": _LOADING,
    "quality": _LOADING,
    "kept_out": _LOADING,
    "unmatched": Text("地区名录、边界文件", "register of places, boundary files"),
    "catalogue": Text("指标口径", "definitions of the indicators"),
    "notes": Text("会议记录", "minutes of meetings"),
    "students": Text("定向生名册、任职记录", "list of targeted students, posts held"),
    "expert_days": Text("专家下沉登记", "visits of experts"),
}
YES, NO = Text("是", "yes"), Text("否", "no")
ALL_MATCHED = Text("所有地区都有上级，也都在图上。", "Every place has a parent and an outline on the map.")
NO_PACKS = Text("本站点没有加载边界文件，因此没有地图；排名与表格不受影响。",
                "No boundary file is loaded on this site, so there is no map; rankings and tables are unaffected.")
NONE_KEPT_OUT = Text("没有因错误而未采用的行。", "No row was kept out for a mistake in it.")
NOT_LOADED = Text("未加载", "not loaded")
TEMPLATE = Text("下载", "Download")
NO_FINDINGS = Text("所选地区和时期没有待核实的问题。", "Nothing was found here in this period.")
NO_CASES = Text("该地区{when}没有对不上的记录。", "Nothing fails to add up here{when}.")
NO_ROWS = Text("没有记录。", "No records.")
