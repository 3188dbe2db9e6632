/** Bodies that break the vendor's own contract, made from good ones. Pure. */

export type SpoiltBody =
  "cursor_comes_back" | "has_more_without_cursor" | "odd_type" | "unknown_field" | "wrong_type";

type Json = Record<string, unknown>;

/** The body as the fault leaves it; other kinds of fault leave it as it is. */
export function spoil(kind: string, body: unknown, url: string): unknown {
  if (!isJson(body)) return body;
  switch (kind) {
    case "has_more_without_cursor":
      return {
        ...body,
        has_more: true,
        ...("last_id" in body ? { last_id: null } : { next_page: null }),
      };
    case "cursor_comes_back":
      return cursorComesBack(body, url);
    case "unknown_field":
      return {
        ...eachRow(body, (row) => ({ ...row, brand_new_field: "surprise" })),
        brand_new_envelope_field: 1,
      };
    case "odd_type":
      // What the object is called, which a client that knows what it asked for need not read.
      return eachRow(body, (row) => ("type" in row ? { ...row, type: ["oddity"] } : row));
    case "wrong_type":
      return eachRow(body, wrongType);
    default:
      return body;
  }
}

/** A cursor of no question; it leads back to the first page while the fault is on. */
const ENDLESS = "page_MjAyNS0wNS0xNFQwMDowMDowMFo=";

/** The question as it is answered under the fault. */
export function askedUrl(kind: string, url: string): string {
  const asked = new URL(url, "http://vendor");
  if (kind !== "cursor_comes_back" || asked.searchParams.get("page") !== ENDLESS) return url;
  asked.searchParams.delete("page");
  return asked.pathname + asked.search;
}

/** The page that was asked for names itself as the next one; the first page names a page that then does. */
function cursorComesBack(body: Json, url: string): Json {
  const { searchParams } = new URL(url, "http://vendor");
  if ("last_id" in body) {
    return { ...body, has_more: true, last_id: searchParams.get("after_id") ?? body["last_id"] };
  }
  const again = searchParams.get("page") ?? body["next_page"] ?? ENDLESS;
  return { ...body, has_more: true, next_page: again };
}

/** Rows of a bucketed report are inside the buckets, other rows are the data themselves. */
function eachRow(body: Json, change: (row: Json) => Json): Json {
  const data = body["data"];
  if (!Array.isArray(data)) return change(body);
  const changed = (row: unknown): unknown => (isJson(row) ? change(row) : row);
  return {
    ...body,
    data: data.map((entry: unknown) => {
      if (!isJson(entry) || !Array.isArray(entry["results"])) return changed(entry);
      return { ...entry, results: entry["results"].map(changed) };
    }),
  };
}

function wrongType(row: Json): Json {
  if (typeof row["amount"] === "string")
    return { ...row, amount: Number.parseFloat(row["amount"]) };
  for (const name of ["cost", "usage"]) {
    const metrics = row[name];
    if (isJson(metrics)) return { ...row, [name]: wrongType(metrics) };
  }
  if ("output_tokens" in row) return { ...row, output_tokens: String(row["output_tokens"]) };
  if (isJson(row["core_metrics"])) {
    return { ...row, core_metrics: { ...row["core_metrics"], num_sessions: "many" } };
  }
  return { ...row, id: 7 };
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
