//! `_SSLContext`: what connections have in common. Its methods are in [`super::context_methods`], loading certificates in
//! [`super::load`], what OpenSSL calls back in [`super::callbacks`].
//!
//! Invariant: what OpenSSL calls back is found through the connection that it passes, whose object holds the context; the
//! context keeps callables in its fields.

use super::context_methods::ContextMethods;
use super::errors;
use super::ffi::{self, code};
use pyrs_object::header::{Field, Header, Ref};
use pyrs_object::native_class::NativeClass;
use pyrs_object::{PyResult, Thread, Value, core, heap_object};
use std::cell::Cell;
use std::fs::File;
use std::sync::Mutex;

/// What `PROTOCOL_...` numbers mean.
pub mod protocol {
    /// Any version, either side.
    pub const TLS: i32 = 2;
    /// Version 1.0 only.
    pub const TLS_1: i32 = 3;
    /// Version 1.1 only.
    pub const TLS_1_1: i32 = 4;
    /// Version 1.2 only.
    pub const TLS_1_2: i32 = 5;
    /// Any version, a client.
    pub const TLS_CLIENT: i32 = 16;
    /// Any version, a server.
    pub const TLS_SERVER: i32 = 17;
}

/// Options that every context begins with: OP_ALL, no SSL 3, no compression, the server's order of ciphers.
const OPTIONS: u64 = 0x8000_0050 | 0x0200_0000 | 0x0002_0000 | 0x0040_0000;
/// `VERIFY_X509_TRUSTED_FIRST`.
const TRUSTED_FIRST: u64 = 0x8000;
/// `HOSTFLAG_NO_PARTIAL_WILDCARDS`.
const NO_PARTIAL_WILDCARDS: u32 = 4;

/// What a context has outside of the heap besides OpenSSL's part.
#[derive(Default)]
pub struct Extra {
    /// Where secrets are logged.
    pub key_log: Mutex<Option<File>>,
    /// Protocols above, as TLS has them.
    pub protocols: Vec<u8>,
}

/// A context.
#[repr(C)]
pub struct ContextObject {
    header: Header,
    pointer: Cell<*mut ffi::SSL_CTX>,
    /// A box of the object's own.
    extra: Cell<*mut Extra>,
    /// `sni_callback`.
    pub sni_callback: Field<Option<Value>>,
    /// `_msg_callback`.
    pub message_callback: Field<Option<Value>>,
    /// `keylog_filename`.
    pub key_log_name: Field<Option<Value>>,
    /// What gives a client's identity and key.
    pub psk_client: Field<Option<Value>>,
    /// What gives a server the key of an identity.
    pub psk_server: Field<Option<Value>>,
    pub(super) protocol: Cell<i32>,
    pub(super) host_flags: Cell<u32>,
    pub(super) check_hostname: Cell<bool>,
    pub(super) post_handshake_auth: Cell<bool>,
    _rest: [u8; 6],
}
heap_object!(
    ContextObject,
    "_ssl._SSLContext",
    CONTEXT_LAYOUT,
    [sni_callback, message_callback, key_log_name, psk_client, psk_server],
    drop = release
);

/// `_ssl._SSLContext`.
pub static CONTEXT: NativeClass = NativeClass::new("_ssl", "_SSLContext", &CONTEXT_LAYOUT)
    .subclassable()
    .methods(ContextMethods::TYPE_METHODS);

unsafe fn release(object: *mut u8) {
    // SAFETY: called for dead contexts only, once; connections have counts of their own of OpenSSL's part.
    unsafe {
        let this = &*(object as *const ContextObject);
        ffi::SSL_CTX_free(this.pointer.replace(std::ptr::null_mut()));
        let extra = this.extra.replace(std::ptr::null_mut());
        if !extra.is_null() {
            drop(Box::from_raw(extra));
        }
    }
}

impl ContextObject {
    /// OpenSSL's context.
    pub fn pointer(&self) -> *mut ffi::SSL_CTX {
        self.pointer.get()
    }

    /// What else it has.
    pub fn extra(&self) -> &Extra {
        // SAFETY: the box is made with the object, and lives as long.
        unsafe { &*self.extra.get() }
    }

    /// Sets the protocols above. No borrow of them may be in use.
    pub fn set_protocols(&self, protocols: Vec<u8>) {
        // SAFETY: as above; this thread has the turn, and callbacks copy nothing of them out.
        unsafe { (*self.extra.get()).protocols = protocols };
    }

    /// The rules of verification.
    pub fn parameters(&self) -> *mut ffi::X509_VERIFY_PARAM {
        // SAFETY: the context is open.
        unsafe { ffi::SSL_CTX_get0_param(self.pointer()) }
    }

    /// Whether certificates are asked for, and demanded.
    pub fn verify_mode(&self) -> i32 {
        // SAFETY: the context is open.
        unsafe { ffi::SSL_CTX_get_verify_mode(self.pointer()) }
    }

    /// Sets [`ContextObject::verify_mode`].
    pub fn set_verify_mode(&self, mode: i32) {
        // SAFETY: the context is open; a callback that is there stays.
        unsafe {
            let callback = ffi::SSL_CTX_get_verify_callback(self.pointer());
            ffi::SSL_CTX_set_verify(self.pointer(), mode, callback);
        }
    }

    /// `SSL_CTX_ctrl` with a number.
    pub fn control(&self, command: i32, number: i64) -> i64 {
        // SAFETY: the context is open; these commands take a number.
        unsafe { ffi::SSL_CTX_ctrl(self.pointer(), command, number, std::ptr::null_mut()) }
    }
}

/// A new context.
pub fn new(thread: &mut Thread, class: Value, number: i32) -> PyResult<Value> {
    let (version, deprecated) = match number {
        protocol::TLS => (0, Some("PROTOCOL_TLS")),
        protocol::TLS_1 => (0x301, Some("PROTOCOL_TLSv1")),
        protocol::TLS_1_1 => (0x302, Some("PROTOCOL_TLSv1_1")),
        protocol::TLS_1_2 => (0x303, Some("PROTOCOL_TLSv1_2")),
        protocol::TLS_CLIENT | protocol::TLS_SERVER => (0, None),
        _ => {
            return Err(thread.value_error(format_args!("invalid or unsupported protocol version {number}")));
        }
    };
    if let Some(name) = deprecated {
        warn_deprecated(thread, &format!("ssl.{name} is deprecated"))?;
    }
    // SAFETY: a new context.
    let pointer = unsafe {
        ffi::SSL_CTX_new(match number {
            protocol::TLS_CLIENT => ffi::TLS_client_method(),
            protocol::TLS_SERVER => ffi::TLS_server_method(),
            _ => ffi::TLS_method(),
        })
    };
    if pointer.is_null() {
        return Err(errors::of_queue(thread));
    }
    let made: PyResult<Ref<ContextObject>> = pyrs_object::native_class::allocate(thread, class);
    let this = match made {
        Ok(this) => this,
        Err(raised) => {
            // SAFETY: nobody else has it.
            unsafe { ffi::SSL_CTX_free(pointer) };
            return Err(raised);
        }
    };
    this.pointer.set(pointer);
    this.extra.set(Box::into_raw(Box::default()));
    // SAFETY: the layout has a drop function, and the object is registered once.
    unsafe { thread.heap().register_drop(this.as_ptr().cast()) };
    this.protocol.set(number);
    this.host_flags.set(NO_PARTIAL_WILDCARDS);
    if number == protocol::TLS_CLIENT {
        this.check_hostname.set(true);
        this.set_verify_mode(code::VERIFY_PEER | code::VERIFY_FAIL_IF_NO_PEER_CERT);
    }
    this.control(code::CTX_SET_MODE, code::MODE_RELEASE_BUFFERS);
    if version != 0 {
        this.control(code::SET_MIN_PROTO, version);
        this.control(code::SET_MAX_PROTO, version);
    }
    let id = b"Python";
    // SAFETY: the context is open; OpenSSL copies the identity.
    unsafe {
        ffi::SSL_CTX_set_options(pointer, OPTIONS);
        // Sessions of servers are for those who asked for them.
        if number != protocol::TLS_CLIENT {
            ffi::SSL_CTX_set_session_id_context(pointer, id.as_ptr(), id.len() as u32);
        }
        ffi::X509_VERIFY_PARAM_set_flags(this.parameters(), TRUSTED_FIRST);
        ffi::X509_VERIFY_PARAM_set_hostflags(this.parameters(), NO_PARTIAL_WILDCARDS);
        ffi::SSL_CTX_set_post_handshake_auth(pointer, 0);
        ffi::ERR_clear_error();
    }
    Ok(this.value())
}

/// Warns of what is deprecated, on behalf of the caller of `ssl`'s own code.
pub fn warn_deprecated(thread: &mut Thread, text: &str) -> PyResult<()> {
    let category = core().types.deprecation_warning.get().value();
    pyrs_lib_core::invoke::warn(thread, category, text, 2)
}
