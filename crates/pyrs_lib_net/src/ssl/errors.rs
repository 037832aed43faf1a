//! The exceptions of TLS, and what OpenSSL's error codes say.
//!
//! Invariant: OpenSSL's queue of errors is empty once an exception was made of it. Names of reasons are derived from
//! OpenSSL's texts; where they differ from the names in its headers, [`REASONS`] has them.

use super::ffi::{self, code};
use super::socket::TlsSocketObject;
use pyrs_macros::pymethods;
use pyrs_object::dict::DictObject;
use pyrs_object::exception::{EXCEPTION_LAYOUT, ExceptionObject};
use pyrs_object::header::Ref;
use pyrs_object::native_class::NativeClass;
use pyrs_object::static_root::StaticRoot;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Raised, Thread, Value, core, none, protocol};
use std::ffi::{CStr, c_char, c_ulong};

macro_rules! exceptions {
    ($($constant:ident $name:literal $base:expr;)*) => {
        $(
            #[doc = concat!("`ssl.", $name, "`.")]
            pub static $constant: NativeClass = NativeClass::new("ssl", $name, &EXCEPTION_LAYOUT)
                .base($base)
                .subclassable()
                .with_dict();
        )*
        /// Those that are plain subclasses of SSLError.
        pub static PLAIN: &[(&str, &NativeClass)] = &[$(($name, &$constant)),*];
    };
}

exceptions! {
    ZERO_RETURN "SSLZeroReturnError" || ERROR.get();
    WANT_READ "SSLWantReadError" || ERROR.get();
    WANT_WRITE "SSLWantWriteError" || ERROR.get();
    SYSCALL "SSLSyscallError" || ERROR.get();
    EOF "SSLEOFError" || ERROR.get();
}

/// `ssl.SSLError`.
pub static ERROR: NativeClass = NativeClass::new("ssl", "SSLError", &EXCEPTION_LAYOUT)
    .base(|| core().types.os_error.get())
    .subclassable()
    .with_dict()
    .methods(ErrorMethods::TYPE_METHODS);

/// `ssl.SSLCertVerificationError`, which has two bases.
static VERIFICATION: StaticRoot = StaticRoot::new();

/// Holds the methods of SSLError.
pub struct ErrorMethods;

/// An error of TLS.
#[pymethods]
impl ErrorMethods {
    #[slot]
    fn str(thread: &mut Thread, this: Value) -> PyResult<Value> {
        for name in ["strerror", "args"] {
            let name = StrObject::intern(thread, name)?;
            let value = protocol::getattr(thread, this, name)?;
            if value.downcast::<StrObject>().is_some() {
                return Ok(value);
            }
            if value.downcast::<TupleObject>().is_some() {
                return Ok(protocol::str(thread, value)?.value());
            }
        }
        Ok(core().empty_str.get().value())
    }
}

/// Makes the classes, and enters them in the module.
pub fn create(thread: &mut Thread, dict: Ref<DictObject>) -> PyResult<()> {
    let base = ERROR.create(thread)?.value();
    dict.set_str(thread, "SSLError", base)?;
    for (name, class) in PLAIN {
        let class = class.create(thread)?;
        dict.set_str(thread, name, class.value())?;
    }
    let class = match VERIFICATION.get() {
        Some(class) => class,
        None => {
            let name = StrObject::intern(thread, "SSLCertVerificationError")?;
            let bases = [base, core().types.value_error.get().value()];
            let bases = TupleObject::from_slice(thread, &bases)?;
            let namespace = DictObject::new(thread)?;
            let module = StrObject::intern(thread, "ssl")?;
            namespace.set_str(thread, "__module__", module.value())?;
            let doc = StrObject::from_str(thread, "A certificate could not be verified.")?;
            namespace.set_str(thread, "__doc__", doc.value())?;
            let make = core().types.type_.get().value();
            let class = protocol::call(thread, make, &[name.value(), bases.value(), namespace.value()])?;
            VERIFICATION.set(thread, Some(class));
            class
        }
    };
    dict.set_str(thread, "SSLCertVerificationError", class)
}

/// Reasons whose names are not their texts in capitals: library, reason, name.
const REASONS: &[(i64, i64, &str)] = &[
    (4, 135, "SLEN_RECOVERY_FAILED"),
    (4, 136, "SLEN_CHECK_FAILED"),
    (5, 102, "INVALID_PUBKEY"),
    (6, 142, "EXPECTING_A_EC_KEY"),
    (6, 162, "PARTIALLY_OVERLAPPING"),
    (6, 219, "EXPECTING_A_ECX_KEY"),
    (10, 110, "SEED_LEN_SMALL"),
    (11, 114, "CANT_CHECK_DH_KEY"),
    (20, 158, "AT_LEAST_TLS_1_2_NEEDED_IN_SUITEB_MODE"),
    (20, 330, "NO_GOST_CERTIFICATE_SENT_BY_PEER"),
    (20, 358, "MISSING_SRP_PARAM"),
    (20, 361, "SRP_A_CALC"),
    (20, 380, "ILLEGAL_SUITEB_DIGEST"),
    (20, 1010, "SSLV3_ALERT_UNEXPECTED_MESSAGE"),
    (20, 1020, "SSLV3_ALERT_BAD_RECORD_MAC"),
    (20, 1030, "SSLV3_ALERT_DECOMPRESSION_FAILURE"),
    (20, 1040, "SSLV3_ALERT_HANDSHAKE_FAILURE"),
    (20, 1041, "SSLV3_ALERT_NO_CERTIFICATE"),
    (20, 1042, "SSLV3_ALERT_BAD_CERTIFICATE"),
    (20, 1043, "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE"),
    (20, 1044, "SSLV3_ALERT_CERTIFICATE_REVOKED"),
    (20, 1045, "SSLV3_ALERT_CERTIFICATE_EXPIRED"),
    (20, 1046, "SSLV3_ALERT_CERTIFICATE_UNKNOWN"),
    (20, 1047, "SSLV3_ALERT_ILLEGAL_PARAMETER"),
    (32, 111, "LOCAL_ADDR_NOT_AVAILABLE"),
    (32, 112, "NON_FATAL"),
    (32, 151, "PEER_ADDR_NOT_AVAILABLE"),
];

const LIBRARIES: &[(i64, &str)] = &[
    (2, "SYS"),
    (3, "BN"),
    (4, "RSA"),
    (5, "DH"),
    (6, "EVP"),
    (7, "BUF"),
    (8, "OBJ"),
    (9, "PEM"),
    (10, "DSA"),
    (11, "X509"),
    (13, "ASN1"),
    (14, "CONF"),
    (15, "CRYPTO"),
    (16, "EC"),
    (20, "SSL"),
    (32, "BIO"),
    (33, "PKCS7"),
    (34, "X509V3"),
    (35, "PKCS12"),
    (36, "RAND"),
    (37, "DSO"),
    (38, "ENGINE"),
    (39, "OCSP"),
    (40, "UI"),
    (41, "COMP"),
    (42, "ECDSA"),
    (43, "ECDH"),
    (44, "OSSL_STORE"),
    (45, "FIPS"),
    (46, "CMS"),
    (47, "TS"),
    (48, "HMAC"),
    (50, "CT"),
    (51, "ASYNC"),
    (52, "KDF"),
    (53, "SM2"),
    (54, "ESS"),
    (55, "PROP"),
    (56, "CRMF"),
    (57, "PROV"),
    (58, "CMP"),
    (59, "OSSL_ENCODER"),
    (60, "OSSL_DECODER"),
    (61, "HTTP"),
];

/// The library and the reason in an error code.
pub fn parts(error: c_ulong) -> (i64, i64) {
    // Errors of the system have a bit of their own.
    if error & 0x8000_0000 != 0 {
        return (2, (error & 0x7fff_ffff) as i64);
    }
    ((error >> 23 & 0xff) as i64, (error & 0x7f_ffff) as i64)
}

/// A text of OpenSSL's own.
///
/// # Safety
/// The pointer is null or that of a text that ends with a zero.
pub unsafe fn text(pointer: *const c_char) -> Option<String> {
    if pointer.is_null() {
        return None;
    }
    // SAFETY: promised by the caller.
    Some(unsafe { CStr::from_ptr(pointer) }.to_string_lossy().into_owned())
}

fn reason_name(error: c_ulong, words: Option<&str>) -> Option<String> {
    let (library, reason) = parts(error);
    // Reasons that all libraries share have no names of their own.
    const COMMON: i64 = 0x2 << 18;
    if library == 2 || reason & COMMON != 0 {
        return None;
    }
    let listed = REASONS
        .iter()
        .find(|(of, number, _)| *of == library && *number == reason);
    if let Some((_, _, name)) = listed {
        return Some((*name).to_owned());
    }
    let name = words?.chars().map(|c| match c.is_ascii_alphanumeric() {
        true => c.to_ascii_uppercase(),
        false => '_',
    });
    Some(name.collect())
}

/// What to raise.
pub struct Failure<'a> {
    /// The class.
    pub class: Value,
    /// `errno`.
    pub number: i64,
    /// The text, if it is not OpenSSL's.
    pub words: Option<&'a str>,
    /// OpenSSL's code.
    pub error: c_ulong,
    /// Whose certificate could not be verified.
    pub socket: Option<Ref<TlsSocketObject>>,
    /// Line of the source that noticed it.
    pub line: u32,
}

/// Why a certificate was not accepted.
fn verification(socket: Ref<TlsSocketObject>) -> (i64, String) {
    // SAFETY: the socket is open; texts are static.
    let (number, words) = unsafe {
        let number = ffi::SSL_get_verify_result(socket.pointer());
        (number, text(ffi::X509_verify_cert_error_string(number)))
    };
    let name = socket
        .server_hostname
        .get()
        .and_then(|name| name.downcast::<StrObject>());
    let name = name.map(|name| name.to_string_lossy()).unwrap_or_default();
    let words = match number {
        62 => format!("Hostname mismatch, certificate is not valid for '{name}'."),
        64 => format!("IP address mismatch, certificate is not valid for '{name}'."),
        _ => words.unwrap_or_default(),
    };
    (number, words)
}

/// Raises an error of TLS, and empties OpenSSL's queue.
#[cold]
pub fn raise(thread: &mut Thread, failure: Failure) -> Raised {
    match make(thread, failure) {
        Ok(raised) | Err(raised) => raised,
    }
}

fn make(thread: &mut Thread, failure: Failure) -> PyResult<Raised> {
    let error = failure.error;
    // SAFETY: a static text, or null.
    let own = (error != 0)
        .then(|| unsafe { text(ffi::ERR_reason_error_string(error)) })
        .flatten();
    let library = match error {
        0 => None,
        error => LIBRARIES
            .iter()
            .find(|(number, _)| *number == parts(error).0)
            .map(|(_, name)| *name),
    };
    let reason = if error == 0 {
        None
    } else {
        reason_name(error, own.as_deref())
    };
    let words = failure
        .words
        .map(str::to_owned)
        .or(own)
        .unwrap_or_else(|| "unknown error".to_owned());
    let verified = match failure.socket {
        Some(socket) if Some(failure.class) == VERIFICATION.get() => Some(verification(socket)),
        _ => None,
    };
    let line = failure.line;
    let message = match (library, &reason, &verified) {
        (Some(library), Some(reason), Some((_, why))) => {
            format!("[{library}: {reason}] {words}: {why} (_ssl.c:{line})")
        }
        (Some(library), Some(reason), None) => format!("[{library}: {reason}] {words} (_ssl.c:{line})"),
        (Some(library), None, _) => format!("[{library}] {words} (_ssl.c:{line})"),
        (None, _, _) => format!("{words} (_ssl.c:{line})"),
    };
    let message = StrObject::from_str(thread, &message)?.value();
    let exception = protocol::call(thread, failure.class, &[Value::small_int(failure.number), message])?;
    let reason = match &reason {
        Some(reason) => StrObject::from_str(thread, reason)?.value(),
        None => none(),
    };
    set(thread, exception, "reason", reason)?;
    let library = match library {
        Some(library) => StrObject::from_str(thread, library)?.value(),
        None => none(),
    };
    set(thread, exception, "library", library)?;
    if let Some((number, why)) = verified {
        set(thread, exception, "verify_code", Value::small_int(number))?;
        let why = StrObject::from_str(thread, &why)?.value();
        set(thread, exception, "verify_message", why)?;
    }
    // SAFETY: no arguments.
    unsafe { ffi::ERR_clear_error() };
    match exception.downcast::<ExceptionObject>() {
        Some(exception) => Ok(thread.raise(exception)),
        None => Err(thread.type_error(format_args!("exceptions must derive from BaseException"))),
    }
}

fn set(thread: &mut Thread, object: Value, name: &str, value: Value) -> PyResult<()> {
    let name = StrObject::intern(thread, name)?;
    protocol::setattr(thread, object, name, Some(value))
}

/// Raises SSLError for what is in OpenSSL's queue.
#[cold]
#[track_caller]
pub fn of_queue(thread: &mut Thread) -> Raised {
    // SAFETY: no arguments.
    let error = unsafe { ffi::ERR_peek_last_error() };
    let failure = Failure {
        class: ERROR.get().value(),
        number: parts(error).1,
        words: None,
        error,
        socket: None,
        line: std::panic::Location::caller().line(),
    };
    raise(thread, failure)
}

/// Raises the AttributeError of what cannot be deleted.
#[cold]
pub fn not_deletable(thread: &mut Thread, object: Value, name: &str) -> Raised {
    let class = pyrs_object::class_of(object).name_for_message();
    thread.attribute_error_plain(format_args!(
        "attribute '{name}' of '{class}' objects cannot be deleted"
    ))
}

/// Raises SSLError with nothing but a text.
#[cold]
pub fn bare(thread: &mut Thread, words: &str) -> Raised {
    let made = StrObject::from_str(thread, words)
        .and_then(|words| protocol::call(thread, ERROR.get().value(), &[words.value()]));
    match made.map(|exception| exception.downcast::<ExceptionObject>()) {
        Ok(Some(exception)) => thread.raise(exception),
        Ok(None) => thread.type_error(format_args!("exceptions must derive from BaseException")),
        Err(raised) => raised,
    }
}

/// Raises SSLError with a text and a place.
#[cold]
#[track_caller]
pub fn plain(thread: &mut Thread, words: &str) -> Raised {
    let failure = Failure {
        class: ERROR.get().value(),
        number: 0,
        words: Some(words),
        error: 0,
        socket: None,
        line: std::panic::Location::caller().line(),
    };
    raise(thread, failure)
}

/// Raises what a failed read of a file means: the system's error, else OpenSSL's.
#[cold]
#[track_caller]
pub fn of_file(thread: &mut Thread, errno: i32) -> Raised {
    if errno != 0 {
        // SAFETY: no arguments.
        unsafe { ffi::ERR_clear_error() };
        return pyrs_lib_os::os_error::os_error(thread, errno, None);
    }
    of_queue(thread)
}

/// What an operation of a socket came to.
#[derive(Clone, Copy, Default)]
pub struct Outcome {
    /// Whether it failed.
    pub failed: bool,
    /// OpenSSL's kind of failure.
    pub kind: i32,
    /// The system's error number.
    pub errno: i32,
}

/// Raises what a failed operation means.
#[cold]
#[track_caller]
pub fn of_operation(thread: &mut Thread, socket: Ref<TlsSocketObject>, outcome: Outcome) -> Raised {
    let line = std::panic::Location::caller().line();
    // SAFETY: no arguments.
    let error = unsafe { ffi::ERR_peek_last_error() };
    let (library, reason) = parts(error);
    let certificate = library == code::LIB_SSL && reason == code::REASON_CERTIFICATE_VERIFY_FAILED;
    let general = if certificate {
        VERIFICATION.get().unwrap_or_else(|| ERROR.get().value())
    } else {
        ERROR.get().value()
    };
    let eof = "EOF occurred in violation of protocol";
    let (class, number, words) = match outcome.kind {
        code::ERROR_ZERO_RETURN => (
            ZERO_RETURN.get().value(),
            code::ERROR_ZERO_RETURN,
            Some("TLS/SSL connection has been closed (EOF)"),
        ),
        code::ERROR_WANT_READ => (
            WANT_READ.get().value(),
            code::ERROR_WANT_READ,
            Some("The operation did not complete (read)"),
        ),
        code::ERROR_WANT_WRITE => (
            WANT_WRITE.get().value(),
            code::ERROR_WANT_WRITE,
            Some("The operation did not complete (write)"),
        ),
        code::ERROR_WANT_X509_LOOKUP => (
            general,
            code::ERROR_WANT_X509_LOOKUP,
            Some("The operation did not complete (X509 lookup)"),
        ),
        code::ERROR_WANT_CONNECT => (
            general,
            code::ERROR_WANT_CONNECT,
            Some("The operation did not complete (connect)"),
        ),
        code::ERROR_SYSCALL if error == 0 && outcome.errno != 0 => {
            return pyrs_lib_os::os_error::os_error(thread, outcome.errno, None);
        }
        // The system's error number is the reason.
        code::ERROR_SYSCALL if library == 2 => {
            // SAFETY: no arguments.
            unsafe { ffi::ERR_clear_error() };
            return pyrs_lib_os::os_error::os_error(thread, reason as i32, None);
        }
        code::ERROR_SYSCALL if error == 0 => (EOF.get().value(), code::ERROR_EOF, Some(eof)),
        code::ERROR_SYSCALL => (general, code::ERROR_SYSCALL, None),
        code::ERROR_SSL if library == code::LIB_SSL && reason == code::REASON_UNEXPECTED_EOF => {
            (EOF.get().value(), code::ERROR_EOF, Some(eof))
        }
        code::ERROR_SSL if error == 0 => (general, code::ERROR_SSL, Some("A failure in the SSL library occurred")),
        code::ERROR_SSL => (general, code::ERROR_SSL, None),
        _ => (general, code::ERROR_INVALID_CODE, Some("Invalid error code")),
    };
    let failure = Failure {
        class,
        number: number.into(),
        words,
        error,
        socket: Some(socket),
        line,
    };
    raise(thread, failure)
}
