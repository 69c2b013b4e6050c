//! Facts about personal data: that a row was written, and that rows are to be erased.

use crate::stream::id::FactId;
use crate::trade::id::{DocumentId, ErasureId};
use crate::{wire_enum, wire_struct};

wire_enum! {
    /// What a row of personal data is about.
    pub enum Slot {
        /// To whom and where: name, company, street, city, post code, contact.
        0 => Recipient,
        /// The same, as the source said it last.
        1 => SourceRecipient,
        /// Who pays.
        2 => Payer,
        /// Name and contact of an operator, party or customer.
        3 => Contact,
        /// Words of the house about it.
        4 => Note,
        /// Words of the customer, or to the customer: gift messages and engravings too.
        5 => Message,
        /// Titles of lines as the source wrote them.
        6 => Titles,
        /// A signature; the row names the blob.
        7 => Signature,
        /// A picture in which people may be seen; the row names the blob.
        8 => Picture,
        /// A row of a file as it came.
        9 => RawRow,
        /// The name of a file.
        10 => FileName,
        /// The reference of a payment.
        11 => PaymentReference,
        /// Tax numbers.
        12 => TaxNumber,
        /// The key of a customer's digest.
        13 => CustomerKey,
        /// The salted, slow hash of an operator's PIN. A PIN of four digits falls all the same to whoever holds the device
        /// for an hour.
        14 => Pin,
        /// The salted digest of an operator's badge.
        15 => Badge,
        /// The tags that the source gave an order, and its codes of what is charged beside the goods.
        16 => Tags,
    }

    /// Why personal data is erased.
    pub enum ErasureCause {
        /// The person asked.
        0 => Request,
        /// It has reached the age that a policy sets.
        1 => Age,
        /// It should never have been taken in.
        2 => Mistake,
    }

    /// A fact of this area.
    pub enum PersonalFact {
        /// Rows were written to a document.
        0 => RowsWritten(RowsWritten),
        /// It was ordered to erase rows. Opens the erasure; nothing is deleted yet.
        1 => ErasureOrdered(ErasureOrdered),
        /// The erasure is executed: whoever holds this fact, verified and without a gap before it, deletes. Any device may
        /// raise it; raised twice it is one.
        2 => ErasureExecuted { erasure: ErasureId },
        /// The erasure was called off. Holds only if every execution of it knew this.
        3 => ErasureRevoked { erasure: ErasureId },
        /// Personal data was restricted: it is kept, and no screen, list, paper or file shows it but the page of the data
        /// subject. The restriction is named by this fact.
        4 => Restricted(Restricted),
        /// A restriction ended. Others of the same documents stand.
        5 => RestrictionLifted { restriction: FactId, documents: Vec<DocumentId> },
    }

    /// From when the age counts at which personal data of an order is erased.
    pub enum ErasureStart {
        /// From when everything has left or is cancelled.
        0 => Completed,
        /// From when all that left has arrived.
        1 => Delivered,
        /// From when the last parcel left.
        2 => Shipped,
        /// From when it was placed.
        3 => Placed,
    }
}

wire_struct! {
    /// That a row of personal data was written: its slot, and a hash that shows whether a row is the one that was
    /// written. Which row is meant follows from document, slot and the commit that wrote it; the row itself stands in a
    /// table beside the commits, whose key is the hash.
    pub struct Row {
        /// What it is about.
        pub slot: Slot,
        /// The first 16 bytes of SHA-256 over the row's 16 random bytes and its content.
        pub hash: [u8; 16],
    }

    /// Rows were written to a document.
    pub struct RowsWritten {
        /// The document.
        pub document: DocumentId,
        /// The rows, each slot once.
        pub rows: Vec<Row>,
    }

    /// What of a document is to be erased.
    pub struct ErasedSlots {
        /// The document.
        pub document: DocumentId,
        /// The slots.
        pub slots: Vec<Slot>,
    }

    /// It was ordered to erase rows: every row of these slots whose commit knew no execution of this erasure, whenever
    /// it comes.
    pub struct ErasureOrdered {
        /// Why.
        pub cause: ErasureCause,
        /// What.
        pub slots: Vec<ErasedSlots>,
    }

    /// Personal data of these documents was restricted, whatever their slots.
    pub struct Restricted {
        /// The documents.
        pub documents: Vec<DocumentId>,
    }
}
