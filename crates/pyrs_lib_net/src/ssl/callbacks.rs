//! What OpenSSL calls back during an operation: names of servers, protocols above, messages, keys.
//!
//! Invariant: exceptions stay in Python: a callback tells OpenSSL to break off, and the exception is shown, or raised by the
//! operation where the interface says so.

use super::context::ContextObject;
use super::ffi::{self, code};
use super::socket::{self, TlsSocketObject};
use pyrs_lib_core::foreign::called_back;
use pyrs_object::bytes::{BytesObject, as_bytes};
use pyrs_object::header::Ref;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Thread, Value, class_of, core, none, protocol};
use std::ffi::{CStr, c_char, c_int, c_uchar, c_uint, c_void};
use std::io::Write;

/// Shows the pending exception.
fn show(thread: &mut Thread, callable: Value) {
    let Some(exception) = thread.take_raised() else { return };
    let what = match protocol::repr(thread, callable) {
        Ok(text) => text.to_string_lossy(),
        Err(_) => {
            thread.take_raised();
            "whose repr() failed".to_owned()
        }
    };
    if let Some(hook) = core().hooks.unraisable.get() {
        hook(
            thread,
            exception,
            &format!("Exception ignored in ssl servername callback while calling set SNI callback {what}:\n"),
        );
        thread.take_raised();
    }
}

/// What Python code knows a connection by; `None` if that is gone.
fn shown(thread: &mut Thread, this: Ref<TlsSocketObject>) -> PyResult<Option<Value>> {
    match (this.owner.get(), this.socket.get()) {
        (Some(_), _) => socket::owner(thread, this),
        (None, Some(socket)) => Ok(Some(socket.value())),
        (None, None) => Ok(Some(this.value())),
    }
}

/// The server's name has come.
pub unsafe extern "C" fn server_name(pointer: *mut ffi::SSL, alert: *mut c_int, _data: *mut c_void) -> c_int {
    called_back(code::TLSEXT_ALERT_FATAL, |thread| {
        // SAFETY: OpenSSL passes the connection of the running operation, and a place for a number.
        unsafe {
            let Some(this) = socket::of_pointer(pointer) else {
                return code::TLSEXT_OK;
            };
            let Some(callable) = this.context.get().sni_callback.get() else {
                return code::TLSEXT_NOACK;
            };
            let context = this.context.get().value();
            let Ok(Some(connection)) = shown(thread, this) else {
                thread.take_raised();
                *alert = code::ALERT_INTERNAL_ERROR;
                return code::TLSEXT_ALERT_FATAL;
            };
            let name = ffi::SSL_get_servername(pointer, 0);
            let name = match name.is_null() {
                true => Ok(none()),
                false => {
                    let name = CStr::from_ptr(name).to_bytes();
                    match std::str::from_utf8(name) {
                        Ok(name) if name.is_ascii() => StrObject::from_str(thread, name).map(Ref::value),
                        _ => Err(thread.unicode_error(format_args!("the server's name is not ASCII"))),
                    }
                }
            };
            let name = match name {
                Ok(name) => name,
                Err(_) => {
                    show(thread, callable);
                    *alert = code::ALERT_INTERNAL_ERROR;
                    return code::TLSEXT_ALERT_FATAL;
                }
            };
            match protocol::call(thread, callable, &[connection, name, context]) {
                Err(_) => {
                    show(thread, callable);
                    *alert = code::ALERT_HANDSHAKE_FAILURE;
                    code::TLSEXT_ALERT_FATAL
                }
                Ok(answer) if answer == none() => code::TLSEXT_OK,
                Ok(answer) => {
                    *alert = match protocol::index_i64(thread, answer) {
                        Ok(number) => number as c_int,
                        Err(_) => {
                            show(thread, callable);
                            code::ALERT_INTERNAL_ERROR
                        }
                    };
                    code::TLSEXT_ALERT_FATAL
                }
            }
        }
    })
}

/// The client offers protocols.
pub unsafe extern "C" fn choose_protocol(
    pointer: *mut ffi::SSL,
    out: *mut *const c_uchar,
    out_length: *mut c_uchar,
    client: *const c_uchar,
    client_length: c_uint,
    _data: *mut c_void,
) -> c_int {
    called_back(code::TLSEXT_NOACK, |_thread| {
        // SAFETY: OpenSSL passes the connection of the running operation, places for the result, and so many bytes. The
        // result lies in the client's bytes or in the context's, which the connection keeps.
        unsafe {
            let Some(this) = socket::of_pointer(pointer) else {
                return code::TLSEXT_NOACK;
            };
            let context = this.context.get();
            let own = &context.extra().protocols;
            if own.is_empty() {
                return code::TLSEXT_NOACK;
            }
            let mut chosen: *mut c_uchar = std::ptr::null_mut();
            let result = ffi::SSL_select_next_proto(
                &mut chosen,
                out_length,
                own.as_ptr(),
                own.len() as c_uint,
                client,
                client_length,
            );
            if result != code::NPN_NEGOTIATED {
                return code::TLSEXT_NOACK;
            }
            *out = chosen;
            code::TLSEXT_OK
        }
    })
}

/// A line for the log of secrets.
pub unsafe extern "C" fn log_key(pointer: *const ffi::SSL, line: *const c_char) {
    called_back((), |thread| {
        // SAFETY: OpenSSL passes the connection of the running operation and a text.
        unsafe {
            let Some(this) = socket::of_pointer(pointer) else {
                return;
            };
            let context = this.context.get();
            let mut log = context
                .extra()
                .key_log
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            let Some(file) = log.as_mut() else { return };
            let mut text = CStr::from_ptr(line).to_bytes().to_vec();
            text.push(b'\n');
            if let Err(error) = file.write_all(&text) {
                let errno = error.raw_os_error().unwrap_or(libc::EIO);
                let _ = pyrs_lib_os::os_error::os_error(thread, errno, context.key_log_name.get());
                let failed = thread.take_raised();
                this.failed.set(this, failed);
            }
        }
    });
}

/// A message goes out or comes in.
pub unsafe extern "C" fn message(
    writing: c_int,
    version: c_int,
    content: c_int,
    data: *const c_void,
    length: usize,
    pointer: *mut ffi::SSL,
    _argument: *mut c_void,
) {
    called_back((), |thread| {
        // SAFETY: OpenSSL passes the connection of the running operation, and so many bytes.
        let (this, bytes) = unsafe {
            let Some(this) = socket::of_pointer(pointer) else {
                return;
            };
            let bytes: &[u8] = match data.is_null() || length == 0 {
                true => &[],
                false => std::slice::from_raw_parts(data.cast(), length),
            };
            (this, bytes)
        };
        let Some(callable) = this.context.get().message_callback.get() else {
            return;
        };
        // Heads and inner kinds of records have the kind in their first byte, messages of handshakes and alerts theirs.
        let first = bytes.first().copied().map(i64::from);
        let kind = match content {
            20 => 0x0101,
            21 => bytes.get(1).copied().map_or(-1, i64::from),
            22 => first.unwrap_or(-1),
            0x100 => first.unwrap_or(-1),
            0x101 => first.unwrap_or(-1),
            _ => -1,
        };
        let Ok(Some(connection)) = shown(thread, this) else {
            thread.take_raised();
            return;
        };
        let called = (|| {
            let direction = if writing != 0 { "write" } else { "read" };
            let direction = StrObject::from_str(thread, direction)?.value();
            let data = BytesObject::new(thread, bytes)?.value();
            let args = [
                connection,
                direction,
                Value::small_int(version.into()),
                Value::small_int(content.into()),
                Value::small_int(kind),
                data,
            ];
            protocol::call(thread, callable, &args)
        })();
        if called.is_err() {
            let failed = thread.take_raised();
            this.failed.set(this, failed);
        }
    });
}

/// The bytes of a key that a callback has returned.
fn key_bytes(value: Value) -> Option<Vec<u8>> {
    as_bytes(&value).map(<[u8]>::to_vec)
}

fn client_identity(
    thread: &mut Thread,
    context: Ref<ContextObject>,
    hint: Option<&[u8]>,
) -> PyResult<Option<(Vec<u8>, Vec<u8>)>> {
    let Some(callable) = context.psk_client.get() else {
        return Ok(None);
    };
    let hint = match hint {
        Some(hint) => StrObject::from_str(thread, &String::from_utf8_lossy(hint))?.value(),
        None => none(),
    };
    let answer = protocol::call(thread, callable, &[hint])?;
    let Some(pair) = answer.downcast::<TupleObject>() else {
        let class = class_of(answer).name_for_message();
        return Err(thread.type_error(format_args!("PSK client callback must return a tuple, not {class}")));
    };
    let &[identity, key] = pair.items() else {
        return Err(thread.type_error(format_args!("PSK client callback must return a tuple of two")));
    };
    let identity = match identity.downcast::<StrObject>() {
        Some(text) => text.to_generalised_utf8(),
        None if identity == none() => Vec::new(),
        None => return Err(thread.type_error(format_args!("PSK identity must be str or None"))),
    };
    match key_bytes(key) {
        Some(key) => Ok(Some((identity, key))),
        None => Err(thread.type_error(format_args!("PSK key must be bytes"))),
    }
}

/// A client is asked for its identity and key.
pub unsafe extern "C" fn psk_client(
    pointer: *mut ffi::SSL,
    hint: *const c_char,
    identity: *mut c_char,
    identity_room: c_uint,
    key: *mut c_uchar,
    key_room: c_uint,
) -> c_uint {
    called_back(0, |thread| {
        // SAFETY: OpenSSL passes the connection of the running operation, a text or null, and places with so much room.
        unsafe {
            let Some(this) = socket::of_pointer(pointer) else {
                return 0;
            };
            let context = this.context.get();
            let hint = (!hint.is_null()).then(|| CStr::from_ptr(hint).to_bytes());
            let answer = match client_identity(thread, context, hint) {
                Ok(answer) => answer,
                Err(_) => {
                    show(thread, context.psk_client.get().unwrap_or_else(none));
                    return 0;
                }
            };
            let Some((name, secret)) = answer else { return 0 };
            if name.len() + 1 > identity_room as usize || secret.len() > key_room as usize {
                return 0;
            }
            std::ptr::copy_nonoverlapping(name.as_ptr(), identity.cast(), name.len());
            *identity.add(name.len()) = 0;
            std::ptr::copy_nonoverlapping(secret.as_ptr(), key, secret.len());
            secret.len() as c_uint
        }
    })
}

/// A server is asked for the key of an identity.
pub unsafe extern "C" fn psk_server(
    pointer: *mut ffi::SSL,
    identity: *const c_char,
    key: *mut c_uchar,
    key_room: c_uint,
) -> c_uint {
    called_back(0, |thread| {
        // SAFETY: as above.
        unsafe {
            let Some(this) = socket::of_pointer(pointer) else {
                return 0;
            };
            let Some(callable) = this.context.get().psk_server.get() else {
                return 0;
            };
            let called = (|| {
                let identity = match identity.is_null() {
                    true => none(),
                    false => {
                        let text = CStr::from_ptr(identity).to_string_lossy().into_owned();
                        match text.is_empty() {
                            true => none(),
                            false => StrObject::from_str(thread, &text)?.value(),
                        }
                    }
                };
                let answer = protocol::call(thread, callable, &[identity])?;
                match key_bytes(answer) {
                    Some(key) => Ok(key),
                    None => Err(thread.type_error(format_args!("PSK key must be bytes"))),
                }
            })();
            match called {
                Ok(secret) if secret.len() <= key_room as usize => {
                    std::ptr::copy_nonoverlapping(secret.as_ptr(), key, secret.len());
                    secret.len() as c_uint
                }
                Ok(_) => 0,
                Err(_) => {
                    show(thread, callable);
                    0
                }
            }
        }
    })
}
