//! Memory from the system: aligned mappings, giving pages back.

use std::ptr;
use std::sync::OnceLock;

/// The unit of large-object pages. The system's pages may be larger (64 KiB on some aarch64 kernels); what is given back
/// is checked against their true size.
pub(crate) const PAGE_SIZE: usize = 4096;

/// Size of the system's pages.
fn system_page_size() -> usize {
    static SIZE: OnceLock<usize> = OnceLock::new();
    *SIZE.get_or_init(|| {
        // SAFETY: a query without side effects.
        let size = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
        usize::try_from(size)
            .ok()
            .filter(|s| s.is_power_of_two())
            .unwrap_or(64 << 10)
            .max(PAGE_SIZE)
    })
}

/// `len` rounded up to whole pages of the system.
pub(crate) fn round_up_to_system_page(len: usize) -> usize {
    len.next_multiple_of(system_page_size())
}

/// Not `MAP_NORESERVE`: a size that the machine can never back has to fail here, where it becomes a MemoryError.
fn map(len: usize) -> *mut u8 {
    // SAFETY: an anonymous mapping at an address of the kernel's choice touches no existing memory.
    let p = unsafe {
        libc::mmap(
            ptr::null_mut(),
            len,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
            -1,
            0,
        )
    };
    if p == libc::MAP_FAILED {
        ptr::null_mut()
    } else {
        p.cast()
    }
}

/// Maps `len` zeroed bytes, whole pages of the system, at a multiple of `align`; null if the system refuses.
pub(crate) fn map_aligned(len: usize, align: usize) -> *mut u8 {
    // The kernel places mappings side by side, so once one is aligned the next ones mostly are.
    let p = map(len);
    if p.is_null() || p.addr() & (align - 1) == 0 {
        return p;
    }
    // SAFETY: the mapping was just made and nothing refers to it.
    unsafe { unmap(p, len) };
    let Some(padded) = len.checked_add(align) else {
        return ptr::null_mut();
    };
    let p = map(padded);
    if p.is_null() {
        return p;
    }
    let lead = p.addr().next_multiple_of(align) - p.addr();
    let start = p.wrapping_add(lead);
    // SAFETY: both ends lie in the mapping just made and outside the part that is kept.
    unsafe {
        if lead != 0 {
            unmap(p, lead);
        }
        let tail = padded - lead - len;
        if tail != 0 {
            unmap(start.wrapping_add(len), tail);
        }
    }
    start
}

/// Unmaps memory.
///
/// # Safety
/// `[p, p + len)` was mapped by `map_aligned` and nothing uses it any more.
pub(crate) unsafe fn unmap(p: *mut u8, len: usize) {
    // SAFETY: the caller owns the range. Failure (no memory to split a mapping) leaves it mapped, which is harmless.
    unsafe { libc::munmap(p.cast(), len) };
}

/// Gives the pages back; they read as zero when next touched. False if the system refused and the contents remain.
///
/// # Safety
/// `[p, p + len)` is mapped and its contents are no longer needed.
pub(crate) unsafe fn discard(p: *mut u8, len: usize) -> bool {
    // The system would round the length up, and with it take what lies behind.
    if (p.addr() | len) & (system_page_size() - 1) != 0 {
        return false;
    }
    // SAFETY: private anonymous memory of ours whose contents are not needed.
    unsafe { libc::madvise(p.cast(), len, libc::MADV_DONTNEED) == 0 }
}

/// Keeps the system from backing the range with huge pages, so that a small heap touches little memory.
///
/// # Safety
/// `[p, p + len)` is mapped.
pub(crate) unsafe fn no_huge_pages(p: *mut u8, len: usize) {
    // SAFETY: advice on our own mapping; kernels built without huge pages refuse it, which is as good.
    unsafe { libc::madvise(p.cast(), len, libc::MADV_NOHUGEPAGE) };
}
