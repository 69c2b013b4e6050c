//! Packing by brute force: everything lies on a grid of whole millimetres in a room of at most 64 of its cells, and
//! every place of every unit is tried.

use depo::planning::carton::{Bears, Carton, Line, Offered, Rules, Tariff};
use depo::planning::geometry::Turns;

#[derive(Clone, Copy)]
struct Placed {
    at: [u32; 3],
    sides: [u32; 3],
    cells: u64,
}

/// Whether the units (one a line) go into the room.
pub fn fits(lines: &[Line], room: [u32; 3], support_percent: u32) -> bool {
    assert!(room.iter().product::<u32>() <= 64);
    let mut places: Vec<(usize, Vec<Placed>)> = lines
        .iter()
        .enumerate()
        .map(|(index, line)| (index, all_places(line, room)))
        .collect();
    // Those with the fewest places first: they leave the least to try.
    places.sort_by_key(|(_, places)| places.len());
    try_all(lines, &places, support_percent, &mut Vec::new(), 0)
}

fn try_all(
    lines: &[Line],
    places: &[(usize, Vec<Placed>)],
    support_percent: u32,
    placed: &mut Vec<(usize, Placed)>,
    cells: u64,
) -> bool {
    let Some((line, here)) = places.get(placed.len()) else {
        return stands(lines, placed, support_percent);
    };
    for place in here.iter().filter(|place| place.cells & cells == 0) {
        placed.push((*line, *place));
        if try_all(lines, places, support_percent, placed, cells | place.cells) {
            return true;
        }
        placed.pop();
    }
    false
}

fn all_places(line: &Line, room: [u32; 3]) -> Vec<Placed> {
    let [l, w, h] = line.size.sides_mm();
    let mut turned = vec![[l, w, h], [w, l, h]];
    if line.turns != Turns::UPRIGHT {
        turned.extend([[l, h, w], [h, l, w], [w, h, l], [h, w, l]]);
    }
    turned.sort_unstable();
    turned.dedup();
    let mut places = Vec::new();
    for sides in turned {
        for cell in 0..room.iter().product::<u32>() {
            let at = [
                cell % room[0],
                cell / room[0] % room[1],
                cell / room[0] / room[1],
            ];
            if (0..3).all(|axis| at[axis] + sides[axis] <= room[axis]) {
                let mut cells = 0_u64;
                for part in 0..sides.iter().product::<u32>() {
                    let x = at[0] + part % sides[0];
                    let y = at[1] + part / sides[0] % sides[1];
                    let z = at[2] + part / sides[0] / sides[1];
                    cells |= 1 << (x + room[0] * (y + room[1] * z));
                }
                places.push(Placed { at, sides, cells });
            }
        }
    }
    places
}

fn stands(lines: &[Line], placed: &[(usize, Placed)], support_percent: u32) -> bool {
    let shared = |a: &Placed, b: &Placed| -> u32 {
        let side = |axis: usize| {
            let to = (a.at[axis] + a.sides[axis]).min(b.at[axis] + b.sides[axis]);
            to.saturating_sub(a.at[axis].max(b.at[axis]))
        };
        side(0) * side(1)
    };
    let on = |a: &Placed, b: &Placed| a.at[2] == b.at[2] + b.sides[2] && shared(a, b) > 0;
    for (line, lower) in placed {
        let held: u32 = placed
            .iter()
            .filter(|(_, b)| on(lower, b))
            .map(|(_, b)| shared(lower, b))
            .sum();
        if lower.at[2] > 0 && held * 100 < lower.sides[0] * lower.sides[1] * support_percent {
            return false;
        }
        // Everything above it, from the lowest up: what rests on it or on what rests on it.
        let mut above: Vec<&(usize, Placed)> =
            placed.iter().filter(|(_, b)| on(b, lower)).collect();
        let mut next = 0;
        while next < above.len() {
            let base = &above[next].1;
            let more = placed.iter().filter(|(_, b)| on(b, base));
            let new: Vec<_> = more
                .filter(|(l, _)| above.iter().all(|(known, _)| known != l))
                .collect();
            above.extend(new);
            next += 1;
        }
        let weight: u32 = above
            .iter()
            .map(|(line, _)| lines[*line].weight.grams())
            .sum();
        let strong = match lines[*line].bears {
            Bears::Anything => true,
            Bears::UpTo(most) => weight <= most.grams(),
            Bears::Nothing => above.is_empty(),
        };
        if !strong {
            return false;
        }
    }
    true
}

/// The least cost of parcels for the units (one a line), by every way to part them; `None` where there is none.
pub fn cheapest(
    lines: &[Line],
    cartons: &[Carton],
    rules: &Rules,
    tariff: &dyn Tariff,
) -> Option<i64> {
    let all = (1_usize << lines.len()) - 1;
    let mut single = vec![None; all + 1];
    for (subset, cost) in single.iter_mut().enumerate().skip(1) {
        let here = (0..lines.len()).filter(|line| subset >> line & 1 == 1);
        let part: Vec<Line> = here.map(|line| lines[line].clone()).collect();
        let grams: u32 = part.iter().map(|line| line.weight.grams()).sum();
        for carton in cartons
            .iter()
            .filter(|carton| grams <= carton.gross_max.grams())
        {
            let offered = Offered {
                outer: carton.outer,
                gross: part
                    .iter()
                    .fold(carton.empty, |sum, line| sum.plus(line.weight)),
                carton_price: carton.price,
            };
            let Some(price) = tariff.cost(&offered) else {
                continue;
            };
            let room = carton.inner.sides_mm();
            let volume: u64 = part.iter().map(|line| line.size.volume_mm3()).sum();
            let cheaper = cost.is_none_or(|known| price < known);
            if cheaper
                && volume <= carton.inner.volume_mm3()
                && fits(&part, room, rules.support_percent)
            {
                *cost = Some(price);
            }
        }
    }
    part_all(&single, all)
}

fn part_all(single: &[Option<i64>], subset: usize) -> Option<i64> {
    if subset == 0 {
        return Some(0);
    }
    let lowest = subset.isolate_lowest_one();
    let parts = (1..=subset).filter(|part| part & subset == *part && part & lowest > 0);
    parts
        .filter_map(|part| Some(single[part]? + part_all(single, subset ^ part)?))
        .min()
}
