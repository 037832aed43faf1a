//! What there is to tell of ciphers.

use super::decode::optional_text;
use super::ffi;
use pyrs_object::dict::DictObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Thread, Value, bool_value, int, none};
use std::ffi::c_int;

/// Name, protocol and bits of a cipher.
///
/// # Safety
/// The cipher is one of OpenSSL's.
pub unsafe fn triple(thread: &mut Thread, cipher: *const ffi::SSL_CIPHER) -> PyResult<Value> {
    // SAFETY: promised by the caller.
    unsafe {
        let name = optional_text(thread, ffi::SSL_CIPHER_get_name(cipher))?;
        let protocol = optional_text(thread, ffi::SSL_CIPHER_get_version(cipher))?;
        let bits = ffi::SSL_CIPHER_get_bits(cipher, std::ptr::null_mut());
        let triple = [name, protocol, Value::small_int(bits.into())];
        Ok(TupleObject::from_slice(thread, &triple)?.value())
    }
}

/// The long name of an algorithm; None for none.
unsafe fn algorithm(thread: &mut Thread, nid: c_int) -> PyResult<Value> {
    if nid == 0 {
        return Ok(none());
    }
    // SAFETY: a static text, or null.
    unsafe { optional_text(thread, ffi::OBJ_nid2ln(nid)) }
}

/// Everything of a cipher.
///
/// # Safety
/// The cipher is one of OpenSSL's.
pub unsafe fn describe(thread: &mut Thread, cipher: *const ffi::SSL_CIPHER) -> PyResult<Value> {
    let dict = DictObject::new(thread)?;
    // SAFETY: promised by the caller; the buffer has the length given.
    unsafe {
        let id = int::from_i64(thread, ffi::SSL_CIPHER_get_id(cipher).into())?;
        dict.set_str(thread, "id", id)?;
        let name = optional_text(thread, ffi::SSL_CIPHER_get_name(cipher))?;
        dict.set_str(thread, "name", name)?;
        let protocol = optional_text(thread, ffi::SSL_CIPHER_get_version(cipher))?;
        dict.set_str(thread, "protocol", protocol)?;
        let mut buffer = [0u8; 512];
        ffi::SSL_CIPHER_description(cipher, buffer.as_mut_ptr().cast(), buffer.len() as c_int - 1);
        let end = buffer.iter().position(|byte| *byte == 0).unwrap_or(0);
        let text = String::from_utf8_lossy(&buffer[..end])
            .trim_end_matches('\n')
            .to_owned();
        let text = StrObject::from_str(thread, &text)?.value();
        dict.set_str(thread, "description", text)?;
        let mut all = 0;
        let strength = ffi::SSL_CIPHER_get_bits(cipher, &mut all);
        dict.set_str(thread, "strength_bits", Value::small_int(strength.into()))?;
        dict.set_str(thread, "alg_bits", Value::small_int(all.into()))?;
        let aead = bool_value(ffi::SSL_CIPHER_is_aead(cipher) != 0);
        dict.set_str(thread, "aead", aead)?;
        for (key, nid) in [
            ("symmetric", ffi::SSL_CIPHER_get_cipher_nid(cipher)),
            ("digest", ffi::SSL_CIPHER_get_digest_nid(cipher)),
            ("kea", ffi::SSL_CIPHER_get_kx_nid(cipher)),
            ("auth", ffi::SSL_CIPHER_get_auth_nid(cipher)),
        ] {
            let name = algorithm(thread, nid)?;
            dict.set_str(thread, key, name)?;
        }
    }
    Ok(dict.value())
}
