//! Clients, suppliers, carriers and other partners out of a table.

use super::cells::{Cells, Choice};
use super::{
    CellFault, Pasted, PastedChanges, PastedColumn, PastedKind, PastedPartner, PastedSheet, column,
};
use crate::exchange::headings::heading_key;
use crate::intake::setup::party;
use crate::site::Reading;
use crate::trade::id::{DocumentId, PartyId};
use crate::trade::parties::{PartyField, PartyRole};
use crate::trade::text::{Code, Url, Words};
use std::collections::BTreeMap;

/// What a partner is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartnerName(
    /// The name.
    pub Words,
);

pub(super) const COLUMNS: &[PastedColumn] = &[
    column("code", &["partner", "kode", "код", "cod"]),
    column(
        "name",
        &[
            "title",
            "company",
            "nama",
            "име",
            "фирма",
            "nume",
            "denumire",
            "firma",
        ],
    ),
    column(
        "roles",
        &["role", "type", "peran", "роля", "роли", "rol", "roluri"],
    ),
    column(
        "country",
        &[
            "negara",
            "държава",
            "tara",
            "țara",
            "countrytwoletters",
            "negaraduahuruf",
            "държавадвебукви",
            "taradoualitere",
        ],
    ),
    column(
        "currency",
        &[
            "matauang",
            "валута",
            "moneda",
            "valuta",
            "currencythreeletters",
            "matauangtigahuruf",
            "валутатрибукви",
            "monedatreilitere",
        ],
    ),
    column(
        "collects-at",
        &[
            "pickup",
            "cutoff",
            "dijemput",
            "взима",
            "ridica",
            "ora",
            "dijemputpukul",
            "взимав",
            "ridicalaora",
        ],
    ),
    column("services", &["service", "layanan", "услуги", "servicii"]),
    column(
        "tracking-page",
        &["tracking", "halamanlacak", "проследяване", "urmarire"],
    ),
    column(
        "retired",
        &[
            "nonaktif",
            "извадено",
            "retras",
            "tidakdipakai",
            "извънупотреба",
            "scosdinuz",
        ],
    ),
];

const ROLES: &[Choice<PartyRole>] = &[
    ("client", PartyRole::Client, &["klien", "клиент"]),
    (
        "supplier",
        PartyRole::Supplier,
        &["vendor", "pemasok", "доставчик", "furnizor"],
    ),
    (
        "carrier",
        PartyRole::Carrier,
        &["kurir", "куриер", "curier"],
    ),
    ("marketplace", PartyRole::Marketplace, &["пазар"]),
    (
        "contractor",
        PartyRole::Contractor,
        &["kontraktor", "изпълнител"],
    ),
];

/// The partner that a code leads to.
fn found(at: &Reading<'_>, code: &Code) -> Option<PartyId> {
    at.state
        .codes
        .given(code)
        .find_map(|document| match document {
            DocumentId::Party(party) => Some(party.clone()),
            _ => None,
        })
}

fn roles(cells: &mut Cells<'_>) -> Vec<PartyRole> {
    let text = cells.text("roles").unwrap_or_default().to_owned();
    let mut roles = Vec::new();
    for word in text.split([',', ';', '/', '+']).map(str::trim) {
        if word.is_empty() {
            continue;
        }
        let key = heading_key(word);
        let is = |of: &&Choice<PartyRole>| {
            heading_key(of.0) == key || of.2.iter().any(|also| heading_key(also) == key)
        };
        match ROLES.iter().find(is) {
            Some((_, role, _)) => roles.push(role.clone()),
            None => {
                let words = ROLES.iter().map(|(word, _, _)| *word).collect();
                cells.wrong("roles", CellFault::NoSuchWord(words));
                return roles;
            }
        }
    }
    roles
}

fn services(cells: &mut Cells<'_>) -> Vec<Code> {
    let text = cells.text("services").unwrap_or_default().to_owned();
    let mut services = Vec::new();
    for word in text.split([',', ';']).map(str::trim) {
        match Code::new(word) {
            Ok(code) => services.push(code),
            Err(_) if word.is_empty() => {}
            Err(_) => cells.wrong("services", CellFault::TooLong),
        }
    }
    services
}

pub(super) fn check(at: &Reading<'_>, sheet: &PastedSheet) -> Pasted {
    let mut faults = Vec::new();
    let mut met = BTreeMap::new();
    let mut partners = Vec::new();
    let (mut new, mut known) = (0, 0);
    for row in 0..sheet.rows.len() {
        let mut cells = Cells {
            kind: PastedKind::Partners,
            sheet,
            row,
            faults: &mut faults,
            wrong: false,
        };
        let Some(code) = cells.key(&mut met) else {
            continue;
        };
        let own = found(at, &code);
        let roles = roles(&mut cells);
        if own.is_none() && roles.is_empty() && !cells.wrong {
            cells.wrong("roles", CellFault::Missing);
        }
        let has = |role: PartyRole| PartyField::Role { role, has: true };
        let mut fields: Vec<PartyField> = roles.into_iter().map(has).collect();
        fields.extend(
            cells
                .country("country")
                .map(|of| PartyField::Country(Some(of))),
        );
        fields.extend(
            cells
                .currency("currency")
                .map(|of| PartyField::Currency(Some(of))),
        );
        let minute = cells.minute("collects-at");
        fields.extend(minute.map(|minute| PartyField::CollectsAt(Some(minute))));
        let offered = |service| PartyField::Service {
            service,
            offered: true,
        };
        fields.extend(services(&mut cells).into_iter().map(offered));
        if let Some(text) = cells.text("tracking-page").map(str::to_owned) {
            match Url::new(&text) {
                Some(url) => fields.push(PartyField::TrackingPage(Some(url))),
                None => cells.wrong("tracking-page", CellFault::NoAddress),
            }
        }
        if let Some(retired) = cells.yes("retired")
            && (retired || own.is_some())
        {
            fields.push(PartyField::Retired(retired));
        }
        let name = cells.words("name").map(PartnerName);
        if cells.wrong {
            continue;
        }
        let is_new = own.is_none();
        if is_new {
            new += 1;
            fields.insert(0, PartyField::Code(code.clone()));
        } else {
            known += 1;
        }
        partners.push(PastedPartner {
            party: own.unwrap_or_else(|| party(&code)),
            fields,
            name,
        });
    }
    Pasted {
        faults,
        changes: PastedChanges::Partners(partners),
        new,
        known,
    }
}
