/**
 * The only place where a vendor's amount becomes US dollars. Amounts travel as text; NUMERIC keeps
 * nine decimals, one thousand-millionth of a dollar, and nothing is rounded below the reports.
 */

const { caseWhen } = require("./sql/case_when.js");

/**
 * @param {string} column SQL expression, STRING: a decimal in cents, such as '123.78912'.
 * @returns {string} SQL expression, NUMERIC cents; null if the text is no decimal, or a billion dollars or more, which
 *   are on no bill: a split counts billionths of them in INT64.
 */
function cents(column) {
  return `safe_cast(regexp_extract(${column}, r'^-?0*[0-9]{1,11}(?:[.][0-9]+)?$') as numeric)`;
}

/**
 * Text in cents to US dollars, exact: up to seven decimals of a cent are nine of a dollar. A text
 * with more, or with none that can be read, breaks `law_no_precision_is_lost` instead of being
 * rounded unseen.
 *
 * @param {string} column SQL expression, STRING: a decimal in cents.
 * @returns {string} SQL expression, NUMERIC US dollars; null where `cents` is.
 */
function centsToUsd(column) {
  return `safe_divide(${cents(column)}, numeric '100')`;
}

/** A JSON number of less than 10^11, so of less than a billion dollars in cents. */
const OF_A_BILL =
  "r'^-?(?:[0-9]{1,11}(?:[.][0-9]+)?(?:[eE]-[0-9]{1,4})?|[0-9](?:[.][0-9]+)?[eE][+]?(?:0?[0-9]|10))$'";

/**
 * Text of a JSON number in cents to US dollars, rounded once, half away from zero, to a nano-dollar: the
 * decimal point moves in the text, so that the number is read a single time. For vendors that send
 * binary numbers, whose last digits mean nothing.
 *
 * @param {string} column SQL expression, STRING: such as '21.36232' or '5e-8'.
 * @returns {string} SQL expression, NUMERIC US dollars; null if the text is no such number.
 */
function binaryCentsToUsd(column) {
  const digits = `regexp_extract(${column}, r'^-?[0-9]+(?:[.][0-9]+)?')`;
  const exponent = `ifnull(safe_cast(regexp_extract(${column}, r'[eE]([0-9+-]+)$') as int64), 0) - 2`;
  const dollars = `safe_cast(concat(${digits}, 'e', cast(${exponent} as string)) as numeric)`;
  return `if(regexp_contains(${column}, ${OF_A_BILL}), ${dollars}, null)`;
}

/**
 * SQL condition: the text is a plain decimal that NUMERIC dollars hold without rounding.
 *
 * @param {string} column SQL expression, STRING, cents.
 * @returns {string} SQL expression, BOOL; null if the text is null.
 */
function isExactInCents(column) {
  return `regexp_contains(${column}, r'^-?0*[0-9]{1,11}(?:[.][0-9]{1,7}0*)?$')`;
}

/**
 * SQL condition: the text is a plain decimal of dollars that NUMERIC holds without rounding.
 *
 * @param {string} column SQL expression, STRING, dollars.
 * @returns {string} SQL expression, BOOL; null if the text is null.
 */
function isExactInDollars(column) {
  return `regexp_contains(${column}, r'^ *-?[0-9]{1,20}(?:[.][0-9]{1,9}0*)? *$')`;
}

/**
 * Text in the unit that its fetch names to US dollars.
 *
 * @param {string} column SQL expression, STRING.
 * @param {string} unit SQL expression, STRING: `usd_cents` or `usd`.
 * @returns {string} SQL expression, NUMERIC; null for an unknown unit.
 */
function toUsd(column, unit) {
  return caseWhen(
    [
      { when: `${unit} = 'usd_cents'`, then: centsToUsd(column) },
      { when: `${unit} = 'usd'`, then: `safe_cast(${column} as numeric)` },
    ],
    "cast(null as numeric)",
  );
}

/**
 * By how much a list price is multiplied where the model is bound to run in one place. Source: the
 * vendor's pricing page, `inference_geo: us` costs 1.1 times on every kind of token.
 *
 * @param {string} column SQL expression, STRING: the inference geo of a cost line.
 * @returns {string} CASE expression, NUMERIC.
 */
function geoSurcharge(column) {
  return caseWhen([{ when: `${column} = 'us'`, then: "numeric '1.1'" }], "numeric '1'");
}

/**
 * A vendor's code of a currency as ISO 4217 writes it: `usd` is USD.
 *
 * @param {string} column SQL expression, STRING.
 * @returns {string} SQL expression, STRING; null where the vendor names none.
 */
function currency(column) {
  return `upper(trim(${column}))`;
}

module.exports = {
  cents,
  currency,
  centsToUsd,
  binaryCentsToUsd,
  isExactInCents,
  isExactInDollars,
  toUsd,
  geoSurcharge,
};
