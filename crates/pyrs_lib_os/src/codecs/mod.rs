//! The module `_codecs`: the registry, and the functions behind the encodings that are not Python code. Absent: UTF-7.

mod charmap;
mod escapes;
pub mod registry;

use pyrs_macros::pymodule;

#[pymodule(name = "_codecs")]
mod module {
    use super::{charmap, escapes, registry};
    use crate::byte_view;
    use crate::codec::{self, Codec};
    use pyrs_object::bytes::BytesObject;
    use pyrs_object::convert::OptionalNone;
    use pyrs_object::dict::DictObject;
    use pyrs_object::str::StrObject;
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::type_object::class_of;
    use pyrs_object::{PyResult, Ref, Thread, Value, none};
    use pyrs_text::codec::{ByteOrder, Encoding};

    /// Register a codec search function.
    #[function]
    fn register(thread: &mut Thread, search_function: Value) -> PyResult<()> {
        if class_of(search_function).slot(|s| s.call).is_none() {
            return Err(thread.type_error(format_args!("argument must be callable")));
        }
        registry::search_path(thread)?.push(thread, search_function)
    }

    /// Unregister a codec search function and clear the registry's cache.
    #[function]
    fn unregister(thread: &mut Thread, search_function: Value) -> PyResult<()> {
        let path = registry::search_path(thread)?;
        if let Some(index) = path.items().iter().position(|known| *known == search_function) {
            path.splice(thread, index, 1, &[])?;
            registry::found(thread)?.clear();
        }
        Ok(())
    }

    /// Looks up a codec tuple in the Python codec registry and returns a CodecInfo object.
    #[function]
    fn lookup(thread: &mut Thread, encoding: Ref<StrObject>) -> PyResult<Value> {
        let name = encoding.to_string_lossy();
        registry::lookup(thread, &name)
    }

    fn text_of(name: Option<Ref<StrObject>>, default: &str) -> String {
        name.map_or_else(|| default.to_owned(), |name| name.to_string_lossy())
    }

    /// Encodes obj using the codec registered for encoding.
    #[function(keywords = "obj, encoding, errors")]
    fn encode(
        thread: &mut Thread,
        obj: Value,
        encoding: Option<Ref<StrObject>>,
        errors: Option<Ref<StrObject>>,
    ) -> PyResult<Value> {
        let codec = registry::lookup(thread, &text_of(encoding, "utf-8"))?;
        registry::run(thread, codec, 0, obj, &text_of(errors, "strict"))
    }

    /// Decodes obj using the codec registered for encoding.
    #[function(keywords = "obj, encoding, errors")]
    fn decode(
        thread: &mut Thread,
        obj: Value,
        encoding: Option<Ref<StrObject>>,
        errors: Option<Ref<StrObject>>,
    ) -> PyResult<Value> {
        let codec = registry::lookup(thread, &text_of(encoding, "utf-8"))?;
        registry::run(thread, codec, 1, obj, &text_of(errors, "strict"))
    }

    /// Register the specified error handler under the name errors.
    #[function]
    fn register_error(thread: &mut Thread, errors: Ref<StrObject>, handler: Value) -> PyResult<()> {
        if class_of(handler).slot(|s| s.call).is_none() {
            return Err(thread.type_error(format_args!("handler must be callable")));
        }
        codec::handlers(thread)?.set(thread, errors.value(), handler)
    }

    /// Un-register the specified error handler for the error handling name.
    #[function(name = "_unregister_error")]
    fn unregister_error(thread: &mut Thread, errors: Ref<StrObject>) -> PyResult<bool> {
        let name = errors.to_string_lossy();
        if registry::is_builtin_handler(&name) {
            return Err(thread.value_error(format_args!("cannot un-register built-in error handler '{name}'")));
        }
        Ok(codec::handlers(thread)?.remove(thread, errors.value())?.is_some())
    }

    /// Return the error handler for the specified error handling name.
    #[function]
    fn lookup_error(thread: &mut Thread, name: Ref<StrObject>) -> PyResult<Value> {
        let name = name.to_string_lossy();
        registry::lookup_error(thread, &name)
    }

    fn pair(thread: &mut Thread, result: Value, count: usize) -> PyResult<Ref<TupleObject>> {
        TupleObject::from_slice(thread, &[result, Value::small_int(count as i64)])
    }

    fn encode_as(
        thread: &mut Thread,
        encoding: Encoding,
        text: Ref<StrObject>,
        errors: OptionalNone<Ref<StrObject>>,
    ) -> PyResult<Ref<TupleObject>> {
        let bytes = codec::encode(thread, encoding, text, &text_of(errors.0, "strict"))?;
        let bytes = BytesObject::new(thread, &bytes)?.value();
        pair(thread, bytes, text.len())
    }

    fn decode_as(
        thread: &mut Thread,
        encoding: Encoding,
        data: Value,
        errors: OptionalNone<Ref<StrObject>>,
        finish: bool,
    ) -> PyResult<Ref<TupleObject>> {
        let source = byte_view::readable(thread, data)?;
        let errors = text_of(errors.0, "strict");
        let (text, consumed) = codec::decode(thread, encoding, byte_view::data(&source), &errors, finish)?;
        pair(thread, text.value(), consumed)
    }

    #[function]
    fn utf_8_encode(
        thread: &mut Thread,
        text: Ref<StrObject>,
        errors: OptionalNone<Ref<StrObject>>,
    ) -> PyResult<Ref<TupleObject>> {
        encode_as(thread, Encoding::Utf8, text, errors)
    }

    #[function]
    fn utf_8_decode(
        thread: &mut Thread,
        data: Value,
        errors: OptionalNone<Ref<StrObject>>,
        last: Option<bool>,
    ) -> PyResult<Ref<TupleObject>> {
        decode_as(thread, Encoding::Utf8, data, errors, last.unwrap_or(false))
    }

    #[function]
    fn utf_16_encode(
        thread: &mut Thread,
        text: Ref<StrObject>,
        errors: OptionalNone<Ref<StrObject>>,
    ) -> PyResult<Ref<TupleObject>> {
        encode_as(thread, Encoding::Utf16(ByteOrder::Marked), text, errors)
    }

    #[function]
    fn utf_16_decode(
        thread: &mut Thread,
        data: Value,
        errors: OptionalNone<Ref<StrObject>>,
        last: Option<bool>,
    ) -> PyResult<Ref<TupleObject>> {
        decode_as(
            thread,
            Encoding::Utf16(ByteOrder::Marked),
            data,
            errors,
            last.unwrap_or(false),
        )
    }

    #[function]
    fn utf_16_le_encode(
        thread: &mut Thread,
        text: Ref<StrObject>,
        errors: OptionalNone<Ref<StrObject>>,
    ) -> PyResult<Ref<TupleObject>> {
        encode_as(thread, Encoding::Utf16(ByteOrder::Little), text, errors)
    }

    #[function]
    fn utf_16_le_decode(
        thread: &mut Thread,
        data: Value,
        errors: OptionalNone<Ref<StrObject>>,
        last: Option<bool>,
    ) -> PyResult<Ref<TupleObject>> {
        decode_as(
            thread,
            Encoding::Utf16(ByteOrder::Little),
            data,
            errors,
            last.unwrap_or(false),
        )
    }

    #[function]
    fn utf_16_be_encode(
        thread: &mut Thread,
        text: Ref<StrObject>,
        errors: OptionalNone<Ref<StrObject>>,
    ) -> PyResult<Ref<TupleObject>> {
        encode_as(thread, Encoding::Utf16(ByteOrder::Big), text, errors)
    }

    #[function]
    fn utf_16_be_decode(
        thread: &mut Thread,
        data: Value,
        errors: OptionalNone<Ref<StrObject>>,
        last: Option<bool>,
    ) -> PyResult<Ref<TupleObject>> {
        decode_as(
            thread,
            Encoding::Utf16(ByteOrder::Big),
            data,
            errors,
            last.unwrap_or(false),
        )
    }

    #[function]
    fn utf_32_encode(
        thread: &mut Thread,
        text: Ref<StrObject>,
        errors: OptionalNone<Ref<StrObject>>,
    ) -> PyResult<Ref<TupleObject>> {
        encode_as(thread, Encoding::Utf32(ByteOrder::Marked), text, errors)
    }

    #[function]
    fn utf_32_decode(
        thread: &mut Thread,
        data: Value,
        errors: OptionalNone<Ref<StrObject>>,
        last: Option<bool>,
    ) -> PyResult<Ref<TupleObject>> {
        decode_as(
            thread,
            Encoding::Utf32(ByteOrder::Marked),
            data,
            errors,
            last.unwrap_or(false),
        )
    }

    #[function]
    fn utf_32_le_encode(
        thread: &mut Thread,
        text: Ref<StrObject>,
        errors: OptionalNone<Ref<StrObject>>,
    ) -> PyResult<Ref<TupleObject>> {
        encode_as(thread, Encoding::Utf32(ByteOrder::Little), text, errors)
    }

    #[function]
    fn utf_32_le_decode(
        thread: &mut Thread,
        data: Value,
        errors: OptionalNone<Ref<StrObject>>,
        last: Option<bool>,
    ) -> PyResult<Ref<TupleObject>> {
        decode_as(
            thread,
            Encoding::Utf32(ByteOrder::Little),
            data,
            errors,
            last.unwrap_or(false),
        )
    }

    #[function]
    fn utf_32_be_encode(
        thread: &mut Thread,
        text: Ref<StrObject>,
        errors: OptionalNone<Ref<StrObject>>,
    ) -> PyResult<Ref<TupleObject>> {
        encode_as(thread, Encoding::Utf32(ByteOrder::Big), text, errors)
    }

    #[function]
    fn utf_32_be_decode(
        thread: &mut Thread,
        data: Value,
        errors: OptionalNone<Ref<StrObject>>,
        last: Option<bool>,
    ) -> PyResult<Ref<TupleObject>> {
        decode_as(
            thread,
            Encoding::Utf32(ByteOrder::Big),
            data,
            errors,
            last.unwrap_or(false),
        )
    }

    #[function]
    fn latin_1_encode(
        thread: &mut Thread,
        text: Ref<StrObject>,
        errors: OptionalNone<Ref<StrObject>>,
    ) -> PyResult<Ref<TupleObject>> {
        encode_as(thread, Encoding::Latin1, text, errors)
    }

    #[function]
    fn latin_1_decode(
        thread: &mut Thread,
        data: Value,
        errors: OptionalNone<Ref<StrObject>>,
    ) -> PyResult<Ref<TupleObject>> {
        decode_as(thread, Encoding::Latin1, data, errors, true)
    }

    #[function]
    fn ascii_encode(
        thread: &mut Thread,
        text: Ref<StrObject>,
        errors: OptionalNone<Ref<StrObject>>,
    ) -> PyResult<Ref<TupleObject>> {
        encode_as(thread, Encoding::Ascii, text, errors)
    }

    #[function]
    fn ascii_decode(
        thread: &mut Thread,
        data: Value,
        errors: OptionalNone<Ref<StrObject>>,
    ) -> PyResult<Ref<TupleObject>> {
        decode_as(thread, Encoding::Ascii, data, errors, true)
    }

    fn decode_ex(
        thread: &mut Thread,
        marked: Encoding,
        definite: fn(ByteOrder) -> Encoding,
        data: Value,
        errors: OptionalNone<Ref<StrObject>>,
        order: i64,
        finish: bool,
    ) -> PyResult<Ref<TupleObject>> {
        let source = byte_view::readable(thread, data)?;
        let bytes = byte_view::data(&source);
        let (encoding, skipped) = match order {
            0 => marked.resolve_mark(bytes),
            order if order < 0 => (definite(ByteOrder::Little), 0),
            _ => (definite(ByteOrder::Big), 0),
        };
        // Without a mark the order stays open until there are enough bytes for one.
        let known = order != 0 || skipped > 0;
        let errors = text_of(errors.0, "strict");
        let (text, consumed) = codec::decode(thread, encoding, &bytes[skipped..], &errors, finish)?;
        let result = match (known, encoding) {
            (false, _) => 0,
            (_, Encoding::Utf16(ByteOrder::Big) | Encoding::Utf32(ByteOrder::Big)) => 1,
            _ => -1,
        };
        let items = [
            text.value(),
            Value::small_int((consumed + skipped) as i64),
            Value::small_int(result),
        ];
        TupleObject::from_slice(thread, &items)
    }

    #[function]
    fn utf_16_ex_decode(
        thread: &mut Thread,
        data: Value,
        errors: OptionalNone<Ref<StrObject>>,
        byteorder: Option<i64>,
        last: Option<bool>,
    ) -> PyResult<Ref<TupleObject>> {
        let marked = Encoding::Utf16(ByteOrder::Marked);
        let (order, last) = (byteorder.unwrap_or(0), last.unwrap_or(false));
        decode_ex(thread, marked, Encoding::Utf16, data, errors, order, last)
    }

    #[function]
    fn utf_32_ex_decode(
        thread: &mut Thread,
        data: Value,
        errors: OptionalNone<Ref<StrObject>>,
        byteorder: Option<i64>,
        last: Option<bool>,
    ) -> PyResult<Ref<TupleObject>> {
        let marked = Encoding::Utf32(ByteOrder::Marked);
        let (order, last) = (byteorder.unwrap_or(0), last.unwrap_or(false));
        decode_ex(thread, marked, Encoding::Utf32, data, errors, order, last)
    }

    /// The bytes of an argument that may also be an ASCII str.
    fn source_of(thread: &mut Thread, data: Value) -> PyResult<Value> {
        match data.downcast::<StrObject>() {
            Some(text) => {
                let bytes = codec::encode(thread, Encoding::Utf8, text, "strict")?;
                Ok(BytesObject::new(thread, &bytes)?.value())
            }
            None => byte_view::readable(thread, data),
        }
    }

    #[function]
    fn unicode_escape_encode(
        thread: &mut Thread,
        text: Ref<StrObject>,
        _errors: OptionalNone<Ref<StrObject>>,
    ) -> PyResult<Ref<TupleObject>> {
        let bytes = escapes::encode_unicode(text.chars().iter());
        let bytes = BytesObject::new(thread, &bytes)?.value();
        pair(thread, bytes, text.len())
    }

    #[function]
    fn raw_unicode_escape_encode(
        thread: &mut Thread,
        text: Ref<StrObject>,
        _errors: OptionalNone<Ref<StrObject>>,
    ) -> PyResult<Ref<TupleObject>> {
        let bytes = escapes::encode_raw(text.chars().iter());
        let bytes = BytesObject::new(thread, &bytes)?.value();
        pair(thread, bytes, text.len())
    }

    #[function]
    fn unicode_escape_decode(
        thread: &mut Thread,
        data: Value,
        errors: OptionalNone<Ref<StrObject>>,
        last: Option<bool>,
    ) -> PyResult<Ref<TupleObject>> {
        let source = source_of(thread, data)?;
        let bytes = byte_view::data(&source);
        let codec = Codec {
            name: "unicodeescape",
            encoding: None,
        };
        let errors = text_of(errors.0, "strict");
        let (text, consumed) = codec::decode_with(
            thread,
            codec,
            bytes,
            &errors,
            last.unwrap_or(true),
            |thread, at, out| escapes::decode_unicode(thread, bytes, at, out),
        )?;
        pair(thread, text.value(), consumed)
    }

    #[function]
    fn raw_unicode_escape_decode(
        thread: &mut Thread,
        data: Value,
        errors: OptionalNone<Ref<StrObject>>,
        last: Option<bool>,
    ) -> PyResult<Ref<TupleObject>> {
        let source = source_of(thread, data)?;
        let bytes = byte_view::data(&source);
        let codec = Codec {
            name: "rawunicodeescape",
            encoding: None,
        };
        let errors = text_of(errors.0, "strict");
        let (text, consumed) =
            codec::decode_with(thread, codec, bytes, &errors, last.unwrap_or(true), |_, at, out| {
                Ok(escapes::decode_raw(bytes, at, out))
            })?;
        pair(thread, text.value(), consumed)
    }

    #[function]
    fn escape_encode(
        thread: &mut Thread,
        data: Ref<BytesObject>,
        _errors: OptionalNone<Ref<StrObject>>,
    ) -> PyResult<Ref<TupleObject>> {
        let bytes = escapes::encode_bytes(data.data());
        let bytes = BytesObject::new(thread, &bytes)?.value();
        pair(thread, bytes, data.len())
    }

    #[function]
    fn escape_decode(
        thread: &mut Thread,
        data: Value,
        errors: OptionalNone<Ref<StrObject>>,
    ) -> PyResult<Ref<TupleObject>> {
        let source = source_of(thread, data)?;
        let bytes = byte_view::data(&source);
        let decoded = escapes::decode_bytes(thread, bytes, &text_of(errors.0, "strict"))?;
        let decoded = BytesObject::new(thread, &decoded)?.value();
        pair(thread, decoded, bytes.len())
    }

    #[function]
    fn readbuffer_encode(
        thread: &mut Thread,
        data: Value,
        _errors: OptionalNone<Ref<StrObject>>,
    ) -> PyResult<Ref<TupleObject>> {
        let source = source_of(thread, data)?;
        let bytes = BytesObject::new(thread, byte_view::data(&source))?;
        pair(thread, bytes.value(), bytes.len())
    }

    #[function]
    fn charmap_build(thread: &mut Thread, map: Ref<StrObject>) -> PyResult<Ref<DictObject>> {
        charmap::build(thread, map)
    }

    #[function]
    fn charmap_encode(
        thread: &mut Thread,
        text: Ref<StrObject>,
        errors: OptionalNone<Ref<StrObject>>,
        mapping: Option<Value>,
    ) -> PyResult<Ref<TupleObject>> {
        let Some(mapping) = mapping.filter(|mapping| *mapping != none()) else {
            return encode_as(thread, Encoding::Latin1, text, errors);
        };
        let bytes = charmap::encode(thread, text, &text_of(errors.0, "strict"), mapping)?;
        let bytes = BytesObject::new(thread, &bytes)?.value();
        pair(thread, bytes, text.len())
    }

    #[function]
    fn charmap_decode(
        thread: &mut Thread,
        data: Value,
        errors: OptionalNone<Ref<StrObject>>,
        mapping: Option<Value>,
    ) -> PyResult<Ref<TupleObject>> {
        let Some(mapping) = mapping.filter(|mapping| *mapping != none()) else {
            return decode_as(thread, Encoding::Latin1, data, errors, true);
        };
        let source = byte_view::readable(thread, data)?;
        let bytes = byte_view::data(&source);
        let text = charmap::decode(thread, bytes, &text_of(errors.0, "strict"), mapping)?;
        pair(thread, text.value(), bytes.len())
    }
}

pub use module::MODULE;
