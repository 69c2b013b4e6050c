//! No journey: pictures of the demo to look at, on a phone, a tablet and a desktop, light and dark; and those in the README
//! and in the guide.

use crate::screens::{self, Documents};
use crate::steps;
use crate::support::Outcome;
use crate::support::session::Session;
use std::fs;

const LOOKED_AT: &[&str] = &[
    "",
    "orders",
    "order/{order}",
    "orders/verification",
    "orders/repair",
    "floor",
    "floor/pick",
    "floor/pick/{batch}",
    "floor/pack/{tote-order}",
    "floor/ship",
    "floor/return/{order}/{return}",
    "stock",
    "item/{item}",
    "workspace",
];
const SIZES: [(u32, u32); 3] = [(390, 800), (820, 1180), (1440, 900)];

/// Leaves the pictures in `artifacts/`, and replaces that of the README.
pub fn run(session: &mut Session) -> Outcome {
    steps::fill_demo(session)?;
    let documents = Documents::find(session)?;
    for address in LOOKED_AT {
        screens::go(session, &documents.fill(address))?;
        for (width, height) in SIZES {
            session.resize(width, height)?;
            for theme in ["light", "dark"] {
                session.prefer(theme)?;
                let name = address.replace(['/', '{', '}'], "-");
                session.picture(&format!("{name}-{width}-{theme}"))?;
            }
        }
    }
    for_the_guide(session, &documents)?;
    for_the_readme(session)
}

/// What the guide shows: its file, the address, the size of the screen.
const OF_THE_GUIDE: [(&str, &str, (u32, u32)); 2] = [
    ("pick", "floor/pick/{batch}", (820, 1180)),
    ("pack", "floor/pack/{tote-order}", (820, 1180)),
];

fn for_the_guide(session: &mut Session, documents: &Documents) -> Outcome {
    session.prefer("light")?;
    for (name, address, (width, height)) in OF_THE_GUIDE {
        session.resize(width, height)?;
        screens::go(session, &documents.fill(address))?;
        let picture = session.picture(&format!("guide-{name}"))?;
        fs::copy(picture, format!("docs/guide/{name}.png"))?;
    }
    Ok(())
}

/// The list of orders.
fn for_the_readme(session: &mut Session) -> Outcome {
    session.resize(1440, 900)?;
    session.prefer("light")?;
    screens::go(session, "/orders")?;
    let picture = session.picture("readme")?;
    fs::copy(picture, "tests/journeys/picture.png")?;
    Ok(())
}
