//! `_lru_cache_wrapper`: memoising calls, with or without a limit.
//!
//! With a limit, the dict's values are links of a ring through `root`; the least recently used comes first. A key is a
//! single int or str itself, else a list of the arguments wrapped so that its hash is computed once.

use crate::collect::wrong_receiver;
use pyrs_macros::pymethods;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::core::core;
use pyrs_object::dict::DictObject;
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, heap_object, none, protocol};
use std::cell::Cell;

/// A result in the ring.
#[repr(C)]
pub struct LinkObject {
    header: Header,
    previous: Field<Option<Ref<LinkObject>>>,
    next: Field<Option<Ref<LinkObject>>>,
    key: Field<Option<Value>>,
    result: Field<Option<Value>>,
    hash: Cell<i64>,
}
heap_object!(
    LinkObject,
    "functools._lru_list_elem",
    LINK_LAYOUT,
    [previous, next, key, result]
);

static LINK: NativeClass = NativeClass::new("functools", "_lru_list_elem", &LINK_LAYOUT);

/// A function with a cache.
#[repr(C)]
pub struct LruCacheObject {
    header: Header,
    function: Field<Option<Value>>,
    cache: Field<Option<Ref<DictObject>>>,
    root: Field<Option<Ref<LinkObject>>>,
    info: Field<Option<Value>>,
    /// -1: no limit.
    limit: Cell<i64>,
    typed: Cell<u64>,
    hits: Cell<i64>,
    misses: Cell<i64>,
}
heap_object!(
    LruCacheObject,
    "functools._lru_cache_wrapper",
    LRU_CACHE_LAYOUT,
    [function, cache, root, info]
);

/// `functools._lru_cache_wrapper`.
pub static LRU_CACHE: NativeClass = NativeClass::new("functools", "_lru_cache_wrapper", &LRU_CACHE_LAYOUT)
    .flags(
        TypeFlags::SUBCLASSABLE
            .union(TypeFlags::HAS_DICT)
            .union(TypeFlags::HAS_WEAKREF),
    )
    .methods(LruCacheMethods::TYPE_METHODS);

/// Makes the classes.
pub fn create(thread: &mut Thread) -> PyResult<Ref<TypeObject>> {
    LINK.create(thread)?;
    LRU_CACHE.create(thread)
}

fn of(thread: &mut Thread, this: Value) -> PyResult<Ref<LruCacheObject>> {
    match this.downcast() {
        Some(cache) => Ok(cache),
        None => Err(wrong_receiver(thread, "functools._lru_cache_wrapper", this)),
    }
}

fn new_link(thread: &mut Thread) -> PyResult<Ref<LinkObject>> {
    LINK.get().allocate_instance(thread)
}

fn detach(link: Ref<LinkObject>) {
    if let (Some(previous), Some(next)) = (link.previous.get(), link.next.get()) {
        previous.next.set(previous, Some(next));
        next.previous.set(next, Some(previous));
    }
}

/// Puts a link in front of the root: at the end of the most recently used.
fn append(root: Ref<LinkObject>, link: Ref<LinkObject>) {
    let last = root.previous.get().unwrap_or(root);
    last.next.set(last, Some(link));
    root.previous.set(root, Some(link));
    link.previous.set(link, Some(last));
    link.next.set(link, Some(root));
}

fn reset(thread: &mut Thread, wrapper: Ref<LruCacheObject>) -> PyResult<()> {
    let cache = DictObject::new(thread)?;
    let root = new_link(thread)?;
    root.previous.set(root, Some(root));
    root.next.set(root, Some(root));
    wrapper.cache.set(wrapper, Some(cache));
    wrapper.root.set(wrapper, Some(root));
    wrapper.hits.set(0);
    wrapper.misses.set(0);
    Ok(())
}

/// The key of a call. One plain argument is its own key; a tuple of one could not be equal to it.
fn make_key(thread: &mut Thread, typed: bool, args: Args) -> PyResult<Value> {
    let positional = args.positional();
    if !typed && args.names().is_none() {
        if let [only] = positional {
            let class = class_of(*only);
            if class == core().types.int.get() || class == core().types.str_.get() {
                return Ok(*only);
            }
        }
        return Ok(TupleObject::from_slice(thread, positional)?.value());
    }
    let named = args.names().map_or(0, |names| names.len());
    let separator = usize::from(named > 0);
    let types = if typed { positional.len() + named } else { 0 };
    let key = TupleObject::with_length(thread, positional.len() + separator + 2 * named + types)?;
    let mut index = 0;
    let mut push = |value: Value| {
        key.initialise_item(index, value);
        index += 1;
    };
    positional.iter().for_each(|value| push(*value));
    if named > 0 {
        // An object that no caller has stands between positional and keyword arguments.
        push(LINK.get().value());
        for (name, value) in args.keywords() {
            push(name.value());
            push(value);
        }
    }
    if typed {
        args.all().iter().for_each(|value| push(class_of(*value).value()));
    }
    Ok(key.value())
}

fn call(thread: &mut Thread, wrapper: Ref<LruCacheObject>, args: Args) -> PyResult<Value> {
    let (Some(function), Some(cache), Some(root)) = (wrapper.function.get(), wrapper.cache.get(), wrapper.root.get())
    else {
        return Err(thread.runtime_error(format_args!("uninitialized lru_cache object")));
    };
    if wrapper.limit.get() == 0 {
        wrapper.misses.set(wrapper.misses.get() + 1);
        return protocol::call_args(thread, function, args);
    }
    let key = make_key(thread, wrapper.typed.get() != 0, args)?;
    let hash = protocol::hash(thread, key)?;
    let known = cache.get_hashed(thread, key, hash)?;
    if wrapper.limit.get() < 0 {
        if let Some(result) = known {
            wrapper.hits.set(wrapper.hits.get() + 1);
            return Ok(result);
        }
        wrapper.misses.set(wrapper.misses.get() + 1);
        let result = protocol::call_args(thread, function, args)?;
        cache.set_hashed(thread, key, hash, result)?;
        return Ok(result);
    }
    if let Some(link) = known.and_then(|link| link.downcast::<LinkObject>()) {
        detach(link);
        append(root, link);
        wrapper.hits.set(wrapper.hits.get() + 1);
        return Ok(link.result.get().unwrap_or_else(none));
    }
    wrapper.misses.set(wrapper.misses.get() + 1);
    let result = protocol::call_args(thread, function, args)?;
    // The call may have filled the cache with the same key, or cleared it.
    let (Some(cache), Some(root)) = (wrapper.cache.get(), wrapper.root.get()) else {
        return Ok(result);
    };
    if cache.get_hashed(thread, key, hash)?.is_some() {
        return Ok(result);
    }
    let oldest = root.next.get().filter(|oldest| *oldest != root);
    let link = match oldest {
        Some(oldest) if cache.len() as i64 >= wrapper.limit.get() => {
            detach(oldest);
            if let Some(old_key) = oldest.key.get()
                && let Some(entry) = cache.find(thread, old_key, oldest.hash.get())?
            {
                cache.remove_at(entry);
            }
            oldest
        }
        _ => new_link(thread)?,
    };
    link.key.set(link, Some(key));
    link.hash.set(hash);
    link.result.set(link, Some(result));
    cache.set_hashed(thread, key, hash, link.value())?;
    append(root, link);
    Ok(result)
}

static NEW: Signature = Signature::of_slot(
    "lru_cache",
    &["user_function", "maxsize", "typed", "cache_info_type"],
    4,
);

/// Holds the methods of the wrapper.
pub struct LruCacheMethods;

/// Create a cached callable that wraps another function.
#[pymethods]
impl LruCacheMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let [function, limit, typed, info] = bind_slot::<4>(thread, &NEW, args)?;
        let (function, limit) = (function.unwrap_or_else(none), limit.unwrap_or_else(none));
        if class_of(function).slot(|s| s.call).is_none() {
            return Err(thread.type_error(format_args!("the first argument must be callable")));
        }
        let limit = if limit == none() {
            -1
        } else if pyrs_object::int::is_int(limit) {
            protocol::index_i64(thread, limit)?.max(0)
        } else {
            return Err(thread.type_error(format_args!("maxsize should be integer or None")));
        };
        let typed = protocol::truth(thread, typed.unwrap_or_else(none))?;
        let wrapper: Ref<LruCacheObject> = crate::collect::allocate(thread, class)?;
        wrapper.function.set(wrapper, Some(function));
        wrapper.info.set(wrapper, info);
        wrapper.limit.set(limit);
        wrapper.typed.set(typed.into());
        reset(thread, wrapper)?;
        Ok(wrapper.value())
    }

    #[slot]
    fn call(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        let wrapper = of(thread, this)?;
        call(thread, wrapper, args)
    }

    #[slot]
    fn descr_get(thread: &mut Thread, this: Value, object: Option<Value>, class: Value) -> PyResult<Value> {
        pyrs_object::attribute::function_get(thread, this, object, class)
    }

    /// Report cache statistics
    #[method]
    fn cache_info(thread: &mut Thread, this: Ref<LruCacheObject>) -> PyResult<Value> {
        let limit = match this.limit.get() {
            -1 => none(),
            limit => Value::small_int(limit),
        };
        let size = this.cache.get().map_or(0, |cache| cache.len());
        let args = [
            Value::small_int(this.hits.get()),
            Value::small_int(this.misses.get()),
            limit,
            Value::small_int(size as i64),
        ];
        protocol::call(thread, this.info.get().unwrap_or_else(none), &args)
    }

    /// Clear the cache and cache statistics
    #[method]
    fn cache_clear(thread: &mut Thread, this: Ref<LruCacheObject>) -> PyResult<()> {
        reset(thread, this)
    }

    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Ref<LruCacheObject>) -> PyResult<Value> {
        protocol::getattr(thread, this.value(), core().names.qualname.get())
    }

    #[method(name = "__copy__")]
    fn copy(_thread: &mut Thread, this: Ref<LruCacheObject>) -> Ref<LruCacheObject> {
        this
    }

    #[method(name = "__deepcopy__")]
    fn deep_copy(_thread: &mut Thread, this: Ref<LruCacheObject>, _memo: Value) -> Ref<LruCacheObject> {
        this
    }
}
