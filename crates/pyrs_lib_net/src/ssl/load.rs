//! Certificates and keys from files and memory.

use super::context::ContextObject;
use super::decode;
use super::errors;
use super::ffi::{self, code};
use pyrs_lib_core::buffer;
use pyrs_lib_core::foreign::{called_back, released};
use pyrs_lib_os::os_error::last_errno;
use pyrs_lib_os::path;
use pyrs_object::bytes::as_bytes;
use pyrs_object::dict::DictObject;
use pyrs_object::exception::ExceptionObject;
use pyrs_object::header::Ref;
use pyrs_object::list::ListObject;
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Thread, Value, class_of, core, protocol};
use std::ffi::{CStr, CString, c_char, c_int, c_void};

/// A path, with the error that its name is in.
pub fn file_path(thread: &mut Thread, name: &str, value: Value) -> PyResult<CString> {
    let bytes = match path::fspath(thread, value) {
        Ok(Some(path)) => path::encode(thread, path)?,
        Ok(None) => return Err(thread.type_error(format_args!("{name} should be a valid filesystem path"))),
        Err(raised) => {
            if thread.clear_if(core().types.type_error.get()) {
                return Err(thread.type_error(format_args!("{name} should be a valid filesystem path")));
            }
            return Err(raised);
        }
    };
    CString::new(bytes).map_err(|_| thread.value_error(format_args!("embedded null byte")))
}

/// The password of a key: given, or to be asked for. It lies on the stack, where the collector sees its values.
struct Password {
    callable: Option<Value>,
    text: Vec<u8>,
    given: bool,
    failed: Option<Ref<ExceptionObject>>,
}

/// The bytes of a password.
fn password_bytes(thread: &mut Thread, value: Value, bad: &str) -> PyResult<Vec<u8>> {
    let bytes = if let Some(text) = value.downcast::<StrObject>() {
        text.to_generalised_utf8()
    } else if let Some(bytes) = as_bytes(&value) {
        bytes.to_vec()
    } else {
        return Err(thread.type_error(format_args!("{bad}")));
    };
    Ok(bytes)
}

fn ask(thread: &mut Thread, password: &mut Password, room: usize) -> PyResult<()> {
    if let Some(callable) = password.callable {
        let answer = protocol::call(thread, callable, &[])?;
        password.text = password_bytes(thread, answer, "password callback must return a string")?;
    }
    if password.text.len() > room {
        return Err(thread.value_error(format_args!("password cannot be longer than {room} bytes")));
    }
    Ok(())
}

/// OpenSSL asks for a password.
unsafe extern "C" fn give_password(buffer: *mut c_char, size: c_int, _writing: c_int, data: *mut c_void) -> c_int {
    called_back(-1, |thread| {
        // SAFETY: the data are the password that waits in `load_cert_chain`, on this stack.
        let password = unsafe { &mut *data.cast::<Password>() };
        match ask(thread, password, size.max(0) as usize) {
            Ok(()) => {
                let text = &password.text;
                // SAFETY: there is room for `size` bytes, which are not fewer.
                unsafe { std::ptr::copy_nonoverlapping(text.as_ptr(), buffer.cast(), text.len()) };
                text.len() as c_int
            }
            Err(_) => {
                password.failed = thread.take_raised();
                -1
            }
        }
    })
}

/// `load_cert_chain`.
pub fn certificate_chain(
    thread: &mut Thread,
    this: Ref<ContextObject>,
    certificates: Value,
    key: Option<Value>,
    password: Option<Value>,
) -> PyResult<()> {
    let file = file_path(thread, "certfile", certificates)?;
    let key = match key {
        Some(key) => file_path(thread, "keyfile", key)?,
        None => file.clone(),
    };
    let mut secret = Password {
        callable: None,
        text: Vec::new(),
        given: password.is_some(),
        failed: None,
    };
    if let Some(password) = password {
        if class_of(password).slot(|s| s.call).is_some() {
            secret.callable = Some(password);
        } else {
            secret.text = password_bytes(thread, password, "password should be a string or callable")?;
        }
    }
    let pointer = this.pointer();
    if secret.given {
        // SAFETY: the context is open; the callback and its data are taken back below.
        unsafe {
            ffi::SSL_CTX_set_default_passwd_cb(pointer, Some(give_password));
            ffi::SSL_CTX_set_default_passwd_cb_userdata(pointer, (&raw mut secret).cast());
        }
    }
    // SAFETY: the context is open, and the paths live.
    let (ok, errno) = released(thread, || unsafe {
        super::errno::forget();
        ffi::ERR_clear_error();
        if ffi::SSL_CTX_use_certificate_chain_file(pointer, file.as_ptr()) != 1 {
            return (false, last_errno());
        }
        super::errno::forget();
        if ffi::SSL_CTX_use_PrivateKey_file(pointer, key.as_ptr(), code::FILETYPE_PEM) != 1 {
            return (false, last_errno());
        }
        (ffi::SSL_CTX_check_private_key(pointer) == 1, 0)
    });
    // SAFETY: as above.
    unsafe {
        ffi::SSL_CTX_set_default_passwd_cb(pointer, None);
        ffi::SSL_CTX_set_default_passwd_cb_userdata(pointer, std::ptr::null_mut());
    }
    if let Some(failed) = secret.failed {
        // SAFETY: no arguments.
        unsafe { ffi::ERR_clear_error() };
        return Err(thread.reraise(failed));
    }
    match ok {
        true => Ok(()),
        false => Err(errors::of_file(thread, errno)),
    }
}

/// `load_verify_locations`.
pub fn verify_locations(
    thread: &mut Thread,
    this: Ref<ContextObject>,
    file: Option<Value>,
    folder: Option<Value>,
    data: Option<Value>,
) -> PyResult<()> {
    if file.is_none() && folder.is_none() && data.is_none() {
        return Err(thread.type_error(format_args!("cafile, capath and cadata cannot be all omitted")));
    }
    let file = match file {
        Some(file) => Some(file_path(thread, "cafile", file)?),
        None => None,
    };
    let folder = match folder {
        Some(folder) => Some(file_path(thread, "capath", folder)?),
        None => None,
    };
    if let Some(data) = data {
        if let Some(text) = data.downcast::<StrObject>() {
            let Some(text) = text.as_ascii().map(|text| text.as_bytes().to_vec()) else {
                return Err(thread.type_error(format_args!("cadata should be an ASCII string or a bytes-like object")));
            };
            add_certificates(thread, this, &text, true)?;
        } else {
            let Some(bytes) = buffer::try_readable(thread, data)? else {
                return Err(thread.type_error(format_args!("cadata should be an ASCII string or a bytes-like object")));
            };
            let bytes = bytes.to_vec();
            add_certificates(thread, this, &bytes, false)?;
        }
    }
    if file.is_none() && folder.is_none() {
        return Ok(());
    }
    let address = |path: &Option<CString>| path.as_ref().map_or(std::ptr::null(), |path| path.as_ptr());
    let (file_at, folder_at, pointer) = (address(&file), address(&folder), this.pointer());
    // SAFETY: the context is open, and the paths live.
    let (result, errno) = released(thread, || unsafe {
        super::errno::forget();
        ffi::ERR_clear_error();
        let result = ffi::SSL_CTX_load_verify_locations(pointer, file_at, folder_at);
        (result, last_errno())
    });
    if result != 1 {
        return Err(errors::of_file(thread, errno));
    }
    Ok(())
}

fn add_certificates(thread: &mut Thread, this: Ref<ContextObject>, data: &[u8], pem: bool) -> PyResult<()> {
    if data.is_empty() {
        return Err(thread.value_error(format_args!("Empty certificate data")));
    }
    if data.len() > i32::MAX as usize {
        return Err(thread.overflow_error(format_args!("Certificate data is too long.")));
    }
    // SAFETY: the context is open, and the data live; each certificate is freed after the store has its own count.
    unsafe {
        let source = ffi::BIO_new_mem_buf(data.as_ptr().cast(), data.len() as c_int);
        if source.is_null() {
            return Err(errors::plain(thread, "Can't allocate buffer"));
        }
        let store = ffi::SSL_CTX_get_cert_store(this.pointer());
        let mut loaded = 0;
        ffi::ERR_clear_error();
        let at_end = || ffi::BIO_ctrl(source, code::BIO_CTRL_EOF, 0, std::ptr::null_mut()) != 0;
        while pem || loaded == 0 || !at_end() {
            let certificate = match pem {
                true => ffi::PEM_read_bio_X509(source, std::ptr::null_mut(), None, std::ptr::null_mut()),
                false => ffi::d2i_X509_bio(source, std::ptr::null_mut()),
            };
            if certificate.is_null() {
                break;
            }
            let added = ffi::X509_STORE_add_cert(store, certificate);
            ffi::X509_free(certificate);
            let known = (code::LIB_X509, code::REASON_CERT_ALREADY_IN_TABLE);
            if added != 1 && errors::parts(ffi::ERR_peek_last_error()) != known {
                break;
            }
            ffi::ERR_clear_error();
            loaded += 1;
        }
        ffi::BIO_free(source);
        let error = ffi::ERR_peek_last_error();
        let ended = match (pem, errors::parts(error)) {
            (true, parts) => parts == (code::LIB_PEM, code::REASON_PEM_NO_START_LINE),
            (false, _) => error == 0,
        };
        match (loaded, ended) {
            (0, _) => {
                ffi::ERR_clear_error();
                let what = if pem { "no start line" } else { "not enough data" };
                Err(errors::plain(
                    thread,
                    &format!("{what}: cadata does not contain a certificate"),
                ))
            }
            (_, true) => {
                ffi::ERR_clear_error();
                Ok(())
            }
            (_, false) => Err(errors::of_queue(thread)),
        }
    }
}

/// What the context trusts, one by one: the store's objects are copied by count.
struct Objects(*mut ffi::STACK);

impl Objects {
    fn of(this: Ref<ContextObject>) -> Objects {
        // SAFETY: the context is open; the list is ours.
        Objects(unsafe { ffi::X509_STORE_get1_objects(ffi::SSL_CTX_get_cert_store(this.pointer())) })
    }

    /// Kind of each object, and its certificate if it is one.
    fn each(&self) -> impl Iterator<Item = (i32, *mut ffi::X509)> + '_ {
        // SAFETY: the list lives as long as this; indices are below the count.
        unsafe {
            (0..ffi::OPENSSL_sk_num(self.0)).map(|index| {
                let object = ffi::OPENSSL_sk_value(self.0, index).cast();
                (ffi::X509_OBJECT_get_type(object), ffi::X509_OBJECT_get0_X509(object))
            })
        }
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: the list is this one's own.
            unsafe { ffi::OPENSSL_sk_pop_free(self.0, ffi::X509_OBJECT_free) };
        }
    }
}

/// `cert_store_stats`.
pub fn store_statistics(thread: &mut Thread, this: Ref<ContextObject>) -> PyResult<Value> {
    let (mut certificates, mut lists, mut authorities) = (0, 0, 0);
    for (kind, certificate) in Objects::of(this).each() {
        match kind {
            1 => {
                certificates += 1;
                // SAFETY: the list keeps the certificate.
                if unsafe { ffi::X509_check_ca(certificate) } != 0 {
                    authorities += 1;
                }
            }
            2 => lists += 1,
            _ => {}
        }
    }
    let dict = DictObject::new(thread)?;
    for (name, count) in [("x509", certificates), ("crl", lists), ("x509_ca", authorities)] {
        dict.set_str(thread, name, Value::small_int(count))?;
    }
    Ok(dict.value())
}

/// `get_ca_certs`.
pub fn authorities(thread: &mut Thread, this: Ref<ContextObject>, binary: bool) -> PyResult<Value> {
    let list = ListObject::with_capacity(thread, 0)?;
    let objects = Objects::of(this);
    for (kind, certificate) in objects.each() {
        // SAFETY: the list keeps the certificate.
        unsafe {
            if kind != 1 || ffi::X509_check_ca(certificate) == 0 {
                continue;
            }
            let item = match binary {
                true => decode::der(thread, certificate)?,
                false => decode::certificate(thread, certificate)?,
            };
            list.push(thread, item)?;
        }
    }
    Ok(list.value())
}

/// `load_dh_params`.
pub fn key_exchange(thread: &mut Thread, this: Ref<ContextObject>, file: Value) -> PyResult<()> {
    let Some(file) = path::fspath(thread, file)? else {
        let class = class_of(file).name_for_message();
        return Err(thread.type_error(format_args!("expected str, bytes or os.PathLike object, not {class}")));
    };
    let bytes = path::encode(thread, file)?;
    let name = CString::new(bytes).map_err(|_| thread.value_error(format_args!("embedded null byte")))?;
    // SAFETY: the path lives; what is opened is freed here.
    let (key, errno) = released(thread, || unsafe {
        super::errno::forget();
        ffi::ERR_clear_error();
        let source = ffi::BIO_new_file(name.as_ptr(), c"r".as_ptr());
        if source.is_null() {
            return (std::ptr::null_mut(), last_errno());
        }
        let key = ffi::PEM_read_bio_DHparams(source, std::ptr::null_mut(), None, std::ptr::null_mut());
        ffi::BIO_free(source);
        (key, 0)
    });
    if key.is_null() {
        if errno != 0 {
            // SAFETY: no arguments.
            unsafe { ffi::ERR_clear_error() };
            return Err(pyrs_lib_os::os_error::os_error(thread, errno, Some(file)));
        }
        return Err(errors::of_queue(thread));
    }
    // SAFETY: the context copies the parameters.
    let result = unsafe {
        let result = ffi::SSL_CTX_ctrl(this.pointer(), code::SET_TMP_DH, 0, key.cast());
        ffi::DH_free(key);
        result
    };
    if result != 1 {
        return Err(errors::of_queue(thread));
    }
    Ok(())
}

/// Places where systems keep what they trust.
const SYSTEM_FILES: &[&CStr] = &[
    c"/etc/ssl/certs/ca-certificates.crt",
    c"/etc/pki/tls/certs/ca-bundle.crt",
    c"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    c"/etc/ssl/ca-bundle.pem",
    c"/etc/ssl/cert.pem",
];
const SYSTEM_FOLDERS: &[&CStr] = &[c"/etc/ssl/certs", c"/etc/pki/tls/certs"];

fn exists(path: &CStr) -> bool {
    // SAFETY: the path lives.
    unsafe { libc::access(path.as_ptr(), libc::R_OK) == 0 }
}

/// The file and the folder of trusted certificates: where this build of OpenSSL looks, or if there is nothing, where the
/// system has them.
pub fn default_places() -> (CString, CString) {
    // SAFETY: static texts.
    let (file, folder) = unsafe {
        (
            CStr::from_ptr(ffi::X509_get_default_cert_file()),
            CStr::from_ptr(ffi::X509_get_default_cert_dir()),
        )
    };
    let choose = |own: &CStr, others: &[&CStr]| match exists(own) {
        true => own.to_owned(),
        false => others
            .iter()
            .find(|path| exists(path))
            .map_or(own, |path| *path)
            .to_owned(),
    };
    (choose(file, SYSTEM_FILES), choose(folder, SYSTEM_FOLDERS))
}

/// `set_default_verify_paths`.
pub fn default_locations(thread: &mut Thread, this: Ref<ContextObject>) -> PyResult<()> {
    let pointer = this.pointer();
    let (file, folder) = default_places();
    let set = |name| std::env::var_os(name).is_some();
    let (own_file, own_folder) = (set("SSL_CERT_FILE"), set("SSL_CERT_DIR"));
    // SAFETY: the context is open, and the paths live.
    let result = released(thread, || unsafe {
        ffi::ERR_clear_error();
        let result = ffi::SSL_CTX_set_default_verify_paths(pointer);
        if !own_file && exists(&file) {
            ffi::SSL_CTX_load_verify_locations(pointer, file.as_ptr(), std::ptr::null());
        }
        if !own_folder && exists(&folder) {
            ffi::SSL_CTX_load_verify_locations(pointer, std::ptr::null(), folder.as_ptr());
        }
        result
    });
    if result != 1 {
        return Err(errors::of_queue(thread));
    }
    // SAFETY: no arguments. Files that are not there are no failure.
    unsafe { ffi::ERR_clear_error() };
    Ok(())
}
