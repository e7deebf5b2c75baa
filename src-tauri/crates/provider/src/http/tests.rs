//! What the client does when a server misbehaves.
