//! What is written in the parentheses of a marker attribute.

use syn::{Attribute, LitStr};

/// The options of a marker attribute.
#[derive(Default)]
pub struct Options {
    /// Python name.
    pub name: Option<LitStr>,
    /// What it is in CPython: `member` for a field of the object.
    pub kind: Option<LitStr>,
    /// Text signature.
    pub signature: Option<LitStr>,
    /// Names of the last parameters, which may be passed by keyword.
    pub keywords: Option<LitStr>,
    /// The first of them that must be.
    pub kwonly: Option<LitStr>,
    /// Names of `NativeFlags`.
    pub flags: Option<LitStr>,
    /// Operators that the type has in both forms, plain and reflected.
    pub ops: Option<LitStr>,
    /// Operators that the type has in the plain form only.
    pub plain_ops: Option<LitStr>,
}

impl Options {
    /// Parses `#[marker]` or `#[marker(key = "value", ...)]`, of which only the keys in `allowed` may occur.
    pub fn parse(attribute: &Attribute, allowed: &[&str]) -> syn::Result<Options> {
        let mut options = Options::default();
        if matches!(attribute.meta, syn::Meta::Path(_)) {
            return Ok(options);
        }
        attribute.parse_nested_meta(|meta| {
            let key = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
            if !allowed.contains(&key.as_str()) {
                let message = if allowed.is_empty() {
                    "this attribute has no options".to_owned()
                } else {
                    format!("unknown option, expected one of: {}", allowed.join(", "))
                };
                return Err(meta.error(message));
            }
            let value: LitStr = meta.value()?.parse()?;
            let field = match key.as_str() {
                "name" => &mut options.name,
                "kind" => &mut options.kind,
                "signature" => &mut options.signature,
                "keywords" => &mut options.keywords,
                "kwonly" => &mut options.kwonly,
                "flags" => &mut options.flags,
                "ops" => &mut options.ops,
                _ => &mut options.plain_ops,
            };
            if field.replace(value).is_some() {
                return Err(meta.error("option given twice"));
            }
            Ok(())
        })?;
        Ok(options)
    }
}

/// The text of the doc comment among the attributes, without the blank that follows each `///`.
pub fn doc_of(attributes: &[Attribute]) -> String {
    let mut lines = Vec::new();
    for attribute in attributes {
        if let syn::Meta::NameValue(meta) = &attribute.meta
            && meta.path.is_ident("doc")
            && let syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(text),
                ..
            }) = &meta.value
        {
            let text = text.value();
            lines.push(text.strip_prefix(' ').unwrap_or(&text).to_owned());
        }
    }
    lines.join("\n").trim().to_owned()
}

/// Takes the marker attribute (one of `markers`) out of `attributes`.
pub fn take_marker(attributes: &mut Vec<Attribute>, markers: &[&str]) -> syn::Result<Option<(String, Attribute)>> {
    let is_marker = |attribute: &Attribute| markers.iter().any(|marker| attribute.path().is_ident(marker));
    let Some(index) = attributes.iter().position(is_marker) else {
        return Ok(None);
    };
    let attribute = attributes.remove(index);
    if let Some(second) = attributes.iter().find(|attribute| is_marker(attribute)) {
        return Err(syn::Error::new_spanned(
            second,
            "a function has one of these markers only",
        ));
    }
    let name = attribute
        .path()
        .get_ident()
        .map(ToString::to_string)
        .unwrap_or_default();
    Ok(Some((name, attribute)))
}
