//! Tables `draft`, `draft_past`, `draft_undone`, `document`: what is being gathered for a case, its last states for undo,
//! those that were undone, its files.

use crate::column::{from_json, instant, millis, signed, to_json, unsigned};
use crate::error::{Cause, StoreError};
use crate::open::Store;
use crate::{Result, dispute};
use sqlx::{AssertSqlSafe, Sqlite, SqliteConnection, Transaction};
use std::collections::HashMap;
use tvist_domain::clock::Timestamp;
use tvist_domain::evidence::{Draft, Item, Kind, Placing};
use tvist_domain::{DisputeId, ItemId};

/// States that undo can go back to.
const KEPT: i64 = 20;

impl Store {
    /// The draft of a case; the empty one, revision 0, where nothing was gathered.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn draft(&self, id: &DisputeId) -> Result<Draft> {
        let mut connection = self.reader.acquire().await?;
        current(&mut connection, id).await
    }

    /// The drafts of many cases at once, by case; none where nothing was ever changed.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn drafts_of(&self, disputes: &[&DisputeId]) -> Result<HashMap<DisputeId, Draft>> {
        let rows: Vec<(String, String, i64)> = sqlx::query_as(
            "SELECT dispute, body, revision FROM draft WHERE dispute IN (SELECT value FROM json_each(?1))",
        )
        .bind(to_json(disputes, "ids")?)
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter()
            .map(|(id, body, revision)| {
                let mut draft: Draft = from_json(&body, "draft.body")?;
                draft.revision = unsigned(revision, "draft.revision")?;
                Ok((DisputeId::from_text(id), draft))
            })
            .collect()
    }

    /// When the draft was last changed.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn draft_saved_at(&self, id: &DisputeId) -> Result<Option<Timestamp>> {
        let at: Option<i64> = sqlx::query_scalar("SELECT saved_at FROM draft WHERE dispute = ?1")
            .bind(id.as_str())
            .fetch_optional(&self.reader)
            .await?;
        at.map(|at| instant(at, "draft.saved_at")).transpose()
    }

    /// Adds a file behind the others and gives the new revision. The item's size and hash are the caller's statement
    /// about `bytes`.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without the case; [`StoreError::Conflict`] when the item's id is taken;
    /// [`StoreError::Full`] and others: nothing was stored then.
    pub async fn draft_add_item(
        &self,
        id: &DisputeId,
        item: Item,
        bytes: Vec<u8>,
        now: Timestamp,
    ) -> Result<u64> {
        self.draft_add_items(id, vec![(item, bytes)], now).await
    }

    /// Adds several files as one change: all or none, whatever happens meanwhile.
    ///
    /// # Errors
    /// Those of [`Store::draft_add_item`].
    pub async fn draft_add_items(
        &self,
        id: &DisputeId,
        files: Vec<(Item, Vec<u8>)>,
        now: Timestamp,
    ) -> Result<u64> {
        if files.iter().any(|(i, bytes)| i.bytes != bytes.len() as u64) {
            return Err(StoreError::Other(Cause::Unstorable(
                "a file of another size than its item says",
            )));
        }
        let mut change = Change::begin(self, id).await?;
        for (item, bytes) in files {
            change.hold(item.held(), bytes).await?;
            change.draft.items.push(item);
        }
        change.keep(now).await
    }

    /// Takes a file out of the draft; says whether it was in it. Undo can bring it back.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without the case, or that the database can't be written.
    pub async fn draft_remove_item(
        &self,
        id: &DisputeId,
        item: &ItemId,
        now: Timestamp,
    ) -> Result<bool> {
        let mut change = Change::begin(self, id).await?;
        let Some(place) = change.draft.items.iter().position(|i| i.id == *item) else {
            return Ok(false);
        };
        change.draft.items.remove(place);
        change.keep(now).await?;
        Ok(true)
    }

    /// Gives a file other bytes, in the place where it is; undo brings the former ones back. `anew` has the id of the file,
    /// what its bytes are, and a name of its own for where they lie. Says whether the file is in the draft as it was when
    /// its bytes were `sha256`.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without the case, or that the database can't be written.
    pub async fn draft_replace_item(
        &self,
        id: &DisputeId,
        sha256: &str,
        anew: Item,
        bytes: Vec<u8>,
        now: Timestamp,
    ) -> Result<bool> {
        if anew.bytes != bytes.len() as u64 || anew.held_as.is_none() {
            return Err(StoreError::Other(Cause::Unstorable(
                "a file of another size than its item says, or without a place of its own",
            )));
        }
        let mut change = Change::begin(self, id).await?;
        let is_it = |i: &&mut Item| i.id == anew.id && i.sha256 == sha256;
        let Some(item) = change.draft.items.iter_mut().find(is_it) else {
            return Ok(false);
        };
        // Where it belongs may have changed while the bytes were made.
        *item = Item {
            slot: item.slot,
            placing: item.placing,
            ..anew
        };
        let held = item.held().clone();
        change.hold(&held, bytes).await?;
        change.keep(now).await?;
        Ok(true)
    }

    /// Notes the owner's word for a page of a file, counted from one, that can't be read; it is for the bytes that are
    /// `sha256`. Says whether the file is in the draft with them.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without the case, or that the database can't be written.
    pub async fn draft_vouch(
        &self,
        id: &DisputeId,
        item: &ItemId,
        sha256: &str,
        page: u32,
        now: Timestamp,
    ) -> Result<bool> {
        let mut change = Change::begin(self, id).await?;
        let is_it = |i: &&mut Item| i.id == *item && i.sha256 == sha256;
        let Some(item) = change.draft.items.iter_mut().find(is_it) else {
            return Ok(false);
        };
        item.vouched.insert(page);
        change.keep(now).await?;
        Ok(true)
    }

    /// Puts a file into `slot` by the owner's word, before another file, or behind all; says whether it is in the draft.
    /// A `before` that isn't there counts as none.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without the case, or that the database can't be written.
    pub async fn draft_move_item(
        &self,
        id: &DisputeId,
        item: &ItemId,
        slot: Kind,
        before: Option<&ItemId>,
        now: Timestamp,
    ) -> Result<bool> {
        let mut change = Change::begin(self, id).await?;
        let items = &mut change.draft.items;
        let Some(from) = items.iter().position(|i| i.id == *item) else {
            return Ok(false);
        };
        let mut moved = items.remove(from);
        moved.slot = slot;
        moved.placing = Placing::Stated;
        let to = match before {
            // Before itself is where it was.
            Some(before) if before == item => from,
            Some(before) => items
                .iter()
                .position(|i| i.id == *before)
                .unwrap_or(items.len()),
            None => items.len(),
        };
        items.insert(to, moved);
        change.keep(now).await?;
        Ok(true)
    }

    /// Sets a text, or takes it out, and gives the revision.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without the case, or that the database can't be written.
    pub async fn draft_set_text(
        &self,
        id: &DisputeId,
        kind: Kind,
        text: Option<&str>,
        now: Timestamp,
    ) -> Result<u64> {
        let mut change = Change::begin(self, id).await?;
        match text {
            Some(text) => change.draft.texts.insert(kind, text.to_owned()),
            None => change.draft.texts.remove(&kind),
        };
        change.keep(now).await
    }

    /// Sets a fact, or takes it out, and gives the revision.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without the case, or that the database can't be written.
    pub async fn draft_set_fact(
        &self,
        id: &DisputeId,
        name: &str,
        value: Option<&str>,
        now: Timestamp,
    ) -> Result<u64> {
        self.draft_set_facts(id, &[name.to_owned()], value, now)
            .await
    }

    /// Gives several facts the same value, or takes them out, as one change; gives the revision.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without the case, or that the database can't be written.
    pub async fn draft_set_facts(
        &self,
        id: &DisputeId,
        names: &[String],
        value: Option<&str>,
        now: Timestamp,
    ) -> Result<u64> {
        let mut change = Change::begin(self, id).await?;
        for name in names {
            match value {
                Some(value) => change.draft.facts.insert(name.clone(), value.to_owned()),
                None => change.draft.facts.remove(name),
            };
        }
        change.keep(now).await
    }

    /// Goes back to the state before the last change, which is a change too: the revision goes up. Says whether there was
    /// anything to go back to; the last 20 states are. [`Store::draft_redo`] takes it back.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without the case, or that the database can't be written.
    pub async fn draft_undo(&self, id: &DisputeId, now: Timestamp) -> Result<bool> {
        let mut change = Change::begin(self, id).await?;
        if !change.take("draft_past").await? {
            return Ok(false);
        }
        change.lay_aside("draft_undone").await?;
        change.write(now).await?;
        Ok(true)
    }

    /// Does again what was undone last. Says whether there was anything: a change after the undoing leaves nothing.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without the case, or that the database can't be written.
    pub async fn draft_redo(&self, id: &DisputeId, now: Timestamp) -> Result<bool> {
        let mut change = Change::begin(self, id).await?;
        if !change.take("draft_undone").await? {
            return Ok(false);
        }
        change.lay_aside("draft_past").await?;
        change.write(now).await?;
        Ok(true)
    }

    /// Whether there is anything to undo, and to do again.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn draft_ways(&self, id: &DisputeId) -> Result<(bool, bool)> {
        Ok(sqlx::query_as(
            "SELECT EXISTS (SELECT 1 FROM draft_past WHERE dispute = ?1), \
             EXISTS (SELECT 1 FROM draft_undone WHERE dispute = ?1)",
        )
        .bind(id.as_str())
        .fetch_one(&self.reader)
        .await?)
    }

    /// The bytes that lie under a name ([`Item::held`]); also those that undo can bring back.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn document_bytes(&self, held: &ItemId) -> Result<Option<Vec<u8>>> {
        Ok(
            sqlx::query_scalar("SELECT content FROM document WHERE item = ?1")
                .bind(held.as_str())
                .fetch_optional(&self.reader)
                .await?,
        )
    }
}

/// One change of a draft, under the write lock from reading to storing.
struct Change<'a> {
    tx: Transaction<'static, Sqlite>,
    dispute: &'a DisputeId,
    before: Draft,
    draft: Draft,
}

impl<'a> Change<'a> {
    async fn begin(store: &Store, dispute: &'a DisputeId) -> Result<Self> {
        let mut tx = store.write().await?;
        dispute::require(&mut tx, dispute).await?;
        let before = current(&mut tx, dispute).await?;
        let draft = before.clone();
        Ok(Self {
            tx,
            dispute,
            before,
            draft,
        })
    }

    /// Stores the change and the state before it, and gives the revision. What changes nothing costs no revision. What was
    /// undone before can't be done again after it.
    async fn keep(mut self, now: Timestamp) -> Result<u64> {
        if self.draft == self.before {
            return Ok(self.before.revision);
        }
        self.lay_aside("draft_past").await?;
        sqlx::query(
            "DELETE FROM draft_past WHERE dispute = ?1 AND revision <= \
             (SELECT revision FROM draft_past WHERE dispute = ?1 ORDER BY revision DESC LIMIT 1 OFFSET ?2)",
        )
        .bind(self.dispute.as_str())
        .bind(KEPT)
        .execute(&mut *self.tx)
        .await?;
        sqlx::query("DELETE FROM draft_undone WHERE dispute = ?1")
            .bind(self.dispute.as_str())
            .execute(&mut *self.tx)
            .await?;
        self.write(now).await
    }

    /// Keeps the state as it is before the change, in one of the two tables of other states.
    async fn lay_aside(&mut self, table: &'static str) -> Result<()> {
        let text = format!("INSERT INTO {table} (dispute, revision, body) VALUES (?1, ?2, ?3)");
        sqlx::query(AssertSqlSafe(text))
            .bind(self.dispute.as_str())
            .bind(signed(self.before.revision, "a revision")?)
            .bind(to_json(&self.before, "a draft")?)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// Takes the newest state out of one of the two tables as what the draft becomes; says whether there was one.
    async fn take(&mut self, table: &'static str) -> Result<bool> {
        let text = format!(
            "DELETE FROM {table} WHERE dispute = ?1 \
             AND revision = (SELECT max(revision) FROM {table} WHERE dispute = ?1) RETURNING body"
        );
        let body: Option<String> = sqlx::query_scalar(AssertSqlSafe(text))
            .bind(self.dispute.as_str())
            .fetch_optional(&mut *self.tx)
            .await?;
        let Some(body) = body else {
            return Ok(false);
        };
        self.draft = Draft {
            revision: self.before.revision,
            ..from_json(&body, "another state of a draft")?
        };
        Ok(true)
    }

    /// Puts bytes under a name.
    async fn hold(&mut self, held: &ItemId, bytes: Vec<u8>) -> Result<()> {
        sqlx::query("INSERT INTO document (item, dispute, content) VALUES (?1, ?2, ?3)")
            .bind(held.as_str())
            .bind(self.dispute.as_str())
            .bind(bytes)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn write(mut self, now: Timestamp) -> Result<u64> {
        self.draft.revision = self.before.revision + 1;
        sqlx::query(
            "INSERT INTO draft (dispute, revision, saved_at, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (dispute) \
             DO UPDATE SET revision = excluded.revision, saved_at = excluded.saved_at, body = excluded.body",
        )
        .bind(self.dispute.as_str())
        .bind(signed(self.draft.revision, "a revision")?)
        .bind(millis(now))
        .bind(to_json(&self.draft, "a draft")?)
        .execute(&mut *self.tx)
        .await?;
        forget_documents(&mut self.tx, self.dispute).await?;
        self.tx.commit().await?;
        Ok(self.draft.revision)
    }
}

async fn current(connection: &mut SqliteConnection, id: &DisputeId) -> Result<Draft> {
    let row: Option<(i64, String)> =
        sqlx::query_as("SELECT revision, body FROM draft WHERE dispute = ?1")
            .bind(id.as_str())
            .fetch_optional(connection)
            .await?;
    match row {
        None => Ok(Draft::default()),
        Some((revision, body)) => Ok(Draft {
            revision: unsigned(revision, "draft.revision")?,
            ..from_json(&body, "draft.body")?
        }),
    }
}

/// Drops the files that no state names any more.
async fn forget_documents(connection: &mut SqliteConnection, id: &DisputeId) -> Result<()> {
    sqlx::query(
        "DELETE FROM document WHERE dispute = ?1 AND item NOT IN ( \
             SELECT coalesce(item.value ->> '$.held_as', item.value ->> '$.id') FROM ( \
                 SELECT body FROM draft WHERE dispute = ?1 \
                 UNION ALL SELECT body FROM draft_past WHERE dispute = ?1 \
                 UNION ALL SELECT body FROM draft_undone WHERE dispute = ?1 \
             ) AS state, json_each(state.body, '$.items') AS item)",
    )
    .bind(id.as_str())
    .execute(connection)
    .await?;
    Ok(())
}
