//! The gRPC services: validate, call, answer. One file per service.

pub mod allowance;
pub mod checks;
pub(crate) mod compressed;
pub mod extraction;
pub mod ingest;
pub mod intake;
pub mod lookup;
pub mod meters;
pub mod oversize;
pub mod request;
pub mod request_id;
pub mod workers;
