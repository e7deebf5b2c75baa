//! How a request and an answer travel: a JSON head and the files' bytes beside it. By hand: a worker has no runtime for
//! `tokio-util`'s codec.

use std::io::{Error, ErrorKind, Read, Result, Write};

use zeroize::Zeroize as _;

/// Longest JSON head, in bytes.
const LONGEST_HEAD: u64 = 64 * 1024 * 1024;
/// Most bytes of all files in one frame.
const LONGEST_BODY: u64 = 1024 * 1024 * 1024;
/// Most files in one frame.
const MOST_FILES: u32 = 10_000;

/// One message. Its head never holds a secret.
pub(super) struct Frame {
    pub head: Vec<u8>,
    pub files: Vec<Vec<u8>>,
    /// Whether the files are secrets: they are overwritten when the message goes.
    pub secret: bool,
}

impl Drop for Frame {
    fn drop(&mut self) {
        if self.secret {
            self.files.zeroize();
        }
    }
}

/// Writes lengths (little endian), head, files.
pub(super) fn write(to: &mut impl Write, frame: &Frame) -> Result<()> {
    let count =
        u32::try_from(frame.files.len()).map_err(|_| Error::from(ErrorKind::InvalidInput))?;
    to.write_all(&(frame.head.len() as u64).to_le_bytes())?;
    to.write_all(&count.to_le_bytes())?;
    for file in &frame.files {
        to.write_all(&(file.len() as u64).to_le_bytes())?;
    }
    to.write_all(&frame.head)?;
    for file in &frame.files {
        to.write_all(file)?;
    }
    to.flush()
}

/// Reads one frame; neither end believes the other's lengths without bounds. `secret`: whether its files are.
pub(super) fn read(from: &mut impl Read, secret: bool) -> Result<Frame> {
    let head = length(from)?;
    let mut count = [0; 4];
    from.read_exact(&mut count)?;
    let count = u32::from_le_bytes(count);
    if head > LONGEST_HEAD || count > MOST_FILES {
        return Err(ErrorKind::InvalidData.into());
    }
    let lengths = (0..count)
        .map(|_| length(from))
        .collect::<Result<Vec<u64>>>()?;
    let whole = lengths
        .iter()
        .try_fold(0u64, |sum, length| sum.checked_add(*length));
    if whole.is_none_or(|whole| whole > LONGEST_BODY) {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut frame = Frame {
        head: bytes(from, head)?,
        files: Vec::with_capacity(lengths.len()),
        secret,
    };
    for length in lengths {
        frame.files.push(bytes(from, length)?);
    }
    Ok(frame)
}

fn length(from: &mut impl Read) -> Result<u64> {
    let mut bytes = [0; 8];
    from.read_exact(&mut bytes)?;
    Ok(u64::from_le_bytes(bytes))
}

fn bytes(from: &mut impl Read, length: u64) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    // Exactly, not by doubling: memory is short here. A lie about the length fails at its end.
    let wanted = usize::try_from(length).map_err(|_| Error::from(ErrorKind::InvalidData))?;
    out.try_reserve_exact(wanted)
        .map_err(|_| Error::from(ErrorKind::OutOfMemory))?;
    let read = from.take(length).read_to_end(&mut out)?;
    if read as u64 == length {
        Ok(out)
    } else {
        Err(ErrorKind::UnexpectedEof.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_back_as_it_went() {
        let frame = Frame {
            head: b"{}".to_vec(),
            files: vec![vec![1, 2, 3], Vec::new(), vec![9; 70_000]],
            secret: false,
        };
        let mut wire = Vec::new();
        write(&mut wire, &frame).unwrap();
        let back = read(&mut wire.as_slice(), true).unwrap();
        assert_eq!((&back.head, &back.files), (&frame.head, &frame.files));
        assert!(back.secret);
        assert!(read(&mut &wire[..wire.len() - 1], false).is_err());
    }

    #[test]
    fn boundless_lengths_are_refused() {
        for (head, count) in [(u64::MAX, 0u32), (2, u32::MAX)] {
            let wire = [&head.to_le_bytes()[..], &count.to_le_bytes(), b"{}"].concat();
            assert_eq!(
                read(&mut wire.as_slice(), false).err().map(|e| e.kind()),
                Some(ErrorKind::InvalidData)
            );
        }
    }
}
