//! To what every code that was ever given leads.
//!
//! A card keeps what holds of its fields; that an earlier code still leads to its document is kept here. What a code
//! leads to *now* is asked of the cards ([`crate::trade::catalog::lookup`]): a barcode that was taken away, or an alias
//! that leads here no more, is only a candidate.

use crate::stream::packed::Packed;
use crate::trade::catalog::{CatalogFact, ItemField, LotField};
use crate::trade::channels::{ChannelFact, ChannelField};
use crate::trade::event::Event;
use crate::trade::id::{ContainerId, DocumentId, FirstCode, ItemId, Name, ParcelId};
use crate::trade::locations::{LocationFact, LocationField, WarehouseField};
use crate::trade::parties::{PartyFact, PartyField};
use crate::trade::shipping::ShippingFact;
use crate::trade::text::Code;
use std::collections::{BTreeMap, BTreeSet};

/// A GTIN of 8, 12, 13 or 14 digits, as 14 digits with zeros before it: the one form in which two are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gtin([u8; 14]);

impl Gtin {
    /// The GTIN that a code is; `None` where it has another length, other characters or a wrong check digit (GS1
    /// General Specifications, 7.9: weights 3 and 1 from the right).
    pub fn of(code: &Code) -> Option<Self> {
        let digits = code.as_str().as_bytes();
        if !matches!(digits.len(), 8 | 12 | 13 | 14) || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let mut padded = [b'0'; 14];
        padded[14 - digits.len()..].copy_from_slice(digits);
        let weighed = padded
            .iter()
            .zip([3u32, 1].into_iter().cycle())
            .map(|(digit, weight)| u32::from(digit - b'0') * weight);
        (weighed.sum::<u32>() % 10 == 0).then_some(Gtin(padded))
    }
}

impl std::fmt::Display for Gtin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0
            .iter()
            .try_for_each(|digit| write!(f, "{}", char::from(*digit)))
    }
}

/// All codes that were ever given to items, lots, places, containers, parties and channels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codes {
    given: BTreeMap<Code, BTreeSet<DocumentId>>,
    gtins: BTreeMap<Gtin, BTreeSet<ItemId>>,
    /// Numbers of labels, outward and return, without regard to case.
    numbers: Packed<String, BTreeSet<ParcelId>>,
    /// The numbers that more than one parcel ever had.
    shared: BTreeSet<String>,
}

/// A number of a label in the form in which two are compared.
pub(crate) fn number_key(number: &Code) -> String {
    number.as_str().to_lowercase()
}

impl Codes {
    /// As [`Packed::pack`].
    pub(super) fn pack(&mut self, entries_max: usize) -> usize {
        self.numbers.pack(entries_max, &())
    }

    /// As [`Packed::cool`].
    pub(super) fn cool(&mut self) {
        self.numbers.cool();
    }

    /// All that a code was ever given to, by identity.
    pub fn given<'a>(&'a self, code: &Code) -> impl Iterator<Item = &'a DocumentId> {
        self.given.get(code).into_iter().flatten()
    }

    /// The containers whose codes begin with this text, with their codes.
    pub fn containers_from<'a>(
        &'a self,
        begin: &'a Code,
    ) -> impl Iterator<Item = (&'a Code, &'a ContainerId)> {
        let from = self.given.range(begin.clone()..);
        let all = from.take_while(|(code, _)| code.as_str().starts_with(begin.as_str()));
        all.flat_map(|(code, documents)| {
            documents.iter().filter_map(move |document| match document {
                DocumentId::Container(container) => Some((code, container)),
                _ => None,
            })
        })
    }

    /// The items that were ever given a barcode which is this GTIN, however many digits it was written with.
    pub fn with_gtin<'a>(&'a self, gtin: &Gtin) -> impl Iterator<Item = &'a ItemId> {
        self.gtins.get(gtin).into_iter().flatten()
    }

    /// The parcels that ever had a number.
    pub fn parcels<'a>(&'a self, number: &Code) -> impl Iterator<Item = &'a ParcelId> {
        self.numbers.get(&number_key(number)).into_iter().flatten()
    }

    /// The parcels that ever had a number which another one had too.
    pub(super) fn of_shared_numbers(&self) -> impl Iterator<Item = &ParcelId> {
        let shared = self.shared.iter();
        shared.filter_map(|key| self.numbers.get(key)).flatten()
    }

    /// Takes in that a fact names a document: what it was first called leads to it for ever.
    pub(super) fn named(&mut self, document: &DocumentId) {
        match document {
            DocumentId::Location(location) => self.first(&location.first, document.clone()),
            DocumentId::Container(ContainerId::Labelled(first)) => {
                self.first(first, document.clone())
            }
            _ => {}
        }
    }

    fn numbered(&mut self, number: &Code, parcel: ParcelId) {
        let key = number_key(number);
        let parcels = self.numbers.or_default(key.clone());
        parcels.insert(parcel);
        if parcels.len() > 1 {
            self.shared.insert(key);
        }
    }

    fn shipping(&mut self, fact: &ShippingFact) {
        match fact {
            ShippingFact::ParcelLabelled(labelled) => {
                let numbers = [&labelled.number, &labelled.return_number];
                numbers
                    .into_iter()
                    .flatten()
                    .for_each(|number| self.numbered(number, labelled.parcel));
            }
            ShippingFact::NumberGiven {
                parcel,
                label: _,
                number,
            } => self.numbered(number, *parcel),
            ShippingFact::LabelVoided { .. }
            | ShippingFact::HandedOver(_)
            | ShippingFact::HandOverUndone { .. }
            | ShippingFact::Delivered(_)
            | ShippingFact::DeliveryUndone { .. }
            | ShippingFact::ParcelLost(_)
            | ShippingFact::LossUndone { .. } => {}
        }
    }

    fn give(&mut self, code: &Code, document: DocumentId) {
        self.given.entry(code.clone()).or_default().insert(document);
    }

    fn first(&mut self, first: &FirstCode, document: DocumentId) {
        self.give(&first.code, document);
    }

    fn name(&mut self, name: &Name, document: DocumentId) {
        match name {
            Name::Coded(first) => self.first(first, document),
            Name::Placeholder(_) | Name::OfDocument(_) => {}
        }
    }

    /// Takes a fact in; in any order.
    pub(super) fn take(&mut self, event: &Event) {
        match event {
            Event::Catalog(fact) => self.catalog(fact),
            Event::Locations(fact) => self.locations(fact),
            Event::Parties(PartyFact::PartySet(set)) => {
                let document = || DocumentId::Party(set.party.clone());
                self.name(&set.party.name, document());
                for field in &set.fields {
                    if let PartyField::Code(code) = field {
                        self.give(code, document());
                    }
                }
            }
            Event::Channels(ChannelFact::ChannelSet(set)) => {
                let document = || DocumentId::Channel(set.channel.clone());
                self.first(&set.channel.first, document());
                for field in &set.fields {
                    if let ChannelField::Code(code) = field {
                        self.give(code, document());
                    }
                }
            }
            Event::Shipping(fact) => self.shipping(fact),
            Event::Channels(
                ChannelFact::AnswerWritten(_) | ChannelFact::AnswerTakenBack { .. },
            )
            | Event::Streams(_)
            | Event::Identity(_)
            | Event::People(_)
            | Event::Personal(_)
            | Event::Orders(_)
            | Event::Money(_)
            | Event::Fulfilment(_)
            | Event::Allocation(_)
            | Event::Picking(_)
            | Event::Packing(_)
            | Event::Receiving(_)
            | Event::Counting(_)
            | Event::Stock(_)
            | Event::Returns(_)
            | Event::Settings(_)
            | Event::Leases(_)
            | Event::Conflicts(_) => {}
        }
    }

    fn catalog(&mut self, fact: &CatalogFact) {
        match fact {
            CatalogFact::ItemSet(set) => {
                let document = || DocumentId::Item(set.item.clone());
                self.name(&set.item.name, document());
                for field in &set.fields {
                    if let ItemField::Sku(code)
                    | ItemField::Alias { code, .. }
                    | ItemField::Barcode { code, .. } = field
                    {
                        self.give(code, document());
                    }
                    if let ItemField::Barcode { code, .. } = field
                        && let Some(gtin) = Gtin::of(code)
                    {
                        self.gtins.entry(gtin).or_default().insert(set.item.clone());
                    }
                }
            }
            CatalogFact::LotSet(set) => {
                let document = || DocumentId::Lot(set.lot.clone());
                self.name(&set.lot.name, document());
                for field in &set.fields {
                    if let LotField::Code(code) = field {
                        self.give(code, document());
                    }
                }
            }
            CatalogFact::RecipeSet(_) => {}
        }
    }

    fn locations(&mut self, fact: &LocationFact) {
        match fact {
            LocationFact::WarehouseSet(set) => {
                let document = || DocumentId::Warehouse(set.warehouse.clone());
                self.first(&set.warehouse.first, document());
                for field in &set.fields {
                    if let WarehouseField::Code(code) = field {
                        self.give(code, document());
                    }
                }
            }
            LocationFact::LocationsSet(set) => {
                for location in &set.locations {
                    let document = || DocumentId::Location(location.location.clone());
                    self.first(&location.location.first, document());
                    for field in &location.fields {
                        if let LocationField::Code(code) = field {
                            self.give(code, document());
                        }
                    }
                }
            }
            LocationFact::ContainerSet(set) => {
                if let ContainerId::Labelled(first) = &set.container {
                    self.first(first, DocumentId::Container(set.container.clone()));
                }
            }
            LocationFact::ContainerMoved(_)
            | LocationFact::ContainerSeen(_)
            | LocationFact::ContainerLeft(_)
            | LocationFact::ContainerArrived(_) => {}
        }
    }
}

crate::kept_struct! {
    Codes { given, gtins, numbers, shared }
}

impl crate::stream::wire::Wire for Gtin {
    fn write(&self, w: &mut crate::stream::wire::Writer<'_>) {
        self.0.write(w);
    }

    fn read(
        r: &mut crate::stream::wire::Reader<'_>,
    ) -> Result<Self, crate::stream::wire::Malformed> {
        <[u8; 14]>::read(r).map(Gtin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn gtin(text: &str) -> Option<Gtin> {
        Gtin::of(&Code::new(text).expect("a code"))
    }

    #[test]
    fn a_gtin_is_the_same_with_zeros_before_it() {
        assert!(gtin("4006381333931").is_some());
        assert_eq!(gtin("4006381333931"), gtin("04006381333931"));
        assert_eq!(gtin("036000291452"), gtin("0036000291452"));
        assert_eq!(gtin("4006381333932"), None);
        assert_eq!(gtin("400638133393X"), None);
    }
}
