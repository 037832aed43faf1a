//! `tee`: iterators that share what one source has given.
//!
//! The items are in blocks that are linked in the direction of the source, so that what all branches have passed is
//! garbage.

use crate::collect::allocate;
use pyrs_macros::pymethods;
use pyrs_object::array::ValueArray;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::header::{Field, Header};
use pyrs_object::native_class::NativeClass;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::TypeFlags;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, heap_object, none, protocol};
use std::cell::Cell;

/// Items of a block.
const BLOCK_ITEMS: usize = 57;

/// Items that the source has given; `running` while the source is being asked.
#[repr(C)]
pub struct BlockObject {
    header: Header,
    source: Field<Option<Value>>,
    items: Field<Option<Ref<ValueArray>>>,
    following: Field<Option<Ref<BlockObject>>>,
    count: Cell<usize>,
    running: Cell<u64>,
}
heap_object!(
    BlockObject,
    "itertools._tee_dataobject",
    BLOCK_LAYOUT,
    [source, items, following]
);

/// `itertools._tee_dataobject`.
pub static BLOCK: NativeClass =
    NativeClass::new("itertools", "_tee_dataobject", &BLOCK_LAYOUT).methods(BlockMethods::TYPE_METHODS);

/// One branch: its block, and its place there.
#[repr(C)]
pub struct TeeObject {
    header: Header,
    block: Field<Option<Ref<BlockObject>>>,
    index: Cell<usize>,
}
heap_object!(TeeObject, "itertools._tee", TEE_LAYOUT, [block]);

/// `itertools._tee`.
pub static TEE: NativeClass = NativeClass::new("itertools", "_tee", &TEE_LAYOUT)
    .flags(TypeFlags::HAS_WEAKREF)
    .methods(TeeMethods::TYPE_METHODS);

static TEE_SIGNATURE: Signature = Signature::of_positional_slot("_tee", &["iterable"], 1);

fn new_block(thread: &mut Thread, source: Value) -> PyResult<Ref<BlockObject>> {
    let items = ValueArray::new(thread, BLOCK_ITEMS)?;
    let block: Ref<BlockObject> = BLOCK.get().allocate_instance(thread)?;
    block.source.set(block, Some(source));
    block.items.set(block, Some(items));
    Ok(block)
}

/// Item `index` of a block, which may be the first that the source has not given.
fn item(thread: &mut Thread, block: Ref<BlockObject>, index: usize) -> PyResult<Option<Value>> {
    let (Some(items), Some(source)) = (block.items.get(), block.source.get()) else {
        return Ok(None);
    };
    if index < block.count.get() {
        return Ok(items.get(index));
    }
    if block.running.replace(1) != 0 {
        return Err(thread.runtime_error(format_args!("cannot re-enter the tee iterator")));
    }
    let next = protocol::next(thread, source);
    block.running.set(0);
    let Some(value) = next? else {
        return Ok(None);
    };
    items.set(index, Some(value));
    block.count.set(index + 1);
    Ok(Some(value))
}

/// The block behind a full one.
fn following(thread: &mut Thread, block: Ref<BlockObject>) -> PyResult<Ref<BlockObject>> {
    if let Some(next) = block.following.get() {
        return Ok(next);
    }
    let next = new_block(thread, block.source.get().unwrap_or_else(none))?;
    block.following.set(block, Some(next));
    Ok(next)
}

fn branch(thread: &mut Thread, of: Ref<TeeObject>) -> PyResult<Ref<TeeObject>> {
    let copy: Ref<TeeObject> = TEE.get().allocate_instance(thread)?;
    copy.block.set(copy, of.block.get());
    copy.index.set(of.index.get());
    Ok(copy)
}

/// A first branch of an iterable; one more if it is a branch.
fn from_iterable(thread: &mut Thread, iterable: Value) -> PyResult<Ref<TeeObject>> {
    let iterator = protocol::iter(thread, iterable)?;
    if let Some(tee) = iterator.downcast::<TeeObject>() {
        return branch(thread, tee);
    }
    let block = new_block(thread, iterator)?;
    let tee: Ref<TeeObject> = TEE.get().allocate_instance(thread)?;
    tee.block.set(tee, Some(block));
    Ok(tee)
}

/// `tee(iterable, n)`.
pub fn tee(thread: &mut Thread, iterable: Value, count: i64) -> PyResult<Value> {
    if count < 0 {
        return Err(thread.value_error(format_args!("n must be >= 0")));
    }
    let count = count as usize;
    let branches = ValueArray::new(thread, count)?;
    if count > 0 {
        let first = from_iterable(thread, iterable)?;
        branches.set(0, Some(first.value()));
        for index in 1..count {
            let more = branch(thread, first)?;
            branches.set(index, Some(more.value()));
        }
    }
    Ok(TupleObject::from_slice(thread, branches.values(count))?.value())
}

/// Holds the methods of the blocks.
pub struct BlockMethods;

/// Data container common to multiple tee objects.
#[pymethods]
impl BlockMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let [iterable] = bind_slot::<1>(thread, &TEE_SIGNATURE, args)?;
        let source = protocol::iter(thread, iterable.unwrap_or_else(none))?;
        let items = ValueArray::new(thread, BLOCK_ITEMS)?;
        let block: Ref<BlockObject> = allocate(thread, class)?;
        block.source.set(block, Some(source));
        block.items.set(block, Some(items));
        Ok(block.value())
    }
}

/// Holds the methods of a branch.
pub struct TeeMethods;

/// Iterator wrapped to make it copyable.
#[pymethods]
impl TeeMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        let [iterable] = bind_slot::<1>(thread, &TEE_SIGNATURE, args)?;
        Ok(from_iterable(thread, iterable.unwrap_or_else(none))?.value())
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let Some(this) = this.downcast::<TeeObject>() else {
            return Err(crate::collect::wrong_receiver(thread, "itertools._tee", this));
        };
        let Some(mut block) = this.block.get() else {
            return Ok(None);
        };
        if this.index.get() >= BLOCK_ITEMS {
            block = following(thread, block)?;
            this.block.set(this, Some(block));
            this.index.set(0);
        }
        let item = item(thread, block, this.index.get())?;
        if item.is_some() {
            this.index.set(this.index.get() + 1);
        }
        Ok(item)
    }

    /// Returns an independent iterator.
    #[method(name = "__copy__")]
    fn copy(thread: &mut Thread, this: Ref<TeeObject>) -> PyResult<Ref<TeeObject>> {
        branch(thread, this)
    }
}
