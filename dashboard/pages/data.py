"""数据: what was loaded, how good it is, and what does not fit."""

from dashboard.page import Card, Page
from pipelines.core.text import Text

DATA = Page(
    name="data",
    path="/data",
    order=80,
    is_on_wall=False,
    title=Text("数据", "Data"),
    question=Text("数据从哪里来、齐不齐、可不可信？", "Where do the data come from, are they complete, can they be trusted?"),
    cards=(
        Card(name="desk", kind="desk", title=Text("报送数据", "Hand in files"), span=12),
        Card(name="datasets", kind="datasets", title=Text("数据目录与模板", "Kinds of record and their templates"), span=12),
        Card(name="scores", kind="scores", title=Text("数据质量", "Data quality"), span=12),
        Card(name="findings", kind="findings", title=Text("待核实清单", "To be followed up"), span=12),
        Card(name="cases", kind="cases", title=Text("人员、薪酬、证书核对", "Staff, pay and licences compared"), span=12),
        Card(name="case_list", kind="case_list", title=Text("逐件核对清单", "Case by case"), span=12),
        Card(name="builds", kind="builds", title=Text("版本", "Builds"), span=12),
        Card(name="batches", kind="batches", title=Text("批次", "Batches"), span=12),
        Card(name="quality", kind="quality", title=Text("加载结果：按文件", "What was loaded, by file"), span=12),
        Card(name="kept_out", kind="kept_out", title=Text("未采用的行", "Rows kept out"), span=12),
        Card(name="unmatched", kind="unmatched", title=Text("未匹配的地区", "Regions without a match"), span=12),
    ),
)
