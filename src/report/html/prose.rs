//! Sentences with code in them, as messages have it between backticks.

use super::super::clean;
use askama::Template;
use askama::filters::HtmlSafe;

/// A sentence that can be put into a page.
#[derive(Template)]
#[template(
    source = "{% for part in parts %}{% if part.is_code %}<code>{{ part.text }}</code>{% else %}{{ part.text }}{% endif %}{% endfor %}",
    ext = "html"
)]
pub(super) struct Prose {
    parts: Vec<Part>,
}

/// It escapes by itself.
impl HtmlSafe for Prose {}

struct Part {
    text: String,
    is_code: bool,
}

impl Prose {
    pub(super) fn of(text: &str) -> Prose {
        let text = clean(text);
        let has_pairs = text.matches('`').count().is_multiple_of(2);
        let parts = text.split('`').enumerate();
        let parts = match has_pairs {
            true => parts.map(|(i, text)| Part { text: text.to_owned(), is_code: i % 2 == 1 }).collect(),
            false => vec![Part { text: text.clone(), is_code: false }],
        };
        Prose { parts }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.parts.iter().all(|part| part.text.is_empty())
    }
}
