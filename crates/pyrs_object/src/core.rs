//! The process-wide root: built-in classes, singletons and interned names, at addresses fixed for the process.
//!
//! [`core()`] is a plain static: start-up fills it once (`pyrs_runtime`), and everything in it lives forever. The
//! tables below are the only lists of built-in classes and of names that the runtime itself looks up.

use crate::exception::ExceptionObject;
use crate::header::{HeapObject, Ref};
use crate::hooks::Hooks;
use crate::shape::Shape;
use crate::singleton::SingletonObject;
use crate::str::StrObject;
use crate::tuple::TupleObject;
use crate::type_object::TypeObject;
use crate::value::Value;
use std::cell::Cell;

/// A root that start-up fills.
pub struct Root<T>(Cell<Option<Ref<T>>>);

impl<T: HeapObject> Root<T> {
    /// An empty root.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        Root(Cell::new(None))
    }

    /// The object.
    #[inline(always)]
    pub fn get(&self) -> Ref<T> {
        debug_assert!(self.0.get().is_some(), "used before start-up filled it");
        // SAFETY: start-up fills every root before any other code runs.
        unsafe { self.0.get().unwrap_unchecked() }
    }

    /// The object, if start-up has come to it.
    pub fn try_get(&self) -> Option<Ref<T>> {
        self.0.get()
    }

    /// Fills the root.
    pub fn set(&self, object: Ref<T>) {
        self.0.set(Some(object));
    }

    fn visit(&self, visitor: &mut pyrs_gc::RootVisitor) {
        if let Some(object) = self.0.get() {
            // SAFETY: a root holds a live object.
            unsafe { visitor.visit(object.address()) };
        }
    }
}

/// Everything the runtime refers to by itself.
pub struct Core {
    /// Built-in classes.
    pub types: Types,
    /// Interned names.
    pub names: Names,
    /// None.
    pub none: Root<SingletonObject>,
    /// True.
    pub true_: Root<SingletonObject>,
    /// False.
    pub false_: Root<SingletonObject>,
    /// NotImplemented.
    pub not_implemented: Root<SingletonObject>,
    /// Ellipsis.
    pub ellipsis: Root<SingletonObject>,
    /// The empty tuple.
    pub empty_tuple: Root<TupleObject>,
    /// The empty string.
    pub empty_str: Root<StrObject>,
    /// Zero and minus zero, which have no immediate form.
    pub zero: Root<crate::float::FloatObject>,
    /// See [`Core::zero`].
    pub minus_zero: Root<crate::float::FloatObject>,
    /// A tuple with the strings of all Latin-1 characters.
    pub latin1_strings: Root<TupleObject>,
    /// The exception raised when memory is out.
    pub memory_error: Root<ExceptionObject>,
    /// The `builtins` module's namespace.
    pub builtins: Root<crate::dict::DictObject>,
    /// `sys.modules`.
    pub modules: Root<crate::dict::DictObject>,
    shape_shape: Root<Shape>,
    value_array_shape: Root<Shape>,
    raw_array_shape: Root<Shape>,
    cache_array_shape: Root<Shape>,
    /// Calls of new code before the JIT looks at it.
    pub call_budget: Cell<i32>,
    /// Loop iterations of new code before the JIT looks at it.
    pub loop_budget: Cell<i32>,
    /// What upper layers have installed.
    pub hooks: Hooks,
}

// SAFETY: only the thread that holds the GIL touches it.
unsafe impl Sync for Core {}

static CORE: Core = Core {
    types: Types::EMPTY,
    names: Names::EMPTY,
    none: Root::new(),
    true_: Root::new(),
    false_: Root::new(),
    not_implemented: Root::new(),
    ellipsis: Root::new(),
    empty_tuple: Root::new(),
    empty_str: Root::new(),
    zero: Root::new(),
    minus_zero: Root::new(),
    latin1_strings: Root::new(),
    memory_error: Root::new(),
    builtins: Root::new(),
    modules: Root::new(),
    shape_shape: Root::new(),
    value_array_shape: Root::new(),
    raw_array_shape: Root::new(),
    cache_array_shape: Root::new(),
    call_budget: Cell::new(i32::MAX),
    loop_budget: Cell::new(i32::MAX),
    hooks: Hooks::NONE,
};

/// The process-wide root.
#[inline(always)]
pub fn core() -> &'static Core {
    &CORE
}

/// None as a value.
#[inline(always)]
pub fn none() -> Value {
    CORE.none.get().value()
}

/// True or False as a value.
#[inline(always)]
pub fn bool_value(value: bool) -> Value {
    if value {
        CORE.true_.get().value()
    } else {
        CORE.false_.get().value()
    }
}

/// NotImplemented as a value.
#[inline(always)]
pub fn not_implemented() -> Value {
    CORE.not_implemented.get().value()
}

impl Core {
    /// Shape of shapes.
    #[inline(always)]
    pub fn shape_shape(&self) -> Ref<Shape> {
        self.shape_shape.get()
    }
    /// Shape of value arrays.
    #[inline(always)]
    pub fn value_array_shape(&self) -> Ref<Shape> {
        self.value_array_shape.get()
    }
    /// Shape of raw arrays.
    #[inline(always)]
    pub fn raw_array_shape(&self) -> Ref<Shape> {
        self.raw_array_shape.get()
    }
    /// Shape of inline-cache arrays.
    #[inline(always)]
    pub fn cache_array_shape(&self) -> Ref<Shape> {
        self.cache_array_shape.get()
    }
    pub(crate) fn set_internal_shapes(
        &self,
        shape: Ref<Shape>,
        value_array: Ref<Shape>,
        raw_array: Ref<Shape>,
        cache_array: Ref<Shape>,
    ) {
        self.shape_shape.set(shape);
        self.value_array_shape.set(value_array);
        self.raw_array_shape.set(raw_array);
        self.cache_array_shape.set(cache_array);
    }

    /// Visits every root.
    pub fn visit_roots(&self, visitor: &mut pyrs_gc::RootVisitor) {
        self.types.visit(visitor);
        self.names.visit(visitor);
        crate::intern::visit_roots(visitor);
        for singleton in [
            &self.none,
            &self.true_,
            &self.false_,
            &self.not_implemented,
            &self.ellipsis,
        ] {
            singleton.visit(visitor);
        }
        self.empty_tuple.visit(visitor);
        self.empty_str.visit(visitor);
        self.zero.visit(visitor);
        self.minus_zero.visit(visitor);
        self.latin1_strings.visit(visitor);
        self.memory_error.visit(visitor);
        self.builtins.visit(visitor);
        self.modules.visit(visitor);
        for shape in [
            &self.shape_shape,
            &self.value_array_shape,
            &self.raw_array_shape,
            &self.cache_array_shape,
        ] {
            shape.visit(visitor);
        }
    }
}

/// A row of [`BUILTIN_TYPES`].
pub struct BuiltinType {
    /// Python name.
    pub name: &'static str,
    /// `__module__`.
    pub module: &'static str,
    /// The root of the class.
    pub root: fn(&Types) -> &Root<TypeObject>,
    /// The root of the base class.
    pub base: fn(&Types) -> &Root<TypeObject>,
    /// Layout of instances.
    pub layout: &'static crate::layout::Layout,
    /// Whether Python code may subclass it.
    pub subclassable: bool,
    /// Whether plain instances have a dict.
    pub has_dict: bool,
}

macro_rules! builtin_types {
    ($($field:ident $name:literal $module:literal < $base:ident $layout:path $(, $flag:ident)* ;)*) => {
        /// Built-in classes, filled from [`BUILTIN_TYPES`].
        pub struct Types { $(#[doc = concat!("`", $name, "`")] pub $field: Root<TypeObject>),* }
        impl Types {
            // Copied once, into the static below.
            #[allow(clippy::declare_interior_mutable_const)]
            const EMPTY: Types = Types { $($field: Root::new()),* };
            fn visit(&self, visitor: &mut pyrs_gc::RootVisitor) { $(self.$field.visit(visitor);)* }
        }
        /// All built-in classes, each after its base.
        pub static BUILTIN_TYPES: &[BuiltinType] = &[$(BuiltinType {
            name: $name,
            module: $module,
            root: |types| &types.$field,
            base: |types| &types.$base,
            layout: &$layout,
            subclassable: false $(|| builtin_types!(@sub $flag))*,
            has_dict: false $(|| builtin_types!(@dict $flag))*,
        }),*];
    };
    (@sub sub) => { true };
    (@sub dict) => { false };
    (@dict sub) => { false };
    (@dict dict) => { true };
}

builtin_types! {
    object "object" "builtins" < object crate::instance::INSTANCE_LAYOUT, sub;
    type_ "type" "builtins" < object crate::type_object::TYPE_LAYOUT, sub;
    none_type "NoneType" "builtins" < object crate::singleton::SINGLETON_LAYOUT;
    not_implemented_type "NotImplementedType" "builtins" < object crate::singleton::SINGLETON_LAYOUT;
    ellipsis_type "ellipsis" "builtins" < object crate::singleton::SINGLETON_LAYOUT;
    int "int" "builtins" < object crate::int::INT_LAYOUT, sub;
    bool_ "bool" "builtins" < int crate::singleton::SINGLETON_LAYOUT;
    float "float" "builtins" < object crate::float::FLOAT_LAYOUT, sub;
    complex "complex" "builtins" < object crate::float::COMPLEX_LAYOUT, sub;
    str_ "str" "builtins" < object crate::str::STR_LAYOUT, sub;
    bytes "bytes" "builtins" < object crate::bytes::BYTES_LAYOUT, sub;
    bytearray "bytearray" "builtins" < object crate::bytes::BYTEARRAY_LAYOUT, sub;
    tuple "tuple" "builtins" < object crate::tuple::TUPLE_LAYOUT, sub;
    list "list" "builtins" < object crate::list::LIST_LAYOUT, sub;
    dict "dict" "builtins" < object crate::dict::DICT_LAYOUT, sub;
    set "set" "builtins" < object crate::set::SET_LAYOUT, sub;
    frozenset "frozenset" "builtins" < object crate::set::SET_LAYOUT, sub;
    range "range" "builtins" < object crate::range::RANGE_LAYOUT;
    slice "slice" "builtins" < object crate::range::SLICE_LAYOUT;
    cell "cell" "builtins" < object crate::function::CELL_LAYOUT;
    code "code" "builtins" < object crate::code::CODE_LAYOUT;
    function "function" "builtins" < object crate::function::FUNCTION_LAYOUT;
    bound_method "method" "builtins" < object crate::function::BOUND_METHOD_LAYOUT;
    native_function "builtin_function_or_method" "builtins" < object crate::function::NATIVE_FUNCTION_LAYOUT;
    method_descriptor "method_descriptor" "builtins" < object crate::function::NATIVE_FUNCTION_LAYOUT;
    classmethod_descriptor "classmethod_descriptor" "builtins" < object crate::function::NATIVE_FUNCTION_LAYOUT;
    wrapper_descriptor "wrapper_descriptor" "builtins" < object crate::descriptor::SLOT_WRAPPER_LAYOUT;
    method_wrapper "method-wrapper" "builtins" < object crate::function::BOUND_METHOD_LAYOUT;
    member_descriptor "member_descriptor" "builtins" < object crate::descriptor::MEMBER_LAYOUT;
    getset_descriptor "getset_descriptor" "builtins" < object crate::descriptor::GETSET_LAYOUT;
    property "property" "builtins" < object crate::descriptor::PROPERTY_LAYOUT, sub;
    classmethod "classmethod" "builtins" < object crate::descriptor::METHOD_KIND_LAYOUT, sub, dict;
    staticmethod "staticmethod" "builtins" < object crate::descriptor::METHOD_KIND_LAYOUT, sub, dict;
    super_ "super" "builtins" < object crate::descriptor::SUPER_LAYOUT, sub;
    module "module" "builtins" < object crate::module::MODULE_LAYOUT, sub;
    traceback "traceback" "builtins" < object crate::traceback::TRACEBACK_LAYOUT;
    frame "frame" "builtins" < object crate::frame_object::FRAME_OBJECT_LAYOUT;
    generator "generator" "builtins" < object crate::generator::GENERATOR_LAYOUT;
    coroutine "coroutine" "builtins" < object crate::generator::GENERATOR_LAYOUT;
    async_generator "async_generator" "builtins" < object crate::generator::GENERATOR_LAYOUT;
    list_iterator "list_iterator" "builtins" < object crate::iterator::LIST_ITERATOR_LAYOUT;
    tuple_iterator "tuple_iterator" "builtins" < object crate::iterator::LIST_ITERATOR_LAYOUT;
    range_iterator "range_iterator" "builtins" < object crate::iterator::RANGE_ITERATOR_LAYOUT;
    enumerate "enumerate" "builtins" < object crate::iterator::ENUMERATE_LAYOUT, sub;
    zip "zip" "builtins" < object crate::iterator::ZIP_LAYOUT, sub;
    base_exception "BaseException" "builtins" < object crate::exception::EXCEPTION_LAYOUT, sub, dict;
    exception "Exception" "builtins" < base_exception crate::exception::EXCEPTION_LAYOUT, sub, dict;
    base_exception_group "BaseExceptionGroup" "builtins" < base_exception crate::exception::EXCEPTION_LAYOUT, sub, dict;
    generator_exit "GeneratorExit" "builtins" < base_exception crate::exception::EXCEPTION_LAYOUT, sub, dict;
    keyboard_interrupt "KeyboardInterrupt" "builtins" < base_exception crate::exception::EXCEPTION_LAYOUT, sub, dict;
    system_exit "SystemExit" "builtins" < base_exception crate::exception::EXCEPTION_LAYOUT, sub, dict;
    arithmetic_error "ArithmeticError" "builtins" < exception crate::exception::EXCEPTION_LAYOUT, sub, dict;
    floating_point_error "FloatingPointError" "builtins" < arithmetic_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    overflow_error "OverflowError" "builtins" < arithmetic_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    zero_division_error "ZeroDivisionError" "builtins" < arithmetic_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    assertion_error "AssertionError" "builtins" < exception crate::exception::EXCEPTION_LAYOUT, sub, dict;
    attribute_error "AttributeError" "builtins" < exception crate::exception::EXCEPTION_LAYOUT, sub, dict;
    buffer_error "BufferError" "builtins" < exception crate::exception::EXCEPTION_LAYOUT, sub, dict;
    eof_error "EOFError" "builtins" < exception crate::exception::EXCEPTION_LAYOUT, sub, dict;
    import_error "ImportError" "builtins" < exception crate::exception::EXCEPTION_LAYOUT, sub, dict;
    module_not_found_error "ModuleNotFoundError" "builtins" < import_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    lookup_error "LookupError" "builtins" < exception crate::exception::EXCEPTION_LAYOUT, sub, dict;
    index_error "IndexError" "builtins" < lookup_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    key_error "KeyError" "builtins" < lookup_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    memory_error "MemoryError" "builtins" < exception crate::exception::EXCEPTION_LAYOUT, sub, dict;
    name_error "NameError" "builtins" < exception crate::exception::EXCEPTION_LAYOUT, sub, dict;
    unbound_local_error "UnboundLocalError" "builtins" < name_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    os_error "OSError" "builtins" < exception crate::exception::EXCEPTION_LAYOUT, sub, dict;
    blocking_io_error "BlockingIOError" "builtins" < os_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    child_process_error "ChildProcessError" "builtins" < os_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    connection_error "ConnectionError" "builtins" < os_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    broken_pipe_error "BrokenPipeError" "builtins" < connection_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    connection_aborted_error "ConnectionAbortedError" "builtins" < connection_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    connection_refused_error "ConnectionRefusedError" "builtins" < connection_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    connection_reset_error "ConnectionResetError" "builtins" < connection_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    file_exists_error "FileExistsError" "builtins" < os_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    file_not_found_error "FileNotFoundError" "builtins" < os_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    interrupted_error "InterruptedError" "builtins" < os_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    is_a_directory_error "IsADirectoryError" "builtins" < os_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    not_a_directory_error "NotADirectoryError" "builtins" < os_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    permission_error "PermissionError" "builtins" < os_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    process_lookup_error "ProcessLookupError" "builtins" < os_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    timeout_error "TimeoutError" "builtins" < os_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    reference_error "ReferenceError" "builtins" < exception crate::exception::EXCEPTION_LAYOUT, sub, dict;
    runtime_error "RuntimeError" "builtins" < exception crate::exception::EXCEPTION_LAYOUT, sub, dict;
    not_implemented_error "NotImplementedError" "builtins" < runtime_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    recursion_error "RecursionError" "builtins" < runtime_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    python_finalization_error "PythonFinalizationError" "builtins" < runtime_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    stop_iteration "StopIteration" "builtins" < exception crate::exception::EXCEPTION_LAYOUT, sub, dict;
    stop_async_iteration "StopAsyncIteration" "builtins" < exception crate::exception::EXCEPTION_LAYOUT, sub, dict;
    syntax_error "SyntaxError" "builtins" < exception crate::exception::EXCEPTION_LAYOUT, sub, dict;
    indentation_error "IndentationError" "builtins" < syntax_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    tab_error "TabError" "builtins" < indentation_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    incomplete_input_error "_IncompleteInputError" "builtins" < syntax_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    system_error "SystemError" "builtins" < exception crate::exception::EXCEPTION_LAYOUT, sub, dict;
    type_error "TypeError" "builtins" < exception crate::exception::EXCEPTION_LAYOUT, sub, dict;
    value_error "ValueError" "builtins" < exception crate::exception::EXCEPTION_LAYOUT, sub, dict;
    unicode_error "UnicodeError" "builtins" < value_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    unicode_decode_error "UnicodeDecodeError" "builtins" < unicode_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    unicode_encode_error "UnicodeEncodeError" "builtins" < unicode_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    unicode_translate_error "UnicodeTranslateError" "builtins" < unicode_error crate::exception::EXCEPTION_LAYOUT, sub, dict;
    warning "Warning" "builtins" < exception crate::exception::EXCEPTION_LAYOUT, sub, dict;
    bytes_warning "BytesWarning" "builtins" < warning crate::exception::EXCEPTION_LAYOUT, sub, dict;
    deprecation_warning "DeprecationWarning" "builtins" < warning crate::exception::EXCEPTION_LAYOUT, sub, dict;
    encoding_warning "EncodingWarning" "builtins" < warning crate::exception::EXCEPTION_LAYOUT, sub, dict;
    future_warning "FutureWarning" "builtins" < warning crate::exception::EXCEPTION_LAYOUT, sub, dict;
    import_warning "ImportWarning" "builtins" < warning crate::exception::EXCEPTION_LAYOUT, sub, dict;
    pending_deprecation_warning "PendingDeprecationWarning" "builtins" < warning crate::exception::EXCEPTION_LAYOUT, sub, dict;
    resource_warning "ResourceWarning" "builtins" < warning crate::exception::EXCEPTION_LAYOUT, sub, dict;
    runtime_warning "RuntimeWarning" "builtins" < warning crate::exception::EXCEPTION_LAYOUT, sub, dict;
    syntax_warning "SyntaxWarning" "builtins" < warning crate::exception::EXCEPTION_LAYOUT, sub, dict;
    unicode_warning "UnicodeWarning" "builtins" < warning crate::exception::EXCEPTION_LAYOUT, sub, dict;
    user_warning "UserWarning" "builtins" < warning crate::exception::EXCEPTION_LAYOUT, sub, dict;
}

macro_rules! names {
    ($($field:ident $text:literal;)*) => {
        /// Interned names, filled from [`NAMES`].
        pub struct Names { $(#[doc = concat!("`", $text, "`")] pub $field: Root<StrObject>),* }
        impl Names {
            // Copied once, into the static below.
            #[allow(clippy::declare_interior_mutable_const)]
            const EMPTY: Names = Names { $($field: Root::new()),* };
            fn visit(&self, visitor: &mut pyrs_gc::RootVisitor) { $(self.$field.visit(visitor);)* }
        }
        /// Root and text of each name.
        #[allow(clippy::type_complexity)]
        pub static NAMES: &[(fn(&Names) -> &Root<StrObject>, &str)] = &[$((|names| &names.$field, $text)),*];
    };
}

names! {
    abstract_methods "__abstractmethods__";
    all "__all__";
    annotate "__annotate__";
    annotations "__annotations__";
    await_ "__await__";
    aenter "__aenter__";
    aexit "__aexit__";
    aiter "__aiter__";
    anext "__anext__";
    bases "__bases__";
    bool_ "__bool__";
    build_class "__build_class__";
    builtins "__builtins__";
    bytes "__bytes__";
    cached "__cached__";
    call "__call__";
    class "__class__";
    class_cell "__class__cell__";
    classcell "__classcell__";
    classdictcell "__classdictcell__";
    class_getitem "__class_getitem__";
    close "close";
    contains "__contains__";
    del "__del__";
    delattr "__delattr__";
    delete "__delete__";
    delitem "__delitem__";
    dict "__dict__";
    dir "__dir__";
    doc "__doc__";
    enter "__enter__";
    eq "__eq__";
    exit "__exit__";
    file "__file__";
    float "__float__";
    complex "__complex__";
    format "__format__";
    fspath "__fspath__";
    get "__get__";
    getattr "__getattr__";
    getattribute "__getattribute__";
    getitem "__getitem__";
    hash "__hash__";
    import "__import__";
    index "__index__";
    init "__init__";
    init_subclass "__init_subclass__";
    instancecheck "__instancecheck__";
    int "__int__";
    isabstractmethod "__isabstractmethod__";
    iter "__iter__";
    keys "keys";
    len "__len__";
    length_hint "__length_hint__";
    loader "__loader__";
    main "__main__";
    match_args "__match_args__";
    missing "__missing__";
    module "__module__";
    mro "mro";
    mro_entries "__mro_entries__";
    name "__name__";
    new "__new__";
    next "__next__";
    notes "__notes__";
    package "__package__";
    path "__path__";
    prepare "__prepare__";
    qualname "__qualname__";
    reduce "__reduce__";
    reduce_ex "__reduce_ex__";
    repr "__repr__";
    reversed "__reversed__";
    round "__round__";
    send "send";
    set "__set__";
    set_name "__set_name__";
    setattr "__setattr__";
    setitem "__setitem__";
    slots "__slots__";
    spec "__spec__";
    initializing "_initializing";
    static_attributes "__static_attributes__";
    firstlineno "__firstlineno__";
    str "__str__";
    subclasscheck "__subclasscheck__";
    throw "throw";
    type_params "__type_params__";
    weakref "__weakref__";
    wrapped "__wrapped__";
    trunc "__trunc__";
    floor "__floor__";
    ceil "__ceil__";
    self_ "self";
    stdout "stdout";
    stderr "stderr";
    stdin "stdin";
    write "write";
    flush "flush";
    lambda "<lambda>";
    module_code "<module>";
    empty "";
}
