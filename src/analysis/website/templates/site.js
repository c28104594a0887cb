// Small things that a page can do without, and the reader's filter, search and comparison.
"use strict";

const byId = (id) => document.getElementById(id);
/** The element that the address names, if any. */
const named = () => byId(decodeURIComponent(location.hash.slice(1)));
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// ---- every page: the other language, at the same place -------------------------------------

/** The heading, part or provision at the top of what is being read; none before any scrolling. */
function placeInView() {
  const moved = all(".documents article").find((pane) => pane.scrollTop > 0);
  if (!moved && scrollY === 0) return null;
  const top = Math.max(0, moved?.getBoundingClientRect().top ?? 0);
  const current = document.querySelector(".documents .current");
  const at = current?.getBoundingClientRect();
  if (at?.height && at.top > top && at.bottom < innerHeight) return current.closest("section");
  return all("[id]", moved ?? document.querySelector("main")).find((element) => {
    const box = element.getBoundingClientRect();
    return box.height > 0 && box.bottom > top + 30 && box.top < innerHeight && !element.closest("svg, form");
  });
}

/** The address of the other language, at the same place and with the same choice. */
function samePlace(link) {
  const place = placeInView();
  return link.getAttribute("href").split(/[?#]/)[0] + location.search + (place ? `#${place.id}` : location.hash);
}

function keepPlace() {
  const link = document.querySelector("a.language");
  for (const event of ["pointerdown", "focus", "click"]) {
    link.addEventListener(event, () => { link.href = samePlace(link); });
  }
}

// ---- every page but the reader: the way back leads to the same line -------------------------

/** Browsers stand at the old height while half the page is there, and stay where it then ended. */
function keepHeight() {
  const { height } = history.state ?? {};
  if (height >= 0) addEventListener("load", () => document.fonts.ready.then(() => scrollTo(0, height)));
  addEventListener("scrollend", () => history.replaceState({ height: scrollY }, ""));
}

// ---- the reader -----------------------------------------------------------------------------

const normal = (text) =>
  text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, " ").replace(/〔/g, "(").replace(/〕/g, ")").replace(/[A-Z]/g, (c) => c.toLowerCase());

/** How many characters a text has, as Python counts them: some take two units in JavaScript. */
const count = (text) => [...text].length;

/** The text nodes of an element, each with its offset in characters, without what is said of provisions. */
function textNodes(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest(".about, h2") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const nodes = [];
  for (let at = 0; walker.nextNode(); at += count(walker.currentNode.data)) nodes.push({ node: walker.currentNode, at });
  return nodes;
}

/** The range from start to end, offsets in characters in the text of these nodes. */
function rangeOf(nodes, start, end) {
  const holding = (offset) => nodes.findLast(({ at }) => at <= offset);
  const [first, last] = [holding(start), holding(end - 1)];
  const units = ({ node, at }, offset) => [...node.data].slice(0, offset - at).join("").length;
  const range = new Range();
  range.setStart(first.node, units(first, start));
  range.setEnd(last.node, units(last, end));
  return range;
}

/** Where things of a kind, or of any, stand in a provision, as an attribute of it says. */
function placesOf(section, name, kind = "any") {
  const places = JSON.parse(section.dataset[name] ?? "{}");
  const chosen = kind === "any" ? Object.values(places).flat() : places[kind] ?? [];
  return chosen.sort((a, b) => a[0] - b[0]);
}

/** The ranges of such places in the provision that they stand in. */
function rangesIn(section, places) {
  const nodes = places.length ? textNodes(section) : [];
  return places.map(([start, end]) => rangeOf(nodes, start, end));
}

function highlight(name, ranges) {
  if (window.CSS?.highlights) CSS.highlights.set(name, new Highlight(...ranges));
}

function startReader(tools) {
  const articles = all(".documents article");
  const sections = all(".documents section");
  const marks = all(".documents mark");
  // A mark names its term only where the text writes it otherwise.
  for (const mark of marks) mark.dataset.term ??= mark.textContent;
  const panes = { left: byId("left"), right: byId("right") };
  const field = tools.elements;
  let chosen = [];
  let current = -1;

  const docOf = (node) => (node.nodeType === 1 ? node : node.parentElement).closest("article");
  const placeOf = (item) => (item instanceof Range ? item.startContainer.parentElement : item);

  // Two documents are in view at a time; with two in all, always these.
  function show(article, pane = "left") {
    if (!article.hidden) return;
    panes[pane].value = article.dataset.doc;
    arrange();
  }

  function arrange() {
    if (articles.length < 3) return;
    const [left, right] = [panes.left.value, panes.right.value];
    for (const article of articles) {
      article.hidden = ![left, right].includes(article.dataset.doc);
      article.style.order = article.dataset.doc === left ? 0 : 1;
    }
  }

  /** Take the filter from the form, and gather what it leads through, in the order of the texts. */
  function choose() {
    const [area, topic] = field.area.value.split("/");
    const [province, agency, status, strength, passage] =
      ["province", "agency", "status", "strength", "passage"].map((key) => field[key].value);
    const wanted = Object.entries({ area, topic, term: field.term.value }).filter(([, value]) => value);
    const given = sections.filter((section) =>
      (!province || docOf(section).dataset.province === province) &&
      (!agency || placesOf(section, "agencies", agency).length));
    const taken = new Set(given);
    const within = (item) => taken.has(placeOf(item).closest("section")) &&
      (!status || Boolean(placeOf(item).closest(`span.${status}`)));
    const hits = marks.filter((mark) => wanted.every(([key, value]) => mark.dataset[key] === value) && within(mark));
    const holds = (part) => !wanted.length || hits.some((mark) => part?.contains(mark));
    const ranges = (name, kind) => !kind ? []
      : given.flatMap((section) => rangesIn(section, placesOf(section, name, kind)));
    const words = ranges("words", strength)
      .filter((word) => within(word) && holds(placeOf(word).closest("span[id]")));
    const agencies = ranges("agencies", agency);
    const passages = !passage ? [] : passagesOf(passage, given, province)
      .filter((one) => !(one instanceof Range) || (within(one) && holds(placeOf(one).closest("span[id]"))));
    const text = field.q.value.trim();
    const found = search(text, province).filter((place) =>
      (!agency && !status || within(place)) && holds(placeOf(place).closest("section")));
    document.body.classList.toggle("filtered", Boolean(wanted.length || province || agency || status || strength || passage));
    document.body.dataset.status = status;
    for (const mark of marks) mark.classList.remove("chosen");
    for (const mark of hits) mark.classList.add("chosen");
    highlight("search", found);
    highlight("words", [...words, ...agencies, ...passages.filter((one) => one instanceof Range)]);
    highlight("current", []);
    if (text) chosen = found;
    else if (strength) chosen = words;
    else if (passage) chosen = passages;
    else if (wanted.length) chosen = hits;
    else if (agency) chosen = agencies;
    else if (status) chosen = all(`.documents .body span.${status}`).filter(within);
    else chosen = hits;
    current = -1;
    tell();
    remember();
  }

  /** The zones or provisions of a kind, or the ranges of its words. */
  function passagesOf(passage, given, province) {
    const [kind, of] = passage.split("/");
    if (kind === "zone") {
      return all(`.documents .zone.${of}`).filter((zone) => !province || docOf(zone).dataset.province === province);
    }
    if (kind === "provisions") return given.filter(({ dataset }) => dataset.statuses?.split(" ").includes(passage));
    return given.flatMap((section) => rangesIn(section, placesOf(section, "passages", passage)));
  }

  function search(wanted, province) {
    if (!wanted) return [];
    const found = [];
    const word = normal(wanted);
    for (const article of articles) {
      if (province && article.dataset.province !== province) continue;
      const nodes = textNodes(article);
      const text = normal(nodes.map(({ node }) => node.data).join(""));
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
        const start = count(text.slice(0, at));
        found.push(rangeOf(nodes, start, start + count(word)));
      }
    }
    return found;
  }

  function tell() {
    const place = current < 0 ? "" : `${current + 1} / `;
    byId("found").textContent = `${place}${chosen.length}`;
    for (const button of [byId("previous"), byId("next")]) button.disabled = !chosen.length;
  }

  /** Keep the choice in the address, so that it can be passed on. */
  function remember() {
    const query = new URLSearchParams();
    const [area, topic] = field.area.value.split("/");
    for (const [key, value] of Object.entries({
      province: field.province.value, area, topic, term: field.term.value, strength: field.strength.value,
      status: field.status.value, agency: field.agency.value, passage: field.passage.value, q: field.q.value.trim(),
    })) if (value) query.set(key, value);
    const written = query.toString().replaceAll("%2F", "/");
    history.replaceState(history.state, "", (written ? `?${written}` : location.pathname) + location.hash);
  }

  function go(step) {
    if (!chosen.length) return;
    current = (Math.max(current, step > 0 ? -1 : 0) + step + chosen.length) % chosen.length;
    const item = chosen[current];
    const element = placeOf(item);
    show(docOf(element));
    for (const old of all(".current")) old.classList.remove("current");
    if (item instanceof Range) highlight("current", [item]);
    else item.classList.add("current");
    element.scrollIntoView({ block: element.matches("section, .zone") ? "start" : "center" });
    tell();
    keepReading();
  }

  /** For a reload, and for the way back from another page. */
  function keepReading() {
    history.replaceState({ current, at: placeInView()?.id }, "");
  }

  /** Fill the list of terms with those of the chosen area that occur. */
  function listTerms() {
    const [area, topic] = field.area.value.split("/");
    const n = new Map();
    for (const { dataset } of marks) {
      if ((!area || dataset.area === area) && (!topic || dataset.topic === topic)) {
        n.set(dataset.term, (n.get(dataset.term) ?? 0) + 1);
      }
    }
    const kept = field.term.value;
    field.term.length = 1;
    for (const [term, count] of [...n].sort((a, b) => b[1] - a[1])) {
      field.term.add(new Option(`${term} (${count})`, term));
    }
    field.term.value = n.has(kept) ? kept : "";
  }

  /** Put a provision and its best match side by side, and mark what both have. */
  function compare(section) {
    const match = byId(section.dataset.match);
    const [own, other] = [docOf(section), docOf(match)];
    show(other, panes.left?.value === own.dataset.doc ? "right" : "left");
    const there = rangesIn(match, placesOf(section, "matchRuns"));
    highlight("run", [...rangesIn(section, placesOf(section, "runs")), ...there]);
    for (const old of all("section.compared")) old.classList.remove("compared");
    for (const compared of [section, match]) compared.classList.add("compared");
    match.tabIndex = -1;
    match.focus({ preventScroll: true });
    match.scrollIntoView();
    if (other.scrollHeight > other.clientHeight) {
      // Beside, not merely in view: at the height at which the provision stands.
      other.scrollTop += match.getBoundingClientRect().top - section.getBoundingClientRect().top;
    }
  }

  /** Set the form as the address says. A word that is no term of the lexicon is searched for. */
  function read() {
    const query = new URLSearchParams(location.search);
    const get = (key) => query.get(key) ?? "";
    field.province.value = get("province");
    field.area.value = get("topic") ? `${get("area")}/${get("topic")}` : get("area");
    if (field.area.selectedIndex < 0) field.area.value = "";
    listTerms();
    field.term.value = get("term");
    field.q.value = get("q");
    const more = ["agency", "status", "strength", "passage"];
    for (const key of more) field[key].value = get(key);
    if (more.some((key) => field[key].value)) byId("more").open = true;
    if (field.term.selectedIndex < 0) {
      field.term.value = "";
      field.q.value = get("q") || get("term");
    }
    choose();
    land();
    // Once more when the font has come, which moves the lines.
    addEventListener("load", () => document.fonts.ready.then(land));
  }

  /** Stand where one was before, else at the place that the address names or chooses first. */
  function land() {
    const before = history.state;
    const target = before?.at ? byId(before.at) : named();
    stand(target);
    const inside = target ? chosen.findIndex((item) => target.contains(placeOf(item))) : 0;
    if (before?.current >= 0) { current = before.current - 1; go(1); }
    else if (location.search && !before && inside >= 0) { current = inside - 1; go(1); }
  }

  function stand(target = named()) {
    if (!target?.closest("article")) return;
    show(docOf(target));
    target.scrollIntoView();
  }

  tools.hidden = false;
  document.body.classList.add("reading");
  panes.left?.addEventListener("change", arrange);
  panes.right?.addEventListener("change", arrange);
  arrange();
  tools.addEventListener("submit", (event) => { event.preventDefault(); go(1); });
  field.q.addEventListener("input", choose);
  field.area.addEventListener("change", () => { listTerms(); choose(); });
  for (const key of ["province", "term", "agency", "status", "strength", "passage"]) {
    field[key].addEventListener("change", choose);
  }
  byId("next").addEventListener("click", () => go(1));
  byId("previous").addEventListener("click", () => go(-1));
  byId("clear").addEventListener("click", () => {
    tools.reset();
    listTerms();
    highlight("run", []);
    choose();
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "n") go(1);
    if (event.key === "p") go(-1);
    if (event.key === "/") { event.preventDefault(); field.q.focus(); }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.compare");
    if (!link) return;
    event.preventDefault();
    compare(link.closest("section"));
  });
  addEventListener("hashchange", () => stand());
  addEventListener("scrollend", keepReading, true);
  read();
}

keepPlace();
if (byId("tools")) startReader(byId("tools"));
else keepHeight();
