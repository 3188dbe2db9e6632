/**
 * The longest test files first, so that no core ends alone with one of them. Jest would know their times
 * from the run before, which a fresh clone does not have.
 */

const Sequencer = require("@jest/test-sequencer").default;

const LONGEST = [
  "tests/red_law",
  "tests/scenarios_",
  "tests/cli/",
  "tests/production/",
  "tests/truth/",
  "tests/bad_cell",
  "tests/docs/",
  "tests/properties/",
  "tests/violations",
  "tests/memo",
  "tests/ingest/",
  "tests/museum/",
  "tests/warehouse/",
  "tests/native",
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
