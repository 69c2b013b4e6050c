//! What a tracking number says of itself: whose it may be, whether it was misread, where the parcel can be followed.

use crate::exchange::tracking::{self, Sureness};
use crate::site::Reading;
use crate::trade::id::PartyId;
use crate::trade::parties::PartyField;
use crate::view::names;

/// A carrier that a number may be of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// The code by which this workspace knows the carrier, else the one that it would get.
    pub code: String,
    /// The carrier as people call it; for a number of the post with the country.
    pub name: String,
    /// How sure that is.
    pub sureness: Sureness,
}

/// What a number says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Number {
    /// The carrier, the surest of those that are known here before others.
    pub proposed: Option<Proposed>,
    /// The carrier whose check digit says that the number was misread.
    pub misread: Option<String>,
    /// Where the parcel can be followed.
    pub page: Option<String>,
}

/// Letters and digits alone, small.
fn plain(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Whether a code or name of ours means a carrier: `DHL`, `DHL Express` and `dhl-parcel` all mean `dhl`.
fn means(ours: &str, carrier: &str, carrier_name: &str) -> bool {
    let ours = plain(ours);
    let (short, long) = (plain(carrier), plain(carrier_name));
    !ours.is_empty() && (ours.starts_with(&short) || ours == long || long.starts_with(&ours))
}

/// What a number says, for a carrier that was chosen already or for none. `known` are the codes of the carriers that
/// this workspace works with.
pub fn number(number: &str, chosen: &str, known: &[String]) -> Number {
    let found = tracking::recognise(number);
    let ours = |carrier: &str, name: &str| known.iter().find(|code| means(code, carrier, name));
    let surest = found.first().map(|found| found.sureness);
    let same = found.iter().filter(|one| Some(one.sureness) == surest);
    let best = same
        .clone()
        .find(|one| means(chosen, one.carrier, one.carrier_name))
        .or_else(|| {
            same.clone()
                .find(|one| ours(one.carrier, one.carrier_name).is_some())
        })
        .or(found.first());
    let proposed = best.map(|one| {
        let code = ours(one.carrier, one.carrier_name);
        let country = one.country.as_deref();
        Proposed {
            code: code.map_or_else(|| one.carrier_name.to_owned(), String::clone),
            name: match country {
                Some(country) => format!("{}, {country}", one.carrier_name),
                None => one.carrier_name.to_owned(),
            },
            sureness: one.sureness,
        }
    });
    let misread = tracking::misread(number).into_iter();
    let mut misread =
        misread.filter(|one| one.is_sure || means(chosen, one.carrier, one.carrier_name));
    Number {
        misread: misread.next().map(|one| one.carrier_name.to_owned()),
        page: best
            .filter(|one| one.sureness != Sureness::Hint)
            .and_then(|one| one.link.clone()),
        proposed,
    }
}

/// Where a parcel of a carrier can be followed: on the page that the carrier's card names, else on one that the carrier
/// is known by, else on one that the number tells by its check digit.
pub fn page(at: &Reading<'_>, carrier: &PartyId, number: &str) -> Option<String> {
    let card = at.state.party(carrier).into_iter();
    let set = card
        .flat_map(|card| card.fields())
        .find_map(|field| match field {
            PartyField::TrackingPage(Some(page)) => Some(page.as_str().replace("{}", number)),
            _ => None,
        });
    let called = [
        names::party_code(at, carrier),
        names::party_name(at, carrier),
    ];
    let found = tracking::recognise(number);
    let of_carrier = || {
        let mut ours = found.iter().filter(|one| {
            let is = |name: &String| means(name, one.carrier, one.carrier_name);
            called.iter().any(is)
        });
        ours.find_map(|one| one.link.clone())
    };
    let checked = || {
        let mut sure = found.iter().filter(|one| one.sureness == Sureness::Checked);
        sure.find_map(|one| one.link.clone())
    };
    set.or_else(of_carrier).or_else(checked)
}
