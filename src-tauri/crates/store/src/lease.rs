//! Table `lease`: who of several processes does a thing that only one may do at a time.

use crate::Result;
use crate::column::millis;
use crate::open::Store;
use chrono::Duration;
use tvist_domain::clock::Instant;

/// No lease lasts longer. One that ends further ahead was given by a clock that has been set back since, and is void.
const LONGEST: Duration = Duration::hours(1);

impl Store {
    /// Takes a lease, or takes it again; says whether it is the holder's now. `ttl` is at most an hour.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn lease_take(
        &self,
        name: &str,
        holder: &str,
        now: Instant,
        ttl: Duration,
    ) -> Result<bool> {
        let done = sqlx::query(
            "INSERT INTO lease (name, holder, until) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE \
             SET holder = excluded.holder, until = excluded.until \
             WHERE lease.holder = excluded.holder OR lease.until <= ?4 OR lease.until > ?5",
        )
        .bind(name)
        .bind(holder)
        .bind(millis(now + ttl.min(LONGEST)))
        .bind(millis(now))
        .bind(millis(now + LONGEST))
        .execute(&self.writer)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Prolongs a lease; says no when it is somebody else's by now, or nobody's.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn lease_renew(
        &self,
        name: &str,
        holder: &str,
        now: Instant,
        ttl: Duration,
    ) -> Result<bool> {
        let done = sqlx::query("UPDATE lease SET until = ?3 WHERE name = ?1 AND holder = ?2")
            .bind(name)
            .bind(holder)
            .bind(millis(now + ttl.min(LONGEST)))
            .execute(&self.writer)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Gives a lease back; one that isn't the holder's stays.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn lease_release(&self, name: &str, holder: &str) -> Result<()> {
        sqlx::query("DELETE FROM lease WHERE name = ?1 AND holder = ?2")
            .bind(name)
            .bind(holder)
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}
