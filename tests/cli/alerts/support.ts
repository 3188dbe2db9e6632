/** Marts made by hand: a few rows of each source of alerts, some of them news and some not. */

import type { TestWarehouse } from "../../support/warehouse.ts";

export const PERSON = "ada@example.com";

const AS_OF = "timestamp '2026-11-05 06:00:00+00'";

/** Columns and types as the marts have them; those that no alert reads are left out. */
export const MARTS = {
  cost_anomalies:
    "anomaly_date date, kind string, scope string, platform string, organization_id string, scope_value string, measured_usd numeric, threshold_usd numeric",
  budget_status:
    "scope string, scope_value string, month date, budget_usd numeric, state string, measured_usd numeric",
  data_freshness:
    "connection string, endpoint string, organization_id string, newest_fetch_at timestamp, last_day date, days_behind int64, late_after_days int64, is_late bool, as_of timestamp",
  cost_restatements:
    "connection string, endpoint string, organization_id string, activity_date date, previous_usd numeric, restated_usd numeric, restated_at timestamp, is_alarming bool",
} as const;

export type Mart = keyof typeof MARTS;

const ROWS: Readonly<Record<Mart, readonly string[]>> = {
  cost_anomalies: [
    `(date '2026-11-03', 'high_day', 'person', null, null, '${PERSON}', numeric '1234.565', numeric '50.5')`,
    "(date '2026-11-02', 'new_key', 'key', 'claude_api', 'org-1', 'apikey_01', numeric '70', numeric '25')",
    "(date '2026-11-02', 'missing_day', 'platform', 'cursor', null, 'cursor', numeric '0', numeric '5')",
    // Older than the news.
    "(date '2026-10-04', 'high_day', 'platform', 'cursor', null, 'cursor', numeric '99', numeric '5')",
  ],
  budget_status: [
    "('total', null, date '2026-11-01', numeric '1000', 'heading_over', numeric '1500.5')",
    `('person', '${PERSON}', date '2026-10-01', numeric '100', 'over', numeric '100.01')`,
    "('team', 'Data', date '2026-11-01', numeric '100', 'within', numeric '10')",
    "('team', 'Data', date '2026-09-01', numeric '100', 'over', numeric '110')",
  ],
  data_freshness: [
    `('default', 'cost_report', 'org-1', timestamp '2026-11-05 06:00:00+00', date '2026-10-30', 6, 2, true, ${AS_OF})`,
    `('${PERSON}', 'cursor_members', 'org-1', timestamp '2026-10-31 06:00:00+00', null, 5, 2, true, ${AS_OF})`,
    `('default', 'usage_by_key', 'org-1', timestamp '2026-11-05 06:00:00+00', date '2026-11-04', 1, 2, false, ${AS_OF})`,
  ],
  cost_restatements: [
    "('default', 'cost_report', 'org-1', date '2026-10-20', numeric '10', numeric '8.5', timestamp '2026-11-04 06:00:00+00', true)",
    "('default', 'cost_report', 'org-1', date '2026-10-21', numeric '10', numeric '9.5', timestamp '2026-11-04 06:00:00+00', false)",
    "('default', 'cost_report', 'org-1', date '2026-08-01', numeric '10', numeric '0', timestamp '2026-10-04 06:00:00+00', true)",
  ],
};

/** Tables, rows, one law that holds and one that does not, and an assertion of a mart that does not. */
export async function fillMarts(local: TestWarehouse): Promise<void> {
  await local.reset();
  const tables = Object.entries(MARTS).flatMap(([name, columns]) => [
    `create table \`local.ai_spend.${name}\` (${columns})`,
    `insert into \`local.ai_spend.${name}\` values ${ROWS[name as Mart].join(", ")}`,
  ]);
  const statements = [
    ...tables,
    "create table `local.ai_staging.faults` (law string)",
    "insert into `local.ai_staging.faults` values ('law_money'), ('law_money'), ('mart_unique')",
    ...["law_money", "law_people", "mart_unique"].map(
      (law) =>
        `create view \`local.ai_spend_assertions.${law}\` as select * from \`local.ai_staging.faults\` where law = '${law}'`,
    ),
  ];
  for (const statement of statements) await local.runQuery(statement);
}
