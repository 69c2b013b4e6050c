//! The cartons that parcels are packed in, and the carts that pickers push.

use super::names;
use crate::site::Reading;
use crate::trade::id::{CartonId, ContainerId};
use crate::trade::locations::containers::Root;
use crate::trade::locations::{ContainerField, ContainerKind};
use crate::trade::quantity::Size;
use crate::trade::settings::{CartonCard, Setting};

/// A kind of carton.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CartonRow {
    /// Which.
    pub carton: CartonId,
    /// Its card.
    pub card: CartonCard,
}

/// The kinds of cartons, by their code.
pub fn cartons(at: &Reading<'_>) -> Vec<CartonRow> {
    let mut rows: Vec<CartonRow> = at
        .state
        .settings()
        .fields()
        .filter_map(|setting| match setting {
            Setting::Carton {
                carton,
                is: Some(card),
            } => Some(CartonRow {
                carton: carton.clone(),
                card: card.clone(),
            }),
            _ => None,
        })
        .collect();
    rows.sort_by(|one, other| one.carton.cmp(&other.carton));
    rows
}

/// A cart, a tote or another container with a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CartRow {
    /// Which.
    pub container: ContainerId,
    /// The code on its label.
    pub code: String,
    /// What kind of thing it is.
    pub kind: ContainerKind,
    /// How many compartments it has.
    pub compartments: Option<u32>,
    /// Its inner size.
    pub size: Option<Size>,
    /// How much it carries, in grams.
    pub weight_limit_g: Option<u64>,
    /// Where it stands.
    pub stands: Option<String>,
    /// Whether no new decision may name it.
    pub retired: bool,
}

/// The containers of a kind that somebody set up, by their code.
pub fn carts(at: &Reading<'_>, kind: &ContainerKind) -> Vec<CartRow> {
    let relations = at.relations();
    let mut rows: Vec<CartRow> = Vec::new();
    for (container, card) in at.state.container_cards() {
        let mut row = CartRow {
            code: names::container_code(container),
            kind: ContainerKind::Tote,
            compartments: None,
            size: None,
            weight_limit_g: None,
            stands: match at.state.containers.root(container, &relations) {
                Root::Location(location) => Some(names::location_code(at, &location).to_owned()),
                Root::Outside(_) | Root::Unknown => None,
            },
            retired: false,
            container: container.clone(),
        };
        for field in card.fields() {
            match field {
                ContainerField::Kind(of) => row.kind = of.clone(),
                ContainerField::Compartments(count) => row.compartments = Some(*count),
                ContainerField::Size(size) => row.size.clone_from(size),
                ContainerField::WeightLimit(grams) => row.weight_limit_g = *grams,
                ContainerField::Retired(retired) => row.retired = *retired,
            }
        }
        if row.kind == *kind {
            rows.push(row);
        }
    }
    rows.sort_by(|one, other| one.code.cmp(&other.code));
    rows
}
