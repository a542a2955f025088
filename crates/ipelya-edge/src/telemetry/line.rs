//! The line: what a request or a scheduled job was and what it took, as JSON. Where `IPELYA_METRICS_NAMESPACE` names a
//! namespace, `CloudWatch` takes its metrics from it (embedded metric format), each by the function's name; refusals by
//! their code.

use std::io::Write;
use std::sync::OnceLock;
use std::time::Duration;

use ipelya_core::{Timestamp, UserId};
use serde::Serialize;

use super::metric::{Measures, Metric};
use super::{Trace, TraceParent, milliseconds};
use crate::clock::Clock;

/// The dimensions, by the names of fields of the line. AWS calls that of its own metrics the same.
const BY_FUNCTION: &str = "FunctionName";
const BY_CODE: &str = "error_code";

/// What a line says besides what its trace knows.
#[derive(Debug, Default)]
pub(crate) struct About<'a> {
    /// Which function it was for, if there is one of that name.
    pub(crate) function: Option<&'static str>,
    pub(crate) request_id: Option<&'a str>,
    /// Why it was refused.
    pub(crate) error_code: Option<&'static str>,
    /// The status of the reply.
    pub(crate) status: Option<u16>,
    /// It failed, and not by its caller's doing.
    pub(crate) is_fault: bool,
}

/// Where this process' lines go: nowhere before [`init`], so that tests write none.
#[derive(Debug)]
struct Target {
    clock: Clock,
    namespace: Option<String>,
    function_name: Option<String>,
}

static TARGET: OnceLock<Target> = OnceLock::new();

pub(super) fn init() {
    let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let _ = TARGET.set(Target {
        clock: Clock::system(),
        namespace: variable("IPELYA_METRICS_NAMESPACE"),
        function_name: variable("AWS_LAMBDA_FUNCTION_NAME"),
    });
}

pub(super) fn write(message: &'static str, about: &About<'_>, trace: &Trace, took: Duration) {
    let Some(target) = TARGET.get() else { return };
    let mut line = text(target, message, about, trace, took);
    line.push('\n');
    // a log that cannot be written can be told to nobody
    let _ = std::io::stdout().lock().write_all(line.as_bytes());
}

#[derive(Serialize)]
struct Line<'a> {
    #[serde(rename = "_aws", skip_serializing_if = "Option::is_none")]
    record: Option<Record<'a>>,
    timestamp: Timestamp,
    level: &'static str,
    message: &'static str,
    #[serde(rename = "FunctionName", skip_serializing_if = "Option::is_none")]
    function_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    function: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<UserId>,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    ms: f64,
    upstream_calls: u32,
    #[serde(flatten)]
    measures: &'a Measures,
}

fn text(target: &Target, message: &'static str, about: &About<'_>, trace: &Trace, took: Duration) -> String {
    let now = target.clock.now();
    let mut measures = trace.measures.borrow().clone();
    measures.add(Metric::Requests, 1.0);
    measures.add(Metric::Faults, f64::from(u8::from(about.is_fault)));
    if about.error_code.is_some() {
        measures.add(Metric::Refusals, 1.0);
    }
    let line = Line {
        record: target.namespace.as_deref().map(|namespace| Record::of(namespace, &measures, now)),
        timestamp: now,
        level: "INFO",
        message,
        function_name: target.function_name.as_deref(),
        function: about.function,
        request_id: about.request_id,
        trace_id: trace.parent.as_ref().and_then(TraceParent::trace_id),
        user: trace.user.get(),
        outcome: if about.error_code.is_none() { "success" } else { "refused" },
        error_code: about.error_code,
        status: about.status,
        ms: milliseconds(took),
        upstream_calls: trace.upstream_calls.get(),
        measures: &measures,
    };
    // texts and numbers always can be written as JSON
    serde_json::to_string(&line).unwrap_or_default()
}

/// What tells `CloudWatch` which fields of the line are metrics, and of what.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Record<'a> {
    timestamp: i64,
    #[serde(rename = "CloudWatchMetrics")]
    metrics: Vec<Directive<'a>>,
}

/// Metrics of one dimension.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Directive<'a> {
    namespace: &'a str,
    dimensions: [[&'static str; 1]; 1],
    metrics: Vec<Definition>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Definition {
    name: &'static str,
    unit: &'static str,
}

impl<'a> Record<'a> {
    fn of(namespace: &'a str, measures: &Measures, now: Timestamp) -> Self {
        let by = |dimension: &'static str| {
            let metrics = measures.iter().map(|(metric, _)| metric).filter(|metric| dimension_of(*metric) == dimension);
            let metrics = metrics.map(|metric| Definition { name: metric.name(), unit: metric.unit() }).collect();
            Directive { namespace, dimensions: [[dimension]], metrics }
        };
        let mut metrics = vec![by(BY_FUNCTION), by(BY_CODE)];
        metrics.retain(|directive| !directive.metrics.is_empty());
        let since_1970 = now - Timestamp::UNIX_EPOCH;
        Self { timestamp: i64::try_from(since_1970.whole_milliseconds()).unwrap_or_default(), metrics }
    }
}

fn dimension_of(metric: Metric) -> &'static str {
    if metric == Metric::Refusals { BY_CODE } else { BY_FUNCTION }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn line(about: &About<'_>, namespace: Option<&str>, measured: &[(Metric, f64)]) -> Value {
        let target = Target {
            clock: Clock::fixed(Timestamp::UNIX_EPOCH + Duration::from_mins(1)),
            namespace: namespace.map(str::to_owned),
            function_name: Some("ipelya-live-dev-gift".to_owned()),
        };
        let trace = Trace::default();
        for (metric, amount) in measured {
            trace.measures.borrow_mut().add(*metric, *amount);
        }
        let text = text(&target, "request", about, &trace, Duration::from_micros(1500));
        assert!(!text.contains('\n'), "one line");
        serde_json::from_str(&text).unwrap()
    }

    /// What the format demands: names and dimensions are fields of the line, and metrics are numbers.
    fn metrics(line: &Value) -> Vec<(&str, &str, &str, f64)> {
        let directives = line["_aws"]["CloudWatchMetrics"].as_array().unwrap();
        let mut found = Vec::new();
        for directive in directives {
            assert_eq!(directive["Namespace"], "IpelyaLive/dev");
            let dimension = directive["Dimensions"][0][0].as_str().unwrap();
            assert!(line[dimension].is_string(), "{dimension}");
            for metric in directive["Metrics"].as_array().unwrap() {
                let name = metric["Name"].as_str().unwrap();
                found.push((dimension, name, metric["Unit"].as_str().unwrap(), line[name].as_f64().unwrap()));
            }
        }
        found
    }

    #[test]
    fn a_request_is_counted_by_its_function_with_the_time_of_each_service_it_asked() {
        let about =
            About { function: Some("send-live-gift"), request_id: Some("id"), status: Some(200), ..About::default() };
        let told = [(Metric::Postgres, 2.0), (Metric::Postgres, 0.5), (Metric::LiveKit, 1.0)];
        let line = line(&about, Some("IpelyaLive/dev"), &told);
        assert_eq!(
            metrics(&line),
            [
                ("FunctionName", "requests", "Count", 1.0),
                ("FunctionName", "faults", "Count", 0.0),
                ("FunctionName", "postgres_ms", "Milliseconds", 2.5),
                ("FunctionName", "livekit_ms", "Milliseconds", 1.0),
            ]
        );
        assert_eq!(line["_aws"]["Timestamp"], 60_000);
        assert_eq!((&line["ms"], &line["outcome"]), (&json!(1.5), &json!("success")));
        assert_eq!(line["timestamp"], "1970-01-01T00:01:00Z");
    }

    #[test]
    fn a_refusal_is_counted_by_its_code_and_is_a_fault_only_if_it_is_ours() {
        for is_fault in [false, true] {
            let about = About { error_code: Some("BUSY"), is_fault, ..About::default() };
            let line = line(&about, Some("IpelyaLive/dev"), &[]);
            let faults = f64::from(u8::from(is_fault));
            assert_eq!(
                metrics(&line),
                [
                    ("FunctionName", "requests", "Count", 1.0),
                    ("FunctionName", "faults", "Count", faults),
                    ("error_code", "refusals", "Count", 1.0),
                ]
            );
            assert_eq!(line["outcome"], "refused");
        }
    }

    #[test]
    fn without_a_namespace_the_line_is_the_same_and_no_record() {
        let about = About { function: Some("gift"), ..About::default() };
        let mut with = line(&about, Some("IpelyaLive/dev"), &[]);
        let without = line(&about, None, &[]);
        with.as_object_mut().unwrap().remove("_aws");
        assert_eq!(with, without);
    }
}
