// What the driver of `make bench` calls on this page: window.bench.start(name, ...) begins a piece of work,
// window.bench.outcome() says how it ended, or nothing yet.
import load, * as depo from "./program.js";
import Dexie from "./dexie.mjs";

const program = load({ module_or_path: "program_bg.wasm" });

const timed = async (work) => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};

// A database of one table whose objects carry their key: the least that Dexie can be asked for.
const dexie = async (name) => {
  await Dexie.delete(name);
  const database = new Dexie(name, { chromeTransactionDurability: "strict" });
  database.version(1).stores({ records: "id" });
  await database.open();
  return database;
};

const bulkAdd = async (name, records, chunk) => {
  const database = await dexie(name);
  const ms = await timed(async () => {
    for (let at = 0; at < records.length; at += chunk) {
      await database.table("records").bulkAdd(records.slice(at, at + chunk));
    }
  });
  const count = await database.table("records").count();
  if (count !== records.length) throw new Error(`Dexie kept ${count} of ${records.length}`);
  database.close();
  await Dexie.delete(name);
  return ms;
};

const bytesKept = async () => (await navigator.storage.estimate()).usage;

// Work of seconds is done as the product would do it: in a worker, whose memory goes with it.
const inWorker = (name, given) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(`workers/${name}.js`, { type: "module" });
    worker.onmessage = ({ data }) => {
      worker.terminate();
      if (data.error) reject(new Error(data.error));
      else resolve(data.value);
    };
    worker.onerror = (event) => {
      worker.terminate();
      reject(new Error(event.message));
    };
    worker.postMessage(given);
  });

const work = {
  planning: (given) => inWorker("planning", given),

  exchange: (given) => inWorker("exchange", given),

  async scans(count) {
    const { times, records, orders } = JSON.parse(await depo.scans(count));
    const database = await dexie("bench-dexie-scans");
    const theirs = [];
    for (const record of records) theirs.push(await timed(() => database.table("records").add(record)));
    database.close();
    await Dexie.delete("bench-dexie-scans");
    return { times, theirs, orders };
  },

  async events(count) {
    const device = await depo.OtherDevice.at_work(count);
    const before = await bytesKept();
    const stopFrames = window.watchFrames();
    const merged = JSON.parse(await device.merge());
    const frames = stopFrames();
    const disk = (await bytesKept()) - before;
    const records = [];
    for (let at = 0; at < device.commits(); at += 5000) {
      for (const record of JSON.parse(device.records(at, 5000))) records.push(record);
    }
    const theirs = await bulkAdd("bench-dexie-events", records, 10_000);
    return { ...merged, events: device.events(), commits: device.commits(), disk, frames, theirs, records: records.length };
  },

  async import(names) {
    const files = [];
    for (const name of names) {
      const answer = await fetch(`/data/${name}`);
      files.push(new File([await answer.blob()], name));
    }
    const stopFrames = window.watchFrames();
    const imported = await depo.Imported.of(files);
    const frames = stopFrames();
    const found = { ...JSON.parse(imported.report()), frames, bytes: await imported.bytes(), memory: depo.memory_bytes() };
    found.open = [];
    for (let run = 0; run < 5; run += 1) found.open.push(await imported.open_again());
    found.index = imported.refresh_index();
    // Each as it is typed, key by key.
    found.search = [];
    for (const words of ["536365", "united kingdom", "17850", "france 12", "zzzz"]) {
      for (let end = 1; end <= words.length; end += 1) found.search.push(imported.search(words.slice(0, end)));
    }
    imported.close();

    let records = [];
    for (const file of files) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      records = records.concat(JSON.parse(depo.lines_of(file.name, bytes, records.length)));
    }
    found.theirs = await bulkAdd("bench-dexie-lines", records, 10_000);
    found.records = records.length;
    return found;
  },
};

let state = { done: true };
window.bench = {
  start(name, given) {
    state = { done: false };
    program
      .then(() => work[name](...given))
      .then(
        (value) => { state = { done: true, value }; },
        (error) => { state = { done: true, error: `${error?.stack ?? error}` }; },
      );
  },
  outcome: () => (state.done ? state : null),
};
