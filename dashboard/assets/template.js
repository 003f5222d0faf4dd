/* Which template slides have, blue or red and gold: chosen beside Export, which then makes them, or where a report is; kept in the browser. */
(function () {
  const KEPT = "xiangyi-template", NAMES = ["blue", "red_gold"];

  window.slideTemplate = function () {
    const kept = window.localStorage.getItem(KEPT);
    return NAMES.includes(kept) ? kept : NAMES[0];
  };

  /* A field for it, as it stands in a report. */
  window.templateField = function () {
    const label = make("label", "template", said("template")), select = make("select");
    NAMES.forEach((name) => {
      const option = make("option", "", said("template_" + name));
      option.value = name;
      option.selected = name === window.slideTemplate();
      select.append(option);
    });
    select.addEventListener("change", () => window.localStorage.setItem(KEPT, select.value));
    label.append(select);
    return label;
  };

  function button() { return document.getElementById("templates"); }

  function close(isBack) {
    document.querySelectorAll(".template-menu").forEach((menu) => menu.remove());
    if (!button()) { return; }
    button().setAttribute("aria-expanded", "false");
    if (isBack) { button().focus(); }
  }

  function open() {
    const menu = make("div", "template-menu"), place = button().getBoundingClientRect();
    menu.setAttribute("role", "menu");
    menu.setAttribute("aria-label", said("exportIn"));
    NAMES.forEach((name) => {
      const item = make("button", "card-menu-item", said("template_" + name));
      item.type = "button";
      item.setAttribute("role", "menuitem");
      item.setAttribute("aria-current", String(name === window.slideTemplate()));
      item.prepend(make("span", "sample " + name));
      item.addEventListener("click", () => {
        window.localStorage.setItem(KEPT, name);
        close(true);
        document.querySelector("[data-leads='~export']").click();
      });
      menu.append(item);
    });
    menu.addEventListener("focusout", () => window.setTimeout(() => { // by then what has the focus next has it
      if (menu.isConnected && !menu.contains(document.activeElement)) { close(false); }
    }));
    menu.style.top = place.bottom + 4 + "px";
    menu.style.right = document.documentElement.clientWidth - place.right + "px";
    button().setAttribute("aria-expanded", "true");
    document.body.append(menu);
    (menu.querySelector("[aria-current='true']") || menu.firstChild).focus();
  }

  document.addEventListener("click", function (event) {
    const isOpen = document.querySelector(".template-menu") !== null;
    if (event.target.id === "templates" && !isOpen) { open(); return; }
    if (isOpen && !event.target.closest(".template-menu")) { close(false); }
  });

  document.addEventListener("keydown", function (event) {
    const menu = document.querySelector(".template-menu"), step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!menu) { return; }
    if (event.key === "Escape") { close(true); }
    if (step) {
      const items = Array.from(menu.children);
      items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
      event.preventDefault();
    }
  });
  window.addEventListener("scroll", () => close(false), { passive: true });
})();
