/** Google's own tables: their columns, how a bill's lines are read, and which tables the settings name. */

module.exports = {
  columns: require("./google/columns.js"),
  billing: require("./google/billing.js"),
  settings: require("./google/settings.js"),
};
