//! `#[pymethods]`.

use crate::native::{NativeFunction, Receiver, parameter_types};
use crate::options::{Options, doc_of, take_marker};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::spanned::Spanned;
use syn::{ImplItem, ImplItemFn, ItemImpl, LitStr, Type};

const MARKERS: &[&str] = &["method", "classmethod", "staticmethod", "getter", "setter", "slot"];
const FUNCTION_OPTIONS: &[&str] = &["name", "signature", "keywords", "kwonly", "flags"];

#[derive(Default)]
struct Tables {
    methods: Vec<TokenStream>,
    getters: Vec<(String, String, TokenStream, bool)>,
    setters: Vec<(String, proc_macro2::Span, TokenStream)>,
    slots: Vec<TokenStream>,
    operators: Operators,
}

#[derive(Default)]
struct Operators {
    both: Vec<syn::Ident>,
    plain: Vec<syn::Ident>,
    inplace: Vec<syn::Ident>,
    unary: Vec<syn::Ident>,
}

/// Expands the impl block.
pub fn expand(attribute: TokenStream, mut item: ItemImpl) -> syn::Result<TokenStream> {
    if !attribute.is_empty() {
        return Err(syn::Error::new(attribute.span(), "#[pymethods] has no options"));
    }
    if item.trait_.is_some() || !item.generics.params.is_empty() {
        return Err(syn::Error::new(
            item.span(),
            "#[pymethods] goes on a plain impl block without generics",
        ));
    }
    let class_doc = doc_of(&item.attrs);
    let ty = (*item.self_ty).clone();
    let mut tables = Tables::default();
    let mut errors: Option<syn::Error> = None;
    for member in &mut item.items {
        let ImplItem::Fn(function) = member else { continue };
        if let Err(error) = add(&mut tables, &ty, function) {
            match &mut errors {
                Some(errors) => errors.combine(error),
                None => errors = Some(error),
            }
        }
    }
    let tables = match errors {
        Some(errors) => Err(errors),
        None => generate(&ty, &class_doc, tables),
    };
    // The block itself stays in any case, so that one mistake does not bring errors for every use of it.
    let tables = tables.unwrap_or_else(syn::Error::into_compile_error);
    Ok(quote! {
        // Slots and methods have Python's names and meanings.
        #[allow(clippy::new_ret_no_self, clippy::should_implement_trait, clippy::wrong_self_convention)]
        #item
        #tables
    })
}

fn add(tables: &mut Tables, ty: &Type, function: &mut ImplItemFn) -> syn::Result<()> {
    let Some((marker, attribute)) = take_marker(&mut function.attrs, MARKERS)? else {
        return Ok(());
    };
    let ident = &function.sig.ident;
    let path = quote!(<#ty>::#ident);
    let receiver = match marker.as_str() {
        "method" => Receiver::Object,
        "classmethod" => Receiver::Class,
        "staticmethod" => Receiver::Static,
        "getter" | "setter" => return add_accessor(tables, &marker, &attribute, function, path),
        _ => return add_slot(tables, &attribute, function, path),
    };
    let options = Options::parse(&attribute, FUNCTION_OPTIONS)?;
    let native = NativeFunction {
        signature: &function.sig,
        attributes: &function.attrs,
        options: &options,
        path,
        receiver,
        module: "",
    };
    tables.methods.push(native.definition()?);
    Ok(())
}

fn add_accessor(
    tables: &mut Tables,
    marker: &str,
    attribute: &syn::Attribute,
    function: &ImplItemFn,
    path: TokenStream,
) -> syn::Result<()> {
    let options = Options::parse(attribute, &["name", "kind"])?;
    let types = parameter_types(&function.sig)?;
    let rust_name = function.sig.ident.to_string();
    let rust_name = rust_name.trim_start_matches("r#");
    let getter = marker == "getter";
    let name = match (&options.name, getter) {
        (Some(name), _) => name.value(),
        (None, true) => rust_name.to_owned(),
        (None, false) => match rust_name.strip_prefix("set_") {
            Some(name) => name.to_owned(),
            None => {
                return Err(syn::Error::new(
                    function.sig.ident.span(),
                    "a setter is called `set_NAME`, or has `name = \"...\"`",
                ));
            }
        },
    };
    let expected = if getter { 1 } else { 2 };
    if types.len() != expected {
        let form = if getter {
            "(thread, this)"
        } else {
            "(thread, this, value: Option<Value>)"
        };
        return Err(syn::Error::new(
            function.sig.span(),
            format!("a {marker} has the parameters {form}"),
        ));
    }
    let receiver = &types[0].1;
    let convert = quote! {
        static SIGNATURE: ::pyrs_object::convert::Signature = ::pyrs_object::convert::Signature::accessor(#name);
        let this = ::pyrs_object::convert::receiver::<#receiver>(thread, &SIGNATURE, Some(this))?;
    };
    if getter {
        let code = quote! {{
            fn get(
                thread: &mut ::pyrs_object::Thread,
                this: ::pyrs_object::Value,
            ) -> ::pyrs_object::PyResult<::pyrs_object::Value> {
                #convert
                ::pyrs_object::convert::IntoResult::into_result(#path(thread, this), thread)
            }
            get
        }};
        let member = match options.kind.as_ref().map(|kind| (kind.value(), kind.span())) {
            None => false,
            Some((kind, _)) if kind == "member" => true,
            Some((_, span)) => return Err(syn::Error::new(span, "the only kind of getter is \"member\"")),
        };
        tables.getters.push((name, doc_of(&function.attrs), code, member));
    } else {
        let code = quote! {{
            fn set(
                thread: &mut ::pyrs_object::Thread,
                this: ::pyrs_object::Value,
                value: Option<::pyrs_object::Value>,
            ) -> ::pyrs_object::PyResult<()> {
                #convert
                #path(thread, this, value)
            }
            set
        }};
        tables.setters.push((name, function.sig.span(), code));
    }
    Ok(())
}

fn add_slot(
    tables: &mut Tables,
    attribute: &syn::Attribute,
    function: &ImplItemFn,
    path: TokenStream,
) -> syn::Result<()> {
    let options = Options::parse(attribute, &["name", "ops", "plain_ops"])?;
    let field = match &options.name {
        Some(name) => syn::Ident::new(&name.value(), name.span()),
        None => function.sig.ident.clone(),
    };
    let operators = &mut tables.operators;
    let (ops, plain_ops) = (split_ops(&options.ops), split_ops(&options.plain_ops));
    match field.to_string().as_str() {
        "binary" => {
            operators.both = ops;
            operators.plain = plain_ops;
        }
        "inplace" => operators.inplace = ops,
        "unary" => operators.unary = ops,
        _ if !ops.is_empty() || !plain_ops.is_empty() => {
            return Err(syn::Error::new(
                function.sig.ident.span(),
                "only the slots binary, inplace and unary have operators",
            ));
        }
        _ => {}
    }
    if matches!(field.to_string().as_str(), "binary" | "inplace" | "unary")
        && options.ops.is_none()
        && options.plain_ops.is_none()
    {
        return Err(syn::Error::new(
            function.sig.ident.span(),
            "say which operators the type has: `#[slot(ops = \"Add Mul\")]`",
        ));
    }
    tables.slots.push(quote!(#field: Some(#path)));
    Ok(())
}

fn split_ops(list: &Option<LitStr>) -> Vec<syn::Ident> {
    match list {
        Some(list) => list
            .value()
            .split_whitespace()
            .map(|name| syn::Ident::new(name, list.span()))
            .collect(),
        None => Vec::new(),
    }
}

fn generate(ty: &Type, class_doc: &str, tables: Tables) -> syn::Result<TokenStream> {
    let Tables {
        methods,
        getters,
        setters,
        slots,
        operators,
    } = tables;
    for (name, span, _) in &setters {
        if !getters.iter().any(|(getter, ..)| getter == name) {
            return Err(syn::Error::new(*span, format!("there is no getter `{name}`")));
        }
    }
    let getsets = getters.iter().map(|(name, doc, get, member)| {
        let set = match setters.iter().find(|(setter, ..)| setter == name) {
            Some((_, _, set)) => quote!(Some(#set)),
            None => quote!(None),
        };
        quote! {
            ::pyrs_object::descriptor::GetSetDef { name: #name, doc: #doc, get: #get, set: #set, member: #member }
        }
    });
    let Operators {
        both,
        plain,
        inplace,
        unary,
    } = operators;
    let binary_op = format_ident!("BinaryOp");
    let unary_op = format_ident!("UnaryOp");
    Ok(quote! {
        impl #ty {
            /// Methods.
            pub const METHODS: &'static [::pyrs_object::function::NativeDef] = &[#(#methods),*];
            /// Computed attributes.
            pub const GETSETS: &'static [::pyrs_object::descriptor::GetSetDef] = &[#(#getsets),*];
            /// Slots.
            pub const SLOTS: ::pyrs_object::slots::Slots = ::pyrs_object::slots::Slots {
                #(#slots,)*
                ..::pyrs_object::slots::Slots::EMPTY
            };
            /// Everything of the type, for `native_class::install`.
            pub const TYPE_METHODS: &'static ::pyrs_object::native_class::TypeMethods =
                &::pyrs_object::native_class::TypeMethods {
                    doc: #class_doc,
                    methods: Self::METHODS,
                    getsets: Self::GETSETS,
                    slots: Self::SLOTS,
                    binary_ops: &[#(::pyrs_object::slots::#binary_op::#both),*],
                    plain_ops: &[#(::pyrs_object::slots::#binary_op::#plain),*],
                    inplace_ops: &[#(::pyrs_object::slots::#binary_op::#inplace),*],
                    unary_ops: &[#(::pyrs_object::slots::#unary_op::#unary),*],
                };

            /// Fills a class with the methods.
            pub fn register(
                thread: &mut ::pyrs_object::Thread,
                class: ::pyrs_object::Ref<::pyrs_object::type_object::TypeObject>,
            ) -> ::pyrs_object::PyResult<()> {
                ::pyrs_object::native_class::install(thread, class, Self::TYPE_METHODS)
            }
        }
    })
}
