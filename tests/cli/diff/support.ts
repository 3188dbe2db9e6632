/** A checkout of its own with a commit, and a warehouse over one story. */

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { runLocalBuild } from "../../../cli/build/local_build.ts";
import { diffOf } from "../../../cli/diff/diff.ts";
import type { Diff } from "../../../cli/diff/mart_diff.ts";
import { openWarehouse } from "../../../cli/shared/open_warehouse.ts";
import { noProgress } from "../../../ingest/progress.ts";
import { LANDING_TABLES } from "../../../ingest/tables/landing_tables.ts";
import { REFERENCE_TABLES } from "../../../ingest/tables/reference_tables.ts";
import { toTextRows } from "../../support/cells.ts";
import { copyProject } from "../../support/graph.ts";
import { addScenario, scenarioNamed } from "../../support/scenario.ts";

export interface Checkout {
  readonly root: string;
  readonly home: string;
  /** Where temporary folders are made while the checkout is there. */
  readonly temporary: string;
  /** Digest of the warehouse's file. */
  readonly digest: () => string;
  /** Puts a text in the place of another in a file of the tree; `restore` undoes all of them. */
  readonly edit: (file: string, from: string, to: string) => void;
  readonly restore: () => void;
  readonly git: (...args: readonly string[]) => string;
  /** Over its own warehouse, or another. */
  readonly diff: (against?: string, context?: Partial<Context>, home?: string) => Promise<Diff>;
  readonly close: () => void;
}

type Context = Parameters<typeof diffOf>[0]["context"];

/** The warehouse is built from the checkout, which takes some ten seconds, or has landed rows alone. */
export async function startCheckout(
  story: string,
  has: "built" | "landed" = "built",
): Promise<Checkout> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-checkout-"));
  const root = copyProject();
  const home = path.join(folder, "home");
  const temporary = path.join(folder, "tmp");
  mkdirSync(temporary);
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-C", root, ...args], { encoding: "utf8" });
  const commit = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-q"];
  git("init", "-q");
  git("add", "definitions", "includes", "workflow_settings.yaml");
  git(...commit, "-m", "models: as they are");

  const warehouse = await openWarehouse({ warehouse: "local", home });
  try {
    const { local } = warehouse;
    if (local === null) throw new Error("the local warehouse is local");
    await warehouse.ensureTables([...LANDING_TABLES, ...REFERENCE_TABLES]);
    const runQuery = async (sql: string) => toTextRows((await warehouse.query(sql)).rows);
    await addScenario({ warehouse, runQuery }, scenarioNamed(story));
    if (has === "built")
      await runLocalBuild({ root, local, only: null, all: false, fullRefresh: false });
  } finally {
    await warehouse.close();
  }

  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = temporary;
  const context = {
    signal: new AbortController().signal,
    progress: noProgress,
    stderr: () => undefined,
  };
  return {
    ...{ root, home, temporary, git },
    digest: () =>
      createHash("sha256")
        .update(readFileSync(path.join(home, "local.duckdb")))
        .digest("hex"),
    edit: (file, from, to) => {
      const text = readFileSync(path.join(root, file), "utf8");
      if (!text.includes(from)) throw new RangeError(`${file} has no ${from}`);
      writeFileSync(
        path.join(root, file),
        text.replace(from, () => to),
      );
    },
    restore: () => void git("checkout", "-q", "--", "."),
    diff: (against = "HEAD", more = {}, at = home) =>
      diffOf({
        root,
        config: { warehouse: "local", home: at },
        against,
        context: { ...context, ...more },
      }),
    close: () => {
      if (before === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = before;
      for (const each of [folder, root]) rmSync(each, { recursive: true });
    },
  };
}

/** What is left in the folder for the moment. */
export function leftIn({ temporary }: Checkout): readonly string[] {
  return readdirSync(temporary);
}
