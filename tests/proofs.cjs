/**
 * The tests that `npm run test:proofs` runs and plain `npm test` leaves to it: the real Dataform CLI, whole programs
 * under faults and kills, everything against invented truth, random data and edits. Each proves what no change of
 * one model or file is likely to break, and takes longer than all the others together. `.ci/run` runs both.
 */
const PROOFS = [
  "tests/cli/build/build_and_status",
  "tests/cli/diff/bigquery",
  "tests/cli/import/at_once",
  "tests/cli/trace/demo",
  "tests/local/warehouse/build/random",
  "tests/local/warehouse/build/skipping",
  "tests/local/warehouse/crashes",
  "tests/local/warehouse/dataform",
  "tests/local/warehouse/ownership",
  "tests/sql/bad_cell",
  "tests/sql/left_alone",
  "tests/sql/properties/",
  "tests/sql/red_law",
  "tests/sql/second_build",
  "tests/sql/standing_still",
  "tests/sql/truth/",
  "tests/sql/two_builds",
  "tests/system/",
];

module.exports = { PROOFS };
