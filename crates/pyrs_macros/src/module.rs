//! `#[pymodule]`.

use crate::native::{NativeFunction, Receiver};
use crate::options::{Options, doc_of, take_marker};
use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::{Item, ItemMod, LitStr};

const MARKERS: &[&str] = &["function", "attr", "init"];

fn module_name(attribute: TokenStream, item: &ItemMod) -> syn::Result<String> {
    let mut name = item.ident.to_string().trim_start_matches("r#").to_owned();
    let parser = syn::meta::parser(|meta| {
        if !meta.path.is_ident("name") {
            return Err(meta.error("the only option is `name = \"...\"`"));
        }
        name = meta.value()?.parse::<LitStr>()?.value();
        Ok(())
    });
    parser.parse2(attribute)?;
    Ok(name)
}

/// Expands the module.
pub fn expand(attribute: TokenStream, mut item: ItemMod) -> syn::Result<TokenStream> {
    let name = module_name(attribute, &item)?;
    let doc = doc_of(&item.attrs);
    let span = item.span();
    let Some((_, items)) = &mut item.content else {
        return Err(syn::Error::new(span, "#[pymodule] needs the module's body here"));
    };
    let (mut functions, mut attributes, mut init) = (Vec::new(), Vec::new(), None);
    for member in items.iter_mut() {
        let Item::Fn(function) = member else { continue };
        let Some((marker, attribute)) = take_marker(&mut function.attrs, MARKERS)? else {
            continue;
        };
        let ident = function.sig.ident.clone();
        match marker.as_str() {
            "function" => {
                let options = Options::parse(&attribute, &["name", "signature", "keywords", "kwonly", "flags"])?;
                let native = NativeFunction {
                    signature: &function.sig,
                    attributes: &function.attrs,
                    options: &options,
                    path: quote!(#ident),
                    receiver: Receiver::Module,
                    module: &name,
                };
                functions.push(native.definition()?);
            }
            "attr" => {
                let options = Options::parse(&attribute, &["name"])?;
                let attribute_name = match &options.name {
                    Some(name) => name.value(),
                    None => ident.to_string().trim_start_matches("r#").to_owned(),
                };
                attributes.push(quote! {
                    (#attribute_name, {
                        fn make(
                            thread: &mut ::pyrs_object::Thread,
                        ) -> ::pyrs_object::PyResult<::pyrs_object::Value> {
                            ::pyrs_object::convert::IntoResult::into_result(#ident(thread), thread)
                        }
                        make
                    })
                });
            }
            _ => {
                Options::parse(&attribute, &[])?;
                if init.replace(quote!(Some(#ident))).is_some() {
                    return Err(syn::Error::new(ident.span(), "a module has one #[init] function"));
                }
            }
        }
    }
    let init = init.unwrap_or_else(|| quote!(None));
    items.push(syn::parse2(quote! {
        /// The module's description.
        pub static MODULE: ::pyrs_object::native_module::NativeModule = ::pyrs_object::native_module::NativeModule {
            name: #name,
            doc: #doc,
            functions: &[#(#functions),*],
            attributes: &[#(#attributes),*],
            init: #init,
        };
    })?);
    items.push(syn::parse2(quote! {
        /// Makes the module object.
        pub fn create(
            thread: &mut ::pyrs_object::Thread,
        ) -> ::pyrs_object::PyResult<::pyrs_object::Ref<::pyrs_object::module::ModuleObject>> {
            MODULE.create(thread)
        }
    })?);
    Ok(quote!(#item))
}
