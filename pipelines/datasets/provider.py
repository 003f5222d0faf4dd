"""Who trains, and where."""

from dataclasses import replace

from pipelines.columns import LATITUDE, LONGITUDE, PREFECTURE_BUREAU, REGION_CODE, TRAINING_PROVIDER_ID
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet
from pipelines.core.text import Text

PROVIDER = Dataset(
    name="provider",
    title=Text("培训机构", "Training providers"),
    grain=Text("一行是一个培训机构", "One row is a training provider"),
    key=("provider_id",),
    place="region_code",
    period="none",
    topic="growth",
    filled_by=PREFECTURE_BUREAU,
    note=Text("每次报送全部培训机构，乡村医生培训中心必列", "All providers each time, village-doctor training centres among them"),
    required=("provider_id", "provider_name", "provider_kind", "region_code"),
    references=(Reference("region_code", "region", "region_code"),),
    columns=(
        TRAINING_PROVIDER_ID,
        Column(
            name="provider_name", kind="text", title=Text("培训机构名称", "Provider name"), headers=("培训单位名称",),
            example="示范县乡村医生培训中心",
        ),
        Column(
            name="provider_kind", kind="text", title=Text("培训机构类别", "Kind of provider"), headers=("培训机构类型",), codelist="provider_kind",
            example="乡村医生培训中心",
        ),
        replace(REGION_CODE, example="140322", note=Text("所在县（区）或乡镇", "County or township it stands in")),
        replace(LONGITUDE, example="113.41"),
        replace(LATITUDE, example="38.08"),
        Column(
            name="capacity", kind="number", title=Text("同时培训容量", "Capacity"), headers=("容量", "培训容量"), unit="person", minimum=0,
            example="80",
            note=Text("同一时间最多可培训的人数", "How many it can train at one time"),
        ),
    ),
    sheets=(
        Sheet(
            name="provider", title=Text("培训机构", "Training providers"),
            signature=("provider_id", "provider_name", "provider_kind", "region_code"),
        ),
    ),
)
