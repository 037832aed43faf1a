//! Reading objects: the machine that runs a pickle's opcodes.
//!
//! Invariant: values on the machine's stack are in a list on the heap; `marks` holds positions in it only. Nothing below the
//! last mark is taken by opcodes other than those that take the mark too.

use super::input::Input;
use super::load_text;
use super::opcode::*;
use super::state::unpickling_error;
use super::unpickler::{self, UNPICKLER, UnpicklerObject};
use pyrs_object::bytes::{ByteArrayObject, BytesObject};
use pyrs_object::dict::DictObject;
use pyrs_object::float::from_f64;
use pyrs_object::list::ListObject;
use pyrs_object::set::SetObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Raised, Ref, Thread, Value, bool_value, core, int, none, protocol};

/// One run of an unpickler. It lives on the native stack.
pub struct Loader {
    pub unpickler: Ref<UnpicklerObject>,
    pub input: Input,
    pub stack: Ref<ListObject>,
    marks: Vec<usize>,
    /// Position below which plain opcodes take nothing.
    pub fence: usize,
    /// The next number of MEMOIZE.
    memoized: usize,
    /// `find_class` of a subclass.
    find_class: Option<Value>,
    persistent_load: Option<Value>,
}

#[cold]
pub fn underflow(thread: &mut Thread) -> Raised {
    unpickling_error(thread, format_args!("unpickling stack underflow"))
}

impl Loader {
    /// A run over some input.
    pub fn new(thread: &mut Thread, unpickler: Ref<UnpicklerObject>, input: Input) -> PyResult<Loader> {
        let stack = ListObject::with_capacity(thread, 32)?;
        let name = StrObject::intern(thread, "find_class")?;
        let find_class = match unpickler.class() == UNPICKLER.get() {
            true => None,
            false
                if unpickler.class().lookup(name) == UNPICKLER.get().lookup(name)
                    && pyrs_object::attribute::own_attribute(unpickler.value(), name).is_none() =>
            {
                None
            }
            false => Some(protocol::getattr(thread, unpickler.value(), name)?),
        };
        let persistent_load = unpickler::own_persistent_load(thread, unpickler)?;
        let memoized = count_memo(unpickler);
        Ok(Loader {
            unpickler,
            input,
            stack,
            marks: Vec::new(),
            fence: 0,
            memoized,
            find_class,
            persistent_load,
        })
    }

    /// Runs the pickle up to its STOP.
    pub fn run(&mut self, thread: &mut Thread) -> PyResult<Value> {
        self.unpickler.proto.set(0);
        loop {
            let opcode = self.input.opcode(thread)?;
            if opcode == STOP {
                break;
            }
            self.step(thread, opcode)?;
        }
        self.input.settle(thread)?;
        self.pop(thread)
    }

    #[inline]
    pub fn push(&mut self, thread: &mut Thread, value: Value) -> PyResult<()> {
        self.stack.push(thread, value)
    }

    #[inline]
    pub fn pop(&mut self, thread: &mut Thread) -> PyResult<Value> {
        if self.stack.len() > self.fence
            && let Some(value) = self.stack.pop()
        {
            return Ok(value);
        }
        Err(self.nothing_there(thread))
    }

    /// The value on top.
    #[inline]
    pub fn top(&mut self, thread: &mut Thread) -> PyResult<Value> {
        if self.stack.len() > self.fence
            && let Some(value) = self.stack.get(self.stack.len() - 1)
        {
            return Ok(value);
        }
        Err(self.nothing_there(thread))
    }

    /// The error of an opcode that finds too few values.
    #[cold]
    pub fn nothing_there(&self, thread: &mut Thread) -> Raised {
        match self.marks.is_empty() {
            true => underflow(thread),
            false => unpickling_error(thread, format_args!("unexpected MARK found")),
        }
    }

    /// Replaces the value on top.
    fn replace_top(&mut self, value: Value) {
        if let Some(last) = self.stack.len().checked_sub(1) {
            self.stack.set(last, value);
        }
    }

    fn mark(&mut self) {
        self.fence = self.stack.len();
        self.marks.push(self.fence);
    }

    /// Takes the last mark: where it is.
    pub fn take_mark(&mut self, thread: &mut Thread) -> PyResult<usize> {
        match self.marks.pop() {
            Some(mark) => {
                self.fence = self.marks.last().copied().unwrap_or(0);
                Ok(mark)
            }
            None => Err(unpickling_error(thread, format_args!("could not find MARK"))),
        }
    }

    /// Drops all values from a position on.
    pub fn truncate(&mut self, thread: &mut Thread, length: usize) -> PyResult<()> {
        let count = self.stack.len().saturating_sub(length);
        if count == 0 {
            return Ok(());
        }
        if length == 0 {
            self.stack.clear();
            return Ok(());
        }
        self.stack.splice(thread, length, count, &[])
    }

    /// A tuple of all values from a position on, which are dropped.
    pub fn take_tuple(&mut self, thread: &mut Thread, start: usize) -> PyResult<Ref<TupleObject>> {
        let tuple = TupleObject::from_slice(thread, self.stack.items().get(start..).unwrap_or(&[]))?;
        self.truncate(thread, start)?;
        Ok(tuple)
    }

    fn step(&mut self, thread: &mut Thread, opcode: u8) -> PyResult<()> {
        match opcode {
            BINGET => {
                let number = self.input.byte(thread)? as usize;
                self.get(thread, number)
            }
            LONG_BINGET => {
                let number = self.input.number::<4>(thread)? as usize;
                self.get(thread, number)
            }
            MEMOIZE => {
                let number = self.memoized;
                self.put(thread, number)
            }
            BINPUT => {
                let number = self.input.byte(thread)? as usize;
                self.put(thread, number)
            }
            LONG_BINPUT => {
                let number = self.input.number::<4>(thread)? as usize;
                self.put(thread, number)
            }
            SHORT_BINUNICODE => {
                let length = self.input.byte(thread)? as usize;
                self.text(thread, length)
            }
            BINUNICODE => {
                let length = self.input.number::<4>(thread)? as usize;
                self.text(thread, length)
            }
            BININT1 => {
                let number = self.input.byte(thread)?;
                self.push(thread, Value::small_int(number.into()))
            }
            BININT2 => {
                let number = self.input.number::<2>(thread)?;
                self.push(thread, Value::small_int(number as i64))
            }
            BININT => {
                let number = self.input.number::<4>(thread)?;
                self.push(thread, Value::small_int((number as u32 as i32).into()))
            }
            MARK => {
                self.mark();
                Ok(())
            }
            NONE => self.push(thread, none()),
            NEWTRUE => self.push(thread, bool_value(true)),
            NEWFALSE => self.push(thread, bool_value(false)),
            BINFLOAT => {
                let bits = self.input.number::<8>(thread)?;
                let number = from_f64(thread, f64::from_bits(bits.swap_bytes()))?;
                self.push(thread, number)
            }
            EMPTY_TUPLE => self.push(thread, core().empty_tuple.get().value()),
            TUPLE1 => self.short_tuple(thread, 1),
            TUPLE2 => self.short_tuple(thread, 2),
            TUPLE3 => self.short_tuple(thread, 3),
            EMPTY_LIST => {
                let list = ListObject::with_capacity(thread, 0)?;
                self.push(thread, list.value())
            }
            EMPTY_DICT => {
                let dict = DictObject::new(thread)?;
                self.push(thread, dict.value())
            }
            APPEND => self.append_one(thread),
            APPENDS => {
                let mark = self.take_mark(thread)?;
                self.append(thread, mark)
            }
            SETITEM => self.set_one(thread),
            SETITEMS => {
                let mark = self.take_mark(thread)?;
                self.set_items(thread, mark)
            }
            TUPLE => {
                let mark = self.take_mark(thread)?;
                let tuple = self.take_tuple(thread, mark)?;
                self.push(thread, tuple.value())
            }
            NEWOBJ => self.new_object(thread),
            BUILD => self.build(thread),
            STACK_GLOBAL => self.stack_global(thread),
            REDUCE => self.reduce(thread),
            _ => self.rare_step(thread, opcode),
        }
    }

    fn rare_step(&mut self, thread: &mut Thread, opcode: u8) -> PyResult<()> {
        match opcode {
            PROTO => self.protocol(thread),
            FRAME => {
                let length = self.input.number::<8>(thread)?;
                self.input.frame(thread, length)
            }
            POP => self.drop_top(thread),
            POP_MARK => {
                let mark = self.take_mark(thread)?;
                self.truncate(thread, mark)
            }
            DUP => {
                let top = self.top(thread)?;
                self.push(thread, top)
            }
            LIST => {
                let mark = self.take_mark(thread)?;
                let list = ListObject::from_slice(thread, self.stack.items().get(mark..).unwrap_or(&[]))?;
                self.truncate(thread, mark)?;
                self.push(thread, list.value())
            }
            DICT => self.dict(thread),
            EMPTY_SET => {
                let set = SetObject::new(thread)?;
                self.push(thread, set.value())
            }
            ADDITEMS => self.add_items(thread),
            FROZENSET => self.frozenset(thread),
            LONG1 => {
                let length = self.input.byte(thread)? as usize;
                self.long(thread, length)
            }
            LONG4 => {
                let length = self.input.number::<4>(thread)? as u32 as i32;
                match usize::try_from(length) {
                    Ok(length) => self.long(thread, length),
                    Err(_) => Err(unpickling_error(
                        thread,
                        format_args!("LONG pickle has negative byte count"),
                    )),
                }
            }
            SHORT_BINBYTES => {
                let length = self.input.byte(thread)?.into();
                self.bytes(thread, length)
            }
            BINBYTES => {
                let length = self.input.number::<4>(thread)?;
                self.bytes(thread, length)
            }
            BINBYTES8 => {
                let length = self.input.number::<8>(thread)?;
                self.bytes(thread, length)
            }
            BYTEARRAY8 => {
                let length = self.input.number::<8>(thread)?;
                let length = checked_length(thread, length, "BYTEARRAY8")?;
                let data = self.input.take_vec(thread, length)?;
                let array = ByteArrayObject::new(thread, &data)?;
                self.push(thread, array.value())
            }
            BINUNICODE8 => {
                let length = self.input.number::<8>(thread)?;
                let length = checked_length(thread, length, "BINUNICODE8")?;
                self.text(thread, length)
            }
            NEXT_BUFFER => self.next_buffer(thread),
            READONLY_BUFFER => self.readonly_buffer(thread),
            EXT1 => {
                let code = self.input.number::<1>(thread)?;
                self.extension(thread, code as i64)
            }
            EXT2 => {
                let code = self.input.number::<2>(thread)?;
                self.extension(thread, code as i64)
            }
            EXT4 => {
                let code = self.input.number::<4>(thread)? as u32 as i32;
                self.extension(thread, code.into())
            }
            NEWOBJ_EX => self.new_object_ex(thread),
            BINPERSID => {
                let identity = self.pop(thread)?;
                self.persistent(thread, identity)
            }
            _ => load_text::step(self, thread, opcode),
        }
    }

    fn protocol(&mut self, thread: &mut Thread) -> PyResult<()> {
        let version = i64::from(self.input.byte(thread)?);
        if version > HIGHEST_PROTOCOL {
            return Err(thread.value_error(format_args!("unsupported pickle protocol: {version}")));
        }
        self.unpickler.proto.set(version);
        Ok(())
    }

    /// POP takes a mark if nothing is above it.
    fn drop_top(&mut self, thread: &mut Thread) -> PyResult<()> {
        if self.marks.last() == Some(&self.stack.len()) {
            return self.take_mark(thread).map(|_| ());
        }
        self.pop(thread).map(|_| ())
    }

    /// Pushes the object of a number.
    pub fn get(&mut self, thread: &mut Thread, number: usize) -> PyResult<()> {
        match self.unpickler.recall(number) {
            Some(object) => self.push(thread, object),
            None => Err(unpickling_error(
                thread,
                format_args!("Memo value not found at index {number}"),
            )),
        }
    }

    /// Gives the object on top a number.
    pub fn put(&mut self, thread: &mut Thread, number: usize) -> PyResult<()> {
        let object = self.top(thread)?;
        if self.unpickler.recall(number).is_none() {
            self.memoized += 1;
        }
        unpickler::remember(thread, self.unpickler, number, object)
    }

    fn text(&mut self, thread: &mut Thread, length: usize) -> PyResult<()> {
        let data = self.input.take(thread, length)?;
        if data.is_ascii() {
            // The bytes stay where they are: the input holds their object, and making a string runs no code.
            let data: &[u8] = unsafe_extend(data);
            let text = StrObject::from_latin1(thread, data)?;
            return self.push(thread, text.value());
        }
        let data = data.to_vec();
        let text = match std::str::from_utf8(&data) {
            Ok(text) => StrObject::from_str(thread, text)?.value(),
            Err(_) => load_text::decode(thread, &data, "utf-8", "surrogatepass")?,
        };
        self.push(thread, text)
    }

    fn bytes(&mut self, thread: &mut Thread, length: u64) -> PyResult<()> {
        let length = checked_length(thread, length, "BINBYTES exceeds system's maximum size of")?;
        let data = self.input.take_vec(thread, length)?;
        let bytes = BytesObject::new(thread, &data)?;
        self.push(thread, bytes.value())
    }

    fn long(&mut self, thread: &mut Thread, length: usize) -> PyResult<()> {
        let data = self.input.take_vec(thread, length)?;
        let negative = data.last().is_some_and(|byte| byte & 0x80 != 0);
        let number = if data.len() <= 8 {
            let mut wide = [if negative { 0xff } else { 0 }; 8];
            wide[..data.len()].copy_from_slice(&data);
            int::from_i64(thread, i64::from_le_bytes(wide))?
        } else if negative {
            // -m is the complement of m - 1.
            use pyrs_object::big::{IBig, UBig};
            let inverted: Vec<u8> = data.iter().map(|byte| !byte).collect();
            let magnitude = UBig::from_le_bytes(&inverted) + UBig::ONE;
            int::from_big(thread, &-IBig::from(magnitude))?
        } else {
            int::from_bytes(thread, false, &data)?
        };
        self.push(thread, number)
    }

    fn short_tuple(&mut self, thread: &mut Thread, count: usize) -> PyResult<()> {
        let length = self.stack.len();
        if length < self.fence + count {
            return Err(self.nothing_there(thread));
        }
        let tuple = self.take_tuple(thread, length - count)?;
        self.push(thread, tuple.value())
    }

    /// The module and name of a global, as a subclass finds it or as the unpickler does.
    pub fn global(&mut self, thread: &mut Thread, module: Value, name: Value) -> PyResult<Value> {
        match self.find_class {
            Some(find_class) => protocol::call(thread, find_class, &[module, name]),
            None => unpickler::find_class(thread, self.unpickler, module, name),
        }
    }

    fn stack_global(&mut self, thread: &mut Thread) -> PyResult<()> {
        let (name, module) = (self.pop(thread)?, self.pop(thread)?);
        if name.downcast::<StrObject>().is_none() || module.downcast::<StrObject>().is_none() {
            return Err(unpickling_error(thread, format_args!("STACK_GLOBAL requires str")));
        }
        let object = self.global(thread, module, name)?;
        self.push(thread, object)
    }

    fn reduce(&mut self, thread: &mut Thread) -> PyResult<()> {
        let (args, function) = (self.pop(thread)?, self.top(thread)?);
        let Some(args) = args.downcast::<TupleObject>() else {
            return Err(thread.type_error(format_args!("argument list must be a tuple")));
        };
        let made = protocol::call(thread, function, args.items_unbound())?;
        self.replace_top(made);
        Ok(())
    }

    /// Pushes the object of a persistent identity.
    pub fn persistent(&mut self, thread: &mut Thread, identity: Value) -> PyResult<()> {
        let object = match self.persistent_load {
            Some(load) => protocol::call(thread, load, &[identity])?,
            None => return Err(unpickler::no_persistent_load(thread)),
        };
        self.push(thread, object)
    }
}

/// Objects that an earlier run gave numbers.
fn count_memo(unpickler: Ref<UnpicklerObject>) -> usize {
    (0..).take_while(|number| unpickler.recall(*number).is_some()).count()
}

fn checked_length(thread: &mut Thread, length: u64, what: &str) -> PyResult<usize> {
    match isize::try_from(length) {
        Ok(length) => Ok(length as usize),
        Err(_) => Err(thread.overflow_error(format_args!(
            "{what} exceeds system's maximum size of {} bytes",
            isize::MAX
        ))),
    }
}

/// Bytes of the input's object apart from the borrow of the input.
fn unsafe_extend<'a>(data: &[u8]) -> &'a [u8] {
    // SAFETY: the bytes belong to a heap object that the input on the native stack keeps, and that does not change while
    // the caller makes a string of them.
    unsafe { std::slice::from_raw_parts(data.as_ptr(), data.len()) }
}
