//! What a pickler has written: opcodes gathered in memory, in frames from protocol 4 on.
//!
//! Invariant: while a frame is open, its head's nine bytes are reserved at `frame`.

use super::opcode::{FRAME, FRAME_HEAD, FRAME_LEAST, FRAME_TARGET};
use pyrs_object::bytes::BytesObject;
use pyrs_object::{PyResult, Thread, Value, protocol};

/// Bytes written, and where they go.
pub struct Output {
    pub bytes: Vec<u8>,
    /// Start of the open frame.
    frame: Option<usize>,
    framing: bool,
    /// `file.write`.
    write: Option<Value>,
}

impl Output {
    /// Nothing written.
    pub fn new(write: Option<Value>) -> Output {
        Output {
            bytes: Vec::with_capacity(128),
            frame: None,
            framing: false,
            write,
        }
    }

    /// Frames begin now.
    pub fn start_framing(&mut self) {
        self.framing = true;
    }

    #[inline]
    fn open_frame(&mut self) {
        if self.framing && self.frame.is_none() {
            self.frame = Some(self.bytes.len());
            self.bytes.extend([0; FRAME_HEAD]);
        }
    }

    /// Appends bytes.
    #[inline]
    pub fn push(&mut self, bytes: &[u8]) {
        self.open_frame();
        self.bytes.extend_from_slice(bytes);
    }

    /// Appends one byte.
    #[inline]
    pub fn op(&mut self, opcode: u8) {
        self.open_frame();
        self.bytes.push(opcode);
    }

    fn close_frame(&mut self) {
        let Some(start) = self.frame.take() else { return };
        let body = start + FRAME_HEAD;
        let length = self.bytes.len() - body;
        if length < FRAME_LEAST {
            self.bytes.drain(start..body);
            return;
        }
        self.bytes[start] = FRAME;
        self.bytes[start + 1..body].copy_from_slice(&(length as u64).to_le_bytes());
    }

    fn flush(&mut self, thread: &mut Thread) -> PyResult<()> {
        let Some(write) = self.write else { return Ok(()) };
        let bytes = BytesObject::new(thread, &self.bytes)?.value();
        self.bytes.clear();
        protocol::call(thread, write, &[bytes]).map(|_| ())
    }

    /// Called between opcodes: a frame that is long enough ends.
    #[inline]
    pub fn boundary(&mut self, thread: &mut Thread) -> PyResult<()> {
        match self.frame {
            Some(start) if self.bytes.len() - start - FRAME_HEAD >= FRAME_TARGET => {
                self.close_frame();
                self.flush(thread)
            }
            _ => Ok(()),
        }
    }

    /// Appends an opcode with its data, which may be long; `payload` is an object that has just the data.
    pub fn push_data(&mut self, thread: &mut Thread, head: &[u8], data: &[u8], payload: Option<Value>) -> PyResult<()> {
        if data.len() < FRAME_TARGET {
            self.push(head);
            self.bytes.extend_from_slice(data);
            return Ok(());
        }
        self.close_frame();
        let framing = std::mem::replace(&mut self.framing, false);
        self.push(head);
        match self.write {
            None => self.bytes.extend_from_slice(data),
            Some(write) => {
                let payload = match payload {
                    Some(payload) => payload,
                    None => BytesObject::new(thread, data)?.value(),
                };
                self.flush(thread)?;
                protocol::call(thread, write, &[payload])?;
            }
        }
        self.framing = framing;
        Ok(())
    }

    /// The end: frames are closed and everything is written to the file, if there is one.
    pub fn finish(&mut self, thread: &mut Thread) -> PyResult<()> {
        self.close_frame();
        self.framing = false;
        self.flush(thread)
    }
}
