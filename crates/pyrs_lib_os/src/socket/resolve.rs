//! Names and numbers of hosts, services and interfaces: `getaddrinfo` and its relatives.
//!
//! Looking a name up may wait for the network, so other threads run meanwhile; all arguments are copied before.

use super::address::{self, Address};
use super::{GAI_ERROR, HOST_ERROR};
use crate::codec;
use crate::invoke;
use crate::os_error;
use pyrs_object::bytes::as_bytes;
use pyrs_object::exception::ExceptionObject;
use pyrs_object::list::ListObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{PyResult, Raised, Ref, Thread, Value, int, none, protocol};
use std::ffi::{CStr, CString};
use std::net::{Ipv4Addr, Ipv6Addr};

fn raise_numbered(thread: &mut Thread, class: Ref<TypeObject>, number: i32, text: &str) -> Raised {
    let made = StrObject::from_str(thread, text)
        .and_then(|text| protocol::call(thread, class.value(), &[Value::small_int(number.into()), text.value()]));
    match made.map(|exception| exception.downcast::<ExceptionObject>()) {
        Ok(Some(exception)) => thread.raise(exception),
        Ok(None) => thread.type_error(format_args!("exceptions must derive from BaseException")),
        Err(raised) => raised,
    }
}

fn gai_error(thread: &mut Thread, number: i32, errno: i32) -> Raised {
    if number == libc::EAI_SYSTEM {
        return os_error::os_error(thread, errno, None);
    }
    // SAFETY: the texts are static.
    let text = unsafe { CStr::from_ptr(libc::gai_strerror(number)) }
        .to_string_lossy()
        .into_owned();
    raise_numbered(thread, GAI_ERROR.get(), number, &text)
}

/// What `getaddrinfo` found.
pub struct Found {
    family: i32,
    kind: i32,
    protocol: i32,
    name: Option<CString>,
    /// The address.
    pub address: Address,
}

/// What is asked of `getaddrinfo`.
#[derive(Clone, Copy, Default)]
pub struct Hints {
    /// Family, or 0.
    pub family: i32,
    /// Type of socket, or 0.
    pub kind: i32,
    /// Protocol, or 0.
    pub protocol: i32,
    /// Flags.
    pub flags: i32,
}

/// Looks a host and a service up.
pub fn look_up(thread: &mut Thread, host: Option<&CStr>, service: Option<&CStr>, hints: Hints) -> PyResult<Vec<Found>> {
    let mut list: *mut libc::addrinfo = std::ptr::null_mut();
    let mut found = Vec::new();
    // SAFETY: strings and structures live during the call; the list is read until it is freed.
    let (status, errno) = thread.blocking(|| unsafe {
        let mut wanted: libc::addrinfo = std::mem::zeroed();
        wanted.ai_family = hints.family;
        wanted.ai_socktype = hints.kind;
        wanted.ai_protocol = hints.protocol;
        wanted.ai_flags = hints.flags;
        let text = |text: Option<&CStr>| text.map_or(std::ptr::null(), CStr::as_ptr);
        let status = libc::getaddrinfo(text(host), text(service), &wanted, &mut list);
        let errno = os_error::last_errno();
        if status == 0 {
            let mut entry = list;
            while let Some(row) = entry.as_ref() {
                found.push(Found {
                    family: row.ai_family,
                    kind: row.ai_socktype,
                    protocol: row.ai_protocol,
                    name: (!row.ai_canonname.is_null()).then(|| CStr::from_ptr(row.ai_canonname).to_owned()),
                    address: Address::from_raw(row.ai_addr, row.ai_addrlen),
                });
                entry = row.ai_next;
            }
            libc::freeaddrinfo(list);
        }
        (status, errno)
    });
    match status {
        0 => Ok(found),
        status => Err(gai_error(thread, status, errno)),
    }
}

/// The bytes of a host's name: ASCII as it is, other text by the codec "idna".
fn host_bytes(thread: &mut Thread, host: Value) -> PyResult<CString> {
    let bytes = if let Some(text) = host.downcast::<StrObject>() {
        match text.as_ascii() {
            Some(text) => text.as_bytes().to_vec(),
            None => {
                let encoding = StrObject::from_str(thread, "idna")?.value();
                let encoded = invoke::method(thread, host, "encode", &[encoding])?;
                as_bytes(&encoded).unwrap_or_default().to_vec()
            }
        }
    } else if let Some(bytes) = as_bytes(&host) {
        bytes.to_vec()
    } else {
        let class = class_of(host).name_for_message();
        return Err(thread.type_error(format_args!("str, bytes or bytearray expected, not {class}")));
    };
    match CString::new(bytes) {
        Ok(text) => Ok(text),
        Err(_) => Err(thread.type_error(format_args!("host name must not contain null character"))),
    }
}

/// The address of a host by name or number: empty for any, "<broadcast>" for all.
pub fn host_address(thread: &mut Thread, host: Value, family: i32) -> PyResult<Address> {
    let name = host_bytes(thread, host)?;
    let text = name.to_str().unwrap_or("");
    match family {
        libc::AF_INET if text.is_empty() => return Ok(Address::of_ipv4([0; 4])),
        libc::AF_INET6 if text.is_empty() => return Ok(Address::of_ipv6([0; 16])),
        libc::AF_INET if text == "<broadcast>" || text == "255.255.255.255" => {
            return Ok(Address::of_ipv4([255; 4]));
        }
        libc::AF_INET => {
            if let Ok(address) = text.parse::<Ipv4Addr>() {
                return Ok(Address::of_ipv4(address.octets()));
            }
        }
        _ => {
            if let Ok(address) = text.parse::<Ipv6Addr>() {
                return Ok(Address::of_ipv6(address.octets()));
            }
        }
    }
    let hints = Hints {
        family,
        ..Hints::default()
    };
    let found = look_up(thread, Some(&name), None, hints)?;
    match found.into_iter().next() {
        Some(first) => Ok(first.address),
        None => Err(gai_error(thread, libc::EAI_NONAME, 0)),
    }
}

/// `getaddrinfo`.
pub fn getaddrinfo(thread: &mut Thread, host: Value, port: Value, hints: Hints) -> PyResult<Value> {
    let host = match host {
        host if host == none() => None,
        host => match host_bytes(thread, host) {
            Ok(host) => Some(host),
            Err(raised) if !thread.raised_is(pyrs_object::core::core().types.type_error.get()) => return Err(raised),
            Err(_) => {
                thread.take_raised();
                return Err(thread.type_error(format_args!("getaddrinfo() argument 1 must be string or None")));
            }
        },
    };
    let service = if port == none() {
        None
    } else if int::is_int(port) {
        let text = protocol::str(thread, port)?.to_string_lossy();
        CString::new(text).ok()
    } else if let Some(text) = port.downcast::<StrObject>() {
        let bytes = codec::encode(thread, pyrs_text::codec::Encoding::Utf8, text, "strict")?;
        CString::new(bytes).ok()
    } else if let Some(bytes) = as_bytes(&port) {
        CString::new(bytes).ok()
    } else {
        return Err(thread.os_error_plain(format_args!("Int or String expected")));
    };
    let found = look_up(thread, host.as_deref(), service.as_deref(), hints)?;
    let all = ListObject::with_capacity(thread, found.len())?;
    for entry in &found {
        let name = entry
            .name
            .as_ref()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let row = TupleObject::with_length(thread, 5)?;
        let number = |number: i32| Value::small_int(number.into());
        row.initialise_slice(0, &[number(entry.family), number(entry.kind), number(entry.protocol)]);
        let name = StrObject::from_str(thread, &name)?;
        row.initialise_item(3, name.value());
        let address = entry.address.to_value(thread)?;
        row.initialise_item(4, address);
        all.push(thread, row.value())?;
    }
    Ok(all.value())
}

fn names_of(thread: &mut Thread, address: &Address, flags: i32) -> PyResult<(String, String)> {
    let mut host = [0 as libc::c_char; 1025];
    let mut service = [0 as libc::c_char; 32];
    // SAFETY: the buffers have the lengths given, and the address its own.
    let (status, errno) = thread.blocking(|| unsafe {
        let status = libc::getnameinfo(
            address.as_ptr(),
            address.len(),
            host.as_mut_ptr(),
            host.len() as libc::socklen_t,
            service.as_mut_ptr(),
            service.len() as libc::socklen_t,
            flags,
        );
        (status, os_error::last_errno())
    });
    if status != 0 {
        return Err(gai_error(thread, status, errno));
    }
    // SAFETY: the call ended both texts with a zero.
    unsafe {
        let text = |buffer: &[libc::c_char]| CStr::from_ptr(buffer.as_ptr()).to_string_lossy().into_owned();
        Ok((text(&host), text(&service)))
    }
}

/// `getnameinfo`.
pub fn getnameinfo(thread: &mut Thread, target: Value, flags: i32) -> PyResult<Value> {
    let Some(tuple) = target.downcast::<TupleObject>() else {
        return Err(thread.type_error(format_args!("getnameinfo() argument 1 must be a tuple")));
    };
    let parts = tuple.items_unbound();
    let (Some(&host), Some(&port)) = (parts.first(), parts.get(1)) else {
        return Err(thread.type_error(format_args!("getnameinfo(): illegal sockaddr argument")));
    };
    let host = host_bytes(thread, host)?;
    let port = protocol::index_i64(thread, port)?;
    let service = CString::new(port.to_string()).unwrap_or_default();
    let hints = Hints {
        kind: libc::SOCK_DGRAM,
        flags: libc::AI_NUMERICHOST,
        ..Hints::default()
    };
    let found = look_up(thread, Some(&host), Some(&service), hints)?;
    let [only] = &found[..] else {
        return Err(thread.os_error_plain(format_args!("sockaddr resolved to multiple addresses")));
    };
    if only.family == libc::AF_INET && parts.len() != 2 {
        return Err(thread.os_error_plain(format_args!("IPv4 sockaddr must be 2 tuple")));
    }
    let (host, service) = names_of(thread, &only.address, flags)?;
    let pair = TupleObject::with_length(thread, 2)?;
    let host = StrObject::from_str(thread, &host)?;
    pair.initialise_item(0, host.value());
    let service = StrObject::from_str(thread, &service)?;
    pair.initialise_item(1, service.value());
    Ok(pair.value())
}

fn triple(thread: &mut Thread, name: &str, addresses: &[String]) -> PyResult<Value> {
    let row = TupleObject::with_length(thread, 3)?;
    let name = StrObject::from_str(thread, name)?;
    row.initialise_item(0, name.value());
    let aliases = ListObject::with_capacity(thread, 0)?;
    row.initialise_item(1, aliases.value());
    let list = ListObject::with_capacity(thread, addresses.len())?;
    row.initialise_item(2, list.value());
    for address in addresses {
        let address = StrObject::from_str(thread, address)?;
        list.push(thread, address.value())?;
    }
    Ok(row.value())
}

/// `gethostbyname_ex`: the aliases are not known.
pub fn gethostbyname_ex(thread: &mut Thread, host: Value) -> PyResult<Value> {
    let name = host_bytes(thread, host)?;
    let hints = Hints {
        family: libc::AF_INET,
        kind: libc::SOCK_STREAM,
        flags: libc::AI_CANONNAME,
        protocol: 0,
    };
    let found = look_up(thread, Some(&name), None, hints)?;
    let canonical = found.iter().find_map(|entry| entry.name.as_ref()).unwrap_or(&name);
    let canonical = canonical.to_string_lossy().into_owned();
    let addresses: Vec<String> = found.iter().map(|entry| entry.address.host_text()).collect();
    triple(thread, &canonical, &addresses)
}

/// `gethostbyaddr`: the aliases are not known.
pub fn gethostbyaddr(thread: &mut Thread, host: Value) -> PyResult<Value> {
    let name = host_bytes(thread, host)?;
    let found = look_up(
        thread,
        Some(&name),
        None,
        Hints {
            kind: libc::SOCK_STREAM,
            ..Hints::default()
        },
    )?;
    let Some(first) = found.first() else {
        return Err(gai_error(thread, libc::EAI_NONAME, 0));
    };
    match names_of(thread, &first.address, libc::NI_NAMEREQD) {
        Ok((name, _)) => triple(thread, &name, &[first.address.host_text()]),
        Err(_) => {
            thread.take_raised();
            Err(raise_numbered(thread, HOST_ERROR.get(), 1, "Unknown host"))
        }
    }
}

/// The name of a network interface.
pub fn interface_name(index: u32) -> Option<String> {
    let mut buffer = [0 as libc::c_char; libc::IF_NAMESIZE];
    // SAFETY: the buffer has the length that the function asks for.
    unsafe {
        if libc::if_indextoname(index, buffer.as_mut_ptr()).is_null() {
            return None;
        }
        Some(CStr::from_ptr(buffer.as_ptr()).to_string_lossy().into_owned())
    }
}

/// Index and name of all network interfaces.
pub fn interfaces(thread: &mut Thread) -> PyResult<Value> {
    let mut rows = Vec::new();
    // SAFETY: the array ends with an entry of index 0, and is freed after it was read.
    unsafe {
        let list = libc::if_nameindex();
        if list.is_null() {
            return Err(os_error::last_os_error(thread, None));
        }
        let mut entry = list;
        while (*entry).if_index != 0 {
            rows.push((
                (*entry).if_index,
                CStr::from_ptr((*entry).if_name).to_string_lossy().into_owned(),
            ));
            entry = entry.add(1);
        }
        libc::if_freenameindex(list);
    }
    let all = ListObject::with_capacity(thread, rows.len())?;
    for (index, name) in rows {
        let name = StrObject::from_str(thread, &name)?.value();
        let row = TupleObject::from_slice(thread, &[Value::small_int(index.into()), name])?;
        all.push(thread, row.value())?;
    }
    Ok(all.value())
}

/// A service by its name: the port.
pub fn service_by_name(thread: &mut Thread, name: &str, protocol: Option<&str>) -> PyResult<u16> {
    let (name, protocol) = (
        CString::new(name).unwrap_or_default(),
        protocol.and_then(|p| CString::new(p).ok()),
    );
    // SAFETY: the strings live during the call; the entry is read before another call.
    let port = unsafe {
        libc::getservbyname(
            name.as_ptr(),
            protocol.as_ref().map_or(std::ptr::null(), |p| p.as_ptr()),
        )
        .as_ref()
        .map(|entry| u16::from_be(entry.s_port as u16))
    };
    port.ok_or_else(|| thread.os_error_plain(format_args!("service/proto not found")))
}

/// A service by its port: the name.
pub fn service_by_port(thread: &mut Thread, port: i64, protocol: Option<&str>) -> PyResult<String> {
    let Ok(port) = u16::try_from(port) else {
        return Err(thread.overflow_error(format_args!("getservbyport: port must be 0-65535.")));
    };
    let protocol = protocol.and_then(|p| CString::new(p).ok());
    // SAFETY: as for `service_by_name`.
    let name = unsafe {
        libc::getservbyport(
            i32::from(port.to_be()),
            protocol.as_ref().map_or(std::ptr::null(), |p| p.as_ptr()),
        )
        .as_ref()
        .map(|entry| CStr::from_ptr(entry.s_name).to_string_lossy().into_owned())
    };
    name.ok_or_else(|| thread.os_error_plain(format_args!("port/proto not found")))
}

/// A protocol by its name: the number.
pub fn protocol_by_name(thread: &mut Thread, name: &str) -> PyResult<i32> {
    let name = CString::new(name).unwrap_or_default();
    // SAFETY: as for `service_by_name`.
    let number = unsafe { libc::getprotobyname(name.as_ptr()).as_ref().map(|entry| entry.p_proto) };
    number.ok_or_else(|| thread.os_error_plain(format_args!("protocol not found")))
}

/// The text of a packed address.
pub fn number_text(thread: &mut Thread, family: i32, packed: Value) -> PyResult<String> {
    if family != libc::AF_INET && family != libc::AF_INET6 {
        return Err(thread.value_error(format_args!("unknown address family {family}")));
    }
    let octets = address::octets(thread, packed)?;
    let text = match family {
        libc::AF_INET => <[u8; 4]>::try_from(&octets[..])
            .ok()
            .map(|o| Ipv4Addr::from(o).to_string()),
        _ => <[u8; 16]>::try_from(&octets[..])
            .ok()
            .map(|o| Ipv6Addr::from(o).to_string()),
    };
    text.ok_or_else(|| thread.value_error(format_args!("invalid length of packed IP address string")))
}
