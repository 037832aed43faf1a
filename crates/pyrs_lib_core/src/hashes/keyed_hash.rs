//! HMAC (RFC 2104), PBKDF2 (RFC 8018) and scrypt (RFC 7914) on plain bytes.

use super::algorithm::State;
use super::function::Function;

/// An HMAC of the data so far. It owns no memory.
#[derive(Clone)]
pub struct Mac {
    inner: State,
    outer: State,
}

impl Mac {
    /// A fresh one.
    pub fn new(function: Function, key: &[u8]) -> Mac {
        let mut block = vec![0; function.block_size()];
        match key.len() > block.len() {
            true => {
                let hashed = function.hash(key);
                block[..hashed.len()].copy_from_slice(&hashed);
            }
            false => block[..key.len()].copy_from_slice(key),
        }
        let keyed = |pad: u8| {
            let mut state = function.start();
            state.update(&block.iter().map(|byte| byte ^ pad).collect::<Vec<u8>>());
            state
        };
        Mac {
            inner: keyed(0x36),
            outer: keyed(0x5c),
        }
    }

    /// Adds data.
    pub fn update(&mut self, data: &[u8]) {
        self.inner.update(data);
    }

    /// The result.
    pub fn finish(mut self) -> Vec<u8> {
        self.outer.update(&self.inner.finish(0));
        self.outer.finish(0)
    }
}

/// The HMAC of a message.
pub fn hmac(function: Function, key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut mac = Mac::new(function, key);
    mac.update(message);
    mac.finish()
}

/// PBKDF2 with HMAC.
pub fn pbkdf2(function: Function, password: &[u8], salt: &[u8], iterations: u64, length: usize) -> Vec<u8> {
    let keyed = Mac::new(function, password);
    let mut out = Vec::with_capacity(length + 64);
    let mut block = 1u32;
    while out.len() < length {
        let mut mac = keyed.clone();
        mac.update(salt);
        mac.update(&block.to_be_bytes());
        let mut last = mac.finish();
        let mut sum = last.clone();
        for _ in 1..iterations {
            let mut mac = keyed.clone();
            mac.update(&last);
            last = mac.finish();
            sum.iter_mut().zip(&last).for_each(|(a, b)| *a ^= b);
        }
        out.extend_from_slice(&sum);
        block = block.wrapping_add(1);
    }
    out.truncate(length);
    out
}

/// Salsa20 with eight rounds.
fn salsa(block: &mut [u32; 16]) {
    let mut x = *block;
    let mut quarter = |a: usize, b: usize, c: usize, d: usize| {
        x[b] ^= x[a].wrapping_add(x[d]).rotate_left(7);
        x[c] ^= x[b].wrapping_add(x[a]).rotate_left(9);
        x[d] ^= x[c].wrapping_add(x[b]).rotate_left(13);
        x[a] ^= x[d].wrapping_add(x[c]).rotate_left(18);
    };
    for _ in 0..4 {
        quarter(0, 4, 8, 12);
        quarter(5, 9, 13, 1);
        quarter(10, 14, 2, 6);
        quarter(15, 3, 7, 11);
        quarter(0, 1, 2, 3);
        quarter(5, 6, 7, 4);
        quarter(10, 11, 8, 9);
        quarter(15, 12, 13, 14);
    }
    block
        .iter_mut()
        .zip(x)
        .for_each(|(word, x)| *word = word.wrapping_add(x));
}

/// scryptBlockMix: `words` has `32 * r` words.
fn mix_block(words: &mut [u32], scratch: &mut [u32]) {
    let blocks = words.len() / 16;
    let mut x = [0u32; 16];
    x.copy_from_slice(&words[words.len() - 16..]);
    for (index, chunk) in words.chunks_exact(16).enumerate() {
        x.iter_mut().zip(chunk).for_each(|(a, b)| *a ^= b);
        salsa(&mut x);
        // Even blocks go to the first half, odd ones to the second.
        let place = index / 2 + if index % 2 == 0 { 0 } else { blocks / 2 };
        scratch[16 * place..16 * place + 16].copy_from_slice(&x);
    }
    words.copy_from_slice(scratch);
}

/// scryptROMix
fn mix(words: &mut [u32], n: usize) {
    let length = words.len();
    let mut scratch = vec![0; length];
    let mut memory = vec![0u32; length * n];
    for row in memory.chunks_exact_mut(length) {
        row.copy_from_slice(words);
        mix_block(words, &mut scratch);
    }
    for _ in 0..n {
        let at = words[length - 16] as usize & (n - 1);
        let row = &memory[at * length..(at + 1) * length];
        words.iter_mut().zip(row).for_each(|(a, b)| *a ^= b);
        mix_block(words, &mut scratch);
    }
}

/// scrypt. The caller has checked the parameters: `n` is a power of two, and there is memory for `128 * r * n` bytes.
pub fn scrypt(password: &[u8], salt: &[u8], (n, r, p): (usize, usize, usize), length: usize) -> Vec<u8> {
    let sha256 = Function::Fixed(super::algorithm::Fixed::Sha256);
    let mut bytes = pbkdf2(sha256, password, salt, 1, p * 128 * r);
    for part in bytes.chunks_exact_mut(128 * r) {
        let mut words: Vec<u32> = part
            .chunks_exact(4)
            .map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
            .collect();
        mix(&mut words, n);
        for (target, word) in part.chunks_exact_mut(4).zip(words) {
            target.copy_from_slice(&word.to_le_bytes());
        }
    }
    pbkdf2(sha256, password, &bytes, 1, length)
}

// The collector frees heap objects without dropping what lies in them.
const _: () = assert!(!std::mem::needs_drop::<Mac>());
