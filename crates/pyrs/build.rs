//! Links the executable so that it starts with little memory of its own.
//!
//! At a fixed address its tables of addresses are pages of the file, which all processes share, and not memory that each
//! process writes when it starts. And the functions that run at start-up (`startup.ld`, see `cargo xtask startup-order`) lie
//! side by side: the system maps a program in units of sixteen pages around each one touched.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=startup.ld");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux")
        && std::env::var("PROFILE").as_deref() == Ok("release")
    {
        println!("cargo::rustc-link-arg-bins=-no-pie");
        println!(
            "cargo::rustc-link-arg-bins=-Wl,-T,{}/startup.ld",
            env!("CARGO_MANIFEST_DIR")
        );
    }
}
