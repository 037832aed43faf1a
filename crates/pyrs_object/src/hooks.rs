//! Function pointers that upper layers install, so that lower layers can reach them: the interpreter, the JIT and the
//! compiler. Nothing here is called before start-up has installed it; the JIT's stay empty when it is off.

use crate::code::CodeObject;
use crate::dict::DictObject;
use crate::errors::PyResult;
use crate::exception::ExceptionObject;
use crate::frame::Frame;
use crate::frame_locals::Saved;
use crate::frame_object::FrameObject;
use crate::function::FunctionObject;
use crate::generator::GeneratorObject;
use crate::header::Ref;
use crate::thread::Thread;
use crate::type_object::TypeObject;
use crate::value::Value;
use std::cell::Cell;

macro_rules! hooks {
    ($($(#[doc = $doc:literal])+ $name:ident: fn($($arg:ident: $type:ty),*) $(-> $ret:ty)?;)*) => {
        /// What upper layers have installed.
        pub struct Hooks { $($(#[doc = $doc])+ pub $name: Cell<Option<fn($($type),*) $(-> $ret)?>>),* }
        impl Hooks {
            // Copied once, into the static root.
            #[allow(clippy::declare_interior_mutable_const)]
            pub(crate) const NONE: Hooks = Hooks { $($name: Cell::new(None)),* };
        }
    };
}

hooks! {
    /// JIT: a class or one of its bases has changed; code that relied on it must not run any more.
    type_modified: fn(class: Ref<TypeObject>);
    /// JIT: a watched dict (globals, builtins) changed the value of a key, or lost or gained one.
    dict_modified: fn(dict: Ref<DictObject>, key: Value);
    /// JIT: attribute slots may be hidden by descriptors or special methods now; no compiled code may rely on them.
    slots_forgotten: fn();
    /// JIT: a function's calls have reached the threshold; true if native code is there now.
    function_hot: fn(thread: &mut Thread, function: Ref<FunctionObject>) -> bool;
    /// JIT: a loop has reached the threshold at an instruction (the target of its `LoopJump`); the native entry for
    /// the loop, or null. It is called with the thread and the frame, and returns what the frame would (0: raised).
    loop_hot: fn(thread: &mut Thread, function: Ref<FunctionObject>, target: u32) -> *const u8;
    /// JIT: a generator's resumptions have reached the threshold; the code object knows the native entry if one was made.
    resume_hot: fn(thread: &mut Thread, generator: Ref<GeneratorObject>);
    /// JIT: visits the native frames of one run of native code, innermost first, until the visitor says false.
    native_frames: fn(thread: &mut Thread, native_frame: usize, native_site: usize, visit: &mut dyn FnMut(FrameInfo) -> bool);
    /// JIT: a code object was found dead by the collector.
    code_dead: fn(code: Ref<CodeObject>);
    /// Runtime: looks at signals and other requests that `Thread::poll` announced.
    poll: fn(thread: &mut Thread) -> PyResult<()>;
    /// Compiler: `compile(source, filename, mode, flags, dont_inherit, optimize)`.
    compile: fn(thread: &mut Thread, source: Value, filename: Value, mode: &str, flags: u32, optimize: i32) -> PyResult<Ref<CodeObject>>;
    /// Compiler: `compile` with `PyCF_ONLY_AST`, to a node object.
    syntax_tree: fn(thread: &mut Thread, source: Value, filename: Value, mode: &str, flags: u32) -> PyResult<Value>;
    /// Built-ins: the generic alias of a class and arguments.
    generic_alias: fn(thread: &mut Thread, class: Value, arguments: Value) -> PyResult<Value>;
    /// Built-ins: the interpolation of value, expression, conversion and format spec.
    interpolation: fn(thread: &mut Thread, fields: &[Value; 4]) -> PyResult<Value>;
    /// Built-ins: the template of strings and interpolations.
    template: fn(thread: &mut Thread, parts: &[Value]) -> PyResult<Value>;
    /// Built-ins: an iterator over an object that has `__getitem__` only.
    sequence_iterator: fn(thread: &mut Thread, object: Value) -> PyResult<Value>;
    /// Built-ins: `pow(base, exponent, modulus)` of ints.
    power_modulo: fn(thread: &mut Thread, base: Value, exponent: Value, modulus: Value) -> PyResult<Value>;
    /// Interpreter: runs module or class code with a namespace.
    run_code: fn(thread: &mut Thread, code: Ref<CodeObject>, globals: Ref<DictObject>, namespace: Option<Value>, closure: Option<Value>) -> PyResult<Value>;
    /// Runtime: prints an exception that nobody can catch to `sys.stderr`, below a line that says where it came up.
    unraisable: fn(thread: &mut Thread, exception: Ref<ExceptionObject>, heading: &str);
    /// Interpreter: empties registers that hold values which no instruction will read again, so that the collector does not
    /// take them for roots.
    forget_temporaries: fn(thread: &mut Thread);
    /// Interpreter: code, globals and namespace of the innermost Python frame, native ones included.
    current_frame: fn(thread: &mut Thread) -> Option<FrameInfo>;
    /// Interpreter: the frame object of a live frame.
    frame_object: fn(thread: &mut Thread, frame: *mut Frame) -> PyResult<Ref<FrameObject>>;
    /// Interpreter: brings the registers of a live frame up to date, if a loop of it runs as native code.
    update_registers: fn(thread: &mut Thread, frame: *mut Frame) -> PyResult<()>;
}

/// What runtime functions ask of the frame that called them.
#[derive(Clone, Copy)]
pub struct FrameInfo {
    /// The function.
    pub function: Option<Value>,
    /// Its code.
    pub code: Ref<CodeObject>,
    /// Index of the instruction being executed.
    pub pc: usize,
    /// Namespace mapping of module and class code.
    pub namespace: Option<Value>,
    /// This is a compiled loop: the interpreter frame that comes next is the same Python frame, and is at this instruction.
    pub is_loop: bool,
    /// First register, if the frame is an interpreter frame.
    pub registers: Option<*mut Option<Value>>,
    /// The variables, as far as compiled code has them: see [`crate::frame_locals::registers`].
    pub saved: Option<Saved>,
}
