//! The hash functions, and the state of one that is running.

use super::blake2::{Blake2b, Blake2s};
use sha2::Digest;
use sha3::digest::{ExtendableOutput, Update, XofReader};

macro_rules! algorithms {
    ($($variant:ident $type:ty, $name:literal, $digest:literal, $block:literal;)*) => {
        /// A hash function with a fixed length of its result.
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub enum Fixed { $(#[doc = $name] $variant),* }

        impl Fixed {
            /// The name.
            pub fn name(self) -> &'static str {
                match self { $(Fixed::$variant => $name),* }
            }
            /// Bytes of the result.
            pub fn digest_size(self) -> usize {
                match self { $(Fixed::$variant => $digest),* }
            }
            /// Bytes of a block.
            pub fn block_size(self) -> usize {
                match self { $(Fixed::$variant => $block),* }
            }
            /// A fresh hash.
            pub fn start(self) -> State {
                match self { $(Fixed::$variant => State::$variant(<$type>::default())),* }
            }
        }

        /// A hash of the data so far. It owns no memory, so it can lie in a heap object without being dropped.
        #[derive(Clone)]
        pub enum State {
            $(#[doc = $name] $variant($type),)*
            /// shake_128
            Shake128(sha3::Shake128),
            /// shake_256
            Shake256(sha3::Shake256),
            /// blake2b
            Blake2b(Blake2b),
            /// blake2s
            Blake2s(Blake2s),
        }

        impl State {
            /// Adds data.
            pub fn update(&mut self, data: &[u8]) {
                match self {
                    $(State::$variant(state) => Digest::update(state, data),)*
                    State::Shake128(state) => state.update(data),
                    State::Shake256(state) => state.update(data),
                    State::Blake2b(state) => state.update(data),
                    State::Blake2s(state) => state.update(data),
                }
            }

            /// The result; `length` counts for functions without a length of their own.
            pub fn finish(self, length: usize) -> Vec<u8> {
                match self {
                    $(State::$variant(state) => state.finalize().to_vec(),)*
                    State::Shake128(state) => read(state.finalize_xof(), length),
                    State::Shake256(state) => read(state.finalize_xof(), length),
                    State::Blake2b(state) => state.finish(),
                    State::Blake2s(state) => state.finish(),
                }
            }
        }
    };
}

algorithms! {
    Md5 super::md5::Md5, "md5", 16, 64;
    Sha1 sha1::Sha1, "sha1", 20, 64;
    Sha224 sha2::Sha224, "sha224", 28, 64;
    Sha256 sha2::Sha256, "sha256", 32, 64;
    Sha384 sha2::Sha384, "sha384", 48, 128;
    Sha512 sha2::Sha512, "sha512", 64, 128;
    Sha3224 sha3::Sha3_224, "sha3_224", 28, 144;
    Sha3256 sha3::Sha3_256, "sha3_256", 32, 136;
    Sha3384 sha3::Sha3_384, "sha3_384", 48, 104;
    Sha3512 sha3::Sha3_512, "sha3_512", 64, 72;
}

fn read(mut reader: impl XofReader, length: usize) -> Vec<u8> {
    let mut out = vec![0; length];
    reader.read(&mut out);
    out
}

// The collector frees heap objects without dropping what lies in them.
const _: () = assert!(!std::mem::needs_drop::<State>());
