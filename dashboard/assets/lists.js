/* A long list of words: rows are found by what is typed above them and ordered by the heads (dashboard/layout/plain.py says which lists). */
(function () {
  const NEXT = { "": "asc", asc: "desc", desc: "" };
  const ORDER = { asc: "ascending", desc: "descending" };
  const plain = (text) => text.normalize("NFKC").toLowerCase();

  function partsOf(node) {
    const inner = node !== null && typeof node === "object" ? node.props.children : undefined;
    return Array.isArray(inner) ? inner : inner === undefined || inner === null ? [] : [inner];
  }

  function wordsOf(node) { return node !== null && typeof node === "object" ? partsOf(node).map(wordsOf).join(" ") : String(node === null ? "" : node); }

  /* What a row is found by, and what each of its cells is ordered by: a number, or words. */
  function read(node, at) {
    const cells = partsOf(node).filter((cell) => !/\bpressed\b/.test(cell.props.className));
    const keys = cells.map((cell) => cell.props.className.includes("number") ? cell.props["data-value"] : wordsOf(cell).toLowerCase());
    return { node: node, at: at, isTop: Boolean(node.props["data-top"]), text: plain(cells.map(wordsOf).concat(node.props["data-sought"] || "").join(" ")), keys: keys };
  }

  /* As a grid orders them: rows without a number come last either way, equal ones keep their order; a total stays on top. */
  function compared(a, b, isDescending) {
    if (a === undefined || b === undefined) { return (a === undefined) - (b === undefined); }
    return (a < b ? -1 : a > b ? 1 : 0) * (isDescending ? -1 : 1);
  }

  function field(node, typed, type, found, all) {
    const make = window.React.createElement, words = node.props["data-sift"], longest = Number(node.props["data-longest"]);
    const counted = found === all ? "" : found ? said("found").replace("{n}", found).replace("{total}", all) : said("noneFound");
    const look = { type: "search", value: typed, placeholder: words, "aria-label": words, maxLength: longest };
    return make("div", { key: "sift", className: "sift pressed" },
      make("input", Object.assign(look, { onChange: (event) => type(event.target.value) })),
      make("span", { className: "quiet", role: "status" }, [counted, node.props["data-cut"]].filter(Boolean).join(" · ")));
  }

  function heading(cell, at, order, sort) {
    const make = window.React.createElement, column = cell.props["data-column"], way = order.column === column ? order.way : "";
    const look = { key: at, className: cell.props.className, scope: "col", "data-column": column, "aria-sort": ORDER[way] };
    if (!column) { return make("th", look, wordsOf(cell)); }
    const press = () => sort({ column: column, way: NEXT[way] });
    return make("th", look, make("button", { type: "button", className: "sift-head", onClick: press }, wordsOf(cell), make("span", { "aria-hidden": true, className: way })));
  }

  function Sifted(props) {
    const React = window.React, make = React.createElement, node = props.node;
    const [typed, type] = React.useState(""), [order, sort] = React.useState({ column: "", way: "" });
    const [table, ...rest] = partsOf(node), [head, body] = partsOf(table), heads = partsOf(partsOf(head)[0]);
    const rows = React.useMemo(() => partsOf(body).map(read), [body]);
    const at = heads.findIndex((cell) => cell.props["data-column"] === order.column);
    const isOrdered = order.way !== "" && at >= 0, isDescending = order.way === "desc";
    const ordered = isOrdered ? rows.slice().sort((a, b) => b.isTop - a.isTop || compared(a.keys[at], b.keys[at], isDescending)) : rows;
    const sought = node.props["data-sift"] ? typed : ""; // a list that has become short has no field in which words could be cleared
    const asked = plain(sought).split(/\s+/).filter(Boolean);
    const isOut = new Map(rows.map((row) => [row.at, !asked.every((word) => row.text.includes(word))]));
    const found = rows.filter((row) => !isOut.get(row.at)).length;
    const lines = ordered.map((row) => make("tr", { key: row.at, className: isOut.get(row.at) ? "out" : undefined }, partsOf(row.node).map(window.xiangyi.elementOf)));
    const seen = { "data-found": sought.trim() || undefined, "data-order": isOrdered ? JSON.stringify([{ colId: order.column, sort: order.way }]) : undefined };
    const shown = make("table", { className: table.props.className, key: "table" },
      make("thead", null, make("tr", null, heads.map((cell, i) => heading(cell, i, order, sort)))), make("tbody", null, lines));
    const holder = make("div", Object.assign({ key: "rows", className: node.props.className, tabIndex: 0 }, seen), shown, ...rest.map(window.xiangyi.elementOf));
    return node.props["data-sift"] ? [field(node, typed, type, found, rows.length), holder] : holder;
  }

  window.xiangyi = Object.assign(window.xiangyi || {}, { Sifted: Sifted });
})();
