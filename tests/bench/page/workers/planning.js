// Runs the optimisers on instances: the program of `tests/tools/planning`, whose lines it gives back.
import load, { Instances } from "./planning_program.js";

const lines = [];
globalThis.takeLine = (line) => lines.push(line);

onmessage = async ({ data: { kind, seconds, every, made, files } }) => {
  try {
    await load({ module_or_path: "planning_program_bg.wasm" });
    const instances = new Instances(seconds, every);
    for (const what of made) instances.push(what, new Uint8Array());
    for (const file of files) {
      const answer = await fetch(file);
      if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
      instances.push(file, new Uint8Array(await answer.arrayBuffer()));
    }
    instances.run(kind);
    postMessage({ value: lines });
  } catch (error) {
    postMessage({ error: `${error?.stack ?? error}` });
  }
};
