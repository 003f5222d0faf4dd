/* What a grid computes in the browser, by name: the content policy runs no expression that is sent. */
(function () {
  /* Rows without a number come last, whichever way a column is ordered. */
  function numbersLast(a, b, nodeA, nodeB, isDescending) {
    const missing = (value) => value === null || value === undefined;
    if (missing(a) || missing(b)) {
      return missing(a) && missing(b) ? 0 : missing(a) !== Boolean(isDescending) ? 1 : -1;
    }
    return a - b;
  }

  /* What a number is filtered by: as its words round it. */
  function asPrinted(params) {
    const value = params.data[params.column.getColId()], words = String(params.data["~" + params.column.getColId()] || "").trim();
    const found = /^[-\u2212]?[\d,]+(?:\.(\d+))?/.exec(words);
    if (typeof value !== "number" || !found) { return value; }
    const printed = Number(found[0].replace(/,/g, "").replace("\u2212", "-")), half = 0.5 * Math.pow(10, -(found[1] || "").length);
    return Math.abs(printed - value) <= half * (1 + 1e-9) ? printed : value;
  }

  /* The ground of a cell by what it says. */
  function toned(params) {
    const tone = params.data && params.data["~tone " + params.colDef.field];
    return tone ? ["tone", "tone-" + tone] : [];
  }

  /* A number stands in the words the chart holds. */
  function Words(props) {
    return props.data ? props.data["~" + props.colDef.field] : null;
  }

  function spoken(text) { return quotedIn(text) ? { lang: quotedIn(text) } : {}; }

  /* Words some of which are quoted in another language than the page's. */
  function Quoted(props) { return window.React.createElement("span", spoken(props.value), props.value); }

  /* Words that lead somewhere: to a place, to a facility in it, to an address of ours. */
  function Leading(props) {
    const row = props.data;
    if (!row) { return null; }
    if (row["~place"]) {
      const opens = row["~facility"] ? { "data-facility": row["~facility"] } : {};
      if (row["~chosen"]) { opens["aria-current"] = row["~chosen"]; }
      const link = Object.assign({ className: "drill", href: "?region=" + encodeURIComponent(row["~place"]), "data-place": row["~place"] }, opens, spoken(props.value));
      return window.React.createElement("a", link, props.value);
    }
    const isLink = row["~href"] && row["~href"].startsWith("/");
    return window.React.createElement(isLink ? "a" : "span", Object.assign(isLink ? { href: row["~href"], className: "onward" } : {}, spoken(props.value)), props.value);
  }

  /* One Tab enters a grid and the next one leaves it; arrows move between its cells and heads. */
  function leaveGrid() { return false; }

  window.dashAgGridFunctions = Object.assign(window.dashAgGridFunctions || {}, { numbersLast: numbersLast, asPrinted: asPrinted, toned: toned, leaveGrid: leaveGrid });
  window.dashAgGridComponentFunctions = Object.assign(window.dashAgGridComponentFunctions || {}, { Words: Words, Leading: Leading, Quoted: Quoted });
})();
