use super::{SCRIPT, SCRIPT_HASH, STYLE};
use sha2::{Digest, Sha256};

/// A browser runs the script only if the policy in the page's head has its hash.
#[test]
fn the_policy_allows_the_script() {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let hash = Sha256::digest(SCRIPT.as_bytes());
    let mut text = String::from("sha256-");
    for three in hash.chunks(3) {
        let bits = (0..3).fold(0u32, |bits, i| bits << 8 | u32::from(three.get(i).copied().unwrap_or(0)));
        let letters = (0..4).map(|i| LETTERS[(bits >> (18 - 6 * i) & 63) as usize] as char);
        text.extend(letters.enumerate().map(|(i, letter)| if i <= three.len() { letter } else { '=' }));
    }
    assert_eq!(text, SCRIPT_HASH);
}

#[test]
fn neither_style_nor_script_can_end_early() {
    assert!(!STYLE.contains("</") && !SCRIPT.contains("</"));
    assert!(!STYLE.contains("http") && !SCRIPT.contains("http"));
}
