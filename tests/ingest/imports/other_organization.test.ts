/** One file counts for one organization: under another name it is refused, and the way to move it is named. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { importText } from "./report_support.ts";

let local: TestWarehouse;
beforeAll(async () => {
  local = await startTestWarehouse();
});
beforeEach(() => local.reset());
afterAll(() => local.close());

const CURSOR = "Date,User,Kind,Model,Cost";
const FIRST = "2026-08-05T06:44:42.863Z,ann@x.org,On-Demand,m,0.55";
const SECOND = "2026-08-06T06:44:42.863Z,ann@x.org,On-Demand,m,0.60";
const csv = (...lines: readonly string[]): string => `${lines.join("\n")}\n`;

const DAYS = { from: "2026-08-01", to: "2026-08-20" };
const FILES = [
  ["cursor-usage", csv(CURSOR, FIRST, SECOND), {}],
  [
    "claude-console-cost",
    csv(
      "usage_date_utc,model,workspace,token_type,cost_usd,cost_type",
      "2026-08-05,m,w,input,1.5,token",
    ),
    {},
  ],
  [
    "claude-ai-spend-report",
    csv("user_email,product,model,total_net_spend_usd", "a@x.org,Chat,m,2.5"),
    DAYS,
  ],
] as const;

async function fetched(): Promise<readonly unknown[]> {
  const rows = await local.runQuery(
    "select organization_id from `local.ai_raw.raw_fetches` order by fetch_id",
  );
  return rows.map(({ organization_id }) => organization_id);
}

describe.each(FILES)("the same %s", (kind, content, days) => {
  const send = (organization?: string, text: string = content, more: object = days) =>
    importText(local, kind, text, organization === undefined ? more : { organization, ...more });

  it("is refused under another name, with and without one, and as a copy saved anew", async () => {
    await send();
    await expect(send("team-1")).rejects.toThrow(
      /^export\.csv has the rows of the .* imported without --organization on 2026-11-01 and stands for 2026-08-.*: import it without --organization to replace that one, or first take/,
    );
    await expect(send("team-1", content.replaceAll("\n", "\r\n"))).rejects.toThrow("count twice");
    expect(await fetched()).toHaveLength(1);
    await send();
    expect(await fetched()).toHaveLength(2);
  });

  it("is one organization's with blanks around its name, and an empty name is none", async () => {
    await send("team-1");
    await send(" team-1 ");
    expect(await fetched()).toEqual(["team-1", "team-1"]);
    for (const empty of ["", "  "]) {
      await expect(send(empty)).rejects.toThrow("--organization is empty: give the vendor's id");
    }
    await expect(send("team\u200b-1")).rejects.toThrow("invisible character U+200B");
    await expect(send()).rejects.toThrow("imported with --organization team-1 on");
  });

  it("is moved by taking the first one back", async () => {
    await send();
    const [header = ""] = content.split("\n");
    await send(undefined, csv(header), DAYS);
    await send("team-1");
    expect(await fetched()).toHaveLength(3);
  });
});

describe("another file", () => {
  it("with other rows is another organization's, of the same days", async () => {
    await importText(local, "cursor-usage", csv(CURSOR, FIRST), { organization: "a" });
    await importText(local, "cursor-usage", csv(CURSOR, FIRST.replace("ann", "ben")), {
      organization: "b",
    });
    expect(await fetched()).toEqual(["a", "b"]);
  });

  it("with the same rows of one of its days is refused", async () => {
    await importText(local, "cursor-usage", csv(CURSOR, FIRST, SECOND), { organization: "a" });
    await expect(
      importText(local, "cursor-usage", csv(CURSOR, SECOND), { organization: "b" }),
    ).rejects.toThrow("count twice");
  });
});
