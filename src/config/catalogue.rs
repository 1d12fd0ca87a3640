//! The COM+ catalogue's own words: the properties that COMAdmin shows of an application and its components, exported as text
//! (`Name = value` or `Name : value`, a blank line between two objects) or as XML.

use super::{Activation, Deployment, Identity, braced};
use crate::models::DataError;
use std::collections::BTreeMap;

/// The properties of one object, by their names in lower case, with the line of each.
type Object = BTreeMap<String, (String, usize)>;

/// More elements than this are no export of one application.
const MOST_NODES: u32 = 100_000;

/// Reads the application called `name`, or the only one, and those of its components that have one of the CLSIDs.
pub fn read(file: &str, text: &str, name: &str, clsids: &[String]) -> Result<Deployment, DataError> {
    let wrong = |offset: usize, message: String, help: &str| {
        let end = text[offset..].find('\n').map_or(text.len(), |i| offset + i);
        Err(DataError::new(file, text, offset..end, message, help))
    };
    let objects = if text.trim_start().starts_with('<') { from_xml(file, text)? } else { from_text(text) };
    let is_application = |o: &&Object| o.contains_key("activation") || o.contains_key("identity");
    let applications: Vec<&Object> = objects.iter().filter(is_application).collect();
    let of = |o: &Object, key: &str| o.get(key).map(|(value, _)| value.clone());
    let named = applications.iter().find(|o| of(o, "name").is_some_and(|n| n.eq_ignore_ascii_case(name)));
    let application = match (named, applications.as_slice()) {
        (Some(application), _) => application,
        (None, [only]) => only,
        (None, []) => {
            let help = "export the application's properties with COMAdmin: one `Name = value` a line, or XML";
            return wrong(0, "there is no COM+ application in it: neither `Identity` nor `Activation` is given".to_owned(), help);
        }
        (None, several) => {
            let names: Vec<String> = several.iter().filter_map(|o| of(o, "name")).collect();
            let message = format!("it holds {} applications and none is called `{name}`", several.len());
            return wrong(0, message, &format!("give the component the name of its application: {}", names.join(", ")));
        }
    };
    let mut deployment = Deployment::default();
    for (key, (value, offset)) in application.iter() {
        if let Err(expected) = take_property(&mut deployment, key, value) {
            return wrong(*offset, format!("`{value}` is no value that `{key}` can have"), expected);
        }
    }
    for component in objects.iter().filter(|o| !is_application(o)) {
        let is_ours = of(component, "clsid").and_then(|c| braced(&c)).is_some_and(|c| clsids.is_empty() || clsids.contains(&c));
        for (key, (value, offset)) in component.iter().filter(|_| is_ours) {
            if let Err(expected) = take_component_property(&mut deployment, key, value) {
                return wrong(*offset, format!("`{value}` is no value that `{key}` can have"), expected);
            }
        }
    }
    Ok(deployment)
}

/// Properties of the Applications collection. Others say nothing about a log-off.
fn take_property(deployment: &mut Deployment, key: &str, value: &str) -> Result<(), &'static str> {
    match key {
        "identity" => deployment.identity = Some(identity(value)),
        "activation" => {
            deployment.activation = Some(match value.to_ascii_lowercase().as_str() {
                "0" | "inproc" | "comadminactivationinproc" | "library" => Activation::Library,
                "1" | "local" | "comadminactivationlocal" | "server" => Activation::Server,
                _ => return Err("`Activation` is 0 (library, in the client's process) or 1 (server, in dllhost.exe)"),
            });
        }
        "runforever" => deployment.run_forever = Some(truth(value)?),
        "servicename" => deployment.nt_service = Some(!value.is_empty()),
        _ => {}
    }
    Ok(())
}

/// Properties of the Components collection. One pooled class makes the component's objects long-lived.
fn take_component_property(deployment: &mut Deployment, key: &str, value: &str) -> Result<(), &'static str> {
    match key {
        "objectpoolingenabled" => deployment.pooling = Some(truth(value)? || deployment.pooling == Some(true)),
        "justintimeactivation" => deployment.jit = Some(truth(value)? && deployment.jit != Some(false)),
        _ => {}
    }
    Ok(())
}

fn truth(value: &str) -> Result<bool, &'static str> {
    match value.to_ascii_lowercase().as_str() {
        "true" | "1" | "-1" | "yes" | "y" => Ok(true),
        "false" | "0" | "no" | "n" | "" => Ok(false),
        _ => Err("write `True` or `False`"),
    }
}

fn identity(value: &str) -> Identity {
    let lower = value.to_ascii_lowercase();
    match lower.rsplit('\\').next().unwrap_or_default().replace(' ', "").as_str() {
        "interactiveuser" => Identity::InteractiveUser,
        "localservice" => Identity::LocalService,
        "networkservice" => Identity::NetworkService,
        "system" | "localsystem" => Identity::LocalSystem,
        _ => Identity::SpecificUser,
    }
}

fn from_text(text: &str) -> Vec<Object> {
    let mut objects = vec![Object::new()];
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        if line.trim().is_empty() {
            objects.push(Object::new());
        } else if let Some((key, value)) = line.split_once(['=', ':']) {
            let key = key.trim().to_ascii_lowercase();
            // exports without blank lines: a name that comes again begins the next object
            if objects.last().is_some_and(|o| o.contains_key(&key)) {
                objects.push(Object::new());
            }
            if let Some(object) = objects.last_mut() {
                object.insert(key, (value.trim().trim_matches('"').to_owned(), start));
            }
        }
    }
    objects.retain(|o| !o.is_empty());
    objects
}

/// An object is an element with properties: `<Identity>x</Identity>`, `<Property Name="Identity" Value="x"/>`,
/// `<Property Name="Identity">x</Property>` or attributes of its own.
fn from_xml(file: &str, text: &str) -> Result<Vec<Object>, DataError> {
    let options = roxmltree::ParsingOptions { nodes_limit: MOST_NODES, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(text, options).map_err(|why| {
        let line = why.pos().row.saturating_sub(1) as usize;
        let start = text.split_inclusive('\n').take(line).map(str::len).sum::<usize>().min(text.len());
        let end = text[start..].find('\n').map_or(text.len(), |i| start + i);
        DataError::new(
            file,
            text,
            start..end,
            format!("it is not well-formed XML: {why}"),
            "export it again, or write `Name = value` lines",
        )
    })?;
    let mut objects = Vec::new();
    for element in document.descendants().filter(roxmltree::Node::is_element) {
        let mut object = Object::new();
        let mut put = |key: &str, value: &str, at: usize| {
            object.entry(key.to_ascii_lowercase()).or_insert((value.trim().to_owned(), at));
        };
        for child in element.children().filter(|c| c.is_element() && c.children().all(|g| !g.is_element())) {
            let attribute = |wanted: &str| child.attributes().find(|a| a.name().eq_ignore_ascii_case(wanted)).map(|a| a.value());
            let value = attribute("value").or(child.text()).unwrap_or_default();
            put(attribute("name").unwrap_or(child.tag_name().name()), value, child.range().start);
        }
        let is_property =
            element.attributes().any(|a| a.name().eq_ignore_ascii_case("value")) || element.text().is_some_and(|t| !t.trim().is_empty());
        if !is_property {
            element.attributes().for_each(|a| put(a.name(), a.value(), element.range().start));
        }
        objects.push(object);
    }
    objects.retain(|o| !o.is_empty());
    Ok(objects)
}
