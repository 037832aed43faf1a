//! What is searched: a string, or the memory of a bytes-like object, which is held while it is searched.

use crate::invoke::builtin;
use pyrs_object::bytes::BytesObject;
use pyrs_object::memory_view::MemoryViewObject;
use pyrs_object::str::{Chars, StrObject};
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Ref, Thread, Value, core, protocol};

enum Source {
    Text(Ref<StrObject>),
    Bytes(Ref<BytesObject>),
    /// A view made for the search, so that the memory stays where it is.
    View(Ref<MemoryViewObject>),
}

/// A subject. It lives on the native stack only.
pub struct Subject {
    /// The object.
    pub object: Value,
    source: Source,
}

impl Drop for Subject {
    fn drop(&mut self) {
        if let Source::View(view) = self.source {
            view.release();
        }
    }
}

impl Subject {
    /// Takes hold of an object.
    pub fn open(thread: &mut Thread, object: Value) -> PyResult<Subject> {
        let source = if let Some(text) = object.downcast() {
            Source::Text(text)
        } else if let Some(bytes) = object.downcast() {
            Source::Bytes(bytes)
        } else {
            Source::View(view_of(thread, object)?)
        };
        Ok(Subject { object, source })
    }

    /// Whether it is bytes-like.
    pub fn is_bytes(&self) -> bool {
        !matches!(self.source, Source::Text(_))
    }

    /// The units. They stay where they are as long as the subject is held.
    pub fn units(&self) -> Chars<'_> {
        match self.source {
            Source::Text(text) => text.chars_unbound(),
            // SAFETY: bytes under a live reference neither move nor change.
            Source::Bytes(bytes) => Chars::One(unsafe { &*(bytes.data() as *const [u8]) }),
            Source::View(view) => Chars::One(match view.contiguous_bytes() {
                // SAFETY: the view is ours alone and is released when the subject is dropped.
                Some(data) => unsafe { &*(data as *const [u8]) },
                None => &[],
            }),
        }
    }

    /// Length in units.
    pub fn len(&self) -> usize {
        self.units().len()
    }

    /// A part as an object; the whole of a plain string or bytes is the object itself.
    pub fn slice(&self, thread: &mut Thread, start: usize, end: usize) -> PyResult<Value> {
        let units = self.units();
        let end = end.min(units.len());
        let start = start.min(end);
        let whole = start == 0 && end == units.len();
        let types = &core().types;
        match (&self.source, units.slice(start..end)) {
            (Source::Text(text), chars) => {
                if whole && text.class() == types.str_.get() {
                    return Ok(self.object);
                }
                Ok(StrObject::from_chars(thread, chars)?.value())
            }
            (Source::Bytes(bytes), _) if whole && bytes.class() == types.bytes.get() => Ok(self.object),
            (_, Chars::One(bytes)) => Ok(BytesObject::new(thread, bytes)?.value()),
            _ => Ok(self.object),
        }
    }
}

fn view_of(thread: &mut Thread, object: Value) -> PyResult<Ref<MemoryViewObject>> {
    let class = builtin(thread, "memoryview")?;
    let type_error = core().types.type_error.get();
    let view = match protocol::call(thread, class, &[object]) {
        Ok(view) => view.downcast::<MemoryViewObject>(),
        Err(raised) if !thread.clear_if(type_error) => return Err(raised),
        Err(_) => None,
    };
    match view {
        Some(view) if view.is_c_contiguous() => Ok(view),
        Some(view) => {
            view.release();
            Err(thread.buffer_error(format_args!("memoryview: underlying buffer is not C-contiguous")))
        }
        None => {
            let class = class_of(object).name_for_message();
            Err(thread.type_error(format_args!("expected string or bytes-like object, got '{class}'")))
        }
    }
}
