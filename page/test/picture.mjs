// Run by ./browser from the root of the repository: what the check page of a unit says of its form, as a
// picture.
//
//   ./browser picture.mjs PROGRAM UNIT FORM OUT.png
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const { PROGRAM, CHROMIUM } = process.env;
const [unit, form, out] = process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), "check-page-"));
const page = join(work, "確認.html");
execFileSync(PROGRAM, ["page", "--unit", unit, "--out", page, "--project", resolve("sample-data")]);
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
const tab = await browser.newPage({ locale: "ja-JP", viewport: { width: 900, height: 2000 } });
await tab.goto(pathToFileURL(page).href);
await tab.waitForSelector("html.ready");
await tab.setInputFiles("#files", form);
await tab.waitForSelector("button[data-file]");
// From the name of the file to the first cell among its neighbours.
const edge = (selector, side) => tab.locator(selector).first().evaluate((part, of) => part.getBoundingClientRect()[of], side);
const top = await edge("#results section h2", "top"), bottom = await edge("#results table", "bottom");
await tab.screenshot({ path: out, clip: { x: 0, y: top - 12, width: 900, height: bottom - top + 24 } });
await browser.close();
rmSync(work, { recursive: true });
