//! Per-thread state: allocator, frames, pending exception, limits. Passed as `&mut Thread` to everything that may run
//! Python code, raise or collect.
//!
//! There is one for each thread of the system that runs Python code; whose turn it is says [`crate::gil`]. Native code addresses fields of this struct by offset ([`offsets`]); only plain words that it needs are `pub`.
//! Invariant: `frame` is the innermost interpreter frame, and everything above its window is garbage.

use crate::errors::PyResult;
use crate::exception::ExceptionObject;
use crate::frame::{Activation, Frame};
use crate::gil;
use crate::header::{Header, HeapObject, Ref};
use crate::shape::Shape;
use crate::value::Value;
use pyrs_gc::{Allocator, Heap, StackId};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

/// State of one thread of Python code.
#[repr(C)]
pub struct Thread {
    /// Bump allocator.
    pub allocator: Allocator,
    /// Nonzero when loops and calls have to look at signals, the GIL or a collection request.
    pub poll: AtomicU32,
    /// Python frames now on the stack, native ones included.
    pub depth: u32,
    /// Depth at which RecursionError is raised.
    pub recursion_limit: u32,
    _pad: u32,
    /// Innermost interpreter frame; null outside of Python code.
    pub frame: *mut Frame,
    /// First word past the register stack.
    pub stack_limit: *mut u64,
    /// First word of the register stack.
    pub stack_base: *mut u64,
    /// Native stack address below which nothing more may be called.
    pub native_stack_limit: usize,
    /// Frame pointer of the native frame that is calling out to the runtime; 0 if the interpreter is.
    pub native_frame: usize,
    /// Call site of that native frame: see the deopt table of its code.
    pub native_site: usize,
    /// Innermost run of the interpreter loop.
    pub activation: *const Activation,
    /// The exception being raised, if any.
    pub raised: Option<Ref<ExceptionObject>>,
    /// The exception being handled (`sys.exception()`), if any.
    pub handled: Option<Value>,
    /// The running context of `_contextvars`, if anything has asked for it.
    pub context: Option<Value>,
    /// The event loop of `_asyncio` that runs on this thread.
    pub running_loop: Option<Value>,
    /// The task of that loop that runs.
    pub running_task: Option<Value>,
    /// First free word above all frames, when frames are entered from native code.
    pub stack_top: *mut u64,
    heap: *mut Heap,
    /// The native stack, as the collector knows it; `None` before the thread's first turn.
    pub(crate) stack: Option<StackId>,
    /// The system's identity of the thread.
    pub ident: u64,
    /// A number that no other thread ever has.
    pub number: u64,
    /// Whether this is the thread that signal handlers run on and that ends the process.
    pub is_main: bool,
    /// The coroutine made last; not registered with the collector while it is that.
    pub newest_coroutine: Option<Value>,
    /// Frames that new coroutines remember as their origin.
    pub origin_depth: u32,
    /// The functions of `sys.settrace` and `sys.setprofile`.
    pub tracing: Tracing,
    /// Called with each asynchronous generator that is iterated for the first time, and kept by it for its end.
    pub async_hooks: AsyncHooks,
}

bitflags::bitflags! {
    /// What a thread is told of while it runs.
    #[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
    pub struct TraceKinds: u32 {
        /// There is a function of `sys.settrace`.
        const TRACE = 1;
        /// There is a function of `sys.setprofile`.
        const PROFILE = 2;
    }
}

/// What `sys.settrace` and `sys.setprofile` have set.
#[derive(Clone, Copy, Default)]
pub struct Tracing {
    /// What is told now: nothing inside of the functions themselves.
    pub active: TraceKinds,
    /// One of the functions runs.
    pub inside: bool,
    /// The interpreter's loop is left, for its other form to go on at the innermost frame.
    pub switching: bool,
    /// The function of `sys.settrace`.
    pub function: Option<Value>,
    /// The function of `sys.setprofile`.
    pub profile: Option<Value>,
}

impl Tracing {
    /// Makes active what there are functions for, outside of them.
    pub fn update(&mut self) {
        self.active = TraceKinds::empty();
        if self.inside {
            return;
        }
        self.active.set(TraceKinds::TRACE, self.function.is_some());
        self.active.set(TraceKinds::PROFILE, self.profile.is_some());
    }
}

/// The hooks of `sys.set_asyncgen_hooks`.
#[derive(Clone, Copy, Default)]
pub struct AsyncHooks {
    /// Called with a generator before its first iteration.
    pub firstiter: Option<Value>,
    /// Called with a generator that is dead and has not ended.
    pub finalizer: Option<Value>,
}

static NEXT_NUMBER: AtomicU64 = AtomicU64::new(1);

/// Bytes of address space for the register stack of a thread.
pub const REGISTER_STACK_BYTES: usize = 256 << 20;
/// Words above all frames that are scanned too: a call moves its arguments up by one before it pushes its frame.
const SCAN_SLACK: usize = 8;
/// Native stack kept free for runtime functions that do not check.
pub const NATIVE_STACK_RESERVE: usize = 256 << 10;

impl Thread {
    /// A thread on the current native stack, which extends down to `native_stack_end`.
    ///
    /// # Safety
    /// `heap` outlives the thread; the result must be registered as a root source before it allocates.
    pub unsafe fn new(heap: *mut Heap, native_stack_end: usize) -> std::io::Result<Box<Thread>> {
        // SAFETY: a fresh private mapping; pages are committed as frames touch them.
        let stack = unsafe {
            libc::mmap(
                std::ptr::null_mut(),
                REGISTER_STACK_BYTES,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
                -1,
                0,
            )
        };
        if stack == libc::MAP_FAILED {
            return Err(std::io::Error::last_os_error());
        }
        let base = stack as *mut u64;
        let mut thread = Box::new(Thread {
            allocator: Allocator::new(),
            poll: AtomicU32::new(0),
            depth: 0,
            recursion_limit: 1000,
            _pad: 0,
            frame: std::ptr::null_mut(),
            // SAFETY: one past the mapping.
            stack_limit: unsafe { base.add(REGISTER_STACK_BYTES / 8) },
            stack_base: base,
            native_stack_limit: native_stack_end + NATIVE_STACK_RESERVE,
            native_frame: 0,
            native_site: 0,
            activation: std::ptr::null(),
            raised: None,
            handled: None,
            context: None,
            running_loop: None,
            running_task: None,
            stack_top: base,
            heap,
            stack: None,
            // SAFETY: a query without arguments.
            ident: unsafe { libc::pthread_self() } as u64,
            number: NEXT_NUMBER.fetch_add(1, Ordering::Relaxed),
            is_main: false,
            newest_coroutine: None,
            origin_depth: 0,
            tracing: Tracing::default(),
            async_hooks: AsyncHooks::default(),
        });
        // SAFETY: the heap is live, and the thread stays in its box, which detaches the allocator when dropped.
        unsafe { (*heap).attach_allocator(&mut thread.allocator) };
        gil::add(&raw mut *thread);
        Ok(thread)
    }

    /// Makes this the state of the calling thread of the system.
    pub(crate) fn on_own_stack(&mut self) {
        // SAFETY: a query without arguments.
        self.ident = unsafe { libc::pthread_self() } as u64;
        self.native_stack_limit = crate::bootstrap::native_stack_end() + NATIVE_STACK_RESERVE;
    }

    /// Runs `f`, which may wait, while other threads run Python code. It must not touch the heap; memory of objects
    /// that this thread holds stays where it is.
    pub fn blocking<R>(&mut self, f: impl FnOnce() -> R) -> R {
        let Some(stack) = self.stack.filter(|_| gil::has_others()) else {
            return f();
        };
        let this: *mut Thread = self;
        // SAFETY: the stack is this thread's; the turn is taken back before anything is used again.
        unsafe {
            (*self.heap).park_stack(stack, || {
                gil::give();
                let result = f();
                gil::take(this);
                result
            })
        }
    }

    /// Runs `f` in this thread's turn, from inside of what [`Thread::blocking`] runs: for foreign code that calls back.
    pub fn resumed<R>(&mut self, f: impl FnOnce(&mut Thread) -> R) -> R {
        let this: *mut Thread = self;
        let Some(stack) = self.stack.filter(|_| gil::current() != this) else {
            return f(self);
        };
        // SAFETY: the thread has given its turn away, so its stack is parked; both are as before when this returns.
        unsafe {
            gil::take(this);
            let result = (*self.heap).unpark_stack(stack, || f(&mut *this));
            gil::give();
            result
        }
    }

    /// The heap.
    pub fn heap(&mut self) -> &mut Heap {
        // SAFETY: the heap outlives its threads, and only the running thread touches it.
        unsafe { &mut *self.heap }
    }

    /// A new object of `size` bytes, zeroed but for its shape.
    ///
    /// # Errors
    /// MemoryError.
    #[inline(always)]
    pub fn allocate<T: HeapObject>(&mut self, shape: Ref<Shape>, size: usize) -> PyResult<Ref<T>> {
        let size = size.next_multiple_of(pyrs_gc::GRANULE);
        if size > pyrs_gc::MAX_OBJECT_SIZE {
            return Err(self.memory_error());
        }
        // SAFETY: the header is stored before anything can collect.
        unsafe {
            let object = self.allocator.alloc(size);
            if object.is_null() {
                return Err(self.memory_error());
            }
            *(object as *mut Ref<Shape>) = shape;
            Ok(Ref::from_address(object as u64))
        }
    }

    /// As [`Thread::allocate`], for an object of data without references: only its fixed part is zero.
    #[inline]
    pub fn allocate_data<T: HeapObject>(&mut self, shape: Ref<Shape>, size: usize) -> PyResult<Ref<T>> {
        if size > pyrs_gc::MAX_OBJECT_SIZE {
            return Err(self.memory_error());
        }
        // SAFETY: the header is stored before anything can collect; the layouts of such objects look at the fixed part.
        unsafe {
            let object = self.allocator.alloc_data(size, std::mem::size_of::<T>());
            if object.is_null() {
                return Err(self.memory_error());
            }
            *(object as *mut Ref<Shape>) = shape;
            Ok(Ref::from_address(object as u64))
        }
    }

    /// Visits the values that this thread keeps alive, besides its native stack.
    pub fn visit_roots(&self, visitor: &mut pyrs_gc::RootVisitor) {
        // SAFETY: both are live objects, and the register stack is mapped.
        unsafe {
            if let Some(raised) = self.raised {
                visitor.visit(raised.address());
            }
            if let Some(handled) = self.handled {
                visitor.visit(handled.bits());
            }
            let hooks = self.async_hooks;
            let kept = [
                self.context,
                self.running_loop,
                self.running_task,
                hooks.firstiter,
                hooks.finalizer,
                self.newest_coroutine,
                self.tracing.function,
                self.tracing.profile,
            ];
            for kept in kept.into_iter().flatten() {
                visitor.visit(kept.bits());
            }
            let end = self.stack_end().add(SCAN_SLACK).min(self.stack_limit);
            visitor.visit_conservative_range(self.stack_base, end);
        }
    }

    /// Empties registers that hold values which no instruction will read again: before a collection whose finds a program
    /// can tell.
    pub fn forget_temporaries(&mut self) {
        if let Some(forget) = crate::core::core().hooks.forget_temporaries.get() {
            forget(self);
        }
    }

    /// First word above every frame's window.
    #[inline]
    pub fn stack_end(&self) -> *mut u64 {
        let top = if self.frame.is_null() {
            self.stack_base
        } else {
            // SAFETY: `frame` is a live frame of this thread.
            unsafe { Frame::end(self.frame) }
        };
        top.max(self.stack_top)
    }

    /// Whether the native stack is nearly used up.
    #[inline(always)]
    pub fn native_stack_exhausted(&self) -> bool {
        approximate_stack_pointer() < self.native_stack_limit
    }

    /// Takes the pending exception.
    pub fn take_raised(&mut self) -> Option<Ref<ExceptionObject>> {
        self.raised.take()
    }

    /// A header-typed view for code that does not know the layout.
    pub fn header_of(value: Value) -> Option<Ref<Header>> {
        value.as_object()
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        gil::remove(self);
        // SAFETY: the allocator was attached by `new`; the mapping is this thread's own.
        unsafe {
            (*self.heap).detach_allocator(&mut self.allocator);
            libc::munmap(self.stack_base.cast(), REGISTER_STACK_BYTES);
        }
    }
}

/// An address in the current native frame.
#[inline(always)]
pub fn approximate_stack_pointer() -> usize {
    let marker = 0u8;
    std::hint::black_box(&raw const marker) as usize
}

/// Byte offsets that native code uses.
pub mod offsets {
    use super::Thread;
    use std::mem::offset_of;

    /// See [`Thread::poll`].
    pub const POLL: usize = offset_of!(Thread, poll);
    /// See [`Thread::depth`].
    pub const DEPTH: usize = offset_of!(Thread, depth);
    /// See [`Thread::recursion_limit`].
    pub const RECURSION_LIMIT: usize = offset_of!(Thread, recursion_limit);
    /// See [`Thread::frame`].
    pub const FRAME: usize = offset_of!(Thread, frame);
    /// See [`Thread::native_stack_limit`].
    pub const NATIVE_STACK_LIMIT: usize = offset_of!(Thread, native_stack_limit);
    /// See [`Thread::native_frame`].
    pub const NATIVE_FRAME: usize = offset_of!(Thread, native_frame);
    /// See [`Thread::native_site`].
    pub const NATIVE_SITE: usize = offset_of!(Thread, native_site);
    /// See [`Thread::stack_top`].
    pub const STACK_TOP: usize = offset_of!(Thread, stack_top);
    /// See [`Thread::raised`].
    pub const RAISED: usize = offset_of!(Thread, raised);
    /// See [`Thread::allocator`].
    pub const ALLOCATOR: usize = offset_of!(Thread, allocator);
    /// [`Thread::newest_coroutine`].
    pub const NEWEST_COROUTINE: usize = offset_of!(Thread, newest_coroutine);
    /// [`Thread::origin_depth`].
    pub const ORIGIN_DEPTH: usize = offset_of!(Thread, origin_depth);
}
