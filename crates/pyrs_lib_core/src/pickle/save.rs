//! Writing objects: dispatch by class, atoms, strings and bytes.
//!
//! Invariant: a [`Saver`] lives on the native stack, where the collector sees its values. Classes are told apart exactly: instances
//! of subclasses go through `__reduce_ex__`.

use super::memo::MemoObject;
use super::opcode::*;
use super::output::Output;
use super::picklebuffer::PickleBufferObject;
use super::pickler::{self, PicklerObject};
use super::state::{self, pickling_error};
use pyrs_object::bytes::{ByteArrayObject, BytesObject};
use pyrs_object::dict::DictObject;
use pyrs_object::float::as_f64;
use pyrs_object::function::FunctionObject;
use pyrs_object::list::ListObject;
use pyrs_object::set::SetObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{PyResult, Ref, Thread, Value, core, int, none, not_implemented, protocol};

/// One run of a pickler.
pub struct Saver {
    pub pickler: Ref<PicklerObject>,
    memo: Ref<MemoObject>,
    pub out: Output,
    pub proto: i64,
    pub bin: bool,
    pub fast: bool,
    pub fix_imports: bool,
    persistent_id: Option<Value>,
    reducer_override: Option<Value>,
    /// The copyreg table, or the pickler's own.
    dispatch_table: Option<Value>,
    /// The class that was found plain last, and its version.
    pub plain: (u64, u32),
    /// How deep unmemoized containers nest (`fast` only), and those deeper than that makes circles likely.
    pub fast_depth: usize,
    pub fast_open: Vec<u64>,
}

impl Saver {
    /// A run with a pickler's settings.
    pub fn new(thread: &mut Thread, pickler: Ref<PicklerObject>) -> PyResult<Saver> {
        let persistent_id = pickler::own_persistent_id(thread, pickler)?;
        let reducer_override = match pickler.class() == pickler::PICKLER.get() {
            true => None,
            false => {
                let name = StrObject::intern(thread, "reducer_override")?;
                protocol::getattr_optional(thread, pickler.value(), name)?
            }
        };
        let memo = match pickler.memo.get() {
            Some(memo) => memo,
            None => {
                let memo = MemoObject::new(thread)?;
                pickler.memo.set(pickler, Some(memo));
                memo
            }
        };
        Ok(Saver {
            pickler,
            memo,
            out: Output::new(pickler.write.get()),
            proto: pickler.proto.get(),
            bin: pickler.bin.get() != 0,
            fast: pickler.fast.get() != 0,
            fix_imports: pickler.fix_imports.get(),
            persistent_id,
            reducer_override,
            dispatch_table: pickler.dispatch_table.get().or_else(|| state::DISPATCH_TABLE.get()),
            plain: (0, 0),
            fast_depth: 0,
            fast_open: Vec::new(),
        })
    }

    /// The bytes that did not go to a file.
    pub fn into_bytes(self) -> Vec<u8> {
        self.out.bytes
    }

    /// Writes a whole pickle.
    pub fn dump(&mut self, thread: &mut Thread, object: Value) -> PyResult<()> {
        if self.proto >= 2 {
            self.out.push(&[PROTO, self.proto as u8]);
            if self.proto >= 4 {
                self.out.start_framing();
            }
        }
        self.save(thread, object)?;
        self.out.op(STOP);
        self.out.finish(thread)
    }

    /// The number of an object that was written.
    pub fn memoized(&self, object: Value) -> Option<usize> {
        self.memo.find(object)
    }

    /// Remembers an object that was just written.
    pub fn memoize(&mut self, thread: &mut Thread, object: Value) -> PyResult<()> {
        if self.fast {
            return Ok(());
        }
        let number = self.memo.len();
        MemoObject::enter(self.memo, thread, object, number)?;
        self.note_number(number);
        Ok(())
    }

    fn note_number(&mut self, number: usize) {
        if self.proto >= 4 {
            self.out.op(MEMOIZE);
        } else if !self.bin {
            self.out.push(format!("p{number}\n").as_bytes());
        } else if number < 256 {
            self.out.push(&[BINPUT, number as u8]);
        } else {
            self.with_u32(LONG_BINPUT, number as u32);
        }
    }

    /// Writes a reference to an object that was written.
    pub fn recall(&mut self, number: usize) {
        if !self.bin {
            self.out.push(format!("g{number}\n").as_bytes());
        } else if number < 256 {
            self.out.push(&[BINGET, number as u8]);
        } else {
            self.with_u32(LONG_BINGET, number as u32);
        }
    }

    fn with_u32(&mut self, opcode: u8, number: u32) {
        let [a, b, c, d] = number.to_le_bytes();
        self.out.push(&[opcode, a, b, c, d]);
    }

    /// Writes an object.
    pub fn save(&mut self, thread: &mut Thread, object: Value) -> PyResult<()> {
        self.out.boundary(thread)?;
        if let Some(function) = self.persistent_id
            && self.save_persistent(thread, function, object)?
        {
            return Ok(());
        }
        self.save_here(thread, object)
    }

    /// Writes an object itself, not its persistent identity.
    fn save_here(&mut self, thread: &mut Thread, object: Value) -> PyResult<()> {
        if let Some(number) = object.as_small_int() {
            return self.save_small_int(thread, number, object);
        }
        if object.is_immediate_float() {
            return self.save_float(thread, object);
        }
        let (class, types) = (class_of(object), &core().types);
        if class == types.str_.get()
            && let Some(text) = object.downcast::<StrObject>()
        {
            return match self.memoized(object) {
                Some(number) => {
                    self.recall(number);
                    Ok(())
                }
                None => self.save_str(thread, text),
            };
        }
        if object == none() {
            self.out.op(NONE);
            return Ok(());
        }
        if let Some(flag) = int::as_bool(object) {
            self.save_bool(flag);
            return Ok(());
        }
        if class == types.int.get() {
            return self.save_big_int(thread, object);
        }
        if class == types.float.get() {
            return self.save_float(thread, object);
        }
        if let Some(number) = self.memoized(object) {
            self.recall(number);
            return Ok(());
        }
        if thread.native_stack_exhausted() {
            return Err(protocol::native_stack_overflow(thread));
        }
        self.save_container(thread, object, class)
    }

    fn save_container(&mut self, thread: &mut Thread, object: Value, class: Ref<TypeObject>) -> PyResult<()> {
        let types = &core().types;
        if class == types.dict.get()
            && let Some(dict) = object.downcast::<DictObject>()
        {
            return self.save_dict(thread, dict);
        }
        if class == types.list.get()
            && let Some(list) = object.downcast::<ListObject>()
        {
            return self.save_list(thread, list);
        }
        if class == types.tuple.get()
            && let Some(tuple) = object.downcast::<TupleObject>()
        {
            return self.save_tuple(thread, tuple);
        }
        if class == types.bytes.get()
            && let Some(bytes) = object.downcast::<BytesObject>()
        {
            return self.save_bytes(thread, bytes);
        }
        if let Some(set) = object.downcast::<SetObject>() {
            if class == types.set.get() {
                return self.save_set(thread, set);
            }
            if class == types.frozenset.get() {
                return self.save_frozenset(thread, set);
            }
        }
        if class == types.bytearray.get()
            && let Some(array) = object.downcast::<ByteArrayObject>()
        {
            return self.save_bytearray(thread, array);
        }
        if let Some(buffer) = object.downcast::<PickleBufferObject>() {
            return self.save_picklebuffer(thread, buffer);
        }
        self.save_other(thread, object, class)
    }

    fn save_other(&mut self, thread: &mut Thread, object: Value, class: Ref<TypeObject>) -> PyResult<()> {
        if let Some(function) = self.reducer_override {
            let reduced = protocol::call(thread, function, &[object])?;
            if reduced != not_implemented() {
                return self.save_reduced(thread, reduced, object);
            }
        }
        if class == core().types.type_.get() {
            return self.save_class(thread, object);
        }
        if object.downcast::<FunctionObject>().is_some() {
            return self.save_global(thread, object, None);
        }
        if self.save_plain_instance(thread, object, class)? {
            return Ok(());
        }
        let reducer = match self.dispatch_table {
            Some(table) => match table.downcast::<DictObject>() {
                Some(table) if class_of(table.value()) == core().types.dict.get() => {
                    table.get(thread, class.value())?
                }
                _ => optional_item(thread, table, class.value())?,
            },
            None => None,
        };
        let reduced = match reducer {
            Some(reducer) => protocol::call(thread, reducer, &[object])?,
            None if class.is_subtype(core().types.type_.get()) => return self.save_global(thread, object, None),
            None => self.reduce(thread, object)?,
        };
        self.save_reduced(thread, reduced, object)
    }

    /// `object.__reduce_ex__(protocol)`, or `object.__reduce__()`.
    fn reduce(&mut self, thread: &mut Thread, object: Value) -> PyResult<Value> {
        let names = &core().names;
        if let Some(method) = protocol::getattr_optional(thread, object, names.reduce_ex.get())? {
            return protocol::call(thread, method, &[Value::small_int(self.proto)]);
        }
        if let Some(method) = protocol::getattr_optional(thread, object, names.reduce.get())? {
            return protocol::call(thread, method, &[]);
        }
        let class = class_of(object).name_for_message();
        let shown = protocol::repr(thread, object)?.to_string_lossy();
        Err(pickling_error(
            thread,
            format_args!("can't pickle '{class}' object: {shown}"),
        ))
    }

    /// Writes an object's persistent identity, if it has one.
    fn save_persistent(&mut self, thread: &mut Thread, function: Value, object: Value) -> PyResult<bool> {
        let identity = protocol::call(thread, function, &[object])?;
        if identity == none() {
            return Ok(false);
        }
        if self.bin {
            self.save_here(thread, identity)?;
            self.out.op(BINPERSID);
            return Ok(true);
        }
        let text = protocol::str(thread, identity)?;
        match text.as_ascii() {
            Some(text) => {
                self.out.push(format!("P{text}\n").as_bytes());
                Ok(true)
            }
            None => Err(pickling_error(
                thread,
                format_args!("persistent IDs in protocol 0 must be ASCII strings"),
            )),
        }
    }

    fn save_bool(&mut self, flag: bool) {
        if self.proto >= 2 {
            self.out.op(if flag { NEWTRUE } else { NEWFALSE });
        } else {
            self.out.push(if flag { b"I01\n" } else { b"I00\n" });
        }
    }

    fn save_small_int(&mut self, thread: &mut Thread, number: i64, object: Value) -> PyResult<()> {
        let Ok(small) = i32::try_from(number) else {
            return self.save_big_int(thread, object);
        };
        if !self.bin {
            self.out.push(format!("I{small}\n").as_bytes());
            return Ok(());
        }
        match small.to_le_bytes() {
            [a, 0, 0, 0] => self.out.push(&[BININT1, a]),
            [a, b, 0, 0] => self.out.push(&[BININT2, a, b]),
            [a, b, c, d] => self.out.push(&[BININT, a, b, c, d]),
        }
        Ok(())
    }

    fn save_big_int(&mut self, thread: &mut Thread, object: Value) -> PyResult<()> {
        if self.proto < 2 {
            let digits = protocol::repr(thread, object)?.to_string_lossy();
            self.out.push(format!("L{digits}L\n").as_bytes());
            return Ok(());
        }
        let bytes = match int::as_i64(object) {
            Some(number) => signed_bytes(&number.to_le_bytes()),
            None => {
                let big = int::as_big(object).unwrap_or_default();
                signed_bytes(&twos_complement(&big))
            }
        };
        match u8::try_from(bytes.len()) {
            Ok(length) => self.out.push(&[LONG1, length]),
            Err(_) => match i32::try_from(bytes.len()) {
                Ok(length) => self.with_u32(LONG4, length as u32),
                Err(_) => return Err(thread.overflow_error(format_args!("int too large to pickle"))),
            },
        }
        self.out.push(&bytes);
        Ok(())
    }

    fn save_float(&mut self, thread: &mut Thread, object: Value) -> PyResult<()> {
        if self.bin {
            let [a, b, c, d, e, f, g, h] = as_f64(object).unwrap_or(0.0).to_be_bytes();
            self.out.push(&[BINFLOAT, a, b, c, d, e, f, g, h]);
            return Ok(());
        }
        let text = protocol::repr(thread, object)?.to_string_lossy();
        self.out.push(format!("F{text}\n").as_bytes());
        Ok(())
    }

    /// Writes a string; it was not written before.
    pub fn save_str(&mut self, thread: &mut Thread, text: Ref<StrObject>) -> PyResult<()> {
        if !self.bin {
            self.out.op(UNICODE);
            let escaped = raw_unicode_escape(text);
            self.out.push(&escaped);
            self.out.push(b"\n");
        } else {
            // The string is reached from the native stack, and strings don't change.
            let owned;
            let data: &[u8] = match text.is_ascii() {
                true => text.data(),
                false => {
                    owned = text.to_generalised_utf8();
                    &owned
                }
            };
            let (mut head, length) = ([0; 9], data.len());
            let head = match length {
                ..=0xff if self.proto >= 4 => {
                    head[..2].copy_from_slice(&[SHORT_BINUNICODE, length as u8]);
                    &head[..2]
                }
                ..=0xffff_ffff => length_head(&mut head, BINUNICODE, length, 4),
                _ if self.proto >= 4 => length_head(&mut head, BINUNICODE8, length, 8),
                _ => {
                    return Err(thread.overflow_error(format_args!("cannot serialize a string larger than 4 GiB")));
                }
            };
            self.out.push_data(thread, head, data, None)?;
        }
        self.memoize(thread, text.value())
    }

    /// Writes bytes and remembers `object` for them.
    pub fn save_bytes_data(&mut self, thread: &mut Thread, object: Value, data: &[u8]) -> PyResult<()> {
        let (mut head, length) = ([0; 9], data.len());
        let head = match length {
            ..=0xff => {
                head[..2].copy_from_slice(&[SHORT_BINBYTES, length as u8]);
                &head[..2]
            }
            0x100..=0xffff_ffff => length_head(&mut head, BINBYTES, length, 4),
            _ if self.proto >= 4 => length_head(&mut head, BINBYTES8, length, 8),
            _ => {
                return Err(thread.overflow_error(format_args!(
                    "serializing a bytes object larger than 4 GiB requires pickle protocol 4 or higher"
                )));
            }
        };
        let payload = object.downcast::<BytesObject>().map(|bytes| bytes.value());
        self.out.push_data(thread, head, data, payload)?;
        self.memoize(thread, object)
    }

    fn save_bytes(&mut self, thread: &mut Thread, bytes: Ref<BytesObject>) -> PyResult<()> {
        if self.proto >= 3 {
            // Bytes don't change, and the reference keeps them alive.
            return self.save_bytes_data(thread, bytes.value(), bytes.data());
        }
        let class = core().types.bytes.get().value();
        let reduced = if bytes.is_empty() {
            let args = core().empty_tuple.get().value();
            TupleObject::from_slice(thread, &[class, args])?
        } else {
            let text = StrObject::from_latin1(thread, bytes.data())?.value();
            let encoding = StrObject::intern(thread, "latin1")?.value();
            let args = TupleObject::from_slice(thread, &[text, encoding])?.value();
            let encode = crate::invoke::module_attribute(thread, "_codecs", "encode")?;
            TupleObject::from_slice(thread, &[encode, args])?
        };
        self.save_reduce(thread, reduced, Some(bytes.value()))
    }

    /// Writes the bytes of a bytearray and remembers `object` for them.
    pub fn save_bytearray_data(&mut self, thread: &mut Thread, object: Value, data: &[u8]) -> PyResult<()> {
        let mut head = [0; 9];
        let head = length_head(&mut head, BYTEARRAY8, data.len(), 8);
        self.out.push_data(thread, head, data, None)?;
        self.memoize(thread, object)
    }

    fn save_bytearray(&mut self, thread: &mut Thread, array: Ref<ByteArrayObject>) -> PyResult<()> {
        if self.proto >= 5 {
            let data = array.data().to_vec();
            return self.save_bytearray_data(thread, array.value(), &data);
        }
        let class = core().types.bytearray.get().value();
        let args = match array.is_empty() {
            true => core().empty_tuple.get(),
            false => {
                let bytes = BytesObject::new(thread, array.data())?.value();
                TupleObject::from_slice(thread, &[bytes])?
            }
        };
        let reduced = TupleObject::from_slice(thread, &[class, args.value()])?;
        self.save_reduce(thread, reduced, Some(array.value()))
    }

    fn save_picklebuffer(&mut self, thread: &mut Thread, buffer: Ref<PickleBufferObject>) -> PyResult<()> {
        if self.proto < 5 {
            return Err(pickling_error(
                thread,
                format_args!("PickleBuffer can only be pickled with protocol >= 5"),
            ));
        }
        // A view of its own: the callback may release the buffer.
        let view = buffer.view(thread)?;
        let view = super::picklebuffer::memoryview(thread, view.value())?;
        if !view.is_c_contiguous() && !view.is_fortran_contiguous() {
            return Err(pickling_error(
                thread,
                format_args!("PickleBuffer can not be pickled when pointing to a non-contiguous buffer"),
            ));
        }
        let mut in_band = true;
        if let Some(callback) = self.pickler.buffer_callback.get() {
            let answer = protocol::call(thread, callback, &[buffer.value()])?;
            in_band = protocol::truth(thread, answer)?;
        }
        if in_band {
            let data = view.contiguous_bytes().unwrap_or(&[]).to_vec();
            return match view.is_readonly() {
                true => self.save_bytes_data(thread, buffer.value(), &data),
                false => self.save_bytearray_data(thread, buffer.value(), &data),
            };
        }
        self.out.op(NEXT_BUFFER);
        if view.is_readonly() {
            self.out.op(READONLY_BUFFER);
        }
        Ok(())
    }

    fn save_class(&mut self, thread: &mut Thread, class: Value) -> PyResult<()> {
        let singletons = [none(), core().ellipsis.get().value(), not_implemented()];
        match singletons.into_iter().find(|one| class_of(*one).value() == class) {
            Some(one) => {
                let args = TupleObject::from_slice(thread, &[one])?.value();
                let reduced = TupleObject::from_slice(thread, &[core().types.type_.get().value(), args])?;
                self.save_reduce(thread, reduced, Some(class))
            }
            None => self.save_global(thread, class, None),
        }
    }

    /// Writes an opcode with four bytes.
    pub fn op_with_u32(&mut self, opcode: u8, number: u32) {
        self.with_u32(opcode, number);
    }
}

/// `table[key]`, or nothing where that raises KeyError.
fn optional_item(thread: &mut Thread, table: Value, key: Value) -> PyResult<Option<Value>> {
    match protocol::getitem(thread, table, key) {
        Ok(value) => Ok(Some(value)),
        Err(raised) => {
            if thread.clear_if(core().types.key_error.get()) {
                return Ok(None);
            }
            Err(raised)
        }
    }
}

/// An opcode with a length.
fn length_head(head: &mut [u8; 9], opcode: u8, length: usize, width: usize) -> &[u8] {
    head[0] = opcode;
    head[1..].copy_from_slice(&(length as u64).to_le_bytes());
    &head[..=width]
}

/// Without bytes that only repeat the sign.
fn signed_bytes(bytes: &[u8]) -> Vec<u8> {
    let mut end = bytes.len();
    while end > 1 {
        let (last, next) = (bytes[end - 1], bytes[end - 2]);
        let repeats = last == 0 && next & 0x80 == 0 || last == 0xff && next & 0x80 != 0;
        if !repeats {
            break;
        }
        end -= 1;
    }
    if end == 1 && bytes[0] == 0 {
        end = 0;
    }
    bytes[..end].to_vec()
}

/// Little-endian two's complement of a big int, with a byte for the sign.
fn twos_complement(big: &pyrs_object::big::IBig) -> Vec<u8> {
    use pyrs_object::big::{Sign, UBig};
    let (sign, magnitude) = big.clone().into_parts();
    match sign {
        Sign::Positive => {
            let mut bytes = magnitude.to_le_bytes().to_vec();
            bytes.push(0);
            bytes
        }
        Sign::Negative => {
            // -m is the complement of m - 1.
            let mut bytes = (magnitude - UBig::ONE).to_le_bytes().to_vec();
            bytes.push(0);
            bytes.iter_mut().for_each(|byte| *byte = !*byte);
            bytes
        }
    }
}

/// The text for protocol 0: Latin-1 with escapes.
fn raw_unicode_escape(text: Ref<StrObject>) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for c in text.chars().iter() {
        match c {
            0x1_0000.. => out.extend(format!("\\U{c:08x}").bytes()),
            0x100.. | 0x5c | 0 | 0x0a | 0x0d | 0x1a => out.extend(format!("\\u{c:04x}").bytes()),
            _ => out.push(c as u8),
        }
    }
    out
}
