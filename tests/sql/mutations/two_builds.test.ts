/** Planted bugs of later builds: each leaves a table other than the first build made it. */

import { readFileSync } from "node:fs";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { compileProject } from "../../../cli/build/compiler.ts";
import { incrementalTables, MISHAPS, startBuilds } from "../../support/two_builds.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { TWO_BUILDS_MUTATIONS } from "./two_builds_mutations.ts";

let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

describe("planted bugs of later builds", () => {
  it.each(TWO_BUILDS_MUTATIONS.map((mutation) => [mutation.name, mutation] as const))(
    "%s: caught",
    async (_name, { story, file, find, replace }) => {
      const text = readFileSync(file, "utf8");
      expect(text.split(find)).toHaveLength(2);
      const graph = compileProject(process.cwd(), { [file]: text.replace(find, () => replace) });
      const befall = await startBuilds(local, graph);
      const table = incrementalTables(graph).find(({ target }) => target.name === story);
      if (table === undefined) throw new Error(`no incremental table ${story}`);
      for (const mishap of MISHAPS) {
        if ((await befall(table, mishap)).length > 0) return;
      }
      throw new Error("no mishap shows it");
    },
  );
});
