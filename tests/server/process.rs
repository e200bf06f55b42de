//! A server process, whose log is read.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, ChildStderr, Command, Stdio};

use serde_json::Value;
use tonic::transport::Channel;
use tradewire::proto::v1::extraction_service_client::ExtractionServiceClient;

pub struct Process {
    child: Child,
    log: BufReader<ChildStderr>,
    lines: Vec<Value>,
}

impl Process {
    pub fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tradewire"));
        // What asks a test for more is no setting of a server.
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("TRADEWIRE_")) {
            command.env_remove(name);
        }
        let mut child = command
            .args(["serve", "--listen", "127.0.0.1:0", "--log-format", "json"])
            .args(arguments)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = BufReader::new(child.stderr.take().unwrap());
        Self {
            child,
            log,
            lines: Vec::new(),
        }
    }

    /// The next line of the log with this message.
    pub fn line(&mut self, message: &str) -> Value {
        loop {
            let mut line = String::new();
            let read = self.log.read_line(&mut line).unwrap();
            assert_ne!(read, 0, "no {message:?} in {:?}", self.lines);
            let line: Value = serde_json::from_str(&line).unwrap();
            self.lines.push(line.clone());
            if line["message"] == message {
                return line;
            }
        }
    }

    pub fn address(&mut self, message: &str) -> SocketAddr {
        self.line(message)["address"]
            .as_str()
            .unwrap()
            .parse()
            .unwrap()
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub async fn client(address: SocketAddr) -> ExtractionServiceClient<Channel> {
        let channel = Channel::from_shared(format!("http://{address}")).unwrap();
        ExtractionServiceClient::new(channel.connect().await.unwrap())
    }

    /// Stops it; everything that it logged.
    pub fn end(mut self) -> Vec<Value> {
        let kill = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        assert!(kill.unwrap().success());
        let mut rest = String::new();
        self.log.read_to_string(&mut rest).unwrap();
        assert_eq!(self.child.wait().unwrap().code(), Some(0), "{rest}");
        let rest = rest
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        self.lines.extend(rest);
        std::mem::take(&mut self.lines)
    }
}

/// A test that fails leaves none behind.
impl Drop for Process {
    fn drop(&mut self) {
        // One that has ended cannot be killed.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
