/** A sink of Cloud Logging as it is when it is new. */

/** A table with only the columns that the first entries of a sink fill. */
export function freshSink(
  name: string,
  rows: readonly (readonly [at: string, email: string])[],
): string {
  const selects = rows.map(
    ([at, email]) => `select
      'projects/p/logs/cloudaudit.googleapis.com%2Fdata_access' as logName,
      struct('audited_resource' as type) as resource,
      struct(
        'aiplatform.googleapis.com' as serviceName,
        'google.cloud.aiplatform.v1.PredictionService.RawPredict' as methodName,
        'projects/p/locations/us-east5/publishers/anthropic/models/claude-sonnet-4-5@20250929' as resourceName,
        struct('${email}' as principalEmail) as authenticationInfo,
        struct('203.0.113.7' as callerIp) as requestMetadata
      ) as protopayload_auditlog,
      timestamp '${at}' as timestamp,
      '${at}' as insertId`,
  );
  return `create or replace table \`local.${name}\` as ${selects.join(" union all ")}`;
}
