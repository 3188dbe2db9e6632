/** Each endpoint and each kind of import is some vendor's, or is named here as what people keep for all of them. */

import { createRequire } from "node:module";
import path from "node:path";

import { expect, it } from "@jest/globals";

import { GOOGLE_KINDS } from "../../../ingest/imports/google/kinds.ts";
import { KINDS } from "../../../ingest/imports/kinds.ts";
import { REPORT_KINDS } from "../../../ingest/imports/report_kinds.ts";

const requireInclude = createRequire(path.join(process.cwd(), "includes/package.json"));
const { endpointDomain } = requireInclude("./gates.js") as {
  readonly endpointDomain: (column: string) => string;
};

const OF_ALL = ["people", "budgets", "invoices", "closed-months", "pseudonym-salt"];

it("knows whose every import is", () => {
  const rules = endpointDomain("endpoint");
  const unknown = [...KINDS, ...REPORT_KINDS, ...GOOGLE_KINDS]
    .map(({ name }) => name)
    .filter((name) => !rules.includes(`'${name}'`));
  expect(unknown).toEqual(OF_ALL);
});
