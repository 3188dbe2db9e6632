/**
 * Which workspace an API key was used in. The directory says so of a key of one workspace; a key of the
 * organization may be used in any, and the vendor's costs by actor say in which it was.
 */

/**
 * A key of the organization is bound to a principal (the vendor's types): one that the directory of before
 * there were scopes gives no workspace and no principal is of the default workspace, and one with a principal
 * may be of the organization.
 *
 * @param {string} key Relation `int_console__api_keys_latest`, left joined.
 * @returns {string} SQL condition, never null: the directory alone says where the key is used.
 */
function isOfOneWorkspace(key) {
  const isOfDefault = `${key}.workspace_id = 'default' and ${key}.principal_id is not null`;
  return `ifnull(${key}.scope = 'workspace' or (${key}.scope is null and not (${isOfDefault})), false)`;
}

/**
 * @param {string} key Relation `int_console__api_keys_latest`, left joined.
 * @param {string} place Relation `int_console__key_places`, left joined.
 * @returns {string} SQL expression, STRING; null where nobody tells or there were several.
 */
function workspace(key, place) {
  return `if(
      ${isOfOneWorkspace(key)} or ${place}.api_key_id is null,
      ${key}.workspace_id,
      ${place}.workspace_id
    )`;
}

module.exports = { isOfOneWorkspace, workspace };
