//! The method resolution order: C3 linearisation.
//!
//! The sequences to merge are the bases' MROs and the list of bases; each keeps an index of its head, in a Rust vector of
//! indices only, because values must stay where the collector sees them.

use pyrs_object::list::ListObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{PyResult, Raised, Ref, Thread, Value, core, protocol};

/// The MRO of `class`, from its bases.
pub fn linearise(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<Ref<TupleObject>> {
    let bases = class.bases.get();
    check_duplicates(thread, bases)?;
    if let [base] = bases.items()
        && let Some(base) = base.downcast::<TypeObject>()
    {
        let inherited = base.mro.get();
        let mro = TupleObject::with_length(thread, inherited.len() + 1)?;
        mro.initialise_item(0, class.value());
        for (i, item) in inherited.items().iter().enumerate() {
            mro.initialise_item(i + 1, *item);
        }
        return Ok(mro);
    }
    merge(thread, class, bases)
}

fn check_duplicates(thread: &mut Thread, bases: Ref<TupleObject>) -> PyResult<()> {
    let items = bases.items_unbound();
    for (i, base) in items.iter().enumerate() {
        if items[..i].contains(base) {
            let name = base
                .downcast::<TypeObject>()
                .map_or_else(|| "?".to_owned(), |c| c.name_for_message());
            return Err(thread.type_error(format_args!("duplicate base class {name}")));
        }
    }
    Ok(())
}

/// The sequences: one per base (its MRO), and the bases themselves as the last.
fn sequence(bases: Ref<TupleObject>, index: usize) -> &'static [Value] {
    match bases.items().get(index).and_then(|b| b.downcast::<TypeObject>()) {
        Some(base) => base.mro.get().items_unbound(),
        None => bases.items_unbound(),
    }
}

fn merge(thread: &mut Thread, class: Ref<TypeObject>, bases: Ref<TupleObject>) -> PyResult<Ref<TupleObject>> {
    let count = bases.len() + 1;
    let mut heads = vec![0usize; count];
    let result = ListObject::from_slice(thread, &[class.value()])?;
    loop {
        let rest = |heads: &[usize], i: usize| sequence(bases, i).get(heads[i]..).unwrap_or(&[]);
        let mut candidate = None;
        let mut unfinished = false;
        for i in 0..count {
            let Some(&head) = rest(&heads, i).first() else { continue };
            unfinished = true;
            let in_tail = (0..count).any(|j| rest(&heads, j).iter().skip(1).any(|v| *v == head));
            if !in_tail {
                candidate = Some(head);
                break;
            }
        }
        match candidate {
            None if !unfinished => break,
            None => return Err(inconsistent(thread, bases, &heads)),
            Some(chosen) => {
                result.push(thread, chosen)?;
                for i in 0..count {
                    if rest(&heads, i).first() == Some(&chosen) {
                        heads[i] += 1;
                    }
                }
            }
        }
    }
    TupleObject::from_slice(thread, result.items())
}

#[cold]
fn inconsistent(thread: &mut Thread, bases: Ref<TupleObject>, heads: &[usize]) -> Raised {
    let mut names: Vec<String> = Vec::new();
    for (i, head) in heads.iter().enumerate() {
        if let Some(class) = sequence(bases, i).get(*head).and_then(|v| v.downcast::<TypeObject>()) {
            let name = class.name_for_message();
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let names = names.join(", ");
    thread.type_error(format_args!(
        "Cannot create a consistent method resolution order (MRO) for bases {names}"
    ))
}

/// Sets `class.__mro__`: what `mro()` of the metaclass says, if it overrides that of `type`.
pub fn compute(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<()> {
    let name = core().names.mro.get();
    let metaclass = class_of(class.value());
    if metaclass.lookup(name) == core().types.type_.get().lookup(name) {
        let mro = linearise(thread, class)?;
        class.mro.set(class, mro);
        return Ok(());
    }
    // Until the metaclass has answered, the class has the plain order, which its `mro` may look at.
    if let Some(result) = protocol::call_special(thread, class.value(), name, &[])? {
        let mro = crate::sequence::collect_tuple(thread, result)?;
        if let Some(item) = mro.items().iter().find(|i| i.downcast::<TypeObject>().is_none()) {
            let name = class_of(*item).name_for_message();
            return Err(thread.type_error(format_args!("mro() returned a non-class ('{name}')")));
        }
        class.mro.set(class, mro);
    }
    Ok(())
}
