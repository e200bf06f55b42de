//! Words that report what somebody says ("said", "accused", "pledge"), found by any of their written forms.

use rustc_hash::FxHashMap;
use serde::Deserialize;

/// What a speaker does by saying something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    /// States something.
    #[default]
    Assert,
    /// Lays something at somebody's door.
    Accuse,
    /// Finds fault.
    Criticise,
    /// Announces harm.
    Threaten,
    /// Points to a danger.
    Warn,
    /// Commits the speaker.
    Promise,
    /// Tells others what to do.
    Demand,
    /// Says that it is not so.
    Deny,
    /// Says that it is so after all.
    Confirm,
    /// Wishes.
    Hope,
    /// Approves.
    Praise,
    /// Says what will come.
    Predict,
    /// Declines.
    Refuse,
    /// Asks a question, or for information.
    Ask,
}

/// A construction that gives the content of a saying.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum Construction {
    /// A finite clause, with or without "that".
    Clause,
    /// A clause with a question word, "whether" or "if".
    Question,
    /// What the speaker himself does: "vowed to act".
    Infinitive,
    /// The direct object is what is said: "announced a ban".
    Object,
    /// The object and what is said of it: "called it a mistake".
    Predicate,
    /// The object and what it is to do: "urged China to act".
    Order,
    /// The object is the one to whom it is said: "told reporters".
    Recipient,
    /// Words in quotation marks.
    Quotation,
}

/// A word that reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportingEntry {
    /// Its id, the dictionary form if nothing else is given.
    pub id: String,
    /// Words that follow its first word: the particle of "point out", the second half of "press release".
    pub rest: Vec<String>,
    /// The act that it performs.
    pub act: Act,
    /// Whether it is a noun.
    pub noun: bool,
    /// Whether the noun can itself speak: "a notice says".
    pub document: bool,
    /// Whether it is a thought or feeling, no act of saying.
    pub thought: bool,
    /// Prepositions whose object is what is said: "called for talks".
    pub about: Vec<String>,
    /// Prepositions that go on after the object: "accused China of dumping".
    pub with: Vec<String>,
    takes: u8,
}

impl ReportingEntry {
    /// Whether a construction gives its content.
    pub fn takes(&self, construction: Construction) -> bool {
        self.takes & (1 << construction as u8) != 0
    }
}

/// The entries as data files give them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawReporting {
    pub id: Option<String>,
    pub name: String,
    #[serde(default)]
    pub forms: Vec<String>,
    #[serde(default)]
    pub act: Act,
    #[serde(default)]
    pub takes: Vec<Construction>,
    #[serde(default)]
    pub about: Vec<String>,
    #[serde(default)]
    pub with: Vec<String>,
    #[serde(default)]
    pub thought: bool,
    #[serde(default)]
    pub noun: bool,
    #[serde(default)]
    pub document: bool,
}

impl super::schema::Raw for RawReporting {
    fn id(&self) -> String {
        self.id.clone().unwrap_or_else(|| self.name.clone())
    }
}

/// All reporting words, by the written forms of their first word.
#[derive(Debug, Default)]
pub(super) struct Reporting {
    entries: Vec<ReportingEntry>,
    forms: FxHashMap<String, Vec<u32>>,
}

impl Reporting {
    /// Adds an entry; false if its name has no words.
    pub fn add(&mut self, id: &str, raw: &RawReporting) -> bool {
        let mut words = raw.name.split_whitespace().map(str::to_lowercase);
        let Some(first) = words.next() else {
            return false;
        };
        let index = self.entries.len() as u32;
        let rest: Vec<String> = words.collect();
        let mut forms = vec![first.clone()];
        if raw.noun && rest.is_empty() {
            forms.extend(super::inflect::other_number(&first));
        } else if !raw.noun && raw.forms.is_empty() {
            forms.extend(
                super::verbs::forms(&first)
                    .into_iter()
                    .map(|(form, _)| form),
            );
        }
        forms.extend(raw.forms.iter().map(|form| form.to_lowercase()));
        for form in forms {
            let entries = self.forms.entry(form).or_default();
            if !entries.contains(&index) {
                entries.push(index);
            }
        }
        self.entries.push(ReportingEntry {
            id: id.to_owned(),
            rest,
            act: raw.act,
            noun: raw.noun,
            document: raw.document,
            thought: raw.thought,
            about: raw.about.clone(),
            with: raw.with.clone(),
            takes: raw
                .takes
                .iter()
                .fold(0, |set, &takes| set | 1 << takes as u8),
        });
        true
    }

    /// The entries whose first word is written so, in lower case.
    pub fn by_form(&self, form: &str) -> impl Iterator<Item = &ReportingEntry> {
        let indices = self.forms.get(form).map(Vec::as_slice).unwrap_or_default();
        indices
            .iter()
            .filter_map(|&index| self.entries.get(index as usize))
    }
}
