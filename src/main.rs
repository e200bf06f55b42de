//! Command line of tradewire.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    tradewire::cli::main()
}
