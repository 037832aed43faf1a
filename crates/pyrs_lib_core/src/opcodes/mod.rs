//! The module `_opcode`: facts about CPython 3.14's bytecode, whose numbers the library's `_opcode_metadata` has.
//!
//! Code objects of this interpreter hold other bytecode. What depends on how that works (`stack_effect`, executors) is
//! absent and says so.

use pyrs_macros::pymodule;
use pyrs_object::list::ListObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Ref, Thread, Value};

/// Ranges of numbers, both ends included.
type Numbers = &'static [(i64, i64)];

static VALID: Numbers = &[(0, 120), (128, 211), (234, 266)];
static WITH_ARGUMENT: Numbers = &[
    (44, 120),
    (128, 128),
    (143, 153),
    (155, 195),
    (197, 197),
    (200, 200),
    (209, 211),
    (237, 237),
    (239, 239),
    (241, 245),
    (247, 251),
    (253, 253),
    (255, 255),
    (257, 261),
    (263, 266),
];
static CONSTANT: Numbers = &[(82, 82), (190, 191)];
static NAME: Numbers = &[
    (61, 61),
    (64, 65),
    (72, 73),
    (80, 80),
    (91, 93),
    (96, 96),
    (110, 110),
    (115, 116),
    (179, 179),
    (189, 189),
    (194, 195),
    (200, 200),
    (249, 249),
];
static JUMP: Numbers = &[
    (68, 68),
    (70, 70),
    (75, 77),
    (100, 103),
    (106, 106),
    (172, 176),
    (237, 237),
    (248, 248),
    (257, 260),
];
static FREE: Numbers = &[(62, 62), (90, 90), (97, 97), (111, 111)];
static LOCAL: Numbers = &[(3, 3), (63, 63), (83, 89), (112, 114), (261, 261), (266, 266)];
static EXCEPTION: Numbers = &[(263, 265)];

static INTRINSICS_1: &[&str] = &[
    "INTRINSIC_1_INVALID",
    "INTRINSIC_PRINT",
    "INTRINSIC_IMPORT_STAR",
    "INTRINSIC_STOPITERATION_ERROR",
    "INTRINSIC_ASYNC_GEN_WRAP",
    "INTRINSIC_UNARY_POSITIVE",
    "INTRINSIC_LIST_TO_TUPLE",
    "INTRINSIC_TYPEVAR",
    "INTRINSIC_PARAMSPEC",
    "INTRINSIC_TYPEVARTUPLE",
    "INTRINSIC_SUBSCRIPT_GENERIC",
    "INTRINSIC_TYPEALIAS",
];
static INTRINSICS_2: &[&str] = &[
    "INTRINSIC_2_INVALID",
    "INTRINSIC_PREP_RERAISE_STAR",
    "INTRINSIC_TYPEVAR_WITH_BOUND",
    "INTRINSIC_TYPEVAR_WITH_CONSTRAINTS",
    "INTRINSIC_SET_FUNCTION_TYPE_PARAMS",
    "INTRINSIC_SET_TYPEPARAM_DEFAULT",
];
static SPECIAL_METHODS: &[&str] = &["__enter__", "__exit__", "__aenter__", "__aexit__"];
/// Operators in the order of their numbers; all in-place ones follow, and the subscript is last.
static OPERATORS: &[(&str, &str)] = &[
    ("ADD", "+"),
    ("AND", "&"),
    ("FLOOR_DIVIDE", "//"),
    ("LSHIFT", "<<"),
    ("MATRIX_MULTIPLY", "@"),
    ("MULTIPLY", "*"),
    ("REMAINDER", "%"),
    ("OR", "|"),
    ("POWER", "**"),
    ("RSHIFT", ">>"),
    ("SUBTRACT", "-"),
    ("TRUE_DIVIDE", "/"),
    ("XOR", "^"),
];

fn holds(numbers: Numbers, opcode: i64) -> bool {
    numbers.iter().any(|(first, last)| (*first..=*last).contains(&opcode))
}

fn texts(thread: &mut Thread, texts: &[&str]) -> PyResult<Ref<ListObject>> {
    let list = ListObject::with_capacity(thread, texts.len())?;
    for text in texts {
        let text = StrObject::from_str(thread, text)?;
        list.push(thread, text.value())?;
    }
    Ok(list)
}

fn push_operator(thread: &mut Thread, list: Ref<ListObject>, name: &str, symbol: &str) -> PyResult<()> {
    let name = StrObject::from_str(thread, name)?.value();
    let symbol = StrObject::from_str(thread, symbol)?.value();
    let row: [Value; 2] = [name, symbol];
    let row = TupleObject::from_slice(thread, &row)?;
    list.push(thread, row.value())
}

fn operators(thread: &mut Thread) -> PyResult<Ref<ListObject>> {
    let list = ListObject::with_capacity(thread, 2 * OPERATORS.len() + 1)?;
    for (name, symbol) in OPERATORS {
        push_operator(thread, list, &format!("NB_{name}"), symbol)?;
    }
    for (name, symbol) in OPERATORS {
        push_operator(thread, list, &format!("NB_INPLACE_{name}"), &format!("{symbol}="))?;
    }
    push_operator(thread, list, "NB_SUBSCR", "[]")?;
    Ok(list)
}

/// Opcode support module.
#[pymodule(name = "_opcode")]
pub mod module {
    use super::{
        CONSTANT, EXCEPTION, FREE, INTRINSICS_1, INTRINSICS_2, JUMP, LOCAL, ListObject, NAME, PyResult, Ref,
        SPECIAL_METHODS, Thread, VALID, Value, WITH_ARGUMENT, holds, operators, texts,
    };

    /// Return True if opcode is valid, False otherwise.
    #[function(keywords = "opcode")]
    fn is_valid(_thread: &mut Thread, opcode: i64) -> bool {
        holds(VALID, opcode)
    }

    /// Return True if the opcode uses its oparg, False otherwise.
    #[function(keywords = "opcode")]
    fn has_arg(_thread: &mut Thread, opcode: i64) -> bool {
        holds(WITH_ARGUMENT, opcode)
    }

    /// Return True if the opcode accesses a constant, False otherwise.
    #[function(keywords = "opcode")]
    fn has_const(_thread: &mut Thread, opcode: i64) -> bool {
        holds(CONSTANT, opcode)
    }

    /// Return True if the opcode accesses an attribute by name, False otherwise.
    #[function(keywords = "opcode")]
    fn has_name(_thread: &mut Thread, opcode: i64) -> bool {
        holds(NAME, opcode)
    }

    /// Return True if the opcode has a jump target, False otherwise.
    #[function(keywords = "opcode")]
    fn has_jump(_thread: &mut Thread, opcode: i64) -> bool {
        holds(JUMP, opcode)
    }

    /// Return True if the opcode accesses a free variable, False otherwise.
    #[function(keywords = "opcode")]
    fn has_free(_thread: &mut Thread, opcode: i64) -> bool {
        holds(FREE, opcode)
    }

    /// Return True if the opcode accesses a local variable, False otherwise.
    #[function(keywords = "opcode")]
    fn has_local(_thread: &mut Thread, opcode: i64) -> bool {
        holds(LOCAL, opcode)
    }

    /// Return True if the opcode sets an exception handler, False otherwise.
    #[function(keywords = "opcode")]
    fn has_exc(_thread: &mut Thread, opcode: i64) -> bool {
        holds(EXCEPTION, opcode)
    }

    /// Compute the stack effect of the opcode.
    #[function(
        signature = "(opcode, oparg=None, /, *, jump=None)",
        keywords = "jump",
        kwonly = "jump"
    )]
    fn stack_effect(thread: &mut Thread, opcode: i64, oparg: Option<Value>, jump: Option<Value>) -> PyResult<Value> {
        let _ = (oparg, jump);
        if !holds(VALID, opcode) {
            return Err(thread.value_error(format_args!("invalid opcode or oparg")));
        }
        Err(thread.not_implemented_error(format_args!(
            "stack_effect() is not available: this interpreter's bytecode has registers instead of a stack"
        )))
    }

    /// Return the specialization stats
    #[function]
    fn get_specialization_stats(_thread: &mut Thread) {}

    /// Return the executor object at offset in code if exists, None otherwise.
    #[function(keywords = "code, offset")]
    fn get_executor(thread: &mut Thread, code: Value, offset: i64) -> PyResult<Value> {
        let _ = (code, offset);
        Err(thread.runtime_error(format_args!("Executors are not available in this build")))
    }

    /// Return a list of names of the unary intrinsics.
    #[function]
    fn get_intrinsic1_descs(thread: &mut Thread) -> PyResult<Ref<ListObject>> {
        texts(thread, INTRINSICS_1)
    }

    /// Return a list of names of the binary intrinsics.
    #[function]
    fn get_intrinsic2_descs(thread: &mut Thread) -> PyResult<Ref<ListObject>> {
        texts(thread, INTRINSICS_2)
    }

    /// Return a list of special method names.
    #[function]
    fn get_special_method_names(thread: &mut Thread) -> PyResult<Ref<ListObject>> {
        texts(thread, SPECIAL_METHODS)
    }

    /// Return array of symbols of binary ops, indexed by the BINARY_OP oparg value.
    #[function]
    fn get_nb_ops(thread: &mut Thread) -> PyResult<Ref<ListObject>> {
        operators(thread)
    }

    /// Whether instructions have specialised forms that `dis` knows: they do not.
    #[attr(name = "ENABLE_SPECIALIZATION")]
    fn enable_specialization(_thread: &mut Thread) -> PyResult<Value> {
        Ok(Value::small_int(0))
    }

    /// The same for builds without the GIL.
    #[attr(name = "ENABLE_SPECIALIZATION_FT")]
    fn enable_specialization_ft(_thread: &mut Thread) -> PyResult<Value> {
        Ok(Value::small_int(0))
    }
}

pub use module::MODULE;
