use super::*;

fn from(file: &str, variables: &[(&str, &str)], flags: &[(&str, &str)]) -> Result<Config, String> {
    let mut layers = Layers::new();
    let path = tempfile::NamedTempFile::new().unwrap();
    fs::write(&path, file).unwrap();
    let mut read = || {
        layers.file(path.path())?;
        layers.environment(variables.iter().map(|(k, v)| ((*k).into(), (*v).into())))?;
        for (name, value) in flags {
            layers.set("--set", name, value)?;
        }
        layers.clone().config()
    };
    read().map_err(|error| error.to_string())
}

#[test]
fn what_is_printed_as_default_is_the_default() {
    let printed = from(DEFAULT_TOML, &[], &[]).unwrap();
    assert_eq!(printed, Config::default());
    // Every setting that is shown but not set can be set.
    let all: Config = toml::from_str(&every_setting()).unwrap();
    assert_eq!(
        all.tls.client_ca.unwrap(),
        Path::new("/etc/tradewire/clients.crt")
    );
    assert_eq!(
        KNOWN.len(),
        every_setting().matches("\n").count() - comments_and_sections()
    );
}

/// Lines of the default file that hold no setting.
fn comments_and_sections() -> usize {
    let text = every_setting();
    let other = |line: &&str| line.is_empty() || line.starts_with(['#', '[']);
    text.lines().filter(other).count() - 1
}

#[test]
fn flags_win_over_the_environment_and_that_over_the_file() {
    let file =
        "[limits]\nworkers = 1\nmax_calls = 1\nmax_html_depth = 1\n[server]\ndrain = \"1m 5s\"";
    let variables = [
        ("TRADEWIRE_LIMITS_MAX_CALLS", "2"),
        ("TRADEWIRE_LIMITS_MAX_HTML_DEPTH", "2"),
        ("TRADEWIRE_SERVER_LISTEN", "127.0.0.1:1, unix:/run/tw.sock"),
        ("PATH", "/bin"),
    ];
    let config = from(file, &variables, &[("limits.max_html_depth", "3")]).unwrap();
    let limits = &config.limits;
    assert_eq!(
        (limits.workers, limits.max_calls, limits.max_html_depth),
        (1, 2, 3)
    );
    assert_eq!(config.server.drain.as_secs(), 65);
    let listen: Vec<_> = config
        .server
        .listen
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(listen, ["127.0.0.1:1", "unix:/run/tw.sock"]);
}

#[test]
fn a_secret_is_taken_from_a_file() {
    let secret = tempfile::NamedTempFile::new().unwrap();
    fs::write(&secret, "wire-desk\n").unwrap();
    let path = secret.path().to_str().unwrap();
    let config = from("", &[("TRADEWIRE_TELEMETRY_SERVICE_NAME_FILE", path)], &[]).unwrap();
    assert_eq!(config.telemetry.service_name, "wire-desk");
}

#[test]
fn wrong_settings_are_told_with_their_source_and_the_nearest_name() {
    for (file, variables, flags, told) in [
        (
            "[limits]\nmax_document_byte = 5",
            &[][..],
            &[][..],
            "no such setting: limits.max_document_byte; did you mean limits.max_document_bytes?",
        ),
        (
            "workers = 5",
            &[],
            &[],
            "no such setting: workers; did you mean limits.workers?",
        ),
        (
            "[limits]\nworkers = \"many\"",
            &[],
            &[],
            "invalid type: string \"many\", expected usize",
        ),
        (
            "[server]\ndrain = \"soon\"",
            &[],
            &[],
            "\"soon\" is no duration",
        ),
        (
            "[zoo]\nanimals = 4",
            &[],
            &[],
            "no such setting: zoo.animals",
        ),
        (
            "",
            &[("TRADEWIRE_LIMIT_WORKERS", "5")],
            &[],
            "TRADEWIRE_LIMIT_WORKERS: no such setting; did you mean TRADEWIRE_LIMITS_WORKERS?",
        ),
        (
            "",
            &[("TRADEWIRE_LIMITS_WORKERS", "five")],
            &[],
            "TRADEWIRE_LIMITS_WORKERS: \"five\" is no integer",
        ),
        (
            "",
            &[],
            &[("server.listen", "here")],
            "--set: \"here\" is neither an IP address",
        ),
        ("", &[], &[("limits.workers", "-1")], "--set: "),
    ] {
        let error = from(file, variables, flags).unwrap_err();
        assert!(error.contains(told), "{error}\nhas not\n{told}");
    }
}

#[test]
fn settings_that_do_not_fit_together_are_all_named() {
    let file = "[tls]\nkey = \"k\"\n[limits]\nmax_calls = 0\n[auth]\njwt_issuer = \"i\"";
    let error = from(file, &[], &[("server.listen", "0.0.0.0:1")]).unwrap_err();
    for told in [
        "tls.certificate and tls.key",
        "limits.max_calls: must",
        "auth.jwks_file,",
        "0.0.0.0:1 can be reached",
    ] {
        assert!(error.contains(told), "{error}\nhas not\n{told}");
    }
    let open = [
        ("server.listen", "[::]:1"),
        ("auth.allow_anonymous", "true"),
    ];
    assert!(from("", &[], &open).is_ok());
    assert!(from("", &[], &[("server.listen", "[::ffff:127.0.0.1]:1")]).is_ok());
}
