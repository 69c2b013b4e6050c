//! Who works on what: open work by device, since when and in whose name; handed to another device, or taken over with a
//! reason.

use super::take_over::{Handed, TakeOver, Target};
use crate::browser::intl;
use crate::screens::WITHOUT_ORDER;
use crate::screens::desk::{self, ALL};
use crate::screens::floor::read_hand;
use crate::screens::orders;
use crate::site::Reading;
use crate::stream::id::{StreamId, TAG_LETTERS};
use crate::trade::id::OrderId;
use crate::trade::leases::LeaseKey;
use crate::trade::leases::commands::LeaseCommand;
use crate::ui::components::{Button, ButtonKind, Dialog, EmptyState, IconName, PageHeader, Select};
use crate::ui::locale::{Text, locale_tag, t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::at_work::{AtDesk, AtWork, Job, at_desks, at_work, desk_lease};
use crate::view::names;
use leptos::prelude::*;

/// The page.
#[component]
pub fn AtWorkPage() -> impl IntoView {
    let all = Memo::new(|_| read_hand(ALL, at_work));
    let target = RwSignal::new(None);
    let handing = RwSignal::new(None);
    let desks = Memo::new(|_| desks());
    view! {
        <PageHeader title=t!(workspace_at_work_title) summary=t!(workspace_at_work_summary) />
        <Show
            when=move || all.with(|all| !all.is_empty())
            fallback=|| {
                view! {
                    <EmptyState
                        title=t!(workspace_at_work_empty)
                        text=t!(workspace_at_work_empty_text)
                        icon=IconName::Hand
                    />
                }
            }
        >
            <ul class="cards" data-test="at-work">
                {move || {
                    all.get().into_iter().map(|work| view! { <Card work target handing /> }).collect_view()
                }}
            </ul>
        </Show>
        <Show when=move || desks.with(|desks| !desks.is_empty())>
            <h2>{t!(workspace_desks)}</h2>
            <p class="prose">{t!(workspace_desks_means)}</p>
            <ul class="cards" data-test="desks">
                {move || {
                    desks.get().into_iter().map(|desk| view! { <DeskCard desk target handing /> }).collect_view()
                }}
            </ul>
        </Show>
        <TakeOver target />
        <HandOver handing />
    }
}

/// The open orders by the device that has them at its desk; nothing while there is one device alone.
fn desks() -> Vec<AtDesk> {
    if others().is_empty() {
        return Vec::new();
    }
    open_desks()
}

/// The open orders by the device that has them at its desk.
pub(in crate::screens) fn open_desks() -> Vec<AtDesk> {
    let open: Vec<OrderId> = orders::index::ask(|index| {
        let open = index.open_entries();
        open.map(|entry| entry.id().clone()).collect()
    });
    desk::peek(|at| at_desks(at, &open))
}

/// Whether a device is this one.
pub(in crate::screens) fn is_own(device: &StreamId) -> bool {
    desk::workspace().is_some_and(|workspace| workspace.own().0 == *device)
}

/// Whether a device is this one, with the letters that it is known by.
fn device_words(device: &StreamId) -> String {
    let tag = device.tag(TAG_LETTERS);
    if is_own(device) {
        text!(workspace_work_here, device = tag)
    } else {
        text!(workspace_work_there, device = tag)
    }
}

#[component]
fn DeskCard(
    desk: AtDesk,
    target: RwSignal<Option<Target>>,
    handing: RwSignal<Option<Handed>>,
) -> impl IntoView {
    let device = desk.device;
    let count = desk.orders.len();
    let leases = StoredValue::new(desk.orders.iter().map(desk_lease).collect::<Vec<_>>());
    let what = move || text!(workspace_desk_orders, n = count);
    let list = format!(
        "{}?desk={}",
        navigation::href(&Route::Orders),
        device.tag(TAG_LETTERS)
    );
    let named = move || (leases.get_value(), untrack(what));
    view! {
        <li class="card" data-test="desk" data-device=device.tag(TAG_LETTERS)>
            <h3 class="card-title"><a href=list>{what}</a></h3>
            <p>{move || device_words(&device)}</p>
            <div class="actions">
                <Pass device named=Callback::new(move |()| named()) target handing />
            </div>
        </li>
    }
}

/// The way that work goes from one device to another: handed over from here, or taken over from elsewhere.
#[component]
pub(in crate::screens) fn Pass(
    /// The device that holds it.
    device: StreamId,
    /// The work, with what it is called.
    named: Callback<(), Handed>,
    /// What is to be taken over.
    target: RwSignal<Option<Target>>,
    /// What is to be handed over.
    handing: RwSignal<Option<Handed>>,
) -> impl IntoView {
    if is_own(&device) {
        let hand = move |()| handing.set(Some(named.run(())));
        view! { <Button label=t!(workspace_hand_over) on_press=hand attr:data-test="hand-over" /> }
            .into_any()
    } else {
        let take = move |()| {
            target.set(Some(Target {
                from: device,
                these: Some(named.run(())),
            }));
        };
        view! {
            <Button label=t!(workspace_take_over_this) on_press=take attr:data-test="take-over-one" />
        }
        .into_any()
    }
}

/// What the work is called, and where it is done.
fn called(at: &Reading<'_>, job: &Job) -> (String, Option<Route>) {
    let number = |order| names::shown_number(at, order).to_owned();
    match job {
        Job::Pick(batch) => {
            let name = names::opened(&batch.0);
            (
                text!(workspace_work_pick, batch = name.clone()),
                Some(Route::FloorPickBatch(name)),
            )
        }
        Job::Pack(order) => (
            text!(workspace_work_pack, order = number(order)),
            Some(Route::FloorPackOrder(names::order_address(at, order))),
        ),
        Job::Receive(receipt) => {
            let name = names::opened(&receipt.0);
            (
                text!(workspace_work_receive, receipt = name.clone()),
                Some(Route::FloorReceiveCase(name)),
            )
        }
        Job::Return(rma, order) => {
            let name = names::opened(&rma.0);
            let address = order.as_ref().map(|order| names::order_address(at, order));
            let address = address.unwrap_or_else(|| WITHOUT_ORDER.to_owned());
            (
                text!(workspace_work_return, rma = name.clone()),
                Some(Route::FloorReturnCase(address, name)),
            )
        }
        Job::Channel(channel) => (
            text!(
                workspace_work_channel,
                channel = names::channel_name(at, channel)
            ),
            Some(Route::Imports),
        ),
        Job::Release(warehouse) => (
            text!(
                workspace_work_release,
                warehouse = names::warehouse_name(at, warehouse)
            ),
            None,
        ),
    }
}

#[component]
fn Card(
    work: AtWork,
    target: RwSignal<Option<Target>>,
    handing: RwSignal<Option<Handed>>,
) -> impl IntoView {
    let job = StoredValue::new(work.job);
    // In the language that is on.
    let what = move || job.with_value(|job| desk::peek(|at| called(at, job).0));
    let route = job.with_value(|job| desk::peek(|at| called(at, job).1));
    let (since_ms, who, device) = (work.since_ms, work.who.clone(), work.device);
    let since = move || {
        text!(
            workspace_work_since,
            time = intl::date_time(since_ms, &locale_tag())
        )
    };
    let lease = StoredValue::new(work.lease);
    let named = move || (vec![lease.get_value()], untrack(what));
    view! {
        <li class="card" data-test="work" data-device=device.tag(TAG_LETTERS)>
            <h2 class="card-title">
                {match route {
                    Some(route) => {
                        view! { <a href=navigation::href(&route)>{what}</a> }.into_any()
                    }
                    None => view! { <span>{what}</span> }.into_any(),
                }}
            </h2>
            <p>
                {who.map(|who| format!("{who} · "))}
                {move || device_words(&device)}
                " · "
                {since}
            </p>
            <div class="actions">
                <Pass device named=Callback::new(move |()| named()) target handing />
            </div>
        </li>
    }
}

/// The other devices that are known here and may work, by tag.
fn others() -> Vec<(String, StreamId)> {
    desk::peek(|at| {
        let own = desk::workspace().map(|workspace| workspace.own().0);
        let relations = at.relations();
        let heads = at.history.heads().into_iter();
        let streams = heads.map(|(head, _)| head.stream);
        let may_work = |stream: &StreamId| {
            let authority = &at.state.authority;
            Some(*stream) != own && !authority.is_device_shut_out(*stream, &relations)
        };
        streams
            .filter(may_work)
            .map(|stream| (stream.tag(TAG_LETTERS), stream))
            .collect()
    })
}

/// Asks to which device work goes, and gives it.
#[component]
pub(in crate::screens) fn HandOver(handing: RwSignal<Option<Handed>>) -> impl IntoView {
    let chosen = RwSignal::new(String::new());
    let give = move |()| {
        let wanted = chosen.get_untracked();
        let to = others().into_iter().find(|(tag, _)| *tag == wanted);
        let (Some((leases, _)), Some((_, to))) = (handing.get_untracked(), to) else {
            return;
        };
        handing.set(None);
        desk::perform(
            LeaseCommand::HandOver { leases, to },
            t!(workspace_handed_over),
        );
    };
    // An order stays at some desk: nobody would see to it.
    let single = move || {
        handing.with(|it| match it.as_ref()?.0.as_slice() {
            [one] if !matches!(one.lease, LeaseKey::Desk(_)) => Some(one.clone()),
            _ => None,
        })
    };
    let give_back = move |()| {
        let Some(lease) = untrack(single) else {
            return;
        };
        handing.set(None);
        let leases = vec![lease];
        desk::perform(LeaseCommand::GiveBack { leases }, t!(workspace_given_back));
    };
    view! {
        <Dialog
            title=t!(workspace_hand_over)
            open=Signal::derive(move || handing.with(Option::is_some))
            on_close=move |()| handing.set(None)
        >
            <p class="prose">
                {move || handing.with(|it| it.as_ref().map(|(_, what)| what.clone()))}
            </p>
            <p class="prose">{t!(workspace_hand_over_means)}</p>
            {move || {
                let others = others();
                handing.track();
                let options: Vec<(String, Text)> = others
                    .iter()
                    .map(|(tag, _)| (tag.clone(), Text::from(tag.as_str())))
                    .collect();
                if let Some((first, _)) = options.first() {
                    chosen.set(first.clone());
                    view! { <Select label=t!(workspace_hand_over_to) value=chosen options /> }.into_any()
                } else {
                    view! { <p class="prose">{t!(workspace_hand_over_nobody)}</p> }.into_any()
                }
            }}
            <div class="dialog-actions">
                <Button label=t!(components_cancel) on_press=move |()| handing.set(None) />
                {move || {
                    single()
                        .map(|_| {
                            view! {
                                <Button
                                    label=t!(workspace_give_back)
                                    on_press=give_back
                                    attr:data-test="give-back"
                                />
                            }
                        })
                }}
                <Button
                    label=t!(workspace_hand_over)
                    kind=ButtonKind::Primary
                    disabled=Signal::derive(move || chosen.with(String::is_empty))
                    on_press=give
                    attr:data-test="hand-over-confirm"
                />
            </div>
        </Dialog>
    }
}
