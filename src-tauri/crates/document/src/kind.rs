//! What a file is, told by its content and never by its name.

use serde::{Deserialize, Serialize};

use crate::text::{decode, mail};

/// A kind of file, as far as this crate tells kinds apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// Portable Document Format.
    Pdf,
    /// JPEG picture.
    Jpeg,
    /// PNG picture.
    Png,
    /// GIF picture; its first frame is used.
    Gif,
    /// WebP picture.
    Webp,
    /// Windows bitmap.
    Bmp,
    /// Plain text.
    Text,
    /// A mail (RFC 5322 message, `.eml`).
    Mail,
    /// HEIF/HEIC photo.
    Heif,
    /// AVIF picture.
    Avif,
    /// TIFF picture or fax.
    Tiff,
    /// Web page.
    Html,
    /// Rich text, Word, Excel, PowerPoint, OpenDocument.
    Office,
    /// Outlook message (`.msg`) or other compound file.
    Compound,
    /// ZIP, RAR, 7z, gzip and the like.
    Archive,
    /// Sound or film.
    Media,
    /// A program.
    Program,
}

impl std::fmt::Display for FileKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Pdf => "PDF",
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Gif => "GIF",
            Self::Webp => "WebP",
            Self::Bmp => "BMP",
            Self::Text => "text",
            Self::Mail => "mail",
            Self::Heif => "HEIC",
            Self::Avif => "AVIF",
            Self::Tiff => "TIFF",
            Self::Html => "web page",
            Self::Office => "office",
            Self::Compound => "Outlook or old office",
            Self::Archive => "archive",
            Self::Media => "sound or film",
            Self::Program => "program",
        })
    }
}

impl FileKind {
    /// Whether this crate can put it into a PDF.
    #[must_use]
    pub fn is_usable(self) -> bool {
        matches!(self, Self::Pdf | Self::Text | Self::Mail) || self.is_picture()
    }

    /// Whether it is a picture that can be decoded here.
    #[must_use]
    pub fn is_picture(self) -> bool {
        matches!(
            self,
            Self::Jpeg | Self::Png | Self::Gif | Self::Webp | Self::Bmp
        )
    }

    /// The media type (RFC 6838) of a kind that can be sent: PDF, JPEG, PNG, text.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Bmp => "image/bmp",
            Self::Text => "text/plain",
            Self::Mail => "message/rfc822",
            Self::Heif => "image/heif",
            Self::Avif => "image/avif",
            Self::Tiff => "image/tiff",
            Self::Html => "text/html",
            Self::Office | Self::Compound | Self::Archive | Self::Media | Self::Program => {
                "application/octet-stream"
            }
        }
    }

    /// The usual file name ending, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::Webp => "webp",
            Self::Bmp => "bmp",
            Self::Text => "txt",
            Self::Mail => "eml",
            Self::Heif => "heic",
            Self::Avif => "avif",
            Self::Tiff => "tif",
            Self::Html => "html",
            Self::Office | Self::Compound | Self::Archive | Self::Media | Self::Program => "bin",
        }
    }

    /// What to do with a file of a kind that cannot be used as it is.
    #[must_use]
    pub fn advice(self) -> &'static str {
        match self {
            Self::Heif => {
                "Open the photo and save or share it as JPEG (on an iPhone: Settings, Camera, Formats, Most Compatible)."
            }
            Self::Avif | Self::Tiff => "Open the picture and save it as PDF, JPEG or PNG.",
            Self::Html => "Open the page in a browser and print it to PDF.",
            Self::Office => "Open the document and export it as PDF.",
            Self::Compound => "Open the message or document and print it to PDF.",
            Self::Archive => "Unpack it and add the files one by one.",
            Self::Media => "Banks read paper: add pictures of it or write down what it shows.",
            Self::Program => "Programs cannot be evidence. Add a PDF, a picture, a text or a mail.",
            Self::Pdf
            | Self::Jpeg
            | Self::Png
            | Self::Gif
            | Self::Webp
            | Self::Bmp
            | Self::Text
            | Self::Mail => "This file can be used.",
        }
    }

    /// Tells the kind by the content; none if it is nothing known.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let signed = Self::by_signature(bytes);
        // What begins as a picture or an archive is one, even if a PDF lies near its beginning.
        let begins =
            |kind: &Self| kind.is_picture() || matches!(kind, Self::Archive | Self::Office);
        if let Some(kind) = signed.filter(begins) {
            return Some(kind);
        }
        // Readers accept a PDF header within the first 1024 bytes, whatever stands before it.
        let head = &bytes[..bytes.len().min(1024)];
        if head.windows(5).any(|w| w == b"%PDF-") {
            return Some(Self::Pdf);
        }
        if signed.is_some() {
            return signed;
        }
        let text = decode(bytes)?;
        let start = text
            .trim_start()
            .get(..64)
            .unwrap_or_else(|| text.trim_start())
            .to_ascii_lowercase();
        if start.starts_with("{\\rtf") {
            Some(Self::Office)
        } else if ["<!doctype html", "<html", "<head", "<body"]
            .iter()
            .any(|tag| start.starts_with(tag))
        {
            Some(Self::Html)
        } else if mail::is_mail(&text) {
            Some(Self::Mail)
        } else {
            Some(Self::Text)
        }
    }

    fn by_signature(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > 12 && &bytes[4..8] == b"ftyp" {
            let heif = [
                &b"heic"[..],
                b"heix",
                b"hevc",
                b"heim",
                b"heis",
                b"mif1",
                b"msf1",
            ];
            return Some(if is_avif(bytes) {
                Self::Avif
            } else if heif.contains(&&bytes[8..12]) {
                Self::Heif
            } else {
                Self::Media
            });
        }
        let found = infer::get(bytes)?;
        match found.mime_type() {
            "image/jpeg" => Some(Self::Jpeg),
            "image/png" => Some(Self::Png),
            "image/gif" => Some(Self::Gif),
            "image/webp" => Some(Self::Webp),
            "image/bmp" => Some(Self::Bmp),
            "image/tiff" => Some(Self::Tiff),
            "image/heif" => Some(Self::Heif),
            "image/avif" => Some(Self::Avif),
            // Told apart by its header, which may stand behind other bytes.
            "application/pdf" => None,
            "application/rtf" => Some(Self::Office),
            "application/x-ole-storage"
            | "application/msword"
            | "application/vnd.ms-excel"
            | "application/vnd.ms-powerpoint" => Some(Self::Compound),
            _ => Self::by_class(&found),
        }
    }

    fn by_class(found: &infer::Type) -> Option<Self> {
        let mime = found.mime_type();
        match found.matcher_type() {
            infer::MatcherType::Doc => Some(Self::Office),
            infer::MatcherType::Archive => Some(Self::Archive),
            infer::MatcherType::Audio | infer::MatcherType::Video => Some(Self::Media),
            infer::MatcherType::App => Some(Self::Program),
            _ if mime.contains("opendocument") || mime.contains("officedocument") => {
                Some(Self::Office)
            }
            _ if mime == "text/html" => Some(Self::Html),
            // Shell scripts, XML and the rest are judged as text.
            _ => None,
        }
    }
}

/// Whether a file's brands, the main one or one of the others, say AVIF.
fn is_avif(bytes: &[u8]) -> bool {
    let said = bytes.get(..4).and_then(|size| size.try_into().ok());
    let size = said.map_or(0, u32::from_be_bytes) as usize;
    let brands = bytes.get(8..size.clamp(12, 256)).unwrap_or(&bytes[8..12]);
    let mut brands = brands.chunks_exact(4).enumerate();
    // The second four bytes are a version.
    brands.any(|(at, brand)| at != 1 && matches!(brand, b"avif" | b"avis"))
}
