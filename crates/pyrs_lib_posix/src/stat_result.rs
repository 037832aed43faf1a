//! `os.stat_result`: a tuple of ten numbers, and further numbers by name only.

use pyrs_macros::pymethods;
use pyrs_object::instance::set_attribute;
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::{TUPLE_LAYOUT, TupleObject};
use pyrs_object::{PyResult, Ref, Thread, Value, core, float, int, none, protocol};

const NAMES: [&str; 10] = [
    "st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "st_atime", "st_mtime", "st_ctime",
];

/// The class.
pub static STAT_RESULT: NativeClass = NativeClass::new("os", "stat_result", &TUPLE_LAYOUT)
    .base(|| core().types.tuple.get())
    .with_dict()
    .methods(StatResultMethods::TYPE_METHODS);

/// Holds the attributes of `stat_result`.
pub struct StatResultMethods;

fn item(this: Ref<TupleObject>, index: usize) -> Value {
    this.items().get(index).copied().unwrap_or_else(none)
}

/// stat_result: Result from stat, fstat, or lstat.
#[pymethods]
impl StatResultMethods {
    /// protection bits
    #[getter]
    fn st_mode(_thread: &mut Thread, this: Ref<TupleObject>) -> PyResult<Value> {
        Ok(item(this, 0))
    }
    /// inode
    #[getter]
    fn st_ino(_thread: &mut Thread, this: Ref<TupleObject>) -> PyResult<Value> {
        Ok(item(this, 1))
    }
    /// device
    #[getter]
    fn st_dev(_thread: &mut Thread, this: Ref<TupleObject>) -> PyResult<Value> {
        Ok(item(this, 2))
    }
    /// number of hard links
    #[getter]
    fn st_nlink(_thread: &mut Thread, this: Ref<TupleObject>) -> PyResult<Value> {
        Ok(item(this, 3))
    }
    /// user ID of owner
    #[getter]
    fn st_uid(_thread: &mut Thread, this: Ref<TupleObject>) -> PyResult<Value> {
        Ok(item(this, 4))
    }
    /// group ID of owner
    #[getter]
    fn st_gid(_thread: &mut Thread, this: Ref<TupleObject>) -> PyResult<Value> {
        Ok(item(this, 5))
    }
    /// total size, in bytes
    #[getter]
    fn st_size(_thread: &mut Thread, this: Ref<TupleObject>) -> PyResult<Value> {
        Ok(item(this, 6))
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let Some(this) = this.downcast::<TupleObject>() else {
            return Ok(none());
        };
        let mut parts = Vec::with_capacity(NAMES.len());
        for (name, item) in NAMES.iter().zip(this.items_unbound()) {
            parts.push(format!("{name}={}", protocol::repr(thread, *item)?.to_string_lossy()));
        }
        Ok(StrObject::from_str(thread, &format!("os.stat_result({})", parts.join(", ")))?.value())
    }
}

/// The result for what the system has told.
#[allow(clippy::unnecessary_cast, reason = "the fields' types differ between targets")]
pub fn new(thread: &mut Thread, stat: &libc::stat) -> PyResult<Value> {
    let tuple = TupleObject::with_class(thread, STAT_RESULT.get(), NAMES.len())?;
    for index in 0..NAMES.len() {
        tuple.initialise_item(index, Value::small_int(0));
    }
    let numbers = [
        stat.st_mode as u64,
        stat.st_ino as u64,
        stat.st_dev as u64,
        stat.st_nlink as u64,
        stat.st_uid as u64,
        stat.st_gid as u64,
    ];
    for (index, number) in numbers.into_iter().enumerate() {
        let number = int::from_u64(thread, number)?;
        tuple.initialise_item(index, number);
    }
    let size = int::from_i64(thread, stat.st_size as i64)?;
    tuple.initialise_item(6, size);
    let times = [
        (stat.st_atime as i64, stat.st_atime_nsec as i64),
        (stat.st_mtime as i64, stat.st_mtime_nsec as i64),
        (stat.st_ctime as i64, stat.st_ctime_nsec as i64),
    ];
    for (i, (seconds, nanoseconds)) in times.into_iter().enumerate() {
        let whole = int::from_i64(thread, seconds)?;
        tuple.initialise_item(7 + i, whole);
        let real = float::from_f64(thread, seconds as f64 + nanoseconds as f64 * 1e-9)?;
        set(thread, tuple, NAMES[7 + i], real)?;
        let exact = int::from_i64(
            thread,
            seconds.saturating_mul(1_000_000_000).saturating_add(nanoseconds),
        )?;
        set(thread, tuple, &format!("{}_ns", NAMES[7 + i]), exact)?;
    }
    let extras = [
        ("st_blksize", stat.st_blksize as i64),
        ("st_blocks", stat.st_blocks as i64),
        ("st_rdev", stat.st_rdev as i64),
    ];
    for (name, number) in extras {
        let number = int::from_i64(thread, number)?;
        set(thread, tuple, name, number)?;
    }
    Ok(tuple.value())
}

fn set(thread: &mut Thread, tuple: Ref<TupleObject>, name: &str, value: Value) -> PyResult<()> {
    let name = StrObject::intern(thread, name)?;
    set_attribute(thread, tuple.header(), name, value)
}
