/** What an id of a Google Cloud project looks like. Pure. */

/** Google's rule, with the domain that old projects have. */
export function isProjectId(text: string): boolean {
  return isProjectName(text) && /^(.*:)?.{6,30}$/.test(text) && !text.endsWith("-");
}

/** The signs alone: a warehouse that stands in for BigQuery may have a project with a shorter name. */
export function isProjectName(text: string): boolean {
  return /^([a-z0-9.-]+:)?[a-z][a-z0-9-]*$/.test(text);
}
