/** The one Jest configuration. Tests are TypeScript, transformed by SWC; types are checked by `npm run types`. */
module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/tests/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/tests/mutations/"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { target: "es2023", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
  modulePathIgnorePatterns: ["<rootDir>/.ai-spend"],
  testSequencer: "<rootDir>/tests/support/sequencer.cjs",
  globalSetup: "<rootDir>/tests/support/global_setup.ts",
  maxWorkers: 2,
  testTimeout: 180_000,
};
