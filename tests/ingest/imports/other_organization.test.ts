/** One file counts for one organization: under another name it is refused, and the way to move it is named. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { importText } from "./report_support.ts";

let local: TestWarehouse;
beforeAll(async () => {
  local = await startTestWarehouse();
});
beforeEach(() => local.empty());
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
    await expect(send(undefined, csv(header), DAYS)).rejects.toThrow(
      /so that [12] rows? of \d.* would go, and nothing was changed: give --empty/,
    );
    expect(await fetched()).toHaveLength(1);
    await importText(local, kind, csv(header), DAYS, true);
    await send("team-1");
    expect(await fetched()).toHaveLength(3);
  });
});

const CONSOLE = "usage_date_utc,model,workspace,api_key,token_type,cost_usd,cost_type";
const event = (day: number, user = "ann", cost = "0.50"): string =>
  `2026-08-${String(day).padStart(2, "0")}T06:44:42.863Z,${user}@x.org,On-Demand,m,${cost}`;
const sum = (day: number, key = "k", cost = "0.50"): string =>
  `2026-08-${String(day).padStart(2, "0")},m,w,${key},input,${cost},token`;

describe.each([
  ["cursor-usage", CURSOR, event],
  ["claude-console-cost", CONSOLE, sum],
] as const)("another %s", (kind, header, row) => {
  const send = (organization: string, rows: readonly string[], days: object = {}) =>
    importText(local, kind, csv(header, ...rows), { organization, ...days });
  const days = (first: number, last: number): readonly string[] =>
    Array.from({ length: last - first + 1 }, (_, index) => row(first + index));

  it("with other rows is another organization's, of the same days", async () => {
    await send("a", [row(5), row(6)]);
    await send("b", [row(5, "ben"), row(6, "ben")]);
    await send("c", [row(5, "ann", "0.60"), row(7)]);
    await send("d", [], DAYS);
    expect(await fetched()).toEqual(["a", "b", "c", "d"]);
  });

  it.each([
    ["narrower", 6, 6],
    ["wider", 1, 10],
    ["earlier", 1, 5],
    ["later", 7, 12],
    ["as wide", 5, 7],
  ])("that is %s, with the same rows of a day, is refused", async (_name, first, last) => {
    await send("a", days(5, 7));
    const refused = send("b", days(first, last));
    const from = `2026-08-0${Math.max(first, 5)}`;
    const to = `2026-08-0${Math.min(last, 7) + 1}`;
    await expect(refused).rejects.toThrow(
      new RegExp(`stands for 2026-08-05 to 2026-08-08, .* --from ${from} --to ${to}\\.$`),
    );
    expect(await fetched()).toEqual(["a"]);
  });

  it("whose last day has grown since is refused for the days before, saved anew by a spreadsheet too", async () => {
    await send("a", days(5, 7));
    const grown = [...days(5, 7), row(7, "ben"), row(8)];
    await expect(send("b", grown)).rejects.toThrow("count twice");
    const saved = grown.map((line) => line.replace("0.50", "0.5"));
    await expect(send("b", saved)).rejects.toThrow("count twice");
  });

  it("is compared with the file that speaks for the day, in whatever pieces it was landed", async () => {
    await send("a", days(5, 8));
    await send("a", [row(5, "ben"), row(6, "ben")]);
    await send("b", days(5, 6));
    await expect(send("c", days(4, 6))).rejects.toThrow("with --organization b on");
    await expect(send("c", days(7, 9))).rejects.toThrow("with --organization a on");
    const taken = { organization: "a", from: "2026-08-07", to: "2026-08-09" };
    await importText(local, kind, csv(header), taken, true);
    await send("c", days(7, 8));
    expect(await fetched()).toEqual(["a", "a", "b", "a", "c"]);
  });

  it("of other days is another organization's", async () => {
    await send("a", days(5, 6));
    await send("b", days(7, 8));
    expect(await fetched()).toEqual(["a", "b"]);
  });
});

it("two organizations may have the same day of the Console that cost nothing", async () => {
  const send = (organization: string, ...rows: readonly string[]) =>
    importText(local, "claude-console-cost", csv(CONSOLE, ...rows), { organization });
  await send("a", sum(5, "", "0.00"), sum(6));
  await send("b", sum(5, "", "0.00"), sum(6, "other"));
  expect(await fetched()).toEqual(["a", "b"]);
});

it("one event of Cursor in common is enough, whatever else its day has", async () => {
  const send = (organization: string, ...rows: readonly string[]) =>
    importText(local, "cursor-usage", csv(CURSOR, ...rows), { organization });
  await send("a", event(5).replace("T06", "T05"), event(5, "ann", "Included"));
  await expect(send("b", event(5, "ann", "Included"), event(6))).rejects.toThrow("count twice");
});
