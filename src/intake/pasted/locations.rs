//! Locations of a warehouse out of a table.

use super::cells::{Cells, Choice};
use super::{
    CellFault, Pasted, PastedChanges, PastedColumn, PastedInto, PastedKind, PastedSheet, column,
};
use crate::intake::setup::location;
use crate::site::Reading;
use crate::trade::decide::Command;
use crate::trade::id::{LocationId, WarehouseId};
use crate::trade::locations::commands::{LocationChange, LocationCommand, LocationRef};
use crate::trade::locations::lookup::shown_code;
use crate::trade::locations::{LocationField, LocationKind, LocationStatus};
use crate::trade::quantity::{Size, Units};
use crate::trade::text::Code;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const COLUMNS: &[PastedColumn] = &[
    column(
        "code",
        &[
            "location",
            "bin",
            "kode",
            "lokasi",
            "код",
            "място",
            "cod",
            "locatie",
        ],
    ),
    column("new-code", &["rename", "kodebaru", "новкод", "codnou"]),
    column(
        "kind",
        &["type", "jenis", "tipe", "вид", "тип", "fel", "tip"],
    ),
    column(
        "status",
        &["state", "статус", "состояние", "състояние", "stare"],
    ),
    column("zone", &["zona", "зона"]),
    column(
        "part-of",
        &["parent", "within", "bagiandari", "частот", "partedin"],
    ),
    column(
        "order",
        &[
            "sequence",
            "picksequence",
            "walk",
            "urutan",
            "ред",
            "ordine",
            "parcurs",
            "urutanjalan",
            "обход",
        ],
    ),
    column(
        "weight-kg",
        &[
            "maxweight",
            "capacitykg",
            "beratkg",
            "теглокг",
            "greutatekg",
            "mostweightkg",
            "beratmaksimumkg",
            "наймноготеглоkg",
            "greutatemaximakg",
        ],
    ),
    column(
        "units",
        &[
            "maxunits",
            "capacity",
            "unit",
            "бройки",
            "unitati",
            "capacitate",
            "mostunits",
            "unitmaksimum",
            "наймногобройки",
            "unitatimaxime",
        ],
    ),
    column("length-mm", &["length", "panjang", "дължина", "lungime"]),
    column("width-mm", &["width", "lebar", "ширина", "latime"]),
    column("height-mm", &["height", "tinggi", "височина", "inaltime"]),
    column(
        "mixed",
        &[
            "campuran",
            "смесено",
            "mixt",
            "severalitemsmayliethere",
            "bolehberisibeberapabarang",
            "моженяколкоартикула",
            "poatecontinemaimultearticole",
        ],
    ),
    column("note", &["catatan", "бележка", "nota", "notă"]),
    column(
        "retired",
        &[
            "pensiun",
            "nonaktif",
            "извадено",
            "retras",
            "tidakdipakai",
            "извънупотреба",
            "scosdinuz",
        ],
    ),
];

const KINDS: &[Choice<LocationKind>] = &[
    (
        "pick",
        LocationKind::Pick,
        &["picking", "bin", "pengambilan", "засъбиране", "culegere"],
    ),
    (
        "reserve",
        LocationKind::Reserve,
        &["bulk", "cadangan", "резерв", "rezervă"],
    ),
    (
        "receiving",
        LocationKind::Receiving,
        &["penerimaan", "приемане", "recepție"],
    ),
    (
        "returns",
        LocationKind::Returns,
        &["retur", "връщания", "retururi"],
    ),
    (
        "staging",
        LocationKind::Staging,
        &["penampungan", "подготвителназона", "pregătirelivrare"],
    ),
    ("dock", LocationKind::Dock, &["dok", "рампа", "rampă"]),
    (
        "station",
        LocationKind::Station,
        &["workstation", "mejakerja", "работномясто", "postdelucru"],
    ),
    (
        "group",
        LocationKind::Group,
        &["zone", "aisle", "kelompok", "група", "grup"],
    ),
];

const STATUSES: &[Choice<LocationStatus>] = &[
    ("normal", LocationStatus::Normal, &["нормално", "ok"]),
    (
        "held",
        LocationStatus::Held,
        &["heldback", "holding", "ditahan", "задържано", "blocat"],
    ),
    (
        "inspection",
        LocationStatus::Inspection,
        &["pemeriksaan", "проверка", "inspecție"],
    ),
    (
        "quarantine",
        LocationStatus::Quarantine,
        &["karantina", "карантина", "carantină"],
    ),
    (
        "damaged",
        LocationStatus::Damaged,
        &["rusak", "повредени", "deteriorat"],
    ),
];

/// Three sizes belong together.
pub(super) fn size(cells: &mut Cells<'_>) -> Option<Size> {
    let [length, width, height] = ["length-mm", "width-mm", "height-mm"].map(|name| {
        cells
            .number(name, 1, 100_000)
            .and_then(|mm| u32::try_from(mm).ok())
    });
    match (length, width, height) {
        (Some(length_mm), Some(width_mm), Some(height_mm)) => Some(Size {
            length_mm,
            width_mm,
            height_mm,
        }),
        (None, None, None) => None,
        _ if cells.wrong => None,
        _ => {
            let name = if length.is_none() {
                "length-mm"
            } else if width.is_none() {
                "width-mm"
            } else {
                "height-mm"
            };
            cells.wrong(name, CellFault::SizeIncomplete);
            None
        }
    }
}

/// The location that a code leads to, those that live first.
fn found(at: &Reading<'_>, warehouse: &WarehouseId, code: &Code) -> Option<LocationId> {
    let found = at.state.look_up_locations(warehouse, code);
    found.into_iter().next()
}

/// A code that another location shows.
fn taken(at: &Reading<'_>, own: Option<&LocationId>, warehouse: &WarehouseId, code: &Code) -> bool {
    let found = at.state.look_up_locations(warehouse, code);
    found.iter().any(|other| {
        Some(other) != own
            && !at.state.is_location_retired(other)
            && shown_code(other, at.state.location(other)) == code
    })
}

pub(super) fn check(at: &Reading<'_>, sheet: &PastedSheet, into: &PastedInto) -> Pasted {
    let mut faults = Vec::new();
    let mut met = BTreeMap::new();
    let mut changes: Vec<LocationChange> = Vec::new();
    let mut order: Vec<(u64, usize)> = Vec::new();
    let (mut new, mut known) = (0, 0);
    let Some(warehouse) = &into.warehouse else {
        return Pasted {
            faults,
            changes: PastedChanges::Locations {
                changes,
                arranged: None,
            },
            new,
            known,
        };
    };
    let told = codes(sheet);
    for row in 0..sheet.rows.len() {
        let mut cells = Cells {
            kind: PastedKind::Locations,
            sheet,
            row,
            faults: &mut faults,
            wrong: false,
        };
        let Some(code) = cells.key(&mut met) else {
            continue;
        };
        let own = found(at, warehouse, &code);
        let place = cells.number("order", 0, 1_000_000_000);
        let fields = fields(at, warehouse, own.as_ref(), &told, &mut cells);
        let revived = fields.contains(&LocationField::Retired(false));
        if !revived
            && own
                .as_ref()
                .is_some_and(|own| at.state.is_location_retired(own))
        {
            cells.wrong("code", CellFault::Retired);
        }
        if cells.wrong {
            continue;
        }
        let which = match own {
            Some(own) => {
                known += 1;
                LocationRef::Known(own)
            }
            None => {
                new += 1;
                LocationRef::Coded(code.clone())
            }
        };
        let mut fields = fields;
        if matches!(which, LocationRef::Coded(_)) {
            fields.insert(0, LocationField::Code(code));
        }
        order.extend(place.map(|place| (place, changes.len())));
        changes.push(LocationChange { which, fields });
    }
    order.sort_by_key(|(place, _)| *place);
    let arranged = (!order.is_empty()).then(|| order.into_iter().map(|(_, at)| at).collect());
    Pasted {
        faults,
        changes: PastedChanges::Locations { changes, arranged },
        new,
        known,
    }
}

/// The codes that the table itself makes known, so that a row may be a part of another row.
fn codes(sheet: &PastedSheet) -> BTreeSet<Code> {
    let column = sheet.column(PastedKind::Locations, "code");
    let cells = column.map(|column| sheet.rows.iter().filter_map(move |row| row.get(column)));
    cells
        .into_iter()
        .flatten()
        .filter_map(|cell| Code::new(cell).ok())
        .collect()
}

fn fields(
    at: &Reading<'_>,
    warehouse: &WarehouseId,
    own: Option<&LocationId>,
    told: &BTreeSet<Code>,
    cells: &mut Cells<'_>,
) -> Vec<LocationField> {
    let mut fields = Vec::new();
    if let Some(code) = cells.code("new-code") {
        if taken(at, own, warehouse, &code) {
            cells.wrong("new-code", CellFault::Taken(code.as_str().to_owned()));
        }
        fields.push(LocationField::Code(code));
    }
    fields.extend(cells.choice("kind", KINDS).map(LocationField::Kind));
    fields.extend(cells.choice("status", STATUSES).map(LocationField::Status));
    fields.extend(
        cells
            .code("zone")
            .map(|zone| LocationField::Zone(Some(zone))),
    );
    if let Some(code) = cells.code("part-of") {
        let parent = found(at, warehouse, &code)
            .or_else(|| told.contains(&code).then(|| location(warehouse, &code)));
        match parent {
            None => cells.wrong("part-of", CellFault::Unknown),
            Some(parent) if Some(&parent) == own || cells.text("code") == Some(code.as_str()) => {
                cells.wrong("part-of", CellFault::PartOfItself);
            }
            Some(parent) => fields.push(LocationField::Parent(Some(parent))),
        }
    }
    let kilograms = cells.number("weight-kg", 1, 1_000_000);
    fields.extend(kilograms.map(|kg| LocationField::WeightLimit(Some(kg * 1_000))));
    let units = cells.number("units", 1, 1_000_000_000).and_then(Units::new);
    fields.extend(units.map(|units| LocationField::UnitLimit(Some(units))));
    fields.extend(size(cells).map(|size| LocationField::Size(Some(size))));
    fields.extend(cells.yes("mixed").map(LocationField::Mixed));
    fields.extend(
        cells
            .words("note")
            .map(|note| LocationField::Note(Some(note))),
    );
    if let Some(retired) = cells.yes("retired")
        && (retired || own.is_some_and(|own| at.state.is_location_retired(own)))
    {
        fields.push(LocationField::Retired(retired));
    }
    fields
}

/// The command that sets the locations. Those that others are parts of come first.
pub(super) fn commands(changes: &[LocationChange], into: &PastedInto) -> Option<Command> {
    let warehouse = into.warehouse.clone()?;
    let command = LocationCommand::SetLocations {
        warehouse,
        locations: changes.to_vec(),
    };
    (!changes.is_empty()).then(|| command.into())
}

pub(super) fn arranging(
    at: &Reading<'_>,
    changes: &[LocationChange],
    arranged: &[usize],
    into: &PastedInto,
) -> Option<Command> {
    let warehouse = into.warehouse.clone()?;
    let of = |index: &usize| match &changes.get(*index)?.which {
        LocationRef::Known(location) => Some(location.clone()),
        LocationRef::Coded(code) | LocationRef::Another(code) => found(at, &warehouse, code),
    };
    let order: Vec<LocationId> = arranged.iter().filter_map(of).collect();
    (!order.is_empty()).then(|| LocationCommand::Arrange { warehouse, order }.into())
}
