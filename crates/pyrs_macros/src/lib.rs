//! Attribute macros by which native types and modules are written: one Rust function per Python function.
//!
//! `#[pymethods]` on an impl block makes the tables of a type's methods, getters, setters and slots, and a `register`
//! function that fills a class from them; `#[pymodule]` on a module makes a `NativeModule`. The code generated per
//! function is small: argument binding and errors are shared functions of `pyrs_object::convert`.
//!
//! Absent: generics, and parameter types other than those that `convert::FromValue` is implemented for.

mod methods;
mod module;
mod native;
mod options;

use proc_macro::TokenStream;
use syn::parse_macro_input;

/// Makes the methods of a native type from an impl block.
///
/// Functions are marked `#[method]`, `#[classmethod]`, `#[staticmethod]`, `#[getter]`, `#[setter]` or `#[slot]`; others
/// stay plain associated functions. The doc comment of the block becomes the class's `__doc__`.
#[proc_macro_attribute]
pub fn pymethods(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let attribute = proc_macro2::TokenStream::from(attribute);
    let item = parse_macro_input!(item as syn::ItemImpl);
    methods::expand(attribute, item)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

/// Makes a native module from a Rust module: `#[pymodule(name = "math")] mod math { ... }`.
///
/// Functions are marked `#[function]`, `#[attr]` or `#[init]`; everything else stays as it is.
#[proc_macro_attribute]
pub fn pymodule(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let attribute = proc_macro2::TokenStream::from(attribute);
    let item = parse_macro_input!(item as syn::ItemMod);
    module::expand(attribute, item)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}
