/** FOCUS: its rows, what a charge is called there, and the rules that rows keep. */

module.exports = {
  ...require("./focus/rows.js"),
  charges: require("./focus/charges.js"),
  rules: require("./focus/rules.js"),
};
