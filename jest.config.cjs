/** The one Jest configuration. Tests are TypeScript, transformed by SWC; types are checked by `npm run types`. */

/** SWC for one kind of source. @param {"typescript" | "ecmascript"} syntax */
const swc = (syntax) => [
  "@swc/jest",
  { jsc: { target: "es2023", parser: { syntax } }, module: { type: "commonjs" } },
];

module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/tests/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/tests/sql/mutations/"],
  transform: {
    "^.+\\.ts$": swc("typescript"),
    "/node_modules/hyparquet.+\\.js$": swc("ecmascript"),
  },
  // The Parquet writer comes as ES modules alone.
  transformIgnorePatterns: ["/node_modules/(?!hyparquet)"],
  modulePathIgnorePatterns: ["<rootDir>/.ai-spend"],
  testSequencer: "<rootDir>/tests/support/sequencer.cjs",
  globalSetup: "<rootDir>/tests/support/global_setup.ts",
  maxWorkers: 2,
  testTimeout: 180_000,
};
