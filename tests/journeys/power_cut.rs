//! The power goes in the middle of a scan series: what was answered as right is there.

use crate::steps::{self, WORK, scan_right};
use crate::support::session::{Session, test};
use crate::support::{Failure, Outcome, ensure, ensure_equal};

/// Two cuts, each with a scan on the way that nobody has seen an answer to.
pub fn run(session: &mut Session) -> Outcome {
    steps::prepare(session)?;
    steps::go_to_goods(session)?;
    let mut acknowledged = 0;
    for series in [7, 9] {
        for _ in 0..series {
            acknowledged += 1;
            scan_right(
                session,
                WORK.sku,
                &format!("{acknowledged} of {}", WORK.units),
            )?;
        }
        session.scan(WORK.sku)?;
        session.kill()?;
        session.reopen()?;
        let taken = taken(session)?;
        // The last scan may have been kept without its answer having been seen.
        ensure(
            taken == acknowledged || taken == acknowledged + 1,
            format!("{acknowledged} scans were acknowledged, {taken} are there"),
        )?;
        acknowledged = taken;
    }
    steps::prove(session)?;
    ensure_equal("taken after the proof", taken(session)?, acknowledged)?;
    steps::pick_all(session, "TOTE")?;
    session.click(&test("step"))?;
    steps::expect_stock(session, WORK.sku, [WORK.units + 5, 0, 5, 0])
}

/// How many units the pick screen has as taken.
fn taken(session: &mut Session) -> Result<u32, Failure> {
    steps::open_batch(session)?;
    let left = steps::asked(session, "quantity")?;
    let left: u32 = left.split(' ').next().unwrap_or_default().parse()?;
    Ok(WORK.units - left)
}
