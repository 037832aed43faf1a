//! Streams of libbz2, in Rust (libbz2-rs-sys).

use crate::compression::{Engine, Step, room_in};
use libbz2_rs_sys as bz2;

/// The codes of the library.
pub mod code {
    pub const OK: i32 = 0;
    pub const RUN_OK: i32 = 1;
    pub const FLUSH_OK: i32 = 2;
    pub const FINISH_OK: i32 = 3;
    pub const STREAM_END: i32 = 4;
    pub const SEQUENCE_ERROR: i32 = -1;
    pub const PARAM_ERROR: i32 = -2;
    pub const MEM_ERROR: i32 = -3;
    pub const DATA_ERROR: i32 = -4;
    pub const DATA_ERROR_MAGIC: i32 = -5;
    pub const IO_ERROR: i32 = -6;
    pub const UNEXPECTED_EOF: i32 = -7;
    pub const RUN: i32 = 0;
    pub const FINISH: i32 = 2;
}

/// A stream. The library keeps its address, so it is boxed.
pub struct Stream {
    inner: Box<bz2::bz_stream>,
    compresses: bool,
    /// What a compressor is to do: [`code::RUN`] or [`code::FINISH`].
    pub action: i32,
}

impl Stream {
    /// A compressor.
    pub fn compressor(level: i32) -> Result<Stream, i32> {
        let mut stream = Stream::empty(true);
        // SAFETY: the stream is zeroed, which is what the function wants.
        match unsafe { bz2::BZ2_bzCompressInit(&mut *stream.inner, level, 0, 0) } {
            code::OK => Ok(stream),
            error => Err(error),
        }
    }

    /// A decompressor.
    pub fn decompressor() -> Result<Stream, i32> {
        let mut stream = Stream::empty(false);
        // SAFETY: the stream is zeroed, which is what the function wants.
        match unsafe { bz2::BZ2_bzDecompressInit(&mut *stream.inner, 0, 0) } {
            code::OK => Ok(stream),
            error => Err(error),
        }
    }

    fn empty(compresses: bool) -> Stream {
        Stream {
            // SAFETY: all-zero is a valid value: null pointers, no functions.
            inner: Box::new(unsafe { std::mem::zeroed() }),
            compresses,
            action: code::RUN,
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        // SAFETY: the stream was initialised by the function that fits, or its state is null, which is refused.
        unsafe {
            match self.compresses {
                true => bz2::BZ2_bzCompressEnd(&mut *self.inner),
                false => bz2::BZ2_bzDecompressEnd(&mut *self.inner),
            };
        }
    }
}

impl Engine for Stream {
    type Error = i32;

    fn step(&mut self, input: &[u8], position: &mut usize, output: &mut Vec<u8>, room: usize) -> Result<Step, i32> {
        let rest = input.get(*position..).unwrap_or(&[]);
        let given = u32::try_from(rest.len()).unwrap_or(u32::MAX);
        // The stream ends behind the last piece of input.
        let action = if given as usize == rest.len() {
            self.action
        } else {
            code::RUN
        };
        let room = u32::try_from(room).unwrap_or(u32::MAX);
        self.inner.next_in = rest.as_ptr().cast();
        self.inner.avail_in = given;
        self.inner.next_out = room_in(output, room as usize).cast();
        self.inner.avail_out = room;
        // SAFETY: the stream is initialised; both ranges are memory of the lengths given.
        let result = unsafe {
            match self.compresses {
                true => bz2::BZ2_bzCompress(&mut *self.inner, action),
                false => bz2::BZ2_bzDecompress(&mut *self.inner),
            }
        };
        *position += (given - self.inner.avail_in) as usize;
        let made = (room - self.inner.avail_out) as usize;
        // SAFETY: the library has written so many bytes behind the old length.
        unsafe { output.set_len(output.len() + made) };
        match result {
            code::STREAM_END => Ok(Step::Ended),
            code::OK | code::RUN_OK | code::FLUSH_OK | code::FINISH_OK => Ok(Step::Going),
            // Compressing without input or room is no step, and no error.
            code::PARAM_ERROR if self.compresses && given == 0 && action == code::RUN => Ok(Step::Going),
            error => Err(error),
        }
    }
}
