/**
 * Prints Terraform files as one JSON list, read by HashiCorp's own parser. A process of its own, because the
 * parser's runtime never lets go of the one that it is in.
 *
 *     node hcl_to_json.cjs FILE…
 */

const { readFileSync } = require("node:fs");

const { parse } = require("@cdktf/hcl2json");

Promise.all(process.argv.slice(2).map((file) => parse(file, readFileSync(file, "utf8")))).then(
  (parsed) => process.stdout.write(JSON.stringify(parsed), () => process.exit(0)),
  (error) => process.stderr.write(String(error), () => process.exit(1)),
);
