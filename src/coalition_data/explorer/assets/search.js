// The search: names first, then the words of all claims. Loaded when somebody first wants it.
"use strict";
(() => {
  const { byId, make, data, cells, fold, base, lang } = window.cd;
  const words = window.cdWords;
  const field = byId("q");
  const status = make("p", { id: "status", role: "status" });
  const found = make("div", { id: "found" });
  const results = make("section", { id: "results", hidden: true, ariaLabel: words.search }, status, found);
  document.querySelector("header").after(results);
  const french = lang === "fr" ? 1 : 0;
  const FEW = 5;
  const KINDS = ["state", "person", "organisation", "meeting", "membership", "quotes", "figures", "sources", "other"];
  const WEIGHTS = { state: 80, person: 60, organisation: 50, meeting: 30, membership: 10, other: -250 };
  const list = (text) => text.match(/[\p{L}\p{N}]+/gu) || [];

  // How far apart two words are, a swap of neighbours as one; more than `most` as most + 1.
  const distance = (one, other, most) => {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let last = [];
    let before = Array.from({ length: other.length + 1 }, (_, n) => n);
    for (let i = 1; i <= one.length; i++) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= other.length; j++) {
        const cost = one[i - 1] === other[j - 1] ? 0 : 1;
        row[j] = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + cost);
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], last[j - 2] + 1);
        least = Math.min(least, row[j]);
      }
      if (least > most) return most + 1;
      last = before;
      before = row;
    }
    return before[other.length];
  };
  // Which letters a word has: words with other letters needn't be compared.
  const sign = (word) => {
    let bits = 0;
    for (let n = 0; n < word.length; n++) bits |= 1 << (word.charCodeAt(n) & 31);
    return bits;
  };
  // Call `take` with the place of each word in a list that is at most `most` slips away.
  const signs = new Map();
  const findAlike = (word, listed, most, take) => {
    if (!signs.has(listed)) signs.set(listed, Int32Array.from(listed, sign));
    const known = signs.get(listed);
    const own = sign(word);
    for (let n = 0; n < listed.length; n++) {
      let bits = own ^ known[n];
      let count = 0;
      for (; bits && count <= 2 * most; count++) bits &= bits - 1;
      if (count <= 2 * most && distance(word, listed[n], most) <= most) take(n);
    }
  };
  const slips = (word) => (/^\d+$/.test(word) || word.length < 4 ? 0 : word.length < 8 ? 1 : 2);

  // Names: what they are, their folded forms, and their words, neighbours also as one.
  let names = [];
  // Each word of a name, with the numbers of the names that have it.
  const having = new Map();
  let tokens = [];
  // Each name: without spaces, with them, and of what.
  const flat = [];
  const titles = {};
  const takeNames = (rows) => {
    names = rows.map(([kind, place, text, texts, first, last], number) => {
      const own = text.split("\n");
      const folded = own.map((name) => list(fold(name)).join(" "));
      const add = (token) => (having.has(token) ? having.get(token).add(number) : having.set(token, new Set([number])));
      for (const name of new Set(folded)) {
        const parts = name.split(" ");
        flat.push([parts.join(""), name, number]);
        parts.forEach((part, n) => {
          add(part);
          if (parts[n + 1]) add(part + parts[n + 1]);
        });
      }
      const address =
        kind === "meeting" ? `meetings/${place}.html` : kind === "membership" ? `membership.html#${place}` : `actors/${place}`;
      const title = own[french];
      // A meeting's text is its days, its city if it has one, and its level.
      const found = texts.map((one, n) => (one.split(" · ").length > 2 ? one.split(" · ")[1] : own[n])).join(" ") + ` ${first.slice(0, 4)}`;
      if (kind !== "membership") titles[place.replace(/^.*#|\.html$/g, "")] = { title, text: texts[french], address, own, found };
      return { kind, address, title, text: texts[french], first, last };
    });
    tokens = [...having.keys()];
  };

  // Of each name that has a word, or one that is alike, how well it has it: 3 itself, 2 as a beginning, 1 with a slip.
  const scoreWord = (word) => {
    const scores = new Map();
    const add = (token, score) => {
      for (const n of having.get(token)) if ((scores.get(n) || 0) < score) scores.set(n, score);
    };
    if (having.has(word)) add(word, 3);
    if (word.length > 1) for (const token of tokens) if (token.startsWith(word)) add(token, 2);
    const most = slips(word);
    if (!scores.size && most) findAlike(word, tokens, most, (n) => add(tokens[n], 1));
    return scores;
  };
  const scoreNames = (asked) => {
    const scores = new Map();
    const whole = asked.join(" ");
    const joined = asked.join("");
    for (const [text, name, n] of flat) {
      if (!text.startsWith(joined)) continue;
      const score = name === whole ? 1000 : text === joined ? 950 : joined.length > 1 && name.startsWith(whole) ? 700 : 0;
      if (score > (scores.get(n) || 0)) scores.set(n, score);
    }
    const [first, ...others] = asked.map(scoreWord);
    for (const [n, score] of first) {
      if (scores.has(n) || !others.every((one) => one.has(n))) continue;
      const sum = others.reduce((all, one) => all + one.get(n), score);
      scores.set(n, 200 + (100 * sum) / asked.length);
    }
    return scores;
  };

  // Dates as anyone writes them: the first and last day, and what else was asked.
  const months = ["January February March April May June July August September October November December", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"].map((one) => fold(one).split(" "));
  const findMonth = (word) => {
    for (const one of months) {
      const n = one.findIndex((month) => word.length > 2 && month.startsWith(word) && (word !== "mar" || month !== "mai"));
      if (n >= 0) return n + 1;
    }
    return 0;
  };
  const two = (n) => String(n).padStart(2, "0");
  const readDate = (text) => {
    const asked = fold(text);
    const day = (year, month, n) => ({ first: `${year}-${two(month)}-${two(n || 1)}`, last: `${year}-${two(month)}-${two(n || 31)}` });
    let at = asked.match(/\b(20\d\d)[-/.](\d{1,2})(?:[-/.](\d{1,2}))?\b(?!-[a-z])/);
    if (at) return { ...day(at[1], at[2], at[3]), rest: asked.replace(at[0], " ") };
    at = asked.match(/\b(\d{1,2})[-/.](\d{1,2})[-/.](20\d\d)\b/);
    if (at) return { ...(at[2] > 12 ? day(at[3], at[1], at[2]) : day(at[3], at[2], at[1])), rest: asked.replace(at[0], " ") };
    at = asked.match(/(?:\b(\d{1,2})(?:er|st|nd|rd|th)?(?: of)?[ -])?\b([a-z]{3,9})\.?[ -](?:(\d{1,2})(?:st|nd|rd|th)?,? )?(20\d\d)\b/);
    const month = at && findMonth(at[2]);
    return month ? { ...day(at[4], month, at[1] || at[3]), rest: asked.replace(at[0], " ") } : null;
  };
  const SIZES = { k: 1e3, thousand: 1e3, mille: 1e3, million: 1e6, millions: 1e6, billion: 1e9, billions: 1e9, bn: 1e9, milliard: 1e9, milliards: 1e9 };
  const readNumbers = (text) =>
    text
      .replace(/(\d)[.,'’\s\u00a0\u202f](?=\d{3}(?!\d))/g, "$1")
      .replace(/(\d+)[.,](\d+)(?=\s*(?:k|mill|bill|bn|milliard))/gi, "$1.$2")
      .replace(/([\d.]+)\s*(k|thousand|mille|millions?|billions?|bn|milliards?)\b/gi, (_, n, size) => String(Math.round(n * SIZES[size.toLowerCase()])));

  const searchNames = (text) => {
    const joins = new Set(list(fold(words.join)));
    const date = readDate(text);
    let asked = list(date ? date.rest : fold(readNumbers(text)));
    const isJoining = !date && asked.length > 1 && asked.some((word) => joins.has(word));
    if (isJoining) asked = asked.filter((word) => !joins.has(word));
    asked = asked.filter((word, n) => !COMMON.has(word) || asked.length === 1 || n === asked.length - 1);
    const hits = [];
    if (!date && !asked.length) return hits;
    const scores = asked.length ? scoreNames(asked) : new Map(names.map((_, n) => [n, 1]));
    for (let [n, score] of scores) {
      const name = names[n];
      if (date) {
        if (name.kind !== "meeting" || !name.first || name.first > date.last || name.last < date.first) continue;
        score = name.first === name.last ? 500 : 400;
      } else if (name.kind === "membership") {
        if (!isJoining) continue;
        score += 500;
      }
      hits.push({ n, kind: name.kind, score: score + (WEIGHTS[name.kind] || 0) - n / 1e4 });
    }
    return hits;
  };
  const COMMON = new Set("the of and in to for on at by with a an de la le les des du et en un une au aux dans pour par sur did what who was were qui que a dit how many".split(" "));

  // The index: sorted words, and of each the rows that have it, numbered through all tables.
  const TEXTS = {
    quotes: ["speaker_as_named", "text", "opens_with", "ends_with", "translation_en", "paraphrase_en", "paraphrase_fr", "note"],
    figures: ["about", "as_stated", "note", "value", "low", "high"],
    sources: ["title", "author", "source_id", "note"],
  };
  // A word in more rows than this share of them finds nothing.
  const MOST = 0.4;
  let index = null;
  // The words of all rows: their own, and those of what they name: place and year, speaker, what is counted, outlet.
  const collect = async (tables, sources) => {
    const found = new Map();
    const split = {};
    const listWords = (text) => (text ? (split[text] ??= list(fold(text))) : []);
    let n = 0;
    let began = performance.now();
    for (const { name, columns, rows } of tables) {
      const find = (names) => names.map((column) => columns.indexOf(column));
      const own = find(TEXTS[name]);
      const [meeting, speaker, indicator, source] = find(["meeting_id", "speaker_id", "indicator", "source_id"]);
      for (const line of rows) {
        const row = cells(line);
        const said = new Set(list(fold(own.map((at) => row[at] ?? "").join(" "))));
        const who = titles[row[speaker]]?.own || [];
        for (const text of [titles[row[meeting]]?.found, who[0], who[1], words.indicators[row[indicator]], sources.get(row[source])?.[2]])
          for (const word of listWords(text)) said.add(word);
        for (const word of said) {
          const before = found.get(word);
          before ? before.push(n) : found.set(word, [n]);
        }
        n++;
        // Whoever types meanwhile doesn't wait.
        if (performance.now() - began > 20) {
          await new Promise((go) => setTimeout(go));
          began = performance.now();
        }
      }
    }
    for (const [word, rows] of found) if (COMMON.has(word) || rows.length > Math.max(MOST * n, 9)) found.delete(word);
    const order = [...found.keys()].sort((a, b) => (a < b ? -1 : 1));
    return { words: order, rows: order.map((word) => found.get(word)), size: n };
  };
  const prepare = async () => {
    takeNames((await data("names"))[1]);
    window.cd.named = true;
    answer();
    const loaded = await Promise.all(Object.keys(TEXTS).map(data));
    const tables = Object.keys(TEXTS).map((name, n) => ({ name, columns: loaded[n][0], rows: loaded[n][1] }));
    const sources = new Map(loaded.at(-1)[1].map((row) => [cells(row)[0], cells(row)]));
    index = { ...(await collect(tables, sources)), tables, sources };
    window.cd.ready = true;
    answer();
  };
  const firstFrom = (word) => {
    let low = 0;
    let high = index.words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (index.words[middle] < word) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  // Call `take` with each row that has a word, or one that it begins, or else one that is alike, and how much that says.
  const findWord = (word, take) => {
    let count = 0;
    const add = (n, weight) => {
      const rows = index.rows[n];
      const score = weight * Math.log(2 + 20000 / rows.length);
      for (const row of rows) take(row, score);
      count += rows.length;
    };
    const at = firstFrom(word);
    if (index.words[at] === word) add(at, 3);
    if (word.length > 2 && !/^\d+$/.test(word)) for (let n = at; n < at + 300 && index.words[n]?.startsWith(word); n++) if (index.words[n] !== word) add(n, 1.5);
    const most = slips(word);
    if (!count && most) findAlike(word, index.words, most, (n) => add(n, 1));
  };
  // The rows that have most of the words asked for, and the score of each row.
  const searchRows = (text) => {
    const asked = [...new Set(list(fold(readNumbers(text))))].filter((word) => !COMMON.has(word));
    if (!index || !asked.length) return { rows: [] };
    const scores = new Float32Array(index.size);
    const counts = new Uint8Array(index.size);
    const own = new Float32Array(index.size);
    const touched = [];
    let most = 0;
    for (const word of asked) {
      own.fill(0);
      findWord(word, (row, score) => {
        if (score <= own[row]) return;
        if (!own[row]) {
          if (!counts[row]) touched.push(row);
          most = Math.max(most, ++counts[row]);
        }
        scores[row] += score - own[row];
        own[row] = score;
      });
    }
    return { rows: touched.filter((row) => counts[row] === most), scores };
  };
  // The best of rows, best first; a few without sorting all.
  const takeBest = (rows, scores, n) => {
    const isBefore = (a, b) => scores[b] - scores[a] || a - b;
    if (n > 10) return [...rows].sort(isBefore).slice(0, n);
    const best = [];
    for (const row of rows) {
      if (best.length === n && isBefore(row, best[n - 1]) > 0) continue;
      let at = best.length;
      while (at && isBefore(row, best[at - 1]) < 0) at--;
      best.splice(at, 0, row);
      if (best.length > n) best.pop();
    }
    return best;
  };
  const place = (meeting) => titles[meeting]?.text.split(" · ").slice(0, 2).join(", ") || meeting;
  const describe = (n) => {
    let at = n;
    const table = index.tables.find(({ rows }) => (at < rows.length ? true : ((at -= rows.length), false)));
    const row = Object.fromEntries(cells(table.rows[at]).map((cell, m) => [table.columns[m], cell]));
    const source = index.sources.get(row.source_id);
    const outlet = source ? source[2] : "";
    if (table.name === "sources") {
      const page = Math.floor(at / words.sources_a_page);
      return { kind: "sources", address: `sources${page ? `-${page + 1}` : ""}.html#${row.source_id}`, title: row.title || row.publisher, text: `${row.publisher} · ${row.published || ""}` };
    }
    const address = `meetings/${row.meeting_id}.html#${row[table.columns[0]]}`;
    if (table.name === "figures") {
      return { kind: "figures", address, title: `${row.as_stated || row.value} · ${place(row.meeting_id)}`, text: row.about, outlet };
    }
    const ends = [...new Set([row.opens_with, row.ends_with].filter(Boolean))].join(" … ");
    const ours = (french && row.paraphrase_fr) || row.paraphrase_en || "";
    const said = row.text || (row.quote_type === "indirect" ? ours : [ends, ours].filter(Boolean).join(" — "));
    return { kind: "quotes", address, title: `${titles[row.speaker_id]?.title || row.speaker_id} · ${place(row.meeting_id)}`, text: said, outlet };
  };
  // The id of a row leads there.
  const findId = (text) => {
    const id = text.toLowerCase();
    const row = id.match(/^([a-z0-9-]+)-([pqfrm])\d+$/);
    if (!row) return [];
    const address = row[2] === "m" ? `membership.html#${id}` : `meetings/${row[1]}.html#${id}`;
    return titles[row[1]] ? [{ kind: row[2] === "m" ? "membership" : "meeting", address, title: id, text: titles[row[1]].title, score: 2000 }] : [];
  };

  const item = (found) => {
    const hit = { ...names[found.n], ...found };
    const link = make("a", { href: base + hit.address }, make("b", { textContent: hit.title }));
    if (hit.outlet) link.append(make("i", { textContent: ` ${hit.outlet}` }));
    if (hit.text) link.append(make("span", { textContent: hit.text.slice(0, 300) }));
    return make("li", {}, link);
  };
  const group = (kind, count, take) => {
    const shown = make("ul", {}, ...take(FEW).map(item));
    const part = make("section", { className: "kind" }, make("h2", { textContent: `${words.kinds[kind]} ` }, make("small", { textContent: count })), shown);
    if (count > FEW) {
      const more = make("button", { type: "button", textContent: `${count - FEW} ${words.more}` });
      more.addEventListener("click", () => {
        shown.replaceChildren(...take(100).map(item));
        more.remove();
        shown.children[FEW].firstChild.focus();
      });
      part.append(more);
    }
    return part;
  };
  const answer = () => {
    const asked = field.value.trim();
    results.hidden = !asked;
    if (!asked || !names.length) return;
    const groups = {};
    for (const hit of [...findId(asked), ...searchNames(asked)]) (groups[hit.kind] ??= []).push(hit);
    for (const hits of Object.values(groups)) hits.sort((a, b) => b.score - a.score);
    const best = (kind) => groups[kind][0].score;
    const order = Object.keys(groups).sort((a, b) => best(b) - best(a) || KINDS.indexOf(a) - KINDS.indexOf(b));
    // Weak hits of names don't hide what was said.
    const parts = order.map((kind) => [kind, best(kind), groups[kind].length, (n) => groups[kind].slice(0, n)]);
    let start = 0;
    const { rows, scores } = searchRows(asked);
    for (const table of index?.tables || []) {
      const own = rows.filter((row) => row >= start && row < start + table.rows.length);
      start += table.rows.length;
      if (own.length) parts.push([table.name, 250, own.length, (n) => takeBest(own, scores, n).map(describe)]);
    }
    parts.sort((a, b) => b[1] - a[1]);
    found.replaceChildren(...parts.map(([kind, , count, take]) => group(kind, count, take)));
    const total = parts.reduce((sum, [, , count]) => sum + count, 0);
    const said = total ? `${total.toLocaleString(lang)} ${words.results[total > 1 || (!french && !total) ? 1 : 0]}` : words.none;
    status.textContent = index || total ? said : words.loading;
  };

  // The query is in the address, so that it can be sent, and Back leads to it.
  let timer = 0;
  const remember = () => {
    clearTimeout(timer);
    if (results.hidden !== !field.value.trim()) return;
    const asked = field.value.trim();
    const hash = asked ? `#q=${encodeURIComponent(asked)}` : location.pathname + location.search;
    const isNew = !location.hash.startsWith("#q=") && asked;
    history[isNew ? "pushState" : "replaceState"](null, "", hash);
  };
  field.addEventListener("input", () => {
    answer();
    clearTimeout(timer);
    timer = setTimeout(remember, 300);
  });
  const recall = () => {
    if (!location.hash.startsWith("#q=")) {
      results.hidden = true;
      return;
    }
    field.value = decodeURIComponent(location.hash.slice(3));
    answer();
  };
  window.addEventListener("popstate", recall);
  byId("search").addEventListener("submit", () => {
    if (!results.hidden) found.querySelector("a")?.click();
  });
  const close = () => {
    results.hidden = true;
    field.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (results.hidden) return;
    if (event.key === "Escape") close();
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const all = [field, ...found.querySelectorAll("a")];
    const next = all.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    if (!all.includes(document.activeElement) || !all[next]) return;
    event.preventDefault();
    all[next].focus();
  });
  found.addEventListener("click", (event) => {
    if (!event.target.closest("a")) return;
    remember();
    results.hidden = true;
  });
  prepare();
  if (location.hash.startsWith("#q=")) recall();
  else if (field.value) remember();
})();
