// The article, cut at every end of a fact: each piece of text knows all facts that it belongs to, however they overlap.

const SEGMENTS = [];

// Facts by the place where they stand, each part of a fact once.
function placed() {
  const all = [];
  for (const fact of FACTS) {
    for (const span of fact.main) all.push({ start: span.start, end: span.end, fact });
    for (const { label, span } of fact.parts) all.push({ start: span.start, end: span.end, fact, label });
  }
  return all.filter((place) => place.end > place.start).sort((a, b) => a.start - b.start);
}

// Calls back for each run of a piece within which no fact begins or ends.
function runs([words, start, end], cuts, each) {
  if (words.length !== end - start) return each(words, start, end);
  let from = start;
  // Binary search: the first cut behind the piece's start.
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cuts[middle] <= start) low = middle + 1;
    else high = middle;
  }
  for (; low < cuts.length && cuts[low] < end; low++) {
    each(words.slice(from - start, cuts[low] - start), from, cuts[low]);
    from = cuts[low];
  }
  each(words.slice(from - start), from, end);
}

function segment(text, places) {
  const main = places.filter((place) => !place.label);
  if (!places.length) return document.createTextNode(text);
  const node = h("span", { class: "run" }, text);
  for (const kind of ["event", "statement", "actor"]) {
    const shown = main.filter((place) => place.fact.kind === kind);
    if (shown.length) node.classList.add(kind);
    if (kind === "event" && shown.length) {
      // The shortest event gives its colour, those around it show at their own words.
      shown.sort((a, b) => a.end - a.start - (b.end - b.start));
      node.dataset.group = shown[0].fact.group;
      if (shown.length > 1) node.classList.add("several");
    }
  }
  SEGMENTS.push({ node, places });
  return node;
}

const TAGS = { heading: "h2", paragraph: "p", item: "p", row: "p", byline: "p", quote: "blockquote" };

function drawArticle(root) {
  const places = placed();
  const cuts = [...new Set(places.flatMap((place) => [place.start, place.end]))].sort((a, b) => a - b);
  let next = 0;
  let open = [];
  for (const block of DATA.blocks) {
    const element = h(TAGS[block.kind] || "p", { class: block.kind });
    for (const piece of block.pieces) {
      runs(piece, cuts, (text, start, end) => {
        while (next < places.length && places[next].start < end) open.push(places[next++]);
        open = open.filter((place) => place.end > start);
        element.append(segment(text, open.filter((place) => place.start < end)));
      });
    }
    root.append(element);
  }
  // Facts can be reached with the Tab key at their first words.
  for (const fact of FACTS) {
    const first = SEGMENTS.find(({ places }) => places.some((place) => place.fact === fact && !place.label));
    if (first && fact.kind !== "actor") {
      first.node.tabIndex = 0;
      first.node.setAttribute("role", "button");
      first.node.setAttribute("aria-label", `${fact.id} ${fact.label}: ${first.node.textContent}`);
    }
  }
}

// The facts at a segment, the closest around it first.
function factsAt(node) {
  const found = SEGMENTS.find((segment) => segment.node === node);
  if (!found) return [];
  const main = found.places.filter((place) => !place.label && !document.body.classList.contains("no-" + place.fact.kind));
  main.sort((a, b) => a.end - a.start - (b.end - b.start));
  return [...new Set(main.map((place) => place.fact))];
}

// Marks the words of the chosen fact, its parts with their names.
function markWords(fact) {
  const named = new Set();
  for (const { node, places } of SEGMENTS) {
    const mine = fact ? places.filter((place) => place.fact === fact) : [];
    node.classList.toggle("chosen", mine.some((place) => !place.label));
    const part = mine.find((place) => place.label);
    node.classList.toggle("part", Boolean(part));
    delete node.dataset.part;
    if (part && !named.has(part.label + part.start)) {
      named.add(part.label + part.start);
      node.dataset.part = part.label;
    }
  }
  spreadLabels();
}

// Where a label would cover the one before it, it stands below its words.
function spreadLabels() {
  let [line, end] = [undefined, 0];
  for (const { node } of SEGMENTS) {
    node.classList.remove("below");
    const box = node.dataset.part && node.getClientRects()[0];
    if (!box) continue;
    const right = box.left + 6 * node.dataset.part.length + 10;
    if (line !== undefined && Math.abs(box.top - line) < 4 && box.left < end) node.classList.add("below");
    else [line, end] = [box.top, right];
  }
}

function scrollToWords(fact) {
  const first = SEGMENTS.find(({ places }) => places.some((place) => place.fact === fact && !place.label));
  const part = SEGMENTS.find(({ places }) => places.some((place) => place.fact === fact));
  (first || part)?.node.scrollIntoView({ block: "center", behavior: "smooth" });
}
