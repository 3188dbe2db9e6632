/** Google's own tables: their columns, how a bill's lines are read and counted, and which tables the settings name. */

module.exports = {
  columns: require("./google/columns.js"),
  billing: require("./google/billing.js"),
  counted: require("./google/counted_lines.js"),
  days: require("./google/export_days.js"),
  read: require("./google/lines_read.js"),
  settings: require("./google/settings.js"),
};
