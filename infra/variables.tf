variable "project" {
  description = "Id of the Google Cloud project."
  type        = string
}

variable "region" {
  description = "Region of the loader, the workflows and Dataform; one that lies within the datasets' location."
  type        = string
  default     = "us-central1"
}

variable "image" {
  description = "The loader's image with its tag or digest."
  type        = string
}

variable "git_url" {
  description = "https address of the Git repository that holds this project."
  type        = string
}

variable "git_branch" {
  description = "Branch or tag that is built."
  type        = string
  default     = "main"
}

variable "git_token_secret" {
  description = "Name of the secret that holds the token with which Dataform reads the Git repository."
  type        = string
  default     = "ai-spend-git-token"
}

variable "vendor_keys" {
  description = "Setting that holds a vendor's key => name of its secret. The values are added by hand, never here."
  type        = map(string)
  default     = { ANTHROPIC_ADMIN_KEY = "anthropic-admin-key" }
  validation {
    condition     = alltrue([for setting in keys(var.vendor_keys) : can(regex("^[A-Z][A-Z0-9_]*$", setting))])
    error_message = "A setting is written in capitals, such as ANTHROPIC_ADMIN_KEY."
  }
}

variable "google_datasets" {
  description = "Datasets with Google's billing exports and audit logs that Dataform reads, each as project.dataset."
  type        = set(string)
  default     = []
  validation {
    condition     = alltrue([for dataset in var.google_datasets : length(split(".", dataset)) == 2])
    error_message = "Each dataset is written project.dataset."
  }
}

variable "reference_sheets" {
  description = "Reference table => address of the Google Sheet that stands in its place. The others are filled by import."
  type        = map(string)
  default     = {}
}

variable "dashboard_readers" {
  description = "Who may read ai_spend and nothing else, such as group:finance@example.com."
  type        = set(string)
  default     = []
}

variable "importers" {
  description = "Who may import reference data and the vendors' files, such as user:ada@example.com."
  type        = set(string)
  default     = []
}

variable "alert_email" {
  description = "Address that gets the alerts."
  type        = string
}
