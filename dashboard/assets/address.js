/* A control or a click becomes an address; the server reads and checks it again. */
window.dash_clientside = Object.assign({}, window.dash_clientside, {
  address: {
    change: function (values, clicks, cells, shown, search) {
      const none = window.dash_clientside.no_update;
      const triggered = window.dash_clientside.callback_context.triggered;
      if (!shown || !shown.page || !triggered.length) {
        return none;
      }
      const query = new URLSearchParams(search || "");
      const before = query.toString();
      triggered.forEach(function (change) {
        if (change.value === null || change.value === undefined) {
          return;
        }
        if (change.prop_id.endsWith(".clickData")) {
          const code = placeOf(change.value, shown);
          if (code && code !== shown.region) {
            lookAt(query, code);
          }
          return;
        }
        if (change.prop_id.endsWith(".cellClicked")) {
          const row = rowOf(change);
          if (row && !window.xiangyi.elsewhere && (shown.places || []).includes(row["~place"])) {
            lookAt(query, row["~place"], row["~facility"]);
            if (query.toString() !== before) { toTop(); }
          }
          return;
        }
        const name = JSON.parse(change.prop_id.slice(0, change.prop_id.lastIndexOf("."))).name;
        if (change.value === (shown[name] || "")) {
          return;
        }
        if (name === "region") {
          lookAt(query, change.value);
        } else if (change.value === "") {
          query.delete(name);
        } else {
          query.set(name, change.value);
        }
      });
      const after = query.toString();
      if (after === before) {
        return none;
      }
      window.xiangyi.awaited();
      return after ? "?" + after : "";
    },

    /* The cards that come last are asked for when the others are drawn: their answer and its drawing would take turns with them. */
    later: function () {
      if (!document.querySelector(".card[data-late]")) {
        return window.dash_clientside.no_update;
      }
      return window.xiangyi.drawn().then(function () {
        return { at: Date.now(), awaited: Boolean(document.querySelector(".card[data-late][aria-busy]")) };
      });
    },

    /* Cards that are filled after the others say what is shown now; an answer that another choice overtook leaves them marked as old: those
       of the choice are asked for when its drawings are done. */
    arrived: function (came, shown) {
      if (!came || !shown) {
        return;
      }
      if (came["~newer"]) {
        newer(came["~newer"], shown);
      } else if (came.page === shown.page && came.search === shown.search) {
        document.querySelectorAll(".card[data-late]").forEach(function (card) { card.removeAttribute("aria-busy"); });
      }
    },

    /* The bar and the navigation stay mounted on every page; what they say and where they lead follows the state. What a control says
       already is not set again: each setting asks `change` of everything on the page. */
    reflect: function (shown, values, controls) {
      tell(shown);
      if (!shown || shown.told) {
        return;
      }
      window.xiangyi.headed(Boolean(shown.page && shown.fresh));
      if (!shown.page) {
        return;
      }
      document.querySelectorAll(".card[data-late]").forEach(function (card) { card.setAttribute("aria-busy", "true"); });
      lead(shown);
      if (!shown.framed) {
        return;
      }
      const set = window.dash_clientside.set_props;
      controls.forEach(function (control, at) {
        const offered = control.name === "by" && shown.breakdown, value = shown[control.name] || "";
        if (offered || value !== values[at]) { set(control, Object.assign({ value: value }, offered)); }
      });
    },

    /* Answers may come out of turn: cards of another address than the heading's, or drawings left out as unchanged that were changed
       meanwhile. They are asked for again, with nothing taken as drawn. A build came between the heading and the cards: an empty page is
       made anew, on one that stands it is said. */
    outdated: function (drawn, shown, graphs, figures) {
      if (!drawn) {
        return;
      }
      if (drawn["~newer"]) {
        newer(drawn["~newer"], shown);
        return;
      }
      if ("~of" in drawn && (drawn["~of"] !== shown.search || !stands(drawn, graphs, figures))) {
        window.dash_clientside.set_props("drawn", { data: Object.fromEntries(cardsOf(drawn).map((card) => [card, ""])) });
        window.dash_clientside.set_props("mounted", { data: Date.now() });
      }
    }
  }
});

function newer(build, shown) { if (shown.fresh) { window.location.reload(); } else { sayNewer(build); } }

function cardsOf(drawn) { return Object.keys(drawn).filter((name) => !name.startsWith("~")); }

/* Whether the page holds the drawings an answer tells of, each as the answer knows it ("none": a card that has no drawing). */
function stands(drawn, graphs, figures) {
  const held = Object.fromEntries(graphs.map((graph, at) => [graph.page + "/" + graph.card, figures[at].layout.datarevision]));
  return cardsOf(drawn).every((card) => (held[card] || "none") === drawn[card]);
}

/* Links that stay mounted are no components of their own: there are a score of them, and each would be asked at every change. */
function lead(shown) {
  const to = Object.assign({}, shown.links, shown.bar);
  document.querySelectorAll("[data-leads]").forEach(function (link) {
    const name = link.dataset.leads;
    if (to[name]) { link.setAttribute("href", to[name]); }
    if (name in shown.links) {
      link.classList.toggle("here", name === shown.page);
      if (name === shown.page) { link.setAttribute("aria-current", "page"); } else { link.removeAttribute("aria-current"); }
    }
  });
}

/* What the scripts of the page say and know stands on one element: the words of the language, the address of the view, its build. */
function tell(shown) {
  const words = document.getElementById("words");
  if (!words || !shown) {
    return;
  }
  document.documentElement.lang = shown.lang === "zh" ? "zh-CN" : "en";
  document.documentElement.dataset.mode = shown.mode || "page";
  if (!shown.page) {
    return;
  }
  document.title = shown.title;
  Object.assign(words.dataset, shown.words || {}, { search: shown.query, build: shown.build, mode: shown.mode, card: shown.card });
  document.getElementById("newer").hidden = true;
  document.documentElement.dataset.theme = shown.theme;
  document.documentElement.setAttribute("data-mantine-color-scheme", shown.theme);
  document.dispatchEvent(new CustomEvent("xiangyi:shown", { detail: shown }));
}

/* A page is of one build; that another one is out is said, and a click makes the page anew. */
function sayNewer(build) {
  const note = document.getElementById("newer"), words = document.getElementById("words");
  if (!build || build === words.dataset.build) { return; }
  note.textContent = words.dataset.newer.replace("{build}", build);
  note.hidden = false;
}

/* Another place is looked at; a facility that was open stays behind with its own. */
function lookAt(query, region, facility) {
  query.set("region", region);
  query.delete("facility");
  if (facility) {
    query.set("facility", facility);
    query.delete("mode");
    query.delete("card");
  }
}

/* The row of a grid that was clicked; a click on a link in it is the link's own. */
function rowOf(change) {
  const id = change.prop_id.slice(0, change.prop_id.lastIndexOf("."));
  const api = window.dash_ag_grid && window.dash_ag_grid.getApi(id);
  const node = api && api.getDisplayedRowAtIndex(change.value.rowIndex);
  return node && node.data;
}

function placeOf(click, shown) {
  const point = click && click.points && click.points[0];
  if (!point) {
    return null;
  }
  const data = point.customdata;
  const code = (Array.isArray(data) ? data[1] : data) || point.location;
  return (shown.places || []).includes(code) ? code : null;
}
