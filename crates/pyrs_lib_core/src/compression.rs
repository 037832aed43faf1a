//! Running a compression library over data: what `_bz2` and `_lzma` have in common.

use pyrs_object::bytes::{BytesObject, as_bytes};
use pyrs_object::{PyResult, Ref, Thread, Value};

/// Least and most room that a step gets.
const LEAST: usize = 8 * 1024;
const MOST: usize = 16 << 20;

/// How a step went.
pub enum Step {
    /// More may follow.
    Going,
    /// The stream ended.
    Ended,
}

/// A stream of a library.
pub trait Engine {
    /// Codes of errors.
    type Error;
    /// Takes input from `position` on and appends at most `room` bytes of output.
    fn step(
        &mut self,
        input: &[u8],
        position: &mut usize,
        output: &mut Vec<u8>,
        room: usize,
    ) -> Result<Step, Self::Error>;
}

/// How far decompressing came.
#[derive(Default)]
pub struct Progress {
    /// What came out.
    pub output: Vec<u8>,
    /// Bytes of the input that were used.
    pub position: usize,
    /// The stream has ended.
    pub ended: bool,
    /// The last step used all of its room.
    pub full: bool,
}

/// Decompresses until the input is used up, the stream ends or the output is as long as `limit`.
pub fn decompress<E: Engine>(engine: &mut E, input: &[u8], limit: usize) -> Result<Progress, E::Error> {
    let mut progress = Progress::default();
    loop {
        let (done, before) = (progress.output.len(), progress.position);
        let room = done.clamp(LEAST, MOST).min(limit - done);
        match engine.step(input, &mut progress.position, &mut progress.output, room)? {
            Step::Ended => {
                progress.ended = true;
                return Ok(progress);
            }
            Step::Going => {
                let made = progress.output.len() - done;
                progress.full = made == room;
                let idle = made == 0 && progress.position == before;
                let used_up = progress.position == input.len() && !progress.full;
                if used_up || idle || progress.output.len() == limit {
                    return Ok(progress);
                }
            }
        }
    }
}

/// Compresses all of the input, and to the end of the stream if it is to end.
pub fn compress<E: Engine>(engine: &mut E, input: &[u8], finish: bool) -> Result<Vec<u8>, E::Error> {
    let (mut output, mut position) = (Vec::new(), 0);
    loop {
        let done = output.len();
        let room = done.clamp(LEAST, MOST);
        match engine.step(input, &mut position, &mut output, room)? {
            Step::Ended => return Ok(output),
            Step::Going => {
                let full = output.len() - done == room;
                if !finish && position == input.len() && !full {
                    return Ok(output);
                }
            }
        }
    }
}

/// A range of room behind what a vector has, for a library to write to: its start, once there are `room` bytes.
pub fn room_in(output: &mut Vec<u8>, room: usize) -> *mut u8 {
    output.reserve(room);
    output.spare_capacity_mut().as_mut_ptr().cast()
}

/// The bytes that were left over, and new ones.
pub fn joined(rest: Option<Value>, data: &[u8]) -> Vec<u8> {
    let mut joined = rest
        .and_then(|rest| Some(as_bytes(&rest)?.to_vec()))
        .unwrap_or_default();
    joined.extend_from_slice(data);
    joined
}

/// The bytes from a position on, as an object; `None` if there are none.
pub fn left_over(thread: &mut Thread, data: &[u8], position: usize) -> PyResult<Option<Value>> {
    match data.get(position..) {
        Some(rest) if !rest.is_empty() => Ok(Some(BytesObject::new(thread, rest)?.value())),
        _ => Ok(None),
    }
}

/// A value, or empty bytes.
pub fn bytes_or_empty(thread: &mut Thread, value: Option<Value>) -> PyResult<Value> {
    match value {
        Some(value) => Ok(value),
        None => {
            let empty: Ref<BytesObject> = BytesObject::new(thread, &[])?;
            Ok(empty.value())
        }
    }
}
