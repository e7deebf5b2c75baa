//! The form of a backup file: a header that says how the key is made, then the encrypted database.
//!
//! | bytes | content, numbers little-endian |
//! |---|---|
//! | 8 | `TVISTBAK` |
//! | 2, 2 | version of this form, key derivation (1 = Argon2id 1.3) |
//! | 4, 4, 4 | memory in KiB, passes, lanes |
//! | 16 | salt |
//! | 8 | length of what follows |

use crate::error::{Error, Result};
use crate::host::intake::{self, Links};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use tvist_store::{DatabaseKey, StoreError};
use zeroize::Zeroizing;

pub(super) const MAGIC: &[u8; 8] = b"TVISTBAK";
const VERSION: u16 = 1;
const ARGON2ID: u16 = 1;
const SALT: usize = 16;
pub(super) const HEADER: usize = 8 + 2 + 2 + 4 + 4 + 4 + SALT + 8;

/// The second recommended choice of RFC 9106 §4: 64 MiB, three passes, four lanes.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 4;
/// A file may ask for this much at most: nobody's memory is filled by a forged one.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 32;
const MOST_LANES: u32 = 16;

/// How the key was made, and how long the database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) memory_kib: u32,
    pub(super) passes: u32,
    pub(super) lanes: u32,
    pub(super) salt: [u8; SALT],
    pub(super) body: u64,
}

impl Header {
    pub(super) fn fresh() -> Self {
        // 122 random bits of the system: no two backups share a salt.
        let salt = *uuid::Uuid::new_v4().as_bytes();
        Self {
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            lanes: LANES,
            salt,
            body: 0,
        }
    }

    pub(super) fn to_bytes(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend_from_slice(&ARGON2ID.to_le_bytes());
        for number in [self.memory_kib, self.passes, self.lanes] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        bytes.extend_from_slice(&self.salt);
        bytes.extend_from_slice(&self.body.to_le_bytes());
        bytes
    }

    pub(super) fn from_bytes(bytes: &[u8; HEADER]) -> Result<Self> {
        let mut rest = bytes.as_slice();
        if take(&mut rest)? != *MAGIC {
            return Err(Error::Backup);
        }
        let version = u16::from_le_bytes(take(&mut rest)?);
        if version > VERSION {
            return Err(Error::Store(StoreError::TooNew {
                found: version.into(),
                known: VERSION.into(),
            }));
        }
        if version == 0 || u16::from_le_bytes(take(&mut rest)?) != ARGON2ID {
            return Err(Error::Backup);
        }
        let header = Self {
            memory_kib: u32::from_le_bytes(take(&mut rest)?),
            passes: u32::from_le_bytes(take(&mut rest)?),
            lanes: u32::from_le_bytes(take(&mut rest)?),
            salt: take(&mut rest)?,
            body: u64::from_le_bytes(take(&mut rest)?),
        };
        let bearable = header.memory_kib <= MOST_MEMORY_KIB
            && header.passes <= MOST_PASSES
            && header.lanes <= MOST_LANES;
        if bearable {
            Ok(header)
        } else {
            Err(Error::Backup)
        }
    }
}

/// The next bytes of a header.
fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N]> {
    let (first, others) = rest.split_first_chunk::<N>().ok_or(Error::Backup)?;
    *rest = others;
    Ok(*first)
}

/// The key that a passphrase gives by a header.
pub(super) async fn derive(header: &Header, passphrase: &SecretString) -> Result<DatabaseKey> {
    let (header, passphrase) = (*header, passphrase.clone());
    blocking(move || {
        let params = Params::new(header.memory_kib, header.passes, header.lanes, Some(32))
            .map_err(|_| Error::Backup)?;
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(
                passphrase.expose_secret().as_bytes(),
                &header.salt,
                key.as_mut_slice(),
            )
            .map_err(|_| Error::Backup)?;
        Ok(DatabaseKey::from_bytes(*key))
    })
    .await
}

/// Opens a backup and reads its header; what is read next is the database.
pub(super) fn open(file: &Path) -> Result<(Header, File)> {
    let mut opened = intake::open(file, Links::Followed)
        .map_err(|unfit| Error::file("the backup", unfit.into()))?;
    let mut bytes = [0; HEADER];
    match opened.read_exact(&mut bytes) {
        Ok(()) => {}
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Err(Error::Backup),
        Err(e) => return Err(Error::file("reading the backup", e)),
    }
    let header = Header::from_bytes(&bytes)?;
    let length = opened
        .metadata()
        .map_err(|e| Error::file("reading the backup", e))?
        .len();
    if length != header.body.saturating_add(HEADER as u64) {
        return Err(Error::Backup);
    }
    Ok((header, opened))
}

/// Header and database in one file, on the disk when this returns.
pub(super) fn join(header: &[u8], database: &Path, to: &Path) -> Result<()> {
    let written = || -> io::Result<()> {
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut to = options.open(to)?;
        to.write_all(header)?;
        io::copy(&mut File::open(database)?, &mut to)?;
        to.sync_all()
    };
    written().map_err(|e| Error::file("writing the backup", e))
}

/// Work that would hold up other tasks.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| Error::Stopped(e.to_string()))?
}
