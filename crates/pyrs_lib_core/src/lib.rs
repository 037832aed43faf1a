//! Modules that belong to the language's core library and need nothing of the operating system.
//!
//! Invariant: state that holds values lies in heap objects, never in Rust containers.

use pyrs_object::native_module::NativeModule;

pub mod abc;
pub mod array;
pub mod binascii;
pub mod bisect;
pub mod buffer;
pub mod bz2;
pub mod cmath;
pub mod collect;
pub mod collections;
pub mod compression;
pub mod contextvars;
pub mod csv;
pub mod datetime;
pub mod decimal;
pub mod expat;
pub mod foreign;
pub mod functools;
pub mod hashes;
pub mod heapq;
pub mod invoke;
pub mod itertools;
pub mod json;
pub mod lzma;
pub mod math;
pub mod opcodes;
pub mod operator;
pub mod owned;
pub mod pickle;
pub mod random;
pub mod repr_guard;
pub mod sre;
pub mod statistics;
pub mod structs;
pub mod text_buffer;
pub mod typing;
pub mod unicodedata;
pub mod uuid;
pub mod zlib;

/// Every module of this crate.
pub static MODULES: &[&NativeModule] = &[
    &abc::MODULE,
    &array::MODULE,
    &binascii::MODULE,
    &bisect::MODULE,
    &bz2::MODULE,
    &cmath::MODULE,
    &collections::MODULE,
    &csv::MODULE,
    &contextvars::MODULE,
    &datetime::MODULE,
    &decimal::MODULE,
    &expat::MODULE,
    &functools::MODULE,
    &hashes::BLAKE2_MODULE,
    &hashes::HASHLIB_MODULE,
    &hashes::HMAC_MODULE,
    &hashes::MD5_MODULE,
    &hashes::SHA1_MODULE,
    &hashes::SHA2_MODULE,
    &hashes::SHA3_MODULE,
    &heapq::MODULE,
    &itertools::MODULE,
    &json::MODULE,
    &lzma::MODULE,
    &math::MODULE,
    &opcodes::MODULE,
    &operator::MODULE,
    &pickle::MODULE,
    &random::MODULE,
    &sre::MODULE,
    &statistics::MODULE,
    &structs::MODULE,
    &typing::MODULE,
    &unicodedata::MODULE,
    &uuid::MODULE,
    &zlib::MODULE,
];
