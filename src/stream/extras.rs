//! Tagged optional values at the end of a commit's header and of every event.
//!
//! They are how facts learn to say more: a reader skips the tags that it does not know and keeps their bytes, so that
//! what it writes back is what it read. None that comes after the first release may be needed to fold goods.

use super::wire::{Malformed, Names, Reader, Wire, Writer};

/// The tags of a commit's extras. Numbers are never given again. The tags of events' extras are the trade's.
pub mod tag {
    /// The reading of the wall clock as a signed difference from the stamp, in milliseconds; where it is more than ten
    /// seconds. See [`super::super::commit::Header::wall_ms`].
    pub const WALL_DIFFERENCE: u64 = 1;
    /// The number of the commit that holds the other half of a command that crosses scopes; for devices that hold only
    /// some scopes.
    pub const OTHER_HALF: u64 = 2;
}

/// Values by tag, ascending, each once. Written without a count until the end of the run that they stand in; nothing
/// is written where there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Extras(Vec<(u64, Box<[u8]>)>);

impl Extras {
    /// No extras.
    pub const fn none() -> Self {
        Extras(Vec::new())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The tags that are there, ascending.
    pub fn tags(&self) -> impl Iterator<Item = u64> {
        self.0.iter().map(|(tag, _)| *tag)
    }

    /// The bytes of a tag's value.
    pub fn bytes(&self, tag: u64) -> Option<&[u8]> {
        let place = self.0.binary_search_by_key(&tag, |(tag, _)| *tag).ok()?;
        self.0.get(place).map(|(_, bytes)| &**bytes)
    }

    /// Sets the bytes of a tag's value, in the place of what it had.
    pub fn set_bytes(&mut self, tag: u64, bytes: &[u8]) {
        match self.0.binary_search_by_key(&tag, |(tag, _)| *tag) {
            Ok(place) => self.0[place].1 = bytes.into(),
            Err(place) => self.0.insert(place, (tag, bytes.into())),
        }
    }

    /// Takes a tag's value away.
    pub fn remove(&mut self, tag: u64) {
        self.0.retain(|(other, _)| *other != tag);
    }

    /// A tag's value; `None` where the tag is absent. `names` are those of the stream.
    ///
    /// # Errors
    /// When its bytes are not those of such a value.
    pub fn get<T: Wire>(&self, tag: u64, names: &Names) -> Result<Option<T>, Malformed> {
        let read = |bytes| {
            let mut r = Reader::new(bytes, names);
            let value = T::read(&mut r)?;
            r.finish()?;
            Ok(value)
        };
        self.bytes(tag).map(read).transpose()
    }

    /// Sets a tag's value. Streams that it mentions are added to `names`; those that the stream had not mentioned
    /// before have to stand in the commit's [mentions](super::commit::Header::mentions), since they hide in bytes.
    pub fn set<T: Wire>(&mut self, tag: u64, value: &T, names: &mut Names) {
        let mut w = Writer::new(names);
        value.write(&mut w);
        let bytes = w.into_bytes();
        self.set_bytes(tag, &bytes);
    }

    /// Writes what is there.
    pub(super) fn write(&self, w: &mut Writer<'_>) {
        for (tag, bytes) in &self.0 {
            tag.write(w);
            w.run(bytes);
        }
    }

    /// Reads until nothing is left.
    pub(super) fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let mut extras: Vec<(u64, Box<[u8]>)> = Vec::new();
        while !r.is_empty() {
            let tag = u64::read(r)?;
            if extras.last().is_some_and(|(last, _)| *last >= tag) {
                return Err(Malformed::Tags);
            }
            extras.push((tag, r.run()?.into()));
        }
        Ok(Extras(extras))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::id::StreamId;

    fn read(bytes: &[u8]) -> Result<Extras, Malformed> {
        let names = Names::of(StreamId::new([0; 16]));
        Extras::read(&mut Reader::new(bytes, &names))
    }

    #[test]
    fn tags_ascend_each_once_and_an_unknown_one_is_written_back() {
        let mut names = Names::of(StreamId::new([0; 16]));
        let mut extras = Extras::none();
        extras.set_bytes(900, b"later");
        extras.set(tag::WALL_DIFFERENCE, &-1i64, &mut names);
        let mut w = Writer::new(&mut names);
        extras.write(&mut w);
        let bytes = w.into_bytes();
        assert_eq!(bytes, [&[1, 1, 1, 0x84, 7, 5][..], b"later"].concat());
        assert_eq!(read(&bytes), Ok(extras.clone()));
        assert_eq!(extras.get(tag::WALL_DIFFERENCE, &names), Ok(Some(-1i64)));
        assert_eq!(read(&[2, 0, 1, 0]), Err(Malformed::Tags));
        assert_eq!(read(&[1, 0, 1, 0]), Err(Malformed::Tags));
        assert_eq!(read(&[1, 2, 0]), Err(Malformed::Truncated));
        extras.remove(900);
        extras.remove(tag::WALL_DIFFERENCE);
        assert_eq!(extras, Extras::none());
    }
}
