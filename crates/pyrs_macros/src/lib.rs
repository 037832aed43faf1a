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

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    fn methods_error(item: syn::ItemImpl) -> String {
        match crate::methods::expand(Default::default(), item) {
            // Errors of single functions come beside the block, as `compile_error!`.
            Ok(tokens) => tokens.to_string(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn mistakes_are_explained() {
        let cases: [(syn::ItemImpl, &str); 6] = [
            (
                parse_quote!(impl M { #[method] fn f() {} }),
                "the first parameter must be",
            ),
            (
                parse_quote!(impl M { #[method] fn f(t: &mut Thread) {} }),
                "a receiver must follow the thread",
            ),
            (
                parse_quote!(impl M { #[method(nmae = "g")] fn f(t: &mut Thread, this: Value) {} }),
                "unknown option, expected one of: name",
            ),
            (
                parse_quote!(impl M { #[setter] fn set_x(t: &mut Thread, this: Value, v: Option<Value>) {} }),
                "there is no getter `x`",
            ),
            (
                parse_quote!(impl M { #[slot] fn binary(t: &mut Thread, o: BinaryOp, a: Value, b: Value) {} }),
                "say which operators the type has",
            ),
            (
                parse_quote!(impl M { #[method] fn f(t: &mut Thread, this: Value, a: Value, args: Args) {} }),
                "must be the only parameter there",
            ),
        ];
        for (item, expected) in cases {
            let found = methods_error(item);
            assert!(found.contains("compile_error"), "{found}");
            assert!(found.contains(expected), "{found}");
        }
    }

    #[test]
    fn modules_need_a_body() {
        let error = crate::module::expand(
            Default::default(),
            parse_quote!(
                mod m;
            ),
        );
        assert!(error.is_err_and(|e| e.to_string().contains("needs the module's body")));
    }
}
