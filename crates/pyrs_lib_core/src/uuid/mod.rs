//! The module `_uuid`: time-based UUIDs (RFC 9562, version 1) made by the process itself.
//!
//! Invariant: no two UUIDs of a process have the same time and clock sequence. The clock sequence starts at random; where
//! the clock stands still or goes back, the time runs ahead of it by 100 ns a UUID. Absent: a clock shared with other processes, so
//! the second item of the result is always -1.

use pyrs_macros::pymodule;
use pyrs_object::bytes::BytesObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Ref, Thread, Value};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

/// Between 1582-10-15 and 1970-01-01, in units of 100 ns.
const EPOCH: u64 = 0x01b2_1dd2_1381_4000;

/// What consecutive UUIDs share. It holds no values.
struct Clock {
    last: u64,
    sequence: u16,
    node: [u8; 6],
}

static CLOCK: Mutex<Option<Clock>> = Mutex::new(None);

fn random<const N: usize>(thread: &mut Thread) -> PyResult<[u8; N]> {
    let mut bytes = [0u8; N];
    // SAFETY: the buffer has the length given.
    let count = unsafe { libc::getrandom(bytes.as_mut_ptr().cast(), N, 0) };
    match usize::try_from(count) {
        Ok(count) if count == N => Ok(bytes),
        _ => Err(thread.os_error_plain(format_args!("getrandom() failed"))),
    }
}

/// The address of the first network interface that has one of its own.
fn hardware_address() -> Option<[u8; 6]> {
    let mut entries: Vec<_> = std::fs::read_dir("/sys/class/net").ok()?.flatten().collect();
    entries.sort_by_key(|entry| entry.file_name());
    entries.iter().find_map(|entry| {
        let text = std::fs::read_to_string(entry.path().join("address")).ok()?;
        let mut node = [0u8; 6];
        let mut parts = text.trim().split(':');
        for byte in &mut node {
            *byte = u8::from_str_radix(parts.next()?, 16).ok()?;
        }
        (parts.next().is_none() && node != [0; 6]).then_some(node)
    })
}

fn start(thread: &mut Thread) -> PyResult<Clock> {
    let sequence = u16::from_be_bytes(random(thread)?) & 0x3fff;
    let node = match hardware_address() {
        Some(node) => node,
        None => {
            let mut node: [u8; 6] = random(thread)?;
            // The multicast bit tells that it is no hardware's.
            node[0] |= 1;
            node
        }
    };
    Ok(Clock {
        last: 0,
        sequence,
        node,
    })
}

fn generate(thread: &mut Thread) -> PyResult<[u8; 16]> {
    let since = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    let now = (since.as_nanos() / 100) as u64 + EPOCH;
    let mut guard = CLOCK.lock().unwrap_or_else(PoisonError::into_inner);
    let mut clock = match guard.take() {
        Some(clock) => clock,
        None => start(thread)?,
    };
    clock.last = now.max(clock.last + 1);
    let mut bytes = [0u8; 16];
    bytes[0..4].copy_from_slice(&(clock.last as u32).to_be_bytes());
    bytes[4..6].copy_from_slice(&((clock.last >> 32) as u16).to_be_bytes());
    bytes[6..8].copy_from_slice(&((clock.last >> 48) as u16 & 0x0fff | 0x1000).to_be_bytes());
    bytes[8..10].copy_from_slice(&(clock.sequence | 0x8000).to_be_bytes());
    bytes[10..16].copy_from_slice(&clock.node);
    *guard = Some(clock);
    Ok(bytes)
}

/// UUIDs made of the time.
#[pymodule(name = "_uuid")]
pub mod module {
    use super::*;

    #[attr]
    fn has_uuid_generate_time_safe(_thread: &mut Thread) -> i64 {
        1
    }
    #[attr]
    fn has_stable_extractable_node(_thread: &mut Thread) -> i64 {
        0
    }

    #[function]
    fn generate_time_safe(thread: &mut Thread) -> PyResult<Ref<TupleObject>> {
        let bytes = generate(thread)?;
        let bytes = BytesObject::new(thread, &bytes)?;
        TupleObject::from_slice(thread, &[bytes.value(), Value::small_int(-1)])
    }
}

pub use module::MODULE;
