//! Clearhaus: disputes of a Nordic acquirer through its Merchant API, as `clearhaus.md` describes it.
//!
//! | file | subject |
//! |---|---|
//! | `link.rs` | links and their templates: no address is built |
//! | `wire.rs` | objects as they come |
//! | `convert.rs` | from those to the common case: pure |
//! | `session.rs` | the token, and the calls that carry it |
//! | `list.rs` | reading a collection by its `next` links |
//! | `case.rs` | one case with its transaction and its account's zone |
//! | `sync.rs` | what is new or changed |
//! | `file.rs` | documents at a case |
//! | `comment.rs` | remarks at a case |
//! | `stamp.rs` | accepting and refuting, and reading whether it landed |

mod case;
mod comment;
mod convert;
mod file;
#[cfg(test)]
mod hostile_tests;
mod link;
mod list;
mod session;
mod stamp;
mod sync;
#[cfg(test)]
mod tests;
mod wire;

use crate::ProviderError;
use crate::adapter::{
    Adapter, Check, Comment, File, Missing, Pack, Prepared, Remote, RemoteDocument,
};
use crate::call::{Irreversible, Outcome};
use crate::http::handed::Handed;
use crate::http::{Broken, Hosts, Http, Limits, Signs};
use crate::lenient::Fields;
use crate::reading::{Reading, StoredCases, SyncScope};
use crate::token::Tokens;
use async_trait::async_trait;
use link::Links;
use list::Pages;
use secrecy::SecretString;
use serde_json::Value;
use session::Session;
use std::collections::HashMap;
use tokio::sync::Mutex;
use tvist_domain::clock::{Timestamp, span};
use tvist_domain::provider::Environment;
use tvist_domain::submission::Verdict;
use tvist_domain::{Act, Dispute, Money};
use url::Url;

/// The roots (clearhaus.md §1.1).
const LIVE: &str = "merchant.clearhaus.com";
const TEST: &str = "merchant.test.clearhaus.com";

const SIGNS: Signs = Signs {
    request_id: "x-request-id",
    should_retry: None,
    replayed: None,
    limit_reason: None,
};

/// One Clearhaus client: the accounts that its credentials reach.
pub struct Clearhaus {
    session: Session,
    /// What was told of the accounts' zones, by their addresses.
    zones: Mutex<HashMap<String, case::ToldZone>>,
    live: bool,
}

impl Clearhaus {
    /// An adapter for these credentials. `api_base` replaces the root, for practice and tests.
    ///
    /// # Errors
    /// `Settings` when the base isn't on this machine, or TLS can't be set up.
    pub fn new(
        client_id: String,
        client_secret: SecretString,
        api_base: Option<Url>,
        environment: Environment,
    ) -> Result<Self, ProviderError> {
        let limits = Limits {
            // None are published; the token's address is limited, and others may follow (§1.2).
            per_second: 10,
            ..Limits::default()
        };
        Self::with_limits(client_id, client_secret, api_base, environment, limits)
    }

    fn with_limits(
        client_id: String,
        client_secret: SecretString,
        api_base: Option<Url>,
        environment: Environment,
        limits: Limits,
    ) -> Result<Self, ProviderError> {
        let (host, own): (_, &'static [&'static str]) = match environment {
            Environment::Live => (LIVE, &[LIVE]),
            Environment::Test => (TEST, &[TEST]),
        };
        let hosts = Hosts::new(own, api_base)?;
        let handed = Handed::new(hosts.is_local(), limits.clone())?;
        let root = hosts.address(host, "/")?;
        Ok(Self {
            session: Session {
                http: Http::new(hosts, SIGNS, limits)?,
                handed,
                root,
                client_id,
                client_secret,
                tokens: Tokens::new(session::EARLY),
            },
            zones: Mutex::new(HashMap::new()),
            live: environment == Environment::Live,
        })
    }

    /// The name of the account, where the credentials reach exactly one.
    async fn account_name(&self, root: &Value) -> Option<String> {
        let href = Links::of(root).href("ch:accounts")?;
        let pages = Pages::new(&self.session, href, None, "ch:accounts", "/accounts").ok()?;
        let accounts = pages.rest(&self.session).await.ok()?;
        match accounts.as_slice() {
            [one] => Fields::exact(one).text("name"),
            _ => None,
        }
    }

    fn own_link(dispute: &Dispute) -> Result<&str, ProviderError> {
        Links::of(&dispute.raw)
            .href("self")
            .ok_or(ProviderError::Unsupported)
    }
}

#[async_trait]
impl Adapter for Clearhaus {
    async fn check(&self, now: Timestamp) -> Result<Check, ProviderError> {
        let started = tokio::time::Instant::now();
        let root = self.session.root().await?;
        let missing: Vec<Missing> = [
            ("ch:disputes", "disputes_read", true),
            ("ch:transactions", "transactions_read", false),
        ]
        .into_iter()
        .filter(|(rel, _, _)| Links::of(&root).href(rel).is_none())
        .map(|(rel, needed_for, required)| Missing {
            right: rel.to_owned(),
            needed_for: needed_for.to_owned(),
            required,
        })
        .collect();
        let theirs = self.session.http.provider_time(started);
        Ok(Check {
            ok: missing.iter().all(|m| !m.required),
            missing,
            too_powerful: false,
            live: Some(self.live),
            skew_seconds: theirs.map(|at| span(now, at).num_seconds()),
            account_name: self.account_name(&root).await,
            country: None,
        })
    }

    fn reading<'a>(&'a self, scope: SyncScope, stored: &'a dyn StoredCases) -> Reading<'a> {
        Reading::of(move |pages| self.walk(scope, stored, pages))
    }

    async fn read(&self, known: &Dispute) -> Result<Dispute, ProviderError> {
        self.reread(Self::own_link(known)?, Some(known), known.opened_at)
            .await
    }

    async fn upload(&self, dispute: &Dispute, file: &File) -> Result<Remote, ProviderError> {
        self.put_file(dispute, file).await
    }

    fn answer(
        &self,
        dispute: &Dispute,
        _pack: &Pack,
        files: &[Prepared],
        _intent: &str,
    ) -> Result<Irreversible, ProviderError> {
        self.refute(dispute, files)
    }

    fn accept(&self, dispute: &Dispute, _intent: &str) -> Result<Irreversible, ProviderError> {
        self.stamping(dispute, Act::Accept)
    }

    fn refund(&self, _: &Dispute, _: &Money, _: &str) -> Result<Irreversible, ProviderError> {
        Err(ProviderError::Unsupported)
    }

    async fn send(&self, call: &Irreversible, dispute: &Dispute) -> Outcome {
        self.set(call, dispute).await
    }

    async fn judge(
        &self,
        call: &Irreversible,
        before: &Dispute,
        _intent: &str,
    ) -> Result<(Verdict, Dispute), ProviderError> {
        self.look(call, before).await
    }

    async fn documents(&self, dispute: &Dispute) -> Result<Vec<RemoteDocument>, ProviderError> {
        self.file_list(dispute).await
    }

    async fn document_bytes(&self, dispute: &Dispute, id: &str) -> Result<Vec<u8>, ProviderError> {
        self.file_bytes(dispute, id).await
    }

    async fn withdraw(&self, dispute: &Dispute, id: &str) -> Result<(), ProviderError> {
        self.remove_file(dispute, id).await
    }

    async fn comments(&self, dispute: &Dispute) -> Result<Vec<Comment>, ProviderError> {
        self.comment_list(dispute).await
    }

    async fn comment(&self, dispute: &Dispute, text: &str) -> Result<Comment, Broken> {
        self.write_comment(dispute, text).await
    }

    fn requests(&self) -> u64 {
        self.session.http.requests()
    }

    fn provider_now(&self) -> Option<Timestamp> {
        self.session.http.provider_now()
    }

    fn forget_provider_clock(&self) {
        self.session.http.forget_provider_clock();
    }
}
