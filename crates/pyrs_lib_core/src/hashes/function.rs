//! Hash functions by name.

use super::algorithm::{Fixed, State};
use super::blake2::{Blake2b, Blake2s, Parameters};

/// A hash function.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// One with a length of its own.
    Fixed(Fixed),
    /// blake2b with the longest result.
    Blake2b,
    /// blake2s with the longest result.
    Blake2s,
    /// shake_128
    Shake128,
    /// shake_256
    Shake256,
}

/// All functions, by number.
pub const FUNCTIONS: [Function; 16] = [
    Function::Fixed(Fixed::Md5),
    Function::Fixed(Fixed::Sha1),
    Function::Fixed(Fixed::Sha224),
    Function::Fixed(Fixed::Sha256),
    Function::Fixed(Fixed::Sha384),
    Function::Fixed(Fixed::Sha512),
    Function::Fixed(Fixed::Sha512T224),
    Function::Fixed(Fixed::Sha512T256),
    Function::Fixed(Fixed::Sha3224),
    Function::Fixed(Fixed::Sha3256),
    Function::Fixed(Fixed::Sha3384),
    Function::Fixed(Fixed::Sha3512),
    Function::Blake2b,
    Function::Blake2s,
    Function::Shake128,
    Function::Shake256,
];

impl Function {
    /// The function of a name, upper or lower case; `-` and `/` may stand in the place of `_`, or of nothing.
    pub fn by_name(name: &str) -> Option<Function> {
        let plain = |text: &str| {
            text.chars()
                .filter(|c| !matches!(c, '-' | '_' | '/'))
                .collect::<String>()
                .to_ascii_lowercase()
        };
        let wanted = plain(name);
        FUNCTIONS.into_iter().find(|function| plain(function.name()) == wanted)
    }

    /// The function of exactly this name, upper or lower case.
    pub fn by_exact_name(name: &str) -> Option<Function> {
        FUNCTIONS
            .into_iter()
            .find(|function| function.name().eq_ignore_ascii_case(name))
    }

    /// The number in [`FUNCTIONS`].
    pub fn number(self) -> usize {
        FUNCTIONS.iter().position(|function| *function == self).unwrap_or(0)
    }

    /// The name.
    pub fn name(self) -> &'static str {
        match self {
            Function::Fixed(fixed) => fixed.name(),
            Function::Blake2b => "blake2b",
            Function::Blake2s => "blake2s",
            Function::Shake128 => "shake_128",
            Function::Shake256 => "shake_256",
        }
    }

    /// Bytes of the result; 0 if the caller says how many.
    pub fn digest_size(self) -> usize {
        match self {
            Function::Fixed(fixed) => fixed.digest_size(),
            Function::Blake2b => 64,
            Function::Blake2s => 32,
            Function::Shake128 | Function::Shake256 => 0,
        }
    }

    /// Bytes of a block.
    pub fn block_size(self) -> usize {
        match self {
            Function::Fixed(fixed) => fixed.block_size(),
            Function::Blake2b => 128,
            Function::Blake2s => 64,
            Function::Shake128 => 168,
            Function::Shake256 => 136,
        }
    }

    /// A fresh hash.
    pub fn start(self) -> State {
        match self {
            Function::Fixed(fixed) => fixed.start(),
            Function::Blake2b => State::Blake2b(Blake2b::new(&Parameters::plain(64), &[])),
            Function::Blake2s => State::Blake2s(Blake2s::new(&Parameters::plain(32), &[])),
            Function::Shake128 => State::Shake128(Default::default()),
            Function::Shake256 => State::Shake256(Default::default()),
        }
    }

    /// Whether the caller says how long the result is.
    pub fn is_extendable(self) -> bool {
        matches!(self, Function::Shake128 | Function::Shake256)
    }

    /// The hash of some data.
    pub fn hash(self, data: &[u8]) -> Vec<u8> {
        let mut state = self.start();
        state.update(data);
        state.finish(0)
    }
}
