//! An order as the exchange room read it becomes a record that can be taken in.
//!
//! Names, addresses, titles and notes go into personal rows; the record holds their hashes. What of an order cannot be
//! understood is a doubt and the order goes in whole; only one whose number cannot be held is refused.

mod compare;
mod people;
mod raw;
mod record;
mod retail;
mod standing;
mod sums;
mod titled;

pub(super) use people::nobody;
pub use people::{mailing, source_contacts};
pub(super) use raw::{Defaults, raw_rows};
pub(super) use record::{Incoming, Setting, record, tally};
pub(super) use retail::credit;

use crate::exchange::orders::OrderFormat;
use crate::exchange::orders::mapping::Mapping;
use crate::trade::id::{ChannelId, FirstCode, PartyId};
use crate::trade::money::Terms;
use crate::trade::quantity::Currency;
use crate::trade::text::Code;

/// On which terms orders are taken in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TermsChoice {
    /// As their source says, or as orders of its kind are paid.
    #[default]
    BySource,
    /// The goods may leave before they are paid.
    OnAccount,
    /// They are paid already, whatever the file says.
    Paid,
    /// They wait for payments.
    Prepaid,
    /// They are paid when the goods are handed over.
    CashOnDelivery,
}

/// What a file does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderOptions {
    /// The channel that the orders came by; `None` is one by the kind of file.
    pub channel: Option<ChannelId>,
    /// The client whose goods they are of, where the channel's card does not say.
    pub client: Option<PartyId>,
    /// On which terms.
    pub terms: TermsChoice,
    /// The currency of amounts that name none.
    pub currency: Option<Currency>,
    /// How far clocks that name no offset are ahead of UTC, in minutes: for times by which something must have happened.
    pub ahead_minutes: i64,
    /// Leave items that nobody knows out of the catalog: their orders wait.
    pub leave_items: bool,
    /// Take orders in that are finished at their source, too.
    pub finished_too: bool,
    /// What the columns mean, where a person has said so.
    pub mapping: Option<Mapping>,
    /// Only count what would be new.
    pub dry: bool,
}

/// What tells orders of one kind of file apart.
#[derive(Clone, Copy)]
enum Key {
    /// Their number never changes and is never given again.
    NumberIsId,
    /// Their identity stands under this name.
    Named(&'static str),
    /// Their number is all there is.
    Number,
}

/// What is known of a kind of file beside its columns.
struct Profile {
    channel: &'static str,
    key: Key,
    /// The name of what tells its lines apart.
    line: Option<&'static str>,
    terms: Terms,
    /// Whether the variant is told by the seller and not written by the customer.
    variants: bool,
}

fn profile(format: OrderFormat) -> Profile {
    let shop = |channel, key, line| Profile {
        channel,
        key,
        line,
        terms: Terms::Prepaid,
        variants: true,
    };
    let market = |channel, line| Profile {
        terms: Terms::HeldByMarketplace,
        ..shop(channel, Key::NumberIsId, line)
    };
    match format {
        OrderFormat::OnlineRetail => Profile {
            terms: Terms::OnAccount,
            ..shop("online-retail", Key::Number, None)
        },
        OrderFormat::ShopifyCsv => shop("shopify", Key::Named("Id"), None),
        OrderFormat::ShopifyJson => shop("shopify", Key::Named("id"), Some("id")),
        OrderFormat::WooCommerceJson => shop("woocommerce", Key::Named("id"), Some("id")),
        OrderFormat::AmazonUnshipped | OrderFormat::AmazonNew => {
            market("amazon", Some("order-item-id"))
        }
        OrderFormat::AmazonAll => market("amazon", None),
        OrderFormat::EbayOrders => market("ebay", Some("Transaction ID")),
        OrderFormat::EtsyItems => Profile {
            variants: false,
            ..market("etsy", Some("Transaction ID"))
        },
        OrderFormat::EtsyOrders => market("etsy", None),
        OrderFormat::TikTokShop => market("tiktok", None),
        OrderFormat::Shopee => market("shopee", None),
        OrderFormat::Lazada => market("lazada", None),
        OrderFormat::MagentoGrid => shop("magento", Key::Number, None),
        OrderFormat::X12 | OrderFormat::Edifact => Profile {
            terms: Terms::OnAccount,
            ..shop("edi", Key::Number, Some("line"))
        },
        OrderFormat::Unknown | OrderFormat::FreeHeadings | OrderFormat::Mapped => {
            shop("orders", Key::Number, None)
        }
    }
}

/// The channel of a kind of file where nobody has said another; `None` for a kind without one.
pub fn channel_of(format: OrderFormat) -> Option<ChannelId> {
    Code::new(profile(format).channel)
        .ok()
        .map(|code| ChannelId {
            first: FirstCode::new(code),
        })
}
