//! Items out of a table.

use super::cells::{Cells, Choice};
use super::locations::size;
use super::{
    CellFault, Pasted, PastedChanges, PastedColumn, PastedInto, PastedKind, PastedSheet, column,
};
use crate::intake::items::new_item;
use crate::limits::INTAKE_LINES_MAX;
use crate::site::Reading;
use crate::trade::catalog::commands::{CatalogCommand, ItemChange, ItemRef};
use crate::trade::catalog::lookup::{Lookup, Whose};
use crate::trade::catalog::{
    BarcodeLevel, BaseUnit, ExpiryPolicy, ItemField, LotPolicy, Reorder, SerialPolicy,
};
use crate::trade::decide::Command;
use crate::trade::id::{FirstCode, ItemId, Name};
use crate::trade::identity::canonical::Canonical;
use crate::trade::quantity::Units;
use crate::trade::text::Code;
use crate::view::names;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const COLUMNS: &[PastedColumn] = &[
    column(
        "sku",
        &[
            "code",
            "item",
            "kode",
            "код",
            "артикул",
            "cod",
            "codsku",
            "articol",
        ],
    ),
    column(
        "new-sku",
        &[
            "rename",
            "newcode",
            "kodebaru",
            "новкод",
            "codnou",
            "skubaru",
            "новкодsku",
            "skunou",
        ],
    ),
    column(
        "name",
        &[
            "title",
            "description",
            "nama",
            "име",
            "наименование",
            "nume",
            "denumire",
        ],
    ),
    column(
        "barcode",
        &[
            "ean",
            "gtin",
            "upc",
            "kodebatang",
            "баркод",
            "coddebare",
            "barcodes",
            "баркодове",
            "coduridebare",
        ],
    ),
    column(
        "weight-g",
        &[
            "weight",
            "grams",
            "berat",
            "тегло",
            "greutate",
            "weightofoneunitingrams",
            "beratsatuunitdalamgram",
            "теглонаеднабройкавграмове",
            "greutateauneibucatiingrame",
        ],
    ),
    column("length-mm", &["length", "panjang", "дължина", "lungime"]),
    column("width-mm", &["width", "lebar", "ширина", "latime"]),
    column("height-mm", &["height", "tinggi", "височина", "inaltime"]),
    column(
        "unit",
        &[
            "uom",
            "satuan",
            "мярка",
            "unitate",
            "countedin",
            "dihitungdalam",
            "броисев",
            "senumarain",
        ],
    ),
    column("lots", &["lot", "batch", "партиди", "loturi"]),
    column(
        "serials",
        &[
            "serial",
            "nomorseri",
            "серийниномера",
            "serii",
            "serialnumbers",
            "numeredeserie",
        ],
    ),
    column(
        "expiry-days",
        &[
            "expiry",
            "kedaluwarsa",
            "срок",
            "expirare",
            "stoppickingsomanydaysbeforeit",
            "hentikanpengambilansekianharisebelumnya",
            "спирасъбиранетолковаднипредисрока",
            "seopresteculegereacuatateazileinainte",
        ],
    ),
    column(
        "hs-code",
        &[
            "hs",
            "tariff",
            "тарифенкод",
            "codvamal",
            "customstariffnumber",
            "nomortarifbea",
            "митническикод",
            "codtarifarvamal",
        ],
    ),
    column(
        "origin",
        &[
            "madein",
            "asal",
            "произход",
            "origine",
            "madeintwoletters",
            "dibuatdiduahuruf",
            "произходдвебукви",
            "fabricatindoualitere",
        ],
    ),
    column(
        "cost",
        &[
            "biaya",
            "себестойност",
            "cost",
            "costofone",
            "biayasatubuah",
            "себестойностнаброй",
            "costuluneibucati",
        ],
    ),
    column(
        "currency",
        &[
            "matauang",
            "валута",
            "moneda",
            "currencythreeletters",
            "matauangtigahuruf",
            "валутатрибукви",
            "monedatreilitere",
        ],
    ),
    column(
        "reorder-at",
        &[
            "reorderpoint",
            "minimum",
            "pesanlagi",
            "поръчайпри",
            "comandala",
            "reorderatorbelow",
            "pesanlagipadaataudibawah",
            "поръчванеприилипод",
            "secomandalasausub",
        ],
    ),
    column(
        "reorder-units",
        &[
            "reorderquantity",
            "jumlahpesan",
            "поръчайбройки",
            "decomandat",
            "orderatleast",
            "pesansedikitnya",
            "поръчватсепоне",
            "secomandacelputin",
        ],
    ),
    column(
        "variant-of",
        &["product", "parent", "variandari", "вариантна", "variantaa"],
    ),
    column("size", &["ukuran", "размер", "marime"]),
    column("colour", &["color", "warna", "цвят", "culoare"]),
    column("note", &["catatan", "бележка", "nota"]),
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

const UNITS: &[Choice<BaseUnit>] = &[
    (
        "piece",
        BaseUnit::Piece,
        &[
            "pieces",
            "pcs",
            "pc",
            "each",
            "buah",
            "бройки",
            "бр",
            "bucăți",
            "buc",
        ],
    ),
    (
        "gram",
        BaseUnit::Gram,
        &["grams", "g", "грамове", "грам", "grame"],
    ),
    (
        "millimetre",
        BaseUnit::Millimetre,
        &["mm", "millimetres", "milimeter", "милиметри", "milimetri"],
    ),
    (
        "millilitre",
        BaseUnit::Millilitre,
        &["ml", "millilitres", "mililiter", "милилитри", "mililitri"],
    ),
];

const LOTS: &[Choice<LotPolicy>] = &[
    ("none", LotPolicy::None, &["no", "tidak", "не", "nu"]),
    ("named", LotPolicy::Named, &["yes", "ya", "да", "da"]),
    (
        "receipt",
        LotPolicy::EachReceipt,
        &["delivery", "kiriman", "доставка", "recepție"],
    ),
];

const SERIALS: &[Choice<SerialPolicy>] = &[
    (
        "none",
        SerialPolicy::None,
        &[
            "no",
            "tidak",
            "не",
            "nu",
            "never asked for",
            "tidak diminta",
            "не се искат",
            "nu se cer",
        ],
    ),
    (
        "shipping",
        SerialPolicy::AtShipping,
        &[
            "saatkirim",
            "приизпращане",
            "laexpediere",
            "when goods leave",
            "saat barang keluar",
            "при изпращане",
            "la expediere",
        ],
    ),
    (
        "always",
        SerialPolicy::Always,
        &[
            "yes",
            "ya",
            "да",
            "da",
            "at every step",
            "di setiap langkah",
            "на всяка стъпка",
            "la fiecare pas",
        ],
    ),
];

/// An attribute of a variant under the name that all screens know.
pub const ATTRIBUTES: [&str; 2] = ["size", "colour"];

fn found(at: &Reading<'_>, code: &Code, into: &PastedInto) -> Option<ItemId> {
    match at
        .state
        .look_up_item(code, Whose::Client(into.client.as_ref()))
    {
        Lookup::One(found) => Some(found.item),
        Lookup::Nothing | Lookup::Several(_) => None,
    }
}

pub(super) fn check(at: &Reading<'_>, sheet: &PastedSheet, into: &PastedInto) -> Pasted {
    let mut faults = Vec::new();
    let mut met = BTreeMap::new();
    let mut barcodes: BTreeMap<Code, usize> = BTreeMap::new();
    let mut changes: Vec<ItemChange> = Vec::new();
    let (mut new, mut known) = (0, 0);
    let told: BTreeSet<Code> = sheet
        .column(PastedKind::Items, "sku")
        .into_iter()
        .flat_map(|column| sheet.rows.iter().filter_map(move |row| row.get(column)))
        .filter_map(|cell| Code::new(cell).ok())
        .collect();
    for row in 0..sheet.rows.len() {
        let mut cells = Cells {
            kind: PastedKind::Items,
            sheet,
            row,
            faults: &mut faults,
            wrong: false,
        };
        let Some(code) = cells.key(&mut met) else {
            continue;
        };
        let own = found(at, &code, into);
        let mut fields = fields(at, own.as_ref(), &told, into, &mut cells);
        if let Some(barcode) = barcode(at, own.as_ref(), into, &mut barcodes, &mut cells) {
            fields.push(barcode);
        }
        let revived = fields.contains(&ItemField::Retired(false));
        if !revived
            && own
                .as_ref()
                .is_some_and(|own| at.state.is_item_retired(own))
        {
            cells.wrong("sku", CellFault::Retired);
        }
        if cells.wrong {
            continue;
        }
        changes.push(match own {
            Some(own) => {
                known += 1;
                ItemChange {
                    which: ItemRef::Known(own),
                    fields,
                }
            }
            None => {
                new += 1;
                new_item(into.client.as_ref(), &code, fields)
            }
        });
    }
    Pasted {
        faults,
        changes: PastedChanges::Items(changes),
        new,
        known,
    }
}

/// A barcode that no other item has, neither here nor in the table.
fn barcode(
    at: &Reading<'_>,
    own: Option<&ItemId>,
    into: &PastedInto,
    met: &mut BTreeMap<Code, usize>,
    cells: &mut Cells<'_>,
) -> Option<ItemField> {
    let code = cells.code("barcode")?;
    if let Some(other) = met.insert(code.clone(), cells.row) {
        cells.wrong("barcode", CellFault::Twice(other + 1));
        return None;
    }
    let other = found(at, &code, into).filter(|other| {
        Some(other) != own.map(|own| at.state.components.item(own)).as_ref()
            && Some(other) != own
            && !at.state.is_item_retired(other)
    });
    if let Some(other) = other {
        cells.wrong("barcode", CellFault::Taken(names::item_code(at, &other)));
        return None;
    }
    Some(ItemField::Barcode {
        code,
        level: Some(BarcodeLevel::Each),
    })
}

fn fields(
    at: &Reading<'_>,
    own: Option<&ItemId>,
    told: &BTreeSet<Code>,
    into: &PastedInto,
    cells: &mut Cells<'_>,
) -> Vec<ItemField> {
    let mut fields = Vec::new();
    if let Some(code) = cells.code("new-sku") {
        match found(at, &code, into).filter(|other| Some(other) != own) {
            Some(other) if !at.state.is_item_retired(&other) => {
                cells.wrong("new-sku", CellFault::Taken(names::item_code(at, &other)));
            }
            _ => fields.push(ItemField::Sku(code)),
        }
    }
    fields.extend(cells.words("name").map(ItemField::Title));
    let grams = cells.number("weight-g", 1, 100_000_000);
    fields.extend(grams.map(|grams| ItemField::WeightMg(Some(grams * 1_000))));
    fields.extend(size(cells).map(|size| ItemField::Size(Some(size))));
    fields.extend(cells.choice("unit", UNITS).map(ItemField::BaseUnit));
    fields.extend(cells.choice("lots", LOTS).map(ItemField::Lots));
    fields.extend(
        cells
            .choice("serials", SERIALS)
            .map(ItemField::SerialNumbers),
    );
    let days = cells.number("expiry-days", 0, 3_650);
    let days = days.and_then(|days| u32::try_from(days).ok());
    fields.extend(days.map(|stop_days| ItemField::Expiry(Some(ExpiryPolicy { stop_days }))));
    fields.extend(
        cells
            .code("hs-code")
            .map(|code| ItemField::HsCode(Some(code))),
    );
    fields.extend(
        cells
            .country("origin")
            .map(|of| ItemField::Origin(Some(of))),
    );
    let cost = cells.money("cost", into.currency);
    fields.extend(cost.map(|cost| ItemField::Cost(Some(cost))));
    fields.extend(reorder(cells));
    for name in ATTRIBUTES {
        if let (Some(value), Ok(name)) = (cells.code(name), Code::new(name)) {
            let value = Some(value);
            fields.push(ItemField::Attribute { name, value });
        }
    }
    if let Some(code) = cells.code("variant-of") {
        match found(at, &code, into).or_else(|| told.contains(&code).then(|| named(&code, into))) {
            Some(product) if cells.text("sku") != Some(code.as_str()) => {
                fields.push(ItemField::VariantOf(Some(product)));
            }
            Some(_) => cells.wrong("variant-of", CellFault::PartOfItself),
            None => cells.wrong("variant-of", CellFault::Unknown),
        }
    }
    fields.extend(cells.words("note").map(|note| ItemField::Note(Some(note))));
    if let Some(retired) = cells.yes("retired")
        && (retired || own.is_some_and(|own| at.state.is_item_retired(own)))
    {
        fields.push(ItemField::Retired(retired));
    }
    fields
}

fn named(code: &Code, into: &PastedInto) -> ItemId {
    ItemId {
        client: into.client.clone(),
        name: Name::Coded(FirstCode::new(code.clone())),
    }
}

fn reorder(cells: &mut Cells<'_>) -> Option<ItemField> {
    let point = cells.number("reorder-at", 0, 1_000_000_000);
    let units = cells.number("reorder-units", 1, 1_000_000_000);
    let quantity = units.and_then(Units::new).unwrap_or(Units::ONE);
    Some(ItemField::Reorder(Some(Reorder {
        point: point?,
        quantity,
        multiple: Units::ONE,
        lead_days: 0,
    })))
}

/// Commands of as many items as fit one commit. A product comes before its variants.
pub(super) fn commands(changes: &[ItemChange]) -> Vec<Command> {
    let is_variant = |change: &&ItemChange| {
        let mut fields = change.fields.iter();
        fields.any(|field| matches!(field, ItemField::VariantOf(Some(_))))
    };
    let (variants, products): (Vec<_>, Vec<_>) = changes.iter().partition(is_variant);
    let all: Vec<ItemChange> = products.into_iter().chain(variants).cloned().collect();
    all.chunks(INTAKE_LINES_MAX)
        .map(|items| {
            CatalogCommand::SetItems {
                items: items.to_vec(),
            }
            .into()
        })
        .collect()
}
