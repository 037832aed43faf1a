//! Constants of `sys`: versions, limits, paths.

use crate::config::Flags;
use pyrs_object::core::{bool_value, none};
use pyrs_object::dict::DictObject;
use pyrs_object::errors::PyResult;
use pyrs_object::float;
use pyrs_object::header::Ref;
use pyrs_object::protocol;
use pyrs_object::str::StrObject;
use pyrs_object::struct_sequence::{Field, StructSequence};
use pyrs_object::thread::Thread;
use pyrs_object::tuple::TupleObject;
use pyrs_object::value::Value;

/// The version of Python whose behaviour is promised.
const VERSION: (i64, i64, i64) = (3, 14, 0);
/// `sys.hexversion`.
const HEX_VERSION: i64 = 0x030e_00f0;

/// The version, with that of the runtime if the `long` form is wanted.
pub fn version(long: bool) -> String {
    let (major, minor, micro) = VERSION;
    match long {
        true => format!("{major}.{minor}.{micro} (pyrs {}) [Rust]", env!("CARGO_PKG_VERSION")),
        false => format!("{major}.{minor}.{micro}"),
    }
}

static VERSION_INFO: StructSequence = StructSequence::new(
    "version_info",
    "sys",
    &[
        Field("major"),
        Field("minor"),
        Field("micro"),
        Field("releaselevel"),
        Field("serial"),
    ],
);

static FLAGS: StructSequence = StructSequence::new(
    "flags",
    "sys",
    &[
        Field("debug"),
        Field("inspect"),
        Field("interactive"),
        Field("optimize"),
        Field("dont_write_bytecode"),
        Field("no_user_site"),
        Field("no_site"),
        Field("ignore_environment"),
        Field("verbose"),
        Field("bytes_warning"),
        Field("quiet"),
        Field("hash_randomization"),
        Field("isolated"),
        Field("dev_mode"),
        Field("utf8_mode"),
        Field("warn_default_encoding"),
        Field("safe_path"),
        Field("int_max_str_digits"),
    ],
)
.hidden(&[
    Field("gil"),
    Field("thread_inherit_context"),
    Field("context_aware_warnings"),
]);

static HASH_INFO: StructSequence = StructSequence::new(
    "hash_info",
    "sys",
    &[
        Field("width"),
        Field("modulus"),
        Field("inf"),
        Field("nan"),
        Field("imag"),
        Field("algorithm"),
        Field("hash_bits"),
        Field("seed_bits"),
        Field("cutoff"),
    ],
);

static FLOAT_INFO: StructSequence = StructSequence::new(
    "float_info",
    "sys",
    &[
        Field("max"),
        Field("max_exp"),
        Field("max_10_exp"),
        Field("min"),
        Field("min_exp"),
        Field("min_10_exp"),
        Field("dig"),
        Field("mant_dig"),
        Field("epsilon"),
        Field("radix"),
        Field("rounds"),
    ],
);

static INT_INFO: StructSequence = StructSequence::new(
    "int_info",
    "sys",
    &[
        Field("bits_per_digit"),
        Field("sizeof_digit"),
        Field("default_max_str_digits"),
        Field("str_digits_check_threshold"),
    ],
);

static THREAD_INFO: StructSequence =
    StructSequence::new("thread_info", "sys", &[Field("name"), Field("lock"), Field("version")]);

static ASYNCGEN_HOOKS: StructSequence =
    StructSequence::new("asyncgen_hooks", "builtins", &[Field("firstiter"), Field("finalizer")]);

/// What `sys.get_asyncgen_hooks` returns.
pub(super) fn asyncgen_hooks(thread: &mut Thread, fields: &[Value]) -> PyResult<Value> {
    ASYNCGEN_HOOKS.create(thread, fields)
}

/// Fills the constants.
pub(super) fn fill(thread: &mut Thread, dict: Ref<DictObject>, flags: &Flags) -> PyResult<()> {
    fill_versions(thread, dict)?;
    fill_limits(thread, dict)?;
    fill_paths(thread, dict)?;
    fill_flags(thread, dict, flags)
}

fn text(thread: &mut Thread, text: &str) -> PyResult<Value> {
    Ok(StrObject::from_str(thread, text)?.value())
}

fn fill_versions(thread: &mut Thread, dict: Ref<DictObject>) -> PyResult<()> {
    let (major, minor, micro) = VERSION;
    let version = text(thread, &version(true))?;
    dict.set_str(thread, "version", version)?;
    dict.set_str(thread, "hexversion", Value::small_int(HEX_VERSION))?;
    dict.set_str(thread, "api_version", Value::small_int(1013))?;
    let level = text(thread, "final")?;
    let numbers = [major, minor, micro].map(Value::small_int);
    let fields = [numbers[0], numbers[1], numbers[2], level, Value::small_int(0)];
    let info = VERSION_INFO.create(thread, &fields)?;
    dict.set_str(thread, "version_info", info)?;
    let platform = text(thread, "linux")?;
    dict.set_str(thread, "platform", platform)?;
    let order = text(
        thread,
        if cfg!(target_endian = "little") {
            "little"
        } else {
            "big"
        },
    )?;
    dict.set_str(thread, "byteorder", order)?;
    let copyright = text(thread, "Copyright (c) the pyrs authors.")?;
    dict.set_str(thread, "copyright", copyright)?;
    let namespace = implementation(thread, info)?;
    dict.set_str(thread, "implementation", namespace)
}

/// `sys.implementation`: a SimpleNamespace, made through the `types` class of the runtime.
fn implementation(thread: &mut Thread, version: Value) -> PyResult<Value> {
    let class = pyrs_builtins::simple_namespace::SIMPLE_NAMESPACE.get();
    let namespace = protocol::call(thread, class.value(), &[])?;
    let name = text(thread, "pyrs")?;
    let tag = text(thread, "pyrs-314")?;
    for (attribute, value) in [
        ("name", name),
        ("cache_tag", tag),
        ("version", version),
        ("hexversion", Value::small_int(HEX_VERSION)),
        ("supports_isolated_interpreters", bool_value(false)),
    ] {
        let attribute = StrObject::intern(thread, attribute)?;
        protocol::setattr(thread, namespace, attribute, Some(value))?;
    }
    Ok(namespace)
}

fn fill_limits(thread: &mut Thread, dict: Ref<DictObject>) -> PyResult<()> {
    let maximum = pyrs_object::int::from_i64(thread, i64::MAX)?;
    dict.set_str(thread, "maxsize", maximum)?;
    dict.set_str(thread, "maxunicode", Value::small_int(0x10_ffff))?;
    let algorithm = text(thread, "siphash13")?;
    let modulus = Value::small_int(pyrs_object::hash::MODULUS as i64);
    let int = Value::small_int;
    let fields = [
        int(64),
        modulus,
        int(314_159),
        int(0),
        int(1_000_003),
        algorithm,
        int(64),
        int(128),
        int(0),
    ];
    let info = HASH_INFO.create(thread, &fields)?;
    dict.set_str(thread, "hash_info", info)?;
    let largest = float::from_f64(thread, f64::MAX)?;
    let smallest = float::from_f64(thread, f64::MIN_POSITIVE)?;
    let epsilon = float::from_f64(thread, f64::EPSILON)?;
    let fields = [
        largest,
        int(1024),
        int(308),
        smallest,
        int(-1021),
        int(-307),
        int(15),
        int(53),
        epsilon,
        int(2),
        int(1),
    ];
    let info = FLOAT_INFO.create(thread, &fields)?;
    dict.set_str(thread, "float_info", info)?;
    let info = INT_INFO.create(thread, &[int(30), int(4), int(4300), int(640)])?;
    dict.set_str(thread, "int_info", info)?;
    let (name, lock) = (text(thread, "pthread")?, text(thread, "semaphore")?);
    let info = THREAD_INFO.create(thread, &[name, lock, none()])?;
    dict.set_str(thread, "thread_info", info)?;
    let repr = text(thread, "short")?;
    dict.set_str(thread, "float_repr_style", repr)
}

fn fill_paths(thread: &mut Thread, dict: Ref<DictObject>) -> PyResult<()> {
    let layout = crate::layout::get();
    let library = crate::layout::library_below(&layout.base_prefix);
    let rows = [
        ("executable", layout.executable.as_path()),
        ("_base_executable", &layout.base_executable),
        ("prefix", &layout.prefix),
        ("exec_prefix", &layout.exec_prefix),
        ("base_prefix", &layout.base_prefix),
        ("base_exec_prefix", &layout.base_exec_prefix),
        ("_stdlib_dir", &library),
    ];
    for (name, path) in rows {
        let path = super::path_text(thread, path.as_os_str())?;
        dict.set_str(thread, name, path)?;
    }
    for (name, value) in [("platlibdir", "lib"), ("_framework", ""), ("abiflags", "")] {
        let value = text(thread, value)?;
        dict.set_str(thread, name, value)?;
    }
    let mut names: Vec<&str> = crate::boot::native_modules().map(|module| module.name).collect();
    names.push("builtins");
    names.sort_unstable();
    let tuple = TupleObject::with_length(thread, names.len())?;
    for (i, name) in names.iter().enumerate() {
        let name = text(thread, name)?;
        tuple.initialise_item(i, name);
    }
    dict.set_str(thread, "builtin_module_names", tuple.value())?;
    let library = super::library_names::names(thread)?;
    dict.set_str(thread, "stdlib_module_names", library)
}

fn fill_flags(thread: &mut Thread, dict: Ref<DictObject>, flags: &Flags) -> PyResult<()> {
    let count = |number: u32| Value::small_int(number.into());
    let number = |flag: bool| Value::small_int(flag.into());
    let digits = pyrs_builtins::int_text::MAX_STR_DIGITS.load(std::sync::atomic::Ordering::Relaxed);
    let fields = [
        count(flags.debug),
        count(flags.inspect),
        count(flags.interactive),
        count(flags.optimize),
        number(flags.dont_write_bytecode),
        number(flags.no_user_site),
        number(flags.no_site),
        number(flags.ignore_environment),
        count(flags.verbose),
        count(flags.bytes_warning),
        count(flags.quiet),
        number(flags.hash_randomization),
        number(flags.isolated),
        bool_value(flags.dev_mode),
        number(flags.utf8_mode),
        number(flags.warn_default_encoding),
        bool_value(flags.safe_path),
        Value::small_int(digits as i64),
        // gil, thread_inherit_context, context_aware_warnings
        number(true),
        number(false),
        number(false),
    ];
    let flags = FLAGS.create(thread, &fields)?;
    dict.set_str(thread, "flags", flags)
}
