#!/usr/bin/env bash
# Sends the audit log of Claude calls in one Google Cloud project to BigQuery, so that its bill can be split
# among the people who caused it. Every step looks first and changes only what is missing: run it again after
# a failure, or whenever in doubt. It needs bash, gcloud, bq, curl and node; Cloud Shell has them all.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: setup-audit-sink.sh PROJECT [options]

  --dataset PROJECT.DATASET   where the entries go (default: PROJECT.claude_audit)
  --location LOCATION         of the dataset, if it is created; that of the billing export (default: US)
  --sink NAME                 name of the sink (default: claude-calls)
  --type single_user|shared   for the mapping row (default: shared)
  --user EMAIL                for the mapping row: the owner of a single_user project
  --funding-source TEXT       for the mapping row
  --dry-run                   reads, and prints every command that would change something
TEXT
}

fail() {
  echo "setup-audit-sink: $*" >&2
  exit 1
}

say() { echo "- $*"; }

project="" dataset="" location="US" sink="claude-calls" type="shared" user="" funding="" dry_run="no"
while [ $# -gt 0 ]; do
  case "$1" in
    --dataset | --location | --sink | --type | --user | --funding-source)
      [ $# -ge 2 ] || fail "$1 needs a value."
      case "$1" in
        --dataset) dataset="$2" ;;
        --location) location="$2" ;;
        --sink) sink="$2" ;;
        --type) type="$2" ;;
        --user) user="$2" ;;
        --funding-source) funding="$2" ;;
      esac
      shift 2
      ;;
    --dry-run) dry_run="yes" && shift ;;
    -h | --help) usage && exit 0 ;;
    -*) usage >&2 && fail "there is no option $1." ;;
    *)
      [ -z "$project" ] || fail "one project at a time: $project or $1."
      project="$1" && shift
      ;;
  esac
done
[ -n "$project" ] || { usage >&2 && exit 1; }
[ -n "$dataset" ] || dataset="$project.claude_audit"
[[ "$dataset" =~ ^([a-z][a-z0-9.:-]*)\.([A-Za-z0-9_]+)$ ]] || fail "--dataset is \"$dataset\", not PROJECT.DATASET."
central="${BASH_REMATCH[1]}" dataset_id="${BASH_REMATCH[2]}"
[ "$type" = shared ] || [ "$type" = single_user ] || fail "--type is \"$type\", not single_user or shared."
[ "$type" = shared ] || [ -n "$user" ] || fail "a single_user project needs --user, its owner."

table="cloudaudit_googleapis_com_data_access"
destination="bigquery.googleapis.com/projects/$central/datasets/$dataset_id"
filter='logName:"cloudaudit.googleapis.com%2Fdata_access" AND protoPayload.serviceName="aiplatform.googleapis.com" AND protoPayload.resourceName:"/publishers/anthropic/models/" AND protoPayload.methodName:"RawPredict"'

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
work="$(mktemp -d)"
step="checking the tools"
trap 'rm -rf "$work"' EXIT
trap 'echo "setup-audit-sink: stopped while $step; what was done stays. Fix it and run the same command again." >&2' ERR

json() { node "$here/json.js" "$@"; }

# Runs a command that changes something, or prints it.
change() {
  if [ "$dry_run" = yes ]; then
    printf 'would run:'
    printf ' %q' "$@"
    printf '\n'
  else
    "$@" > "$work/output" 2>&1 || { cat "$work/output" >&2 && return 1; }
  fi
}

# Says what a change did; a dry run has printed the command instead.
changed() { [ "$dry_run" = yes ] || say "$*"; }

# What bq shows of a dataset or table; empty if there is none. Any other error stops the script.
show() {
  if bq --project_id="$central" show --format=json "$@" > "$work/shown" 2> "$work/error"; then
    cat "$work/shown"
  elif ! grep -qi "not found" "$work/shown" "$work/error"; then
    cat "$work/shown" "$work/error" >&2 && return 1
  fi
}

# Which of the given permissions the caller lacks on a project. Bash forgets set -e in a substitution.
lacking() {
  local on="$1" && shift
  local list token permission
  list="$(printf '"%s",' "$@")"
  token="$(gcloud auth print-access-token)" || return 1
  printf 'header = "Authorization: Bearer %s"\n' "$token" | curl --silent --show-error --fail --config - \
    --header 'Content-Type: application/json' --data "{\"permissions\":[${list%,}]}" \
    "https://cloudresourcemanager.googleapis.com/v1/projects/$on:testIamPermissions" > "$work/permissions" || return 1
  for permission in "$@"; do
    grep -q "\"$permission\"" "$work/permissions" || echo "$permission"
  done
}

for tool in gcloud bq curl node; do
  command -v "$tool" > /dev/null || fail "$tool is not installed; Cloud Shell has all that is needed."
done

step="checking the project $project"
gcloud projects describe "$project" --format='value(projectNumber)' > "$work/number"
say "project $project ($(cat "$work/number"))"

step="checking your rights"
missing="$(lacking "$project" resourcemanager.projects.getIamPolicy resourcemanager.projects.setIamPolicy \
  logging.sinks.list logging.sinks.get logging.sinks.create logging.sinks.update)"
missing_central="$(lacking "$central" bigquery.jobs.create)"
if [ -n "$missing$missing_central" ]; then
  fail "you lack on $project: ${missing:-nothing}; on $central: ${missing_central:-nothing}." \
    "roles/logging.configWriter and roles/resourcemanager.projectIamAdmin give the first, roles/bigquery.user the second."
fi
say "you have the rights that are needed"

step="preparing the dataset $dataset"
shown="$(show --dataset "$dataset_id")"
if [ -n "$shown" ]; then
  say "dataset $dataset is there"
else
  change bq --project_id="$central" mk --dataset --location="$location" \
    --description="Audit log of Claude calls on Vertex AI" "$dataset_id"
  changed "dataset $dataset created in $location"
fi

step="preparing the table $dataset.$table"
shown="$(show "$dataset_id.$table")"
if [ -n "$shown" ]; then
  say "table $table is there"
else
  # The columns that every entry has, so that a build works before the first call; the sink adds the rest.
  change bq --project_id="$central" mk --table --time_partitioning_type=DAY --time_partitioning_field=timestamp \
    "$dataset_id.$table" "$here/audit_log_schema.json"
  changed "table $table created"
fi

step="preparing the sink $sink"
found="$(gcloud logging sinks list --project="$project" --filter="name=$sink" --format='value(name)')"
if [ -z "$found" ]; then
  change gcloud logging sinks create "$sink" "$destination" --project="$project" --use-partitioned-tables \
    --description="Claude calls, for the split of their cost" --log-filter="$filter"
  changed "sink $sink created"
else
  current="$(gcloud logging sinks describe "$sink" --project="$project" --format='value(destination)')"
  current_filter="$(gcloud logging sinks describe "$sink" --project="$project" --format='value(filter)')"
  if [ "$current" = "$destination" ] && [ "$current_filter" = "$filter" ]; then
    say "sink $sink is as it should be"
  else
    change gcloud logging sinks update "$sink" "$destination" --project="$project" --log-filter="$filter"
    changed "sink $sink updated"
  fi
  partitioned="$(gcloud logging sinks describe "$sink" --project="$project" --format='value(bigqueryOptions.usePartitionedTables)')"
  [ "$partitioned" = True ] || say "NOTE: sink $sink writes date-sharded tables; name ${table}_* in gcp_audit_logs"
fi

# The grant comes before the logging: entries that a sink may not write are lost.
step="letting the sink write to $dataset"
if [ -z "$found" ] && [ "$dry_run" = yes ]; then
  writer="serviceAccount:THE_SINKS_WRITER_IDENTITY"
else
  writer="$(gcloud logging sinks describe "$sink" --project="$project" --format='value(writerIdentity)')"
  [ -n "$writer" ] || fail "the sink $sink has no writer identity yet; run the same command again in a minute."
fi
shown="$(show --dataset "$dataset_id")"
is_writer="$(printf '%s' "${shown:-{\}}" | json is-writer "$writer")"
if [ -n "$is_writer" ]; then
  say "$writer may write to $dataset"
else
  [ -z "$shown" ] || location="$(printf '%s' "$shown" | json location)"
  change bq --project_id="$central" --location="$location" query --nouse_legacy_sql \
    "GRANT \`roles/bigquery.dataEditor\` ON SCHEMA \`$central\`.\`$dataset_id\` TO \"$writer\""
  changed "$writer was given roles/bigquery.dataEditor on $dataset, and on nothing else"
fi

step="switching on Data Access logging of aiplatform.googleapis.com"
gcloud projects get-iam-policy "$project" --format=json > "$work/policy.json"
json merge-audit-config < "$work/policy.json" > "$work/merged.json"
if [ -s "$work/merged.json" ]; then
  change gcloud projects set-iam-policy "$project" "$work/merged.json" --format=none
  [ "$dry_run" = no ] || json audit-configs < "$work/merged.json"
  changed "Data Access logging of aiplatform.googleapis.com is switched on; other services are as they were"
else
  say "Data Access logging of aiplatform.googleapis.com is on"
fi
exempted="$(json exempted-members < "$work/policy.json" | tr '\n' ' ')"
[ -z "$exempted" ] || say "WARNING: calls of these members are not logged, so they cannot be told apart: $exempted"

step="looking up the billing account"
account="$(gcloud billing projects describe "$project" --format='value(billingAccountName)' 2> /dev/null || true)"
[ -n "$account" ] || say "NOTE: you may not see the billing account; fill it in below"

echo
[ "$dry_run" = no ] || echo "Dry run: nothing was changed."
echo "In workflow_settings.yaml, gcp_audit_logs names $dataset.$table."
echo "Add this row to the mapping (ai-spend import vertex-projects, or the Sheet):"
echo
echo "project_id,project_type,user_email,billing_account_id,funding_source,enabled_date"
echo "$project,$type,$user,${account#billingAccounts/},$funding,$(date -u +%F)"
