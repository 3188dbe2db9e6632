/**
 * The only place where two sums are compared. A law returns the rows that break it, each with what
 * was expected, what was found, the difference and where; no row means that the law holds.
 *
 * A law of one vendor alone holds back that vendor and nobody else: `gates.js`.
 *
 * @typedef {object} Side
 * @property {string} from SQL relation: a `ref()` or a parenthesised query.
 * @property {string} measure Column or SQL expression to sum.
 */

const { KEYS } = require("./laws/keys.js");
const { OF_VENDOR, OF_EACH_VENDOR } = require("./laws/vendors.js");

/**
 * Two sides whose sums must agree, exactly, for each key that either side has. The union of both
 * sides comes first and the sum after it, so a key that one side lacks counts as zero and null keys
 * meet each other.
 *
 * @param {object} law
 * @param {Side} law.expected The side that is believed.
 * @param {Side} law.actual The side that is checked.
 * @param {readonly string[]} law.per Key columns; both sides have them under these names.
 * @param {string} [law.zero] The zero of the measure's type.
 * @returns {string} A query: the keys, `expected`, `actual`, `difference`.
 */
function conserves({ expected, actual, per, zero = "numeric '0'" }) {
  if (per.length === 0) throw new Error("conserves: name at least one key column in `per`.");
  const keys = per.map((key) => `    ${key},`).join("\n");
  const grouping = per.map((key) => `    ${key}`).join(",\n");
  return `with

both_sides as (

  select
${keys}
    ${expected.measure} as expected_value,
    ${zero} as actual_value,

  from ${expected.from}

  union all

  select
${keys}
    ${zero} as expected_value,
    ${actual.measure} as actual_value,

  from ${actual.from}

),

compared as (

  select
${keys}
    sum(expected_value) as expected,
    sum(actual_value) as actual,
    sum(actual_value) - sum(expected_value) as difference,

  from both_sides

  group by
${grouping}

)

select * from compared where difference <> 0 or expected is null or actual is null`;
}

/**
 * Rows of one relation that repeat a key.
 *
 * @param {object} law
 * @param {string} law.from SQL relation.
 * @param {readonly string[]} law.key Columns that must identify a row; null equals null.
 * @returns {string} A query: the key and `row_count`.
 */
function unique({ from, key }) {
  if (key.length === 0) throw new Error("unique: name at least one key column.");
  return `select
${key.map((column) => `  ${column},`).join("\n")}
  count(*) as row_count,

from ${from}

group by
${key.map((column) => `  ${column}`).join(",\n")}

having count(*) > 1`;
}

/**
 * What is wrong with the key and the columns of one relation.
 *
 * @param {object} law
 * @param {string} law.domain SQL expression: whose the row is.
 * @param {string} law.name Name of the relation, as the rows say it.
 * @param {string} law.from SQL relation.
 * @param {readonly string[]} [law.unique] Columns that no two rows share; null equals null.
 * @param {readonly string[]} law.filled Columns that are never null.
 * @returns {string} A query: `domain`, `table_name`, `fault`, `row_count`.
 */
function faults({ domain, name, from, unique: key = [], filled }) {
  const missing = filled.map((column) => `when ${column} is null then '${column} is null'`);
  const nulls = `select
  ${domain} as domain,
  '${name}' as table_name,
  case ${missing.join(" ")} end as fault,
  count(*) as row_count,

from ${from}

where ${filled.map((column) => `${column} is null`).join(" or ")}

group by
  domain,
  fault`;
  if (key.length === 0) return nulls;
  return `${nulls}

union all

select
  max(${domain}) as domain,
  '${name}' as table_name,
  'a key is there twice' as fault,
  count(*) as row_count,

from ${from}

group by
${key.map((column) => `  ${column}`).join(",\n")}

having count(*) > 1`;
}

/**
 * What is wrong with the keys of a vendor's tables, as `laws/keys.js` has them.
 *
 * @param {string} domain
 * @param {(name: string) => string} ref
 * @returns {string} A query: `domain`, `table_name`, `fault`, `row_count`.
 */
function brokenKeys(domain, ref) {
  return Object.entries(KEYS[domain] ?? {})
    .map(([name, keys]) => faults({ domain: `'${domain}'`, name, from: ref(name), ...keys }))
    .join("\n\nunion all\n\n");
}

/** @param {string} law Name of a vendor's law. @returns {string} What its table of rows is. */
function describe(law) {
  return `One row per fault, none while this holds: ${promises()[law]}`;
}

/** @returns {Readonly<Record<string, string>>} What each law of a vendor promises, by its name. */
function promises() {
  return Object.assign({}, ...Object.values(OF_VENDOR), OF_EACH_VENDOR);
}

module.exports = {
  KEYS,
  OF_VENDOR,
  OF_EACH_VENDOR,
  conserves,
  unique,
  faults,
  brokenKeys,
  describe,
  promises,
};
