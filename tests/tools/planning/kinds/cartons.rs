//! Orders into cartons: `boxes.csv`, `items.csv` and, where it is there, `expected-boxpacker.csv`, known by their
//! headings.
//!
//! Each order is packed into as few parcels as possible and of as many the least outer volume (the line printed; the
//! objective is the outer volume in litres), and by rated cost by three tables (in the summary
//! and in the solutions).
//!
//! The expected file gives for each order and mode of BoxPacker the number of boxes, the variance of their weights and
//! the share of their inner volume that is filled. Number and share together tell which boxes they were. What each
//! weighed is known for one box, follows from the variance for two, and is taken to be equal for more.

use std::collections::BTreeMap;
use std::error::Error;

use depo::planning::carton::{
    Carton, FewestBoxes, Line, Offered, Packed, PackedIn, PoundTable, Rules, Tariff, pack,
};
use depo::planning::{Effort, Plan, Size, Weight};
use depo::trade::quantity::Amount;
use serde_json::{Value, json};

use super::options::{Input, Options, Printer, TIMED_ROUNDS};

type Row = BTreeMap<String, String>;
/// Plans, each with the milliseconds that it takes.
type TimedPlans = Vec<(Plan<Packed>, f64)>;

/// Units laid in for one order, at the most.
const STEPS_MAX: u64 = 200_000;
/// The rated cost goes by a divisor of 139 and three tables of our own, each a price for the first pound and one for
/// each further: from the next zone to the farthest.
const DIVISOR_IN3: u64 = 139;
const TABLES: [(&str, i64, i64); 3] = [
    ("8.00 + 0.30 a pound", 80_000, 3_000),
    ("9.00 + 1.00 a pound", 90_000, 10_000),
    ("8.00 + 2.00 a pound", 80_000, 20_000),
];
const POUNDS_MAX: i64 = 150;

struct Order {
    name: String,
    lines: Vec<Line>,
    items: Vec<String>,
}

/// The boxes that BoxPacker took for an order in one of its modes.
struct Reference {
    parcels: usize,
    volume_mm3: u64,
    /// What they cost by each of the tables.
    rated: [i64; TABLES.len()],
}

/// The rated cost of all orders by one table.
#[derive(Default)]
struct Rated {
    ours: i64,
    naive: f64,
    /// The reference, flat and in 3-D.
    modes: [i64; 2],
    cheaper_of_modes: i64,
}

#[derive(Default)]
struct Totals {
    parcels: usize,
    rated: [Rated; TABLES.len()],
    modes: [usize; 2],
    better_of_modes: usize,
    more_parcels: usize,
    more_volume: usize,
    all_ms: f64,
    fewest_ms: Vec<f64>,
    rated_ms: Vec<f64>,
}

/// Packs every order of the files.
pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let (mut cartons, mut orders, mut expected) = (Vec::new(), Vec::new(), BTreeMap::new());
    for file in &options.inputs {
        let rows = rows(file).map_err(|error| format!("{}: {error}", file.path))?;
        let has = |column: &str| rows.first().is_some_and(|row| row.contains_key(column));
        if has("inner_width_mm") {
            cartons = rows.iter().map(carton).collect::<Result<Vec<_>, _>>()?;
        } else if has("quantity") {
            orders = read_orders(&rows)?;
        } else if has("boxes_3d") {
            expected = rows
                .into_iter()
                .map(|row| (row["order"].clone(), row))
                .collect();
        } else {
            return Err(format!("{}: neither boxes nor items", file.path).into());
        }
    }
    if cartons.is_empty() || orders.is_empty() {
        return Err("both the boxes and the items are needed".into());
    }
    pack_all(options, &cartons, &orders, &expected)
}

fn pack_all(
    options: &Options,
    cartons: &[(String, Carton)],
    orders: &[Order],
    expected: &BTreeMap<String, Row>,
) -> Result<(), Box<dyn Error>> {
    let stock: Vec<Carton> = cartons.iter().map(|(_, carton)| carton.clone()).collect();
    let mut tables = Vec::new();
    for (name, first, further) in TABLES {
        let prices = (0..POUNDS_MAX).map(|pounds| Amount::new(first + pounds * further));
        let table = PoundTable::new(DIVISOR_IN3, prices.collect());
        tables.push(table.ok_or(format!("{name} is no table"))?);
    }
    let rules = Rules::default();
    let mut printer = Printer::new(options)?;
    let mut totals = Totals::default();
    let (packed, all_ms) = in_fewest_boxes(options, orders, &stock, &rules)?;
    totals.all_ms = all_ms;
    for (order, (fewest, took_ms)) in orders.iter().zip(packed) {
        totals.fewest_ms.push(took_ms);
        let reference = reference(order, &stock, expected.get(&order.name), &tables)?;
        let volume_mm3 = outer_mm3(&fewest.answer);
        let gap = |reference: &Reference| {
            let theirs = reference.volume_mm3 as f64;
            (theirs / 1e6, (volume_mm3 as f64 / theirs - 1.0) * 100.0)
        };
        let better = reference.as_ref().map(|modes| {
            let [flat, turned] = modes;
            let key = |mode: &Reference| (mode.parcels, mode.volume_mm3);
            if key(flat) < key(turned) {
                flat
            } else {
                turned
            }
        });
        printer.case(
            &order.name,
            volume_mm3 as f64 / 1e6,
            better.map(gap),
            took_ms,
        );
        totals.parcels += fewest.answer.parcels.len();
        if let (Some(modes), Some(better)) = (&reference, better) {
            for (total, mode) in totals.modes.iter_mut().zip(modes) {
                *total += mode.parcels;
            }
            totals.better_of_modes += better.parcels;
            let parcels = fewest.answer.parcels.len();
            totals.more_parcels += usize::from(parcels > better.parcels);
            let equal = parcels == better.parcels;
            totals.more_volume += usize::from(equal && volume_mm3 > better.volume_mm3);
        }
        let mut rated_parcels = serde_json::Map::new();
        for (index, table) in tables.iter().enumerate() {
            let rated_began = options.now_ms();
            let effort = &mut Effort::of_steps(STEPS_MAX);
            let rated = pack(&order.lines, &stock, &rules, table, effort)?;
            totals.rated_ms.push(options.since_ms(rated_began));
            let total = &mut totals.rated[index];
            total.ours += rated.cost as i64;
            total.naive += rated.naive_cost;
            if let Some(modes) = &reference {
                let costs = [modes[0].rated[index], modes[1].rated[index]];
                total.modes[0] += costs[0];
                total.modes[1] += costs[1];
                total.cheaper_of_modes += costs[0].min(costs[1]);
            }
            let parcels = parcels(&rated.answer, order, cartons);
            rated_parcels.insert(TABLES[index].0.to_owned(), parcels);
        }
        printer.solution(&json!({
            "name": order.name,
            "axes": ["width", "length", "depth"],
            "parcels": parcels(&fewest.answer, order, cartons),
            "rated_parcels": rated_parcels,
        }))?;
    }
    let more = totals.words();
    totals.figures(&mut printer);
    printer.summary(&more)
}

/// Each order's plan with the milliseconds that it takes, and those that all of them take: the least of some rounds.
fn in_fewest_boxes(
    options: &Options,
    orders: &[Order],
    stock: &[Carton],
    rules: &Rules,
) -> Result<(TimedPlans, f64), Box<dyn Error>> {
    let (mut packed, mut all_ms) = (Vec::new(), f64::INFINITY);
    for _ in 0..TIMED_ROUNDS {
        let round_began = options.now_ms();
        for (index, order) in orders.iter().enumerate() {
            let began = options.now_ms();
            let effort = &mut Effort::of_steps(STEPS_MAX);
            let plan = pack(&order.lines, stock, rules, &FewestBoxes, effort)?;
            let took_ms = options.since_ms(began);
            match packed.get_mut(index) {
                Some((_, least_ms)) => *least_ms = took_ms.min(*least_ms),
                None => packed.push((plan, took_ms)),
            }
        }
        all_ms = options.since_ms(round_began).min(all_ms);
    }
    Ok((packed, all_ms))
}

impl Totals {
    fn figures(&self, printer: &mut Printer) {
        printer.figure(
            "orders with more parcels",
            self.more_parcels as f64,
            "orders",
        );
        printer.figure("orders with more volume", self.more_volume as f64, "orders");
        printer.figure("parcels", self.parcels as f64, "");
        if self.better_of_modes > 0 {
            printer.figure("parcels of the reference", self.better_of_modes as f64, "");
        }
        printer.figure("all orders", self.all_ms / 1e3, "s");
        printer.figure("an order p99", at(&self.fewest_ms, 0.99), "ms");
        for ((name, _, _), rated) in TABLES.iter().zip(&self.rated) {
            for (mode, theirs) in ["flat", "3-D"].iter().zip(rated.modes) {
                if theirs > 0 {
                    let share = rated.ours as f64 / theirs as f64 * 100.0;
                    printer.figure(
                        &format!("cost by {name}, of the reference's {mode}"),
                        share,
                        "%",
                    );
                }
            }
        }
    }

    fn words(&mut self) -> String {
        let [flat, turned] = self.modes;
        let mut words = format!(
            "parcels {} (reference flat {flat}, 3-D {turned}, better of both {}), orders with more parcels {}, \
             with more volume at as many parcels {}",
            self.parcels, self.better_of_modes, self.more_parcels, self.more_volume,
        );
        for ((name, _, _), rated) in TABLES.iter().zip(&self.rated) {
            let ours = rated.ours as f64;
            let less = |theirs: f64| (1.0 - ours / theirs) * 100.0;
            words += &format!(
                "; by {name}: {:.2}, below the naive plan {:.2} %",
                ours / 1e4,
                less(rated.naive)
            );
            if turned > 0 {
                words += &format!(
                    ", the reference flat {:.2} %, 3-D {:.2} %, cheaper of both {:.2} %",
                    less(rated.modes[0] as f64),
                    less(rated.modes[1] as f64),
                    less(rated.cheaper_of_modes as f64)
                );
            }
        }
        for (name, times) in [
            ("fewest", &mut self.fewest_ms),
            ("rated", &mut self.rated_ms),
        ] {
            times.sort_by(f64::total_cmp);
            let total: f64 = times.iter().sum();
            let (p50, p99, most) = (at(times, 0.5), at(times, 0.99), at(times, 1.0));
            words +=
                &format!("; {name}: {total:.0} ms in all, p50 {p50:.3} p99 {p99:.3} max {most:.3}");
        }
        words
    }
}

/// The time below which this share of the sorted ones lies.
fn at(times: &[f64], share: f64) -> f64 {
    times[((times.len() - 1) as f64 * share) as usize]
}

fn outer_mm3(packed: &Packed) -> u64 {
    packed
        .parcels
        .iter()
        .map(|parcel| parcel.outer.volume_mm3())
        .sum()
}

fn parcels(packed: &Packed, order: &Order, cartons: &[(String, Carton)]) -> Value {
    let parcel = |parcel: &depo::planning::carton::Parcel| {
        let items = parcel.placements.iter().map(|placement| {
            json!({
                "item": order.items[placement.line],
                "position_mm": placement.place.from,
                "size_mm": placement.place.extent(),
            })
        });
        json!({
            "carton": match parcel.packed_in {
                PackedIn::Carton(index) => json!(cartons[index].0),
                PackedIn::Own(_) => Value::Null,
            },
            "gross_g": parcel.gross.grams(),
            "cost": parcel.cost,
            "items": items.collect::<Vec<_>>(),
        })
    };
    packed.parcels.iter().map(parcel).collect()
}

/// What BoxPacker took, flat and in 3-D.
fn reference(
    order: &Order,
    stock: &[Carton],
    expected: Option<&Row>,
    tables: &[PoundTable],
) -> Result<Option<[Reference; 2]>, Box<dyn Error>> {
    let Some(row) = expected else { return Ok(None) };
    let mut modes = Vec::new();
    for mode in ["flat", "3d"] {
        let parcels: usize = field(row, &format!("boxes_{mode}"))?;
        let used: f64 = field(row, &format!("utilisation_{mode}"))?;
        let variance: f64 = field(row, &format!("weight_variance_{mode}"))?;
        let volume: u64 = order
            .lines
            .iter()
            .map(|line| line.size.volume_mm3() * u64::from(line.units))
            .sum();
        let mut chosen = Vec::new();
        let mut found = Vec::new();
        box_sets(stock, parcels, 0, &mut chosen, &mut |set| {
            let inner: u64 = set
                .iter()
                .map(|index| stock[*index].inner.volume_mm3())
                .sum();
            if (volume as f64 / inner as f64 * 100.0 - used).abs() <= 0.0501 {
                found.push(set.to_vec());
            }
        });
        let outer = |set: &Vec<usize>| -> u64 {
            set.iter()
                .map(|index| stock[*index].outer.volume_mm3())
                .sum()
        };
        let Some(set) = found.into_iter().min_by_key(outer) else {
            return Err(format!("{}: no set of boxes is filled like that", order.name).into());
        };
        let mut costs = Vec::new();
        for table in tables {
            let cost = rated(&set, order, stock, variance, table);
            costs.push(cost.ok_or("a box that the table does not take")?);
        }
        modes.push(Reference {
            parcels,
            volume_mm3: outer(&set),
            rated: costs.try_into().map_err(|_| "a table is missing")?,
        });
    }
    Ok(modes.try_into().ok())
}

/// Calls `found` with every set of so many boxes.
fn box_sets(
    stock: &[Carton],
    count: usize,
    from: usize,
    chosen: &mut Vec<usize>,
    found: &mut impl FnMut(&[usize]),
) {
    if chosen.len() == count {
        return found(chosen);
    }
    for index in from..stock.len() {
        chosen.push(index);
        box_sets(stock, count, index, chosen, found);
        chosen.pop();
    }
}

fn rated(
    set: &[usize],
    order: &Order,
    stock: &[Carton],
    variance: f64,
    table: &PoundTable,
) -> Option<i64> {
    let goods: u32 = order
        .lines
        .iter()
        .map(|line| line.weight.grams() * line.units)
        .sum();
    let empty: u32 = set.iter().map(|index| stock[*index].empty.grams()).sum();
    let mean = f64::from(goods + empty) / set.len() as f64;
    let apart = if set.len() == 2 { variance.sqrt() } else { 0.0 };
    let cost = |index: &usize, grams: f64| {
        table.cost(&Offered {
            outer: stock[*index].outer,
            gross: Weight::new(grams.round() as u32).ok()?,
            carton_price: stock[*index].price,
        })
    };
    let with = |signs: [f64; 2]| -> Option<i64> {
        let each = set.iter().zip(signs.iter().cycle());
        each.map(|(index, sign)| cost(index, mean + sign * apart))
            .sum()
    };
    // Which of two boxes is the heavier one is not said: the cheaper reading.
    [with([1.0, -1.0]), with([-1.0, 1.0])]
        .into_iter()
        .flatten()
        .min()
}

fn rows(file: &Input) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut reader = csv::Reader::from_reader(&file.bytes[..]);
    let headings = reader.headers()?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        let fields = headings.iter().zip(record.iter());
        rows.push(
            fields
                .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
                .collect(),
        );
    }
    Ok(rows)
}

fn field<T: std::str::FromStr>(row: &Row, name: &str) -> Result<T, Box<dyn Error>> {
    let text = row
        .get(name)
        .ok_or(format!("the column {name} is missing"))?;
    text.parse()
        .map_err(|_| format!("'{text}' is no {name}").into())
}

fn size(row: &Row, prefix: &str) -> Result<Size, Box<dyn Error>> {
    let side = |name: &str| field::<u32>(row, &format!("{prefix}{name}_mm"));
    Ok(Size::new(side("width")?, side("length")?, side("depth")?)?)
}

fn carton(row: &Row) -> Result<(String, Carton), Box<dyn Error>> {
    let carton = Carton {
        inner: size(row, "inner_")?,
        outer: size(row, "outer_")?,
        empty: Weight::new(field(row, "empty_weight_g")?)?,
        gross_max: Weight::new(field(row, "max_weight_g")?)?,
        price: Amount::ZERO,
    };
    Ok((field(row, "name")?, carton))
}

fn read_orders(rows: &[Row]) -> Result<Vec<Order>, Box<dyn Error>> {
    let mut orders: Vec<Order> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows {
        let name: String = field(row, "order")?;
        let index = *known.entry(name.clone()).or_insert_with(|| {
            orders.push(Order {
                name,
                lines: Vec::new(),
                items: Vec::new(),
            });
            orders.len() - 1
        });
        let weight = Weight::new(field(row, "weight_g")?)?;
        let line = Line::plain(size(row, "")?, weight, field(row, "quantity")?);
        orders[index].lines.push(line);
        orders[index].items.push(field(row, "item")?);
    }
    Ok(orders)
}
