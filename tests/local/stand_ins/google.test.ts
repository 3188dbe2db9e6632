/** The simulated Google: a bill, a log and a truth that are of the same calls. */

import { describe, expect, it } from "@jest/globals";

import { AUDIT_LOG, BILLING_EXPORT } from "../../../ingest/tables/google_tables.ts";
import { checkFile } from "../../../ingest/imports/check_file.ts";
import { checkObject, type Findings } from "../../../ingest/imports/google/values.ts";
import { googleExport } from "../../../local/stand_ins/google/index.ts";
import {
  demoOrganizations,
  type Organization,
} from "../../../local/stand_ins/organization/index.ts";
import { kindNamed } from "../../ingest/imports/support.ts";

const [demo] = demoOrganizations({ second: false });
if (demo === undefined) throw new Error("no organization");
const ORGANIZATION: Organization = demo;
const GOOGLE = googleExport(ORGANIZATION);

interface BillingRow {
  readonly project: { readonly id: string };
  readonly service: { readonly description: string };
  readonly sku: { readonly description: string };
  readonly usage_start_time: string;
  readonly export_time: string;
  readonly cost: number;
  readonly currency: string;
  readonly currency_conversion_rate: number;
  readonly credits: readonly { readonly amount: number }[];
  readonly invoice: { readonly month: string };
  readonly cost_type: string;
  readonly adjustment_info?: { readonly mode: string };
}

interface AuditRow {
  readonly timestamp: string;
  readonly insertId: string;
  readonly protopayload_auditlog: {
    readonly resourceName: string;
    readonly status: { readonly code: number | null };
    readonly authenticationInfo: {
      readonly principalEmail?: string;
      readonly principalSubject: string;
      readonly serviceAccountDelegationInfo: readonly unknown[];
    };
    readonly requestMetadata: { readonly callerSuppliedUserAgent: string };
  };
  readonly operation?: { readonly first: boolean | null; readonly last: boolean | null };
  readonly split?: { readonly index: number };
}

function rowsOf<Row>(ndjson: string): readonly Row[] {
  return ndjson
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Row);
}

const BILL = rowsOf<BillingRow>(GOOGLE.billingNdjson);
const CLAUDE = BILL.filter(({ service }) => service.description.startsWith("Claude "));
const AUDIT = rowsOf<AuditRow>(GOOGLE.auditNdjson);

/** Nano-dollars of a line as it stands in the export, credits included; exact, since all of it has six decimals. */
function nanoUsd({ cost, credits, currency_conversion_rate: rate }: BillingRow): bigint {
  const nano = (amount: number) => BigInt(Math.round(amount * 1_000_000)) * 1_000n;
  const net = credits.reduce((sum, { amount }) => sum + nano(amount), nano(cost));
  return (net * 100_000n) / BigInt(Math.round(rate * 100_000));
}

function sums(rows: readonly BillingRow[]): ReadonlyMap<string, bigint> {
  const sum = new Map<string, bigint>();
  for (const row of rows) {
    sum.set(row.project.id, (sum.get(row.project.id) ?? 0n) + nanoUsd(row));
  }
  return sum;
}

describe("the invented bill", () => {
  it("is the same each time", () => {
    const again = googleExport(ORGANIZATION);
    expect(again.billingNdjson).toBe(GOOGLE.billingNdjson);
    expect(again.auditNdjson).toBe(GOOGLE.auditNdjson);
  });

  it("is what the truth adds up to, per project", () => {
    const perProject = GOOGLE.truth.perProjectNanoUsd();
    expect(new Map([...sums(CLAUDE)].sort())).toEqual(new Map([...perProject].sort()));
    expect(perProject.size).toBe(5);
    const total = [...perProject.values()].reduce((sum, amount) => sum + amount, 0n);
    expect(GOOGLE.truth.totalNanoUsd()).toBe(total);
  });

  it("has rows of Google's schema alone", () => {
    const findings: Findings = { faults: [], unknown: new Set() };
    BILL.forEach((row) => checkObject({ ...row }, BILLING_EXPORT.fields, findings));
    AUDIT.forEach((row) => checkObject({ ...row }, AUDIT_LOG.fields, findings));
    expect(findings).toEqual({ faults: [], unknown: new Set() });
  });

  it("has the traps of a real one", () => {
    const some = (what: (row: BillingRow) => boolean) => CLAUDE.filter(what).length;
    expect(some(({ sku }) => sku.description.startsWith("Claude Opus 4 8 — "))).toBeGreaterThan(0);
    expect(some(({ sku }) => sku.description.startsWith("Claude Sonnet 4.5 —"))).toBeGreaterThan(0);
    expect(some(({ sku }) => sku.description.includes("TTL 3600 seconds"))).toBeGreaterThan(0);
    expect(some(({ sku }) => sku.description.includes("Web Search"))).toBeGreaterThan(0);
    expect(some(({ sku }) => sku.description.includes("from 200001 to"))).toBeGreaterThan(0);
    expect(some(({ sku }) => sku.description.includes("us-east5"))).toBeGreaterThan(0);
    expect(some(({ currency }) => currency === "EUR")).toBeGreaterThan(0);
    expect(some(({ credits }) => credits.length === 2)).toBeGreaterThan(0);
    expect(some(({ cost }) => cost < 0)).toBeGreaterThan(0);
    expect(some(({ cost_type: type }) => type === "adjustment")).toBeGreaterThan(0);
    const daysLate = ({ export_time: exported, usage_start_time: used }: BillingRow) =>
      (Date.parse(exported) - Date.parse(used)) / 86_400_000;
    expect(some((row) => daysLate(row) > 3)).toBeGreaterThan(0);
    const isNextInvoice = ({ invoice, usage_start_time: used }: BillingRow) =>
      invoice.month !== used.slice(0, 7).replace("-", "");
    expect(some(isNextInvoice)).toBeGreaterThan(0);
    expect(BILL.filter(({ cost_type: type }) => type === "tax").length).toBeGreaterThan(0);
    expect(BILL.some(({ sku }) => sku.description.startsWith("AI Dev Tools: Claude"))).toBe(true);
  });

  it("stays below what a demo can take in", () => {
    expect(BILL.length).toBeLessThan(3_000);
    expect(AUDIT.length).toBeLessThan(3_000);
  });

  it("ends where it is cut off", () => {
    const until = Date.parse("2026-10-20T00:00:00Z");
    const cut = googleExport(ORGANIZATION, { until });
    const exported = rowsOf<BillingRow>(cut.billingNdjson).map((row) => row.export_time);
    const logged = rowsOf<AuditRow>(cut.auditNdjson).map(({ timestamp }) => timestamp);
    expect([exported, logged].map(({ length }) => length > 0)).toEqual([true, true]);
    expect(exported.every((time) => Date.parse(time) < until)).toBe(true);
    expect(logged.every((time) => Date.parse(time) < until)).toBe(true);
    expect(exported.length).toBeLessThan(BILL.length);
    expect(GOOGLE.billingNdjson).toContain(cut.billingNdjson.split("\n")[0]);
  });
});

describe("the invented log", () => {
  // The second piece of a split entry says neither who called nor how it ended.
  const whole = AUDIT.filter(({ split }) => (split?.index ?? 0) === 0);
  const calls = (what: (row: AuditRow) => boolean) => whole.filter(what).length;

  it("has calls of several entries, and streams that were cancelled", () => {
    expect(whole.length).toBeLessThan(AUDIT.length);
    expect(calls(({ operation }) => operation?.first === true)).toBeGreaterThan(0);
    expect(calls(({ operation }) => operation?.last === true)).toBe(
      calls(({ operation }) => operation?.first === true),
    );
    expect(calls(({ protopayload_auditlog: { status } }) => status.code === 1)).toBeGreaterThan(0);
  });

  it("has calls that nobody pays for", () => {
    const isCount = ({ protopayload_auditlog: { resourceName } }: AuditRow) =>
      resourceName.endsWith("/models/count-tokens");
    expect(calls(isCount)).toBeGreaterThan(0);
    expect(
      calls(({ protopayload_auditlog: { status } }) => (status.code ?? 0) !== 0),
    ).toBeGreaterThan(0);
    expect(new Set(AUDIT.map(({ insertId }) => insertId)).size).toBeLessThan(AUDIT.length);
  });

  it("names people in three ways, and a machine", () => {
    const identity = ({ protopayload_auditlog: { authenticationInfo } }: AuditRow) =>
      authenticationInfo;
    expect(calls((row) => identity(row).principalEmail === undefined)).toBeGreaterThan(0);
    expect(calls((row) => identity(row).serviceAccountDelegationInfo.length === 1)).toBeGreaterThan(
      0,
    );
    const isMachine = (row: AuditRow) =>
      identity(row).principalSubject.startsWith("serviceAccount:") &&
      identity(row).serviceAccountDelegationInfo.length === 0;
    expect(calls(isMachine)).toBeGreaterThan(0);
    const isOther = ({ protopayload_auditlog: { requestMetadata } }: AuditRow) =>
      !requestMetadata.callerSuppliedUserAgent.startsWith("claude-cli/");
    expect(calls(isOther)).toBeGreaterThan(0);
  });
});

describe("the list of projects", () => {
  it("can be imported and leaves one project out", () => {
    const { lines, faults } = checkFile(GOOGLE.projectsCsv, kindNamed("vertex-projects"));
    expect(faults).toEqual([]);
    expect(lines).toHaveLength(GOOGLE.truth.perProjectNanoUsd().size - 1);
  });
});
