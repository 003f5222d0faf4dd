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

  function item(name) {
    const made = menuItem(said("template_" + name), () => {
      window.localStorage.setItem(KEPT, name);
      document.querySelector("[data-leads='~export']").click();
    });
    made.setAttribute("aria-current", String(name === window.slideTemplate()));
    made.prepend(make("span", "sample " + name));
    return made;
  }

  document.addEventListener("click", function (event) {
    if (event.target.id === "templates") { toggleMenu(event.target, document.body, "template-menu", () => NAMES.map(item)); }
  });
})();
