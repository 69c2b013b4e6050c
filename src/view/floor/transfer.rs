//! Goods from one warehouse to another, on a plate: a pallet, carton or tote with a label of its own. It is stood somewhere,
//! loaded by moving goods onto it, sent, and received where it comes in.

use super::hear::{self, Meaning, ToteRead, hear};
use super::pick::place_name;
use super::{Act, Hand, Says, Wrong, shown_units};
use crate::trade::id::{ContainerId, WarehouseId};
use crate::trade::locations::commands::LocationCommand;
use crate::trade::locations::containers::{Root, Stand};
use crate::trade::locations::{ContainerField, ContainerKind, Outside, Standing};
use crate::trade::place::Place;
use crate::trade::text::Code;
use crate::view::names;

/// A plate in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plate {
    /// The plate.
    pub plate: ContainerId,
    /// Its code.
    pub code: String,
    /// What lies in it and in what stands in it: the item's code, and how many units.
    pub goods: Vec<(crate::trade::id::ItemId, String, u64)>,
}

/// What was scanned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TransferLocal {
    /// The plate.
    pub plate: Option<ContainerId>,
    /// A code that nobody knows: the same once more is a new plate.
    pub new_plate: Option<Code>,
}

/// Where the plate of the screen is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransferPhase {
    /// None was scanned.
    Choose,
    /// Nobody has said where it stands: a location is scanned.
    Stand,
    /// It stands here, and may be sent to one of these.
    Here {
        /// The location that it stands at in the end.
        at: String,
        /// The warehouses that it may be sent to, with their names.
        to: Vec<(WarehouseId, String)>,
    },
    /// It is under way: the location that it is put to is scanned.
    UnderWay {
        /// Where to.
        to: String,
    },
}

/// What the screen shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferView {
    /// Where the plate is.
    pub phase: TransferPhase,
    /// The plate.
    pub plate: Option<Plate>,
    /// Plates that are under way to the warehouse of this device; with only one warehouse to any.
    pub arriving: Vec<Plate>,
    /// Plates that stand here with goods on them, and are on their way to no order.
    pub here: Vec<Plate>,
}

/// A plate with all that is in it; its goods are under way with it or stand in it.
fn plate(hand: &Hand<'_>, outermost: &ContainerId) -> Plate {
    let relations = hand.at.relations();
    let state = hand.at.state;
    let mut goods: Vec<(crate::trade::id::ItemId, String, u64)> = Vec::new();
    let mut open = vec![outermost.clone()];
    let mut seen = std::collections::BTreeSet::new();
    while let Some(container) = open.pop() {
        if !seen.insert(container.clone()) {
            continue;
        }
        let inner = state
            .containers
            .inside(&Standing::Container(container.clone()), &relations);
        open.extend(inner.into_iter().cloned());
        for place in [
            Place::Container(container.clone()),
            Place::Underway(container.clone()),
        ] {
            for (what, account) in state.ledger.at(&place) {
                if account.balance() > 0 {
                    let code = names::item_code(&hand.at, &what.item);
                    goods.push((what.item.clone(), code, shown_units(account.balance())));
                }
            }
        }
    }
    Plate {
        plate: outermost.clone(),
        code: names::container_code(outermost),
        goods,
    }
}

/// Plates that are under way to warehouses whose work is shown here.
pub fn arriving(hand: &Hand<'_>) -> Vec<Plate> {
    let relations = hand.at.relations();
    let all = hand.at.state.containers.known();
    let coming =
        all.filter(
            |container| match hand.at.state.containers.standing(container, &relations) {
                Some(Stand::Outside(Outside::Warehouse(to))) => hand.shows(to),
                _ => false,
            },
        );
    coming.map(|container| plate(hand, container)).collect()
}

/// Plates that stand at a location here, hold something, and are no tote of an order.
fn standing_here(hand: &Hand<'_>) -> Vec<Plate> {
    let relations = hand.at.relations();
    let all = hand.at.state.containers.known();
    let here = all.filter(|container| {
        let root = hand.at.state.containers.root(container, &relations);
        let outermost = matches!(
            hand.at.state.containers.standing(container, &relations),
            Some(Stand::Inside(Standing::Location(_)))
        );
        outermost
            && root
                .warehouse()
                .is_some_and(|warehouse| hand.shows(warehouse))
            && !hand.floor(|floor| floor.in_work(container))
    });
    here.map(|container| plate(hand, container))
        .filter(|plate| !plate.goods.is_empty())
        .collect()
}

/// The warehouses other than one, with their names.
fn others(hand: &Hand<'_>, own: &WarehouseId) -> Vec<(WarehouseId, String)> {
    let retired = crate::trade::locations::WarehouseField::Retired(true);
    let all = hand.at.state.warehouses();
    let open = all.filter(|(id, card)| *id != own && card.fields().all(|field| *field != retired));
    open.map(|(id, _)| (id.clone(), names::warehouse_name(&hand.at, id)))
        .collect()
}

/// What the screen shows.
pub fn view(hand: &Hand<'_>, local: &TransferLocal) -> TransferView {
    let relations = hand.at.relations();
    let containers = &hand.at.state.containers;
    let phase = match &local.plate {
        None => TransferPhase::Choose,
        Some(plate) => match containers.root(plate, &relations) {
            Root::Location(at) => TransferPhase::Here {
                to: others(hand, &at.warehouse),
                at: names::location_code(&hand.at, &at).to_owned(),
            },
            Root::Outside(Outside::Warehouse(to)) => TransferPhase::UnderWay {
                to: names::warehouse_name(&hand.at, &to),
            },
            Root::Outside(_) | Root::Unknown => TransferPhase::Stand,
        },
    };
    TransferView {
        phase,
        plate: local.plate.as_ref().map(|it| plate(hand, it)),
        arriving: arriving(hand),
        here: standing_here(hand),
    }
}

type Done = Result<Act<TransferLocal>, Wrong>;

/// A scan: a plate, or the location that the plate at hand is put to.
///
/// # Errors
/// It is neither, or the plate is the tote of an order.
pub fn scan(hand: &Hand<'_>, local: &TransferLocal, text: &str) -> Done {
    let heard = hear(text, hand.today);
    let meaning = hear::meaning(hand, hand.home(), &heard);
    let view = view(hand, local);
    if let (Some(plate), Meaning::Location(at)) = (&local.plate, &meaning) {
        let standing = Standing::Location(at.clone());
        let command = match view.phase {
            TransferPhase::UnderWay { .. } => LocationCommand::Arrive {
                container: plate.clone(),
                at: at.clone(),
            },
            TransferPhase::Here { .. } => LocationCommand::MoveContainer {
                container: plate.clone(),
                to: standing,
            },
            TransferPhase::Stand | TransferPhase::Choose => LocationCommand::SeeContainer {
                container: plate.clone(),
                at: standing,
            },
        };
        let arrived = matches!(command, LocationCommand::Arrive { .. });
        return Ok(Act::Run {
            says: Says::PlateStands {
                plate: names::container_code(plate),
                at: place_name(hand, &Place::Location(at.clone())),
                arrived,
            },
            command: command.into(),
            then: local.clone(),
        });
    }
    let (container, is_new) =
        match hear::tote_read(hand, &meaning, &heard, local.new_plate.as_ref()) {
            ToteRead::Known(plate) => (plate, false),
            ToteRead::New(plate) => (plate, true),
            ToteRead::Ask(code) => {
                return Ok(Act::Note {
                    says: Says::NewTote(code.to_string()),
                    then: TransferLocal {
                        new_plate: Some(code),
                        ..local.clone()
                    },
                });
            }
            ToteRead::No => {
                return Err(match meaning {
                    Meaning::Location(_) => Wrong::PlateFirst(heard.text),
                    _ => Wrong::NotATote(heard.text),
                });
            }
        };
    if hand.floor(|floor| floor.in_work(&container)) {
        return Err(Wrong::ToteTaken {
            tote: names::container_code(&container),
            order: String::new(),
        });
    }
    let then = TransferLocal {
        plate: Some(container.clone()),
        new_plate: None,
    };
    let code = names::container_code(&container);
    let says = match is_new {
        true => Says::NewPlate(code),
        false => Says::Plate(code),
    };
    match (is_new, hand.home()) {
        // A label that nobody knows is that of a new plate.
        (true, Some(warehouse)) => Ok(Act::Run {
            command: LocationCommand::SetContainer {
                warehouse: warehouse.clone(),
                container,
                fields: vec![ContainerField::Kind(ContainerKind::Pallet)],
            }
            .into(),
            then,
            says,
        }),
        _ => Ok(Act::Note { then, says }),
    }
}

/// The plate at hand is sent to another warehouse.
///
/// # Errors
/// None is at hand.
pub fn send(hand: &Hand<'_>, local: &TransferLocal, to: &WarehouseId) -> Done {
    let plate = local.plate.as_ref();
    let plate = plate.ok_or_else(|| Wrong::PlateFirst(String::new()))?;
    Ok(Act::Run {
        command: LocationCommand::Dispatch {
            container: plate.clone(),
            to: to.clone(),
        }
        .into(),
        then: TransferLocal::default(),
        says: Says::PlateSent {
            plate: names::container_code(plate),
            to: names::warehouse_name(&hand.at, to),
        },
    })
}
