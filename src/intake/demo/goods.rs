//! What the demo's warehouses keep, and where it lies.

use super::world::{SUPPLIERS, client, main_warehouse};
use super::{Act, DAY, Maker};
use crate::intake::setup::{RECEIVING, location, party};
use crate::site::Reading;
use crate::trade::catalog::commands::{CatalogCommand, ItemChange, ItemRef};
use crate::trade::catalog::{
    BarcodeLevel, Component, ExpiryPolicy, Handling, ItemField, LotField, LotPolicy, LotSet,
    RecipeKind, RecipeSet, SerialPolicy,
};
use crate::trade::goods::{Goods, Wanted};
use crate::trade::id::{FirstCode, ItemId, LotId, Name, PartyId, ReceiptId};
use crate::trade::locations::commands::{LocationChange, LocationCommand, LocationRef};
use crate::trade::locations::{LocationField, PickFace};
use crate::trade::place::Place;
use crate::trade::quantity::{Amount, Day, Instant, SeenUnits, Size, Units};
use crate::trade::receiving::commands::{FileStock, ReceiveGoods, ReceivingCommand, StockFile};
use crate::trade::receiving::{ExpectedUnits, ReceiptOpened};
use crate::trade::text::{Code, TextError, Words};

/// A kind of goods: code, name, price in hundredths, weight in grams, sides in millimetres.
struct Kind {
    code: &'static str,
    name: &'static str,
    cents: i64,
    grams: u64,
    size: [u32; 3],
}

const fn kind(
    code: &'static str,
    name: &'static str,
    cents: i64,
    grams: u64,
    size: [u32; 3],
) -> Kind {
    Kind {
        code,
        name,
        cents,
        grams,
        size,
    }
}

const KINDS: [Kind; 15] = [
    kind("MUG", "Stoneware mug", 890, 380, [120, 90, 100]),
    kind("BOWL", "Serving bowl", 1_650, 720, [240, 240, 90]),
    kind("PLATE", "Dinner plate", 1_190, 610, [270, 270, 30]),
    kind("TOWEL", "Linen tea towel", 750, 90, [250, 180, 15]),
    kind("APRON", "Cotton apron", 2_400, 260, [300, 220, 25]),
    kind("CANDLE", "Beeswax candle", 540, 210, [70, 70, 140]),
    kind("LANTERN", "Tin lantern", 3_200, 1_150, [180, 180, 320]),
    kind("BASKET", "Woven basket", 2_750, 640, [350, 260, 220]),
    kind("CUSHION", "Cushion cover", 1_850, 180, [300, 300, 20]),
    kind("THROW", "Wool throw", 5_900, 980, [400, 300, 90]),
    kind("CLOCK", "Wall clock", 4_450, 870, [310, 310, 50]),
    kind("VASE", "Glass vase", 2_100, 930, [140, 140, 280]),
    kind("FRAME", "Picture frame", 1_340, 450, [310, 220, 25]),
    kind("TIN", "Biscuit tin", 990, 330, [210, 210, 90]),
    kind("BAG", "Canvas bag", 1_250, 150, [380, 300, 15]),
];

const COLOURS: [(&str, &str); 4] = [
    ("RED", "red"),
    ("BLU", "blue"),
    ("GRN", "green"),
    ("NAT", "natural"),
];

/// Goods that have more to them: food by lots, one item with serial numbers, the kit.
const JAM: &str = "JAM-PLUM";
const HONEY: &str = "HONEY-LIME";
pub(super) const LAMP: &str = "LAMP-SMART";
pub(super) const SET: &str = "SET-KITCHEN";

/// The client's goods: code, name, price in hundredths, weight in grams.
const OF_CLIENT: [(&str, &str, i64, u64); 4] = [
    ("OIL-LAV", "Lavender oil, 30 ml", 1_290, 95),
    ("OIL-ROS", "Rosemary oil, 30 ml", 1_190, 95),
    ("TEA-MINT", "Mint tea, 50 g", 690, 80),
    ("SALVE", "Marigold salve, 50 ml", 1_490, 120),
];

/// How many items of the workspace's own are sold one by one.
pub(super) const ITEMS: usize = KINDS.len() * COLOURS.len();

fn plain(number: usize) -> (&'static Kind, &'static (&'static str, &'static str)) {
    let kind = &KINDS[number / COLOURS.len() % KINDS.len()];
    (kind, &COLOURS[number % COLOURS.len()])
}

/// The SKU of an item by its number, and its price in hundredths. Behind the plain ones stand food, lamp and kit.
pub(super) fn own(number: usize) -> (String, i64) {
    match number.checked_sub(ITEMS) {
        None => {
            let (kind, colour) = plain(number);
            (format!("{}-{}", kind.code, colour.0), kind.cents)
        }
        Some(0) => (JAM.to_owned(), 620),
        Some(1) => (HONEY.to_owned(), 890),
        Some(2) => (LAMP.to_owned(), 4_990),
        Some(_) => (SET.to_owned(), 2_100),
    }
}

/// A SKU of the client's, and its price in hundredths.
pub(super) fn of_client(number: usize) -> (String, i64) {
    let (code, _, cents, _) = OF_CLIENT[number % OF_CLIENT.len()];
    (code.to_owned(), cents)
}

pub(super) fn item(client: Option<PartyId>, code: &str) -> Result<ItemId, TextError> {
    Ok(ItemId {
        client,
        name: Name::Coded(FirstCode::new(Code::new(code)?)),
    })
}

/// An EAN-13 of the range that shops use inside (GS1 prefix 20 to 29), with its check digit.
fn barcode(number: usize) -> Result<Code, TextError> {
    let digits = format!("29{:010}", 4_100 + number);
    let sum: u32 = digits
        .bytes()
        .enumerate()
        .map(|(i, digit)| u32::from(digit - b'0') * if i % 2 == 0 { 1 } else { 3 })
        .sum();
    Code::new(&format!("{digits}{}", (10 - sum % 10) % 10))
}

fn new_item(
    client: Option<PartyId>,
    number: usize,
    code: &str,
    title: &str,
    grams: u64,
    more: Vec<ItemField>,
) -> Result<ItemChange, TextError> {
    let mut fields = vec![
        ItemField::Sku(Code::new(code)?),
        ItemField::Title(Words::new(title)?),
        ItemField::WeightMg(Some(grams * 1_000)),
        ItemField::Barcode {
            code: barcode(number)?,
            level: Some(BarcodeLevel::Each),
        },
    ];
    fields.extend(more);
    let code = Code::new(code)?;
    let which = ItemRef::Coded { client, code };
    Ok(ItemChange { which, fields })
}

fn sized([length_mm, width_mm, height_mm]: [u32; 3]) -> ItemField {
    ItemField::Size(Some(Size {
        length_mm,
        width_mm,
        height_mm,
    }))
}

fn today(maker: &Maker) -> i64 {
    maker.now_ms.div_euclid(86_400_000)
}

pub(super) fn items(maker: &mut Maker) -> Result<Vec<Act>, TextError> {
    let mut items = Vec::new();
    for number in 0..ITEMS {
        let (kind, colour) = plain(number);
        let mut more = vec![sized(kind.size)];
        if ["BOWL", "PLATE", "VASE"].contains(&kind.code) {
            more.push(ItemField::Handling {
                kind: Handling::Fragile,
                needed: true,
            });
        }
        more.push(ItemField::Attribute {
            name: Code::new("colour")?,
            value: Some(Code::new(colour.1)?),
        });
        let first = number - number % COLOURS.len();
        if first != number {
            let product = item(None, &own(first).0)?;
            more.push(ItemField::VariantOf(Some(product)));
        }
        let title = format!("{}, {}", kind.name, colour.1);
        let code = own(number).0;
        items.push(new_item(None, number, &code, &title, kind.grams, more)?);
    }
    let food = |stop_days| {
        vec![
            ItemField::Lots(LotPolicy::Named),
            ItemField::Expiry(Some(ExpiryPolicy { stop_days })),
        ]
    };
    items.push(new_item(
        None,
        ITEMS,
        JAM,
        "Plum jam, 250 g",
        420,
        food(14),
    )?);
    items.push(new_item(
        None,
        ITEMS + 1,
        HONEY,
        "Lime honey, 250 g",
        430,
        food(30),
    )?);
    let serial = vec![ItemField::SerialNumbers(SerialPolicy::AtShipping)];
    items.push(new_item(None, ITEMS + 2, LAMP, "Smart lamp", 680, serial)?);
    items.push(new_item(
        None,
        ITEMS + 3,
        SET,
        "Kitchen set",
        680,
        Vec::new(),
    )?);
    let mut acts: Vec<Act> = vec![Act::from(CatalogCommand::SetItems { items })];
    let mut theirs = Vec::new();
    for (number, (code, title, _, grams)) in OF_CLIENT.iter().enumerate() {
        let number = ITEMS + 10 + number;
        theirs.push(new_item(
            Some(client()?),
            number,
            code,
            title,
            *grams,
            Vec::new(),
        )?);
    }
    acts.push(Act::from(CatalogCommand::SetItems { items: theirs }));
    let lot = |sku: &str, code: &str, in_days: i64| {
        Ok::<_, TextError>(LotSet {
            lot: LotId {
                item: item(None, sku)?,
                name: Name::Coded(FirstCode::new(Code::new(code)?)),
            },
            fields: vec![
                LotField::Code(Code::new(code)?),
                LotField::Expiry(Some(Day {
                    days: today(maker) + in_days,
                })),
            ],
        })
    };
    acts.push(Act::from(CatalogCommand::SetLots {
        lots: vec![
            lot(JAM, "J-01", 45)?,
            lot(JAM, "J-02", 240)?,
            lot(HONEY, "H-07", 9)?,
            lot(HONEY, "H-08", 400)?,
        ],
    }));
    let component = |sku: &str| {
        Ok::<_, TextError>(Component {
            item: item(None, sku)?,
            units: Units::ONE,
        })
    };
    acts.push(Act::from(CatalogCommand::SetRecipe(RecipeSet {
        item: item(None, SET)?,
        kind: RecipeKind::Kit,
        from: Day {
            days: today(maker) - 30,
        },
        makes: Units::ONE,
        components: vec![
            component("MUG-RED")?,
            component("TOWEL-NAT")?,
            component("CANDLE-NAT")?,
        ],
    })));
    Ok(acts)
}

const AISLES: [char; 4] = ['A', 'B', 'C', 'D'];
const BINS_AN_AISLE: usize = 18;

fn bin(number: usize) -> Result<Code, TextError> {
    let aisle = AISLES[number / BINS_AN_AISLE % AISLES.len()];
    Code::new(&format!("{aisle}-{:02}", number % BINS_AN_AISLE + 1))
}

fn receive(
    item: ItemId,
    lot: Option<&str>,
    to: Code,
    number: u64,
) -> Result<Option<ReceiveGoods>, TextError> {
    let lot = lot.map(Code::new).transpose()?;
    let goods = Goods {
        lot: lot.map(|code| Name::Coded(FirstCode::new(code))),
        owner: item.client.clone(),
        ..Goods::new(item)
    };
    let to = Place::Location(location(&main_warehouse()?, &to));
    Ok(Units::new(number).map(|units| ReceiveGoods {
        expected: None,
        goods,
        from: None,
        to,
        units,
        serials: Vec::new(),
    }))
}

/// The opening stock, deliveries, and one that is still being received: most items more than the orders want, some fewer.
pub(super) fn stock(maker: &mut Maker, _: &Reading<'_>) -> Result<Vec<Act>, TextError> {
    let main = main_warehouse()?;
    let mut rows = Vec::new();
    for number in 0..=ITEMS + 2 {
        if (ITEMS..ITEMS + 2).contains(&number) {
            continue;
        }
        let units = match number % 12 {
            7 => 3,
            _ => u64::from(maker.random.between(34, 90)),
        };
        let home = number + number / 5;
        let reserve = (home + 37) % (AISLES.len() * BINS_AN_AISLE);
        let parts = match number % 4 {
            1 => [(home, units - units / 3), (reserve, units / 3)],
            _ => [(home, units), (reserve, 0)],
        };
        for (place, units) in parts {
            let seen = SeenUnits::new(units).filter(|_| units > 0);
            if let Some(units) = seen {
                rows.push(FileStock {
                    at: location(&main, &bin(place)?),
                    goods: Goods::new(item(None, &own(number).0)?),
                    units,
                });
            }
        }
    }
    let mut acts: Vec<Act> = vec![Act::from(ReceivingCommand::ReadStock(StockFile {
        warehouse: main.clone(),
        rows,
        happened_at: None,
        source: None,
    }))];
    let opened = |client: Option<PartyId>, supplier: Option<&str>, reference: &str| {
        Ok::<_, TextError>(Box::new(ReceiptOpened {
            warehouse: main.clone(),
            client,
            supplier: supplier
                .map(Code::new)
                .transpose()?
                .map(|code| party(&code)),
            reference: Some(Code::new(reference)?),
            due: None,
            came_at: None,
            expected: Vec::new(),
            source: None,
        }))
    };
    let food = [
        receive(item(None, JAM)?, Some("J-01"), bin(70)?, 24)?,
        receive(item(None, JAM)?, Some("J-02"), bin(71)?, 48)?,
        receive(item(None, HONEY)?, Some("H-07"), bin(69)?, 10)?,
        receive(item(None, HONEY)?, Some("H-08"), bin(69)?, 36)?,
    ];
    acts.push(Act::from(ReceivingCommand::Deliver {
        opened: opened(None, Some(SUPPLIERS[1]), "D-1007")?,
        goods: food.into_iter().flatten().collect(),
    }));
    let mut theirs = Vec::new();
    for (number, (code, ..)) in OF_CLIENT.iter().enumerate() {
        theirs.extend(receive(
            item(Some(client()?), code)?,
            None,
            bin(50 + number)?,
            40,
        )?);
    }
    acts.push(Act::from(ReceivingCommand::Deliver {
        opened: opened(Some(client()?), None, "HB-22")?,
        goods: theirs,
    }));
    let mut expected = opened(None, Some(SUPPLIERS[0]), "PO-318")?;
    expected.due = Some(Instant {
        ms: maker.now_ms + 2 * DAY * 60_000,
    });
    for (number, units) in [(7, 60), (19, 60), (31, 48)] {
        let wanted = Wanted::item(item(None, &own(number).0)?);
        let units = Units::new(units);
        let more = units.map(|units| ExpectedUnits { wanted, units });
        expected.expected.extend(more);
    }
    acts.push(Act::from(ReceivingCommand::Open { opened: expected }));
    let face = LocationField::PickFace {
        item: item(None, "MUG-RED")?,
        rule: Units::new(40).map(|up_to| PickFace { below: 10, up_to }),
    };
    acts.push(Act::from(LocationCommand::SetLocations {
        warehouse: main.clone(),
        locations: vec![LocationChange {
            which: LocationRef::Coded(bin(0)?),
            fields: vec![face],
        }],
    }));
    Ok(acts)
}

/// What has come of the delivery that is expected.
pub(super) fn arrive(at: &Reading<'_>) -> Result<Vec<Act>, TextError> {
    let mut receipts = at.state.receipts();
    let open = receipts.find(|(_, receipt)| !receipt.is_closed());
    let Some((receipt, _)) = open else {
        return Ok(Vec::new());
    };
    let receipt: ReceiptId = *receipt;
    let to = Code::new(RECEIVING)?;
    let goods = receive(item(None, &own(19).0)?, None, to, 24)?;
    let command = |mut goods: ReceiveGoods| {
        goods.expected = Some(1);
        let goods = Box::new(goods);
        Act::from(ReceivingCommand::Receive { receipt, goods })
    };
    Ok(goods.map(command).into_iter().collect())
}

/// The price of goods of so many hundredths of a euro, in a channel of so many per cent.
pub(super) fn price(cents: i64, percent: i64) -> Amount {
    Amount::new(cents * percent)
}
