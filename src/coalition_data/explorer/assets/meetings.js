// The first page: filters, and the selection to cite and to download.
"use strict";
(() => {
  const { byId, load, data, cells, save, saveRows, write, fingerprint, fold, lang } = window.cd;
  const form = byId("filters");
  const rows = [...document.querySelectorAll("#list tbody tr")];
  const dots = [...document.querySelectorAll(".timeline a")];
  const circles = [...document.querySelectorAll("a[data-place]")];
  const names = [...form.elements].map((element) => element.name).filter(Boolean);
  const count = byId("count").querySelector("b");
  const mark = byId("mark");
  let shown = new Set(rows.map((row) => row.id));
  let asked = [];
  form.hidden = byId("downloads").hidden = false;

  const chosen = async (name) => {
    const [columns, lines] = await data(name);
    const at = columns.indexOf("meeting_id");
    return [columns, lines.filter((line) => shown.has(cells(line)[at]))];
  };
  const cite = async () => {
    const these = shown;
    const [columns, lines] = await chosen("meetings");
    const text = await fingerprint(columns, lines);
    if (these === shown) mark.textContent = text;
  };
  const apply = () => {
    asked = names.map((name) => [name, form.elements[name].value]).filter(([, value]) => value);
    shown = new Set();
    for (const row of rows) {
      row.hidden = !asked.every(([name, value]) => row.dataset[name].split(" ").includes(value));
      if (!row.hidden) shown.add(row.id);
    }
    for (const dot of dots) dot.classList.toggle("dim", !shown.has(dot.dataset.id));
    for (const circle of circles) circle.classList.toggle("on", circle.dataset.place === form.elements.place.value);
    count.textContent = shown.size.toLocaleString(lang);
    for (const button of document.querySelectorAll("#downloads button")) button.disabled = !shown.size;
    mark.textContent = mark.dataset.wait;
    const hash = new URLSearchParams(asked).toString();
    if (hash || location.hash.includes("=")) history.replaceState(null, "", `#${hash}`);
    cite();
  };
  // An address with filters behind the # shows the same selection again.
  const read = () => {
    if (!location.hash.includes("=") || location.hash.startsWith("#q=")) return;
    const wanted = new URLSearchParams(location.hash.slice(1));
    for (const name of names) {
      const element = form.elements[name];
      const value = wanted.get(name) || "";
      element.value = [...element.options].some((option) => option.value === value) ? value : "";
    }
    apply();
  };
  form.addEventListener("change", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", read);
  read();

  const about = () => fold(asked.map(([, value]) => value).join("-")).replace(/[^a-z0-9]+/g, "-") || "all";
  const tell = async (name) => {
    const [columns, lines] = await chosen(name);
    const total = (await data(name))[1].length;
    return `${lines.length} of ${total} rows of ${name}, ${await fingerprint(columns, lines)}`;
  };
  byId("downloads").addEventListener("click", async (event) => {
    const name = event.target.dataset.table;
    if (name) {
      const [columns, lines] = await chosen(name);
      saveRows(`coalition-${about()}-${name}.csv`, columns, lines);
    } else if (event.target.matches("button")) {
      await load("assets/zip.js");
      const files = {};
      let citation = `${window.cdWords.citation}\n${location.href}\n\n`;
      for (const { dataset } of byId("downloads").querySelectorAll("[data-table]")) {
        files[`${dataset.table}.csv`] = write(...(await chosen(dataset.table)));
        citation += `${await tell(dataset.table)}\n`;
      }
      save(`coalition-${about()}.zip`, cdZip({ "CITATION.txt": citation, ...files }), "application/zip");
    }
  });

  // The selection in the styles of `cite`.
  const styles = byId("styles");
  styles.closest("p").hidden = false;
  styles.addEventListener("change", async () => {
    await load("assets/styles.js");
    const note = await tell("meetings");
    const key = note.split(":").at(-1).slice(0, 8);
    const text = byId("styled");
    text.hidden = !styles.value;
    text.textContent = styles.value && window.cdStyles[styles.value].replaceAll("NOTE-ON-ROWS", note).replaceAll("KEY-OF-ROWS", key);
  });
})();
