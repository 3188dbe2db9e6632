# The loader's image, its keys and the two jobs that run it.

locals {
  jobs = {
    sync   = { identity = "loader", keys = var.vendor_keys, retries = 2, timeout = "7200s" }
    alerts = { identity = "alerts", keys = {}, retries = 1, timeout = "900s" }
  }
}

resource "google_artifact_registry_repository" "images" {
  repository_id = "ai-spend"
  description   = "Images of the loader."
  format        = "DOCKER"
  location      = var.region
  depends_on    = [google_project_service.needed]
}

resource "google_secret_manager_secret" "vendor_key" {
  for_each  = var.vendor_keys
  secret_id = each.value
  replication {
    auto {}
  }
  depends_on = [google_project_service.needed]
}

resource "google_secret_manager_secret_iam_member" "loader_reads_key" {
  for_each  = var.vendor_keys
  secret_id = google_secret_manager_secret.vendor_key[each.key].id
  role      = "roles/secretmanager.secretAccessor"
  member    = local.member["loader"]
}

resource "google_cloud_run_v2_job" "command" {
  for_each            = local.jobs
  name                = "ai-spend-${each.key}"
  location            = var.region
  deletion_protection = false

  template {
    task_count = 1
    template {
      service_account = google_service_account.ours[each.value.identity].email
      max_retries     = each.value.retries
      timeout         = each.value.timeout

      containers {
        image = var.image
        args  = [each.key]
        resources {
          limits = { cpu = "1", memory = "1Gi" }
        }
        env {
          name  = "AI_SPEND_WAREHOUSE"
          value = "bigquery"
        }
        env {
          name  = "GOOGLE_CLOUD_PROJECT"
          value = var.project
        }
        dynamic "env" {
          for_each = each.value.keys
          content {
            name = env.key
            value_source {
              secret_key_ref {
                secret = google_secret_manager_secret.vendor_key[env.key].secret_id
                # Read at the start of each run, so that a rotated key needs no deployment.
                version = "latest"
              }
            }
          }
        }
      }
    }
  }

  depends_on = [google_secret_manager_secret_iam_member.loader_reads_key]
}

# The alerts are told by an argument which assertions the build left red.
resource "google_cloud_run_v2_job_iam_member" "daily_runs_jobs" {
  for_each = google_cloud_run_v2_job.command
  name     = each.value.name
  location = each.value.location
  role     = each.key == "alerts" ? "roles/run.jobsExecutorWithOverrides" : "roles/run.invoker"
  member   = local.member["daily"]
}
