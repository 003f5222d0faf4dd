/* What a meeting does to a card: write on it what was agreed, say that it is done, pin it to a report. Everything is written as text. */
(function () {
  const HEADERS = { "Content-Type": "application/json", "X-Xiangyi": "desk" };
  const NAME = "xiangyi-minutes", REPORT = "xiangyi-report";
  let shown = null;
  document.addEventListener("xiangyi:shown", function (event) { shown = event.detail; });

  function button(text, act, look) {
    const made = make("button", look || "button small", text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  function search() { return said("search"); }
  function lang() { return shown && shown.lang === "en" ? "en" : "zh"; }

  /* Send something; the answer, or what is wrong with it, in words. */
  function send(address, body, lost) {
    return fetch(address + "?lang=" + lang(), { method: "POST", headers: HEADERS, body: JSON.stringify(body) })
      .then((answer) => answer.json().then((said) => (answer.ok ? said : { error: said.error || lost })))
      .catch(() => ({ error: lost }));
  }

  /* The cards say what was agreed as soon as it is: the page asks for them again, drawings stay. */
  function again() {
    window.dash_clientside.set_props("shown", { data: Object.assign({}, shown, { fresh: false, told: Date.now() }) });
    window.dash_clientside.set_props("mounted", { data: Date.now() });
  }

  function dialog(title, quiet, close) {
    const box = make("dialog", "card-dialog meeting");
    const head = make("div", "dialog-head");
    box.setAttribute("aria-label", title);
    head.append(make("h2", "", title), make("span", "quiet", quiet), button(close, () => box.close()));
    box.append(head);
    box.addEventListener("close", () => box.remove());
    document.body.append(box);
    box.showModal();
    return box;
  }

  function field(words, name, tag, longest, wide) {
    const label = make("label", wide ? "wide" : "", words[name]);
    const input = make(tag);
    input.name = name;
    if (longest) { input.maxLength = longest; }
    label.append(input);
    return label;
  }

  /* A day is typed as it is written everywhere here, 2025-06-30, moved by the arrows (a day; Page Up and Page Down a month), or picked from the
     calendar, which Alt with the arrow down opens: the field of a browser writes it in the browser's language. */
  const STEPS = { ArrowUp: [0, 1], ArrowDown: [0, -1], PageUp: [1, 0], PageDown: [-1, 0] };
  function dated(input, name, named) {
    const holder = make("span", "dated"), picker = make("input", "picker");
    input.placeholder = "2025-06-30";
    input.setAttribute("aria-label", name); // its label holds the calendar too, and would be called by both
    picker.type = "date";
    picker.setAttribute("aria-label", named);
    picker.title = named;
    picker.addEventListener("change", () => { input.value = picker.value; });
    picker.addEventListener("focus", () => { picker.value = input.value; }); // what is no day leaves it empty
    input.addEventListener("keydown", function (event) {
      const step = STEPS[event.key];
      if (!step || event.isComposing || event.ctrlKey || event.metaKey) { return; }
      event.preventDefault();
      if (event.altKey) { picker.value = input.value; picker.showPicker(); } else { input.value = moved(input.value, step); }
    });
    input.replaceWith(holder);
    holder.append(input, picker);
  }

  /* A day so many months and days on, at the end of a shorter month; of what is no day, today. */
  function moved(text, step) {
    const day = /^\d{4}-\d{2}-\d{2}$/.test(text.trim()) ? new Date(text.trim() + "T00:00:00Z") : new Date(NaN);
    if (isNaN(day)) { return today(); }
    const last = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + step[0] + 1, 0)).getUTCDate();
    return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + step[0], Math.min(day.getUTCDate(), last) + step[1])).toISOString().slice(0, 10);
  }

  function today() {
    const now = new Date();
    return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }

  window.openNotes = function (card) {
    fetch("/notes/" + card.dataset.page + "/" + card.dataset.card + ".json?" + search()).then((answer) => answer.json()).then((told) => {
      if (told.error) { say(told.error); } else { notes(card, told); }
    });
  };

  function notes(card, told) {
    const words = told.words;
    const box = dialog(words.heading + " · " + told.title, told.where, words.close);
    const list = make("ol");
    told.notes.forEach((note) => {
      const item = make("li", "", note.line);
      item.append(make("div", "quiet", note.by));
      note.can.forEach((what) => item.append(button(words[what], () => confirm(words, note.number, what, () => { box.close(); again(); }))));
      list.append(item);
    });
    const made = form(card, told, () => { box.close(); again(); });
    box.append(told.notes.length ? list : make("p", "quiet", words.none), made);
    made.elements.conclusion.focus(); // who types at once writes the conclusion
  }

  function form(card, told, then) {
    const words = told.words, made = make("form"), fail = make("p", "failed wide");
    made.append(field(words, "conclusion", "textarea", told.longest.conclusion, true), field(words, "measure", "textarea", told.longest.measure, true),
      field(words, "unit", "input", told.longest.unit), field(words, "due_on", "input"), field(words, "by", "input", told.longest.by));
    dated(made.elements.due_on, words.due_on, words.calendar);
    made.elements.by.value = window.localStorage.getItem(NAME) || "";
    made.elements.by.setAttribute("aria-required", "true");
    const save = make("button", "button primary", words.save);
    const foot = make("div", "meeting-foot wide");
    foot.append(save, make("span", "quiet", words.hidden));
    made.append(fail, foot);
    made.addEventListener("submit", (event) => {
      event.preventDefault();
      const said = Object.fromEntries(["conclusion", "measure", "unit", "due_on", "by"].map((name) => [name, made.elements[name].value]));
      window.localStorage.setItem(NAME, said.by.trim());
      send("/notes", Object.assign(said, { page: card.dataset.page, card: card.dataset.card, search: search() }), words.lost).then((answer) => {
        if (answer.error) { fail.textContent = answer.error; } else { then(); }
      });
    });
    return made;
  }

  /* Who says that it is done stands with it. */
  function confirm(words, number, what, then) {
    const box = dialog(words[what], words.confirm, words.cancel), made = make("form"), fail = make("p", "failed wide");
    made.append(field(words, "by", "input", 60), fail, make("button", "button primary", words[what]));
    made.elements.by.value = window.localStorage.getItem(NAME) || "";
    made.addEventListener("submit", (event) => {
      event.preventDefault();
      const by = made.elements.by.value;
      window.localStorage.setItem(NAME, by.trim());
      send("/notes/mark", { number: number, do: what, by: by }, words.lost).then((answer) => {
        if (answer.error) { fail.textContent = answer.error; } else { box.close(); then(); }
      });
    });
    box.append(made);
    made.elements.by.focus();
  }

  function named() { return window.localStorage.getItem(REPORT) || ""; }

  window.pinCard = function (card) {
    const body = { do: "pin", report: named(), page: card.dataset.page, card: card.dataset.card, search: search() };
    send("/report", body, "").then((told) => {
      say(told.error || told.words.pinned.replace("{name}", told.title).replace("{n}", told.pins.length));
    });
  };

  function openReport() {
    fetch("/report.json?name=" + encodeURIComponent(named()) + "&lang=" + lang()).then((answer) => answer.json()).then(report);
  }

  function report(told) {
    const words = told.words, box = dialog(words.heading, told.title, words.close), body = make("div");
    box.append(body);
    draw(body, told);
  }

  function draw(body, told) {
    const words = told.words, list = make("ol"), query = "?name=" + encodeURIComponent(told.name) + "&lang=" + lang();
    const change = (wish, number, place) => send("/report", { do: wish, number: number, place: place, report: told.name }, words.lost).then((after) => {
      if (after.error) { say(after.error); } else { draw(body, after); }
    });
    told.pins.forEach((pin, place) => {
      const item = make("li"), title = make(pin.href ? "a" : "span", "", pin.title);
      if (pin.href) { title.href = pin.href; }
      item.append(title, make("div", "quiet", pin.where));
      const up = button(words.up, () => change("up", pin.number)), down = button(words.down, () => change("down", pin.number));
      up.disabled = place === 0;
      down.disabled = place === told.pins.length - 1;
      item.append(up, down, button(words.drop, () => change("drop", pin.number)));
      if (told.pins.length > 1) { dragged(item, list, pin.number, (number, to) => change("place", number, to + 1)); }
      list.append(item);
    });
    const foot = make("div", "meeting-foot");
    [["slides", "/report/slides.pptx"], ["sheets", "/report/sheets.xlsx"]].forEach(([name, address]) => {
      const link = make("a", "button", words[name]);
      link.href = address + query;
      if (name === "slides") { link.dataset.slides = "report.pptx"; }
      foot.append(link);
    });
    foot.prepend(window.templateField());
    body.replaceChildren(choice(body, told), told.pins.length ? list : make("p", "quiet", words.empty));
    if (told.pins.length > 1) { body.append(make("p", "quiet drag-hint", words.drag)); }
    if (told.pins.length) { body.append(foot); }
  }

  /* A card of the report is taken by the hand; where it is let go it stays. The buttons do the same for who has no mouse. */
  function dragged(item, list, number, then) {
    item.draggable = true;
    item.dataset.number = number;
    item.addEventListener("dragstart", (event) => { event.dataTransfer.effectAllowed = "move"; item.classList.add("held"); });
    item.addEventListener("dragend", () => { list.querySelectorAll("li").forEach((each) => each.classList.remove("held", "target")); });
    item.addEventListener("dragover", (event) => {
      const held = list.querySelector(".held");
      if (!held) { return; }
      event.preventDefault();
      list.querySelectorAll("li").forEach((each) => each.classList.toggle("target", each === item && each !== held));
    });
    item.addEventListener("drop", (event) => {
      const held = list.querySelector(".held");
      event.preventDefault();
      if (held && held !== item) { then(Number(held.dataset.number), Array.from(list.children).indexOf(item)); }
    });
  }

  /* Which report is meant: one there is, or another with a name of its own. */
  function choice(body, told) {
    const words = told.words, made = make("div", "named"), which = make("label", "", words.which), select = make("select");
    told.reports.forEach((one) => {
      const option = make("option", "", one.label);
      option.value = one.value;
      option.selected = one.value === told.name;
      select.append(option);
    });
    const turn = (name) => {
      window.localStorage.setItem(REPORT, name);
      fetch("/report.json?name=" + encodeURIComponent(name) + "&lang=" + lang()).then((answer) => answer.json()).then((after) => draw(body, after));
    };
    select.addEventListener("change", () => turn(select.value));
    which.append(select);
    const other = make("label", "", words.new), name = make("input");
    name.maxLength = 40;
    name.addEventListener("change", () => { if (name.value.trim()) { turn(name.value.trim()); } });
    other.append(name);
    made.append(which, other);
    return made;
  }

  document.addEventListener("click", function (event) {
    const mark = event.target.closest("[data-notes]");
    if (mark) { window.openNotes(mark.closest(".card")); }
    if (event.target.id === "report") { openReport(); }
    const act = event.target.closest("[data-note]");
    if (act) {
      const [what, number] = act.dataset.note.split(" ");
      const card = act.closest(".card");
      fetch("/notes/" + card.dataset.page + "/" + card.dataset.card + ".json?" + search()).then((answer) => answer.json()).then((told) => {
        confirm(told.words, Number(number), what, again);
      });
    }
  });
})();
