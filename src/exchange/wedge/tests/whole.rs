//! A scan is heard whole or refused whole, however a scanner sends it.

use super::hand::{Board, control, hand, named};
use crate::exchange::wedge::{Layout, Torn};
use proptest::prelude::*;

#[derive(Clone, Copy, Debug)]
enum Ending {
    Enter,
    Both,
    Tab,
    None,
}

fn endings() -> impl Strategy<Value = Ending> {
    prop_oneof![
        Just(Ending::Enter),
        Just(Ending::Both),
        Just(Ending::Tab),
        Just(Ending::None)
    ]
}

fn boards() -> impl Strategy<Value = Board> {
    prop_oneof![
        Just(Board::American),
        Just(Board::German),
        Just(Board::Bulgarian)
    ]
}

proptest! {
    /// Gaps of 0 to 150 ms, however uneven, 3 to 90 characters, any suffix, capitals locked or not, three layouts, with
    /// or without a field: the code, or a refusal; and no key for the page.
    #[test]
    fn a_scan_is_heard_whole_or_refused_whole(
        text in "[0-9A-Z][0-9A-Za-z/.-]{2,89}",
        gaps in prop::collection::vec(0.0_f64..=150.0, 91),
        dwell_ms in 0.0_f64..=20.0,
        ending in endings(),
        board in boards(),
        (caps, in_field) in (any::<bool>(), any::<bool>()),
    ) {
        let mut hand = hand();
        (hand.board, hand.caps, hand.in_field) = (board, caps, in_field);
        if board == Board::German {
            hand.wedge.set_layout(Layout::American);
        }
        for (letter, gap_ms) in text.chars().zip(&gaps) {
            hand.dwell_ms = Some(dwell_ms.min(*gap_ms / 2.0));
            hand.letter(*gap_ms, letter);
        }
        let gap_ms = gaps[90];
        match ending {
            Ending::Enter => hand.key(gap_ms, named("Enter")),
            Ending::Tab => hand.key(gap_ms, named("Tab")),
            Ending::Both => {
                hand.key(gap_ms, named("Enter"));
                hand.key(gap_ms, control("j", "KeyJ"));
            }
            Ending::None => {}
        }
        hand.wait(1_000.0);
        prop_assert_eq!(&hand.seen, &Vec::<String>::new());
        let in_place = in_field && matches!(ending, Ending::None);
        match hand.heard.as_slice() {
            [Ok(heard)] => {
                prop_assert_eq!(heard, &text);
                prop_assert_eq!(hand.field.as_str(), "before ");
            }
            [Err(Torn::NoEndInField)] | [] => {
                prop_assert!(in_place, "nothing but a field without an end may keep it");
            }
            other => prop_assert!(false, "{:?}", other),
        }
    }
}
