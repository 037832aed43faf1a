//! `_ssl.Certificate`: one certificate of a chain.

use super::bio::Scratch;
use super::decode;
use super::errors;
use super::ffi::{self, code};
use pyrs_macros::pymethods;
use pyrs_object::header::{Header, Ref};
use pyrs_object::native_class::NativeClass;
use pyrs_object::slots::CompareOp;
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Thread, Value, bool_value, heap_object, not_implemented};
use std::cell::Cell;

/// `ENCODING_PEM`.
const PEM: i32 = 1;
/// `ENCODING_DER`.
const DER: i32 = 2;

/// A certificate.
#[repr(C)]
pub struct CertificateObject {
    header: Header,
    /// OpenSSL's certificate, of which the object has a count of its own.
    pointer: Cell<*mut ffi::X509>,
}
heap_object!(
    CertificateObject,
    "_ssl.Certificate",
    CERTIFICATE_LAYOUT,
    [],
    drop = release
);

/// `_ssl.Certificate`.
pub static CERTIFICATE: NativeClass =
    NativeClass::new("_ssl", "Certificate", &CERTIFICATE_LAYOUT).methods(CertificateMethods::TYPE_METHODS);

unsafe fn release(object: *mut u8) {
    // SAFETY: called for dead certificates only, once; null is ignored.
    unsafe {
        ffi::X509_free(
            (*(object as *const CertificateObject))
                .pointer
                .replace(std::ptr::null_mut()),
        )
    };
}

/// An object for a certificate, which gets a count of its own.
///
/// # Safety
/// The certificate is open during the call.
pub unsafe fn new(thread: &mut Thread, pointer: *mut ffi::X509) -> PyResult<Value> {
    let this: Ref<CertificateObject> = CERTIFICATE.get().allocate_instance(thread)?;
    // SAFETY: promised by the caller; the layout has a drop function.
    unsafe {
        ffi::X509_up_ref(pointer);
        this.pointer.set(pointer);
        thread.heap().register_drop(this.as_ptr().cast());
    }
    Ok(this.value())
}

fn receiver(thread: &mut Thread, this: Value) -> PyResult<Ref<CertificateObject>> {
    match this.downcast() {
        Some(this) => Ok(this),
        None => Err(pyrs_object::native_class::wrong_receiver(
            thread,
            "_ssl.Certificate",
            this,
        )),
    }
}

/// Holds the methods of certificates.
pub struct CertificateMethods;

#[pymethods]
impl CertificateMethods {
    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = receiver(thread, this)?;
        let scratch = Scratch::new();
        // SAFETY: the certificate is open.
        unsafe {
            let name = ffi::X509_get_subject_name(this.pointer.get());
            ffi::X509_NAME_print_ex(scratch.0, name, 0, code::NAME_RFC2253);
        }
        let text = format!("<_ssl.Certificate '{}'>", String::from_utf8_lossy(&scratch.take()));
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    #[slot]
    fn hash(thread: &mut Thread, this: Value) -> PyResult<i64> {
        let this = receiver(thread, this)?;
        // SAFETY: the certificate is open.
        Ok(unsafe { ffi::X509_subject_name_hash(this.pointer.get()) } as i64)
    }

    #[slot]
    fn compare(_thread: &mut Thread, op: CompareOp, this: Value, other: Value) -> PyResult<Value> {
        let (Some(this), Some(other)) = (
            this.downcast::<CertificateObject>(),
            other.downcast::<CertificateObject>(),
        ) else {
            return Ok(not_implemented());
        };
        if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(not_implemented());
        }
        // SAFETY: both certificates are open.
        let same = unsafe { ffi::X509_cmp(this.pointer.get(), other.pointer.get()) } == 0;
        Ok(bool_value(same == (op == CompareOp::Eq)))
    }

    /// The certificate in PEM (a str) or DER (bytes).
    #[method(keywords = "format", signature = "($self, /, format=Encoding.PEM)")]
    fn public_bytes(thread: &mut Thread, this: Ref<CertificateObject>, format: Option<i32>) -> PyResult<Value> {
        match format.unwrap_or(PEM) {
            PEM => {
                let scratch = Scratch::new();
                // SAFETY: the certificate is open.
                if unsafe { ffi::PEM_write_bio_X509(scratch.0, this.pointer.get()) } != 1 {
                    return Err(errors::of_queue(thread));
                }
                let text = String::from_utf8_lossy(&scratch.take()).into_owned();
                Ok(StrObject::from_str(thread, &text)?.value())
            }
            // SAFETY: the certificate is open.
            DER => unsafe { decode::der(thread, this.pointer.get()) },
            _ => Err(thread.value_error(format_args!("Unsupported format"))),
        }
    }

    /// What the certificate says.
    #[method]
    fn get_info(thread: &mut Thread, this: Ref<CertificateObject>) -> PyResult<Value> {
        // SAFETY: the certificate is open.
        unsafe { decode::certificate(thread, this.pointer.get()) }
    }
}
