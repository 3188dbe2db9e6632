/**
 * The only place where two sums are compared. A law returns the rows that break it, each with what
 * was expected, what was found, the difference and where; no row means that the law holds.
 *
 * @typedef {object} Side
 * @property {string} from SQL relation: a `ref()` or a parenthesised query.
 * @property {string} measure Column or SQL expression to sum.
 */

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

module.exports = { conserves, unique };
