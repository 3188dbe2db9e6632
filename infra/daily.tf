# Once a day: load, build, alert, one after the other. Every three hours: say whether the marts are fresh.

resource "google_workflows_workflow" "daily" {
  name                = "ai-spend-daily"
  description         = "Runs the loader, then Dataform, then the alerts, and says what failed."
  region              = var.region
  service_account     = google_service_account.ours["daily"].id
  source_contents     = file("${path.module}/workflows/daily.yaml")
  call_log_level      = "LOG_ERRORS_ONLY"
  deletion_protection = false
  user_env_vars = {
    DATAFORM_IDENTITY   = google_service_account.ours["dataform"].email
    DATAFORM_RELEASE    = google_dataform_repository_release_config.daily.id
    DATAFORM_REPOSITORY = google_dataform_repository.this.id
  }
  depends_on = [google_project_service.needed]
}

resource "google_workflows_workflow" "watch" {
  name                = "ai-spend-watch"
  description         = "Says that the marts are fresh, and nothing while they are not."
  region              = var.region
  service_account     = google_service_account.ours["daily"].id
  source_contents     = file("${path.module}/workflows/watch.yaml")
  call_log_level      = "LOG_ERRORS_ONLY"
  deletion_protection = false
  depends_on          = [google_project_service.needed]
}

resource "google_cloud_scheduler_job" "daily" {
  name        = "ai-spend-daily"
  description = "Loads, builds and alerts at six in the morning."
  region      = var.region
  schedule    = "0 6 * * *"
  time_zone   = "America/Los_Angeles"

  retry_config {
    retry_count = 3
  }
  http_target {
    http_method = "POST"
    uri         = "https://workflowexecutions.googleapis.com/v1/${google_workflows_workflow.daily.id}/executions"
    oauth_token {
      service_account_email = google_service_account.ours["scheduler"].email
    }
  }
}

resource "google_cloud_scheduler_job" "watch" {
  name        = "ai-spend-watch"
  description = "Looks every three hours whether the marts are fresh."
  region      = var.region
  schedule    = "15 */3 * * *"
  time_zone   = "America/Los_Angeles"

  retry_config {
    retry_count = 3
  }
  http_target {
    http_method = "POST"
    uri         = "https://workflowexecutions.googleapis.com/v1/${google_workflows_workflow.watch.id}/executions"
    oauth_token {
      service_account_email = google_service_account.ours["scheduler"].email
    }
  }
}
