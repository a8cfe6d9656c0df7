// The report as a web page in a real browser: an engine for accessibility finds nothing, on a desk, on a telephone and
// at 200 %; a telephone is nowhere scrolled sideways; nothing is loaded; each ward is reached from the contents; a
// table is put in the order of a column by its heading, and back.
// Run by ./run with the page that was built.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const { CHROMIUM, PICTURES } = process.env;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
const sizes = { desk: { width: 1280, height: 900 }, "200": { width: 640, height: 450 }, telephone: { width: 390, height: 844 } };
for (const file of process.argv.slice(2)) {
  for (const [name, viewport] of Object.entries(sizes)) {
    const tab = await browser.newPage({ viewport });
    const loaded = [];
    tab.on("request", (request) => loaded.push(request.url()));
    await tab.goto(pathToFileURL(resolve(file)).href);
    await tab.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
    await tab.evaluate(axe);
    const { violations } = await tab.evaluate(() => globalThis.axe.run(document));
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), [], name);
    assert.deepEqual(loaded.filter((address) => !address.startsWith("file:") && !address.startsWith("data:")), [], name);
    const [wide, window] = await tab.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert(wide <= window, `${name}: ${wide} px wide on ${window}`);
    const lost = await tab.evaluate(() => [...document.querySelectorAll("a[href^='#']")]
      .map((link) => link.getAttribute("href").slice(1)).filter((id) => !document.getElementById(id)));
    assert.deepEqual(lost, [], name);
    if (name === "desk") assert.deepEqual(await tab.evaluate(() => {
      const column = document.getElementById("resources_units.grid").querySelector("thead tr").lastElementChild;
      const sums = () => [...column.closest("table").tBodies[0].rows].map((row) => row.lastElementChild.innerText).join();
      const report = sums();
      const orders = [1, 2, 3].map(() => {
        column.firstElementChild.click();
        return [column.getAttribute("aria-sort"), sums()];
      });
      // What is no number comes last.
      const [up, rest] = [true, false].map((wanted) => report.split(",").filter((sum) => /^\d+$/.test(sum) === wanted));
      up.sort((one, other) => one - other);
      const down = [...up].reverse();
      return [["ascending", [...up, ...rest].join()], ["descending", [...down, ...rest].join()], [null, report]]
        .map((wanted) => orders.some((order) => String(order) === String(wanted)));
    }), [true, true, true], name);
    if (PICTURES) {
      mkdirSync(PICTURES, { recursive: true });
      await tab.screenshot({ path: join(PICTURES, `report-${name}.png`), fullPage: true });
    }
    await tab.close();
  }
}
await browser.close();
console.log(`the web page of the report: ${process.argv.length - 2} read in ${Object.keys(sizes).length} sizes`);
