"use strict";
// Files that are dropped or chosen go to the program one after another; what it found is shown.
const at = (id) => document.getElementById(id);
const progress = at("status"), told = at("told"), results = at("results");
// The most that the program reads of a file, and a byte by which it sees that there is more.
const MOST = 20 * 1024 * 1024 + 1;
// A file that takes longer has brought the program to a stop.
const LATE = 60_000;
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const bytesOf = (id) => Uint8Array.from(atob(at(id).textContent.trim()), (c) => c.charCodeAt(0));
const unpacked = (bytes) =>
  new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();

// One life of the program: it ends with its first fault.
class Life {
  constructor() {
    this.worker = new Worker(Life.address);
    this.ready = Life.parts.then((parts) => this.ask({ task: "start", ...parts }));
  }
  ask(message) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error("late")), LATE);
      const end = (done) => (clearTimeout(late), done);
      this.worker.onmessage = ({ data }) =>
        end("fault" in data ? reject(new Error(data.fault)) : resolve(data.done));
      this.worker.onerror = () => end(reject(new Error("no worker")));
      this.worker.postMessage(message);
    });
  }
  end() {
    this.worker.terminate();
  }
}

const say = (words) => (progress.textContent = words);
const warn = (words) => {
  const line = document.createElement("p");
  line.textContent = words;
  told.append(line);
};

let life;
const renew = () => {
  life?.end();
  life = new Life();
  return life.ready;
};

// Whether the reader itself breaks off at a file: then the file is damaged, as on the command line.
const stands = async (bytes) => {
  await renew();
  return life.ask({ task: "read", bytes }).then(() => true, () => false);
};

const read = async (chosen) => {
  const files = [];
  for (const file of chosen) {
    try {
      files.push({ name: file.name, bytes: await file.slice(0, MOST).arrayBuffer() });
    } catch {
      warn(`「${file.name}」を開けません。フォルダーなら中のファイルを落としてください。Excel で開いていれば、閉じてからもう一度落としてください。`);
    }
  }
  return files;
};

// Every fault of the program takes one file out, so this ends.
const checked = async (files) => {
  for (;;) {
    let now;
    try {
      await life.ready;
      await life.ask({ task: "clear" });
      for (now of files) {
        say(`調べています… ${now.name}（${files.indexOf(now) + 1} / ${files.length}）`);
        await life.ask({ task: "add", ...now });
      }
      now = undefined;
      return await life.ask({ task: "cards" });
    } catch (fault) {
      if (!now) throw fault;
      if (now.bytes && !(await stands(now.bytes))) {
        now.bytes = null;
      } else {
        files.splice(files.indexOf(now), 1);
        warn(`「${now.name}」は、このページでは調べられませんでした。ファイルをそのまま、取りまとめる担当に送って知らせてください。`);
      }
      await renew();
    }
  }
};

const check = async (chosen) => {
  told.replaceChildren();
  results.replaceChildren();
  say("調べています…");
  const files = await read(chosen);
  if (!files.length) return say("調べられるファイルがありませんでした。");
  try {
    const { cards, json } = await checked(files);
    if (!files.length) return say("調べられるファイルがありませんでした。");
    results.innerHTML = cards;
    results.findings = json;
    say("確認が終わりました。直したときは、保存してから、もう一度落としてください。");
    at("result").focus();
  } catch {
    say("");
    warn("調べる途中で止まりました。ファイルを減らして、もう一度落としてください。続くときは、取りまとめる担当に知らせてください。");
    renew();
  }
};

const save = async (button) => {
  const { file, name } = button.dataset;
  try {
    const bytes = await life.ask({ task: "annotated", file: Number(file) });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: XLSX }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), LATE);
    say(`「${name}」を保存しました（ダウンロードのフォルダー）。`);
  } catch {
    warn(`「${name}」を作れませんでした。もう一度ファイルを落としてから、保存してください。`);
    renew();
  }
};

// One thing at a time, in the order in which it was asked for.
let last = Promise.resolve();
const then = (work) => (last = last.then(work));

const begin = () => {
  Life.address = URL.createObjectURL(new Blob([at("worker").textContent], { type: "text/javascript" }));
  Life.parts = unpacked(bytesOf("program")).then((wasm) => ({ wasm, kit: bytesOf("kit").buffer }));
  then(async () => {
    try {
      await renew();
      told.replaceChildren();
      document.documentElement.classList.add("ready");
    } catch {
      // What stands there tells what to do.
    }
  });
  at("files").addEventListener("change", ({ target }) => {
    const chosen = [...target.files];
    // The same file, mended, can be chosen again.
    target.value = "";
    if (chosen.length) then(() => check(chosen));
  });
  const over = (is) => document.documentElement.classList.toggle("over", is);
  addEventListener("dragover", (event) => (event.preventDefault(), over(true)));
  addEventListener("dragleave", ({ relatedTarget }) => relatedTarget || over(false));
  addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    const chosen = [...event.dataTransfer.files];
    if (chosen.length) then(() => check(chosen));
  });
  results.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-file]");
    if (button) then(() => save(button));
  });
};
begin();
