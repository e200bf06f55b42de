//! Whether settings fit together.

use std::time::Duration;

use super::{Config, ConfigError};

/// Most of anything that is counted: far beyond what one machine serves, and within what semaphores can hold.
const MOST: usize = 1_000_000;

/// Longest time that means anything (100 years), which clocks can still add.
const LONGEST: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

impl Config {
    /// Checks what no setting can say for itself.
    ///
    /// # Errors
    /// [`ConfigError::Unfit`] names everything that does not fit.
    pub fn check(&self) -> Result<(), ConfigError> {
        let problems: Vec<String> = [self.exposure(), self.pairs(), self.figures()].concat();
        if problems.is_empty() {
            Ok(())
        } else {
            Err(ConfigError::Unfit(problems))
        }
    }

    /// Whether callers have to say who they are.
    pub fn asks_for_credentials(&self) -> bool {
        self.auth.keys_file.is_some() || self.auth.jwks_file.is_some()
    }

    fn exposure(&self) -> Vec<String> {
        if self.asks_for_credentials() || self.tls.client_ca.is_some() || self.auth.allow_anonymous
        {
            return Vec::new();
        }
        let exposed = self
            .server
            .listen
            .iter()
            .filter(|address| !address.is_local());
        exposed
            .map(|address| {
                format!(
                    "server.listen: {address} can be reached from other machines, and nobody has to say who calls: set \
                     auth.keys_file, auth.jwks_file or tls.client_ca, or auth.allow_anonymous = true to serve anybody"
                )
            })
            .collect()
    }

    fn pairs(&self) -> Vec<String> {
        let Self { tls, auth, .. } = self;
        let mut problems = Vec::new();
        if tls.certificate.is_some() != tls.key.is_some() {
            problems.push("tls.certificate and tls.key need each other".to_owned());
        }
        if tls.client_ca.is_some() && tls.certificate.is_none() {
            problems.push("tls.client_ca needs tls.certificate and tls.key".to_owned());
        }
        let jwt = [
            auth.jwks_file.is_some(),
            auth.jwt_issuer.is_some(),
            auth.jwt_audience.is_some(),
        ];
        if jwt.contains(&true) && jwt.contains(&false) {
            problems.push(
                "auth.jwks_file, auth.jwt_issuer and auth.jwt_audience need each other".to_owned(),
            );
        }
        if self.telemetry.otlp_headers_file.is_some() && self.telemetry.otlp_endpoint.is_none() {
            problems.push("telemetry.otlp_headers_file needs telemetry.otlp_endpoint".to_owned());
        }
        problems
    }

    fn figures(&self) -> Vec<String> {
        let Self {
            server,
            limits,
            telemetry,
            ..
        } = self;
        let mut problems = Vec::new();
        if server.listen.is_empty() {
            problems.push("server.listen: names no address".to_owned());
        }
        let positive = [
            ("limits.max_document_bytes", limits.max_document_bytes > 0),
            ("limits.max_html_depth", limits.max_html_depth > 0),
            (
                "limits.max_queued_documents",
                limits.max_queued_documents > 0,
            ),
            (
                "limits.max_in_flight_per_stream",
                limits.max_in_flight_per_stream > 0,
            ),
            ("limits.max_calls", limits.max_calls > 0),
            ("limits.max_connections", limits.max_connections > 0),
            (
                "limits.max_calls_per_connection",
                limits.max_calls_per_connection > 0,
            ),
            ("limits.max_header_bytes", limits.max_header_bytes > 0),
            (
                "limits.max_call_duration",
                limits.max_call_duration.is_none_or(|d| !d.is_zero()),
            ),
            (
                "limits.max_stream_duration",
                limits.max_stream_duration.is_none_or(|d| !d.is_zero()),
            ),
            (
                "server.keepalive_interval",
                server.keepalive_interval.is_none_or(|d| !d.is_zero()),
            ),
            (
                "server.handshake_timeout",
                !server.handshake_timeout.is_zero(),
            ),
            ("server.reload_interval", !server.reload_interval.is_zero()),
            (
                "server.keepalive_timeout",
                !server.keepalive_timeout.is_zero(),
            ),
            (
                "server.max_connection_age",
                server.max_connection_age.is_none_or(|d| !d.is_zero()),
            ),
            (
                "telemetry.otlp_interval",
                !telemetry.otlp_interval.is_zero(),
            ),
        ];
        let wrong = positive.iter().filter(|(_, holds)| !holds);
        problems.extend(wrong.map(|(name, _)| format!("{name}: must be more than 0")));
        let counts = [
            ("limits.workers", limits.workers),
            ("limits.max_queued_documents", limits.max_queued_documents),
            (
                "limits.max_in_flight_per_stream",
                limits.max_in_flight_per_stream,
            ),
            ("limits.max_calls", limits.max_calls),
            ("limits.max_connections", limits.max_connections),
        ];
        let wrong = counts.iter().filter(|(_, count)| *count > MOST);
        problems.extend(wrong.map(|(name, _)| format!("{name}: must be at most {MOST}")));
        let times = [
            ("server.drain", Some(server.drain)),
            ("server.max_connection_age", server.max_connection_age),
            (
                "server.max_connection_age_grace",
                Some(server.max_connection_age_grace),
            ),
            ("server.keepalive_interval", server.keepalive_interval),
            ("server.keepalive_timeout", Some(server.keepalive_timeout)),
            ("server.handshake_timeout", Some(server.handshake_timeout)),
            ("server.reload_interval", Some(server.reload_interval)),
            ("limits.max_call_duration", limits.max_call_duration),
            ("limits.max_stream_duration", limits.max_stream_duration),
            ("telemetry.otlp_interval", Some(telemetry.otlp_interval)),
        ];
        let wrong = times
            .iter()
            .filter(|(_, time)| time.is_some_and(|time| time > LONGEST));
        problems.extend(wrong.map(|(name, _)| format!("{name}: must be at most 100 years")));
        if limits.max_burst_per_caller > 0 && limits.max_rate_per_caller == 0 {
            problems
                .push("limits.max_burst_per_caller needs limits.max_rate_per_caller".to_owned());
        }
        let wrong = self.web.origins.iter().filter(|origin| !is_origin(origin));
        problems.extend(wrong.map(|origin| {
            format!("web.origins: {origin:?} is no origin like \"https://example.org\"")
        }));
        if !(0.0..=1.0).contains(&telemetry.trace_ratio) {
            problems.push("telemetry.trace_ratio: must be from 0 to 1".to_owned());
        }
        problems
    }
}

/// Whether a text is an origin as browsers send it, or stands for any.
fn is_origin(text: &str) -> bool {
    let written = |url: url::Url| url.origin().ascii_serialization();
    text == "*" || url::Url::parse(text).is_ok_and(|url| written(url) == text)
}
