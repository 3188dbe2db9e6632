# Who is told what. Each policy matches a structured log line; see docs/runbook.md for what to do.

resource "google_monitoring_notification_channel" "email" {
  display_name = "ai-spend"
  type         = "email"
  labels       = { email_address = var.alert_email }
  depends_on   = [google_project_service.needed]
}

# One line a run with all events that deserve a look: a policy opens at most one incident in five minutes and twenty
# a day, so that a line for each event would lose most of a bad morning. The job remembers what it has said.
resource "google_monitoring_alert_policy" "spend" {
  display_name          = "ai-spend: spend, budget, late data or a broken law"
  combiner              = "OR"
  notification_channels = [google_monitoring_notification_channel.email.id]

  conditions {
    display_name = "ai-spend alerts has news"
    condition_matched_log {
      filter = "resource.type=\"cloud_run_job\" AND resource.labels.job_name=\"${google_cloud_run_v2_job.command["alerts"].name}\" AND jsonPayload.event=\"alerts\""
      label_extractors = {
        count   = "EXTRACT(jsonPayload.count)"
        summary = "EXTRACT(jsonPayload.summary)"
      }
    }
  }
  alert_strategy {
    auto_close = "86400s"
    notification_rate_limit {
      period = "300s"
    }
  }
  documentation {
    mime_type = "text/markdown"
    subject   = "ai-spend: $${log.extracted_label.count} new"
    content   = "$${log.extracted_label.summary}\n\nThe log line has them all, a sentence each. docs/runbook.md says what to do."
  }
}

resource "google_monitoring_alert_policy" "failed" {
  display_name          = "ai-spend: the daily run failed"
  combiner              = "OR"
  notification_channels = [google_monitoring_notification_channel.email.id]

  conditions {
    display_name = "a step of the daily run failed"
    condition_matched_log {
      filter           = "resource.type=\"workflows.googleapis.com/Workflow\" AND resource.labels.workflow_id=\"${google_workflows_workflow.daily.name}\" AND jsonPayload.event=\"daily_step_failed\""
      label_extractors = { step = "EXTRACT(jsonPayload.step)" }
    }
  }
  alert_strategy {
    auto_close = "86400s"
    notification_rate_limit {
      period = "300s"
    }
  }
  documentation {
    mime_type = "text/markdown"
    subject   = "ai-spend: $${log.extracted_label.step} failed"
    content   = "docs/runbook.md: start at the step that failed. The marts are as they were before it."
  }
}

resource "google_logging_metric" "fresh" {
  name        = "ai-spend-fresh"
  description = "Times that the marts were seen to be fresh."
  filter      = "resource.type=\"workflows.googleapis.com/Workflow\" AND resource.labels.workflow_id=\"${google_workflows_workflow.watch.name}\" AND jsonPayload.event=\"warehouse_fresh\""
  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}

# A policy on a new metric is refused until Cloud Monitoring knows it, which takes up to ten minutes.
resource "time_sleep" "metric_is_known" {
  create_duration = "600s"
  triggers        = { metric = google_logging_metric.fresh.id }
}

# A dead man's switch: the watch speaks every three hours while the marts are fresh, so that its silence says
# that anything in the chain is broken, be it the scheduler or the watch.
resource "google_monitoring_alert_policy" "stale" {
  display_name          = "ai-spend: the marts are not fresh"
  combiner              = "OR"
  notification_channels = [google_monitoring_notification_channel.email.id]

  conditions {
    display_name = "no sign of fresh marts for seven hours"
    condition_absent {
      filter   = "resource.type=\"workflows.googleapis.com/Workflow\" AND metric.type=\"logging.googleapis.com/user/${google_logging_metric.fresh.name}\""
      duration = "25200s"
      aggregations {
        alignment_period     = "3600s"
        per_series_aligner   = "ALIGN_SUM"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }
  # A counter may go on as a line of zeros instead of ending.
  conditions {
    display_name = "only zeros for seven hours"
    condition_threshold {
      filter          = "resource.type=\"workflows.googleapis.com/Workflow\" AND metric.type=\"logging.googleapis.com/user/${google_logging_metric.fresh.name}\""
      duration        = "0s"
      comparison      = "COMPARISON_LT"
      threshold_value = 1
      aggregations {
        alignment_period     = "25200s"
        per_series_aligner   = "ALIGN_SUM"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }
  alert_strategy {
    auto_close = "604800s"
  }
  depends_on = [time_sleep.metric_is_known]
  documentation {
    mime_type = "text/markdown"
    subject   = "ai-spend: the marts are not fresh"
    content   = "No build has replaced fct_cost_daily for more than 26 hours, or nobody looked. docs/runbook.md: start at the last daily run."
  }
}
