#!/usr/bin/env bash
# Stands in for gcloud, bq and curl, whichever it is called as. Keeps one project's state in $STATE, writes each
# call to $STATE/calls, and fails at the call number $FAIL_AT: before it did anything, or after ($FAIL_MODE).
set -euo pipefail
tool="$(basename "$0")"
printf '%s' "$tool" >> "$STATE/calls"
printf ' %q' "$@" >> "$STATE/calls"
printf '\n' >> "$STATE/calls"
number="$(wc -l < "$STATE/calls")"

# The token comes as a setting on stdin, so that no list of processes shows it.
if [ "$tool" = curl ]; then grep -q "Authorization: Bearer token"; fi

broken() {
  echo "ERROR: (stand-in) the connection was lost" >&2
  exit 1
}
not_found() {
  echo "BigQuery error in show operation: Not found: $1"
  exit 2
}
if [ "$number" -eq "${FAIL_AT:-0}" ] && [ "${FAIL_MODE:-before}" = before ]; then broken; fi

# The value of --name=value among the arguments.
option() {
  local name="$1" argument
  shift
  for argument in "$@"; do
    case "$argument" in "--$name="*) printf '%s' "${argument#--"$name"=}" ;; esac
  done
}

access() {
  local members="" writer
  for writer in $(cat "$STATE/$1.writers" 2> /dev/null); do
    members="$members,{\"role\":\"WRITER\",\"userByEmail\":\"$writer\"}"
  done
  printf '{"location":"%s","access":[{"role":"OWNER","userByEmail":"admin@acme.example"}%s]}\n' \
    "$(cat "$STATE/$1.dataset")" "$members"
}

case "$tool $*" in
  "gcloud projects describe acme-ai "*) echo 123456789 ;;
  "gcloud projects describe "*) echo "ERROR: project not found" >&2 && exit 1 ;;
  "gcloud auth print-access-token") echo "token" ;;
  curl*"/acme-ai:testIamPermissions") cat "$STATE/permissions.json" ;;
  curl*"/central:testIamPermissions") echo '{"permissions":["bigquery.jobs.create"]}' ;;
  "bq --project_id=central show --format=json --dataset "*)
    [ -f "$STATE/$5.dataset" ] || not_found "Dataset central:$5"
    access "$5"
    ;;
  "bq --project_id=central show --format=json "*)
    [ -f "$STATE/$4.table" ] || not_found "Table central:$4"
    echo '{"kind":"bigquery#table"}'
    ;;
  "bq --project_id=central mk --dataset "*) option location "$@" > "$STATE/${!#}.dataset" ;;
  "bq --project_id=central mk --table --time_partitioning_type=DAY --time_partitioning_field=timestamp "*)
    cat "${!#}" > "$STATE/$6.table"
    ;;
  "bq --project_id=central --location=EU query --nouse_legacy_sql GRANT "*)
    [[ "${!#}" =~ ^GRANT\ .roles/bigquery.dataEditor.\ ON\ SCHEMA\ .central.\..([a-z_]+).\ TO\ .serviceAccount:([^\"]+).$ ]]
    echo "${BASH_REMATCH[2]}" >> "$STATE/${BASH_REMATCH[1]}.writers"
    ;;
  "gcloud logging sinks list "*) [ ! -d "$STATE/sink" ] || echo claude-calls ;;
  "gcloud logging sinks describe claude-calls --project=acme-ai --format="*)
    field="${!#}" && field="${field#--format=value(}" && cat "$STATE/sink/${field%)}"
    ;;
  "gcloud logging sinks create claude-calls "* | "gcloud logging sinks update claude-calls "*)
    mkdir -p "$STATE/sink"
    printf '%s\n' "$5" > "$STATE/sink/destination"
    option log-filter "$@" > "$STATE/sink/filter"
    echo "serviceAccount:service-123456789@gcp-sa-logging.iam.gserviceaccount.com" > "$STATE/sink/writerIdentity"
    case "$*" in *--use-partitioned-tables*) echo True > "$STATE/sink/bigqueryOptions.usePartitionedTables" ;; esac
    ;;
  "gcloud projects get-iam-policy acme-ai --format=json") cat "$STATE/policy.json" ;;
  "gcloud projects set-iam-policy acme-ai "*)
    etag='"etag": "[^"]*"'
    [ "$(grep -o "$etag" "$4")" = "$(grep -o "$etag" "$STATE/policy.json")" ] || broken
    sed 's/"etag": "[^"]*"/"etag": "later"/' "$4" > "$STATE/policy.json"
    ;;
  "gcloud billing projects describe acme-ai "*) echo billingAccounts/01AB-23CD-45EF ;;
  *) echo "the stand-in knows no: $tool $*" >&2 && exit 64 ;;
esac
if [ "$number" -eq "${FAIL_AT:-0}" ]; then broken; fi
