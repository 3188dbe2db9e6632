# The datasets and the tables that are landed or maintained. Dataform creates all others.

locals {
  datasets = {
    ai_raw              = "What vendors answered and what was imported, append-only, exactly as it came."
    ai_reference        = "What people maintain: owners, policies, people, seats, budgets, invoices, prices."
    ai_staging          = "Views and intermediate tables between landing and marts."
    ai_spend            = "Marts and reports: all that a dashboard reads."
    ai_spend_assertions = "One view per promise about the data; it has no row while the promise is kept."
  }
  # Rendered from the loader's own list of tables, see README.md.
  tables = {
    for file in fileset("${path.module}/schemas", "*.json") :
    trimsuffix(file, ".json") => jsondecode(file("${path.module}/schemas/${file}"))
  }
  landed = { for name, table in local.tables : name => table if table.dataset == "ai_raw" }
  # What raw_days_kept is for: the vendors' pages of days and Google's lines, which are kept parsed. Directories are read
  # where they lie: of a key, a workspace or a person that a vendor lists no more, nothing else knows the name.
  dropped = toset([for name, table in local.landed : name if table.is_kept_parsed])
  # A law needs the same number, so it stands where Dataform reads it. Empty: for good.
  days_given    = lookup(local.settings.vars, "raw_days_kept", "")
  raw_days_kept = local.days_given == "" ? null : tonumber(local.days_given)
  maintained    = { for name, table in local.tables : name => table if table.dataset == "ai_reference" }
}

resource "google_bigquery_dataset" "ours" {
  for_each                   = local.datasets
  dataset_id                 = each.key
  description                = each.value
  location                   = local.location
  max_time_travel_hours      = "168"
  delete_contents_on_destroy = false
  depends_on                 = [google_project_service.needed]
}

resource "google_bigquery_table" "landed" {
  for_each            = local.landed
  dataset_id          = google_bigquery_dataset.ours["ai_raw"].dataset_id
  table_id            = each.key
  description         = each.value.description
  schema              = jsonencode(each.value.schema)
  clustering          = each.value.clustered_by == null ? null : [each.value.clustered_by]
  deletion_protection = true

  time_partitioning {
    type          = "DAY"
    field         = each.value.partitioned_by
    expiration_ms = local.raw_days_kept == null || !contains(local.dropped, each.key) ? null : local.raw_days_kept * 86400000
  }

  lifecycle {
    precondition {
      condition     = local.raw_days_kept == null ? true : local.raw_days_kept >= 731
      error_message = "raw_days_kept in workflow_settings.yaml: keep at least two years, 731 days, or all (empty)."
    }
  }
}

resource "google_bigquery_table" "maintained" {
  for_each            = { for name, table in local.maintained : name => table if !contains(keys(var.reference_sheets), name) }
  dataset_id          = google_bigquery_dataset.ours["ai_reference"].dataset_id
  table_id            = each.key
  description         = each.value.description
  schema              = jsonencode(each.value.schema)
  deletion_protection = true
}

resource "google_bigquery_table" "sheet" {
  for_each            = { for name, table in local.maintained : name => table if contains(keys(var.reference_sheets), name) }
  dataset_id          = google_bigquery_dataset.ours["ai_reference"].dataset_id
  table_id            = each.key
  description         = each.value.description
  deletion_protection = false

  external_data_configuration {
    source_format = "GOOGLE_SHEETS"
    source_uris   = [var.reference_sheets[each.key]]
    autodetect    = false
    # Text, whatever is typed: a bad cell is named by a law instead of failing every query.
    schema = jsonencode(each.value.schema)
    google_sheets_options {
      skip_leading_rows = 1
    }
  }
}
