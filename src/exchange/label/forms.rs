//! The labels of a warehouse: parcel, return, bin, item, tote.
//!
//! The words on them ("From", "To") come from the caller, in the language of the place.

use super::{Align, Area, Field, Label, LabelError};
use crate::exchange::barcode::{Barcode, ElementCode, TextCode};
use crate::exchange::gs1::{Gtin, Sscc};

/// 4 by 6 inches, in whole millimetres.
const PARCEL_WIDTH_MM: usize = 101;
const PARCEL_HEIGHT_MM: usize = 152;

const MARGIN_DOTS: usize = 16;
const RULE_DOTS: usize = 3;

/// The words on a parcel label.
#[derive(Clone, Copy, Debug)]
pub struct ParcelWords<'t> {
    /// Above the sender: "From".
    pub from: &'t str,
    /// Above the receiver: "To".
    pub to: &'t str,
}

/// What stands on the label of a parcel. Lines may be of any language; empty ones are left out.
#[derive(Clone, Copy, Debug)]
pub struct ParcelLabel<'t> {
    /// Words.
    pub words: ParcelWords<'t>,
    /// Who sends, line by line.
    pub sender: &'t str,
    /// Who receives, line by line.
    pub receiver: &'t str,
    /// The carrier.
    pub carrier: &'t str,
    /// Its service.
    pub service: &'t str,
    /// The code by which its hubs sort, the post code where there is none.
    pub routing: &'t str,
    /// Weight, order and other references, one a line.
    pub references: &'t str,
    /// The carrier's number, where it gave one.
    pub tracking: Option<&'t str>,
    /// The number of the parcel, where the sender has a company prefix.
    pub sscc: Option<Sscc>,
    /// The sender's own number of the parcel, for scanners in the house.
    pub number: Option<&'t str>,
}

/// The label of a parcel, 4 by 6 inches.
///
/// # Errors
/// See [`LabelError`].
pub fn parcel(content: &ParcelLabel<'_>) -> Result<Label, LabelError> {
    let mut label = Label::new(PARCEL_WIDTH_MM, PARCEL_HEIGHT_MM);
    let mut rest = label.whole().inset(MARGIN_DOTS);
    address_head(&mut label, &mut rest, content)?;
    let (service, routing) = rest.take_top(96).split(rest.width * 3 / 5);
    label.text(
        Field::Service,
        service.inset(4),
        content.service,
        48,
        Align::Left,
    )?;
    label.text(
        Field::Routing,
        routing.inset(4),
        content.routing,
        80,
        Align::Centre,
    )?;
    divide(&mut label, &mut rest);
    let references = rest.take_top(104);
    label.text(
        Field::References,
        references,
        content.references,
        26,
        Align::Left,
    )?;
    divide(&mut label, &mut rest);
    let codes = usize::from(content.tracking.is_some())
        + usize::from(content.sscc.is_some())
        + usize::from(content.number.is_some());
    let height = rest.height / codes.max(1);
    if let Some(tracking) = content.tracking {
        let area = rest.take_top(height).inset(4);
        label.code(
            Field::Tracking,
            area,
            Barcode::text(TextCode::Code128, tracking),
        )?;
    }
    if let Some(sscc) = content.sscc {
        let barcode = Barcode::elements(ElementCode::Gs1128, &sscc.elements());
        label.code(Field::Parcel, rest.take_top(height).inset(4), barcode)?;
    }
    if let Some(number) = content.number {
        let area = rest.take_top(height).inset(4);
        label.code(
            Field::Parcel,
            area,
            Barcode::text(TextCode::Code128, number),
        )?;
    }
    Ok(label)
}

/// Sender and carrier side by side, the receiver large below them.
fn address_head(
    label: &mut Label,
    rest: &mut Area,
    content: &ParcelLabel<'_>,
) -> Result<(), LabelError> {
    let (mut from, carrier) = rest.take_top(200).split(rest.width * 3 / 5);
    label.text(
        Field::Sender,
        from.take_top(26),
        content.words.from,
        20,
        Align::Left,
    )?;
    label.text(Field::Sender, from, content.sender, 26, Align::Left)?;
    label.text(
        Field::Service,
        carrier.inset(4),
        content.carrier,
        56,
        Align::Centre,
    )?;
    divide(label, rest);
    let mut to = rest.take_top(280);
    label.text(
        Field::Receiver,
        to.take_top(26),
        content.words.to,
        20,
        Align::Left,
    )?;
    label.text(Field::Receiver, to, content.receiver, 44, Align::Left)?;
    divide(label, rest);
    Ok(())
}

fn divide(label: &mut Label, rest: &mut Area) {
    let mut space = rest.take_top(RULE_DOTS + 8);
    space.y += 4;
    space.height = RULE_DOTS;
    label.rule(space);
}

/// What stands on the label of a return.
#[derive(Clone, Copy, Debug)]
pub struct ReturnLabel<'t> {
    /// Words.
    pub words: ParcelWords<'t>,
    /// "Return".
    pub title: &'t str,
    /// Who sends it back.
    pub sender: &'t str,
    /// Where to.
    pub receiver: &'t str,
    /// Order and contents.
    pub references: &'t str,
    /// The number of the return, for the scanner at the dock.
    pub number: &'t str,
}

/// The label that a customer sends a return with, 4 by 6 inches.
///
/// # Errors
/// See [`LabelError`].
pub fn returned(content: &ReturnLabel<'_>) -> Result<Label, LabelError> {
    let mut label = Label::new(PARCEL_WIDTH_MM, PARCEL_HEIGHT_MM);
    let mut rest = label.whole().inset(MARGIN_DOTS);
    let as_parcel = ParcelLabel {
        words: content.words,
        sender: content.sender,
        receiver: content.receiver,
        carrier: content.title,
        service: "",
        routing: "",
        references: "",
        tracking: None,
        sscc: None,
        number: None,
    };
    address_head(&mut label, &mut rest, &as_parcel)?;
    let references = rest.take_top(260);
    label.text(
        Field::References,
        references,
        content.references,
        30,
        Align::Left,
    )?;
    divide(&mut label, &mut rest);
    let (linear, matrix) = rest.inset(4).split(rest.width * 2 / 3);
    let code = |code| Barcode::text(code, content.number);
    label.code(Field::Code, linear, code(TextCode::Code128))?;
    label.code(Field::Code, matrix, code(TextCode::Qr))?;
    Ok(label)
}

/// The label of a bin, 100 by 50 millimetres: its code large, to be read from the aisle, and as a bar code.
///
/// # Errors
/// See [`LabelError`].
pub fn bin(code: &str) -> Result<Label, LabelError> {
    let mut label = Label::new(100, 50);
    let mut rest = label.whole().inset(MARGIN_DOTS);
    let large = rest.take_top(150);
    label.text(Field::Code, large, code, 130, Align::Centre)?;
    label.code(Field::Code, rest, Barcode::text(TextCode::Code128, code))?;
    Ok(label)
}

/// A label with one bar code of any kind below a title, 100 by 50 millimetres.
///
/// # Errors
/// See [`LabelError`].
pub fn code(title: &str, barcode: Barcode) -> Result<Label, LabelError> {
    let mut label = Label::new(100, 50);
    let mut rest = label.whole().inset(MARGIN_DOTS);
    let large = rest.take_top(48);
    label.text(Field::Name, large, title, 40, Align::Centre)?;
    label.code(Field::Code, rest, Ok(barcode))?;
    Ok(label)
}

/// The label of a tote, 100 by 50 millimetres: as of a bin, with a QR code that is read from any side.
///
/// # Errors
/// See [`LabelError`].
pub fn tote(code: &str) -> Result<Label, LabelError> {
    let mut label = Label::new(100, 50);
    let rest = label.whole().inset(MARGIN_DOTS);
    let (matrix, mut right) = rest.split(rest.height);
    label.code(Field::Code, matrix, Barcode::text(TextCode::Qr, code))?;
    let large = right.take_top(150);
    label.text(Field::Code, large.inset(4), code, 110, Align::Centre)?;
    label.code(
        Field::Code,
        right.inset(4),
        Barcode::text(TextCode::Code128, code),
    )?;
    Ok(label)
}

/// What stands on the label of an item.
#[derive(Clone, Copy, Debug)]
pub struct ItemLabel<'t> {
    /// Its code in the shop.
    pub sku: &'t str,
    /// Its name.
    pub name: &'t str,
    /// Its item number, where it has one.
    pub gtin: Option<Gtin>,
}

/// The label of an item, 60 by 40 millimetres: item number or code as a bar code, name and code above it.
///
/// # Errors
/// See [`LabelError`].
pub fn item(content: &ItemLabel<'_>) -> Result<Label, LabelError> {
    let mut label = Label::new(60, 40);
    let mut rest = label.whole().inset(MARGIN_DOTS);
    let name = rest.take_top(84);
    label.text(Field::Name, name, content.name, 30, Align::Left)?;
    let sku = rest.take_top(36);
    label.text(Field::Code, sku, content.sku, 30, Align::Left)?;
    let barcode = match content.gtin {
        Some(gtin) => Barcode::retail(gtin),
        None => Barcode::text(TextCode::Code128, content.sku),
    };
    // A long code that would be too wide as bars still fits as squares.
    let placed = label.code(Field::Code, rest, barcode);
    if placed == Err(LabelError::TooWide(Field::Code)) {
        let matrix = Barcode::text(TextCode::DataMatrix, content.sku);
        return label.code(Field::Code, rest, matrix).map(|()| label);
    }
    placed.map(|()| label)
}
