/* The menu of a card: its table and what it means in a dialog, and what can be taken away. Everything is written as text. */
(function () {
  function address(card, form) {
    return "/card/" + card.dataset.page + "/" + card.dataset.card + "." + form + "?" + said("search");
  }

  /* A download, and the table in a dialog, has the rows the reader filtered, in the order they see; the server checks both. */
  function download(card, form) {
    const grid = card.querySelector(".leads, .ag-root-wrapper") && card.querySelector(".inside [id*='\"part\":\"rows\"']");
    const api = grid && window.dash_ag_grid.getApi(grid.id);
    const list = card.querySelector(".inside .sifted");
    if (list) {
      const asked = Object.entries({ found: list.dataset.found, sort: list.dataset.order }).filter((one) => one[1]);
      return address(card, form) + asked.map(([name, value]) => "&" + name + "=" + encodeURIComponent(value)).join("");
    }
    if (!api) { return address(card, form); }
    const order = api.getColumnState().filter((c) => c.sort).sort((a, b) => a.sortIndex - b.sortIndex).map((c) => ({ colId: c.colId, sort: c.sort }));
    const filter = api.getFilterModel() || {};
    const said = Object.keys(filter).length ? "&filter=" + encodeURIComponent(JSON.stringify(filter)) : "";
    return address(card, form) + said + (order.length ? "&sort=" + encodeURIComponent(JSON.stringify(order)) : "");
  }

  function items(card) {
    const drawn = card.querySelector(".js-plotly-plot");
    const isMap = card.classList.contains("map") && card.querySelector(".maplibregl-canvas");
    const found = [["table", () => dialog(card, "table")], ["about", () => dialog(card, "about")], ["xlsx", "xlsx"], ["csv", "csv"]];
    if (drawn && drawn.offsetHeight > 80) {
      ["png", "svg"].forEach((form) => found.push([form, isMap ? form : () => takePicture(card, drawn, form)]));
    } else if (!card.querySelector(":scope > .drawn") && !card.querySelector(":scope > .inside > .empty")) { // a table, which the server draws
      found.push(["png", "png"], ["svg", "svg"]);
    }
    found.push(["note", () => openNotes(card)], ["pin", () => pinCard(card)], ["present", () => present(card)]);
    return found.map(([name, act]) => menuItem(said(name), typeof act === "string" ? download(card, act) : act));
  }

  function present(card) {
    fillScreen();
    go({ mode: "present", card: card.dataset.card });
  }

  function dialog(card, part) {
    fetch(download(card, "json")).then((answer) => answer.json()).then((told) => show(card, told, part));
  }

  function show(card, told, part) {
    if (told.build !== said("build")) { // its figures are not those of the page
      sayNewer(told.build);
      return;
    }
    const box = make("dialog", "card-dialog");
    const head = make("div", "dialog-head");
    head.append(make("h2", "", told.title), make("span", "quiet", told.unit));
    const shut = make("button", "button small", said("close"));
    shut.type = "button";
    shut.addEventListener("click", () => box.close());
    if (part === "table") {
      const copy = make("button", "button small", said("copy"));
      copy.type = "button";
      copy.addEventListener("click", () => {
        const lines = [told.columns.map((c) => c.title), ...told.rows].map((row) => row.join("\t"));
        copyText(lines.join("\n")).then(() => { copy.textContent = said("copied"); });
      });
      head.append(copy);
    }
    head.append(shut);
    box.append(head, part === "table" ? table(told) : about(told));
    box.setAttribute("aria-label", told.title);
    box.addEventListener("close", () => box.remove());
    document.body.append(box);
    box.showModal();
  }

  function table(told) {
    const holder = make("div", "table");
    holder.tabIndex = 0;
    if (told.empty) { holder.append(make("p", "empty", told.empty)); }
    const made = make("table");
    const head = make("tr");
    told.columns.forEach((column) => head.append(make("th", column.number ? "number" : "", column.title)));
    const top = make("thead");
    top.append(head);
    const body = make("tbody");
    told.rows.forEach((row, at) => {
      const line = make("tr");
      row.forEach((text, i) => {
        const leads = i === told.leading && told.places[at];
        const cell = make("td", told.columns[i].number ? "number" : "", leads ? undefined : text);
        if (leads) { cell.append(leading(text, told.places[at])); }
        line.append(cell);
      });
      body.append(line);
    });
    made.append(top, body);
    holder.append(made);
    if (told.rest) { holder.append(make("p", "quiet", said("rest").replace("{n}", told.rest.toLocaleString("en")))); }
    return holder;
  }

  /* Without a hand on the map a place is looked into by its name in the table; the dialog then makes way. */
  function leading(text, place) {
    const link = make("a", "drill", text);
    link.href = "?region=" + encodeURIComponent(place);
    link.dataset.place = place;
    link.addEventListener("click", () => link.closest("dialog").close());
    return link;
  }

  function about(told) {
    const list = make("dl", "about");
    told.about.forEach(([what, text]) => list.append(make("dt", "", what), make("dd", "", text)));
    return list;
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-menu]"), card = button && button.closest(".card");
    if (button) { toggleMenu(button, card, "card-menu", () => items(card)); }
  });

  /* A page shows one build; when a newer one is out it says so and is made anew on request. */
  window.setInterval(function () {
    const words = document.getElementById("words");
    if (!words || !words.dataset.build || document.hidden) { return; }
    fetch("/build").then((answer) => answer.json()).then((now) => sayNewer(now.build)).catch(() => undefined);
  }, 30000);
  document.addEventListener("click", function (event) {
    if (event.target.id === "newer") { window.location.reload(); }
  });
})();
