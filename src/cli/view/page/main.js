// What is chosen, what is shown, and the hands of the user: pointer and keys.

const state = { chosen: null, tab: "event" };
const KINDS_OF_FACTS = [["event", "Events"], ["statement", "Statements"], ["actor", "Actors"]];
const CARDS = new Map();
const $ = (id) => document.getElementById(id);

function drawHead() {
  const about = DATA.document;
  const first = DATA.blocks.find((block) => block.kind === "heading");
  const title = about.title || (first && first.pieces.map((piece) => piece[0]).join("").replace(/\s+/g, " ")) || about.id || "Document";
  const safe = /^https?:\/\//i.test(about.url || "");
  const line = [about.publisher, about.publishedAt, !about.publishedAt && EXTRACTION.referenceDay].filter(Boolean).join(" · ");
  const counts = KINDS_OF_FACTS.map(([kind, name]) => `${FACTS.filter((fact) => fact.kind === kind).length} ${name.toLowerCase()}`).join(", ");
  add($("headline"), {}, [
    h("h1", {}, shorten(title, 160)),
    h("p", {}, line, line && " · ", counts, safe && [" · ", h("a", { href: about.url, rel: "noreferrer noopener" }, "source")]),
  ]);
  if (about.title) document.title = about.title + " - tradewire";
  for (const [kind, name] of KINDS_OF_FACTS) {
    const box = h("input", { type: "checkbox", checked: true, onchange: () => document.body.classList.toggle("no-" + kind, !box.checked) });
    $("switches").append(h("label", { class: "switch " + kind }, box, h("span", {}, name)));
  }
  $("switches").append(
    h("button", { type: "button", onclick: turnTheme, title: "Light or dark (t)", "aria-label": "Light or dark" }, "◐"),
    h("button", { type: "button", onclick: () => $("help").showModal(), title: "Keys (?)", "aria-label": "Keys" }, "?"),
  );
}

function drawFacts() {
  for (const [kind, name] of KINDS_OF_FACTS) {
    const count = FACTS.filter((fact) => fact.kind === kind).length;
    $("tabs").append(h("button", { type: "button", role: "tab", "data-tab": kind, onclick: () => showTab(kind) }, name, h("small", {}, count)));
  }
  for (const fact of FACTS) {
    const node = card(fact);
    CARDS.set(fact, node);
    $("cards").append(node);
  }
  showTab(FACTS.some((fact) => fact.kind === "event") ? "event" : "statement");
}

function showTab(kind) {
  state.tab = kind;
  for (const tab of $("tabs").children) tab.setAttribute("aria-selected", String(tab.dataset.tab === kind));
  for (const [fact, node] of CARDS) node.hidden = fact.kind !== kind;
}

function select(fact, scroll) {
  if (state.chosen) openCard(CARDS.get(state.chosen), state.chosen, false);
  state.chosen = fact;
  document.body.classList.toggle("choosing", Boolean(fact));
  markWords(fact);
  const related = fact ? new Set([fact.id, ...(fact.raw.eventIds || []), ...(fact.raw.relations || []).map((r) => r.eventId)]) : new Set();
  for (const node of document.querySelectorAll("#pictures [data-fact]")) node.classList.toggle("chosen", related.has(node.dataset.fact));
  for (const node of document.querySelectorAll("#pictures [data-facts]")) {
    node.classList.toggle("chosen", node.dataset.facts.split(" ").some((id) => related.has(id)));
  }
  hideTip();
  if (!fact) return;
  showTab(fact.kind);
  openCard(CARDS.get(fact), fact, true);
  CARDS.get(fact).scrollIntoView({ block: "nearest", behavior: "smooth" });
  if (scroll) scrollToWords(fact);
}

function showTip(node) {
  const facts = factsAt(node);
  if (!facts.length) return hideTip();
  const tip = $("tip");
  tip.replaceChildren(...facts.slice(0, 5).map((fact) => h(
    "div", { "data-group": fact.group },
    h("span", { class: "badge" }, fact.kind === "actor" ? fact.label : `${fact.id} ${fact.label}`),
    statusBadge(fact.status),
    h("span", {}, " " + shorten(fact.kind === "statement" ? fact.who : headline(fact), 140)),
  )));
  tip.hidden = false;
  const [box, own] = [node.getClientRects()[0], tip.getBoundingClientRect()];
  if (!box) return hideTip();
  const below = box.bottom + own.height + 12 < innerHeight;
  tip.style.left = Math.max(8, Math.min(box.left, innerWidth - own.width - 8)) + "px";
  tip.style.top = (below ? box.bottom + 6 : Math.max(4, box.top - own.height - 6)) + "px";
}

function hideTip() {
  $("tip").hidden = true;
}

// The closest fact around the place; again at the same place, the next one around it.
function chooseAt(node) {
  const facts = factsAt(node);
  if (!facts.length) return select(null);
  select(facts[(facts.indexOf(state.chosen) + 1) % facts.length], false);
}

function step(by) {
  const shown = FACTS.filter((fact) => fact.kind === state.tab);
  if (!shown.length) return;
  const at = shown.indexOf(state.chosen);
  const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : (at + by + shown.length) % shown.length;
  select(shown[next], true);
}

function turnTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
}

const KEYS = {
  j: ["next fact", () => step(1)], k: ["fact before", () => step(-1)],
  e: ["events", () => showTab("event")], s: ["statements", () => showTab("statement")], a: ["actors", () => showTab("actor")],
  t: ["light or dark", turnTheme], Escape: ["choose nothing", () => select(null)], "?": ["these keys", () => $("help").showModal()],
};

function listen() {
  const article = $("article");
  const run = (event) => event.target.closest?.(".run");
  article.addEventListener("mouseover", (event) => (run(event) ? showTip(run(event)) : hideTip()));
  article.addEventListener("mouseleave", hideTip);
  article.addEventListener("focusin", (event) => run(event) && showTip(run(event)));
  article.addEventListener("focusout", hideTip);
  article.addEventListener("click", (event) => run(event) && chooseAt(run(event)));
  addEventListener("scroll", hideTip, true);
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
    const node = run(event);
    if (node && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      return chooseAt(node);
    }
    const key = KEYS[event.key];
    if (key) {
      event.preventDefault();
      key[1]();
    }
  });
  add($("help"), {}, [
    h("h2", {}, "Keys"),
    h("dl", {}, Object.entries(KEYS).map(([key, [what]]) => [h("dt", {}, h("kbd", {}, key === "Escape" ? "Esc" : key)), h("dd", {}, what)])),
    h("p", {}, "Tab goes from fact to fact in the article, Enter chooses; again, what is around it."),
    h("form", { method: "dialog" }, h("button", {}, "Close")),
  ]);
}

drawHead();
drawArticle($("article"));
drawFacts();
drawGraph($("graph"));
drawTimeline($("timeline"));
$("timeline").append(timelineKey());
listen();
