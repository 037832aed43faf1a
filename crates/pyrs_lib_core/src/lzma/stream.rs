//! Streams of liblzma.

use super::filters::Chain;
use crate::compression::{Engine, Step, room_in};
use liblzma_sys as lzma;

/// Containers.
pub const FORMAT_AUTO: i64 = 0;
pub const FORMAT_XZ: i64 = 1;
pub const FORMAT_ALONE: i64 = 2;
pub const FORMAT_RAW: i64 = 3;

/// A check that is not known yet.
pub const CHECK_UNKNOWN: i64 = 16;

/// A stream.
pub struct Stream {
    inner: Box<lzma::lzma_stream>,
    /// `LZMA_RUN` or `LZMA_FINISH`.
    pub finish: bool,
    compresses: bool,
    /// The integrity check of what is decompressed.
    pub check: i64,
}

impl Stream {
    fn start(compresses: bool, init: impl FnOnce(*mut lzma::lzma_stream) -> lzma::lzma_ret) -> Result<Stream, u32> {
        let mut stream = Stream {
            // SAFETY: all-zero is what LZMA_STREAM_INIT is.
            inner: Box::new(unsafe { std::mem::zeroed() }),
            finish: false,
            compresses,
            check: CHECK_UNKNOWN,
        };
        match init(&mut *stream.inner) {
            lzma::LZMA_OK => Ok(stream),
            error => Err(error),
        }
    }

    /// A compressor to the xz format by a preset.
    pub fn xz_by_preset(preset: u32, check: u32) -> Result<Stream, u32> {
        // SAFETY: the stream is fresh.
        Stream::start(true, |stream| unsafe {
            lzma::lzma_easy_encoder(stream, preset, check as _)
        })
    }

    /// A compressor to the xz format by filters.
    pub fn xz_by_filters(chain: &Chain, check: u32) -> Result<Stream, u32> {
        // SAFETY: the stream is fresh, and the chain ends as the library wants it.
        Stream::start(true, |stream| unsafe {
            lzma::lzma_stream_encoder(stream, chain.as_ptr(), check as _)
        })
    }

    /// A compressor to the old format.
    pub fn alone(options: &lzma::lzma_options_lzma) -> Result<Stream, u32> {
        // SAFETY: the stream is fresh; the options are read by the call only.
        Stream::start(true, |stream| unsafe { lzma::lzma_alone_encoder(stream, options) })
    }

    /// A compressor without container.
    pub fn raw_compressor(chain: &Chain) -> Result<Stream, u32> {
        // SAFETY: the stream is fresh, and the chain ends as the library wants it.
        Stream::start(true, |stream| unsafe { lzma::lzma_raw_encoder(stream, chain.as_ptr()) })
    }

    /// A decompressor of a container.
    pub fn decompressor(format: i64, limit: u64) -> Result<Stream, u32> {
        let flags = lzma::LZMA_TELL_ANY_CHECK | lzma::LZMA_TELL_NO_CHECK;
        // SAFETY: the stream is fresh.
        Stream::start(false, |stream| unsafe {
            match format {
                FORMAT_AUTO => lzma::lzma_auto_decoder(stream, limit, flags),
                FORMAT_XZ => lzma::lzma_stream_decoder(stream, limit, flags),
                _ => lzma::lzma_alone_decoder(stream, limit),
            }
        })
    }

    /// A decompressor without container.
    pub fn raw_decompressor(chain: &Chain) -> Result<Stream, u32> {
        // SAFETY: the stream is fresh, and the chain ends as the library wants it.
        Stream::start(false, |stream| unsafe {
            lzma::lzma_raw_decoder(stream, chain.as_ptr())
        })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        // SAFETY: the stream is zeroed or was initialised by the library.
        unsafe { lzma::lzma_end(&mut *self.inner) };
    }
}

impl Engine for Stream {
    type Error = u32;

    fn step(&mut self, input: &[u8], position: &mut usize, output: &mut Vec<u8>, room: usize) -> Result<Step, u32> {
        let rest = input.get(*position..).unwrap_or(&[]);
        self.inner.next_in = rest.as_ptr();
        self.inner.avail_in = rest.len();
        self.inner.next_out = room_in(output, room);
        self.inner.avail_out = room;
        let action = if self.finish { lzma::LZMA_FINISH } else { lzma::LZMA_RUN };
        let result = loop {
            // SAFETY: the stream is initialised; both ranges are memory of the lengths given, what was used of them taken off.
            let result = unsafe { lzma::lzma_code(&mut *self.inner, action) };
            if result != lzma::LZMA_GET_CHECK && result != lzma::LZMA_NO_CHECK {
                break result;
            }
            // SAFETY: the function may be asked after these results.
            self.check = unsafe { lzma::lzma_get_check(&*self.inner) } as i64;
        };
        *position += rest.len() - self.inner.avail_in;
        // SAFETY: the library has written so many bytes behind the old length.
        unsafe { output.set_len(output.len() + room - self.inner.avail_out) };
        match result {
            lzma::LZMA_OK => Ok(Step::Going),
            lzma::LZMA_STREAM_END => Ok(Step::Ended),
            // Nothing to do is no error.
            lzma::LZMA_BUF_ERROR if self.inner.avail_in == 0 && (self.inner.avail_out > 0 || room == 0) => {
                Ok(Step::Going)
            }
            lzma::LZMA_BUF_ERROR if !self.compresses && room == 0 => Ok(Step::Going),
            error => Err(error),
        }
    }
}
