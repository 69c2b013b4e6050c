//! The headings of columns, compared by their meaning: case, accents, blanks and marks do not count.

use super::problem::shown_value;
use super::table::Row;

/// A heading reduced to what is compared: letters and digits only, in lower case, without Romanian accents.
pub fn heading_key(heading: &str) -> String {
    heading
        .chars()
        .flat_map(char::to_lowercase)
        .filter(|character| character.is_alphanumeric())
        .map(|character| match character {
            'ă' | 'â' => 'a',
            'î' => 'i',
            'ș' | 'ş' => 's',
            'ț' | 'ţ' => 't',
            other => other,
        })
        .collect()
}

/// The headings of a row as an error shows them.
pub(crate) fn shown_headings(row: &Row<'_>) -> Vec<String> {
    const SHOWN_MAX: usize = 20;
    row.cells().take(SHOWN_MAX).map(shown_value).collect()
}
