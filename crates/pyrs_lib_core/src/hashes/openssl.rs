//! The module `_hashlib`: hash functions by name, HMAC and key derivation, as CPython has them of OpenSSL.
//!
//! Absent: functions that are broken or rare (md5-sha1, ripemd160, sm3), and FIPS mode.

use super::algorithm::State;
use super::function::{FUNCTIONS, Function};
use super::keyed_hash::{self, Mac};
use super::mac_object::{self, HASHLIB_HMAC};
use super::object::{self, constructor_data};
use crate::buffer;
use pyrs_macros::{pymethods, pymodule};
use pyrs_object::array::RawArray;
use pyrs_object::bytes::BytesObject;
use pyrs_object::dict::DictObject;
use pyrs_object::header::{Field, Header};
use pyrs_object::module::ModuleObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::static_root::StaticRoot;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, core, heap_object, int, none, protocol};
use std::cell::Cell;

/// A hash object of any function.
#[repr(C)]
pub struct NamedHashObject {
    header: Header,
    state: Field<Option<Ref<RawArray>>>,
    function: Cell<usize>,
}
heap_object!(NamedHashObject, "_hashlib.HASH", NAMED_HASH_LAYOUT, [state]);

static HASH: NativeClass = NativeClass::new("_hashlib", "HASH", &NAMED_HASH_LAYOUT)
    .flags(TypeFlags::SUBCLASSABLE)
    .methods(HashMethods::TYPE_METHODS);
static HASHXOF: NativeClass = NativeClass::new("_hashlib", "HASHXOF", &NAMED_HASH_LAYOUT)
    .base(|| HASH.get())
    .methods(XofMethods::TYPE_METHODS);

/// `UnsupportedDigestmodError`.
static UNSUPPORTED: StaticRoot = StaticRoot::new();
/// `_constructors`: names of functions by constructor.
static CONSTRUCTORS: StaticRoot = StaticRoot::new();

/// `class(ValueError)` of a module.
pub fn make_error(thread: &mut Thread, module: &str, name: &str) -> PyResult<Value> {
    let namespace = DictObject::new(thread)?;
    let module = StrObject::intern(thread, module)?;
    namespace.set(thread, core().names.module.get().value(), module.value())?;
    let bases = TupleObject::from_slice(thread, &[core().types.value_error.get().value()])?;
    let name = StrObject::intern(thread, name)?;
    let arguments = [name.value(), bases.value(), namespace.value()];
    protocol::call(thread, core().types.type_.get().value(), &arguments)
}

#[cold]
fn unsupported(thread: &mut Thread, message: &str) -> Raised {
    let class = UNSUPPORTED.get().and_then(|class| class.downcast::<TypeObject>());
    let class = class.unwrap_or(core().types.value_error.get());
    thread.raise_message(class, format_args!("{message}"))
}

fn by_name(thread: &mut Thread, name: Ref<StrObject>) -> PyResult<Function> {
    match Function::by_name(&name.to_string_lossy()) {
        Some(function) => Ok(function),
        None => Err(unsupported(thread, "[digital envelope routines] unsupported")),
    }
}

/// The function of a `digestmod`: a name, or a constructor of this module.
fn by_digestmod(thread: &mut Thread, digestmod: Value) -> PyResult<Function> {
    if let Some(name) = digestmod.downcast::<StrObject>() {
        return by_name(thread, name);
    }
    let hashable = protocol::hash(thread, digestmod);
    if hashable.is_ok()
        && let Some(table) = CONSTRUCTORS.get().and_then(|table| table.downcast::<DictObject>())
        && let Some(name) = table.get(thread, digestmod)?
        && let Some(name) = name.downcast::<StrObject>()
    {
        return by_name(thread, name);
    }
    thread.clear_if(core().types.type_error.get());
    let shown = protocol::str(thread, digestmod)?.to_string_lossy();
    Err(unsupported(thread, &format!("Unsupported digestmod {shown}")))
}

fn make(thread: &mut Thread, function: Function, data: Option<Value>) -> PyResult<Value> {
    let class = if function.is_extendable() {
        HASHXOF.get()
    } else {
        HASH.get()
    };
    let object = with_state(thread, class, function, function.start())?;
    if let Some(data) = data {
        update(thread, object, data)?;
    }
    Ok(object.value())
}

fn with_state(
    thread: &mut Thread,
    class: Ref<TypeObject>,
    function: Function,
    state: State,
) -> PyResult<Ref<NamedHashObject>> {
    let array = RawArray::new(thread, size_of::<State>())?;
    object::store(array, state);
    let object: Ref<NamedHashObject> = class.allocate_instance(thread)?;
    object.state.set(object, Some(array));
    object.function.set(function.number());
    Ok(object)
}

fn update(thread: &mut Thread, this: Ref<NamedHashObject>, data: Value) -> PyResult<()> {
    let data = mac_object::message(thread, data)?;
    if let Some(array) = this.state.get() {
        let mut state = object::load(array);
        state.update(&data);
        object::store(array, state);
    }
    Ok(())
}

fn function(this: Ref<NamedHashObject>) -> Function {
    FUNCTIONS.get(this.function.get()).copied().unwrap_or(FUNCTIONS[0])
}

fn finish(thread: &mut Thread, this: Ref<NamedHashObject>, length: usize) -> PyResult<Vec<u8>> {
    match this.state.get() {
        Some(array) => Ok(object::load(array).finish(length)),
        None => Err(thread.type_error(format_args!("an initialised hash object is required"))),
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from(b"0123456789abcdef"[usize::from(nibble & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

struct HashMethods;

/// The hash of data that comes in parts.
#[pymethods]
impl HashMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let name = class.downcast::<TypeObject>().unwrap_or(HASH.get()).name_for_message();
        Err(thread.type_error(format_args!("cannot create '{name}' instances")))
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let class = class_of(this).name_for_message();
        let name = this
            .downcast::<NamedHashObject>()
            .map_or("", |this| function(this).name());
        let text = format!("<{name} {class} object @ {:#x}>", this.bits());
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    /// Add data.
    #[method]
    fn update(thread: &mut Thread, this: Ref<NamedHashObject>, obj: Value) -> PyResult<()> {
        update(thread, this, obj)
    }

    /// The result as bytes.
    #[method]
    fn digest(thread: &mut Thread, this: Ref<NamedHashObject>) -> PyResult<Ref<BytesObject>> {
        let out = finish(thread, this, 0)?;
        BytesObject::new(thread, &out)
    }

    /// The result as hexadecimal digits.
    #[method]
    fn hexdigest(thread: &mut Thread, this: Ref<NamedHashObject>) -> PyResult<String> {
        Ok(hexadecimal(&finish(thread, this, 0)?))
    }

    /// An independent object in the same state.
    #[method]
    fn copy(thread: &mut Thread, this: Ref<NamedHashObject>) -> PyResult<Value> {
        let Some(array) = this.state.get() else {
            return Err(thread.type_error(format_args!("an initialised hash object is required")));
        };
        let state = object::load(array);
        Ok(with_state(thread, class_of(this.value()), function(this), state)?.value())
    }

    #[getter]
    fn name(_thread: &mut Thread, this: Ref<NamedHashObject>) -> &'static str {
        function(this).name()
    }

    #[getter]
    fn digest_size(_thread: &mut Thread, this: Ref<NamedHashObject>) -> usize {
        function(this).digest_size()
    }

    #[getter]
    fn block_size(_thread: &mut Thread, this: Ref<NamedHashObject>) -> usize {
        function(this).block_size()
    }
}

fn checked_length(thread: &mut Thread, length: i64) -> PyResult<usize> {
    match usize::try_from(length) {
        Ok(length) if length < 1 << 40 => Ok(length),
        Ok(_) => Err(thread.memory_error()),
        Err(_) => Err(thread.system_error(format_args!("Negative size passed to PyBytes_FromStringAndSize"))),
    }
}

struct XofMethods;

/// The hash of data that comes in parts, with a result of any length.
#[pymethods]
impl XofMethods {
    /// The result as bytes.
    #[method(keywords = "length")]
    fn digest(thread: &mut Thread, this: Ref<NamedHashObject>, length: i64) -> PyResult<Ref<BytesObject>> {
        let length = checked_length(thread, length)?;
        let out = finish(thread, this, length)?;
        BytesObject::new(thread, &out)
    }

    /// The result as hexadecimal digits.
    #[method(keywords = "length")]
    fn hexdigest(thread: &mut Thread, this: Ref<NamedHashObject>, length: i64) -> PyResult<String> {
        let length = checked_length(thread, length)?;
        Ok(hexadecimal(&finish(thread, this, length)?))
    }

    #[getter]
    fn digest_size(_thread: &mut Thread, this: Ref<NamedHashObject>) -> usize {
        function(this).digest_size()
    }
}

/// The data of a bytes-like argument.
fn bytes_argument(thread: &mut Thread, value: Value) -> PyResult<Vec<u8>> {
    Ok(buffer::readable(thread, value)?.to_vec())
}

/// What `scrypt` works with, checked.
fn scrypt_numbers(thread: &mut Thread, n: i64, r: i64, p: i64, memory: i64) -> PyResult<(usize, usize, usize)> {
    if n < 2 || n & (n - 1) != 0 {
        return Err(thread.value_error(format_args!("n must be a power of 2.")));
    }
    let fits = r >= 1 && p >= 1 && i128::from(r) * i128::from(p) < 1 << 30;
    if !fits {
        return Err(thread.value_error(format_args!("Invalid parameter combination for n, r, p, maxmem.")));
    }
    let limit = if memory == 0 { 32 << 20 } else { memory };
    let needed = 128 * i128::from(r) * (i128::from(n) + i128::from(p) + 2);
    if needed > i128::from(limit) {
        return Err(thread.value_error(format_args!("[digital envelope routines] memory limit exceeded")));
    }
    Ok((n as usize, r as usize, p as usize))
}

macro_rules! constructors {
    ($($ident:ident $python:literal $name:literal;)*) => {
        /// Hash functions by name.
        #[pymodule(name = "_hashlib")]
        pub mod module {
            use super::*;

            $(
                /// A hash object of this function.
                #[function(
                    name = $python,
                    signature = "($module, /, data=b'', *, usedforsecurity=True,\n               string=None)"
                )]
                fn $ident(thread: &mut Thread, args: Args) -> PyResult<Value> {
                    let data = constructor_data(thread, $python, args, |_, _, _| Ok(false))?;
                    let Some(function) = Function::by_exact_name($name) else {
                        return Err(unsupported(thread, "[digital envelope routines] unsupported"));
                    };
                    make(thread, function, data)
                }
            )*

            /// A hash object of the function with a name.
            #[function(signature = "($module, /, name, data=b'', *, usedforsecurity=True, string=None)")]
            fn new(thread: &mut Thread, args: Args) -> PyResult<Value> {
                let mut name = args.positional().first().copied();
                let (mut data, mut second) = (args.positional().get(1).copied(), None);
                if args.positional().len() > 2 {
                    let given = args.positional().len();
                    return Err(thread.type_error(format_args!("new() takes at most 2 positional arguments ({given} given)")));
                }
                for (key, value) in args.keywords() {
                    match key.to_string_lossy().as_str() {
                        "name" if name.is_none() => name = Some(value),
                        "data" if data.is_some() => {
                            return Err(thread.type_error(format_args!(
                                "argument for new() given by name ('data') and position (2)"
                            )));
                        }
                        "data" => data = Some(value),
                        "string" => second = Some(value).filter(|value| *value != none()),
                        "usedforsecurity" => {
                            protocol::truth(thread, value)?;
                        }
                        other => {
                            return Err(
                                thread.type_error(format_args!("new() got an unexpected keyword argument '{other}'"))
                            );
                        }
                    }
                }
                if data.is_some() && second.is_some() {
                    return Err(thread.type_error(format_args!(
                        "'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for removal in a future version."
                    )));
                }
                let Some(name) = name else {
                    return Err(thread.type_error(format_args!("new() missing required argument 'name' (pos 1)")));
                };
                let Some(name) = name.downcast::<StrObject>() else {
                    let class = class_of(name).name_for_message();
                    return Err(thread.type_error(format_args!("new() argument 'name' must be str, not {class}")));
                };
                let function = by_name(thread, name)?;
                make(thread, function, data.or(second))
            }

            /// A keyed hash.
            #[function(
                keywords = "key, msg, digestmod",
                signature = "($module, /, key, msg=b'', digestmod=None)"
            )]
            fn hmac_new(
                thread: &mut Thread,
                key: Value,
                msg: Option<Value>,
                digestmod: Option<Value>,
            ) -> PyResult<Value> {
                let key = bytes_argument(thread, key)?;
                let Some(digestmod) = digestmod.filter(|digestmod| *digestmod != none()) else {
                    return Err(thread.type_error(format_args!("Missing required parameter 'digestmod'.")));
                };
                let function = by_digestmod(thread, digestmod)?;
                if function.is_extendable() {
                    return Err(thread.value_error(format_args!("no reason supplied")));
                }
                let mut mac = Mac::new(function, &key);
                if let Some(msg) = msg.filter(|msg| *msg != none()) {
                    mac.update(&mac_object::message(thread, msg)?);
                }
                Ok(mac_object::new(thread, HASHLIB_HMAC.get(), function, mac)?.value())
            }

            /// The keyed hash of one message.
            #[function(keywords = "key, msg, digest")]
            fn hmac_digest(thread: &mut Thread, key: Value, msg: Value, digest: Value) -> PyResult<Ref<BytesObject>> {
                let (key, msg) = (bytes_argument(thread, key)?, bytes_argument(thread, msg)?);
                let function = by_digestmod(thread, digest)?;
                if function.is_extendable() {
                    return Err(thread.value_error(format_args!("no reason supplied")));
                }
                BytesObject::new(thread, &keyed_hash::hmac(function, &key, &msg))
            }

            /// A key made of a password by PBKDF2 with HMAC.
            #[function(
                keywords = "hash_name, password, salt, iterations, dklen",
                signature = "($module, /, hash_name, password, salt, iterations, dklen=None)"
            )]
            fn pbkdf2_hmac(
                thread: &mut Thread,
                hash_name: Ref<StrObject>,
                password: Value,
                salt: Value,
                iterations: i64,
                dklen: Option<Value>,
            ) -> PyResult<Ref<BytesObject>> {
                let (password, salt) = (bytes_argument(thread, password)?, bytes_argument(thread, salt)?);
                let function = by_name(thread, hash_name)?;
                if function.is_extendable() {
                    return Err(unsupported(thread, "[digital envelope routines] unsupported"));
                }
                let Some(iterations) = u64::try_from(iterations).ok().filter(|count| *count > 0) else {
                    return Err(thread.value_error(format_args!("iteration value must be greater than 0.")));
                };
                if iterations > i32::MAX as u64 {
                    return Err(thread.overflow_error(format_args!("iteration value is too great.")));
                }
                let length = match dklen.filter(|dklen| *dklen != none()) {
                    None => function.digest_size() as i64,
                    Some(dklen) => protocol::index_i64(thread, dklen)?,
                };
                if length < 1 {
                    return Err(thread.value_error(format_args!("key length must be greater than 0.")));
                }
                if length > i32::MAX.into() {
                    return Err(thread.overflow_error(format_args!("key length is too great.")));
                }
                let key =
                    thread.blocking(|| keyed_hash::pbkdf2(function, &password, &salt, iterations, length as usize));
                BytesObject::new(thread, &key)
            }

            /// A key made of a password by scrypt.
            #[function(
                keywords = "password, salt, n, r, p, maxmem, dklen",
                kwonly = "salt",
                signature = "($module, /, password, *, salt, n, r, p, maxmem=0, dklen=64)"
            )]
            fn scrypt(
                thread: &mut Thread,
                password: Value,
                salt: Value,
                n: i64,
                r: i64,
                p: i64,
                maxmem: Option<i64>,
                dklen: Option<i64>,
            ) -> PyResult<Ref<BytesObject>> {
                let (password, salt) = (bytes_argument(thread, password)?, bytes_argument(thread, salt)?);
                let (memory, length) = (maxmem.unwrap_or(0), dklen.unwrap_or(64));
                if n < 2 || n & (n - 1) != 0 {
                    return Err(thread.value_error(format_args!("n must be a power of 2.")));
                }
                if !(0..=i32::MAX.into()).contains(&memory) {
                    return Err(thread.value_error(format_args!(
                        "maxmem must be positive and smaller than {}",
                        i32::MAX
                    )));
                }
                if !(1..=i32::MAX.into()).contains(&length) {
                    return Err(thread.value_error(format_args!(
                        "dklen must be greater than 0 and smaller than {}",
                        i32::MAX
                    )));
                }
                let numbers = scrypt_numbers(thread, n, r, p, memory)?;
                let key = thread.blocking(|| keyed_hash::scrypt(&password, &salt, numbers, length as usize));
                BytesObject::new(thread, &key)
            }

            /// Whether two secrets are equal, in a time that does not depend on what they are.
            #[function]
            fn compare_digest(thread: &mut Thread, a: Value, b: Value) -> PyResult<bool> {
                crate::operator::digest::compare(thread, a, b)
            }

            /// Whether FIPS mode is on: it is not there.
            #[function]
            fn get_fips_mode(_thread: &mut Thread) -> PyResult<i64> {
                Ok(0)
            }

            #[init]
            fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
                let dict = module.dict.get();
                for (name, class) in [("HASH", &HASH), ("HASHXOF", &HASHXOF), ("HMAC", &HASHLIB_HMAC)] {
                    let class = class.create(thread)?;
                    dict.set_str(thread, name, class.value())?;
                }
                if UNSUPPORTED.get().is_none() {
                    let class = make_error(thread, "_hashlib", "UnsupportedDigestmodError")?;
                    UNSUPPORTED.set(thread, Some(class));
                }
                if let Some(class) = UNSUPPORTED.get() {
                    dict.set_str(thread, "UnsupportedDigestmodError", class)?;
                }
                let table = DictObject::new(thread)?;
                for (python, name) in [$(($python, $name)),*] {
                    let key = StrObject::intern(thread, python)?;
                    let name = StrObject::intern(thread, name)?;
                    if let Some(constructor) = dict.get_interned(key) {
                        table.set(thread, constructor, name.value())?;
                    }
                }
                CONSTRUCTORS.set(thread, Some(table.value()));
                let proxy = crate::invoke::module_attribute(thread, "types", "MappingProxyType")?;
                let proxy = protocol::call(thread, proxy, &[table.value()])?;
                dict.set_str(thread, "_constructors", proxy)?;
                let names = pyrs_object::set::SetObject::new_frozen(thread)?;
                for function in FUNCTIONS {
                    let name = StrObject::intern(thread, function.name())?;
                    names.add(thread, name.value())?;
                }
                dict.set_str(thread, "openssl_md_meth_names", names.value())?;
                let least = int::from_i64(thread, 2048)?;
                dict.set_str(thread, "_GIL_MINSIZE", least)
            }
        }
    };
}

constructors! {
    openssl_md5 "openssl_md5" "md5";
    openssl_sha1 "openssl_sha1" "sha1";
    openssl_sha224 "openssl_sha224" "sha224";
    openssl_sha256 "openssl_sha256" "sha256";
    openssl_sha384 "openssl_sha384" "sha384";
    openssl_sha512 "openssl_sha512" "sha512";
    openssl_sha3_224 "openssl_sha3_224" "sha3_224";
    openssl_sha3_256 "openssl_sha3_256" "sha3_256";
    openssl_sha3_384 "openssl_sha3_384" "sha3_384";
    openssl_sha3_512 "openssl_sha3_512" "sha3_512";
    openssl_shake_128 "openssl_shake_128" "shake_128";
    openssl_shake_256 "openssl_shake_256" "shake_256";
}

pub use module::MODULE;
