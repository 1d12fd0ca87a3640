//! JUnit's XML, in the form that Jenkins reads: a test case for each finding.

use super::{Report, xml};
use crate::judge::Finding;
use quick_xml::Writer;
use rustc_hash::FxHashMap;
use std::io;

/// Tells which findings make a run fail.
pub type Failing<'f> = &'f dyn Fn(&Finding) -> bool;

/// Findings that make the run fail fail, others pass and say so on their standard output, allowed ones are skipped.
pub fn check(report: &Report, failing: Failing) -> String {
    let failures = report.findings.iter().filter(|f| failing(f)).count().to_string();
    let allowed = (report.findings.len() - report.told().count()).to_string();
    // an empty suite is taken for one that did not run
    let tests = report.findings.len().max(1).to_string();
    let counts = [("tests", tests.as_str()), ("failures", &failures), ("errors", "0")];
    xml::document(|writer| {
        let root = writer.create_element("testsuites").with_attribute(("name", "hivelint")).with_attributes(counts);
        root.write_inner_content(|writer| {
            let suite = writer.create_element("testsuite").with_attribute(("name", "hivelint")).with_attributes(counts);
            suite.with_attribute(("skipped", allowed.as_str())).write_inner_content(|writer| {
                let names = names(report);
                report
                    .findings
                    .iter()
                    .zip(&names)
                    .try_for_each(|(finding, name)| case(writer, report, failing(finding), (finding, name)))?;
                if report.findings.is_empty() {
                    let case = writer.create_element("testcase").with_attribute(("name", "nothing found"));
                    case.with_attribute(("classname", "hivelint")).write_empty()?;
                }
                notices(writer, report)
            })?;
            Ok(())
        })?;
        Ok(())
    })
}

/// Jenkins tells test cases apart by file and name, and follows them from run to run: so there is no line in a name.
fn names(report: &Report) -> Vec<String> {
    let mut seen = FxHashMap::<(&str, String), u32>::default();
    let names = report.findings.iter().map(|finding| {
        let name = match &*finding.function {
            "" => finding.rule.to_string(),
            function => format!("{} in {function}", finding.rule),
        };
        let count = seen.entry((report.region(finding.span).path, name.clone())).or_default();
        *count += 1;
        if *count == 1 { name } else { format!("{name} ({count})") }
    });
    names.collect()
}

fn case(writer: &mut Writer<Vec<u8>>, report: &Report, fails: bool, (finding, name): (&Finding, &str)) -> io::Result<()> {
    let (name, class) = (xml::value(name), xml::value(report.region(finding.span).path));
    let case = writer.create_element("testcase").with_attribute(("name", name.as_str())).with_attribute(("classname", class.as_str()));
    let story = format!("{}: {}[{}] {}", report.place_in_words(finding.span), finding.level.name(), finding.rule, report.story(finding));
    case.write_inner_content(|writer| {
        if let Some(allowed) = &finding.suppressed {
            let reason = xml::value(&format!("{}: {}", allowed.by.words(), allowed.reason));
            writer.create_element("skipped").with_attribute(("message", reason.as_str())).write_empty()?;
        } else if fails {
            let message = xml::value(&report.sentence(finding));
            let failure = writer.create_element("failure").with_attribute(("message", message.as_str()));
            failure.with_attribute(("type", finding.level.name())).write_text_content(xml::text(&story))?;
        } else {
            writer.create_element("system-out").write_text_content(xml::text(&story))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn notices(writer: &mut Writer<Vec<u8>>, report: &Report) -> io::Result<()> {
    let not_read = report.not_read();
    if report.notices.is_empty() && not_read.is_none() {
        return Ok(());
    }
    let line = |n: &crate::source::Notice| {
        let line = n.line.map(|l| format!(":{l}")).unwrap_or_default();
        format!("{}{line}: {}", n.path, n.message).replace('\n', " ")
    };
    let lines: Vec<String> = not_read.into_iter().chain(report.notices.iter().map(line)).collect();
    let text = format!("Not read or not decided:\n{}", lines.join("\n"));
    writer.create_element("system-out").write_text_content(xml::text(&text)).map(|_| ())
}
