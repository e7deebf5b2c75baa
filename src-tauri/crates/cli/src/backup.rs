//! `backup`, `restore`: one encrypted file, and a data folder made from it.

use std::path::PathBuf;

use clap::Args;
use secrecy::SecretString;
use serde_json::Value;
use tvist_engine::{BackupView, Engine, GivenSecrets, OpenOptions, RestoredView};

use crate::exit::Failure;
use crate::folder::DataFolder;
use crate::output::Answer;
use crate::secrets;
use crate::table::{one_line, size};

#[derive(Debug, Args)]
pub struct Backup {
    /// The file to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Replace a file that is there
    #[arg(long)]
    replace: bool,
}

#[derive(Debug, Args)]
pub struct Restore {
    /// A file that `backup` wrote
    file: PathBuf,
}

impl Backup {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        let passphrase = passphrase(&secrets::read()?)?;
        folder
            .ask(async |engine| {
                let backup = engine.backup(&self.out, passphrase, self.replace).await?;
                Ok(Answer::new(&backup, written(&backup)))
            })
            .await
    }
}

impl Restore {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        let passphrase = passphrase(&secrets::read()?)?;
        let options = OpenOptions::new(folder.path()?);
        let restored = Engine::restore(options, &self.file, passphrase).await?;
        Ok(Answer::new(&restored, back(&restored)))
    }
}

/// The one member that is wanted; what else stands there is not quoted back.
fn passphrase(given: &GivenSecrets) -> Result<SecretString, Failure> {
    match given.get("passphrase") {
        Some(Value::String(text)) if !text.is_empty() => Ok(SecretString::from(text.as_str())),
        _ => Err(Failure::Usage(
            "the passphrase is read from standard input as {\"passphrase\": \"…\"}".to_owned(),
        )),
    }
}

fn written(backup: &BackupView) -> String {
    format!(
        "Wrote {} to {}. Cases: {}, accounts: {}.\n\
         Without the passphrase nobody can open it, you included. Credentials of accounts are not in it.\n",
        size(backup.bytes),
        backup.out.display(),
        backup.disputes,
        backup.accounts
    )
}

fn back(restored: &RestoredView) -> String {
    let mut text = format!(
        "Restored to {2}. Cases: {0}, accounts: {1}.\n",
        restored.disputes,
        restored.accounts.len(),
        restored.data_dir.display()
    );
    text.push_str(
        "Receiving calls and writing to a calendar's folder are off until you switch them on again.\n",
    );
    for account in &restored.accounts {
        if restored.without_credentials.contains(&account.id) {
            text.push_str(&format!(
                "This machine's keychain has no credentials for \"{}\": its cases are shown but not brought up to date.\n",
                one_line(&account.label)
            ));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;
    use serde_json::json;

    #[test]
    fn a_passphrase_is_one_text_and_nothing_else_is_quoted() {
        let given = json!({"passphrase": " two words "});
        let read = passphrase(&given.into()).unwrap();
        assert_eq!(read.expose_secret(), " two words ");
        for given in [
            json!({}),
            json!({"passphrase": ""}),
            json!({"passphrase": 7}),
            json!({"password": "canary"}),
        ] {
            let failure = passphrase(&given.into()).unwrap_err();
            assert_eq!(failure.exit().code(), 2);
            assert!(!failure.to_string().contains("canary"));
        }
    }
}
