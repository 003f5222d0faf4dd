"""What the shipped SQL may use, so that DuckDB and Spark give the same answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from pipelines.core.errors import Problem
from pipelines.core.text import Text
from pipelines.warehouse.order import order_of, sql_files

__all__ = ["check_sql", "references", "run_order", "sql_files"]

_KEEP = Text("改用两种引擎结果一致的写法", "write it in a way both engines answer alike")
_FULL_WIDTH = Text("文本应在读入时清洗", "text is cleaned when it is read, not in SQL")
_BANNED_NAMES = {
    "dayofweek": Text("周几的编号两种引擎不同", "the engines number weekdays differently"),
    "isodow": Text("周几的编号两种引擎不同", "the engines number weekdays differently"),
    "quantile_cont": Text("请写 percentile_cont(q) within group (order by x)", "write percentile_cont(q) within group (order by x)"),
    "quantile_disc": Text("请写 percentile_cont(q) within group (order by x)", "write percentile_cont(q) within group (order by x)"),
    "quantile": Text("请写 percentile_cont(q) within group (order by x)", "write percentile_cont(q) within group (order by x)"),
    "median": Text("请写 percentile_cont(0.5) within group (order by x)", "write percentile_cont(0.5) within group (order by x)"),
    "age": Text("年龄按年份相减", "age is reference year minus birth year"),
}
_SAFE_DIVISORS = (exp.Nullif,)


def _tree(sql: str) -> exp.Expr:
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    if not isinstance(tree, exp.Expr):
        raise SqlglotError("no statement")
    return tree


def _parts(tree: exp.Expr, kind: type[exp.Expr]) -> list[exp.Expr]:
    return list(tree.find_all(kind))


def _unit_name(node: exp.Expr) -> str:
    unit = node.args.get("unit") or node.args.get("zone")
    return (unit.name if unit is not None else "").lower().rstrip("s")


def _is_fraction(node: exp.Expr | None) -> bool:
    """Return whether an expression visibly yields a fraction: a division, a decimal, an average."""
    if node is None:
        return False
    literal = any(not x.is_string and "." in x.name for x in node.find_all(exp.Literal))
    return literal or node.find(exp.Div, exp.Avg, exp.PercentileCont) is not None


def _cast_of_fraction(node: exp.Expr) -> bool:
    rounded = isinstance(node.this, exp.Floor | exp.Ceil | exp.Round)
    return node.args["to"].this in exp.DataType.INTEGER_TYPES and not rounded and _is_fraction(node.this)


def _unsafe_division(node: exp.Expr) -> bool:
    divisor = node.expression.unnest()
    if isinstance(divisor, exp.Literal):
        return float(divisor.name) == 0
    return not isinstance(divisor, _SAFE_DIVISORS)


def _date_minus_date(node: exp.Expr) -> bool:
    def is_date(side: exp.Expr) -> bool:
        side = side.unnest()
        if isinstance(side, exp.Cast):
            return bool(side.args["to"].this == exp.DataType.Type.DATE)
        named = isinstance(side, exp.Column) and side.name.endswith(("_on", "_date", "_from", "_to", "as_at"))
        return named or isinstance(side, exp.CurrentDate)

    return is_date(node.this) and is_date(node.expression)


def _ordered_list(node: exp.Expr) -> bool:
    return node.find(exp.Order) is not None


_RULES: tuple[tuple[type[exp.Expr], Callable[[exp.Expr], bool], str, Text], ...] = (
    (exp.DateDiff, lambda n: _unit_name(n) != "day", "date_diff", Text("按月或年计的日期差两种引擎不同", "differences in months or years differ between engines")),
    (exp.Cast, _cast_of_fraction, "cast", Text("小数转整数的舍入不同；请先 floor 或 round", "fractions round differently; floor or round first")),
    (exp.Log, lambda n: n.args.get("expression") is None, "log", Text("单参数 log 的底不同；请写 ln", "one-argument log has another base; write ln")),
    (exp.Sub, _date_minus_date, "date - date", Text("日期相减的类型不同；请写 date_diff('day', a, b)", "its type differs; write date_diff('day', a, b)")),
    (exp.ArrayAgg, _ordered_list, "list(order by)", Text("有序 list 两种引擎不同", "ordered lists differ between engines")),
    (exp.Trim, lambda n: True, "trim", _FULL_WIDTH),
    (exp.Pivot, lambda n: True, "PIVOT", Text("请写 sum(case when …)", "write sum(case when ...)")),
    (exp.Join, lambda n: "ASOF" in (n.args.get("method"), n.args.get("side")), "ASOF JOIN", Text("请用窗口函数", "use a window")),
    (exp.Columns, lambda n: True, "COLUMNS(*)", Text("请逐列写出", "name the columns")),
    (exp.Div, _unsafe_division, "division", Text("除数可能为零；请写 nullif(x, 0)", "the divisor can be zero; write nullif(x, 0)")),
    (exp.IntDiv, _unsafe_division, "division", Text("除数可能为零；请写 nullif(x, 0)", "the divisor can be zero; write nullif(x, 0)")),
    (exp.DayOfWeek, lambda n: True, "dayofweek", _BANNED_NAMES["dayofweek"]),
    (exp.Median, lambda n: True, "median", _BANNED_NAMES["median"]),
    (exp.Quantile, lambda n: True, "quantile", _BANNED_NAMES["quantile"]),
    (exp.PercentileCont, lambda n: not isinstance(n.parent, exp.WithinGroup), "quantile_cont", _BANNED_NAMES["quantile_cont"]),
)


def check_sql(sql: str, file: str = "") -> list[Problem]:
    """Return every construct in `sql` that was measured to drift or fail between DuckDB and Spark (architecture.md §6)."""
    try:
        tree = _tree(sql)
    except SqlglotError as error:
        first = str(error).splitlines()[0] if str(error) else "?"
        return [_problem(file, "", Text(f"无法解析（{first}）", f"cannot be parsed ({first})"))]
    found: dict[tuple[str, str], Problem] = {}
    for kind, is_bad, name, reason in _RULES:
        for node in _parts(tree, kind):
            if is_bad(node):
                text = node.sql("duckdb")[:80]
                found.setdefault((name, text), _problem(file, text, reason, name))
    for node in [*_parts(tree, exp.Anonymous), *_parts(tree, exp.Extract)]:
        name = (node.name if isinstance(node, exp.Anonymous) else str(node.this)).lower()
        if name in _BANNED_NAMES:
            text = node.sql("duckdb")[:80]
            found.setdefault((name, text), _problem(file, text, _BANNED_NAMES[name], name))
    if not isinstance(tree, exp.Select | exp.SetOperation):
        found["statement", ""] = _problem(file, "", Text("一个文件应是一条 select 语句", "a file holds one select statement"))
    return list(found.values())


def _problem(file: str, found: str, reason: Text, construct: str = "") -> Problem:
    return Problem(file=file, column=construct, found=found, reason=reason, remedy=_KEEP)


def references(sql: str) -> set[str]:
    """Return the tables a statement reads, its own named steps left out."""
    tree = _tree(sql)
    steps = {cte.alias_or_name for cte in tree.find_all(exp.CTE)}
    return {table.name for table in tree.find_all(exp.Table) if table.name} - steps


def run_order(files: Mapping[str, str], known: Collection[str]) -> list[str]:
    """Return table names in the order they must be made (`order.order_of`, with what sqlglot reads)."""
    return order_of(files, known, references)
