//! The CRC of binhex.

/// CRC-CCITT with the start value given.
pub fn crc_hqx(data: &[u8], start: u16) -> u16 {
    data.iter().fold(start, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte) << 8, |crc, _| {
            let carry = crc & 0x8000 != 0;
            if carry { crc << 1 ^ 0x1021 } else { crc << 1 }
        })
    })
}
