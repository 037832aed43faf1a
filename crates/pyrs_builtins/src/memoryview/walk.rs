//! Walking a view's items, whatever its dimensions and strides are, and copying its data.

use pyrs_object::Ref;
use pyrs_object::memory_view::MemoryViewObject;

/// In which order items are visited.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// The last index runs fastest.
    C,
    /// The first index runs fastest.
    Fortran,
}

/// The distances of all items from the first one, in bytes.
pub struct Offsets {
    /// Length, stride and present index of each dimension, the slowest first.
    dimensions: Vec<(usize, isize, usize)>,
    offset: isize,
    remaining: usize,
}

impl Offsets {
    /// Of a view.
    pub fn new(view: &MemoryViewObject, order: Order) -> Offsets {
        let mut dimensions: Vec<_> = view
            .all_dimensions()
            .into_iter()
            .map(|(n, stride)| (n, stride, 0))
            .collect();
        if order == Order::Fortran {
            dimensions.reverse();
        }
        Offsets {
            dimensions,
            offset: 0,
            remaining: view.item_count(),
        }
    }
}

impl Iterator for Offsets {
    type Item = isize;

    fn next(&mut self) -> Option<isize> {
        self.remaining = self.remaining.checked_sub(1)?;
        let here = self.offset;
        for (length, stride, index) in self.dimensions.iter_mut().rev() {
            *index += 1;
            self.offset += *stride;
            if *index < *length {
                break;
            }
            self.offset -= *stride * *length as isize;
            *index = 0;
        }
        Some(here)
    }
}

/// The bytes of the item at a distance from the first one. Not to be held across anything that may run Python code.
///
/// # Safety
/// The view is not released, and `offset` is one of its [`Offsets`].
pub unsafe fn item_at(view: &MemoryViewObject, offset: isize) -> &[u8] {
    // SAFETY: promised by the caller; the owner keeps the memory where it is.
    unsafe { std::slice::from_raw_parts(view.data().offset(offset), view.item_size()) }
}

/// A copy of the data of a view that is not released.
pub fn copy_data(view: Ref<MemoryViewObject>, order: Order) -> Vec<u8> {
    let contiguous = match order {
        Order::C => view.is_c_contiguous(),
        Order::Fortran => view.is_fortran_contiguous(),
    };
    let count = view.byte_count();
    if count == 0 {
        return Vec::new();
    }
    if contiguous {
        // SAFETY: the items fill this range of the owner's memory.
        return unsafe { std::slice::from_raw_parts(view.data(), count) }.to_vec();
    }
    let mut data = Vec::with_capacity(count);
    for offset in Offsets::new(&view, order) {
        // SAFETY: the caller's view is not released.
        data.extend_from_slice(unsafe { item_at(&view, offset) });
    }
    data
}
