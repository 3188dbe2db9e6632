/** In the place of the program: a module that is never loaded, or not loaded for the reason that is given. */

import { register } from "node:module";
import process from "node:process";

const reason = process.env["NEVER_LOADS_BECAUSE"];
const end =
  reason === undefined
    ? `process.stderr.write("loading\\n"); await new Promise((resolve) => setTimeout(resolve, 60_000));`
    : `throw new Error(${JSON.stringify(reason)});`;
const source = `import process from "node:process"; ${end}`;
const hooks = `export async function load(url, context, next) {
  if (!/main\\.(mjs|ts)$/.test(url)) return next(url, context);
  return { format: "module", shortCircuit: true, source: ${JSON.stringify(source)} };
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
