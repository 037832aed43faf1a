//! The module `gc`. The collector is a tracing one with two generations of its own; thresholds and debug flags are kept
//! for programs that set them, and have no effect.

mod graph;

use crate::static_root::StaticRoot;
use pyrs_macros::pymodule;
use pyrs_object::Value;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::{TypeFlags, class_of};
use std::cell::Cell;

/// What programs set.
struct Settings {
    enabled: Cell<bool>,
    thresholds: Cell<[i64; 3]>,
    debug: Cell<i64>,
}

// SAFETY: only the thread that holds the GIL touches the cells.
unsafe impl Sync for Settings {}

static SETTINGS: Settings = Settings {
    enabled: Cell::new(true),
    thresholds: Cell::new([2000, 10, 0]),
    debug: Cell::new(0),
};

/// `gc.callbacks`.
static CALLBACKS: StaticRoot = StaticRoot::new();

/// This module provides access to the garbage collector.
#[pymodule(name = "gc")]
mod module {
    use super::{CALLBACKS, SETTINGS};
    use pyrs_object::dict::DictObject;
    use pyrs_object::list::ListObject;
    use pyrs_object::str::StrObject;
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::type_object::class_of;
    use pyrs_object::{Args, PyResult, Ref, Thread, Value, none, protocol};

    /// Enable automatic garbage collection.
    #[function]
    fn enable(_thread: &mut Thread) {
        SETTINGS.enabled.set(true);
    }

    /// Disable automatic garbage collection. Memory is still reclaimed, as there is no other way to.
    #[function]
    fn disable(_thread: &mut Thread) {
        SETTINGS.enabled.set(false);
    }

    /// Returns true if automatic garbage collection is enabled.
    #[function]
    fn isenabled(_thread: &mut Thread) -> bool {
        SETTINGS.enabled.get()
    }

    fn tell(thread: &mut Thread, phase: &str, generation: i64) -> PyResult<()> {
        let Some(callbacks) = CALLBACKS.get().and_then(|list| list.downcast::<ListObject>()) else {
            return Ok(());
        };
        if callbacks.is_empty() {
            return Ok(());
        }
        let info = DictObject::new(thread)?;
        info.set_str(thread, "generation", Value::small_int(generation))?;
        info.set_str(thread, "collected", Value::small_int(0))?;
        info.set_str(thread, "uncollectable", Value::small_int(0))?;
        let phase = StrObject::intern(thread, phase)?.value();
        let mut index = 0;
        while let Some(callback) = callbacks.get(index) {
            protocol::call(thread, callback, &[phase, info.value()])?;
            index += 1;
        }
        Ok(())
    }

    /// Run the garbage collector. Callbacks of weak references and finalizers run before it returns.
    #[function(keywords = "generation")]
    fn collect(thread: &mut Thread, generation: Option<i64>) -> PyResult<i64> {
        let generation = generation.unwrap_or(2);
        if !(0..=2).contains(&generation) {
            return Err(thread.value_error(format_args!("invalid generation")));
        }
        tell(thread, "start", generation)?;
        thread.heap().collect(pyrs_object::gc::Reason::Requested);
        crate::os_error::poll(thread)?;
        tell(thread, "stop", generation)?;
        Ok(0)
    }

    /// Return the current collection thresholds.
    #[function]
    fn get_threshold(thread: &mut Thread) -> PyResult<Ref<TupleObject>> {
        TupleObject::from_slice(thread, &SETTINGS.thresholds.get().map(Value::small_int))
    }

    /// Set the collection thresholds (the collection frequency).
    #[function]
    fn set_threshold(
        thread: &mut Thread,
        threshold0: Option<i64>,
        threshold1: Option<i64>,
        threshold2: Option<i64>,
    ) -> PyResult<()> {
        let Some(threshold0) = threshold0 else {
            return Err(thread.type_error(format_args!("gc.set_threshold requires 1 to 3 arguments")));
        };
        let [_, old1, old2] = SETTINGS.thresholds.get();
        let thresholds = [threshold0, threshold1.unwrap_or(old1), threshold2.unwrap_or(old2)];
        SETTINGS.thresholds.set(thresholds.map(|n| n & 0x7fff_ffff));
        Ok(())
    }

    /// Return a three-tuple of the current collection counts.
    #[function]
    fn get_count(thread: &mut Thread) -> PyResult<Ref<TupleObject>> {
        TupleObject::from_slice(thread, &[Value::small_int(0); 3])
    }

    /// Return a list of dictionaries containing per-generation statistics.
    #[function]
    fn get_stats(thread: &mut Thread) -> PyResult<Ref<ListObject>> {
        let list = ListObject::with_capacity(thread, 3)?;
        for _ in 0..3 {
            let row = DictObject::new(thread)?;
            for name in ["collections", "collected", "uncollectable"] {
                row.set_str(thread, name, Value::small_int(0))?;
            }
            list.push(thread, row.value())?;
        }
        Ok(list)
    }

    /// Set the garbage collection debugging flags.
    #[function]
    fn set_debug(_thread: &mut Thread, flags: i64) {
        SETTINGS.debug.set(flags);
    }

    /// Get the garbage collection debugging flags.
    #[function]
    fn get_debug(_thread: &mut Thread) -> i64 {
        SETTINGS.debug.get()
    }

    /// Returns true if the object is tracked by the garbage collector.
    #[function]
    fn is_tracked(_thread: &mut Thread, obj: Value) -> bool {
        super::is_tracked(obj)
    }

    /// Returns true if the object has been already finalized by the garbage collector.
    #[function]
    fn is_finalized(_thread: &mut Thread, obj: Value) -> bool {
        pyrs_object::finalized::contains(obj)
    }

    /// Return the list of objects that directly refer to any of 'objs'.
    #[function]
    fn get_referrers(thread: &mut Thread, args: Args) -> PyResult<Ref<ListObject>> {
        super::graph::get_referrers(thread, args.positional())
    }

    /// Return the list of objects that are alive; those of generations 0 and 1 are none right after a collection.
    #[function(keywords = "generation")]
    fn get_objects(thread: &mut Thread, generation: Option<Value>) -> PyResult<Ref<ListObject>> {
        let generation = match generation.filter(|g| *g != none()) {
            None => return super::graph::get_objects(thread),
            Some(generation) if pyrs_object::int::is_int(generation) => protocol::index_clamped(thread, generation)?,
            Some(other) => {
                let class = class_of(other).name_for_message();
                return Err(thread.type_error(format_args!("argument should be integer or None, not '{class}'")));
            }
        };
        match generation {
            0 | 1 => ListObject::with_capacity(thread, 0),
            2 => super::graph::get_objects(thread),
            3.. => Err(thread.value_error(format_args!(
                "generation parameter must be less than the number of available generations (3)"
            ))),
            _ => Err(thread.value_error(format_args!("generation parameter cannot be negative"))),
        }
    }

    /// Return the list of objects that are directly referred to by 'objs'.
    #[function]
    fn get_referents(thread: &mut Thread, args: Args) -> PyResult<Ref<ListObject>> {
        super::graph::get_referents(thread, args.positional())
    }

    /// Freeze all current tracked objects; nothing has to be done for that here.
    #[function]
    fn freeze(_thread: &mut Thread) {}

    /// Unfreeze all objects in the permanent generation.
    #[function]
    fn unfreeze(_thread: &mut Thread) {}

    /// Return the number of objects in the permanent generation.
    #[function]
    fn get_freeze_count(_thread: &mut Thread) -> i64 {
        0
    }

    #[attr]
    fn callbacks(thread: &mut Thread) -> PyResult<Ref<ListObject>> {
        let list = ListObject::with_capacity(thread, 0)?;
        CALLBACKS.set(thread, Some(list.value()));
        Ok(list)
    }

    #[attr]
    fn garbage(thread: &mut Thread) -> PyResult<Ref<ListObject>> {
        ListObject::with_capacity(thread, 0)
    }

    #[attr(name = "DEBUG_STATS")]
    fn debug_stats(_thread: &mut Thread) -> i64 {
        1
    }
    #[attr(name = "DEBUG_COLLECTABLE")]
    fn debug_collectable(_thread: &mut Thread) -> i64 {
        2
    }
    #[attr(name = "DEBUG_UNCOLLECTABLE")]
    fn debug_uncollectable(_thread: &mut Thread) -> i64 {
        4
    }
    #[attr(name = "DEBUG_SAVEALL")]
    fn debug_saveall(_thread: &mut Thread) -> i64 {
        32
    }
    #[attr(name = "DEBUG_LEAK")]
    fn debug_leak(_thread: &mut Thread) -> i64 {
        38
    }
}

/// Whether an object can refer to others, as far as the collector of CPython would look at it.
fn is_tracked(object: Value) -> bool {
    let atom = object.downcast::<StrObject>().is_some()
        || pyrs_object::bytes::as_bytes(&object).is_some()
        || object.downcast::<pyrs_object::singleton::SingletonObject>().is_some()
        || object.downcast::<pyrs_object::range::RangeObject>().is_some()
        || object.downcast::<pyrs_object::code::CodeObject>().is_some()
        || object.downcast::<pyrs_object::float::ComplexObject>().is_some()
        || pyrs_object::int::is_int(object)
        || pyrs_object::float::as_f64(object).is_some();
    object.is_heap() && (!atom || class_of(object).has(TypeFlags::HEAP))
}

pub use module::MODULE;
