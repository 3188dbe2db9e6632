/** The way over BigQuery, against the local warehouse that speaks its API; Google's was never asked. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { diffOnBigQuery } from "../../../cli/diff/bigquery.ts";
import { compileSides } from "../../../cli/diff/compiled.ts";
import { findRevision } from "../../../cli/diff/revision.ts";
import { numbersLine } from "../../../cli/diff/text.ts";
import { type OpenedWarehouse, openWarehouse } from "../../../cli/shared/open_warehouse.ts";
import { withScratch } from "../../../cli/shared/scratch.ts";
import { noProgress } from "../../../ingest/progress.ts";
import type { Warehouse } from "../../../ingest/warehouse/warehouse.ts";
import { cellText } from "../../../ingest/warehouse/cells.ts";
import { projectRoot } from "../../../ingest/project_root.ts";
import { type Checkout, leftIn, startCheckout } from "./support.ts";

const SUMMARY = "definitions/marts/finance/agg_user_summary.sqlx";

let checkout: Checkout;
let warehouse: OpenedWarehouse;

beforeAll(async () => {
  checkout = await startCheckout("a_shared_key_by_policy", "landed");
  warehouse = await openWarehouse({ warehouse: "local", home: checkout.home });
  // Nothing else of the real datasets is there: a diff that reads them fails, and one that writes into them shows.
  await warehouse.query("create schema if not exists ai_spend");
  await warehouse.query("create table ai_spend.agg_user_summary as select 'stood' as cost_usd");
}, 240_000);
afterAll(async () => {
  await warehouse.close();
  checkout.close();
});

async function datasets(): Promise<readonly string[]> {
  const { rows } = await warehouse.query(
    "select schema_name as name from INFORMATION_SCHEMA.SCHEMATA order by name",
  );
  return rows.map(({ name }) => cellText(name));
}

function diff(
  days: number,
  said: string[],
  signal = new AbortController().signal,
  asked: Warehouse = warehouse,
) {
  return withScratch("diff", async (scratch) => {
    const { root, home } = checkout;
    const revision = await findRevision(root, "HEAD", signal);
    const sides = await compileSides({ root, revision, scratch, home, signal });
    const stderr = (text: string) => void said.push(text);
    const context = { signal, progress: noProgress, stderr };
    const common = { warehouse: asked, root, sides, scratch, days, context };
    return diffOnBigQuery({ ...common, installed: projectRoot(), against: "HEAD" });
  });
}

describe("on BigQuery", () => {
  it("an edit moves what it moves, in datasets that are gone afterwards, and bytes are said before", async () => {
    const before = await datasets();
    const stood = await warehouse.query("select * from ai_spend.agg_user_summary");
    checkout.edit(
      SUMMARY,
      "  costs.cost_usd,\n",
      "  if(costs.user_email = 'ada@example.com', 2 * costs.cost_usd, costs.cost_usd) as cost_usd,\n",
    );
    const said: string[] = [];
    const found = await diff(400, said);
    expect(numbersLine(found)).toBe(
      "Numbers: agg_user_summary cost_usd +$3.333333333 (1 row changed)",
    );
    expect(said.join("")).toMatch(/^Reads \d+ bytes of landed pages for the last 400 days, then /);
    expect(await datasets()).toEqual(before);
    expect(await warehouse.query("select * from ai_spend.agg_user_summary")).toEqual(stood);
    expect(await warehouse.listTables("ai_spend")).toEqual(["agg_user_summary"]);
    expect(leftIn(checkout)).toEqual([]);
  }, 480_000);

  it("a diff that is stopped drops its datasets", async () => {
    const before = await datasets();
    const stop = new AbortController();
    const said: string[] = [];
    const stopping = diff(400, said, stop.signal);
    setTimeout(() => stop.abort(), 3_000);
    await expect(stopping).rejects.toMatchObject({
      exitCode: 75,
      message: expect.stringMatching(/^Interrupted: /),
    });
    expect(await datasets()).toEqual(before);
    expect(leftIn(checkout)).toEqual([]);
  }, 120_000);

  it("a diff that is stopped within a statement waits for it no longer, and cancels it before anything is dropped", async () => {
    const before = await datasets();
    const stop = new AbortController();
    const steps: string[] = [];
    const slow: Warehouse = {
      ...warehouse,
      query: (sql) => {
        if (sql.startsWith("drop schema")) steps.push("drop");
        if (!sql.startsWith("create table")) return warehouse.query(sql);
        steps.push("copy");
        stop.abort();
        return new Promise(() => undefined);
      },
      cancelQueries: () => Promise.resolve(void steps.push("cancel")),
    };
    await expect(diff(400, [], stop.signal, slow)).rejects.toMatchObject({
      exitCode: 75,
      message: expect.stringMatching(/^Interrupted: /),
    });
    expect([steps.slice(0, 3), new Set(steps.slice(3))]).toEqual([
      ["copy", "cancel", "drop"],
      new Set(["drop"]),
    ]);
    expect(await datasets()).toEqual(before);
  }, 120_000);
});
