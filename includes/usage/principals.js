/** Who of those that use something is a person, by the name that the vendor gives them. */

/** RE2 pattern of the addresses of Google's service accounts, which look like people's. */
const SERVICE_ACCOUNT = "[.]gserviceaccount[.]com$";

/**
 * A team, an automation and nobody have no e-mail address; a service account has one and is none either.
 *
 * @param {string} column SQL expression, STRING: `user_email` of a mart.
 * @returns {string} SQL condition.
 */
function isPerson(column) {
  return `regexp_contains(${column}, r'^[^@/]+@[^@/]+$') and not regexp_contains(${column}, r'${SERVICE_ACCOUNT}')`;
}

module.exports = { SERVICE_ACCOUNT, isPerson };
