//! Code memory: one reserved range of addresses, handed out in runs of pages.
//!
//! Pages are writable or executable, never both. The range is below 2 GiB, so that calls inside of it are near.

use cranelift_jit::{BranchProtection, JITMemoryKind, JITMemoryProvider};
use cranelift_module::{ModuleError, ModuleResult};
use std::io;
use std::sync::{Arc, Mutex};

/// Address space for code.
const ARENA_BYTES: usize = 256 << 20;

struct State {
    base: usize,
    next: usize,
    page: usize,
    /// Runs given back: start and bytes.
    free: Vec<(usize, usize)>,
}

/// The range of addresses, shared by all units.
#[derive(Clone)]
pub struct CodeArena(Arc<Mutex<State>>);

fn check(result: libc::c_int) -> io::Result<()> {
    if result == 0 {
        Ok(())
    } else {
        Err(io::Error::last_os_error())
    }
}

impl CodeArena {
    /// Reserves the range.
    pub fn new() -> io::Result<CodeArena> {
        // SAFETY: a fresh private mapping without access.
        let base = unsafe {
            libc::mmap(
                std::ptr::null_mut(),
                ARENA_BYTES,
                libc::PROT_NONE,
                libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
                -1,
                0,
            )
        };
        if base == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: a plain query.
        let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) }.max(4096) as usize;
        Ok(CodeArena(Arc::new(Mutex::new(State {
            base: base as usize,
            next: base as usize,
            page,
            free: Vec::new(),
        }))))
    }

    /// A provider for one unit.
    pub fn provider(&self) -> UnitMemory {
        UnitMemory {
            arena: self.clone(),
            runs: Vec::new(),
            cursor: 0,
            limit: 0,
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Writable pages for at least `bytes`.
    fn take(&self, bytes: usize) -> io::Result<(usize, usize)> {
        let mut state = self.state();
        let bytes = bytes.next_multiple_of(state.page);
        let start = match state.free.iter().position(|run| run.1 >= bytes) {
            Some(index) => {
                let (start, length) = state.free.swap_remove(index);
                if length > bytes {
                    state.free.push((start + bytes, length - bytes));
                }
                start
            }
            None => {
                if state.next + bytes > state.base + ARENA_BYTES {
                    return Err(io::Error::from(io::ErrorKind::OutOfMemory));
                }
                state.next += bytes;
                state.next - bytes
            }
        };
        // SAFETY: the pages are this arena's and in nobody's use.
        check(unsafe { libc::mprotect(start as *mut _, bytes, libc::PROT_READ | libc::PROT_WRITE) })?;
        Ok((start, bytes))
    }
}

/// The memory of one unit.
pub struct UnitMemory {
    arena: CodeArena,
    runs: Vec<(usize, usize)>,
    cursor: usize,
    limit: usize,
}

impl JITMemoryProvider for UnitMemory {
    fn allocate(&mut self, size: usize, align: u64, _kind: JITMemoryKind) -> io::Result<*mut u8> {
        let align = (align as usize).max(16);
        let mut start = self.cursor.next_multiple_of(align);
        if start + size > self.limit || self.limit == 0 {
            let (run, bytes) = self.arena.take(size.max(1))?;
            self.runs.push((run, bytes));
            self.limit = run + bytes;
            start = run;
        }
        self.cursor = start + size;
        Ok(start as *mut u8)
    }

    unsafe fn free_memory(&mut self) {
        self.arena.state().free.append(&mut self.runs);
        (self.cursor, self.limit) = (0, 0);
    }

    fn finalize(&mut self, _protection: BranchProtection) -> ModuleResult<()> {
        for &(start, bytes) in &self.runs {
            synchronise_instructions(start, bytes);
            // SAFETY: the run is this unit's.
            check(unsafe { libc::mprotect(start as *mut _, bytes, libc::PROT_READ | libc::PROT_EXEC) })
                .map_err(|error| ModuleError::Allocation { err: error })?;
        }
        (self.cursor, self.limit) = (0, 0);
        Ok(())
    }
}

#[cfg(target_arch = "aarch64")]
fn synchronise_instructions(start: usize, bytes: usize) {
    unsafe extern "C" {
        fn __clear_cache(start: *mut u8, end: *mut u8);
    }
    // SAFETY: the range is mapped.
    unsafe { __clear_cache(start as *mut u8, (start + bytes) as *mut u8) };
}

#[cfg(not(target_arch = "aarch64"))]
fn synchronise_instructions(_start: usize, _bytes: usize) {}
