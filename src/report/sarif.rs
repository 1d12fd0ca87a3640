//! SARIF 2.1.0 for code-scanning services. Only what hivelint fills in has a type here.

use super::{Region, Report, json};
use crate::judge::{self, Change, Elsewhere, Finding, Level, Rule, SuppressedBy};
use crate::lifetime::Step;
use crate::source::{Notice, Span};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write;

/// GitHub refuses a run with more results.
const MOST_RESULTS: usize = 25_000;
/// … and reads so many places of one path.
const MOST_STEPS: usize = 1000;
/// … and shows so many related places.
const MOST_RELATED: usize = 100;
/// What paths are relative to: the name that GitHub knows. Where that is on this machine is nobody's business.
const ROOT: &str = "%SRCROOT%";

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    column_kind: &'static str,
    original_uri_base_ids: BTreeMap<&'static str, Base>,
    invocations: [Invocation; 1],
    results: Vec<Outcome<'a>>,
    properties: Properties<'a>,
}

/// What has no place of its own in SARIF.
#[derive(Serialize)]
struct Properties<'a> {
    verdicts: Vec<Verdict<'a>>,
}

#[derive(Serialize)]
struct Verdict<'a> {
    component: &'a str,
    verdict: &'static str,
    condition: &'a str,
}

#[derive(Serialize)]
struct Base {
    description: Message,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    full_name: &'static str,
    version: &'static str,
    information_uri: &'static str,
    rules: Vec<Descriptor<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    name: String,
    short_description: Message,
    full_description: Message,
    help: Message,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<&'a str>,
    default_configuration: Configuration,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct RuleProperties {
    tags: [&'static str; 3],
    /// GitHub's name for it.
    #[serde(rename = "problem.severity")]
    severity: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Message {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'a str,
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'static str, &'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    code_flows: Vec<CodeFlow>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix>,
    suppressions: Vec<Suppression<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    properties: ResultProperties<'a>,
}

#[derive(Serialize)]
struct ResultProperties<'a> {
    confidence: &'static str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    assumptions: &'a [String],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix {
    description: Message,
    artifact_changes: Vec<ArtifactChange>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: SarifRegion,
    inserted_content: Message,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<SarifRegion>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<Address>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Address {
    relative_address: u32,
    kind: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRegion {
    start_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<u32>,
    /// The text, for who reads the report without the sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Snippet>,
}

#[derive(Serialize)]
struct Snippet {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    fully_qualified_name: String,
    kind: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CodeFlow {
    thread_flows: [ThreadFlow; 1],
}

#[derive(Serialize)]
struct ThreadFlow {
    locations: Vec<ThreadFlowLocation>,
}

#[derive(Serialize)]
struct ThreadFlowLocation {
    location: Location,
}

#[derive(Serialize)]
struct Suppression<'a> {
    kind: &'static str,
    status: &'static str,
    justification: &'a str,
}

/// Every finding, allowed ones marked as suppressed; of too many for GitHub, the worst.
pub fn check(report: &Report) -> String {
    let driver = Driver {
        name: env!("CARGO_PKG_NAME"),
        full_name: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")),
        version: env!("CARGO_PKG_VERSION"),
        information_uri: env!("CARGO_PKG_REPOSITORY"),
        rules: report.rules.iter().map(descriptor).collect(),
    };
    let findings = worst(report.findings, MOST_RESULTS);
    let left_out = report.findings.len() - findings.len();
    let cut = Notice {
        path: String::new(),
        line: None,
        message: format!("{left_out} results are left out: {MOST_RESULTS} is the most that GitHub takes; the JSON has all"),
    };
    let not_read = report.not_read().map(|message| Notice { path: String::new(), line: None, message });
    let notices = report.notices.iter().chain(&not_read).chain(Some(&cut).filter(|_| left_out > 0));
    let run = Run {
        tool: Tool { driver },
        column_kind: "unicodeCodePoints",
        original_uri_base_ids: BTreeMap::from([(ROOT, Base { description: text("the directory that hivelint was run in") })]),
        invocations: [Invocation { execution_successful: true, tool_execution_notifications: notices.map(notification).collect() }],
        results: findings.into_iter().map(|finding| outcome(report, finding)).collect(),
        properties: Properties { verdicts: report.verdicts.iter().map(|v| verdict(report, v)).collect() },
    };
    json::pretty(&Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] })
}

/// So many of the worst findings, in the order that they had; allowed ones go first.
pub(super) fn worst(findings: &[Finding], most: usize) -> Vec<&Finding> {
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by_key(|i| (findings[*i].suppressed.is_some(), Reverse(findings[*i].level)));
    order.truncate(most);
    order.sort_unstable();
    order.into_iter().map(|i| &findings[i]).collect()
}

fn verdict<'a>(report: &Report<'a>, verdict: &'a crate::predict::Verdict<'a>) -> Verdict<'a> {
    let component = &report.components.all()[verdict.component].name;
    Verdict { component, verdict: verdict.outcome.id(), condition: &verdict.condition }
}

fn text(text: &str) -> Message {
    Message { text: text.trim().to_owned(), markdown: None }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

fn descriptor(rule: &Rule) -> Descriptor<'_> {
    Descriptor {
        id: &rule.id,
        name: pascal(&rule.id),
        short_description: text(&rule.title),
        full_description: text(&rule.why),
        help: Message { markdown: Some(judge::markdown(rule)), ..text(&rule.help) },
        help_uri: rule.references.first().map(|r| r.url.as_str()),
        default_configuration: Configuration { level: level(rule.level) },
        properties: RuleProperties { tags: ["windows", "registry", "com"], severity: severity(rule.level) },
    }
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "recommendation",
    }
}

/// `leaked-user-key` as a name of .NET's kind, which Visual Studio shows.
fn pascal(id: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    id.split('-').map(word).collect()
}

fn notification(notice: &Notice) -> Notification {
    let region =
        notice.line.map(|line| SarifRegion { start_line: line, start_column: None, end_line: None, end_column: None, snippet: None });
    let place = PhysicalLocation { artifact_location: artifact(&notice.path), region, address: None };
    let location = Location { physical_location: place, logical_locations: Vec::new(), message: None };
    let locations = if notice.path.is_empty() { Vec::new() } else { vec![location] };
    Notification { level: "note", message: text(&notice.message), locations }
}

fn outcome<'a>(report: &Report<'a>, finding: &'a Finding) -> Outcome<'a> {
    let mut at = location(report, finding.span);
    if let Some(region) = &mut at.physical_location.region {
        let code = report.source(finding.span).text.get(finding.span.start as usize..finding.span.end as usize);
        region.snippet = code.map(|text| Snippet { text: text.to_owned() });
    }
    at.logical_locations = vec![LogicalLocation { fully_qualified_name: finding.function.to_string(), kind: "function" }];
    let flow = |steps: &[Step]| CodeFlow { thread_flows: [ThreadFlow { locations: steps_of(report, steps) }] };
    let suppression = |allowed: &'a judge::Suppression| Suppression {
        kind: if allowed.by == SuppressedBy::Comment { "inSource" } else { "external" },
        status: "accepted",
        justification: &allowed.reason,
    };
    Outcome {
        rule_id: &finding.rule,
        rule_index: report.rules.iter().position(|r| *r.id == *finding.rule),
        level: level(finding.level),
        message: message(finding),
        locations: [at],
        related_locations: finding.also.iter().take(MOST_RELATED).map(|elsewhere| related(report, elsewhere)).collect(),
        partial_fingerprints: BTreeMap::from([("hivelint/v1", finding.fingerprint.as_str())]),
        code_flows: if finding.steps.is_empty() { Vec::new() } else { vec![flow(&finding.steps)] },
        fixes: finding.change.iter().filter(|c| c.tried).map(|c| fix(report, finding, c)).collect(),
        suppressions: finding.suppressed.iter().map(suppression).collect(),
        baseline_state: finding.known.map(|known| if known { "unchanged" } else { "new" }),
        properties: ResultProperties { confidence: finding.confidence.name(), assumptions: &finding.assumptions },
    }
}

/// Examples are left out: a program could put them in.
fn fix(report: &Report, finding: &Finding, change: &Change) -> Fix {
    let mut changes: BTreeMap<&str, Vec<Replacement>> = BTreeMap::new();
    for edit in &change.edits {
        let Region { path, line, column, end_line, end_column, .. } = report.region(edit.span);
        let Some(start_line) = line else { continue };
        // as it is: white space matters
        let inserted_content = Message { text: edit.text.clone(), markdown: None };
        let deleted_region = SarifRegion { start_line, start_column: column, end_line, end_column, snippet: None };
        changes.entry(path).or_default().push(Replacement { deleted_region, inserted_content });
    }
    let change_of = |(path, replacements)| ArtifactChange { artifact_location: artifact(path), replacements };
    let unless = if change.unless.is_empty() { String::new() } else { format!(" Wrong if: {}", change.unless) };
    Fix { description: text(&format!("{}{unless}", finding.fix)), artifact_changes: changes.into_iter().map(change_of).collect() }
}

fn message(finding: &Finding) -> Message {
    let assumed = finding.assumptions.iter().map(|a| format!("\nAssumed: {a}"));
    let fix = if finding.fix.is_empty() { String::new() } else { format!("\nFix: {}", finding.fix.trim()) };
    Message { text: format!("{}{}{fix}", finding.message, assumed.collect::<String>()), markdown: None }
}

/// Of a path that is too long, its beginning and its end.
fn steps_of(report: &Report, steps: &[Step]) -> Vec<ThreadFlowLocation> {
    let head = if steps.len() > MOST_STEPS { MOST_STEPS / 2 } else { steps.len() };
    let tail = steps.len().saturating_sub(MOST_STEPS / 2).max(head);
    steps[..head].iter().chain(&steps[tail..]).map(|s| step(report, s)).collect()
}

fn step(report: &Report, step: &Step) -> ThreadFlowLocation {
    let mut location = location(report, step.span);
    location.message = Some(text(&step.text));
    ThreadFlowLocation { location }
}

fn related(report: &Report, elsewhere: &Elsewhere) -> Location {
    let mut at = location(report, elsewhere.span);
    at.logical_locations = vec![LogicalLocation { fully_qualified_name: elsewhere.function.to_string(), kind: "function" }];
    at.message = Some(text("the same in what was built from it"));
    at
}

fn location(report: &Report, span: Span) -> Location {
    let Region { path, line, column, end_line, end_column, rva, .. } = report.region(span);
    // lines of a binary are those of its source, which is another artifact
    let region = line.filter(|_| rva.is_none()).map(|line| SarifRegion {
        start_line: line,
        start_column: column,
        end_line,
        end_column,
        snippet: None,
    });
    let address = rva.map(|rva| Address { relative_address: rva, kind: "instruction" });
    let place = PhysicalLocation { artifact_location: artifact(path), region, address };
    Location { physical_location: place, logical_locations: Vec::new(), message: None }
}

fn artifact(path: &str) -> ArtifactLocation {
    let uri = uri(path);
    let uri_base_id = Some(ROOT).filter(|_| !uri.starts_with("file:"));
    ArtifactLocation { uri, uri_base_id }
}

/// A path as a URI reference: relative paths stay relative, everything but unreserved characters and `/` is escaped.
pub(super) fn uri(path: &str) -> String {
    let mut uri = match path.as_bytes() {
        // a share of Windows brings its server along
        [b'/', b'/', ..] => "file:".to_owned(),
        [b'/', ..] => "file://".to_owned(),
        [drive, b':', ..] if drive.is_ascii_alphabetic() => "file:///".to_owned(),
        _ => String::new(),
    };
    let keeps_colon = !uri.is_empty();
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => uri.push(char::from(byte)),
            b':' if keeps_colon => uri.push(':'),
            _ => write!(uri, "%{byte:02X}").expect("writing to a string never fails"),
        }
    }
    uri
}
