//! What lies where, free to promise.

use crate::limits::ALLOCATION_WAREHOUSES_MAX;

/// An item, by its place in the caller's list.
pub type SkuNumber = usize;

/// A warehouse, by its place in the caller's list.
pub type WarehouseNumber = usize;

/// Units of every item in every warehouse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stock {
    warehouses: usize,
    units: Vec<u32>,
}

/// Why a table of stock cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StockFault {
    /// There are more warehouses than an order is allocated over.
    TooManyWarehouses {
        /// How many there are.
        warehouses: usize,
    },
    /// There is no warehouse.
    NoWarehouse,
}

impl Stock {
    /// Nothing of so many items in so many warehouses.
    pub fn empty(warehouses: usize, skus: usize) -> Result<Stock, StockFault> {
        match warehouses {
            0 => Err(StockFault::NoWarehouse),
            1..=ALLOCATION_WAREHOUSES_MAX => Ok(Stock {
                warehouses,
                units: vec![0; warehouses * skus],
            }),
            _ => Err(StockFault::TooManyWarehouses { warehouses }),
        }
    }

    /// How many warehouses there are.
    pub fn warehouses(&self) -> usize {
        self.warehouses
    }

    /// How many items there are.
    pub fn skus(&self) -> usize {
        self.units.len() / self.warehouses
    }

    /// The units of an item in a warehouse; none where either is unknown.
    pub fn units(&self, sku: SkuNumber, warehouse: WarehouseNumber) -> u32 {
        self.row(sku).get(warehouse).copied().unwrap_or(0)
    }

    /// The units of an item, warehouse by warehouse; nothing where it is unknown.
    pub fn row(&self, sku: SkuNumber) -> &[u32] {
        let start = sku.saturating_mul(self.warehouses);
        self.units
            .get(start..start.saturating_add(self.warehouses))
            .unwrap_or(&[])
    }

    /// Sets the units of an item in a warehouse; an unknown item or warehouse changes nothing.
    pub fn set(&mut self, sku: SkuNumber, warehouse: WarehouseNumber, units: u32) {
        if let Some(there) = self.cell(sku, warehouse) {
            *there = units;
        }
    }

    /// Takes units away, down to none.
    pub(super) fn take(&mut self, sku: SkuNumber, warehouse: WarehouseNumber, units: u32) {
        if let Some(there) = self.cell(sku, warehouse) {
            *there = there.saturating_sub(units);
        }
    }

    /// Puts units back.
    pub(super) fn give(&mut self, sku: SkuNumber, warehouse: WarehouseNumber, units: u32) {
        if let Some(there) = self.cell(sku, warehouse) {
            *there = there.saturating_add(units);
        }
    }

    fn cell(&mut self, sku: SkuNumber, warehouse: WarehouseNumber) -> Option<&mut u32> {
        if warehouse >= self.warehouses {
            return None;
        }
        let at = sku.checked_mul(self.warehouses)?.checked_add(warehouse)?;
        self.units.get_mut(at)
    }
}
