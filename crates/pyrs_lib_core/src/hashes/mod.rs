//! The modules under `hashlib`: `_md5`, `_sha1`, `_sha2`, `_sha3`, `_blake2`. Absent: `_hashlib`, which is OpenSSL's.

mod algorithm;
mod blake2;
mod fixed;
mod keyed;
mod md5;
mod object;

pub use fixed::md5_module::MODULE as MD5_MODULE;
pub use fixed::sha1_module::MODULE as SHA1_MODULE;
pub use fixed::sha2_module::MODULE as SHA2_MODULE;
pub use fixed::sha3_module::MODULE as SHA3_MODULE;
pub use keyed::MODULE as BLAKE2_MODULE;
