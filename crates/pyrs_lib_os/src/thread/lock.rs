//! `_thread.lock` and `_thread.RLock`.
//!
//! Invariant: `state` is [`FREE`], [`TAKEN`], or [`AWAITED`], and changes during the turn of the thread that changes it
//! only; so does everything else. Only waiting happens outside of the turn.

use super::futex::{self, Patience};
use pyrs_macros::pymethods;
use pyrs_object::errors::PyResult;
use pyrs_object::header::{Header, Ref};
use pyrs_object::heap_object;
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::value::Value;
use pyrs_object::{Args, int};
use std::cell::Cell;
use std::sync::atomic::{AtomicU32, Ordering};

const FREE: u32 = 0;
const TAKEN: u32 = 1;
/// Taken, and somebody may be waiting.
const AWAITED: u32 = 2;

/// A lock or a reentrant lock, by its class.
#[repr(C)]
pub struct LockObject {
    header: Header,
    state: AtomicU32,
    /// How often a reentrant lock is taken.
    count: Cell<u64>,
    /// Identity of the thread that holds a reentrant lock, or 0.
    owner: Cell<u64>,
}
heap_object!(LockObject, "lock", LOCK_LAYOUT, []);

pub(super) static LOCK: NativeClass = NativeClass::new("_thread", "lock", &LOCK_LAYOUT)
    .flags(TypeFlags::HAS_WEAKREF)
    .methods(LockMethods::TYPE_METHODS);
pub(super) static RLOCK: NativeClass = NativeClass::new("_thread", "RLock", &LOCK_LAYOUT)
    .flags(TypeFlags::HAS_WEAKREF.union(TypeFlags::SUBCLASSABLE))
    .methods(RLockMethods::TYPE_METHODS);

/// A free lock of a class.
pub(super) fn new_lock(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<Value> {
    let lock: Ref<LockObject> = class.allocate_instance(thread)?;
    Ok(lock.value())
}

impl LockObject {
    fn is_free(&self) -> bool {
        self.state.load(Ordering::Relaxed) == FREE
    }
}

/// Takes the lock, waiting as long as there is patience; whether it was taken.
fn take(thread: &mut Thread, this: Ref<LockObject>, patience: Patience) -> PyResult<bool> {
    let mut taken = TAKEN;
    while !this.is_free() {
        if matches!(patience, Patience::None) {
            return Ok(false);
        }
        this.state.store(AWAITED, Ordering::Relaxed);
        // Others may wait as well: whoever gives the lock back must look.
        taken = AWAITED;
        if !patience.wait(thread, &this.state, AWAITED)? {
            return Ok(false);
        }
    }
    this.state.store(taken, Ordering::Relaxed);
    Ok(true)
}

fn give(this: Ref<LockObject>) {
    if this.state.swap(FREE, Ordering::Relaxed) == AWAITED {
        futex::wake(&this.state, 1);
    }
}

/// How long the arguments of `acquire` allow to wait.
fn patience(thread: &mut Thread, blocking: Option<bool>, timeout: Option<f64>) -> PyResult<Patience> {
    let timeout = timeout.unwrap_or(-1.0);
    if blocking == Some(false) {
        if timeout != -1.0 {
            return Err(thread.value_error(format_args!("can't specify a timeout for a non-blocking call")));
        }
        return Ok(Patience::None);
    }
    if timeout < 0.0 && timeout != -1.0 {
        return Err(thread.value_error(format_args!("timeout value must be a non-negative number")));
    }
    Patience::from_seconds(thread, timeout)
}

fn describe(thread: &mut Thread, this: Ref<LockObject>, details: &str) -> PyResult<Value> {
    let state = if this.is_free() { "unlocked" } else { "locked" };
    let class = class_of(this.value()).name_for_message();
    let text = format!("<{state} {class} object{details} at {:#x}>", this.address());
    Ok(StrObject::from_str(thread, &text)?.value())
}

fn lock_of(thread: &mut Thread, this: Value) -> PyResult<Ref<LockObject>> {
    match this.downcast() {
        Some(lock) => Ok(lock),
        None => Err(thread.type_error(format_args!("a lock is required"))),
    }
}

fn class_argument(thread: &mut Thread, class: Value, args: Args) -> PyResult<Ref<TypeObject>> {
    let Some(class) = class.downcast::<TypeObject>() else {
        return Err(thread.type_error(format_args!("a class is required")));
    };
    if class == LOCK.get() && !args.positional().is_empty() {
        let given = args.positional().len();
        return Err(thread.type_error(format_args!("lock expected 0 arguments, got {given}")));
    }
    Ok(class)
}

fn reset(this: Ref<LockObject>) {
    this.state.store(FREE, Ordering::Relaxed);
    this.count.set(0);
    this.owner.set(0);
}

struct LockMethods;

/// A lock object is a synchronization primitive.
///
/// To create a lock, call threading.Lock().
#[pymethods]
impl LockMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let class = class_argument(thread, class, args)?;
        new_lock(thread, class)
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = lock_of(thread, this)?;
        describe(thread, this, "")
    }

    /// Lock the lock. Without arguments it waits until the lock is free.
    #[method(keywords = "blocking, timeout", signature = "($self, /, blocking=True, timeout=-1)")]
    fn acquire(
        thread: &mut Thread,
        this: Ref<LockObject>,
        blocking: Option<bool>,
        timeout: Option<f64>,
    ) -> PyResult<bool> {
        let patience = patience(thread, blocking, timeout)?;
        take(thread, this, patience)
    }

    /// An obsolete synonym of acquire().
    #[method(keywords = "blocking, timeout", signature = "($self, /, blocking=True, timeout=-1)")]
    fn acquire_lock(
        thread: &mut Thread,
        this: Ref<LockObject>,
        blocking: Option<bool>,
        timeout: Option<f64>,
    ) -> PyResult<bool> {
        LockMethods::acquire(thread, this, blocking, timeout)
    }

    /// Release the lock, so that another thread that waits for it may take it.
    #[method]
    fn release(thread: &mut Thread, this: Ref<LockObject>) -> PyResult<()> {
        if this.is_free() {
            return Err(thread.runtime_error(format_args!("release unlocked lock")));
        }
        give(this);
        Ok(())
    }

    /// An obsolete synonym of release().
    #[method]
    fn release_lock(thread: &mut Thread, this: Ref<LockObject>) -> PyResult<()> {
        LockMethods::release(thread, this)
    }

    /// Whether the lock is taken.
    #[method]
    fn locked(_thread: &mut Thread, this: Ref<LockObject>) -> PyResult<bool> {
        Ok(!this.is_free())
    }

    /// An obsolete synonym of locked().
    #[method]
    fn locked_lock(_thread: &mut Thread, this: Ref<LockObject>) -> PyResult<bool> {
        Ok(!this.is_free())
    }

    /// Lock the lock.
    #[method]
    fn __enter__(thread: &mut Thread, this: Ref<LockObject>) -> PyResult<bool> {
        take(thread, this, Patience::Endless)
    }

    /// Release the lock.
    #[method]
    fn __exit__(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        let _ = args;
        let this = lock_of(thread, this)?;
        LockMethods::release(thread, this)
    }

    /// Make the lock free in a forked child.
    #[method]
    fn _at_fork_reinit(_thread: &mut Thread, this: Ref<LockObject>) -> PyResult<()> {
        reset(this);
        Ok(())
    }
}

/// Takes a reentrant lock.
fn enter(thread: &mut Thread, this: Ref<LockObject>, patience: Patience) -> PyResult<bool> {
    if this.owner.get() == thread.ident {
        this.count.set(this.count.get() + 1);
        return Ok(true);
    }
    if !take(thread, this, patience)? {
        return Ok(false);
    }
    this.owner.set(thread.ident);
    this.count.set(1);
    Ok(true)
}

fn check_owner(thread: &mut Thread, this: Ref<LockObject>) -> PyResult<()> {
    if this.owner.get() == thread.ident {
        return Ok(());
    }
    Err(thread.runtime_error(format_args!("cannot release un-acquired lock")))
}

struct RLockMethods;

/// A reentrant lock: the thread that has it may take it again, and must release it as often.
#[pymethods]
impl RLockMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let class = class_argument(thread, class, args)?;
        new_lock(thread, class)
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = lock_of(thread, this)?;
        let details = format!(" owner={} count={}", this.owner.get(), this.count.get());
        describe(thread, this, &details)
    }

    /// Lock the lock; the thread that has it counts once more.
    #[method(keywords = "blocking, timeout", signature = "($self, /, blocking=True, timeout=-1)")]
    fn acquire(
        thread: &mut Thread,
        this: Ref<LockObject>,
        blocking: Option<bool>,
        timeout: Option<f64>,
    ) -> PyResult<bool> {
        let patience = patience(thread, blocking, timeout)?;
        enter(thread, this, patience)
    }

    /// Release the lock once.
    #[method]
    fn release(thread: &mut Thread, this: Ref<LockObject>) -> PyResult<()> {
        check_owner(thread, this)?;
        this.count.set(this.count.get() - 1);
        if this.count.get() == 0 {
            this.owner.set(0);
            give(this);
        }
        Ok(())
    }

    /// Whether the lock is taken.
    #[method]
    fn locked(_thread: &mut Thread, this: Ref<LockObject>) -> PyResult<bool> {
        Ok(!this.is_free())
    }

    /// Lock the lock.
    #[method]
    fn __enter__(thread: &mut Thread, this: Ref<LockObject>) -> PyResult<bool> {
        enter(thread, this, Patience::Endless)
    }

    /// Release the lock once.
    #[method]
    fn __exit__(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        let _ = args;
        let this = lock_of(thread, this)?;
        RLockMethods::release(thread, this)
    }

    /// Whether this thread has the lock. For internal use by Condition.
    #[method]
    fn _is_owned(thread: &mut Thread, this: Ref<LockObject>) -> PyResult<bool> {
        Ok(this.owner.get() == thread.ident)
    }

    /// How often this thread has the lock. For internal use by reentrancy checks.
    #[method]
    fn _recursion_count(thread: &mut Thread, this: Ref<LockObject>) -> PyResult<Value> {
        let own = this.owner.get() == thread.ident;
        int::from_u64(thread, if own { this.count.get() } else { 0 })
    }

    /// Release the lock wholly; what _acquire_restore() needs. For internal use by Condition.
    #[method]
    fn _release_save(thread: &mut Thread, this: Ref<LockObject>) -> PyResult<Value> {
        check_owner(thread, this)?;
        let count = int::from_u64(thread, this.count.get())?;
        let owner = int::from_u64(thread, this.owner.get())?;
        let saved = TupleObject::from_slice(thread, &[count, owner])?;
        this.count.set(0);
        this.owner.set(0);
        give(this);
        Ok(saved.value())
    }

    /// Take the lock as it was before _release_save(). For internal use by Condition.
    #[method]
    fn _acquire_restore(thread: &mut Thread, this: Ref<LockObject>, saved: Ref<TupleObject>) -> PyResult<()> {
        let numbers: Vec<i64> = saved.items().iter().filter_map(|n| int::as_i64(*n)).collect();
        let [count, owner] = numbers[..] else {
            return Err(thread.type_error(format_args!("a tuple of two ints is required")));
        };
        take(thread, this, Patience::Endless)?;
        this.count.set(count as u64);
        this.owner.set(owner as u64);
        Ok(())
    }

    /// Make the lock free in a forked child.
    #[method]
    fn _at_fork_reinit(_thread: &mut Thread, this: Ref<LockObject>) -> PyResult<()> {
        reset(this);
        Ok(())
    }
}
