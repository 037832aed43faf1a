//! Streams of zlib-rs behind a safe interface: compression or decompression of slices.
//!
//! Invariant: the state inside of a [`Stream`] was initialised, and is released once, when the stream is dropped. It is
//! boxed, since the library keeps its address.

use libz_rs_sys as z;
use std::ffi::{CStr, c_int};

/// Codes and flush modes of the library, as plain ints.
pub mod code {
    #![allow(missing_docs)]
    pub const OK: i32 = 0;
    pub const STREAM_END: i32 = 1;
    pub const NEED_DICT: i32 = 2;
    pub const STREAM_ERROR: i32 = -2;
    pub const DATA_ERROR: i32 = -3;
    pub const MEM_ERROR: i32 = -4;
    pub const BUF_ERROR: i32 = -5;
    pub const VERSION_ERROR: i32 = -6;
    pub const NO_FLUSH: i32 = 0;
    pub const SYNC_FLUSH: i32 = 2;
    pub const FINISH: i32 = 4;
}

/// How a compressing stream is set up.
pub struct Setup {
    /// -1 to 9.
    pub level: i32,
    /// 8.
    pub method: i32,
    /// Window and container.
    pub wbits: i32,
    /// 1 to 9.
    pub mem_level: i32,
    /// 0 to 4.
    pub strategy: i32,
}

/// A stream of either direction.
pub struct Stream {
    raw: Box<z::z_stream>,
    deflating: bool,
}

/// The library takes lengths of 32 bits.
const LONGEST: usize = 1 << 30;

impl Stream {
    /// A compressing stream, or the library's code.
    pub fn deflate(setup: &Setup) -> Result<Stream, i32> {
        let mut raw = Box::new(z::z_stream::default());
        // SAFETY: the stream is new and valid for writing; version and size are those that the library was built with.
        let result = unsafe {
            z::deflateInit2_(
                &mut *raw,
                setup.level,
                setup.method,
                setup.wbits,
                setup.mem_level,
                setup.strategy,
                z::zlibVersion(),
                std::mem::size_of::<z::z_stream>() as c_int,
            )
        };
        match result {
            code::OK => Ok(Stream { raw, deflating: true }),
            error => Err(error),
        }
    }

    /// A decompressing stream, or the library's code.
    pub fn inflate(wbits: i32) -> Result<Stream, i32> {
        let mut raw = Box::new(z::z_stream::default());
        // SAFETY: as in `deflate`.
        let result = unsafe {
            z::inflateInit2_(
                &mut *raw,
                wbits,
                z::zlibVersion(),
                std::mem::size_of::<z::z_stream>() as c_int,
            )
        };
        match result {
            code::OK => Ok(Stream { raw, deflating: false }),
            error => Err(error),
        }
    }

    /// Gives the stream a preset dictionary.
    pub fn set_dictionary(&mut self, dictionary: &[u8]) -> i32 {
        let length = dictionary.len().min(LONGEST) as u32;
        // SAFETY: the stream is initialised, and the dictionary is read during the call only.
        unsafe {
            match self.deflating {
                true => z::deflateSetDictionary(&mut *self.raw, dictionary.as_ptr(), length),
                false => z::inflateSetDictionary(&mut *self.raw, dictionary.as_ptr(), length),
            }
        }
    }

    /// Processes input from `position` on, once; appends at most `room` bytes to `output`.
    pub fn step(&mut self, input: &[u8], position: &mut usize, output: &mut Vec<u8>, room: usize, flush: i32) -> i32 {
        let rest = input.get(*position..).unwrap_or(&[]);
        let given = &rest[..rest.len().min(LONGEST)];
        let flush = if given.len() < rest.len() {
            code::NO_FLUSH
        } else {
            flush
        };
        let start = output.len();
        let room = room.min(LONGEST);
        output.resize(start + room, 0);
        self.raw.next_in = given.as_ptr();
        self.raw.avail_in = given.len() as u32;
        self.raw.next_out = output[start..].as_mut_ptr();
        self.raw.avail_out = room as u32;
        // SAFETY: the stream is initialised; input and output are valid for the lengths given, and used in the call only.
        let result = unsafe {
            match self.deflating {
                true => z::deflate(&mut *self.raw, flush),
                false => z::inflate(&mut *self.raw, flush),
            }
        };
        *position += given.len() - self.raw.avail_in as usize;
        output.truncate(start + room - self.raw.avail_out as usize);
        self.raw.next_in = std::ptr::null();
        self.raw.avail_in = 0;
        self.raw.next_out = std::ptr::null_mut();
        result
    }

    /// Whether the last step left no room for output.
    pub fn is_full(&self) -> bool {
        self.raw.avail_out == 0
    }

    /// An independent stream in the same state.
    pub fn copy(&mut self) -> Result<Stream, i32> {
        let mut raw = Box::new(z::z_stream::default());
        // The library wants an address here, though there is no room behind it.
        self.raw.next_out = std::ptr::NonNull::dangling().as_ptr();
        self.raw.avail_out = 0;
        // SAFETY: the source is initialised, the target is valid for writing.
        let result = unsafe {
            match self.deflating {
                true => z::deflateCopy(&mut *raw, &mut *self.raw),
                false => z::inflateCopy(&mut *raw, &*self.raw),
            }
        };
        self.raw.next_out = std::ptr::null_mut();
        match result {
            code::OK => Ok(Stream {
                raw,
                deflating: self.deflating,
            }),
            error => Err(error),
        }
    }

    /// What the library says about an error.
    pub fn message(&self) -> Option<String> {
        if self.raw.msg.is_null() {
            return None;
        }
        // SAFETY: messages are static strings of the library.
        let text = unsafe { CStr::from_ptr(self.raw.msg) };
        Some(text.to_string_lossy().into_owned())
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        // SAFETY: the stream is initialised, and this is its end.
        unsafe {
            match self.deflating {
                true => z::deflateEnd(&mut *self.raw),
                false => z::inflateEnd(&mut *self.raw),
            };
        }
    }
}

/// CRC-32 of data, going on from `value`.
pub fn crc32(mut value: u32, data: &[u8]) -> u32 {
    for part in data.chunks(LONGEST) {
        // SAFETY: the slice is valid for its length.
        value = unsafe { z::crc32(value.into(), part.as_ptr(), part.len() as u32) } as u32;
    }
    value
}

/// Adler-32 of data, going on from `value`.
pub fn adler32(mut value: u32, data: &[u8]) -> u32 {
    for part in data.chunks(LONGEST) {
        // SAFETY: the slice is valid for its length.
        value = unsafe { z::adler32(value.into(), part.as_ptr(), part.len() as u32) } as u32;
    }
    value
}
