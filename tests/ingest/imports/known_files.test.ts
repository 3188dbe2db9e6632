/** A known file that was given to the wrong import is named, and nothing of it is landed. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { ConfigError } from "../../../ingest/errors.ts";
import { refuseOtherFile } from "../../../ingest/imports/known_files.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { AUDIT_LINE, BILLING_LINE, importText as importExport, textOf } from "./google/support.ts";
import { importText } from "./report_support.ts";
import { fileOf } from "./support.ts";

const USAGE =
  "usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,usage_output_tokens,web_search_count\n2026-02-26 04:00,claude-opus-4-8,robot,Default,standard,,1000,200,0\n";
const COST =
  "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,cost_type\n2026-02-26,Claude Opus 4.8,Default,robot,message,,output,1.00,token\n";
const SPEND =
  "user_email,product,model,total_net_spend_usd\nann@example.com,Chat,Claude Opus 4.8,1.00\n";
const TABLE = "Billing account ID;Project ID;SKU description;Cost ($)\nA;p;Claude;1.00\n";
const LOG = JSON.stringify([{ logName: "l", protoPayload: {} }]);

describe("a file of another kind", () => {
  it.each([
    [
      "claude-console-cost",
      USAGE,
      /is the Console's usage export, which has tokens and no dollars/,
    ],
    ["claude-console-cost", `\ufeff${USAGE}`, /import that as claude-console-cost\.$/],
    ["claude-ai-spend-report", USAGE, /is the Console's usage export/],
    ["seats", USAGE, /is the Console's usage export/],
    [
      "claude-ai-spend-report",
      COST,
      /of the kind claude-console-cost.*import it as claude-console-cost/,
    ],
    ["claude-console-cost", SPEND, /import it as claude-ai-spend-report/],
    ["people", fileOf("seats"), /import it as seats/],
    ["gcp-billing-export", TABLE, /is a table of Google's billing reports/],
    ["seats", textOf([AUDIT_LINE]), /import it as gcp-audit-logs/],
    ["claude-console-cost", textOf([BILLING_LINE]), /import it as gcp-billing-export/],
    ["gcp-audit-logs", LOG, /is a log as Cloud Logging itself writes it/],
  ])("given to %s is named", (kind, text, sentence) => {
    expect(() => refuseOtherFile(kind, "export.csv", text)).toThrow(sentence);
  });

  it.each([
    ["claude-console-cost", COST],
    ["seats", fileOf("seats")],
    ["people", "some,thing,else\n1,2,3\n"],
    ["people", ""],
  ])("is not seen where it is %s itself, or unknown", (kind, text) => {
    expect(() => refuseOtherFile(kind, "export.csv", text)).not.toThrow();
  });
});

describe("an import", () => {
  let local: TestWarehouse;
  beforeAll(async () => {
    local = await startTestWarehouse();
  });
  afterAll(() => local.close());

  it("says so before anything else, without dates too, and lands nothing", async () => {
    await expect(importText(local, "claude-console-cost", USAGE)).rejects.toThrow(ConfigError);
    await expect(importText(local, "claude-ai-spend-report", COST)).rejects.toThrow(
      "import it as claude-console-cost",
    );
    await expect(importExport(local.warehouse, SPEND)).rejects.toThrow(
      "import it as claude-ai-spend-report",
    );
    const rows = await local.runQuery("select fetch_id from `local.ai_raw.raw_fetches`");
    expect(rows).toEqual([]);
  });
});
