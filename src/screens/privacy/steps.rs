//! What is done with the personal data of orders: erased, restricted, written to a file.

use crate::browser::files;
use crate::exchange::csv_out::CsvOptions;
use crate::screens::desk;
use crate::screens::words as trade_words;
use crate::site::SiteError;
use crate::storage::{Fault, StoreError};
use crate::stream::id::FactId;
use crate::trade::id::{DocumentId, OrderId};
use crate::trade::personal::ErasureCause;
use crate::trade::personal::commands::PersonalCommand;
use crate::trade::personal::subject::documents_of;
use crate::ui::feedback::{Problem, Tone, spawn_reported, toast};
use crate::ui::locale::t;
use crate::view::person::{self, Who};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Erases the personal data of orders, and says what became of it.
pub(super) fn erase(orders: Vec<OrderId>, cause: ErasureCause, busy: RwSignal<bool>) {
    busy.set(true);
    spawn_reported(async move {
        let erased = desk::erase(&orders, cause).await;
        // The page may have gone meanwhile.
        busy.try_set(false);
        let erased = erased.map_err(|error| desk::problem(&error))?;
        let n = erased.orders;
        match erased.waits_until_ms {
            None => toast(Tone::Good, t!(privacy_done, n = n)),
            Some(ms) => toast(
                Tone::Information,
                t!(privacy_waits, n = n, until = trade_words::moment(ms)),
            ),
        }
        Ok(())
    });
}

/// Erases the personal data of a party or of somebody who works here, and says what became of it.
pub(super) fn erase_person(who: &Who, busy: RwSignal<bool>) {
    let document = who.document();
    busy.set(true);
    spawn_reported(async move {
        let erased = desk::erase_person(document, ErasureCause::Request).await;
        // The page may have gone meanwhile.
        busy.try_set(false);
        match erased.map_err(|error| desk::problem(&error))? {
            None => toast(Tone::Good, t!(privacy_done_person)),
            Some(ms) => toast(
                Tone::Information,
                t!(privacy_waits_person, until = trade_words::moment(ms)),
            ),
        }
        Ok(())
    });
}

/// Restricts the personal data of orders.
pub(super) fn restrict(orders: &[OrderId]) {
    let documents: BTreeSet<DocumentId> = desk::peek(|at| {
        let all = orders
            .iter()
            .flat_map(|order| documents_of(at.state, order));
        all.collect()
    });
    let command = PersonalCommand::Restrict {
        documents: documents.into_iter().collect(),
    };
    desk::perform(command, t!(privacy_restricted_done));
}

/// Ends every restriction of orders.
pub(super) fn lift(orders: &[OrderId]) {
    let restrictions: BTreeSet<FactId> = desk::peek(|at| {
        let documents = orders
            .iter()
            .flat_map(|order| documents_of(at.state, order));
        let documents: BTreeSet<DocumentId> = documents.collect();
        let erasures = &at.state.erasures;
        let of = documents
            .iter()
            .flat_map(|document| erasures.restrictions(document));
        of.copied().collect()
    });
    spawn_reported(async move {
        for restriction in restrictions {
            let lift = PersonalCommand::LiftRestriction { restriction };
            desk::run(lift)
                .await
                .map_err(|error| desk::problem(&error))?;
        }
        toast(Tone::Good, t!(privacy_lifted_done));
        Ok(())
    });
}

/// A file with what is held of somebody.
#[derive(Clone, Copy)]
pub(super) enum File {
    /// For programs and people.
    Json,
    /// For spreadsheets.
    Csv,
}

/// Writes what is held of somebody to a file, of these orders alone. Its name holds nothing personal.
pub(super) fn export(who: &Who, orders: &[OrderId], file: File) {
    let made = desk::peek(|at| {
        let now_ms = desk::now_ms();
        let mut subject = person::subject(at, who, now_ms)?;
        subject.orders.retain(|order| orders.contains(&order.id));
        let (_, name) = who.address(at);
        let bytes = match file {
            File::Json => person::json(&subject, now_ms).into_bytes(),
            File::Csv => person::csv(&subject, CsvOptions::default()),
        };
        Some((name, bytes))
    });
    let Some((name, bytes)) = made else { return };
    let name: String = name
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter
            } else {
                '-'
            }
        })
        .collect();
    let (ending, media_type) = match file {
        File::Json => ("json", "application/json"),
        File::Csv => ("csv", "text/csv"),
    };
    let saved = files::save(&format!("data-subject-{name}.{ending}"), media_type, &bytes);
    if let Err(thrown) = saved {
        let error = StoreError::new(Fault::Other, thrown.to_string());
        let problem: Problem = desk::problem(&SiteError::Store(error));
        crate::ui::feedback::report(problem);
    }
}
