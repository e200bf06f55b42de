//! An operator's own words: a file of any name and contents over the embedded ones.

use tradewire::lexicon::Lexicon;

/// The first line names the file, the rest is what it holds.
pub fn run(input: &[u8]) {
    let input = String::from_utf8_lossy(input);
    let (stem, text) = input.split_once('\n').unwrap_or(("", &input));
    match Lexicon::with_files(&[(stem, text)]) {
        Ok(lexicon) => {
            let found = lexicon.find(text);
            assert!(
                found
                    .iter()
                    .all(|found| text.get(found.range.clone()).is_some())
            );
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
