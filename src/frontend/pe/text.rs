//! Constant strings: UTF-16 and single-byte.

use super::image::Image;

/// A longer string is none that code names a key with.
const LONGEST: usize = 2048;

/// The string at an address, where the bytes look like one.
pub(super) fn guess(image: &Image<'_>, rva: u32) -> Option<String> {
    let bytes = image.bytes_at(rva).filter(|_| !image.is_code(rva))?;
    let fixed = image.is_constant(rva);
    match bytes {
        [0, 0, ..] | [0] if fixed => Some(String::new()),
        [0, ..] => None,
        [_, 0, ..] => wide(bytes).filter(|s| fixed || s.len() > 1),
        _ => narrow(bytes).filter(|s| s.len() > 1),
    }
}

/// A string of the width that a function's name ends with.
pub(super) fn of_width(image: &Image<'_>, rva: u32, is_wide: bool) -> Option<String> {
    let bytes = image.bytes_at(rva).filter(|_| !image.is_code(rva))?;
    if is_wide { wide(bytes) } else { narrow(bytes) }
}

fn wide(bytes: &[u8]) -> Option<String> {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|c| u16::from_le_bytes([c[0], c[1]])).take(LONGEST).take_while(|u| *u != 0).collect();
    if units.len() == LONGEST || units.len() * 2 + 1 >= bytes.len() {
        return None;
    }
    String::from_utf16(&units).ok().filter(|s| s.chars().all(is_text))
}

fn narrow(bytes: &[u8]) -> Option<String> {
    let end = bytes.iter().take(LONGEST).position(|b| *b == 0)?;
    let text = std::str::from_utf8(&bytes[..end])
        .map_or_else(|_| encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes[..end]).0.into_owned(), str::to_owned);
    Some(text).filter(|s| s.chars().all(is_text))
}

fn is_text(c: char) -> bool {
    !c.is_control() || matches!(c, '\t' | '\n' | '\r')
}
