// Prints what each file of a build weighs, raw and Brotli-compressed as a CDN sends it, and the sum of a first load.
// Node has Brotli built in at its native speed; a debug build of a Rust encoder takes a minute for the same.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const folder = process.argv[2] ?? "dist";
// What a browser asks for when it opens the portal for the first time, in English; the rest is hosting or comes when a
// page of its part is opened, or behind it when the service worker keeps everything.
const firstLoad = (path) => ["index.html", "icons/depo.svg", "manifest.webmanifest"].includes(path) || /^assets\/(depo|start|wasm_split|split_en)-/.test(path);

const rows = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(join(folder).length + 1).replaceAll("\\", "/"))
  .sort()
  .map((path) => {
    const bytes = readFileSync(join(folder, path));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    return { path, raw: bytes.length, brotli: brotliCompressSync(bytes, { params }).length, first: firstLoad(path) };
  });

const line = (name, raw, brotli) => console.log(`${name.padEnd(40)}${String(raw).padStart(12)}${String(brotli).padStart(12)}`);
line("file (* first load), bytes", "raw", "brotli");
for (const row of rows) line(`${row.first ? "* " : "  "}${row.path}`, row.raw, row.brotli);
const first = rows.filter((row) => row.first);
const sum = (key) => first.reduce((total, row) => total + row[key], 0);
line("first load", sum("raw"), sum("brotli"));
