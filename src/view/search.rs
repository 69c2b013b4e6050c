//! What a person typed, against lower-cased texts.
//!
//! For each thing one lower-cased text is kept that holds everything a person may type to find it; a search is one walk
//! over those texts. That costs some 60 bytes an order and a millisecond or two for 20,000 of them, where an index of
//! words could not find `5366` inside `536613`.

/// The words that were typed, lower-cased.
pub fn split(typed: &str) -> Vec<String> {
    let words = typed.split_whitespace();
    words.map(str::to_lowercase).collect()
}

/// The text that something is found by: its parts, lower-cased.
#[derive(Debug, Default)]
pub struct Haystack(String);

impl Haystack {
    /// Adds a part. Nothing is found across two.
    pub fn add(&mut self, part: &str) {
        self.0.push_str(part);
        // No word that a person types holds a line break.
        self.0.push('\n');
    }

    /// The text.
    pub fn end(self) -> Box<str> {
        self.0.to_lowercase().into_boxed_str()
    }
}

/// Whether a word stands anywhere in a text. The texts are some sixty bytes long: preparing a search, as
/// `str::contains` does for each, takes longer than looking.
pub fn holds(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let Some((first, rest)) = word.split_first() else {
        return true;
    };
    let mut left = text;
    while left.len() >= word.len() {
        let Some((byte, after)) = left.split_first() else {
            return false;
        };
        if byte == first && after.starts_with(rest) {
            return true;
        }
        left = after;
    }
    false
}

/// How well a thing fits that has a name and other words by which it is called: how many of the typed words stand only
/// in the other words, so that 0 is best; `None` where one stands in neither. In the other words a typed word begins
/// one: `pin` is no part of `spinning`.
pub fn rank(name: &str, also: &str, typed: &[String]) -> Option<usize> {
    let (name, also) = (name.to_lowercase(), also.to_lowercase());
    let mut elsewhere = 0;
    for word in typed {
        if name.contains(word.as_str()) {
            continue;
        }
        also.split_whitespace()
            .find(|it| it.starts_with(word.as_str()))?;
        elsewhere += 1;
    }
    Some(elsewhere)
}

#[cfg(test)]
mod tests {
    use super::{rank, split};

    #[test]
    fn an_action_is_found_by_its_name_first_and_by_other_words() {
        let ranked = |typed| rank("Open people", "operators PIN badge sign in", &split(typed));
        assert_eq!(ranked("people"), Some(0));
        assert_eq!(ranked("eopl"), Some(0));
        assert_eq!(ranked("pin"), Some(1));
        assert_eq!(ranked("open pin"), Some(1));
        assert_eq!(ranked("badge pin"), Some(2));
        assert_eq!(ranked("adge"), None);
        assert_eq!(ranked("people print"), None);
        assert_eq!(ranked(""), Some(0));
    }
}
