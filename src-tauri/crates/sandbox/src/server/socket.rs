//! A listener whose connections can be reset by the server itself, as a broken network would.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// Resets one connection.
#[derive(Debug, Clone, Default)]
pub(crate) struct Switch(Arc<AtomicBool>);

impl Switch {
    /// From now on nothing more is written, and closing sends a reset.
    pub(crate) fn reset(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    fn is_off(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// One accepted connection.
pub(crate) struct Socket {
    stream: TcpStream,
    switch: Switch,
}

impl Socket {
    fn dead() -> io::Error {
        io::Error::new(io::ErrorKind::ConnectionReset, "reset by the sandbox")
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.switch.is_off() {
            // Unsent bytes are thrown away and the peer gets a reset instead of an orderly end.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.switch.is_off() {
            return Poll::Ready(Err(Self::dead()));
        }
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.switch.is_off() {
            return Poll::Ready(Err(Self::dead()));
        }
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.switch.is_off() {
            return Poll::Ready(Err(Self::dead()));
        }
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.switch.is_off() {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// Accepts connections on loopback.
pub(crate) struct Door(pub(crate) TcpListener);

impl Listener for Door {
    type Io = Socket;
    type Addr = (SocketAddr, Switch);

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            match self.0.accept().await {
                Ok((stream, peer)) => {
                    let _ = stream.set_nodelay(true);
                    let switch = Switch::default();
                    let socket = Socket {
                        stream,
                        switch: switch.clone(),
                    };
                    return (socket, (peer, switch));
                }
                // Out of descriptors and the like: wait instead of spinning.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok((self.0.local_addr()?, Switch::default()))
    }
}

impl Connected<IncomingStream<'_, Door>> for Switch {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        stream.remote_addr().1.clone()
    }
}
