//! The module `_blake2`.

use super::algorithm::State;
use super::blake2::{Blake2b, Blake2s, Parameters};
use super::object::{self, HASH_LAYOUT, HashObject};
use crate::buffer;
use pyrs_macros::{pymethods, pymodule};
use pyrs_object::bytes::BytesObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, protocol};

static BLAKE2B: NativeClass = NativeClass::new("_blake2", "blake2b", &HASH_LAYOUT).methods(Blake2Methods::TYPE_METHODS);
static BLAKE2S: NativeClass = NativeClass::new("_blake2", "blake2s", &HASH_LAYOUT).methods(Blake2Methods::TYPE_METHODS);

/// What the two functions differ in.
struct Variant {
    name: &'static str,
    title: &'static str,
    /// Bytes of the longest result, and of the longest key.
    size: usize,
    /// Bytes of salt and person.
    salt: usize,
    block: usize,
    /// Largest offset of a node.
    node_offset: u64,
}

static B: Variant = Variant {
    name: "blake2b",
    title: "Blake2b",
    size: 64,
    salt: 16,
    block: 128,
    node_offset: u64::MAX,
};
static S: Variant = Variant {
    name: "blake2s",
    title: "Blake2s",
    size: 32,
    salt: 8,
    block: 64,
    node_offset: (1 << 48) - 1,
};

fn variant(class: Ref<TypeObject>) -> &'static Variant {
    if BLAKE2S.try_get() == Some(class) { &S } else { &B }
}

/// A number of the parameter block.
fn number(thread: &mut Thread, name: &str, value: Value, low: u64, high: u64) -> PyResult<u64> {
    let given = protocol::index(thread, value)?;
    let is_negative = match pyrs_object::int::as_i64(given) {
        Some(number) => number < 0,
        None => pyrs_object::int::as_big(given).is_some_and(|big| big < pyrs_object::big::IBig::ZERO),
    };
    let given = match pyrs_object::int::as_i64(given) {
        Some(number) => u64::try_from(number).ok(),
        None => pyrs_object::int::as_big(given).and_then(|big| u64::try_from(&big).ok()),
    };
    match given {
        Some(given) if (low..=high).contains(&given) => Ok(given),
        None if matches!(name, "leaf_size" | "node_offset") && is_negative => {
            Err(thread.value_error(format_args!("Cannot convert negative int")))
        }
        _ if name == "leaf_size" => Err(thread.overflow_error(format_args!("leaf_size is too large"))),
        _ if name == "node_offset" => Err(thread.overflow_error(format_args!("node_offset is too large"))),
        // CPython's own wording.
        _ if name == "inner_size" => {
            Err(thread.value_error(format_args!("inner_size must be between {low} and is {high}")))
        }
        _ => Err(thread.value_error(format_args!("{name} must be between {low} and {high}"))),
    }
}

/// Bytes of at most `limit`.
fn short_bytes(thread: &mut Thread, name: &str, value: Value, limit: usize) -> PyResult<Vec<u8>> {
    let bytes = buffer::readable(thread, value)?.to_vec();
    if bytes.len() > limit {
        return Err(thread.value_error(format_args!("maximum {name} length is {limit} bytes")));
    }
    Ok(bytes)
}

fn padded(bytes: &[u8]) -> [u8; 16] {
    let mut block = [0; 16];
    block[..bytes.len()].copy_from_slice(bytes);
    block
}

/// Holds the methods of both classes.
pub struct Blake2Methods;

/// Return a new BLAKE2 hash object.
#[pymethods]
impl Blake2Methods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let Some(class) = class.downcast::<TypeObject>() else {
            return Err(thread.type_error(format_args!("__new__() needs a BLAKE2 class")));
        };
        let variant = variant(class);
        let mut key = Vec::new();
        let mut parameters = Parameters {
            digest_size: variant.size as u8,
            key_size: 0,
            fanout: 1,
            depth: 1,
            leaf_size: 0,
            node_offset: 0,
            node_depth: 0,
            inner_size: 0,
            last_node: false,
            salt: [0; 16],
            person: [0; 16],
        };
        let data = object::constructor_data(thread, variant.name, args, |thread, name, value| {
            match name {
                "digest_size" => {
                    let size = protocol::index_clamped(thread, value)?;
                    if !(1..=variant.size as i64).contains(&size) {
                        let (title, most) = (variant.title, variant.size);
                        return Err(thread.value_error(format_args!(
                            "digest_size for {title} must be between 1 and {most} bytes, here it is {size}"
                        )));
                    }
                    parameters.digest_size = size as u8;
                }
                "key" => key = short_bytes(thread, name, value, variant.size)?,
                "salt" => parameters.salt = padded(&short_bytes(thread, name, value, variant.salt)?),
                "person" => parameters.person = padded(&short_bytes(thread, name, value, variant.salt)?),
                "fanout" => parameters.fanout = number(thread, name, value, 0, 255)? as u8,
                "depth" => parameters.depth = number(thread, name, value, 1, 255)? as u8,
                "leaf_size" => parameters.leaf_size = number(thread, name, value, 0, u32::MAX.into())? as u32,
                "node_offset" => {
                    parameters.node_offset = number(thread, name, value, 0, variant.node_offset)?;
                }
                "node_depth" => parameters.node_depth = number(thread, name, value, 0, 255)? as u8,
                "inner_size" => parameters.inner_size = number(thread, name, value, 0, variant.size as u64)? as u8,
                "last_node" => parameters.last_node = protocol::truth(thread, value)?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        parameters.key_size = key.len() as u8;
        let state = if variant.size == B.size {
            State::Blake2b(Blake2b::new(&parameters, &key))
        } else {
            State::Blake2s(Blake2s::new(&parameters, &key))
        };
        object::new(thread, class, state, data)
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
        variant(class_of(this.value())).name
    }

    #[getter]
    fn block_size(_thread: &mut Thread, this: Ref<HashObject>) -> usize {
        variant(class_of(this.value())).block
    }

    #[getter]
    fn digest_size(thread: &mut Thread, this: Ref<HashObject>) -> PyResult<usize> {
        match object::state_of(thread, this)? {
            State::Blake2b(state) => Ok(state.digest_size.into()),
            State::Blake2s(state) => Ok(state.digest_size.into()),
            _ => Ok(0),
        }
    }
}

/// _blake2b provides BLAKE2b for hashlib
#[pymodule(name = "_blake2")]
pub mod module {
    use super::{B, BLAKE2B, BLAKE2S, PyResult, Ref, S, Thread, Value};
    use pyrs_object::module::ModuleObject;

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let dict = module.dict.get();
        dict.set_str(thread, "_GIL_MINSIZE", Value::small_int(2048))?;
        for (class, variant) in [(&BLAKE2B, &B), (&BLAKE2S, &S)] {
            let class = class.create(thread)?;
            dict.set_str(thread, variant.name, class.value())?;
            for (name, number) in [
                ("SALT_SIZE", variant.salt),
                ("PERSON_SIZE", variant.salt),
                ("MAX_KEY_SIZE", variant.size),
                ("MAX_DIGEST_SIZE", variant.size),
            ] {
                let number = Value::small_int(number as i64);
                class.dict.get().set_str(thread, name, number)?;
                let global = format!("{}_{name}", variant.name.to_uppercase());
                dict.set_str(thread, &global, number)?;
            }
            class.modified();
        }
        Ok(())
    }
}

pub use module::MODULE;
