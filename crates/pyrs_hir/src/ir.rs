//! Functions, blocks and instructions.
//!
//! [`for_each_inst!`] is the one table of instructions: operand representations, result and effects; printing, parsing,
//! verification and the passes are written against it, so that a new row needs only its lowering. An instruction that
//! can leave compiled code has a state; one that can raise has one where a handler covers it.

use crate::types::{Repr, Type};
use pyrs_abi::DeoptReason;

macro_rules! index_type {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub struct $name(pub u32);
        impl $name {
            /// As an index into the function's table.
            #[inline]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}
index_type!(
    /// A value: result of an instruction or parameter of a block.
    ValueId
);
index_type!(
    /// A block.
    BlockId
);
index_type!(
    /// An instruction.
    InstId
);
index_type!(
    /// A frame state.
    StateId
);

bitflags::bitflags! {
    /// What an instruction may do.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub struct Effects: u8 {
        /// Reads memory that other instructions write.
        const READ = 1;
        /// Writes memory.
        const WRITE = 2;
        /// Runs arbitrary code: reads and writes everything.
        const CALL = 4;
        /// May return an error.
        const RAISE = 8;
        /// May leave compiled code through its state.
        const EXIT = 16;
        /// Makes an object: pure, but for its identity.
        const ALLOCATE = 32;
    }
}

/// Calls `$m!` with every row: `Name "operands" result {effects} "doc"`. Operands: V tagged, F f64, B b1, P ptr, `*`
/// any number of tagged ones. Result: V, F, B, P, or N for none.
#[macro_export]
macro_rules! for_each_inst {
    ($m:ident) => {
        $m! {
Const "" V {} "the word imm0";
ConstF64 "" F {} "the double with bits imm0";
FrameRegister "" V {} "register imm0 of the interpreter frame that a loop was entered from, or of the resumed generator";
SaveRegister "V" N {WRITE} "stores the operand into register imm0 of the generator, before it yields";
GuardNamespace "" N {EXIT} "the interpreter frame that a loop was entered from has no namespace but the globals";
GuardWord "" N {EXIT READ} "the word imm1 at address imm0";
GuardInt "V" V {EXIT} "a small int";
GuardShape "V" V {EXIT READ} "a heap object of shape imm0; imm1 is 1 for shapes that objects never leave";
GuardIs "V" V {EXIT} "the word imm0";
GuardNot "V" V {EXIT} "anything but the word imm0";
GuardNative "V" V {EXIT READ} "a native function, not a method descriptor, whose definition is at imm0";
Rely "V" N {} "code that follows relies on the guard that made the operand without using it";
Exact "V" V {} "the operand, known to be of the result's type";
UnboxFloat "V" F {EXIT} "the double in a float; imm0 is 1 to convert small ints as well";
IntToFloat "V" F {} "a small int as a double";
IntToFloatExact "V" F {EXIT} "the same; leaves if that rounds";
BoxFloat "F" V {ALLOCATE} "a double as a value";
BoxBool "B" V {} "True or False";
IntAdd "VV" V {EXIT} "sum of small ints";
IntSub "VV" V {EXIT} "difference of small ints";
IntMul "VV" V {EXIT} "product of small ints";
IntFloorDiv "VV" V {EXIT} "quotient of small ints, rounded down";
IntMod "VV" V {EXIT} "remainder with the divisor's sign";
IntAnd "VV" V {} "bitwise and";
IntOr "VV" V {} "bitwise or";
IntXor "VV" V {} "bitwise exclusive or";
IntShl "VV" V {EXIT} "left shift";
IntShr "VV" V {EXIT} "right shift";
IntNeg "V" V {EXIT} "negation";
IntInvert "V" V {} "bitwise complement";
FloatAdd "FF" F {} "sum";
FloatSub "FF" F {} "difference";
FloatMul "FF" F {} "product";
FloatDiv "FF" F {EXIT} "quotient; leaves for a zero divisor";
FloatPow "FF" F {EXIT} "power; leaves unless the base is positive and the result finite";
FloatNeg "F" F {} "negation";
FloatAbs "F" F {} "absolute value";
FloatSqrt "F" F {EXIT} "square root; leaves for negative numbers and NaN";
IntCompare "VV" B {} "comparison imm0 of small ints";
FloatCompare "FF" B {} "comparison imm0 of doubles";
Is "VV" B {} "identity";
Not "B" B {} "negation";
Truth "V" B {CALL RAISE} "truth of a value";
Contains "VV" B {CALL RAISE} "whether operand 0 contains operand 1";
Load "V" V {READ} "the value at byte offset imm0 of an object";
LoadCases "V" V {READ EXIT} "data: pairs of shape and byte offset; the value there";
SelectShape "V" V {READ EXIT} "data: pairs of shape and word; the word of the operand's shape";
Store "VV" N {WRITE} "stores operand 1 at byte offset imm0 of operand 0";
StoreCases "VV" N {WRITE EXIT} "data: pairs of shape and byte offset to store operand 1 at";
AddSlot "VV" N {WRITE} "stores operand 1 at byte offset imm0 of operand 0, whose shape becomes imm1";
LoadAddress "" V {READ} "the value at address imm0";
StoreAddress "V" N {WRITE} "stores the operand at address imm0 in the object imm1";
ListGet "VV" V {READ EXIT} "item of an exact list";
ListSet "VVV" N {WRITE EXIT} "sets an item of an exact list";
TupleGet "VV" V {EXIT} "item of an exact tuple";
ListLength "V" V {READ} "length of an exact list";
TupleLength "V" V {} "length of an exact tuple";
ListAppend "VV" N {WRITE RAISE} "appends to an exact list";
ListPop "V" V {WRITE RAISE} "removes and returns the last item of a list";
ListPopAt "VV" V {WRITE RAISE} "removes and returns the item of a list at a small int";
ListInsert "VVV" N {WRITE RAISE} "inserts operand 2 into a list in front of a small int";
Length "V" V {CALL RAISE} "length of a value";
BuildSlice "VVV" V {ALLOCATE} "a slice object; with imm0 1, it is made only where compiled code is left";
GetSlice "VVVV" V {CALL RAISE} "operand 0 [operands 1 : 2 : 3]";
SetSlice "VVVVV" N {CALL RAISE} "operand 0 [operands 1 : 2 : 3] = operand 4";
ListSlice "VVVV" V {READ ALLOCATE} "operand 0 [operands 1 : 2 : 3] of an exact list with bounds that are small ints or None; with imm1 1 the builder has checked that it may be made later, and with imm0 1 it is, as for BuildSlice";
ListSetSlice "VVVV" N {WRITE RAISE} "operand 0 [operands 1 : 2] = operand 3, both of them exact lists";
ListCopySlice "VVVVVVV" N {WRITE RAISE} "operand 0 [operands 1 : 2] = operand 3 [operands 4 : 5 : 6], both of them exact lists";
Unpack "V" P {CALL RAISE} "address of exactly imm0 items";
LoadItem "P" V {} "item imm0 at an address";
CellGet "V" V {READ EXIT} "content of a cell";
CellSet "VV" N {WRITE} "sets the content of a cell";
MakeCell "V" V {ALLOCATE RAISE} "a cell";
ClosureCell "V" V {} "cell imm0 of a function's closure";
RangeIterator "VVV" V {ALLOCATE RAISE} "iterator over the range of a start, stop and step that are small ints";
GetIter "V" V {CALL RAISE} "iterator";
Awaitable "V" V {CALL RAISE} "iterator for await; imm0 as in GetAwaitable";
DelegateIter "V" V {CALL RAISE} "iterator for yield from; imm0 is 1 in coroutines";
GetItem "VV" V {CALL RAISE} "operand 0 [operand 1]";
SetItem "VVV" N {CALL RAISE} "operand 0 [operand 1] = operand 2";
GetAttr "V" V {CALL RAISE} "attribute named by the word imm0";
SetAttr "VV" N {CALL RAISE} "sets the attribute named by the word imm0 to operand 1";
Binary "VV" V {CALL RAISE} "binary operation imm0";
Inplace "VV" V {CALL RAISE} "in-place operation imm0";
Unary "V" V {CALL RAISE} "unary operation imm0";
Compare "VV" V {CALL RAISE} "comparison imm0";
Call "V*" V {CALL RAISE} "calls operand 0 with the others; imm0 is the code of a Python function that takes just them, or 0";
CallNative "V*" V {CALL RAISE} "calls native function operand 0, whose definition is at imm0, with the others";
New "" V {CALL RAISE} "a new instance of class imm0, whose root shape was imm1";
CheckInit "V" N {RAISE} "TypeError unless None";
Instruction "*" V {CALL RAISE} "executes the bytecode instruction on its registers in the window; data: the registers of the operands";
WindowRegister "" V {} "register imm0 of the window, written by the instruction before";
MakeGenerator "V*" V {ALLOCATE RAISE} "a generator of function operand 0, whose code is imm0, with the others as its arguments; imm1 is its shape";
Send "VV" V {CALL RAISE} "sends operand 1 to the iterator operand 0";
Returned "V" B {} "whether the operand, a Send's result, is what the iterator has returned";
Poll "" N {CALL RAISE} "attends to signals";
CheckValid "" N {EXIT READ} "leaves if an assumption of the code was broken";
        }
    };
}

macro_rules! define_insts {
    ($($name:ident $operands:literal $result:ident {$($effect:ident)*} $doc:literal;)*) => {
        /// Opcodes. Generated from the table.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(u8)]
        pub enum Opcode { $(#[doc = $doc] $name),* }

        impl Opcode {
            /// All, in order of their number.
            pub const ALL: &'static [Opcode] = &[$(Opcode::$name),*];
            /// Name in the text form.
            pub const fn name(self) -> &'static str {
                match self { $(Opcode::$name => stringify!($name)),* }
            }
            /// Operand representations, as in the table.
            pub const fn operands(self) -> &'static str {
                match self { $(Opcode::$name => $operands),* }
            }
            /// Representation of the result.
            pub const fn result(self) -> Option<Repr> {
                match self { $(Opcode::$name => define_insts!(@result $result)),* }
            }
            /// Effects.
            pub const fn effects(self) -> Effects {
                match self { $(Opcode::$name => Effects::empty()$(.union(Effects::$effect))*),* }
            }
        }
    };
    (@result V) => { Some(Repr::Tagged) };
    (@result F) => { Some(Repr::F64) };
    (@result B) => { Some(Repr::B1) };
    (@result P) => { Some(Repr::Ptr) };
    (@result N) => { None };
}
for_each_inst!(define_insts);

impl Opcode {
    /// The opcode of a name.
    pub fn from_name(name: &str) -> Option<Opcode> {
        Opcode::ALL.iter().copied().find(|opcode| opcode.name() == name)
    }
}

/// An instruction.
#[derive(Clone, PartialEq, Debug)]
pub struct Inst {
    /// What it does.
    pub opcode: Opcode,
    /// Operands.
    pub args: Vec<ValueId>,
    /// Immediates.
    pub imm: [u64; 2],
    /// Further immediates.
    pub data: Vec<u64>,
    /// Frame state.
    pub state: Option<StateId>,
    /// Reason of its exit.
    pub reason: DeoptReason,
    /// State whose variables can be looked at while the instruction runs other code, or when it has raised.
    pub site: Option<StateId>,
    /// Index of the bytecode instruction.
    pub pc: u32,
    /// Result.
    pub result: Option<ValueId>,
}

impl Inst {
    /// An instruction without immediates, state or result.
    pub fn new(opcode: Opcode, args: Vec<ValueId>, pc: u32) -> Inst {
        Inst {
            opcode,
            args,
            imm: [0; 2],
            data: Vec::new(),
            state: None,
            reason: DeoptReason::Unreached,
            site: None,
            pc,
            result: None,
        }
    }
}

/// A jump with arguments for the target's parameters.
#[derive(Clone, PartialEq, Debug)]
pub struct Edge {
    /// Target.
    pub block: BlockId,
    /// Arguments.
    pub args: Vec<ValueId>,
}

/// What a `ForNext` iterates over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum IterKind {
    /// Range iterator.
    Range,
    /// Generator.
    Generator,
    /// `enumerate`, its pair taken apart.
    Enumerate,
    /// `zip`, its tuple taken apart.
    Zip,
    /// List iterator.
    List,
    /// Tuple iterator.
    Tuple,
    /// Anything.
    Generic,
}

impl IterKind {
    /// Whether the item is given in so many parts.
    pub fn gives(self, parts: usize) -> bool {
        match self {
            IterKind::Zip => parts > 0,
            IterKind::Enumerate => parts == 2,
            _ => parts == 1,
        }
    }

    /// All, with their names.
    pub const NAMES: [(&'static str, IterKind); 7] = [
        ("range", IterKind::Range),
        ("list", IterKind::List),
        ("generator", IterKind::Generator),
        ("enumerate", IterKind::Enumerate),
        ("zip", IterKind::Zip),
        ("tuple", IterKind::Tuple),
        ("generic", IterKind::Generic),
    ];
}

/// The end of a block.
#[derive(Clone, PartialEq, Debug)]
pub enum Terminator {
    /// Not set yet.
    None,
    /// Jump.
    Jump(Edge),
    /// Conditional jump.
    Branch {
        /// A b1.
        condition: ValueId,
        /// If true.
        then: Edge,
        /// If false.
        otherwise: Edge,
    },
    /// Steps an iterator. The body's first parameters are the item, or the parts of the item where the kind takes it apart;
    /// they have no arguments in `body`.
    ForNext {
        /// What is iterated over.
        kind: IterKind,
        /// The iterator, of the shape that goes with `kind`.
        iterator: ValueId,
        /// After an item.
        body: Edge,
        /// At the end.
        done: Edge,
        /// State for an error of a generic iterator inside of a handler's range.
        state: Option<StateId>,
        /// As for instructions.
        site: Option<StateId>,
        /// Index of the bytecode instruction.
        pc: u32,
    },
    /// Returns a value.
    Return(ValueId),
    /// Suspends the generator: delivers a value, and the next resumption goes on behind the instruction.
    Yield {
        /// The value.
        value: ValueId,
        /// Index of the bytecode instruction.
        pc: u32,
    },
    /// Leaves compiled code.
    Exit {
        /// Why.
        reason: DeoptReason,
        /// Where to go on.
        state: StateId,
    },
}

/// A block.
#[derive(Clone, PartialEq, Debug)]
pub struct Block {
    /// Parameters.
    pub params: Vec<ValueId>,
    /// Instructions.
    pub insts: Vec<InstId>,
    /// The end.
    pub terminator: Terminator,
    /// Whether the block is a loop header.
    pub is_loop: bool,
}

/// Where to go on in the interpreter: a bytecode index and what the live registers hold.
#[derive(Clone, PartialEq, Debug)]
pub struct FrameState {
    /// Index of the instruction to execute, or of the one that has raised.
    pub pc: u32,
    /// Live registers in ascending order; the others are empty.
    pub registers: Vec<(u16, ValueId)>,
}

/// What a unit is entered for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnitKind {
    /// A call.
    Function,
    /// A loop, from an interpreter frame. The entry block has the function object only.
    Loop,
    /// The resumption of a generator at one of its suspension points. The one parameter is the value sent.
    Resume,
}

impl UnitKind {
    /// All, with their names.
    pub const NAMES: [(&'static str, UnitKind); 3] = [
        ("function", UnitKind::Function),
        ("loop", UnitKind::Loop),
        ("resume", UnitKind::Resume),
    ];
}

/// A function, one loop of it for entry from the interpreter, or a part of a generator.
#[derive(Clone, PartialEq, Debug)]
pub struct Function {
    /// Name for diagnostics.
    pub name: String,
    /// Registers of the frame.
    pub registers: u32,
    /// The first registers: variables, which others may look at.
    pub variables: u32,
    /// Parameters; the entry block has one more, the function object, in front of them.
    pub parameters: u32,
    /// What it is entered for.
    pub kind: UnitKind,
    /// Types of the values.
    pub values: Vec<Type>,
    /// Instructions.
    pub insts: Vec<Inst>,
    /// Blocks; the first one is the entry.
    pub blocks: Vec<Block>,
    /// Frame states.
    pub states: Vec<FrameState>,
}

impl Function {
    /// An empty function.
    pub fn new(name: &str, registers: u32, parameters: u32) -> Function {
        Function {
            name: name.to_string(),
            registers,
            variables: 0,
            parameters,
            kind: UnitKind::Function,
            values: Vec::new(),
            insts: Vec::new(),
            blocks: Vec::new(),
            states: Vec::new(),
        }
    }

    /// The entry block.
    pub const ENTRY: BlockId = BlockId(0);

    /// A new value.
    pub fn add_value(&mut self, ty: Type) -> ValueId {
        self.values.push(ty);
        ValueId(self.values.len() as u32 - 1)
    }

    /// A new block.
    pub fn add_block(&mut self) -> BlockId {
        self.blocks.push(Block {
            params: Vec::new(),
            insts: Vec::new(),
            terminator: Terminator::None,
            is_loop: false,
        });
        BlockId(self.blocks.len() as u32 - 1)
    }

    /// A new parameter of a block.
    pub fn add_param(&mut self, block: BlockId, ty: Type) -> ValueId {
        let value = self.add_value(ty);
        self.blocks[block.index()].params.push(value);
        value
    }

    /// A new state.
    pub fn add_state(&mut self, state: FrameState) -> StateId {
        self.states.push(state);
        StateId(self.states.len() as u32 - 1)
    }

    /// Appends an instruction to a block; its result has the given type.
    pub fn append(&mut self, block: BlockId, mut inst: Inst, ty: Type) -> Option<ValueId> {
        if inst.opcode.result().is_some() {
            inst.result = Some(self.add_value(ty));
        }
        let result = inst.result;
        self.insts.push(inst);
        let id = InstId(self.insts.len() as u32 - 1);
        self.blocks[block.index()].insts.push(id);
        result
    }

    /// Type of a value.
    pub fn type_of(&self, value: ValueId) -> Type {
        self.values[value.index()]
    }

    /// A block.
    pub fn block(&self, block: BlockId) -> &Block {
        &self.blocks[block.index()]
    }

    /// An instruction.
    pub fn inst(&self, inst: InstId) -> &Inst {
        &self.insts[inst.index()]
    }

    /// Leading parameters of an edge's target that the terminator itself gives.
    pub fn given(&self, edge: &Edge) -> usize {
        self.block(edge.block).params.len().saturating_sub(edge.args.len())
    }

    /// All block numbers.
    pub fn block_ids(&self) -> impl Iterator<Item = BlockId> + use<> {
        (0..self.blocks.len() as u32).map(BlockId)
    }
}

impl Terminator {
    /// Outgoing edges.
    pub fn edges(&self) -> Vec<&Edge> {
        match self {
            Terminator::Jump(edge) => vec![edge],
            Terminator::Branch { then, otherwise, .. } => vec![then, otherwise],
            Terminator::ForNext { body, done, .. } => vec![body, done],
            _ => Vec::new(),
        }
    }

    /// Outgoing edges, to change.
    pub fn edges_mut(&mut self) -> Vec<&mut Edge> {
        match self {
            Terminator::Jump(edge) => vec![edge],
            Terminator::Branch { then, otherwise, .. } => vec![then, otherwise],
            Terminator::ForNext { body, done, .. } => vec![body, done],
            _ => Vec::new(),
        }
    }

    /// Calls `f` with every operand; arguments of edges included, states not.
    pub fn for_each_operand(&self, mut f: impl FnMut(ValueId)) {
        match self {
            Terminator::Branch { condition, .. } => f(*condition),
            Terminator::ForNext { iterator, .. } => f(*iterator),
            Terminator::Return(value) | Terminator::Yield { value, .. } => f(*value),
            _ => {}
        }
        for edge in self.edges() {
            edge.args.iter().copied().for_each(&mut f);
        }
    }

    /// Replaces every operand.
    pub fn map_operands(&mut self, mut f: impl FnMut(ValueId) -> ValueId) {
        match self {
            Terminator::Branch { condition, .. } => *condition = f(*condition),
            Terminator::ForNext { iterator, .. } => *iterator = f(*iterator),
            Terminator::Return(value) | Terminator::Yield { value, .. } => *value = f(*value),
            _ => {}
        }
        for edge in self.edges_mut() {
            edge.args.iter_mut().for_each(|arg| *arg = f(*arg));
        }
    }

    /// The state whose variables can be looked at, if there is one.
    pub fn site(&self) -> Option<StateId> {
        match self {
            Terminator::ForNext { site, .. } => *site,
            _ => None,
        }
    }

    /// The state, if there is one.
    pub fn state(&self) -> Option<StateId> {
        match self {
            Terminator::ForNext { state, .. } => *state,
            Terminator::Exit { state, .. } => Some(*state),
            _ => None,
        }
    }
}
