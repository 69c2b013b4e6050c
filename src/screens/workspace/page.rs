//! The workspace page: copies out and in, proof, storage, devices, reports, demo.

use super::copy::CopySection;
use super::demo::DemoSection;
use super::devices::DevicesSection;
use super::epcis::EpcisSection;
use super::give_away::GiveAwaySection;
use super::prove::ProveSection;
use super::reports::ReportsSection;
use super::restore::RestoreSection;
use super::storage::StorageSection;
use crate::screens::desk;
use crate::ui::components::{ButtonLink, PageHeader};
use crate::ui::locale::t;
use crate::ui::routes::Route;
use crate::view::rights::Work;
use leptos::prelude::*;

/// The workspace page.
#[component]
pub fn WorkspacePage() -> impl IntoView {
    // A copy and the reports hold the addresses of all customers.
    let may = Memo::new(|_| desk::may(Work::Office));
    view! {
        <PageHeader title=t!(workspace_title) summary=t!(workspace_summary)>
            <ButtonLink label=t!(setup_parts) to=Route::People attr:data-test="open-setup" />
            <ButtonLink label=t!(workspace_open_settings) to=Route::Settings />
            <ButtonLink label=t!(workspace_open_diagnostics) to=Route::Diagnostics />
        </PageHeader>
        <div class="workspace">
            <Show
                when=move || may.get()
                fallback=|| {
                    view! {
                        <section class="section" data-test="not-your-work">
                            <p class="prose">{t!(signin_no_copies)}</p>
                        </section>
                    }
                }
            >
                <CopySection />
                <RestoreSection />
                <ReportsSection />
                <EpcisSection />
            </Show>
            <DemoSection />
            <ProveSection />
            <StorageSection />
            <DevicesSection />
            <Show when=move || may.get()>
                <GiveAwaySection />
            </Show>
        </div>
    }
}
