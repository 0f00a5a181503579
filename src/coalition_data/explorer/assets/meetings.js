// The first page: filters, and the selection to cite and to download.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const form = byId("filters");
  const rows = [...document.querySelectorAll("#list tbody tr")];
  const dots = [...document.querySelectorAll(".timeline a")];
  const circles = [...document.querySelectorAll(".map a")];
  const names = [...form.elements].map((element) => element.name).filter(Boolean);
  const count = byId("count").querySelector("b");
  const mark = byId("mark");
  const button = byId("copy-citation");
  const citation = byId("citation").textContent;
  const tables = {};
  let shown = new Set();
  form.hidden = false;

  // The tables come as scripts, since a page of the file system can load nothing else.
  window.cdTable = (name, columns, lines) => {
    tables[name] = { columns, lines };
  };
  const table = async (name) => {
    if (!tables[name]) await window.cd.load(`data/${name}.js`);
    return tables[name];
  };
  const chosen = async (name) => {
    const { columns, lines } = await table(name);
    const at = columns.indexOf("meeting_id");
    return { columns, lines: lines.filter((line) => shown.has(JSON.parse(line)[at])) };
  };

  // cd1: the canonical lines of the rows, each ended by LF, hashed.
  const cite = async () => {
    const these = shown;
    if (!window.sha256) await window.cd.load("assets/sha256.js");
    const { columns, lines } = await chosen("meetings");
    if (these !== shown) return;
    mark.textContent = `cd1:${lines.length}x${columns.length}:${sha256(lines.map((line) => `${line}\n`).join(""))}`;
    button.dataset.copy = `${citation} meetings ${mark.textContent}`;
    button.disabled = false;
  };
  const fits = (row, asked) =>
    asked.every(([name, value]) => row.dataset[name].split(" ").includes(value));
  const apply = () => {
    const asked = names.map((name) => [name, form.elements[name].value]).filter(([, value]) => value);
    shown = new Set();
    for (const row of rows) {
      row.hidden = !fits(row, asked);
      if (!row.hidden) shown.add(row.id);
    }
    for (const dot of dots) dot.classList.toggle("dim", !shown.has(dot.dataset.id));
    for (const circle of circles) circle.classList.toggle("on", circle.dataset.place === form.elements.place.value);
    count.textContent = shown.size;
    mark.textContent = mark.dataset.wait;
    button.disabled = true;
    const hash = new URLSearchParams(asked).toString();
    if (hash || location.hash.includes("=")) history.replaceState(null, "", `#${hash}`);
    button.dataset.anchor = hash;
    cite();
  };
  // An address with filters behind the # shows the same selection again.
  const read = () => {
    if (location.hash && !location.hash.includes("=")) return;
    const asked = new URLSearchParams(location.hash.slice(1));
    for (const name of names) {
      const element = form.elements[name];
      const value = asked.get(name) || "";
      element.value = [...element.options].some((option) => option.value === value) ? value : "";
    }
    apply();
  };
  form.addEventListener("change", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", read);
  if (location.hash.includes("=")) read();
  else shown = new Set(rows.map((row) => row.id));

  const quoted = (cell) => {
    const text = cell === null ? "" : String(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  byId("downloads").addEventListener("click", async (event) => {
    const name = event.target.dataset.table;
    if (!name) return;
    const { columns, lines } = await chosen(name);
    const csv = [columns, ...lines.map((line) => JSON.parse(line))].map((row) => `${row.map(quoted).join(",")}\n`);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(csv, { type: "text/csv" }));
    link.download = `${name}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  });
})();
