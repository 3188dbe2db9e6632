/**
 * The tests that `npm run test:proofs` runs and plain `npm test` leaves to it: the real Dataform CLI, verbs over the
 * whole demo, pages in Chromium, simulated vendors, large files, faults and kills, invented truth, planted bugs, random data
 * and edits, plans. Each proves what no change of one model or file is likely to break. `.ci/run` runs both.
 */
const PROOFS = [
  "tests/cli/build/build_and_status",
  "tests/cli/diff/bigquery",
  "tests/cli/diff/diff",
  "tests/cli/import/at_once",
  "tests/cli/mcp/server",
  "tests/cli/proxy",
  "tests/cli/report/demo",
  "tests/cli/report/page",
  "tests/cli/report/views",
  "tests/cli/report/warehouse",
  "tests/cli/stopped",
  "tests/cli/sync/sync",
  "tests/cli/trace/demo",
  "tests/ingest/imports/large_files",
  "tests/ingest/sync/faults",
  "tests/ingest/sync/interruptions",
  "tests/ingest/vendors/anthropic/analytics",
  "tests/local/stand_ins/",
  "tests/local/warehouse/build/random",
  "tests/local/warehouse/build/skipping",
  "tests/local/warehouse/crashes",
  "tests/local/warehouse/dataform",
  "tests/local/warehouse/ownership",
  "tests/sql/bad_cell",
  "tests/sql/joins",
  "tests/sql/judge/project",
  "tests/sql/judge/zones",
  "tests/sql/landed_before",
  "tests/sql/left_alone",
  "tests/sql/mutations/",
  "tests/sql/native",
  "tests/sql/properties/",
  "tests/sql/red_law",
  "tests/sql/second_build",
  "tests/sql/standing_still",
  "tests/sql/truth/",
  "tests/sql/two_builds",
  "tests/sql/vertex/",
  "tests/system/",
];

module.exports = { PROOFS };
