//! Names for tests.

use depo::stream::id::{CommitId, Opened, StreamId};
use depo::stream::wire::{Names, Reader, Wire, Writer};
use depo::trade::demand::FulfilmentLine;
use depo::trade::id::FulfilmentOrderId;
use depo::trade::quantity::Units;
use depo::trade::text::Code;

/// A code.
#[track_caller]
pub fn code(text: &str) -> Code {
    Code::new(text).expect("a code")
}

/// Units.
#[track_caller]
pub fn units(number: u64) -> Units {
    Units::new(number).expect("1 to 10^15")
}

/// A stream by a letter.
pub fn stream(letter: u8) -> StreamId {
    StreamId::new([letter; 16])
}

/// A document that was opened by this commit of a stream.
pub fn opened(letter: u8, number: u64) -> Opened {
    Opened {
        commit: CommitId {
            stream: stream(letter),
            number,
        },
        ordinal: 0,
    }
}

/// A line of a fulfilment order.
pub fn line_of(fulfilment: u64) -> FulfilmentLine {
    FulfilmentLine {
        document: FulfilmentOrderId(opened(b'A', fulfilment)),
        line: 0,
    }
}

/// A value as another tab reads it.
#[track_caller]
pub fn across<T: Wire + PartialEq + std::fmt::Debug>(value: &T) -> T {
    let mut names = Names::whole();
    let mut w = Writer::new(&mut names);
    value.write(&mut w);
    let bytes = w.into_bytes();
    let names = Names::whole();
    let mut r = Reader::new(&bytes, &names);
    let read = T::read(&mut r).expect("it is read");
    r.finish().expect("nothing is left");
    assert_eq!(&read, value, "what is read is what was written");
    read
}
