/**
 * The exact split of a million usage rows over a hundred thousand cost lines, beside the split in binary
 * floating point that everybody writes first, of the same rows, in the local warehouse.
 */

import { createRequire } from "node:module";
import path from "node:path";

import { openBigQuery } from "../ingest/warehouse/bigquery.ts";
import { cellText } from "../ingest/warehouse/cells.ts";
import { startWarehouse } from "../local/warehouse/index.ts";
import type { Line } from "./table.ts";

const LINES = 100_000;
const ROWS_A_LINE = 10;

/** Each line costs a prime number of nano-dollars, so that hardly any share is even. */
const CHARGES = `
create or replace table bench.charges as
select
  cast(n as string) as charge_key,
  cast(cast(mod(n * 7919, 999983) + 1 as numeric) * numeric '0.000000001' as numeric) as cost_usd
from (select a * 1000 + b as n from unnest(generate_array(0, ${LINES / 1_000 - 1})) as a
  cross join unnest(generate_array(0, 999)) as b)`;

const CANDIDATES = `
create or replace table bench.candidates as
select
  charges.charge_key,
  concat('key_', cast(k as string)) as candidate,
  'tokens_exact' as method,
  mod(cast(charges.charge_key as int64) * 31 + k * k * 17, 9973) + 1 as weight
from bench.charges as charges
cross join unnest(generate_array(1, ${ROWS_A_LINE})) as k`;

const FLOATS = `
select
  candidates.charge_key,
  candidates.candidate,
  cast(charges.cost_usd as float64) * candidates.weight
    / sum(candidates.weight) over (partition by candidates.charge_key) as cost_usd
from bench.charges as charges
inner join bench.candidates as candidates on charges.charge_key = candidates.charge_key`;

/** Times both splits, and by how much the sum of each misses the bill. Throws if the exact one misses it at all. */
export async function allocationSpeed(file: string): Promise<readonly Line[]> {
  const { split } = createRequire(path.join(process.cwd(), "includes/package.json"))(
    "./allocation.js",
  ) as { split: (relations: { charges: string; candidates: string }) => string };
  const server = await startWarehouse({ file });
  const { projectId, url } = server;
  const release = () => server.close();
  const warehouse = openBigQuery({ projectId, location: "US", localUrl: url, release });
  const run = async (sql: string): Promise<number> => {
    const startedMs = performance.now();
    await warehouse.query(sql);
    return (performance.now() - startedMs) / 1000;
  };
  try {
    await run("create schema if not exists bench");
    await run(CHARGES);
    await run(CANDIDATES);
    const exactSql = split({ charges: "bench.charges", candidates: "bench.candidates" });
    const exact = await run(`create or replace table bench.exact as ${exactSql}`);
    const float = await run(`create or replace table bench.float as ${FLOATS}`);
    const [errors] = (await warehouse.query(ERRORS)).rows;
    const missed = cellText(errors?.["exact_lines"]);
    if (missed !== "0") throw new Error(`${missed} lines of the exact split miss their charge`);
    return [
      {
        what: "exact split, 1,000,000 rows over 100,000 lines",
        measured: exact,
        unit: "s",
        bar: 4,
      },
      { what: "floating-point split of the same rows", measured: float, unit: "s", bar: null },
      { what: "exact / floating point", measured: exact / float, unit: "×", bar: 3 },
      { what: "lines that the exact split misses", measured: 0, unit: "lines", bar: 0 },
      {
        what: "lines that the floating-point split misses",
        measured: Number.parseInt(cellText(errors?.["float_lines"]), 10),
        unit: "lines",
        bar: null,
      },
    ];
  } finally {
    await warehouse.close();
  }
}

/** A line is missed if its shares, added as they are, are not its charge to the last nano-dollar. */
const ERRORS = `
with
exact as (select charge_key, sum(cost_usd) as usd from bench.exact group by charge_key),
float as (select charge_key, sum(cost_usd) as usd from bench.float group by charge_key)
select
  countif(exact.usd <> charges.cost_usd) as exact_lines,
  countif(float.usd <> cast(charges.cost_usd as float64)) as float_lines
from bench.charges as charges
inner join exact on charges.charge_key = exact.charge_key
inner join float on charges.charge_key = float.charge_key`;
