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

describe("what the operator must fix is 2", () => {
  const REMEDY = 'Run "gcloud auth application-default login", or replace the key file';

  it.each<[string, object]>([
    ["an expired sign-in", { code: "400", message: "invalid_grant", status: 400 }],
    ["the same in other words", new Error("Error code invalid_grant: Bad Request (invalid_rapt)")],
    ["a client that was deleted", new Error("deleted_client: The OAuth client was deleted.")],
    ["a private key that is none", new Error("error:1E08010C:DECODER routines::unsupported")],
    ["no credentials", new Error("Could not load the default credentials. Browse to x")],
    ["a token that Google refuses", { code: 401, message: "Invalid authentication credentials" }],
  ])("%s is told with the sign-in", (_title, error) => {
    for (const doing of [null, "listing the tables of ai_raw"]) {
      const told = warehouseError(error, doing);
      expect(told).toMatchObject({ name: "ConfigError", exitCode: 2 });
      expect(told.message).toContain(REMEDY);
    }
  });

  it("a column of that name in an engine's own words is no sign-in", () => {
    const error = {
      errors: [{ reason: "invalidQuery", message: "Unrecognized name: invalid_grant" }],
    };
    expect(warehouseError(error, null)).toMatchObject({ exitCode: 1 });
  });

  it("access that a job is denied is as refused as access that a request is", () => {
    const errors = [{ reason: "accessDenied", message: "Access Denied: Table ai_raw.raw_fetches" }];
    for (const error of [{ errors }, { code: 403, errors }]) {
      expect(warehouseError(error, "loading 3 rows")).toMatchObject({ exitCode: 2 });
    }
  });
});
