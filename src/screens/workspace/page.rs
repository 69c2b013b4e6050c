//! The workspace page: copies out and in, proof, storage, devices, reports, demo.

use super::copy::CopySection;
use super::demo::DemoSection;
use super::devices::DevicesSection;
use super::epcis::EpcisSection;
use super::prove::ProveSection;
use super::reports::ReportsSection;
use super::restore::RestoreSection;
use super::storage::StorageSection;
use crate::ui::components::{ButtonLink, PageHeader};
use crate::ui::locale::t;
use crate::ui::routes::Route;
use leptos::prelude::*;

/// The workspace page.
#[component]
pub fn WorkspacePage() -> impl IntoView {
    view! {
        <PageHeader title=t!(workspace_title) summary=t!(workspace_summary)>
            <ButtonLink label=t!(setup_parts) to=Route::People attr:data-test="open-setup" />
            <ButtonLink label=t!(workspace_open_settings) to=Route::Settings />
            <ButtonLink label=t!(workspace_open_diagnostics) to=Route::Diagnostics />
        </PageHeader>
        <div class="workspace">
            <CopySection />
            <RestoreSection />
            <ReportsSection />
            <EpcisSection />
            <DemoSection />
            <ProveSection />
            <StorageSection />
            <DevicesSection />
        </div>
    }
}
