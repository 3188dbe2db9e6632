/**
 * Which workspace an API key may be used in. The directory says so of a key of one workspace; a key of the
 * organization may be used in any.
 */

/**
 * A key of the organization is bound to a principal (the vendor's types): one that the directory of before
 * there were scopes gives no workspace and no principal is of the default workspace, and one with a principal
 * may be of the organization.
 *
 * @param {string} key Relation of what directories list.
 * @returns {string} SQL condition, never null: the directory alone says where the key is used.
 */
function isOfOneWorkspace(key) {
  const isOfDefault = `${key}.workspace_id = 'default' and ${key}.principal_id is not null`;
  return `ifnull(${key}.scope = 'workspace' or (${key}.scope is null and not (${isOfDefault})), false)`;
}

module.exports = { isOfOneWorkspace };
