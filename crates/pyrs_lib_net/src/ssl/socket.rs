//! `_SSLSocket`: TLS on a socket or on two memory buffers. What waits for the network is in [`super::transfer`].
//!
//! Invariants: OpenSSL's connection knows the object by its address, which is good for as long as somebody holds the object
//! on the stack, as every operation does; one operation at a time runs on a connection, callbacks of it excepted.

use super::bio::MemoryBioObject;
use super::certificate;
use super::ciphers;
use super::context::ContextObject;
use super::decode::{self, optional_text};
use super::errors;
use super::ffi::{self, code};
use super::guard::Guard;
use super::session::{self, SessionObject};
use super::transfer;
use pyrs_lib_os::socket::SocketObject;
use pyrs_macros::pymethods;
use pyrs_object::bytes::BytesObject;
use pyrs_object::exception::ExceptionObject;
use pyrs_object::header::{Field, Header, Ref};
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Thread, Value, heap_object, none, protocol};
use std::cell::Cell;

/// A connection.
#[repr(C)]
pub struct TlsSocketObject {
    header: Header,
    pointer: Cell<*mut ffi::SSL>,
    /// A box of the object's own.
    guard: Cell<*mut Guard>,
    /// The context, which a callback may change.
    pub context: Field<Ref<ContextObject>>,
    /// The socket, unless buffers carry the bytes.
    pub socket: Field<Option<Ref<SocketObject>>>,
    pub(super) incoming: Field<Option<Ref<MemoryBioObject>>>,
    pub(super) outgoing: Field<Option<Ref<MemoryBioObject>>>,
    /// A weak reference to the object of `ssl` that this belongs to.
    pub(super) owner: Field<Option<Value>>,
    /// `server_hostname`.
    pub server_hostname: Field<Option<Value>>,
    /// What a callback has raised.
    pub failed: Field<Option<Ref<ExceptionObject>>>,
    pub(super) server_side: Cell<bool>,
    pub(super) shut_down_once: Cell<bool>,
    _rest: [u8; 6],
}
heap_object!(
    TlsSocketObject,
    "_ssl._SSLSocket",
    TLS_SOCKET_LAYOUT,
    [context, socket, incoming, outgoing, owner, server_hostname, failed],
    drop = release
);

/// `_ssl._SSLSocket`.
pub static TLS_SOCKET: NativeClass =
    NativeClass::new("_ssl", "_SSLSocket", &TLS_SOCKET_LAYOUT).methods(TlsSocketMethods::TYPE_METHODS);

unsafe fn release(object: *mut u8) {
    // SAFETY: called for dead connections only, once; nothing runs on them.
    unsafe {
        let this = &*(object as *const TlsSocketObject);
        ffi::SSL_free(this.pointer.replace(std::ptr::null_mut()));
        let guard = this.guard.replace(std::ptr::null_mut());
        if !guard.is_null() {
            drop(Box::from_raw(guard));
        }
    }
}

impl TlsSocketObject {
    /// OpenSSL's connection.
    pub fn pointer(&self) -> *mut ffi::SSL {
        self.pointer.get()
    }

    /// What keeps operations apart.
    pub fn guard(&self) -> &Guard {
        // SAFETY: the box is made with the object, and lives as long.
        unsafe { &*self.guard.get() }
    }

    fn is_finished(&self) -> bool {
        // SAFETY: the connection is open.
        unsafe { ffi::SSL_is_init_finished(self.pointer()) != 0 }
    }
}

/// An object for a new connection, which it takes over.
pub fn adopt(
    thread: &mut Thread,
    pointer: *mut ffi::SSL,
    context: Ref<ContextObject>,
) -> PyResult<Ref<TlsSocketObject>> {
    let made: PyResult<Ref<TlsSocketObject>> = TLS_SOCKET.get().allocate_instance(thread);
    match made {
        Ok(this) => {
            this.context.set(this, context);
            this.pointer.set(pointer);
            this.guard.set(Box::into_raw(Box::default()));
            // SAFETY: the layout has a drop function, and the object is registered once; it does not move.
            unsafe {
                thread.heap().register_drop(this.as_ptr().cast());
                ffi::SSL_set_ex_data(pointer, 0, this.as_ptr().cast());
            }
            Ok(this)
        }
        Err(raised) => {
            // SAFETY: the connection was the caller's.
            unsafe { ffi::SSL_free(pointer) };
            Err(raised)
        }
    }
}

/// The object of `ssl` that a connection belongs to, if there is one and it lives.
pub fn owner(thread: &mut Thread, this: Ref<TlsSocketObject>) -> PyResult<Option<Value>> {
    match this.owner.get() {
        Some(reference) => Ok(Some(protocol::call(thread, reference, &[])?).filter(|owner| *owner != none())),
        None => Ok(None),
    }
}

/// Sets whom a connection belongs to.
pub fn set_owner(thread: &mut Thread, this: Ref<TlsSocketObject>, owner: Option<Value>) -> PyResult<()> {
    let reference = match owner {
        Some(owner) => {
            let make = pyrs_lib_core::invoke::module_attribute(thread, "_weakref", "ref")?;
            Some(protocol::call(thread, make, &[owner])?)
        }
        None => None,
    };
    this.owner.set(this, reference);
    Ok(())
}

/// The object of a connection that OpenSSL passes to a callback.
///
/// # Safety
/// An operation on the connection runs.
pub unsafe fn of_pointer(pointer: *const ffi::SSL) -> Option<Ref<TlsSocketObject>> {
    // SAFETY: the operation holds the object.
    unsafe {
        let address = ffi::SSL_get_ex_data(pointer, 0);
        (!address.is_null()).then(|| Ref::from_address(address as u64))
    }
}

/// Gives a connection the session of an earlier one.
pub fn set_session(thread: &mut Thread, this: Ref<TlsSocketObject>, value: Value) -> PyResult<()> {
    let Some(session) = value.downcast::<SessionObject>() else {
        return Err(thread.type_error(format_args!("Value is not a SSLSession.")));
    };
    if session.context.get() != this.context.get() {
        return Err(thread.value_error(format_args!("Session refers to a different SSLContext.")));
    }
    if this.server_side.get() {
        return Err(thread.value_error(format_args!("Cannot set session for server-side SSLSocket.")));
    }
    if this.is_finished() {
        return Err(thread.value_error(format_args!("Cannot set session after handshake.")));
    }
    // SAFETY: both are open; the connection makes a count of its own of the copy.
    let result = unsafe {
        let copy = ffi::SSL_SESSION_dup(session.pointer());
        if copy.is_null() {
            return Err(errors::of_queue(thread));
        }
        let result = ffi::SSL_set_session(this.pointer(), copy);
        ffi::SSL_SESSION_free(copy);
        result
    };
    if result == 0 {
        return Err(errors::of_queue(thread));
    }
    Ok(())
}

/// Certificates of a chain.
///
/// # Safety
/// The chain belongs to an open connection, or is null.
unsafe fn chain(thread: &mut Thread, list: Ref<ListObject>, chain: *const ffi::STACK) -> PyResult<()> {
    // SAFETY: promised by the caller.
    unsafe {
        for index in 0..ffi::OPENSSL_sk_num(chain) {
            let item = certificate::new(thread, ffi::OPENSSL_sk_value(chain, index).cast())?;
            list.push(thread, item)?;
        }
    }
    Ok(())
}

/// Holds the methods of connections.
pub struct TlsSocketMethods;

#[pymethods]
impl TlsSocketMethods {
    /// Agrees on keys with the other side.
    #[method]
    fn do_handshake(thread: &mut Thread, this: Ref<TlsSocketObject>) -> PyResult<()> {
        transfer::handshake(thread, this)
    }

    /// Sends data; returns how many bytes were taken.
    #[method(signature = "($self, b, /)")]
    fn write(thread: &mut Thread, this: Ref<TlsSocketObject>, b: Value) -> PyResult<usize> {
        transfer::write(thread, this, b)
    }

    /// read(size, [buffer])
    /// Receives up to so many bytes, into a buffer if one is given.
    #[method(signature = "")]
    fn read(thread: &mut Thread, this: Ref<TlsSocketObject>, size: i64, buffer: Option<Value>) -> PyResult<Value> {
        transfer::read(thread, this, size, buffer)
    }

    /// How many decrypted bytes wait.
    #[method]
    fn pending(thread: &mut Thread, this: Ref<TlsSocketObject>) -> PyResult<i32> {
        let pointer = this.pointer();
        // SAFETY: the connection is open.
        let count = this.guard().run(thread, || unsafe { ffi::SSL_pending(pointer) });
        if count < 0 {
            return Err(errors::of_queue(thread));
        }
        Ok(count)
    }

    /// The certificate of the other side: what it says, or its bytes.
    #[method(signature = "($self, der=False, /)")]
    fn getpeercert(thread: &mut Thread, this: Ref<TlsSocketObject>, der: Option<bool>) -> PyResult<Value> {
        if !this.is_finished() {
            return Err(thread.value_error(format_args!("handshake not done yet")));
        }
        // SAFETY: the connection is open; the certificate is freed below.
        unsafe {
            let peer = ffi::SSL_get1_peer_certificate(this.pointer());
            if peer.is_null() {
                return Ok(none());
            }
            let mode = ffi::SSL_CTX_get_verify_mode(this.context.get().pointer());
            let result = if der.unwrap_or(false) {
                decode::der(thread, peer)
            } else if mode & code::VERIFY_PEER == 0 {
                pyrs_object::dict::DictObject::new(thread).map(Ref::value)
            } else {
                decode::certificate(thread, peer)
            };
            ffi::X509_free(peer);
            result
        }
    }

    /// The chain by which the other side's certificate was verified.
    #[method]
    fn get_verified_chain(thread: &mut Thread, this: Ref<TlsSocketObject>) -> PyResult<Value> {
        // SAFETY: the connection is open, and lends the chain.
        unsafe {
            let verified = ffi::SSL_get0_verified_chain(this.pointer());
            if verified.is_null() {
                return Ok(none());
            }
            let list = ListObject::with_capacity(thread, 0)?;
            chain(thread, list, verified)?;
            Ok(list.value())
        }
    }

    /// The chain that the other side has sent.
    #[method]
    fn get_unverified_chain(thread: &mut Thread, this: Ref<TlsSocketObject>) -> PyResult<Value> {
        let list = ListObject::with_capacity(thread, 0)?;
        // SAFETY: the connection is open, and lends the chain.
        unsafe {
            let sent = ffi::SSL_get_peer_cert_chain(this.pointer());
            if sent.is_null() && !this.server_side.get() {
                return Ok(none());
            }
            // A server's chain lacks the client's own certificate.
            if this.server_side.get() {
                let peer = ffi::SSL_get1_peer_certificate(this.pointer());
                if peer.is_null() {
                    return Ok(none());
                }
                let item = certificate::new(thread, peer);
                ffi::X509_free(peer);
                list.push(thread, item?)?;
            }
            if !sent.is_null() {
                chain(thread, list, sent)?;
            }
        }
        Ok(list.value())
    }

    /// Bytes that tie other protocols to this connection.
    #[method(keywords = "cb_type", signature = "($self, /, cb_type='tls-unique')")]
    fn get_channel_binding(
        thread: &mut Thread,
        this: Ref<TlsSocketObject>,
        cb_type: Option<Ref<StrObject>>,
    ) -> PyResult<Value> {
        if let Some(kind) = cb_type.filter(|kind| !kind.equals_str("tls-unique")) {
            let kind = kind.to_string_lossy();
            return Err(thread.value_error(format_args!("'{kind}' channel binding type not implemented")));
        }
        let mut buffer = [0u8; 128];
        // SAFETY: the connection is open; there is room for so many bytes.
        let length = unsafe {
            let pointer = this.pointer();
            let (start, room) = (buffer.as_mut_ptr().cast(), buffer.len());
            // The first of the two last messages: the client's, but for resumed sessions the server's.
            match (ffi::SSL_session_reused(pointer) != 0) == this.server_side.get() {
                true => ffi::SSL_get_finished(pointer, start, room),
                false => ffi::SSL_get_peer_finished(pointer, start, room),
            }
        };
        match length {
            0 => Ok(none()),
            length => Ok(BytesObject::new(thread, &buffer[..length.min(buffer.len())])?.value()),
        }
    }

    /// Name, protocol and bits of the cipher in use.
    #[method]
    fn cipher(thread: &mut Thread, this: Ref<TlsSocketObject>) -> PyResult<Value> {
        // SAFETY: the connection is open.
        unsafe {
            let cipher = ffi::SSL_get_current_cipher(this.pointer());
            match cipher.is_null() {
                true => Ok(none()),
                false => ciphers::triple(thread, cipher),
            }
        }
    }

    /// The ciphers that both sides know, for a server.
    #[method]
    fn shared_ciphers(thread: &mut Thread, this: Ref<TlsSocketObject>) -> PyResult<Value> {
        // SAFETY: the connection is open, and lends the lists.
        unsafe {
            let own = ffi::SSL_get_ciphers(this.pointer());
            let client = ffi::SSL_get_client_ciphers(this.pointer());
            if own.is_null() || client.is_null() {
                return Ok(none());
            }
            let count = ffi::OPENSSL_sk_num(client);
            let list = ListObject::with_capacity(thread, 0)?;
            for index in 0..ffi::OPENSSL_sk_num(own) {
                let cipher = ffi::OPENSSL_sk_value(own, index);
                if (0..count).any(|other| ffi::OPENSSL_sk_value(client, other) == cipher) {
                    let item = ciphers::triple(thread, cipher as *const _)?;
                    list.push(thread, item)?;
                }
            }
            Ok(list.value())
        }
    }

    /// The protocol in use.
    #[method]
    fn version(thread: &mut Thread, this: Ref<TlsSocketObject>) -> PyResult<Value> {
        if !this.is_finished() {
            return Ok(none());
        }
        // SAFETY: the connection is open; a static text.
        unsafe { optional_text(thread, ffi::SSL_get_version(this.pointer())) }
    }

    /// The protocol above that was agreed on.
    #[method]
    fn selected_alpn_protocol(thread: &mut Thread, this: Ref<TlsSocketObject>) -> PyResult<Value> {
        let (mut data, mut length) = (std::ptr::null(), 0);
        // SAFETY: the connection is open, and lends the bytes.
        let chosen = unsafe {
            ffi::SSL_get0_alpn_selected(this.pointer(), &mut data, &mut length);
            match data.is_null() {
                true => return Ok(none()),
                false => std::slice::from_raw_parts(data, length as usize),
            }
        };
        let text = String::from_utf8_lossy(chosen).into_owned();
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    /// The compression in use: there is none in this build.
    #[method]
    fn compression(_thread: &mut Thread, _this: Ref<TlsSocketObject>) -> Value {
        none()
    }

    /// Ends TLS; returns the socket.
    #[method]
    fn shutdown(thread: &mut Thread, this: Ref<TlsSocketObject>) -> PyResult<Value> {
        transfer::shutdown(thread, this)
    }

    /// Asks a client for its certificate after the handshake.
    #[method]
    fn verify_client_post_handshake(thread: &mut Thread, this: Ref<TlsSocketObject>) -> PyResult<()> {
        // SAFETY: the connection is open.
        if unsafe { ffi::SSL_verify_client_post_handshake(this.pointer()) } == 0 {
            return Err(errors::of_queue(thread));
        }
        Ok(())
    }

    /// The context.
    #[getter]
    fn context(_thread: &mut Thread, this: Ref<TlsSocketObject>) -> Value {
        this.context.get().value()
    }
    #[setter]
    fn set_context(thread: &mut Thread, this: Ref<TlsSocketObject>, value: Option<Value>) -> PyResult<()> {
        if value.is_none() {
            return Err(errors::not_deletable(thread, this.value(), "context"));
        }
        let Some(context) = value.and_then(|value| value.downcast::<ContextObject>()) else {
            return Err(thread.type_error(format_args!("The value must be a SSLContext")));
        };
        this.context.set(this, context);
        // SAFETY: both are open.
        unsafe { ffi::SSL_set_SSL_CTX(this.pointer(), context.pointer()) };
        Ok(())
    }

    /// Whether this is the server's side.
    #[getter]
    fn server_side(_thread: &mut Thread, this: Ref<TlsSocketObject>) -> bool {
        this.server_side.get()
    }

    /// The name of the server.
    #[getter]
    fn server_hostname(_thread: &mut Thread, this: Ref<TlsSocketObject>) -> Option<Value> {
        this.server_hostname.get()
    }

    /// The object that this belongs to.
    #[getter]
    fn owner(thread: &mut Thread, this: Ref<TlsSocketObject>) -> PyResult<Option<Value>> {
        owner(thread, this)
    }
    #[setter]
    fn set_owner(thread: &mut Thread, this: Ref<TlsSocketObject>, value: Option<Value>) -> PyResult<()> {
        if value.is_none() {
            return Err(errors::not_deletable(thread, this.value(), "owner"));
        }
        set_owner(thread, this, value.filter(|value| *value != none()))
    }

    /// The session, for a later connection.
    #[getter]
    fn session(thread: &mut Thread, this: Ref<TlsSocketObject>) -> PyResult<Value> {
        // SAFETY: the connection is open; the session becomes the object's.
        let pointer = unsafe { ffi::SSL_get1_session(this.pointer()) };
        match pointer.is_null() {
            true => Ok(none()),
            false => session::new(thread, pointer, this.context.get()),
        }
    }
    #[setter]
    fn set_session(thread: &mut Thread, this: Ref<TlsSocketObject>, value: Option<Value>) -> PyResult<()> {
        match value {
            Some(value) => set_session(thread, this, value),
            None => Err(errors::not_deletable(thread, this.value(), "session")),
        }
    }

    /// Whether the session of an earlier connection was used.
    #[getter]
    fn session_reused(_thread: &mut Thread, this: Ref<TlsSocketObject>) -> bool {
        // SAFETY: the connection is open.
        unsafe { ffi::SSL_session_reused(this.pointer()) != 0 }
    }
}
