//! What Python code can do with a context.

use super::bio::MemoryBioObject;
use super::callbacks;
use super::ciphers;
use super::connect::{self, Carrier};
use super::context::{self, ContextObject, protocol as versions};
use super::errors;
use super::ffi::{self, code};
use super::load;
use pyrs_lib_core::buffer;
use pyrs_lib_os::socket::SocketObject;
use pyrs_macros::pymethods;
use pyrs_object::convert::OptionalNone;
use pyrs_object::dict::DictObject;
use pyrs_object::header::Ref;
use pyrs_object::list::ListObject;
use pyrs_object::str::StrObject;
use pyrs_object::{Args, PyResult, Thread, Value, class_of, int, none, protocol};
use std::ffi::CString;

/// `PROTO_MINIMUM_SUPPORTED`.
const LOWEST: i64 = -2;
/// `PROTO_MAXIMUM_SUPPORTED`.
const HIGHEST: i64 = -1;
/// Options that forbid versions.
const VERSION_OPTIONS: u64 = 0x0200_0000 | 0x0400_0000 | 0x1000_0000 | 0x0800_0000 | 0x2000_0000;

fn given(thread: &mut Thread, this: Ref<ContextObject>, value: Option<Value>, name: &str) -> PyResult<Value> {
    match value {
        Some(value) => Ok(value),
        None => Err(errors::not_deletable(thread, this.value(), name)),
    }
}

fn unsigned(thread: &mut Thread, value: Value) -> PyResult<u64> {
    let number = protocol::index(thread, value)?;
    if protocol::index_clamped(thread, number)? < 0 {
        return Err(thread.value_error(format_args!("Cannot convert negative int")));
    }
    let big = int::as_big(number).and_then(|big| u64::try_from(big).ok());
    match int::as_i64(number)
        .and_then(|number| u64::try_from(number).ok())
        .or(big)
    {
        Some(number) => Ok(number),
        None => Err(thread.overflow_error(format_args!("Python int too large for C unsigned long long"))),
    }
}

fn callable(thread: &mut Thread, value: Value) -> PyResult<Option<Value>> {
    if value == none() {
        return Ok(None);
    }
    match class_of(value).slot(|s| s.call) {
        Some(_) => Ok(Some(value)),
        None => Err(thread.type_error(format_args!("not a callable object"))),
    }
}

/// Sets the lowest or highest version.
fn set_version(thread: &mut Thread, this: Ref<ContextObject>, value: Option<Value>, lowest: bool) -> PyResult<()> {
    let name = if lowest { "minimum_version" } else { "maximum_version" };
    let value = given(thread, this, value, name)?;
    let version = protocol::index_i64(thread, value)?;
    if !matches!(
        this.protocol.get(),
        versions::TLS | versions::TLS_CLIENT | versions::TLS_SERVER
    ) {
        return Err(thread.value_error(format_args!(
            "The context's protocol doesn't support modification of highest and lowest version."
        )));
    }
    let deprecated = match version {
        0x300 => Some("SSLv3"),
        0x301 => Some("TLSv1"),
        0x302 => Some("TLSv1_1"),
        _ => None,
    };
    if let Some(name) = deprecated {
        context::warn_deprecated(thread, &format!("ssl.TLSVersion.{name} is deprecated"))?;
    }
    let number = match (version, lowest) {
        (LOWEST, true) | (HIGHEST, false) => 0,
        (HIGHEST, true) => 0x304,
        (LOWEST, false) => 0x301,
        (0x300..=0x304, _) => version,
        _ => {
            return Err(thread.value_error(format_args!("Unsupported TLS/SSL version 0x{version:x}")));
        }
    };
    let command = if lowest {
        code::SET_MIN_PROTO
    } else {
        code::SET_MAX_PROTO
    };
    if this.control(command, number) == 0 {
        return Err(thread.value_error(format_args!("Unsupported protocol version 0x{version:x}")));
    }
    Ok(())
}

fn host_name(server_hostname: OptionalNone<Value>) -> Option<Value> {
    server_hostname.0
}

/// Holds the methods of contexts.
pub struct ContextMethods;

#[pymethods]
impl ContextMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let &[number] = args.positional() else {
            let given = args.positional().len();
            return Err(thread.type_error(format_args!(
                "_SSLContext() takes exactly 1 positional argument ({given} given)"
            )));
        };
        let number = protocol::index_clamped(thread, number)?;
        context::new(thread, class, i32::try_from(number).unwrap_or(-1))
    }

    /// TLS on a socket.
    #[method(
        keywords = "sock, server_side, server_hostname, owner, session",
        kwonly = "owner",
        signature = "($self, /, sock, server_side, server_hostname=None, *, owner=None, session=None)"
    )]
    fn _wrap_socket(
        thread: &mut Thread,
        this: Ref<ContextObject>,
        sock: Ref<SocketObject>,
        server_side: bool,
        server_hostname: OptionalNone<Value>,
        owner: OptionalNone<Value>,
        session: OptionalNone<Value>,
    ) -> PyResult<Value> {
        let name = host_name(server_hostname);
        connect::new(
            thread,
            this,
            Carrier::Socket(sock),
            server_side,
            name,
            owner.0,
            session.0,
        )
    }

    /// TLS on two buffers.
    #[method(
        keywords = "incoming, outgoing, server_side, server_hostname, owner, session",
        kwonly = "owner",
        signature = "($self, /, incoming, outgoing, server_side, server_hostname=None, *, owner=None, session=None)"
    )]
    fn _wrap_bio(
        thread: &mut Thread,
        this: Ref<ContextObject>,
        incoming: Ref<MemoryBioObject>,
        outgoing: Ref<MemoryBioObject>,
        server_side: bool,
        server_hostname: OptionalNone<Value>,
        owner: OptionalNone<Value>,
        session: OptionalNone<Value>,
    ) -> PyResult<Value> {
        let name = host_name(server_hostname);
        let carrier = Carrier::Buffers(incoming, outgoing);
        connect::new(thread, this, carrier, server_side, name, owner.0, session.0)
    }

    /// Sets the ciphers of versions before 1.3.
    #[method(signature = "($self, cipherlist, /)")]
    fn set_ciphers(thread: &mut Thread, this: Ref<ContextObject>, cipherlist: Ref<StrObject>) -> PyResult<()> {
        let text = CString::new(cipherlist.to_string_lossy())
            .map_err(|_| thread.value_error(format_args!("embedded null character")))?;
        // SAFETY: the context is open, and the text lives.
        if unsafe { ffi::SSL_CTX_set_cipher_list(this.pointer(), text.as_ptr()) } == 0 {
            // SAFETY: no arguments.
            unsafe { ffi::ERR_clear_error() };
            return Err(errors::bare(thread, "No cipher can be selected."));
        }
        Ok(())
    }

    /// The ciphers in their order.
    #[method]
    fn get_ciphers(thread: &mut Thread, this: Ref<ContextObject>) -> PyResult<Value> {
        let list = ListObject::with_capacity(thread, 0)?;
        // SAFETY: the connection is made for its list only, and freed here.
        unsafe {
            let connection = ffi::SSL_new(this.pointer());
            if connection.is_null() {
                return Err(errors::of_queue(thread));
            }
            let all = ffi::SSL_get_ciphers(connection);
            let mut filled = Ok(());
            for index in 0..ffi::OPENSSL_sk_num(all) {
                let cipher = ffi::OPENSSL_sk_value(all, index) as *const _;
                filled = ciphers::describe(thread, cipher).and_then(|item| list.push(thread, item));
                if filled.is_err() {
                    break;
                }
            }
            ffi::SSL_free(connection);
            filled?;
        }
        Ok(list.value())
    }

    /// Sets the protocols above TLS that are spoken.
    #[method(signature = "($self, protos, /)")]
    fn _set_alpn_protocols(thread: &mut Thread, this: Ref<ContextObject>, protos: Value) -> PyResult<()> {
        let data = buffer::readable(thread, protos)?.to_vec();
        if u32::try_from(data.len()).is_err() {
            return Err(thread.overflow_error(format_args!("protocols longer than 4294967295 bytes")));
        }
        this.set_protocols(data);
        let own = &this.extra().protocols;
        // SAFETY: the context is open; OpenSSL copies the bytes.
        unsafe {
            if ffi::SSL_CTX_set_alpn_protos(this.pointer(), own.as_ptr(), own.len() as u32) != 0 {
                return Err(thread.memory_error());
            }
            ffi::SSL_CTX_set_alpn_select_cb(this.pointer(), Some(callbacks::choose_protocol), std::ptr::null_mut());
        }
        Ok(())
    }

    /// Loads a certificate, the chain above it, and its key.
    #[method(
        keywords = "certfile, keyfile, password",
        signature = "($self, /, certfile, keyfile=None, password=None)"
    )]
    fn load_cert_chain(
        thread: &mut Thread,
        this: Ref<ContextObject>,
        certfile: Value,
        keyfile: OptionalNone<Value>,
        password: OptionalNone<Value>,
    ) -> PyResult<()> {
        load::certificate_chain(thread, this, certfile, keyfile.0, password.0)
    }

    /// Loads parameters of the key exchange by Diffie and Hellman.
    #[method(signature = "($self, path, /)")]
    fn load_dh_params(thread: &mut Thread, this: Ref<ContextObject>, path: Value) -> PyResult<()> {
        load::key_exchange(thread, this, path)
    }

    /// Loads certificates to trust.
    #[method(
        keywords = "cafile, capath, cadata",
        signature = "($self, /, cafile=None, capath=None, cadata=None)"
    )]
    fn load_verify_locations(
        thread: &mut Thread,
        this: Ref<ContextObject>,
        cafile: OptionalNone<Value>,
        capath: OptionalNone<Value>,
        cadata: OptionalNone<Value>,
    ) -> PyResult<()> {
        load::verify_locations(thread, this, cafile.0, capath.0, cadata.0)
    }

    /// How often sessions were made and used.
    #[method]
    fn session_stats(thread: &mut Thread, this: Ref<ContextObject>) -> PyResult<Value> {
        let dict = DictObject::new(thread)?;
        for (name, offset) in [
            ("number", 0),
            ("connect", 1),
            ("connect_good", 2),
            ("connect_renegotiate", 3),
            ("accept", 4),
            ("accept_good", 5),
            ("accept_renegotiate", 6),
            ("hits", 7),
            ("misses", 9),
            ("timeouts", 10),
            ("cache_full", 11),
        ] {
            let count = this.control(code::SESSION_COUNTER_FIRST + offset, 0);
            dict.set_str(thread, name, Value::small_int(count))?;
        }
        Ok(dict.value())
    }

    /// Loads what the system trusts.
    #[method]
    fn set_default_verify_paths(thread: &mut Thread, this: Ref<ContextObject>) -> PyResult<()> {
        load::default_locations(thread, this)
    }

    /// Sets the curve of the key exchange.
    #[method(signature = "($self, name, /)")]
    fn set_ecdh_curve(thread: &mut Thread, this: Ref<ContextObject>, name: Value) -> PyResult<()> {
        let bytes = pyrs_lib_os::path::encode(thread, name)?;
        let text = CString::new(bytes).map_err(|_| thread.value_error(format_args!("embedded null byte")))?;
        // SAFETY: the context is open, the text lives, and the list has one number.
        unsafe {
            let mut nid = ffi::OBJ_sn2nid(text.as_ptr());
            if nid == 0 {
                let name = protocol::repr(thread, name)?.to_string_lossy();
                return Err(thread.value_error(format_args!("unknown elliptic curve name {name}")));
            }
            if ffi::SSL_CTX_ctrl(this.pointer(), code::SET_GROUPS, 1, (&raw mut nid).cast()) == 0 {
                return Err(errors::of_queue(thread));
            }
        }
        Ok(())
    }

    /// How many certificates there are.
    #[method]
    fn cert_store_stats(thread: &mut Thread, this: Ref<ContextObject>) -> PyResult<Value> {
        load::store_statistics(thread, this)
    }

    /// The certificates of authorities: what they say, or their bytes.
    #[method(keywords = "binary_form", signature = "($self, /, binary_form=False)")]
    fn get_ca_certs(thread: &mut Thread, this: Ref<ContextObject>, binary_form: Option<bool>) -> PyResult<Value> {
        load::authorities(thread, this, binary_form.unwrap_or(false))
    }

    /// Sets what gives a client's identity and key.
    #[method(keywords = "callback", signature = "($self, /, callback)")]
    fn set_psk_client_callback(thread: &mut Thread, this: Ref<ContextObject>, callback: Value) -> PyResult<()> {
        if this.protocol.get() == versions::TLS_SERVER {
            return Err(errors::plain(
                thread,
                "Cannot add PSK client callback to a PROTOCOL_TLS_SERVER context",
            ));
        }
        let Ok(callback) = callable(thread, callback) else {
            thread.take_raised();
            return Err(thread.type_error(format_args!("callback must be callable")));
        };
        this.psk_client.set(this, callback);
        let hook = callback.map(|_| callbacks::psk_client as ffi::PskClientCallback);
        // SAFETY: the context is open.
        unsafe { ffi::SSL_CTX_set_psk_client_callback(this.pointer(), hook) };
        Ok(())
    }

    /// Sets what gives a server the key of an identity.
    #[method(
        keywords = "callback, identity_hint",
        signature = "($self, /, callback, identity_hint=None)"
    )]
    fn set_psk_server_callback(
        thread: &mut Thread,
        this: Ref<ContextObject>,
        callback: Value,
        identity_hint: OptionalNone<Ref<StrObject>>,
    ) -> PyResult<()> {
        if this.protocol.get() == versions::TLS_CLIENT {
            return Err(errors::plain(
                thread,
                "Cannot add PSK server callback to a PROTOCOL_TLS_CLIENT context",
            ));
        }
        let Ok(callback) = callable(thread, callback) else {
            thread.take_raised();
            return Err(thread.type_error(format_args!("callback must be callable")));
        };
        let hint = identity_hint.0.map(|hint| hint.to_string_lossy()).unwrap_or_default();
        let hint = CString::new(hint).map_err(|_| thread.value_error(format_args!("embedded null character")))?;
        let hint_at = if hint.is_empty() {
            std::ptr::null()
        } else {
            hint.as_ptr()
        };
        let hook = callback.map(|_| callbacks::psk_server as ffi::PskServerCallback);
        // SAFETY: the context is open; OpenSSL copies the text.
        unsafe {
            if ffi::SSL_CTX_use_psk_identity_hint(this.pointer(), hint_at) != 1 {
                ffi::ERR_clear_error();
                return Err(errors::bare(thread, "failed to set identity hint"));
            }
            ffi::SSL_CTX_set_psk_server_callback(this.pointer(), hook);
        }
        this.psk_server.set(this, callback);
        Ok(())
    }

    #[getter]
    fn check_hostname(_thread: &mut Thread, this: Ref<ContextObject>) -> bool {
        this.check_hostname.get()
    }
    #[setter]
    fn set_check_hostname(thread: &mut Thread, this: Ref<ContextObject>, value: Option<Value>) -> PyResult<()> {
        let value = given(thread, this, value, "check_hostname")?;
        let on = protocol::truth(thread, value)?;
        if on && this.verify_mode() == 0 {
            this.set_verify_mode(code::VERIFY_PEER | code::VERIFY_FAIL_IF_NO_PEER_CERT);
        }
        this.check_hostname.set(on);
        Ok(())
    }

    #[getter]
    fn _host_flags(_thread: &mut Thread, this: Ref<ContextObject>) -> u32 {
        this.host_flags.get()
    }
    #[setter(name = "_host_flags")]
    fn set_host_flags(thread: &mut Thread, this: Ref<ContextObject>, value: Option<Value>) -> PyResult<()> {
        let flags = {
            let value = given(thread, this, value, "_host_flags")?;
            unsigned(thread, value)?
        } as u32;
        this.host_flags.set(flags);
        // SAFETY: the context is open.
        unsafe { ffi::X509_VERIFY_PARAM_set_hostflags(this.parameters(), flags) };
        Ok(())
    }

    #[getter]
    fn minimum_version(_thread: &mut Thread, this: Ref<ContextObject>) -> i64 {
        match this.control(code::GET_MIN_PROTO, 0) {
            0 => LOWEST,
            version => version,
        }
    }
    #[setter]
    fn set_minimum_version(thread: &mut Thread, this: Ref<ContextObject>, value: Option<Value>) -> PyResult<()> {
        set_version(thread, this, value, true)
    }

    #[getter]
    fn maximum_version(_thread: &mut Thread, this: Ref<ContextObject>) -> i64 {
        match this.control(code::GET_MAX_PROTO, 0) {
            0 => HIGHEST,
            version => version,
        }
    }
    #[setter]
    fn set_maximum_version(thread: &mut Thread, this: Ref<ContextObject>, value: Option<Value>) -> PyResult<()> {
        set_version(thread, this, value, false)
    }

    #[getter]
    fn keylog_filename(_thread: &mut Thread, this: Ref<ContextObject>) -> Option<Value> {
        this.key_log_name.get()
    }
    #[setter]
    fn set_keylog_filename(thread: &mut Thread, this: Ref<ContextObject>, value: Option<Value>) -> PyResult<()> {
        let value = given(thread, this, value, "keylog_filename")?;
        connect::set_key_log(thread, this, value)
    }

    #[getter]
    fn _msg_callback(_thread: &mut Thread, this: Ref<ContextObject>) -> Option<Value> {
        this.message_callback.get()
    }
    #[setter(name = "_msg_callback")]
    fn set_msg_callback(thread: &mut Thread, this: Ref<ContextObject>, value: Option<Value>) -> PyResult<()> {
        let value = given(thread, this, value, "_msg_callback")?;
        let callback = callable(thread, value)?;
        this.message_callback.set(this, callback);
        let hook = this
            .message_callback
            .get()
            .map(|_| callbacks::message as ffi::MessageCallback);
        // SAFETY: the context is open.
        unsafe { ffi::SSL_CTX_set_msg_callback(this.pointer(), hook) };
        Ok(())
    }

    /// What is called with the name of the server that a client wants.
    #[getter]
    fn sni_callback(_thread: &mut Thread, this: Ref<ContextObject>) -> Option<Value> {
        this.sni_callback.get()
    }
    #[setter]
    fn set_sni_callback(thread: &mut Thread, this: Ref<ContextObject>, value: Option<Value>) -> PyResult<()> {
        let value = given(thread, this, value, "sni_callback")?;
        if this.protocol.get() == versions::TLS_CLIENT {
            return Err(thread.value_error(format_args!("sni_callback cannot be set on TLS_CLIENT context")));
        }
        let callback = callable(thread, value)?;
        this.sni_callback.set(this, callback);
        type Hook = unsafe extern "C" fn(*mut ffi::SSL, *mut std::ffi::c_int, *mut std::ffi::c_void) -> std::ffi::c_int;
        // SAFETY: OpenSSL calls it with the arguments that it has.
        let hook = this
            .sni_callback
            .get()
            .map(|_| unsafe { std::mem::transmute::<Hook, unsafe extern "C" fn()>(callbacks::server_name) });
        // SAFETY: the context is open.
        unsafe { ffi::SSL_CTX_callback_ctrl(this.pointer(), code::SET_SERVER_NAME_CALLBACK, hook) };
        Ok(())
    }

    /// How many tickets a server gives.
    #[getter]
    fn num_tickets(_thread: &mut Thread, this: Ref<ContextObject>) -> usize {
        // SAFETY: the context is open.
        unsafe { ffi::SSL_CTX_get_num_tickets(this.pointer()) }
    }
    #[setter]
    fn set_num_tickets(thread: &mut Thread, this: Ref<ContextObject>, value: Option<Value>) -> PyResult<()> {
        let value = given(thread, this, value, "num_tickets")?;
        let number = protocol::index_i64(thread, value)?;
        let Ok(number) = usize::try_from(number) else {
            return Err(thread.value_error(format_args!("value must be non-negative")));
        };
        if this.protocol.get() != versions::TLS_SERVER {
            return Err(thread.value_error(format_args!("SSLContext is not a server context.")));
        }
        // SAFETY: the context is open.
        if unsafe { ffi::SSL_CTX_set_num_tickets(this.pointer(), number) } != 1 {
            return Err(thread.value_error(format_args!("failed to set num tickets.")));
        }
        Ok(())
    }

    #[getter]
    fn options(_thread: &mut Thread, this: Ref<ContextObject>) -> u64 {
        // SAFETY: the context is open.
        unsafe { ffi::SSL_CTX_get_options(this.pointer()) }
    }
    #[setter]
    fn set_options(thread: &mut Thread, this: Ref<ContextObject>, value: Option<Value>) -> PyResult<()> {
        let wanted = {
            let value = given(thread, this, value, "options")?;
            unsigned(thread, value)?
        };
        // SAFETY: the context is open.
        let old = unsafe { ffi::SSL_CTX_get_options(this.pointer()) };
        if wanted & !old & VERSION_OPTIONS != 0 {
            context::warn_deprecated(thread, "ssl.OP_NO_SSL*/ssl.OP_NO_TLS* options are deprecated")?;
        }
        // SAFETY: as above.
        unsafe {
            ffi::SSL_CTX_clear_options(this.pointer(), old & !wanted);
            ffi::SSL_CTX_set_options(this.pointer(), wanted & !old);
        }
        Ok(())
    }

    #[getter]
    fn post_handshake_auth(_thread: &mut Thread, this: Ref<ContextObject>) -> bool {
        this.post_handshake_auth.get()
    }
    #[setter]
    fn set_post_handshake_auth(thread: &mut Thread, this: Ref<ContextObject>, value: Option<Value>) -> PyResult<()> {
        let value = given(thread, this, value, "post_handshake_auth")?;
        let on = protocol::truth(thread, value)?;
        this.post_handshake_auth.set(on);
        Ok(())
    }

    #[getter]
    fn protocol(_thread: &mut Thread, this: Ref<ContextObject>) -> i32 {
        this.protocol.get()
    }

    #[getter]
    fn verify_flags(_thread: &mut Thread, this: Ref<ContextObject>) -> u64 {
        // SAFETY: the context is open.
        unsafe { ffi::X509_VERIFY_PARAM_get_flags(this.parameters()) }
    }
    #[setter]
    fn set_verify_flags(thread: &mut Thread, this: Ref<ContextObject>, value: Option<Value>) -> PyResult<()> {
        let wanted = {
            let value = given(thread, this, value, "verify_flags")?;
            unsigned(thread, value)?
        };
        // SAFETY: the context is open.
        unsafe {
            let old = ffi::X509_VERIFY_PARAM_get_flags(this.parameters());
            let (clear, set) = (old & !wanted, wanted & !old);
            if clear != 0 && ffi::X509_VERIFY_PARAM_clear_flags(this.parameters(), clear) == 0
                || set != 0 && ffi::X509_VERIFY_PARAM_set_flags(this.parameters(), set) == 0
            {
                return Err(errors::of_queue(thread));
            }
        }
        Ok(())
    }

    #[getter]
    fn verify_mode(_thread: &mut Thread, this: Ref<ContextObject>) -> i32 {
        match this.verify_mode() & (code::VERIFY_PEER | code::VERIFY_FAIL_IF_NO_PEER_CERT) {
            0 => 0,
            code::VERIFY_PEER => 1,
            _ => 2,
        }
    }
    #[setter]
    fn set_verify_mode(thread: &mut Thread, this: Ref<ContextObject>, value: Option<Value>) -> PyResult<()> {
        let value = given(thread, this, value, "verify_mode")?;
        let number = protocol::index_clamped(thread, value)?;
        if number == 0 && this.check_hostname.get() {
            return Err(thread.value_error(format_args!(
                "Cannot set verify_mode to CERT_NONE when check_hostname is enabled."
            )));
        }
        let mode = match number {
            0 => 0,
            1 => code::VERIFY_PEER,
            2 => code::VERIFY_PEER | code::VERIFY_FAIL_IF_NO_PEER_CERT,
            _ => return Err(thread.value_error(format_args!("invalid value for verify_mode"))),
        };
        this.set_verify_mode(mode);
        Ok(())
    }

    #[getter]
    fn security_level(_thread: &mut Thread, this: Ref<ContextObject>) -> i32 {
        // SAFETY: the context is open.
        unsafe { ffi::SSL_CTX_get_security_level(this.pointer()) }
    }
}
