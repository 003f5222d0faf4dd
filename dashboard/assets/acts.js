/* What a click does: drill to a place, follow a link within the program, copy words. */
const TRIES = 20, APART = 150; // to see whether what was sent is mounted, and milliseconds between them
let knownPlaces = [], leftBy = "";
document.addEventListener("xiangyi:shown", function (event) {
  knownPlaces = event.detail.places || [];
  goOn(TRIES);
});

/* A click with a key held opens something elsewhere, as the browser has it: here nothing moves. */
function isElsewhere(event) { return event.ctrlKey || event.metaKey || event.shiftKey || event.altKey; }
document.addEventListener("click", function (event) { window.xiangyi.elsewhere = isElsewhere(event); }, true);

/* The query of this view of the place a link leads to. */
function searchOf(link) {
  const query = new URLSearchParams(window.location.search);
  lookAt(query, link.dataset.place, link.dataset.facility);
  return "?" + query.toString();
}

/* What is opened elsewhere is the same view of the place: the address is written when somebody turns to the link. */
function spellOut(event) {
  const link = event.target instanceof Element && event.target.closest("a[data-place], a.onward");
  if (!link) { return; }
  link.setAttribute("href", link.dataset.place ? window.location.pathname + searchOf(link) : inOwnLight(link.getAttribute("href")));
}

/* An address that the server keeps for every reader, in the light or the dark that this one has. */
function inOwnLight(address) {
  const [path, search] = address.split("?"), query = new URLSearchParams(search), theme = new URLSearchParams(window.location.search).get("theme");
  if (path.startsWith("/template/")) { return address; }
  if (theme) { query.set("theme", theme); } else { query.delete("theme"); }
  return path + "?" + query.toString();
}
["pointerdown", "focusin", "click"].forEach((kind) => document.addEventListener(kind, spellOut, true)); // a row is followed by key without its link

/* Whose link is gone when its page has come goes on at the link of the same name, or at the heading. */
function goOn(tries) {
  const here = document.activeElement;
  if (leftBy && here === document.body) {
    const to = document.querySelector("[data-leads='" + leftBy + "']");
    if (to) { to.focus({ preventScroll: true }); } else { toHeading(); }
  } else if (leftBy && tries && here.closest("[data-way]")) {
    window.setTimeout(() => goOn(tries - 1), APART);
    return;
  }
  leftBy = "";
}

/* The keyboard goes on at the heading, whose next stops are those of the page itself; the address stays as it is. */
function toHeading() {
  const heading = document.querySelector("h1");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

document.addEventListener("click", function (event) {
  if (event.target.closest("[data-skip]") && !isElsewhere(event)) {
    event.preventDefault();
    toHeading();
    window.scrollTo(0, 0);
    return;
  }
  const place = event.target.closest("[data-place]");
  if (place && !knownPlaces.includes(place.dataset.place)) {
    event.preventDefault();
    return;
  }
  if (place && !isElsewhere(event)) {
    event.preventDefault();
    const list = place.closest("details");
    if (list) { backToList(list); }
    if (place.closest(".card .table, .card .ag-root-wrapper")) { toTop(); }
    window.xiangyi.awaited();
    window.dash_clientside.set_props("address", { search: searchOf(place) });
    return;
  }
  const way = event.target.closest("a[data-way]");
  if (way && !isElsewhere(event)) {
    event.preventDefault();
    leftBy = way.dataset.leads || "~";
    closeLists(null);
    if (leftBy === "~wall") { fillScreen(); }
    window.scrollTo(0, 0);
    if (way.href === window.location.href) { return; }
    window.history.pushState({}, "", way.href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate")); // what the component of the address listens to
    return;
  }
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    const from = copy.closest(".card").querySelector(copy.dataset.copy);
    copyText(from.innerText).then(function () {
      const before = copy.textContent;
      copy.textContent = copy.dataset.copied;
      window.setTimeout(function () { copy.textContent = before; }, 1600);
    });
  }
});

/* Who looks into a place from a table, however far down, goes on at the heading: what has changed stands under it. */
function toTop() {
  document.activeElement.blur();
  leftBy = "~table";
  window.scrollTo(0, 0);
}

/* The name of a row of a drawing leads where its dot does. */
document.addEventListener("click", function (event) {
  const name = event.target instanceof Element && event.target.closest(".js-plotly-plot .ytick");
  const rows = name && name.closest(".js-plotly-plot").data.find((trace) => trace.customdata);
  const row = rows && rows.customdata[Array.from(name.parentNode.querySelectorAll(".ytick")).indexOf(name)];
  if (row && knownPlaces.includes(row[1])) { go({ region: row[1], facility: "" }); }
});

/* A list that was chosen from closes; when that of the new place has taken its stead, the keyboard goes on there. */
function backToList(list) {
  const inside = list.closest(".inside");
  list.open = false;
  list.querySelector("summary").focus();
  new MutationObserver(function (changes, watch) {
    watch.disconnect();
    const next = inside.querySelector("summary");
    if (next && document.activeElement === document.body) { next.focus({ preventScroll: true }); }
  }).observe(inside, { childList: true });
}

/* The lists of the levels a reader stands in: one is open at a time, and none when something else is turned to. */
function closeLists(but) {
  document.querySelectorAll(".crumb-list[open]").forEach((list) => { if (list !== but) { list.open = false; } });
}
["click", "focusin"].forEach((kind) => document.addEventListener(kind, function (event) {
  closeLists(event.target instanceof Element ? event.target.closest(".crumb-list") : null);
}));
document.addEventListener("keydown", function (event) {
  const list = event.key === "Escape" && event.target instanceof Element && event.target.closest(".crumb-list[open]");
  if (list) {
    list.open = false;
    list.querySelector("summary").focus();
  }
});

/* The cells of a grid are reached by arrows: Enter follows the link of the row, as a click anywhere in it does. */
document.addEventListener("keydown", function (event) {
  const row = event.key === "Enter" && event.target.matches(".ag-cell") && event.target.closest(".ag-row");
  const link = row && (event.target.querySelector("a") || row.closest(".ag-root").querySelector(".ag-row[row-index='" + row.getAttribute("row-index") + "'] a"));
  if (link) { link.click(); }
});

/* A map's canvas is called what its card finds, in the language of the page; the drawing library knows one word of one language. */
new MutationObserver(function () {
  document.querySelectorAll(".maplibregl-canvas[aria-label]").forEach(function (canvas) {
    canvas.removeAttribute("aria-label");
    canvas.setAttribute("aria-labelledby", canvas.closest(".drawn").getAttribute("aria-labelledby"));
  });
}).observe(document.documentElement, { childList: true, subtree: true });

/* An intranet without TLS has no clipboard to write to: a hidden field is copied instead. */
function copyText(text) {
  if (navigator.clipboard && window.isSecureContext) {
    return navigator.clipboard.writeText(text);
  }
  const field = document.createElement("textarea");
  field.value = text;
  field.style.position = "fixed";
  field.style.opacity = "0";
  document.body.appendChild(field);
  field.select();
  document.execCommand("copy");
  field.remove();
  return Promise.resolve();
}

/* A word of the page in its language, or what the page is of: its build, its query. */
function said(name) { return document.getElementById("words").dataset[name]; }

/* What a download is called, as the server calls its own: page, card, place, period. */
function fileName(page, card) {
  const seen = new URLSearchParams(said("search")), parts = ["xiangyi", page, card, seen.get("facility") || seen.get("region"), seen.get("period")];
  return parts.filter(Boolean).join("-").replace(/[^\p{L}\p{N}_.-]+/gu, "_");
}

/* Says something for a few seconds, also to who hears the page: what is put into a place that is known as one that speaks is spoken. */
function say(text) {
  document.querySelectorAll(".said:not(.taking)").forEach((old) => old.remove());
  const line = document.createElement("div");
  line.className = "said";
  line.setAttribute("role", "status");
  document.body.append(line);
  window.requestAnimationFrame(() => { line.textContent = text; });
  window.setTimeout(() => line.remove(), 4000);
}

/* Another view of the same data: what changes in the address; an empty value leaves it. */
function go(change, path) {
  const query = new URLSearchParams(window.location.search);
  Object.keys(change).forEach((name) => { if (change[name]) { query.set(name, change[name]); } else { query.delete(name); } });
  const search = query.toString() ? "?" + query.toString() : "";
  window.xiangyi.awaited();
  window.dash_clientside.set_props("address", path ? { pathname: path, search: search } : { search: search });
}

/* A meeting and a wall have the whole screen, where the browser lets them. */
function fillScreen() {
  if (document.documentElement.requestFullscreen) { document.documentElement.requestFullscreen().catch(() => null); }
}

/* The language of words that an English page quotes from a record, for who hears them read; none where they are of the page's own. */
function quotedIn(text) { return document.documentElement.lang === "en" && /[\u4e00-\u9fff]/.test(text) ? "zh-CN" : ""; }

/* The grid of a card as its library knows it; null where there is none, or none yet. */
function gridOf(card) {
  const grid = card.querySelector(".inside [id*='\"part\":\"rows\"']");
  return (grid && window.dash_ag_grid && window.dash_ag_grid.getApi(grid.id)) || null;
}

/* An element with its class and its words; nothing a server says becomes markup. */
function make(tag, name, text) {
  const made = document.createElement(tag);
  if (name) { made.className = name; }
  if (text !== undefined) { made.textContent = text; }
  if (text && quotedIn(text)) { made.lang = quotedIn(text); }
  return made;
}
