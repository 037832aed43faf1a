//! BLAKE2b and BLAKE2s (RFC 7693) with all parameters of the parameter block.

/// Parameters of a hash.
#[derive(Clone)]
pub struct Parameters {
    /// Bytes of the result.
    pub digest_size: u8,
    /// Bytes of the key.
    pub key_size: u8,
    /// Children of a node.
    pub fanout: u8,
    /// Levels of the tree.
    pub depth: u8,
    /// Bytes of a leaf, 0 for no limit.
    pub leaf_size: u32,
    /// Place of the node in its level.
    pub node_offset: u64,
    /// Level of the node.
    pub node_depth: u8,
    /// Bytes of an inner result.
    pub inner_size: u8,
    /// Whether the node is the last one of its level.
    pub last_node: bool,
    /// Up to half a word times four bytes, zeros behind.
    pub salt: [u8; 16],
    /// As the salt.
    pub person: [u8; 16],
}

impl Parameters {
    /// Those of a plain hash without key.
    pub fn plain(digest_size: u8) -> Parameters {
        Parameters {
            digest_size,
            key_size: 0,
            fanout: 1,
            depth: 1,
            leaf_size: 0,
            node_offset: 0,
            node_depth: 0,
            inner_size: 0,
            last_node: false,
            salt: [0; 16],
            person: [0; 16],
        }
    }
}

static SIGMA: [[u8; 16]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
    [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
    [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
    [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
    [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];

macro_rules! blake2 {
    ($(#[$meta:meta])* $name:ident, $word:ty, $double:ty, $block:literal, $rounds:literal, $rotations:expr, $start:expr, $block_of:ident) => {
        $(#[$meta])*
        #[derive(Clone)]
        pub struct $name {
            state: [$word; 8],
            count: $double,
            buffer: [u8; $block],
            filled: usize,
            /// Bytes of the result.
            pub digest_size: u8,
            last_node: bool,
        }

        impl $name {
            const START: [$word; 8] = $start;

            /// A fresh hash.
            pub fn new(parameters: &Parameters, key: &[u8]) -> $name {
                let block = $block_of(parameters);
                let mut state = Self::START;
                for (word, bytes) in state.iter_mut().zip(block.chunks_exact(size_of::<$word>())) {
                    let mut little = [0; size_of::<$word>()];
                    little.copy_from_slice(bytes);
                    *word ^= <$word>::from_le_bytes(little);
                }
                let mut hash = $name {
                    state,
                    count: 0,
                    buffer: [0; $block],
                    filled: 0,
                    digest_size: parameters.digest_size,
                    last_node: parameters.last_node,
                };
                if !key.is_empty() {
                    hash.buffer[..key.len()].copy_from_slice(key);
                    hash.filled = $block;
                }
                hash
            }

            fn compress(&mut self, last: bool) {
                let mut message = [0; 16];
                for (word, bytes) in message.iter_mut().zip(self.buffer.chunks_exact(size_of::<$word>())) {
                    let mut little = [0; size_of::<$word>()];
                    little.copy_from_slice(bytes);
                    *word = <$word>::from_le_bytes(little);
                }
                let mut v = [0; 16];
                v[..8].copy_from_slice(&self.state);
                v[8..].copy_from_slice(&Self::START);
                v[12] ^= self.count as $word;
                v[13] ^= (self.count >> <$word>::BITS) as $word;
                if last {
                    v[14] = !v[14];
                    if self.last_node {
                        v[15] = !v[15];
                    }
                }
                for round in 0..$rounds {
                    let order = &SIGMA[round % 10];
                    for step in 0..8 {
                        let column = step % 4;
                        let turn = step / 4;
                        let (a, b) = (column, 4 + (column + turn) % 4);
                        let (c, d) = (8 + (column + 2 * turn) % 4, 12 + (column + 3 * turn) % 4);
                        for half in 0..2 {
                            let word = message[usize::from(order[2 * step + half])];
                            v[a] = v[a].wrapping_add(v[b]).wrapping_add(word);
                            v[d] = (v[d] ^ v[a]).rotate_right($rotations[2 * half]);
                            v[c] = v[c].wrapping_add(v[d]);
                            v[b] = (v[b] ^ v[c]).rotate_right($rotations[2 * half + 1]);
                        }
                    }
                }
                for (index, word) in self.state.iter_mut().enumerate() {
                    *word ^= v[index] ^ v[index + 8];
                }
            }

            /// Adds data.
            pub fn update(&mut self, data: &[u8]) {
                let mut rest = data;
                while !rest.is_empty() {
                    // The last block is compressed at the end only.
                    if self.filled == $block {
                        self.count = self.count.wrapping_add($block);
                        self.compress(false);
                        self.filled = 0;
                    }
                    let count = rest.len().min($block - self.filled);
                    self.buffer[self.filled..self.filled + count].copy_from_slice(&rest[..count]);
                    self.filled += count;
                    rest = &rest[count..];
                }
            }

            /// The hash of what has been added so far.
            pub fn finish(mut self) -> Vec<u8> {
                self.count = self.count.wrapping_add(self.filled as $double);
                self.buffer[self.filled..].fill(0);
                self.compress(true);
                let mut out: Vec<u8> = self.state.iter().flat_map(|word| word.to_le_bytes()).collect();
                out.truncate(usize::from(self.digest_size));
                out
            }
        }
    };
}

fn block_b(parameters: &Parameters) -> [u8; 64] {
    let mut block = [0; 64];
    block[..4].copy_from_slice(&[
        parameters.digest_size,
        parameters.key_size,
        parameters.fanout,
        parameters.depth,
    ]);
    block[4..8].copy_from_slice(&parameters.leaf_size.to_le_bytes());
    block[8..16].copy_from_slice(&parameters.node_offset.to_le_bytes());
    block[16] = parameters.node_depth;
    block[17] = parameters.inner_size;
    block[32..48].copy_from_slice(&parameters.salt);
    block[48..64].copy_from_slice(&parameters.person);
    block
}

fn block_s(parameters: &Parameters) -> [u8; 32] {
    let mut block = [0; 32];
    block[..8].copy_from_slice(&block_b(parameters)[..8]);
    block[8..14].copy_from_slice(&parameters.node_offset.to_le_bytes()[..6]);
    block[14] = parameters.node_depth;
    block[15] = parameters.inner_size;
    block[16..24].copy_from_slice(&parameters.salt[..8]);
    block[24..32].copy_from_slice(&parameters.person[..8]);
    block
}

blake2!(
    /// BLAKE2b.
    Blake2b, u64, u128, 128, 12, [32, 24, 16, 63],
    [
        0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1,
        0x510e_527f_ade6_82d1, 0x9b05_688c_2b3e_6c1f, 0x1f83_d9ab_fb41_bd6b, 0x5be0_cd19_137e_2179,
    ],
    block_b
);
blake2!(
    /// BLAKE2s.
    Blake2s, u32, u64, 64, 10, [16, 12, 8, 7],
    [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ],
    block_s
);
