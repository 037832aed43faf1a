//! The collector: heap, roots, conservative stack scan, marking and sweeping.
