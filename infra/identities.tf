# Who may do what. Each identity has the roles that are written here and no others.

locals {
  identities = {
    loader    = "Asks the vendors and appends to ai_raw."
    alerts    = "Reads what was built and remembers what it has said in raw_alerts."
    dataform  = "Builds ai_staging, ai_spend and ai_spend_assertions."
    build     = "Builds the loader's image and pushes it."
    daily     = "Starts loader, build and alerts one after the other."
    scheduler = "Starts the workflows."
  }
  member = { for name, account in google_service_account.ours : name => "serviceAccount:${account.email}" }
}

resource "google_service_account" "ours" {
  for_each     = local.identities
  account_id   = "ai-spend-${each.key}"
  display_name = "ai-spend ${each.key}"
  description  = each.value
  depends_on   = [google_project_service.needed]
}

resource "google_project_service_identity" "dataform" {
  provider   = google-beta
  service    = "dataform.googleapis.com"
  depends_on = [google_project_service.needed]
}

# An agent that is made by request has none of the roles that Google otherwise grants it.
resource "google_project_iam_member" "dataform_agent" {
  project = var.project
  role    = "roles/dataform.serviceAgent"
  member  = google_project_service_identity.dataform.member
}

# What a load job needs, without the right to delete a table.
resource "google_project_iam_custom_role" "append" {
  role_id     = "aiSpendAppend"
  title       = "ai-spend append"
  description = "Load rows into existing tables and read them."
  permissions = [
    "bigquery.datasets.get",
    "bigquery.tables.create",
    "bigquery.tables.get",
    "bigquery.tables.getData",
    "bigquery.tables.list",
    "bigquery.tables.update",
    "bigquery.tables.updateData",
  ]
}

resource "google_project_iam_member" "identity" {
  for_each = {
    alerts_jobs         = { identity = "alerts", role = "roles/bigquery.jobUser" }
    build_log           = { identity = "build", role = "roles/logging.logWriter" }
    daily_log           = { identity = "daily", role = "roles/logging.logWriter" }
    daily_sees_itself   = { identity = "daily", role = "roles/workflows.viewer" }
    daily_sees_jobs     = { identity = "daily", role = "roles/run.viewer" }
    dataform_jobs       = { identity = "dataform", role = "roles/bigquery.jobUser" }
    loader_jobs         = { identity = "loader", role = "roles/bigquery.jobUser" }
    scheduler_workflows = { identity = "scheduler", role = "roles/workflows.invoker" }
  }
  project = var.project
  role    = each.value.role
  member  = local.member[each.value.identity]
}

resource "google_bigquery_dataset_iam_member" "identity" {
  for_each = {
    alerts_assertions   = { identity = "alerts", dataset = "ai_spend_assertions", role = "roles/bigquery.dataViewer" }
    alerts_raw          = { identity = "alerts", dataset = "ai_raw", role = "roles/bigquery.dataViewer" }
    alerts_reference    = { identity = "alerts", dataset = "ai_reference", role = "roles/bigquery.dataViewer" }
    alerts_spend        = { identity = "alerts", dataset = "ai_spend", role = "roles/bigquery.dataViewer" }
    alerts_staging      = { identity = "alerts", dataset = "ai_staging", role = "roles/bigquery.dataViewer" }
    daily_spend         = { identity = "daily", dataset = "ai_spend", role = "roles/bigquery.metadataViewer" }
    dataform_assertions = { identity = "dataform", dataset = "ai_spend_assertions", role = "roles/bigquery.dataEditor" }
    dataform_raw        = { identity = "dataform", dataset = "ai_raw", role = "roles/bigquery.dataViewer" }
    dataform_reference  = { identity = "dataform", dataset = "ai_reference", role = "roles/bigquery.dataViewer" }
    dataform_spend      = { identity = "dataform", dataset = "ai_spend", role = "roles/bigquery.dataEditor" }
    dataform_staging    = { identity = "dataform", dataset = "ai_staging", role = "roles/bigquery.dataEditor" }
    loader_raw          = { identity = "loader", dataset = "ai_raw", role = google_project_iam_custom_role.append.name }
  }
  dataset_id = google_bigquery_dataset.ours[each.value.dataset].dataset_id
  role       = each.value.role
  member     = local.member[each.value.identity]
}

resource "google_bigquery_table_iam_member" "alerts_remember" {
  dataset_id = google_bigquery_table.landed["raw_alerts"].dataset_id
  table_id   = google_bigquery_table.landed["raw_alerts"].table_id
  role       = google_project_iam_custom_role.append.name
  member     = local.member["alerts"]
}

# Laws and marts read Google's own tables where Google writes them.
resource "google_bigquery_dataset_iam_member" "google_tables" {
  for_each   = { for pair in setproduct(var.google_datasets, ["alerts", "dataform"]) : join(" ", pair) => pair }
  project    = split(".", each.value[0])[0]
  dataset_id = split(".", each.value[0])[1]
  role       = "roles/bigquery.dataViewer"
  member     = local.member[each.value[1]]
}

# Cloud Build's own account has rights on the whole project in some organizations and none in others.
resource "google_artifact_registry_repository_iam_member" "build_pushes" {
  repository = google_artifact_registry_repository.images.name
  location   = var.region
  role       = "roles/artifactregistry.writer"
  member     = local.member["build"]
}

# Where `gcloud builds submit` puts what it builds from.
resource "google_project_iam_member" "build_reads_sources" {
  project = var.project
  role    = "roles/storage.objectViewer"
  member  = local.member["build"]
  condition {
    title      = "sources of builds"
    expression = "resource.name.startsWith(\"projects/_/buckets/${var.project}_cloudbuild/\")"
  }
}

# Strict act-as: who starts a run must be allowed to act as the identity that runs it.
resource "google_service_account_iam_member" "daily_acts_as_dataform" {
  service_account_id = google_service_account.ours["dataform"].name
  role               = "roles/iam.serviceAccountUser"
  member             = local.member["daily"]
}

resource "google_service_account_iam_member" "agent_acts_as_dataform" {
  for_each           = toset(["roles/iam.serviceAccountTokenCreator", "roles/iam.serviceAccountUser"])
  service_account_id = google_service_account.ours["dataform"].name
  role               = each.value
  member             = google_project_service_identity.dataform.member
}

resource "google_project_iam_member" "people_run_queries" {
  for_each = setunion(var.dashboard_readers, var.importers)
  project  = var.project
  role     = "roles/bigquery.jobUser"
  member   = each.value
}

resource "google_bigquery_dataset_iam_member" "dashboard_readers" {
  for_each   = var.dashboard_readers
  dataset_id = google_bigquery_dataset.ours["ai_spend"].dataset_id
  role       = "roles/bigquery.dataViewer"
  member     = each.value
}

resource "google_bigquery_dataset_iam_member" "importers_raw" {
  for_each   = var.importers
  dataset_id = google_bigquery_dataset.ours["ai_raw"].dataset_id
  role       = google_project_iam_custom_role.append.name
  member     = each.value
}

resource "google_bigquery_dataset_iam_member" "importers_reference" {
  for_each   = var.importers
  dataset_id = google_bigquery_dataset.ours["ai_reference"].dataset_id
  role       = google_project_iam_custom_role.append.name
  member     = each.value
}

# The lists that people maintain are checked against what is known: keys, models, what was built.
resource "google_bigquery_dataset_iam_member" "importers_look_up" {
  for_each   = { for pair in setproduct(var.importers, ["ai_spend", "ai_staging"]) : join(" ", pair) => pair }
  dataset_id = google_bigquery_dataset.ours[each.value[1]].dataset_id
  role       = "roles/bigquery.dataViewer"
  member     = each.value[0]
}
