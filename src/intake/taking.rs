//! Pieces of an import into commands, and what became of each record.

use super::desk::Desk;
use super::items::new_item;
use super::judged::{Became, Judged, Said};
use super::orders::{Incoming, OrderOptions, source_contacts};
use super::plan::Credit;
use super::report::{IntakeReport, Tally};
use super::run::{Stop, run};
use super::texts::words;
use super::twins::Twins;
use crate::site::{Reading, SiteError};
use crate::trade::Event;
use crate::trade::catalog::ItemField;
use crate::trade::catalog::commands::CatalogCommand;
use crate::trade::catalog::lookup::{Lookup, Whose};
use crate::trade::channels::ChannelField;
use crate::trade::channels::commands::ChannelCommand;
use crate::trade::decide::{Command, Proposed, Refusal};
use crate::trade::id::{
    ChannelId, DocumentId, FirstCode, ItemId, Name, OrderId, OrderKey, PartyId,
};
use crate::trade::money::MoneyFact;
use crate::trade::money::commands::MoneyCommand;
use crate::trade::orders::commands::OrderCommand;
use crate::trade::orders::intake::code_of;
use crate::trade::orders::{Doubt, LineItem};
use crate::trade::personal::Slot;
use crate::trade::personal::commands::PersonalCommand;
use crate::trade::personal::content::{Content, FileRows, Written};
use crate::trade::text::Code;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Takes pieces in.
pub(super) struct Taking<'a, D> {
    desk: &'a D,
    files: BTreeMap<[u8; 16], Arc<str>>,
    channels: BTreeSet<ChannelId>,
    /// Orders that a dry run would have taken in: two of its files may hold the same one.
    met: BTreeSet<(ChannelId, OrderKey)>,
    met_credits: BTreeSet<(ChannelId, Code)>,
    met_items: BTreeSet<(Option<PartyId>, Code)>,
    /// What came for whom; made when the first new order with a recipient comes.
    twins: Option<Twins>,
}

/// The orders that the keys of a record lead to.
fn led_to(at: &Reading<'_>, incoming: &Incoming) -> Vec<OrderId> {
    let placed = &incoming.order.placed;
    let keys = placed.keys.iter().chain([&placed.order.key]);
    let mut found: Vec<OrderId> = Vec::new();
    for key in keys {
        let orders = at.state.orders_by_key(&placed.order.channel, key);
        found.extend(orders.map(|order| order.id().clone()));
    }
    found
}

/// A record on its way: its key, what it counts for, the orders that its keys lead to, and what is told of it.
type Counted = ((ChannelId, OrderKey), Tally, Vec<OrderId>, Judged);

/// A record, before anything is known of it.
fn judged(incoming: &Incoming, became: Became) -> Judged {
    let placed = &incoming.order.placed;
    let row = placed.source.as_ref().map_or(0, |source| source.row);
    Judged {
        number: incoming.number.to_string(),
        order: None,
        file: incoming.file.clone(),
        row: u64::from(row),
        became,
        doubts: Vec::new(),
        holds: Vec::new(),
        changes: Vec::new(),
        senders: Vec::new(),
    }
}

impl<'a, D: Desk> Taking<'a, D> {
    pub(super) fn new(desk: &'a D) -> Self {
        Taking {
            desk,
            files: BTreeMap::new(),
            channels: BTreeSet::new(),
            met: BTreeSet::new(),
            met_credits: BTreeSet::new(),
            met_items: BTreeSet::new(),
            twins: None,
        }
    }

    /// A new order that is another's twin waits for a person.
    fn doubt_twin(&mut self, incoming: &mut Incoming) {
        let Some(to) = &incoming.recipient else {
            return;
        };
        let desk = self.desk;
        let twins = self.twins.get_or_insert_with(|| desk.read(Twins::of));
        let placed = &mut incoming.order.placed;
        if twins.meet(&placed.order, to, placed) {
            placed.doubts.push(Doubt::Duplicate);
        }
    }

    /// Notes the name of a file that is read.
    pub(super) fn read_file(&mut self, hash: [u8; 16], name: &Arc<str>) {
        self.files.insert(hash, name.clone());
    }

    fn rehearse(&self, command: &Command) -> Result<Vec<Proposed>, Stop<D::Error>> {
        match self.desk.rehearse(command) {
            Ok(proposed) => Ok(proposed),
            Err(SiteError::Refused(refusal)) if *refusal == Refusal::NothingToDo => Ok(Vec::new()),
            Err(SiteError::Refused(refusal)) => Err(Stop::Refused(refusal)),
            // What else can go wrong says so when it is written.
            Err(_) => Ok(Vec::new()),
        }
    }

    /// Takes a piece of orders in.
    pub(super) async fn orders(
        &mut self,
        mut orders: Vec<Incoming>,
        options: &OrderOptions,
        report: &mut IntakeReport,
    ) -> Result<(), Stop<D::Error>> {
        let desk = self.desk;
        let known: Vec<Vec<OrderId>> = desk.read(|at| {
            let mut salt = || desk.salt();
            let mut all = Vec::with_capacity(orders.len());
            for incoming in &mut orders {
                let found = led_to(at, incoming);
                let said = found.iter().map(|order| source_contacts(at, order));
                let said = said.into_iter().find(|said| !said.is_empty());
                // An address that is masked now says nothing against a whole one.
                let is_masked = incoming.order.placed.doubts.contains(&Doubt::Masked);
                let said = said.filter(|_| !is_masked);
                incoming.tell_lines(at, found.first());
                incoming.compare(&said.unwrap_or_default(), &mut salt);
                incoming.compare_tags(at, &found);
                all.push(found);
            }
            all
        });
        let mut left = Vec::with_capacity(orders.len());
        for (mut incoming, found) in orders.into_iter().zip(known) {
            let placed = &incoming.order.placed.order;
            let key = (placed.channel.clone(), placed.key.clone());
            if incoming.finished && found.is_empty() && !options.finished_too {
                report.finished.add(&incoming.tally);
                report.judged.add(judged(&incoming, Became::Finished));
            } else if options.dry && self.met.contains(&key) {
                report.orders.known.add(&incoming.tally);
                report.judged.add(judged(&incoming, Became::Known));
            } else {
                if found.is_empty() && !incoming.finished {
                    self.doubt_twin(&mut incoming);
                }
                left.push((incoming, found));
            }
        }
        if left.is_empty() {
            return Ok(());
        }
        self.items(&left, options, report).await?;
        let mut rows: Vec<Written> = Vec::new();
        let mut records = Vec::with_capacity(left.len());
        let mut counted: Vec<Counted> = Vec::new();
        let mut files = BTreeSet::new();
        for (mut incoming, found) in left {
            if options.dry && found.is_empty() {
                self.as_if_known(&mut incoming);
            }
            let judged = judged(&incoming, Became::Known);
            let placed = &incoming.order.placed;
            let key = (placed.order.channel.clone(), placed.order.key.clone());
            files.extend(placed.source.as_ref().map(|source| source.file));
            rows.extend(incoming.rows);
            records.push(incoming.order);
            counted.push((key, incoming.tally, found, judged));
        }
        let command = Command::from(OrderCommand::TakeIn { records });
        let proposed = self.rehearse(&command)?;
        let mut said = Said::of(&proposed);
        if !options.dry && !proposed.is_empty() {
            self.name_files(&files).await?;
            let channels: BTreeSet<ChannelId> = counted
                .iter()
                .map(|((channel, _), ..)| channel.clone())
                .collect();
            self.add_channels(channels, options).await?;
            run(desk, command, rows).await?;
        }
        for (key, tally, found, mut judged) in counted {
            let of_record = said.judge(&key, &found);
            let became = of_record.became;
            let fate = &mut report.orders;
            match became {
                Became::New
                | Became::Waits
                | Became::Held
                | Became::NewWithOthers
                | Became::NewElsewhere => {
                    fate.new.add(&tally);
                    report.in_doubt += u64::from(became == Became::Waits);
                    self.met.insert(key);
                }
                Became::Changed
                | Became::ChangedWaits
                | Became::Cancelled
                | Became::Shipped
                | Became::Refunded => {
                    fate.changed.add(&tally);
                    report.changed_in_doubt += u64::from(became == Became::ChangedWaits);
                }
                Became::Known | Became::Finished | Became::Refused => fate.known.add(&tally),
            }
            judged.became = became;
            judged.doubts = of_record.doubts;
            judged.holds = of_record.holds;
            judged.changes = of_record.changes;
            judged.senders = of_record.senders;
            judged.order = of_record.order;
            report.judged.add(judged);
        }
        Ok(())
    }

    /// In a check the items that an import would make known before its orders are not there: the lines of a new order
    /// mean them all the same.
    fn as_if_known(&self, incoming: &mut Incoming) {
        let desk = self.desk;
        let placed = &mut incoming.order.placed;
        let of_channel = desk.read(|at| at.state.client_of(&placed.order.channel).cloned());
        let client = of_channel.or_else(|| placed.client.clone());
        for line in &mut placed.lines {
            let Some(code) = code_of(line).cloned() else {
                continue;
            };
            if self.met_items.contains(&(client.clone(), code.clone())) {
                line.item = LineItem::Is(ItemId {
                    client: client.clone(),
                    name: Name::Coded(FirstCode::new(code)),
                });
            }
        }
    }

    /// Adds items that the catalog does not know.
    async fn items(
        &mut self,
        orders: &[(Incoming, Vec<OrderId>)],
        options: &OrderOptions,
        report: &mut IntakeReport,
    ) -> Result<(), Stop<D::Error>> {
        if options.leave_items {
            return Ok(());
        }
        let mut new: BTreeMap<(Option<PartyId>, Code), Option<String>> = BTreeMap::new();
        self.desk.read(|at| {
            // Of an order that is here nothing new is made known: its lines are matched by a person.
            for (incoming, _) in orders.iter().filter(|(_, found)| found.is_empty()) {
                let placed = &incoming.order.placed;
                let channel = &placed.order.channel;
                let of_channel = at.state.client_of(channel).cloned();
                let client = of_channel.or_else(|| placed.client.clone());
                for (code, title) in &incoming.items {
                    let key = (client.clone(), code.clone());
                    if self.met_items.contains(&key) {
                        continue;
                    }
                    let known = new.get_mut(&key);
                    match known {
                        Some(known) => *known = known.take().or_else(|| title.clone()),
                        None => {
                            let whose = match at.state.client_of(channel) == client.as_ref() {
                                true => Whose::Channel(channel),
                                false => Whose::Client(client.as_ref()),
                            };
                            if at.state.look_up_item(code, whose) == Lookup::Nothing {
                                new.insert(key, title.clone());
                            }
                        }
                    }
                }
            }
        });
        if new.is_empty() {
            return Ok(());
        }
        report.items_added += new.len() as u64;
        if options.dry {
            self.met_items.extend(new.into_keys());
            return Ok(());
        }
        let change = |((client, code), title): ((Option<PartyId>, Code), Option<String>)| {
            let title = title.as_deref().and_then(words);
            let fields = title.map(ItemField::Title).into_iter().collect();
            new_item(client.as_ref(), &code, fields)
        };
        let items = new.into_iter().map(change).collect();
        run(self.desk, CatalogCommand::SetItems { items }, Vec::new()).await
    }

    /// Takes a piece of credit notes in.
    pub(super) async fn credits(
        &mut self,
        credits: Vec<Credit>,
        options: &OrderOptions,
        report: &mut IntakeReport,
    ) -> Result<(), Stop<D::Error>> {
        let mut notes = Vec::with_capacity(credits.len());
        let mut counted = Vec::with_capacity(credits.len());
        let mut files = BTreeSet::new();
        for Credit { note, tally, .. } in credits {
            files.insert(note.source.file);
            counted.push(((note.channel.clone(), note.number.clone()), tally));
            notes.push(note);
        }
        let command = Command::from(MoneyCommand::TakeCredits { credits: notes });
        let proposed = self.rehearse(&command)?;
        let mut new: BTreeSet<(ChannelId, Code)> = BTreeSet::new();
        for event in proposed.iter().flat_map(|commit| &commit.events) {
            let Event::Money(MoneyFact::CreditNoted(noted)) = event else {
                continue;
            };
            new.insert((noted.channel.clone(), noted.number.clone()));
            if !options.dry {
                let matched: u64 = noted.matched.iter().map(|of| of.units.get()).sum();
                report.units_matched += matched;
                report.units_unmatched += noted.unmatched;
            }
        }
        if !options.dry && !proposed.is_empty() {
            self.name_files(&files).await?;
            run(self.desk, command, Vec::new()).await?;
        }
        for (key, tally) in counted {
            let fate = &mut report.credits;
            if new.remove(&key) && !self.met_credits.contains(&key) {
                fate.new.add(&tally);
                if options.dry {
                    self.met_credits.insert(key);
                }
            } else {
                fate.known.add(&tally);
            }
        }
        Ok(())
    }

    /// Keeps the rows of a file that belong to no order, to be mended; once for a file.
    pub(super) async fn keep_loose(
        &mut self,
        hash: [u8; 16],
        rows: FileRows,
    ) -> Result<(), Stop<D::Error>> {
        let document = DocumentId::File(hash);
        let is_kept = self.desk.read(|at| {
            let mut known = at.state.rows_of(&document);
            known.any(|(id, ..)| id.slot == Slot::RawRow)
        });
        if is_kept {
            return Ok(());
        }
        self.name_files(&BTreeSet::from([hash])).await?;
        let row = Written {
            slot: Slot::RawRow,
            salt: self.desk.salt(),
            content: Content::Rows(Box::new(rows)),
        };
        let rows = vec![row.row()];
        let command = PersonalCommand::WriteRows { document, rows };
        run(self.desk, command, vec![row]).await
    }

    /// Writes what files are called, once for each.
    pub(super) async fn name_files(
        &mut self,
        files: &BTreeSet<[u8; 16]>,
    ) -> Result<(), Stop<D::Error>> {
        for hash in files {
            let Some(name) = self.files.remove(hash) else {
                continue;
            };
            name_file(self.desk, *hash, &name).await?;
        }
        Ok(())
    }

    /// Makes channels known by which nothing came before.
    async fn add_channels(
        &mut self,
        channels: BTreeSet<ChannelId>,
        options: &OrderOptions,
    ) -> Result<(), Stop<D::Error>> {
        for channel in channels {
            let known = self.desk.read(|at| at.state.channel(&channel).is_some());
            if self.channels.insert(channel.clone()) && !known {
                let client = options.client.clone();
                let fields = vec![ChannelField::Client(client)];
                let command = ChannelCommand::SetChannel { channel, fields };
                run(self.desk, command, Vec::new()).await?;
            }
        }
        Ok(())
    }
}

/// Writes what a file is called, where nobody has said so.
pub(super) async fn name_file<D: Desk>(
    desk: &D,
    hash: [u8; 16],
    name: &str,
) -> Result<(), Stop<D::Error>> {
    let document = DocumentId::File(hash);
    let is_named = desk.read(|at| at.state.rows_of(&document).next().is_some());
    let Some(text) = words(name).filter(|_| !is_named) else {
        return Ok(());
    };
    let row = Written {
        slot: Slot::FileName,
        salt: desk.salt(),
        content: Content::Text(text),
    };
    let rows = vec![row.row()];
    let command = PersonalCommand::WriteRows { document, rows };
    run(desk, command, vec![row]).await
}
