//! The Mersenne Twister MT19937 of Matsumoto and Nishimura, on a slice of words that the caller keeps.

/// Words of state.
pub const WORDS: usize = 624;
const MIDDLE: usize = 397;
const UPPER: u32 = 0x8000_0000;
const MATRIX: u32 = 0x9908_b0df;

fn start(state: &mut [u32], seed: u32) {
    let mut word = seed;
    for (index, slot) in state.iter_mut().enumerate() {
        if index > 0 {
            word = (word ^ word >> 30)
                .wrapping_mul(1_812_433_253)
                .wrapping_add(index as u32);
        }
        *slot = word;
    }
}

/// Seeds from a key of at least one word.
pub fn seed(state: &mut [u32], key: &[u32]) {
    start(state, 19_650_218);
    let mut at = 1;
    let mix = |state: &mut [u32], at: usize, factor: u32| {
        let before = state[at - 1];
        state[at] ^ (before ^ before >> 30).wrapping_mul(factor)
    };
    let wrap = |state: &mut [u32], at: usize| {
        if at < WORDS {
            return at;
        }
        state[0] = state[WORDS - 1];
        1
    };
    for round in 0..WORDS.max(key.len()) {
        let index = round % key.len();
        state[at] = mix(state, at, 1_664_525)
            .wrapping_add(key[index])
            .wrapping_add(index as u32);
        at = wrap(state, at + 1);
    }
    for _ in 1..WORDS {
        state[at] = mix(state, at, 1_566_083_941).wrapping_sub(at as u32);
        at = wrap(state, at + 1);
    }
    state[0] = UPPER;
}

fn refill(state: &mut [u32]) {
    for index in 0..WORDS {
        let joined = state[index] & UPPER | state[(index + 1) % WORDS] & !UPPER;
        let twist = if joined & 1 == 0 { 0 } else { MATRIX };
        state[index] = state[(index + MIDDLE) % WORDS] ^ joined >> 1 ^ twist;
    }
}

/// The next word; `index` is the caller's place in the state.
pub fn next(state: &mut [u32], index: &mut usize) -> u32 {
    if *index >= WORDS {
        refill(state);
        *index = 0;
    }
    let mut word = state[*index];
    *index += 1;
    word ^= word >> 11;
    word ^= word << 7 & 0x9d2c_5680;
    word ^= word << 15 & 0xefc6_0000;
    word ^ word >> 18
}

#[cfg(test)]
mod tests {
    use super::{WORDS, next, seed};

    #[test]
    fn gives_the_reference_sequence() {
        let mut state = vec![0; WORDS];
        seed(&mut state, &[0x123, 0x234, 0x345, 0x456]);
        let mut index = WORDS;
        let words: Vec<u32> = (0..4).map(|_| next(&mut state, &mut index)).collect();
        assert_eq!(words, [1_067_595_299, 955_945_823, 477_289_528, 4_107_218_783]);
    }
}
