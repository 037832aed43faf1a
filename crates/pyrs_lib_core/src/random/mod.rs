//! The module `_random`: the generator under `random.Random`.

mod twister;

use crate::collect::{allocate, no_keywords, wrong_receiver};
use pyrs_macros::{pymethods, pymodule};
use pyrs_object::array::RawArray;
use pyrs_object::header::{Field, Header};
use pyrs_object::int::{self, IntObject};
use pyrs_object::native_class::NativeClass;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, heap_object, none, protocol};
use std::cell::Cell;
use twister::WORDS;

/// A generator.
#[repr(C)]
pub struct RandomObject {
    header: Header,
    state: Field<Option<Ref<RawArray>>>,
    index: Cell<usize>,
}
heap_object!(RandomObject, "_random.Random", RANDOM_LAYOUT, [state]);

static RANDOM: NativeClass = NativeClass::new("_random", "Random", &RANDOM_LAYOUT)
    .subclassable()
    .methods(RandomMethods::TYPE_METHODS);

/// The state of a generator that was seeded.
#[allow(clippy::mut_from_ref)]
fn words(state: &Ref<RawArray>) -> &mut [u32] {
    let data = state.data_ptr();
    assert!(state.capacity() >= WORDS * size_of::<u32>());
    // SAFETY: the array has room for the words and is aligned to eight bytes; one thread runs, and callers keep no
    // second slice.
    unsafe { std::slice::from_raw_parts_mut(data.cast::<u32>(), WORDS) }
}

fn state_of(thread: &mut Thread, this: Ref<RandomObject>) -> PyResult<Ref<RawArray>> {
    match this.state.get() {
        Some(state) => Ok(state),
        None => {
            // A subclass whose constructor does not call this class's.
            seed(thread, this, none())?;
            this.state.get().ok_or_else(|| thread.memory_error())
        }
    }
}

fn next_word(this: Ref<RandomObject>, state: &Ref<RawArray>) -> u32 {
    let mut index = this.index.get();
    let word = twister::next(words(state), &mut index);
    this.index.set(index);
    word
}

/// Splits words of 64 bits; at least one word, none that is zero at the end.
fn split(limbs: &[u64]) -> Vec<u32> {
    let mut key: Vec<u32> = limbs
        .iter()
        .flat_map(|limb| [*limb as u32, (*limb >> 32) as u32])
        .collect();
    while key.len() > 1 && key.last() == Some(&0) {
        key.pop();
    }
    if key.is_empty() {
        key.push(0);
    }
    key
}

/// Random words of the operating system.
fn system_key(thread: &mut Thread) -> PyResult<Vec<u32>> {
    let mut key = vec![0u32; WORDS];
    let bytes = key.len() * size_of::<u32>();
    let mut filled = 0;
    while filled < bytes {
        // SAFETY: the rest of the buffer.
        let count = unsafe { libc::getrandom(key.as_mut_ptr().cast::<u8>().add(filled).cast(), bytes - filled, 0) };
        match usize::try_from(count) {
            Ok(count) => filled += count,
            Err(_) if std::io::Error::last_os_error().kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return Err(thread.os_error_plain(format_args!("getrandom() failed"))),
        }
    }
    Ok(key)
}

fn seed(thread: &mut Thread, this: Ref<RandomObject>, source: Value) -> PyResult<()> {
    let key = if source == none() {
        system_key(thread)?
    } else if let Some(number) = int::as_i64(source) {
        split(&[number.unsigned_abs()])
    } else if let Some(number) = source.downcast::<IntObject>() {
        split(number.limbs())
    } else {
        split(&[protocol::hash(thread, source)? as u64])
    };
    let state = match this.state.get() {
        Some(state) => state,
        None => RawArray::new(thread, WORDS * size_of::<u32>())?,
    };
    twister::seed(words(&state), &key);
    this.state.set(this, Some(state));
    this.index.set(WORDS);
    Ok(())
}

/// The optional argument of the constructor and of `seed`.
fn only(thread: &mut Thread, name: &str, args: Args) -> PyResult<Value> {
    no_keywords(thread, name, args)?;
    match args.positional() {
        [] => Ok(none()),
        [source] => Ok(*source),
        more => {
            let count = more.len();
            Err(thread.type_error(format_args!("{name} expected at most 1 argument, got {count}")))
        }
    }
}

/// Holds the methods of the generator.
pub struct RandomMethods;

/// Random() -> create a random number generator with its own internal state.
#[pymethods]
impl RandomMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let this: Ref<RandomObject> = allocate(thread, class)?;
        Ok(this.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        let source = only(thread, "Random", args)?;
        match this.downcast() {
            Some(this) => seed(thread, this, source),
            None => Err(wrong_receiver(thread, "_random.Random", this)),
        }
    }

    /// random() -> x in the interval [0, 1).
    #[method]
    fn random(thread: &mut Thread, this: Ref<RandomObject>) -> PyResult<f64> {
        let state = state_of(thread, this)?;
        let (high, low) = (next_word(this, &state) >> 5, next_word(this, &state) >> 6);
        Ok((f64::from(high) * 67_108_864.0 + f64::from(low)) / 9_007_199_254_740_992.0)
    }

    /// seed([n]) -> None.
    ///
    /// Defaults to use urandom and falls back to a combination
    /// of the current time and the process identifier.
    #[method(signature = "(n=None, /)")]
    fn seed(thread: &mut Thread, this: Ref<RandomObject>, args: Args) -> PyResult<()> {
        let source = only(thread, "seed", args)?;
        seed(thread, this, source)
    }

    /// getstate() -> tuple containing the current state.
    #[method]
    fn getstate(thread: &mut Thread, this: Ref<RandomObject>) -> PyResult<Value> {
        let state = state_of(thread, this)?;
        let all = TupleObject::with_length(thread, WORDS + 1)?;
        for index in 0..WORDS {
            all.initialise_item(index, Value::small_int(i64::from(words(&state)[index])));
        }
        all.initialise_item(WORDS, Value::small_int(this.index.get() as i64));
        Ok(all.value())
    }

    /// setstate(state) -> None.  Restores generator state.
    #[method]
    fn setstate(thread: &mut Thread, this: Ref<RandomObject>, state: Value) -> PyResult<()> {
        let Some(given) = state.downcast::<TupleObject>() else {
            return Err(thread.type_error(format_args!("state vector must be a tuple")));
        };
        if given.len() != WORDS + 1 {
            return Err(thread.value_error(format_args!("state vector is the wrong size")));
        }
        let fresh = RawArray::new(thread, WORDS * size_of::<u32>())?;
        for index in 0..WORDS {
            let item = given.items_unbound()[index];
            if !int::is_int(item) {
                return Err(thread.type_error(format_args!("an integer is required")));
            }
            words(&fresh)[index] = match protocol::index_i64(thread, item)? {
                number if number < 0 => {
                    return Err(thread.overflow_error(format_args!("can't convert negative value to unsigned int")));
                }
                number => number as u32,
            };
        }
        let index = protocol::index_i64(thread, given.items_unbound()[WORDS])?;
        match usize::try_from(index) {
            Ok(index) if index <= WORDS => this.index.set(index),
            _ => return Err(thread.value_error(format_args!("invalid state"))),
        }
        this.state.set(this, Some(fresh));
        Ok(())
    }

    /// getrandbits(k) -> x.  Generates an int with k random bits.
    #[method]
    fn getrandbits(thread: &mut Thread, this: Ref<RandomObject>, k: Value) -> PyResult<Value> {
        let k = protocol::index(thread, k)?;
        let bits = match int::as_i64(k) {
            Some(bits) if bits >= 0 => bits as u64,
            None if k.downcast::<IntObject>().is_some_and(|k| !k.is_negative()) => {
                return Err(thread.overflow_error(format_args!("Python int too large for C uint64_t")));
            }
            _ => return Err(thread.value_error(format_args!("Cannot convert negative int"))),
        };
        let state = state_of(thread, this)?;
        match bits {
            0 => return Ok(Value::small_int(0)),
            1..=32 => return int::from_i64(thread, i64::from(next_word(this, &state) >> (32 - bits))),
            _ => {}
        }
        let count = bits.div_ceil(32);
        if count > 1 << 40 {
            return Err(thread.memory_error());
        }
        let mut bytes = Vec::new();
        if bytes.try_reserve_exact(count as usize * 4).is_err() {
            return Err(thread.memory_error());
        }
        for index in 0..count {
            let mut word = next_word(this, &state);
            if index + 1 == count && bits % 32 != 0 {
                word >>= 32 - bits % 32;
            }
            bytes.extend(word.to_le_bytes());
        }
        int::from_bytes(thread, false, &bytes)
    }
}

/// Module implements the Mersenne Twister random number generator.
#[pymodule(name = "_random")]
pub mod module {
    use pyrs_object::module::ModuleObject;
    use pyrs_object::{PyResult, Ref, Thread};

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let class = super::RANDOM.create(thread)?;
        module.dict.get().set_str(thread, "Random", class.value())
    }
}

pub use module::MODULE;
