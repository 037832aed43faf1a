//! Decimal arithmetic, without Python: numbers, limits and operations.

pub mod adjust;
pub mod basic;
pub mod coefficient;
pub mod compare;
pub mod fixed;
pub mod logical;
pub mod number;
pub mod power;
pub mod text;
pub mod transcendental;

pub use coefficient::Coefficient;
pub use number::{Kind, Limits, Number, Rounding, status};
