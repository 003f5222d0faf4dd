"""The house style: sizes, docstrings, words, names. Each rule is shown a broken sample as well, so that it can fail."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.contract import source
from tests.contract.source import ROOT, code_files, shown

DATA_TABLES = {"pipelines/codelists/payment_stream.py"}  # a table of 90 official headers; longer is no harder to read
SPLICED_SQL = {  # where names are put into statements, and where those names come from
    "pipelines/intake/checks/ground.py": "tables and columns of the declarations, through quoted()",
    "pipelines/intake/checks/run.py": "statements of the declared checks, written in the same package",
    "pipelines/intake/cleaned.py": "tables and columns of the declarations, through quoted()",
    "pipelines/intake/correct.py": "tables and columns of the declarations, through quoted()",
    "pipelines/intake/diff.py": "tables and columns of the declarations, through quoted()",
    "pipelines/intake/examples.py": "tables and columns of the declarations, through quoted()",
    "pipelines/intake/naming.py": "tables and columns of the declarations, through quoted()",
    "pipelines/intake/records.py": "tables and columns of the declarations, through quoted()",
    "pipelines/intake/repeats.py": "tables and columns of the declarations, through quoted()",
    "pipelines/intake/staging.py": "tables and columns of the declarations, through quoted()",
    "pipelines/warehouse/alias.py": "tables of the declarations, through quoted()",
    "pipelines/warehouse/build.py": "tables and columns of the declarations, through quoted()",
    "pipelines/warehouse/connect.py": "a number of megabytes the machine itself gives",
    "pipelines/warehouse/content.py": "tables and columns DuckDB itself lists, through quoted()",
    "pipelines/warehouse/filed.py": "tables and columns of the declarations, through quoted()",
    "pipelines/warehouse/ledger.py": "one of two column names written in the same function",
    "pipelines/warehouse/model.py": "tables and columns as the shipped SQL names them, through quoted()",
}
TEXTS = {p: p.read_text(encoding="utf-8") for p in code_files()}


def faults(rule: Callable[[str], list[str]], texts: dict[Path, str]) -> list[str]:
    """Return every fault of `rule` with its file."""
    return [f"{shown(path)}: {fault}" for path, text in texts.items() for fault in rule(text)]


def test_no_file_is_longer_than_300_lines() -> None:
    long = [f"{shown(p)} {t.count(chr(10))}" for p, t in TEXTS.items() if t.count("\n") > source.FILE_MAX]
    assert [f for f in long if f.split()[0] not in DATA_TABLES] == []


def test_no_page_is_longer_than_120_lines() -> None:
    pages = {p: t.count("\n") for p, t in TEXTS.items() if p.parent == ROOT / "dashboard" / "pages"}
    assert pages, "each page is a file of its own"
    assert [f"{shown(p)} {n}" for p, n in pages.items() if n > source.PAGE_MAX] == [], "a page says what stands on it, and makes none of it"


def test_no_line_is_too_long_to_read() -> None:
    assert [
        f"{shown(p)}:{i}" for p, t in TEXTS.items() for i, line in enumerate(t.splitlines(), 1) if len(line) > source.LINE_MAX
    ] == []  # fmt: skip


def test_no_function_is_longer_than_40_lines() -> None:
    assert faults(source.long_functions, TEXTS) == []


def test_every_public_name_has_a_docstring() -> None:
    assert faults(source.undocumented, TEXTS) == []


def test_every_text_has_both_languages_and_no_chinese_in_its_english() -> None:
    assert faults(source.one_sided_texts, TEXTS) == []


def test_no_word_of_unfinished_work() -> None:
    assert [f"{shown(p)}: {m[0]}" for p, t in TEXTS.items() if (m := source.UNFINISHED.search(t))] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [shown(p) for p in TEXTS if source.VAGUE & {p.stem, *p.relative_to(ROOT).parts}] == []


def test_component_ids_are_made_in_one_place() -> None:
    texts = {p: t for p, t in TEXTS.items() if "dashboard" in p.parts and p.name != "ids.py"}
    assert faults(source.literal_ids, texts) == []


def test_sql_is_not_put_together_on_the_way_to_the_database() -> None:
    spliced = {shown(p) for p, text in TEXTS.items() if source.assembled_sql(text)}
    assert spliced == set(SPLICED_SQL), "a new place splices SQL, or one that is listed no longer does"


def test_nothing_is_pickled() -> None:
    banned = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal", "diskcache"}
    assert [shown(p) for p, t in TEXTS.items() if banned & source.imports(t) or "to_pickle(" in t or "read_pickle(" in t] == []


def test_no_posix_only_module_is_imported_without_its_alternative() -> None:
    posix = {"fcntl", "resource", "pwd", "grp", "termios"}
    assert [shown(p) for p, t in TEXTS.items() if posix & _unguarded_imports(t)] == []


def _unguarded_imports(text: str) -> set[str]:
    return {
        alias.name for node in ast.parse(text).body if isinstance(node, ast.Import) for alias in node.names
    } | {node.module or "" for node in ast.parse(text).body if isinstance(node, ast.ImportFrom)}


def test_every_test_asserts_something() -> None:
    texts = {p: p.read_text(encoding="utf-8") for p in code_files("tests") if p.name.startswith("test_")}
    assert faults(source.silent_tests, texts) == []


def test_what_a_browser_test_waits_for_is_a_function() -> None:
    texts = {p: p.read_text(encoding="utf-8") for p in code_files("tests") if "browser" in p.parts or "benchmarks" in p.parts}
    assert faults(source.refused_waits, texts) == []


BROKEN: list[tuple[Callable[[str], list[str]], str]] = [
    (source.long_functions, "def f():\n" + "    x = 1\n" * 40),
    (source.undocumented, '"""A module."""\ndef f():\n    return 1\n'),
    (source.undocumented, '"""A module."""\nclass A:\n    """A class."""\n    def f(self):\n        return 1\n'),
    (source.one_sided_texts, 'Text("人数", "人数")'),
    (source.one_sided_texts, 'Text("人数", " ")'),
    (source.one_sided_texts, 'Text("人数", f"{n} 人")'),
    (source.one_sided_texts, 'Text("人数")'),
    (source.one_sided_texts, 'Text("“人数”", "the “headcount”")'),
    (source.literal_ids, 'html.Div(id="graph")'),
    (source.literal_ids, 'html.Div(id={"type": "graph"})'),
    (source.assembled_sql, 'con.execute(f"select * from {table}")'),
    (source.assembled_sql, 'con.execute("select * from " + table)'),
    (source.assembled_sql, 'con.sql("select {}".format(x))'),
    (source.silent_tests, "def test_x():\n    print(1)\n"),
    (source.refused_waits, 'page.wait_for_function("document.body.scrollWidth < 9")'),
    (source.refused_waits, 'page.wait_for_function("[...document.links].every(a => a.href)")'),
    (source.refused_waits, 'page.wait_for_function(expression=f"document.links.length > {n}")'),
    (source.refused_waits, 'LEFT = "document.links.length"\npage.wait_for_function(LEFT)'),
    (lambda t: source.leaks(t, {str(ROOT.parent) + "/"}), f"see {ROOT.parent}/notes"),
    (lambda t: source.leaks(t, set()), "https://pypi." + "org/simple"),
]


@pytest.mark.parametrize("number", range(len(BROKEN)))
def test_each_rule_sees_a_broken_sample(number: int) -> None:
    rule, sample = BROKEN[number]
    assert rule(sample), sample


SOUND: list[tuple[Callable[[str], list[str]], str]] = [
    (source.long_functions, "def f():\n" + "    x = 1\n" * 39),
    (source.one_sided_texts, 'Text("人数", "Headcount")'),
    (source.one_sided_texts, 'Text(f"{n}人", f"{n}")'),
    (source.literal_ids, "html.Div(id=ids.graph(card))"),
    (source.assembled_sql, 'con.execute("select 1 where x = ?", [x])'),
    (source.refused_waits, 'page.wait_for_function("() => document.body.scrollWidth < 9")'),
    (source.refused_waits, 'page.wait_for_function(f"async function () {{ return {n}; }}")'),
]


@pytest.mark.parametrize("number", range(len(SOUND)))
def test_no_rule_minds_a_sound_sample(number: int) -> None:
    rule, sample = SOUND[number]
    assert rule(sample) == [], sample
