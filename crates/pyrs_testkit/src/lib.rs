//! Behaviour tests: Python programs with recorded outputs, run in every mode of the executable.
//!
//! The kit knows pyrs only as an executable and depends on no other crate of the workspace, so that a build failure
//! anywhere shows as one. The invariant that it defends: a program prints what CPython 3.14 printed, whatever the mode.
//! docs/testing.md says how to write a program. Expectations written by hand are deliberately absent: `cargo xtask bless`
//! records them (module `bless`).

pub mod bless;
pub mod case;
pub mod executable;
pub mod modes;
pub mod process;
pub mod report;
pub mod workspace;
