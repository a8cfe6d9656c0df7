"use strict";
// The program that reads and checks, away from the page: a file that brings it down leaves the page
// alive. It answers one message at a time.
let program;

const put = (bytes) => {
  const at = program.room(bytes.byteLength) >>> 0;
  new Uint8Array(program.memory.buffer, at, bytes.byteLength).set(new Uint8Array(bytes));
};
const taken = (length) => new Uint8Array(program.memory.buffer, program.answer() >>> 0, length).slice();
const text = (length) => new TextDecoder().decode(taken(length));

const tasks = {
  async start({ wasm, kit }) {
    program = (await WebAssembly.instantiate(wasm)).instance.exports;
    put(kit);
    if (!program.start()) throw new Error("the kit");
  },
  clear() {
    program.clear();
  },
  read({ bytes }) {
    put(bytes);
    program.read();
  },
  // A file that the reader gave up comes without its bytes.
  add({ name, bytes }) {
    put(new TextEncoder().encode(name));
    program.name();
    if (bytes) put(bytes);
    program.add(bytes ? 1 : 0);
  },
  cards() {
    return { cards: text(program.cards()), json: text(program.json()) };
  },
  annotated({ file }) {
    const length = program.annotated(file);
    if (!length) throw new Error("no form");
    return taken(length);
  },
};

onmessage = async ({ data }) => {
  try {
    postMessage({ done: await tasks[data.task](data) });
  } catch (fault) {
    postMessage({ fault: String(fault) });
  }
};
