//! `enumerate`.

use super::receiver;
use pyrs_macros::pymethods;
use pyrs_object::iterator::EnumerateObject;
use pyrs_object::slots::BinaryOp;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, int, protocol};

fn arguments(thread: &mut Thread, args: Args) -> PyResult<(Value, Option<Value>)> {
    let given = args.all().len();
    if given > 2 {
        return Err(thread.type_error(format_args!("enumerate() takes at most 2 arguments ({given} given)")));
    }
    let mut positional = args.positional().iter().copied();
    let (mut iterable, mut start) = (positional.next(), positional.next());
    for (name, value) in args.keywords() {
        let place = match () {
            () if name.equals_str("iterable") && iterable.is_none() => &mut iterable,
            () if name.equals_str("start") && start.is_none() => &mut start,
            () => {
                let name = name.to_string_lossy();
                return Err(thread.type_error(format_args!("'{name}' is an invalid keyword argument for enumerate()")));
            }
        };
        *place = Some(value);
    }
    match iterable {
        Some(iterable) => Ok((iterable, start)),
        // A start alone is taken for the iterable.
        None if start.is_some() => {
            Err(thread.type_error(format_args!("'start' is an invalid keyword argument for enumerate()")))
        }
        None => Err(thread.type_error(format_args!("enumerate() missing required argument 'iterable'"))),
    }
}

/// The methods of `enumerate`.
pub struct EnumerateMethods;

/// Return an enumerate object.
///
///   iterable
///     an object supporting iteration
///
/// The enumerate object yields pairs containing a count (from start, which
/// defaults to zero) and a value yielded by the iterable argument.
///
/// enumerate is useful for obtaining an indexed list:
///     (0, seq[0]), (1, seq[1]), (2, seq[2]), ...
#[pymethods]
impl EnumerateMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let (iterable, start) = arguments(thread, args)?;
        let count = match start {
            Some(start) => {
                let start = protocol::index(thread, start)?;
                crate::int::to_plain(thread, start)?
            }
            None => Value::small_int(0),
        };
        let iterator = protocol::iter(thread, iterable)?;
        let this: Ref<EnumerateObject> = crate::object::allocate(thread, class)?;
        this.iterator.set(this, iterator);
        this.count.set(this, count);
        Ok(this.value())
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let this = receiver::<EnumerateObject>(thread, this)?;
        let Some(item) = protocol::next(thread, this.iterator.get())? else {
            return Ok(None);
        };
        let count = this.count.get();
        let following = match count.as_small_int() {
            Some(number) => int::from_i64(thread, number + 1)?,
            None => protocol::binary(thread, BinaryOp::Add, count, Value::small_int(1))?,
        };
        this.count.set(this, following);
        Ok(Some(TupleObject::from_slice(thread, &[count, item])?.value()))
    }

    /// Return state information for pickling.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<EnumerateObject>) -> PyResult<Ref<TupleObject>> {
        let args = TupleObject::from_slice(thread, &[this.iterator.get(), this.count.get()])?;
        TupleObject::from_slice(thread, &[class_of(this.value()).value(), args.value()])
    }

    /// See PEP 585
    #[classmethod]
    fn __class_getitem__(thread: &mut Thread, class: Value, item: Value) -> PyResult<Value> {
        crate::generic_alias::new(thread, class, item)
    }
}
