//! returns_scan
