//! receive_scan
