//! What the three classes have in common: a stream that the object owns outside of the heap.

use super::stream::Stream;
use pyrs_object::{HeapObject, Ref, Thread};

/// An owned stream.
pub type Owned = crate::owned::Owned<Stream>;

/// Bytes that a stream takes outside of the heap, roughly.
const STREAM_BYTES: usize = 64 * 1024;

/// Takes a stream into an object.
pub fn adopt<T: HeapObject>(thread: &mut Thread, object: Ref<T>, field: &Owned, stream: Stream) {
    Owned::adopt(thread, object, field, stream, STREAM_BYTES);
}
