//! Identities. A name that is shown can be changed; an identity cannot.
//!
//! Two kinds. *By its first code*: items, lots, places, parties, channels and orders are named by the code under which
//! they were first written and a generation, so that two devices that meet the same code mean the same thing, and a
//! code that is used again for something else is another generation. *By the fact that opened it*: documents of our
//! own (fulfilment orders, parcels, batches, operators and so on) are named by the commit and their place in it.

use super::quantity::Instant;
use super::text::Code;
use crate::stream::id::{FactId, Hash, Opened};
use crate::stream::wire::{Malformed, Reader, Wire, Writer};
use crate::{wire_enum, wire_struct};

wire_struct! {
    /// The code under which something was first written, and which use of the code this is.
    pub struct FirstCode {
        /// The code as first written.
        pub code: Code,
        /// 0 for the first thing that had the code, 1 for the next that the code was given to, and so on.
        pub generation: u32,
    }
}

impl FirstCode {
    /// The first thing that has this code.
    pub fn new(code: Code) -> Self {
        FirstCode {
            code,
            generation: 0,
        }
    }
}

wire_enum! {
    /// What something is called: by a code, or, where nobody knew what it was when it came, by the fact that first
    /// held it. A placeholder is never the code that was written; that it turns out to be a known thing is a fact of
    /// its own (`identity::Merged`).
    pub enum Name {
        /// By its first code.
        0 => Coded(FirstCode),
        /// Unknown when it came.
        1 => Placeholder(Opened),
        /// By the document that it came with: a lot of each receipt, for items that have no lots of their own.
        2 => OfDocument(Opened),
    }
}

impl LotId {
    /// What stands before all lots of an item in their order.
    pub(crate) fn first_of(item: &ItemId) -> Self {
        LotId {
            item: item.clone(),
            name: Name::least(),
        }
    }
}

impl Name {
    /// The first of all names in their order.
    pub(crate) fn least() -> Self {
        Name::Coded(FirstCode {
            code: Code::least(),
            generation: 0,
        })
    }
}

wire_struct! {
    /// Somebody we deal with: a client whose goods we keep, a supplier, a carrier, a marketplace, a contractor. One
    /// party may be several of these. People who order are [`CustomerId`]s.
    pub struct PartyId {
        /// The name.
        pub name: Name,
    }

    /// A warehouse.
    pub struct WarehouseId {
        /// The first code.
        pub first: FirstCode,
    }

    /// A storage location of a warehouse: bin, shelf, floor, dock.
    pub struct LocationId {
        /// The warehouse that it is in.
        pub warehouse: WarehouseId,
        /// The first code.
        pub first: FirstCode,
    }

    /// A channel that orders come by: a shop, a marketplace account, the telephone.
    pub struct ChannelId {
        /// The first code.
        pub first: FirstCode,
    }

    /// An item: what can be ordered, kept and shipped. Two clients may use one code for two items.
    pub struct ItemId {
        /// The client in whose catalog it stands; `None` is the workspace's own.
        pub client: Option<PartyId>,
        /// The name.
        pub name: Name,
    }

    /// A lot of an item. Expiry, production date and recall are fields of it.
    pub struct LotId {
        /// The item.
        pub item: ItemId,
        /// The lot's own name.
        pub name: Name,
    }

    /// An order, by what its source calls it.
    pub struct OrderId {
        /// The channel.
        pub channel: ChannelId,
        /// The key as first written. Later keys are aliases by fact.
        pub key: OrderKey,
        /// 0, or more where a source gave a number again.
        pub generation: u32,
    }
}

wire_enum! {
    /// What kind of file a blob is.
    pub enum BlobKind {
        /// A JPEG picture.
        0 => Jpeg,
        /// A PNG picture.
        1 => Png,
        /// A WebP picture.
        2 => Webp,
        /// A PDF document.
        3 => Pdf,
        /// A video.
        4 => Video,
        /// A text.
        5 => Text,
        /// Any other bytes.
        6 => Other,
    }

    /// What a source calls an order.
    pub enum OrderKey {
        /// The source's own identity that never changes.
        0 => Id(Code),
        /// The number that people see, where the source gives no identity.
        1 => Number(Code),
    }

    /// A person or company that orders. Opaque: an e-mail or a telephone number is never an identity.
    pub enum CustomerId {
        /// By the source's own number of the customer.
        0 => Numbered {
            /// The channel.
            channel: ChannelId,
            /// The source's number. A source's word for a customer that is no number may be personal, so it is a digest.
            number: u64,
        },
        /// By a keyed digest of what the source calls the customer, where that is no number; the key is personal.
        1 => Digest {
            /// The channel.
            channel: ChannelId,
            /// The digest.
            digest: [u8; 16],
        },
        /// Known by one order only.
        2 => OfOrder(OrderId),
    }
}

/// Declares identities of documents that are named by the fact that opened them.
macro_rules! opened {
    ($($(#[$meta:meta])* $name:ident),* $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Opened);

        impl Wire for $name {
            fn write(&self, w: &mut Writer<'_>) {
                self.0.write(w);
            }

            fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
                Opened::read(r).map($name)
            }
        }
    )*};
}

opened! {
    /// Somebody who works with Depo. Name and contact are personal; the card holds a code.
    OperatorId,
    /// What one warehouse, supplier or marketplace is to do for one order.
    FulfilmentOrderId,
    /// A pick batch: fulfilment orders picked together.
    BatchId,
    /// A parcel: a container with a shipping document.
    ParcelId,
    /// An RMA: units that a customer may send back.
    ReturnId,
    /// An expected or actual delivery of goods to a warehouse.
    ReceiptId,
    /// A hold on an order.
    HoldId,
    /// A transfer of stock between warehouses.
    TransferId,
    /// An assembly or disassembly by recipe.
    AssemblyId,
    /// Goods collected for a supplier to take back.
    SupplierReturnId,
    /// Stock kept for a cart that is not an order yet.
    CartId,
    /// An edition of a recipe: what a kit is made of from a date on.
    RecipeId,
    /// A document of goods movements that belong to no order: an opening, an adjustment, a correction.
    StockDocumentId,
    /// An order to erase personal data.
    ErasureId,
    /// A credit note.
    CreditNoteId,
    /// A rule: if this, then that.
    RuleId,
    /// A view of a list that is shared.
    SharedViewId,
}

wire_enum! {
    /// What goods can stand in, beside a location.
    pub enum ContainerId {
        /// A tote, cart, pallet or licence plate, by the code on its label.
        0 => Labelled(FirstCode),
        /// A parcel.
        1 => Parcel(ParcelId),
    }

    /// A document by its name: whatever personal data, evidence, leases or conflict entries can belong to.
    pub enum DocumentId {
        /// The workspace itself.
        0 => Workspace,
        /// An item.
        1 => Item(ItemId),
        /// A lot.
        2 => Lot(LotId),
        /// A warehouse.
        3 => Warehouse(WarehouseId),
        /// A location.
        4 => Location(LocationId),
        /// A container; a parcel too.
        5 => Container(ContainerId),
        /// A party.
        6 => Party(PartyId),
        /// A channel.
        7 => Channel(ChannelId),
        /// A customer.
        8 => Customer(CustomerId),
        /// An operator.
        9 => Operator(OperatorId),
        /// An order.
        10 => Order(OrderId),
        /// A fulfilment order.
        11 => FulfilmentOrder(FulfilmentOrderId),
        /// A pick batch.
        12 => Batch(BatchId),
        /// An RMA.
        13 => Return(ReturnId),
        /// A receipt.
        14 => Receipt(ReceiptId),
        /// A transfer.
        15 => Transfer(TransferId),
        /// A document of movements.
        16 => Stock(StockDocumentId),
        /// A recipe.
        17 => Recipe(RecipeId),
        /// An erasure.
        18 => Erasure(ErasureId),
        /// A credit note.
        19 => CreditNote(CreditNoteId),
        /// A rule.
        20 => Rule(RuleId),
        /// A shared view.
        21 => SharedView(SharedViewId),
        /// An assembly.
        22 => Assembly(AssemblyId),
        /// A return to a supplier.
        23 => SupplierReturn(SupplierReturnId),
        /// A replenishment.
        24 => Replenishment(ReplenishmentId),
        /// A cart.
        25 => Cart(CartId),
        /// A hold.
        26 => Hold(HoldId),
        /// A fact that opens no document and has personal rows: a payment, a refund, a cancellation.
        27 => Fact(FactId),
        /// A file that was read, by the first 16 bytes of SHA-256 of its bytes.
        28 => File([u8; 16]),
    }
}

wire_struct! {
    /// A task to fill a pick face, by its cause: raised twice it is one.
    pub struct ReplenishmentId {
        /// The pick face.
        pub location: LocationId,
        /// The item.
        pub item: ItemId,
        /// The instant at which it fell due.
        pub due: Instant,
    }

    /// A carton that parcels are packed in, by the code of its kind.
    pub struct CartonId {
        /// The first code.
        pub first: FirstCode,
    }

    /// A file, picture or signature that lies beside the journal, by its hash.
    pub struct BlobId {
        /// SHA-256 of its bytes.
        pub hash: Hash,
        /// What it is.
        pub kind: BlobKind,
        /// How many bytes it has.
        pub bytes: u64,
    }
}
