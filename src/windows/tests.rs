use super::*;

#[test]
fn every_fact_names_a_document_that_there_is() {
    let facts = facts().unwrap_or_else(|e| panic!("{e}"));
    let sources = facts.deployment.identity.iter().map(|i| &i.source).chain(facts.deployment.guard.iter().map(|g| &g.source));
    let sources = sources.chain(facts.lifetimes.iter().map(|l| &l.source));
    let mut named: Vec<&str> = sources.chain(facts.remedies.iter().map(|r| &r.source)).map(String::as_str).collect();
    for source in &named {
        assert!(facts.document(source).is_some(), "there is no document `{source}`");
    }
    // those that the reasoning names itself
    named.extend(crate::predict::DOCUMENTS);
    assert!(facts.lifetimes.iter().all(|l| l.level.as_deref().is_none_or(|l| ["note", "warning", "error"].contains(&l))));
    let identities: Vec<&str> = facts.deployment.identity.iter().map(|i| i.id.as_str()).collect();
    assert_eq!(identities, crate::config::Identity::ALL.map(|i| i.name()));
    for document in &facts.deployment.document {
        assert!(document.url.starts_with("https://"), "{}", document.id);
        assert!(named.contains(&document.id.as_str()), "nothing names the document `{}`", document.id);
    }
}

#[test]
fn methods_are_told_from_their_class() {
    for (function, method) in [
        ("Orders::Load", "Load"),
        ("Orders::Orders", "constructor"),
        ("shop::Orders::Orders", "constructor"),
        ("Orders_Deactivate", "Deactivate"),
        ("DllMain", "DllMain"),
        ("load_", "load_"),
        ("", ""),
    ] {
        assert_eq!(method_of(function), method, "{function}");
    }
}
