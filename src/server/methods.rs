//! What each method is: who may call it, and whether it is a stream.

use std::collections::HashMap;
use std::sync::LazyLock;

use prost_reflect::DescriptorPool;
use serde::Deserialize;

use crate::config::Access;
use crate::proto::FILE_DESCRIPTOR_SET;

/// What a caller may do.
#[derive(
    Clone,
    Copy,
    Debug,
    Deserialize,
    PartialEq,
    Eq,
    Hash,
    strum::Display,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Scope {
    /// Have documents read.
    Extract,
    /// Have documents read and kept, and deleted again.
    Ingest,
    /// Look up what is kept.
    Lookup,
    /// Run the service.
    Admin,
}

/// What a caller must show to call a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// Nothing.
    Nothing,
    /// Valid credentials.
    Credentials,
    /// Valid credentials that cover this.
    Scope(Scope),
}

/// Paths by their beginnings, the first that fits counts, and the scope that they need.
const SCOPES: &[(&str, Scope)] = &[
    ("/tradewire.v1.ExtractionService/Ingest", Scope::Ingest),
    (
        "/tradewire.v1.ExtractionService/StreamIngest",
        Scope::Ingest,
    ),
    (
        "/tradewire.v1.ExtractionService/DeleteDocument",
        Scope::Ingest,
    ),
    ("/tradewire.v1.ExtractionService/", Scope::Extract),
    ("/tradewire.v1.LookupService/", Scope::Lookup),
    // What nobody has thought of is not for everybody.
    ("/tradewire.", Scope::Admin),
];

/// The path of health watches, which last as long as their connections.
const HEALTH_WATCH: &str = "/grpc.health.v1.Health/Watch";

/// The paths of all methods that there are, and how long their calls may go on.
static METHODS: LazyLock<HashMap<String, Length>> = LazyLock::new(|| {
    let files = [FILE_DESCRIPTOR_SET, tonic_health::pb::FILE_DESCRIPTOR_SET]
        .into_iter()
        .chain([tonic_reflection::pb::v1::FILE_DESCRIPTOR_SET])
        .chain([tonic_reflection::pb::v1alpha::FILE_DESCRIPTOR_SET]);
    let pools = files.map(|file| {
        DescriptorPool::decode(file)
            .unwrap_or_else(|error| panic!("the descriptors belong to this program: {error}"))
    });
    let services = pools.flat_map(|pool| pool.services().collect::<Vec<_>>());
    let methods = services.flat_map(|service| service.methods().collect::<Vec<_>>());
    methods
        .map(|method| {
            let path = format!("/{}/{}", method.parent_service().full_name(), method.name());
            let length = if path == HEALTH_WATCH {
                Length::Endless
            } else if method.is_client_streaming() || method.is_server_streaming() {
                Length::Stream
            } else {
                Length::Single
            };
            (path, length)
        })
        .collect()
});

/// How long a call may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// One request, one answer.
    Single,
    /// A stream.
    Stream,
    /// A stream that nothing but the end of its connection ends.
    Endless,
}

/// What must be shown to call the method at this path.
pub(super) fn need(path: &str, health: Access, reflection: Access) -> Need {
    if is_health(path) {
        return of(health);
    }
    if path.starts_with("/grpc.reflection.") {
        return of(reflection);
    }
    let scope = SCOPES
        .iter()
        .find(|(beginning, _)| path.starts_with(beginning));
    scope.map_or(Need::Credentials, |(_, scope)| Need::Scope(*scope))
}

/// Whether a path is one of the health service.
pub(super) fn is_health(path: &str) -> bool {
    path.starts_with("/grpc.health.")
}

/// How long calls of the method at this path may go on.
pub(super) fn length(path: &str) -> Length {
    METHODS.get(path).copied().unwrap_or(Length::Single)
}

/// `package.Service/Method` of a path, for telemetry; one word for whatever there is not, so that callers cannot make up names.
pub(super) fn name(path: &str) -> &'static str {
    let known = METHODS.get_key_value(path);
    known.map_or("_OTHER", |(path, _)| path.trim_start_matches('/'))
}

fn of(access: Access) -> Need {
    match access {
        Access::Open => Need::Nothing,
        Access::Closed => Need::Credentials,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_needs_its_scope_and_what_is_new_needs_the_highest() {
        let need = |path| need(path, Access::Open, Access::Closed);
        for (path, expected) in [
            (
                "/tradewire.v1.ExtractionService/StreamExtract",
                Need::Scope(Scope::Extract),
            ),
            (
                "/tradewire.v1.LookupService/WatchEvents",
                Need::Scope(Scope::Lookup),
            ),
            (
                "/tradewire.v1.ExtractionService/Ingest",
                Need::Scope(Scope::Ingest),
            ),
            ("/tradewire.v2.Whatever/Do", Need::Scope(Scope::Admin)),
            ("/grpc.health.v1.Health/Check", Need::Nothing),
            (
                "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                Need::Credentials,
            ),
            ("/", Need::Credentials),
        ] {
            assert_eq!(need(path), expected, "{path}");
        }
    }

    #[test]
    fn methods_are_known_from_the_schema() {
        assert_eq!(
            name("/grpc.health.v1.Health/Check"),
            "grpc.health.v1.Health/Check"
        );
        assert_eq!(name("/made.up.Service/Method"), "_OTHER");
        for (path, expected) in [
            ("/tradewire.v1.ExtractionService/Extract", Length::Single),
            (
                "/tradewire.v1.ExtractionService/StreamExtract",
                Length::Stream,
            ),
            (
                "/tradewire.v1.LookupService/WatchStatements",
                Length::Stream,
            ),
            ("/grpc.health.v1.Health/Check", Length::Single),
            (HEALTH_WATCH, Length::Endless),
        ] {
            assert_eq!(length(path), expected, "{path}");
        }
    }
}
