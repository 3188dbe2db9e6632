/** What stands out: days unlike the others, months beyond their budget, and where they will end. */

module.exports = {
  anomalies: require("./watch/anomalies.js"),
  budgets: require("./watch/budgets.js"),
  forecast: require("./watch/forecast.js"),
  known: require("./watch/known.js"),
};
