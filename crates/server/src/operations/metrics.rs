//! Figures for Prometheus.
//!
//! Labels are of types that can only hold what this server wrote into its own source, so
//! no e-mail, key, name or number of anybody can get into one.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::encoding::{
    DescriptorEncoder, EncodeLabelSet, EncodeLabelValue, EncodeMetric, LabelValueEncoder,
};
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use crate::App;
use crate::http::Template;
use crate::store;

const PREFIX: &str = "syncano";
const CONTENT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// Upper bounds in seconds: a key check takes one or two milliseconds, a login fifty.
const BUCKETS_S: [f64; 11] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0,
];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Kind {
    method: &'static str,
    route: Template,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    method: &'static str,
    route: Template,
    status: &'static str,
}

impl EncodeLabelValue for Template {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> fmt::Result {
        fmt::Write::write_fmt(encoder, format_args!("{self}"))
    }
}

/// What is counted while requests are answered.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Outcome, Counter>,
    durations: Family<Kind, Histogram, fn() -> Histogram>,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix(PREFIX);
        let requests = Family::default();
        registry.register("requests", "Requests answered", requests.clone());
        let durations: Family<Kind, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(BUCKETS_S));
        let help = "Time from a request's headers to its answer";
        registry.register_with_unit("request_duration", help, Unit::Seconds, durations.clone());
        let build = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "Which server this is", build);
        Self {
            registry,
            requests,
            durations,
        }
    }

    /// Counts a request.
    pub(super) fn count(
        &self,
        method: &'static str,
        route: Template,
        status: u16,
        elapsed: Duration,
    ) {
        let outcome = Outcome {
            method,
            route,
            status: class(status),
        };
        self.requests.get_or_create(&outcome).inc();
        let kind = Kind { method, route };
        let seconds = elapsed.as_secs_f64();
        self.durations.get_or_create(&kind).observe(seconds);
    }
}

fn class(status: u16) -> &'static str {
    match status {
        100..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    }
}

/// What is counted elsewhere, as it stands now.
#[derive(Debug)]
struct Reading {
    counters: [(&'static str, &'static str, u64); 7],
    gauges: [(&'static str, &'static str, u64); 2],
}

impl Reading {
    fn take(app: &App) -> Self {
        let logins = &app.logins;
        let database = store::failures();
        Self {
            counters: [
                (
                    "throttled_requests",
                    "Requests refused by the limits per second",
                    app.throttle.refused(),
                ),
                (
                    "login_attempts",
                    "Logins whose password was looked at",
                    logins.attempted.load(Ordering::Relaxed),
                ),
                (
                    "logins",
                    "Logins whose password was right",
                    logins.succeeded.load(Ordering::Relaxed),
                ),
                (
                    "login_refusals",
                    "Logins that were told to wait",
                    logins.refused.load(Ordering::Relaxed),
                ),
                ("password_hashes", "Passwords hashed", app.passwords.runs()),
                (
                    "database_unavailable",
                    "Statements refused because the database is busy, full, read-only or gone",
                    database.unavailable,
                ),
                (
                    "database_errors",
                    "Statements that failed for another reason",
                    database.failed,
                ),
            ],
            gauges: [
                (
                    "open_connections",
                    "Connections of the API that are open",
                    app.connections.open(),
                ),
                (
                    "waiting_passwords",
                    "Passwords that wait for a thread",
                    u64::try_from(app.passwords.waiting()).unwrap_or(u64::MAX),
                ),
            ],
        }
    }
}

impl Collector for Reading {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        for (name, help, value) in self.counters {
            let counter = ConstCounter::new(value);
            let kind = counter.metric_type();
            counter.encode(encoder.encode_descriptor(name, help, None, kind)?)?;
        }
        for (name, help, value) in self.gauges {
            let gauge = ConstGauge::new(value);
            let kind = gauge.metric_type();
            gauge.encode(encoder.encode_descriptor(name, help, None, kind)?)?;
        }
        Ok(())
    }
}

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/metrics", get(scrape))
}

async fn scrape(State(app): State<Arc<App>>) -> Response {
    match page(&app) {
        Ok(page) => ([(CONTENT_TYPE, CONTENT)], page).into_response(),
        Err(error) => {
            tracing::error!(cause = %error, "the figures could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn page(app: &App) -> Result<String, fmt::Error> {
    let mut page = String::new();
    if let Some(metrics) = &app.metrics {
        encode_registry(&mut page, &metrics.registry)?;
    }
    let mut now = Registry::with_prefix(PREFIX);
    now.register_collector(Box::new(Reading::take(app)));
    encode_registry(&mut page, &now)?;
    encode_eof(&mut page)?;
    Ok(page)
}
