/** Claude on Vertex AI: the day of a line, calls in the audit log and their entries, SKUs of the bill, days that are read anew. */

module.exports = {
  ...require("./vertex/days.js"),
  calls: require("./vertex/calls.js"),
  entries: require("./vertex/entries.js"),
  skus: require("./vertex/skus.js"),
  rebuiltDays: require("./vertex/rebuilt_days.js"),
};
