"""The words a reader meets on a page, and those among them that are not of the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from dashboard.data import Gate
from dashboard.render.table import tone_of
from pipelines.core.text import Lang
from pipelines.engine.observe import all_indicators

# what a Chinese page may say in Latin letters: kinds of file, methods and models by their names, units and terms of the trade
ACCEPTED = frozenset(
    "Xiangyi EN Excel PowerPoint xlsx xls et xlsb ods csv pptx CSV PNG SVG MB Esc Ctrl AI II ID CT IT DOI doi "
    "FTE WISN CAF IAS SPC LISA Moran SFCA Kaplan-Meier Greenwood log-rank Byar Wilson Clopper-Pearson Bootstrap Theil Gini Lorenz exp ln max min".split()
)
OTHER_LANGUAGE = ("EN", "中文")  # the link to it is in it
SAID = frozenset(
    "children label title alt placeholder nothingFoundMessage group headerName text name ticktext aria-label data-about data-copied".split()
)
NAMED = ("name_zh", "file", "source_sheet", "sender", "origin", "destination", "missing_base", "employer")
NAMING = ("_name", "_title", "text", "source", "issuer")  # how columns of names and quotations end
LEADS = ("~place", "~href", "~facility")  # of a row of a grid: where it leads, which is never read
LEAST_CUT = 6  # letters out of a longer name; fewer may stand in it by chance
_HAN = re.compile(r"[\u3400-\u9fff]+…?")
_LATIN = re.compile(r"[A-Za-z][A-Za-z'._-]*[A-Za-z]")
_CODE = re.compile(r"\b[0-9a-f]{10}\b|(?:\b[A-Z]+-)?[0-9A-Za-z]*\d[0-9A-Za-z]*(?:-\d[0-9A-Za-z]*)*")  # of a person, by chance of letters alone; of a build, a rule, a scheme
_WORK = re.compile(r"(?:[A-ZÀ-Þ][\w'-]+ 与 )?[A-ZÀ-Þ][\w'-]+(?: 等)? (?:19|20)\d\d")  # cited by author and year
_SETTING = re.compile(r"\[[a-z]+\] [a-z]+|[a-z]+(?:[._][a-z]+)+")  # of the site's file, under its own name


def words_of(tree: Any) -> Iterator[str]:
    """Yield the words in an answer to the browser: of components, figures and grids."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key == "id":
                continue
            if key == "customdata":
                yield from (told[0] for told in value)
            elif key == "rowData":
                yield from (v for row in value or () for k, v in row.items() if k not in LEADS and not k.startswith(tone_of("")) and isinstance(v, str))
            elif key == "localeText":
                yield from value.values()
            elif isinstance(value, str):
                yield from (value,) if key in SAID else ()
            elif key in SAID and isinstance(value, list):
                yield from (v for v in value if isinstance(v, str))
                yield from words_of(value)
            else:
                yield from words_of(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from words_of(value)


@dataclass(frozen=True)
class Recorded:
    """What was handed in and is shown as it is: names of places, people, files, policies, quotations, titles of works."""

    texts: frozenset[str]
    runs: frozenset[str]  # of Chinese in them

    @classmethod
    def of(cls, texts: Iterable[str]) -> Recorded:
        """Return what may be quoted."""
        known = frozenset(texts)
        return cls(known, frozenset(run for text in known for run in _HAN.findall(text)))

    @classmethod
    def in_build(cls, gate: Gate) -> Recorded:
        """Return names of places, people, files, schemes and policies, quotations as handed in, and the works that definitions cite."""
        columns = gate.edition().rows(
            "select table_name, column_name from information_schema.columns where data_type = 'VARCHAR' and table_schema = 'main'"
        )
        texts = [indicator.source.zh for indicator in all_indicators().values()]
        for table, column in columns.itertuples(index=False):
            if column in NAMED or table.startswith(("raw_", "stg_")) and column.endswith(NAMING):
                asked = f'select distinct "{column}" from "{table}"'
                texts += gate.edition().ask(lambda con, asked=asked: [row[0] for row in con.execute(asked).fetchall()])
        return cls.of(text for text in texts if text)

    def has(self, run: str) -> bool:
        """Say whether a run of Chinese is a recorded name, or as much of one as there is room for."""
        part = run.removesuffix("…")
        if run in self.runs or part != run and any(whole.startswith(part) for whole in self.runs):
            return True
        return len(part) >= LEAST_CUT and any(part in whole for whole in self.runs)


def foreign(said: str, lang: Lang, recorded: Recorded) -> list[str]:
    """Return what of a text is in the other language, and neither recorded so nor an accepted term.

    >>> foreign("盂县 and 县", "en", Recorded.of(["盂县"])), foreign("见 b000001 与 norms.kit，FTE 或 Rate", "zh", Recorded.of([]))
    (['县'], ['Rate'])
    >>> foreign("bbceaeadfb 与 deaf", "zh", Recorded.of([]))
    ['deaf']
    """
    if said in recorded.texts or said in OTHER_LANGUAGE:
        return []
    if lang == "en":
        return [run for run in _HAN.findall(said) if not recorded.has(run)]
    bare = re.sub(r"</?b>|<br>|</?span[^<>]*>", " ", said)
    for known in (_WORK, _SETTING, _CODE):
        bare = known.sub(" ", bare)
    return [word for word in _LATIN.findall(bare) if word not in ACCEPTED]
