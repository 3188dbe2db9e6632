/** What the operator is told of a failure of the warehouse's client. */

import { describe, expect, it } from "@jest/globals";

import { warehouseError } from "../../../ingest/warehouse/warehouse_errors.ts";

const SECRET = "c7b13135cce88175ad09d8ab9b9c824d";
const ADDRESS = `http://127.0.0.1:45297/${SECRET}/bigquery/v2/projects/local/queries/x?location=US`;

describe("the address of the local warehouse, whose secret opens it, is in no sentence", () => {
  it.each([
    ["a connection", new Error(`request to ${ADDRESS} failed, reason: connect ECONNREFUSED`)],
    ["a body", new Error(`Invalid response body while trying to fetch ${ADDRESS}: aborted`)],
    ["a list of reasons", { errors: [{ message: `Not found: ${ADDRESS}`, reason: "notFound" }] }],
  ])("%s", (_title, error) => {
    for (const doing of [null, "listing the tables of ai_spend"]) {
      const { message } = warehouseError(error, doing);
      expect(message).not.toContain(SECRET);
      expect(message).toContain("the local warehouse");
    }
  });
});
