// A Chromium without a window and without a network, and pages made by the binary under test.
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const SCREENS = process.env.SCREENS;

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM,
    // Containers have neither the namespaces for Chromium's sandbox nor a large /dev/shm.
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
}

// Has the binary write the page of a document; returns where it is.
export function view(name, content, ...options) {
  const folder = mkdtempSync(join(tmpdir(), "tradewire-page-"));
  writeFileSync(join(folder, name), content);
  const out = execFileSync(process.env.TRADEWIRE, ["view", ...options, name], { cwd: folder, encoding: "utf8" });
  return join(folder, out.trim());
}

// Opens a page from a file; `faults` gathers every request to elsewhere and every error.
export async function open(browser, path, options = {}) {
  const page = await browser.newPage({ viewport: { width: 1560, height: 1000 }, ...options });
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("dialog", (dialog) => {
    faults.push("a dialog: " + dialog.message());
    dialog.dismiss();
  });
  page.on("request", (request) => request.url() !== String(pathToFileURL(path)) && faults.push("a request: " + request.url()));
  await page.goto(String(pathToFileURL(path)));
  return { page, faults };
}
