//! What clashes about parcels: a number on two of them, an address that came too late.

use super::State;
use super::entries::Clash;
use crate::trade::id::ParcelId;
use crate::trade::packing::parcel::{Parcel, ParcelStatus};
use crate::trade::relations::Relations;
use crate::trade::shipping::addressed::sent_to_old;
use crate::trade::text::Code;
use std::collections::BTreeSet;

impl State {
    /// The parcels whose valid label has a number, in order.
    fn with_number(&self, number: &Code, relations: &impl Relations) -> Vec<ParcelId> {
        let has = |parcel: &Parcel| {
            let mut numbers = parcel.numbers(relations).into_iter();
            let key = super::codes::number_key(number);
            numbers.any(|(number, valid)| valid && super::codes::number_key(number) == key)
        };
        let all: BTreeSet<&ParcelId> = self.codes.parcels(number).collect();
        let all = all.into_iter();
        all.filter(|id| self.parcel(id).is_some_and(has))
            .copied()
            .collect()
    }

    /// What clashes about parcels.
    pub(super) fn parcel_clashes(&self, relations: &impl Relations, clashes: &mut Vec<Clash>) {
        for (id, parcel) in self.clashing_parcels() {
            let late = sent_to_old(self, parcel, relations).into_iter();
            clashes.extend(late.map(|order| Clash::SentToOldAddress { order, parcel: *id }));
            let facts = parcel.ended_twice(relations);
            if !facts.is_empty() {
                clashes.push(Clash::EndedTwice { parcel: *id, facts });
            }
            let numbers = parcel.numbers(relations);
            for (number, _) in numbers.into_iter().filter(|(_, valid)| *valid) {
                // Nearly always the number is this parcel's alone.
                if self.codes.parcels(number).nth(1).is_none() {
                    continue;
                }
                let parcels = self.with_number(number, relations);
                if parcels.len() > 1 && parcels.first() == Some(id) {
                    clashes.push(Clash::NumberTwice {
                        number: number.clone(),
                        parcels,
                    });
                }
            }
        }
    }

    /// Of these parcels those that are here with a label that can be made void.
    pub(crate) fn still_labelled(
        &self,
        parcels: &[ParcelId],
        relations: &impl Relations,
    ) -> Vec<ParcelId> {
        let is_here = |id: &&ParcelId| {
            let parcel = self.parcel(id);
            parcel.is_some_and(|parcel| parcel.status(relations) == ParcelStatus::Labelled)
        };
        parcels.iter().filter(is_here).copied().collect()
    }
}
