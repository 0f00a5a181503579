// What every page does: search, copy with credit, open the badge that an address names. No request leaves the page.
"use strict";
(() => {
  const body = document.body;
  const lang = document.documentElement.lang;
  const byId = (id) => document.getElementById(id);
  const load = (path) =>
    new Promise((done, fail) => {
      const script = document.createElement("script");
      script.src = body.dataset.root + path;
      script.onload = done;
      script.onerror = fail;
      document.head.append(script);
    });
  window.cd = { load };

  // Letters as they are compared: without accents, ligatures taken apart.
  const fold = (word) =>
    word.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/ß/g, "ss");

  // A permalink leads to a row: open its badge and show where it is.
  const show = () => {
    document.querySelectorAll(".here").forEach((old) => old.classList.remove("here"));
    let id = "";
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch {
      return;
    }
    const target = id && !id.includes("=") && byId(id);
    if (!target || target.id === "main") return;
    if (target.matches("details")) target.open = true;
    const row = target.closest("article, tr, li") || (target.matches("details") ? target : null);
    if (row) row.classList.add("here");
    (row || target).scrollIntoView({ block: "start" });
  };
  window.addEventListener("hashchange", show);
  show();

  // The other language keeps the place.
  byId("lang").addEventListener("click", (event) => {
    event.currentTarget.hash = location.hash;
  });

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button.copy");
    if (!button) return;
    const page = new URL(button.dataset.page || location.href, location.href);
    page.hash = button.dataset.anchor;
    const words = button.textContent;
    const credit = button.dataset.anchor ? ` ${body.dataset.citation}` : "";
    await copy(`${button.dataset.copy}${credit}\n${page.href}`);
    button.textContent = body.dataset.copied;
    setTimeout(() => (button.textContent = words), 1500);
  });
  const print = byId("print");
  if (print) print.addEventListener("click", () => window.print());

  // Search: the index is made when somebody first wants it.
  const field = byId("q");
  const results = byId("results");
  const found = byId("found");
  const status = byId("status");
  const kinds = JSON.parse(results.dataset.kinds);
  const MOST = 20;
  // Words in nearly every row: they find nothing and cost most.
  const COMMON = new Set("de la le les des du et en un une au aux dans pour par sur the of and in to for on at by with".split(" "));
  let index = null;
  let documents = [];
  let wanted = null;

  window.cdSearch = (rows) => {
    documents = rows;
  };
  const prepare = () => {
    wanted ??= Promise.all([load("assets/minisearch.js"), load(`data/search-${lang}.js`)]).then(async () => {
      const made = new MiniSearch({
        fields: ["title", "text", "more"],
        idField: "n",
        extractField: (n, name) =>
          name === "n" ? n.n : name === "title" ? n.row[2] : name === "text" ? n.row[3] : n.row[4],
        processTerm: (term) => (COMMON.has(fold(term)) ? null : fold(term)),
        searchOptions: {
          boost: { title: 4, text: 2 },
          boostDocument: (n) => ({ meetings: 2, actors: 1.5, quotes: 1.4 })[documents[n][1]] || 1,
          combineWith: "AND",
          // "201" begins nearly every date.
          prefix: (term) => term.length > 2 && !/^\d+$/.test(term),
          fuzzy: (term) => (term.length > 5 ? 1 : false),
          maxFuzzy: 1,
        },
      });
      await made.addAllAsync(
        documents.map((row, n) => ({ n, row })),
        { chunkSize: 250 },
      );
      index = made;
      window.cd.ready = true;
      answer();
    });
    return wanted;
  };
  const item = (hit) => {
    const [address, kind, name, words] = documents[hit.id];
    const link = document.createElement("a");
    link.href = body.dataset.base + address;
    const label = document.createElement("i");
    label.textContent = kinds[kind];
    const title = document.createElement("b");
    title.textContent = name;
    const text = document.createElement("span");
    text.textContent = words.slice(0, 300);
    link.append(label, title, text);
    const line = document.createElement("li");
    line.append(link);
    return line;
  };
  const answer = () => {
    const asked = field.value.trim();
    results.hidden = !asked;
    if (!asked) return;
    if (!index) {
      status.textContent = results.dataset.loading;
      return;
    }
    // Where no row has all the words, those that have some.
    let hits = index.search(asked);
    if (!hits.length) hits = index.search(asked, { combineWith: "OR" });
    found.replaceChildren(...hits.slice(0, MOST).map(item));
    status.textContent = hits.length ? `${hits.length} ${results.dataset.some}` : results.dataset.none;
  };
  field.addEventListener("focus", prepare);
  field.addEventListener("input", () => {
    prepare();
    answer();
  });
  byId("search").addEventListener("submit", (event) => {
    event.preventDefault();
    const first = found.querySelector("a");
    if (first && !results.hidden) first.click();
  });

  // Keys: / to search, arrows through the results, Escape to leave.
  const links = () => [field, ...found.querySelectorAll("a")];
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      field.focus();
    } else if (event.key === "Escape" && !results.hidden) {
      results.hidden = true;
      field.focus();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !results.hidden) {
      const all = links();
      const at = all.indexOf(document.activeElement);
      const next = at + (event.key === "ArrowDown" ? 1 : -1);
      if (at < 0 || !all[next]) return;
      event.preventDefault();
      all[next].focus();
    }
  });
  // A link to a row of this very page closes the results.
  found.addEventListener("click", () => {
    results.hidden = true;
  });
})();
