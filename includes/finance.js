/** Months side by side and what they cost by unit. */

module.exports = {
  ...require("./finance/ratios.js"),
  movement: require("./finance/movement.js"),
  summaryColumns: require("./finance/summary_columns.js"),
};
