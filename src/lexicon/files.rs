//! The list of data files, and layers of them: the embedded set below, a user's own folders above it.

use super::entry::ActorKind;
use super::error::{Problem, ProblemKind};
use super::reporting::RawReporting;
use super::schema::*;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::path::Path;

macro_rules! embedded {
    ($($file:literal),* $(,)?) => { &[$(($file, include_str!(concat!("data/", $file)))),*] };
}

/// The files that are part of the program.
const EMBEDDED: &[(&str, &str)] = embedded![
    "countries.toml",
    "blocs.toml",
    "places.toml",
    "portfolios.toml",
    "bodies.toml",
    "organizations.toml",
    "groups.toml",
    "companies.toml",
    "parties.toml",
    "media.toml",
    "officials-us.toml",
    "officials-americas.toml",
    "officials-europe.toml",
    "officials-asia.toml",
    "officials-organizations.toml",
    "titles.toml",
    "goods-farm.toml",
    "goods-minerals.toml",
    "goods-industry.toml",
    "goods-groups.toml",
    "agreements.toml",
    "forums.toml",
    "currencies.toml",
    "decoys.toml",
    "reporting.toml",
    "measures.toml",
    "acts.toml",
    "lookalikes.toml",
];

/// The entries of one kind, in order, with the file that each came from.
pub(super) struct Collected<T> {
    pub entries: Vec<Option<Origin<T>>>,
    by_id: FxHashMap<String, usize>,
}

/// An entry and where it came from.
pub(super) struct Origin<T> {
    pub id: String,
    pub layer: usize,
    pub file: String,
    pub raw: T,
}

impl<T> Default for Collected<T> {
    fn default() -> Self {
        Collected {
            entries: Vec::new(),
            by_id: FxHashMap::default(),
        }
    }
}

impl<T> Collected<T> {
    /// The entries that stay after overriding and removal.
    pub fn iter(&self) -> impl Iterator<Item = &Origin<T>> {
        self.entries.iter().flatten()
    }

    /// Whether an entry has this id.
    pub fn contains(&self, id: &str) -> bool {
        self.by_id.contains_key(id)
    }
}

/// All that the files say.
#[derive(Default)]
pub(super) struct Sources {
    pub countries: Collected<RawCountry>,
    pub blocs: Collected<RawBloc>,
    pub places: Collected<RawPlace>,
    pub portfolios: Collected<RawPortfolio>,
    pub organizations: Collected<(ActorKind, RawOrganization)>,
    pub officials: Collected<RawOfficial>,
    pub titles: Collected<RawTitle>,
    pub goods: Collected<RawGoods>,
    pub agreements: Collected<RawAgreement>,
    pub forums: Collected<RawForum>,
    pub currencies: Collected<RawCurrency>,
    pub decoys: Collected<RawDecoy>,
    pub reporting: Collected<RawReporting>,
    pub measures: Collected<RawMeasure>,
    pub acts: Collected<RawAct>,
    pub lookalikes: Collected<RawLookalike>,
    pub problems: Vec<Problem>,
    hash: Sha256,
}

/// The kinds of files, by the beginning of their names.
const KINDS: &str = "countries, blocs, places, portfolios, bodies, organizations, groups, companies, parties, media, \
                     officials, titles, goods, agreements, forums, currencies, decoys, reporting, measures, acts, lookalikes";

impl Sources {
    /// Reads the embedded files.
    pub fn embedded() -> Sources {
        let mut sources = Sources::default();
        for (file, text) in EMBEDDED {
            sources.add(0, file, file, text);
        }
        sources
    }

    /// Reads the `.toml` files of a folder, in the order of their names; `layer` counts folders from 1.
    pub fn add_folder(&mut self, layer: usize, folder: &Path) {
        let unreadable = |path: &Path, error: std::io::Error| Problem {
            file: path.display().to_string(),
            entry: None,
            kind: ProblemKind::Unreadable(error.to_string()),
        };
        let mut paths = Vec::new();
        match std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
            Ok(items) => paths.extend(items.into_iter().map(|item| item.path())),
            Err(error) => self.problems.push(unreadable(folder, error)),
        }
        paths.retain(|path| path.extension().is_some_and(|e| e == "toml"));
        paths.sort();
        for path in paths {
            let stem = path
                .file_stem()
                .map_or(Cow::Borrowed(""), |s| s.to_string_lossy())
                .into_owned();
            match std::fs::read_to_string(&path) {
                Ok(text) => self.add(layer, &path.display().to_string(), &stem, &text),
                Err(error) => self.problems.push(unreadable(&path, error)),
            }
        }
    }

    /// Hex digest of the names and contents of all files read so far.
    pub fn version(&self) -> String {
        self.hash
            .clone()
            .finalize()
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// Reads one file; the letters with which `stem` begins say its kind ("goods-chemicals" is goods).
    pub fn add(&mut self, layer: usize, file: &str, stem: &str, text: &str) {
        self.hash.update((stem.len() as u64).to_le_bytes());
        self.hash.update(stem);
        self.hash.update((text.len() as u64).to_le_bytes());
        self.hash.update(text);
        let kind = stem
            .split(|c: char| !c.is_ascii_alphabetic())
            .next()
            .unwrap_or_default();
        let problems = &mut self.problems;
        let mut source = Source {
            layer,
            file,
            text,
            problems,
        };
        match kind {
            "countries" => source.read(&mut self.countries),
            "blocs" => source.read(&mut self.blocs),
            "places" => source.read(&mut self.places),
            "portfolios" => source.read(&mut self.portfolios),
            "bodies" => {
                source.read_organizations(&mut self.organizations, ActorKind::GovernmentBody)
            }
            "organizations" => source.read_organizations(
                &mut self.organizations,
                ActorKind::InternationalOrganization,
            ),
            "groups" => {
                source.read_organizations(&mut self.organizations, ActorKind::IndustryGroup)
            }
            "companies" => source.read_organizations(&mut self.organizations, ActorKind::Company),
            "parties" => {
                source.read_organizations(&mut self.organizations, ActorKind::PoliticalParty)
            }
            "media" => source.read_organizations(&mut self.organizations, ActorKind::Media),
            "officials" => source.read(&mut self.officials),
            "titles" => source.read(&mut self.titles),
            "goods" => source.read(&mut self.goods),
            "agreements" => source.read(&mut self.agreements),
            "forums" => source.read(&mut self.forums),
            "currencies" => source.read(&mut self.currencies),
            "decoys" => source.read(&mut self.decoys),
            "reporting" => source.read(&mut self.reporting),
            "measures" => source.read(&mut self.measures),
            "acts" => source.read(&mut self.acts),
            "lookalikes" => source.read(&mut self.lookalikes),
            _ => source.problem(None, ProblemKind::UnknownFile(KINDS.to_owned())),
        }
    }
}

/// A file that is being read.
struct Source<'a> {
    layer: usize,
    file: &'a str,
    text: &'a str,
    problems: &'a mut Vec<Problem>,
}

impl Source<'_> {
    fn problem(&mut self, entry: Option<String>, kind: ProblemKind) {
        self.problems.push(Problem {
            file: self.file.to_owned(),
            entry,
            kind,
        });
    }

    fn read<T: Raw>(&mut self, into: &mut Collected<T>) {
        self.read_as(into, Raw::id, |raw: T| raw);
    }

    fn read_organizations(
        &mut self,
        into: &mut Collected<(ActorKind, RawOrganization)>,
        kind: ActorKind,
    ) {
        self.read_as(
            into,
            |raw: &RawOrganization| raw.id(kind),
            |raw| (kind, raw),
        );
    }

    fn read_as<R: Raw, T>(
        &mut self,
        into: &mut Collected<T>,
        id_of: impl Fn(&R) -> String,
        make: impl Fn(R) -> T,
    ) {
        let file: File<R> = match toml::from_str(self.text) {
            Ok(file) => file,
            Err(error) => {
                let entry = error.span().and_then(|span| {
                    let start = self
                        .text
                        .get(..span.start)?
                        .rfind('\n')
                        .map_or(0, |i| i + 1);
                    entry_named_in(self.text.get(start..)?.lines().next()?)
                });
                return self.problem(entry, ProblemKind::Malformed(error.to_string()));
            }
        };
        for id in &file.remove {
            match into.by_id.remove(id) {
                Some(at) => into.entries[at] = None,
                None => self.problem(
                    Some(id.clone()),
                    ProblemKind::Dangling {
                        field: "remove",
                        reference: id.clone(),
                    },
                ),
            }
        }
        for raw in file.entries {
            let id = id_of(&raw);
            let entry = Origin {
                id: id.clone(),
                layer: self.layer,
                file: self.file.to_owned(),
                raw: make(raw),
            };
            match into.by_id.get(&id).copied() {
                None => {
                    into.by_id.insert(id, into.entries.len());
                    into.entries.push(Some(entry));
                }
                Some(at) => match &into.entries[at] {
                    Some(earlier) if earlier.layer == self.layer => {
                        let file = earlier.file.clone();
                        self.problem(Some(id), ProblemKind::Duplicate(file));
                    }
                    _ => into.entries[at] = Some(entry),
                },
            }
        }
    }
}

/// The value of `id` or else `name` on a line of TOML, to say in which entry an error lies.
fn entry_named_in(line: &str) -> Option<String> {
    ["id", "name"].iter().find_map(|key| {
        let at = line.find(&format!("{key} ="))?;
        line.get(at..)?.split('"').nth(1).map(str::to_owned)
    })
}
