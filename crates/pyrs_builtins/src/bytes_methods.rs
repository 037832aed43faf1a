//! The methods that `bytes` and `bytearray` share, written once for both.

use crate::{bytes_ops, slicing};
use pyrs_macros::pymethods;
use pyrs_object::bytes::{ByteArrayObject, BytesObject, as_bytes};
use pyrs_object::list::ListObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::{PyResult, Ref, Thread, Value, class_of, none, protocol};
use std::ops::Range;

type Find = fn(&[u8], &[u8]) -> Option<usize>;

fn find(data: &[u8], sub: &[u8]) -> Option<usize> {
    memchr::memmem::find(data, sub)
}

fn rfind(data: &[u8], sub: &[u8]) -> Option<usize> {
    memchr::memmem::rfind(data, sub)
}

fn search(
    thread: &mut Thread,
    this: Value,
    sub: Value,
    start: Option<Value>,
    end: Option<Value>,
    find: Find,
) -> PyResult<Option<usize>> {
    let sub = bytes_ops::needle(thread, sub)?;
    let length = as_bytes(&this).map_or(0, <[u8]>::len);
    let Some(window) = slicing::window(thread, start, end, length)? else {
        return Ok(None);
    };
    let from = window.start;
    // Evaluating the bounds may have shortened a bytearray.
    let found = as_bytes(&this)
        .and_then(|data| data.get(window))
        .and_then(|data| find(data, &sub));
    Ok(found.map(|at| from + at))
}

fn has_affix(
    thread: &mut Thread,
    this: Value,
    affix: Value,
    start: Option<Value>,
    end: Option<Value>,
    name: &str,
    at_end: bool,
) -> PyResult<bool> {
    let length = as_bytes(&this).map_or(0, <[u8]>::len);
    let window = slicing::window(thread, start, end, length)?;
    let data = as_bytes(&this).zip(window).and_then(|(data, window)| data.get(window));
    let test = |affix: &[u8]| {
        data.is_some_and(|d| {
            if at_end {
                d.ends_with(affix)
            } else {
                d.starts_with(affix)
            }
        })
    };
    if let Some(affix) = as_bytes(&affix) {
        return Ok(test(affix));
    }
    let Some(affixes) = affix.downcast::<TupleObject>() else {
        let class = class_of(affix).name_for_message();
        return Err(thread.type_error(format_args!(
            "{name} first arg must be bytes or a tuple of bytes, not {class}"
        )));
    };
    for affix in affixes.items() {
        match as_bytes(affix) {
            Some(affix) if test(affix) => return Ok(true),
            Some(_) => {}
            None => {
                let class = class_of(*affix).name_for_message();
                return Err(thread.type_error(format_args!("a bytes-like object is required, not '{class}'")));
            }
        }
    }
    Ok(false)
}

/// The separator of `split`: `None` for white space.
fn separator(thread: &mut Thread, sep: Option<Value>) -> PyResult<Option<Vec<u8>>> {
    match sep.filter(|sep| *sep != none()) {
        None => Ok(None),
        Some(sep) => {
            let sep = bytes_ops::data_of(thread, sep)?;
            if sep.is_empty() {
                return Err(thread.value_error(format_args!("empty separator")));
            }
            Ok(Some(sep))
        }
    }
}

fn limit(maxsplit: Option<i64>) -> usize {
    usize::try_from(maxsplit.unwrap_or(-1)).unwrap_or(usize::MAX)
}

/// The data of an iterable's items, joined.
fn joined(thread: &mut Thread, separator: &[u8], iterable: Value) -> PyResult<Vec<u8>> {
    let items = crate::str_methods::collect(thread, iterable)?;
    let (list, tuple) = (items.downcast::<ListObject>(), items.downcast::<TupleObject>());
    let items = match (&list, &tuple) {
        (Some(list), _) => list.items(),
        (_, Some(tuple)) => tuple.items(),
        _ => &[],
    };
    let mut out = Vec::new();
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.extend_from_slice(separator);
        }
        match as_bytes(item) {
            Some(data) => out.extend_from_slice(data),
            None => {
                let class = class_of(*item).name_for_message();
                return Err(thread.type_error(format_args!(
                    "sequence item {i}: expected a bytes-like object, {class} found"
                )));
            }
        }
    }
    Ok(out)
}

/// The separator of `hex`.
pub fn hex_separator(thread: &mut Thread, sep: Option<Value>) -> PyResult<Option<u8>> {
    let Some(sep) = sep else { return Ok(None) };
    let byte = match (sep.downcast::<StrObject>(), as_bytes(&sep)) {
        (Some(text), _) if text.len() == 1 => text.chars().get(0),
        (None, Some([byte])) => u32::from(*byte),
        (None, None) => {
            // The length is looked at first, whatever the object is.
            if protocol::len(thread, sep)? == 1 {
                return Err(thread.type_error(format_args!("sep must be str or bytes.")));
            }
            return Err(thread.value_error(format_args!("sep must be length 1.")));
        }
        _ => return Err(thread.value_error(format_args!("sep must be length 1."))),
    };
    match u8::try_from(byte) {
        Ok(byte) if byte.is_ascii() => Ok(Some(byte)),
        _ => Err(thread.value_error(format_args!("sep must be ASCII."))),
    }
}

/// The 256-byte table of `translate`, if there is one.
fn translation(thread: &mut Thread, table: Value) -> PyResult<Option<Vec<u8>>> {
    if table == none() {
        return Ok(None);
    }
    let table = bytes_ops::data_of(thread, table)?;
    if table.len() != 256 {
        return Err(thread.value_error(format_args!("translation table must be 256 characters long")));
    }
    Ok(Some(table))
}

fn all(data: &[u8], test: impl Fn(&u8) -> bool) -> bool {
    !data.is_empty() && data.iter().all(test)
}

macro_rules! shared_methods {
    ($(#[$doc:meta])* $holder:ident, $object:ident) => {
        $(#[$doc])*
        pub struct $holder;

        impl $holder {
            fn list(thread: &mut Thread, data: &[u8], pieces: impl ExactSizeIterator<Item = Range<usize>>) -> PyResult<Ref<ListObject>> {
                let list = ListObject::with_capacity(thread, pieces.len())?;
                for piece in pieces {
                    let piece = $object::new(thread, &data[piece])?;
                    list.push(thread, piece.value())?;
                }
                Ok(list)
            }

            fn parts(thread: &mut Thread, parts: [&[u8]; 3]) -> PyResult<Ref<TupleObject>> {
                let a = $object::new(thread, parts[0])?;
                let b = $object::new(thread, parts[1])?;
                let c = $object::new(thread, parts[2])?;
                TupleObject::from_slice(thread, &[a.value(), b.value(), c.value()])
            }
        }

        #[pymethods]
        impl $holder {
            /// Return the position of a subsection in B[start:end], -1 if there is none.
            #[method(signature = "($self, sub[, start[, end]], /)")]
            fn find(thread: &mut Thread, this: Ref<$object>, sub: Value, start: Option<Value>, end: Option<Value>) -> PyResult<i64> {
                Ok(search(thread, this.value(), sub, start, end, find)?.map_or(-1, |at| at as i64))
            }

            /// Return the position of a subsection in B[start:end], -1 if there is none.
            #[method(signature = "($self, sub[, start[, end]], /)")]
            fn rfind(thread: &mut Thread, this: Ref<$object>, sub: Value, start: Option<Value>, end: Option<Value>) -> PyResult<i64> {
                Ok(search(thread, this.value(), sub, start, end, rfind)?.map_or(-1, |at| at as i64))
            }

            /// Return the position of a subsection in B[start:end]; raise ValueError if there is none.
            #[method(signature = "($self, sub[, start[, end]], /)")]
            fn index(thread: &mut Thread, this: Ref<$object>, sub: Value, start: Option<Value>, end: Option<Value>) -> PyResult<usize> {
                match search(thread, this.value(), sub, start, end, find)? { Some(at) => Ok(at), None => Err(thread.value_error(format_args!("subsection not found"))) }
            }

            /// Return the position of a subsection in B[start:end]; raise ValueError if there is none.
            #[method(signature = "($self, sub[, start[, end]], /)")]
            fn rindex(thread: &mut Thread, this: Ref<$object>, sub: Value, start: Option<Value>, end: Option<Value>) -> PyResult<usize> {
                match search(thread, this.value(), sub, start, end, rfind)? { Some(at) => Ok(at), None => Err(thread.value_error(format_args!("subsection not found"))) }
            }

            /// Return the number of non-overlapping occurrences of subsection 'sub' in bytes B[start:end].
            #[method(signature = "($self, sub[, start[, end]], /)")]
            fn count(thread: &mut Thread, this: Ref<$object>, sub: Value, start: Option<Value>, end: Option<Value>) -> PyResult<usize> {
                let sub = bytes_ops::needle(thread, sub)?;
                let Some(window) = slicing::window(thread, start, end, this.len())? else { return Ok(0) };
                if sub.is_empty() { return Ok(window.len() + 1); }
                Ok(this.data().get(window).map_or(0, |data| memchr::memmem::find_iter(data, &sub).count()))
            }

            /// Return True if the bytes have one of the given prefixes.
            #[method(signature = "($self, prefix[, start[, end]], /)")]
            fn startswith(thread: &mut Thread, this: Ref<$object>, prefix: Value, start: Option<Value>, end: Option<Value>) -> PyResult<bool> {
                has_affix(thread, this.value(), prefix, start, end, "startswith", false)
            }

            /// Return True if the bytes have one of the given suffixes.
            #[method(signature = "($self, suffix[, start[, end]], /)")]
            fn endswith(thread: &mut Thread, this: Ref<$object>, suffix: Value, start: Option<Value>, end: Option<Value>) -> PyResult<bool> {
                has_affix(thread, this.value(), suffix, start, end, "endswith", true)
            }

            /// Return a copy with the given prefix removed if present.
            #[method]
            fn removeprefix(thread: &mut Thread, this: Ref<$object>, prefix: Value) -> PyResult<Ref<$object>> {
                let prefix = bytes_ops::data_of(thread, prefix)?;
                let data = this.data().to_vec();
                $object::new(thread, data.strip_prefix(&prefix[..]).unwrap_or(&data))
            }

            /// Return a copy with the given suffix removed if present.
            #[method]
            fn removesuffix(thread: &mut Thread, this: Ref<$object>, suffix: Value) -> PyResult<Ref<$object>> {
                let suffix = bytes_ops::data_of(thread, suffix)?;
                let data = this.data().to_vec();
                $object::new(thread, data.strip_suffix(&suffix[..]).unwrap_or(&data))
            }

            /// Return a copy with all occurrences of substring old replaced by new.
            #[method(signature = "($self, old, new, count=-1, /)")]
            fn replace(thread: &mut Thread, this: Ref<$object>, old: Value, new: Value, count: Option<i64>) -> PyResult<Ref<$object>> {
                let (old, new) = (bytes_ops::data_of(thread, old)?, bytes_ops::data_of(thread, new)?);
                let out = bytes_ops::replace(this.data(), &old, &new, limit(count));
                $object::new(thread, &out)
            }

            /// Return a list of the sections in the bytes, using sep as the delimiter.
            #[method(keywords = "sep, maxsplit", signature = "($self, /, sep=None, maxsplit=-1)")]
            fn split(thread: &mut Thread, this: Ref<$object>, sep: Option<Value>, maxsplit: Option<i64>) -> PyResult<Ref<ListObject>> {
                let sep = separator(thread, sep)?;
                let data = this.data().to_vec();
                let pieces = match sep {
                    Some(sep) => bytes_ops::split(&data, &sep, limit(maxsplit)),
                    None => bytes_ops::split_space(&data, limit(maxsplit)),
                };
                Self::list(thread, &data, pieces.into_iter())
            }

            /// Return a list of the sections in the bytes, using sep as the delimiter.
            #[method(keywords = "sep, maxsplit", signature = "($self, /, sep=None, maxsplit=-1)")]
            fn rsplit(thread: &mut Thread, this: Ref<$object>, sep: Option<Value>, maxsplit: Option<i64>) -> PyResult<Ref<ListObject>> {
                let sep = separator(thread, sep)?;
                let data = this.data().to_vec();
                let pieces = match sep {
                    Some(sep) => bytes_ops::rsplit(&data, &sep, limit(maxsplit)),
                    None => bytes_ops::rsplit_space(&data, limit(maxsplit)),
                };
                Self::list(thread, &data, pieces.into_iter().rev())
            }

            /// Return a list of the lines in the bytes, breaking at line boundaries.
            #[method(keywords = "keepends", signature = "($self, /, keepends=False)")]
            fn splitlines(thread: &mut Thread, this: Ref<$object>, keepends: Option<bool>) -> PyResult<Ref<ListObject>> {
                let data = this.data().to_vec();
                let pieces = bytes_ops::lines(&data, keepends.unwrap_or(false));
                Self::list(thread, &data, pieces.into_iter())
            }

            /// Partition the bytes into three parts using the given separator.
            #[method]
            fn partition(thread: &mut Thread, this: Ref<$object>, sep: Value) -> PyResult<Ref<TupleObject>> {
                let sep = bytes_ops::data_of(thread, sep)?;
                if sep.is_empty() { return Err(thread.value_error(format_args!("empty separator"))); }
                let data = this.data().to_vec();
                let parts: [&[u8]; 3] = match find(&data, &sep) {
                    Some(at) => [&data[..at], &sep, &data[at + sep.len()..]],
                    None => [&data, &[], &[]],
                };
                Self::parts(thread, parts)
            }

            /// Partition the bytes into three parts using the given separator.
            #[method]
            fn rpartition(thread: &mut Thread, this: Ref<$object>, sep: Value) -> PyResult<Ref<TupleObject>> {
                let sep = bytes_ops::data_of(thread, sep)?;
                if sep.is_empty() { return Err(thread.value_error(format_args!("empty separator"))); }
                let data = this.data().to_vec();
                let parts: [&[u8]; 3] = match rfind(&data, &sep) {
                    Some(at) => [&data[..at], &sep, &data[at + sep.len()..]],
                    None => [&[], &[], &data],
                };
                Self::parts(thread, parts)
            }

            /// Concatenate any number of bytes objects.
            #[method]
            fn join(thread: &mut Thread, this: Ref<$object>, iterable_of_bytes: Value) -> PyResult<Ref<$object>> {
                let separator = this.data().to_vec();
                let out = joined(thread, &separator, iterable_of_bytes)?;
                $object::new(thread, &out)
            }

            /// Strip bytes contained in the argument, or ASCII whitespace, off the ends.
            #[method(signature = "($self, bytes=None, /)")]
            fn strip(thread: &mut Thread, this: Ref<$object>, bytes: Option<Value>) -> PyResult<Ref<$object>> {
                let set = bytes_ops::strip_set(thread, bytes)?;
                let data = this.data().to_vec();
                $object::new(thread, &data[bytes_ops::stripped(&data, set.as_deref(), true, true)])
            }

            /// Strip bytes contained in the argument, or ASCII whitespace, off the ends.
            #[method(signature = "($self, bytes=None, /)")]
            fn lstrip(thread: &mut Thread, this: Ref<$object>, bytes: Option<Value>) -> PyResult<Ref<$object>> {
                let set = bytes_ops::strip_set(thread, bytes)?;
                let data = this.data().to_vec();
                $object::new(thread, &data[bytes_ops::stripped(&data, set.as_deref(), true, false)])
            }

            /// Strip bytes contained in the argument, or ASCII whitespace, off the ends.
            #[method(signature = "($self, bytes=None, /)")]
            fn rstrip(thread: &mut Thread, this: Ref<$object>, bytes: Option<Value>) -> PyResult<Ref<$object>> {
                let set = bytes_ops::strip_set(thread, bytes)?;
                let data = this.data().to_vec();
                $object::new(thread, &data[bytes_ops::stripped(&data, set.as_deref(), false, true)])
            }

            /// Return a padded copy of length width.
            #[method(signature = "($self, width, fillchar=b' ', /)")]
            fn center(thread: &mut Thread, this: Ref<$object>, width: i64, fillchar: Option<Value>) -> PyResult<Ref<$object>> {
                let fill = bytes_ops::fill_byte(thread, fillchar, "center")?;
                let width = usize::try_from(width).unwrap_or(0);
                let missing = width.saturating_sub(this.len());
                pyrs_object::protocol::check_room(thread, missing)?;
                let left = missing / 2 + (missing & width & 1);
                let out = bytes_ops::padded(this.data(), left, missing - left, fill);
                $object::new(thread, &out)
            }

            /// Return a padded copy of length width.
            #[method(signature = "($self, width, fillchar=b' ', /)")]
            fn ljust(thread: &mut Thread, this: Ref<$object>, width: i64, fillchar: Option<Value>) -> PyResult<Ref<$object>> {
                let fill = bytes_ops::fill_byte(thread, fillchar, "ljust")?;
                let width = usize::try_from(width).unwrap_or(0);
                let missing = width.saturating_sub(this.len());
                pyrs_object::protocol::check_room(thread, missing)?;
                let left = 0;
                let out = bytes_ops::padded(this.data(), left, missing - left, fill);
                $object::new(thread, &out)
            }

            /// Return a padded copy of length width.
            #[method(signature = "($self, width, fillchar=b' ', /)")]
            fn rjust(thread: &mut Thread, this: Ref<$object>, width: i64, fillchar: Option<Value>) -> PyResult<Ref<$object>> {
                let fill = bytes_ops::fill_byte(thread, fillchar, "rjust")?;
                let width = usize::try_from(width).unwrap_or(0);
                let missing = width.saturating_sub(this.len());
                pyrs_object::protocol::check_room(thread, missing)?;
                let left = missing;
                let out = bytes_ops::padded(this.data(), left, missing - left, fill);
                $object::new(thread, &out)
            }

            /// Pad a numeric string with zeros on the left, to fill a field of the given width.
            #[method]
            fn zfill(thread: &mut Thread, this: Ref<$object>, width: i64) -> PyResult<Ref<$object>> {
                let missing = usize::try_from(width).unwrap_or(0).saturating_sub(this.len());
                pyrs_object::protocol::check_room(thread, missing)?;
                let data = this.data();
                let sign = usize::from(matches!(data.first(), Some(b'+' | b'-')));
                let mut out = data[..sign].to_vec();
                out.extend(std::iter::repeat_n(b'0', missing));
                out.extend_from_slice(&data[sign..]);
                $object::new(thread, &out)
            }

            /// Return a copy where all tab characters are expanded using spaces.
            #[method(keywords = "tabsize", signature = "($self, /, tabsize=8)")]
            fn expandtabs(thread: &mut Thread, this: Ref<$object>, tabsize: Option<i32>) -> PyResult<Ref<$object>> {
                let size = usize::try_from(tabsize.unwrap_or(8)).unwrap_or(0);
                let out = bytes_ops::expand_tabs(this.data(), size);
                $object::new(thread, &out)
            }

            /// Return a copy with each character mapped by the given translation table.
            #[method(keywords = "delete", signature = "($self, table, /, delete=b'')")]
            fn translate(thread: &mut Thread, this: Ref<$object>, table: Value, delete: Option<Value>) -> PyResult<Ref<$object>> {
                let table = translation(thread, table)?;
                let delete = match delete { Some(delete) => bytes_ops::data_of(thread, delete)?, None => Vec::new() };
                let kept = this.data().iter().filter(|b| !delete.contains(b));
                let out: Vec<u8> = kept.map(|b| table.as_ref().map_or(*b, |table| table[*b as usize])).collect();
                $object::new(thread, &out)
            }

            /// Return a copy with all ASCII characters converted to lowercase.
            #[method]
            fn lower(thread: &mut Thread, this: Ref<$object>) -> PyResult<Ref<$object>> {
                let out = this.data().to_ascii_lowercase();
                $object::new(thread, &out)
            }

            /// Return a copy with all ASCII characters converted to uppercase.
            #[method]
            fn upper(thread: &mut Thread, this: Ref<$object>) -> PyResult<Ref<$object>> {
                let out = this.data().to_ascii_uppercase();
                $object::new(thread, &out)
            }

            /// Return a titlecased copy.
            #[method]
            fn title(thread: &mut Thread, this: Ref<$object>) -> PyResult<Ref<$object>> {
                let out = bytes_ops::title(this.data());
                $object::new(thread, &out)
            }

            /// Return a copy with uppercase ASCII characters converted to lowercase and vice versa.
            #[method]
            fn swapcase(thread: &mut Thread, this: Ref<$object>) -> PyResult<Ref<$object>> {
                let out = this.data().iter().map(|b| if b.is_ascii_lowercase() { b.to_ascii_uppercase() } else { b.to_ascii_lowercase() }).collect::<Vec<u8>>();
                $object::new(thread, &out)
            }

            /// Return a copy with only its first character capitalized (ASCII) and the rest lower-cased.
            #[method]
            fn capitalize(thread: &mut Thread, this: Ref<$object>) -> PyResult<Ref<$object>> {
                let out = { let mut out = this.data().to_ascii_lowercase(); if let Some(first) = out.first_mut() { first.make_ascii_uppercase(); } out };
                $object::new(thread, &out)
            }

            /// Return True if all characters are alphanumeric.
            #[method]
            fn isalnum(_thread: &mut Thread, this: Ref<$object>) -> bool {
                all(this.data(), u8::is_ascii_alphanumeric)
            }

            /// Return True if all characters are alphabetic.
            #[method]
            fn isalpha(_thread: &mut Thread, this: Ref<$object>) -> bool {
                all(this.data(), u8::is_ascii_alphabetic)
            }

            /// Return True if all characters are digits.
            #[method]
            fn isdigit(_thread: &mut Thread, this: Ref<$object>) -> bool {
                all(this.data(), u8::is_ascii_digit)
            }

            /// Return True if all characters are whitespace.
            #[method]
            fn isspace(_thread: &mut Thread, this: Ref<$object>) -> bool {
                all(this.data(), |b| bytes_ops::is_space(*b))
            }

            /// Return True if all characters are ASCII.
            #[method]
            fn isascii(_thread: &mut Thread, this: Ref<$object>) -> bool {
                this.data().is_ascii()
            }

            /// Return True if all characters are lowercase.
            #[method]
            fn islower(_thread: &mut Thread, this: Ref<$object>) -> bool {
                this.data().iter().any(u8::is_ascii_lowercase) && !this.data().iter().any(u8::is_ascii_uppercase)
            }

            /// Return True if all characters are uppercase.
            #[method]
            fn isupper(_thread: &mut Thread, this: Ref<$object>) -> bool {
                this.data().iter().any(u8::is_ascii_uppercase) && !this.data().iter().any(u8::is_ascii_lowercase)
            }

            /// Return True if all characters are title-cased.
            #[method]
            fn istitle(_thread: &mut Thread, this: Ref<$object>) -> bool {
                bytes_ops::is_title(this.data())
            }

            /// Create a string of hexadecimal numbers from the bytes.
            #[method(keywords = "sep, bytes_per_sep", signature = "($self, /, sep=<unrepresentable>, bytes_per_sep=1)")]
            fn hex(thread: &mut Thread, this: Ref<$object>, sep: Option<Value>, bytes_per_sep: Option<i64>) -> PyResult<Value> {
                let separator = hex_separator(thread, sep)?;
                bytes_ops::hex(thread, this.data(), separator, bytes_per_sep.unwrap_or(1))
            }

            /// Decode the bytes using the codec registered for encoding.
            #[method(keywords = "encoding, errors", signature = "($self, /, encoding='utf-8', errors='strict')")]
            fn decode(thread: &mut Thread, this: Ref<$object>, encoding: Option<Ref<StrObject>>, errors: Option<Ref<StrObject>>) -> PyResult<Value> {
                let (encoding, errors) = crate::codec::names(encoding.as_ref(), errors.as_ref());
                let data = this.data().to_vec();
                crate::codec::decode(thread, this.value(), &data, &encoding, &errors)
            }

            /// Create an object from a string of hexadecimal numbers.
            ///
            /// Spaces between two numbers are accepted.
            #[classmethod]
            fn fromhex(thread: &mut Thread, class: Ref<TypeObject>, string: Value) -> PyResult<Value> {
                let text = match (string.downcast::<StrObject>(), as_bytes(&string)) {
                    (Some(text), _) => text.chars().iter().map(|c| u8::try_from(c).unwrap_or(0xff)).collect(),
                    (None, Some(data)) => data.to_vec(),
                    (None, None) => {
                        let class = class_of(string).name_for_message();
                        return Err(thread.type_error(format_args!(
                            "fromhex() argument must be str or bytes-like, not {class}"
                        )));
                    }
                };
                let data = match bytes_ops::from_hex(&text) {
                    Ok(data) => data,
                    Err(at) if at >= text.len() => {
                        return Err(thread.value_error(format_args!(
                            "fromhex() arg must contain an even number of hexadecimal digits"
                        )));
                    }
                    Err(at) => {
                        return Err(thread.value_error(format_args!(
                            "non-hexadecimal number found in fromhex() arg at position {at}"
                        )));
                    }
                };
                let value = $object::new(thread, &data)?.value();
                if class.has(pyrs_object::type_object::TypeFlags::HEAP) {
                    return protocol::call(thread, class.value(), &[value]);
                }
                Ok(value)
            }

            /// Return a translation table usable for the bytes or bytearray translate method.
            #[staticmethod]
            fn maketrans(thread: &mut Thread, frm: Value, to: Value) -> PyResult<Ref<BytesObject>> {
                let (from, to) = (bytes_ops::data_of(thread, frm)?, bytes_ops::data_of(thread, to)?);
                if from.len() != to.len() {
                    return Err(thread.value_error(format_args!("maketrans arguments must have same length")));
                }
                let mut table: Vec<u8> = (0..=255).collect();
                for (f, t) in from.iter().zip(&to) {
                    table[*f as usize] = *t;
                }
                BytesObject::new(thread, &table)
            }
        }
    };
}

shared_methods!(
    /// Holds the methods of `bytes` that `bytearray` has too.
    BytesShared,
    BytesObject
);
shared_methods!(
    /// Holds the methods of `bytearray` that `bytes` has too.
    ByteArrayShared,
    ByteArrayObject
);
