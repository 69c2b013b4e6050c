//! Quantities in sentences. The texts count units; goods that are counted in another unit are told in that one.

/// A sentence whose number of units is told with the unit that it is really counted in. `figure` is the number as the
/// sentence has it, `nouns` the words for units that may follow it, the longest first, `amount` what stands there instead.
pub fn told(sentence: &str, figure: &str, nouns: &[&str], amount: &str) -> String {
    let ends = |rest: &str| {
        rest.chars()
            .next()
            .is_none_or(|next| !next.is_alphanumeric())
    };
    let mut from = 0;
    while let Some(at) = sentence.get(from..).and_then(|rest| rest.find(figure)) {
        let (start, end) = (from + at, from + at + figure.len());
        let before = sentence[..start].chars().next_back();
        let rest = &sentence[end..];
        // Digits of another number, or of a code, are not it.
        let is_it = before.is_none_or(|it| !it.is_alphanumeric() && !"-.,_".contains(it));
        let noun = nouns.iter().find(|noun| {
            let after = rest
                .strip_prefix(' ')
                .and_then(|rest| rest.strip_prefix(**noun));
            after.is_some_and(ends)
        });
        if let Some(noun) = noun.filter(|_| is_it) {
            let rest = &rest[1 + noun.len()..];
            return format!("{}{amount}{rest}", &sentence[..start]);
        }
        if is_it && nouns.is_empty() && ends(rest) {
            return format!("{}{amount}{rest}", &sentence[..start]);
        }
        from = end;
    }
    if nouns.is_empty() {
        return sentence.to_owned();
    }
    // A sentence that leaves the word out.
    told(sentence, figure, &[], amount)
}
