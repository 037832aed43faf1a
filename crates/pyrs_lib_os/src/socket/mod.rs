//! The module `_socket`: sockets of the Internet and of the local machine, names and numbers of hosts and services.
//!
//! Absent: the families that only Linux's kernel interfaces use (their addresses are shown as bytes), `recvmsg_into`.

mod address;
mod constants;
mod message;
mod object;
mod resolve;

pub use address::seconds;
use object::SOCKET;
pub use object::SocketObject;
use pyrs_macros::pymodule;
use pyrs_object::core::core;
use pyrs_object::exception::EXCEPTION_LAYOUT;
use pyrs_object::native_class::NativeClass;

/// `socket.gaierror`.
static GAI_ERROR: NativeClass = NativeClass::new("socket", "gaierror", &EXCEPTION_LAYOUT)
    .base(|| core().types.os_error.get())
    .subclassable()
    .with_dict();
/// `socket.herror`.
static HOST_ERROR: NativeClass = NativeClass::new("socket", "herror", &EXCEPTION_LAYOUT)
    .base(|| core().types.os_error.get())
    .subclassable()
    .with_dict();

#[pymodule(name = "_socket")]
pub(crate) mod module {
    use super::address;
    use super::resolve::{self, Hints};
    use super::{GAI_ERROR, HOST_ERROR, SOCKET, constants, message, object};
    use crate::os_error::{last_os_error, os_error, retry};
    use pyrs_object::bytes::BytesObject;
    use pyrs_object::core::core;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::str::StrObject;
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::{PyResult, Ref, Thread, Value, int, protocol};
    use std::net::{Ipv4Addr, Ipv6Addr};

    #[attr]
    fn error(_thread: &mut Thread) -> Value {
        core().types.os_error.get().value()
    }

    #[attr]
    fn timeout(_thread: &mut Thread) -> Value {
        core().types.timeout_error.get().value()
    }

    #[attr]
    fn has_ipv6(_thread: &mut Thread) -> bool {
        true
    }

    /// Close a descriptor of a socket.
    #[function]
    fn close(thread: &mut Thread, fd: i32) -> PyResult<()> {
        // SAFETY: the caller gives the descriptor up.
        match retry(thread, || unsafe { libc::close(fd) })? {
            Ok(_) | Err(libc::ECONNRESET) => Ok(()),
            Err(errno) => Err(os_error(thread, errno, None)),
        }
    }

    /// Duplicate a descriptor of a socket.
    #[function]
    fn dup(thread: &mut Thread, fd: i32) -> PyResult<i32> {
        // SAFETY: plain numbers.
        let result = unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) };
        if result < 0 {
            return Err(last_os_error(thread, None));
        }
        Ok(result)
    }

    /// Create a pair of sockets that are connected with each other.
    #[function]
    fn socketpair(
        thread: &mut Thread,
        family: Option<i32>,
        r#type: Option<i32>,
        proto: Option<i32>,
    ) -> PyResult<Value> {
        let family = family.unwrap_or(libc::AF_UNIX);
        let (kind, protocol) = (r#type.unwrap_or(libc::SOCK_STREAM), proto.unwrap_or(0));
        let mut pair = [-1; 2];
        // SAFETY: room for two descriptors.
        if unsafe { libc::socketpair(family, kind | libc::SOCK_CLOEXEC, protocol, pair.as_mut_ptr()) } != 0 {
            return Err(last_os_error(thread, None));
        }
        let first = object::of_descriptor(thread, pair[0], family, kind, protocol)?;
        let second = object::of_descriptor(thread, pair[1], family, kind, protocol)?;
        Ok(TupleObject::from_slice(thread, &[first, second])?.value())
    }

    /// Return the default timeout of new sockets in seconds, or None.
    #[function]
    fn getdefaulttimeout(thread: &mut Thread) -> PyResult<Value> {
        object::default_timeout(thread)
    }

    /// Set the default timeout of new sockets in seconds; None for none.
    #[function]
    fn setdefaulttimeout(thread: &mut Thread, timeout: Value) -> PyResult<()> {
        object::set_default_timeout(thread, timeout)
    }

    /// Resolve host and port into a list of tuples (family, type, proto, canonname, sockaddr).
    #[function(keywords = "host, port, family, type, proto, flags")]
    fn getaddrinfo(
        thread: &mut Thread,
        host: Value,
        port: Value,
        family: Option<i32>,
        r#type: Option<i32>,
        proto: Option<i32>,
        flags: Option<i32>,
    ) -> PyResult<Value> {
        let hints = Hints {
            family: family.unwrap_or(0),
            kind: r#type.unwrap_or(0),
            protocol: proto.unwrap_or(0),
            flags: flags.unwrap_or(0),
        };
        resolve::getaddrinfo(thread, host, port, hints)
    }

    /// Get host and service for an address.
    #[function]
    fn getnameinfo(thread: &mut Thread, sockaddr: Value, flags: i32) -> PyResult<Value> {
        resolve::getnameinfo(thread, sockaddr, flags)
    }

    /// Return the name of this machine.
    #[function]
    fn gethostname(thread: &mut Thread) -> PyResult<Value> {
        let mut buffer = [0u8; 1024];
        // SAFETY: the buffer is longer than said, so that the text ends with a zero.
        if unsafe { libc::gethostname(buffer.as_mut_ptr().cast(), buffer.len() - 1) } != 0 {
            return Err(last_os_error(thread, None));
        }
        let end = buffer.iter().position(|b| *b == 0).unwrap_or(0);
        Ok(crate::path::decode(thread, &buffer[..end])?.value())
    }

    /// Set the name of this machine.
    #[function]
    fn sethostname(thread: &mut Thread, name: Value) -> PyResult<()> {
        let name = crate::path::encode(thread, name)?;
        // SAFETY: the text has the length given.
        if unsafe { libc::sethostname(name.as_ptr().cast(), name.len()) } != 0 {
            return Err(last_os_error(thread, None));
        }
        Ok(())
    }

    /// Return the IP address of a host.
    #[function]
    fn gethostbyname(thread: &mut Thread, host: Value) -> PyResult<String> {
        Ok(resolve::host_address(thread, host, libc::AF_INET)?.host_text())
    }

    /// Return the true host name, a list of aliases, and a list of IP addresses of a host.
    #[function]
    fn gethostbyname_ex(thread: &mut Thread, host: Value) -> PyResult<Value> {
        resolve::gethostbyname_ex(thread, host)
    }

    /// Return the true host name, a list of aliases, and a list of IP addresses of a host given by its address.
    #[function]
    fn gethostbyaddr(thread: &mut Thread, host: Value) -> PyResult<Value> {
        resolve::gethostbyaddr(thread, host)
    }

    fn optional_text(protocol: Option<Ref<StrObject>>) -> Option<String> {
        protocol.map(|text| text.to_string_lossy())
    }

    /// Return a port number of a service.
    #[function]
    fn getservbyname(
        thread: &mut Thread,
        servicename: Ref<StrObject>,
        protocolname: Option<Ref<StrObject>>,
    ) -> PyResult<i64> {
        let (name, protocol) = (servicename.to_string_lossy(), optional_text(protocolname));
        resolve::service_by_name(thread, &name, protocol.as_deref()).map(i64::from)
    }

    /// Return the service of a port number.
    #[function]
    fn getservbyport(thread: &mut Thread, port: i64, protocolname: Option<Ref<StrObject>>) -> PyResult<String> {
        let protocol = optional_text(protocolname);
        resolve::service_by_port(thread, port, protocol.as_deref())
    }

    /// Return the number of a protocol.
    #[function]
    fn getprotobyname(thread: &mut Thread, name: Ref<StrObject>) -> PyResult<i32> {
        let name = name.to_string_lossy();
        resolve::protocol_by_name(thread, &name)
    }

    /// Return the name of a network interface.
    #[function]
    fn if_indextoname(thread: &mut Thread, index: u32) -> PyResult<String> {
        match resolve::interface_name(index) {
            Some(name) => Ok(name),
            None => Err(last_os_error(thread, None)),
        }
    }

    /// Return the index of a network interface.
    #[function]
    fn if_nametoindex(thread: &mut Thread, name: Value) -> PyResult<u32> {
        let name = std::ffi::CString::new(crate::path::encode(thread, name)?).unwrap_or_default();
        // SAFETY: the text lives during the call.
        match unsafe { libc::if_nametoindex(name.as_ptr()) } {
            0 => Err(thread.os_error_plain(format_args!("no interface with this name"))),
            index => Ok(index),
        }
    }

    /// Return index and name of all network interfaces.
    #[function]
    fn if_nameindex(thread: &mut Thread) -> PyResult<Value> {
        resolve::interfaces(thread)
    }

    /// Convert an IP address in string format to the 32-bit packed binary format.
    #[function]
    fn inet_aton(thread: &mut Thread, ip_addr: Ref<StrObject>) -> PyResult<Value> {
        let text = std::ffi::CString::new(ip_addr.to_string_lossy()).unwrap_or_default();
        // SAFETY: all zeros are a valid address.
        let mut address: libc::in_addr = unsafe { std::mem::zeroed() };
        // SAFETY: text and address live during the call.
        if unsafe { inet_aton_c(text.as_ptr(), &mut address) } == 0 {
            return Err(thread.os_error_plain(format_args!("illegal IP address string passed to inet_aton")));
        }
        Ok(BytesObject::new(thread, &address.s_addr.to_ne_bytes())?.value())
    }

    unsafe extern "C" {
        #[link_name = "inet_aton"]
        fn inet_aton_c(text: *const libc::c_char, address: *mut libc::in_addr) -> libc::c_int;
    }

    /// Convert an IP address from 32-bit packed binary format to string format.
    #[function]
    fn inet_ntoa(thread: &mut Thread, packed_ip: Value) -> PyResult<String> {
        let octets = address::octets(thread, packed_ip)?;
        match <[u8; 4]>::try_from(&octets[..]) {
            Ok(octets) => Ok(Ipv4Addr::from(octets).to_string()),
            Err(_) => Err(thread.os_error_plain(format_args!("packed IP wrong length for inet_ntoa"))),
        }
    }

    /// Convert an IP address from string format to a packed string suitable for low-level network functions.
    #[function]
    fn inet_pton(thread: &mut Thread, address_family: i32, ip_string: Ref<StrObject>) -> PyResult<Value> {
        let text = ip_string.to_string_lossy();
        let packed = match address_family {
            libc::AF_INET => text.parse::<Ipv4Addr>().ok().map(|ip| ip.octets().to_vec()),
            libc::AF_INET6 => text.parse::<Ipv6Addr>().ok().map(|ip| ip.octets().to_vec()),
            _ => return Err(os_error(thread, libc::EAFNOSUPPORT, None)),
        };
        match packed {
            Some(packed) => Ok(BytesObject::new(thread, &packed)?.value()),
            None => Err(thread.os_error_plain(format_args!("illegal IP address string passed to inet_pton"))),
        }
    }

    /// Convert a packed IP address of the given family to string format.
    #[function]
    fn inet_ntop(thread: &mut Thread, address_family: i32, packed_ip: Value) -> PyResult<String> {
        resolve::number_text(thread, address_family, packed_ip)
    }

    fn unsigned(thread: &mut Thread, value: Value, bits: u32) -> PyResult<u64> {
        let index = protocol::index(thread, value)?;
        let number = int::as_i64(index);
        if number.is_some_and(|number| number < 0) {
            return Err(thread.value_error(format_args!("Cannot convert negative int")));
        }
        match number.map(|number| number as u64).filter(|number| number >> bits == 0) {
            Some(number) => Ok(number),
            None => Err(thread.overflow_error(format_args!("Python int too large for C uint{bits}_t"))),
        }
    }

    /// Convert a 16-bit unsigned integer from host to network byte order.
    #[function]
    fn htons(thread: &mut Thread, x: Value) -> PyResult<i64> {
        Ok((unsigned(thread, x, 16)? as u16).to_be().into())
    }

    /// Convert a 16-bit unsigned integer from network to host byte order.
    #[function]
    fn ntohs(thread: &mut Thread, x: Value) -> PyResult<i64> {
        Ok(u16::from_be(unsigned(thread, x, 16)? as u16).into())
    }

    /// Convert a 32-bit unsigned integer from host to network byte order.
    #[function]
    fn htonl(thread: &mut Thread, x: Value) -> PyResult<u32> {
        Ok((unsigned(thread, x, 32)? as u32).to_be())
    }

    /// Convert a 32-bit unsigned integer from network to host byte order.
    #[function]
    fn ntohl(thread: &mut Thread, x: Value) -> PyResult<u32> {
        Ok(u32::from_be(unsigned(thread, x, 32)? as u32))
    }

    fn length_argument(thread: &mut Thread, function: &str, length: Option<usize>) -> PyResult<usize> {
        length.ok_or_else(|| thread.overflow_error(format_args!("{function}() argument out of range")))
    }

    /// Return the length of an ancillary data item with so much data, without padding.
    #[function(name = "CMSG_LEN")]
    fn cmsg_len(thread: &mut Thread, length: i64) -> PyResult<usize> {
        let length = usize::try_from(length).ok().and_then(message::item_length);
        length_argument(thread, "CMSG_LEN", length)
    }

    /// Return the buffer size for an ancillary data item with so much data, with padding.
    #[function(name = "CMSG_SPACE")]
    fn cmsg_space(thread: &mut Thread, length: i64) -> PyResult<usize> {
        let length = usize::try_from(length).ok().and_then(message::space);
        length_argument(thread, "CMSG_SPACE", length)
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let dict = module.dict.get();
        for (name, value) in constants::CONSTANTS {
            let value = int::from_i64(thread, *value)?;
            dict.set_str(thread, name, value)?;
        }
        let socket = SOCKET.create(thread)?.value();
        dict.set_str(thread, "socket", socket)?;
        dict.set_str(thread, "SocketType", socket)?;
        let class = GAI_ERROR.create(thread)?;
        dict.set_str(thread, "gaierror", class.value())?;
        let class = HOST_ERROR.create(thread)?;
        dict.set_str(thread, "herror", class.value())?;
        Ok(())
    }
}

pub use module::MODULE;
