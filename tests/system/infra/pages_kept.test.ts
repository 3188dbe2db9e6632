/** `raw_days_kept` drops no page that the models read anew each time. */

import { readFileSync } from "node:fs";

import { describe, expect, it } from "@jest/globals";

import { LANDING_TABLES } from "../../../ingest/tables/landing_tables.ts";
import { compiledGraph } from "../../support/graph.ts";

/** Counts pages, for a law that knows which may be gone. */
const COUNTED_IN = "stg_landing__pages";

/** Whether Terraform may drop it, by the file that it reads. */
function mayGo(name: string): boolean {
  const file = JSON.parse(readFileSync(`infra/schemas/${name}.json`, "utf8")) as object;
  return "is_kept_parsed" in file && file.is_kept_parsed === true;
}

describe("the landed tables that Terraform may drop", () => {
  it("are Google's, and pages that no model reads which does not keep what it has read", () => {
    const readAnew = compiledGraph()
      .tables.filter(({ enumType, target }) => {
        return enumType !== "INCREMENTAL" && target.name !== COUNTED_IN;
      })
      .flatMap(({ dependencyTargets = [] }) => dependencyTargets.map(({ name }) => name));
    const pages = LANDING_TABLES.filter(({ name, fields }) => {
      return name !== "raw_imports" && fields.some((field) => field.name === "page_number");
    }).map(({ name }) => name);
    const keptParsed = pages.filter((name) => !readAnew.includes(name));
    expect(keptParsed.length).toBeGreaterThan(3);
    expect(pages.length).toBeGreaterThan(keptParsed.length);
    const google = ["raw_gcp_audit_logs", "raw_gcp_billing_export"];
    const dropped = LANDING_TABLES.map(({ name }) => name).filter(mayGo);
    expect(dropped.sort()).toEqual([...keptParsed, ...google].sort());
  });
});
