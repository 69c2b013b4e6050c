//! Who sends an item, or a client's goods, to whoever ordered them: we, a supplier, a marketplace, another 3PL, or the
//! channel that sold them.

use super::parties;
use crate::screens::desk::{self, Area};
use crate::screens::words;
use crate::trade::catalog::SentBy;
use crate::trade::fulfilment::Executor;
use crate::trade::id::PartyId;
use crate::trade::parties::PartyRole;
use crate::ui::locale::{Text, t};

/// Who may be chosen: what stands for it in the field, its name, and what is meant.
type Choices = Vec<(String, Text, SentBy)>;

fn of_role(role: &PartyRole, by: fn(PartyId) -> Executor, choices: &mut Choices) {
    let all = desk::read(&[Area::Catalog], |at| parties(at, role));
    for (id, name) in all {
        let code = format!(
            "{}:{}",
            role.number(),
            desk::peek(|at| crate::view::names::party_code(at, &id))
        );
        let role = words::party_role(role);
        let label = t!(item_sent_by_other, who = name.clone(), role = role.get());
        choices.push((code, label, SentBy::Other(by(id))));
    }
}

fn choices(house: bool) -> Choices {
    let mut choices = match house {
        true => vec![
            (String::new(), t!(item_sent_by_client), SentBy::AsClient),
            ("house".to_owned(), t!(item_sent_by_house), SentBy::House),
        ],
        false => vec![(String::new(), t!(item_sent_by_house), SentBy::AsClient)],
    };
    of_role(&PartyRole::Supplier, Executor::Supplier, &mut choices);
    of_role(&PartyRole::Marketplace, Executor::Marketplace, &mut choices);
    of_role(&PartyRole::Contractor, Executor::Contractor, &mut choices);
    let channel = SentBy::Other(Executor::Channel);
    choices.push(("channel".to_owned(), t!(item_sent_by_channel), channel));
    choices
}

/// The choices of a field; `house` says that "we" is told apart from "as the client's card says".
pub(in crate::screens) fn options(house: bool) -> Vec<(String, Text)> {
    let all = choices(house).into_iter();
    all.map(|(code, label, _)| (code, label)).collect()
}

/// What stands in the field for what a card says.
pub(in crate::screens) fn code_of(by: &SentBy, house: bool) -> String {
    let mut all = choices(house).into_iter();
    all.find(|(_, _, of)| of == by)
        .map_or_else(String::new, |(code, ..)| code)
}

/// The choice that a card has, in words; `None` where it is none of the choices any more.
pub(in crate::screens) fn words(by: &SentBy, house: bool) -> Option<Text> {
    let mut all = choices(house).into_iter();
    all.find(|(_, _, of)| of == by).map(|(_, label, _)| label)
}

/// What is meant by what stands in the field.
pub(in crate::screens) fn chosen(code: &str, house: bool) -> SentBy {
    let mut all = choices(house).into_iter();
    all.find(|(of, ..)| of == code)
        .map_or(SentBy::AsClient, |(.., by)| by)
}
