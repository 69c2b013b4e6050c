//! Who carries parcels, and with which service.

use super::{Hand, hear};
use crate::trade::id::{DocumentId, FirstCode, Name, PartyId};
use crate::trade::parties::{PartyField, PartyRole};
use crate::trade::text::Code;
use crate::view::names;

/// The carriers to choose from, by code: those that the workspace knows as carriers, then those of labels.
pub fn known(hand: &Hand<'_>) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    let mut add = |party: &PartyId| {
        let code = names::party_code(&hand.at, party);
        if !codes.contains(&code) {
            codes.push(code);
        }
    };
    for (party, card) in hand.at.state.parties() {
        let carries = PartyField::Role {
            role: PartyRole::Carrier,
            has: true,
        };
        let retired = card
            .fields()
            .any(|field| *field == PartyField::Retired(true));
        if !retired && card.fields().any(|field| *field == carries) {
            add(party);
        }
    }
    hand.at.state.label_carriers().for_each(add);
    codes
}

/// The carrier that a code means: a party that is known by it, else a new one of that code.
pub fn meant(hand: &Hand<'_>, code: &Code) -> PartyId {
    let known = hear::given(hand, code, |document| match document {
        DocumentId::Party(party) => Some(party.clone()),
        _ => None,
    });
    known.unwrap_or_else(|| PartyId {
        name: Name::Coded(FirstCode::new(code.clone())),
    })
}

/// Whether a code is that of no carrier that is known here, while some are: perhaps it was typed wrong.
pub fn is_unknown(hand: &Hand<'_>, code: &Code) -> bool {
    let all = known(hand);
    !all.is_empty() && !all.contains(&names::party_code(&hand.at, &meant(hand, code)))
}

/// The services that a carrier offers, by code.
pub fn services(hand: &Hand<'_>, carrier: &PartyId) -> Vec<String> {
    let card = hand.at.state.party(carrier).into_iter();
    let fields = card.flat_map(|card| card.fields());
    fields
        .filter_map(|field| match field {
            PartyField::Service {
                service,
                offered: true,
            } => Some(service.to_string()),
            _ => None,
        })
        .collect()
}
