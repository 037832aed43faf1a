//! Builds HIR from bytecode in one abstract interpretation over the basic blocks in reverse postorder.
//!
//! The environment says which value each register holds; it may be an unboxed double or truth value, which is boxed only
//! where a tagged word is needed. Feedback decides which guards are emitted. At a loop's entry, [`votes`] of the loop's
//! instructions decide what its variables are; the entry and every back edge guard that, so that types hold around
//! the loop from the start. Code that never ran becomes an exit. Nothing here runs Python code or allocates.

mod access;
mod arithmetic;
mod calls;
mod environment;
mod generators;
mod globals;
mod inline;
mod iteration;
mod merge;
mod operations;
mod slices;
mod votes;

use crate::bytecode_blocks::BytecodeBlocks;
use crate::ir::{BlockId, Edge, FrameState, Function, Inst, Opcode, StateId, Terminator, UnitKind, ValueId};
use crate::types::{Kinds, Type};
use environment::Environment;
use inline::Inline;
use pyrs_abi::{DeoptReason, MAX_PARAMETERS, Refusal};
use pyrs_bytecode::liveness::{self, RegisterSet};
use pyrs_bytecode::{CodeFlags, Instr};
use pyrs_object::code::CodeObject;
use pyrs_object::core::core;
use pyrs_object::feedback::Cache;
use pyrs_object::function::FunctionObject;
use pyrs_object::header::Ref;
use pyrs_object::value::Value;
use std::collections::{HashMap, HashSet};

/// Something that compiled code takes for granted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Assumption {
    /// The class and its bases do not change. The word is the class.
    Class(u64),
    /// The key of a dict keeps its value, or stays absent.
    DictKey(u64, u64),
}

/// Exits taken too often: bytecode index and reason. The builder emits general code there instead.
pub type Avoided = HashSet<(u32, DeoptReason)>;

/// Where a unit is entered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum EntryPoint {
    /// At the start, by calls.
    Call,
    /// At a loop's header, from the interpreter.
    Loop(u32),
    /// Behind the instruction that suspended a generator.
    Resume(u32),
}

impl EntryPoint {
    /// Index of the first instruction.
    fn start(self) -> usize {
        match self {
            EntryPoint::Call => 0,
            EntryPoint::Loop(header) => header as usize,
            EntryPoint::Resume(point) => point as usize + 1,
        }
    }
}

/// What to compile.
pub struct Request<'a> {
    /// The function.
    pub function: Ref<FunctionObject>,
    /// Where it is entered.
    pub entry: EntryPoint,
    /// See [`Avoided`].
    pub avoided: &'a Avoided,
    /// What has changed too often to be assumed again.
    pub unstable: &'a HashSet<Assumption>,
    /// Functions with more instructions are refused.
    pub max_instructions: usize,
}

/// The result.
pub struct Built {
    /// The function.
    pub function: Function,
    /// What it relies on.
    pub assumptions: Vec<Assumption>,
    /// Keys of dicts that it writes without telling anybody: no code may rely on them.
    pub stored: Vec<Assumption>,
    /// Heap words that the code names: they must be kept alive with it.
    pub constants: Vec<u64>,
    /// Calls whose callee was inlined.
    pub inlined_calls: u64,
}

/// Builds the HIR of a function or loop.
pub fn build(request: &Request) -> Result<Built, Refusal> {
    let code = request.function.code.get();
    check(request, code)?;
    let instructions: Vec<Instr> = code.instructions().iter().map(|cell| cell.get()).collect();
    if instructions.len() > request.max_instructions {
        return Err(Refusal::TooLarge);
    }
    let registers = code.register_count();
    let name = code.qualname.get().to_string_lossy().replace(char::is_whitespace, "_");
    let suspended = generators::is_suspended(code);
    if suspended && request.entry == EntryPoint::Call {
        return Ok(Built {
            function: generators::creation(code, &name),
            assumptions: Vec::new(),
            stored: Vec::new(),
            constants: Vec::new(),
            inlined_calls: 0,
        });
    }
    let blocks = BytecodeBlocks::compute(&instructions, registers, request.entry.start())?;
    if suspended && matches!(request.entry, EntryPoint::Loop(_)) && !blocks.is_header(blocks.entry) {
        return Err(Refusal::Generator);
    }
    let locals = code.local_count.get() as usize;
    let live = liveness::compute(&instructions, &code.template().exception_table, registers, locals);
    let mut builder = Builder {
        request,
        subject: request.function,
        inline: None,
        inlined_calls: 0,
        code,
        function: Function::new(&name, registers as u32, code.parameter_count.get()),
        current: Function::ENTRY,
        environment: Environment::new(registers),
        pc: 0,
        incoming: (0..blocks.blocks.len()).map(|_| Vec::new()).collect(),
        headers: HashMap::new(),
        state_cache: None,
        function_value: ValueId(0),
        reloads: HashMap::new(),
        assumptions: Vec::new(),
        stored: Vec::new(),
        any_globals: false,
        own_keys: globals::stored_keys(code, &instructions, request.function.globals.get()),
        constants: Vec::new(),
        ended: false,
        instructions,
        blocks,
        live,
    };
    builder.function.variables = locals as u32;
    builder.run()?;
    Ok(Built {
        function: builder.function,
        assumptions: builder.assumptions,
        stored: builder.stored,
        constants: builder.constants,
        inlined_calls: builder.inlined_calls,
    })
}

fn check(request: &Request, code: Ref<CodeObject>) -> Result<(), Refusal> {
    let flags = code.code_flags();
    if flags.contains(CodeFlags::ASYNC_GENERATOR) {
        return Err(Refusal::Generator);
    }
    if !flags.contains(CodeFlags::OPTIMIZED) && !matches!(request.entry, EntryPoint::Loop(_)) {
        return Err(Refusal::ClassBody);
    }
    if request.entry == EntryPoint::Call && code.parameter_count.get() as usize > MAX_PARAMETERS {
        return Err(Refusal::Parameters);
    }
    Ok(())
}

/// A way into a block: the HIR block that jumps there and the environment at its end.
struct Incoming {
    from: BlockId,
    environment: Environment,
}

/// What a loop header's registers are, by parameter of its HIR block.
struct Header {
    block: BlockId,
    params: Vec<(usize, Type)>,
}

struct Builder<'a> {
    request: &'a Request<'a>,
    /// The function whose code is translated: the request's, or one that is inlined.
    subject: Ref<FunctionObject>,
    inline: Option<Inline>,
    inlined_calls: u64,
    code: Ref<CodeObject>,
    instructions: Vec<Instr>,
    blocks: BytecodeBlocks,
    live: Vec<RegisterSet>,
    function: Function,
    current: BlockId,
    environment: Environment,
    /// Instruction being translated.
    pc: usize,
    /// Forward edges into bytecode blocks not yet translated.
    incoming: Vec<Vec<Incoming>>,
    headers: HashMap<usize, Header>,
    state_cache: Option<StateId>,
    function_value: ValueId,
    /// Values that were read from a register of the generator, which holds them still.
    reloads: HashMap<ValueId, u16>,
    assumptions: Vec<Assumption>,
    stored: Vec<Assumption>,
    /// Functions with other globals have run the code: nothing is known of what its names mean.
    any_globals: bool,
    /// Globals that the code itself stores to.
    own_keys: HashSet<Assumption>,
    constants: Vec<u64>,
    /// The current block has its terminator.
    ended: bool,
}

impl Builder<'_> {
    fn run(&mut self) -> Result<(), Refusal> {
        self.entry();
        self.run_blocks()
    }

    fn run_blocks(&mut self) -> Result<(), Refusal> {
        for index in 0..self.blocks.order.len() {
            let block = self.blocks.order[index];
            if self.incoming[block].is_empty() {
                // Only reached from code that never ran.
                continue;
            }
            self.start_block(block);
            self.translate(block)?;
        }
        Ok(())
    }

    /// The entry block: parameters, or the live registers of the interpreter's frame.
    fn entry(&mut self) {
        self.current = self.function.add_block();
        let function_type = Type::object(0);
        self.function_value = self.function.add_param(self.current, function_type);
        if let EntryPoint::Loop(target) = self.request.entry {
            self.function.kind = UnitKind::Loop;
            for register in self.live[target as usize].clone().iter() {
                let mut inst = Inst::new(Opcode::FrameRegister, Vec::new(), target);
                inst.imm[0] = register as u64;
                let value = self.function.append(self.current, inst, Type::MAYBE_EMPTY);
                self.environment.registers[register] = value;
            }
        } else if let EntryPoint::Resume(point) = self.request.entry {
            self.resume_entry(point as usize);
        } else {
            for register in 0..self.code.parameter_count.get() as usize {
                let value = self.function.add_param(self.current, Type::ANY);
                self.environment.registers[register] = Some(value);
            }
        }
        self.pc = self.request.entry.start();
        self.guard_globals();
        self.arrive(self.blocks.entry);
    }

    /// Records that the current block goes on to a bytecode block: a forward edge, or back to a loop's header.
    fn arrive(&mut self, block: usize) {
        let incoming = Incoming {
            from: self.current,
            environment: self.environment.clone(),
        };
        self.incoming[block].push(incoming);
        self.ended = true;
    }

    fn go_to(&mut self, from: usize, to: usize) {
        if self.headers.contains_key(&to) && self.blocks.is_back_edge(from, to) {
            self.repeat(to);
        } else {
            self.arrive(to);
        }
    }

    fn translate(&mut self, block: usize) -> Result<(), Refusal> {
        let (start, end) = (self.blocks.blocks[block].start, self.blocks.blocks[block].end);
        self.ended = false;
        for pc in start..end {
            self.pc = pc;
            self.state_cache = None;
            self.instruction(block, self.instructions[pc])?;
            if self.inline.as_ref().is_some_and(|inline| inline.failed) {
                return Err(Refusal::Unsupported);
            }
            if self.ended {
                return Ok(());
            }
        }
        self.pc = end;
        self.state_cache = None;
        let next = self.blocks.blocks[block].successors[0];
        self.go_to(block, next);
        Ok(())
    }

    /// The block that starts at an instruction.
    fn block_at(&self, pc: usize) -> usize {
        self.blocks.blocks.partition_point(|block| block.start < pc)
    }

    fn end(&mut self, terminator: Terminator) {
        self.function.blocks[self.current.index()].terminator = terminator;
        self.ended = true;
    }

    /// Ends the block with an exit to the interpreter at an instruction.
    fn exit_at(&mut self, pc: usize, reason: DeoptReason) {
        self.check_inlined_exit();
        let state = self.state_at(pc);
        self.end(Terminator::Exit { reason, state });
    }

    /// Ends the block because the instruction never ran.
    fn unreached(&mut self) {
        self.exit_at(self.pc, DeoptReason::Unreached);
    }

    fn is_avoided(&self, reason: DeoptReason) -> bool {
        self.is_avoided_at(self.pc, reason)
    }

    fn is_avoided_at(&self, pc: usize, reason: DeoptReason) -> bool {
        self.inline.is_none() && self.request.avoided.contains(&(pc as u32, reason))
    }

    /// The bytecode index of what is emitted: of the outermost call, while that is inlined.
    fn position(&self) -> u32 {
        self.inline.as_ref().map_or(self.pc as u32, |inline| inline.pc)
    }

    // ---- instructions

    /// Appends an instruction without an exit.
    fn emit(&mut self, opcode: Opcode, args: &[ValueId], ty: Type) -> ValueId {
        self.emit_imm(opcode, args, [0, 0], ty)
    }

    /// Appends an instruction with immediates. For instructions without a result the function value is returned.
    fn emit_imm(&mut self, opcode: Opcode, args: &[ValueId], imm: [u64; 2], ty: Type) -> ValueId {
        let mut inst = Inst::new(opcode, args.to_vec(), self.position());
        inst.imm = imm;
        self.append(inst, ty)
    }

    fn append(&mut self, mut inst: Inst, ty: Type) -> ValueId {
        use crate::ir::Effects;
        let effects = inst.opcode.effects();
        self.check_inlined(&inst);
        if effects.contains(Effects::RAISE) && inst.state.is_none() && self.in_handler_range() {
            inst.state = Some(self.state());
            inst.reason = DeoptReason::Raised;
        }
        if effects.intersects(Effects::CALL | Effects::RAISE) && inst.site.is_none() {
            inst.site = Some(self.state());
        }
        if effects.contains(Effects::CALL) {
            self.environment.shapes.clear();
        }
        if effects.intersects(Effects::CALL | Effects::WRITE) {
            self.environment.list_slices.clear();
        }
        self.function
            .append(self.current, inst, ty)
            .unwrap_or(self.function_value)
    }

    /// Appends an instruction that may leave for the current instruction.
    fn emit_guard(
        &mut self,
        opcode: Opcode,
        args: &[ValueId],
        imm: [u64; 2],
        reason: DeoptReason,
        ty: Type,
    ) -> ValueId {
        let mut inst = Inst::new(opcode, args.to_vec(), self.position());
        inst.imm = imm;
        inst.state = Some(self.state());
        inst.reason = reason;
        self.append(inst, ty)
    }

    fn in_handler_range(&self) -> bool {
        let table = &self.code.template().exception_table;
        match &self.inline {
            Some(inline) => inline.in_handler_range,
            None => table
                .iter()
                .any(|entry| (entry.start as usize..entry.end as usize).contains(&self.pc)),
        }
    }

    /// State for executing the current instruction.
    fn state(&mut self) -> StateId {
        if let Some(state) = self.state_cache {
            return state;
        }
        let state = self.state_at(self.pc);
        self.state_cache = Some(state);
        state
    }

    fn state_at(&mut self, pc: usize) -> StateId {
        if let Some(inline) = &self.inline {
            return inline.state;
        }
        let registers = self.live[pc]
            .iter()
            .filter_map(|register| Some((register as u16, self.environment.registers[register]?)))
            .collect();
        self.function.add_state(FrameState {
            pc: pc as u32,
            registers,
        })
    }

    /// After an instruction that may have run anything: leaves if the code is no longer valid. The result is in place.
    fn check_valid(&mut self) {
        self.check_valid_at(self.pc + 1);
    }

    /// The same, where the interpreter would go on at `next`.
    fn check_valid_at(&mut self, next: usize) {
        let mut inst = Inst::new(Opcode::CheckValid, Vec::new(), self.position());
        inst.state = Some(self.state_at(next));
        inst.reason = DeoptReason::Invalidated;
        self.append(inst, Type::ANY);
    }

    // ---- registers and constants

    fn set(&mut self, register: u16, value: ValueId) {
        self.environment.registers[register as usize] = Some(value);
        self.state_cache = None;
    }

    fn clear(&mut self, register: u16) {
        self.environment.registers[register as usize] = None;
        self.state_cache = None;
    }

    /// What a register holds, in whatever representation.
    fn raw(&mut self, register: u16) -> ValueId {
        match self.environment.registers[register as usize] {
            Some(value) => value,
            None => self.constant(0),
        }
    }

    /// What a register holds, tagged.
    fn get(&mut self, register: u16) -> ValueId {
        let value = self.raw(register);
        self.tagged(value)
    }

    fn type_of(&self, value: ValueId) -> Type {
        self.function.type_of(value)
    }

    /// All registers that hold `old` now hold `new`, which is the same value with more known of it.
    fn refine(&mut self, old: ValueId, new: ValueId) {
        if old == new {
            return;
        }
        let environment = &mut self.environment;
        for slot in environment
            .callers
            .iter_mut()
            .chain([&mut environment.registers])
            .flatten()
        {
            if *slot == Some(old) {
                *slot = Some(new);
            }
        }
        if let Some(shape) = self.environment.shapes.get(&old).copied() {
            self.environment.shapes.insert(new, shape);
        }
        if let Some(register) = self.reloads.get(&old).copied() {
            self.reloads.insert(new, register);
        }
        self.state_cache = None;
    }

    /// A constant word.
    fn constant(&mut self, word: u64) -> ValueId {
        let ty = type_of_word(word);
        if ty.within(Kinds::HEAP) && !self.constants.contains(&word) {
            self.constants.push(word);
        }
        self.emit_imm(Opcode::Const, &[], [word, 0], ty)
    }

    fn constant_value(&mut self, value: Value) -> ValueId {
        self.constant(value.bits())
    }

    /// Keeps a heap word alive that is named by an immediate.
    fn keep(&mut self, word: u64) -> u64 {
        if !self.constants.contains(&word) {
            self.constants.push(word);
        }
        word
    }

    /// Whether something may be assumed; if so, it is noted.
    fn assume(&mut self, assumption: Assumption) -> bool {
        if self.request.unstable.contains(&assumption) || self.own_keys.contains(&assumption) {
            return false;
        }
        if !self.assumptions.contains(&assumption) {
            self.assumptions.push(assumption);
            match assumption {
                Assumption::Class(class) => self.keep(class),
                Assumption::DictKey(dict, _) => self.keep(dict),
            };
        }
        true
    }

    /// The inline cache of a site.
    fn cache(&self, site: u16) -> Option<&'static Cache> {
        let caches = self.code.caches.get()?;
        // SAFETY: the caches live as long as the code object, which outlives this builder; they do not move.
        Some(unsafe { &*(caches.site(site as usize) as *const Cache) })
    }

    fn jump_edge(block: BlockId) -> Edge {
        Edge {
            block,
            args: Vec::new(),
        }
    }
}

/// Type of a constant word.
pub fn type_of_word(word: u64) -> Type {
    // SAFETY: words given here are values of live objects, or zero.
    let Some(value) = (unsafe { Value::from_bits(word) }) else {
        return Type::EMPTY;
    };
    let kinds = if value.is_small_int() {
        Kinds::INT
    } else if value.is_immediate_float() {
        Kinds::FLOAT
    } else if value == pyrs_object::none() {
        Kinds::NONE
    } else if pyrs_object::int::as_bool(value).is_some() {
        Kinds::BOOL
    } else if is_exact_float(value) {
        Kinds::FLOAT
    } else {
        Kinds::OBJECT
    };
    let mut shape = 0;
    if kinds == Kinds::OBJECT
        && let Some(object) = value.as_object()
        && !object.shape().has_extension()
    {
        shape = object.shape().address();
    }
    Type {
        kinds,
        shape,
        constant: word,
    }
}

fn is_exact_float(value: Value) -> bool {
    value
        .as_object()
        .is_some_and(|object| object.shape() == core().types.float.get().root_shape())
}
