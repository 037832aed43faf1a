//! `str.translate` and `str.maketrans`.

use crate::text_builder::TextBuilder;
use pyrs_object::dict::DictObject;
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Ref, Thread, Value, class_of, core, int, none, protocol};

/// No code point.
const UNKNOWN: u32 = u32::MAX;

/// What a table has for a character; `plain` is the table, if it is a dict and no instance of a subclass.
fn look_up(thread: &mut Thread, table: Value, plain: Option<Ref<DictObject>>, c: u32) -> PyResult<Option<Value>> {
    let key = Value::small_int(i64::from(c));
    if let Some(dict) = plain {
        return dict.get(thread, key);
    }
    match protocol::getitem(thread, table, key) {
        Ok(mapped) => Ok(Some(mapped)),
        Err(_) if thread.clear_if(core().types.lookup_error.get()) => Ok(None),
        Err(raised) => Err(raised),
    }
}

/// `string.translate(table)`.
pub fn translate(thread: &mut Thread, string: Ref<StrObject>, table: Value) -> PyResult<Ref<StrObject>> {
    let chars = string.chars_unbound();
    let plain = table
        .downcast::<DictObject>()
        .filter(|_| class_of(table) == core().types.dict.get());
    let mut out = TextBuilder::with_capacity(chars.len());
    // What a plain dict maps an ASCII character to, if that is one code point, is asked once.
    let mut known = [UNKNOWN; 0x80];
    for i in 0..chars.len() {
        let c = chars.get(i);
        if let Some(&mapped) = known.get(c as usize)
            && mapped != UNKNOWN
        {
            out.push(mapped);
            continue;
        }
        let Some(mapped) = look_up(thread, table, plain, c)? else {
            if plain.is_some() && c < 0x80 {
                known[c as usize] = c;
            }
            out.push(c);
            continue;
        };
        if mapped == none() {
            continue;
        }
        if let Some(text) = mapped.downcast::<StrObject>() {
            out.push_chars(text.chars());
        } else if int::is_int(mapped) {
            match int::as_i64(mapped)
                .and_then(|m| u32::try_from(m).ok())
                .filter(|m| *m < 0x11_0000)
            {
                Some(mapped) => {
                    if plain.is_some() && c < 0x80 {
                        known[c as usize] = mapped;
                    }
                    out.push(mapped);
                }
                None => {
                    return Err(thread.value_error(format_args!("character mapping must be in range(0x110000)")));
                }
            }
        } else {
            return Err(thread.type_error(format_args!("character mapping must return integer, None or str")));
        }
    }
    out.finish(thread)
}

/// `str.maketrans(x, y, z)`.
pub fn make_table(
    thread: &mut Thread,
    x: Value,
    y: Option<Ref<StrObject>>,
    z: Option<Ref<StrObject>>,
) -> PyResult<Value> {
    let table = DictObject::new(thread)?;
    let Some(y) = y else {
        table_of_dict(thread, table, x)?;
        return Ok(table.value());
    };
    let Some(x) = x.downcast::<StrObject>() else {
        return Err(thread.type_error(format_args!(
            "first maketrans argument must be a string if there is a second argument"
        )));
    };
    if x.len() != y.len() {
        return Err(thread.value_error(format_args!("the first two maketrans arguments must have equal length")));
    }
    let code = |c: u32| Value::small_int(i64::from(c));
    for i in 0..x.len() {
        table.set(thread, code(x.chars().get(i)), code(y.chars().get(i)))?;
    }
    if let Some(z) = z {
        for i in 0..z.len() {
            table.set(thread, code(z.chars().get(i)), none())?;
        }
    }
    Ok(table.value())
}

fn table_of_dict(thread: &mut Thread, table: Ref<DictObject>, source: Value) -> PyResult<()> {
    let Some(source) = source.downcast::<DictObject>() else {
        return Err(thread.type_error(format_args!(
            "if you give only one argument to maketrans it must be a dict"
        )));
    };
    let mut position = 0;
    while let Some((at, key, value)) = source.next_entry(position) {
        position = at + 1;
        let key = match key.downcast::<StrObject>() {
            Some(text) if text.len() == 1 => Value::small_int(i64::from(text.chars().get(0))),
            Some(_) => {
                return Err(thread.value_error(format_args!("string keys in translatetable must be of length 1")));
            }
            None if int::is_int(key) => key,
            None => {
                return Err(thread.type_error(format_args!("keys in translate table mustbe strings or integers")));
            }
        };
        table.set(thread, key, value)?;
    }
    Ok(())
}
