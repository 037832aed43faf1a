//! What a certificate says, as a dict.

use super::bio::Scratch;
use super::errors::{self, text};
use super::ffi::{self, code};
use pyrs_object::bytes::BytesObject;
use pyrs_object::dict::DictObject;
use pyrs_object::list::ListObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Thread, Value, none};
use std::ffi::{c_int, c_void};

fn string(thread: &mut Thread, bytes: &[u8]) -> PyResult<Value> {
    let text = String::from_utf8_lossy(bytes);
    Ok(StrObject::from_str(thread, &text)?.value())
}

fn tuple_of(thread: &mut Thread, list: pyrs_object::Ref<ListObject>) -> PyResult<Value> {
    Ok(TupleObject::from_slice(thread, list.items())?.value())
}

fn pair(thread: &mut Thread, name: &str, value: Value) -> PyResult<Value> {
    let name = StrObject::from_str(thread, name)?.value();
    Ok(TupleObject::from_slice(thread, &[name, value])?.value())
}

/// The name of an object identifier, or its number.
///
/// # Safety
/// The object is one of OpenSSL's.
pub unsafe fn object_text(object: *const ffi::ASN1_OBJECT, no_name: bool) -> String {
    let mut buffer = [0u8; 512];
    // SAFETY: promised by the caller; the buffer has the length given, and ends with a zero.
    let length = unsafe {
        ffi::OBJ_obj2txt(
            buffer.as_mut_ptr().cast(),
            buffer.len() as c_int,
            object,
            no_name.into(),
        )
    };
    let length = (length.max(0) as usize).min(buffer.len() - 1);
    String::from_utf8_lossy(&buffer[..length]).into_owned()
}

/// The bytes of a string.
///
/// # Safety
/// The string is one of OpenSSL's, and lives as long as the result is used.
unsafe fn string_bytes<'a>(string: *const ffi::ASN1_STRING) -> &'a [u8] {
    // SAFETY: promised by the caller.
    unsafe {
        let (data, length) = (ffi::ASN1_STRING_get0_data(string), ffi::ASN1_STRING_length(string));
        match data.is_null() || length <= 0 {
            true => &[],
            false => std::slice::from_raw_parts(data, length as usize),
        }
    }
}

/// A distinguished name: a tuple of sets, each a tuple of pairs.
unsafe fn name(thread: &mut Thread, name: *const ffi::X509_NAME) -> PyResult<Value> {
    let (sets, mut set) = (
        ListObject::with_capacity(thread, 0)?,
        ListObject::with_capacity(thread, 0)?,
    );
    let mut level = -1;
    // SAFETY: entries belong to the name, which the caller holds; converted texts are freed here.
    unsafe {
        for index in 0..ffi::X509_NAME_entry_count(name) {
            let entry = ffi::X509_NAME_get_entry(name, index);
            let entry_level = ffi::X509_NAME_ENTRY_set(entry);
            if level >= 0 && level != entry_level {
                let done = tuple_of(thread, set)?;
                sets.push(thread, done)?;
                set = ListObject::with_capacity(thread, 0)?;
            }
            level = entry_level;
            let key = object_text(ffi::X509_NAME_ENTRY_get_object(entry), false);
            let mut utf8 = std::ptr::null_mut();
            let length = ffi::ASN1_STRING_to_UTF8(&mut utf8, ffi::X509_NAME_ENTRY_get_data(entry));
            if length < 0 {
                return Err(errors::of_queue(thread));
            }
            let value = string(thread, std::slice::from_raw_parts(utf8, length as usize));
            ffi::CRYPTO_free(utf8.cast(), c"".as_ptr(), 0);
            let item = pair(thread, &key, value?)?;
            set.push(thread, item)?;
        }
    }
    if !set.is_empty() {
        let done = tuple_of(thread, set)?;
        sets.push(thread, done)?;
    }
    tuple_of(thread, sets)
}

/// An address of the Internet as texts show it.
fn ip_text(bytes: &[u8]) -> String {
    match bytes {
        [a, b, c, d] => format!("{a}.{b}.{c}.{d}"),
        bytes if bytes.len() == 16 => {
            let groups: Vec<String> = bytes
                .chunks(2)
                .map(|pair| format!("{:X}", u16::from_be_bytes([pair[0], pair[1]])))
                .collect();
            groups.join(":")
        }
        _ => "<invalid>".to_owned(),
    }
}

/// An alternative name: a pair.
unsafe fn general_name(thread: &mut Thread, item: *mut ffi::GENERAL_NAME) -> PyResult<Value> {
    let mut kind = 0;
    // SAFETY: the kind says what the value is; both belong to the item, which the caller holds.
    unsafe {
        let value = ffi::GENERAL_NAME_get0_value(item, &mut kind);
        match kind {
            code::GEN_DIRNAME => {
                let value = name(thread, value.cast())?;
                pair(thread, "DirName", value)
            }
            code::GEN_EMAIL | code::GEN_DNS | code::GEN_URI => {
                let label = match kind {
                    code::GEN_EMAIL => "email",
                    code::GEN_DNS => "DNS",
                    _ => "URI",
                };
                let value = string(thread, string_bytes(value.cast()))?;
                pair(thread, label, value)
            }
            code::GEN_IPADD => {
                let text = ip_text(string_bytes(value.cast()));
                let value = string(thread, text.as_bytes())?;
                pair(thread, "IP Address", value)
            }
            code::GEN_RID => {
                let text = object_text(value.cast(), false);
                let value = string(thread, text.as_bytes())?;
                pair(thread, "Registered ID", value)
            }
            _ => {
                let scratch = Scratch::new();
                ffi::GENERAL_NAME_print(scratch.0, item);
                let line = String::from_utf8_lossy(&scratch.take()).into_owned();
                let Some((label, value)) = line.split_once(':') else {
                    return Err(thread.value_error(format_args!("Invalid value {line}")));
                };
                let value = string(thread, value.as_bytes())?;
                pair(thread, label, value)
            }
        }
    }
}

/// An extension of the certificate that is a list; freed at the end.
struct Extension {
    stack: *mut ffi::STACK,
    free: unsafe extern "C" fn(*mut c_void),
}

impl Extension {
    unsafe fn find(
        certificate: *const ffi::X509,
        nid: c_int,
        free: unsafe extern "C" fn(*mut c_void),
    ) -> Option<Extension> {
        // SAFETY: the caller holds the certificate; the extension is a copy.
        let stack = unsafe { ffi::X509_get_ext_d2i(certificate, nid, std::ptr::null_mut(), std::ptr::null_mut()) };
        (!stack.is_null()).then_some(Extension {
            stack: stack.cast(),
            free,
        })
    }

    fn items(&self) -> impl Iterator<Item = *mut c_void> + '_ {
        // SAFETY: the stack lives as long as this.
        let count = unsafe { ffi::OPENSSL_sk_num(self.stack) };
        // SAFETY: the index is below the count.
        (0..count).map(|index| unsafe { ffi::OPENSSL_sk_value(self.stack, index) })
    }
}

impl Drop for Extension {
    fn drop(&mut self) {
        // SAFETY: the stack is this one's own, of items that the function frees.
        unsafe { ffi::OPENSSL_sk_pop_free(self.stack, self.free) };
    }
}

unsafe fn alternative_names(thread: &mut Thread, certificate: *const ffi::X509) -> PyResult<Option<Value>> {
    // SAFETY: the caller holds the certificate.
    let Some(names) = (unsafe { Extension::find(certificate, code::NID_SUBJECT_ALT_NAME, ffi::GENERAL_NAME_free) })
    else {
        return Ok(None);
    };
    let list = ListObject::with_capacity(thread, 0)?;
    for item in names.items() {
        // SAFETY: the extension holds such items.
        let item = unsafe { general_name(thread, item.cast())? };
        list.push(thread, item)?;
    }
    tuple_of(thread, list).map(Some)
}

/// The text of a name that is a URI.
unsafe fn uri(item: *mut ffi::GENERAL_NAME) -> Option<Vec<u8>> {
    if item.is_null() {
        return None;
    }
    let mut kind = 0;
    // SAFETY: the value belongs to the item, which the caller holds.
    unsafe {
        let value = ffi::GENERAL_NAME_get0_value(item, &mut kind);
        (kind == code::GEN_URI).then(|| string_bytes(value.cast()).to_vec())
    }
}

unsafe fn authority_addresses(
    thread: &mut Thread,
    certificate: *const ffi::X509,
    method: c_int,
) -> PyResult<Option<Value>> {
    // SAFETY: the caller holds the certificate.
    let found = unsafe { Extension::find(certificate, code::NID_INFO_ACCESS, ffi::ACCESS_DESCRIPTION_free) };
    let Some(entries) = found else { return Ok(None) };
    let list = ListObject::with_capacity(thread, 0)?;
    for entry in entries.items() {
        // SAFETY: the extension holds such entries.
        let address = unsafe {
            let entry = &*entry.cast::<ffi::ACCESS_DESCRIPTION>();
            match ffi::OBJ_obj2nid(entry.method) == method {
                true => uri(entry.location),
                false => None,
            }
        };
        if let Some(address) = address {
            let address = string(thread, &address)?;
            list.push(thread, address)?;
        }
    }
    match list.is_empty() {
        true => Ok(None),
        false => tuple_of(thread, list).map(Some),
    }
}

unsafe fn revocation_lists(thread: &mut Thread, certificate: *const ffi::X509) -> PyResult<Option<Value>> {
    // SAFETY: the caller holds the certificate.
    let found = unsafe { Extension::find(certificate, code::NID_CRL_DISTRIBUTION_POINTS, ffi::DIST_POINT_free) };
    let Some(points) = found else { return Ok(None) };
    let list = ListObject::with_capacity(thread, 0)?;
    for point in points.items() {
        let mut addresses = Vec::new();
        // SAFETY: the extension holds such points; kind 0 has full names.
        unsafe {
            let name = (*point.cast::<ffi::DIST_POINT>()).name;
            if name.is_null() || (*name).kind != 0 || (*name).full.is_null() {
                continue;
            }
            let full = (*name).full;
            for index in 0..ffi::OPENSSL_sk_num(full) {
                addresses.extend(uri(ffi::OPENSSL_sk_value(full, index).cast()));
            }
        }
        for address in addresses {
            let address = string(thread, &address)?;
            list.push(thread, address)?;
        }
    }
    match list.is_empty() {
        true => Ok(None),
        false => tuple_of(thread, list).map(Some),
    }
}

/// What a certificate says.
///
/// # Safety
/// The certificate is open during the call.
pub unsafe fn certificate(thread: &mut Thread, certificate: *mut ffi::X509) -> PyResult<Value> {
    let dict = DictObject::new(thread)?;
    // SAFETY: promised by the caller.
    unsafe {
        let subject = name(thread, ffi::X509_get_subject_name(certificate))?;
        dict.set_str(thread, "subject", subject)?;
        let issuer = name(thread, ffi::X509_get_issuer_name(certificate))?;
        dict.set_str(thread, "issuer", issuer)?;
        let version = ffi::X509_get_version(certificate) + 1;
        dict.set_str(thread, "version", Value::small_int(version))?;
        let scratch = Scratch::new();
        ffi::i2a_ASN1_INTEGER(scratch.0, ffi::X509_get_serialNumber(certificate));
        let serial = string(thread, &scratch.take())?;
        dict.set_str(thread, "serialNumber", serial)?;
        for (key, time) in [
            ("notBefore", ffi::X509_get0_notBefore(certificate)),
            ("notAfter", ffi::X509_get0_notAfter(certificate)),
        ] {
            ffi::ASN1_TIME_print(scratch.0, time);
            let time = string(thread, &scratch.take())?;
            dict.set_str(thread, key, time)?;
        }
        if let Some(names) = alternative_names(thread, certificate)? {
            dict.set_str(thread, "subjectAltName", names)?;
        }
        if let Some(addresses) = authority_addresses(thread, certificate, code::NID_AD_OCSP)? {
            dict.set_str(thread, "OCSP", addresses)?;
        }
        if let Some(addresses) = authority_addresses(thread, certificate, code::NID_AD_CA_ISSUERS)? {
            dict.set_str(thread, "caIssuers", addresses)?;
        }
        if let Some(addresses) = revocation_lists(thread, certificate)? {
            dict.set_str(thread, "crlDistributionPoints", addresses)?;
        }
        ffi::ERR_clear_error();
    }
    Ok(dict.value())
}

/// The certificate in DER.
///
/// # Safety
/// The certificate is open during the call.
pub unsafe fn der(thread: &mut Thread, certificate: *const ffi::X509) -> PyResult<Value> {
    let mut data = std::ptr::null_mut();
    // SAFETY: promised by the caller; the memory is freed after it was copied.
    unsafe {
        let length = ffi::i2d_X509(certificate, &mut data);
        if length < 0 {
            return Err(errors::of_queue(thread));
        }
        let bytes = BytesObject::new(thread, std::slice::from_raw_parts(data, length as usize));
        ffi::CRYPTO_free(data.cast(), c"".as_ptr(), 0);
        Ok(bytes?.value())
    }
}

/// A text of OpenSSL's as a str, or None.
///
/// # Safety
/// As for [`errors::text`].
pub unsafe fn optional_text(thread: &mut Thread, pointer: *const std::ffi::c_char) -> PyResult<Value> {
    // SAFETY: promised by the caller.
    match unsafe { text(pointer) } {
        Some(text) => Ok(StrObject::from_str(thread, &text)?.value()),
        None => Ok(none()),
    }
}
