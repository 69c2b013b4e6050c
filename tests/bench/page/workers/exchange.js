// Reads files with the program of `tests/tools/exchange_speed`, and those that are delimited with Papa Parse as well: the
// same bytes, decoded, into an object a line. Gives the lines of the program, each with the milliseconds of the other.
import load, * as program from "./exchange_program.js";
import Papa from "./papaparse.js";

// As the program measures.
const MEASURED_MS = 400;
const RUNS_MIN = 3;

const papaparse = (bytes) => {
  const parsed = Papa.parse(new TextDecoder().decode(bytes), { header: true, skipEmptyLines: true });
  return parsed.data.length;
};

const measured = (bytes, lines) => {
  const found = papaparse(bytes);
  if (found < lines) throw new Error(`Papa Parse found ${found} of ${lines} lines`);
  const first = performance.now();
  let took = Infinity;
  for (let runs = 0; runs < RUNS_MIN || performance.now() - first < MEASURED_MS; runs += 1) {
    const began = performance.now();
    papaparse(bytes);
    took = Math.min(took, performance.now() - began);
  }
  return took;
};

const joined = async (months) => {
  const parts = [];
  for (const month of months) {
    const answer = await fetch(month);
    if (!answer.ok) throw new Error(`${month}: ${answer.status}`);
    parts.push(program.unpacked(new Uint8Array(await answer.arrayBuffer()), parts.length === 0));
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
};

onmessage = async ({ data: { months } }) => {
  try {
    await load({ module_or_path: "exchange_program_bg.wasm" });
    const found = [];
    for (let reader = 0; reader < program.count(); reader += 1) {
      const real = months.length > 0 && program.takes_months(reader);
      const bytes = real ? await joined(months) : program.made(reader);
      const line = program.measure(reader, bytes);
      // One line holds the headings, which are counted where cells are.
      const lines = Number(line.split(",")[3]) - 1;
      found.push({ line, theirs: program.is_delimited(reader) ? measured(bytes, lines) : null });
    }
    postMessage({ value: found });
  } catch (error) {
    postMessage({ error: `${error?.stack ?? error}` });
  }
};
