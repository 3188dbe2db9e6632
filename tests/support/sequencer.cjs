/**
 * The longest test files first, so that no core ends alone with one of them. Jest would know their times
 * from the run before, which a fresh clone does not have.
 */

const Sequencer = require("@jest/test-sequencer").default;

const LONGEST = [
  "tests/sql/red_law",
  "tests/sql/scenarios/",
  "tests/cli/",
  "tests/system/production/",
  "tests/sql/mutations/",
  "tests/sql/truth/",
  "tests/sql/second_build",
  "tests/sql/bad_cell",
  "tests/system/docs",
  "tests/sql/properties/",
  "tests/sql/violations",
  "tests/sql/left_alone",
  "tests/ingest/",
  "tests/system/museum/",
  "tests/local/warehouse/",
  "tests/sql/native",
];

/**
 * Place among the longest; files that are not listed come after them.
 * @param {string} file
 */
function placeOf(file) {
  const place = LONGEST.findIndex((part) => file.includes(part));
  return place < 0 ? LONGEST.length : place;
}

module.exports = class extends Sequencer {
  /**
   * @override
   * @param {import("@jest/test-result").Test[]} tests
   */
  sort(tests) {
    return [...tests].sort(
      (one, other) => placeOf(one.path) - placeOf(other.path) || one.path.localeCompare(other.path),
    );
  }
};
