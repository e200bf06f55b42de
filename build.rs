//! Generates the Rust types from `proto/` without protoc: protox compiles, prost and tonic generate.

use std::{env, error::Error, fs, path::PathBuf};

const PROTOS: &[&str] = &[
    "tradewire/v1/document.proto",
    "tradewire/v1/actor.proto",
    "tradewire/v1/event_detail.proto",
    "tradewire/v1/event.proto",
    "tradewire/v1/statement.proto",
    "tradewire/v1/record.proto",
    "tradewire/v1/extraction_service.proto",
    "tradewire/v1/lookup_service.proto",
    "tradewire/v1/error_reason.proto",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=proto");
    println!("cargo::rerun-if-changed=build.rs");
    let mut compiler = protox::Compiler::new(["proto"])?;
    compiler.include_source_info(true).include_imports(true);
    let descriptors = compiler.open_files(PROTOS)?.file_descriptor_set();
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    // The schema reference is made of the comments.
    fs::write(
        out.join("tradewire_documented.bin"),
        compiler.encode_file_descriptor_set(),
    )?;
    // Reflection and canonical JSON read these bytes at run time; comments are of no use there.
    compiler.include_source_info(false);
    fs::write(
        out.join("tradewire_descriptor.bin"),
        compiler.encode_file_descriptor_set(),
    )?;
    let mut config = tonic_prost_build::Config::new();
    // Canonical JSON finds a message's descriptor by its name.
    config.enable_type_names();
    tonic_prost_build::configure().compile_fds_with_config(descriptors, config)?;
    Ok(())
}
