"""The tree as the contract tests see it: its files, and rules that find faults in the text of one file."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HAN = re.compile(r"[\u3400-\u9fff]")
CHINESE = re.compile(r"[\u3400-\u9fff“”‘’，。；：（）]")  # its quotation marks and stops stand a character wide in an English sentence
_FUNCTION = re.compile(r"\s*(async\s+)?(function\b|\([^()]*\)\s*=>|\w+\s*=>)")  # as JavaScript writes one
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError|placeholder|stub)\b", re.I)
VAGUE = {"utils", "util", "helpers", "common", "manager", "base", "misc"}
OWN_NAMES = {"中文"}  # a language is offered under its own name
FILE_MAX, PAGE_MAX, FUNCTION_MAX, LINE_MAX = 300, 120, 40, 150


def code_files(*folders: str) -> list[Path]:
    """Return the Python files under the named top folders (pipelines and dashboard when none is named)."""
    return sorted(p for f in folders or ("pipelines", "dashboard") for p in (ROOT / f).rglob("*.py"))


def tracked_files() -> list[Path]:
    """Return every file git knows of, and every new one it does not ignore."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    out = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in out.split("\0") if name and (ROOT / name).is_file()]


def shown(path: Path) -> str:
    """Return a path as it is named in a failure."""
    return path.relative_to(ROOT).as_posix()


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function of a module, nested ones too."""
    return (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def long_functions(text: str) -> list[str]:
    """Return the functions of more than FUNCTION_MAX lines."""
    sizes = ((f, (f.end_lineno or f.lineno) - f.lineno + 1) for f in functions(ast.parse(text)))
    return [f"{f.name} {size} lines" for f, size in sizes if size > FUNCTION_MAX]


def undocumented(text: str) -> list[str]:
    """Return the module, and its public classes, functions and methods, that have no docstring."""
    tree = ast.parse(text)
    found = [] if ast.get_docstring(tree) or not text.strip() else ["module"]
    scopes: list[tuple[str, ast.Module | ast.ClassDef]] = [("", tree)]
    while scopes:
        prefix, scope = scopes.pop()
        for node in scope.body:
            if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
                continue
            if not ast.get_docstring(node):
                found.append(f"{prefix}{node.name}")
            if isinstance(node, ast.ClassDef):
                scopes.append((f"{prefix}{node.name}.", node))
    return found


def _words(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(v.value for v in node.values if isinstance(v, ast.Constant) and isinstance(v.value, str))
    return None


def one_sided_texts(text: str) -> list[str]:
    """Return the Text(...) whose English holds Chinese characters or marks, or that lack a language."""
    found = []
    for call in (n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call)):
        if getattr(call.func, "id", "") != "Text" or any(isinstance(a, ast.Starred) for a in call.args):
            continue
        sides = [*call.args, *(k.value for k in call.keywords)]
        english = _words(sides[1]) if len(sides) == 2 else ""
        blank = english is not None and not english.strip() and not (len(sides) == 2 and isinstance(sides[1], ast.JoinedStr))
        if blank or (CHINESE.search(english or "") and english not in OWN_NAMES):
            found.append(f"line {call.lineno}: {english!r}")
    return found


def literal_ids(text: str) -> list[str]:
    """Return the component ids written out as literals."""
    return [
        f"line {k.value.lineno}" for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call) for k in n.keywords
        if k.arg == "id" and isinstance(k.value, ast.Constant | ast.JoinedStr | ast.Dict)
    ]  # fmt: skip


def assembled_sql(text: str) -> list[str]:
    """Return the statements put together by f-string, + or format on the way into the database."""
    found = []
    for call in (n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call)):
        if getattr(call.func, "attr", "") not in ("execute", "executemany", "executescript", "sql", "query") or not call.args:
            continue
        made = call.args[0]
        glued = isinstance(made, ast.BinOp) and isinstance(made.op, ast.Add | ast.Mod)
        filled = isinstance(made, ast.Call) and getattr(made.func, "attr", "") in ("format", "join", "replace")
        spliced = isinstance(made, ast.JoinedStr) and any(isinstance(v, ast.FormattedValue) for v in made.values)
        if glued or filled or spliced:
            found.append(f"line {call.lineno}")
    return found


def imports(text: str) -> set[str]:
    """Return the top-level packages a module imports, lazily or not."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {a.name.partition(".")[0] for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.partition(".")[0])
    return found


def leaks(text: str, machine: set[str]) -> list[str]:
    """Return the machine paths and package registry hosts in a text."""
    hosts = ["pypi.", "pythonhosted.", "index-url", "find-links", "mirrors."]
    return [word for word in [*machine, *hosts] if word in text]


def refused_waits(text: str) -> list[str]:
    """Return the waits of a browser test for an expression: read anew at each turn, which our pages' CSP refuses from the second on. A function is read once."""
    tree = ast.parse(text)
    named = {t.id: n.value for n in ast.walk(tree) if isinstance(n, ast.Assign) for t in n.targets if isinstance(t, ast.Name)}
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "attr", "") == "wait_for_function"]
    awaited = [what for call in calls for what in (*call.args[:1], *(k.value for k in call.keywords if k.arg == "expression"))]
    begun = [(what.lineno, _beginning(named.get(what.id, what) if isinstance(what, ast.Name) else what)) for what in awaited]
    return [f"line {line}" for line, words in begun if words is not None and not _FUNCTION.match(words)]


def _beginning(what: ast.AST) -> str | None:
    """The written words a string begins with, None where it comes from elsewhere."""
    first = what.values[0] if isinstance(what, ast.JoinedStr) else what
    return str(first.value) if isinstance(first, ast.Constant) else None


def silent_tests(text: str) -> list[str]:
    """Return the tests that assert nothing, themselves or through a function of their module."""
    known = {f.name: f for f in functions(ast.parse(text))}
    return [name for name, f in known.items() if name.startswith("test_") and not _asserts(f, known, frozenset())]


def _asserts(function: ast.AST, known: dict[str, ast.FunctionDef], seen: frozenset[str]) -> bool:
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in ("raises", "expect") or name.startswith("assert_"):
                return True
        if isinstance(node, ast.Name) and node.id in known and node.id not in seen:  # called, or handed to a pool
            if _asserts(known[node.id], known, seen | {node.id}):
                return True
    return False
