"use strict";
// Puts the rows of a table in the order of a column, and at the third press back in that of the report. Nothing is
// lost without it. Tables whose rows belong to the rows above them, as parts to a total, stay as they are.
const number = (text) => Number.parseFloat(text.replace(/[,±＋]/g, "").replace(/^[－-](?=\d)/, "-"));
for (const { tHead, tBodies: [body, ...others] } of document.querySelectorAll("main table")) {
  const rows = [...body.rows];
  if (others.length > 0 || 4 > rows.length || rows.some((row) => row.className !== "")) continue;
  const heads = [...tHead.rows[0].cells];
  for (const [at, head] of heads.entries()) {
    if (head.tagName !== "TH") continue;
    const isNumber = head.classList.contains("n") || head.classList.contains("b");
    const orders = isNumber ? ["descending", "ascending"] : ["ascending", "descending"];
    const value = (row) => row.cells[at].innerText.trim();
    const compare = isNumber ? (one, other) => number(value(one)) - number(value(other))
      : (one, other) => value(one).localeCompare(value(other), "ja");
    const button = document.createElement("button");
    button.type = "button";
    button.title = "並べ替える";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const order = orders[orders.indexOf(head.getAttribute("aria-sort")) + 1];
      for (const one of heads) one.removeAttribute("aria-sort");
      if (order) head.setAttribute("aria-sort", order);
      // What is no number comes last.
      const isLast = (row) => isNumber ? Number.isNaN(number(value(row))) : false;
      const sorted = order ? [...rows].sort((one, other) => isLast(one) - isLast(other)
        || (order === "ascending" ? compare(one, other) : compare(other, one)) || 0) : rows;
      body.append(...sorted);
    });
  }
}
