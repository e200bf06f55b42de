// Who acts on whom, who talks with whom, who answers whom: actors on a circle, one arrow for each act between two of them.

const MOST_NODES = 14;
const ANSWERING = ["accuse", "criticise", "threaten", "warn", "demand", "deny", "refuse", "praise", "promise", "ask"];

// [{ from, to, kind, facts }]; kinds: restrictive, liberalising, open, with (both ways), answers, says.
function arrows() {
  const all = new Map();
  const arrow = (from, to, kind, fact) => {
    if (!from || !to || from === to) return;
    const ends = kind === "with" ? [from, to].sort() : [from, to];
    const key = [...ends, kind].join("\n");
    if (!all.has(key)) all.set(key, { from: ends[0], to: ends[1], kind, facts: [] });
    if (!all.get(key).facts.includes(fact)) all.get(key).facts.push(fact);
  };
  const ids = (event, roles) => [...new Set(inRoles(event, roles).filter((p) => p.actorId).map((p) => principal(p.actorId)))];
  const events = FACTS.filter((fact) => fact.kind === "event");
  for (const fact of events) {
    const [who, whom] = [ids(fact.raw, ACTING), ids(fact.raw, SUFFERING)];
    const kind = bare(fact.raw.direction, "DIRECTION_") || "open";
    for (const from of who) for (const to of whom) arrow(from, to, kind, fact);
    const parties = ids(fact.raw, ["party"]);
    parties.forEach((a, i) => parties.slice(i + 1).forEach((b) => arrow(a, b, "with", fact)));
    for (const relation of fact.raw.relations || []) {
      const other = BY_ID.get(relation.eventId);
      if (other && relation.kind === "RELATION_KIND_IN_RESPONSE_TO") {
        for (const from of who) for (const to of ids(other.raw, ACTING)) arrow(from, to, "answers", fact);
      }
    }
  }
  for (const fact of FACTS.filter((fact) => fact.kind === "statement" && fact.raw.speakerId && ANSWERING.includes(fact.label))) {
    for (const id of fact.raw.eventIds || []) {
      for (const to of BY_ID.has(id) ? ids(BY_ID.get(id).raw, ACTING) : []) arrow(principal(fact.raw.speakerId), to, "says", fact);
    }
  }
  return [...all.values()];
}

const KINDS = {
  restrictive: "restricts", liberalising: "eases", open: "acts on", with: "talks or agrees with", answers: "answers by a measure", says: "answers in words",
};

function drawGraph(root) {
  root.append(h("h2", {}, "Who acts on whom, who answers whom"));
  let edges = arrows();
  const weight = new Map();
  for (const edge of edges) for (const id of [edge.from, edge.to]) weight.set(id, (weight.get(id) || 0) + edge.facts.length);
  const nodes = [...weight.keys()].sort((a, b) => weight.get(b) - weight.get(a) || (a < b ? -1 : 1)).slice(0, MOST_NODES);
  edges = edges.filter((edge) => nodes.includes(edge.from) && nodes.includes(edge.to));
  if (!edges.length) {
    root.append(h("p", { class: "note" }, "No two actors act on each other in this text."));
    return;
  }
  const size = { width: 440, height: nodes.length < 3 ? 150 : nodes.length < 5 ? 250 : 340 };
  const picture = svg("svg", { viewBox: `0 0 ${size.width} ${size.height}`, class: "graph", role: "group", "aria-label": "Actors and what they do to each other" });
  const heads = Object.keys(KINDS).filter((kind) => kind !== "with");
  picture.append(svg("defs", {}, heads.map((kind) => svg(
    "marker", { id: "head-" + kind, class: "head " + kind, viewBox: "0 0 10 10", refX: 9, refY: 5, markerUnits: "userSpaceOnUse", markerWidth: 11, markerHeight: 11, orient: "auto-start-reverse" },
    svg("path", { d: "M0 0L10 5L0 10z" }),
  ))));
  const places = circle(nodes, size);
  const pairs = new Map();
  for (const edge of edges) {
    const pair = [edge.from, edge.to].sort().join("\n");
    const index = pairs.get(pair) || 0;
    pairs.set(pair, index + 1);
    picture.append(arrowPicture(edge, places, index));
  }
  for (const id of nodes) picture.append(nodePicture(id, places.get(id)));
  root.append(picture);
  const shown = [...new Set(edges.map((edge) => edge.kind))];
  root.append(h("p", { class: "key" }, Object.keys(KINDS).filter((kind) => shown.includes(kind)).map((kind) => h("span", { class: "kind " + kind }, KINDS[kind]))));
}

function circle(nodes, { width, height }) {
  const places = new Map();
  nodes.forEach((id, i) => {
    const angle = nodes.length === 2 ? Math.PI * (1 + i) : (2 * Math.PI * i) / nodes.length - Math.PI / 2;
    places.set(id, { x: width / 2 + Math.cos(angle) * (width / 2 - 78), y: height / 2 - 6 + Math.sin(angle) * (height / 2 - 44) });
  });
  return places;
}

function arrowPicture(edge, places, index) {
  const [a, b] = [places.get(edge.from), places.get(edge.to)];
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  const unit = { x: (b.x - a.x) / length, y: (b.y - a.y) / length };
  // Arrows between the same two bend away from each other.
  const flip = edge.from < edge.to ? 1 : -1;
  const bend = flip * (index % 2 ? -1 : 1) * (24 + 44 * Math.floor(index / 2));
  const middle = { x: (a.x + b.x) / 2 - unit.y * bend, y: (a.y + b.y) / 2 + unit.x * bend };
  const trim = (from) => {
    const distance = Math.hypot(middle.x - from.x, middle.y - from.y);
    return { x: from.x + ((middle.x - from.x) / distance) * 23, y: from.y + ((middle.y - from.y) / distance) * 23 };
  };
  const [start, end] = [trim(a), trim(b)];
  const path = `M${start.x} ${start.y}Q${middle.x} ${middle.y} ${end.x} ${end.y}`;
  const says = `${actorName(edge.from)} ${KINDS[edge.kind]} ${actorName(edge.to)}: ${edge.facts.map((fact) => `${fact.id} ${fact.label}`).join(", ")}`;
  const choose = () => {
    const at = edge.facts.indexOf(state.chosen);
    select(edge.facts[(at + 1) % edge.facts.length], true);
  };
  const keys = (event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), choose());
  return svg(
    "g", { class: "arrow " + edge.kind, "data-facts": edge.facts.map((fact) => fact.id).join(" "), tabindex: 0, role: "button", "aria-label": says, onclick: choose, onkeydown: keys },
    svg("title", {}, says),
    svg("path", { class: "hit", d: path }),
    svg("path", {
      class: "line", d: path, "stroke-width": Math.min(1.4 + 0.6 * edge.facts.length, 4),
      "marker-end": edge.kind === "with" ? undefined : `url(#head-${edge.kind})`,
    }),
  );
}

function nodePicture(id, { x, y }) {
  const actor = ACTORS.get(id);
  const code = id.length <= 5 ? id : actorName(id).split(/[\s-]+/).map((word) => word[0]).join("").slice(0, 4).toUpperCase();
  const fact = BY_ID.get("actor:" + id);
  const choose = () => fact && select(fact, true);
  return svg(
    "g", { class: "node", "data-kind": bare(actor?.kind, "ACTOR_KIND_"), "data-fact": "actor:" + id, onclick: choose },
    svg("title", {}, actorName(id)),
    svg("circle", { cx: x, cy: y, r: 20 }),
    svg("text", { class: "code", x, y: y + 4, "text-anchor": "middle" }, code),
    svg("text", { class: "name", x, y: y + 34, "text-anchor": "middle" }, shorten(actorName(id), 24)),
  );
}
