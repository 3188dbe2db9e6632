/** What stands out: days unlike the others, months beyond their budget. */

module.exports = {
  anomalies: require("./watch/anomalies.js"),
  budgets: require("./watch/budgets.js"),
};
