// What every page does: search on demand, links to the words on a source's page, permalinks, copies with credit.
"use strict";
(() => {
  const lang = document.documentElement.lang;
  const root = document.currentScript.getAttribute("src").replace("assets/site.js", "");
  const base = root + (lang === "fr" ? "fr/" : "");
  const byId = (id) => document.getElementById(id);
  const make = (name, cells = {}, ...inside) => {
    const { dataset, ...own } = cells;
    const element = Object.assign(document.createElement(name), own);
    Object.assign(element.dataset, dataset);
    element.append(...inside);
    return element;
  };
  const loaded = {};
  const load = (path) =>
    (loaded[path] ??= new Promise((done, fail) => {
      document.head.append(make("script", { src: root + path, onload: done, onerror: fail }));
    }));

  // Data come as scripts, since a page of the file system can load nothing else, and packed.
  const packed = {};
  const unpacked = {};
  window.cdData = (name, text) => {
    packed[name] = text;
  };
  const unpack = async (name) => {
    await load(`data/${name}.js`);
    const bytes = Uint8Array.from(atob(packed[name]), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const value = JSON.parse(await new Response(stream).text());
    // Rows come by column; one with a number that would be written in another way comes as its text.
    if (!Array.isArray(value)) return value;
    const [columns, all, odd] = value;
    return [columns, all[0].map((_, n) => odd[n] ?? all.map((column) => column[n]))];
  };
  const data = (name) => (unpacked[name] ??= unpack(name));
  const cells = (row) => (typeof row === "string" ? JSON.parse(row) : row);
  const line = (row) => (typeof row === "string" ? row : JSON.stringify(row));

  const quoted = (cell) => {
    const text = cell === null ? "" : String(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const save = (name, parts, type = "text/csv") => {
    const link = make("a", { href: URL.createObjectURL(new Blob(parts, { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  const write = (columns, rows) => [columns, ...rows.map(cells)].map((row) => `${row.map(quoted).join(",")}\n`).join("");
  const saveRows = (name, columns, rows) => save(name, [write(columns, rows)]);
  // cd1: the canonical lines of the rows, each ended by LF, hashed.
  const fingerprint = async (columns, rows) => {
    await load("assets/sha256.js");
    const lines = rows.map((row) => `${line(row)}\n`).join("");
    return `cd1:${rows.length}x${columns.length}:${sha256(lines)}`;
  };
  window.cd = { byId, make, load, data, cells, save, saveRows, write, fingerprint, root, base, lang };

  // Sources of claims: a link at the words, and one to the card on this page.
  const encode = (words) => encodeURIComponent(words).replaceAll("-", "%2D");
  const findWords = (link) => {
    if (link.dataset.t !== undefined) return link.dataset.t;
    let at = link.nextElementSibling;
    while (at && !at.matches("q, a, br")) at = at.nextElementSibling;
    // Where they are no other than the name that the row begins with, they aren't shown again.
    const shown = at?.matches("q") ? at : link.closest("li")?.querySelector("blockquote") || link.closest("tr")?.querySelector("a");
    return shown ? shown.textContent.split(" … ").map(encode).join(",") : "";
  };
  for (const link of document.querySelectorAll('main a[href^="#s"]:not(.n a, .toc a)')) {
    const card = byId(link.hash.slice(1));
    const page = card?.querySelector('a[href^="http"]')?.getAttribute("href");
    if (!page) continue;
    const words = findWords(link);
    const number = link.hash.slice(2);
    link.after(make("a", { href: link.hash, className: "n", textContent: number }));
    link.href = words ? `${page}${page.includes("#") ? "" : "#"}:~:text=${words}` : page;
  }

  // A permalink leads to a row: open what hides it, and show where it is.
  const show = () => {
    document.querySelectorAll(".here").forEach((old) => old.classList.remove("here"));
    let id = "";
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch {
      return;
    }
    // On the page of its meeting a claim's id is short.
    const short = id.match(/-([pqfr]\d+)$/)?.[1];
    const target = id && !id.includes("=") && (byId(id) || byId(short));
    // The many quotes of a meeting have a page of their own.
    const apart = byId("quotes")?.querySelector('a[href*=".quotes.html#"]');
    if (!target && apart && /^(.*-)?q\d+$/.test(id)) location.replace(`${apart.href.split("#")[0]}#${id}`);
    if (!target || target.id === "main") return;
    for (let at = target; at; at = at.parentElement) if (at.matches("details")) at.open = true;
    const row = target.matches("section, h2, h3") ? target : target.closest("li, tr, p, article") || target;
    if (!row.matches("section")) row.classList.add("here");
    const isLarge = row.offsetHeight > innerHeight / 2;
    const seen = isLarge && !row.matches("section, h2, h3, article") ? target : row;
    seen.scrollIntoView({ block: seen.offsetHeight > innerHeight / 2 || seen.matches("section, h2, h3") ? "start" : "center" });
  };
  window.addEventListener("hashchange", show);

  // The other language keeps the place.
  byId("lang").addEventListener("click", (event) => {
    event.currentTarget.hash = location.hash;
  });

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = make("textarea", { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };
  const addCopy = (place, words, text) => {
    const button = make("button", { type: "button", className: "copy", textContent: words });
    button.addEventListener("click", async () => {
      await copy(await text());
      button.textContent = window.cdWords.copied;
      setTimeout(() => (button.textContent = words), 1500);
    });
    place.append(" ", button);
    return button;
  };
  window.cd.addCopy = addCopy;
  const plain = (element) => element.textContent.replace(/\s+/g, " ").trim();
  const here = (id) => `${location.href.split("#")[0]}#${id}`;

  const dress = () => {
    const words = window.cdWords;
    for (const card of document.querySelectorAll(".cards > li, .sources > li")) {
      const page = card.querySelector('a[href^="http"]');
      if (!page || card.querySelector('a[href^="https://web.archive.org"]')) continue;
      const archive = make("a", { href: `https://web.archive.org/web/*/${page.href}`, textContent: words.archive });
      const small = card.querySelector("small:last-of-type");
      small ? small.before(" · ", archive) : card.append(" · ", archive);
    }
    for (const quote of document.querySelectorAll("#quotes li[id]")) {
      addCopy(quote.querySelector(":scope > p:last-of-type"), words.copy_quote, () => {
        const passage = quote.querySelector("blockquote");
        const ours = quote.querySelector("p:first-of-type:not(:last-of-type)");
        let speaker = quote.parentElement;
        while (!speaker.matches("h3")) speaker = speaker.previousElementSibling;
        const source = quote.querySelector("p:last-of-type > a");
        const said = [passage && `« ${plain(passage)} »`, ours && `(${plain(ours)})`].filter(Boolean).join(" ");
        const meeting = document.title.split(" · ")[0];
        return `${said} — ${plain(speaker)}. ${meeting}. ${plain(source)}, ${source.href.split(":~:")[0]} ${words.citation}\n${here(quote.id)}`;
      });
    }
    for (const place of document.querySelectorAll(".citation")) {
      const text = place.firstElementChild.matches("span") ? place.firstElementChild : place;
      const own = plain(text);
      addCopy(place, words.copy, () => `${text === place ? own : plain(text)}\n${location.href}`);
    }
    // The rows of a page, to download.
    const rows = byId("rows");
    if (rows) {
      const { actor, table, column, value } = rows.dataset;
      const own = actor
        ? [["participants", "actor_id", "represents"], ["quotes", "speaker_id"], ["figures", "stated_by", "compiled_by"]]
        : [[table, column]];
      for (const [name, ...columns] of own) {
        const button = make("button", { type: "button", textContent: `${name}.csv` });
        button.addEventListener("click", async () => {
          const [all, lines] = await data(name);
          const at = columns.map((one) => all.indexOf(one));
          const chosen = lines.filter((row) => at.some((n) => cells(row)[n] === (actor || value)));
          saveRows(`coalition-${actor || value}-${name}.csv`, all, chosen);
        });
        rows.append(button, " ");
      }
      rows.prepend(words.download + words.colon);
    }
    for (const cell of document.querySelectorAll(".files td[data-table]")) {
      const name = cell.dataset.table;
      const button = make("button", { type: "button", textContent: `${name}.csv` });
      button.addEventListener("click", async () => {
        const [columns, lines] = await data(name);
        saveRows(`${name}.csv`, columns, lines);
      });
      if (words.tables.includes(name)) cell.replaceChildren(button);
    }
    const columns = document.querySelector("h1 + .lead + .toc ~ section .columns");
    if (columns && document.querySelectorAll(".columns li").length > 300) {
      const field = make("input", { type: "search", placeholder: words.filter, ariaLabel: words.filter });
      field.addEventListener("input", () => {
        const asked = fold(field.value);
        for (const item of document.querySelectorAll("main .columns li")) item.hidden = !fold(item.textContent).includes(asked);
      });
      document.querySelector("main .lead").after(field);
    }
    addSearch(words);
    // What is shown stays clear of the contents at the top.
    const contents = document.querySelector("main > .toc");
    const leave = () => {
      if (contents) document.documentElement.style.scrollPaddingTop = `${contents.offsetHeight + 8}px`;
    };
    leave();
    window.addEventListener("resize", leave);
    show();
  };

  // Letters as they are compared: without accents, ligatures taken apart.
  const letters = { œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l", ı: "i", đ: "d", ð: "d", þ: "th", ى: "ي", ة: "ه", ـ: "" };
  const fold = (text) => {
    const low = text.toLowerCase();
    if (/^[\0-\x7f]*$/.test(low)) return low;
    return low.replace(/[œæßøłıđðþىةـ]/g, (letter) => letters[letter]).normalize("NFD").replace(/\p{M}/gu, "");
  };
  window.cd.fold = fold;

  const addSearch = (words) => {
    const field = make("input", { id: "q", type: "search", autocomplete: "off", spellcheck: false, placeholder: words.hint });
    const label = make("label", { className: "out", htmlFor: "q", textContent: words.search });
    const form = make("form", { id: "search", role: "search" }, label, field);
    document.querySelector(".brand").after(form);
    const start = () => load("assets/search.js");
    field.addEventListener("focus", start);
    form.addEventListener("submit", (event) => event.preventDefault());
    if (location.hash.startsWith("#q=")) start();
    document.addEventListener("keydown", (event) => {
      const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
      if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        field.focus();
      }
    });
  };

  // Dots of a picture tell what they are: on hover, touch and focus.
  const card = make("div", { id: "card", hidden: true });
  const tell = (dot, inside) => {
    const box = dot.getBoundingClientRect();
    card.replaceChildren(...inside);
    card.hidden = false;
    const left = Math.min(box.left, document.documentElement.clientWidth - card.offsetWidth - 8);
    card.style.left = `${Math.max(8, left) + scrollX}px`;
    card.style.top = `${box.bottom + scrollY + 6}px`;
  };
  const describe = (dot) => {
    const title = dot.querySelector("title");
    const place = dot.dataset.f;
    if (title) return [make("a", { href: dot.getAttribute("href") || `${base}meetings/${place}`, textContent: title.textContent })];
    const link = document.querySelector(`td a[href$="/${CSS.escape(place)}"]`);
    const page = `${base}meetings/${place}`;
    const told = link && [link.closest("div").querySelector("b").textContent, link.closest("tbody").rows[0].textContent, link.textContent];
    return [make("a", { href: page, textContent: told ? told.join(" · ") : place })];
  };
  document.body.append(card);
  for (const picture of document.querySelectorAll("svg.timeline, svg.chart, svg.map")) {
    const at = (event) => event.target.closest("svg a, circle[data-f]");
    picture.addEventListener("pointerover", (event) => {
      const dot = at(event);
      if (dot) tell(dot, describe(dot));
    });
    // The first touch tells, the second follows the link.
    picture.addEventListener("click", (event) => {
      const dot = at(event);
      if (!dot || picture.matches(".map")) return;
      if (dot.dataset.f) describe(dot)[0].click();
      else if (event.pointerType === "touch" && card.dataset.of !== dot.dataset.id) event.preventDefault();
      card.dataset.of = dot.dataset.id;
    });
  }
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest("#card, svg")) card.hidden = true;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") card.hidden = true;
  });

  load(`assets/words-${lang}.js`).then(dress);
})();
