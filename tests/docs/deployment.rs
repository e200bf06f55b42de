//! What the files for containers, Kubernetes and systemd ask of the program is what it takes.

use std::fs;
use std::process::Command;

use super::repository;
use tradewire::config::Layers;

fn tradewire(arguments: &[String]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tradewire"));
    let output = command.args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
}

#[test]
fn the_command_of_the_image_has_usable_settings() {
    let file = fs::read_to_string(repository("Dockerfile")).unwrap();
    let command = file.lines().find_map(|line| line.strip_prefix("CMD "));
    let mut arguments: Vec<String> = serde_json::from_str(command.unwrap()).unwrap();
    // The folder is the image's.
    let folder = tempfile::tempdir().unwrap();
    for argument in &mut arguments {
        *argument = argument.replace("/var/lib/tradewire", folder.path().to_str().unwrap());
    }
    arguments.push("--check".into());
    tradewire(&arguments);
}

#[test]
fn the_settings_of_the_manifest_fit_together() {
    let file = fs::read_to_string(repository("deploy/kubernetes.yaml")).unwrap();
    let (_, settings) = file.split_once("tradewire.toml: |\n").unwrap();
    let settings: Vec<&str> = settings
        .lines()
        .map_while(|line| line.strip_prefix("    "))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tradewire.toml");
    fs::write(&path, settings.join("\n")).unwrap();
    let mut layers = Layers::new();
    layers.file(&path).unwrap();
    let config = layers.config().unwrap();
    let probed = config.server.health_listen.unwrap().port();
    assert!(file.contains(&format!("grpc: {{port: {probed}}}")));
}

#[test]
fn the_commands_of_the_unit_are_known() {
    let file = fs::read_to_string(repository("deploy/tradewire.service")).unwrap();
    let commands = file.lines().filter_map(|line| {
        let command = line
            .strip_prefix("ExecStart=")
            .or(line.strip_prefix("ExecStartPre="))?;
        command.strip_prefix("/usr/local/bin/tradewire ")
    });
    assert_eq!(commands.clone().count(), 2);
    for command in commands {
        let mut arguments: Vec<String> = command.split(' ').map(String::from).collect();
        // Every argument before it must be known.
        arguments.push("--help".into());
        tradewire(&arguments);
    }
}
