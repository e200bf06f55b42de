// The facts: actors, events and statements under one form.
// fact: { id, kind, group, label, status, who, says, main: spans, parts: [{ label, span }], raw }

const DATA = JSON.parse(document.getElementById("data").textContent);
const EXTRACTION = DATA.extraction;
const ACTORS = new Map((EXTRACTION.actors || []).map((actor) => [actor.id, actor]));

// Families of event types, each with a colour of its own.
const GROUPS = {
  tariff: "duty", "trade remedy": "duty", "import restriction": "duty",
  "export control": "control", sanction: "control", "investment restriction": "control", countermeasure: "control",
  subsidy: "aid", commitment: "aid",
  investigation: "law", dispute: "law",
  negotiation: "talk", agreement: "talk", coordination: "talk",
};
const ACTING = ["implementer", "party", "complainant"];
const SUFFERING = ["target", "respondent", "beneficiary"];

function actorName(id) {
  const actor = ACTORS.get(id);
  return actor ? actor.name : id;
}

// The country, bloc or organisation for which an actor acts, else itself.
function principal(id) {
  const actor = ACTORS.get(id);
  return actor ? actor.countryId || actor.affiliationId || id : id;
}

function participantName(participant) {
  if (participant.actorId) return actorName(participant.actorId);
  const span = (participant.spans || [])[0];
  return span ? "“" + span.text + "”" : "?";
}

function inRoles(event, roles) {
  return (event.participants || []).filter((p) => roles.includes(bare(p.role, "ROLE_")));
}

function detailOf(event) {
  const kinds = ["tariff", "tradeRemedy", "exportControl", "importRestriction", "sanction", "negotiation", "agreement", "dispute", "investigation"];
  return kinds.map((kind) => event[kind]).find((detail) => detail) || {};
}

function percent(rate) {
  if (!rate) return undefined;
  const { minPercent: low, maxPercent: high } = rate;
  if (low === undefined && high === undefined) return undefined;
  return low !== undefined && high !== undefined && low !== high ? `${low}–${high}%` : `${high ?? low}%`;
}

function whoToWhom(event) {
  const names = (roles) => [...new Set(inRoles(event, roles).map(participantName))].join(", ");
  const [who, whom] = [names(ACTING), names(SUFFERING)];
  return who && whom ? `${who} → ${whom}` : who || (whom ? `→ ${whom}` : "");
}

function eventFact(event) {
  const parts = [];
  const part = (label, span) => span && parts.push({ label, span });
  for (const p of event.participants || []) for (const span of p.spans || []) part(bare(p.role, "ROLE_") || "participant", span);
  for (const mention of event.mentions || []) part("status", mention.statusCue);
  for (const goods of event.goods || []) part("goods", goods.span);
  part("amount", event.amount?.span);
  for (const [kind, date] of Object.entries(event.dates || {})) part(kind, date.span);
  part("place", event.location?.span);
  const detail = detailOf(event);
  part("rate", detail.rate?.span);
  part("previous rate", detail.rate?.previous?.span);
  part("duty", detail.specificDuty?.amount?.span);
  part("change", detail.changeSpan);
  part("instrument", detail.instrumentSpan);
  part("end use", detail.endUse);
  part("forum", detail.forum);
  part("legal basis", detail.legalBasis);
  part("name", detail.span);
  for (const relation of event.relations || []) part(bare(relation.kind, "RELATION_KIND_"), relation.span);
  const type = bare(event.type, "EVENT_TYPE_") || "event";
  const measure = [percent(detail.rate), (event.goods || []).map((goods) => goods.text).join(", ")].filter(Boolean).join(" · ");
  // Where there is nothing else to say of it, its own words do.
  const first = (event.mentions || []).map((mention) => mention.span?.text).find(Boolean);
  return {
    id: event.id, kind: "event", group: GROUPS[type] || "other", label: type, status: bare(event.status, "EVENT_STATUS_"),
    who: whoToWhom(event), says: measure || (first ? `“${first.replace(/\s+/g, " ")}”` : ""),
    main: (event.mentions || []).map((mention) => mention.span).filter(Boolean), parts, raw: event,
  };
}

function statementFact(statement) {
  const parts = [];
  for (const label of ["speaker", "cue", "channel", "source", "addressee"]) {
    if (statement[label]) parts.push({ label, span: statement[label] });
  }
  const speaker = statement.speakerId ? actorName(statement.speakerId) : statement.speaker?.text;
  return {
    id: statement.id, kind: "statement", group: "statement", label: bare(statement.act, "SPEECH_ACT_") || "says",
    status: bare(statement.mode, "STATEMENT_MODE_"), who: speaker || "somebody",
    says: (statement.content || []).map((span) => span.text).join(" … "), main: statement.content || [], parts, raw: statement,
  };
}

function actorFact(actor) {
  return {
    id: "actor:" + actor.id, kind: "actor", group: "actor", label: bare(actor.kind, "ACTOR_KIND_") || "actor",
    who: actor.name, says: [actor.title, actor.affiliationId && actorName(actor.affiliationId)].filter(Boolean).join(" · "),
    main: actor.mentions || [], parts: [], raw: actor,
  };
}

const FACTS = [
  ...(EXTRACTION.events || []).map(eventFact),
  ...(EXTRACTION.statements || []).map(statementFact),
  ...(EXTRACTION.actors || []).map(actorFact),
];
// Absent in JSON is 0: a span at the beginning of the text has no "start".
for (const fact of FACTS) {
  for (const span of [...fact.main, ...fact.parts.map((part) => part.span)]) span.start ??= 0;
}
const BY_ID = new Map(FACTS.map((fact) => [fact.id, fact]));

// An event's line in lists and tips.
function headline(fact) {
  return [fact.who, fact.says].filter(Boolean).join(": ");
}
