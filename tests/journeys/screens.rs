//! Every screen of the portal with the documents of the demo: where they are, and how to get there.

use crate::every_address::EVERY_ADDRESS;
use crate::steps;
use crate::support::session::Session;
use crate::support::{Failure, Outcome};
use serde_json::json;

/// Documents of the demo by the names that they have in [`EVERY_ADDRESS`], as they stand in addresses.
pub struct Documents(Vec<(&'static str, String)>);

impl Documents {
    /// Looks for them on the screens of the demo: a return with its order and its parcel, a batch, a tote, an item.
    pub fn find(session: &mut Session) -> Result<Self, Failure> {
        let returned = linked(session, "/floor/return", "/floor/return/")?;
        let (order, number) = returned.split_once('/').ok_or("a return without order")?;
        let label = linked(session, &format!("/order/{order}"), "/print/label/")?;
        let (_, parcel) = label.split_once('/').ok_or("a label without order")?;
        let item = linked(session, &format!("/order/{order}"), "/item/")?;
        let carrier = linked(session, "/floor/ship", "/floor/ship?carrier=")?;
        Ok(Documents(vec![
            ("{order}", order.to_string()),
            ("{return}", number.to_string()),
            ("{parcel}", parcel.to_string()),
            ("{item}", item),
            ("{carrier}", carrier),
            (
                "{receipt}",
                linked(session, "/floor/receive", "/floor/receive/")?,
            ),
            ("{batch}", linked(session, "/floor/pick", "/floor/pick/")?),
            (
                "{tote-order}",
                linked(session, "/floor/pack", "/floor/pack/")?,
            ),
        ]))
    }

    /// The numbers of the documents as they stand in addresses.
    pub fn numbers(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, number)| number.as_str())
    }

    /// An address with its documents, below the portal's base and with a leading slash.
    pub fn fill(&self, address: &str) -> String {
        let filled = self.0.iter().fold(address.to_string(), |text, (name, id)| {
            text.replace(name, id)
        });
        format!("/{filled}")
    }

    /// The addresses of all screens.
    pub fn every_address(&self) -> Vec<String> {
        EVERY_ADDRESS.iter().map(|one| self.fill(one)).collect()
    }
}

/// What the first link on a page says behind this part of its address.
fn linked(session: &mut Session, page: &str, part: &str) -> Result<String, Failure> {
    steps::open(session, page)?;
    let script = "const [part] = arguments;
         const link = [...document.querySelectorAll('main a[href]')].find((one) => one.href.includes(part));
         return link ? link.href.split(part)[1] : ''";
    session.wait_for(&format!("a link to {part} on {page}"), |session| {
        Ok(session.script(script, json!([part]))? != json!(""))
    })?;
    let found = session.script(script, json!([part]))?;
    Ok(found.as_str().unwrap_or_default().to_string())
}

/// Follows a link to a page without loading the portal again, and waits until nothing on it is still being read.
pub fn go(session: &Session, path: &str) -> Outcome {
    session.script(
        "const link = document.createElement('a');
         link.href = new URL(arguments[0].slice(1), document.baseURI).href;
         document.body.append(link);
         link.click();
         link.remove();",
        json!([path]),
    )?;
    session.wait_for(&format!("the page {path}"), |session| {
        let stands = session.script(
            "return location.href === new URL(arguments[0].slice(1), document.baseURI).href
               && document.querySelector('#main h1') !== null && !document.querySelector('#main .skeleton')",
            json!([path]),
        )?;
        Ok(stands == json!(true))
    })
}
