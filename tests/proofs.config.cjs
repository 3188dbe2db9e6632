/** What CI proves beyond `npm test`; see `proofs.cjs`. */
const { PROOFS } = require("./proofs.cjs");

module.exports = {
  ...require("../jest.config.cjs"),
  rootDir: "..",
  testMatch: PROOFS.map((part) => `<rootDir>/${part}${part.endsWith("/") ? "**/" : ""}*.test.ts`),
  testPathIgnorePatterns: ["/node_modules/"],
  // The Dataform CLI sends thirty statements a second and then waits; a third file uses what two leave of two cores.
  maxWorkers: 3,
};
