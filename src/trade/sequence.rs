//! Places in an order that people arrange.

use crate::stream::wire::{Malformed, Reader, Wire, Writer};

/// A key in an order that people arrange: between any two different ones there is a third, so that moving one thing
/// never renumbers the others. Compared as bytes; things with equal keys go by their identity.
///
/// One to 64 bytes, none of them 0, the last one not 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SequenceKey(Vec<u8>);

impl SequenceKey {
    const BYTES_MAX: usize = 64;

    fn new(bytes: Vec<u8>) -> Option<Self> {
        let last = bytes.last().is_some_and(|last| *last != 1);
        (last && bytes.len() <= Self::BYTES_MAX && !bytes.contains(&0))
            .then_some(SequenceKey(bytes))
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The key of the `index`th of things that are arranged for the first time, from 0: ascending, with room between.
    pub fn at(index: u32) -> Self {
        let mut bytes = vec![2];
        // Base 250, four digits: 2 to 251 each, and a last byte in the middle.
        for power in [15_625_000, 62_500, 250, 1] {
            bytes.push(2 + (index / power % 250) as u8);
        }
        bytes.push(128);
        SequenceKey(bytes)
    }

    /// A key behind this one that stays short, however many are put behind each other; `None` where this one stands
    /// behind all keys of a first arrangement, so that only [`SequenceKey::between`] has one.
    pub fn behind(&self) -> Option<Self> {
        let (first, digits) = self.0.split_first()?;
        let mut index: u32 = 0;
        for place in 0..4 {
            let digit = digits.get(place).copied().unwrap_or(2).clamp(2, 251);
            index = index.checked_mul(250)?.checked_add(u32::from(digit - 2))?;
        }
        let next = SequenceKey::at(index.checked_add(1)?);
        (*first <= 2 && next > *self).then_some(next)
    }

    /// A key between two neighbours; `None` is the end of the order. `None` where there is no room: the neighbours are
    /// equal or in the wrong order, or a key would be too long, so that the whole must be arranged anew.
    pub fn between(before: Option<&SequenceKey>, after: Option<&SequenceKey>) -> Option<Self> {
        let low = before.map_or(&[][..], SequenceKey::bytes);
        let high = after.map(SequenceKey::bytes);
        if high.is_some_and(|high| low >= high) {
            return None;
        }
        let mut bytes = Vec::new();
        let mut bounded = true;
        for place in 0..Self::BYTES_MAX {
            let from = u16::from(low.get(place).copied().unwrap_or(1));
            let to = match high.filter(|_| bounded) {
                Some(high) => u16::from(high.get(place).copied().unwrap_or(1)),
                None => 256,
            };
            let middle = (from + to) / 2;
            if middle > from && middle > 1 {
                bytes.push(middle as u8);
                return SequenceKey::new(bytes);
            }
            bytes.push(from as u8);
            bounded = bounded && from == to;
        }
        None
    }
}

impl Wire for SequenceKey {
    fn write(&self, w: &mut Writer<'_>) {
        w.run(&self.0);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        SequenceKey::new(r.run()?.to_vec()).ok_or(Malformed::NotNormal("a place in an order"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn behind_the_last_of_many_there_is_room_for_more() {
        let mut last = SequenceKey::at(0);
        for _ in 0..10_000 {
            let next = last.behind().expect("room");
            assert!(next > last && next.bytes().len() == 6);
            last = next;
        }
        let between = SequenceKey::between(Some(&SequenceKey::at(7)), Some(&SequenceKey::at(8)));
        let between = between.expect("room");
        assert!(between.behind().is_some_and(|next| next > between));
        let far = SequenceKey::between(Some(&last), None).expect("room");
        assert_eq!(far.behind(), None);
    }

    #[test]
    fn between_any_two_keys_there_is_a_third() {
        let (first, second) = (SequenceKey::at(0), SequenceKey::at(1));
        assert!(first < second && SequenceKey::at(249) < SequenceKey::at(250));
        let (mut low, mut high) = (first.clone(), second.clone());
        for step in 0..100 {
            let middle = SequenceKey::between(Some(&low), Some(&high)).expect("room");
            assert!(low < middle && middle < high, "{low:?} {middle:?} {high:?}");
            if step % 3 == 0 {
                low = middle
            } else {
                high = middle
            }
        }
        let end = SequenceKey::between(Some(&second), None).expect("room behind");
        let begin = SequenceKey::between(None, Some(&first)).expect("room before");
        assert!(second < end && begin < first);
        assert_eq!(SequenceKey::between(Some(&first), Some(&first)), None);
    }
}
