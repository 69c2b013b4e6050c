//! The columns of an opening stock file by their headings, in four languages and the usual variants.

use crate::exchange::headings::{heading_key, shown_headings};
use crate::exchange::problem::FileError;
use crate::exchange::table::Row;

/// A column of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Code,
    Bin,
    Quantity,
    Name,
    Barcode,
}

const COLUMNS: [Column; 5] = [
    Column::Code,
    Column::Bin,
    Column::Quantity,
    Column::Name,
    Column::Barcode,
];

impl Column {
    /// Its usual heading, by which errors name it.
    pub(super) fn heading(self) -> &'static str {
        match self {
            Self::Code => "SKU",
            Self::Bin => "Bin",
            Self::Quantity => "Quantity",
            Self::Name => "Name",
            Self::Barcode => "Barcode",
        }
    }

    /// The headings that mean it, reduced as [`heading_key`] does; the surer ones first.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Code => &[
                "sku",
                "variantsku",
                "itemcode",
                "stockcode",
                "productcode",
                "itemnumber",
                "itemno",
                "partnumber",
                "partno",
                "sellersku",
                "suppliersku",
                "suppliercode",
                "articlenumber",
                "articleno",
                "code",
                "item",
                "article",
                "product",
                "kodebarang",
                "kodeproduk",
                "kodeitem",
                "kode",
                "артикуленномер",
                "кодартикул",
                "коднаартикул",
                "кодпродукт",
                "каталоженномер",
                "код",
                "артикул",
                "codarticol",
                "codprodus",
                "cod",
                "articol",
                "produs",
            ],
            Self::Bin => &[
                "bin",
                "binname",
                "bincode",
                "binlocation",
                "storagebin",
                "location",
                "locationcode",
                "place",
                "shelf",
                "position",
                "slot",
                "lokasi",
                "rak",
                "tempat",
                "posisi",
                "lokasirak",
                "клетка",
                "рафт",
                "място",
                "местоположение",
                "локация",
                "позиция",
                "raft",
                "locatie",
                "loc",
                "pozitie",
                "celula",
                "locdepozitare",
            ],
            Self::Quantity => &[
                "quantity",
                "qty",
                "onhand",
                "quantityonhand",
                "qtyonhand",
                "onhandquantity",
                "onhandnew",
                "onhandcurrent",
                "inventoryquantity",
                "instock",
                "stock",
                "units",
                "count",
                "stocklevel",
                "stockquantity",
                "stockqty",
                "available",
                "availablequantity",
                "availableqty",
                "qtyavailable",
                "freestock",
                "jumlah",
                "kuantitas",
                "stok",
                "stokawal",
                "jumlahstok",
                "tersedia",
                "количество",
                "наличност",
                "налично",
                "брой",
                "бройки",
                "бройка",
                "cantitate",
                "stoc",
                "stocinitial",
                "disponibil",
                "bucati",
                "buc",
            ],
            Self::Name => &[
                "name",
                "itemname",
                "productname",
                "title",
                "description",
                "itemdescription",
                "productdescription",
                "namabarang",
                "namaproduk",
                "nama",
                "deskripsi",
                "наименование",
                "име",
                "имепродукт",
                "описание",
                "denumire",
                "denumireprodus",
                "denumirearticol",
                "nume",
                "descriere",
            ],
            Self::Barcode => &[
                "barcode",
                "ean",
                "ean13",
                "gtin",
                "upc",
                "variantbarcode",
                "kodebatang",
                "kodebar",
                "баркод",
                "coddebare",
                "codbare",
                "codean",
            ],
        }
    }
}

/// Where each column stands.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    index: [Option<usize>; COLUMNS.len()],
    pub(super) width: usize,
}

impl Columns {
    /// Finds the columns. Of several headings that could mean a column the surer one does, so a file may have both
    /// "SKU" and "Product".
    pub(super) fn find(row: &Row<'_>) -> Result<Self, FileError> {
        let columns = Self::of(row.cells());
        let missing: Vec<&'static str> = [Column::Code, Column::Quantity]
            .into_iter()
            .filter(|column| columns.index[*column as usize].is_none())
            .map(Column::heading)
            .collect();
        if missing.is_empty() {
            Ok(columns)
        } else {
            Err(FileError::ColumnsMissing {
                missing,
                found: shown_headings(row),
            })
        }
    }

    fn of<'a>(headings: impl Iterator<Item = &'a str>) -> Self {
        let keys: Vec<String> = headings.map(heading_key).collect();
        let find = |column: Column| {
            column
                .names()
                .iter()
                .find_map(|name| keys.iter().position(|key| key == name))
        };
        Self {
            index: COLUMNS.map(find),
            width: keys.len(),
        }
    }

    pub(super) fn cell<'a>(&self, row: &Row<'a>, column: Column) -> Option<&'a str> {
        row.get(self.index[column as usize]?)
    }
}

/// Whether a heading row has what an opening stock file needs: a code and a quantity.
pub fn recognises<'a>(headings: impl IntoIterator<Item = &'a str>) -> bool {
    let columns = Columns::of(headings.into_iter());
    columns.index[Column::Code as usize].is_some()
        && columns.index[Column::Quantity as usize].is_some()
}

/// What each heading of a row means, by its usual name; `None` for columns that are not read.
pub fn meaning<'a>(headings: impl IntoIterator<Item = &'a str>) -> Vec<Option<&'static str>> {
    let columns = Columns::of(headings.into_iter());
    let mut meanings = vec![None; columns.width];
    for column in COLUMNS {
        if let Some(at) = columns.index[column as usize] {
            meanings[at] = Some(column.heading());
        }
    }
    meanings
}
