// The list of facts; the chosen one shows all that is known of it, with the words that say it.

function words(span) {
  return span && h("q", {}, span.text);
}

function days(date) {
  if (!date.start && !date.end) return "";
  return date.start === date.end ? date.start : `${date.start ?? "…"} – ${date.end ?? "…"}`;
}

function factLink(id) {
  const fact = BY_ID.get(id);
  if (!fact) return id;
  const choose = (event) => {
    event.stopPropagation();
    select(fact, true);
  };
  const text = `${fact.kind === "actor" ? "" : fact.id + " "}${fact.kind === "actor" ? fact.who : fact.label}`;
  return h("button", { class: "link", type: "button", onclick: choose }, text);
}

function actorLink(id) {
  return ACTORS.has(id) ? factLink("actor:" + id) : id;
}

// Label and value; nothing where the text does not say it.
function row(label, ...value) {
  const known = value.flat(Infinity).filter((part) => part !== undefined && part !== null && part !== "" && part !== false);
  return known.some((part) => part !== " ") ? [h("dt", {}, label), h("dd", {}, known)] : [];
}

function joined(items, separator = ", ") {
  return items.flatMap((item, i) => (i ? [separator, item] : [item]));
}

function rateRow(detail) {
  const rate = detail.rate;
  if (!rate) return [];
  const basis = { additional: " on top", total: " in total", "up to": " at most" }[bare(rate.basis, "RATE_BASIS_")] || "";
  const before = percent(rate.previous);
  return row("rate", h("b", {}, percent(rate) || ""), basis, before && `, before ${before}`, " ", words(rate.span));
}

function statusBadge(status) {
  return status && h("span", { class: "status", "data-status": status }, status);
}

// The words of grammar and lexicon that made an event, for those who want to know.
function explanation(event) {
  const paths = (EXTRACTION.explanations || []).filter((e) => e.eventId === event.id).map((e) => e.path);
  return paths.length > 0 && h("details", {}, h("summary", {}, paths.length === 1 ? "1 path" : `${paths.length} paths`), paths.map((path) => h("code", {}, path)));
}

function eventRows(event) {
  const detail = detailOf(event);
  const roles = new Map();
  for (const p of event.participants || []) {
    const role = bare(p.role, "ROLE_") || "participant";
    roles.set(role, [...(roles.get(role) || []), p.actorId ? actorLink(p.actorId) : participantName(p)]);
  }
  const goods = (event.goods || []).map((g) => [g.text, g.hsCodes?.length ? h("small", {}, ` HS ${shorten(g.hsCodes.join(", "), 32)}`) : ""]);
  const codes = Object.entries(event.codes || {}).map(([name, code]) => `${name.toUpperCase()} ${code}`);
  const duty = detail.specificDuty;
  return [
    ...[...roles].flatMap(([role, actors]) => row(role, joined(actors))),
    row("direction", bare(event.direction, "DIRECTION_")),
    row("change", bare(detail.change, "TARIFF_CHANGE_")),
    rateRow(detail),
    row("duty", duty && [words(duty.amount?.span), " per ", duty.unit?.text]),
    row("instrument", bare(detail.instrument, /^(RESTRICTION|REMEDY)_INSTRUMENT_/)),
    row("remedy", bare(detail.remedy, "REMEDY_INSTRUMENT_")),
    row("end use", words(detail.endUse)),
    row("format", bare(detail.format, "NEGOTIATION_FORMAT_")),
    row("level", bare(detail.level, "NEGOTIATION_LEVEL_")),
    row("forum", words(detail.forum)),
    row("name", detail.name),
    row("stage", bare(detail.stage, /^(AGREEMENT|DISPUTE)_STAGE_/)),
    row("legal basis", words(detail.legalBasis)),
    row("goods", joined(goods)),
    row("amount", words(event.amount?.span)),
    ...Object.entries(event.dates || {}).map(([kind, date]) => row(kind, h("b", {}, days(date)), " ", words(date.span))),
    row("place", words(event.location?.span)),
    ...(event.relations || []).map((r) => row(bare(r.kind, "RELATION_KIND_"), factLink(r.eventId), " ", words(r.span))),
    ...(event.mentions || []).map((m) => row("told", words(m.span), " ", statusBadge(bare(m.status, "EVENT_STATUS_")))),
    row("codes", codes.join(" · ")),
    row("found by", explanation(event)),
    row("confidence", event.confidence !== undefined && Math.round(event.confidence * 100) + "%"),
  ];
}

function statementRows(statement) {
  return [
    row("speaker", statement.speakerId ? actorLink(statement.speakerId) : undefined, " ", words(statement.speaker)),
    row("cue", words(statement.cue)),
    ...(statement.content || []).map((span) => row("says", words(span))),
    row("to", statement.addresseeId ? actorLink(statement.addresseeId) : undefined, " ", words(statement.addressee)),
    row("channel", words(statement.channel)),
    row("source", statement.sourceId ? actorLink(statement.sourceId) : undefined, " ", words(statement.source)),
    row("about", joined((statement.eventIds || []).map(factLink))),
    row("within", statement.withinId && factLink(statement.withinId)),
    row("confidence", statement.confidence !== undefined && Math.round(statement.confidence * 100) + "%"),
  ];
}

function actorRows(actor) {
  const has = (fact) => (fact.raw.participants || []).some((p) => p.actorId === actor.id) || fact.raw.speakerId === actor.id;
  return [
    row("id", h("code", {}, actor.id)),
    row("title", actor.title),
    row("acts for", actor.affiliationId && actorLink(actor.affiliationId)),
    row("country", actor.countryId && actor.countryId !== actor.affiliationId && actorLink(actor.countryId)),
    row("takes part", joined(FACTS.filter((fact) => fact.kind !== "actor" && has(fact)).map((fact) => factLink(fact.id)))),
  ];
}

const ROWS = { event: eventRows, statement: statementRows, actor: actorRows };

function card(fact) {
  const choose = () => select(state.chosen === fact ? null : fact, true);
  const head = h(
    "button", { type: "button", class: "head", "aria-expanded": "false", onclick: choose },
    h("span", { class: "badge" }, fact.kind === "actor" ? "" : fact.id, " ", fact.label),
    statusBadge(fact.status),
    h("span", { class: "who" }, fact.who),
    fact.says && h("span", { class: "says" }, fact.says),
  );
  const rows = h("dl", { hidden: true });
  return h("section", { class: "card", "data-fact": fact.id, "data-kind": fact.kind, "data-group": fact.group }, head, rows);
}

function openCard(node, fact, open) {
  const rows = node.querySelector("dl");
  if (open && !rows.firstChild) add(rows, {}, ROWS[fact.kind](fact.raw));
  rows.hidden = !open;
  node.classList.toggle("chosen", open);
  node.querySelector(".head").setAttribute("aria-expanded", String(open));
}
