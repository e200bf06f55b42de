//! From the files on trade policy to entries and forms.

use super::assemble::{Builder, Shared};
use super::entry::EntryRef;
use super::files::Sources;
use super::form::Form;
use super::inflect::other_number;
use super::policy::{ActEntry, MeasureEntry};
use super::verbs;

impl Builder {
    pub(super) fn policy(&mut self, sources: &Sources) {
        self.measures(sources);
        self.acts(sources);
        for origin in sources.lookalikes.iter() {
            let entry = EntryRef::Lookalike(self.lexicon.lookalikes.len() as u32);
            self.lexicon.lookalikes.push(origin.id.clone());
            self.both_numbers(
                origin,
                entry,
                Form::Name,
                &origin.raw.name.as_str().into(),
                Shared::default(),
            );
            for alias in &origin.raw.aliases {
                self.both_numbers(origin, entry, Form::Alias, alias, Shared::default());
            }
        }
    }

    fn measures(&mut self, sources: &Sources) {
        for origin in sources.measures.iter() {
            let raw = &origin.raw;
            let entry = EntryRef::Measure(self.lexicon.measures.len() as u32);
            self.lexicon.measures.push(MeasureEntry {
                id: origin.id.clone(),
                kind: raw.kind,
                instrument: raw.instrument,
                remedy: raw.remedy,
                format: raw.format,
                stage: raw.stage,
                change: raw.change,
                needs_context: raw.needs_context,
            });
            let shared = Shared {
                weak: raw.needs_context,
                ..Shared::default()
            };
            self.both_numbers(origin, entry, Form::Name, &raw.name.as_str().into(), shared);
            for alias in &raw.aliases {
                self.both_numbers(origin, entry, Form::Alias, alias, shared);
            }
        }
    }

    fn acts(&mut self, sources: &Sources) {
        for origin in sources.acts.iter() {
            let raw = &origin.raw;
            let entry = EntryRef::Act(self.lexicon.acts.len() as u32);
            let mut nouns = Vec::new();
            for noun in &raw.nouns {
                nouns.push(noun.to_ascii_lowercase());
                nouns.extend(other_number(noun));
            }
            // Hyphens are optional in a text: "phase-out" must not hide the verb "phase out".
            let verbal: Vec<String> = raw
                .verbs
                .iter()
                .flat_map(|verb| verbs::forms(verb))
                .map(|(form, _)| form)
                .collect();
            nouns.retain(|noun| !noun.contains('-') || !verbal.contains(&noun.replace('-', " ")));
            self.lexicon.acts.push(ActEntry {
                id: origin.id.clone(),
                effect: raw.effect,
                frame: raw.frame,
                kind: raw.kind,
                instrument: raw.instrument,
                needs_context: raw.needs_context,
                nouns: nouns.clone(),
            });
            let shared = Shared {
                weak: raw.needs_context,
                ..Shared::default()
            };
            for verb in &raw.verbs {
                for (form, kind) in verbs::forms(verb) {
                    self.form(origin, entry, kind, &form.as_str().into(), shared);
                }
            }
            // A form that is noun and verb is stored as the verb's; where it stands as a noun, the reader asks the entry.
            for noun in nouns.iter().filter(|noun| !verbal.contains(noun)) {
                self.form(origin, entry, Form::Name, &noun.as_str().into(), shared);
            }
            for adjective in &raw.adjectives {
                self.form(
                    origin,
                    entry,
                    Form::Adjective,
                    &adjective.as_str().into(),
                    shared,
                );
            }
        }
    }
}
