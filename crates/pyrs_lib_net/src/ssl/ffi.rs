//! OpenSSL's functions, as far as the module needs them. The library itself comes from `openssl-sys`, which compiles it.
//!
//! Types of OpenSSL are opaque but for the three whose fields its interface gives away.

use std::ffi::{c_char, c_int, c_long, c_uchar, c_uint, c_ulong, c_void};

// Links the library.
use openssl_sys as _;

macro_rules! opaque {
    ($($name:ident)*) => { $(#[doc = concat!("`", stringify!($name), "`")] #[allow(non_camel_case_types, clippy::upper_case_acronyms)] #[repr(C)] pub struct $name { _private: [u8; 0] })* };
}

opaque! {
    SSL SSL_CTX SSL_METHOD SSL_CIPHER SSL_SESSION BIO BIO_METHOD X509 X509_NAME X509_NAME_ENTRY X509_STORE X509_OBJECT
    X509_VERIFY_PARAM ASN1_OBJECT ASN1_STRING STACK GENERAL_NAME DH
}

/// Where information about an authority is.
#[repr(C)]
#[allow(non_camel_case_types)]
pub struct ACCESS_DESCRIPTION {
    pub method: *mut ASN1_OBJECT,
    pub location: *mut GENERAL_NAME,
}

/// Where revocation lists are.
#[repr(C)]
#[allow(non_camel_case_types)]
pub struct DIST_POINT {
    pub name: *mut DIST_POINT_NAME,
}

/// The name of such a place: `full` for kind 0.
#[repr(C)]
#[allow(non_camel_case_types)]
pub struct DIST_POINT_NAME {
    pub kind: c_int,
    pub full: *mut STACK,
}

/// A password callback.
pub type PasswordCallback = unsafe extern "C" fn(*mut c_char, c_int, c_int, *mut c_void) -> c_int;
/// A message callback.
pub type MessageCallback = unsafe extern "C" fn(c_int, c_int, c_int, *const c_void, usize, *mut SSL, *mut c_void);
/// A verify callback.
pub type VerifyCallback = unsafe extern "C" fn(c_int, *mut c_void) -> c_int;
/// A choice of a protocol.
pub type AlpnCallback =
    unsafe extern "C" fn(*mut SSL, *mut *const c_uchar, *mut c_uchar, *const c_uchar, c_uint, *mut c_void) -> c_int;
/// A client's identity and key.
pub type PskClientCallback =
    unsafe extern "C" fn(*mut SSL, *const c_char, *mut c_char, c_uint, *mut c_uchar, c_uint) -> c_uint;
/// The key of an identity.
pub type PskServerCallback = unsafe extern "C" fn(*mut SSL, *const c_char, *mut c_uchar, c_uint) -> c_uint;

unsafe extern "C" {
    pub fn OPENSSL_init_ssl(options: u64, settings: *const c_void) -> c_int;
    pub fn OpenSSL_version(kind: c_int) -> *const c_char;
    pub fn OpenSSL_version_num() -> c_ulong;
    pub fn CRYPTO_free(pointer: *mut c_void, file: *const c_char, line: c_int);

    pub fn ERR_peek_last_error() -> c_ulong;
    pub fn ERR_clear_error();
    pub fn ERR_reason_error_string(code: c_ulong) -> *const c_char;

    pub fn RAND_bytes(buffer: *mut c_uchar, count: c_int) -> c_int;
    pub fn RAND_add(buffer: *const c_void, count: c_int, entropy: f64);
    pub fn RAND_status() -> c_int;

    pub fn OBJ_obj2txt(buffer: *mut c_char, length: c_int, object: *const ASN1_OBJECT, no_name: c_int) -> c_int;
    pub fn OBJ_obj2nid(object: *const ASN1_OBJECT) -> c_int;
    pub fn OBJ_nid2obj(nid: c_int) -> *mut ASN1_OBJECT;
    pub fn OBJ_txt2obj(text: *const c_char, no_name: c_int) -> *mut ASN1_OBJECT;
    pub fn OBJ_nid2ln(nid: c_int) -> *const c_char;
    pub fn OBJ_nid2sn(nid: c_int) -> *const c_char;
    pub fn OBJ_sn2nid(name: *const c_char) -> c_int;
    pub fn ASN1_OBJECT_free(object: *mut ASN1_OBJECT);
    pub fn ASN1_STRING_to_UTF8(out: *mut *mut c_uchar, text: *const ASN1_STRING) -> c_int;
    pub fn ASN1_STRING_get0_data(text: *const ASN1_STRING) -> *const c_uchar;
    pub fn ASN1_STRING_length(text: *const ASN1_STRING) -> c_int;
    pub fn ASN1_TIME_print(bio: *mut BIO, time: *const ASN1_STRING) -> c_int;
    pub fn i2a_ASN1_INTEGER(bio: *mut BIO, number: *const ASN1_STRING) -> c_int;

    pub fn OPENSSL_sk_num(stack: *const STACK) -> c_int;
    pub fn OPENSSL_sk_value(stack: *const STACK, index: c_int) -> *mut c_void;
    pub fn OPENSSL_sk_pop_free(stack: *mut STACK, free: unsafe extern "C" fn(*mut c_void));

    pub fn BIO_new(method: *const BIO_METHOD) -> *mut BIO;
    pub fn BIO_new_file(name: *const c_char, mode: *const c_char) -> *mut BIO;
    pub fn BIO_new_mem_buf(data: *const c_void, length: c_int) -> *mut BIO;
    pub fn BIO_s_mem() -> *const BIO_METHOD;
    pub fn BIO_free(bio: *mut BIO) -> c_int;
    pub fn BIO_up_ref(bio: *mut BIO) -> c_int;
    pub fn BIO_read(bio: *mut BIO, buffer: *mut c_void, length: c_int) -> c_int;
    pub fn BIO_write(bio: *mut BIO, data: *const c_void, length: c_int) -> c_int;
    pub fn BIO_ctrl(bio: *mut BIO, command: c_int, number: c_long, pointer: *mut c_void) -> c_long;
    pub fn BIO_clear_flags(bio: *mut BIO, flags: c_int);

    pub fn X509_free(certificate: *mut X509);
    pub fn X509_up_ref(certificate: *mut X509) -> c_int;
    pub fn X509_cmp(a: *const X509, b: *const X509) -> c_int;
    pub fn X509_get_version(certificate: *const X509) -> c_long;
    pub fn X509_get_subject_name(certificate: *const X509) -> *mut X509_NAME;
    pub fn X509_get_issuer_name(certificate: *const X509) -> *mut X509_NAME;
    pub fn X509_get_serialNumber(certificate: *mut X509) -> *mut ASN1_STRING;
    pub fn X509_get0_notBefore(certificate: *const X509) -> *const ASN1_STRING;
    pub fn X509_get0_notAfter(certificate: *const X509) -> *const ASN1_STRING;
    pub fn X509_get_ext_d2i(
        certificate: *const X509,
        nid: c_int,
        critical: *mut c_int,
        index: *mut c_int,
    ) -> *mut c_void;
    pub fn X509_subject_name_hash(certificate: *mut X509) -> c_ulong;
    pub fn X509_check_ca(certificate: *mut X509) -> c_int;
    pub fn X509_verify_cert_error_string(code: c_long) -> *const c_char;
    pub fn i2d_X509(certificate: *const X509, out: *mut *mut c_uchar) -> c_int;
    pub fn d2i_X509_bio(bio: *mut BIO, certificate: *mut *mut X509) -> *mut X509;
    pub fn PEM_read_bio_X509(
        bio: *mut BIO,
        certificate: *mut *mut X509,
        password: Option<PasswordCallback>,
        data: *mut c_void,
    ) -> *mut X509;
    pub fn PEM_write_bio_X509(bio: *mut BIO, certificate: *const X509) -> c_int;
    pub fn X509_NAME_entry_count(name: *const X509_NAME) -> c_int;
    pub fn X509_NAME_get_entry(name: *const X509_NAME, index: c_int) -> *mut X509_NAME_ENTRY;
    pub fn X509_NAME_ENTRY_set(entry: *const X509_NAME_ENTRY) -> c_int;
    pub fn X509_NAME_ENTRY_get_object(entry: *const X509_NAME_ENTRY) -> *mut ASN1_OBJECT;
    pub fn X509_NAME_ENTRY_get_data(entry: *const X509_NAME_ENTRY) -> *mut ASN1_STRING;
    pub fn X509_NAME_print_ex(bio: *mut BIO, name: *const X509_NAME, indent: c_int, flags: c_ulong) -> c_int;
    pub fn GENERAL_NAME_get0_value(name: *const GENERAL_NAME, kind: *mut c_int) -> *mut c_void;
    pub fn GENERAL_NAME_print(bio: *mut BIO, name: *mut GENERAL_NAME) -> c_int;
    pub fn GENERAL_NAME_free(name: *mut c_void);
    pub fn ACCESS_DESCRIPTION_free(description: *mut c_void);
    pub fn DIST_POINT_free(point: *mut c_void);
    pub fn X509_get_default_cert_file() -> *const c_char;
    pub fn X509_get_default_cert_dir() -> *const c_char;
    pub fn X509_get_default_cert_file_env() -> *const c_char;
    pub fn X509_get_default_cert_dir_env() -> *const c_char;
    pub fn X509_STORE_add_cert(store: *mut X509_STORE, certificate: *mut X509) -> c_int;
    pub fn X509_STORE_get1_objects(store: *mut X509_STORE) -> *mut STACK;
    pub fn X509_OBJECT_get_type(object: *const X509_OBJECT) -> c_int;
    pub fn X509_OBJECT_get0_X509(object: *const X509_OBJECT) -> *mut X509;
    pub fn X509_OBJECT_free(object: *mut c_void);
    pub fn X509_VERIFY_PARAM_set_flags(parameters: *mut X509_VERIFY_PARAM, flags: c_ulong) -> c_int;
    pub fn X509_VERIFY_PARAM_clear_flags(parameters: *mut X509_VERIFY_PARAM, flags: c_ulong) -> c_int;
    pub fn X509_VERIFY_PARAM_get_flags(parameters: *const X509_VERIFY_PARAM) -> c_ulong;
    pub fn X509_VERIFY_PARAM_set_hostflags(parameters: *mut X509_VERIFY_PARAM, flags: c_uint);
    pub fn X509_VERIFY_PARAM_set1_host(parameters: *mut X509_VERIFY_PARAM, name: *const c_char, length: usize)
    -> c_int;
    pub fn X509_VERIFY_PARAM_set1_ip(parameters: *mut X509_VERIFY_PARAM, ip: *const c_uchar, length: usize) -> c_int;
    pub fn PEM_read_bio_DHparams(
        bio: *mut BIO,
        parameters: *mut *mut DH,
        password: Option<PasswordCallback>,
        data: *mut c_void,
    ) -> *mut DH;
    pub fn DH_free(parameters: *mut DH);

    pub fn TLS_method() -> *const SSL_METHOD;
    pub fn TLS_client_method() -> *const SSL_METHOD;
    pub fn TLS_server_method() -> *const SSL_METHOD;
    pub fn SSL_CTX_new(method: *const SSL_METHOD) -> *mut SSL_CTX;
    pub fn SSL_CTX_free(context: *mut SSL_CTX);
    pub fn SSL_CTX_set_verify(context: *mut SSL_CTX, mode: c_int, callback: Option<VerifyCallback>);
    pub fn SSL_CTX_get_verify_mode(context: *const SSL_CTX) -> c_int;
    pub fn SSL_CTX_get_verify_callback(context: *const SSL_CTX) -> Option<VerifyCallback>;
    pub fn SSL_CTX_get0_param(context: *mut SSL_CTX) -> *mut X509_VERIFY_PARAM;
    pub fn SSL_CTX_set_options(context: *mut SSL_CTX, options: u64) -> u64;
    pub fn SSL_CTX_clear_options(context: *mut SSL_CTX, options: u64) -> u64;
    pub fn SSL_CTX_get_options(context: *const SSL_CTX) -> u64;
    pub fn SSL_CTX_set_session_id_context(context: *mut SSL_CTX, id: *const c_uchar, length: c_uint) -> c_int;
    pub fn SSL_CTX_use_certificate_chain_file(context: *mut SSL_CTX, file: *const c_char) -> c_int;
    pub fn SSL_CTX_use_PrivateKey_file(context: *mut SSL_CTX, file: *const c_char, kind: c_int) -> c_int;
    pub fn SSL_CTX_check_private_key(context: *const SSL_CTX) -> c_int;
    pub fn SSL_CTX_set_default_passwd_cb(context: *mut SSL_CTX, callback: Option<PasswordCallback>);
    pub fn SSL_CTX_set_default_passwd_cb_userdata(context: *mut SSL_CTX, data: *mut c_void);
    pub fn SSL_CTX_load_verify_locations(context: *mut SSL_CTX, file: *const c_char, folder: *const c_char) -> c_int;
    pub fn SSL_CTX_get_cert_store(context: *const SSL_CTX) -> *mut X509_STORE;
    pub fn SSL_CTX_set_default_verify_paths(context: *mut SSL_CTX) -> c_int;
    pub fn SSL_CTX_set_cipher_list(context: *mut SSL_CTX, text: *const c_char) -> c_int;
    pub fn SSL_CTX_set_alpn_protos(context: *mut SSL_CTX, data: *const c_uchar, length: c_uint) -> c_int;
    pub fn SSL_CTX_set_alpn_select_cb(context: *mut SSL_CTX, callback: Option<AlpnCallback>, data: *mut c_void);
    pub fn SSL_select_next_proto(
        out: *mut *mut c_uchar,
        out_length: *mut c_uchar,
        server: *const c_uchar,
        server_length: c_uint,
        client: *const c_uchar,
        client_length: c_uint,
    ) -> c_int;
    pub fn SSL_CTX_callback_ctrl(
        context: *mut SSL_CTX,
        command: c_int,
        callback: Option<unsafe extern "C" fn()>,
    ) -> c_long;
    pub fn SSL_CTX_ctrl(context: *mut SSL_CTX, command: c_int, number: c_long, pointer: *mut c_void) -> c_long;
    pub fn SSL_CTX_set_keylog_callback(
        context: *mut SSL_CTX,
        callback: Option<unsafe extern "C" fn(*const SSL, *const c_char)>,
    );
    pub fn SSL_CTX_set_msg_callback(context: *mut SSL_CTX, callback: Option<MessageCallback>);
    pub fn SSL_CTX_set_post_handshake_auth(context: *mut SSL_CTX, on: c_int);
    pub fn SSL_CTX_set_num_tickets(context: *mut SSL_CTX, count: usize) -> c_int;
    pub fn SSL_CTX_get_num_tickets(context: *const SSL_CTX) -> usize;
    pub fn SSL_CTX_get_security_level(context: *const SSL_CTX) -> c_int;
    pub fn SSL_CTX_set_psk_client_callback(context: *mut SSL_CTX, callback: Option<PskClientCallback>);
    pub fn SSL_CTX_set_psk_server_callback(context: *mut SSL_CTX, callback: Option<PskServerCallback>);
    pub fn SSL_CTX_use_psk_identity_hint(context: *mut SSL_CTX, hint: *const c_char) -> c_int;

    pub fn SSL_new(context: *mut SSL_CTX) -> *mut SSL;
    pub fn SSL_free(ssl: *mut SSL);
    pub fn SSL_set_fd(ssl: *mut SSL, fd: c_int) -> c_int;
    pub fn SSL_set_bio(ssl: *mut SSL, read: *mut BIO, write: *mut BIO);
    pub fn SSL_get_rbio(ssl: *const SSL) -> *mut BIO;
    pub fn SSL_get_wbio(ssl: *const SSL) -> *mut BIO;
    pub fn SSL_ctrl(ssl: *mut SSL, command: c_int, number: c_long, pointer: *mut c_void) -> c_long;
    pub fn SSL_set_connect_state(ssl: *mut SSL);
    pub fn SSL_set_accept_state(ssl: *mut SSL);
    pub fn SSL_do_handshake(ssl: *mut SSL) -> c_int;
    pub fn SSL_read_ex(ssl: *mut SSL, buffer: *mut c_void, length: usize, count: *mut usize) -> c_int;
    pub fn SSL_write_ex(ssl: *mut SSL, data: *const c_void, length: usize, count: *mut usize) -> c_int;
    pub fn SSL_pending(ssl: *const SSL) -> c_int;
    pub fn SSL_get_error(ssl: *const SSL, result: c_int) -> c_int;
    pub fn SSL_get1_peer_certificate(ssl: *const SSL) -> *mut X509;
    pub fn SSL_get_peer_cert_chain(ssl: *const SSL) -> *mut STACK;
    pub fn SSL_get0_verified_chain(ssl: *const SSL) -> *mut STACK;
    pub fn SSL_get_verify_mode(ssl: *const SSL) -> c_int;
    pub fn SSL_get_verify_callback(ssl: *const SSL) -> Option<VerifyCallback>;
    pub fn SSL_set_verify(ssl: *mut SSL, mode: c_int, callback: Option<VerifyCallback>);
    pub fn SSL_get_verify_result(ssl: *const SSL) -> c_long;
    pub fn SSL_get_version(ssl: *const SSL) -> *const c_char;
    pub fn SSL_is_init_finished(ssl: *const SSL) -> c_int;
    pub fn SSL_get_current_cipher(ssl: *const SSL) -> *const SSL_CIPHER;
    pub fn SSL_get_ciphers(ssl: *const SSL) -> *mut STACK;
    pub fn SSL_get_client_ciphers(ssl: *const SSL) -> *mut STACK;
    pub fn SSL_CIPHER_get_name(cipher: *const SSL_CIPHER) -> *const c_char;
    pub fn SSL_CIPHER_get_version(cipher: *const SSL_CIPHER) -> *const c_char;
    pub fn SSL_CIPHER_get_bits(cipher: *const SSL_CIPHER, algorithm: *mut c_int) -> c_int;
    pub fn SSL_CIPHER_description(cipher: *const SSL_CIPHER, buffer: *mut c_char, length: c_int) -> *mut c_char;
    pub fn SSL_CIPHER_get_id(cipher: *const SSL_CIPHER) -> u32;
    pub fn SSL_CIPHER_is_aead(cipher: *const SSL_CIPHER) -> c_int;
    pub fn SSL_CIPHER_get_cipher_nid(cipher: *const SSL_CIPHER) -> c_int;
    pub fn SSL_CIPHER_get_digest_nid(cipher: *const SSL_CIPHER) -> c_int;
    pub fn SSL_CIPHER_get_kx_nid(cipher: *const SSL_CIPHER) -> c_int;
    pub fn SSL_CIPHER_get_auth_nid(cipher: *const SSL_CIPHER) -> c_int;
    pub fn SSL_get0_alpn_selected(ssl: *const SSL, data: *mut *const c_uchar, length: *mut c_uint);
    pub fn SSL_shutdown(ssl: *mut SSL) -> c_int;
    pub fn SSL_get_shutdown(ssl: *const SSL) -> c_int;
    pub fn SSL_set_read_ahead(ssl: *mut SSL, on: c_int);
    pub fn SSL_set_post_handshake_auth(ssl: *mut SSL, on: c_int);
    pub fn SSL_verify_client_post_handshake(ssl: *mut SSL) -> c_int;
    pub fn SSL_get_finished(ssl: *const SSL, buffer: *mut c_void, length: usize) -> usize;
    pub fn SSL_get_peer_finished(ssl: *const SSL, buffer: *mut c_void, length: usize) -> usize;
    pub fn SSL_session_reused(ssl: *const SSL) -> c_int;
    pub fn SSL_get1_session(ssl: *mut SSL) -> *mut SSL_SESSION;
    pub fn SSL_set_session(ssl: *mut SSL, session: *mut SSL_SESSION) -> c_int;
    pub fn SSL_set_SSL_CTX(ssl: *mut SSL, context: *mut SSL_CTX) -> *mut SSL_CTX;
    pub fn SSL_get_servername(ssl: *const SSL, kind: c_int) -> *const c_char;
    pub fn SSL_set_ex_data(ssl: *mut SSL, index: c_int, data: *mut c_void) -> c_int;
    pub fn SSL_get_ex_data(ssl: *const SSL, index: c_int) -> *mut c_void;
    pub fn SSL_get0_param(ssl: *mut SSL) -> *mut X509_VERIFY_PARAM;
    pub fn SSL_SESSION_free(session: *mut SSL_SESSION);
    pub fn SSL_SESSION_dup(session: *const SSL_SESSION) -> *mut SSL_SESSION;
    pub fn SSL_SESSION_get_id(session: *const SSL_SESSION, length: *mut c_uint) -> *const c_uchar;
    pub fn SSL_SESSION_get_time(session: *const SSL_SESSION) -> c_long;
    pub fn SSL_SESSION_get_timeout(session: *const SSL_SESSION) -> c_long;
    pub fn SSL_SESSION_has_ticket(session: *const SSL_SESSION) -> c_int;
    pub fn SSL_SESSION_get_ticket_lifetime_hint(session: *const SSL_SESSION) -> c_ulong;
}

/// Numbers of OpenSSL's interface.
pub mod code {
    use std::ffi::c_int;

    pub const NO_ATEXIT: u64 = 0x0008_0000;
    pub const LOAD_STRINGS: u64 = 0x0020_0000 | 0x2;
    pub const FILETYPE_PEM: c_int = 1;

    pub const BIO_CTRL_PENDING: c_int = 10;
    pub const BIO_CTRL_EOF: c_int = 2;
    pub const BIO_SET_NBIO: c_int = 102;
    pub const BIO_SET_MEM_EOF_RETURN: c_int = 130;
    pub const BIO_FLAGS_RETRY: c_int = 0x0f;

    pub const SET_SERVER_NAME_CALLBACK: c_int = 53;
    pub const SET_HOST_NAME: c_int = 55;
    pub const CTX_SET_MODE: c_int = 33;
    pub const SESSION_COUNTER_FIRST: c_int = 20;
    pub const SET_TMP_DH: c_int = 3;
    pub const SET_MIN_PROTO: c_int = 123;
    pub const SET_MAX_PROTO: c_int = 124;
    pub const GET_MIN_PROTO: c_int = 130;
    pub const GET_MAX_PROTO: c_int = 131;
    pub const SET_GROUPS: c_int = 91;

    pub const MODE_ENABLE_PARTIAL_WRITE: i64 = 1;
    pub const MODE_MOVING_BUFFER: i64 = 2;
    pub const MODE_AUTO_RETRY: i64 = 4;
    pub const MODE_RELEASE_BUFFERS: i64 = 16;

    pub const VERIFY_PEER: c_int = 1;
    pub const VERIFY_FAIL_IF_NO_PEER_CERT: c_int = 2;
    pub const VERIFY_POST_HANDSHAKE: c_int = 8;

    pub const ERROR_SSL: c_int = 1;
    pub const ERROR_WANT_READ: c_int = 2;
    pub const ERROR_WANT_WRITE: c_int = 3;
    pub const ERROR_WANT_X509_LOOKUP: c_int = 4;
    pub const ERROR_SYSCALL: c_int = 5;
    pub const ERROR_ZERO_RETURN: c_int = 6;
    pub const ERROR_WANT_CONNECT: c_int = 7;
    /// Numbers of Python's own.
    pub const ERROR_EOF: c_int = 8;
    pub const ERROR_INVALID_CODE: c_int = 10;

    pub const RECEIVED_SHUTDOWN: c_int = 2;

    pub const LIB_SSL: i64 = 20;
    pub const LIB_PEM: i64 = 9;
    pub const LIB_X509: i64 = 11;
    pub const REASON_CERTIFICATE_VERIFY_FAILED: i64 = 134;
    pub const REASON_UNEXPECTED_EOF: i64 = 294;
    pub const REASON_PEM_NO_START_LINE: i64 = 108;
    pub const REASON_CERT_ALREADY_IN_TABLE: i64 = 101;

    pub const NID_SUBJECT_ALT_NAME: c_int = 85;
    pub const NID_INFO_ACCESS: c_int = 177;
    pub const NID_CRL_DISTRIBUTION_POINTS: c_int = 103;
    pub const NID_AD_OCSP: c_int = 178;
    pub const NID_AD_CA_ISSUERS: c_int = 179;

    pub const GEN_EMAIL: c_int = 1;
    pub const GEN_DNS: c_int = 2;
    pub const GEN_DIRNAME: c_int = 4;
    pub const GEN_URI: c_int = 6;
    pub const GEN_IPADD: c_int = 7;
    pub const GEN_RID: c_int = 8;

    pub const TLSEXT_OK: c_int = 0;
    pub const TLSEXT_ALERT_FATAL: c_int = 2;
    pub const TLSEXT_NOACK: c_int = 3;
    pub const NPN_NEGOTIATED: c_int = 1;
    pub const ALERT_INTERNAL_ERROR: c_int = 80;
    pub const ALERT_HANDSHAKE_FAILURE: c_int = 40;
    /// One line, separated by commas, as in RFC 2253.
    pub const NAME_RFC2253: std::ffi::c_ulong = 0x317 | 1 << 16 | 1 << 20 | 1 << 24;
}
