/** Writes the files of `infra/` that follow from the loader's lists of tables: `npx tsx tools/infra/render.ts`. */

import { writeFileSync } from "node:fs";

import { renderedFiles } from "./rendered.ts";

for (const [file, text] of renderedFiles()) writeFileSync(file, text);
