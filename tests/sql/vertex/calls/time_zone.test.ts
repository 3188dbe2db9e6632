/** `vertex_time_zone` is another one than the tables were built with: no call is lost, doubled or left on its old day. */

import { rmSync } from "node:fs";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { addDays } from "../../../../ingest/dates.ts";
import { buildGraph } from "../../../support/build.ts";
import type { TextRow } from "../../../support/cells.ts";
import { startTestWarehouse, type TestWarehouse } from "../../../support/warehouse.ts";
import { compileCalls, copyCallsProject } from "./project.ts";
import { freshSink } from "./sink.ts";

const SINK = "ai_raw.fresh_sink";
let local: TestWarehouse;
let project: string;

beforeAll(async () => {
  local = await startTestWarehouse();
  project = copyCallsProject();
});
afterAll(async () => {
  await local.close();
  rmSync(project, { recursive: true, force: true });
});

describe("another vertex_time_zone", () => {
  it("puts every call that the logs still have on its other day, and back", async () => {
    // One call a night: each day has as many in the one zone as in the other, but for the first and the last, which is
    // a Tuesday: on Mondays all days are looked at.
    const nights = Array.from({ length: 61 }, (_, night) => addDays("2026-05-01", night));
    const emails = ["ann@acme.example", "bo@acme.example"];
    await local.runQuery(
      freshSink(
        SINK,
        nights.map((day, night) => [`${day} 03:00:00+00`, emails[night % 2] ?? ""] as const),
      ),
    );
    const built = new Set<string>();
    const callers = async (name: string): Promise<unknown> => {
      const said = ({ usage_date: day, user_email: email }: TextRow) => `${day} ${email}`;
      const graph = compileCalls(project, { gcp_audit_logs: SINK, vertex_time_zone: name });
      const { violations } = await buildGraph(local.runQuery, graph, built);
      expect([...violations]).toEqual([]);
      const [usage = [], logs = []] = await Promise.all(
        ["claude_code_daily_usage", "claude_code_audit_logs"].map((mart) =>
          local.runQuery(
            `select usage_date, user_email from \`local.ai_spend.${mart}\` order by usage_date`,
          ),
        ),
      );
      expect(logs.map(said)).toEqual(usage.map(said));
      return usage.map(said);
    };
    const on = (shift: number) =>
      nights.map((day, night) => `${addDays(day, shift)} ${emails[night % 2] ?? ""}`);
    expect(await callers("UTC")).toEqual(on(0));
    expect(await callers("America/Los_Angeles")).toEqual(on(-1));
    expect(await callers("UTC")).toEqual(on(0));
  });
});
