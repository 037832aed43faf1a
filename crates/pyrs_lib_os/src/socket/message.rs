//! Messages of several buffers and with ancillary data: `sendmsg` and `recvmsg`.

use super::address::{self, Address};
use super::object::{SocketObject, stable};
use crate::byte_view;
use pyrs_object::bytes::BytesObject;
use pyrs_object::list::ListObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Ref, Thread, Value, protocol};

/// Bytes before the data of an ancillary item.
fn header_size() -> usize {
    // SAFETY: an arithmetic macro.
    unsafe { libc::CMSG_LEN(0) as usize }
}

/// Bytes that an ancillary item with so much data takes.
pub fn space(length: usize) -> Option<usize> {
    let length = u32::try_from(length).ok().filter(|length| *length < 1 << 30)?;
    // SAFETY: an arithmetic macro.
    Some(unsafe { libc::CMSG_SPACE(length) as usize })
}

/// Bytes that the last ancillary item with so much data takes.
pub fn item_length(length: usize) -> Option<usize> {
    space(length).map(|_| header_size() + length)
}

fn ancillary_bytes(thread: &mut Thread, ancdata: Value) -> PyResult<Vec<u64>> {
    let mut bytes: Vec<u8> = Vec::new();
    let items = ListObject::with_capacity(thread, 1)?;
    protocol::for_each(thread, ancdata, |thread: &mut Thread, item| items.push(thread, item))?;
    for &item in items.items().to_vec().iter() {
        let Some(parts) = item.downcast::<TupleObject>().filter(|tuple| tuple.len() == 3) else {
            return Err(thread.type_error(format_args!(
                "sendmsg() argument 2 must be an iterable of 3-item tuples"
            )));
        };
        let parts = parts.items_unbound();
        let level = address::optional_i32(thread, Some(parts[0]), 0)?;
        let kind = address::optional_i32(thread, Some(parts[1]), 0)?;
        let data = stable(thread, parts[2])?;
        let data = byte_view::data(&data);
        let Some(size) = space(data.len()) else {
            return Err(thread.os_error_plain(format_args!("ancillary data item too large")));
        };
        let start = bytes.len();
        bytes.resize(start + size, 0);
        // SAFETY: all zeros are a valid header.
        let mut header: libc::cmsghdr = unsafe { std::mem::zeroed() };
        header.cmsg_len = (header_size() + data.len()) as _;
        header.cmsg_level = level;
        header.cmsg_type = kind;
        // SAFETY: there is room for the header and, behind it, for the data.
        unsafe {
            bytes
                .as_mut_ptr()
                .add(start)
                .cast::<libc::cmsghdr>()
                .write_unaligned(header)
        };
        bytes[start + header_size()..][..data.len()].copy_from_slice(data);
    }
    // Headers are aligned as words are.
    let mut words = vec![0u64; bytes.len().div_ceil(8)];
    for (word, chunk) in words.iter_mut().zip(bytes.chunks(8)) {
        let mut eight = [0; 8];
        eight[..chunk.len()].copy_from_slice(chunk);
        *word = u64::from_ne_bytes(eight);
    }
    Ok(words)
}

/// `sendmsg`.
pub fn send(
    thread: &mut Thread,
    socket: &SocketObject,
    buffers: Value,
    ancdata: Option<Value>,
    flags: i32,
    to: Option<Address>,
) -> PyResult<usize> {
    // The list keeps the data alive while other threads run.
    let kept = ListObject::with_capacity(thread, 4)?;
    protocol::for_each(thread, buffers, |thread: &mut Thread, buffer| {
        let data = stable(thread, buffer)?;
        kept.push(thread, data)
    })?;
    let mut parts: Vec<libc::iovec> = kept
        .items()
        .iter()
        .map(|value| {
            let data = byte_view::data(value);
            libc::iovec {
                iov_base: data.as_ptr().cast_mut().cast(),
                iov_len: data.len(),
            }
        })
        .collect();
    let mut ancillary = match ancdata {
        Some(ancdata) => ancillary_bytes(thread, ancdata)?,
        None => Vec::new(),
    };
    // SAFETY: the header refers to buffers that live during the call; sending reads them only.
    let sent = socket.attempt(thread, libc::POLLOUT, |fd| unsafe {
        let mut header: libc::msghdr = std::mem::zeroed();
        if let Some(to) = &to {
            header.msg_name = to.as_ptr().cast_mut().cast();
            header.msg_namelen = to.len();
        }
        header.msg_iov = parts.as_mut_ptr();
        header.msg_iovlen = parts.len() as _;
        if !ancillary.is_empty() {
            header.msg_control = ancillary.as_mut_ptr().cast();
            header.msg_controllen = (ancillary.len() * 8) as _;
        }
        libc::sendmsg(fd, &header, flags)
    })?;
    pyrs_object::gc::keep_alive(&kept);
    Ok(sent)
}

/// `recvmsg`.
pub fn receive(
    thread: &mut Thread,
    socket: &SocketObject,
    size: usize,
    ancillary_size: usize,
    flags: i32,
) -> PyResult<Value> {
    let mut buffer = vec![0u8; size];
    let mut ancillary = vec![0u64; ancillary_size.div_ceil(8)];
    let mut from = Address::empty();
    let mut part = libc::iovec {
        iov_base: buffer.as_mut_ptr().cast(),
        iov_len: size,
    };
    // SAFETY: all zeros are a valid header.
    let mut header: libc::msghdr = unsafe { std::mem::zeroed() };
    // SAFETY: the header refers to buffers of the lengths given, which live during the call.
    let count = socket.attempt(thread, libc::POLLIN, |fd| unsafe {
        header.msg_name = from.as_mut_ptr().cast();
        header.msg_namelen = std::mem::size_of::<libc::sockaddr_storage>() as libc::socklen_t;
        header.msg_iov = &mut part;
        header.msg_iovlen = 1;
        header.msg_control = ancillary.as_mut_ptr().cast();
        header.msg_controllen = ancillary_size as _;
        libc::recvmsg(fd, &mut header, flags)
    })?;
    *from.len_mut() = header.msg_namelen;
    let items = ListObject::with_capacity(thread, 0)?;
    // SAFETY: the header describes what the call has written.
    let mut entry = unsafe { libc::CMSG_FIRSTHDR(&header) };
    while !entry.is_null() {
        // SAFETY: as above; the length is cut to what the buffer holds.
        let (level, kind, data) = unsafe {
            let start = libc::CMSG_DATA(entry);
            let end = (ancillary.as_ptr() as usize) + header.msg_controllen as usize;
            let length = ((*entry).cmsg_len as usize).saturating_sub(header_size());
            let length = length.min(end.saturating_sub(start as usize));
            let data = std::slice::from_raw_parts(start, length).to_vec();
            ((*entry).cmsg_level, (*entry).cmsg_type, data)
        };
        let data = BytesObject::new(thread, &data)?.value();
        let row = [Value::small_int(level.into()), Value::small_int(kind.into()), data];
        let row: Ref<TupleObject> = TupleObject::from_slice(thread, &row)?;
        items.push(thread, row.value())?;
        // SAFETY: as above.
        entry = unsafe { libc::CMSG_NXTHDR(&header, entry) };
    }
    let data = BytesObject::new(thread, &buffer[..count.min(size)])?.value();
    let from = from.to_value(thread)?;
    let row = [data, items.value(), Value::small_int(header.msg_flags.into()), from];
    Ok(TupleObject::from_slice(thread, &row)?.value())
}
