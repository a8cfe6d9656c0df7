// Run by ./run from the root of the repository.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const { PROGRAM, CHROMIUM, PICTURES } = process.env;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const work = mkdtempSync(join(tmpdir(), "check-page-"));
const project = resolve("sample-data");
const forms = join(project, "2023H1/submissions");

const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();

const zaitaku = (args, folder = work) => {
  try {
    return execFileSync(PROGRAM, args, { cwd: folder, maxBuffer: 1 << 28, encoding: "utf8", stdio: "pipe" });
  } catch (fault) {
    // 1: something was found.
    assert.equal(fault.status, 1, fault.stderr);
    return fault.stdout;
  }
};

/** What the command line finds in files of one folder. */
const found = (folder, names) =>
  JSON.parse(zaitaku(["validate", ...names, "--format", "json", "--project", project], folder));

const page = join(work, "確認.html");
zaitaku(["page", "--out", page, "--project", project]);
const size = statSync(page).size;
assert(size < 3_000_000, `${size} bytes`);

const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
const context = await browser.newContext({ acceptDownloads: true, locale: "ja-JP" });
const requests = [];
context.on("request", (request) => requests.push(request.url()));
const tab = await context.newPage();
const complaints = [];
tab.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
tab.on("pageerror", (fault) => complaints.push(String(fault)));

/** Opens the page; with `wait` until its program stands. */
const open = async (wait = true) => {
  await tab.goto(pathToFileURL(page).href);
  if (wait) await tab.waitForSelector("html.ready");
};
/** Chooses files and gives what the page found, as JSON; nothing where it found no file to check. */
const chosen = async (files) => {
  await tab.evaluate(() => document.getElementById("results").replaceChildren());
  await tab.setInputFiles("#files", files);
  await tab.waitForFunction(() => /終わりました|ありませんでした|^$/.test(document.getElementById("status").textContent)
    && (document.getElementById("results").firstChild || document.getElementById("told").firstChild), null, { timeout: 120_000 });
  return tab.evaluate(() => document.getElementById("result") && document.getElementById("results").findings);
};
const seen = async (name, options) => {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await tab.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true, ...options });
};
const accessible = async (what) => {
  // The policy of the page keeps foreign scripts out; the engine is put in by the browser's tools.
  await tab.evaluate(axe);
  const { violations } = await tab.evaluate(() => globalThis.axe.run(document));
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), [], what);
};
const same = async (folder, names) => {
  const made = await chosen(names.map((name) => join(folder, name)));
  assert.deepEqual(JSON.parse(made), found(folder, names), names.join(", "));
};

// Opened for the first time, the first result within a second.
const sample = join(forms, "ward", readdirSync(join(forms, "ward")).sort()[0]);
await open(false);
const began = performance.now();
await chosen([sample]);
const first = performance.now() - began;
await open();
const warm = performance.now();
await chosen([sample]);
console.log(`${size} bytes; first result after ${Math.round(first)} ms, with the page open ${Math.round(performance.now() - warm)} ms`);

// An empty page.
await open();
await seen("page");
await accessible("the page as it opens");

// Every form by itself, and all at once.
let compared = 0;
for (const root of [forms, ...process.argv.slice(2)]) {
  for (const file of filesBelow(root)) {
    await same(dirname(file), [basename(file)]);
    compared += 1;
  }
}
for (const kind of readdirSync(forms)) {
  const folder = join(forms, kind);
  await same(folder, readdirSync(folder).sort());
}
console.log(`${compared} files: the same findings`);

// Forms with much to say: blank ones, some of the further ones, one with a name that looks like markup.
const spoilt = join(work, "spoilt"), blank = join(work, "blank");
mkdirSync(spoilt);
zaitaku(["forms", "--period", "2023H1", "--unit", "北区", "--out", blank, "--project", project]);
const cases = process.argv.slice(2).flatMap(filesBelow).filter((file) => file.endsWith(".xlsx")).slice(0, 3);
for (const file of [sample, ...filesBelow(blank), ...cases]) cpSync(file, join(spoilt, basename(file)));
cpSync(sample, join(spoilt, "<img src=x onerror=alert(1)>.xlsx".replaceAll(/[\\/:"?|*]/g, "")));
const several = readdirSync(spoilt).sort();
await same(spoilt, several);
await seen("several");
await accessible("several files");
assert.equal(await tab.evaluate(() => document.querySelectorAll("#results img, #results script").length), 0);
assert.equal(await tab.evaluate(() => document.activeElement.id), "result");

// A telephone, large letters, other colours.
await tab.setViewportSize({ width: 360, height: 740 });
await seen("phone");
await accessible("a telephone");
const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
assert(wide <= 360, `${wide} pixels wide`);
await tab.evaluate(() => (document.documentElement.style.fontSize = "200%")).catch(() => {});
await seen("phone-large");
await tab.setViewportSize({ width: 1280, height: 900 });
await tab.emulateMedia({ forcedColors: "active" });
await seen("forced-colors");
await tab.emulateMedia({ forcedColors: null });

// The annotated form that is saved is the one that the command line writes.
await open();
let annotated = 0;
for (const name of several) {
  await chosen([join(spoilt, name)]);
  const button = tab.locator("button[data-file]");
  if (!(await button.count())) continue;
  const [download] = await Promise.all([tab.waitForEvent("download"), button.click()]);
  const saved = join(work, "saved", download.suggestedFilename());
  await download.saveAs(saved);
  const folder = join(work, "annotated", name);
  zaitaku(["validate", name, "--annotate", folder, "--project", project], spoilt);
  assert(readFileSync(saved).equals(readFileSync(join(folder, name))), name);
  annotated += 1;
}
assert(annotated >= 2);
console.log(`${annotated} annotated forms: the same bytes`);

// By dropping, and by the keyboard.
await tab.evaluate((bytes) => {
  const files = new DataTransfer();
  files.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], "北区.xlsx"));
  dispatchEvent(new DragEvent("dragover", { dataTransfer: files, cancelable: true }));
  dispatchEvent(new DragEvent("drop", { dataTransfer: files, cancelable: true }));
}, readFileSync(sample).toString("base64"));
await tab.waitForFunction(() => document.getElementById("results").textContent.includes("北区.xlsx"));
await open();
await tab.keyboard.press("Tab");
await tab.keyboard.press("Tab");
assert.equal(await tab.evaluate(() => document.activeElement.id), "files");

// Hostile files.
const hostile = join(work, "hostile");
mkdirSync(hostile);
const form = readFileSync(sample);
const put = (name, bytes) => writeFileSync(join(hostile, name), bytes);
put("空.xlsx", Buffer.alloc(0));
put("途中まで.xlsx", form.subarray(0, form.length / 2));
put("乱数.xlsx", Buffer.from(Array.from({ length: 9999 }, (_, n) => (n * 7919) % 251)));
put("大きい.xlsx", Buffer.alloc(25 * 1024 * 1024, 65));
put("古い.xls", Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(4096, 255)]));
for (let n = 0; n < 24; n += 1) {
  const bytes = Buffer.from(form);
  for (let at = n * 37 + 30; at < bytes.length; at += 4099) bytes[at] ^= 1 << n % 8;
  put(`壊れた${n}.xlsx`, bytes);
}
for (const name of readdirSync(hostile).sort()) await same(hostile, [name]);
await same(hostile, readdirSync(hostile).sort());
await same(dirname(sample), [basename(sample)]);
await seen("clean");

// Nothing left the browser, and nothing was refused by the page's own policy.
assert.deepEqual(requests.filter((url) => !/^(file|blob|data):/.test(url)), []);
assert.deepEqual(complaints, []);
await browser.close();
rmSync(work, { recursive: true });
console.log("the check page holds");
