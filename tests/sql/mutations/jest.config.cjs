/** The planted money bugs, apart from the suite because each compiles the project anew. */
module.exports = {
  ...require("../../../jest.config.cjs"),
  rootDir: "../../..",
  testMatch: ["<rootDir>/tests/sql/mutations/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
  testTimeout: 300_000,
};
