//! Data subjects in the demo: found, shown whole, restricted, erased; what is due; and that nothing of what was erased is
//! left anywhere.

use crate::world::World;
use depo::exchange::csv_out::CsvOptions;
use depo::intake::copy::{Copy, CopyReader, CopyWriter};
use depo::site::SiteError;
use depo::site::Standing;
use depo::storage::{Store, Table};
use depo::stream::id::{CommitId, FactId};
use depo::trade::channels::ChannelField;
use depo::trade::channels::commands::ChannelCommand;
use depo::trade::decide::Refusal;
use depo::trade::decide::refusal::ErasureBlock;
use depo::trade::id::{DocumentId, ErasureId, OrderId};
use depo::trade::parties::PartyField;
use depo::trade::parties::commands::PartyCommand;
use depo::trade::personal::commands::PersonalCommand;
use depo::trade::personal::content::{Contact, Content, Written};
use depo::trade::personal::erasures::ErasureStatus;
use depo::trade::personal::subject::{documents_of, slots_of, slots_of_person};
use depo::trade::personal::{ErasureCause, ErasureStart, Slot};
use depo::trade::text::Words;
use depo::view::orders::{OrderIndex, OrderView};
use depo::view::person::{self, Gone, Reason, Who};
use depo::view::reports::{Format, Report, Writing};
use futures_executor::block_on;
use std::collections::BTreeSet;

/// An order of the demo whose data may be erased, and the texts of its recipient.
fn erasable(world: &World) -> (OrderId, Vec<String>) {
    world.workspace().read(|at| {
        let mut all = at.state.orders().map(|order| order.id().clone());
        all.find_map(|id| {
            let subject = person::subject(at, &Who::Order(id.clone()), world.now_ms())?;
            let order = subject.orders.first()?;
            let texts: Vec<String> = order
                .pieces
                .iter()
                .filter_map(|piece| piece.content.as_ref())
                .flat_map(person::texts)
                .filter(|(what, _)| matches!(*what, "name" | "address" | "telephone"))
                .map(|(_, text)| text)
                .collect();
            let is_sent = !order.tracking.is_empty();
            (order.is_erasable() && is_sent && texts.len() >= 2).then_some((id, texts))
        })
        .expect("the demo has an order that was sent and is done with")
    })
}

fn erase(world: &mut World, orders: &[OrderId], cause: ErasureCause) -> Vec<ErasureId> {
    let slots = world.workspace().read(|at| slots_of(at.state, orders));
    let commits = world.does(PersonalCommand::OrderErasure { cause, slots });
    let opened = world
        .workspace()
        .read(|at| person::ordered_by(at, &commits));
    for erasure in &opened {
        world.does(PersonalCommand::ExecuteErasure {
            erasure: *erasure,
            alone: true,
        });
    }
    // Whoever keeps drafts and saved views is told, once, what they must forget.
    assert!(!world.workspace().take_gone().is_empty());
    assert!(world.workspace().take_gone().is_empty());
    opened
}

fn stored(world: &World) -> Vec<(Vec<u8>, Vec<u8>)> {
    let scanned = world
        .workspace()
        .store()
        .scan(Table::Personal, &[0; 16], &[0xff; 17], 1_000_000);
    block_on(scanned).expect("rows")
}

fn copy(world: &World) -> Vec<u8> {
    let begun = world
        .workspace()
        .read(|at| CopyWriter::begin(at, world.now_ms(), true, None));
    let mut writer = begun.expect("it begins");
    while world
        .workspace()
        .read(|at| writer.commits(at))
        .expect("commits")
    {}
    for (hash, value) in stored(world) {
        let hash = hash.as_slice().try_into().expect("a hash");
        writer.row(&hash, &value).expect("a row");
    }
    writer.finish().expect("it ends")
}

fn read(file: &[u8]) -> Copy {
    let mut reader = CopyReader::new();
    let mut rest = file;
    while !rest.is_empty() {
        rest = &rest[reader.step(rest).expect("a copy")..];
    }
    reader.finish().expect("whole")
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|some| some == text.as_bytes())
}

/// Where any of these texts stands: in the store, in memory, in what is found, shown, reported or copied.
fn finds(world: &World, order: &OrderId, texts: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    let mut look = |place: &str, bytes: &[u8]| {
        for text in texts.iter().filter(|text| holds(bytes, text)) {
            found.push(format!("{text} in {place}"));
        }
    };
    for (_, value) in stored(world) {
        look("the store", &value);
    }
    let copied = read(&copy(world));
    for (_, value) in &copied.rows {
        look("a copy's row", value);
    }
    for one in &copied.commits {
        look("a commit", &one.bytes);
    }
    world.workspace().read(|at| {
        look("memory", format!("{:?}", at.personal).as_bytes());
        let mut index = OrderIndex::default();
        index.refresh(at);
        look("the index", format!("{index:?}").as_bytes());
        for text in texts {
            let of_found = person::find(at, text, 50);
            look("what is found", format!("{of_found:?}").as_bytes());
        }
        let view = OrderView::of(at, order, world.now_ms());
        look("the order's page", format!("{view:?}").as_bytes());
        let subject = person::subject(at, &Who::Order(order.clone()), world.now_ms());
        let subject = subject.expect("the order is known");
        look("the subject's page", format!("{subject:?}").as_bytes());
        look("its JSON", person::json(&subject, 0).as_bytes());
        look("its CSV", &person::csv(&subject, CsvOptions::default()));
        look(
            "the record",
            format!("{:?}", person::erasures(at)).as_bytes(),
        );
        for report in Report::ALL {
            let mut writing = Writing::begin(report, Format::Json, at);
            while let Some(part) = writing.step(at) {
                look(report.code(), &part);
            }
        }
    });
    found
}

/// The texts that no other person of the demo has.
fn own_texts(world: &World, order: &OrderId, texts: Vec<String>) -> Vec<String> {
    let mut others: BTreeSet<String> = BTreeSet::new();
    world.workspace().read(|at| {
        let own = documents_of(at.state, order);
        let rows = at.state.rows();
        for (_, _, row) in rows.filter(|(id, ..)| !own.contains(&id.document)) {
            let content = at.personal.get(&row.hash).into_iter();
            others.extend(content.flat_map(person::texts).map(|(_, text)| text));
        }
    });
    let mut own = texts;
    own.retain(|text| others.iter().all(|other| !other.contains(text.as_str())));
    own
}

#[test]
fn somebody_is_found_by_name_mail_telephone_order_and_tracking_number() {
    let world = World::demo();
    let (order, texts) = erasable(&world);
    world.workspace().read(|at| {
        let subject = person::subject(at, &Who::Order(order.clone()), 0).expect("known");
        let first = &subject.orders[0];
        let mut asked = texts.clone();
        asked.push(first.number.clone());
        asked.push(first.tracking[0].0.clone());
        for text in asked {
            let found = person::find(at, &text, 50);
            let numbers: Vec<&String> = found.iter().flat_map(|found| &found.orders).collect();
            assert!(numbers.contains(&&first.number), "{text}: {found:?}");
        }
        assert!(person::find(at, " ", 50).is_empty());
        assert!(person::find(at, "nobody is called that", 50).is_empty());
    });
}

#[test]
fn every_row_of_the_demo_belongs_to_an_order_a_party_or_an_operator() {
    let world = World::demo();
    world.workspace().read(|at| {
        let mut of_orders = BTreeSet::new();
        for order in at.state.orders() {
            of_orders.extend(documents_of(at.state, order.id()));
        }
        let mut kinds = std::collections::HashSet::new();
        for (id, ..) in at.state.rows() {
            let is_other = matches!(
                id.document,
                DocumentId::Party(_) | DocumentId::Operator(_) | DocumentId::File(_)
            );
            assert!(is_other || of_orders.contains(&id.document), "{id:?}");
            kinds.insert(std::mem::discriminant(&id.document));
        }
        assert!(
            kinds.len() >= 5,
            "the demo holds orders, holds, payments, returns, parties"
        );
    });
}

#[test]
fn what_is_erased_is_found_nowhere_and_an_old_copy_brings_nothing_back() {
    let mut world = World::demo();
    let (order, texts) = erasable(&world);
    let texts = own_texts(&world, &order, texts);
    assert!(!texts.is_empty() && !finds(&world, &order, &texts).is_empty());
    let before = copy(&world);
    let sums = world
        .workspace()
        .read(|at| format!("{:?}", at.state.ledger));
    let erasures = erase(
        &mut world,
        std::slice::from_ref(&order),
        ErasureCause::Request,
    );
    assert!(!erasures.is_empty());
    assert_eq!(finds(&world, &order, &texts), Vec::<String>::new());
    world.workspace().read(|at| {
        let view = OrderView::of(at, &order, world.now_ms()).expect("the order stands");
        assert_eq!(view.head.recipient, Standing::Erased);
        assert_eq!(format!("{:?}", at.state.ledger), sums);
        let record = person::erasures(at);
        assert_eq!(record[0].status, ErasureStatus::Executed);
        assert_eq!(record[0].orders.len(), 1);
        assert!(record[0].executed_ms.is_some());
    });
    world.reopen();
    assert_eq!(finds(&world, &order, &texts), Vec::<String>::new());
    let old = read(&before);
    assert!(
        old.rows
            .iter()
            .any(|(_, value)| texts.iter().any(|text| holds(value, text)))
    );
    let new = block_on(world.workspace().take_in(old.commits, &old.rows)).expect("taken in");
    assert_eq!(new, 0);
    assert_eq!(finds(&world, &order, &texts), Vec::<String>::new());
    world.reopen();
    assert_eq!(finds(&world, &order, &texts), Vec::<String>::new());
}

#[test]
fn a_row_that_no_fact_names_is_not_kept() {
    let world = World::demo();
    let count = stored(&world).len();
    let mut rows = read(&copy(&world)).rows;
    let value = [rows[0].1.as_slice(), b"more"].concat();
    let hash = depo::trade::personal::content::hash_of(&value);
    rows.push((hash, value));
    block_on(world.workspace().take_in(Vec::new(), &rows)).expect("taken in");
    assert_eq!(stored(&world).len(), count);
}

#[test]
fn an_order_that_is_worked_on_is_kept_and_says_why() {
    let mut world = World::demo();
    let open = world.workspace().read(|at| {
        let mut all = at.state.orders().map(|order| order.id().clone());
        all.find(|id| {
            let subject = person::subject(at, &Who::Order(id.clone()), 0);
            let block = subject.and_then(|subject| subject.orders[0].block.clone());
            matches!(block, Some(ErasureBlock::OpenWork(_)))
        })
        .expect("an order is open")
    });
    let slots = world
        .workspace()
        .read(|at| slots_of(at.state, std::slice::from_ref(&open)));
    let cause = ErasureCause::Mistake;
    let order = PersonalCommand::OrderErasure { cause, slots }.into();
    let blocked = Refusal::ErasureRestricted(ErasureBlock::OpenWork(open.clone()));
    assert_eq!(
        world.tries(&order),
        Err(SiteError::Refused(Box::new(blocked)))
    );
    let documents = vec![DocumentId::Order(open.clone())];
    let restrict = PersonalCommand::Restrict { documents }.into();
    let needed = Refusal::NeededForWork(open);
    assert_eq!(
        world.tries(&restrict),
        Err(SiteError::Refused(Box::new(needed)))
    );
}

fn fact(commits: &[CommitId]) -> FactId {
    FactId {
        commit: commits[0],
        index: 0,
    }
}

#[test]
fn restricted_data_stands_on_no_page_but_the_subjects() {
    let mut world = World::demo();
    let (order, texts) = erasable(&world);
    let document = DocumentId::Order(order.clone());
    let commits = world.does(PersonalCommand::Restrict {
        documents: vec![document.clone()],
    });
    let shown = |world: &World| {
        world.workspace().read(|at| {
            let view = OrderView::of(at, &order, world.now_ms()).expect("known");
            let subject = person::subject(at, &Who::Order(order.clone()), 0).expect("known");
            let has = |said: String| said.contains(texts[0].as_str());
            let row = at.row(&document, &Slot::Recipient).is_some();
            (
                view.head.recipient,
                has(format!("{:?}", view.head)),
                row,
                subject.orders[0].pieces.len(),
            )
        })
    };
    let (standing, in_head, row, pieces) = shown(&world);
    assert_eq!(
        (standing, in_head, row),
        (Standing::Restricted, false, false)
    );
    assert!(pieces > 0);
    let again = PersonalCommand::Restrict {
        documents: vec![document.clone()],
    };
    let nothing = Err(SiteError::Refused(Box::new(Refusal::NothingToDo)));
    assert_eq!(world.tries(&again.into()), nothing);
    let restriction = fact(&commits);
    world.does(PersonalCommand::LiftRestriction { restriction });
    let (standing, in_head, row, _) = shown(&world);
    assert_eq!((standing, in_head, row), (Standing::Here, true, true));
    let lift = PersonalCommand::LiftRestriction { restriction };
    assert_eq!(world.tries(&lift.into()), nothing);
}

#[test]
fn orders_of_one_person_are_proposed_with_what_they_have_in_common() {
    let mut world = World::demo();
    let (order, _) = erasable(&world);
    let other = world.workspace().read(|at| {
        let mut all = at.state.orders().map(|order| order.id().clone());
        all.find(|id| *id != order).expect("another order")
    });
    let payer = |salt: u8, phone: &str, email: &str| Written {
        slot: Slot::Payer,
        salt: [salt; 16],
        content: Content::Contact(Box::new(Contact {
            name: None,
            company: None,
            lines: Vec::new(),
            city: None,
            region: None,
            post_code: None,
            country: None,
            phone: Words::new(phone).ok(),
            email: Words::new(email).ok(),
        })),
    };
    let rows = [
        (&order, payer(1, "+44 (0)131 496 0777", "Grace@Example.com")),
        (&other, payer(2, "0131 496-0777", "grace@example.com ")),
    ];
    for (id, row) in rows {
        let command = PersonalCommand::WriteRows {
            document: DocumentId::Order(id.clone()),
            rows: vec![row.row()],
        };
        assert!(world.tries_with(&command.into(), &[row]).is_ok());
    }
    world.workspace().read(|at| {
        let subject = person::subject(at, &Who::Order(order.clone()), 0).expect("known");
        assert_eq!(subject.orders[0].reasons, [Reason::Asked]);
        let alike = subject.orders.iter().find(|one| one.id == other);
        let reasons = alike.map(|one| one.reasons.as_slice());
        assert_eq!(reasons, Some([Reason::Email, Reason::Phone].as_slice()));
        for typed in ["grace@example", "01314960777", "+441314960777"] {
            let found = person::find(at, typed, 50);
            let of_both = found.iter().map(|found| found.orders.len());
            assert_eq!(of_both.collect::<Vec<_>>(), [2], "{typed}");
        }
    });
}

fn set_policy(world: &mut World, order: &OrderId, fields: Vec<ChannelField>) {
    world.does(ChannelCommand::SetChannel {
        channel: order.channel.clone(),
        fields,
    });
}

#[test]
fn what_has_reached_its_age_is_due_once_and_what_is_kept_says_until_when() {
    let mut world = World::demo();
    let (order, _) = erasable(&world);
    let outlook = |world: &World| {
        world
            .workspace()
            .read(|at| person::outlook(at, world.now_ms()))
    };
    assert_eq!(outlook(&world), person::Outlook::default());
    let policy = vec![
        ChannelField::ErasedAfter(Some(30)),
        ChannelField::ErasedSince(ErasureStart::Shipped),
    ];
    set_policy(&mut world, &order, policy);
    let now = outlook(&world);
    assert!(now.due.is_empty() && now.next.iter().any(|due| due.order == order));
    world.wait_days(31);
    let due = outlook(&world).due;
    assert!(due.iter().any(|due| due.order == order));
    assert_eq!(
        due.len(),
        world
            .workspace()
            .read(|at| person::due(at, world.now_ms()))
            .len()
    );
    // The window counts from arrival, and where nobody says that it arrived, from when it left.
    set_policy(
        &mut world,
        &order,
        vec![ChannelField::ReturnWindow(Some(60))],
    );
    let kept = outlook(&world).kept;
    let block = kept.iter().find(|(due, _)| due.order == order);
    let (_, block) = block.expect("it is kept");
    assert!(matches!(block, ErasureBlock::ReturnWindow { until, .. } if until.ms > world.now_ms()));
    set_policy(
        &mut world,
        &order,
        vec![
            ChannelField::ReturnWindow(None),
            ChannelField::Retention(Some(400)),
        ],
    );
    let kept = outlook(&world).kept;
    let block = kept.iter().find(|(due, _)| due.order == order);
    assert!(matches!(block, Some((_, ErasureBlock::Retention { .. }))));
    set_policy(&mut world, &order, vec![ChannelField::Retention(None)]);
    let orders: Vec<OrderId> = outlook(&world)
        .due
        .into_iter()
        .map(|due| due.order)
        .collect();
    erase(&mut world, &orders, ErasureCause::Age);
    let after = outlook(&world);
    assert!(after.due.is_empty() && after.kept.iter().all(|(due, _)| due.order != order));
}

#[test]
fn a_client_sets_an_age_too_and_whichever_comes_first_holds() {
    let mut world = World::demo();
    let now_ms = world.now_ms();
    let found = world.workspace().read(|at| {
        let mut all = at.state.orders();
        all.find_map(|order| {
            let client = order.placed()?.1.client.clone()?;
            let subject = person::subject(at, &Who::Order(order.id().clone()), now_ms)?;
            let of = subject.orders.first()?;
            (!of.tracking.is_empty()).then(|| (order.id().clone(), client))
        })
    });
    let (order, client) = found.expect("the demo has a client's order that was sent");
    let agree = |world: &mut World, fields: Vec<PartyField>| {
        world.does(PartyCommand::SetParty {
            party: client.clone(),
            fields,
            rows: Vec::new(),
        });
    };
    let due_ms = |world: &World| {
        let outlook = world
            .workspace()
            .read(|at| person::outlook(at, world.now_ms()));
        let all = outlook.due.into_iter().chain(outlook.next);
        let mut all = all.chain(outlook.kept.into_iter().map(|(due, _)| due));
        all.find(|due| due.order == order).map(|due| due.due_ms)
    };
    agree(
        &mut world,
        vec![
            PartyField::ErasedAfter(Some(20)),
            PartyField::ErasedSince(ErasureStart::Shipped),
        ],
    );
    let by_client = due_ms(&world).expect("the client's age");
    let shipped = |days| {
        vec![
            ChannelField::ErasedAfter(Some(days)),
            ChannelField::ErasedSince(ErasureStart::Shipped),
        ]
    };
    set_policy(&mut world, &order, shipped(25));
    assert_eq!(due_ms(&world), Some(by_client), "the client's comes first");
    set_policy(&mut world, &order, shipped(15));
    assert_eq!(due_ms(&world), Some(by_client - 5 * 86_400_000));
    // Each keeps what the other does not say.
    agree(&mut world, vec![PartyField::ErasedAfter(None)]);
    set_policy(&mut world, &order, vec![ChannelField::ErasedAfter(None)]);
    assert_eq!(due_ms(&world), None);
}

#[test]
fn a_partner_is_erased_once_it_is_retired() {
    let mut world = World::demo();
    let (party, name) = world.workspace().read(|at| {
        let mut all = at.state.parties();
        let found = all.find_map(|(id, _)| {
            let subject = person::subject(at, &Who::Party(id.clone()), 0)?;
            Some((id.clone(), subject.name?))
        });
        found.expect("a party has a name")
    });
    let document = DocumentId::Party(party.clone());
    let order = || PersonalCommand::OrderErasure {
        cause: ErasureCause::Request,
        slots: slots_of_person(document.clone()),
    };
    let blocked = Refusal::ErasureRestricted(ErasureBlock::NotRetired(document.clone()));
    let refused = Err(SiteError::Refused(Box::new(blocked)));
    assert_eq!(world.tries(&order().into()), refused);
    world.does(PartyCommand::SetParty {
        party: party.clone(),
        fields: vec![PartyField::Retired(true)],
        rows: Vec::new(),
    });
    let commits = world.does(order());
    let opened = world
        .workspace()
        .read(|at| person::ordered_by(at, &commits));
    let erasure = opened[0];
    world.does(PersonalCommand::ExecuteErasure {
        erasure,
        alone: true,
    });
    world.workspace().read(|at| {
        let subject = person::subject(at, &Who::Party(party.clone()), 0).expect("known");
        assert_eq!((subject.name, subject.own.len()), (None, 0));
        assert!(!format!("{:?}", depo::view::names::party_name(at, &party)).contains(&name));
    });
}

#[test]
fn what_was_erased_leaves_views_by_a_part_of_a_name_and_forms_by_the_whole_and_no_others() {
    let words = |text: &str| Words::new(text).expect("words");
    let contact = Contact {
        name: Some(words("Anna Kovács")),
        company: None,
        lines: Vec::new(),
        city: Some(words("Sofia")),
        region: None,
        post_code: None,
        country: None,
        phone: Some(words("+359 88 123 4567")),
        email: None,
    };
    let gone = Gone::of(&[
        Content::Contact(Box::new(contact)),
        Content::Text(words("Engraving: For Anna")),
    ]);
    assert!(gone.is_in_view("?q=kovács&state=open"));
    assert!(!gone.is_in_view("?q=sofia"), "many live there");
    assert!(gone.is_in_form("to: Kovács, Anna"));
    assert!(gone.is_in_form("call +359 88 123 4567 first"));
    assert!(
        !gone.is_in_form("Anna Horváth, 3 mugs"),
        "another person's form is kept"
    );
    assert!(!Gone::default().is_in_view("?q=anna"));
}
