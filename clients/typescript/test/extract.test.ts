// Runs the client against a real server. TRADEWIRE names its binary.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { status } from "@grpc/grpc-js";
import { TradewireError } from "../src/errors.js";
import { lines } from "../src/extract.js";
import { Tradewire } from "../src/tradewire.js";

const TEXT =
  "🚢 The United States imposed a 25% tariff on Canadian steel on Monday.\n\n" +
  "“We will answer in kind,” Canadian Trade Minister Paul Duval told reporters.\n";

let server: ChildProcess;
let client: Tradewire;

before(async () => {
  const { RUST_LOG: _, ...env } = process.env;
  server = spawn(process.env["TRADEWIRE"]!, ["serve", "--listen", "127.0.0.1:0", "--log-format", "json"], { env, stdio: ["ignore", "ignore", "pipe"] });
  const log = createInterface({ input: server.stderr! });
  for await (const line of log) {
    const { address } = JSON.parse(line) as { address?: string };
    if (address) {
      client = new Tradewire(address);
      break;
    }
  }
  // The log is read to its end: a server whose log nobody takes cannot end well.
  server.stderr!.resume();
});

after(async () => {
  client.close();
  server.kill("SIGTERM");
  const [code] = await once(server, "exit");
  assert.equal(code, 0);
});

test("facts point at their words", async () => {
  const extraction = await client.extract({ text: TEXT, published_at: "2025-03-12" });
  const [event] = extraction.events ?? [];
  assert.equal(event?.type, "EVENT_TYPE_TARIFF");
  assert.equal(event?.tariff?.rate?.max_percent, 25);
  const spans = [...(event?.mentions ?? []).map((mention) => mention.span), ...(extraction.statements?.[0]?.content ?? [])];
  assert.ok(spans.length >= 2);
  for (const span of spans) assert.equal(TEXT.slice(span!.start ?? 0, span!.end), span!.text);
  const printed = [...lines(extraction)].join("\n");
  assert.match(printed, /e1 TARIFF EFFECTIVE/);
  assert.match(printed, /Paul Duval: We will answer in kind/);
});

test("an error tells its reason and every violation", async () => {
  await assert.rejects(client.extract({ text: " ", published_at: "yesterday" }), (error) => {
    assert.ok(error instanceof TradewireError);
    assert.equal(error.code, status.INVALID_ARGUMENT);
    assert.notEqual(error.reason, "");
    assert.deepEqual(error.violations.map((violation) => violation.field), ["document.text", "document.published_at"]);
    return true;
  });
});

test("a stream answers every document, the bad one with an error of its own", async () => {
  const answers = new Map<number, unknown>();
  for await (const [place, answer] of client.extractAll([{ text: TEXT }, { text: " " }, { text: TEXT }])) answers.set(place, answer);
  assert.deepEqual([...answers.keys()].sort(), [0, 1, 2]);
  const error = answers.get(1);
  assert.ok(error instanceof TradewireError);
  assert.deepEqual(error.violations.map((violation) => violation.field), ["document.text"]);
});
