//! The bytes of what is computed: of states and indexes that a device keeps so that it need not compute them again.
//!
//! They are written with [`Wire`] like facts, but they are no truth: the build that wrote them reads them, and no other.
//! So a struct is written field by field in the order of the source, and nothing has to stay as it is. What both macros
//! do not name does not compile.

use super::history::At;
use super::id::{Opened, StreamId};
use super::stamp::Stamp;
use super::wire::{Malformed, Names, Reader, Wire, Writer};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A run of bytes within a larger one that several share.
#[derive(Clone, Debug)]
pub struct Slice {
    whole: Arc<Vec<u8>>,
    from: usize,
    to: usize,
}

impl Slice {
    /// All of these bytes.
    pub fn of(bytes: Vec<u8>) -> Self {
        let to = bytes.len();
        Slice {
            whole: Arc::new(bytes),
            from: 0,
            to,
        }
    }

    /// A part of these bytes; `None` where it goes beyond their end.
    pub fn part(&self, from: usize, length: usize) -> Option<Self> {
        let (from, to) = (
            self.from.checked_add(from)?,
            self.from.checked_add(from)?.checked_add(length)?,
        );
        (to <= self.to).then(|| Slice {
            whole: self.whole.clone(),
            from,
            to,
        })
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        self.whole.get(self.from..self.to).unwrap_or_default()
    }
}

/// Says the bytes of a struct of computed values: those of its fields.
#[macro_export]
macro_rules! kept_struct {
    ($($name:ident $(<$type:ident>)? { $($field:ident),* $(,)? })*) => {$(
        impl $(<$type: $crate::stream::wire::Wire>)? $crate::stream::wire::Wire for $name $(<$type>)? {
            fn write(&self, w: &mut $crate::stream::wire::Writer<'_>) {
                let $name { $($field),* } = self;
                $($crate::stream::wire::Wire::write($field, w);)*
            }

            fn read(r: &mut $crate::stream::wire::Reader<'_>) -> Result<Self, $crate::stream::wire::Malformed> {
                $(let $field = $crate::stream::wire::Wire::read(r)?;)*
                Ok($name { $($field),* })
            }
        }
    )*};
}

/// Says the bytes of an enum of computed values: a number, then the variant's fields.
#[macro_export]
macro_rules! kept_enum {
    ($($name:ident { $($number:literal => $variant:ident $({ $($field:ident),* $(,)? })? $(( $inner:ident ))?),* $(,)? })*) => {$(
        impl $crate::stream::wire::Wire for $name {
            fn write(&self, w: &mut $crate::stream::wire::Writer<'_>) {
                match self { $($name::$variant $({ $($field),* })? $(( $inner ))? => {
                    w.byte($number);
                    $($($crate::stream::wire::Wire::write($field, w);)*)?
                    $($crate::stream::wire::Wire::write($inner, w);)?
                }),* }
            }

            fn read(r: &mut $crate::stream::wire::Reader<'_>) -> Result<Self, $crate::stream::wire::Malformed> {
                match r.byte()? {
                    $($number => {
                        $($(let $field = $crate::stream::wire::Wire::read(r)?;)*)?
                        $(let $inner = $crate::stream::wire::Wire::read(r)?;)?
                        Ok($name::$variant $({ $($field),* })? $(( $inner ))?)
                    })*
                    other => Err($crate::stream::wire::Malformed::Unknown(stringify!($name), u64::from(other))),
                }
            }
        }
    )*};
}

impl<K: Wire + Ord, V: Wire> Wire for BTreeMap<K, V> {
    fn write(&self, w: &mut Writer<'_>) {
        (self.len() as u64).write(w);
        for (key, value) in self {
            key.write(w);
            value.write(w);
        }
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let count = r.count()?;
        (0..count).map(|_| Ok((K::read(r)?, V::read(r)?))).collect()
    }
}

impl<T: Wire + Ord> Wire for BTreeSet<T> {
    fn write(&self, w: &mut Writer<'_>) {
        (self.len() as u64).write(w);
        for value in self {
            value.write(w);
        }
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let count = r.count()?;
        (0..count).map(|_| T::read(r)).collect()
    }
}

impl<A: Wire, B: Wire, C: Wire> Wire for (A, B, C) {
    fn write(&self, w: &mut Writer<'_>) {
        self.0.write(w);
        self.1.write(w);
        self.2.write(w);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok((A::read(r)?, B::read(r)?, C::read(r)?))
    }
}

impl Wire for String {
    fn write(&self, w: &mut Writer<'_>) {
        w.run(self.as_bytes());
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let bytes = r.run()?;
        let text = std::str::from_utf8(bytes).map_err(|_| Malformed::NotUtf8)?;
        Ok(text.to_string())
    }
}

impl Wire for Arc<str> {
    fn write(&self, w: &mut Writer<'_>) {
        w.run(self.as_bytes());
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        String::read(r).map(Arc::from)
    }
}

impl Wire for usize {
    fn write(&self, w: &mut Writer<'_>) {
        (*self as u64).write(w);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        usize::try_from(u64::read(r)?).map_err(|_| Malformed::Number)
    }
}

/// Sums are wide and nearly always small: one that fits 64 bits is written as such.
impl Wire for i128 {
    fn write(&self, w: &mut Writer<'_>) {
        match i64::try_from(*self) {
            // The one number that says that a wide one follows.
            Ok(small) if small != i64::MIN => small.write(w),
            Ok(_) | Err(_) => {
                i64::MIN.write(w);
                w.raw(&self.to_be_bytes());
            }
        }
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        match i64::read(r)? {
            i64::MIN => <[u8; 16]>::read(r).map(i128::from_be_bytes),
            small => Ok(i128::from(small)),
        }
    }
}

impl Wire for [i128; 6] {
    fn write(&self, w: &mut Writer<'_>) {
        self.iter().for_each(|sum| sum.write(w));
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let mut sums = [0; 6];
        for sum in &mut sums {
            *sum = i128::read(r)?;
        }
        Ok(sums)
    }
}

/// The streams whole, whatever the writer's names are.
impl Wire for Names {
    fn write(&self, w: &mut Writer<'_>) {
        (self.streams().len() as u64).write(w);
        for stream in self.streams() {
            w.raw(stream.bytes());
        }
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let mut names = Names::whole();
        for _ in 0..r.count()? {
            names.mention(StreamId::new(<[u8; 16]>::read(r)?));
        }
        Ok(names)
    }
}

const MARKED: u8 = 1;
const WALL_DIFFERS: u8 = 2;
const OPERATOR: u8 = 4;

/// A place in the order, with all that is asked of it.
impl Wire for At {
    fn write(&self, w: &mut Writer<'_>) {
        let differs = self.wall_ms != self.stamp.ms();
        let flag = |is_set: bool, flag: u8| if is_set { flag } else { 0 };
        let of_operator = flag(self.operator.is_some(), OPERATOR);
        w.byte(flag(self.marked, MARKED) | flag(differs, WALL_DIFFERS) | of_operator);
        self.stamp.write(w);
        self.branch.write(w);
        self.number.write(w);
        self.index.write(w);
        if differs {
            self.wall_ms.write(w);
        }
        if let Some(operator) = &self.operator {
            operator.write(w);
        }
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let flags = r.byte()?;
        let stamp = Stamp::read(r)?;
        let (branch, number, index) = (Wire::read(r)?, Wire::read(r)?, Wire::read(r)?);
        let wall_ms = match flags & WALL_DIFFERS {
            0 => stamp.ms(),
            _ => i64::read(r)?,
        };
        let operator = match flags & OPERATOR {
            0 => None,
            _ => Some(Opened::read(r)?),
        };
        Ok(At {
            stamp,
            branch,
            number,
            index,
            wall_ms,
            marked: flags & MARKED != 0,
            operator,
        })
    }
}
