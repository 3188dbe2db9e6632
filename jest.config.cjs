/** The one Jest configuration. Tests are TypeScript, transformed by SWC; types are checked by `npm run types`. */

const { PROOFS } = require("./tests/proofs.cjs");

/** A test that is asked for by its path runs, whatever it takes. */
const isAsked = process.argv.slice(2).some((argument) => argument.startsWith("tests/"));

/** The reference engine plays stories too where CI runs and where a test is asked for by its path. */
const isJudged = isAsked || process.argv.includes("--ci");

/** SWC for one kind of source. @param {"typescript" | "ecmascript"} syntax */
const swc = (syntax) => [
  "@swc/jest",
  { jsc: { target: "es2023", parser: { syntax } }, module: { type: "commonjs" } },
];

module.exports = {
  testEnvironment: "node",
  globals: { isJudged },
  testMatch: ["<rootDir>/tests/**/*.test.ts"],
  testPathIgnorePatterns: [
    "/node_modules/",
    ...(isAsked ? [] : PROOFS.map((part) => `<rootDir>/${part}`)),
  ],
  transform: {
    "^.+\\.ts$": swc("typescript"),
    "/node_modules/hyparquet.+\\.js$": swc("ecmascript"),
  },
  // The Parquet writer comes as ES modules alone.
  transformIgnorePatterns: ["/node_modules/(?!hyparquet)"],
  modulePathIgnorePatterns: ["<rootDir>/.ai-spend"],
  testSequencer: "<rootDir>/tests/support/sequencer.cjs",
  globalSetup: "<rootDir>/tests/support/global_setup.ts",
  globalTeardown: "<rootDir>/tests/support/global_teardown.ts",
  maxWorkers: 2,
  // A worker keeps what DuckDB and the modules of its files took; one that holds more is replaced after its file.
  workerIdleMemoryLimit: "500MB",
  testTimeout: 180_000,
};
