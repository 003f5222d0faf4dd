"""On what footing somebody works. Role `established` holds an established post (编制)."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

CONTRACT_TYPE = CodeList(
    name="contract_type",
    title=Text("用工形式", "Contract type"),
    codes=(
        Code("established", Text("编制", "Established post"), ("在编", "编制内", "事业编制", "正式"), role="established"),
        Code("county_managed", Text("县管乡用", "County-managed, township-used"), ("县招乡用", "县聘乡用"), role="established"),
        Code("township_hired", Text("乡聘村用", "Township-hired, village-used"), ("乡管村用", "乡招村用")),
        Code("contract", Text("聘用", "Hired on contract"), ("合同制", "编外聘用", "聘用制", "合同聘用", "编外")),
        Code("village_hired", Text("村聘", "Village-hired"), ("村聘村用", "村委聘用")),
        Code("agency", Text("劳务派遣", "Agency staff"), ("派遣",)),
        Code("rehired", Text("返聘", "Rehired after retirement"), ("退休返聘",)),
        Code("temporary", Text("临时", "Temporary"), ("临时工", "临聘")),
        Code("other", Text("其他用工形式", "Another footing"), ("其他", "个体")),
    ),
    missing=("不详", "未知"),
)
