//! CRC-32 as in zlib, and the CRC of binhex.

/// Tables for eight bytes at a time.
static TABLES: [[u32; 256]; 8] = {
    let mut tables = [[0; 256]; 8];
    let mut index = 0;
    while index < 256 {
        let mut word = index as u32;
        let mut bit = 0;
        while bit < 8 {
            word = if word & 1 != 0 {
                word >> 1 ^ 0xedb8_8320
            } else {
                word >> 1
            };
            bit += 1;
        }
        tables[0][index] = word;
        index += 1;
    }
    let mut level = 1;
    while level < 8 {
        let mut index = 0;
        while index < 256 {
            let before = tables[level - 1][index];
            tables[level][index] = before >> 8 ^ tables[0][(before & 0xff) as usize];
            index += 1;
        }
        level += 1;
    }
    tables
};

/// CRC-32 of data behind data whose CRC is `start`.
pub fn crc32(data: &[u8], start: u32) -> u32 {
    let mut crc = !start;
    let mut groups = data.chunks_exact(8);
    for group in &mut groups {
        let mut next = 0;
        for (index, byte) in group.iter().enumerate() {
            let byte = if index < 4 {
                byte ^ (crc >> (8 * index)) as u8
            } else {
                *byte
            };
            next ^= TABLES[7 - index][usize::from(byte)];
        }
        crc = next;
    }
    for byte in groups.remainder() {
        crc = crc >> 8 ^ TABLES[0][usize::from(crc as u8 ^ byte)];
    }
    !crc
}

/// CRC-CCITT with the start value given.
pub fn crc_hqx(data: &[u8], start: u16) -> u16 {
    data.iter().fold(start, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte) << 8, |crc, _| {
            let carry = crc & 0x8000 != 0;
            if carry { crc << 1 ^ 0x1021 } else { crc << 1 }
        })
    })
}
