//! Native stacks: spilling registers, finding a stack's base, keeping a pointer where the scan sees it.

use std::arch::asm;
use std::hint::black_box;

/// Calls `f` with the stack pointer of a frame into which the callee-saved registers were stored. Everything that the
/// callers hold is at or above that address; what they held in other registers they stored themselves before calling.
#[inline(never)]
pub(crate) fn with_spilled_registers<R>(f: impl FnOnce(*const u8) -> R) -> R {
    let mut saved = [0u64; 20];
    let sp: usize;
    #[cfg(target_arch = "x86_64")]
    // SAFETY: stores six registers into `saved`, which has room for twenty, and reads the stack pointer.
    unsafe {
        asm!(
            "mov [{0}], rbx", "mov [{0} + 8], rbp", "mov [{0} + 16], r12",
            "mov [{0} + 24], r13", "mov [{0} + 32], r14", "mov [{0} + 40], r15",
            "mov {1}, rsp",
            in(reg) saved.as_mut_ptr(), out(reg) sp,
            options(nostack, preserves_flags),
        );
    }
    #[cfg(target_arch = "aarch64")]
    // SAFETY: stores eleven general and eight vector registers into `saved`, and reads the stack pointer.
    unsafe {
        asm!(
            "stp x19, x20, [{0}]", "stp x21, x22, [{0}, #16]", "stp x23, x24, [{0}, #32]",
            "stp x25, x26, [{0}, #48]", "stp x27, x28, [{0}, #64]", "str x29, [{0}, #80]",
            "stp d8, d9, [{0}, #88]", "stp d10, d11, [{0}, #104]",
            "stp d12, d13, [{0}, #120]", "stp d14, d15, [{0}, #136]",
            "mov {1}, sp",
            in(reg) saved.as_mut_ptr(), out(reg) sp,
            options(nostack, preserves_flags),
        );
    }
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    compile_error!("the stack scan needs to know the callee-saved registers of this architecture");
    let result = f(std::ptr::with_exposed_provenance(sp));
    black_box(&saved);
    result
}

/// The highest address of the calling thread's stack, for `Heap::attach_stack`; null if the system will not say.
#[must_use]
pub fn current_stack_base() -> *const u8 {
    let mut base = std::ptr::null();
    // SAFETY: the attribute object is initialised by the first call and destroyed after its use.
    unsafe {
        let mut attr: libc::pthread_attr_t = std::mem::zeroed();
        if libc::pthread_getattr_np(libc::pthread_self(), &mut attr) == 0 {
            let mut low = std::ptr::null_mut();
            let mut size = 0;
            if libc::pthread_attr_getstack(&attr, &mut low, &mut size) == 0 {
                base = low.cast::<u8>().wrapping_add(size).cast_const();
            }
            libc::pthread_attr_destroy(&mut attr);
        }
    }
    base
}

/// Keeps a pointer on the stack or in a register up to this point, so that the object it points to stays alive while
/// only addresses derived from it (such as the end of its elements) are in use.
#[inline(always)]
pub fn keep_alive<T>(p: *const T) {
    black_box(p);
}
