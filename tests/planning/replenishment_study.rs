//! A stock that is kept by itself: a plain loop that shares nothing with the planner.

/// Keeps an item's stock at the level that `level` asks for after each week; answers asked, served and the sum of the
/// stock at the end of each week.
pub fn keep_stock(
    demand: &[u32],
    from: usize,
    lead_weeks: usize,
    level: impl Fn(&[u32]) -> u32,
) -> (u64, u64, u64) {
    let mut on_hand = i64::from(level(&demand[..from]));
    let mut on_the_way: Vec<(usize, i64)> = Vec::new();
    let (mut asked, mut served, mut stock) = (0, 0, 0);
    for week in from..demand.len() {
        for (arrives, units) in &on_the_way {
            if *arrives == week {
                on_hand += units;
            }
        }
        on_the_way.retain(|(arrives, _)| *arrives > week);
        let wanted = i64::from(demand[week]);
        let given = wanted.min(on_hand);
        on_hand -= given;
        asked += wanted;
        served += given;
        stock += on_hand;
        let coming: i64 = on_the_way.iter().map(|(_, units)| units).sum();
        let missing = i64::from(level(&demand[..=week])) - on_hand - coming;
        if missing > 0 {
            on_the_way.push((week + lead_weeks, missing));
        }
    }
    (asked as u64, served as u64, stock as u64)
}

/// The level of who keeps so many weeks of the mean of the last eight.
pub fn weeks_of_cover(past: &[u32], weeks: f64) -> u32 {
    let last = &past[past.len().saturating_sub(8)..];
    let sum: f64 = last.iter().map(|units| f64::from(*units)).sum();
    (sum / last.len().max(1) as f64 * weeks).ceil() as u32
}
