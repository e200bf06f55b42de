//! A real PostgreSQL, started from the installed binaries in a folder of its own, on the loopback. Where none is installed the tests
//! that need it say so and pass.
#![allow(dead_code, reason = "no test file uses all of it")]

use std::fs;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Longer than a database takes to start.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs a database until the test is gone, however it ends: until its standard input is closed.
const KEEPER: &str = r#"
"$1/postgres" -D "$2" -p "$3" -k "$2" >>"$2/log" 2>&1 &
server=$!
read -r ignored
kill -QUIT $server 2>/dev/null
wait $server
"#;

/// A database server.
pub struct Postgres {
    binaries: PathBuf,
    user: Option<User>,
    folder: tempfile::TempDir,
    port: u16,
    keeper: Option<Child>,
}

/// A port that nobody uses, and that the system gives to nobody who asks for any: a server that is stopped for a while gets it again.
fn free_port() -> u16 {
    let random = || RandomState::new().build_hasher().finish();
    std::iter::repeat_with(|| 10_240 + (random() % 20_480) as u16)
        .take(1_000)
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .expect("a port is free")
}

/// Who runs it: PostgreSQL refuses to be run by root.
#[derive(Clone, Copy)]
struct User {
    id: u32,
    group: u32,
}

/// One server for all tests of a file, each with a database of its own.
pub fn shared() -> Option<&'static Postgres> {
    static SHARED: LazyLock<Option<Postgres>> = LazyLock::new(|| Postgres::start(&[]));
    SHARED.as_ref()
}

/// A new, empty database on the shared server.
pub fn database() -> Option<String> {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let server = shared()?;
    let name = format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    server.sql(
        "postgres",
        &format!("CREATE DATABASE {name} TEMPLATE template0"),
    );
    Some(server.address(&name))
}

/// Takes a database of the shared server away, whoever is connected: thousands of them fill a disk.
pub fn drop_database(address: &str) {
    if let (Some(server), Some((_, name))) = (shared(), address.rsplit_once('/')) {
        server.sql("postgres", &format!("DROP DATABASE {name} WITH (FORCE)"));
    }
}

impl Postgres {
    /// Starts a new one; none where PostgreSQL is not installed. `settings`: lines of its configuration.
    pub fn start(settings: &[&str]) -> Option<Self> {
        let mut server = Self::prepare()?;
        let data = server.data();
        server.must("initdb", |command| {
            command
                .args([
                    "--username=postgres",
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--no-locale",
                ])
                .args(["--no-sync", "-D"])
                .arg(&data);
        });
        // A killed process loses nothing without fsync: only a machine that fails does.
        let common = [
            "listen_addresses = '127.0.0.1'",
            "fsync = off",
            "full_page_writes = off",
            "max_connections = 300",
            "shared_buffers = 64MB",
            "max_wal_size = 256MB",
        ];
        let lines: Vec<&str> = common.iter().chain(settings).copied().collect();
        server.configure("postgresql.auto.conf", &lines.join("\n"));
        server.run();
        Some(server)
    }

    /// A copy that follows this one, and can take its place.
    pub fn follower(&self) -> Self {
        let mut follower = Self::prepare().expect("PostgreSQL is installed");
        let data = follower.data();
        let from = format!("host=127.0.0.1 port={} user=postgres", self.port);
        follower.must("pg_basebackup", |command| {
            command
                .args([
                    "--no-sync",
                    "--write-recovery-conf",
                    "--checkpoint=fast",
                    "-d",
                    &from,
                    "-D",
                ])
                .arg(&data);
        });
        follower.run();
        follower
    }

    /// The address of a database on it.
    pub fn address(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// The address of a database on this server or another, whichever takes writes.
    pub fn address_with(&self, other: &Self, database: &str) -> String {
        format!(
            "postgres://postgres@127.0.0.1:{},127.0.0.1:{}/{database}?target_session_attrs=read-write",
            self.port, other.port
        )
    }

    /// Runs a statement.
    pub fn sql(&self, database: &str, statement: &str) -> String {
        let output = Command::new(self.binaries.join("psql"))
            .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d"])
            .arg(self.address(database))
            .args(["-c", statement])
            .output()
            .expect("psql runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{statement}: {said}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Kills the server and all its processes at once, as a machine that fails would.
    pub fn kill(&mut self) {
        let pid = self.pid();
        // Without its head the other processes end as soon as they notice.
        signal("KILL", &pid);
        self.end_keeper();
        wait(|| !self.answers(), "the killed server is gone");
    }

    /// Stops the server as an operator does.
    pub fn stop(&mut self) {
        signal("INT", &self.pid());
        self.end_keeper();
        wait(|| !self.answers(), "the stopped server is gone");
    }

    /// Starts it again with what it holds.
    pub fn run(&mut self) {
        self.keep();
        let (program, port) = (self.binaries.join("pg_isready"), self.port.to_string());
        let ready = || {
            let ready = Command::new(&program)
                .args(["-q", "-h", "127.0.0.1", "-p", &port])
                .status();
            ready.is_ok_and(|status| status.success())
        };
        let start = Instant::now();
        let mut kept = start;
        while !ready() {
            assert!(
                start.elapsed() < PATIENCE,
                "the database does not start:\n{}",
                fs::read_to_string(self.data().join("log")).unwrap_or_default()
            );
            // Right after a kill, processes of the killed server may still hold its memory, and the new one gives up.
            if kept.elapsed() > Duration::from_secs(1) && !self.lives() {
                self.end_keeper();
                self.keep();
                kept = Instant::now();
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Whether the server whose number lies in the folder runs.
    fn lives(&self) -> bool {
        let file = fs::read_to_string(self.data().join("postmaster.pid")).unwrap_or_default();
        let pid = file.lines().next().unwrap_or_default().trim();
        !pid.is_empty()
            && Command::new("kill")
                .args(["-0", pid])
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|status| status.success())
    }

    /// Starts the shell that keeps the server.
    fn keep(&mut self) {
        let mut command = Command::new("sh");
        command
            .args(["-c", KEEPER, "keeper"])
            .arg(&self.binaries)
            .arg(self.data())
            .arg(self.port.to_string())
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        self.as_user(&mut command);
        self.keeper = Some(command.spawn().expect("a shell runs"));
    }

    /// Makes a follower the one that takes writes.
    pub fn promote(&self) {
        self.sql("postgres", "SELECT pg_promote(true, 60)");
    }

    /// From now on it takes only encrypted connections, and shows this certificate.
    pub fn encrypt(&self, certificate: &str, key: &str) {
        use std::os::unix::fs::PermissionsExt;
        let write = |name: &str, text: &str| {
            let path = self.data().join(name);
            fs::write(&path, text).expect("a file of the database");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("its mode");
            if let Some(User { id, group }) = self.user {
                chown(&path, Some(id), Some(group)).expect("it changes hands");
            }
        };
        write("server.crt", certificate);
        write("server.key", key);
        write("pg_hba.conf", "hostssl all all 127.0.0.1/32 trust");
        self.sql("postgres", "ALTER SYSTEM SET ssl = on");
        self.sql("postgres", "SELECT pg_reload_conf()");
        let encrypted = || {
            self.sql(
                "postgres",
                "SELECT count(*) FROM pg_stat_ssl WHERE ssl AND pid = pg_backend_pid()",
            )
        };
        wait(|| encrypted().trim() == "1", "the database encrypts");
    }

    /// Adds lines to a file of its folder.
    pub fn configure(&self, file: &str, lines: &str) {
        use std::io::Write;
        let path = self.data().join(file);
        let mut file = fs::OpenOptions::new().append(true).create(true).open(path);
        let written = file.as_mut().map(|file| writeln!(file, "\n{lines}"));
        written
            .expect("the configuration opens")
            .expect("the configuration is written");
    }

    fn prepare() -> Option<Self> {
        let Some(binaries) = binaries() else {
            // Not by `eprintln!`, of which tests that pass show nothing.
            let skipped = b"SKIPPED: PostgreSQL is not installed (initdb was not found)\n";
            let _ = std::io::Write::write_all(&mut std::io::stderr(), skipped);
            return None;
        };
        let folder = tempfile::Builder::new()
            .prefix("tw-pg")
            .tempdir()
            .expect("a folder");
        let user = other_than_root();
        if let Some(User { id, group }) = user {
            chown(folder.path(), Some(id), Some(group)).expect("the folder changes hands");
        }
        Some(Self {
            binaries,
            user,
            folder,
            port: free_port(),
            keeper: None,
        })
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn must(&self, program: &str, arguments: impl FnOnce(&mut Command)) {
        let mut command = Command::new(self.binaries.join(program));
        arguments(&mut command);
        command.current_dir(self.folder.path());
        self.as_user(&mut command);
        let output = command.output().expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{program}: {said}");
    }

    fn as_user(&self, command: &mut Command) {
        command.env("LC_ALL", "C").env_remove("PGOPTIONS");
        if let Some(User { id, group }) = self.user {
            command.uid(id).gid(group);
        }
    }

    fn pid(&self) -> String {
        let file = fs::read_to_string(self.data().join("postmaster.pid"));
        let file = file.expect("the server runs");
        file.lines().next().unwrap_or_default().to_owned()
    }

    fn answers(&self) -> bool {
        std::net::TcpStream::connect(("127.0.0.1", self.port)).is_ok()
    }

    fn end_keeper(&mut self) {
        if let Some(mut keeper) = self.keeper.take() {
            drop(keeper.stdin.take());
            let _ = keeper.wait();
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.end_keeper();
    }
}

fn signal(name: &str, pid: &str) {
    let sent = Command::new("kill").args(["-s", name, pid]).status();
    assert!(sent.expect("kill runs").success(), "{name} reaches {pid}");
}

fn wait(done: impl Fn() -> bool, what: &str) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < PATIENCE, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The folder of the binaries: on the path, or where Debian keeps them.
fn binaries() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).map(|folder| folder.join("initdb"));
    // A link on the path leads to the folder with all of them.
    let found = on_path.filter_map(|initdb| initdb.canonicalize().ok());
    let mut debian: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|version| Some(version.ok()?.path().join("bin/initdb")))
        .collect();
    debian.sort();
    let mut all = found.chain(debian.into_iter().rev());
    let usable =
        |folder: &PathBuf| folder.join("postgres").exists() && folder.join("psql").exists();
    all.find_map(|initdb| Some(initdb.parent()?.to_owned()).filter(usable))
}

/// Somebody who may run a server, where root runs the tests.
fn other_than_root() -> Option<User> {
    let root =
        fs::metadata("/proc/self").is_ok_and(|of| std::os::unix::fs::MetadataExt::uid(&of) == 0);
    if !root {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    ["postgres", "nobody"].iter().find_map(|wanted| {
        let line = users
            .lines()
            .find(|line| line.split(':').next() == Some(wanted))?;
        let mut fields = line.split(':').skip(2);
        Some(User {
            id: fields.next()?.parse().ok()?,
            group: fields.next()?.parse().ok()?,
        })
    })
}
