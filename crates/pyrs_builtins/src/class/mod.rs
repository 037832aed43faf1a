//! Classes: `type` and its methods, and how a class is made.

pub mod attributes;
pub mod build_class;
pub mod construct;
pub mod layout;
pub mod methods;
pub mod mro;
pub mod namespace;
pub mod slots_declaration;

pub use methods::register;
