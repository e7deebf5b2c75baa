//! Files that the owner dropped or chose: their paths stay here, the page gets a token for them.

use crate::view::ChosenView;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// More than these are forgotten, the oldest first.
const MOST: usize = 64;

/// The files that were dropped or chosen last.
#[derive(Default)]
pub struct FileTokens {
    known: Mutex<VecDeque<(String, Files)>>,
}

enum Files {
    /// What was let go on the window: taken once, and only until the next drop.
    Dropped(Vec<PathBuf>),
    /// What was chosen for something else than a draft: a form may be sent again.
    Chosen(PathBuf),
}

impl FileTokens {
    /// Keeps the files of a drop in place of those of the one before.
    #[must_use]
    pub fn keep_dropped(&self, paths: Vec<PathBuf>) -> String {
        let mut known = self.known();
        known.retain(|(_, files)| matches!(files, Files::Chosen(_)));
        keep(&mut known, Files::Dropped(paths))
    }

    /// The files of a drop; each drop is taken once.
    #[must_use]
    pub fn take_dropped(&self, token: &str) -> Option<Vec<PathBuf>> {
        let mut known = self.known();
        let is_it = |(t, files): &(String, Files)| t == token && matches!(files, Files::Dropped(_));
        let at = known.iter().position(is_it)?;
        match known.remove(at)? {
            (_, Files::Dropped(paths)) => Some(paths),
            (_, Files::Chosen(_)) => None,
        }
    }

    /// Keeps a chosen file.
    #[must_use]
    pub fn keep_chosen(&self, path: PathBuf) -> ChosenView {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let token = keep(&mut self.known(), Files::Chosen(path));
        ChosenView { token, name }
    }

    /// The chosen file that a token stands for.
    #[must_use]
    pub fn chosen(&self, token: &str) -> Option<PathBuf> {
        self.known().iter().find_map(|(known, files)| match files {
            Files::Chosen(path) if known == token => Some(path.clone()),
            Files::Chosen(_) | Files::Dropped(_) => None,
        })
    }

    fn known(&self) -> MutexGuard<'_, VecDeque<(String, Files)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn keep(known: &mut VecDeque<(String, Files)>, files: Files) -> String {
    let token = uuid::Uuid::new_v4().simple().to_string();
    known.push_back((token.clone(), files));
    if known.len() > MOST {
        known.pop_front();
    }
    token
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drop_is_taken_once_and_by_its_token_only() {
        let files = FileTokens::default();
        let token = files.keep_dropped(vec!["/a.pdf".into()]);
        assert_eq!(files.take_dropped("another"), None);
        assert_eq!(files.chosen(&token), None, "a drop is no choice");
        assert_eq!(files.take_dropped(&token), Some(vec!["/a.pdf".into()]));
        assert_eq!(files.take_dropped(&token), None);
    }

    #[test]
    fn a_drop_takes_the_place_of_the_one_before_and_of_no_choice() {
        let files = FileTokens::default();
        let choice = files.keep_chosen("/key.pem".into());
        let first = files.keep_dropped(vec!["/a.pdf".into()]);
        let second = files.keep_dropped(vec!["/b.pdf".into()]);
        assert_eq!(files.take_dropped(&first), None);
        assert_eq!(files.take_dropped(&second), Some(vec!["/b.pdf".into()]));
        assert_eq!(files.chosen(&choice.token), Some("/key.pem".into()));
    }

    #[test]
    fn a_token_stands_for_its_file_only() {
        let files = FileTokens::default();
        let view = files.keep_chosen("/home/anna/nyckel.pem".into());
        assert_eq!(view.name, "nyckel.pem");
        assert_eq!(
            files.chosen(&view.token),
            Some("/home/anna/nyckel.pem".into())
        );
        assert_eq!(files.chosen("/home/anna/nyckel.pem"), None);
        assert_eq!(files.take_dropped(&view.token), None, "a choice is no drop");
        assert_eq!(
            files.chosen(&view.token),
            Some("/home/anna/nyckel.pem".into())
        );
        for _ in 0..MOST {
            let _ = files.keep_chosen("/x".into());
        }
        assert_eq!(files.chosen(&view.token), None);
    }
}
