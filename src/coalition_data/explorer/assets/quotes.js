// The page of words: all quotes of a speaker, a year or a meeting.
"use strict";
(() => {
  const { byId, make, data, cells, base, lang } = window.cd;
  const form = byId("choose");
  const part = byId("chosen");
  const years = new Map([...form.elements.meeting_id.options].map((option) => [option.value, option.dataset.year]));
  const labels = (name) => new Map([...form.elements[name].options].map((option) => [option.value, option.textContent.replace(/ \(\d+\)$/, "")]));
  const speakers = labels("speaker_id");
  const places = labels("meeting_id");
  form.hidden = part.hidden = false;
  const show = (row, publisher) => {
    const link = make("a", { href: `${base}meetings/${row.meeting_id}.html#${row.quote_id}`, textContent: `${speakers.get(row.speaker_id)}, ${places.get(row.meeting_id)}, ${publisher}` });
    const words = row.text || (row.quote_type === "indirect" ? "" : [...new Set([row.opens_with, row.ends_with].filter(Boolean))].join(" … "));
    const ours = row.text ? "" : (lang === "fr" && row.paraphrase_fr) || row.paraphrase_en;
    return make("li", {}, ...(words ? [make("q", { textContent: words }), " "] : []), ours || "", " ", link);
  };
  const apply = async () => {
    const asked = [...form.elements].filter((one) => one.value).map((one) => [one.name, one.value]);
    history.replaceState(null, "", asked.length ? `#${new URLSearchParams(asked)}` : location.pathname);
    if (!asked.length) return;
    const [[columns, lines], [known, sources]] = await Promise.all([data("quotes"), data("sources")]);
    const publishers = new Map(sources.map(cells).map((row) => [row[known.indexOf("source_id")], row[known.indexOf("publisher")]]));
    const rows = lines
      .map((line) => Object.fromEntries(cells(line).map((cell, n) => [columns[n], cell])))
      .filter((row) => asked.every(([name, value]) => (name === "year" ? years.get(row.meeting_id) : row[name]) === value));
    byId("how-many").textContent = `${rows.length.toLocaleString(lang)} ${window.cdWords.results[rows.length > 1 ? 1 : 0]}`;
    part.querySelector("ul").replaceChildren(...rows.map((row) => show(row, publishers.get(row.source_id))));
  };
  const read = () => {
    if (!location.hash.includes("=") || location.hash.startsWith("#q=")) return;
    for (const [name, value] of new URLSearchParams(location.hash.slice(1))) if (form.elements[name]) form.elements[name].value = value;
    apply();
  };
  form.addEventListener("change", apply);
  read();
})();
