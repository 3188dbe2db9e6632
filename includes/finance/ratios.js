/**
 * What finance has to know beside the charges: which platforms an invoice is for, and how far it may be
 * off. Everything that compares an invoice with the warehouse reads it from here.
 */

const { caseWhen } = require("../sql/case_when.js");

/**
 * Which platforms a vendor's invoice bills. Anthropic's Console sends one invoice for the API and for
 * Claude Code on it; a claude.ai plan, Cursor and Google send their own.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const INVOICED_PLATFORMS = Object.freeze({
  anthropic_console: ["claude_api", "claude_code"],
  claude_ai: ["claude_ai"],
  cursor: ["cursor"],
  google: ["vertex_ai"],
});

/** The vendors that sell seats; of the others everything is use. */
const SELLS_SEATS = Object.freeze(["claude_ai", "cursor"]);

/**
 * What a line of an invoice may be for, and with what it is compared. `credits` and `commitment` are paid before they
 * are used; `adjustment` and `refund` correct or give back what another line of the same days billed, and follow it.
 * Without a kind a line is for all of the vendor's dollars of its period.
 */
const PAYS_FOR = Object.freeze({
  seats: "seats",
  usage: "usage",
  overage: "usage",
  credits: "prepaid",
  commitment: "prepaid",
  tax: "tax",
  adjustment: "nothing",
  refund: "nothing",
});

const LINE_KINDS = /** @type {[string, ...string[]]} */ (Object.keys(PAYS_FOR));

/**
 * How many years bought credits last where their line is of a single day, the day of the purchase. Source:
 * support.anthropic.com/en/articles/8977456, "Credits expire one year from the purchase date".
 *
 * @type {Readonly<Record<string, number>>}
 */
const CREDIT_YEARS = Object.freeze({ anthropic_console: 1 });

/**
 * Invoices are in whole cents and the warehouse is not, so each amount on an invoice may be off by half a cent. That
 * is no tolerance: the difference keeps its name, `rounding`, and its dollars.
 */
const ROUNDING_USD = "0.005";

/** @returns {string} SQL list of every platform that can cost anything, for `in (…)`. */
function platformList() {
  return Object.values(INVOICED_PLATFORMS)
    .flat()
    .map((platform) => `'${platform}'`)
    .join(", ");
}

/**
 * @param {string} vendor SQL expression, STRING.
 * @returns {string} SQL condition: the vendor sells seats.
 */
function sellsSeats(vendor) {
  return `${vendor} in (${SELLS_SEATS.map((name) => `'${name}'`).join(", ")})`;
}

/**
 * The vendors' map as a relation.
 *
 * @returns {string} A query: `vendor`, `platform`, both STRING; one row per vendor and platform.
 */
function invoicedPlatforms() {
  const rows = Object.entries(INVOICED_PLATFORMS).flatMap(([vendor, platforms]) =>
    platforms.map((platform) => `select '${vendor}' as vendor, '${platform}' as platform`),
  );
  return rows.join("\n\n  union all\n\n  ");
}

/**
 * What explains a difference between an invoice and the warehouse, by the word in `explained_by`: the column of
 * `month_close`, without `_usd`, that has its dollars.
 */
const REASONS = Object.freeze({
  in_advance: "in_advance",
  in_arrears: "in_arrears",
  prepaid: "paid_ahead",
  cycle: "cycle",
  tax: "tax_within",
  not_covered: "not_covered",
  rounding: "rounding",
});

/**
 * @param {string} reason SQL expression, STRING: a word of `explained_by`; null for unexplained.
 * @returns {string} CASE expression, STRING: the column's name without `_usd`; null for null.
 */
function reasonColumn(reason) {
  const rules = Object.entries(REASONS)
    .filter(([word, name]) => word !== name)
    .map(([word, name]) => ({ when: `${reason} = '${word}'`, then: `'${name}'` }));
  return caseWhen(rules, reason);
}

/**
 * @param {string} kind SQL expression, STRING: kind of a line; null for everything.
 * @returns {string} CASE expression, STRING: all, usage, seats, prepaid, tax or nothing.
 */
function paysFor(kind) {
  const rules = Object.entries(PAYS_FOR).map(([word, what]) => ({
    when: `${kind} = '${word}'`,
    then: `'${what}'`,
  }));
  return caseWhen([{ when: `${kind} is null`, then: "'all'" }, ...rules], "'nothing'");
}

/**
 * @param {string} vendor SQL expression, STRING.
 * @param {string} bought SQL expression, DATE: when credits were bought.
 * @returns {string} CASE expression, DATE: the first day without them; the last of all days where they do not expire.
 */
function creditsExpire(vendor, bought) {
  const rules = Object.entries(CREDIT_YEARS).map(([name, years]) => ({
    when: `${vendor} = '${name}'`,
    then: `date_add(${bought}, interval ${years} year)`,
  }));
  return caseWhen(rules, "date '9999-12-31'");
}

/**
 * A share in percent, of sums.
 *
 * @param {string} part SQL expression, NUMERIC.
 * @param {string} whole SQL expression, NUMERIC.
 * @returns {string} SQL expression, NUMERIC percent; null if the whole is not above zero, because nothing is a share of that.
 */
function percent(part, whole) {
  return `safe_divide((${part}) * 100, if(${whole} > numeric '0', ${whole}, null))`;
}

module.exports = {
  INVOICED_PLATFORMS,
  LINE_KINDS,
  ROUNDING_USD,
  platformList,
  sellsSeats,
  invoicedPlatforms,
  paysFor,
  creditsExpire,
  REASONS,
  reasonColumn,
  percent,
};
