/** What `alerts` says of each source, that it says it once, and that a crash makes it say it again. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { WATCHES } from "../../../cli/alerts/watches.ts";
import { assertionFilter, fireAlerts, readDigest } from "../../../cli/alerts/run.ts";
import { ConfigError, LandingError } from "../../../ingest/errors.ts";
import type { Warehouse } from "../../../ingest/warehouse/warehouse.ts";
import { recordingLog } from "../../ingest/support/vendor_sync.ts";
import { compiledGraph } from "../../support/graph.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { fillMarts, type Mart, MARTS, PERSON } from "./support.ts";

type Event = Readonly<Record<string, string | null>>;
interface Line extends Readonly<Record<string, unknown>> {
  readonly alerts: readonly Event[];
}

let local: TestWarehouse;
let runs = 0;

beforeAll(async () => {
  local = await startTestWarehouse();
});
beforeEach(() => fillMarts(local));
afterAll(() => local.close());

/** The line of one run, a day after the run before; null if it says nothing. */
async function fireLine(
  warehouse: Warehouse = local.warehouse,
  isLookedAt: (assertion: string) => boolean = () => true,
  flushed: () => Promise<void> = () => Promise.resolve(),
): Promise<Line | null> {
  runs += 1;
  const run = { runId: `run-${runs}`, now: Date.UTC(2026, 10, 5 + runs) };
  const lines: string[] = [];
  const stdout = (text: string) => void lines.push(text);
  try {
    await fireAlerts(warehouse, { stdout, flushed, log: recordingLog() }, run, isLookedAt);
  } finally {
    expect(lines.length).toBeLessThan(2);
    for (const line of lines) expect(line).toMatch(/^[^\n]+\n$/);
    written = lines.length === 0 ? null : (JSON.parse(lines.join("")) as Line);
  }
  return written;
}

let written: Line | null = null;

/** The events of one run. */
async function fire(warehouse?: Warehouse): Promise<readonly Event[]> {
  return (await fireLine(warehouse))?.alerts ?? [];
}

async function fireTwice(change: string): Promise<readonly string[]> {
  await fire();
  await local.runQuery(change);
  return (await fire()).map(({ message }) => String(message));
}

describe("alerts", () => {
  it("says each event of the last 31 days, broken laws first, then errors, and nothing that is within limits", async () => {
    const said = (await fire()).map(({ kind, severity, measured, threshold, message }) => [
      ...[kind, severity, measured, threshold],
      message?.replaceAll(/\b[0-9a-f]{12}\b/g, "(hash)"),
    ]);
    expect(said).toEqual([
      [
        ...["failed_assertion", "ERROR", "2", "0"],
        "The law law_money is broken by 2 rows; marts that stand on it keep their last numbers.",
      ],
      [
        ...["failed_assertion", "ERROR", "1", "0"],
        "The assertion mart_unique is broken by 1 row; marts that stand on it keep their last numbers.",
      ],
      [
        ...["budget_over", "ERROR", "100.01", "100"],
        "The budget of 2026-10 for the person (hash) is $100.00, and $100.01 is spent.",
      ],
      [
        ...["final_day_shrank", "ERROR", "8.5", "9"],
        "cost_report from default: 2026-10-20 was final and shrank from $10.00 to $8.50; ask the vendor before you trust it.",
      ],
      [
        ...["missing_day", "WARNING", "0", "5"],
        "The platform cursor has no cost on 2026-11-02, where nearly every workday costs at least $5.00.",
      ],
      [
        ...["new_key", "WARNING", "70", "25"],
        "The new key apikey_01 of claude_api, seen first on 2026-11-02, cost $70.00 in its first days, above $25.00.",
      ],
      [
        ...["high_day", "WARNING", "1234.565", "50.5"],
        "The person (hash) cost $1,234.57 on 2026-11-03, above its own threshold of $50.50 for a day.",
      ],
      [
        ...["budget_heading_over", "WARNING", "1500.5", "1000"],
        "The budget of 2026-11 for all spend is $1,000.00, and the month will end at $1,500.50 if it goes on like this.",
      ],
      [
        ...["late_data", "WARNING", "5", "2"],
        "The data of cursor_members from (hash) end on 2026-10-31, 5 days behind; more than 2 is late.",
      ],
      [
        ...["late_data", "WARNING", "6", "2"],
        "The data of cost_report from default end on 2026-10-30, 6 days behind; more than 2 is late.",
      ],
    ]);
  });

  it("is one line that the alert policy matches, and gives each event an id of its own", async () => {
    const line = await fireLine();
    expect(line).toMatchObject({ event: "alerts", severity: "ERROR", count: 10, waiting: 0 });
    expect(line?.["summary"]).toMatch(/^2 failed_assertion, 1 .*\. The law law_money is broken/);
    const ids = (line?.alerts ?? []).map(({ id }) => id);
    expect(ids.filter((id) => /^[0-9a-f]{32}$/.test(id ?? ""))).toHaveLength(10);
    expect(new Set(ids).size).toBe(10);
    expect(await fireLine()).toBeNull();
  });

  it("holds no e-mail address in the line", async () => {
    expect(JSON.stringify(await fireLine())).not.toContain("@");
  });

  it("says thirty events of one morning in one line, all of them, once", async () => {
    await fire();
    const days = Array.from(
      { length: 27 },
      (_, day) =>
        `(date '2026-11-04', 'new_key', 'key', 'claude_api', 'org-1', 'apikey_new_${day}', numeric '70', numeric '25')`,
    );
    await local.runQuery(`insert into \`local.ai_spend.cost_anomalies\` values ${days.join(", ")}`);
    await local.runQuery("insert into `local.ai_staging.faults` values ('law_people')");
    await local.runQuery(
      "insert into `local.ai_spend.budget_status` values ('team', 'Data', date '2026-11-01', numeric '1', 'over', numeric '2'), ('team', 'Web', date '2026-11-01', numeric '1', 'over', numeric '2')",
    );
    const line = await fireLine();
    expect(line).toMatchObject({ count: 30, waiting: 0 });
    expect(line?.alerts.map(({ kind }) => kind)).toEqual([
      "failed_assertion",
      ...["budget_over", "budget_over"],
      ...days.map(() => "new_key"),
    ]);
    expect(String(line?.["message"]).split("\n")).toHaveLength(30);
    expect(await fireLine()).toBeNull();
  });

  it("keeps for the next run what one line cannot hold, and loses none", async () => {
    await fire();
    const keys = Array.from(
      { length: 400 },
      (_, day) =>
        `(date '2026-11-04', 'new_key', 'key', 'claude_api', 'org-1', 'apikey_${day}', numeric '70', numeric '25')`,
    );
    await local.runQuery(`insert into \`local.ai_spend.cost_anomalies\` values ${keys.join(", ")}`);
    const ids = new Set<string | null | undefined>();
    for (let line = await fireLine(); line !== null; line = await fireLine()) {
      expect(JSON.stringify(line).length).toBeLessThan(200_000);
      expect(line.alerts.length).toBe(line["count"]);
      for (const { id } of line.alerts) ids.add(id);
    }
    expect(ids.size).toBe(400);
  });

  it("counts an event as said only when its line was taken", async () => {
    const full = () => Promise.reject(new Error("no space left on device"));
    await expect(fireLine(local.warehouse, undefined, full)).rejects.toThrow("no space left");
    expect(await fire()).toHaveLength(10);
  });

  it("says nothing of a law that the project no longer has, which is over", async () => {
    await fire();
    const isLookedAt = (name: string) => name !== "law_money";
    expect(await fireLine(local.warehouse, isLookedAt)).toBeNull();
    expect((await fire()).map(({ message }) => message)).toEqual([
      "The law law_money is broken by 2 rows; marts that stand on it keep their last numbers.",
    ]);
  });

  it("says an event once, however its amounts move", async () => {
    expect(await fireTwice("select 1 as x")).toEqual([]);
    const statements = [
      "update `local.ai_spend.cost_anomalies` set measured_usd = measured_usd * 2, threshold_usd = numeric '9' where true",
      "update `local.ai_spend.budget_status` set measured_usd = measured_usd * 2, budget_usd = numeric '9' where true",
      "update `local.ai_spend.data_freshness` set days_behind = 9, last_day = date '2026-11-01' where true",
      "insert into `local.ai_staging.faults` values ('law_money')",
    ];
    for (const statement of statements) await local.runQuery(statement);
    expect(await fire()).toEqual([]);
  });

  it("says an event of another day, budget or law beside what it said", async () => {
    const said = await fireTwice(
      "update `local.ai_spend.cost_anomalies` set anomaly_date = date '2026-11-04' where kind = 'high_day' and scope = 'person'",
    );
    expect(said).toHaveLength(1);
    expect(said[0]).toContain("2026-11-04");
    await local.runQuery("insert into `local.ai_staging.faults` values ('law_people')");
    expect((await fire()).map(({ message }) => message)).toEqual([
      "The law law_people is broken by 1 row; marts that stand on it keep their last numbers.",
    ]);
  });

  it("says anew a law that held in between and broke again, and late data too", async () => {
    await fire();
    await local.runQuery("delete from `local.ai_staging.faults` where law = 'law_money'");
    await local.runQuery("update `local.ai_spend.data_freshness` set is_late = false where true");
    expect(await fire()).toEqual([]);
    await local.runQuery("insert into `local.ai_staging.faults` values ('law_money')");
    await local.runQuery(
      "update `local.ai_spend.data_freshness` set is_late = true where endpoint = 'cost_report'",
    );
    const again = (await fire()).map(({ kind }) => kind);
    expect(again).toEqual(["failed_assertion", "late_data"]);
    expect(await fire()).toEqual([]);
  });

  it("says a day that swings around its threshold once", async () => {
    const back = "update `local.ai_spend.budget_status` set state = 'within' where scope = 'total'";
    expect(await fireTwice(back)).toEqual([]);
    await local.runQuery(back.replace("within", "heading_over"));
    expect(await fire()).toEqual([]);
  });

  it("says everything again if it is stopped between the lines and their record", async () => {
    const stopped: Warehouse = {
      ...local.warehouse,
      append: () => Promise.reject(new LandingError("the load failed")),
    };
    await expect(fire(stopped)).rejects.toThrow("the load failed");
    const said = written?.alerts;
    expect(said).toHaveLength(10);
    expect(await fire()).toEqual(said);
    expect(await fire()).toEqual([]);
  });

  it("names an assertion that cannot be read, and hides no other behind it", async () => {
    const said = await fireTwice("drop table `local.ai_staging.faults`");
    expect(said).toHaveLength(3);
    expect(said[0]).toMatch(/^The law law_money cannot be read/);
  });

  it("says what laws are broken where they kept a mart from being built", async () => {
    for (const mart of Object.keys(MARTS))
      await local.runQuery(`drop table \`local.ai_spend.${mart}\``);
    expect((await fire()).map(({ kind }) => kind)).toEqual([
      "failed_assertion",
      "failed_assertion",
    ]);
  });

  it("refuses with exit code 2 where nothing is built", async () => {
    await local.reset();
    await expect(fire()).rejects.toThrow(ConfigError);
    await expect(fire()).rejects.toThrow(/run build/);
  });
});

describe("the digest", () => {
  it("names all that is open, new events first, and remembers nothing", async () => {
    const first = await readDigest(local.warehouse);
    expect(first.split("\n")[0]).toBe("ai-spend: 10 open, 10 new");
    expect(first).toContain(`- NEW high_day: The person ${PERSON} cost $1,234.57 on 2026-11-03`);
    expect(await fire()).toHaveLength(10);
    await local.runQuery("insert into `local.ai_staging.faults` values ('law_people')");
    const [subject, , newest, next] = (await readDigest(local.warehouse)).split("\n");
    expect(subject).toBe("ai-spend: 11 open, 1 new");
    expect(newest).toMatch(/^- NEW failed_assertion: The law law_people/);
    expect(next).toMatch(/^- missing_day: .* Said on 2026-\d\d-\d\d[.]$/);
  });

  it("says so where nothing is open", async () => {
    const statements = [
      ...WATCHES.map(({ table }) => `truncate table \`local.ai_spend.${table}\``),
      "truncate table `local.ai_staging.faults`",
    ];
    for (const statement of statements) await local.runQuery(statement);
    expect(await readDigest(local.warehouse)).toBe("ai-spend: nothing is open\n");
  });
});

describe("the marts that alerts read", () => {
  it.each(Object.keys(MARTS))("%s has the columns that these tests give it", (name) => {
    const mart = compiledGraph().tables.find(({ target }) => target.name === name);
    const columns = (mart?.actionDescriptor?.columns ?? []).flatMap(({ path }) => path ?? []);
    const given = MARTS[name as Mart].split(", ").map((field) => field.split(" ")[0]);
    expect(columns).toEqual(expect.arrayContaining(given));
  });
});

describe("assertions that are named", () => {
  const VIEWS = { listTables: () => Promise.resolve(["law_one", "law_two"]) };

  it.each([
    ["law_two", ["law_two"], []],
    ["law_one, law_two", ["law_one", "law_two"], []],
    ["none", [], []],
    ["law_tow,law_one", ["law_one"], [{ event: "assertions_not_found", names: "law_tow" }]],
  ])(
    "%s: those are looked at, and the log names what is not there",
    async (named, looked, told) => {
      const log = recordingLog();
      const isLookedAt = await assertionFilter(VIEWS, named, { log });
      expect((await VIEWS.listTables()).filter(isLookedAt)).toEqual(looked);
      expect(log.events).toEqual(told);
    },
  );
});
