//! From names on the command line to the documents to keep.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::cli::inputs::{Input, InputError, Kind, document_of_json};
use crate::proto::v1;

/// Bytes that are read at one time to count lines.
const CHUNK: usize = 64 * 1024;

/// Where documents come from.
#[derive(Debug)]
pub enum Source {
    /// A file that is a document.
    File {
        /// The file.
        input: Input,
        /// Id of the document, unless it has one of its own: its path in the folder that was named, or its name.
        id: String,
    },
    /// A file with a JSON document in each line.
    Lines(PathBuf),
    /// JSON documents on standard input, one in each line.
    StandardInput,
    /// What cannot be used, and why.
    Unusable {
        /// What messages call it.
        name: String,
        /// Why not.
        why: String,
    },
}

/// A document, or why it is none.
#[derive(Debug)]
pub struct Item {
    /// What messages call it.
    pub name: String,
    /// The document.
    pub document: Result<v1::Document, InputError>,
}

/// The sources that the names stand for, folders searched in order of name. What cannot be used is among them and fails when its
/// turn comes, so that the rest goes on.
pub fn find(names: &[PathBuf]) -> Vec<Source> {
    let mut found = Vec::new();
    let mut ids: HashMap<String, PathBuf> = HashMap::new();
    for name in names {
        if name.as_os_str() == "-" {
            found.push(Source::StandardInput);
        } else if name.is_dir() {
            for entry in WalkDir::new(name).sort_by_file_name() {
                match entry {
                    Ok(entry) if entry.file_type().is_dir() => {}
                    // What a folder holds beside documents is none of our business.
                    Ok(entry) if !is_lines(entry.path()) && Kind::of(entry.path()).is_none() => {}
                    Ok(entry) => found.push(source(&mut ids, name, entry.path())),
                    Err(error) => found.push(Source::Unusable {
                        name: error.path().unwrap_or(name).display().to_string(),
                        why: error.to_string(),
                    }),
                }
            }
        } else {
            let folder = name.parent().unwrap_or(Path::new(""));
            found.push(source(&mut ids, folder, name));
        }
    }
    found
}

fn source(ids: &mut HashMap<String, PathBuf>, folder: &Path, path: &Path) -> Source {
    if is_lines(path) {
        return Source::Lines(path.to_owned());
    }
    let within = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = within.iter().map(|part| part.to_string_lossy()).collect();
    let id = parts.join("/");
    match ids.entry(id.clone()) {
        Entry::Vacant(free) => {
            free.insert(path.to_owned());
            let input = Input::file(path, None);
            Source::File { input, id }
        }
        // One of them would take the place of the other.
        Entry::Occupied(taken) => Source::Unusable {
            name: path.display().to_string(),
            why: format!("has the same id as {}: {id}", taken.get().display()),
        },
    }
}

fn is_lines(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|e| e.eq_ignore_ascii_case("jsonl") || e.eq_ignore_ascii_case("ndjson"))
}

// === impl Source ===

impl Source {
    /// How many documents it holds, as far as that can be told beforehand.
    pub fn count(&self) -> Option<u64> {
        match self {
            Self::File { .. } | Self::Unusable { .. } => Some(1),
            Self::Lines(path) => lines(path).ok(),
            Self::StandardInput => None,
        }
    }

    /// Its documents.
    pub fn items(self) -> Box<dyn Iterator<Item = Item> + Send> {
        match self {
            Self::File { input, id } => {
                let document = input.read().map(|document| v1::Document {
                    id: document.id.or(Some(id)),
                    ..document
                });
                let name = input.name;
                Box::new(std::iter::once(Item { name, document }))
            }
            Self::Unusable { name, why } => {
                let document = Err(InputError::Unlisted(why));
                Box::new(std::iter::once(Item { name, document }))
            }
            Self::StandardInput => documents(
                "standard input".to_owned(),
                BufReader::new(io::stdin()).split(b'\n'),
            ),
            Self::Lines(path) => {
                let name = path.display().to_string();
                match File::open(&path) {
                    Ok(file) => documents(name, BufReader::new(file).split(b'\n')),
                    Err(error) => {
                        let document = Err(error.into());
                        Box::new(std::iter::once(Item { name, document }))
                    }
                }
            }
        }
    }
}

/// The documents in lines of JSON; empty lines hold none.
fn documents(
    name: String,
    lines: impl Iterator<Item = io::Result<Vec<u8>>> + Send + 'static,
) -> Box<dyn Iterator<Item = Item> + Send> {
    let items = lines.zip(1_u64..).map(move |(line, number)| {
        let name = format!("{name}:{number}");
        let document = match line {
            Ok(line) if line.trim_ascii().is_empty() => return None,
            Ok(line) => document(&line),
            Err(error) => Err(error.into()),
        };
        Some(Item { name, document })
    });
    Box::new(items.flatten())
}

fn document(line: &[u8]) -> Result<v1::Document, InputError> {
    let text = std::str::from_utf8(line).map_err(|error| {
        let at = error.valid_up_to();
        let byte = line.get(at).copied().unwrap_or_default();
        InputError::NotUtf8 { at, byte }
    })?;
    document_of_json(serde_json::from_str(text)?)
}

/// How many lines a file has that are not empty.
fn lines(path: &Path) -> io::Result<u64> {
    let mut file = File::open(path)?;
    let mut chunk = vec![0; CHUNK];
    let (mut count, mut empty) = (0, true);
    loop {
        let read = file.read(&mut chunk)?;
        for byte in chunk.get(..read).unwrap_or_default() {
            match byte {
                b'\n' => {
                    count += u64::from(!empty);
                    empty = true;
                }
                byte if byte.is_ascii_whitespace() => {}
                _ => empty = false,
            }
        }
        if read == 0 {
            return Ok(count + u64::from(!empty));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn items(names: &[PathBuf]) -> Vec<(String, Result<v1::Document, String>)> {
        let items = find(names).into_iter().flat_map(Source::items);
        items
            .map(|item| (item.name, item.document.map_err(|error| error.to_string())))
            .collect()
    }

    #[test]
    fn a_document_in_a_folder_is_known_by_its_path_and_one_in_a_line_by_its_own_id() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("2025")).unwrap();
        fs::write(at("2025/a.txt"), "Tariffs rose.").unwrap();
        fs::write(at("b.json"), r#"{"id": "own", "text": "Talks failed."}"#).unwrap();
        fs::write(at("notes.md"), "not a document").unwrap();
        fs::write(
            at("c.jsonl"),
            b"{\"id\": \"l1\", \"text\": \"One.\"}\n \n{\"text\": \"Two.\"}\n{\"text\"\n\xff\n",
        )
        .unwrap();
        let found = items(&[folder.path().to_owned()]);
        let ids: Vec<_> = found
            .iter()
            .map(|(_, document)| document.as_ref().map(|d| d.id.as_deref()).ok())
            .collect();
        assert_eq!(
            ids,
            [
                Some(Some("2025/a.txt")),
                Some(Some("own")),
                Some(Some("l1")),
                Some(None),
                None,
                None
            ]
        );
        assert!(found[4].0.ends_with("c.jsonl:4"), "{}", found[4].0);
        let counts = find(&[folder.path().to_owned()]);
        let counts: Vec<_> = counts.iter().map(Source::count).collect();
        assert_eq!(counts, [Some(1), Some(1), Some(4)]);
    }

    #[test]
    fn two_files_that_would_take_each_others_place_are_not_both_kept() {
        let folder = tempfile::tempdir().unwrap();
        for part in ["x", "y"] {
            fs::create_dir(folder.path().join(part)).unwrap();
            fs::write(folder.path().join(part).join("a.txt"), part).unwrap();
        }
        let found = items(&[folder.path().join("x"), folder.path().join("y")]);
        assert!(found[0].1.is_ok());
        let why = found[1].1.as_ref().unwrap_err();
        assert!(why.contains("same id"), "{why}");
    }
}
