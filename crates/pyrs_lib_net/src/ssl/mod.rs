//! The module `_ssl`: TLS by OpenSSL, which is compiled in.
//!
//! Contexts, connections, buffers, sessions and certificates are objects of the heap that own a count of OpenSSL's object;
//! [`guard`] keeps operations on a connection apart, [`transfer`] waits for the network, [`callbacks`] is what OpenSSL
//! calls. OpenSSL starts when the module is made.

mod bio;
mod callbacks;
mod certificate;
mod ciphers;
mod connect;
mod constants;
mod context;
mod context_methods;
mod decode;
mod errno;
mod errors;
#[allow(missing_docs)]
mod ffi;
mod guard;
mod load;
mod session;
mod socket;
mod transfer;

use pyrs_macros::pymodule;

/// TLS. The module `ssl` is what programs use.
#[pymodule(name = "_ssl")]
pub(crate) mod module {
    use super::ffi::code;
    use super::*;
    use pyrs_lib_core::buffer;
    use pyrs_object::bytes::BytesObject;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::str::StrObject;
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::{PyResult, Ref, Thread, Value, bool_value, int};
    use std::ffi::CString;

    /// Random bytes that are fit for keys.
    #[function(name = "RAND_bytes", signature = "($module, n, /)")]
    fn rand_bytes(thread: &mut Thread, n: i32) -> PyResult<Value> {
        let Ok(count) = usize::try_from(n) else {
            return Err(thread.value_error(format_args!("num must be positive")));
        };
        let mut data = vec![0u8; count];
        // SAFETY: there is room for so many bytes.
        if unsafe { ffi::RAND_bytes(data.as_mut_ptr(), n) } != 1 {
            return Err(errors::of_queue(thread));
        }
        Ok(BytesObject::new(thread, &data)?.value())
    }

    /// Adds to what random numbers are made of.
    #[function(name = "RAND_add", signature = "($module, string, entropy, /)")]
    fn rand_add(thread: &mut Thread, string: Value, entropy: f64) -> PyResult<()> {
        let data = match string.downcast::<StrObject>() {
            Some(text) => text.to_generalised_utf8(),
            None => buffer::readable(thread, string)?.to_vec(),
        };
        for part in data.chunks(i32::MAX as usize) {
            // SAFETY: the data have the length given.
            unsafe { ffi::RAND_add(part.as_ptr().cast(), part.len() as i32, entropy) };
        }
        Ok(())
    }

    /// Whether random numbers are fit for keys.
    #[function(name = "RAND_status", signature = "($module, /)")]
    fn rand_status(_thread: &mut Thread) -> bool {
        // SAFETY: no arguments.
        unsafe { ffi::RAND_status() == 1 }
    }

    /// Names of the variables, and the places, of what is trusted.
    #[function(signature = "($module, /)")]
    fn get_default_verify_paths(thread: &mut Thread) -> PyResult<Value> {
        let (file, folder) = load::default_places();
        // SAFETY: static texts.
        let (file_name, folder_name) = unsafe {
            (
                errors::text(ffi::X509_get_default_cert_file_env()).unwrap_or_default(),
                errors::text(ffi::X509_get_default_cert_dir_env()).unwrap_or_default(),
            )
        };
        let texts = [
            file_name,
            file.to_string_lossy().into_owned(),
            folder_name,
            folder.to_string_lossy().into_owned(),
        ];
        let tuple = TupleObject::with_length(thread, texts.len())?;
        for index in 0..texts.len() {
            tuple.initialise_item(index, pyrs_object::none());
        }
        for (index, text) in texts.iter().enumerate() {
            let text = StrObject::from_str(thread, text)?;
            tuple.initialise_item(index, text.value());
        }
        Ok(tuple.value())
    }

    /// Number, short name, long name and identifier of an object.
    unsafe fn describe(thread: &mut Thread, object: *const ffi::ASN1_OBJECT) -> PyResult<Value> {
        // SAFETY: the caller holds the object; names are static.
        unsafe {
            let nid = ffi::OBJ_obj2nid(object);
            if nid == 0 {
                return Err(thread.value_error(format_args!("Unknown object")));
            }
            let short = decode::optional_text(thread, ffi::OBJ_nid2sn(nid))?;
            let long = decode::optional_text(thread, ffi::OBJ_nid2ln(nid))?;
            let identifier = decode::object_text(object, true);
            let identifier = match identifier.is_empty() {
                true => pyrs_object::none(),
                false => StrObject::from_str(thread, &identifier)?.value(),
            };
            let fields = [Value::small_int(nid.into()), short, long, identifier];
            Ok(TupleObject::from_slice(thread, &fields)?.value())
        }
    }

    /// Looks an object up by its identifier, or also by its names.
    #[function(keywords = "txt, name", signature = "($module, /, txt, name=False)")]
    fn txt2obj(thread: &mut Thread, txt: Ref<StrObject>, name: Option<bool>) -> PyResult<Value> {
        let text = txt.to_string_lossy();
        let Ok(c_text) = CString::new(text.as_str()) else {
            return Err(thread.value_error(format_args!("embedded null character")));
        };
        // SAFETY: the text lives; the object is freed here.
        unsafe {
            let object = ffi::OBJ_txt2obj(c_text.as_ptr(), (!name.unwrap_or(false)).into());
            if object.is_null() {
                ffi::ERR_clear_error();
                let shown: String = text.chars().take(100).collect();
                return Err(thread.value_error(format_args!("unknown object '{shown}'")));
            }
            let result = describe(thread, object);
            ffi::ASN1_OBJECT_free(object);
            result
        }
    }

    /// Looks an object up by its number.
    #[function(signature = "($module, nid, /)")]
    fn nid2obj(thread: &mut Thread, nid: i32) -> PyResult<Value> {
        if nid < 1 {
            return Err(thread.value_error(format_args!("NID must be positive.")));
        }
        // SAFETY: objects of numbers live for ever.
        unsafe {
            let object = ffi::OBJ_nid2obj(nid);
            if object.is_null() {
                ffi::ERR_clear_error();
                return Err(thread.value_error(format_args!("unknown NID {nid}")));
            }
            describe(thread, object)
        }
    }

    /// What a certificate in a file says.
    #[function(signature = "($module, path, /)")]
    fn _test_decode_cert(thread: &mut Thread, path: Value) -> PyResult<Value> {
        let name = load::file_path(thread, "path", path)?;
        // SAFETY: the path lives; what is opened is freed here.
        unsafe {
            let source = ffi::BIO_new_file(name.as_ptr(), c"r".as_ptr());
            if source.is_null() {
                ffi::ERR_clear_error();
                return Err(errors::bare(thread, "Can't open file"));
            }
            let certificate = ffi::PEM_read_bio_X509(source, std::ptr::null_mut(), None, std::ptr::null_mut());
            ffi::BIO_free(source);
            if certificate.is_null() {
                ffi::ERR_clear_error();
                return Err(errors::bare(thread, "Error decoding PEM-encoded file"));
            }
            let result = decode::certificate(thread, certificate);
            ffi::X509_free(certificate);
            result
        }
    }

    fn version_info(thread: &mut Thread, number: u64) -> PyResult<Value> {
        // Major, minor, fix, patch and status, as the version has been since 1.0; later ones leave the third empty.
        let parts = [
            number >> 28 & 0xf,
            number >> 20 & 0xff,
            number >> 12 & 0xff,
            number >> 4 & 0xff,
            number & 0xf,
        ];
        let parts = parts.map(|part| Value::small_int(part as i64));
        Ok(TupleObject::from_slice(thread, &parts)?.value())
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        // SAFETY: nothing of OpenSSL is in use yet. Other threads may run it to the very end, so that it is not cleaned up.
        unsafe { ffi::OPENSSL_init_ssl(code::NO_ATEXIT | code::LOAD_STRINGS, std::ptr::null()) };
        let dict = module.dict.get();
        errors::create(thread, dict)?;
        for (name, class) in [
            ("_SSLContext", &context::CONTEXT),
            ("_SSLSocket", &socket::TLS_SOCKET),
            ("MemoryBIO", &bio::MEMORY_BIO),
            ("SSLSession", &session::SESSION),
            ("Certificate", &certificate::CERTIFICATE),
        ] {
            let class = class.create(thread)?;
            dict.set_str(thread, name, class.value())?;
        }
        for (name, number) in constants::NUMBERS {
            let number = int::from_i64(thread, *number)?;
            dict.set_str(thread, name, number)?;
        }
        for (name, able) in constants::ABILITIES {
            dict.set_str(thread, name, bool_value(*able))?;
        }
        // SAFETY: static texts.
        let (number, text) = unsafe {
            (
                ffi::OpenSSL_version_num(),
                errors::text(ffi::OpenSSL_version(0)).unwrap_or_default(),
            )
        };
        let value = int::from_u64(thread, number)?;
        dict.set_str(thread, "OPENSSL_VERSION_NUMBER", value)?;
        let info = version_info(thread, number)?;
        dict.set_str(thread, "OPENSSL_VERSION_INFO", info)?;
        dict.set_str(thread, "_OPENSSL_API_VERSION", info)?;
        let text = StrObject::from_str(thread, &text)?.value();
        dict.set_str(thread, "OPENSSL_VERSION", text)?;
        let ciphers = StrObject::from_str(thread, "ALL:!COMPLEMENTOFDEFAULT:!eNULL")?.value();
        dict.set_str(thread, "_DEFAULT_CIPHERS", ciphers)
    }
}

pub use module::MODULE;
