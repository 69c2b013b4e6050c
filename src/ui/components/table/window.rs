//! Which rows of a long list are rendered. Pure: figures in, a range out.

use std::ops::Range;

/// Rows rendered beyond each edge of the window, so that a flick shows rows and not a gap.
const OVERSCAN_ROWS: usize = 8;

/// The rows to render for a window of `height` at `scrolled`, all in CSS pixels.
pub fn rendered_rows(scrolled: f64, height: f64, row_height: f64, count: usize) -> Range<usize> {
    if count == 0 || row_height <= 0.0 {
        return 0..0;
    }
    let first = (scrolled.max(0.0) / row_height).floor() as usize;
    let last = ((scrolled.max(0.0) + height.max(0.0)) / row_height).ceil() as usize;
    let start = first
        .saturating_sub(OVERSCAN_ROWS)
        .min(count.saturating_sub(1));
    let end = last.saturating_add(OVERSCAN_ROWS).clamp(start, count);
    start..end
}

/// How far the list must be scrolled so that a row is seen whole below the head, in CSS pixels; `None` where it is.
/// `head` is the height of what sticks to the top, `foot` of what sticks to the bottom.
pub fn scroll_to_row(
    row: usize,
    scrolled: f64,
    height: f64,
    row_height: f64,
    head: f64,
    foot: f64,
) -> Option<f64> {
    // Rows begin below the head in the scrolled contents, and the head covers the top of the window.
    let top = row as f64 * row_height;
    let bottom = top + row_height;
    let window = (height - head - foot).max(row_height);
    if top < scrolled {
        Some(top)
    } else if bottom > scrolled + window {
        Some(bottom - window)
    } else {
        None
    }
}
