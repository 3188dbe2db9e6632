/**
 * One vendor never holds back another. What a vendor hands over reaches what all vendors share, and its own marts,
 * through a gate: a table that has today's rows of every vendor whose laws hold, and of a vendor with a red law the
 * rows that it had before. A gate is one statement, so that it is replaced whole or not at all, and the same for
 * every vendor. Its laws are read from a table: a law that were a dependency would hold back everybody.
 */

const { endpointDomain, vendorDomain } = require("./gates/domains.js");
const { OF_VENDOR, OF_EACH_VENDOR } = require("./laws/vendors.js");

/** Who hands over: the domains that have laws of their own. */
const DOMAINS = Object.freeze(Object.keys(OF_VENDOR));

/** Name of the temporary table that holds what a vendor had before. */
const KEPT = "kept_rows";

/** How many rows break each vendor's laws. */
const LAWS = "int_everyone__vendor_laws";

/**
 * @typedef {object} Gate
 * @property {(name: string) => string} ref
 * @property {string} today Name of the model that has what is handed over today.
 * @property {string} domain SQL expression: whose a row is.
 *
 * @typedef {object} Storage
 * @property {string} [partitionBy] As in the gate's config.
 * @property {readonly string[]} [clusterBy]
 */

/**
 * Before the gate is replaced: sets aside what vendors with a red law have in it, which is nothing the first time.
 *
 * @param {string} self The gate's own relation.
 * @param {Gate} gate
 * @param {Storage} [storage] As in the gate's config: a table keeps the partitions that it was made with.
 * @returns {string} A script.
 */
function keep(self, { ref, today, domain }, { partitionBy = "", clusterBy = [] } = {}) {
  const partition = partitionBy === "" ? "" : ` partition by ${partitionBy}`;
  const cluster = clusterBy.length === 0 ? "" : ` cluster by ${clusterBy.join(", ")}`;
  const nothing = `select * from ${ref(today)} where false`;
  return `if exists (${standing(ref)}) then
  create table if not exists ${self}${partition}${cluster} as ${nothing};
  create temp table ${KEPT} as select * from ${self} where ${domain} in (${standing(ref)});
else
  create temp table ${KEPT} as ${nothing};
end if;`;
}

/**
 * @param {Gate} gate
 * @returns {string} A query: today's rows of the vendors whose laws hold, and what was set aside of the others.
 */
function open({ ref, today, domain }) {
  return `select * from ${ref(today)} where ${goesOn(ref, domain)}

union all

select * from ${KEPT}`;
}

/** @param {(name: string) => string} ref */
function standing(ref) {
  return `select domain from ${ref(LAWS)} where broken_rows > 0`;
}

/**
 * @param {(name: string) => string} ref
 * @param {string} domain SQL expression.
 * @returns {string} The condition that its laws hold, so that today's rows are published.
 */
function goesOn(ref, domain) {
  return `${domain} not in (${standing(ref)})`;
}

/**
 * Whose a row is by the platform that bills; seats are a list of their own, whichever platform they are for.
 *
 * @param {string} platform SQL expression.
 * @param {string} [isSeat] SQL condition, never null.
 * @returns {string} SQL expression, one of DOMAINS; a platform that is none of them stands for itself.
 */
function domainOf(platform, isSeat = "false") {
  return `case
    when ${isSeat} then 'seats'
    when ${platform} in ('claude_api', 'claude_code') then 'console'
    when ${platform} = 'vertex_ai' then 'vertex'
    else ifnull(${platform}, 'nobody')
  end`;
}

/**
 * A table per vendor, since hosted Dataform takes no action that depends on more than fifty others.
 *
 * @param {string} domain One of DOMAINS.
 * @param {(name: string) => string} ref
 * @returns {string} A query: for each law that binds the vendor, by how many rows it is broken.
 */
function lawsCounted(domain, ref) {
  const count = (/** @type {string} */ law, where = "") =>
    `select '${domain}' as domain, '${law}' as law, count(*) as broken_rows from ${ref(`${law}_rows`)}${where}`;
  return [
    ...Object.keys(OF_VENDOR[domain] ?? {}).map((law) => count(law)),
    ...Object.keys(OF_EACH_VENDOR).map((law) =>
      count(law, ` where ifnull(domain, '${domain}') = '${domain}'`),
    ),
  ].join("\n\nunion all\n\n");
}

/**
 * @param {(name: string) => string} ref
 * @returns {string} A query: the same of all vendors.
 */
function allLaws(ref) {
  return DOMAINS.map((domain) => `select * from ${ref(`int_${domain}__laws_counted`)}`).join(
    "\n\nunion all\n\n",
  );
}

/**
 * @param {string} source SQL expression, STRING: console_costs and the like.
 * @returns {string} SQL expression: the domain that it begins with.
 */
function sourceDomain(source) {
  return `regexp_extract(${source}, r'^(${DOMAINS.join("|")})')`;
}

/** Whose a row of charges or user costs is. */
const OF_CHARGE = domainOf("platform", "billing_mode = 'seat'");

module.exports = {
  DOMAINS,
  OF_CHARGE,
  keep,
  open,
  goesOn,
  domainOf,
  sourceDomain,
  endpointDomain,
  vendorDomain,
  lawsCounted,
  allLaws,
};
