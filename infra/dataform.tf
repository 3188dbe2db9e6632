# Dataform builds from the Git repository. It has no schedule of its own: the daily run starts it after the load.

resource "google_secret_manager_secret" "git_token" {
  secret_id = var.git_token_secret
  replication {
    auto {}
  }
  depends_on = [google_project_service.needed]
}

resource "google_secret_manager_secret_iam_member" "dataform_reads_git_token" {
  secret_id = google_secret_manager_secret.git_token.id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_project_service_identity.dataform.member
}

resource "google_dataform_repository" "this" {
  provider        = google-beta
  name            = "ai-spend"
  display_name    = "ai-spend"
  region          = var.region
  service_account = google_service_account.ours["dataform"].email

  git_remote_settings {
    url                                 = var.git_url
    default_branch                      = var.git_branch
    authentication_token_secret_version = "${google_secret_manager_secret.git_token.id}/versions/latest"
  }

  depends_on = [
    google_secret_manager_secret_iam_member.dataform_reads_git_token,
    google_project_iam_member.dataform_agent,
    google_service_account_iam_member.agent_acts_as_dataform,
  ]
}

resource "google_dataform_repository_release_config" "daily" {
  provider      = google-beta
  repository    = google_dataform_repository.this.name
  region        = var.region
  name          = "daily"
  git_commitish = var.git_branch

  code_compilation_config {
    default_database = var.project
  }
}

resource "google_dataform_repository_iam_member" "daily_builds" {
  provider   = google-beta
  repository = google_dataform_repository.this.name
  region     = var.region
  role       = "roles/dataform.editor"
  member     = local.member["daily"]
}
