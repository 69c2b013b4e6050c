//! What a packer does: scans, counted units, undo, closing, labelling. Each goes through the line, and is decided
//! against what the one before it left.

use super::carriers;
use super::glance::{Glance, Phase};
use crate::browser::clock;
use crate::domain::text::{Code, OrderId, ParcelId};
use crate::domain::{Command, Event};
use crate::limits::FLOOR_WORK_WAITING_MAX;
use crate::ui::desk;
use crate::ui::floor::answers::Answers;
use crate::ui::locale::{Text, t};
use leptos::prelude::*;

/// A packer at an order.
#[derive(Clone)]
pub struct Packer {
    /// The order.
    pub order: OrderId,
    /// What the band says.
    pub answers: Answers,
    /// The line that was scanned last.
    pub last: ArcRwSignal<Option<u16>>,
    /// Whether the parcel is being closed: a scan is then its carton.
    pub closing: ArcRwSignal<bool>,
    /// The parcel that was just labelled and is to be printed.
    pub to_print: ArcRwSignal<Option<ParcelId>>,
    /// The carton, as it was scanned or typed.
    pub carton: ArcRwSignal<String>,
    /// The tracking number, as it was scanned or typed.
    pub tracking: ArcRwSignal<String>,
    packed: ArcRwSignal<Vec<(u16, u32)>>,
}

impl Packer {
    /// A packer who has scanned nothing yet.
    pub fn new(order: OrderId) -> Self {
        Packer {
            order,
            answers: Answers::new(),
            last: ArcRwSignal::new(None),
            closing: ArcRwSignal::new(false),
            to_print: ArcRwSignal::new(None),
            carton: ArcRwSignal::new(String::new()),
            tracking: ArcRwSignal::new(String::new()),
            packed: ArcRwSignal::new(Vec::new()),
        }
    }

    /// Whether something can be taken back; followed inside an effect or a view.
    pub fn may_undo(&self) -> bool {
        !self.packed.read().is_empty()
    }

    fn now(&self) -> Glance {
        desk::peek(|state| Glance::of(state, &self.order, clock::now_ms()))
    }

    /// A scan: a unit, the carton or the tracking number, whatever is asked for.
    pub fn scan(&self, text: String) {
        let packer = self.clone();
        self.answers.work(async move {
            let scanned = text.trim().to_owned();
            match packer.now().phase {
                Phase::Label(_) => packer.note(&packer.tracking, scanned, t!(pack_tracking_taken)),
                Phase::Packing if packer.closing.get_untracked() => {
                    packer.note(&packer.carton, scanned, t!(pack_carton_taken));
                }
                _ => {
                    let order = packer.order.clone();
                    packer.run(Command::ScanPack { order, text }).await;
                }
            }
        });
    }

    fn note(&self, field: &ArcRwSignal<String>, scanned: String, word: Text) {
        match Code::new(&scanned) {
            Ok(_) => {
                field.set(scanned.clone());
                self.answers.right(word, Text::from(scanned));
            }
            Err(error) => self.answers.failed(&crate::portal::PortalError::Refused(
                crate::domain::command::Refusal::Text(error),
            )),
        }
    }

    /// Counted units of a line whose item was scanned.
    pub fn pack(&self, line: u16, units: u32) {
        let packer = self.clone();
        self.answers.work(async move {
            let order = packer.order.clone();
            packer.run(Command::PackUnits { order, line, units }).await;
        });
    }

    async fn run(&self, command: Command) {
        let Some(events) = self.answers.run(command).await else {
            return;
        };
        for event in events {
            let Event::UnitsPacked(packed) = event else {
                continue;
            };
            self.last.set(Some(packed.line));
            self.packed.update(|stack| {
                if stack.len() >= FLOOR_WORK_WAITING_MAX {
                    stack.remove(0);
                }
                stack.push((packed.line, packed.units));
            });
            let left = self.now().line(packed.line).map_or(0, |line| line.left);
            let item = packed.sku.to_string();
            self.answers.right(
                t!(pack_packed),
                t!(pack_packed_detail, item = item, n = left),
            );
        }
    }

    /// Takes back what was packed last.
    pub fn undo(&self) {
        let packer = self.clone();
        self.answers.work(async move {
            let Some((line, units)) = packer.packed.try_update(Vec::pop).flatten() else {
                return;
            };
            let order = packer.order.clone();
            match packer
                .answers
                .run(Command::UndoPack { order, line, units })
                .await
            {
                Some(_) => {
                    packer.last.set(None);
                    packer
                        .answers
                        .right(t!(pack_undone), t!(pack_undone_detail, n = units));
                }
                None => packer.packed.update(|stack| stack.push((line, units))),
            }
        });
    }

    /// Closes the open parcel.
    pub fn close(&self, weight_grams: Option<u32>) {
        let packer = self.clone();
        self.answers.work(async move {
            let carton = Code::new(&packer.carton.get_untracked()).ok();
            let command = Command::CloseParcel {
                order: packer.order.clone(),
                carton,
                weight_grams,
            };
            if packer.answers.run(command).await.is_some() {
                packer.packed.set(Vec::new());
                packer.last.set(None);
                packer.carton.set(String::new());
                packer.tracking.set(String::new());
                packer.closing.set(false);
                packer
                    .answers
                    .right(t!(pack_closed), t!(pack_closed_detail));
            }
        });
    }

    /// Labels a closed parcel.
    pub fn label(&self, parcel: ParcelId, carrier: Code) {
        let packer = self.clone();
        self.answers.work(async move {
            let tracking = packer.tracking.get_untracked();
            let tracking = match tracking.trim() {
                "" => None,
                typed => match Code::new(typed) {
                    Ok(code) => Some(code),
                    Err(_) => {
                        packer.note(&packer.tracking, tracking, t!(pack_tracking_taken));
                        return;
                    }
                },
            };
            let command = Command::LabelParcel {
                order: packer.order.clone(),
                parcel: parcel.clone(),
                carrier: carrier.clone(),
                tracking,
            };
            if packer.answers.run(command).await.is_some() {
                carriers::remember(&carrier);
                packer.to_print.set(Some(parcel.clone()));
                let (carrier, parcel) = (carrier.to_string(), parcel.to_string());
                packer.answers.right(
                    t!(pack_labelled),
                    t!(pack_labelled_detail, parcel = parcel, carrier = carrier),
                );
            }
        });
    }
}
