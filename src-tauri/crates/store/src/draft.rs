//! Tables `draft`, `draft_past`, `document`: what is being gathered for a case, its last states for undo, its files.

use crate::column::{from_json, instant, millis, signed, to_json, unsigned};
use crate::error::{Cause, StoreError};
use crate::open::Store;
use crate::{Result, dispute};
use sqlx::{Sqlite, SqliteConnection, Transaction};
use std::collections::HashMap;
use tvist_domain::clock::Instant;
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
    pub async fn draft_saved_at(&self, id: &DisputeId) -> Result<Option<Instant>> {
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
        now: Instant,
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
        now: Instant,
    ) -> Result<u64> {
        if files.iter().any(|(i, bytes)| i.bytes != bytes.len() as u64) {
            return Err(StoreError::Other(Cause::Unstorable(
                "a file of another size than its item says",
            )));
        }
        let mut change = Change::begin(self, id).await?;
        for (item, bytes) in files {
            sqlx::query("INSERT INTO document (item, dispute, content) VALUES (?1, ?2, ?3)")
                .bind(item.id.as_str())
                .bind(id.as_str())
                .bind(bytes)
                .execute(&mut *change.tx)
                .await?;
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
        now: Instant,
    ) -> Result<bool> {
        let mut change = Change::begin(self, id).await?;
        let Some(place) = change.draft.items.iter().position(|i| i.id == *item) else {
            return Ok(false);
        };
        change.draft.items.remove(place);
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
        now: Instant,
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
        now: Instant,
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
        now: Instant,
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
        now: Instant,
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
    /// anything to go back to; the last 20 states are.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without the case, or that the database can't be written.
    pub async fn draft_undo(&self, id: &DisputeId, now: Instant) -> Result<bool> {
        let mut change = Change::begin(self, id).await?;
        let past: Option<(i64, String)> = sqlx::query_as(
            "DELETE FROM draft_past WHERE dispute = ?1 \
             AND revision = (SELECT max(revision) FROM draft_past WHERE dispute = ?1) RETURNING revision, body",
        )
        .bind(id.as_str())
        .fetch_optional(&mut *change.tx)
        .await?;
        let Some((_, body)) = past else {
            return Ok(false);
        };
        change.draft = Draft {
            revision: change.before.revision,
            ..from_json(&body, "draft_past.body")?
        };
        change.write(now).await?;
        Ok(true)
    }

    /// The bytes of a file, as added; also of one that undo can bring back.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn document_bytes(&self, item: &ItemId) -> Result<Option<Vec<u8>>> {
        Ok(
            sqlx::query_scalar("SELECT content FROM document WHERE item = ?1")
                .bind(item.as_str())
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

    /// Stores the change and the state before it, and gives the revision. What changes nothing costs no revision.
    async fn keep(mut self, now: Instant) -> Result<u64> {
        if self.draft == self.before {
            return Ok(self.before.revision);
        }
        sqlx::query("INSERT INTO draft_past (dispute, revision, body) VALUES (?1, ?2, ?3)")
            .bind(self.dispute.as_str())
            .bind(signed(self.before.revision, "a revision")?)
            .bind(to_json(&self.before, "a draft")?)
            .execute(&mut *self.tx)
            .await?;
        sqlx::query(
            "DELETE FROM draft_past WHERE dispute = ?1 AND revision <= \
             (SELECT revision FROM draft_past WHERE dispute = ?1 ORDER BY revision DESC LIMIT 1 OFFSET ?2)",
        )
        .bind(self.dispute.as_str())
        .bind(KEPT)
        .execute(&mut *self.tx)
        .await?;
        self.write(now).await
    }

    async fn write(mut self, now: Instant) -> Result<u64> {
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
             SELECT item.value ->> '$.id' FROM draft, json_each(draft.body, '$.items') item WHERE draft.dispute = ?1 \
             UNION ALL \
             SELECT item.value ->> '$.id' FROM draft_past, json_each(draft_past.body, '$.items') item \
             WHERE draft_past.dispute = ?1)",
    )
    .bind(id.as_str())
    .execute(connection)
    .await?;
    Ok(())
}
