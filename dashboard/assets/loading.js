/* While a new view is on its way the old figures are marked as such: who looks must not take them for those of the new place or period.
   The headings wait for the first answer; the cards come with it where the page stays, else with a second one. A failed answer ends the
   waiting too. */
(function () {
  const CALL = "/_dash-update-component", FOLLOWS = 2000, AGAIN = 5000, MOST = 300000; // milliseconds in which the next question follows: the heading after a choice, the cards after the heading; until a failed one is asked again, at first and at most
  const HEAD = "head.children", CARDS = "drawn.data", LAST = "arrived.data";
  const asked = window.fetch, due = { choice: null, cards: null }, newest = { head: 0, last: 0 }, giveUp = { head: function () {}, last: function () {} };
  let cards = 0, isAsked = false, isHeaded = true, again = AGAIN;

  function mark() {
    const head = due.choice !== null || !isHeaded;
    const busy = { head: head, headlines: head, body: isAsked || cards > 0 || due.choice !== null || due.cards !== null };
    Object.keys(busy).forEach(function (id) {
      const part = document.getElementById(id);
      if (part && busy[id]) { part.setAttribute("aria-busy", "true"); } else if (part) { part.removeAttribute("aria-busy"); }
    });
    if (busy.body) {
      document.documentElement.dataset.loading = "yes";
    } else {
      delete document.documentElement.dataset.loading;
    }
  }

  function expect(after, more) {
    window.clearTimeout(due[after]);
    due[after] = more ? window.setTimeout(function () { due[after] = null; isHeaded = isHeaded || !isAsked; mark(); }, FOLLOWS) : null;
  }

  /* What is answered is drawn from the next frame on; until then the old figures stand. */
  function drawn(then) {
    window.requestAnimationFrame(function () { window.xiangyi.drawn().then(function () { window.requestAnimationFrame(then); }); });
  }

  /* An answer has come when its last byte has: on a slow line its head is long before it. */
  function whole(answer) { return answer.clone().arrayBuffer().then(function () { return answer.status === 200; }); }

  function headed(question, isGood) {
    if (question !== newest.head) { return; }
    isAsked = false;
    isHeaded = isHeaded || !isGood;
    expect("cards", isGood);
    mark();
  }

  function filled() {
    drawn(function () {
      cards -= 1;
      document.documentElement.dataset.stands = "yes"; // from now on what is seen while another view is awaited is an old one
      mark();
    });
  }

  /* Answers may come out of turn: one that a newer question overtook changes nothing, or it would stand under another address. It is given
     up at once: the page asks for what comes last when nothing is awaited any more. */
  function current(made, kind) {
    newest[kind] += 1;
    giveUp[kind]();
    const overtaken = new Promise(function (answer) { giveUp[kind] = function () { answer(new Response(null, { status: 204 })); }; });
    return Promise.race([made, overtaken]);
  }

  /* Nobody else asks for the cards that come last once their answer failed: they would stand marked as old for ever. */
  function askLast() { window.dash_clientside.set_props("later", { data: { at: Date.now(), awaited: true } }); }

  /* What is refused is refused again: the cards say that they did not come. */
  function tell(hasFailed) {
    document.querySelectorAll(".card[data-late]").forEach(function (card) {
      if (hasFailed) { card.dataset.failed = said("late"); } else { delete card.dataset.failed; }
    });
  }

  /* A choice was made: the question it leads to is asked as soon as the page has taken note of it. */
  window.xiangyi = Object.assign(window.xiangyi || {}, {
    awaited: function () {
      expect("choice", true);
      mark();
    },
    /* What the first answer says is on the page; whether the cards are still to be asked for. */
    headed: function (asksCards) {
      if (!asksCards) { // the cards came with it: until they are drawn the old drawings stand, however long that takes
        cards += 1;
        expect("cards", false);
      }
      drawn(function () {
        if (!asksCards) { cards -= 1; }
        isHeaded = isHeaded || !isAsked;
        mark();
      });
    },
  });
  window.addEventListener("popstate", window.xiangyi.awaited);
  window.addEventListener("_dashprivate_pushstate", window.xiangyi.awaited);

  window.fetch = function (address, options) {
    const made = asked.apply(this, arguments);
    if (!String(address).includes(CALL) || !options || typeof options.body !== "string") { return made; }
    const output = options.body.split('"outputs":', 1)[0]; // what is asked for, not what it is asked of
    if (output.includes(HEAD)) {
      const told = current(made, "head"), question = newest.head;
      isAsked = true;
      isHeaded = false;
      expect("choice", false);
      mark();
      made.then(whole).then(function (isGood) { headed(question, isGood); }, function () { headed(question, false); });
      return told;
    }
    if (output.includes(CARDS)) {
      if (document.querySelector(".drawn")) { window.xiangyi.fetchLibrary(); }
      cards += 1;
      expect("cards", false);
      mark();
      made.then(whole).then(filled, filled);
    }
    if (!output.includes(LAST)) { return made; }
    const last = current(made, "last"), question = newest.last;
    made.then((answer) => answer.status, () => 500).then(function (status) { // 204: nothing has changed
      if (question !== newest.last) { return; }
      again = status < 400 ? AGAIN : Math.min(2 * again, MOST);
      tell(status >= 400 && status < 500);
      if (status >= 500) { window.setTimeout(askLast, again / 2); }
    });
    return last;
  };
})();
