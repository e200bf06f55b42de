// The page that `tradewire view` writes, as a browser shows it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SCREENS, launch, open, view } from "./browser.mjs";

const ARTICLES = new URL("../../examples/articles/", import.meta.url);
const WIRE = readFileSync(new URL("wire-story.txt", ARTICLES), "utf8");
const DAY = ["--published-at", "2031-05-14"];

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

test("the article stands there as it was written, with its facts in it", async () => {
  const { page, faults } = await open(browser, view("wire.txt", WIRE, ...DAY));
  const squeeze = (text) => text.replace(/\s+/g, " ").trim();
  const blocks = await page.locator("#article > *").allTextContents();
  assert.equal(squeeze(blocks.join(" ")), squeeze(WIRE));
  for (const kind of ["event", "statement", "actor"]) {
    assert.ok((await page.locator(`#article .run.${kind}`).count()) > 3, kind);
  }
  // An event told inside a statement: both are shown at the same words.
  assert.ok((await page.locator("#article .run.event.statement").count()) > 0);
  assert.ok((await page.locator("#timeline .row").count()) > 0);
  assert.ok((await page.locator("#graph .node").count()) > 1);
  assert.ok((await page.locator("#graph .arrow").count()) > 0);
  await page.screenshot({ path: join(SCREENS, "view-light.png") });
  assert.deepEqual(faults, []);
});

test("a click shows the fact with its words, in the list, the article and the pictures", async () => {
  const { page, faults } = await open(browser, view("wire.txt", WIRE, ...DAY), { colorScheme: "dark" });
  const words = page.locator("#article .run.event", { hasText: "duty of" }).first();
  await words.hover();
  assert.match(await page.locator("#tip").innerText(), /tariff/);
  await words.click();
  const card = page.locator(".card.chosen");
  assert.equal(await card.count(), 1);
  const id = await card.getAttribute("data-fact");
  assert.match(await card.innerText(), /European Union[\s\S]*18%[\s\S]*will impose/);
  assert.ok((await page.locator("#article .run.chosen").count()) > 0);
  assert.ok((await page.locator("#article .run[data-part=implementer]").count()) > 0);
  assert.equal(await page.locator(`#timeline .row.chosen[data-fact="${id}"]`).count(), 1);
  assert.ok((await page.locator("#graph .arrow.chosen").count()) > 0);
  // "implementer" over the short "EU" reaches over the next word, whose label gives way.
  assert.ok((await page.locator("#article .run.below").count()) > 0);
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(SCREENS, "view-dark.png") });
  assert.deepEqual(faults, []);
});

test("all of it can be reached with keys", async () => {
  const { page, faults } = await open(browser, view("wire.txt", WIRE, ...DAY));
  const chosen = () => page.locator(".card.chosen").getAttribute("data-fact");
  await page.keyboard.press("j");
  assert.equal(await chosen(), "e1");
  await page.keyboard.press("j");
  assert.equal(await chosen(), "e2");
  await page.keyboard.press("k");
  assert.equal(await chosen(), "e1");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".card.chosen").count(), 0);
  await page.keyboard.press("s");
  await page.keyboard.press("j");
  assert.equal(await chosen(), "s1");
  const values = await page.locator(".card.chosen dd").allTextContents();
  assert.ok(values.length > 2 && values.every((value) => value.trim()), `${values}`);
  const first = page.locator("#article .run[tabindex]").first();
  await first.focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".card.chosen").count(), 1);
  const theme = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await theme();
  await page.keyboard.press("t");
  assert.notEqual(await theme(), light);
  await page.keyboard.press("?");
  assert.ok(await page.locator("#help").isVisible());
  assert.deepEqual(faults, []);
});

test("a narrow window shows everything below each other", async () => {
  const { page } = await open(browser, view("wire.txt", WIRE, ...DAY), { viewport: { width: 420, height: 900 } });
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(sideways <= 0, `${sideways} pixels too wide`);
  await page.screenshot({ path: join(SCREENS, "view-narrow.png"), fullPage: true });
});

test("an HTML page shows its article only, its facts at their words", async () => {
  const html = readFileSync(new URL("web-page.html", ARTICLES), "utf8");
  const { page, faults } = await open(browser, view("page.html", html, ...DAY));
  const events = JSON.parse(await page.locator("#data").textContent()).extraction.events;
  const shown = (await page.locator("#article").innerText()).replace(/\s+/g, " ");
  for (const mention of events.flatMap((event) => event.mentions)) assert.ok(shown.includes(mention.span.text), mention.span.text);
  await page.keyboard.press("j");
  const marked = (await page.locator("#article .run.chosen").allTextContents()).join("").replace(/\s+/g, " ");
  assert.equal(marked, events[0].mentions.map((mention) => mention.span.text).join(""));
  assert.deepEqual(faults, []);
});

test("nothing that an article says can act", async () => {
  const attack = `</script><script>alert(1)</script><img src="http://127.0.0.1:9/x" onerror="alert(2)"><svg onload="alert(3)"><!--`;
  const text = `The United States ${attack} imposed a 25% tariff on Canadian steel on Monday.\n\n“We ${attack} will answer,” Canadian Trade Minister Paul Duval told reporters.\n`;
  const document = { id: attack.slice(0, 60), title: attack, publisher: attack, url: "https://example.org/?q=%3Cscript%3E", text, published_at: "2025-03-12" };
  const { page, faults } = await open(browser, view("attack.json", JSON.stringify(document)));
  assert.equal(await page.locator("script").count(), 2);
  assert.equal(await page.locator("img").count(), 0);
  assert.match(await page.locator("#article").innerText(), /<img src=/);
  await page.keyboard.press("j");
  await page.locator("#article .run").first().hover();
  await page.keyboard.press("s");
  await page.keyboard.press("j");
  assert.equal(await page.locator("img, body svg:not(.graph):not(.timeline)").count(), 0);
  assert.deepEqual(faults, []);
});
