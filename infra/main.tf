# What ai-spend needs in one Google Cloud project: a warehouse, a loader, Dataform, a daily run, and alerts.

terraform {
  required_version = ">= 1.9"
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 6.50, < 9.0"
    }
    # Dataform's resources are in the beta provider alone.
    google-beta = {
      source  = "hashicorp/google-beta"
      version = ">= 6.50, < 9.0"
    }
    # Waits where Google needs time before it knows what it has made.
    time = {
      source  = "hashicorp/time"
      version = "~> 0.13"
    }
  }
}

provider "google" {
  project = var.project
  region  = var.region
}

provider "google-beta" {
  project = var.project
  region  = var.region
}

locals {
  # The loader and Dataform read the same file, so that all datasets are in one location.
  settings = yamldecode(file("${path.module}/../workflow_settings.yaml"))
  location = local.settings.defaultLocation
}

resource "google_project_service" "needed" {
  for_each = toset([
    "artifactregistry.googleapis.com",
    "bigquery.googleapis.com",
    "cloudbuild.googleapis.com",
    "cloudresourcemanager.googleapis.com",
    "cloudscheduler.googleapis.com",
    "dataform.googleapis.com",
    "drive.googleapis.com",
    "iam.googleapis.com",
    "iamcredentials.googleapis.com",
    "logging.googleapis.com",
    "monitoring.googleapis.com",
    "run.googleapis.com",
    "secretmanager.googleapis.com",
    "workflowexecutions.googleapis.com",
    "workflows.googleapis.com",
  ])
  service            = each.value
  disable_on_destroy = false
}

output "image_repository" {
  description = "Where the loader's image is pushed to, without its tag."
  value       = "${var.region}-docker.pkg.dev/${var.project}/${google_artifact_registry_repository.images.repository_id}/loader"
}

output "share_sheets_with" {
  description = "Who must be able to view the Google Sheets of the reference data."
  value       = [for identity in ["alerts", "dataform"] : google_service_account.ours[identity].email]
}
