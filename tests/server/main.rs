//! What surrounds every call, against real servers and the binary.

#[path = "../common/certificates.rs"]
mod certificates;
#[path = "../common/mod.rs"]
mod common;
mod credentials;
#[cfg(target_os = "linux")]
mod faults;
#[cfg(target_os = "linux")]
mod frames;
mod limits;
#[cfg(target_os = "linux")]
mod mixed;
#[cfg(unix)]
mod process;
mod reasons;
#[cfg(target_os = "linux")]
mod soak;
mod store_faults;
#[cfg(unix)]
mod telemetry;
mod tls;
mod transport;
