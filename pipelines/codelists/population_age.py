"""Age bands of a population. Role `part` marks bands that add up; `overlap` those that contain others."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

POPULATION_AGE = CodeList(
    name="population_age",
    title=Text("人口年龄段", "Age band of a population"),
    codes=(
        Code("0_14", Text("0–14 岁", "0–14"), ("0-14岁", "14岁及以下", "0~14岁"), role="part"),
        Code("15_59", Text("15–59 岁", "15–59"), ("15-59岁", "15~59岁"), role="part"),
        Code("60_64", Text("60–64 岁", "60–64"), ("60-64岁", "60~64岁"), role="part"),
        Code("65_over", Text("65 岁及以上", "65 and over"), ("65岁以上", "65+"), role="part"),
        Code("15_64", Text("15–64 岁", "15–64"), ("15-64岁", "15~64岁"), role="overlap"),
        Code("60_over", Text("60 岁及以上", "60 and over"), ("60岁以上", "60+"), role="overlap"),
        Code("all", Text("全部年龄", "All ages"), ("全部", "合计", "总人口"), role="total"),
    ),
)
