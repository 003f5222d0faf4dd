/* The desk of the data page: files go up one by one as raw bodies with progress, are checked, and load on a person's word.
   Everything is written as text; nothing the server says becomes markup. */
(function () {
  const HEADERS = { "X-Xiangyi": "desk" };
  const CALM = 1000, LONGEST = 30000; // milliseconds: in which a filled page has come to rest; after which it is not held any more

  function input(type, attributes) {
    return Object.assign(document.createElement("input"), { type: type }, attributes || {});
  }

  function Desk(root) {
    this.root = root;
    this.lang = root.dataset.lang;
    this.token = "";
    this.picker = input("file", { multiple: true, accept: ".xlsx,.xls,.xlsb,.ods,.et,.csv,.txt" });
    this.part(".desk-drop").append(this.picker);
    this.fields = {};
    root.querySelectorAll(".desk-field").forEach((label) => {
      const field = input("text", { maxLength: 60, autocomplete: "off" });
      this.fields[label.dataset.field] = field;
      label.append(field);
    });
    this.fields.sender.value = window.localStorage.getItem("xiangyi-sender") || "";
    this.correct = input("checkbox");
    this.part(".desk-check").append(this.correct);
    this.listen();
  }

  Desk.prototype = {
    part: function (selector) { return this.root.querySelector(selector); },

    listen: function () {
      const drop = this.part(".desk-drop");
      this.picker.addEventListener("change", () => this.send(Array.from(this.picker.files)));
      ["dragover", "dragleave", "drop"].forEach((kind) => drop.addEventListener(kind, (event) => {
        event.preventDefault();
        drop.classList.toggle("over", kind === "dragover");
        if (kind === "drop") { this.send(Array.from(event.dataTransfer.files)); }
      }));
      this.root.addEventListener("click", (event) => {
        const wanted = event.target.dataset && event.target.dataset.do;
        if (wanted === "load") { this.load(); }
        if (wanted === "drop") { this.drop(); }
        if (wanted === "stop") { this.stop(); }
        if (wanted === "again") { window.location.reload(); }
      });
      [this.correct, this.fields.period].forEach((field) => {
        field.addEventListener("change", () => { if (this.token) { this.check(); } });
      });
    },

    said: function (name, file) { return this.root.dataset[name].replace("{name}", file || ""); },

    progress: function (share, text) {
      this.part(".desk-progress").hidden = text === null;
      this.part(".desk-bar").style.setProperty("--share", Math.round(share * 100) + "%");
      this.part(".desk-doing").textContent = text || "";
    },

    fail: function (text) {
      this.progress(0, null);
      const line = this.part(".desk-error");
      line.hidden = !text;
      line.textContent = text || "";
    },

    send: async function (files) {
      if (!files.length) { return; }
      this.fail("");
      await this.drop();
      try {
        for (const file of files) { await this.put(file); }
        this.check();
      } catch (error) {
        this.fail(error.message);
      }
      this.picker.value = "";
    },

    put: function (file) {
      const query = new URLSearchParams({ name: file.name, lang: this.lang, token: this.token });
      return new Promise((resolve, reject) => {
        const request = this.request = new XMLHttpRequest();
        request.open("POST", "/desk/files?" + query);
        request.setRequestHeader("Content-Type", "application/octet-stream");
        request.setRequestHeader("X-Xiangyi", "desk");
        request.upload.onprogress = (event) => this.progress(event.loaded / (event.total || 1), this.said("sending", file.name));
        request.onerror = () => reject(new Error(this.said("lost")));
        request.onabort = () => reject(new Error(this.said("stopped")));
        request.onloadend = () => { this.request = null; };
        request.onload = () => {
          const answer = this.read(request.responseText);
          if (!answer.token) { reject(new Error(answer.error || this.said("lost"))); return; }
          this.token = answer.token;
          resolve();
        };
        request.send(file);
      });
    },

    read: function (text) {
      try { return JSON.parse(text); } catch (error) { return {}; }
    },

    ask: async function (path, body) {
      const options = body === undefined ? {} : {
        method: "POST", headers: Object.assign({ "Content-Type": "application/json" }, HEADERS), body: JSON.stringify(body)
      };
      const answer = await fetch(path + "?lang=" + this.lang, options).catch(() => null);
      const found = answer ? this.read(await answer.text()) : {};
      if (!found.stage) { throw new Error(found.error || this.said("lost")); }
      return found;
    },

    wishes: function () {
      return { sender: this.fields.sender.value.trim(), period: this.fields.period.value.trim(), correct: this.correct.checked };
    },

    check: function () { this.work("check"); },

    load: function () {
      window.localStorage.setItem("xiangyi-sender", this.fields.sender.value.trim());
      this.work("load");
    },

    work: async function (what) {
      this.fail("");
      try {
        let state = await this.ask("/desk/" + this.token + "/" + what, this.wishes());
        this.part(".desk-buttons").hidden = true;
        while (state.stage === "checking" || state.stage === "loading") {
          const at = state.stage === "loading" && !state.doing ? "building" : state.stage;
          this.progress(state.share, this.said(state.stopping ? "stopping" : at, state.doing));
          await new Promise((resolve) => setTimeout(resolve, 250));
          state = await this.ask("/desk/" + this.token);
        }
        this.progress(1, null);
        if (state.error) { this.fail(state.error); }
        this.show(state);
      } catch (error) {
        this.fail(error.message);
      }
    },

    stop: function () {
      if (this.request) { this.request.abort(); } else if (this.token) { this.ask("/desk/" + this.token + "/stop", {}).catch(() => null); }
    },

    drop: async function () {
      const token = this.token;
      this.token = "";
      this.show({ stage: "", tables: [] });
      if (token) { await this.ask("/desk/" + token + "/drop", {}).catch(() => null); }
    },

    show: function (state) {
      const result = this.part(".desk-result");
      result.replaceChildren();
      const buttons = this.part(".desk-buttons");
      buttons.hidden = !["checked", "loaded"].includes(state.stage);
      buttons.querySelectorAll("button").forEach((b) => { b.hidden = (b.dataset.do === "again") !== (state.stage === "loaded"); });
      this.part("[data-do=load]").disabled = !state.loadable;
      if (state.done) { result.append(make("p", "desk-done", state.done)); }
      if (state.summary) { result.append(make("p", "desk-summary", state.summary)); }
      (state.marked || []).forEach((file) => {
        const link = make("a", "button", this.said("marked", file.name));
        link.href = file.href;
        result.append(link);
      });
      (state.tables || []).forEach((table) => this.table(result, table));
      if (state.rest) { result.append(make("p", "quiet", state.rest)); }
      (state.notes || []).forEach((note) => result.append(make("p", "quiet", note)));
    },

    table: function (result, table) {
      result.append(make("h3", "", this.said(table.name)));
      if (!table.rows.length) {
        result.append(make("p", "quiet", table.name === "problems" ? this.said("clean") : "–"));
        return;
      }
      const frame = make("div", "table desk-" + table.name);
      const body = make("table");
      const head = body.createTHead().insertRow();
      table.head.forEach((title, i) => head.append(make("th", i >= table.numbers ? "number" : "", title)));
      const rows = body.createTBody();
      table.rows.forEach((cells) => {
        const row = rows.insertRow();
        cells.forEach((text, i) => { row.append(make("td", i >= table.numbers ? "number" : "", text)); });
      });
      frame.append(body);
      result.append(frame);
    }
  };

  /* A finding is explained in a small dialogue: who, and why. */
  function explain(button) {
    const root = document.querySelector("div.desk");
    const words = root.dataset;
    const dialogue = make("dialog", "explain");
    const why = make("textarea");
    const name = input("text", { maxLength: 60, value: window.localStorage.getItem("xiangyi-explainer") || "" });
    const fail = make("p", "desk-error");
    const save = make("button", "button primary", words.save);
    const cancel = make("button", "button", words.cancel);
    why.rows = 4;
    why.maxLength = 2000;
    const labelled = (text, field) => { const label = make("label", "", text); label.append(field); return label; };
    dialogue.setAttribute("aria-label", button.textContent);
    dialogue.append(make("p", "", button.dataset.about), labelled(words.why, why), labelled(words.name, name), fail, save, cancel);
    document.body.append(dialogue);
    dialogue.addEventListener("close", () => dialogue.remove());
    cancel.addEventListener("click", () => dialogue.close());
    save.addEventListener("click", async () => {
      window.localStorage.setItem("xiangyi-explainer", name.value.trim());  // who explains is not who sends
      const body = { finding: button.dataset.finding, by: name.value, why: why.value };
      const answer = await fetch("/followup?lang=" + words.lang, {
        method: "POST", headers: Object.assign({ "Content-Type": "application/json" }, HEADERS), body: JSON.stringify(body)
      }).catch(() => null);
      const said = answer ? await answer.json().catch(() => ({})) : {};
      if (said.done) { remember(button, said.said); window.location.reload(); return; }
      fail.textContent = said.error || words.lost;
    });
    dialogue.showModal();
  }

  /* The page is read anew after an explanation; the reader goes on at the place in the list where they were. */
  function remember(button, told) {
    const card = button.closest(".card");
    const list = button.closest(".table");
    const place = { top: card.getBoundingClientRect().top, within: list ? list.scrollTop : 0, told: told };
    window.sessionStorage.setItem("xiangyi-place", JSON.stringify(place));
  }

  function isFilled() {
    return document.documentElement.dataset.stands && !document.documentElement.dataset.loading && !document.querySelector(".card[aria-busy]:not([data-failed])");
  }

  /* What was saved is said when it stands in the list, to who hears the page too: the finding itself has moved out of sight. */
  function tell(told, until) {
    if (document.querySelector("[data-card=findings] .table")) { say(told); return; }
    if (Date.now() < until) { window.setTimeout(() => tell(told, until), 100); }
  }

  /* Cards above fill one after the other and push the list down: it is held until they have come and nothing moves any more. */
  function goBack() {
    const kept = window.sessionStorage.getItem("xiangyi-place");
    window.sessionStorage.removeItem("xiangyi-place");
    if (!kept) { return; }
    const place = JSON.parse(kept), until = Date.now() + LONGEST;
    let left = false, moved = Date.now(), stood = NaN;
    ["wheel", "keydown", "pointerdown"].forEach((kind) => window.addEventListener(kind, () => { left = true; }, { once: true }));
    tell(place.told, until);
    const step = () => {
      const card = document.querySelector("[data-card=findings]");
      const list = card && card.querySelector(".table");
      if (left || Date.now() > until) { return; }
      if (!isFilled()) { moved = Date.now(); }
      if (list) {
        const top = card.getBoundingClientRect().top, stands = Math.round(window.scrollY + top);
        if (stands !== stood) { moved = Date.now(); }
        stood = stands;
        window.scrollBy(0, top - place.top);
        list.scrollTop = place.within;
      }
      if (Date.now() < moved + CALM) { window.setTimeout(step, 100); }
    };
    step();
  }
  goBack();

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("button[data-finding]");
    if (button) { explain(button); }
  });

  /* React may put a root's attributes back, so which desks are awake is remembered here. */
  const awake = new WeakSet();

  function wake() {
    document.querySelectorAll("div.desk").forEach((root) => {
      if (!awake.has(root)) {
        awake.add(root);
        new Desk(root);
      }
    });
  }
  new MutationObserver(wake).observe(document.documentElement, { childList: true, subtree: true });
})();
