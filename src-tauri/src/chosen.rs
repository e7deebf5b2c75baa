//! Files that the owner chose for something else than a draft: their paths stay here, the page gets a token and a name.

use crate::view::ChosenView;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Mutex;

/// More than these are forgotten, the oldest first.
const MOST: usize = 64;

/// The files that were chosen last.
#[derive(Default)]
pub struct Chosen {
    known: Mutex<VecDeque<(String, PathBuf)>>,
}

impl Chosen {
    /// Keeps a path.
    pub fn keep(&self, path: PathBuf) -> ChosenView {
        let token = uuid::Uuid::new_v4().simple().to_string();
        let name = path.file_name().unwrap_or_default();
        let view = ChosenView {
            token: token.clone(),
            name: name.to_string_lossy().into_owned(),
        };
        if let Ok(mut known) = self.known.lock() {
            known.push_back((token, path));
            if known.len() > MOST {
                known.pop_front();
            }
        }
        view
    }

    /// The file that a token stands for.
    #[must_use]
    pub fn path(&self, token: &str) -> Option<PathBuf> {
        let known = self.known.lock().ok()?;
        let (_, path) = known.iter().find(|(t, _)| t == token)?;
        Some(path.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_stands_for_its_file_only() {
        let chosen = Chosen::default();
        let view = chosen.keep("/home/anna/nyckel.pem".into());
        assert_eq!(view.name, "nyckel.pem");
        assert_eq!(
            chosen.path(&view.token),
            Some("/home/anna/nyckel.pem".into())
        );
        assert_eq!(chosen.path("/home/anna/nyckel.pem"), None);
        for _ in 0..MOST {
            let _ = chosen.keep("/x".into());
        }
        assert_eq!(chosen.path(&view.token), None);
    }
}
