//! What a packer does: scans, counted units, undo, closing, labelling. Each goes through the line, and is decided
//! against what the one before it left.

use super::carriers;
use crate::screens::floor::answers::Answers;
use crate::screens::floor::hand;
use crate::trade::id::{OrderId, ParcelId};
use crate::trade::text::Code;
use crate::ui::locale::t;
use crate::ui::navigation;
use crate::view::floor::pack::{self, PackView};
use crate::view::floor::pack_scan::{self, PackLocal};
use crate::view::floor::{Act, Hand, Wrong};
use crate::view::names;
use leptos::prelude::*;

/// A packer at an order.
#[derive(Clone)]
pub struct Packer {
    /// The order.
    pub order: OrderId,
    /// What the packer has in the hand and has noted.
    pub local: ArcRwSignal<PackLocal>,
    /// What the band says.
    pub answers: Answers,
}

impl Packer {
    /// A packer who has scanned nothing yet.
    pub fn new(order: OrderId) -> Self {
        Packer {
            order,
            local: ArcRwSignal::default(),
            answers: Answers::new(),
        }
    }

    fn now(&self) -> PackView {
        let (begun, along) = {
            let local = self.local.read_untracked();
            (local.begun, local.along.clone())
        };
        hand::peek(|hand| pack::view_along(hand, Some(&self.order), &along, begun))
    }

    fn work(
        &self,
        decide: impl Fn(&Hand<'_>, &OrderId, &PackLocal) -> Result<Act<PackLocal>, Wrong> + 'static,
    ) {
        self.work_then(decide, |_| {});
    }

    fn work_then(
        &self,
        decide: impl Fn(&Hand<'_>, &OrderId, &PackLocal) -> Result<Act<PackLocal>, Wrong> + 'static,
        then_do: impl FnOnce(&PackLocal) + 'static,
    ) {
        let packer = self.clone();
        self.answers.work(async move {
            let local = packer.local.get_untracked();
            let done = packer
                .answers
                .act(|hand| decide(hand, &packer.order, &local));
            if let Some((then, _)) = done.await {
                then_do(&then);
                packer.local.set(then);
            }
        });
    }

    /// The order of another tote that was scanned.
    fn other_order(&self, text: &str) -> Option<OrderId> {
        let found = hand::peek(|hand| pack::of_tote(hand, text.trim()));
        found.filter(|order| *order != self.order)
    }

    /// A scan: a unit, the carton or the tracking number, whatever is asked for. The tote of another order opens that one,
    /// where no parcel of this one stands open with units in it.
    pub fn scan(&self, text: String) {
        if let Some(order) = self.other_order(&text) {
            let now = self.now();
            let number = hand::peek(|hand| names::shown_number(&hand.at, &order).to_owned());
            let may_come = now.companions.iter().any(|it| it.order == order);
            // An order of the same address comes along in the parcel that is open.
            if now.along.contains(&number) || may_come && now.packed > 0 {
                if may_come {
                    self.local.update(|local| local.along.push(order));
                }
                let detail = t!(pack_goes_along_detail, order = number.clone());
                return self.answers.right(t!(pack_goes_along), detail);
            }
            if now.packed == 0 && self.local.read_untracked().unit.is_none() {
                return navigation::go(super::list::route(&order));
            }
            return self.answers.wrong(
                t!(pack_other_tote),
                t!(
                    pack_other_tote_detail,
                    tote = text.clone(),
                    order = number.clone()
                ),
            );
        }
        self.work(move |hand, order, local| pack_scan::scan(hand, order, local, &text));
    }

    /// Counted units of the line that was scanned last.
    pub fn pack(&self, units: u64) {
        self.work(move |hand, order, local| pack_scan::pack(hand, order, local, units));
    }

    /// Takes out what was packed last; a unit in the hand is put down first.
    pub fn undo(&self) {
        let packer = self.clone();
        self.answers.work(async move {
            let Some(parcel) = packer.now().open else {
                return;
            };
            let found = packer.answers.take_back(|hand| pack::undo(hand, parcel));
            if found.await.is_some() {
                packer.local.update(|local| {
                    local.last = None;
                    local.unit = None;
                });
            }
        });
    }

    /// Begins to close the open parcel, or goes on packing.
    pub fn closing(&self, closing: bool) {
        self.local.update(|local| {
            local.closing = closing;
            local.unit = None;
        });
    }

    /// Closes the open parcel, at a weight in grams.
    pub fn close(&self, weight_g: Option<u64>) {
        self.work(move |hand, order, local| pack_scan::close(hand, order, local, weight_g, None));
    }

    /// Labels a closed parcel.
    pub fn label(&self, parcel: ParcelId, carrier: Code, service: Option<Code>) {
        let (chosen, order) = (carrier.clone(), self.order.clone());
        self.work_then(
            move |hand, _, local| pack_scan::label(hand, local, parcel, &carrier, service.clone()),
            move |_| {
                carriers::remember(&chosen);
                if hand::peek(pack::prints_labels) {
                    let paper = super::label::label_paper(&order, &parcel);
                    navigation::go_with(paper, &[("print", "1")]);
                }
            },
        );
    }

    /// Opens a closed parcel again.
    pub fn reopen(&self, parcel: ParcelId) {
        self.work(move |_, _, local| Ok(pack_scan::reopen(local, parcel)));
    }

    /// Says that a parcel that somebody else packed is right.
    pub fn check(&self, parcel: ParcelId) {
        self.work(move |_, _, local| Ok(pack_scan::check(local, parcel)));
    }

    /// Gives up the open parcel, into which nothing went.
    pub fn cancel(&self) {
        self.work(|hand, order, local| {
            let view = pack::view_along(hand, Some(order), &local.along, local.begun);
            let parcel = view.open.ok_or_else(|| Wrong::NothingLeft(String::new()))?;
            Ok(pack_scan::cancel(parcel))
        });
    }

    /// Goes on without printing.
    pub fn printed(&self) {
        self.local.update(|local| local.to_print = None);
    }
}
