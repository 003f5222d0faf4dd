"""Bands of time in post, in whole years from the first number (not in it) to the second (in it)."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

TENURE_BAND = CodeList(
    name="tenure_band",
    title=Text("在岗年限段", "Time in post"),
    codes=(
        Code("00_01", Text("1 年以内", "First year")),
        Code("01_02", Text("第 2 年", "Second year")),
        Code("02_03", Text("第 3 年", "Third year")),
        Code("03_04", Text("第 4 年", "Fourth year")),
        Code("04_05", Text("第 5 年", "Fifth year")),
        Code("05_06", Text("第 6 年", "Sixth year")),
        Code("06_10", Text("第 7–10 年", "Seventh to tenth year")),
        Code("10_20", Text("第 11–20 年", "Eleventh to twentieth year")),
        Code("20_99", Text("20 年以上", "More than twenty years")),
    ),
)
TENURE_BANDS: tuple[tuple[str, int, int], ...] = tuple((code, int(code[:2]), int(code[3:])) for code in TENURE_BAND.titles)
