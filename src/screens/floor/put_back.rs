//! Units of cancelled lines that lie in totes: each goes back to a location, by one scan of it. And what the office has
//! asked back: the floor gives it up, or says that it is too late.

use super::answers::Answers;
use super::hand;
use crate::screens::desk::{self, Area};
use crate::screens::words;
use crate::trade::decide::Refusal;
use crate::trade::fulfilment::commands::FulfilmentCommand;
use crate::trade::id::ContainerId;
use crate::ui::components::{
    EmptyState, FloorException, FloorFrame, FloorInstruction, FloorItem, IconName,
};
use crate::ui::locale::{Text, t, text};
use crate::view::floor::put_back::{self, AskedBack, BackTask, ReadSerials};
use crate::view::floor::{Wrong, parcel_name};
use crate::view::names;
use crate::view::orders::cancel_what_came_back;
use leptos::prelude::*;

const AREAS: &[Area] = &[Area::Orders, Area::Stock, Area::Floor];

/// What the screen shows of a task.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    task: BackTask,
    from: String,
    proposed: Option<String>,
}

/// Units of cancelled lines, one line at a time.
#[component]
pub fn PutBack() -> impl IntoView {
    let answers = Answers::new();
    let answer = answers.signal();
    let read = ArcRwSignal::new(ReadSerials::new());
    let task = Memo::new(|_| {
        hand::read(AREAS, |hand| {
            let task = put_back::next(hand)?;
            let proposed = task.proposed.as_ref();
            Some(Shown {
                from: match &task.from {
                    ContainerId::Parcel(parcel) => parcel_name(parcel),
                    tote => names::container_code(tote),
                },
                proposed: proposed.map(|it| names::location_code(&hand.at, it).to_owned()),
                task,
            })
        })
    });
    let units = Memo::new(|_| hand::read(AREAS, put_back::count));
    let of = move |make: fn(&Shown) -> String| {
        Text::computed(move || task.with(|task| task.as_ref().map(make).unwrap_or_default()))
    };
    let item = Signal::derive(move || {
        task.with(|task| task.as_ref().map(|it| it.task.goods.item.clone()))
    });
    let asks_serial = {
        let read = read.clone();
        move || {
            let asks = task.with(|task| task.as_ref().is_some_and(|it| it.task.asks_serial));
            asks && read.read().is_empty()
        }
    };
    let answers_of = answers.clone();
    let on_code = Callback::new(move |code: String| {
        let (doing, read) = (answers.clone(), read.clone());
        answers.work(async move {
            let so_far = read.get_untracked();
            let done = doing.act(|hand| put_back::scan(hand, &so_far, &code));
            if let Some((then, ran)) = done.await {
                read.set(then);
                if ran.is_some() {
                    settle();
                }
            }
        });
    });
    let held =
        Memo::new(move |_| task.with(|task| task.as_ref().and_then(|it| it.task.held.clone())));
    let taking = answers_of.clone();
    let take_over = FloorException {
        name: "take-over",
        label: t!(workspace_take_over_this),
        icon: IconName::Hand,
        on_press: Callback::new(move |()| {
            if let Some((lease, by)) = held.get_untracked() {
                let refusal = Refusal::LeaseHeld { lease, by };
                taking.refuses(&Wrong::Refused(Box::new(refusal)));
            }
        }),
        shown: Signal::derive(move || held.get().is_some()),
    };
    let requests = Memo::new(|_| hand::read(AREAS, put_back::asked_back));
    let answering = answers_of.clone();
    let waiting = Text::computed(move || match asks_serial() {
        true => text!(pick_scan_serial, number = 1, all = 1),
        false => text!(return_scan_bin),
    });
    view! {
        <FloorFrame
            title=t!(floor_put_back)
            position=t!(floor_units_waiting, n = units.get())
            waiting=waiting
            answer=answer
            on_code=on_code
            notice=Signal::derive(move || match held.get() {
                Some(_) => text!(return_put_back_held),
                None => String::new(),
            })
            exceptions=vec![take_over]
        >
            <Show
                when=move || task.with(Option::is_some)
                fallback=|| {
                    view! {
                        <EmptyState
                            title=t!(return_put_back_empty)
                            text=t!(return_put_back_empty_text)
                            icon=IconName::Bin
                        />
                    }
                }
            >
                <FloorInstruction
                    ask=t!(return_put_back_ask)
                    instruction=of(|shown| match &shown.proposed {
                        Some(bin) => bin.clone(),
                        None => text!(return_any_bin),
                    })
                    quantity=of(|shown| words::quantity(&shown.task.goods.item, shown.task.units.get()))
                    target=of(|shown| {
                        let (from, order) = (shown.from.as_str(), shown.task.order.as_str());
                        match shown.task.packed.is_empty() {
                            false => text!(return_from_parcel, parcel = from, order = order),
                            true => text!(return_from_tote, tote = from, order = order),
                        }
                    })
                    after=t!(return_put_back_after)
                >
                    <FloorItem name=of(|shown| shown.task.name.clone()) code=of(|shown| shown.task.sku.clone()) item=item />
                </FloorInstruction>
            </Show>
            <Show when=move || !requests.with(Vec::is_empty)>
                <section class="floor-asked" aria-labelledby="asked-back">
                    <h2 id="asked-back">{t!(askedback_title)}</h2>
                    <ul class="floor-rows">
                        {
                            let answers = answering.clone();
                            move || {
                                requests
                                    .get()
                                    .into_iter()
                                    .map(|asked| request_row(asked, answers.clone()))
                                    .collect_view()
                            }
                        }
                    </ul>
                </section>
            </Show>
        </FloorFrame>
    }
}

/// A request to give units back, with the two answers to it.
fn request_row(asked: AskedBack, answers: Answers) -> AnyView {
    let words = {
        let (order, units, parcels) = (asked.order.clone(), asked.units, asked.parcels.join(", "));
        Text::computed(move || {
            let what = text!(askedback_of, order = order.as_str(), n = units);
            match parcels.as_str() {
                "" => what,
                parcels => format!("{what} {}", text!(askedback_in_parcels, parcels = parcels)),
            }
        })
    };
    let answer = move |given: bool| {
        let answers = answers.clone();
        let done = answers.clone();
        let command = FulfilmentCommand::Answer {
            fulfilment: asked.fulfilment,
            request: asked.request,
            given,
        };
        answers.work(async move {
            if done.run(command.into()).await.is_some() {
                let word = if given {
                    t!(askedback_gave)
                } else {
                    t!(askedback_said_late)
                };
                done.right(word, t!(askedback_told));
                settle();
            }
        });
    };
    let (give, late) = (answer.clone(), answer);
    view! {
        <li data-test="asked-back">
            <span>{words}</span>
            <span class="floor-links">
                {asked
                    .can_give
                    .then(|| {
                        view! {
                            <button
                                class="floor-exception"
                                type="button"
                                data-test="give-up"
                                on:click=move |_| give(true)
                            >
                                {t!(askedback_give)}
                            </button>
                        }
                    })}
                <button
                    class="floor-exception"
                    type="button"
                    data-test="too-late"
                    on:click=move |_| late(false)
                >
                    {t!(askedback_late)}
                </button>
            </span>
        </li>
    }
    .into_any()
}

/// Cancels what came back, where whoever is signed in may. Where not, the order's page offers it to the office.
fn settle() {
    for command in desk::peek(cancel_what_came_back) {
        if desk::rehearse(command.clone()).is_ok() {
            desk::perform_then(command, |_| {});
        }
    }
}
