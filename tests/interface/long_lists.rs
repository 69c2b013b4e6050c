//! What a long list renders: always what is seen, never much more.

use proptest::prelude::*;

use crate::window::{rendered_rows, scroll_to_row};

const ROW: f64 = 32.0;

#[test]
fn nothing_is_rendered_of_nothing() {
    assert_eq!(rendered_rows(0.0, 600.0, ROW, 0), 0..0);
    assert_eq!(rendered_rows(0.0, 600.0, 0.0, 10), 0..0);
}

#[test]
fn a_window_left_beyond_a_shrunken_list_shows_its_end() {
    let range = rendered_rows(300_000.0, 600.0, ROW, 12);
    assert!(range.contains(&11), "{range:?}");
}

#[test]
fn a_row_that_is_seen_does_not_move_the_window() {
    assert_eq!(scroll_to_row(3, 0.0, 600.0, ROW, ROW, 0.0), None);
    assert_eq!(scroll_to_row(0, 64.0, 600.0, ROW, ROW, 0.0), Some(0.0));
}

proptest! {
    #[test]
    fn every_seen_row_is_rendered_and_few_others(
        scrolled in 0.0..700_000.0_f64,
        height in 0.0..2_000.0_f64,
        count in 1..30_000_usize,
    ) {
        let range = rendered_rows(scrolled, height, ROW, count);
        for row in 0..count {
            let top = row as f64 * ROW;
            let seen = top < scrolled + height && top + ROW > scrolled;
            prop_assert!(!seen || range.contains(&row), "row {} is seen, {:?} is rendered", row, range);
        }
        prop_assert!(range.len() as f64 <= height / ROW + 18.0);
    }

    #[test]
    fn a_row_scrolled_to_is_seen_whole(
        row in 0..20_000_usize,
        scrolled in 0.0..640_000.0_f64,
        height in 200.0..2_000.0_f64,
        foot in prop::sample::select(vec![0.0, ROW]),
    ) {
        let position = scroll_to_row(row, scrolled, height, ROW, ROW, foot).unwrap_or(scrolled);
        let top = row as f64 * ROW;
        prop_assert!(top >= position);
        prop_assert!(top + ROW <= position + height - ROW - foot + 0.001);
    }
}
