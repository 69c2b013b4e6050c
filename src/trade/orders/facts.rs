//! Facts about orders: what was sold.

use crate::stream::id::FactId;
use crate::trade::card::{CardField, FieldKey};
use crate::trade::demand::{FulfilmentLine, LineKey, Part};
use crate::trade::id::{CustomerId, HoldId, ItemId, OrderId, OrderKey, PartyId};
use crate::trade::money::Terms;
use crate::trade::personal::Row;
use crate::trade::quantity::{Amount, Country, Currency, Instant, Money, SourceTime, Units};
use crate::trade::text::{Code, PostCodeStart, RegionCode};
use crate::{wire_enum, wire_struct};
use std::sync::Arc;

wire_enum! {
    /// Which of a source's statuses a word is.
    pub enum StatusKind {
        /// Of the order.
        0 => Order,
        /// Of its payment.
        1 => Payment,
        /// Of its fulfilment.
        2 => Fulfilment,
    }

    /// What is charged beside goods.
    pub enum ChargeKind {
        /// Shipping.
        0 => Shipping,
        /// Insurance.
        1 => Insurance,
        /// A service.
        2 => Service,
        /// Taken off.
        3 => Discount,
        /// Tax that is not in the prices.
        4 => Tax,
        /// A tip or donation.
        5 => Tip,
        /// A gift card, voucher or other thing without goods.
        6 => Voucher,
        /// Packing.
        7 => Packing,
        /// A fee.
        8 => Fee,
        /// Anything else.
        9 => Other,
    }

    /// An answer about an address that was given when it could be read; the address itself is personal.
    pub enum AddressAnswer {
        /// Everything that the country asks for is there.
        0 => Complete,
        /// A required part is missing.
        1 => Incomplete,
        /// It equals the address of this other order; told, not compared, once either is erased.
        2 => SameAs(OrderId),
        /// A parcel shop or locker.
        3 => PickupPoint,
        /// A post box.
        4 => PostBox,
    }

    /// Why an order of which anything is in doubt waits.
    pub enum Doubt {
        /// A row of it was refused: the order is not whole.
        0 => RowRefused,
        /// A line names an item that nobody knows.
        1 => UnknownItem,
        /// The sum differs from the total as imported.
        2 => TotalDiffers,
        /// A price is nothing or odd.
        3 => Price,
        /// A quantity is odd.
        4 => Quantity,
        /// The address lacks something.
        5 => Address,
        /// It looks like an order that is here already.
        6 => Duplicate,
        /// The source's status is not known.
        7 => Status,
        /// A time could not be read.
        8 => Time,
        /// The source took back money, and not said for which units.
        9 => Refunded,
        /// The source changed what was changed by hand.
        10 => SourceChanged,
        /// An amount or currency could not be read.
        11 => Money,
        /// Another cell could not be read, or rows of it disagree.
        12 => Cell,
        /// The source cancelled the order, and not everything of it could be cancelled here at once.
        13 => SourceCancelled,
        /// The source says that goods left from elsewhere, and work on them has begun here, or it does not say which.
        14 => SourceShipped,
        /// The source keeps parts of the address to itself.
        15 => Masked,
    }

    /// Why an order must wait.
    pub enum HoldKind {
        /// Suspected fraud.
        0 => Fraud,
        /// The address.
        1 => Address,
        /// The payment.
        2 => Payment,
        /// An operator's reason.
        3 => Operator,
        /// The client's reason.
        4 => Client,
        /// Until there is stock.
        5 => Stock,
        /// Until a date.
        6 => Date,
    }

    /// Something that a source says of an order, compared with the source's own last word only.
    pub enum SourceField {
        /// A status, verbatim, from a column of statuses: a word of the source's program, never of a person.
        0 => Status { kind: StatusKind, word: Code },
        /// The service asked for, as the source's settings call it.
        1 => Service(Option<Code>),
        /// The total.
        2 => Total(Option<Money>),
        /// How many units of a line there are.
        3 => LineUnits { line: LineKey, units: u64 },
        /// When it must have left.
        4 => ShipBy(Option<SourceTime>),
        /// What has been paid.
        5 => Paid(Amount),
        /// What has been given back.
        6 => Refunded(Amount),
        /// Whether it is cancelled.
        7 => Cancelled(bool),
        /// How many units of a line have left, whoever sent them.
        8 => Shipped { line: LineKey, units: u64 },
    }

    /// A field of an order that people and sources set.
    pub enum OrderField {
        /// The money terms.
        0 => Terms(Terms),
        /// The service asked for.
        1 => Service(Option<Code>),
        /// When it must have left, as somebody was told.
        2 => ShipBy(Option<Instant>),
        /// When it should arrive, as somebody was told.
        3 => DeliverBy(Option<Instant>),
        /// The larger, the earlier.
        4 => Priority(u32),
        /// The price of those units of a line that had another one.
        5 => LinePrice { line: LineKey, was: Amount, price: Amount },
        /// Not before this instant.
        6 => NotBefore(Option<Instant>),
        /// The customer.
        7 => Customer(Option<CustomerId>),
        /// What is charged beside the goods, all of it: the file that it came in with was mended.
        8 => Charges(Vec<Charge>),
        /// When it was placed: the file that it came in with was mended.
        9 => PlacedAt(SourceTime),
        /// The currency of every amount: the file that it came in with was mended.
        10 => Currency(Currency),
    }

    /// Which item a line is of.
    pub enum LineItem {
        /// The first item that had the code of the line's key, in the catalog of the order's client.
        0 => AsKey,
        /// This one.
        1 => Is(ItemId),
        /// Not known when the line was placed; a match follows.
        2 => Unknown,
    }

    /// What else is said of a line.
    pub enum LineMore {
        /// The item's code as written, where the key does not hold it.
        0 => Code(Code),
        /// What else tells the line apart as written (size, colour), where the key does not hold it. From columns of
        /// that meaning only: what a customer has written is personal.
        1 => Attributes(Vec<Code>),
        /// The pack unit, where it was ordered in one.
        2 => Pack(PackUnit),
        /// What customs is told.
        3 => Customs(Customs),
        /// There is nothing to ship: a service, a tip, a gift card.
        4 => ShipsNothing,
        /// The channel sends it from goods that it keeps: it is no work of ours.
        5 => ChannelSends,
    }

    /// Why units will not be delivered from here.
    pub enum CancelReason {
        /// The customer asked.
        0 => Customer,
        /// The house decided.
        1 => House,
        /// There is none.
        2 => NoStock,
        /// It was not paid by this instant. Raised twice it is one.
        3 => Unpaid { due: Instant },
        /// The source said so. Read twice it is one.
        4 => Source(SourceRecord),
        /// It is another order once more. Raised twice it is one.
        5 => Duplicate { in_favour_of: OrderId },
        /// They were never ordered: the file that said so was wrong, and its rows were mended.
        6 => Mended,
        /// They left from elsewhere, as a source or a person said: nobody has to send them, and they are owed all the
        /// same. Of a source read twice it is one.
        7 => Elsewhere(Option<SourceRecord>),
    }

    /// A hold of an order.
    pub enum HoldRef {
        /// One that a fact placed.
        0 => Opened(HoldId),
        /// One that the order came in with.
        1 => Standing(HoldKind),
    }

    /// From which account units are cancelled.
    pub enum CancelledFrom {
        /// Not yet given to anybody.
        0 => Unrouted,
        /// Handed to a line of a fulfilment order and given back by it.
        1 => Handed(FulfilmentLine),
    }

    /// A fact of this area.
    pub enum OrderFact {
        /// An order came in. Of two that name the same order the first in order stands, and the other is an entry where
        /// it differs.
        0 => Placed(Arc<OrderPlaced>),
        /// Lines were added to an order.
        1 => LinesAdded(LinesAdded),
        /// A line was found to mean an item; its units are that item's from then on.
        2 => LineMatched(LineMatched),
        /// Another key of the order is known: the source's identity, or its number.
        3 => KeyAliased { order: OrderId, key: OrderKey },
        /// Another key of a line is known.
        4 => LineAliased { order: OrderId, line: LineKey, key: LineKey },
        /// A source said something of an order that is here already.
        5 => SourceSaid(Arc<SourceSaid>),
        /// A person looked at what the checks found and let the order pass.
        6 => Verified { order: OrderId },
        /// A person must look again.
        7 => VerificationUndone { order: OrderId, verification: FactId },
        /// A doubt was settled.
        8 => DoubtSettled { order: OrderId, doubt: Doubt },
        /// The order must wait. Opens the hold.
        9 => HoldPlaced(HoldPlaced),
        /// A hold was lifted.
        10 => HoldReleased { order: OrderId, hold: HoldRef },
        /// An address was given or mended: the row is the recipient.
        11 => AddressGiven(AddressGiven),
        /// Fields of an order were set.
        12 => OrderSet(OrderSet),
        /// Units of lines will not be delivered.
        13 => LinesCancelled(LinesCancelled),
        /// Units of lines that were cancelled and not yet given back are wanted again.
        14 => CancellationUndone { undoes: FactId, order: OrderId, lines: Vec<CancelledUnits> },
    }
}

wire_struct! {
    /// Units of a line at one price.
    pub struct PricedUnits {
        /// The price of one.
        pub price: Amount,
        /// How many, in base units.
        pub units: Units,
        /// Taken off all of them.
        pub discount: Amount,
        /// The tax on all of them that is not in the price.
        pub tax: Amount,
    }

    /// A pack unit in which a line was ordered.
    pub struct PackUnit {
        /// The unit as written.
        pub unit: Code,
        /// How many base units it holds.
        pub holds: Units,
    }

    /// What customs is told of a line.
    pub struct Customs {
        /// The tariff number.
        pub hs_code: Option<Code>,
        /// Where it was made.
        pub origin: Option<Country>,
        /// The value of one unit.
        pub value: Option<Money>,
    }

    /// A line of an order as it came in.
    pub struct PlacedLine {
        /// Its key.
        pub key: LineKey,
        /// The item.
        pub item: LineItem,
        /// Its units by price, at least one.
        pub prices: Vec<PricedUnits>,
        /// What else is said of it, each kind once.
        pub more: Vec<LineMore>,
    }

    /// A charge beside goods. The source's code of it stands in the row of the order's tags.
    pub struct Charge {
        /// What for.
        pub kind: ChargeKind,
        /// How much; negative for what is taken off.
        pub amount: Amount,
    }

    /// Totals as a source gave them.
    pub struct ImportedTotals {
        /// Of the goods.
        pub goods: Option<Amount>,
        /// Of shipping.
        pub shipping: Option<Amount>,
        /// Of tax.
        pub tax: Option<Amount>,
        /// Taken off.
        pub discount: Option<Amount>,
        /// Of everything.
        pub total: Option<Amount>,
        /// Whether prices hold the tax; `None` where the source does not say.
        pub tax_included: Option<bool>,
    }

    /// Where an order goes, as far as that is no personal data.
    pub struct Destination {
        /// The country.
        pub country: Option<Country>,
        /// The state, county or province, where it was given by its code.
        pub region: Option<RegionCode>,
        /// The first two characters of the post code.
        pub post_code_start: Option<PostCodeStart>,
        /// Answers about the address.
        pub answers: Vec<AddressAnswer>,
    }

    /// A status as a source wrote it.
    pub struct SourceStatus {
        /// Which.
        pub kind: StatusKind,
        /// The word, from a column of statuses: one of the source's program, never of a person.
        pub word: Code,
    }

    /// Where a record came from. The file's name is personal.
    pub struct SourceRecord {
        /// SHA-256 of the file's bytes, the first 16.
        pub file: [u8; 16],
        /// The row that it begins at, as a spreadsheet counts.
        pub row: u32,
    }

    /// An order came in.
    pub struct OrderPlaced {
        /// The order.
        pub order: OrderId,
        /// Other keys that the record has.
        pub keys: Vec<OrderKey>,
        /// The client whose goods are sold; `None` is the workspace's own.
        pub client: Option<PartyId>,
        /// Who ordered.
        pub customer: Option<CustomerId>,
        /// When it was placed.
        pub placed_at: SourceTime,
        /// When the source changed it last.
        pub updated_at: Option<SourceTime>,
        /// The currency of every amount.
        pub currency: Currency,
        /// The money terms.
        pub terms: Terms,
        /// Where it goes.
        pub destination: Option<Destination>,
        /// The goods.
        pub lines: Vec<PlacedLine>,
        /// What is charged beside.
        pub charges: Vec<Charge>,
        /// Totals as imported.
        pub totals: ImportedTotals,
        /// The service asked for, as the source's settings call it: an answer that a carrier's tariff needs, and no
        /// words of whoever ordered.
        pub service: Option<Code>,
        /// The source's statuses, verbatim.
        pub statuses: Vec<SourceStatus>,
        /// When it must have left, as somebody was told.
        pub ship_by: Option<Instant>,
        /// When it should arrive, as somebody was told.
        pub deliver_by: Option<Instant>,
        /// Holds that it comes in with, by its channel's settings.
        pub holds: Vec<HoldKind>,
        /// What is in doubt.
        pub doubts: Vec<Doubt>,
        /// Where it came from.
        pub source: Option<SourceRecord>,
        /// Personal rows: recipient and the rest.
        pub rows: Vec<Row>,
    }

    /// A word of a source that a person or a rule accepted.
    pub struct Accepted {
        /// Where it came from.
        pub source: SourceRecord,
        /// When the source said it, by the source.
        pub updated_at: Option<SourceTime>,
    }

    /// Lines were added to an order.
    pub struct LinesAdded {
        /// The order.
        pub order: OrderId,
        /// The lines; one whose key is there already gets more units.
        pub lines: Vec<PlacedLine>,
        /// The word of the source that is taken by this, where it is one: taken twice it is one.
        pub accepts: Option<Accepted>,
    }

    /// A line was found to mean an item.
    pub struct LineMatched {
        /// The order.
        pub order: OrderId,
        /// The line.
        pub line: LineKey,
        /// The item.
        pub item: ItemId,
    }

    /// A source said something of an order that is here already.
    pub struct SourceSaid {
        /// The order.
        pub order: OrderId,
        /// When the source changed it, by the source.
        pub updated_at: Option<SourceTime>,
        /// What it said, each key once.
        pub fields: Vec<SourceField>,
        /// What is in doubt by it.
        pub doubts: Vec<Doubt>,
        /// Where it came from.
        pub source: Option<SourceRecord>,
        /// The source's recipient.
        pub rows: Vec<Row>,
    }

    /// The order must wait.
    pub struct HoldPlaced {
        /// The order.
        pub order: OrderId,
        /// Why.
        pub kind: HoldKind,
        /// When it ends by itself.
        pub until: Option<Instant>,
        /// In whose words.
        pub rows: Vec<Row>,
    }

    /// An address was given or mended.
    pub struct AddressGiven {
        /// The order.
        pub order: OrderId,
        /// What of it is no personal data.
        pub destination: Destination,
        /// The recipient.
        pub rows: Vec<Row>,
    }

    /// Fields of an order were set.
    pub struct OrderSet {
        /// The order.
        pub order: OrderId,
        /// The fields, each key once.
        pub fields: Vec<OrderField>,
    }

    /// Units of one line.
    pub struct CancelledUnits {
        /// The line.
        pub line: LineKey,
        /// Which part of it.
        pub part: Part,
        /// From where.
        pub from: CancelledFrom,
        /// How many.
        pub units: Units,
    }

    /// Units of lines will not be delivered.
    pub struct LinesCancelled {
        /// The order.
        pub order: OrderId,
        /// Which.
        pub lines: Vec<CancelledUnits>,
        /// Why.
        pub why: CancelReason,
        /// In whose words.
        pub rows: Vec<Row>,
    }
}

impl OrderPlaced {
    /// An order of which nothing more is known than what it is of: on account, and without address, totals or rows.
    pub fn plain(
        order: OrderId,
        placed_at: SourceTime,
        currency: Currency,
        lines: Vec<PlacedLine>,
    ) -> Self {
        OrderPlaced {
            order,
            keys: Vec::new(),
            client: None,
            customer: None,
            placed_at,
            updated_at: None,
            currency,
            terms: Terms::OnAccount,
            destination: None,
            lines,
            charges: Vec::new(),
            totals: ImportedTotals {
                goods: None,
                shipping: None,
                tax: None,
                discount: None,
                total: None,
                tax_included: None,
            },
            service: None,
            statuses: Vec::new(),
            ship_by: None,
            deliver_by: None,
            holds: Vec::new(),
            doubts: Vec::new(),
            source: None,
            rows: Vec::new(),
        }
    }
}

impl CardField for SourceField {
    fn key(&self) -> FieldKey {
        let number = self.number();
        match self {
            SourceField::Status { kind, .. } => FieldKey::part(number, kind),
            SourceField::LineUnits { line, .. } | SourceField::Shipped { line, .. } => {
                FieldKey::part(number, line)
            }
            SourceField::Service(_)
            | SourceField::Total(_)
            | SourceField::ShipBy(_)
            | SourceField::Paid(_)
            | SourceField::Refunded(_)
            | SourceField::Cancelled(_) => FieldKey::whole(number),
        }
    }
}

impl CardField for OrderField {
    fn key(&self) -> FieldKey {
        let number = self.number();
        match self {
            OrderField::LinePrice { line, was, .. } => {
                FieldKey::part(number, &(line.clone(), *was))
            }
            OrderField::Terms(_)
            | OrderField::Service(_)
            | OrderField::ShipBy(_)
            | OrderField::DeliverBy(_)
            | OrderField::Priority(_)
            | OrderField::NotBefore(_)
            | OrderField::Customer(_)
            | OrderField::Charges(_)
            | OrderField::PlacedAt(_)
            | OrderField::Currency(_) => FieldKey::whole(number),
        }
    }
}
