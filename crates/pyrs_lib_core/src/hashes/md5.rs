//! MD5 (RFC 1321).
//!
//! The steps depend on each other, so what counts is how few operations follow the latest word: each step adds up
//! everything else first.

use sha2::digest::consts::U16;
use sha2::digest::{FixedOutput, HashMarker, Output, OutputSizeUser, Update};

const BLOCK: usize = 64;

/// The whole part of 2^32 times the size of the sine of 1, 2, ...
#[rustfmt::skip]
static SINES: [u32; 64] = [
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
];

/// A hash of the data so far.
#[derive(Clone)]
pub struct Md5 {
    state: [u32; 4],
    /// Bytes so far.
    length: u64,
    /// The beginning of a block.
    block: [u8; BLOCK],
}

impl Default for Md5 {
    fn default() -> Md5 {
        Md5 {
            state: [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476],
            length: 0,
            block: [0; BLOCK],
        }
    }
}

/// The same number; the compiler does not move additions across it. Left alone, it adds the latest word first and puts
/// one more addition behind it.
#[inline(always)]
fn settled(number: u32) -> u32 {
    let mut number = number;
    // SAFETY: there is no instruction, only the use of a register.
    #[cfg(target_arch = "x86_64")]
    unsafe {
        std::arch::asm!("/* {0:e} */", inout(reg) number, options(pure, nomem, nostack, preserves_flags));
    }
    // SAFETY: as above.
    #[cfg(target_arch = "aarch64")]
    unsafe {
        std::arch::asm!("/* {0:w} */", inout(reg) number, options(pure, nomem, nostack, preserves_flags));
    }
    number
}

/// Sixteen steps: the first one, the word of each, the rotations, the function's part that is known early, and its part
/// that needs the latest word.
macro_rules! steps {
    ($v:ident, $message:ident, $first:expr, $word:expr, $rotations:expr, $early:expr, $late:expr) => {{
        let [mut a, mut b, mut c, mut d] = $v;
        let mut index: usize = $first;
        while index < $first + 16 {
            for turn in 0..4 {
                let step = index + turn;
                let constant = SINES[step].wrapping_add($message[$word(step) % 16]);
                let known = settled(a.wrapping_add(constant).wrapping_add($early(c, d)));
                let sum = known.wrapping_add($late(b, c, d));
                let next = b.wrapping_add(sum.rotate_left($rotations[turn]));
                (a, d, c, b) = (d, c, b, next);
            }
            index += 4;
        }
        $v = [a, b, c, d];
    }};
}

fn compress(state: &mut [u32; 4], block: &[u8; BLOCK]) {
    let mut message = [0u32; 16];
    for (word, bytes) in message.iter_mut().zip(block.as_chunks::<4>().0) {
        *word = u32::from_le_bytes(*bytes);
    }
    let mut v = *state;
    let none = |_: u32, _: u32| 0;
    steps!(v, message, 0, |i| i, [7, 12, 17, 22], none, |b, c, d| d ^ (b & (c ^ d)));
    steps!(
        v,
        message,
        16,
        |i| 5 * i + 1,
        [5, 9, 14, 20],
        |c: u32, d: u32| c & !d,
        |b, _, d| b & d
    );
    steps!(v, message, 32, |i| 3 * i + 5, [4, 11, 16, 23], none, |b, c, d| b
        ^ (c ^ d));
    steps!(v, message, 48, |i| 7 * i, [6, 10, 15, 21], none, |b, c, d: u32| c
        ^ (b | !d));
    for (word, more) in state.iter_mut().zip(v) {
        *word = word.wrapping_add(more);
    }
}

impl HashMarker for Md5 {}

impl OutputSizeUser for Md5 {
    type OutputSize = U16;
}

impl Update for Md5 {
    fn update(&mut self, data: &[u8]) {
        let filled = (self.length % BLOCK as u64) as usize;
        self.length = self.length.wrapping_add(data.len() as u64);
        let mut data = data;
        if filled > 0 {
            let (first, rest) = data.split_at(data.len().min(BLOCK - filled));
            self.block[filled..filled + first.len()].copy_from_slice(first);
            data = rest;
            if filled + first.len() < BLOCK {
                return;
            }
            compress(&mut self.state, &self.block);
        }
        let (blocks, rest) = data.as_chunks::<BLOCK>();
        for block in blocks {
            compress(&mut self.state, block);
        }
        self.block[..rest.len()].copy_from_slice(rest);
    }
}

impl FixedOutput for Md5 {
    fn finalize_into(mut self, out: &mut Output<Md5>) {
        let bits = self.length.wrapping_mul(8);
        // A one, and zeros up to the length at the end of a block.
        let mut padding = [0; BLOCK];
        padding[0] = 0x80;
        let filled = (self.length % BLOCK as u64) as usize;
        let count = (2 * BLOCK - 9 - filled) % BLOCK + 1;
        Update::update(&mut self, &padding[..count]);
        Update::update(&mut self, &bits.to_le_bytes());
        for (bytes, word) in out.chunks_exact_mut(4).zip(self.state) {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
    }
}
