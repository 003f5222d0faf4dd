"""What is no table at all is called by its name, whatever the file is named: a picture, a PDF, an archive."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from pipelines.extract.container import foreign
from pipelines.extract.reading import read_file
from pipelines.site import parse_site, site_text


def picture(form: str) -> bytes:
    """A real picture of a few dots."""
    made = io.BytesIO()
    Image.new("RGB", (8, 8), (200, 30, 30)).save(made, form)
    return made.getvalue()


FILES = {
    "花名册.xlsx": (picture("PNG"), "图片（PNG）"), "花名册.csv": (picture("JPEG"), "图片（JPEG）"), "扫描.xls": (picture("TIFF"), "图片（TIFF）"),
    "照片.csv": (picture("BMP"), "图片（BMP）"), "图.csv": (picture("WEBP"), "图片（WebP）"), "动.xlsx": (picture("GIF"), "图片（GIF）"),
    "报表.csv": (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "PDF"), "报表.xlsx": (b"\r\n%PDF-1.4\n", "PDF"), "全县.csv": (b"Rar!\x1a\x07\x01\x00abc", "压缩包"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_it_says_what_the_file_is_and_not_to_save_it_as_csv(tmp_path: Path, name: str) -> None:
    data, said = FILES[name]
    path = tmp_path / name
    path.write_bytes(data)
    (problem,) = read_file(path, parse_site(site_text("yangquan")), b"secret").problems
    assert said in problem.reason.zh and "不是表格" in problem.reason.zh and "not a table" in problem.reason.en
    assert "CSV" not in problem.remedy.zh + problem.remedy.en and "另存为" not in problem.remedy.zh


def test_text_that_begins_like_one_is_text() -> None:
    for head in ("BM,名称\n1,2\n", "GIF,1\n", "机构代码,年份\n", "PDF-1\n", "RIFF,a,b,c\n"):
        assert foreign(head.encode()) is None
