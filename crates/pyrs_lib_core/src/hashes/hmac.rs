//! The module `_hmac`: keyed hashes of the functions that are built in.

use super::function::Function;
use super::keyed_hash::{self, Mac};
use super::mac_object::{self, HMAC};
use pyrs_macros::pymodule;
use pyrs_object::bytes::BytesObject;
use pyrs_object::module::ModuleObject;
use pyrs_object::static_root::StaticRoot;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::{PyResult, Ref, Thread, Value, core, int, none, protocol};

/// `UnknownHashError`.
static UNKNOWN: StaticRoot = StaticRoot::new();

fn function_of(thread: &mut Thread, digestmod: Value) -> PyResult<Function> {
    if let Some(name) = digestmod.downcast::<StrObject>() {
        let name = name.to_string_lossy();
        match Function::by_exact_name(&name) {
            Some(Function::Blake2b | Function::Blake2s) => {
                return Err(thread.value_error(format_args!("invalid HACL* algorithm")));
            }
            Some(function) if !function.is_extendable() && !name.contains("512_") => return Ok(function),
            _ => {}
        }
    }
    let shown = protocol::repr(thread, digestmod)?.to_string_lossy();
    let class = UNKNOWN.get().and_then(|class| class.downcast::<TypeObject>());
    let class = class.unwrap_or(core().types.value_error.get());
    Err(thread.raise_message(class, format_args!("unsupported hash type: {shown}")))
}

fn compute(thread: &mut Thread, name: &str, key: Value, msg: Value) -> PyResult<Ref<BytesObject>> {
    let (key, msg) = (mac_object::message(thread, key)?, mac_object::message(thread, msg)?);
    match Function::by_exact_name(name) {
        Some(function) => BytesObject::new(thread, &keyed_hash::hmac(function, &key, &msg)),
        None => Err(thread.value_error(format_args!("unsupported hash type: {name}"))),
    }
}

macro_rules! functions {
    ($($ident:ident $name:literal;)*) => {
        /// Keyed hashes.
        #[pymodule(name = "_hmac")]
        pub mod module {
            use super::*;

            $(
                /// The keyed hash of one message.
                #[function]
                fn $ident(thread: &mut Thread, key: Value, msg: Value) -> PyResult<Ref<BytesObject>> {
                    compute(thread, $name, key, msg)
                }
            )*

            /// The keyed hash of one message by the function of a name.
            #[function(keywords = "key, msg, digest")]
            fn compute_digest(
                thread: &mut Thread,
                key: Value,
                msg: Value,
                digest: Value,
            ) -> PyResult<Ref<BytesObject>> {
                let function = function_of(thread, digest)?;
                compute(thread, function.name(), key, msg)
            }

            /// A keyed hash.
            #[function(
                keywords = "key, msg, digestmod",
                signature = "($module, /, key, msg=None, digestmod=None)"
            )]
            fn new(thread: &mut Thread, key: Value, msg: Option<Value>, digestmod: Option<Value>) -> PyResult<Value> {
                let Some(digestmod) = digestmod else {
                    return Err(thread.type_error(format_args!("new() missing 1 required argument 'digestmod'")));
                };
                let function = function_of(thread, digestmod)?;
                let key = mac_object::message(thread, key)?;
                let mut mac = Mac::new(function, &key);
                if let Some(msg) = msg.filter(|msg| *msg != none()) {
                    mac.update(&mac_object::message(thread, msg)?);
                }
                Ok(mac_object::new(thread, HMAC.get(), function, mac)?.value())
            }

            #[init]
            fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
                let dict = module.dict.get();
                let class = HMAC.create(thread)?;
                dict.set_str(thread, "HMAC", class.value())?;
                if UNKNOWN.get().is_none() {
                    let class = super::super::openssl::make_error(thread, "_hmac", "UnknownHashError")?;
                    UNKNOWN.set(thread, Some(class));
                }
                if let Some(class) = UNKNOWN.get() {
                    dict.set_str(thread, "UnknownHashError", class)?;
                }
                let least = int::from_i64(thread, 2048)?;
                dict.set_str(thread, "_GIL_MINSIZE", least)
            }
        }
    };
}

functions! {
    compute_md5 "md5";
    compute_sha1 "sha1";
    compute_sha224 "sha224";
    compute_sha256 "sha256";
    compute_sha384 "sha384";
    compute_sha512 "sha512";
    compute_sha3_224 "sha3_224";
    compute_sha3_256 "sha3_256";
    compute_sha3_384 "sha3_384";
    compute_sha3_512 "sha3_512";
    compute_blake2s_32 "blake2s";
    compute_blake2b_32 "blake2b";
}

pub use module::MODULE;
