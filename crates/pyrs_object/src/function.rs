//! Callable objects: Python functions, bound methods, native functions; and cells.

use crate::code::CodeObject;
use crate::core::core;
use crate::dict::DictObject;
use crate::errors::PyResult;
use crate::header::{Field, Header, Ref};
use crate::heap_object;
use crate::str::StrObject;
use crate::thread::Thread;
use crate::tuple::TupleObject;
use crate::value::Value;
use std::cell::Cell;

/// Arguments of a call: positional ones, then the values of keyword arguments, in one slice that the collector sees
/// (a native stack, or the register stack).
#[derive(Clone, Copy)]
pub struct Args<'a> {
    all: &'a [Value],
    names: Option<Ref<TupleObject>>,
}

impl<'a> Args<'a> {
    /// Positional arguments only.
    #[inline(always)]
    pub fn positional_only(all: &'a [Value]) -> Args<'a> {
        Args { all, names: None }
    }

    /// Positional arguments followed by the values of the keyword arguments `names`.
    #[inline(always)]
    pub fn new(all: &'a [Value], names: Option<Ref<TupleObject>>) -> Args<'a> {
        debug_assert!(names.is_none_or(|n| n.len() <= all.len()));
        Args {
            all,
            names: names.filter(|n| !n.is_empty()),
        }
    }

    /// Positional arguments.
    #[inline(always)]
    pub fn positional(&self) -> &'a [Value] {
        match self.names {
            None => self.all,
            Some(names) => &self.all[..self.all.len() - names.len()],
        }
    }

    /// The arguments as the values of `N` parameters, if they are from `least` to `most` positional ones.
    #[inline(always)]
    pub fn plain<const N: usize>(&self, least: usize, most: usize) -> Option<[Option<Value>; N]> {
        let count = self.all.len();
        if self.names.is_some() || count < least || count > most || count > N {
            return None;
        }
        let mut values = [None; N];
        for (slot, value) in values.iter_mut().zip(self.all) {
            *slot = Some(*value);
        }
        Some(values)
    }

    /// Positional and keyword values together.
    #[inline(always)]
    pub fn all(&self) -> &'a [Value] {
        self.all
    }

    /// Names of the keyword arguments; `None` if there are none.
    #[inline(always)]
    pub fn names(&self) -> Option<Ref<TupleObject>> {
        self.names
    }

    /// Keyword arguments.
    pub fn keywords(&self) -> impl Iterator<Item = (Ref<StrObject>, Value)> + '_ {
        let count = self.names.map_or(0, |n| n.len());
        let values = &self.all[self.all.len() - count..];
        (0..count).filter_map(move |i| {
            let name = self.names?.items()[i].downcast::<StrObject>()?;
            Some((name, values[i]))
        })
    }

    /// Calls `f` with `first` put before the arguments.
    pub fn with_first<R>(
        &self,
        thread: &mut Thread,
        first: Value,
        f: impl FnOnce(&mut Thread, Args) -> PyResult<R>,
    ) -> PyResult<R> {
        const INLINE: usize = 8;
        let count = self.all.len();
        if count < INLINE {
            let mut all = [first; INLINE];
            all[1..=count].copy_from_slice(self.all);
            return f(thread, Args::new(&all[..=count], self.names));
        }
        let all = TupleObject::with_length(thread, count + 1)?;
        all.initialise_item(0, first);
        for (i, value) in self.all.iter().enumerate() {
            all.initialise_item(i + 1, *value);
        }
        f(thread, Args::new(all.items_unbound(), self.names))
    }

    /// The same without the first positional argument.
    #[inline(always)]
    pub fn skip_first(&self) -> Args<'a> {
        Args {
            all: &self.all[1..],
            names: self.names,
        }
    }
}

/// A Python function.
#[repr(C)]
pub struct FunctionObject {
    header: Header,
    /// `__code__`.
    pub code: Field<Ref<CodeObject>>,
    /// `__globals__`.
    pub globals: Field<Ref<DictObject>>,
    /// The builtins namespace that global look-ups end in.
    pub builtins: Field<Ref<DictObject>>,
    /// `__closure__`: cells.
    pub closure: Field<Option<Ref<TupleObject>>>,
    /// `__defaults__`.
    pub defaults: Field<Option<Ref<TupleObject>>>,
    /// `__kwdefaults__`.
    pub kwdefaults: Field<Option<Ref<DictObject>>>,
    /// `__name__`.
    pub name: Field<Ref<StrObject>>,
    /// `__qualname__`.
    pub qualname: Field<Value>,
    /// `__module__`.
    pub module: Field<Option<Value>>,
    /// `__doc__`.
    pub doc: Field<Option<Value>>,
    /// `__annotations__`, once evaluated.
    pub annotations: Field<Option<Value>>,
    /// `__annotate__`.
    pub annotate: Field<Option<Value>>,
    /// `__type_params__`.
    pub type_params: Field<Option<Value>>,
    /// `__dict__`, once there is one.
    pub dict: Field<Option<Ref<DictObject>>>,
}
heap_object!(
    FunctionObject,
    "function",
    FUNCTION_LAYOUT,
    [
        code,
        globals,
        builtins,
        closure,
        defaults,
        kwdefaults,
        name,
        qualname,
        module,
        doc,
        annotations,
        annotate,
        type_params,
        dict
    ]
);

impl FunctionObject {
    /// A function of `code` in the module of `globals`.
    pub fn new(thread: &mut Thread, code: Ref<CodeObject>, globals: Ref<DictObject>) -> PyResult<Ref<FunctionObject>> {
        let shape = core().types.function.get().root_shape();
        let function = thread.allocate::<FunctionObject>(shape, std::mem::size_of::<FunctionObject>())?;
        function.code.set(function, code);
        function.globals.set(function, globals);
        let builtins = match globals.get_interned(core().names.builtins.get()) {
            Some(value) => match value.downcast::<crate::module::ModuleObject>() {
                Some(module) => module.dict.get(),
                None => value.downcast::<DictObject>().unwrap_or_else(|| core().builtins.get()),
            },
            None => core().builtins.get(),
        };
        function.builtins.set(function, builtins);
        function.name.set(function, code.name.get());
        function.qualname.set(function, code.qualname.get().value());
        function
            .module
            .set(function, globals.get_interned(core().names.name.get()));
        if code.code_flags().contains(pyrs_bytecode::CodeFlags::HAS_DOCSTRING) {
            function.doc.set(function, Some(code.constant(0)));
        }
        Ok(function)
    }
}

/// A callable bound to a receiver. Also `method-wrapper`.
#[repr(C)]
pub struct BoundMethodObject {
    header: Header,
    /// `__func__`.
    pub function: Field<Value>,
    /// `__self__`.
    pub receiver: Field<Value>,
}
heap_object!(BoundMethodObject, "method", BOUND_METHOD_LAYOUT, [function, receiver]);

impl BoundMethodObject {
    /// Binds.
    pub fn new(thread: &mut Thread, function: Value, receiver: Value) -> PyResult<Ref<BoundMethodObject>> {
        let shape = core().types.bound_method.get().root_shape();
        let method = thread.allocate::<BoundMethodObject>(shape, std::mem::size_of::<BoundMethodObject>())?;
        method.function.set(method, function);
        method.receiver.set(method, receiver);
        Ok(method)
    }
}

bitflags::bitflags! {
    /// Facts about a native function that the JIT may use.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub struct NativeFlags: u32 {
        /// Calls no Python code.
        const LEAF = 1;
        /// Allocates nothing.
        const NO_GC = 2;
        /// Same arguments, same result, no effect.
        const PURE = 4;
        /// The first argument is the class (`classmethod`).
        const CLASS_METHOD = 8;
        /// A method descriptor: the first argument is the receiver.
        const METHOD = 16;
    }
}

/// The Rust side of a native function. For methods the receiver is the first positional argument.
pub type NativeFn = fn(&mut Thread, Args) -> PyResult<Value>;

/// Static description of a native function.
pub struct NativeDef {
    /// `__name__`.
    pub name: &'static str,
    /// `__doc__`; `__text_signature__` comes first, as `name(args)\n--\n\n`.
    pub doc: &'static str,
    /// The code.
    pub function: NativeFn,
    /// Facts.
    pub flags: NativeFlags,
}

/// A native function: of a module, or a method descriptor of a class, by its class.
#[repr(C)]
pub struct NativeFunctionObject {
    header: Header,
    /// Static description.
    pub definition: Cell<&'static NativeDef>,
    /// The module (or its name), or empty.
    pub module: Field<Option<Value>>,
    /// The class of a method descriptor, or the receiver of a bound one.
    pub owner: Field<Option<Value>>,
}
heap_object!(
    NativeFunctionObject,
    "native function",
    NATIVE_FUNCTION_LAYOUT,
    [module, owner]
);

impl NativeFunctionObject {
    /// A module-level function.
    pub fn new(
        thread: &mut Thread,
        definition: &'static NativeDef,
        module: Option<Value>,
    ) -> PyResult<Ref<NativeFunctionObject>> {
        Self::with_class(thread, core().types.native_function.get(), definition, module, None)
    }

    /// A method descriptor of `owner`.
    pub fn new_method(
        thread: &mut Thread,
        definition: &'static NativeDef,
        owner: Value,
    ) -> PyResult<Ref<NativeFunctionObject>> {
        let class = if definition.flags.contains(NativeFlags::CLASS_METHOD) {
            &core().types.classmethod_descriptor
        } else {
            &core().types.method_descriptor
        };
        Self::with_class(thread, class.get(), definition, None, Some(owner))
    }

    /// Whether a call prepends the owner to the arguments: a bound method of a native class, or `__new__`.
    pub fn is_bound(&self) -> bool {
        self.header.shape().instance_class() == core().types.native_function.get() && self.owner.get().is_some()
    }

    fn with_class(
        thread: &mut Thread,
        class: Ref<crate::type_object::TypeObject>,
        definition: &'static NativeDef,
        module: Option<Value>,
        owner: Option<Value>,
    ) -> PyResult<Ref<NativeFunctionObject>> {
        let shape = class.root_shape();
        let function = thread.allocate::<NativeFunctionObject>(shape, std::mem::size_of::<NativeFunctionObject>())?;
        function.definition.set(definition);
        function.module.set(function, module);
        function.owner.set(function, owner);
        Ok(function)
    }
}

/// A variable that closures share.
#[repr(C)]
pub struct CellObject {
    header: Header,
    /// The content; empty if unbound.
    pub content: Field<Option<Value>>,
}
heap_object!(CellObject, "cell", CELL_LAYOUT, [content]);

impl CellObject {
    /// A cell.
    pub fn new(thread: &mut Thread, content: Option<Value>) -> PyResult<Ref<CellObject>> {
        let shape = core().types.cell.get().root_shape();
        let cell = thread.allocate::<CellObject>(shape, std::mem::size_of::<CellObject>())?;
        cell.content.set(cell, content);
        Ok(cell)
    }
}
