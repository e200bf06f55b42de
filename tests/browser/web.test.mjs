// A web page of another origin that calls a server by gRPC-Web (clients/web).
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { SCREENS, launch } from "./browser.mjs";

const BUILD = fileURLToPath(new URL("../../clients/web/build/", import.meta.url));
const TYPES = { html: "text/html", js: "text/javascript" };

let browser, pages, server, address;

before(async () => {
  pages = createServer((request, answer) => {
    const name = new URL(request.url, "http://pages").pathname.slice(1);
    const path = join(BUILD, name);
    if (!/^[a-z]+\.(html|js)$/.test(name) || !existsSync(path)) return answer.writeHead(404).end();
    answer.writeHead(200, { "content-type": TYPES[name.split(".")[1]] });
    createReadStream(path).pipe(answer);
  }).listen(0, "127.0.0.1");
  await once(pages, "listening");
  const origin = `http://127.0.0.1:${pages.address().port}`;
  const { RUST_LOG: _, ...env } = process.env;
  const settings = ["--listen", "127.0.0.1:0", "--log-format", "json", "--set", `web.origins=${origin}`];
  server = spawn(process.env.TRADEWIRE, ["serve", ...settings], { env, stdio: ["ignore", "ignore", "pipe"] });
  for await (const line of createInterface({ input: server.stderr })) {
    address = JSON.parse(line).address;
    if (address) break;
  }
  server.stderr.resume();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  pages?.close();
  server?.kill("SIGTERM");
});

async function read(text) {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${pages.address().port}/index.html?server=http://${address}`);
  await page.fill("textarea", text);
  await page.fill("input[type=date]", "2025-03-12");
  await page.click("button");
  await page.locator("#facts li").first().waitFor();
  return page;
}

test("a page of an allowed origin gets facts with their words", async () => {
  const page = await read("🚢 The United States imposed a 25% tariff on Canadian steel on Monday. <b>Ottawa</b> protested.");
  assert.match(await page.locator("#facts").innerText(), /e1 TARIFF EFFECTIVE: .*United States/);
  assert.match(await page.locator("mark").first().innerText(), /imposed a 25% tariff/);
  assert.equal(await page.locator("#article b").count(), 0);
  await page.screenshot({ path: join(SCREENS, "web-client.png") });
});

test("a refused document is told as such", async () => {
  const page = await read(" ");
  assert.match(await page.locator("#facts .error").innerText(), /InvalidArgument/);
});
