//! Where an unpickler reads: bytes in memory, or a file of which pieces are fetched.
//!
//! Invariant: `start` and `length` are the memory of `owner`, which is a bytes object or a view that locks its memory; the
//! bytes from `position` on were not used yet. Of a file that can
//! `peek`, bytes may be here that its position is not beyond yet: [`Input::settle`] moves it behind what was used.

use super::state::unpickling_error;
use crate::buffer::{self, Buffer};
use pyrs_object::bytes::BytesObject;
use pyrs_object::{PyResult, Raised, Thread, Value, protocol};

/// Bytes that are peeked at.
const AHEAD: i64 = 128 * 1024;

/// The methods of a file.
#[derive(Clone, Copy)]
pub struct FileMethods {
    pub read: Value,
    pub readline: Value,
    pub peek: Option<Value>,
}

/// A source of bytes. It lives on the native stack.
pub struct Input {
    owner: Buffer,
    start: *const u8,
    length: usize,
    position: usize,
    /// Bytes left of the frame; 0 outside of frames.
    framed: usize,
    /// Bytes of `data` that the file is not beyond yet begin here; `None` if all of them are read.
    peeked: Option<usize>,
    file: Option<FileMethods>,
}

#[cold]
fn truncated(thread: &mut Thread) -> Raised {
    unpickling_error(thread, format_args!("pickle data was truncated"))
}

#[cold]
fn frame_ended(thread: &mut Thread) -> Raised {
    unpickling_error(thread, format_args!("pickle exhausted before end of frame"))
}

#[cold]
fn ran_out(thread: &mut Thread) -> Raised {
    thread.eof_error(format_args!("Ran out of input"))
}

impl Input {
    /// Bytes in memory.
    pub fn of_memory(thread: &mut Thread, data: Buffer) -> PyResult<Input> {
        let mut input = Input {
            owner: Buffer::Plain(pyrs_object::none()),
            start: std::ptr::null(),
            length: 0,
            position: 0,
            framed: 0,
            peeked: None,
            file: None,
        };
        input.use_buffer(thread, data)?;
        Ok(input)
    }

    /// A file.
    pub fn of_file(thread: &mut Thread, file: FileMethods) -> PyResult<Input> {
        let empty = BytesObject::new(thread, &[])?.value();
        let mut input = Input::of_memory(thread, Buffer::Plain(empty))?;
        input.file = Some(file);
        Ok(input)
    }

    /// From now on reads other bytes.
    fn use_buffer(&mut self, thread: &mut Thread, data: Buffer) -> PyResult<()> {
        // A bytearray might be resized while it is read.
        let data = match data {
            Buffer::Plain(value) if value.downcast::<BytesObject>().is_none() => {
                Buffer::Plain(BytesObject::new(thread, data.data())?.value())
            }
            data => data,
        };
        (self.start, self.length) = (data.data().as_ptr(), data.data().len());
        (self.owner, self.position) = (data, 0);
        Ok(())
    }

    #[inline]
    fn rest(&self) -> &[u8] {
        debug_assert!(self.position <= self.length);
        // SAFETY: the owner keeps the memory where it is and as long as said, and the position is inside of it.
        unsafe { std::slice::from_raw_parts(self.start.add(self.position), self.length - self.position) }
    }

    /// An opcode; at the end EOFError.
    #[inline]
    pub fn opcode(&mut self, thread: &mut Thread) -> PyResult<u8> {
        self.byte(thread).map_err(|raised| {
            let class = super::state::UNPICKLING_ERROR.get();
            match class.and_then(|class| class.downcast()) {
                Some(class) if thread.clear_if(class) => ran_out(thread),
                _ => raised,
            }
        })
    }

    /// One byte.
    #[inline]
    pub fn byte(&mut self, thread: &mut Thread) -> PyResult<u8> {
        if self.position >= self.length {
            self.fetch(thread, 1)?;
        }
        match self.rest().first().copied() {
            Some(byte) => {
                self.position += 1;
                self.framed = self.framed.saturating_sub(1);
                Ok(byte)
            }
            None => Err(truncated(thread)),
        }
    }

    /// The next bytes, in place. They must not be held across anything that may run Python code.
    #[inline]
    pub fn take(&mut self, thread: &mut Thread, count: usize) -> PyResult<&[u8]> {
        if self.framed > 0 {
            if count > self.framed {
                return Err(frame_ended(thread));
            }
            self.framed -= count;
        }
        if self.length - self.position < count {
            self.fetch(thread, count)?;
        }
        let start = self.position;
        self.position += count;
        // SAFETY: as in `rest`; there are as many bytes.
        Ok(unsafe { std::slice::from_raw_parts(self.start.add(start), count) })
    }

    /// A little-endian number.
    #[inline]
    pub fn number<const N: usize>(&mut self, thread: &mut Thread) -> PyResult<u64> {
        let bytes = self.take(thread, N)?;
        let mut wide = [0u8; 8];
        wide[..bytes.len().min(8)].copy_from_slice(&bytes[..bytes.len().min(8)]);
        Ok(u64::from_le_bytes(wide))
    }

    /// Bytes to keep.
    pub fn take_vec(&mut self, thread: &mut Thread, count: usize) -> PyResult<Vec<u8>> {
        Ok(self.take(thread, count)?.to_vec())
    }

    /// A line without its end, that is not empty.
    pub fn filled_line(&mut self, thread: &mut Thread) -> PyResult<Vec<u8>> {
        let line = self.line(thread)?;
        if line.is_empty() {
            return Err(truncated(thread));
        }
        Ok(line)
    }

    /// A line without its end.
    pub fn line(&mut self, thread: &mut Thread) -> PyResult<Vec<u8>> {
        if let Some(length) = self.rest().iter().position(|byte| *byte == b'\n') {
            let line = self.rest()[..length].to_vec();
            self.position += length + 1;
            if self.framed > 0 {
                if length + 1 > self.framed {
                    return Err(frame_ended(thread));
                }
                self.framed -= length + 1;
            }
            return Ok(line);
        }
        if self.framed > 0 {
            return Err(frame_ended(thread));
        }
        let Some(file) = self.file else {
            return Err(truncated(thread));
        };
        self.settle(thread)?;
        let mut line = self.rest().to_vec();
        self.position = self.length;
        let more = protocol::call(thread, file.readline, &[])?;
        let more = buffer::readable(thread, more)?;
        line.extend_from_slice(more.data());
        match line.pop() {
            Some(b'\n') => Ok(line),
            _ => Err(truncated(thread)),
        }
    }

    /// Fetches from the file until `count` bytes are there.
    #[cold]
    fn fetch(&mut self, thread: &mut Thread, count: usize) -> PyResult<()> {
        let Some(file) = self.file else {
            return Err(truncated(thread));
        };
        self.settle(thread)?;
        let had = self.rest().to_vec();
        let wanted = count - had.len();
        if had.is_empty()
            && let Some(peek) = file.peek
        {
            match protocol::call(thread, peek, &[Value::small_int(AHEAD)]) {
                Ok(bytes) => {
                    let ahead = buffer::readable(thread, bytes)?;
                    if ahead.data().len() >= count {
                        self.use_buffer(thread, ahead)?;
                        self.peeked = Some(0);
                        return Ok(());
                    }
                }
                Err(raised) => {
                    if !thread.clear_if(pyrs_object::core().types.not_implemented_error.get()) {
                        return Err(raised);
                    }
                }
            }
        }
        let count_value = pyrs_object::int::from_u64(thread, wanted as u64)?;
        let bytes = protocol::call(thread, file.read, &[count_value])?;
        if bytes.downcast::<BytesObject>().is_none() {
            let class = pyrs_object::class_of(bytes).name_for_message();
            return Err(thread.value_error(format_args!("read() returned non-bytes object ({class})")));
        }
        let fetched = buffer::readable(thread, bytes)?;
        let enough = fetched.data().len() >= wanted;
        if had.is_empty() {
            if !enough {
                return Err(truncated(thread));
            }
            self.use_buffer(thread, fetched)?;
        } else {
            let mut joined = had;
            joined.extend_from_slice(fetched.data());
            let joined = BytesObject::new(thread, &joined)?.value();
            self.use_buffer(thread, Buffer::Plain(joined))?;
            if !enough {
                return Err(truncated(thread));
            }
        }
        self.peeked = None;
        Ok(())
    }

    /// Moves the file behind what was used of the bytes that were peeked at, and forgets the rest of them.
    pub fn settle(&mut self, thread: &mut Thread) -> PyResult<()> {
        let (Some(start), Some(file)) = (self.peeked.take(), self.file) else {
            return Ok(());
        };
        let used = self.position.saturating_sub(start);
        self.position = self.length;
        if used > 0 {
            let used = pyrs_object::int::from_u64(thread, used as u64)?;
            protocol::call(thread, file.read, &[used])?;
        }
        Ok(())
    }

    /// A frame begins: its bytes are fetched at once.
    pub fn frame(&mut self, thread: &mut Thread, length: u64) -> PyResult<()> {
        let length = match usize::try_from(length)
            .ok()
            .filter(|length| isize::try_from(*length).is_ok())
        {
            Some(length) => length,
            None => {
                return Err(thread.value_error(format_args!(
                    "FRAME length exceeds system's maximum of {} bytes",
                    isize::MAX
                )));
            }
        };
        if self.framed > 0 {
            return Err(unpickling_error(
                thread,
                format_args!("beginning of a new frame before end of current frame"),
            ));
        }
        if self.rest().len() < length {
            self.fetch(thread, length)?;
        }
        self.framed = length;
        Ok(())
    }
}
