/* A wall that turns its own pages, and one card at a time for a meeting. */
(function () {
  const SECONDS = 30, WALL = { width: 1850, height: 1240 };
  const TURNS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }; // a clicker sends the pages; up and down scroll what has the focus
  const HASTE = 200, HELD = 1000; // milliseconds between presses that pass a card, and in which one is drawn however fast a key that is held repeats
  let shown = null, turning = null, ticking = null, isPaused = false, left = "", aim = "", stepping = null, stepped = 0, drawn = 0, isAsking = false;

  function next() {
    const names = shown.walls, name = names[(names.indexOf(shown.page) + 1) % names.length];
    go({ mode: "wall", card: "" }, shown.links[name].split("?")[0]);
  }

  /* Whether the wall turns by itself stands beside its clock, with what a hand can do. */
  function turn() {
    const line = document.querySelector(".turns");
    window.clearTimeout(turning);
    if (line) { line.textContent = said(isPaused ? "paused" : "turning"); }
    turning = isPaused ? null : window.setTimeout(next, SECONDS * 1000);
  }

  function clock() {
    const face = document.querySelector(".clock");
    if (face) { face.textContent = new Date().toLocaleTimeString(shown.lang === "zh" ? "zh-CN" : "en-GB", { hour: "2-digit", minute: "2-digit" }); }
  }

  /* How many rows of a list stand below its edge, which cuts none in two: nobody scrolls a wall. */
  function cut(card) {
    const inside = card.querySelector(".inside"), api = gridOf(card), bottom = (part) => part.getBoundingClientRect().bottom;
    const rows = Array.from(inside.querySelectorAll(api ? ".ag-center-cols-container .ag-row" : ".signals > li, .table tbody tr"));
    const edge = Math.min(...[inside, ...inside.querySelectorAll(".ag-body-viewport")].map(bottom)) + 1;
    if (!api) { rows.forEach((row) => row.classList.toggle("below", bottom(row) > edge)); }
    return (api ? api.getDisplayedRowCount() : rows.length) - rows.filter((row) => bottom(row) <= edge).length;
  }

  /* A grid fills its card with whole rows: nobody can scroll to the rest of one that is cut. */
  function fill(card) {
    const api = gridOf(card), inside = card.querySelector(".inside"), row = inside.querySelector(".ag-row"), head = inside.querySelector(".ag-header");
    if (!api || !row || !head) { return; }
    const rows = Math.min(Math.floor((inside.clientHeight - head.offsetHeight - 1) / row.offsetHeight), api.getDisplayedRowCount());
    const height = head.offsetHeight + Math.max(rows, 1) * row.offsetHeight + 1 + "px";
    if (inside.firstElementChild.style.height === height) { widen(api, inside); return; } // rows may come after the grid has its height
    inside.firstElementChild.style.height = height;
    window.setTimeout(() => { if (!api.isDestroyed()) { api.autoSizeColumns(pinned(api)); } }, 300); // names whole, once they are there
  }

  function pinned(api) { return api.getAllDisplayedColumns().filter((one) => one.isPinned()); }

  /* The grid's library measures words in pixels of the screen and sets columns in those of the page, which a wall scales: names that are cut
     even so have the room they lack. */
  function widen(api, inside) {
    pinned(api).forEach((one) => {
      const cells = inside.querySelectorAll(".ag-cell[col-id='" + one.getColId() + "'], .ag-cell[col-id='" + one.getColId() + "'] .ag-cell-value");
      const lacks = Math.max(0, ...Array.from(cells, (cell) => cell.scrollWidth - cell.clientWidth));
      if (lacks > 1) { api.setColumnWidths([{ key: one.getColId(), newWidth: one.getActualWidth() + lacks + 2 }]); }
    });
  }

  /* A foot has two lines on a wall: of a long note the last clauses go, so that the sources after it are told whole. The first stays, which
     says what a figure must not be taken for, and has a line more where the sources ask for it. It is fitted from its whole words each time:
     a card may not have had its width yet when it was fitted before. */
  function shorten(card) {
    const foot = card.querySelector(".foot"), note = foot && foot.querySelector(".of-note"), clause = /[;；][^;；]*$/;
    const isFull = () => note && foot.scrollHeight > foot.clientHeight + 1;
    if (foot) { foot.classList.remove("long"); } // of the page before
    if (note && note.textContent !== note.dataset.whole) { note.textContent = note.dataset.whole; }
    while (isFull() && clause.test(note.textContent)) { note.textContent = note.textContent.replace(clause, ""); }
    if (isFull()) { foot.classList.add("long"); }
  }

  function tellCut() {
    document.querySelectorAll(".card").forEach((card) => {
      shorten(card);
      const isList = !card.querySelector(".drawing");
      if (isList) { fill(card); }
      const n = isList ? cut(card) : 0;
      if (n > 0) { card.dataset.cut = said("cut").replace("{n}", n.toLocaleString("en")); } else { delete card.dataset.cut; }
    });
  }

  /* A wall does not scroll: its cards share the height there is, and are as much larger or smaller as the screen is than WALL. */
  function fit() {
    const page = document.querySelector(".page");
    const zoom = shown && shown.mode === "wall" ? Math.min(window.innerHeight / WALL.height, window.innerWidth / WALL.width) : 0;
    page.style.zoom = zoom || "";
    const side = document.querySelector(".side"), larger = zoom ? Math.max(1, zoom * WALL.height / 1080) : 0; // its letters stand for 1080 lines
    side.style.zoom = larger || "";
    side.style.height = larger ? window.innerHeight / larger + "px" : "";
    page.style.height = zoom ? window.innerHeight / zoom + "px" : "";
  }

  function here() { return Math.max(shown.cards.indexOf(document.querySelector(".card").dataset.card), 0); }

  /* Every press counts, from the card it was to lead to: the address may not have followed yet. Of cards passed in haste none is drawn, but
     one now and then, or who holds a key down would see nothing of where it leads. */
  function step(by) {
    const cards = shown.cards, asked = new URLSearchParams(window.location.search).get("card");
    const from = [aim, asked].map((name) => cards.indexOf(name)).find((place) => place >= 0);
    aim = cards[((from === undefined ? here() : from) + by + cards.length) % cards.length];
    if (document.activeElement !== document.body) { isAsking = document.activeElement.matches(".asked"); } // the next card brings its own
    const now = Date.now(), isPassed = now - stepped < HASTE && now - drawn < HELD;
    stepped = now;
    drawn = isPassed ? drawn : now;
    window.clearTimeout(stepping);
    stepping = window.setTimeout(() => go({ mode: "present", card: aim }), isPassed ? HASTE : 0);
  }
  function settle() { window.clearTimeout(stepping); aim = ""; isAsking = false; }
  window.addEventListener("popstate", settle);

  /* Who leaves is back on the page, at the card that was presented: the entry of the history is the page's from now on, so that Back does not
     present again. */
  function leave() {
    if (document.fullscreenElement) { document.exitFullscreen(); }
    const query = new URLSearchParams(window.location.search);
    isPaused = false;
    settle();
    left = shown.mode === "present" ? document.querySelector(".card").dataset.card : "";
    ["mode", "card"].forEach((name) => query.delete(name));
    const search = query.toString() ? "?" + query.toString() : "";
    window.history.replaceState(window.history.state, "", window.location.pathname + search);
    window.xiangyi.awaited();
    window.dash_clientside.set_props("address", { search: search });
  }

  function back() {
    const menu = document.querySelector(".card[data-card='" + left + "'] .card-more");
    if (menu) { menu.focus(); }
    left = "";
  }

  /* What stands beside the card need not stand in its foot. */
  function markAsked(aside) { document.documentElement.toggleAttribute("data-asked", aside.querySelector("dl") !== null); }

  /* What may be asked of the card: what its number is, of how many, how sure, from where. */
  function ask() {
    const aside = document.querySelector(".asked"), card = document.querySelector(".card"), of = shown;
    if (!aside || !card) { return; }
    markAsked(aside);
    if (isAsking && document.activeElement === document.body) { aside.focus({ preventScroll: true }); }
    fetch("/card/" + card.dataset.page + "/" + card.dataset.card + ".json?" + shown.query).then((answer) => answer.json()).then((told) => {
      if (of !== shown) { return; } // another card is presented by now, and asks for its own
      if (told.build !== shown.build) { sayNewer(told.build); return; }
      const list = document.createElement("dl");
      told.asked.forEach(([what, text]) => {
        const term = document.createElement("dt"), said = document.createElement("dd");
        term.textContent = what;
        said.textContent = text;
        list.append(term, said);
      });
      const head = document.createElement("h2");
      head.textContent = aside.getAttribute("aria-label");
      const nth = said("nth").replace("{n}", here() + 1).replace("{of}", shown.cards.length);
      aside.replaceChildren(make("p", "quiet nth", nth), head, list);
      aside.scrollTop = 0;
      markAsked(aside);
    }).catch(() => undefined);
  }

  document.addEventListener("xiangyi:shown", function (event) {
    shown = event.detail;
    window.clearTimeout(turning);
    window.clearInterval(ticking);
    fit();
    if (shown.mode === "wall") {
      turn();
      ticking = window.setInterval(() => { clock(); tellCut(); }, 1000);
      window.setTimeout(clock, 0);
    }
    if (shown.mode === "present") { window.setTimeout(ask, 0); } else { settle(); }
    if (!shown.mode && left) { window.setTimeout(back, 0); }
  });

  /* Escape takes the browser out of the full screen without a word to the page. */
  document.addEventListener("fullscreenchange", function () {
    if (!document.fullscreenElement && new URLSearchParams(window.location.search).has("mode")) { leave(); }
  });

  window.addEventListener("resize", function () { if (shown) { fit(); } });

  document.addEventListener("keydown", function (event) {
    const away = document.querySelector("[data-leads='~leave']"); // nothing is shown but why nothing is
    if (away && event.key === "Escape") {
      if (document.fullscreenElement) { document.exitFullscreen(); }
      away.click();
      return;
    }
    if (!shown || !shown.mode || event.target.closest("input, textarea, [contenteditable], dialog")) { return; }
    if (event.key === "Escape") { leave(); }
    if (event.altKey || event.ctrlKey || event.metaKey) { return; } // the browser's own: back, the next tab
    const by = shown.mode === "present" && TURNS[event.key], moved = event.target.closest(".ag-root, .table:not(.card)");
    const keepsArrows = moved && (moved.matches(".ag-root") || moved.scrollWidth > moved.clientWidth); // between cells, along a wide list
    if (by && !(keepsArrows && event.key.startsWith("Arrow"))) {
      event.preventDefault(); // what has the focus is not scrolled as well
      step(by);
    }
    if (shown.mode === "wall" && event.key === "ArrowRight") { next(); }
    if (shown.mode === "wall" && event.key === " ") { event.preventDefault(); isPaused = !isPaused; turn(); }
  });
})();
