// A page that has a tradewire server read an article, by gRPC-Web. The server must allow the page's origin (`web.origins`).
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { OffsetUnit } from "../generated/tradewire/v1/document_pb";
import { EventStatus, EventType, type TradeEvent } from "../generated/tradewire/v1/event_pb";
import { ExtractionService } from "../generated/tradewire/v1/extraction_service_pb";

const server = new URLSearchParams(location.search).get("server") ?? "http://127.0.0.1:50051";
const client = createClient(ExtractionService, createGrpcWebTransport({ baseUrl: server, defaultTimeoutMs: 10_000 }));
const form = document.querySelector("form")!;
const article = document.querySelector("#article")!;
const facts = document.querySelector("#facts")!;

// The text with the words of the events marked. Words only ever become text nodes.
function marked(text: string, events: TradeEvent[]): Node[] {
  const spans = events.flatMap((event) => event.mentions.flatMap((mention) => mention.span ?? []));
  spans.sort((a, b) => a.start - b.start);
  const nodes: Node[] = [];
  let at = 0;
  for (const { start, end } of spans) {
    if (start < at) continue;
    const mark = document.createElement("mark");
    mark.textContent = text.slice(start, end);
    nodes.push(document.createTextNode(text.slice(at, start)), mark);
    at = end;
  }
  return [...nodes, document.createTextNode(text.slice(at))];
}

function line(words: string, kind = ""): HTMLElement {
  const item = document.createElement("li");
  item.textContent = words;
  item.className = kind;
  return item;
}

form.addEventListener("submit", async (submit) => {
  submit.preventDefault();
  const fields = new FormData(form);
  const text = String(fields.get("text"));
  const publishedAt = String(fields.get("day")) || undefined;
  try {
    const { extraction } = await client.extract({ document: { text, publishedAt }, options: { offsetUnit: OffsetUnit.UTF16 } });
    const events = extraction?.events ?? [];
    const names = new Map(extraction?.actors.map((actor) => [actor.id, actor.name]));
    article.replaceChildren(...marked(text, events));
    facts.replaceChildren(...events.map((event) => {
      const who = event.participants.map((p) => names.get(p.actorId) ?? "?").join(", ");
      return line(`${event.id} ${EventType[event.type]} ${EventStatus[event.status]}: ${who}`);
    }));
  } catch (error) {
    const { code, rawMessage } = ConnectError.from(error);
    article.replaceChildren();
    facts.replaceChildren(line(`${Code[code]}: ${rawMessage}`, "error"));
  }
});
