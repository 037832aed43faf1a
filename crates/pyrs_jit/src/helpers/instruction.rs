//! Executes single bytecode instructions for compiled code, on a window laid out as an interpreter frame.
//!
//! The window is not linked to the thread's frames: nothing here may push a frame on top of it, so calls go through the
//! protocol. Inline caches and feedback are kept up as in the interpreter.

use crate::units::with;
use pyrs_abi::Site;
use pyrs_bytecode::{CacheSite, FRAME_HEADER_WORDS, Instr, NO_REG, Op};
use pyrs_interp::{attribute, build, exceptions, import, iteration, names, pattern};
use pyrs_object::code::CodeObject;
use pyrs_object::core::none;
use pyrs_object::dict::DictObject;
use pyrs_object::errors::PyResult;
use pyrs_object::frame::{Frame, FrameFlags};
use pyrs_object::function::{Args, CellObject};
use pyrs_object::header::Ref;
use pyrs_object::protocol;
use pyrs_object::set::SetObject;
use pyrs_object::thread::Thread;
use pyrs_object::tuple::TupleObject;
use pyrs_object::value::Value;

const H: usize = FRAME_HEADER_WORDS as usize;

pub(super) extern "C" fn instruction(thread: *mut Thread, function: Value, site: u64, window: *mut Frame) -> u64 {
    // SAFETY: compiled code passes the running thread.
    let thread = unsafe { &mut *thread };
    let Some(code) = with(|jit| jit.code_of(Site(site).unit() as u32)) else {
        return 0;
    };
    // SAFETY: the window has room for a frame's header and registers; the site is an instruction of the code.
    unsafe {
        let pc = code.instructions_ptr().add(Site(site).index());
        window.write(Frame {
            function: Some(function),
            previous: thread.frame,
            code: Some(code),
            pc,
            special: None,
            object: None,
            flags: FrameFlags::empty(),
        });
        let step = Step {
            frame: window,
            registers: Frame::registers(window),
            code,
            pc,
        };
        match step.run(thread) {
            Ok(value) => value.map_or(1, Value::bits),
            Err(_) => 0,
        }
    }
}

struct Step {
    frame: *mut Frame,
    registers: *mut Option<Value>,
    code: Ref<CodeObject>,
    pc: *mut Instr,
}

impl Step {
    /// A register that holds a value.
    unsafe fn value(&self, register: u16) -> Value {
        // SAFETY: verified code reads registers of the frame that hold values.
        unsafe { (*self.registers.add(register as usize)).unwrap_or_else(none) }
    }

    unsafe fn set(&self, register: u16, value: Option<Value>) {
        // SAFETY: verified code writes registers of the frame only.
        unsafe { *self.registers.add(register as usize) = value }
    }

    /// Executes the instruction. The result is that of its only destination; instructions with several write the window.
    unsafe fn run(&self, thread: &mut Thread) -> PyResult<Option<Value>> {
        // SAFETY: operands of verified code; the registers that the instruction reads are in the window.
        unsafe {
            let (frame, pc) = (self.frame, self.pc);
            let instr = *pc;
            let (a, b, c) = (instr.a(), instr.b(), instr.c());
            let at = |register: u16| self.registers.add(register as usize);
            let value = match instr.op().base() {
                // Loops of modules are entered only where the namespace is the globals.
                Op::LoadGlobal | Op::LoadName => names::load_global(thread, frame, pc)?,
                Op::StoreGlobal | Op::StoreName => {
                    return names::store_global(thread, frame, c as usize, self.value(a)).map(|()| None);
                }
                Op::DeleteGlobal | Op::DeleteName => {
                    return names::delete_global(thread, frame, b as usize).map(|()| None);
                }
                Op::LoadCommon => names::load_common(thread, instr.bc() as u32)?,
                Op::LoadFromDictOrGlobals => {
                    names::load_from_dict_or_globals(thread, frame, self.value(b), c as usize)?
                }
                Op::LoadFromDictOrDeref => {
                    names::load_from_dict_or_deref(thread, frame, self.value(a), self.value(b), c as usize)?
                }
                Op::DeleteDeref => {
                    let cell = self.value(a).cast_unchecked::<CellObject>();
                    if cell.content.get().is_none() {
                        names::empty_cell(thread, frame, a, b as usize)?;
                    }
                    cell.content.set(cell, None);
                    return Ok(None);
                }
                Op::LoadAttr => attribute::load(thread, frame, pc, self.value(b))?,
                Op::StoreAttr => {
                    attribute::store(thread, frame, pc, self.value(a), self.value(b))?;
                    return Ok(None);
                }
                Op::DeleteAttr => {
                    let name = self.code.name_at(b as usize);
                    protocol::setattr(thread, self.value(a), name, None)?;
                    return Ok(None);
                }
                Op::LoadMethod => {
                    attribute::load_method(thread, frame, pc, self.value(b))?;
                    return Ok(None);
                }
                Op::LoadSuperAttr => {
                    attribute::load_super(thread, frame, pc, self.value(b), self.value(b + 1), self.value(b + 2))?
                }
                Op::LoadSuperMethod => {
                    let (callee, class, receiver) = (self.value(b), self.value(b + 1), self.value(b + 2));
                    attribute::load_super_method(thread, frame, pc, callee, class, receiver)?;
                    return Ok(None);
                }
                Op::DeleteSubscr => {
                    protocol::setitem(thread, self.value(a), self.value(b), None)?;
                    return Ok(None);
                }
                Op::GetLen => Value::small_int(protocol::len(thread, self.value(b))? as i64),
                Op::Call | Op::CallMethod | Op::CallKw | Op::CallMethodKw => self.call(thread, instr)?,
                Op::CallEx => self.call_ex(thread, b)?,
                Op::CallPair => self.call_pair(thread, b, &[])?,
                Op::CallExit => {
                    let exception = if c == NO_REG { None } else { Some(self.value(c)) };
                    self.call_pair(thread, b, &exceptions::exit_arguments(exception))?
                }
                Op::Intrinsic => build::intrinsic(thread, frame, c as u32, self.value(b))?,
                Op::Intrinsic2 => build::intrinsic2(thread, instr.x() as u32, self.value(b), self.value(c))?,
                Op::BuildTuple => build::tuple(thread, at(b), c as usize)?,
                Op::BuildList => build::list(thread, at(b), c as usize)?,
                Op::BuildSet => build::set(thread, at(b), c as usize)?,
                Op::BuildMap => build::map(thread, at(b), c as usize)?,
                Op::BuildString => build::string(thread, at(b), c as usize)?,
                Op::BuildSlice => build::slice(thread, at(b), c as usize)?,
                Op::FormatValue => {
                    let spec = if c == NO_REG { None } else { Some(self.value(c)) };
                    build::format_value(thread, self.value(b), instr.x(), spec)?
                }
                Op::BuildInterpolation => {
                    let (value, text, spec) = (self.value(b), self.value(b + 1), self.value(b + 2));
                    build::interpolation(thread, value, text, instr.x(), spec)?
                }
                Op::BuildTemplate => build::template(thread, self.value(b), self.value(c))?,
                Op::MatchMapping => pattern::is_mapping(self.value(b)),
                Op::MatchSequence => pattern::is_sequence(self.value(b)),
                Op::MatchKeys => pattern::keys(thread, self.value(b), self.value(c))?,
                Op::MatchClass => {
                    let (subject, class, attributes) = (self.value(b), self.value(b + 1), self.value(b + 2));
                    pattern::class(thread, subject, class, c as usize, attributes)?
                }
                Op::MakeFunction => build::function(thread, frame, instr.bc() as usize)?,
                Op::ImportName => import::import_name(thread, frame, c as usize, self.value(b), self.value(b + 1))?,
                Op::ImportFrom => import::import_from(thread, frame, self.value(b), c as usize)?,
                _ => return self.update(thread, instr),
            };
            Ok(Some(value))
        }
    }

    /// Instructions without a destination or with several, and the rest.
    unsafe fn update(&self, thread: &mut Thread, instr: Instr) -> PyResult<Option<Value>> {
        // SAFETY: as for `run`.
        unsafe {
            let (a, b, c) = (instr.a(), instr.b(), instr.c());
            match instr.op().base() {
                Op::SetAdd => {
                    self.value(a).cast_unchecked::<SetObject>().add(thread, self.value(b))?;
                }
                Op::MapAdd => {
                    let dict = self.value(a).cast_unchecked::<DictObject>();
                    dict.set(thread, self.value(b), self.value(c))?;
                }
                Op::ListExtend => build::list_extend(thread, self.value(a), self.value(b))?,
                Op::SetUpdate => build::set_update(thread, self.value(a), self.value(b))?,
                Op::DictUpdate => build::dict_update(thread, self.value(a), self.value(b))?,
                Op::DictMerge => build::dict_merge(thread, self.value(a), self.value(b), self.value(c))?,
                Op::SetFunctionAttr => build::set_function_attribute(self.value(a), self.value(b), instr.x() as u32),
                Op::UnpackEx => {
                    let (before, after) = ((c & 255) as usize, (c >> 8) as usize);
                    let target = self.registers.add(a as usize);
                    iteration::unpack_ex(thread, self.value(b), target, before, after)?;
                }
                Op::LoadSpecial => {
                    let (method, receiver) = attribute::load_special(thread, self.value(b), c as u32)?;
                    self.set(a, Some(method));
                    self.set(a + 1, receiver);
                }
                Op::PushExc => {
                    let previous = thread.handled.unwrap_or_else(none);
                    thread.handled = Some(self.value(b));
                    return Ok(Some(previous));
                }
                Op::PopExc => {
                    let value = self.value(a);
                    thread.handled = (value != none()).then_some(value);
                }
                Op::MatchExc => {
                    let matches = exceptions::matches(thread, self.value(b), self.value(c))?;
                    return Ok(Some(pyrs_object::bool_value(matches)));
                }
                Op::MatchExcStar => {
                    let (matching, rest) = exceptions::match_star(thread, self.value(b), self.value(c))?;
                    self.set(a, Some(matching));
                    self.set(a + 1, Some(rest));
                }
                Op::EndExcStar => return exceptions::end_star(thread, self.value(b), self.value(c)).map(Some),
                other => {
                    let name = other.info().name;
                    return Err(thread.system_error(format_args!("compiled code cannot execute {name}")));
                }
            }
            Ok(None)
        }
    }

    unsafe fn call(&self, thread: &mut Thread, instr: Instr) -> PyResult<Value> {
        // SAFETY: a verified call block, as for `run`.
        unsafe {
            let block = self.registers.add(instr.b() as usize);
            let mut first = block.add(H);
            let mut count = instr.x() as usize;
            if matches!(instr.op().base(), Op::CallMethod | Op::CallMethodKw) {
                match *first {
                    Some(_) => count += 1,
                    None => first = first.add(1),
                }
            }
            let names = match self.code.template().caches[instr.c() as usize] {
                CacheSite::Keywords(index) => self.code.constant(index as usize).downcast::<TupleObject>(),
                CacheSite::Name(_) | CacheSite::Call => None,
            };
            let arguments = std::slice::from_raw_parts(first as *const Value, count);
            protocol::call_args(thread, self.value(instr.b()), Args::new(arguments, names))
        }
    }

    unsafe fn call_ex(&self, thread: &mut Thread, block: u16) -> PyResult<Value> {
        // SAFETY: as for `run`.
        unsafe {
            let callee = self.value(block);
            let Some(positional) = self.value(block + H as u16).downcast::<TupleObject>() else {
                return Err(thread.system_error(format_args!("CallEx without a tuple of arguments")));
            };
            let keywords = (*self.registers.add(block as usize + H + 1)).and_then(|v| v.downcast::<DictObject>());
            let Some(keywords) = keywords.filter(|dict| !dict.is_empty()) else {
                return protocol::call_args(thread, callee, Args::positional_only(positional.items_unbound()));
            };
            let all = TupleObject::with_length(thread, positional.len() + keywords.len())?;
            for (index, value) in positional.items_unbound().iter().enumerate() {
                all.initialise_item(index, *value);
            }
            let names = TupleObject::with_length(thread, keywords.len())?;
            let (mut position, mut index) = (0, 0);
            while let Some((found, key, value)) = keywords.next_entry(position) {
                if pyrs_object::str::as_str(key).is_none() {
                    return Err(thread.type_error(format_args!("keywords must be strings")));
                }
                names.initialise_item(index, key);
                all.initialise_item(positional.len() + index, value);
                index += 1;
                position = found + 1;
            }
            protocol::call_args(thread, callee, Args::new(all.items_unbound(), Some(names)))
        }
    }

    unsafe fn call_pair(&self, thread: &mut Thread, pair: u16, arguments: &[Value]) -> PyResult<Value> {
        // SAFETY: as for `run`.
        let (method, receiver) = unsafe { (self.value(pair), *self.registers.add(pair as usize + 1)) };
        let mut all = [none(); 4];
        let mut count = 0;
        for value in receiver.iter().chain(arguments) {
            all[count] = *value;
            count += 1;
        }
        protocol::call(thread, method, &all[..count])
    }
}
