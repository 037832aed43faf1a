//! Writing lists, tuples, dicts and sets.

use super::note::Noted;
use super::opcode::*;
use super::save::Saver;
use pyrs_object::dict::DictObject;
use pyrs_object::list::ListObject;
use pyrs_object::set::SetObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Ref, Thread, Value, core, protocol};

/// Containers nested deeper than this are remembered in fast mode, to find circles.
const FAST_LIMIT: usize = 50;

impl Saver {
    fn enter_fast(&mut self, thread: &mut Thread, object: Value) -> PyResult<()> {
        if !self.fast {
            return Ok(());
        }
        self.fast_depth += 1;
        if self.fast_depth <= FAST_LIMIT {
            return Ok(());
        }
        if self.fast_open.contains(&object.bits()) {
            let class = pyrs_object::class_of(object).name_for_message();
            return Err(thread.value_error(format_args!(
                "fast mode: can't pickle cyclic objects including object type {class} at {:#x}",
                object.bits()
            )));
        }
        self.fast_open.push(object.bits());
        Ok(())
    }

    fn leave_fast(&mut self) {
        if self.fast {
            if self.fast_depth > FAST_LIMIT {
                self.fast_open.pop();
            }
            self.fast_depth = self.fast_depth.saturating_sub(1);
        }
    }

    /// Writes a list.
    pub fn save_list(&mut self, thread: &mut Thread, list: Ref<ListObject>) -> PyResult<()> {
        self.enter_fast(thread, list.value())?;
        match self.bin {
            true => self.out.op(EMPTY_LIST),
            false => self.out.push(&[MARK, LIST]),
        }
        self.memoize(thread, list.value())?;
        if !list.is_empty() {
            self.save_list_items(thread, list)?;
        }
        self.leave_fast();
        Ok(())
    }

    fn save_list_items(&mut self, thread: &mut Thread, list: Ref<ListObject>) -> PyResult<()> {
        let object = list.value();
        if self.proto == 0 {
            let iterator = protocol::iter(thread, object)?;
            return self.save_items(thread, object, iterator);
        }
        if list.len() == 1 {
            if let Some(item) = list.get(0) {
                self.save(thread, item).noted_item(thread, object, 0)?;
            }
            self.out.op(APPEND);
            return Ok(());
        }
        let mut index = 0;
        while index < list.len() {
            let end = index + BATCH;
            self.out.op(MARK);
            while index < end
                && let Some(item) = list.get(index)
            {
                self.save(thread, item).noted_item(thread, object, index)?;
                index += 1;
            }
            self.out.op(APPENDS);
        }
        Ok(())
    }

    /// Writes the items of an iterator, to be appended to `object`.
    pub fn save_items(&mut self, thread: &mut Thread, object: Value, iterator: Value) -> PyResult<()> {
        let mut index = 0;
        if self.proto == 0 {
            while let Some(item) = protocol::next(thread, iterator)? {
                self.save(thread, item).noted_item(thread, object, index)?;
                index += 1;
                self.out.op(APPEND);
            }
            return Ok(());
        }
        loop {
            let Some(first) = protocol::next(thread, iterator)? else {
                return Ok(());
            };
            let mut next = protocol::next(thread, iterator)?;
            if next.is_none() {
                self.save(thread, first).noted_item(thread, object, index)?;
                self.out.op(APPEND);
                return Ok(());
            }
            self.out.op(MARK);
            self.save(thread, first).noted_item(thread, object, index)?;
            index += 1;
            let mut count = 1;
            while let Some(item) = next {
                self.save(thread, item).noted_item(thread, object, index)?;
                index += 1;
                count += 1;
                if count == BATCH {
                    break;
                }
                next = protocol::next(thread, iterator)?;
            }
            self.out.op(APPENDS);
            if count < BATCH {
                return Ok(());
            }
        }
    }

    /// Writes a tuple.
    pub fn save_tuple(&mut self, thread: &mut Thread, tuple: Ref<TupleObject>) -> PyResult<()> {
        let (object, items) = (tuple.value(), tuple.items_unbound());
        if items.is_empty() {
            match self.bin {
                true => self.out.op(EMPTY_TUPLE),
                false => self.out.push(&[MARK, TUPLE]),
            }
            return Ok(());
        }
        let short = items.len() <= 3 && self.proto >= 2;
        if !short {
            self.out.op(MARK);
        }
        for (index, item) in items.iter().enumerate() {
            self.save(thread, *item).noted_item(thread, object, index)?;
        }
        // An item may have led to the tuple itself.
        if let Some(number) = self.memoized(object) {
            match (short, self.bin) {
                (false, true) => self.out.op(POP_MARK),
                _ => {
                    let pops = items.len() + usize::from(!short);
                    self.out.push(&vec![POP; pops]);
                }
            }
            self.recall(number);
            return Ok(());
        }
        self.out.op(match items.len() {
            1 if short => TUPLE1,
            2 if short => TUPLE2,
            3 if short => TUPLE3,
            _ => TUPLE,
        });
        self.memoize(thread, object)
    }

    /// Writes a dict.
    pub fn save_dict(&mut self, thread: &mut Thread, dict: Ref<DictObject>) -> PyResult<()> {
        self.enter_fast(thread, dict.value())?;
        match self.bin {
            true => self.out.op(EMPTY_DICT),
            false => self.out.push(&[MARK, DICT]),
        }
        self.memoize(thread, dict.value())?;
        if !dict.is_empty() {
            self.save_dict_entries(thread, dict)?;
        }
        self.leave_fast();
        Ok(())
    }

    fn save_dict_entries(&mut self, thread: &mut Thread, dict: Ref<DictObject>) -> PyResult<()> {
        let (object, length) = (dict.value(), dict.len());
        let single = length == 1 || self.proto == 0;
        let mut position = 0;
        loop {
            let mut count = 0;
            if !single {
                self.out.op(MARK);
            }
            while let Some((at, key, value)) = dict.next_entry(position) {
                self.save(thread, key)?;
                self.save(thread, value).noted_key(thread, object, key)?;
                position = at + 1;
                count += 1;
                if dict.len() != length {
                    return Err(thread.runtime_error(format_args!("dictionary changed size during iteration")));
                }
                if single {
                    self.out.op(SETITEM);
                } else if count == BATCH {
                    break;
                }
            }
            if !single {
                self.out.op(SETITEMS);
            }
            if single || count < BATCH || dict.next_entry(position).is_none() {
                return Ok(());
            }
        }
    }

    /// Writes the pairs of an iterator, to be set in `object`.
    pub fn save_pairs(&mut self, thread: &mut Thread, object: Value, iterator: Value) -> PyResult<()> {
        if self.proto == 0 {
            while let Some(pair) = protocol::next(thread, iterator)? {
                self.save_pair(thread, object, pair)?;
                self.out.op(SETITEM);
            }
            return Ok(());
        }
        loop {
            let Some(first) = protocol::next(thread, iterator)? else {
                return Ok(());
            };
            let mut next = protocol::next(thread, iterator)?;
            if next.is_none() {
                self.save_pair(thread, object, first)?;
                self.out.op(SETITEM);
                return Ok(());
            }
            self.out.op(MARK);
            self.save_pair(thread, object, first)?;
            let mut count = 1;
            while let Some(pair) = next {
                self.save_pair(thread, object, pair)?;
                count += 1;
                if count == BATCH {
                    break;
                }
                next = protocol::next(thread, iterator)?;
            }
            self.out.op(SETITEMS);
            if count < BATCH {
                return Ok(());
            }
        }
    }

    fn save_pair(&mut self, thread: &mut Thread, object: Value, pair: Value) -> PyResult<()> {
        let pair = pair.downcast::<TupleObject>().filter(|pair| pair.len() == 2);
        let Some(&[key, value]) = pair.as_ref().map(|pair| pair.items_unbound()) else {
            return Err(thread.type_error(format_args!("dict items iterator must return 2-tuples")));
        };
        self.save(thread, key)?;
        self.save(thread, value).noted_key(thread, object, key)
    }

    /// Writes a set or frozenset by calling its class with a list, as protocols below 4 need it.
    fn save_set_by_class(&mut self, thread: &mut Thread, set: Ref<SetObject>) -> PyResult<()> {
        let list = crate::collect::to_list(thread, set.value())?.value();
        let args = TupleObject::from_slice(thread, &[list])?.value();
        let reduced = TupleObject::from_slice(thread, &[set.class().value(), args])?;
        self.save_reduce(thread, reduced, Some(set.value()))
    }

    /// Writes a set.
    pub fn save_set(&mut self, thread: &mut Thread, set: Ref<SetObject>) -> PyResult<()> {
        if self.proto < 4 {
            return self.save_set_by_class(thread, set);
        }
        let (object, length) = (set.value(), set.len());
        self.out.op(EMPTY_SET);
        self.memoize(thread, object)?;
        let mut position = 0;
        if length == 0 {
            return Ok(());
        }
        loop {
            let mut count = 0;
            self.out.op(MARK);
            while count < BATCH
                && let Some((at, item)) = set.next_key(position)
            {
                self.save(thread, item).noted(thread, object, "element")?;
                position = at + 1;
                count += 1;
            }
            self.out.op(ADDITEMS);
            if set.len() != length {
                return Err(thread.runtime_error(format_args!("set changed size during iteration")));
            }
            if count < BATCH {
                return Ok(());
            }
        }
    }

    /// Writes a frozenset.
    pub fn save_frozenset(&mut self, thread: &mut Thread, set: Ref<SetObject>) -> PyResult<()> {
        if self.proto < 4 {
            return self.save_set_by_class(thread, set);
        }
        let object = set.value();
        self.out.op(MARK);
        let mut position = 0;
        while let Some((at, item)) = set.next_key(position) {
            self.save(thread, item).noted(thread, object, "element")?;
            position = at + 1;
        }
        if let Some(number) = self.memoized(object) {
            self.out.op(POP_MARK);
            self.recall(number);
            return Ok(());
        }
        self.out.op(FROZENSET);
        self.memoize(thread, object)
    }

    /// Writes the attributes that an instance keeps in slots, as the dict that they would make.
    pub fn save_attributes(&mut self, thread: &mut Thread, object: Value) -> PyResult<()> {
        let Some(header) = object.as_object() else {
            return Ok(());
        };
        self.out.op(EMPTY_DICT);
        // The dict takes a number, although nobody will ask for it: another object has it for identity.
        let stand_in = DictObject::new(thread)?;
        self.memoize(thread, stand_in.value())?;
        let (shape, mut written) = (header.shape(), 0);
        let total = shape.property_count();
        if total > 1 {
            self.out.op(MARK);
        }
        for index in 0..total {
            let (Some(name), Some(value)) = (
                shape.property_name(index),
                pyrs_object::instance::get_slot(header, index),
            ) else {
                continue;
            };
            self.save(thread, name)?;
            self.save(thread, value)
                .noted_key(thread, stand_in.value(), name)
                .noted(thread, object, "state")?;
            written += 1;
            if header.shape() != shape {
                return Err(thread.runtime_error(format_args!("dictionary changed size during iteration")));
            }
        }
        if total > 1 {
            self.out.op(SETITEMS);
        } else if written == 1 {
            self.out.op(SETITEM);
        }
        Ok(())
    }

    /// The empty tuple.
    pub fn save_no_arguments(&mut self, thread: &mut Thread) -> PyResult<()> {
        self.save_tuple(thread, core().empty_tuple.get())
    }
}
