//! What facts of this area mean.

use super::MoneyFact;
use crate::trade::id::{CreditNoteId, DocumentId};
use crate::trade::people::Role;
use crate::trade::table::{Row, Sink, Standing};

const OFFICE: &[Role] = &[Role::Office, Role::Supervisor];
const MONEY_IN: &[Role] = &[Role::Office, Role::Supervisor, Role::Packer];

impl MoneyFact {
    pub(crate) fn row(&self, at: &Standing, sink: &mut impl Sink) -> Row {
        match self {
            MoneyFact::PaymentRecorded(payment) => {
                sink.rows(DocumentId::Fact(at.fact), &payment.rows);
                sink.document(DocumentId::Order(payment.order.clone()));
                Row::office(MONEY_IN)
            }
            MoneyFact::Refunded(refund) => {
                sink.rows(DocumentId::Fact(at.fact), &refund.rows);
                sink.document(DocumentId::Order(refund.order.clone()));
                if let Some(rma) = refund.rma {
                    sink.document(DocumentId::Return(rma));
                }
                Row::office(OFFICE)
            }
            MoneyFact::PaymentSettled(settled) => {
                sink.document(DocumentId::Order(settled.order.clone()));
                Row::office(MONEY_IN)
            }
            MoneyFact::Voided(voided) => {
                sink.document(DocumentId::Order(voided.order.clone()));
                Row::office(OFFICE)
            }
            MoneyFact::CreditNoted(noted) => {
                let note = DocumentId::CreditNote(CreditNoteId(at.opened()));
                sink.opens(note.clone());
                sink.document(note);
                for matched in &noted.matched {
                    sink.document(DocumentId::Order(matched.order.clone()));
                }
                Row::office(OFFICE)
            }
        }
    }
}
