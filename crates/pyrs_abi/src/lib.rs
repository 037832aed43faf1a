//! What compiled code and the runtime agree on: the table of runtime helpers, deopt reasons and special words.
//!
//! Invariant: [`for_each_helper!`] is the only list of helpers. Declarations in generated code and the address table of
//! the JIT are both expanded from it. Deliberately absent: the helpers themselves, which live in `pyrs_jit`.

pub mod reason;

pub use reason::{DeoptReason, Refusal};

/// Kind of a word in a helper's signature.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Word {
    /// 64 bits in an integer register: a value, an address or a number.
    Int,
    /// A double in a floating-point register.
    Float,
}

bitflags::bitflags! {
    /// What calling a helper may do.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub struct HelperFlags: u8 {
        /// May run Python code, raise or collect: the call site is announced to the thread first.
        const RUNS_PYTHON = 1;
        /// Returns 0 when it has raised.
        const RAISES = 2;
    }
}

/// One helper.
#[derive(Clone, Copy, Debug)]
pub struct HelperInfo {
    /// Symbol name.
    pub name: &'static str,
    /// Parameters, the thread first where there is one.
    pub params: &'static [Word],
    /// Result.
    pub result: Option<Word>,
    /// Effects.
    pub flags: HelperFlags,
}

/// Calls `$m!` with every row of the table: `Variant name [parameters] result {flags} "doc"`.
#[macro_export]
macro_rules! for_each_helper {
    ($m:ident) => {
        $m! {
Deopt deopt [Int Int Int Int] Int {RUNS_PYTHON RAISES} "rebuilds the frame of exit `b` of function `d` from the window `c` and runs it in the interpreter";
Traceback traceback [Int Int Int Int] Int {} "adds a traceback entry for function `b` at site `c` with the variables in the window `d`; returns 0";
RecursionError recursion_error [Int Int] Int {} "raises RecursionError; returns 0";
Instruction instruction [Int Int Int Int] Int {RUNS_PYTHON RAISES} "executes the instruction of function `b` at site `c` on the window `d`; its result, or any nonzero word";
Call call [Int Int Int Int] Int {RUNS_PYTHON RAISES} "calls `b` with `c` arguments at `d`";
CallNative call_native [Int Int Int Int] Int {RUNS_PYTHON RAISES} "calls the native function with definition `b` with `c` arguments at `d`";
RangeIterator range_iterator [Int Int Int Int] Int {RUNS_PYTHON RAISES} "iter(range(b, c, d)) of small ints";
GetIter get_iter [Int Int] Int {RUNS_PYTHON RAISES} "iter(b)";
Awaitable awaitable [Int Int Int] Int {RUNS_PYTHON RAISES} "iterator of `b` for await; `c`: 1 for __aenter__, 2 for __aexit__";
DelegateIter delegate_iter [Int Int Int] Int {RUNS_PYTHON RAISES} "iterator of `b` for yield from; `c`: whether in a coroutine";
IterNext iter_next [Int Int] Int {RUNS_PYTHON RAISES} "next(b), or the word DONE";
NextUnpacked next_unpacked [Int Int Int Int] Int {RUNS_PYTHON RAISES} "unpacks next(b) to exactly `c` items at `d`; returns `d`, or the word DONE";
Truth truth [Int Int] Int {RUNS_PYTHON} "bool(b): 0, 1, or TRUTH_RAISED";
BoxFloat box_float [Int Float] Int {RAISES} "a float as a value";
Binary binary [Int Int Int Int] Int {RUNS_PYTHON RAISES} "binary operation number `b` of `c` and `d`";
Inplace inplace [Int Int Int Int] Int {RUNS_PYTHON RAISES} "in-place operation number `b` of `c` and `d`";
Compare compare [Int Int Int Int] Int {RUNS_PYTHON RAISES} "comparison number `b` of `c` and `d`";
Unary unary [Int Int Int] Int {RUNS_PYTHON RAISES} "unary operation number `b` of `c`";
GetItem get_item [Int Int Int] Int {RUNS_PYTHON RAISES} "b[c]";
SetItem set_item [Int Int Int Int] Int {RUNS_PYTHON RAISES} "b[c] = d";
GetAttr get_attr [Int Int Int] Int {RUNS_PYTHON RAISES} "attribute named `c` of `b`";
SetAttr set_attr [Int Int Int Int] Int {RUNS_PYTHON RAISES} "sets attribute `c` of `b` to `d`";
Contains contains [Int Int Int] Int {RUNS_PYTHON} "c in b: 0, 1, or TRUTH_RAISED";
Unpack unpack [Int Int Int Int] Int {RUNS_PYTHON RAISES} "unpacks `b` to exactly `c` items at `d`; returns `d`";
Barrier barrier [Int] None {} "logs the object whose unlogged bit is set";
BarrierSlot barrier_slot [Int Int] None {} "logs a slot of an object whose unlogged bit is set";
AllocateInstance allocate_instance [Int Int Int] Int {RUNS_PYTHON RAISES} "a new instance of class `b` with root shape `c`";
CheckInit check_init [Int Int] Int {RAISES} "TypeError unless what __init__ returned is None";
ListAppend list_append [Int Int Int] Int {RAISES} "appends `c` to the exact list `b`";
ListPop list_pop [Int Int] Int {RAISES} "removes and returns the last item of list `b`";
ListPopAt list_pop_at [Int Int Int] Int {RAISES} "removes and returns the item of list `b` at the small int `c`";
ListInsert list_insert [Int Int Int Int] Int {RAISES} "inserts `d` into list `b` at the small int `c`";
BuildSlice build_slice [Int Int Int Int] Int {RAISES} "slice(b, c, d)";
GetSlice get_slice [Int Int Int Int Int] Int {RUNS_PYTHON RAISES} "b[c:d:e]";
SetSlice set_slice [Int Int Int Int Int Int] Int {RUNS_PYTHON RAISES} "b[c:d:e] = f";
ListSetSlice list_set_slice [Int Int Int Int Int] Int {RAISES} "b[c:d] = e of exact lists with simple bounds";
ListCopySlice list_copy_slice [Int Int] Int {RAISES} "the seven words at `b`: w0[w1:w2] = w3[w4:w5:w6] of exact lists with simple bounds";
Length length [Int Int] Int {RUNS_PYTHON RAISES} "len(b)";
MakeCell make_cell [Int Int] Int {RAISES} "a cell holding `b`, which may be empty";
MakeGenerator make_generator [Int Int Int Int] Int {RAISES} "a generator of function `b` with `c` arguments at `d`";
CloseGenerator close_generator [Int] None {} "the generator has come to its end";
Send send [Int Int Int Int] Int {RUNS_PYTHON RAISES} "sends `c` to the iterator `b`; stores at `d` whether the result is what it returned";
Poll poll [Int] Int {RUNS_PYTHON RAISES} "attends to signals and requests";
FloatPower float_power [Float Float] Float {} "a ** b of a positive base";
        }
    };
}

macro_rules! define_helpers {
    ($($variant:ident $name:ident [$($param:ident)*] $result:ident {$($flag:ident)*} $doc:literal;)*) => {
        /// The helpers. Generated from the table.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(u8)]
        pub enum Helper { $(#[doc = $doc] $variant),* }

        impl Helper {
            /// All helpers in order of their number.
            pub const ALL: &'static [Helper] = &[$(Helper::$variant),*];
            const INFO: &'static [HelperInfo] = &[$(HelperInfo {
                name: stringify!($name),
                params: &[$(Word::$param),*],
                result: define_helpers!(@result $result),
                flags: HelperFlags::empty()$(.union(HelperFlags::$flag))*,
            }),*];
        }
    };
    (@result Int) => { Some(Word::Int) };
    (@result Float) => { Some(Word::Float) };
    (@result None) => { None };
}
for_each_helper!(define_helpers);

impl Helper {
    /// Static facts.
    pub const fn info(self) -> &'static HelperInfo {
        &Helper::INFO[self as usize]
    }

    /// The helper of a symbol name.
    pub fn from_name(name: &str) -> Option<Helper> {
        Helper::ALL.iter().copied().find(|helper| helper.info().name == name)
    }
}

/// What `iter_next` returns at the end: a word that no value has.
pub const DONE: u64 = 4;
/// What `truth` and `contains` return when they have raised.
pub const TRUTH_RAISED: u64 = 2;
/// Functions with more parameters are not compiled.
pub const MAX_PARAMETERS: usize = 12;

/// A place in compiled code: the unit's number and an index, an instruction's or an exit's.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Site(pub u64);

impl Site {
    /// Packs.
    pub const fn new(unit: u32, index: u32) -> Site {
        Site((unit as u64) << 32 | index as u64)
    }

    /// The unit.
    pub const fn unit(self) -> usize {
        (self.0 >> 32) as usize
    }

    /// The index in the unit.
    pub const fn index(self) -> usize {
        self.0 as u32 as usize
    }
}
