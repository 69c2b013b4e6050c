//! What was said of the fulfilment orders of an order, in sentences.

use super::{Said, units_of};
use crate::site::Reading;
use crate::trade::fulfilment::{Executor, FulfilmentFact, Routed};
use crate::ui::components::IconName;
use crate::ui::feedback::Tone;
use crate::ui::locale::t;
use crate::view::names;

pub(super) fn of_fulfilment(at: &Reading<'_>, fact: &FulfilmentFact) -> Said {
    Some(match fact {
        FulfilmentFact::Routed(routed) => (
            fill!(order_fact_routed, who = who(at, routed)),
            Tone::Information,
            IconName::Bin,
        ),
        FulfilmentFact::Rerouted(_) => (t!(order_fact_rerouted), Tone::Neutral, IconName::Bin),
        FulfilmentFact::BackRequested(_) => (
            t!(order_fact_back_requested),
            Tone::Attention,
            IconName::Return,
        ),
        FulfilmentFact::GivenBack(_) => {
            (t!(order_fact_given_back), Tone::Neutral, IconName::Return)
        }
        FulfilmentFact::Exploded(_) => (t!(order_fact_exploded), Tone::Neutral, IconName::Box),
        FulfilmentFact::Held { .. } => (t!(order_fact_work_held), Tone::Attention, IconName::Lock),
        FulfilmentFact::HoldReleased { .. } => {
            (t!(order_fact_hold_released), Tone::Good, IconName::Unlock)
        }
        FulfilmentFact::Asked { .. } => (
            t!(order_fact_asked_others),
            Tone::Information,
            IconName::Bin,
        ),
        FulfilmentFact::Declined { .. } => {
            (t!(order_fact_declined), Tone::Attention, IconName::Return)
        }
        FulfilmentFact::SentByOthers(sent) => {
            let units = units_of(sent.lines.iter().map(|line| &line.units));
            let words = match &sent.number {
                Some(number) => fill!(
                    order_fact_sent_by_others_number,
                    n = units,
                    number = number.as_str().to_owned()
                ),
                None => fill!(order_fact_sent_by_others, n = units),
            };
            (words, Tone::Good, IconName::Check)
        }
        FulfilmentFact::SendingUndone { .. } => {
            (t!(order_fact_sending_undone), Tone::Neutral, IconName::Undo)
        }
        FulfilmentFact::TakenUp(taken) => {
            // That a warehouse of ours took it up goes without saying.
            let (_, routed) = at.state.fulfilment(&taken.fulfilment)?.routed()?;
            if matches!(routed.executor, Executor::Warehouse(_)) {
                return None;
            }
            let words = fill!(order_fact_confirmed, who = who(at, routed));
            (words, Tone::Good, IconName::Check)
        }
        FulfilmentFact::RequestAnswered { .. } => return None,
    })
}

/// Who does a fulfilment order.
fn who(at: &Reading<'_>, routed: &Routed) -> String {
    match &routed.executor {
        Executor::Warehouse(id) => names::warehouse_name(at, id),
        Executor::Supplier(id) | Executor::Marketplace(id) | Executor::Contractor(id) => {
            names::party_name(at, id)
        }
        Executor::Channel => names::channel_name(at, &routed.order.channel),
    }
}
