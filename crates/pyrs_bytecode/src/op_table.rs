//! The table of opcodes. [`for_each_op!`] is the one place where they are listed; the enum, [`Op::info`], the
//! disassembler and the verifier are expanded from it.
//!
//! Terms. `r[n]` is a register of the frame's window. A *call block* at base register `B` is `r[B]` = callee, then the
//! rest of [`crate::FRAME_HEADER_WORDS`] words that become the callee's frame header, then the arguments from
//! `r[B+H]` on (`H` = FRAME_HEADER_WORDS): the callee's registers start at its first argument, so a call copies nothing.
//! In a *method* call block, `r[B+H]` is the receiver, or empty (0) when the attribute was no plain method, and the
//! arguments start at `r[B+H+1]`. A *cache* operand indexes the code's cache sites, whose static part ([`crate::CacheSite`]) holds
//! the attribute name, global name or keyword names. Jump offsets count instructions from the *next* instruction.
//! `FB` marks the feedback byte `x`: see [`feedback`]. *Skip* instructions (ForIter, Send) fall through to the next
//! instruction, always a `Jump` to the exit, when they are done, and skip it when they produced a value.

/// What an operand field means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OperandKind {
    /// Not used.
    No,
    /// Register written.
    Def,
    /// Register read.
    Use,
    /// Register read, may be [`crate::NO_REG`].
    UseOpt,
    /// Register read and written.
    Mod,
    /// First of several registers read; how many depends on the opcode or on a `Count` field.
    First,
    /// First of several registers written.
    DefFirst,
    /// Base of a call block.
    Block,
    /// Index into the names.
    Name,
    /// Index into the cache sites.
    Cache,
    /// A count of registers or items.
    Count,
    /// A signed immediate (field `c`, or `b` and `c` together).
    Imm,
    /// Constant index in `b` and `c` together.
    Const,
    /// Jump offset in `b` and `c` together.
    Jump,
    /// A small enumeration; the opcode's documentation names it.
    Id,
    /// The feedback byte.
    FB,
}

bitflags::bitflags! {
    /// Properties of an opcode that passes ask for.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub struct OpFlags: u8 {
        /// May raise, call Python code, and collect.
        const EFFECT = 1;
        /// Control never reaches the next instruction.
        const END = 2;
        /// May jump by `bc`.
        const JUMP = 4;
        /// Skip instruction: continues at the next instruction or at the one after it.
        const SKIP = 8;
        /// Rewritten form of another opcode: made by the interpreter, never by the compiler.
        const QUICK = 16;
    }
}

/// Static facts of an opcode.
#[derive(Clone, Copy, Debug)]
pub struct OpInfo {
    /// Name as in the disassembly.
    pub name: &'static str,
    /// Meaning of `x`, `a`, `b`, `c`. A 32-bit field is written in `b`, with `c` = `No`.
    pub operands: [OperandKind; 4],
    /// Properties.
    pub flags: OpFlags,
    /// The opcode the compiler emits for this one (itself unless `QUICK`).
    pub base: Op,
    /// One line of documentation.
    pub doc: &'static str,
}

/// Bits of the feedback byte of arithmetic, comparison and subscript instructions; zero means never executed.
pub mod feedback {
    /// Left operand was a small int.
    pub const LEFT_INT: u8 = 1;
    /// Left operand was a float.
    pub const LEFT_FLOAT: u8 = 2;
    /// Left operand was neither (for subscripts: any container, see the opcode's quick form).
    pub const LEFT_OTHER: u8 = 4;
    /// Right operand was a small int.
    pub const RIGHT_INT: u8 = 8;
    /// Right operand was a float.
    pub const RIGHT_FLOAT: u8 = 16;
    /// Right operand was neither.
    pub const RIGHT_OTHER: u8 = 32;
    /// An int result did not fit 63 bits.
    pub const OVERFLOW: u8 = 64;
    /// The instruction left its quick form at least once.
    pub const POLYMORPHIC: u8 = 128;

    /// `ForIter`: met another iterator than its quick form's, or than those below; no quick form any more.
    pub const FOR_ANY: u8 = 1;
    /// `ForIter`: only `enumerate` objects.
    pub const FOR_ENUMERATE: u8 = 2;
    /// `ForIter`: only `zip` objects.
    pub const FOR_ZIP: u8 = 3;

    /// Bits of the feedback byte of conditional jumps.
    pub const BRANCH_TAKEN: u8 = 1;
    /// The condition fell through.
    pub const BRANCH_NOT_TAKEN: u8 = 2;
    /// The condition was no bool.
    pub const BRANCH_NOT_BOOL: u8 = 4;
    /// The condition was a small int.
    pub const BRANCH_INT: u8 = 8;
    /// The condition was None.
    pub const BRANCH_NONE: u8 = 16;
    /// The condition was of another type.
    pub const BRANCH_OTHER: u8 = 32;
}

/// Calls `$m!` with every row of the table: `Name [x a b c] flags base "doc"`.
#[macro_export]
macro_rules! for_each_op {
    ($m:ident) => {
        $m! {
// ---- moves and constants
Nop [No No No No] {} Nop "nothing";
Move [No Def Use No] {} Move "r[a] = r[b]";
LoadConst [No Def Const No] {} LoadConst "r[a] = consts[bc]";
LoadInt [No Def Imm No] {} LoadInt "r[a] = the int bc";
CheckBound [No Use Name No] {EFFECT} CheckBound "raise UnboundLocalError for name b if r[a] is empty";
ClearLocal [No Def No No] {} ClearLocal "r[a] = empty";
LoadCommon [No Def Id No] {EFFECT} LoadCommon "r[a] = common object bc: see template::CommonObject";
// ---- names
LoadGlobal [No Def No Cache] {EFFECT} LoadGlobal "r[a] = global or builtin named by the cache site; NameError";
StoreGlobal [No Use No Cache] {EFFECT} StoreGlobal "globals[name] = r[a]";
DeleteGlobal [No No Name No] {EFFECT} DeleteGlobal "del globals[names[b]]";
LoadName [No Def No Cache] {EFFECT} LoadName "r[a] = name in the frame's namespace, else global, else builtin";
StoreName [No Use No Cache] {EFFECT} StoreName "namespace[name] = r[a]";
DeleteName [No No Name No] {EFFECT} DeleteName "del namespace[names[b]]";
LoadNamespace [No Def No No] {EFFECT} LoadNamespace "r[a] = the frame's namespace mapping (class body, module)";
LoadFromDictOrGlobals [No Def Use Name] {EFFECT} LoadFromDictOrGlobals "r[a] = r[b][names[c]] if there, else global or builtin";
LoadFromDictOrDeref [No Mod Use Name] {EFFECT} LoadFromDictOrDeref "r[a] holds a cell: r[a] = r[b][names[c]] if there, else the cell's content; NameError";
// ---- cells
MakeCell [No Mod No No] {} MakeCell "r[a] = new cell holding r[a] (which may be empty)";
CopyFreeVars [No DefFirst Count No] {} CopyFreeVars "r[a..a+b] = the function's closure cells";
LoadDeref [No Def Use Name] {EFFECT} LoadDeref "r[a] = content of cell r[b]; names[c] for the NameError or UnboundLocalError";
StoreDeref [No Use Use No] {} StoreDeref "content of cell r[a] = r[b]";
DeleteDeref [No Use Name No] {EFFECT} DeleteDeref "empty cell r[a]; names[b] for the error if it is empty already";
// ---- attributes
LoadAttr [No Def Use Cache] {EFFECT} LoadAttr "r[a] = r[b].name";
StoreAttr [No Use Use Cache] {EFFECT} StoreAttr "r[a].name = r[b]";
DeleteAttr [No Use Name No] {EFFECT} DeleteAttr "del r[a].names[b]";
LoadMethod [No Block Use Cache] {EFFECT} LoadMethod "method call block a from r[b].name: r[a] = function and r[a+H] = r[b], or r[a] = attribute and r[a+H] = empty";
LoadSuperAttr [Count Def First Cache] {EFFECT} LoadSuperAttr "r[a] = super(r[b+1], r[b+2]).name if r[b] is the builtin super, else name of r[b] called with x (0 or 2) of them";
LoadSuperMethod [Count Block First Cache] {EFFECT} LoadSuperMethod "as LoadSuperAttr, into a method call block at a";
// ---- subscripts
LoadSubscr [FB Def Use Use] {EFFECT} LoadSubscr "r[a] = r[b][r[c]]";
StoreSubscr [FB Use Use Use] {EFFECT} StoreSubscr "r[a][r[b]] = r[c]";
DeleteSubscr [No Use Use No] {EFFECT} DeleteSubscr "del r[a][r[b]]";
// ---- binary operations
BinaryAdd [FB Def Use Use] {EFFECT} BinaryAdd "r[a] = r[b] + r[c]";
BinarySub [FB Def Use Use] {EFFECT} BinarySub "r[a] = r[b] - r[c]";
BinaryMul [FB Def Use Use] {EFFECT} BinaryMul "r[a] = r[b] * r[c]";
BinaryTrueDiv [FB Def Use Use] {EFFECT} BinaryTrueDiv "r[a] = r[b] / r[c]";
BinaryFloorDiv [FB Def Use Use] {EFFECT} BinaryFloorDiv "r[a] = r[b] // r[c]";
BinaryMod [FB Def Use Use] {EFFECT} BinaryMod "r[a] = r[b] % r[c]";
BinaryPow [FB Def Use Use] {EFFECT} BinaryPow "r[a] = r[b] ** r[c]";
BinaryMatMul [FB Def Use Use] {EFFECT} BinaryMatMul "r[a] = r[b] @ r[c]";
BinaryLShift [FB Def Use Use] {EFFECT} BinaryLShift "r[a] = r[b] << r[c]";
BinaryRShift [FB Def Use Use] {EFFECT} BinaryRShift "r[a] = r[b] >> r[c]";
BinaryAnd [FB Def Use Use] {EFFECT} BinaryAnd "r[a] = r[b] & r[c]";
BinaryOr [FB Def Use Use] {EFFECT} BinaryOr "r[a] = r[b] | r[c]";
BinaryXor [FB Def Use Use] {EFFECT} BinaryXor "r[a] = r[b] ^ r[c]";
InplaceAdd [FB Def Use Use] {EFFECT} InplaceAdd "r[a] = (r[b] += r[c])";
InplaceSub [FB Def Use Use] {EFFECT} InplaceSub "r[a] = (r[b] -= r[c])";
InplaceMul [FB Def Use Use] {EFFECT} InplaceMul "r[a] = (r[b] *= r[c])";
InplaceTrueDiv [FB Def Use Use] {EFFECT} InplaceTrueDiv "r[a] = (r[b] /= r[c])";
InplaceFloorDiv [FB Def Use Use] {EFFECT} InplaceFloorDiv "r[a] = (r[b] //= r[c])";
InplaceMod [FB Def Use Use] {EFFECT} InplaceMod "r[a] = (r[b] %= r[c])";
InplacePow [FB Def Use Use] {EFFECT} InplacePow "r[a] = (r[b] **= r[c])";
InplaceMatMul [FB Def Use Use] {EFFECT} InplaceMatMul "r[a] = (r[b] @= r[c])";
InplaceLShift [FB Def Use Use] {EFFECT} InplaceLShift "r[a] = (r[b] <<= r[c])";
InplaceRShift [FB Def Use Use] {EFFECT} InplaceRShift "r[a] = (r[b] >>= r[c])";
InplaceAnd [FB Def Use Use] {EFFECT} InplaceAnd "r[a] = (r[b] &= r[c])";
InplaceOr [FB Def Use Use] {EFFECT} InplaceOr "r[a] = (r[b] |= r[c])";
InplaceXor [FB Def Use Use] {EFFECT} InplaceXor "r[a] = (r[b] ^= r[c])";
BinaryAddImm [FB Def Use Imm] {EFFECT} BinaryAddImm "r[a] = r[b] + the int c";
BinarySubImm [FB Def Use Imm] {EFFECT} BinarySubImm "r[a] = r[b] - the int c";
InplaceAddImm [FB Def Use Imm] {EFFECT} InplaceAddImm "r[a] = (r[b] += the int c)";
InplaceSubImm [FB Def Use Imm] {EFFECT} InplaceSubImm "r[a] = (r[b] -= the int c)";
// ---- comparisons
CompareEq [FB Def Use Use] {EFFECT} CompareEq "r[a] = r[b] == r[c]";
CompareNe [FB Def Use Use] {EFFECT} CompareNe "r[a] = r[b] != r[c]";
CompareLt [FB Def Use Use] {EFFECT} CompareLt "r[a] = r[b] < r[c]";
CompareLe [FB Def Use Use] {EFFECT} CompareLe "r[a] = r[b] <= r[c]";
CompareGt [FB Def Use Use] {EFFECT} CompareGt "r[a] = r[b] > r[c]";
CompareGe [FB Def Use Use] {EFFECT} CompareGe "r[a] = r[b] >= r[c]";
CompareEqImm [FB Def Use Imm] {EFFECT} CompareEqImm "r[a] = r[b] == the int c";
CompareNeImm [FB Def Use Imm] {EFFECT} CompareNeImm "r[a] = r[b] != the int c";
CompareLtImm [FB Def Use Imm] {EFFECT} CompareLtImm "r[a] = r[b] < the int c";
CompareLeImm [FB Def Use Imm] {EFFECT} CompareLeImm "r[a] = r[b] <= the int c";
CompareGtImm [FB Def Use Imm] {EFFECT} CompareGtImm "r[a] = r[b] > the int c";
CompareGeImm [FB Def Use Imm] {EFFECT} CompareGeImm "r[a] = r[b] >= the int c";
CompareIs [No Def Use Use] {} CompareIs "r[a] = r[b] is r[c]";
CompareIsNot [No Def Use Use] {} CompareIsNot "r[a] = r[b] is not r[c]";
Contains [FB Def Use Use] {EFFECT} Contains "r[a] = r[b] in r[c]";
NotContains [FB Def Use Use] {EFFECT} NotContains "r[a] = r[b] not in r[c]";
// ---- unary operations
UnaryNot [FB Def Use No] {EFFECT} UnaryNot "r[a] = not r[b]";
UnaryNeg [FB Def Use No] {EFFECT} UnaryNeg "r[a] = -r[b]";
UnaryPos [FB Def Use No] {EFFECT} UnaryPos "r[a] = +r[b]";
UnaryInvert [FB Def Use No] {EFFECT} UnaryInvert "r[a] = ~r[b]";
// ---- control
Jump [No No Jump No] {JUMP END} Jump "go forward by bc";
LoopJump [No No Jump No] {EFFECT JUMP END} LoopJump "go back by bc: counts the loop, polls, may enter native code";
JumpIfFalse [FB Use Jump No] {EFFECT JUMP} JumpIfFalse "go by bc if r[a] is false";
JumpIfTrue [FB Use Jump No] {EFFECT JUMP} JumpIfTrue "go by bc if r[a] is true";
JumpIfNone [FB Use Jump No] {JUMP} JumpIfNone "go by bc if r[a] is None";
JumpIfNotNone [FB Use Jump No] {JUMP} JumpIfNotNone "go by bc if r[a] is not None";
GetIter [No Def Use No] {EFFECT} GetIter "r[a] = iter(r[b])";
ForIter [No Def Use No] {EFFECT SKIP} ForIter "r[a] = next(r[b]) and skip, or fall through at the end";
Return [No Use No No] {END} Return "return r[a]";
// ---- calls
Call [Count Def Block Cache] {EFFECT} Call "r[a] = call of block b with x positional arguments";
CallMethod [Count Def Block Cache] {EFFECT} CallMethod "r[a] = call of method block b with x arguments besides the receiver";
CallKw [Count Def Block Cache] {EFFECT} CallKw "r[a] = call of block b with x arguments, the last ones named by the cache site";
CallMethodKw [Count Def Block Cache] {EFFECT} CallMethodKw "as CallKw, for a method block; x does not count the receiver";
CallEx [No Def Block No] {EFFECT} CallEx "r[a] = r[b](*r[b+H], **r[b+H+1]); r[b+H] is a tuple, r[b+H+1] a dict or empty";
Intrinsic [No Def Use Id] {EFFECT} Intrinsic "r[a] = intrinsic c of r[b]: see template::Intrinsic";
Intrinsic2 [Id Def Use Use] {EFFECT} Intrinsic2 "r[a] = two-operand intrinsic x of r[b], r[c]: see template::Intrinsic2";
// ---- building
BuildTuple [No Def First Count] {EFFECT} BuildTuple "r[a] = tuple of c registers from b";
BuildList [No Def First Count] {EFFECT} BuildList "r[a] = list of c registers from b";
BuildSet [No Def First Count] {EFFECT} BuildSet "r[a] = set of c registers from b";
BuildMap [No Def First Count] {EFFECT} BuildMap "r[a] = dict of c pairs: key, value registers from b";
BuildString [No Def First Count] {EFFECT} BuildString "r[a] = concatenation of c strings from b";
BuildSlice [No Def First Count] {EFFECT} BuildSlice "r[a] = slice of c (2 or 3) registers from b";
ListAppend [No Use Use No] {EFFECT} ListAppend "r[a].append(r[b]) on an exact list";
SetAdd [No Use Use No] {EFFECT} SetAdd "r[a].add(r[b]) on an exact set";
MapAdd [No Use Use Use] {EFFECT} MapAdd "r[a][r[b]] = r[c] on an exact dict";
ListExtend [No Use Use No] {EFFECT} ListExtend "extend the exact list r[a] by iterable r[b] (as in [*b]: TypeError 'Value after * must be an iterable')";
SetUpdate [No Use Use No] {EFFECT} SetUpdate "add all of iterable r[b] to the exact set r[a]";
DictUpdate [No Use Use No] {EFFECT} DictUpdate "update the exact dict r[a] from mapping r[b] (as in {**b})";
DictMerge [No Use Use Use] {EFFECT} DictMerge "as DictUpdate for call keywords of callee r[c]: TypeError on a duplicate key";
FormatValue [Id Def Use UseOpt] {EFFECT} FormatValue "r[a] = format(conversion x of r[b], r[c] or ''); x: 0 none, 1 !s, 2 !r, 3 !a";
BuildInterpolation [Id Def First No] {EFFECT} BuildInterpolation "r[a] = Interpolation(value r[b], expression text r[b+1], conversion x, format spec r[b+2])";
BuildTemplate [No Def Use Use] {EFFECT} BuildTemplate "r[a] = Template of strings tuple r[b] and interpolations tuple r[c]";
UnpackSequence [No DefFirst Use Count] {EFFECT} UnpackSequence "r[a..a+c] = the c items of r[b]";
UnpackEx [No DefFirst Use Count] {EFFECT} UnpackEx "unpack r[b] to c&255 items, a list, and c>>8 items, in registers from a";
// ---- patterns
MatchMapping [No Def Use No] {} MatchMapping "r[a] = whether r[b]'s type is a mapping pattern type";
MatchSequence [No Def Use No] {} MatchSequence "r[a] = whether r[b]'s type is a sequence pattern type";
MatchKeys [No Def Use Use] {EFFECT} MatchKeys "r[a] = tuple of r[b]'s values for the keys of tuple r[c], or None";
MatchClass [No Def First Count] {EFFECT} MatchClass "r[a] = tuple of attributes of r[b] for class r[b+1], c positional patterns and names tuple r[b+2], or None";
GetLen [No Def Use No] {EFFECT} GetLen "r[a] = len(r[b])";
// ---- functions and classes
MakeFunction [No Def Const No] {EFFECT} MakeFunction "r[a] = function of code consts[bc]";
SetFunctionAttr [Id Use Use No] {} SetFunctionAttr "set attribute x of function r[a] to r[b]: see template::FunctionAttr";
// ---- imports
ImportName [No Def First Name] {EFFECT} ImportName "r[a] = __import__(names[c], fromlist r[b+1], level r[b])";
ImportFrom [No Def Use Name] {EFFECT} ImportFrom "r[a] = from r[b] import names[c]";
// ---- exceptions
Raise [Id Use UseOpt No] {EFFECT END} Raise "raise; x: 0 bare, 1 r[a], 2 r[a] from r[b]";
Reraise [No Use No No] {EFFECT END} Reraise "go on propagating exception r[a] without a new traceback entry";
PushExc [No Def Use No] {} PushExc "r[a] = the handled exception or None; the handled exception is now r[b]";
PopExc [No Use No No] {} PopExc "the handled exception is r[a] (or none if None) again";
MatchExc [No Def Use Use] {EFFECT} MatchExc "r[a] = whether exception r[b] matches class or tuple r[c]; TypeError";
MatchExcStar [No DefFirst Use Use] {EFFECT} MatchExcStar "split exception r[b] (or None) by r[c]: r[a] = matching group or None, r[a+1] = the rest or None";
EndExcStar [No Def Use Use] {EFFECT} EndExcStar "r[a] = exception to raise after except*, or None: original r[b], list r[c] of raised and unhandled ones";
// ---- with
LoadSpecial [No DefFirst Use Id] {EFFECT} LoadSpecial "pair r[a] = special method c of type(r[b]), r[a+1] = receiver or empty: see template::SpecialMethod";
CallPair [No Def First No] {EFFECT} CallPair "r[a] = call of pair r[b], r[b+1] without arguments";
CallExit [No Def First UseOpt] {EFFECT} CallExit "r[a] = call of exit pair r[b] with (type, value, traceback) of exception r[c], or three None";
// ---- generators and coroutines
ReturnGenerator [No Def No No] {EFFECT} ReturnGenerator "first instruction of generators and coroutines: make the object from this frame and return it; resumed, r[a] = the value sent";
Yield [Id Def Use UseOpt] {EFFECT} Yield "yield r[b]; resumed, r[a] = the value sent; c = the delegate of a Send loop; x: 1 if inside await";
GetYieldFromIter [No Def Use No] {EFFECT} GetYieldFromIter "r[a] = iterator of r[b] for yield from (generators and coroutines as they are)";
Send [No Def Use Use] {EFFECT SKIP} Send "send r[c] to r[b]: r[a] = value yielded and skip, or r[a] = result and fall through. Always: Send v,it,s; Jump; Yield s,v,it; LoopJump";
GetAwaitable [Id Def Use No] {EFFECT} GetAwaitable "r[a] = awaitable iterator of r[b]; x: 1 for __aenter__, 2 for __aexit__ (error text)";
GetAIter [No Def Use No] {EFFECT} GetAIter "r[a] = aiter(r[b])";
GetANext [No Def Use No] {EFFECT} GetANext "r[a] = awaitable of anext(r[b])";
EndAsyncFor [No Use No No] {EFFECT} EndAsyncFor "go on if exception r[a] is StopAsyncIteration, else reraise it";
// ---- quick forms (written by the interpreter)
BinaryAddInt [FB Def Use Use] {EFFECT QUICK} BinaryAdd "both small ints";
BinarySubInt [FB Def Use Use] {EFFECT QUICK} BinarySub "both small ints";
BinaryMulInt [FB Def Use Use] {EFFECT QUICK} BinaryMul "both small ints";
BinaryFloorDivInt [FB Def Use Use] {EFFECT QUICK} BinaryFloorDiv "both small ints";
BinaryModInt [FB Def Use Use] {EFFECT QUICK} BinaryMod "both small ints";
BinaryAndInt [FB Def Use Use] {EFFECT QUICK} BinaryAnd "both small ints";
BinaryOrInt [FB Def Use Use] {EFFECT QUICK} BinaryOr "both small ints";
BinaryXorInt [FB Def Use Use] {EFFECT QUICK} BinaryXor "both small ints";
BinaryLShiftInt [FB Def Use Use] {EFFECT QUICK} BinaryLShift "both small ints";
BinaryRShiftInt [FB Def Use Use] {EFFECT QUICK} BinaryRShift "both small ints";
BinaryAddFloat [FB Def Use Use] {EFFECT QUICK} BinaryAdd "floats, or one float and one small int";
BinarySubFloat [FB Def Use Use] {EFFECT QUICK} BinarySub "floats, or one float and one small int";
BinaryMulFloat [FB Def Use Use] {EFFECT QUICK} BinaryMul "floats, or one float and one small int";
BinaryTrueDivFloat [FB Def Use Use] {EFFECT QUICK} BinaryTrueDiv "floats or small ints";
InplaceAddInt [FB Def Use Use] {EFFECT QUICK} InplaceAdd "both small ints";
InplaceSubInt [FB Def Use Use] {EFFECT QUICK} InplaceSub "both small ints";
InplaceMulInt [FB Def Use Use] {EFFECT QUICK} InplaceMul "both small ints";
InplaceAddFloat [FB Def Use Use] {EFFECT QUICK} InplaceAdd "floats, or one float and one small int";
InplaceSubFloat [FB Def Use Use] {EFFECT QUICK} InplaceSub "floats, or one float and one small int";
InplaceMulFloat [FB Def Use Use] {EFFECT QUICK} InplaceMul "floats, or one float and one small int";
BinaryAddImmInt [FB Def Use Imm] {EFFECT QUICK} BinaryAddImm "small int";
BinarySubImmInt [FB Def Use Imm] {EFFECT QUICK} BinarySubImm "small int";
InplaceAddImmInt [FB Def Use Imm] {EFFECT QUICK} InplaceAddImm "small int";
InplaceSubImmInt [FB Def Use Imm] {EFFECT QUICK} InplaceSubImm "small int";
CompareEqInt [FB Def Use Use] {EFFECT QUICK} CompareEq "both small ints";
CompareNeInt [FB Def Use Use] {EFFECT QUICK} CompareNe "both small ints";
CompareLtInt [FB Def Use Use] {EFFECT QUICK} CompareLt "both small ints";
CompareLeInt [FB Def Use Use] {EFFECT QUICK} CompareLe "both small ints";
CompareGtInt [FB Def Use Use] {EFFECT QUICK} CompareGt "both small ints";
CompareGeInt [FB Def Use Use] {EFFECT QUICK} CompareGe "both small ints";
CompareEqImmInt [FB Def Use Imm] {EFFECT QUICK} CompareEqImm "small int";
CompareNeImmInt [FB Def Use Imm] {EFFECT QUICK} CompareNeImm "small int";
CompareLtImmInt [FB Def Use Imm] {EFFECT QUICK} CompareLtImm "small int";
CompareLeImmInt [FB Def Use Imm] {EFFECT QUICK} CompareLeImm "small int";
CompareGtImmInt [FB Def Use Imm] {EFFECT QUICK} CompareGtImm "small int";
CompareGeImmInt [FB Def Use Imm] {EFFECT QUICK} CompareGeImm "small int";
CompareLtFloat [FB Def Use Use] {EFFECT QUICK} CompareLt "both floats";
CompareLeFloat [FB Def Use Use] {EFFECT QUICK} CompareLe "both floats";
CompareGtFloat [FB Def Use Use] {EFFECT QUICK} CompareGt "both floats";
CompareGeFloat [FB Def Use Use] {EFFECT QUICK} CompareGe "both floats";
LoadSubscrList [FB Def Use Use] {EFFECT QUICK} LoadSubscr "exact list, small int";
LoadSubscrTuple [FB Def Use Use] {EFFECT QUICK} LoadSubscr "exact tuple, small int";
LoadSubscrDict [FB Def Use Use] {EFFECT QUICK} LoadSubscr "exact dict";
StoreSubscrList [FB Use Use Use] {EFFECT QUICK} StoreSubscr "exact list, small int";
BuildSliceLoad [No Def First Count] {EFFECT QUICK} BuildSlice "the LoadSubscr that follows is done too if it is of an exact list or tuple";
BuildSliceStore [No Def First Count] {EFFECT QUICK} BuildSlice "the StoreSubscr that follows is done too if it is of an exact list";
StoreSubscrDict [FB Use Use Use] {EFFECT QUICK} StoreSubscr "exact dict";
LoadGlobalCached [No Def No Cache] {EFFECT QUICK} LoadGlobal "value held by the cache while its dict keys and values stand";
LoadNameCached [No Def No Cache] {EFFECT QUICK} LoadName "as LoadGlobalCached, where the namespace is the globals";
LoadAttrSlot [No Def Use Cache] {EFFECT QUICK} LoadAttr "inline slot of the first cached shape";
LoadAttrType [No Def Use Cache] {EFFECT QUICK} LoadAttr "attribute of the first cached class object";
StoreAttrSlot [No Use Use Cache] {EFFECT QUICK} StoreAttr "existing inline slot of the first cached shape";
StoreAttrAdd [No Use Use Cache] {EFFECT QUICK} StoreAttr "new inline slot: the first cached change of shape";
LoadMethodCached [No Block Use Cache] {EFFECT QUICK} LoadMethod "plain function of the first cached shape";
ForIterRange [No Def Use No] {EFFECT SKIP QUICK} ForIter "range iterator over small ints";
ForIterList [No Def Use No] {EFFECT SKIP QUICK} ForIter "exact list iterator";
ForIterTuple [No Def Use No] {EFFECT SKIP QUICK} ForIter "exact tuple iterator";
ForIterGenerator [No Def Use No] {EFFECT SKIP QUICK} ForIter "generator";
CallFunction [Count Def Block Cache] {EFFECT QUICK} Call "Python function whose positional parameters match exactly";
CallMethodFunction [Count Def Block Cache] {EFFECT QUICK} CallMethod "Python function whose positional parameters match exactly";
CallNative [Count Def Block Cache] {EFFECT QUICK} Call "native function";
CallMethodNative [Count Def Block Cache] {EFFECT QUICK} CallMethod "native function or method descriptor with receiver";
CallClass [Count Def Block Cache] {EFFECT QUICK} Call "class with plain object.__new__ and a Python __init__";
UnpackSequenceTuple [No DefFirst Use Count] {EFFECT QUICK} UnpackSequence "exact tuple";
JumpIfFalseBool [FB Use Jump No] {EFFECT JUMP QUICK} JumpIfFalse "exact bool";
JumpIfTrueBool [FB Use Jump No] {EFFECT JUMP QUICK} JumpIfTrue "exact bool";
        }
    };
}

macro_rules! define_ops {
    ($($name:ident [$x:ident $a:ident $b:ident $c:ident] {$($flag:ident)*} $base:ident $doc:literal;)*) => {
        /// Opcodes. Generated from the table.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(u8)]
        pub enum Op { $(#[doc = $doc] $name),* }

        impl Op {
            /// All opcodes in order of their byte.
            pub const ALL: &'static [Op] = &[$(Op::$name),*];
            const INFO: &'static [OpInfo] = &[$(OpInfo {
                name: stringify!($name),
                operands: [OperandKind::$x, OperandKind::$a, OperandKind::$b, OperandKind::$c],
                flags: OpFlags::empty()$(.union(OpFlags::$flag))*,
                base: Op::$base,
                doc: $doc,
            }),*];
        }
    };
}
for_each_op!(define_ops);

impl Op {
    /// The opcode of a byte.
    #[inline(always)]
    pub const fn from_byte(byte: u8) -> Option<Op> {
        if (byte as usize) < Op::ALL.len() {
            Some(Op::ALL[byte as usize])
        } else {
            None
        }
    }

    /// Static facts.
    pub const fn info(self) -> &'static OpInfo {
        &Op::INFO[self as usize]
    }

    /// The opcode without quickening.
    pub const fn base(self) -> Op {
        self.info().base
    }
}
