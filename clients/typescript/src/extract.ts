// Sends a text to a running tradewire server and prints what it tells.
// usage: node build/src/extract.js FILE [PUBLISHED_AT] [ADDRESS]
import { readFileSync } from "node:fs";
import { type Extraction, Tradewire } from "./tradewire.js";
import { TradewireError } from "./errors.js";

export function* lines(extraction: Extraction): Generator<string> {
  const names = new Map(extraction.actors?.map((actor) => [actor.id, actor.name]));
  for (const event of extraction.events ?? []) {
    const who = event.participants?.map((p) => names.get(p.actor_id) ?? "?").join(", ") ?? "";
    const words = event.mentions?.map((mention) => mention.span?.text).join(" / ");
    yield `${event.id} ${event.type?.replace("EVENT_TYPE_", "")} ${event.status?.replace("EVENT_STATUS_", "")} (${who}): ${words}`;
  }
  for (const statement of extraction.statements ?? []) {
    const speaker = names.get(statement.speaker_id) ?? statement.speaker?.text;
    const words = statement.content?.map((span) => span.text).join(" ... ");
    yield `${statement.id} ${statement.act?.replace("SPEECH_ACT_", "")} ${speaker}: ${words}`;
  }
}

async function main(): Promise<void> {
  const [path, published_at, address = "127.0.0.1:50051"] = process.argv.slice(2);
  if (!path) throw new Error("usage: node build/src/extract.js FILE [PUBLISHED_AT] [ADDRESS]");
  const client = new Tradewire(address);
  try {
    const text = readFileSync(path, "utf8");
    const extraction = await client.extract({ text, ...(published_at ? { published_at } : {}) });
    for (const line of lines(extraction)) console.log(line);
  } catch (error) {
    if (!(error instanceof TradewireError)) throw error;
    const broken = error.violations.map(({ field, description }) => `${field}: ${description}`);
    console.error([error.message, ...broken].join("\n"));
    process.exitCode = 1;
  } finally {
    client.close();
  }
}

if (import.meta.url === `file://${process.argv[1]}`) await main();
