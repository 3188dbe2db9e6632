/** The planted money bugs alone, two files at a time. */
module.exports = {
  ...require("../../../jest.config.cjs"),
  rootDir: "../../..",
  testMatch: ["<rootDir>/tests/sql/mutations/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
};
