"""What titles and names of sheets call a thing: a code of a list, a dataset."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.core.codelist import CodeList, fold
from pipelines.core.dataset import Dataset

LEAST_NAME = 3  # characters at the end of a title that still name it
_AFTER = re.compile(r"(?:[(\[][^()\[\]]*[)\]]|表|[\d年月日]+)$")  # what may stand after the name: (2024年), 2024年12月


def code_in_titles(codelist: CodeList, titles: Sequence[str]) -> str | None:
    """Return the one code of a list that titles name, by its title or a spelling; None where they name none or several."""
    text = fold(" ".join(titles))
    named = [spelling for spelling in codelist.by_spelling if len(spelling) > 1 and not spelling.isascii() and spelling in text]
    codes = {codelist.by_spelling[s] for s in named if not any(s in other and s != other for other in named)}
    return codes.pop() if len(codes) == 1 else None


def is_called(dataset: Dataset, folded: str) -> bool:
    """Say whether a folded text calls something by a dataset's title: 花名册 will do for 人员花名册."""
    title = fold(dataset.title.zh)
    return title in folded or (len(title) > LEAST_NAME + 1 and title[-LEAST_NAME:] in folded)


def is_named_by(dataset: Dataset, names: Sequence[str]) -> bool:
    """Say whether one of some names of a sheet ends with a dataset's title, 在岗人员花名册（2024年）: that is what the sheet is."""
    title = fold(dataset.title.zh)
    ends = (title, title[-LEAST_NAME:]) if len(title) > LEAST_NAME + 1 else (title,)
    for name in map(fold, names):
        while name and not name.endswith(ends) and (shorter := _AFTER.sub("", name)) != name:
            name = shorter
        if name.endswith(ends):
            return True
    return False
