//! Code objects: a code template turned into heap form, with the mutable state that running adds: quickened
//! instructions, inline caches, counters and the entry to native code.
//!
//! Invariant: the instructions were verified when the template was made; `template` lives as long as the process.

use crate::array::{RawArray, ValueArray};
use crate::core::core;
use crate::errors::PyResult;
use crate::feedback::CacheArray;
use crate::header::{Field, Header, Ref};
use crate::heap_object;
use crate::str::StrObject;
use crate::thread::Thread;
use crate::tuple::TupleObject;
use crate::value::Value;
use pyrs_bytecode::{CodeFlags, CodeTemplate, Constant, Instr};
use std::cell::Cell;

/// Native code of a function: `entry(thread, function, argument 0, ...)`, see `pyrs_jit`.
pub type NativeEntry = *const u8;

/// The flag of generators that may be awaited (`types.coroutine`).
pub const AWAITABLE_FLAG: u32 = CodeFlags::ITERABLE_COROUTINE.bits();

/// A code object.
#[repr(C)]
pub struct CodeObject {
    header: Header,
    /// Native entry that takes its arguments from memory: `fn(thread, function, *const Value) -> Value or 0`; null
    /// while there is none. One store invalidates.
    pub entry: Cell<NativeEntry>,
    /// Native entry that takes its arguments in registers; null while there is none.
    pub direct_entry: Cell<NativeEntry>,
    /// Native entries of a generator's code by the index of the instruction that suspended it: `fn(thread, generator,
    /// value sent) -> value or 0`, null where there is none. Null while no resumption has been compiled.
    pub resume_entries: Cell<*mut NativeEntry>,
    instructions: Cell<*mut Instr>,
    /// Counts down to the next visit of the JIT: one per call.
    pub call_budget: Cell<i32>,
    /// Counts down to the next visit of the JIT: one per loop iteration.
    pub loop_budget: Cell<i32>,
    /// Counts down to the next visit of the JIT: one per resumption that finds no native code.
    pub resume_budget: Cell<i32>,
    register_count: Cell<u32>,
    /// `co_argcount`.
    pub argcount: Cell<u32>,
    /// Flags as in [`CodeFlags`].
    pub flags: Cell<u32>,
    /// Parameters in all, `*args` and `**kwargs` included.
    pub parameter_count: Cell<u32>,
    /// `argcount`, if a call with so many positional arguments needs no binding; else `u32::MAX`.
    pub simple_argcount: Cell<u32>,
    /// Registers that are empty when a frame starts, as far as they are no arguments: all but the temporaries.
    pub local_count: Cell<u32>,
    template: Cell<*const CodeTemplate>,
    instruction_block: Field<Option<Ref<RawArray>>>,
    /// Constants as values.
    pub constants: Field<Option<Ref<ValueArray>>>,
    /// Names as interned strings.
    pub names: Field<Option<Ref<ValueArray>>>,
    /// Inline caches; made when the code first runs.
    pub caches: Field<Option<Ref<CacheArray>>>,
    /// `co_name`.
    pub name: Field<Ref<StrObject>>,
    /// `co_qualname`.
    pub qualname: Field<Ref<StrObject>>,
    /// `co_filename`.
    pub filename: Field<Ref<StrObject>>,
    /// Names of the local variables by register.
    pub varnames: Field<Option<Ref<TupleObject>>>,
    /// What the JIT keeps about this code; opaque here, traced.
    pub jit_state: Field<Option<Value>>,
    /// What the JIT knows of this code, opaque: an index into its own table plus one, or 0.
    pub jit_index: Cell<u64>,
}
heap_object!(
    CodeObject,
    "code",
    CODE_LAYOUT,
    [
        instruction_block,
        constants,
        names,
        caches,
        name,
        qualname,
        filename,
        varnames,
        jit_state
    ]
);

impl CodeObject {
    /// Address of the first instruction.
    #[inline(always)]
    pub fn instructions_ptr(&self) -> *mut Instr {
        self.instructions.get()
    }

    /// The instructions as they are now, quickened forms included.
    pub fn instructions(&self) -> &[Cell<Instr>] {
        // SAFETY: the block holds exactly the template's instructions.
        unsafe {
            std::slice::from_raw_parts(
                self.instructions.get() as *const Cell<Instr>,
                self.template().instructions.len(),
            )
        }
    }

    /// Registers of a frame.
    #[inline(always)]
    pub fn register_count(&self) -> usize {
        self.register_count.get() as usize
    }

    /// What the compiler made.
    #[inline(always)]
    pub fn template(&self) -> &'static CodeTemplate {
        // SAFETY: templates are leaked when their code object is made (code objects are few and mostly immortal).
        unsafe { &*self.template.get() }
    }

    /// Flags.
    pub fn code_flags(&self) -> CodeFlags {
        CodeFlags::from_bits_retain(self.flags.get())
    }

    /// Whether local variables are in registers: the code of functions, not of modules and classes.
    pub fn is_optimized(&self) -> bool {
        self.code_flags().contains(CodeFlags::OPTIMIZED)
    }

    /// A constant.
    #[inline(always)]
    pub fn constant(&self, index: usize) -> Value {
        let constants = self.constants.get();
        // SAFETY: verified code names existing constants only.
        unsafe {
            debug_assert!(constants.is_some_and(|c| index < c.capacity()));
            (*constants.unwrap_unchecked().as_words().add(index)).unwrap_unchecked()
        }
    }

    /// A name as an interned string.
    #[inline(always)]
    pub fn name_at(&self, index: usize) -> Ref<StrObject> {
        let names = self.names.get();
        // SAFETY: verified code names existing names only, and they are strings.
        unsafe {
            debug_assert!(names.is_some_and(|n| index < n.capacity()));
            (*names.unwrap_unchecked().as_words().add(index))
                .unwrap_unchecked()
                .cast_unchecked()
        }
    }

    /// Runs of instructions, with their first and last line and first and last column if they have any.
    pub fn places(&self) -> impl Iterator<Item = (u64, Option<[u32; 4]>)> + use<> {
        let template = self.template();
        pyrs_bytecode::positions::Positions::new(&template.positions, template.first_line).map(|(length, place)| {
            let numbers = [place.line, place.end_line, place.column, place.end_column];
            (length, (place.line != 0).then_some(numbers))
        })
    }

    /// Line number of an instruction.
    pub fn line_of(&self, pc: usize) -> u32 {
        let template = self.template();
        pyrs_bytecode::positions::Positions::new(&template.positions, template.first_line)
            .line_of(pc)
            .unwrap_or(0)
    }
}

impl Ref<CodeObject> {
    /// Makes the code object of a template and, recursively, those of its inner functions.
    pub fn from_template(
        thread: &mut Thread,
        template: &'static CodeTemplate,
        filename: Ref<StrObject>,
    ) -> PyResult<Ref<CodeObject>> {
        let name = StrObject::intern(thread, &template.name)?;
        let qualname = StrObject::from_str(thread, &template.qualname)?;
        let constants = ValueArray::new(thread, template.constants.len())?;
        for (i, constant) in template.constants.iter().enumerate() {
            let value = constant_value(thread, constant, filename)?;
            constants.set(i, Some(value));
        }
        let names = ValueArray::new(thread, template.names.len())?;
        for (i, text) in template.names.iter().enumerate() {
            let text = StrObject::intern(thread, text)?;
            names.set(i, Some(text.value()));
        }
        let varnames = TupleObject::with_length(thread, template.varnames.len())?;
        for (i, text) in template.varnames.iter().enumerate() {
            let text = StrObject::intern(thread, text)?;
            varnames.initialise_item(i, text.value());
        }
        let block = RawArray::new(thread, std::mem::size_of_val(&template.instructions[..]))?;
        // SAFETY: the block has room for all instructions.
        unsafe {
            std::ptr::copy_nonoverlapping(
                template.instructions.as_ptr(),
                block.data_ptr().cast::<Instr>(),
                template.instructions.len(),
            );
        }
        let shape = core().types.code.get().root_shape();
        let code = thread.allocate::<CodeObject>(shape, std::mem::size_of::<CodeObject>())?;
        code.instructions.set(RawArray::data_ptr(&block).cast());
        code.instruction_block.set(code, Some(block));
        code.template.set(template);
        code.register_count.set(template.register_count as u32);
        code.argcount.set(template.argcount);
        code.flags.set(template.flags.bits());
        let star = template.flags.contains(CodeFlags::VARARGS) as u32;
        let double_star = template.flags.contains(CodeFlags::VARKEYWORDS) as u32;
        code.parameter_count
            .set(template.argcount + template.kwonly_argcount + star + double_star);
        let simple = template.kwonly_argcount + star + double_star == 0;
        code.simple_argcount
            .set(if simple { template.argcount } else { u32::MAX });
        code.local_count
            .set(template.first_free_register as u32 + template.freevars.len() as u32);
        code.call_budget.set(core().call_budget.get());
        code.loop_budget.set(core().loop_budget.get());
        code.resume_budget.set(core().call_budget.get());
        code.constants.set(code, Some(constants));
        code.names.set(code, Some(names));
        code.name.set(code, name);
        code.qualname.set(code, qualname);
        code.filename.set(code, filename);
        code.varnames.set(code, Some(varnames));
        Ok(code)
    }

    /// The inline caches, made on first use.
    #[inline(always)]
    pub fn ensure_caches(self, thread: &mut Thread) -> PyResult<Ref<CacheArray>> {
        match self.caches.get() {
            Some(caches) => Ok(caches),
            None => {
                let caches = CacheArray::new(thread, self.template().caches.len())?;
                self.caches.set(self, Some(caches));
                Ok(caches)
            }
        }
    }
}

fn constant_value(thread: &mut Thread, constant: &'static Constant, filename: Ref<StrObject>) -> PyResult<Value> {
    Ok(match constant {
        Constant::None => crate::core::none(),
        Constant::Bool(value) => crate::core::bool_value(*value),
        Constant::Ellipsis => core().ellipsis.get().value(),
        Constant::Int(value) => crate::int::from_i64(thread, *value)?,
        Constant::BigInt { negative, magnitude } => crate::int::from_bytes(thread, *negative, magnitude)?,
        Constant::Float(value) => crate::float::from_f64(thread, *value)?,
        Constant::Complex(re, im) => crate::float::ComplexObject::new(thread, *re, *im)?.value(),
        Constant::Str(text) => StrObject::intern_if_name(thread, text)?.value(),
        Constant::Bytes(bytes) => crate::bytes::BytesObject::new(thread, bytes)?.value(),
        Constant::Tuple(items) => {
            let tuple = TupleObject::with_length(thread, items.len())?;
            for (i, item) in items.iter().enumerate() {
                let item = constant_value(thread, item, filename)?;
                tuple.initialise_item(i, item);
            }
            tuple.value()
        }
        Constant::FrozenSet(items) => {
            let set = crate::set::SetObject::new_frozen(thread)?;
            for item in items {
                let item = constant_value(thread, item, filename)?;
                set.add(thread, item)?;
            }
            set.value()
        }
        Constant::Slice(parts) => {
            let start = constant_value(thread, &parts[0], filename)?;
            let stop = constant_value(thread, &parts[1], filename)?;
            let step = constant_value(thread, &parts[2], filename)?;
            crate::range::SliceObject::new(thread, start, stop, step)?.value()
        }
        Constant::Code(template) => Ref::<CodeObject>::from_template(thread, template, filename)?.value(),
    })
}
