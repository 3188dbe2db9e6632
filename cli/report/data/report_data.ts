/** The shape of what a report page holds: written by the program, read by the page. Types and names only. */

/** What a cost is told apart by, in the order in which the page offers the filters. */
export const DIMENSIONS = [
  "platform",
  "person",
  "team",
  "cost_center",
  "project",
  "model",
  "key",
  "account",
  "funding",
  "mode",
  "sku",
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Stands in the model's place where something is paid whatever the model: a seat, a fee, a credit. */
export const SEATS_AND_FEES = "seats and fees";

/** Names by number; null is "none", such as the key of a platform without keys. */
export type Names = Readonly<Record<Dimension, readonly (string | null)[]>>;

export interface CostCube {
  /** `YYYY-MM-DD` of day 0; null if there is no cost at all. */
  readonly firstDay: string | null;
  readonly dayCount: number;
  readonly names: Names;
  /** For each combination of names that has a cost, the name's number: one list a dimension. */
  readonly combinations: Readonly<Record<Dimension, readonly number[]>>;
  readonly factCount: number;
}

/** A row of a mart: money and whole numbers as text, dates `YYYY-MM-DD`. */
export type MartRow = Readonly<Record<string, string | boolean | null>>;

/** The marts and reports that the page shows as they are, beside the cost cube. */
export const MART_NAMES = [
  "months",
  "invoices",
  "seats",
  "restatements",
  "anomalies",
  "freshness",
  "standing",
] as const;
export type MartName = (typeof MART_NAMES)[number];

export interface ActiveDays {
  readonly platform: string;
  readonly person: string;
  /** One character a day from `firstDay` on: "1" if the person worked on the platform. */
  readonly days: string;
}

export interface Laws {
  readonly total: number;
  /** Names of those that do not hold. */
  readonly broken: readonly string[];
}

export interface ReportData {
  /** Up to when the data speak, RFC 3339; null before the first fetch. */
  readonly asOf: string | null;
  readonly hasPseudonyms: boolean;
  readonly cube: CostCube;
  readonly marts: Readonly<Record<MartName, readonly MartRow[]>>;
  readonly active: readonly ActiveDays[];
  readonly laws: Laws;
}

/** What a node of a trace says of its children, by number. */
export const RULES = [null, "parts", "same"] as const;

/** A node by numbers of texts, -1 for no dollars; its rule's number; labels and texts of its facts in turn; its children. */
export type PackedNode = readonly [
  title: number,
  usd: number,
  rule: number,
  facts: readonly number[],
  children: readonly PackedNode[],
];

/** The traces behind the rows that cost most. Kept apart from ReportData, since the page unpacks them when first asked. */
export interface PackedTrees {
  readonly texts: readonly string[];
  /** The first node of each, by the command that shows the same. */
  readonly roots: Readonly<Record<string, PackedNode>>;
}
