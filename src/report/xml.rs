//! What XML formats share: a document with elements and attributes, and text that XML can hold.

use super::clean;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;

/// Writes a document with one root.
pub(super) fn document(body: impl FnOnce(&mut Writer<Vec<u8>>) -> io::Result<()>) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer
        .write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))
        .and_then(|()| body(&mut writer))
        .expect("writing to memory never fails");
    let mut text = String::from_utf8(writer.into_inner()).expect("what is written is text");
    text.push('\n');
    text
}

/// Text that is legal in XML 1.0, which knows no way to write most control characters.
pub(super) fn text(text: &str) -> BytesText<'static> {
    BytesText::new(&legal(text)).into_owned()
}

/// The same for an attribute, where a reader would make a space of a line end.
pub(super) fn value(text: &str) -> String {
    legal(text).replace(['\n', '\t'], " ")
}

fn legal(text: &str) -> String {
    clean(text).replace(['\u{FFFE}', '\u{FFFF}'], "\u{FFFD}")
}
