//! Making connections of a context; where it logs secrets.

use super::bio::MemoryBioObject;
use super::callbacks;
use super::context::ContextObject;
use super::errors;
use super::ffi::{self, code};
use super::socket::{self, TlsSocketObject};
use pyrs_lib_os::path;
use pyrs_lib_os::socket::SocketObject;
use pyrs_object::header::Ref;
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Thread, Value, class_of, none};
use std::ffi::CString;
use std::io::Write;
use std::net::IpAddr;
use std::os::unix::ffi::OsStrExt;

/// What carries the bytes.
#[derive(Clone, Copy)]
pub enum Carrier {
    /// A socket.
    Socket(Ref<SocketObject>),
    /// Buffers, in and out.
    Buffers(Ref<MemoryBioObject>, Ref<MemoryBioObject>),
}

/// The name of a server in ASCII.
fn ascii_name(thread: &mut Thread, name: Value) -> PyResult<String> {
    if let Some(text) = name.downcast::<StrObject>() {
        return match text.as_ascii() {
            Some(text) if !text.contains('\0') => Ok(text.to_owned()),
            Some(_) => Err(thread.type_error(format_args!(
                "argument must be encoded string without null bytes, not str"
            ))),
            None => Err(thread.unicode_error(format_args!("server_hostname must be ASCII"))),
        };
    }
    if let Some(bytes) = pyrs_object::bytes::as_bytes(&name)
        && let Ok(text) = std::str::from_utf8(bytes)
        && text.is_ascii()
        && !text.contains('\0')
    {
        return Ok(text.to_owned());
    }
    let class = class_of(name).name_for_message();
    Err(thread.type_error(format_args!("argument must be str, not {class}")))
}

/// Tells a client's connection whom it talks to.
fn set_server(thread: &mut Thread, this: Ref<TlsSocketObject>, name: Value) -> PyResult<()> {
    let text = ascii_name(thread, name)?;
    if text.is_empty() || text.starts_with('.') {
        return Err(thread.value_error(format_args!(
            "server_hostname cannot be an empty string or start with a leading dot."
        )));
    }
    let address: Option<IpAddr> = text.parse().ok();
    let kept = StrObject::from_str(thread, &text)?;
    this.server_hostname.set(this, Some(kept.value()));
    let Ok(c_text) = CString::new(text.as_str()) else {
        return Err(thread.value_error(format_args!("embedded null character")));
    };
    // SAFETY: the connection is open; OpenSSL copies the texts.
    unsafe {
        if address.is_none() {
            let at = c_text.as_ptr() as *mut std::ffi::c_void;
            if ffi::SSL_ctrl(this.pointer(), code::SET_HOST_NAME, 0, at) == 0 {
                return Err(errors::of_queue(thread));
            }
        }
        if this.context.get().check_hostname.get() {
            let rules = ffi::SSL_get0_param(this.pointer());
            let octets = |address: IpAddr| match address {
                IpAddr::V4(v4) => v4.octets().to_vec(),
                IpAddr::V6(v6) => v6.octets().to_vec(),
            };
            let result = match address {
                None => ffi::X509_VERIFY_PARAM_set1_host(rules, c_text.as_ptr(), text.len()),
                Some(address) => {
                    let octets = octets(address);
                    ffi::X509_VERIFY_PARAM_set1_ip(rules, octets.as_ptr(), octets.len())
                }
            };
            if result == 0 {
                return Err(errors::of_queue(thread));
            }
        }
    }
    Ok(())
}

/// A new connection.
pub fn new(
    thread: &mut Thread,
    context: Ref<ContextObject>,
    carrier: Carrier,
    server_side: bool,
    server_hostname: Option<Value>,
    owner: Option<Value>,
    session: Option<Value>,
) -> PyResult<Value> {
    use super::context::protocol;
    let own = context.protocol.get();
    if own == protocol::TLS_CLIENT && server_side {
        return Err(errors::plain(
            thread,
            "Cannot create a server socket with a PROTOCOL_TLS_CLIENT context",
        ));
    }
    if own == protocol::TLS_SERVER && !server_side {
        return Err(errors::plain(
            thread,
            "Cannot create a client socket with a PROTOCOL_TLS_SERVER context",
        ));
    }
    if server_side && server_hostname.is_some() {
        return Err(thread.value_error(format_args!("server_hostname can only be specified in client mode")));
    }
    if server_side && session.is_some() {
        return Err(thread.value_error(format_args!("session can only be specified in client mode")));
    }
    let nameless = match server_hostname {
        Some(name) => !pyrs_object::protocol::truth(thread, name)?,
        None => true,
    };
    if !server_side && context.check_hostname.get() && nameless {
        return Err(thread.value_error(format_args!("check_hostname requires server_hostname")));
    }
    // SAFETY: the context is open; the connection becomes the object's.
    let pointer = unsafe {
        ffi::ERR_clear_error();
        ffi::SSL_new(context.pointer())
    };
    if pointer.is_null() {
        return Err(errors::of_queue(thread));
    }
    let this = socket::adopt(thread, pointer, context)?;
    this.server_side.set(server_side);
    attach(this, carrier);
    let mode = code::MODE_AUTO_RETRY | code::MODE_ENABLE_PARTIAL_WRITE | code::MODE_MOVING_BUFFER;
    // SAFETY: the connection is open.
    unsafe {
        ffi::SSL_ctrl(pointer, code::CTX_SET_MODE, mode, std::ptr::null_mut());
        if context.post_handshake_auth.get() {
            if server_side {
                // Asking later needs that asking is allowed at all.
                let verify = ffi::SSL_get_verify_mode(pointer);
                if verify & code::VERIFY_PEER != 0 {
                    let callback = ffi::SSL_get_verify_callback(pointer);
                    ffi::SSL_set_verify(pointer, verify | code::VERIFY_POST_HANDSHAKE, callback);
                }
            } else {
                ffi::SSL_set_post_handshake_auth(pointer, 1);
            }
        }
    }
    if let Some(name) = server_hostname {
        set_server(thread, this, name)?;
    }
    // SAFETY: the connection is open.
    unsafe {
        match server_side {
            true => ffi::SSL_set_accept_state(pointer),
            false => ffi::SSL_set_connect_state(pointer),
        }
    }
    socket::set_owner(thread, this, owner)?;
    if let Some(session) = session {
        socket::set_session(thread, this, session)?;
    }
    Ok(this.value())
}

fn attach(this: Ref<TlsSocketObject>, carrier: Carrier) {
    match carrier {
        Carrier::Socket(socket) => {
            this.socket.set(this, Some(socket));
            // SAFETY: the connection is open.
            unsafe { ffi::SSL_set_fd(this.pointer(), socket.descriptor()) };
        }
        Carrier::Buffers(incoming, outgoing) => {
            this.incoming.set(this, Some(incoming));
            this.outgoing.set(this, Some(outgoing));
            // SAFETY: all are open; the connection gets counts of its own.
            unsafe {
                ffi::BIO_up_ref(incoming.pointer());
                ffi::BIO_up_ref(outgoing.pointer());
                ffi::SSL_set_bio(this.pointer(), incoming.pointer(), outgoing.pointer());
            }
        }
    }
}

/// Sets where secrets are logged; None for nowhere.
pub fn set_key_log(thread: &mut Thread, this: Ref<ContextObject>, value: Value) -> PyResult<()> {
    let put = |file| {
        let mut log = this
            .extra()
            .key_log
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *log = file;
    };
    put(None);
    this.key_log_name.set(this, None);
    // SAFETY: the context is open.
    unsafe { ffi::SSL_CTX_set_keylog_callback(this.pointer(), None) };
    if value == none() {
        return Ok(());
    }
    let Some(name) = path::fspath(thread, value)? else {
        let class = class_of(value).name_for_message();
        return Err(thread.type_error(format_args!("expected str, bytes or os.PathLike object, not {class}")));
    };
    let bytes = path::encode(thread, name)?;
    let opened = std::fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open(std::ffi::OsStr::from_bytes(&bytes))
        .and_then(|mut file| {
            if file.metadata()?.len() == 0 {
                file.write_all(b"# TLS secrets log file, generated by OpenSSL / Python\n")?;
            }
            Ok(file)
        });
    match opened {
        Ok(file) => put(Some(file)),
        Err(error) => {
            let errno = error.raw_os_error().unwrap_or(libc::EIO);
            return Err(pyrs_lib_os::os_error::os_error(thread, errno, Some(value)));
        }
    }
    this.key_log_name.set(this, Some(value));
    // SAFETY: the context is open.
    unsafe { ffi::SSL_CTX_set_keylog_callback(this.pointer(), Some(callbacks::log_key)) };
    Ok(())
}
