//! The gRPC services: validate, call, answer. One file per service.

pub mod extraction;
pub mod oversize;
pub mod request;
pub mod request_id;
pub mod workers;
