/** The Console's usage: its counts, its cuts beside each other, where keys are used, the vendor's own costs per key, who is a person; what Claude Code counts. */

module.exports = {
  counts: require("./usage/counts.js"),
  keys: require("./usage/keys.js"),
  cuts: require("./usage/cuts.js"),
  native: require("./usage/native.js"),
  principals: require("./usage/principals.js"),
  claudeCode: require("./usage/claude_code.js"),
};
