//! The module `_queue`: `SimpleQueue`, a queue without bound, for threads and signal handlers.
//!
//! Invariant: the items are the `count` words of `storage` from `head` on, around its end; they change during the turn of
//! the thread that changes them only. `puts` counts what was put, and is the word that waiting threads watch.

use super::futex::{self, Patience};
use pyrs_macros::{pymethods, pymodule};
use pyrs_object::array::ValueArray;
use pyrs_object::convert::Signature;
use pyrs_object::header::{Field, Header};
use pyrs_object::module::ModuleObject;
use pyrs_object::native_class::{NativeClass, allocate, generic_alias};
use pyrs_object::static_root::StaticRoot;
use pyrs_object::type_object::{TypeFlags, TypeObject};
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, convert, core, heap_object, none, protocol};
use std::cell::Cell;
use std::sync::atomic::{AtomicU32, Ordering};

/// A queue.
#[repr(C)]
pub struct SimpleQueueObject {
    header: Header,
    storage: Field<Option<Ref<ValueArray>>>,
    head: Cell<usize>,
    count: Cell<usize>,
    puts: AtomicU32,
    /// Threads that wait.
    waiting: Cell<u32>,
}
heap_object!(SimpleQueueObject, "SimpleQueue", SIMPLE_QUEUE_LAYOUT, [storage]);

static SIMPLE_QUEUE: NativeClass = NativeClass::new("_queue", "SimpleQueue", &SIMPLE_QUEUE_LAYOUT)
    .flags(TypeFlags::HAS_WEAKREF.union(TypeFlags::SUBCLASSABLE))
    .methods(SimpleQueueMethods::TYPE_METHODS);

/// `_queue.Empty`.
static EMPTY: StaticRoot = StaticRoot::new();

static NEW: Signature = Signature::of_slot("SimpleQueue", &[], 0);

fn push(thread: &mut Thread, this: Ref<SimpleQueueObject>, item: Value) -> PyResult<()> {
    let count = this.count.get();
    let storage = match this.storage.get() {
        Some(storage) if count < storage.capacity() => storage,
        old => {
            let grown = ValueArray::new(thread, (count * 2).max(8))?;
            if let Some(old) = old {
                let (head, capacity) = (this.head.get(), old.capacity());
                grown.copy_within_arrays(0, old, head, capacity - head);
                grown.copy_within_arrays(capacity - head, old, 0, head);
            }
            this.storage.set(this, Some(grown));
            this.head.set(0);
            grown
        }
    };
    storage.set((this.head.get() + count) % storage.capacity(), Some(item));
    this.count.set(count + 1);
    this.puts.fetch_add(1, Ordering::Relaxed);
    if this.waiting.get() > 0 {
        futex::wake(&this.puts, 1);
    }
    Ok(())
}

fn pop(this: Ref<SimpleQueueObject>) -> Option<Value> {
    let count = this.count.get().checked_sub(1)?;
    let storage = this.storage.get()?;
    let head = this.head.get();
    let item = storage.get(head);
    storage.clear_range(head, 1);
    this.count.set(count);
    this.head
        .set(if count == 0 { 0 } else { (head + 1) % storage.capacity() });
    if count == 0 && storage.capacity() > 64 {
        this.storage.set(this, None);
    }
    item
}

/// The first item, waiting for it as long as there is patience.
fn take(thread: &mut Thread, this: Ref<SimpleQueueObject>, patience: Patience) -> PyResult<Value> {
    loop {
        if let Some(item) = pop(this) {
            return Ok(item);
        }
        let seen = this.puts.load(Ordering::Relaxed);
        this.waiting.set(this.waiting.get() + 1);
        let waited = patience.wait(thread, &this.puts, seen);
        this.waiting.set(this.waiting.get().saturating_sub(1));
        if let Err(raised) = waited {
            // Somebody may have woken this thread instead of another.
            if this.count.get() > 0 && this.waiting.get() > 0 {
                futex::wake(&this.puts, 1);
            }
            return Err(raised);
        }
        if waited == Ok(false) && this.count.get() == 0 {
            return Err(empty(thread));
        }
    }
}

#[cold]
fn empty(thread: &mut Thread) -> Raised {
    let class = EMPTY.get().and_then(|class| class.downcast::<TypeObject>());
    let class = class.unwrap_or(core().types.exception.get());
    thread.raise_with(class, &[])
}

fn patience(thread: &mut Thread, block: bool, timeout: Option<Value>) -> PyResult<Patience> {
    let Some(timeout) = timeout.filter(|timeout| block && *timeout != none()) else {
        return Ok(if block { Patience::Endless } else { Patience::None });
    };
    let seconds = match pyrs_object::int::as_i64(timeout) {
        Some(seconds) => seconds as f64,
        None if pyrs_object::int::is_int(timeout) => {
            return Err(thread.overflow_error(format_args!("timestamp too large to convert to C PyTime_t")));
        }
        None if pyrs_object::float::as_f64(timeout).is_some() => convert::to_f64(thread, timeout)?,
        None => protocol::index_i64(thread, timeout).map_err(|raised| {
            if !thread.clear_if(core().types.type_error.get()) {
                return raised;
            }
            let class = pyrs_object::class_of(timeout).name_for_message();
            thread.type_error(format_args!(
                "'{class}' object cannot be interpreted as an integer or float"
            ))
        })? as f64,
    };
    if seconds.is_nan() {
        return Err(thread.value_error(format_args!("Invalid value NaN (not a number)")));
    }
    if seconds < 0.0 {
        return Err(thread.value_error(format_args!("'timeout' must be a non-negative number")));
    }
    if seconds > 9.2e9 {
        return Err(thread.overflow_error(format_args!("timestamp out of range for C PyTime_t")));
    }
    Patience::from_seconds(thread, seconds)
}

struct SimpleQueueMethods;

/// A first-in, first-out queue without bound. Signal handlers may put items.
#[pymethods]
impl SimpleQueueMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        if !args.positional().is_empty() {
            return Err(thread.type_error(format_args!("SimpleQueue() takes no positional arguments")));
        }
        convert::bind_slot::<0>(thread, &NEW, args)?;
        let queue: Ref<SimpleQueueObject> = allocate(thread, class)?;
        Ok(queue.value())
    }

    /// Put an item on the queue.
    ///
    /// It never waits: 'block' and 'timeout' are there because class Queue has them.
    #[method(
        keywords = "item, block, timeout",
        signature = "($self, /, item, block=True, timeout=None)"
    )]
    fn put(
        thread: &mut Thread,
        this: Ref<SimpleQueueObject>,
        item: Value,
        _block: Option<bool>,
        _timeout: Option<Value>,
    ) -> PyResult<()> {
        push(thread, this, item)
    }

    /// The same as put(item).
    #[method(keywords = "item")]
    fn put_nowait(thread: &mut Thread, this: Ref<SimpleQueueObject>, item: Value) -> PyResult<()> {
        push(thread, this, item)
    }

    /// Take the first item off the queue.
    ///
    /// If 'block' is true, wait for one, for at most 'timeout' seconds unless that is None; else raise Empty if there is
    /// none at once.
    #[method(keywords = "block, timeout", signature = "($self, /, block=True, timeout=None)")]
    fn get(
        thread: &mut Thread,
        this: Ref<SimpleQueueObject>,
        block: Option<bool>,
        timeout: Option<Value>,
    ) -> PyResult<Value> {
        let patience = patience(thread, block.unwrap_or(true), timeout)?;
        take(thread, this, patience)
    }

    /// Take the first item off the queue, or raise Empty if there is none.
    #[method]
    fn get_nowait(thread: &mut Thread, this: Ref<SimpleQueueObject>) -> PyResult<Value> {
        take(thread, this, Patience::None)
    }

    /// Whether the queue is empty now.
    #[method]
    fn empty(_thread: &mut Thread, this: Ref<SimpleQueueObject>) -> PyResult<bool> {
        Ok(this.count.get() == 0)
    }

    /// The number of items now.
    #[method]
    fn qsize(_thread: &mut Thread, this: Ref<SimpleQueueObject>) -> PyResult<i64> {
        Ok(this.count.get() as i64)
    }

    /// SimpleQueues are generic over the type of their contents
    #[classmethod(name = "__class_getitem__")]
    fn class_getitem(thread: &mut Thread, class: Ref<TypeObject>, object: Value) -> PyResult<Value> {
        generic_alias(thread, class, object)
    }
}

/// The fast queue of the module queue.
#[pymodule(name = "_queue")]
pub(crate) mod module {
    use super::*;
    use pyrs_object::dict::DictObject;
    use pyrs_object::str::StrObject;
    use pyrs_object::tuple::TupleObject;

    fn make_empty(thread: &mut Thread) -> PyResult<Value> {
        let namespace = DictObject::new(thread)?;
        let (module, doc) = (
            StrObject::intern(thread, "_queue")?,
            StrObject::from_str(thread, "Exception raised by Queue.get(block=0)/get_nowait().")?,
        );
        namespace.set(thread, core().names.module.get().value(), module.value())?;
        namespace.set(thread, core().names.doc.get().value(), doc.value())?;
        let bases = TupleObject::from_slice(thread, &[core().types.exception.get().value()])?;
        let name = StrObject::intern(thread, "Empty")?;
        let arguments = [name.value(), bases.value(), namespace.value()];
        protocol::call(thread, core().types.type_.get().value(), &arguments)
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let class = SIMPLE_QUEUE.create(thread)?;
        let empty = match EMPTY.get() {
            Some(empty) => empty,
            None => make_empty(thread)?,
        };
        EMPTY.set(thread, Some(empty));
        let dict = module.dict.get();
        dict.set_str(thread, "SimpleQueue", class.value())?;
        dict.set_str(thread, "Empty", empty)
    }
}

pub(crate) use module::MODULE;
