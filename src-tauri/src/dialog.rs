//! The system's file dialogs, begun on the thread of the window as GTK and AppKit want it.

use crate::error::{Failure, Result};
use std::path::PathBuf;
use tauri::AppHandle;
use tokio::sync::oneshot;
use tvist_engine::domain::outside;

/// Lets the owner choose files; none when the dialog is cancelled.
///
/// # Errors
/// When the window is about to end.
pub async fn open_files(app: &AppHandle, title: String) -> Result<Vec<PathBuf>> {
    let (answer, waiting) = oneshot::channel();
    app.run_on_main_thread(move || {
        let dialog = rfd::AsyncFileDialog::new().set_title(title).pick_files();
        tauri::async_runtime::spawn(async move {
            let files = dialog.await.unwrap_or_default();
            let _ = answer.send(files.iter().map(|f| f.path().to_owned()).collect());
        });
    })
    .map_err(|_| Failure::new("stopped"))?;
    // Cancelled is an answer too: no files.
    Ok(waiting.await.unwrap_or_default())
}

/// Lets the owner choose one file.
///
/// # Errors
/// When the window is about to end.
pub async fn open_file(app: &AppHandle, title: String) -> Result<Option<PathBuf>> {
    let (answer, waiting) = oneshot::channel();
    app.run_on_main_thread(move || {
        let dialog = rfd::AsyncFileDialog::new().set_title(title).pick_file();
        tauri::async_runtime::spawn(async move {
            let _ = answer.send(dialog.await.map(|f| f.path().to_owned()));
        });
    })
    .map_err(|_| Failure::new("stopped"))?;
    Ok(waiting.await.unwrap_or_default())
}

/// Lets the owner choose a place for a file that is called `name` unless they say otherwise.
///
/// # Errors
/// When the window is about to end.
pub async fn save_file(app: &AppHandle, title: String, name: &str) -> Result<Option<PathBuf>> {
    let name = plain(name);
    let (answer, waiting) = oneshot::channel();
    app.run_on_main_thread(move || {
        let dialog = rfd::AsyncFileDialog::new()
            .set_title(title)
            .set_file_name(name)
            .save_file();
        tauri::async_runtime::spawn(async move {
            let _ = answer.send(dialog.await.map(|f| f.path().to_owned()));
        });
    })
    .map_err(|_| Failure::new("stopped"))?;
    Ok(waiting.await.unwrap_or_default())
}

/// How many characters of a name are offered, besides its ending.
const MOST: usize = 100;

/// A name that comes from a provider may be anything; here it only names a file.
fn plain(name: &str) -> String {
    let kept: String = name
        .chars()
        .filter(|c| !outside::is_unseen(*c))
        .map(|c| match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
            c if c.is_control() => '-',
            c => c,
        })
        .collect();
    let kept = kept.trim_start_matches('.').trim();
    if kept.is_empty() {
        return "document".to_owned();
    }
    // What kind of file it is stands at the end, and stays there.
    match kept.rsplit_once('.') {
        Some((stem, ending)) if ending.chars().count() <= 8 => {
            format!("{}.{ending}", outside::one_line(stem, MOST))
        }
        _ => outside::one_line(kept, MOST),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_a_name() {
        assert_eq!(plain("issuer-1.pdf"), "issuer-1.pdf");
        assert_eq!(plain("../../etc/passwd"), "-..-etc-passwd");
        assert_eq!(plain("C:\\x\n.pdf"), "C--x-.pdf");
        assert_eq!(plain("..."), "document");
        // Shown from right to left it would read as "invoiceexe.pdf".
        assert_eq!(plain("invoice\u{202e}fdp.exe"), "invoicefdp.exe");
        let long = plain(&format!("{}.pdf", "x".repeat(5_000)));
        assert!(
            long.ends_with("….pdf") && long.chars().count() == MOST + 4,
            "{long}"
        );
    }
}
