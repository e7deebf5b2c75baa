//! Irreversible acts: rehearsed, performed as rehearsed, settled by reading, kept with what was sent.

use crate::desktop::Desktop;
use crate::error::Result;
use crate::view::{ActOutcome, ActState};
use tauri::State;
use tvist_engine::Error;
use tvist_engine::domain::Act;
use tvist_engine::domain::submission::{OutcomeReport, State as Settled};
use tvist_engine::view::{ReceiptView, RehearsalView};

/// What an act would do. Sends nothing.
///
/// # Errors
/// When there is no such case.
#[tauri::command]
#[specta::specta]
pub async fn rehearse(
    desktop: State<'_, Desktop>,
    dispute: String,
    act: Act,
) -> Result<RehearsalView> {
    Ok(desktop.engine().await?.rehearse(&dispute, act).await?)
}

/// Does an act, once, exactly as it was rehearsed: with another seal it is stopped before anything leaves.
///
/// # Errors
/// When it could not even be tried.
#[tauri::command]
#[specta::specta]
pub async fn perform(
    desktop: State<'_, Desktop>,
    dispute: String,
    act: Act,
    seal: String,
) -> Result<ActOutcome> {
    let engine = desktop.engine().await?;
    // Of its own, so that a page that goes away doesn't cut it off in the middle.
    let work =
        tauri::async_runtime::spawn(
            async move { engine.perform(&dispute, act, Some(&seal)).await },
        );
    match work.await {
        Ok(done) => ended(done.map(|outcome| outcome.submission.state)),
        Err(_) => Ok(plain(ActState::Unknown)),
    }
}

/// Settles everything whose outcome is unknown, by reading.
///
/// # Errors
/// When the database fails.
#[tauri::command]
#[specta::specta]
pub async fn reconcile(desktop: State<'_, Desktop>) -> Result<()> {
    desktop.engine().await?.reconcile().await?;
    Ok(())
}

/// Takes what the owner saw at the provider's own page where reading can't tell. Sends nothing.
///
/// # Errors
/// When there is nothing to state, or the database fails.
#[tauri::command]
#[specta::specta]
pub async fn outcome_stated(
    desktop: State<'_, Desktop>,
    dispute: String,
    said: OutcomeReport,
) -> Result<ActOutcome> {
    let engine = desktop.engine().await?;
    let stated = engine.outcome_stated(&dispute, said).await;
    ended(stated.map(|one| one.submission.state))
}

/// What was sent for a case.
///
/// # Errors
/// When there is no such case.
#[tauri::command]
#[specta::specta]
pub async fn receipts(desktop: State<'_, Desktop>, dispute: String) -> Result<Vec<ReceiptView>> {
    Ok(desktop.engine().await?.receipts(&dispute).await?)
}

/// How an irreversible act ended, as the page shows it: a lost answer is unknown, never a failure.
///
/// # Errors
/// When the act could not even be tried.
pub fn ended(done: tvist_engine::Result<Settled>) -> Result<ActOutcome> {
    match done {
        Ok(state) => Ok(plain(match state {
            Settled::Accepted => ActState::Accepted,
            Settled::Refused => ActState::Refused,
            Settled::NotArrived => ActState::NotArrived,
            Settled::Intended | Settled::Sending | Settled::Unknown => ActState::Unknown,
        })),
        Err(Error::Refused(problems)) => Ok(ActOutcome {
            problems,
            ..plain(ActState::Blocked)
        }),
        Err(error @ Error::ProviderRefused(_)) => Ok(ActOutcome {
            provider_error: error.view().provider_error,
            ..plain(ActState::Refused)
        }),
        // The provider may have said no without anybody knowing yet whether that holds: its words are shown.
        Err(error @ Error::OutcomeUnknown { .. }) => Ok(ActOutcome {
            provider_error: error.view().provider_error,
            ..plain(ActState::Unknown)
        }),
        Err(error) => Err(error.into()),
    }
}

fn plain(state: ActState) -> ActOutcome {
    ActOutcome {
        state,
        problems: Vec::new(),
        provider_error: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tvist_engine::domain::check::Problem;

    #[test]
    fn a_lost_answer_is_unknown_and_never_a_failure() {
        let outcome = ended(Err(Error::OutcomeUnknown {
            request_id: None,
            refusal: None,
        }));
        assert_eq!(outcome.map(|o| o.state), Ok(ActState::Unknown));
    }

    #[test]
    fn a_refused_check_says_what_is_in_the_way() {
        let problem = Problem::blocking("changed_since_review", None, "");
        let outcome = ended(Err(Error::Refused(vec![problem.clone()]))).unwrap();
        assert_eq!(
            (outcome.state, outcome.problems),
            (ActState::Blocked, vec![problem])
        );
    }

    #[test]
    fn what_could_not_be_tried_is_a_failure() {
        assert!(ended(Err(Error::NoKeychain)).is_err());
    }
}
