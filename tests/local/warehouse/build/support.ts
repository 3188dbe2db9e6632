/** A warehouse of its own with a small graph, built as the product builds, every end noted. */

import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import {
  type ActionEnd,
  build,
  type BuildAction,
  type BuildRequest,
} from "../../../../local/warehouse/build/index.ts";
import { openEngine, type Engine } from "../../../../local/warehouse/store/engine.ts";
import { runScript } from "../../../../local/warehouse/statements/script.ts";

export interface Laboratory {
  readonly file: string;
  /** The open engine; another one after `reopen`. */
  engine(): Engine;
  /** Runs GoogleSQL as a client's job would. */
  run(sql: string): Promise<void>;
  /** The rows of a table or query as sorted texts. */
  rows(from: string): Promise<readonly string[]>;
  build(
    actions: readonly BuildAction[],
    options?: Partial<BuildRequest>,
  ): Promise<readonly ActionEnd[]>;
  /** Closes the file, lets somebody else's DuckDB do as it likes, and opens it again. */
  reopen(meanwhile?: (engine: Engine) => Promise<void>, closed?: () => void): Promise<void>;
  close(): Promise<void>;
}

export async function openLaboratory(...sources: readonly string[]): Promise<Laboratory> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-build-"));
  const file = path.join(folder, "local.duckdb");
  const open = () => openEngine({ file, memoryLimit: "500MB", spillFolder: null });
  let engine = await open();
  const run = async (text: string): Promise<void> => {
    await runScript(engine, { text, defaultDataset: null, dryRun: false, now: 0 });
  };
  await run("create schema `local.given`");
  return {
    file,
    engine: () => engine,
    run,
    async rows(from) {
      const found = await engine.rows(`select to_json(t)::varchar as text from (${from}) as t`);
      return found.map(({ text }) => String(text)).sort();
    },
    async build(actions, options = {}) {
      const ends: ActionEnd[] = [];
      const request = { actions, sources, all: false, fullRefresh: false, ...options };
      await build(engine, request, { onEnd: (end) => ends.push(end), now: () => 0 });
      return ends;
    },
    async reopen(meanwhile = () => Promise.resolve(), closed = () => undefined) {
      await engine.close();
      const other = await open();
      await meanwhile(other);
      await other.close();
      closed();
      engine = await open();
    },
    async close() {
      await engine.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** An action with nothing but what the test is about. */
export function action(name: string, query: string, more: Partial<BuildAction> = {}): BuildAction {
  return {
    name,
    kind: "table",
    query,
    incrementalQuery: query,
    preOps: [],
    incrementalPreOps: [],
    partitionBy: null,
    clusterBy: [],
    isProtected: false,
    description: "",
    columns: [],
    dependencies: [],
    ...more,
  };
}

/** Names of the actions that ended so, in the order in which they did. */
export function named(ends: readonly ActionEnd[], ...wanted: readonly ActionEnd["end"][]) {
  return ends.filter(({ end }) => wanted.includes(end)).map(({ name }) => name);
}
