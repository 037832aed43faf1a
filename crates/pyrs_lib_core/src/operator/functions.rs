//! The tables of operator functions.

use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::function::{NativeDef, NativeFlags};
use pyrs_object::slots::{BinaryOp, CompareOp, UnaryOp};
use pyrs_object::type_object::{TypeFlags, class_of};
use pyrs_object::{Args, PyResult, Thread, Value, bool_value, core, none, protocol};

macro_rules! functions {
    ($($name:ident $python:literal ($($parameter:ident),+) $doc:literal |$thread:ident| $body:expr;)*) => {
        $(
            fn $name($thread: &mut Thread, args: Args) -> PyResult<Value> {
                static SIGNATURE: Signature = {
                    let parameters: &'static [&'static str] = &[$(stringify!($parameter)),+];
                    Signature {
                        module: "_operator",
                        receiver: pyrs_object::convert::Receiver::Module,
                        ..Signature::of_positional_slot($python, parameters, parameters.len() as u32)
                    }
                };
                let [$($parameter),+] = bind_slot($thread, &SIGNATURE, args)?;
                $(let $parameter: Value = $parameter.unwrap_or_else(none);)+
                $body
            }
        )*
        /// The functions that only name an operator.
        pub static FUNCTIONS: &[NativeDef] = &[
            $(NativeDef {
                name: $python,
                doc: concat!($python, "($module", $(", ", stringify!($parameter),)+ ", /)\n--\n\n", $doc),
                function: $name,
                flags: NativeFlags::empty(),
            }),*
        ];
    };
}

functions! {
    truth "truth" (a) "Return True if a is true, False otherwise." |thread| Ok(bool_value(protocol::truth(thread, a)?));
    not "not_" (a) "Same as not a." |thread| Ok(bool_value(!protocol::truth(thread, a)?));
    is "is_" (a, b) "Same as a is b." |_thread| Ok(bool_value(a == b));
    is_not "is_not" (a, b) "Same as a is not b." |_thread| Ok(bool_value(a != b));
    is_none "is_none" (a) "Same as a is None." |_thread| Ok(bool_value(a == none()));
    is_not_none "is_not_none" (a) "Same as a is not None." |_thread| Ok(bool_value(a != none()));
    lt "lt" (a, b) "Same as a < b." |thread| protocol::compare(thread, CompareOp::Lt, a, b);
    le "le" (a, b) "Same as a <= b." |thread| protocol::compare(thread, CompareOp::Le, a, b);
    eq "eq" (a, b) "Same as a == b." |thread| protocol::compare(thread, CompareOp::Eq, a, b);
    ne "ne" (a, b) "Same as a != b." |thread| protocol::compare(thread, CompareOp::Ne, a, b);
    ge "ge" (a, b) "Same as a >= b." |thread| protocol::compare(thread, CompareOp::Ge, a, b);
    gt "gt" (a, b) "Same as a > b." |thread| protocol::compare(thread, CompareOp::Gt, a, b);
    abs "abs" (a) "Same as abs(a)." |thread| protocol::unary(thread, UnaryOp::Abs, a);
    neg "neg" (a) "Same as -a." |thread| protocol::unary(thread, UnaryOp::Neg, a);
    pos "pos" (a) "Same as +a." |thread| protocol::unary(thread, UnaryOp::Pos, a);
    inv "inv" (a) "Same as ~a." |thread| protocol::unary(thread, UnaryOp::Invert, a);
    invert "invert" (a) "Same as ~a." |thread| protocol::unary(thread, UnaryOp::Invert, a);
    index "index" (a) "Same as a.__index__()" |thread| protocol::exact_index(thread, a);
    add "add" (a, b) "Same as a + b." |thread| protocol::binary(thread, BinaryOp::Add, a, b);
    sub "sub" (a, b) "Same as a - b." |thread| protocol::binary(thread, BinaryOp::Sub, a, b);
    mul "mul" (a, b) "Same as a * b." |thread| protocol::binary(thread, BinaryOp::Mul, a, b);
    matmul "matmul" (a, b) "Same as a @ b." |thread| protocol::binary(thread, BinaryOp::MatMul, a, b);
    floordiv "floordiv" (a, b) "Same as a // b." |thread| protocol::binary(thread, BinaryOp::FloorDiv, a, b);
    truediv "truediv" (a, b) "Same as a / b." |thread| protocol::binary(thread, BinaryOp::TrueDiv, a, b);
    modulo "mod" (a, b) "Same as a % b." |thread| protocol::binary(thread, BinaryOp::Mod, a, b);
    pow "pow" (a, b) "Same as a ** b." |thread| protocol::binary(thread, BinaryOp::Pow, a, b);
    lshift "lshift" (a, b) "Same as a << b." |thread| protocol::binary(thread, BinaryOp::LShift, a, b);
    rshift "rshift" (a, b) "Same as a >> b." |thread| protocol::binary(thread, BinaryOp::RShift, a, b);
    and "and_" (a, b) "Same as a & b." |thread| protocol::binary(thread, BinaryOp::And, a, b);
    xor "xor" (a, b) "Same as a ^ b." |thread| protocol::binary(thread, BinaryOp::Xor, a, b);
    or "or_" (a, b) "Same as a | b." |thread| protocol::binary(thread, BinaryOp::Or, a, b);
    iadd "iadd" (a, b) "Same as a += b." |thread| protocol::inplace(thread, BinaryOp::Add, a, b);
    isub "isub" (a, b) "Same as a -= b." |thread| protocol::inplace(thread, BinaryOp::Sub, a, b);
    imul "imul" (a, b) "Same as a *= b." |thread| protocol::inplace(thread, BinaryOp::Mul, a, b);
    imatmul "imatmul" (a, b) "Same as a @= b." |thread| protocol::inplace(thread, BinaryOp::MatMul, a, b);
    ifloordiv "ifloordiv" (a, b) "Same as a //= b." |thread| protocol::inplace(thread, BinaryOp::FloorDiv, a, b);
    itruediv "itruediv" (a, b) "Same as a /= b." |thread| protocol::inplace(thread, BinaryOp::TrueDiv, a, b);
    imod "imod" (a, b) "Same as a %= b." |thread| protocol::inplace(thread, BinaryOp::Mod, a, b);
    ipow "ipow" (a, b) "Same as a **= b." |thread| protocol::inplace(thread, BinaryOp::Pow, a, b);
    ilshift "ilshift" (a, b) "Same as a <<= b." |thread| protocol::inplace(thread, BinaryOp::LShift, a, b);
    irshift "irshift" (a, b) "Same as a >>= b." |thread| protocol::inplace(thread, BinaryOp::RShift, a, b);
    iand "iand" (a, b) "Same as a &= b." |thread| protocol::inplace(thread, BinaryOp::And, a, b);
    ixor "ixor" (a, b) "Same as a ^= b." |thread| protocol::inplace(thread, BinaryOp::Xor, a, b);
    ior "ior" (a, b) "Same as a |= b." |thread| protocol::inplace(thread, BinaryOp::Or, a, b);
    concat "concat" (a, b) "Same as a + b, for a and b sequences." |thread| {
        need_sequence(thread, a)?;
        protocol::binary(thread, BinaryOp::Add, a, b)
    };
    iconcat "iconcat" (a, b) "Same as a += b, for a and b sequences." |thread| {
        need_sequence(thread, a)?;
        protocol::inplace(thread, BinaryOp::Add, a, b)
    };
    contains "contains" (a, b) "Same as b in a (note reversed operands)." |thread| {
        Ok(bool_value(protocol::contains(thread, a, b)?))
    };
    getitem "getitem" (a, b) "Same as a[b]." |thread| protocol::getitem(thread, a, b);
    setitem "setitem" (a, b, c) "Same as a[b] = c." |thread| {
        protocol::setitem(thread, a, b, Some(c))?;
        Ok(none())
    };
    delitem "delitem" (a, b) "Same as del a[b]." |thread| {
        protocol::setitem(thread, a, b, None)?;
        Ok(none())
    };
}

fn need_sequence(thread: &mut Thread, object: Value) -> PyResult<()> {
    let class = class_of(object);
    let is_dict = class.is_subtype(core().types.dict.get());
    if !is_dict && (class.has(TypeFlags::SEQUENCE) || class.slot(|s| s.getitem).is_some()) {
        return Ok(());
    }
    let class = class.name_for_message();
    Err(thread.type_error(format_args!("'{class}' object can't be concatenated")))
}

/// Visits the items of an iterable until `visit` says false.
pub fn each(
    thread: &mut Thread,
    iterable: Value,
    mut visit: impl FnMut(&mut Thread, Value) -> PyResult<bool>,
) -> PyResult<()> {
    let iterator = match protocol::iter(thread, iterable) {
        Ok(iterator) => iterator,
        Err(raised) => {
            let class = class_of(iterable);
            if class.slot(|s| s.iter).is_none() && thread.clear_if(core().types.type_error.get()) {
                let class = class.name_for_message();
                return Err(thread.type_error(format_args!("argument of type '{class}' is not iterable")));
            }
            return Err(raised);
        }
    };
    while let Some(item) = protocol::next(thread, iterator)? {
        if !visit(thread, item)? {
            break;
        }
    }
    Ok(())
}
