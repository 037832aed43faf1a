//! A native function: its parameters, its text signature, and the wrapper that binds and converts arguments.

use crate::options::{Options, doc_of};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, GenericArgument, PathArguments, Signature, Type};

/// What a function's first argument is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Receiver {
    /// A module function: none.
    Module,
    /// A static method: none.
    Static,
    /// The object.
    Object,
    /// The class.
    Class,
}

enum Conversion {
    Required,
    Optional(Type),
    OptionalNone(Type),
    Raw,
}

struct Parameter {
    name: String,
    ty: Type,
    conversion: Conversion,
}

/// Types of the parameters after the thread.
pub fn parameter_types(signature: &Signature) -> syn::Result<Vec<(String, Type)>> {
    let mut inputs = signature.inputs.iter();
    let thread = inputs.next();
    if !matches!(thread, Some(FnArg::Typed(_))) {
        return Err(syn::Error::new(
            signature.span(),
            "the first parameter must be `thread: &mut Thread`",
        ));
    }
    let mut parameters = Vec::new();
    for (index, input) in inputs.enumerate() {
        let FnArg::Typed(input) = input else {
            return Err(syn::Error::new(input.span(), "native functions have no `self`"));
        };
        let name = match &*input.pat {
            syn::Pat::Ident(ident) => ident.ident.to_string(),
            _ => format!("arg{index}"),
        };
        let name = name.trim_start_matches("r#").trim_matches('_').to_owned();
        parameters.push((name, (*input.ty).clone()));
    }
    Ok(parameters)
}

fn classify(ty: &Type) -> Conversion {
    let Type::Path(path) = ty else {
        return Conversion::Required;
    };
    let Some(segment) = path.path.segments.last() else {
        return Conversion::Required;
    };
    let inner = || match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
            Some(GenericArgument::Type(inner)) => Some(inner.clone()),
            _ => None,
        },
        _ => None,
    };
    match (segment.ident.to_string().as_str(), inner()) {
        ("Option", Some(inner)) => Conversion::Optional(inner),
        ("OptionalNone", Some(inner)) => Conversion::OptionalNone(inner),
        ("Args", _) => Conversion::Raw,
        _ => Conversion::Required,
    }
}

/// A function to make a `NativeDef` of.
pub struct NativeFunction<'a> {
    /// The Rust signature.
    pub signature: &'a Signature,
    /// Its attributes, for the doc comment.
    pub attributes: &'a [Attribute],
    /// Options of the marker.
    pub options: &'a Options,
    /// How to name the function in generated code.
    pub path: TokenStream,
    /// What comes first.
    pub receiver: Receiver,
    /// Python name of the module, for module functions.
    pub module: &'a str,
}

impl NativeFunction<'_> {
    fn name(&self) -> String {
        match &self.options.name {
            Some(name) => name.value(),
            None => self.signature.ident.to_string().trim_start_matches("r#").to_owned(),
        }
    }

    fn parameters(&self) -> syn::Result<(Option<Type>, Vec<Parameter>)> {
        let mut types = parameter_types(self.signature)?;
        let receiver = if matches!(self.receiver, Receiver::Object | Receiver::Class) {
            if types.is_empty() {
                return Err(syn::Error::new(
                    self.signature.span(),
                    "a receiver must follow the thread",
                ));
            }
            Some(types.remove(0).1)
        } else {
            None
        };
        let parameters: Vec<Parameter> = types
            .into_iter()
            .map(|(name, ty)| Parameter {
                name,
                conversion: classify(&ty),
                ty,
            })
            .collect();
        if let Some(raw) = parameters.iter().find(|p| matches!(p.conversion, Conversion::Raw))
            && parameters.len() > 1
        {
            return Err(syn::Error::new(
                raw.ty.span(),
                "`Args` takes everything after the receiver and must be the only parameter there",
            ));
        }
        Ok((receiver, parameters))
    }

    /// Names the keyword parameters as the options say; returns where they and the keyword-only ones begin.
    fn apply_keywords(&self, parameters: &mut [Parameter]) -> syn::Result<(usize, usize)> {
        let count = parameters.len();
        let Some(keywords) = &self.options.keywords else {
            if let Some(kwonly) = &self.options.kwonly {
                return Err(syn::Error::new(kwonly.span(), "`kwonly` needs `keywords`"));
            }
            return Ok((count, count));
        };
        let text = keywords.value();
        let names: Vec<&str> = text.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
        if names.len() > count || parameters.iter().any(|p| matches!(p.conversion, Conversion::Raw)) {
            return Err(syn::Error::new(
                keywords.span(),
                "more keywords than parameters, or parameters are raw",
            ));
        }
        let first = count - names.len();
        for (parameter, name) in parameters[first..].iter_mut().zip(&names) {
            parameter.name = (*name).to_owned();
        }
        let kwonly = match &self.options.kwonly {
            None => count,
            Some(kwonly) => match names.iter().position(|name| *name == kwonly.value()) {
                Some(index) => first + index,
                None => return Err(syn::Error::new(kwonly.span(), "not one of `keywords`")),
            },
        };
        Ok((first, kwonly))
    }

    fn text_signature(&self, parameters: &[Parameter], keywords_from: usize, kwonly_from: usize) -> Option<String> {
        let receiver = match self.receiver {
            Receiver::Module => "$module",
            Receiver::Static => "",
            Receiver::Object => "$self",
            Receiver::Class => "$type",
        };
        if let Some(explicit) = &self.options.signature {
            let explicit = explicit.value();
            if explicit.starts_with("($") {
                return Some(explicit);
            }
            let rest = explicit.strip_prefix('(').unwrap_or(&explicit);
            return Some(match (receiver, rest) {
                ("", _) => explicit.clone(),
                (_, ")") => format!("({receiver}, /)"),
                (_, rest) => format!("({receiver}, {rest}"),
            });
        }
        if parameters.iter().any(|p| matches!(p.conversion, Conversion::Raw)) {
            return None;
        }
        let mut parts: Vec<String> = Vec::new();
        if !receiver.is_empty() {
            parts.push(receiver.to_owned());
        }
        for (index, parameter) in parameters.iter().enumerate() {
            if index == keywords_from && !parts.is_empty() {
                parts.push("/".to_owned());
            }
            if index == kwonly_from {
                parts.push("*".to_owned());
            }
            match parameter.conversion {
                Conversion::Required => parts.push(parameter.name.clone()),
                _ => parts.push(format!("{}=None", parameter.name)),
            }
        }
        if keywords_from >= parameters.len() && !parts.is_empty() {
            parts.push("/".to_owned());
        }
        Some(format!("({})", parts.join(", ")))
    }

    fn flags(&self) -> syn::Result<TokenStream> {
        let mut flags = match self.receiver {
            Receiver::Object => vec![format_ident!("METHOD")],
            Receiver::Class => vec![format_ident!("CLASS_METHOD")],
            Receiver::Module | Receiver::Static => vec![],
        };
        if let Some(text) = &self.options.flags {
            for name in text.value().split('|').map(str::trim) {
                if !["LEAF", "NO_GC", "PURE"].contains(&name) {
                    return Err(syn::Error::new(
                        text.span(),
                        "flags are LEAF, NO_GC and PURE, joined by `|`",
                    ));
                }
                flags.push(format_ident!("{name}"));
            }
        }
        Ok(quote! {
            ::pyrs_object::function::NativeFlags::from_bits_truncate(
                0 #(| ::pyrs_object::function::NativeFlags::#flags.bits())*
            )
        })
    }

    /// The `NativeDef` expression.
    pub fn definition(&self) -> syn::Result<TokenStream> {
        let (receiver, mut parameters) = self.parameters()?;
        let (keywords_from, kwonly_from) = self.apply_keywords(&mut parameters)?;
        let name = self.name();
        let doc = doc_of(self.attributes);
        let doc = match self.text_signature(&parameters, keywords_from, kwonly_from) {
            Some(signature) => format!("{name}{signature}\n--\n\n{doc}"),
            None => doc,
        };
        let flags = self.flags()?;
        let wrapper = self.wrapper(&name, receiver, &parameters, keywords_from, kwonly_from);
        let cfgs = self.attributes.iter().filter(|a| a.path().is_ident("cfg"));
        Ok(quote! {
            #(#cfgs)*
            ::pyrs_object::function::NativeDef {
                name: #name,
                doc: #doc,
                function: { #wrapper wrapper },
                flags: #flags,
            }
        })
    }

    fn wrapper(
        &self,
        name: &str,
        receiver: Option<Type>,
        parameters: &[Parameter],
        keywords_from: usize,
        kwonly_from: usize,
    ) -> TokenStream {
        let path = &self.path;
        let module = self.module;
        let raw = parameters.iter().any(|p| matches!(p.conversion, Conversion::Raw));
        let names: Vec<&String> = parameters.iter().filter(|_| !raw).map(|p| &p.name).collect();
        let required: u64 = parameters
            .iter()
            .enumerate()
            .filter(|(_, p)| matches!(p.conversion, Conversion::Required))
            .fold(0, |mask, (i, _)| mask | 1 << i);
        let receiver_kind = match self.receiver {
            Receiver::Module => quote!(Module),
            Receiver::Static => quote!(Static),
            Receiver::Object => quote!(Object),
            Receiver::Class => quote!(Class),
        };
        let first = usize::from(receiver.is_some());
        let total = names.len() + first;
        let mut arguments = Vec::new();
        if let Some(ty) = &receiver {
            arguments.push(quote!(::pyrs_object::convert::receiver::<#ty>(thread, &SIGNATURE, values[0])?));
        }
        for (index, parameter) in parameters.iter().enumerate() {
            let (at, ty) = (index + first, &parameter.ty);
            arguments.push(match &parameter.conversion {
                Conversion::Required => {
                    quote!(::pyrs_object::convert::required::<#ty>(thread, &SIGNATURE, #index, values[#at])?)
                }
                Conversion::Optional(inner) => {
                    quote!(::pyrs_object::convert::optional::<#inner>(thread, &SIGNATURE, #index, values[#at])?)
                }
                Conversion::OptionalNone(inner) => {
                    quote!(::pyrs_object::convert::optional_none::<#inner>(thread, &SIGNATURE, #index, values[#at])?)
                }
                Conversion::Raw => quote!(args),
            });
        }
        let bound: Vec<syn::Ident> = (0..arguments.len()).map(|i| format_ident!("argument_{i}")).collect();
        let bind = if raw {
            let skip = (first == 1).then(|| quote!(let args = args.skip_first();));
            quote! {
                let values: [Option<::pyrs_object::Value>; #total] =
                    ::pyrs_object::convert::receiver_only(thread, &SIGNATURE, args)?;
                let _ = values;
                #skip
            }
        } else {
            let most = kwonly_from + first;
            // Where the required parameters come first, positional arguments of a fitting number need no look at names.
            let least = required.count_ones() as usize;
            let plain = if required == (1 << least) - 1 && least <= kwonly_from {
                let least = least + first;
                quote!(args.plain::<#total>(#least, #most))
            } else {
                quote!(None)
            };
            quote! {
                let values: [Option<::pyrs_object::Value>; #total] = match #plain {
                    Some(values) => values,
                    None => ::pyrs_object::convert::bind_slot(thread, &SIGNATURE, args)?,
                };
            }
        };
        quote! {
            fn wrapper(
                thread: &mut ::pyrs_object::Thread,
                args: ::pyrs_object::Args,
            ) -> ::pyrs_object::PyResult<::pyrs_object::Value> {
                static SIGNATURE: ::pyrs_object::convert::Signature = ::pyrs_object::convert::Signature {
                    name: #name,
                    module: #module,
                    receiver: ::pyrs_object::convert::Receiver::#receiver_kind,
                    parameters: &[#(#names),*],
                    required: #required,
                    keywords_from: #keywords_from,
                    keyword_only_from: #kwonly_from,
                };
                #bind
                #(let #bound = #arguments;)*
                ::pyrs_object::convert::IntoResult::into_result(#path(thread, #(#bound),*), thread)
            }
        }
    }
}
