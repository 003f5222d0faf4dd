/* Paper: drawings become as wide as the sheet, two cards a page where they can; maps become pictures (a browser prints no canvas of theirs)
   and grids, which draw only what is seen of them, plain tables with all their rows; then it is printed. */
(function () {
  const SHEET = 669; /* CSS pixels of a card between the margins of A4 */
  const PAGE = { width: 703, height: 1009 }, SLACK = 10; /* pixels between the margins, in style.css too; of which none is counted on */
  const HALF = 452; /* pixels of a card of which two stand on a page, with room for a list under them */
  const FLATTEST = 0.6, LOWEST = 180; /* of its height that a drawing keeps, and pixels */
  const MAP = 290; /* pixels of a map, and in style.css of its picture */
  const LONGEST_WAIT = 15000; /* milliseconds for what is not drawn yet */
  const UNBROKEN = 10; /* rows of a table that is not broken over pages; in style.css too */
  const SHORT = 6; /* letters that stand on one line */
  const running = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, running];
  let shown = null;
  document.addEventListener("xiangyi:shown", function (event) { shown = event.detail; });

  function plots(areMaps) {
    return Array.from(document.querySelectorAll(".card .js-plotly-plot")).filter((plot) =>
      plot.data && plot.offsetHeight > 80 && Boolean(plot.querySelector(".maplibregl-canvas")) === areMaps);
  }

  function picture(plot) {
    const card = plot.closest(".card"), image = make("img", "paper-map");
    image.alt = card.querySelector("h2").textContent;
    image.src = "/card/" + card.dataset.page + "/" + card.dataset.card + ".png?" + shown.query + "&paper=1"; // without what the card says around it
    return image.decode().then(() => card.append(image)).catch(() => null);
  }

  /* The page stands as it will on the sheet while it is measured: rules for paper and for a window as narrow hold, no others. */
  function asPrinted(measure) {
    const own = Array.from(document.styleSheets).filter((sheet) => !sheet.href || sheet.href.startsWith(window.location.origin)); // no others can be read
    const rules = own.flatMap((sheet) => Array.from(sheet.cssRules))
      .filter((rule) => rule instanceof CSSMediaRule && /print|screen|width: \d+px/.test(rule.media.mediaText));
    const queries = rules.map((rule) => rule.media.mediaText), edge = (query, name) => Number((query.match(name + "-width: (\\d+)") || [])[1]);
    const holds = (query) => !query.includes("screen") && !(edge(query, "min") > PAGE.width) && !(edge(query, "max") < PAGE.width);
    document.documentElement.dataset.paper = "yes";
    rules.forEach((rule, at) => { rule.media.mediaText = holds(queries[at]) ? "all" : "not all"; });
    try { return measure(); } finally {
      rules.forEach((rule, at) => { rule.media.mediaText = queries[at]; });
      delete document.documentElement.dataset.paper;
    }
  }

  function heighten(one, high) {
    one.high = high;
    one.plot.closest(".drawing").style.setProperty("--paper", high + "px");
  }

  /* What text leaves of half a page is the drawing's; rows of two lines keep their height. */
  function halve(one) {
    const beside = one.plot.closest(".card").offsetHeight - one.plot.closest(".drawing").offsetHeight;
    const names = (one.plot.layout.yaxis && one.plot.layout.yaxis.ticktext) || [];
    const flattest = names.some((name) => name.includes("<br>")) ? one.tall : one.tall * FLATTEST;
    return Math.round(Math.min(one.tall, Math.max(HALF - beside, flattest, LOWEST)));
  }

  /* What stands on each sheet, and the height that stays empty under it: none from the first broken table on, which ends nobody knows where. */
  function sheets() {
    const blocks = Array.from(document.querySelectorAll(".page > :not(.grid), .grid > .card, .grid ~ .paper-policies")).filter((one) => one.offsetHeight);
    const found = [];
    let top = 0, isKnown = true;
    blocks.forEach((block) => {
      const box = block.getBoundingClientRect(), isBroken = getComputedStyle(block).breakInside === "auto" && block.matches(".card");
      if (!found.length || box.bottom - top > PAGE.height && !isBroken) {
        top = box.top;
        found.push({ blocks: [] });
      }
      isKnown = isKnown && !isBroken;
      found.at(-1).blocks.push(block);
      found.at(-1).spare = isKnown ? PAGE.height - (box.bottom - top) - SLACK : 0;
    });
    return found;
  }

  /* The flattest drawing of a sheet has what stays empty there first, up to its own height. */
  function share(sheet, drawn) {
    const on = drawn.filter((one) => sheet.blocks.includes(one.plot.closest(".card"))).sort((a, b) => a.high / a.tall - b.high / b.tall);
    on.forEach((one) => {
      const more = Math.floor(Math.max(0, Math.min(one.tall - one.high, sheet.spare)));
      heighten(one, one.high + more);
      sheet.spare -= more;
    });
  }

  function fit() {
    const drawn = plots(false).map((plot) => ({ plot: plot, tall: parseInt(plot.closest(".drawing").style.height, 10) || plot.offsetHeight }));
    asPrinted(() => {
      const high = drawn.map(halve);
      drawn.forEach((one, at) => heighten(one, high[at]));
      sheets().forEach((sheet) => share(sheet, drawn));
    });
    drawn.forEach((one) => window.xiangyi.wear(one.plot, { width: SHEET, height: one.high }));
  }

  /* The rows of a grid as the reader filtered and ordered them; of a list that comes page by page those that have come. */
  function rowsOf(api) {
    const rows = [];
    const take = (node) => { if (node.data) { rows.push(node.data); } };
    if (api.getGridOption("rowModelType") === "infinite") { api.forEachNode(take); } else { api.forEachNodeAfterFilterAndSort(take); }
    return rows;
  }

  function row(kind, columns, textOf, toneOf) {
    const line = make("tr");
    columns.forEach((column) => {
      const text = textOf(column) || "", isFigure = /^[\d.,%–− -]+$/.test(text); // a day, an interval
      const tone = toneOf && toneOf(column) ? " tone tone-" + toneOf(column) : "";
      line.append(make(kind, (column.cellRenderer === "Words" ? "number" : isFigure || text.length <= SHORT ? "whole" : "") + tone, text));
    });
    return line;
  }

  function tableOf(card) {
    const api = gridOf(card);
    if (!api) { return; }
    const rows = rowsOf(api), columns = api.getColumns().map((column) => column.getColDef()), made = make("table");
    const head = make("thead"), body = make("tbody");
    head.append(row("th", columns, (column) => column.headerName));
    rows.forEach((data) => body.append(row("td", columns, (column) => data[(column.cellRenderer === "Words" ? "~" : "") + column.field], (column) => data["~tone " + column.field])));
    made.append(head, body);
    const holder = make("div", "table paper-table" + (rows.length > UNBROKEN ? " long" : "")), rest = api.getDisplayedRowCount() - rows.length;
    holder.append(made);
    if (rest > 0) { holder.append(make("p", "quiet", said("rest").replace("{n}", rest.toLocaleString("en")))); }
    card.querySelector(".foot").before(holder);
  }

  /* Place, what is seen of it and up to when, at the head of every sheet. */
  function head() {
    const said = (where) => Array.from(document.querySelectorAll(where)).map((part) => part.textContent);
    const quoted = (text) => '"' + text.replace(/[\\"\n]/g, " ") + '"';
    const left = [...said(".crumbs .here"), ...said(".nav-link.here")].join(" · "), right = said(".where .badge, .where .fact").join(" · ");
    running.replaceSync("@page { @top-left { content: " + quoted(left) + "; } @top-right { content: " + quoted(right) + "; } }");
  }

  function tables() {
    document.querySelectorAll(".paper-table").forEach((old) => old.remove());
    document.querySelectorAll(".card").forEach((card) => { if (card.querySelector(".ag-root-wrapper")) { tableOf(card); } });
  }

  /* What the marks ①② on the drawings stand for, which on the screen is told to a pointer: once, and by card where cards number them differently. */
  function policies() {
    const told = new Map(), page = document.querySelector(".grid");
    document.querySelectorAll(".card .foot .info").forEach((button) => {
      const card = button.closest(".card"), drawing = card.querySelector(".drawing"), isList = button.firstChild.textContent === said("policies");
      if (!isList || !card.offsetHeight || !drawing || !isDrawn(drawing)) { return; }
      const list = button.dataset.definition;
      told.set(list, [...(told.get(list) || []), card.querySelector("h2").firstChild.textContent]);
    });
    if (!told.size) { return; }
    const made = make("section", "paper-policies"), all = [...told.keys()].join("");
    made.append(make("h2", "", all.split(/：|: /)[0]));
    if (document.documentElement.lang === "en" && /[\u4e00-\u9fff]/.test(all)) { made.append(make("p", "quiet", said("asFiled"))); }
    told.forEach((cards, list) => {
      if (told.size > 1) { made.append(make("p", "of-cards", cards.join(" · "))); }
      list.slice(list.search(/：|: /) + 1).trim().split("\n").forEach((one) => made.append(make("p", "policy", one)));
    });
    page.after(made);
  }

  /* What the figures of the cards are, which on the screen is told to a pointer too: small, and once where cards share it. */
  function definitions() {
    const told = new Map(), after = document.querySelector(".paper-policies") || document.querySelector(".grid");
    document.querySelectorAll(".card .foot .info").forEach((button) => {
      const card = button.closest(".card"), title = card.querySelector("h2");
      if (!title || !card.offsetHeight || button.firstChild.textContent === said("policies")) { return; }
      const lines = button.dataset.definition.split("\n").filter((line) => line !== said("inMenu")), whole = lines.join("\n");
      told.set(whole, [...(told.get(whole) || []), title.firstChild.textContent]);
    });
    if (!told.size) { return; }
    const made = make("section", "paper-defined");
    made.append(make("h2", "", said("definitions")));
    told.forEach((cards, whole) => {
      const one = make("p", "", whole);
      one.prepend(make("b", "", cards.join(" · ")), " ");
      made.append(one);
    });
    after.after(made);
  }

  /* A drawing is there once it is laid out, whether or not it has a mark to show; a map once its canvas is. */
  function isDrawn(drawing) {
    const layout = (drawing.querySelector(".js-plotly-plot") || {})._fullLayout;
    return Boolean(layout && drawing.querySelector(layout.map ? ".maplibregl-canvas" : ".main-svg"));
  }

  /* Cards that do not show yet what they will: no words, a drawing not laid out, no drawing and nothing in its stead. */
  function undrawn() {
    const shows = (card) => card.querySelector(".drawing") ? isDrawn(card.querySelector(".drawing"))
      : card.querySelector(".desk") || card.querySelector(".inside").textContent.trim();
    return Array.from(document.querySelectorAll(".card")).filter((card) => card.offsetHeight && !(card.querySelector("h2") && shows(card)));
  }

  function whenDrawn(until) {
    if (!undrawn().length || Date.now() > until) { return Promise.resolve(); }
    return new Promise((resolve) => window.setTimeout(resolve, 100)).then(() => whenDrawn(until));
  }

  /* Everything as it goes onto paper; the promise is kept when all is drawn and the pictures of the maps are there. */
  window.ontoPaper = function () {
    document.querySelectorAll(".paper-map").forEach((old) => old.remove());
    return whenDrawn(Date.now() + LONGEST_WAIT).then(() => Promise.all(plots(true).map(picture))).then(fit);
  };

  function print() { window.ontoPaper().then(() => window.print()); }

  /* Printed from the menu of the browser nothing can be waited for: each map is drawn once more and copied at once onto a plain canvas above it. */
  function copyMap(plot) {
    const subplot = plot._fullLayout.map && plot._fullLayout.map._subplot;
    if (!subplot || !subplot.map || plot.closest(".card").querySelector(".paper-map")) { return; }
    subplot.map.redraw();
    const from = subplot.map.getCanvas(), copy = make("canvas", "paper-copy");
    copy.width = from.width;
    copy.height = from.height;
    copy.style.cssText = "position:absolute;inset:0;width:" + from.clientWidth + "px;height:" + from.clientHeight + "px";
    copy.getContext("2d").drawImage(from, 0, 0);
    from.after(copy);
    plot.closest(".drawing").style.setProperty("--wide", plot.offsetWidth + "px");
    plot.closest(".drawing").style.zoom = Math.min(1, SHEET / plot.offsetWidth, MAP / plot.offsetHeight);
  }

  /* What nobody can wait for then is said on the sheet. */
  function confess(card) { card.querySelector(".inside").after(make("p", "paper-undrawn empty error", said("undrawn"))); }

  window.addEventListener("beforeprint", function () {
    undrawn().forEach(confess);
    plots(true).forEach(copyMap);
    head();
    tables();
    policies();
    definitions();
    fit();
  });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll(".paper-map, .paper-copy, .paper-table, .paper-undrawn, .paper-policies, .paper-defined").forEach((old) => old.remove());
    plots(true).forEach((plot) => { plot.closest(".drawing").style.zoom = ""; });
    document.querySelectorAll(".drawing").forEach((drawing) => ["--paper", "--wide"].forEach((name) => drawing.style.removeProperty(name)));
    plots(false).forEach((plot) => window.xiangyi.undress(plot, { width: null, height: null, autosize: true }));
  });
  document.addEventListener("keydown", function (event) {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key === "p" && shown) {
      event.preventDefault();
      print();
    }
  });
  document.addEventListener("click", function (event) { if (event.target.id === "print") { print(); } });
})();
