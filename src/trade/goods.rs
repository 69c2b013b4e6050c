//! What is moved, and what is wanted.

use super::id::{ItemId, LotId, Name, PartyId};
use super::text::Code;
use crate::stream::wire::{Malformed, Names, Reader, Wire, Writer};
use crate::{wire_enum, wire_struct};

wire_enum! {
    /// The condition that goods are in, apart from where they lie.
    pub enum Condition {
        /// As new.
        0 => New,
        /// Opened, complete and working.
        1 => Opened,
        /// Used.
        2 => Used,
        /// Made good again.
        3 => Refurbished,
        /// Damaged.
        4 => Damaged,
        /// Not yet judged.
        5 => Unjudged,
    }
}

/// A thing: an item and what tells its units apart. Two goods are the same goods exactly when these are equal; any
/// change of an attribute, identification included, is a movement in place.
///
/// In bytes an item and a list of tags, ascending, each once: 1 the lot's name, 2 the owner, 3 the condition where it
/// is not new. Tags of later versions are kept as they are, tell goods apart, and are never merged: so the values of
/// tags from 4 on name streams whole, and mean the same in whatever stream they stand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Goods {
    /// The item.
    pub item: ItemId,
    /// The lot, by its name within the item; `None` is goods without a lot.
    pub lot: Option<Name>,
    /// Whose they are; `None` is the workspace's own.
    pub owner: Option<PartyId>,
    /// Their condition.
    pub condition: Condition,
    /// Attributes that this version does not know.
    pub other: Vec<(u64, Box<[u8]>)>,
}

impl Goods {
    /// New goods of an item without lot, owned by the workspace.
    pub fn new(item: ItemId) -> Self {
        Goods {
            item,
            lot: None,
            owner: None,
            condition: Condition::New,
            other: Vec::new(),
        }
    }

    /// The lot's identity.
    pub fn lot_id(&self) -> Option<LotId> {
        let name = self.lot.clone()?;
        Some(LotId {
            item: self.item.clone(),
            name,
        })
    }

    /// The same goods in another condition.
    pub fn graded(&self, condition: Condition) -> Self {
        Goods {
            condition,
            ..self.clone()
        }
    }
}

const LOT: u64 = 1;
const OWNER: u64 = 2;
const CONDITION: u64 = 3;

fn tag<T: Wire>(w: &mut Writer<'_>, number: u64, value: &T) {
    number.write(w);
    w.nested(|w| value.write(w));
}

fn value<T: Wire>(r: &mut Reader<'_>) -> Result<T, Malformed> {
    let mut inner = r.nested()?;
    let value = T::read(&mut inner)?;
    inner.finish()?;
    Ok(value)
}

impl Wire for Goods {
    fn write(&self, w: &mut Writer<'_>) {
        self.item.write(w);
        let new = self.condition == Condition::New;
        let known =
            u64::from(self.lot.is_some()) + u64::from(self.owner.is_some()) + u64::from(!new);
        (known + self.other.len() as u64).write(w);
        if let Some(lot) = &self.lot {
            tag(w, LOT, lot);
        }
        if let Some(owner) = &self.owner {
            tag(w, OWNER, owner);
        }
        if !new {
            tag(w, CONDITION, &self.condition);
        }
        for (number, bytes) in &self.other {
            number.write(w);
            w.run(bytes);
        }
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let mut goods = Goods::new(ItemId::read(r)?);
        let mut last = 0;
        for _ in 0..r.count()? {
            let number = u64::read(r)?;
            if number <= last {
                return Err(Malformed::Tags);
            }
            last = number;
            match number {
                LOT => goods.lot = Some(value(r)?),
                OWNER => goods.owner = Some(value(r)?),
                CONDITION => match value(r)? {
                    Condition::New => return Err(Malformed::NotNormal("goods")),
                    condition => goods.condition = condition,
                },
                _ => goods.other.push((number, Box::from(r.run()?))),
            }
        }
        Ok(goods)
    }
}

wire_enum! {
    /// Which condition of goods may answer a demand.
    pub enum Class {
        /// What is sold as new.
        0 => Sellable,
        /// Just this condition: seconds, spare parts, what a client asked back.
        1 => Only(Condition),
    }
}

wire_struct! {
    /// A pattern that goods may answer. Another type than [`Goods`], because an absent lot means "any" here and "none"
    /// there.
    pub struct Wanted {
        /// The item.
        pub item: ItemId,
        /// The lot, where one was asked for; `None` is any.
        pub lot: Option<Name>,
        /// Whose goods; `None` is the workspace's own, never "any".
        pub owner: Option<PartyId>,
        /// In which condition.
        pub class: Class,
    }
}

impl Wanted {
    /// Sellable goods of an item, of any lot, owned by the workspace.
    pub fn item(item: ItemId) -> Self {
        Wanted {
            item,
            lot: None,
            owner: None,
            class: Class::Sellable,
        }
    }

    /// Whether goods answer the pattern, seen from what they are. Recall, expiry and the status of their location are
    /// asked elsewhere: they depend on a day and a place.
    pub fn is_answered_by(&self, goods: &Goods) -> bool {
        let lot = self.lot.is_none() || self.lot == goods.lot;
        let condition = match &self.class {
            Class::Sellable => goods.condition == Condition::New,
            Class::Only(condition) => goods.condition == *condition,
        };
        self.item == goods.item
            && lot
            && self.owner == goods.owner
            && condition
            && goods.other.is_empty()
    }
}

wire_enum! {
    /// Serial numbers that a fact names: one, or a run of them.
    pub enum Serials {
        /// One serial number as written.
        0 => One(Code),
        /// A run.
        1 => Run(SerialRun),
    }
}

/// A run of serial numbers: a common beginning, and two or more numbers one after the other, all written with the same
/// count of digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SerialRun {
    prefix: Option<Code>,
    digits: u8,
    first: u64,
    last: u64,
}

impl SerialRun {
    /// The most serial numbers that one run may name.
    pub const LENGTH_MAX: u64 = 100_000;

    /// A run from a first to a last number; `None` where it is no run of 2 to 100,000 numbers of 1 to 18 digits.
    pub fn new(prefix: Option<Code>, digits: u8, first: u64, last: u64) -> Option<Self> {
        let length = last.checked_sub(first)?.checked_add(1)?;
        let fits = (1..=18).contains(&digits) && last < 10u64.pow(u32::from(digits));
        let good = fits && (2..=Self::LENGTH_MAX).contains(&length);
        good.then_some(SerialRun {
            prefix,
            digits,
            first,
            last,
        })
    }

    /// What all of them begin with.
    pub fn prefix(&self) -> Option<&Code> {
        self.prefix.as_ref()
    }

    /// How many digits each number has.
    pub fn digits(&self) -> u8 {
        self.digits
    }

    /// The first and the last number.
    pub fn bounds(&self) -> (u64, u64) {
        (self.first, self.last)
    }
}

impl Wire for SerialRun {
    fn write(&self, w: &mut Writer<'_>) {
        self.prefix.write(w);
        self.digits.write(w);
        self.first.write(w);
        (self.last - self.first).write(w);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let (prefix, digits, first, more) =
            (Wire::read(r)?, u8::read(r)?, u64::read(r)?, u64::read(r)?);
        let last = first.checked_add(more).ok_or(Malformed::Number)?;
        SerialRun::new(prefix, digits, first, last)
            .ok_or(Malformed::NotNormal("a run of serial numbers"))
    }
}

impl Serials {
    /// How many serial numbers it names.
    pub fn count(&self) -> u64 {
        match self {
            Serials::One(_) => 1,
            Serials::Run(run) => run.last - run.first + 1,
        }
    }

    /// Every serial number, as text.
    pub fn each(&self) -> impl Iterator<Item = String> + '_ {
        let (one, run) = match self {
            Serials::One(code) => (Some(code.to_string()), None),
            Serials::Run(run) => {
                let prefix = run.prefix.as_ref().map_or("", Code::as_str);
                let width = usize::from(run.digits);
                let number = move |number: u64| format!("{prefix}{number:0width$}");
                (None, Some((run.first..=run.last).map(number)))
            }
        };
        one.into_iter().chain(run.into_iter().flatten())
    }
}

/// The bytes of a value on its own, with streams named whole: what unknown headers, keys of registers and digests
/// compare.
pub fn name_bytes<T: Wire>(value: &T) -> Vec<u8> {
    let mut names = Names::whole();
    let mut w = Writer::new(&mut names);
    value.write(&mut w);
    w.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::id::StreamId;
    use crate::trade::id::FirstCode;

    fn code(text: &str) -> Code {
        Code::new(text).expect("a code")
    }

    fn item(text: &str) -> ItemId {
        ItemId {
            client: None,
            name: Name::Coded(FirstCode::new(code(text))),
        }
    }

    #[track_caller]
    fn read(bytes: &[u8]) -> Result<Goods, Malformed> {
        Goods::read(&mut Reader::new(bytes, &Names::of(StreamId::new([0; 16]))))
    }

    #[test]
    fn goods_without_a_lot_answer_a_pattern_for_any_lot_but_are_not_goods_of_a_lot() {
        let none = Goods::new(item("MUG"));
        let lot = Goods {
            lot: Some(Name::Coded(FirstCode::new(code("L1")))),
            ..none.clone()
        };
        let any = Wanted::item(item("MUG"));
        let just = Wanted {
            lot: lot.lot.clone(),
            ..any.clone()
        };
        assert!(any.is_answered_by(&none) && any.is_answered_by(&lot));
        assert!(just.is_answered_by(&lot) && !just.is_answered_by(&none));
        assert_ne!(none, lot);
    }

    #[test]
    fn an_attribute_of_a_later_version_is_kept_and_tells_goods_apart() {
        let bytes = b"\x00\x00\x03MUG\x00\x02\x03\x01\x04\x09\x02XY";
        let goods = read(bytes).expect("goods");
        assert_eq!(
            (&goods.condition, goods.other.len()),
            (&Condition::Damaged, 1)
        );
        assert_eq!(name_bytes(&goods), bytes);
        assert_ne!(
            goods,
            Goods {
                other: Vec::new(),
                ..goods.clone()
            }
        );
    }

    #[test]
    fn tags_ascend_each_once_and_new_is_not_said() {
        assert_eq!(
            read(b"\x00\x00\x01A\x00\x02\x03\x01\x04\x03\x01\x04"),
            Err(Malformed::Tags)
        );
        assert_eq!(
            read(b"\x00\x00\x01A\x00\x01\x03\x01\x00"),
            Err(Malformed::NotNormal("goods"))
        );
    }

    #[test]
    fn a_run_of_serial_numbers_names_each_with_its_zeros() {
        let run = Serials::Run(SerialRun::new(Some(code("SN")), 4, 98, 100).expect("a run"));
        assert_eq!(
            run.each().collect::<Vec<_>>(),
            ["SN0098", "SN0099", "SN0100"]
        );
        assert_eq!(run.count(), 3);
    }
}
