/** Files as spreadsheets of many countries write them. */

import { describe, expect, it } from "@jest/globals";

import { headerOf, readCsv } from "../../../ingest/imports/read_csv.ts";

const COLUMNS = ["id", "note"];

function rows(content: string) {
  const file = readCsv(content, COLUMNS);
  expect(file.faults).toEqual([]);
  return file.rows;
}

function faults(content: string) {
  return readCsv(content, COLUMNS).faults;
}

describe("a CSV file", () => {
  it.each([
    ["line feeds", "id,note\n1,a\n2,b\n"],
    ["CRLF", "id,note\r\n1,a\r\n2,b\r\n"],
    ["carriage returns", "id,note\r1,a\r2,b"],
    ["a byte order mark", "\ufeffid,note\n1,a\n2,b"],
    ["a byte order mark before a quote", '\ufeff"id","note"\n1,a\n2,b'],
    ["semicolons", "id;note\n1;a\n2;b\n"],
    ["columns in another order and case", "Note, ID\na,1\nb,2\n"],
    ["blanks around cells", "id, note \n 1 ,a\n2, b\n"],
  ])("with %s reads the same", (_what, content) => {
    expect(rows(content)).toEqual([
      { line: 2, cells: { id: "1", note: "a" } },
      { line: 3, cells: { id: "2", note: "b" } },
    ]);
  });

  it.each(["\n", "\r\n", "\r", " \t\n\n", "?\n", "??\n?\n", "\ufeff\n", "\ufeff?\r\n\r\n"])(
    "may begin with lines that say nothing: %j",
    (lines) => {
      for (const separator of [",", ";"]) {
        const blank = lines.replaceAll("?", separator);
        for (const content of ["id?note\n1?a. b", '"id"?"note"\n"1"?"a. b"']) {
          const file = blank + content.replaceAll("?", separator);
          expect(rows(file).map(({ cells }) => cells)).toEqual([{ id: "1", note: "a. b" }]);
          expect(headerOf(file)).toEqual(COLUMNS);
        }
      }
    },
  );

  it("has the fault of its header where that is the first line that says something", () => {
    expect(faults("\n;\nid;remark\n1;a")).toEqual([
      expect.objectContaining({ line: 3, column: '"remark"' }),
      expect.objectContaining({ line: 3, column: "note", reason: "is missing in the header" }),
    ]);
  });

  it("may break a title's line in quotes, before what stands between the titles", () => {
    const content = '"Total\nspend, net";Note\n1;a';
    const { rows: read } = readCsv(content, ["total_spend_net", "note"], { needed: [] });
    expect(read.map(({ cells }) => cells)).toEqual([{ total_spend_net: "1", note: "a" }]);
    expect(headerOf(content)).toEqual(["total_spend_net", "note"]);
  });

  it("keeps a comma in a file of semicolons and a semicolon in a file of commas", () => {
    expect(rows("id;note\n1;a, b\n")[0]?.cells["note"]).toBe("a, b");
    expect(rows("id,note\n1,a; b\n")[0]?.cells["note"]).toBe("a; b");
  });

  it("counts lines as an editor does, past empty lines and line ends in quotes", () => {
    const content = 'id,note\n1,"a\nb"\n\n,\n2,"c\r\nd"\n3,e\n';
    expect(rows(content).map(({ line }) => line)).toEqual([2, 6, 8]);
  });

  it("keeps a cell that looks like a formula", () => {
    expect(rows("id,note\n-1,=1+1\n@x,+2\n").map(({ cells }) => Object.values(cells))).toEqual([
      ["-1", "=1+1"],
      ["@x", "+2"],
    ]);
  });

  it("has null for an empty cell", () => {
    expect(rows("id,note\n1,\n")[0]?.cells).toEqual({ id: "1", note: null });
  });
});

describe("a file that cannot be read", () => {
  it("has a header twice", () => {
    expect(faults("id,note,ID\n1,a,2\n")).toEqual([
      { line: 1, column: "id", reason: "stands in the header twice" },
    ]);
  });

  it("has an unknown header and misses one, both named", () => {
    expect(faults("id,remark\n1,a\n")).toEqual([
      {
        line: 1,
        column: '"remark"',
        reason: "is not a column of this file: the columns are id, note",
      },
      { line: 1, column: "note", reason: "is missing in the header" },
    ]);
  });

  it("has lines of other lengths than the header, each named", () => {
    expect(faults("id,note\n1\n2,b\n3,c,d\n").map(({ line }) => line)).toEqual([2, 4]);
  });

  it.each(["", "\n\n", "\ufeff"])("is empty: %j", (content) => {
    expect(faults(content)).toEqual([
      { line: null, column: null, reason: "is empty: its first line must be id,note" },
    ]);
  });

  it("has a quote that does not close, or one in the middle, and the cell is not repeated", () => {
    expect(faults('id,note\n1,"secret\n2,b\n')[0]?.reason).toMatch(
      /^has a quote that is never closed/,
    );
    const [middle] = faults('id,note\n1,a\n2,sec"ret\n');
    expect(middle?.line).toBe(3);
    expect(middle?.reason).toMatch(/^has a quote in the middle of a cell/);
    expect(middle?.reason).not.toMatch(/sec/);
  });
});
