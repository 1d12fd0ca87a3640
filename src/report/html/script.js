(() => {
  "use strict";
  const filters = document.getElementById("filters");
  const count = document.getElementById("count");
  const findings = Array.from(document.querySelectorAll("article.finding"));
  const shown = () => findings.filter((finding) => !finding.hidden);

  const apply = () => {
    const chosen = new FormData(filters);
    const levels = new Set(chosen.getAll("level"));
    const [component, rule] = [chosen.get("component"), chosen.get("rule")];
    const file = chosen.get("file").trim().toLowerCase();
    for (const finding of findings) {
      const data = finding.dataset;
      finding.hidden = !(levels.has(data.level)
        && (!component || data.components.split(" ").includes(component))
        && (!rule || data.rule === rule)
        && (!file || data.file.toLowerCase().includes(file)));
    }
    count.value = `${shown().length} of ${findings.length} shown`;
  };

  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    target.hidden = false;
    target.querySelectorAll(":scope > details").forEach((details) => { details.open = true; });
    target.scrollIntoView();
  };

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = Array.from(document.querySelectorAll("details:not([open])")).filter((details) => !details.closest("[hidden]"));
    opened.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => {
    opened.forEach((details) => { details.open = false; });
    opened = [];
  });
  document.getElementById("expand").addEventListener("click", () => {
    shown().forEach((finding) => finding.querySelectorAll(":scope > details").forEach((details) => { details.open = true; }));
  });
  filters.addEventListener("input", apply);
  filters.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", follow);
  filters.hidden = false;
  apply();
  follow();
})();
