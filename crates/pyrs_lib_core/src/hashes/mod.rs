//! The modules under `hashlib` and `hmac`: `_md5`, `_sha1`, `_sha2`, `_sha3`, `_blake2`, `_hashlib`, `_hmac`.

mod algorithm;
mod blake2;
mod fixed;
mod function;
mod hmac;
mod keyed;
mod keyed_hash;
mod mac_object;
mod object;
mod openssl;

pub use fixed::md5_module::MODULE as MD5_MODULE;
pub use fixed::sha1_module::MODULE as SHA1_MODULE;
pub use fixed::sha2_module::MODULE as SHA2_MODULE;
pub use fixed::sha3_module::MODULE as SHA3_MODULE;
pub use hmac::MODULE as HMAC_MODULE;
pub use keyed::MODULE as BLAKE2_MODULE;
pub use openssl::MODULE as HASHLIB_MODULE;
