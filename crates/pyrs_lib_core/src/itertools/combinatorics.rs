//! `product`, `permutations`, `combinations` and `combinations_with_replacement`.
//!
//! The pools are tuples; the indices into them lie in an array of the heap without values.

use super::native_iterator;
use crate::collect::{allocate, to_tuple};
use pyrs_macros::pymethods;
use pyrs_object::array::{RawArray, ValueArray};
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::tuple::TupleObject;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, int, none, protocol};

/// Numbers in an array of the heap.
#[derive(Clone, Copy)]
struct Indices(Ref<RawArray>);

const WORD: usize = size_of::<usize>();

impl Indices {
    fn new(thread: &mut Thread, count: usize) -> PyResult<Indices> {
        match count.checked_mul(WORD) {
            Some(bytes) => Ok(Indices(RawArray::new(thread, bytes)?)),
            None => Err(thread.memory_error()),
        }
    }

    fn of(value: Option<Value>) -> Option<Indices> {
        value.and_then(|value| value.downcast()).map(Indices)
    }

    /// All of them. Not to be held across anything that may run Python code.
    #[inline]
    #[allow(clippy::mut_from_ref)]
    fn all(&self) -> &mut [usize] {
        let count = self.0.capacity() / WORD;
        // SAFETY: the bytes of an array are aligned to words and initialised; one thread runs, and callers keep no
        // second view.
        unsafe { std::slice::from_raw_parts_mut(self.0.data_ptr().cast(), count) }
    }

    #[inline]
    fn get(self, index: usize) -> usize {
        self.all()[index]
    }

    #[inline]
    fn set(self, index: usize, number: usize) {
        self.all()[index] = number;
    }
}

/// A tuple of the items of `pool` that the first `count` indices choose.
fn choose(thread: &mut Thread, pool: Ref<TupleObject>, indices: Indices, count: usize) -> PyResult<Value> {
    let row = TupleObject::with_length(thread, count)?;
    let items = pool.items();
    let mut block = [none(); 16];
    for (first, part) in indices.all()[..count].chunks(block.len()).enumerate() {
        for (value, index) in block.iter_mut().zip(part) {
            if let Some(item) = items.get(*index) {
                *value = *item;
            }
        }
        row.initialise_slice(first * block.len(), &block[..part.len()]);
    }
    Ok(row.value())
}

native_iterator!(
    /// `product`: a tuple of pools, and the indices of the next row. State: 0 before the first row, 1 after it, 2 at the
    /// end.
    ProductObject, "product", PRODUCT_LAYOUT, PRODUCT, ProductMethods, [pools, indices], [state]
);

fn product_pools(thread: &mut Thread, args: Args) -> PyResult<Ref<TupleObject>> {
    let mut repeat = 1;
    for (name, value) in args.keywords() {
        if !name.equals_str("repeat") {
            let name = name.to_string_lossy();
            return Err(thread.type_error(format_args!("product() got an unexpected keyword argument '{name}'")));
        }
        repeat = protocol::index_i64(thread, value)?;
    }
    if repeat < 0 {
        return Err(thread.value_error(format_args!("repeat argument cannot be negative")));
    }
    let given = args.positional();
    let repeat = if given.is_empty() { 0 } else { repeat as usize };
    let total = match given.len().checked_mul(repeat) {
        Some(total) if total < isize::MAX as usize / 64 => total,
        _ => return Err(thread.overflow_error(format_args!("repeat argument too large"))),
    };
    let first = ValueArray::new(thread, given.len())?;
    if repeat > 0 {
        for (index, iterable) in given.iter().enumerate() {
            let pool = to_tuple(thread, *iterable)?;
            first.set(index, Some(pool.value()));
        }
    }
    let pools = TupleObject::with_length(thread, total)?;
    for index in 0..total {
        if let Some(pool) = first.get(index % given.len()) {
            pools.initialise_item(index, pool);
        }
    }
    Ok(pools)
}

/// Holds the methods of `product`.
pub struct ProductMethods;

/// Cartesian product of input iterables.  Equivalent to nested for-loops.
///
/// For example, product(A, B) returns the same as:  ((x,y) for x in A for y in B).
/// The leftmost iterators are in the outermost for-loop, so the output tuples
/// cycle in a manner similar to an odometer (with the rightmost element changing
/// on every iteration).
///
/// To compute the product of an iterable with itself, specify the number
/// of repetitions with the optional repeat keyword argument. For example,
/// product(A, repeat=4) means the same as product(A, A, A, A).
#[pymethods]
impl ProductMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let pools = product_pools(thread, args)?;
        let indices = Indices::new(thread, pools.len())?;
        let this: Ref<ProductObject> = allocate(thread, class)?;
        this.pools.set(this, Some(pools.value()));
        this.indices.set(this, Some(indices.0.value()));
        let empty = |pool: &Value| pool.downcast::<TupleObject>().is_none_or(|pool| pool.is_empty());
        this.state.set(if pools.items().iter().any(empty) { 2 } else { 0 });
        Ok(this.value())
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = ProductObject::of(thread, this)?;
        let pools = this.pools.get().and_then(|pools| pools.downcast::<TupleObject>());
        let (Some(pools), Some(indices)) = (pools, Indices::of(this.indices.get())) else {
            return Ok(None);
        };
        let pool = |place: usize| pools.items().get(place).and_then(|pool| pool.downcast::<TupleObject>());
        match this.state.get() {
            0 => this.state.set(1),
            1 => {
                let mut place = pools.len();
                loop {
                    if place == 0 {
                        this.state.set(2);
                        return Ok(None);
                    }
                    place -= 1;
                    let next = indices.get(place) + 1;
                    if next < pool(place).map_or(0, |pool| pool.len()) {
                        indices.set(place, next);
                        break;
                    }
                    indices.set(place, 0);
                }
            }
            _ => return Ok(None),
        }
        let row = TupleObject::with_length(thread, pools.len())?;
        for place in 0..pools.len() {
            if let Some(item) = pool(place).and_then(|pool| pool.items().get(indices.get(place)).copied()) {
                row.initialise_item(place, item);
            }
        }
        Ok(Some(row.value()))
    }
}

macro_rules! chooser {
    ($(#[$meta:meta])* $object:ident, $name:literal, $layout:ident, $class:ident, $methods:ident, $doc:literal,
     $signature:ident, $required:literal, $start:ident, $advance:ident) => {
        native_iterator!(
            $(#[$meta])*
            $object, $name, $layout, $class, $methods, [pool, indices, cycles], [length, state]
        );
        static $signature: Signature = Signature::of_slot($name, &["iterable", "r"], $required);

        #[doc = concat!("Holds the methods of `", $name, "`.")]
        pub struct $methods;

        #[doc = $doc]
        #[pymethods]
        impl $methods {
            #[slot]
            fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
                let [iterable, length] = bind_slot::<2>(thread, &$signature, args)?;
                let pool = to_tuple(thread, iterable.unwrap_or_else(none))?;
                let length = row_length(thread, $name, length, pool.len())?;
                let (indices, cycles, possible) = $start(thread, pool.len(), length)?;
                let this: Ref<$object> = allocate(thread, class)?;
                this.pool.set(this, Some(pool.value()));
                this.indices.set(this, Some(indices.0.value()));
                this.cycles.set(this, Some(cycles.0.value()));
                this.length.set(length as i64);
                this.state.set(if possible { 0 } else { 2 });
                Ok(this.value())
            }

            #[slot]
            fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
                Ok(this)
            }

            #[slot]
            fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
                let this = $object::of(thread, this)?;
                let pool = this.pool.get().and_then(|pool| pool.downcast::<TupleObject>());
                let (indices, cycles) = (Indices::of(this.indices.get()), Indices::of(this.cycles.get()));
                let (Some(pool), Some(indices), Some(cycles)) = (pool, indices, cycles) else {
                    return Ok(None);
                };
                let length = this.length.get() as usize;
                match this.state.get() {
                    0 => this.state.set(1),
                    1 if $advance(indices, cycles, pool.len(), length) => {}
                    _ => {
                        this.state.set(2);
                        return Ok(None);
                    }
                }
                choose(thread, pool, indices, length).map(Some)
            }
        }
    };
}

/// The argument `r`.
fn row_length(thread: &mut Thread, name: &str, length: Option<Value>, pool: usize) -> PyResult<usize> {
    let length = match length {
        None => return Ok(pool),
        Some(length) if length == none() && name == "permutations" => return Ok(pool),
        Some(length) if !int::is_int(length) && name == "permutations" => {
            return Err(thread.type_error(format_args!("Expected int as r")));
        }
        Some(length) => length,
    };
    let length = protocol::index_i64(thread, length)?;
    if length < 0 {
        return Err(thread.value_error(format_args!("r must be non-negative")));
    }
    Ok(length as usize)
}

chooser!(
    /// `permutations`: all indices, chosen ones first, and for each place how many choices are left.
    PermutationsObject, "permutations", PERMUTATIONS_LAYOUT, PERMUTATIONS, PermutationsMethods,
    "Return successive r-length permutations of elements in the iterable.\n\npermutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)",
    PERMUTATIONS_SIGNATURE, 1, start_permutations, advance_permutations
);
chooser!(
    /// `combinations`: rising indices.
    CombinationsObject, "combinations", COMBINATIONS_LAYOUT, COMBINATIONS, CombinationsMethods,
    "Return successive r-length combinations of elements in the iterable.\n\ncombinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)",
    COMBINATIONS_SIGNATURE, 2, start_combinations, advance_combinations
);
chooser!(
    /// `combinations_with_replacement`: indices that do not fall.
    ReplacementObject, "combinations_with_replacement", REPLACEMENT_LAYOUT, REPLACEMENT, ReplacementMethods,
    "Return successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats.\n\ncombinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')",
    REPLACEMENT_SIGNATURE, 2, start_replacement, advance_replacement
);

fn start_permutations(thread: &mut Thread, pool: usize, length: usize) -> PyResult<(Indices, Indices, bool)> {
    let indices = Indices::new(thread, pool)?;
    let possible = length <= pool;
    let cycles = Indices::new(thread, if possible { length } else { 0 })?;
    (0..pool).for_each(|place| indices.set(place, place));
    if possible {
        (0..length).for_each(|place| cycles.set(place, pool - place));
    }
    Ok((indices, cycles, possible))
}

fn advance_permutations(indices: Indices, cycles: Indices, pool: usize, length: usize) -> bool {
    for place in (0..length).rev() {
        let left = cycles.get(place) - 1;
        if left > 0 {
            cycles.set(place, left);
            let other = pool - left;
            let (a, b) = (indices.get(place), indices.get(other));
            indices.set(place, b);
            indices.set(other, a);
            return true;
        }
        indices.all()[place..pool].rotate_left(1);
        cycles.set(place, pool - place);
    }
    false
}

fn start_combinations(thread: &mut Thread, pool: usize, length: usize) -> PyResult<(Indices, Indices, bool)> {
    let possible = length <= pool;
    let indices = Indices::new(thread, if possible { length } else { 0 })?;
    if possible {
        (0..length).for_each(|place| indices.set(place, place));
    }
    Ok((indices, indices, possible))
}

fn advance_combinations(indices: Indices, _cycles: Indices, pool: usize, length: usize) -> bool {
    let Some(place) = (0..length)
        .rev()
        .find(|&place| indices.get(place) != place + pool - length)
    else {
        return false;
    };
    let first = indices.get(place) + 1;
    (place..length).for_each(|at| indices.set(at, first + at - place));
    true
}

fn start_replacement(thread: &mut Thread, pool: usize, length: usize) -> PyResult<(Indices, Indices, bool)> {
    let indices = Indices::new(thread, length)?;
    Ok((indices, indices, pool > 0 || length == 0))
}

fn advance_replacement(indices: Indices, _cycles: Indices, pool: usize, length: usize) -> bool {
    let Some(place) = (0..length).rev().find(|&place| indices.get(place) + 1 < pool) else {
        return false;
    };
    let next = indices.get(place) + 1;
    (place..length).for_each(|at| indices.set(at, next));
    true
}
