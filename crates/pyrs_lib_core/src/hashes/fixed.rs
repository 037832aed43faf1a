//! The modules `_md5`, `_sha1`, `_sha2` and `_sha3`.

use super::algorithm::{Fixed, State};
use super::object::{self, HASH_LAYOUT, HashObject};
use pyrs_macros::{pymethods, pymodule};
use pyrs_object::bytes::BytesObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value};

macro_rules! classes {
    ($($class:ident $fixed:ident $module:literal $name:literal $methods:ident;)*) => {
        $(
            #[doc = concat!("`", $module, ".", $name, "`.")]
            static $class: NativeClass =
                NativeClass::new($module, $name, &HASH_LAYOUT).methods($methods::TYPE_METHODS);
        )*
        /// The function of a class.
        fn algorithm(class: Ref<TypeObject>) -> Option<Fixed> {
            $(if $class.try_get() == Some(class) {
                return Some(Fixed::$fixed);
            })*
            None
        }
    };
}

classes! {
    MD5 Md5 "_md5" "md5" FixedMethods;
    SHA1 Sha1 "_sha1" "sha1" FixedMethods;
    SHA224 Sha224 "_sha2" "SHA224Type" FixedMethods;
    SHA256 Sha256 "_sha2" "SHA256Type" FixedMethods;
    SHA384 Sha384 "_sha2" "SHA384Type" FixedMethods;
    SHA512 Sha512 "_sha2" "SHA512Type" FixedMethods;
    SHA3_224 Sha3224 "_sha3" "sha3_224" Sha3Methods;
    SHA3_256 Sha3256 "_sha3" "sha3_256" Sha3Methods;
    SHA3_384 Sha3384 "_sha3" "sha3_384" Sha3Methods;
    SHA3_512 Sha3512 "_sha3" "sha3_512" Sha3Methods;
}

static SHAKE_128: NativeClass =
    NativeClass::new("_sha3", "shake_128", &HASH_LAYOUT).methods(ShakeMethods::TYPE_METHODS);
static SHAKE_256: NativeClass =
    NativeClass::new("_sha3", "shake_256", &HASH_LAYOUT).methods(ShakeMethods::TYPE_METHODS);

fn of(this: Ref<HashObject>) -> Fixed {
    algorithm(class_of(this.value())).unwrap_or(Fixed::Sha256)
}

/// What a constructor function makes.
fn construct(thread: &mut Thread, class: &'static NativeClass, fixed: Fixed, args: Args) -> PyResult<Value> {
    let data = object::constructor_data(thread, fixed.name(), args, |_, _, _| Ok(false))?;
    object::new(thread, class.get(), fixed.start(), data)
}

/// Holds the methods of hash objects that functions make.
pub struct FixedMethods;

#[pymethods]
impl FixedMethods {
    /// Update this hash object's state with the provided bytes-like object.
    #[method]
    fn update(thread: &mut Thread, this: Ref<HashObject>, obj: Value) -> PyResult<()> {
        object::update(thread, this, obj)
    }

    /// Return the digest value as a bytes object.
    #[method]
    fn digest(thread: &mut Thread, this: Ref<HashObject>) -> PyResult<Ref<BytesObject>> {
        object::digest(thread, this, 0)
    }

    /// Return the digest value as a string of hexadecimal digits.
    #[method]
    fn hexdigest(thread: &mut Thread, this: Ref<HashObject>) -> PyResult<String> {
        object::hex_digest(thread, this, 0)
    }

    /// Return a copy of the hash object.
    #[method]
    fn copy(thread: &mut Thread, this: Ref<HashObject>) -> PyResult<Value> {
        object::copy(thread, this)
    }

    #[getter]
    fn name(_thread: &mut Thread, this: Ref<HashObject>) -> &'static str {
        of(this).name()
    }

    #[getter]
    fn digest_size(_thread: &mut Thread, this: Ref<HashObject>) -> usize {
        of(this).digest_size()
    }

    #[getter]
    fn block_size(_thread: &mut Thread, this: Ref<HashObject>) -> usize {
        of(this).block_size()
    }
}

/// Bits of the state that data goes to.
fn rate_bits(this: Ref<HashObject>) -> usize {
    8 * of(this).block_size()
}

const STATE_BITS: usize = 1600;

/// Holds the methods of the SHA-3 classes.
pub struct Sha3Methods;

/// sha3(data=b'', *, usedforsecurity=True, string=None)
///
/// Return a new SHA3 hash object.
#[pymethods]
impl Sha3Methods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let class = class.downcast::<TypeObject>();
        match class.and_then(|class| Some((class, algorithm(class)?))) {
            Some((class, fixed)) => {
                let data = object::constructor_data(thread, fixed.name(), args, |_, _, _| Ok(false))?;
                object::new(thread, class, fixed.start(), data)
            }
            None => Err(thread.type_error(format_args!("__new__() needs a SHA3 class"))),
        }
    }

    /// Update this hash object's state with the provided bytes-like object.
    #[method]
    fn update(thread: &mut Thread, this: Ref<HashObject>, data: Value) -> PyResult<()> {
        object::update(thread, this, data)
    }

    /// Return the digest value as a bytes object.
    #[method]
    fn digest(thread: &mut Thread, this: Ref<HashObject>) -> PyResult<Ref<BytesObject>> {
        object::digest(thread, this, 0)
    }

    /// Return the digest value as a string of hexadecimal digits.
    #[method]
    fn hexdigest(thread: &mut Thread, this: Ref<HashObject>) -> PyResult<String> {
        object::hex_digest(thread, this, 0)
    }

    /// Return a copy of the hash object.
    #[method]
    fn copy(thread: &mut Thread, this: Ref<HashObject>) -> PyResult<Value> {
        object::copy(thread, this)
    }

    #[getter]
    fn name(_thread: &mut Thread, this: Ref<HashObject>) -> &'static str {
        of(this).name()
    }

    #[getter]
    fn digest_size(_thread: &mut Thread, this: Ref<HashObject>) -> usize {
        of(this).digest_size()
    }

    #[getter]
    fn block_size(_thread: &mut Thread, this: Ref<HashObject>) -> usize {
        of(this).block_size()
    }

    #[getter(name = "_rate_bits")]
    fn rate(_thread: &mut Thread, this: Ref<HashObject>) -> usize {
        rate_bits(this)
    }

    #[getter(name = "_capacity_bits")]
    fn capacity(_thread: &mut Thread, this: Ref<HashObject>) -> usize {
        STATE_BITS - rate_bits(this)
    }

    #[getter(name = "_suffix")]
    fn suffix(thread: &mut Thread, _this: Ref<HashObject>) -> PyResult<Ref<BytesObject>> {
        BytesObject::new(thread, b"\x06")
    }
}

/// Name, fresh state and bytes of a block of a SHAKE class.
fn shake(class: Ref<TypeObject>) -> (&'static str, State, usize) {
    if SHAKE_128.try_get() == Some(class) {
        ("shake_128", State::Shake128(Default::default()), 168)
    } else {
        ("shake_256", State::Shake256(Default::default()), 136)
    }
}

/// The length that a SHAKE object is asked for.
fn shake_length(thread: &mut Thread, length: Value) -> PyResult<usize> {
    const LIMIT: i64 = 1 << 29;
    match pyrs_object::protocol::index_clamped(thread, length)? {
        length if length < 0 => Err(thread.value_error(format_args!("Cannot convert negative int"))),
        length if length >= LIMIT => Err(thread.value_error(format_args!("length is too large"))),
        length => Ok(length as usize),
    }
}

/// Holds the methods of the SHAKE classes.
pub struct ShakeMethods;

/// shake(data=b'', *, usedforsecurity=True, string=None)
///
/// Return a new SHAKE hash object.
#[pymethods]
impl ShakeMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let Some(class) = class.downcast::<TypeObject>() else {
            return Err(thread.type_error(format_args!("__new__() needs a SHAKE class")));
        };
        let (name, state, _) = shake(class);
        let data = object::constructor_data(thread, name, args, |_, _, _| Ok(false))?;
        object::new(thread, class, state, data)
    }

    /// Update this hash object's state with the provided bytes-like object.
    #[method]
    fn update(thread: &mut Thread, this: Ref<HashObject>, data: Value) -> PyResult<()> {
        object::update(thread, this, data)
    }

    /// Return the digest value as a bytes object.
    #[method(keywords = "length")]
    fn digest(thread: &mut Thread, this: Ref<HashObject>, length: Value) -> PyResult<Ref<BytesObject>> {
        let length = shake_length(thread, length)?;
        object::digest(thread, this, length)
    }

    /// Return the digest value as a string of hexadecimal digits.
    #[method(keywords = "length")]
    fn hexdigest(thread: &mut Thread, this: Ref<HashObject>, length: Value) -> PyResult<String> {
        let length = shake_length(thread, length)?;
        object::hex_digest(thread, this, length)
    }

    /// Return a copy of the hash object.
    #[method]
    fn copy(thread: &mut Thread, this: Ref<HashObject>) -> PyResult<Value> {
        object::copy(thread, this)
    }

    #[getter]
    fn name(_thread: &mut Thread, this: Ref<HashObject>) -> &'static str {
        shake(class_of(this.value())).0
    }

    #[getter]
    fn digest_size(_thread: &mut Thread, _this: Ref<HashObject>) -> usize {
        0
    }

    #[getter]
    fn block_size(_thread: &mut Thread, this: Ref<HashObject>) -> usize {
        shake(class_of(this.value())).2
    }

    #[getter(name = "_rate_bits")]
    fn rate(_thread: &mut Thread, this: Ref<HashObject>) -> usize {
        8 * shake(class_of(this.value())).2
    }

    #[getter(name = "_capacity_bits")]
    fn capacity(_thread: &mut Thread, this: Ref<HashObject>) -> usize {
        STATE_BITS - 8 * shake(class_of(this.value())).2
    }

    #[getter(name = "_suffix")]
    fn suffix(thread: &mut Thread, _this: Ref<HashObject>) -> PyResult<Ref<BytesObject>> {
        BytesObject::new(thread, b"\x1f")
    }
}

/// Enters classes in a module, and the size from which on other threads might run meanwhile.
fn fill(
    thread: &mut Thread,
    module: Ref<pyrs_object::module::ModuleObject>,
    classes: &[(&str, &'static NativeClass)],
) -> PyResult<()> {
    let dict = module.dict.get();
    for (name, class) in classes {
        let class = class.create(thread)?;
        dict.set_str(thread, name, class.value())?;
    }
    dict.set_str(thread, "_GIL_MINSIZE", Value::small_int(2048))
}

/// MD5.
#[pymodule(name = "_md5")]
pub mod md5_module {
    use super::{Args, Fixed, MD5, PyResult, Ref, Thread, Value, construct, fill};
    use pyrs_object::module::ModuleObject;

    /// Return a new MD5 hash object; optionally initialized with a string.
    #[function(signature = "(data=b'', *, usedforsecurity=True, string=None)")]
    fn md5(thread: &mut Thread, args: Args) -> PyResult<Value> {
        construct(thread, &MD5, Fixed::Md5, args)
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        fill(thread, module, &[("MD5Type", &MD5)])
    }
}

/// SHA1.
#[pymodule(name = "_sha1")]
pub mod sha1_module {
    use super::{Args, Fixed, PyResult, Ref, SHA1, Thread, Value, construct, fill};
    use pyrs_object::module::ModuleObject;

    /// Return a new SHA1 hash object; optionally initialized with a string.
    #[function(signature = "(data=b'', *, usedforsecurity=True, string=None)")]
    fn sha1(thread: &mut Thread, args: Args) -> PyResult<Value> {
        construct(thread, &SHA1, Fixed::Sha1, args)
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        fill(thread, module, &[("SHA1Type", &SHA1)])
    }
}

/// SHA2.
#[pymodule(name = "_sha2")]
pub mod sha2_module {
    use super::{Args, Fixed, PyResult, Ref, SHA224, SHA256, SHA384, SHA512, Thread, Value, construct, fill};
    use pyrs_object::module::ModuleObject;

    /// Return a new SHA-224 hash object; optionally initialized with a string.
    #[function(signature = "(data=b'', *, usedforsecurity=True, string=None)")]
    fn sha224(thread: &mut Thread, args: Args) -> PyResult<Value> {
        construct(thread, &SHA224, Fixed::Sha224, args)
    }

    /// Return a new SHA-256 hash object; optionally initialized with a string.
    #[function(signature = "(data=b'', *, usedforsecurity=True, string=None)")]
    fn sha256(thread: &mut Thread, args: Args) -> PyResult<Value> {
        construct(thread, &SHA256, Fixed::Sha256, args)
    }

    /// Return a new SHA-384 hash object; optionally initialized with a string.
    #[function(signature = "(data=b'', *, usedforsecurity=True, string=None)")]
    fn sha384(thread: &mut Thread, args: Args) -> PyResult<Value> {
        construct(thread, &SHA384, Fixed::Sha384, args)
    }

    /// Return a new SHA-512 hash object; optionally initialized with a string.
    #[function(signature = "(data=b'', *, usedforsecurity=True, string=None)")]
    fn sha512(thread: &mut Thread, args: Args) -> PyResult<Value> {
        construct(thread, &SHA512, Fixed::Sha512, args)
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let classes = [
            ("SHA224Type", &SHA224),
            ("SHA256Type", &SHA256),
            ("SHA384Type", &SHA384),
            ("SHA512Type", &SHA512),
        ];
        fill(thread, module, &classes)
    }
}

/// SHA3.
#[pymodule(name = "_sha3")]
pub mod sha3_module {
    use super::{PyResult, Ref, SHA3_224, SHA3_256, SHA3_384, SHA3_512, SHAKE_128, SHAKE_256, Thread, fill};
    use pyrs_object::module::ModuleObject;
    use pyrs_object::str::StrObject;

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let classes = [
            ("sha3_224", &SHA3_224),
            ("sha3_256", &SHA3_256),
            ("sha3_384", &SHA3_384),
            ("sha3_512", &SHA3_512),
            ("shake_128", &SHAKE_128),
            ("shake_256", &SHAKE_256),
        ];
        fill(thread, module, &classes)?;
        let name = StrObject::from_str(thread, "RustCrypto sha3")?;
        module.dict.get().set_str(thread, "implementation", name.value())
    }
}
