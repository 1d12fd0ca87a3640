//! Checkstyle's XML, which many tools read: findings below their files.

use super::{Report, xml};
use crate::judge::{Finding, Level};
use std::collections::BTreeMap;

/// Every finding that no comment allows.
pub fn check(report: &Report) -> String {
    let mut files: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in report.told() {
        files.entry(report.region(finding.span).path).or_default().push(finding);
    }
    xml::document(|writer| {
        let root = writer.create_element("checkstyle").with_attribute(("version", "4.3"));
        root.write_inner_content(|writer| {
            for (path, findings) in &files {
                let name = xml::value(path);
                let file = writer.create_element("file").with_attribute(("name", name.as_str()));
                file.write_inner_content(|writer| findings.iter().try_for_each(|finding| error(writer, report, finding)))?;
            }
            Ok(())
        })?;
        Ok(())
    })
}

fn error(writer: &mut quick_xml::Writer<Vec<u8>>, report: &Report, finding: &Finding) -> std::io::Result<()> {
    let at = report.place_in_text(finding.span);
    let severity = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "info",
    };
    let line = at.line.unwrap_or(1).to_string();
    let mut element = writer.create_element("error").with_attribute(("line", line.as_str()));
    if let Some(column) = at.column.map(|column| column.to_string()) {
        element = element.with_attribute(("column", column.as_str()));
    }
    let message = xml::value(&report.sentence(finding));
    let source = xml::value(&format!("hivelint.{}", finding.rule));
    element
        .with_attribute(("severity", severity))
        .with_attribute(("message", message.as_str()))
        .with_attribute(("source", source.as_str()))
        .write_empty()
        .map(|_| ())
}
