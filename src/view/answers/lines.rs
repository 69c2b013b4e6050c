//! What goods are for, in the words of the channel: which line of which order.

use crate::site::Reading;
use crate::trade::demand::{DemandDocument, DemandLine, LineKey, Part};
use crate::trade::fulfilment::fulfilment_order::LineContent;
use crate::trade::id::{ChannelId, OrderId};
use crate::trade::orders::intake::code_of;
use crate::trade::orders::order::Order;
use std::collections::BTreeMap;

/// Units of an order's line, as the channel counts them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lines {
    units: BTreeMap<LineKey, i128>,
    /// Whether there are parts of sets whose first part is elsewhere: the channel knows the set only.
    pub has_other_parts: bool,
}

/// How the channel names a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// Its own number of the line.
    pub id: Option<String>,
    /// The seller's code as the channel wrote it.
    pub sku: Option<String>,
    /// How many units it is of.
    pub of: u64,
}

/// The order of goods, where it came by a channel.
pub(super) fn order_of<'a>(
    at: &Reading<'a>,
    line: &DemandLine,
    channel: &ChannelId,
) -> Option<&'a OrderId> {
    let DemandDocument::FulfilmentOrder(id) = &line.document else {
        return None;
    };
    let (_, routed) = at.state.fulfilment(id)?.routed()?;
    (routed.order.channel == *channel).then_some(&routed.order)
}

/// The order's line that a line of the floor is of.
pub(super) fn content(at: &Reading<'_>, order: &Order, line: &DemandLine) -> Option<LineContent> {
    let DemandDocument::FulfilmentOrder(id) = &line.document else {
        return None;
    };
    let lines = at.state.fulfilment(id)?.lines(order);
    let found = lines.into_iter().find(|(number, _)| *number == line.line);
    found.map(|(_, content)| content)
}

impl Lines {
    /// Adds base units of goods that a line of the floor had. A set counts by its first part.
    pub(super) fn add(&mut self, at: &Reading<'_>, order: &Order, line: &DemandLine, units: i128) {
        let Some(content) = content(at, order, line) else {
            return;
        };
        let parts = units.div_euclid(content.each.wide());
        match content.part {
            Part::Line => *self.units.entry(content.line).or_default() += parts,
            Part::Component {
                component: 0,
                recipe,
            } => {
                let recipe = at.state.recipe(&recipe);
                let first = recipe.and_then(|recipe| recipe.components.first());
                let each = first.map_or(1, |first| first.units.wide());
                let makes = recipe.map_or(1, |recipe| recipe.makes.wide());
                *self.units.entry(content.line).or_default() += parts * makes / each;
            }
            Part::Component { .. } => self.has_other_parts = true,
        }
    }

    /// Adds units of the line itself.
    pub(super) fn add_line(&mut self, line: &LineKey, units: i128) {
        *self.units.entry(line.clone()).or_default() += units;
    }

    /// The lines with their names and units, those without units left out.
    pub(super) fn named(&self, order: &Order) -> Vec<(LineKey, Named, u64)> {
        let units = self.units.iter();
        units
            .filter_map(|(line, units)| {
                let units = u64::try_from(*units).ok().filter(|units| *units > 0)?;
                Some((line.clone(), named(order, line), units))
            })
            .collect()
    }
}

/// How the channel names a line of an order.
fn named(order: &Order, line: &LineKey) -> Named {
    let mut named = Named::default();
    if let LineKey::Id(id) = line {
        named.id = Some(id.as_str().to_owned());
    }
    for (_, _, placed) in order.lines() {
        if order.line_key(&placed.key) == line {
            let code = code_of(placed).map(|code| code.as_str().to_owned());
            named.sku = named.sku.or(code);
            let units = placed.units().map_or(0, |units| units.get());
            named.of = named.of.saturating_add(units);
        }
    }
    named
}
