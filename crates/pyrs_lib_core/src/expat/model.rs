//! Content models as tuples.

use pyrs_object::array::ValueArray;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Thread, Value, none};
use pyrs_xml::Model;

/// How deep groups may nest: tuples that are nested deeper are of no use, for code that walks them recurses.
const DEPTH_LIMIT: usize = 5000;

/// `(type, quantifier, name, children)`, nested.
pub fn model_value(
    thread: &mut Thread,
    model: &Model,
    mut name: impl FnMut(&mut Thread, &str) -> PyResult<Value>,
) -> PyResult<Value> {
    let parts = &model.0;
    let mut depths = vec![0usize; parts.len()];
    for (index, part) in parts.iter().enumerate() {
        for &child in &part.children {
            depths[child] = depths[index] + 1;
        }
    }
    if depths.iter().any(|&depth| depth > DEPTH_LIMIT) {
        return Err(thread.recursion_error(format_args!("maximum recursion depth exceeded in conv_content_model")));
    }
    let made = ValueArray::new(thread, parts.len())?;
    // Children come behind what holds them.
    for (index, part) in parts.iter().enumerate().rev() {
        let children = TupleObject::with_length(thread, part.children.len())?;
        for (place, &child) in part.children.iter().enumerate() {
            if let Some(child) = made.get(child) {
                children.initialise_item(place, child);
            }
        }
        let name = match &part.name {
            Some(text) => name(thread, text)?,
            None => none(),
        };
        let (shape, quantifier) = (part.shape as i64, part.quantifier as i64);
        let items = [
            Value::small_int(shape),
            Value::small_int(quantifier),
            name,
            children.value(),
        ];
        let tuple = TupleObject::from_slice(thread, &items)?;
        made.set(index, Some(tuple.value()));
    }
    Ok(made.get(0).unwrap_or_else(none))
}
