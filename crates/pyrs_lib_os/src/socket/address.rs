//! Socket addresses: from Python's form to the system's, and back.

use super::resolve;
use crate::byte_view;
use crate::path;
use pyrs_object::bytes::{BytesObject, as_bytes};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Thread, Value, convert, int, none, protocol};
use std::mem;
use std::net::{Ipv4Addr, Ipv6Addr};

/// An address in the system's form, with its length.
pub struct Address {
    storage: libc::sockaddr_storage,
    length: libc::socklen_t,
}

const PATH_OFFSET: usize = mem::offset_of!(libc::sockaddr_un, sun_path);
const PATH_SIZE: usize = mem::size_of::<libc::sockaddr_un>() - PATH_OFFSET;

impl Address {
    /// Room for an address that a system call writes.
    pub fn empty() -> Address {
        Address {
            // SAFETY: all zeros are an address of no family.
            storage: unsafe { mem::zeroed() },
            length: mem::size_of::<libc::sockaddr_storage>() as libc::socklen_t,
        }
    }

    /// An address of the system.
    ///
    /// # Safety
    /// `length` bytes can be read at `from`.
    pub unsafe fn from_raw(from: *const libc::sockaddr, length: libc::socklen_t) -> Address {
        let mut address = Address::empty();
        let length = length.min(address.length);
        // SAFETY: promised by the caller; the storage has room for the length.
        unsafe {
            std::ptr::copy_nonoverlapping(from.cast::<u8>(), (&raw mut address.storage).cast(), length as usize);
        }
        address.length = length;
        address
    }

    fn of<T: Copy>(family: libc::c_int, value: T) -> Address {
        let mut address = Address::empty();
        // SAFETY: the storage has room and the alignment for every kind of address, whose first field is the family.
        unsafe { (&raw mut address.storage).cast::<T>().write(value) };
        address.storage.ss_family = family as libc::sa_family_t;
        address.length = mem::size_of::<T>() as libc::socklen_t;
        address
    }

    /// For system calls that read it.
    pub fn as_ptr(&self) -> *const libc::sockaddr {
        (&raw const self.storage).cast()
    }

    /// For system calls that write it.
    pub fn as_mut_ptr(&mut self) -> *mut libc::sockaddr {
        (&raw mut self.storage).cast()
    }

    /// Bytes of it.
    pub fn len(&self) -> libc::socklen_t {
        self.length
    }

    /// For system calls that write it.
    pub fn len_mut(&mut self) -> &mut libc::socklen_t {
        &mut self.length
    }

    /// The family.
    pub fn family(&self) -> i32 {
        self.storage.ss_family.into()
    }

    fn bytes(&self, offset: usize) -> &[u8] {
        let length = (self.length as usize)
            .min(mem::size_of_val(&self.storage))
            .saturating_sub(offset);
        // SAFETY: within the storage.
        unsafe { std::slice::from_raw_parts((&raw const self.storage).cast::<u8>().add(offset), length) }
    }

    /// Puts the port into an Internet address.
    pub fn set_port(&mut self, port: u16) {
        // SAFETY: the storage is large enough; both kinds have the port at the same place.
        unsafe { (*(&raw mut self.storage).cast::<libc::sockaddr_in>()).sin_port = port.to_be() };
    }

    /// The numeric text of an Internet address.
    pub fn host_text(&self) -> String {
        // SAFETY: the family says what is there.
        unsafe {
            match self.family() {
                libc::AF_INET => {
                    let address = &*(&raw const self.storage).cast::<libc::sockaddr_in>();
                    Ipv4Addr::from(u32::from_be(address.sin_addr.s_addr)).to_string()
                }
                _ => {
                    let address = &*(&raw const self.storage).cast::<libc::sockaddr_in6>();
                    let text = Ipv6Addr::from(address.sin6_addr.s6_addr).to_string();
                    match address.sin6_scope_id {
                        0 => text,
                        scope => format!("{text}%{}", resolve::interface_name(scope).unwrap_or(scope.to_string())),
                    }
                }
            }
        }
    }

    /// The address as Python shows it.
    pub fn to_value(&self, thread: &mut Thread) -> PyResult<Value> {
        if self.length == 0 {
            return Ok(none());
        }
        match self.family() {
            libc::AF_INET => {
                let host = StrObject::from_str(thread, &self.host_text())?.value();
                // SAFETY: the family says what is there.
                let port = unsafe { (*(&raw const self.storage).cast::<libc::sockaddr_in>()).sin_port };
                let parts = [host, Value::small_int(u16::from_be(port).into())];
                Ok(TupleObject::from_slice(thread, &parts)?.value())
            }
            libc::AF_INET6 => {
                let host = StrObject::from_str(thread, &self.host_text())?.value();
                // SAFETY: as above.
                let address = unsafe { *(&raw const self.storage).cast::<libc::sockaddr_in6>() };
                let number = Value::small_int;
                let parts = [
                    host,
                    number(u16::from_be(address.sin6_port).into()),
                    number(u32::from_be(address.sin6_flowinfo).into()),
                    number(address.sin6_scope_id.into()),
                ];
                Ok(TupleObject::from_slice(thread, &parts)?.value())
            }
            libc::AF_UNIX => {
                let name = self.bytes(PATH_OFFSET);
                if name.first() == Some(&0) && name.len() > 1 {
                    return Ok(BytesObject::new(thread, name)?.value());
                }
                let end = name.iter().position(|b| *b == 0).unwrap_or(name.len());
                Ok(path::decode(thread, &name[..end])?.value())
            }
            family => {
                let data = BytesObject::new(thread, self.bytes(mem::size_of::<libc::sa_family_t>()))?.value();
                Ok(TupleObject::from_slice(thread, &[Value::small_int(family.into()), data])?.value())
            }
        }
    }

    /// The address that a method's argument means.
    pub fn from_value(thread: &mut Thread, function: &str, family: i32, value: Value) -> PyResult<Address> {
        match family {
            libc::AF_UNIX => unix(thread, value),
            libc::AF_INET => {
                let parts = parts(thread, function, "AF_INET", value)?;
                let [host, port] = parts[..] else {
                    return Err(thread.type_error(format_args!("AF_INET address must be a pair (host, port)")));
                };
                let port = port_number(thread, function, port)?;
                let mut address = resolve::host_address(thread, host, family)?;
                address.set_port(port);
                Ok(address)
            }
            libc::AF_INET6 => inet6(thread, function, value),
            _ => Err(thread.os_error_plain(format_args!("{function}(): bad family"))),
        }
    }

    /// The address of four bytes.
    pub fn of_ipv4(octets: [u8; 4]) -> Address {
        // SAFETY: all zeros are a valid address.
        let mut address = unsafe { mem::zeroed::<libc::sockaddr_in>() };
        address.sin_addr.s_addr = u32::from_ne_bytes(octets);
        Address::of(libc::AF_INET, address)
    }

    /// The address of sixteen bytes.
    pub fn of_ipv6(octets: [u8; 16]) -> Address {
        // SAFETY: all zeros are a valid address.
        let mut address = unsafe { mem::zeroed::<libc::sockaddr_in6>() };
        address.sin6_addr.s6_addr = octets;
        Address::of(libc::AF_INET6, address)
    }
}

fn parts<'a>(thread: &mut Thread, function: &str, family: &str, value: Value) -> PyResult<&'a [Value]> {
    match value.downcast::<TupleObject>() {
        Some(tuple) => Ok(tuple.items_unbound()),
        None => {
            let class = class_of(value).name_for_message();
            Err(thread.type_error(format_args!(
                "{function}(): {family} address must be tuple, not {class}"
            )))
        }
    }
}

fn port_number(thread: &mut Thread, function: &str, value: Value) -> PyResult<u16> {
    let index = protocol::index(thread, value)?;
    match int::as_i64(index).and_then(|port| u16::try_from(port).ok()) {
        Some(port) => Ok(port),
        None => Err(thread.overflow_error(format_args!("{function}(): port must be 0-65535."))),
    }
}

fn number(thread: &mut Thread, value: Option<&Value>) -> PyResult<u32> {
    match value {
        Some(&value) => {
            let number = protocol::index_i64(thread, value)?;
            u32::try_from(number).map_err(|_| thread.overflow_error(format_args!("number out of range")))
        }
        None => Ok(0),
    }
}

fn inet6(thread: &mut Thread, function: &str, value: Value) -> PyResult<Address> {
    let parts = parts(thread, function, "AF_INET6", value)?;
    if !(2..=4).contains(&parts.len()) {
        return Err(thread.type_error(format_args!(
            "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])"
        )));
    }
    let port = port_number(thread, function, parts[1])?;
    let flow = number(thread, parts.get(2))?;
    if flow > 0xf_ffff {
        return Err(thread.overflow_error(format_args!("{function}(): flowinfo must be 0-1048575.")));
    }
    let scope = number(thread, parts.get(3))?;
    let mut address = resolve::host_address(thread, parts[0], libc::AF_INET6)?;
    address.set_port(port);
    // SAFETY: the address is of this kind.
    unsafe {
        let inner = (&raw mut address.storage).cast::<libc::sockaddr_in6>();
        (*inner).sin6_flowinfo = flow.to_be();
        if scope != 0 {
            (*inner).sin6_scope_id = scope;
        }
    }
    Ok(address)
}

fn unix(thread: &mut Thread, value: Value) -> PyResult<Address> {
    let name = if value.downcast::<StrObject>().is_some() || as_bytes(&value).is_some() {
        match as_bytes(&value) {
            Some(bytes) => bytes.to_vec(),
            None => path::encode(thread, value)?,
        }
    } else {
        let readable = byte_view::readable(thread, value)?;
        byte_view::data(&readable).to_vec()
    };
    let is_abstract = name.first() == Some(&0);
    if name.len() > PATH_SIZE || (!is_abstract && name.len() == PATH_SIZE) {
        return Err(thread.os_error_plain(format_args!("AF_UNIX path too long")));
    }
    // SAFETY: all zeros are a valid address.
    let mut address = unsafe { mem::zeroed::<libc::sockaddr_un>() };
    for (to, from) in address.sun_path.iter_mut().zip(&name) {
        *to = *from as libc::c_char;
    }
    let mut address = Address::of(libc::AF_UNIX, address);
    let end = usize::from(!is_abstract && !name.is_empty());
    address.length = (PATH_OFFSET + name.len() + end) as libc::socklen_t;
    Ok(address)
}

/// Four or sixteen bytes of `inet_ntop` and the like.
pub fn octets(thread: &mut Thread, value: Value) -> PyResult<Vec<u8>> {
    let readable = byte_view::readable(thread, value)?;
    Ok(byte_view::data(&readable).to_vec())
}

/// An `int` argument that may be absent.
pub fn optional_i32(thread: &mut Thread, value: Option<Value>, default: i32) -> PyResult<i32> {
    match value {
        Some(value) => {
            let number = protocol::index_i64(thread, value)?;
            i32::try_from(number)
                .map_err(|_| thread.overflow_error(format_args!("Python int too large to convert to C int")))
        }
        None => Ok(default),
    }
}

/// A number of seconds; `None` for Python's None.
pub fn seconds(thread: &mut Thread, value: Value) -> PyResult<Option<f64>> {
    if value == none() {
        return Ok(None);
    }
    let class = class_of(value);
    let is_number = int::is_int(value) || class.is_subtype(pyrs_object::core::core().types.float.get());
    if !is_number && protocol::index(thread, value).is_err() {
        thread.take_raised();
        let class = class.name_for_message();
        return Err(thread.type_error(format_args!(
            "'{class}' object cannot be interpreted as an integer or float"
        )));
    }
    convert::to_f64(thread, value).map(Some)
}
